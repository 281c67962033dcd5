-- Exercises, the turns of their clocks, what players noted and what observers saw.
-- record is the whole of each.
CREATE TABLE exercise_records (
	org_id      TEXT NOT NULL REFERENCES organisations (org_id),
	exercise_id TEXT NOT NULL,
	kind        TEXT NOT NULL, -- exercise, exercise-move, exercise-note, exercise-seen
	record_id   TEXT NOT NULL,
	record      JSON NOT NULL,
	version     BIGINT NOT NULL,
	PRIMARY KEY (org_id, exercise_id, kind, record_id)
);
CREATE INDEX exercise_records_kind ON exercise_records (org_id, kind);
-- tenant: exercise_records
