-- How a name is looked for: as written, in Latin letters, in pinyin, by the initials of the pinyin. Substrings are found
-- by their pairs of characters, which any PostgreSQL indexes without an extension. Whoever writes a name writes both.
ALTER TABLE commerce.enterprises ADD COLUMN name_search text NOT NULL DEFAULT '';
--> statement-breakpoint
ALTER TABLE commerce.enterprises ADD COLUMN name_pairs text[] NOT NULL DEFAULT '{}';
--> statement-breakpoint
CREATE INDEX enterprises_name_pairs ON commerce.enterprises USING gin (name_pairs);
