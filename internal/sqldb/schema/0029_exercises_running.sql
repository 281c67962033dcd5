-- Of which exercises the clock is on: every page asks it, for who takes part.
ALTER TABLE exercise_records ADD COLUMN running BOOL NOT NULL DEFAULT FALSE;
-- open: exercise_records
UPDATE exercise_records SET running = TRUE WHERE kind = 'exercise' AND record LIKE '%"begun":{%' AND record NOT LIKE '%"ended":"%';
-- shut: exercise_records
CREATE INDEX exercise_records_running ON exercise_records (org_id) WHERE running;
