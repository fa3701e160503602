ALTER TABLE credit.record_events ADD COLUMN annulled_on date, ADD COLUMN withdrawal_due_on date;
--> statement-breakpoint
CREATE OR REPLACE VIEW credit.standing_records AS
SELECT r.*, LEAST(r.ends_at, e.at) AS usable_until, e.kind AS ended_by, e.at AS ended_at, e.reason AS end_reason, e.superseded_by,
  e.annulled_on, e.withdrawal_due_on
FROM credit.records r
LEFT JOIN LATERAL (
  SELECT kind, at, reason, superseded_by, annulled_on, withdrawal_due_on FROM credit.record_events e
  WHERE e.record_no = r.record_no ORDER BY e.sequence LIMIT 1
) e ON true;
