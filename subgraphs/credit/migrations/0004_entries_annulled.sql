ALTER TABLE credit.list_steps ADD COLUMN annulled_on date, ADD COLUMN withdrawal_due_on date;
--> statement-breakpoint
CREATE OR REPLACE VIEW credit.standing_entries AS
SELECT e.*, listed.at AS published_from, listed.listing_ends_on, listed.repairable_from,
  CASE WHEN listed.at IS NULL THEN NULL
    ELSE LEAST((listed.listing_ends_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai', ended.at) END AS usable_until,
  ended.at AS ended_at, ended.annulled_on, ended.withdrawal_due_on
FROM credit.list_entries e
LEFT JOIN LATERAL (
  SELECT at, listing_ends_on, repairable_from FROM credit.list_steps s
  WHERE s.entry_no = e.entry_no AND s.listing_ends_on IS NOT NULL ORDER BY s.sequence LIMIT 1
) listed ON true
LEFT JOIN LATERAL (
  SELECT at, annulled_on, withdrawal_due_on FROM credit.list_steps s
  WHERE s.entry_no = e.entry_no AND s.state IN ('REPAIRED', 'ENDED') ORDER BY s.sequence LIMIT 1
) ended ON true;
