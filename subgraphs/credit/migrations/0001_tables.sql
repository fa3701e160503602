CREATE SCHEMA IF NOT EXISTS credit;
--> statement-breakpoint
CREATE SEQUENCE credit.record_numbers START 1000000001;
--> statement-breakpoint
CREATE SEQUENCE credit.entry_numbers START 1000000001;
--> statement-breakpoint
CREATE SEQUENCE credit.request_numbers START 1000000001;
--> statement-breakpoint
CREATE SEQUENCE credit.evaluation_numbers START 1000000001;
--> statement-breakpoint
CREATE TABLE credit.records (
  record_no text PRIMARY KEY,
  uscc text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('BASIC', 'LICENCE', 'PENALTY', 'LIST_ENTRY', 'LIST_EXIT', 'CERTIFICATION', 'COMMITMENT', 'CONTRACT', 'JUDGMENT', 'INCENTIVE', 'OBJECTION', 'REPAIR')),
  title text NOT NULL,
  summary text,
  document_no text,
  facts text,
  basis text,
  penalty_kind text,
  amount numeric(18, 2),
  authority text NOT NULL,
  source_department text NOT NULL,
  source_record_id text NOT NULL,
  decided_on date NOT NULL,
  disclosure_due_on date,
  disclosed_on date,
  severity text CHECK (severity IN ('MINOR', 'GENERAL', 'SERIOUS')),
  disclosure_ends_on date,
  repairable_from date,
  legal_basis text NOT NULL,
  rule_set text NOT NULL,
  supersedes text REFERENCES credit.records,
  recorded_at timestamptz NOT NULL,
  published_from timestamptz,
  ends_at timestamptz,
  submitted_by text NOT NULL
);
--> statement-breakpoint
CREATE INDEX records_of_subject ON credit.records (uscc, decided_on DESC, record_no DESC);
--> statement-breakpoint
CREATE INDEX records_newest ON credit.records (decided_on DESC, record_no DESC);
--> statement-breakpoint
CREATE TABLE credit.record_events (
  record_no text NOT NULL REFERENCES credit.records,
  sequence integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('REPAIRED', 'WITHDRAWN', 'CORRECTED')),
  at timestamptz NOT NULL,
  reason text NOT NULL,
  superseded_by text REFERENCES credit.records,
  actor_department text NOT NULL,
  actor_subject text NOT NULL,
  PRIMARY KEY (record_no, sequence)
);
--> statement-breakpoint
CREATE VIEW credit.standing_records AS
SELECT r.*, LEAST(r.ends_at, e.at) AS usable_until, e.kind AS ended_by, e.at AS ended_at, e.reason AS end_reason, e.superseded_by
FROM credit.records r
LEFT JOIN LATERAL (
  SELECT kind, at, reason, superseded_by FROM credit.record_events e
  WHERE e.record_no = r.record_no ORDER BY e.sequence LIMIT 1
) e ON true;
--> statement-breakpoint
CREATE TABLE credit.submissions (
  department text NOT NULL,
  client_key text NOT NULL,
  digest text NOT NULL,
  record_nos text[] NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (department, client_key)
);
--> statement-breakpoint
CREATE TABLE credit.list_entries (
  entry_no text PRIMARY KEY,
  uscc text NOT NULL,
  list_type text NOT NULL CHECK (list_type IN ('SERIOUS_DISHONESTY', 'ABNORMAL_OPERATIONS', 'MAJOR_TAX_VIOLATION', 'CUSTOMS_SERIOUS')),
  basis text NOT NULL,
  facts text NOT NULL,
  document_no text NOT NULL,
  decided_by text NOT NULL,
  authority text NOT NULL,
  noticed_on date NOT NULL,
  objection_until date NOT NULL,
  rule_set text NOT NULL,
  noticed_at timestamptz NOT NULL
);
--> statement-breakpoint
CREATE INDEX list_entries_of_subject ON credit.list_entries (uscc, noticed_on DESC, entry_no DESC);
--> statement-breakpoint
CREATE INDEX list_entries_newest ON credit.list_entries (noticed_on DESC, entry_no DESC);
--> statement-breakpoint
CREATE TABLE credit.list_steps (
  entry_no text NOT NULL REFERENCES credit.list_entries,
  sequence integer NOT NULL,
  transition text NOT NULL,
  state text NOT NULL CHECK (state IN ('NOTICE', 'OBJECTION', 'LISTED', 'REPAIR_REQUESTED', 'REPAIRED', 'REFUSED', 'ENDED')),
  at timestamptz NOT NULL,
  reason text NOT NULL,
  actor_department text,
  actor_subject text NOT NULL,
  exit_reason text CHECK (exit_reason IN ('EXPIRED', 'REPAIRED', 'REVOKED', 'CORRECTED')),
  answer_by date,
  listing_ends_on date,
  repairable_from date,
  PRIMARY KEY (entry_no, sequence)
);
--> statement-breakpoint
CREATE VIEW credit.standing_entries AS
SELECT e.*, listed.at AS published_from, listed.listing_ends_on, listed.repairable_from,
  CASE WHEN listed.at IS NULL THEN NULL
    ELSE LEAST((listed.listing_ends_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai', ended.at) END AS usable_until
FROM credit.list_entries e
LEFT JOIN LATERAL (
  SELECT at, listing_ends_on, repairable_from FROM credit.list_steps s
  WHERE s.entry_no = e.entry_no AND s.listing_ends_on IS NOT NULL ORDER BY s.sequence LIMIT 1
) listed ON true
LEFT JOIN LATERAL (
  SELECT at FROM credit.list_steps s
  WHERE s.entry_no = e.entry_no AND s.state IN ('REPAIRED', 'ENDED') ORDER BY s.sequence LIMIT 1
) ended ON true;
--> statement-breakpoint
CREATE TABLE credit.requests (
  request_no text PRIMARY KEY,
  receipt_digest text NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('OBJECTION', 'REPAIR')),
  target text NOT NULL,
  uscc text NOT NULL,
  decided_by text NOT NULL,
  statement text NOT NULL,
  commitment boolean NOT NULL,
  filed_at timestamptz NOT NULL,
  answer_by date NOT NULL,
  contact_name text NOT NULL,
  contact_telephone text NOT NULL
);
--> statement-breakpoint
CREATE INDEX requests_newest ON credit.requests (filed_at DESC, request_no DESC);
--> statement-breakpoint
CREATE INDEX requests_of_target ON credit.requests (target);
--> statement-breakpoint
CREATE TABLE credit.request_decisions (
  request_no text PRIMARY KEY REFERENCES credit.requests,
  state text NOT NULL CHECK (state IN ('ACCEPTED', 'REFUSED')),
  reason text NOT NULL,
  at timestamptz NOT NULL,
  actor_department text NOT NULL,
  actor_subject text NOT NULL,
  false_statement boolean NOT NULL
);
--> statement-breakpoint
CREATE VIEW credit.standing_requests AS
SELECT r.*, coalesce(d.state, 'RECEIVED') AS state, d.reason, d.at AS decided_at
FROM credit.requests r LEFT JOIN credit.request_decisions d USING (request_no);
--> statement-breakpoint
CREATE TABLE credit.agencies (
  agency_no text PRIMARY KEY,
  name text NOT NULL,
  registered_on date NOT NULL,
  method text NOT NULL
);
--> statement-breakpoint
CREATE TABLE credit.ratings (
  rating_no text PRIMARY KEY,
  agency_no text NOT NULL REFERENCES credit.agencies,
  uscc text NOT NULL,
  rating text NOT NULL CHECK (rating IN ('AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'CCC', 'CC', 'C')),
  rated_on date NOT NULL,
  valid_until date NOT NULL
);
--> statement-breakpoint
CREATE INDEX ratings_of_subject ON credit.ratings (uscc, rated_on DESC);
--> statement-breakpoint
CREATE TABLE credit.evaluations (
  evaluation_no text PRIMARY KEY,
  uscc text NOT NULL,
  evaluated_at timestamptz NOT NULL,
  rule_set text NOT NULL,
  score numeric(7, 2) NOT NULL,
  grade text NOT NULL CHECK (grade IN ('EXCELLENT', 'GOOD', 'FAIR', 'POOR')),
  grade_by_score text NOT NULL CHECK (grade_by_score IN ('EXCELLENT', 'GOOD', 'FAIR', 'POOR')),
  confidence numeric(5, 4) NOT NULL,
  contributions jsonb NOT NULL,
  caps jsonb NOT NULL,
  inputs jsonb NOT NULL,
  input_digest text NOT NULL,
  read_at timestamptz NOT NULL,
  audit_record text NOT NULL,
  trigger text NOT NULL CHECK (trigger IN ('RUN', 'RECORD', 'INPUT'))
);
--> statement-breakpoint
CREATE INDEX evaluations_of_subject ON credit.evaluations (uscc, evaluated_at DESC, evaluation_no DESC);
--> statement-breakpoint
CREATE TABLE credit.input_changes (
  change_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  uscc text NOT NULL,
  coordinate text NOT NULL,
  trigger text NOT NULL CHECK (trigger IN ('RECORD', 'INPUT')),
  at timestamptz NOT NULL,
  actor_department text NOT NULL
);
--> statement-breakpoint
CREATE INDEX input_changes_of_subject ON credit.input_changes (uscc, at DESC);
--> statement-breakpoint
CREATE FUNCTION credit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%.% is append-only: write a record or an event of its own', TG_TABLE_SCHEMA, TG_TABLE_NAME;
END $$;
--> statement-breakpoint
CREATE FUNCTION credit.refuse_truncation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  holds_rows boolean;
  is_synthetic boolean := false;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM %I.%I)', TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO holds_rows;
  IF to_regclass('credit.synthetic_data') IS NOT NULL THEN
    EXECUTE 'SELECT EXISTS (SELECT FROM credit.synthetic_data)' INTO is_synthetic;
  END IF;
  IF holds_rows AND NOT is_synthetic THEN
    RAISE EXCEPTION '%.% holds records that are not synthetic: it cannot be emptied', TG_TABLE_SCHEMA, TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['records', 'record_events', 'submissions', 'list_entries', 'list_steps', 'requests', 'request_decisions', 'agencies', 'ratings', 'evaluations', 'input_changes'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON credit.%I FOR EACH STATEMENT EXECUTE FUNCTION credit.refuse_change()', name);
    EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON credit.%I FOR EACH STATEMENT EXECUTE FUNCTION credit.refuse_truncation()', name);
  END LOOP;
END $$;
