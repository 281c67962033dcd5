-- Two people can have one name: whose change an answer is, is told by the person.
ALTER TABLE answers ADD COLUMN changed_by_id TEXT NOT NULL DEFAULT '';
ALTER TABLE scans ADD COLUMN changed_by_id TEXT NOT NULL DEFAULT '';
