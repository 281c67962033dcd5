-- Evidence can be held, so that nobody erases it, and erased. What is erased keeps
-- its row, without content; file_sum stays until the bytes are off the disk.
ALTER TABLE evidence ADD COLUMN held_because TEXT NOT NULL DEFAULT '';
ALTER TABLE evidence ADD COLUMN held_until DAY;
ALTER TABLE evidence ADD COLUMN erased_at INSTANT;
ALTER TABLE evidence ADD COLUMN erased_ground TEXT NOT NULL DEFAULT '';
ALTER TABLE evidence ADD COLUMN erased_because TEXT NOT NULL DEFAULT '';
CREATE INDEX evidence_leftovers ON evidence (org_id) WHERE erased_at IS NOT NULL AND file_sum <> '';
