CREATE SEQUENCE credit.correction_numbers START 1000000001;
--> statement-breakpoint
CREATE TABLE credit.corrections (
  request_no text PRIMARY KEY,
  coordinate text NOT NULL,
  record_id text NOT NULL,
  uscc text,
  statement text NOT NULL,
  evidence text NOT NULL,
  read_under text[] NOT NULL,
  asked_by text NOT NULL,
  asked_by_subject text NOT NULL,
  owner text NOT NULL CHECK (owner <> asked_by),
  asked_at timestamptz NOT NULL,
  first_answer_by date NOT NULL,
  rule_set text NOT NULL
);
--> statement-breakpoint
CREATE INDEX corrections_newest ON credit.corrections (asked_at DESC, request_no DESC);
--> statement-breakpoint
CREATE INDEX corrections_of_row ON credit.corrections (asked_by, coordinate, record_id);
--> statement-breakpoint
CREATE TABLE credit.correction_events (
  request_no text NOT NULL REFERENCES credit.corrections,
  kind text NOT NULL CHECK (kind IN ('EXTENDED', 'ACCEPTED', 'REFUSED')),
  reason text NOT NULL,
  corrected_record text CHECK ((kind = 'ACCEPTED') = (corrected_record IS NOT NULL)),
  answer_by date CHECK ((kind = 'EXTENDED') = (answer_by IS NOT NULL)),
  at timestamptz NOT NULL,
  actor_department text NOT NULL,
  actor_subject text NOT NULL,
  PRIMARY KEY (request_no, kind)
);
--> statement-breakpoint
CREATE UNIQUE INDEX correction_answered_once ON credit.correction_events (request_no) WHERE kind <> 'EXTENDED';
--> statement-breakpoint
CREATE VIEW credit.standing_corrections AS
SELECT c.*, COALESCE(x.answer_by, c.first_answer_by) AS answer_by, x.reason AS extension_reason,
  COALESCE(a.kind, 'RECEIVED') AS state, a.corrected_record, a.reason, a.at AS answered_at
FROM credit.corrections c
LEFT JOIN credit.correction_events x ON x.request_no = c.request_no AND x.kind = 'EXTENDED'
LEFT JOIN credit.correction_events a ON a.request_no = c.request_no AND a.kind <> 'EXTENDED';
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['corrections', 'correction_events'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON credit.%I FOR EACH STATEMENT EXECUTE FUNCTION credit.refuse_change()', name);
    EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON credit.%I FOR EACH STATEMENT EXECUTE FUNCTION credit.refuse_truncation()', name);
  END LOOP;
END $$;
