-- An exercise of several organisations: what they share, and belongs to none of them.
-- record holds the story, the turns of the clock, who joined and the times that these
-- gave; nothing else of anybody. code_hash is of what lets others in; NULL for none.
CREATE TABLE exercise_regions (
	region_id TEXT PRIMARY KEY,
	code_hash BYTES UNIQUE,
	record    JSON NOT NULL,
	version   BIGINT NOT NULL
);

-- In which of them an organisation has a place: without one it reads nothing.
CREATE TABLE exercise_region_seats (
	org_id    TEXT NOT NULL REFERENCES organisations (org_id),
	region_id TEXT NOT NULL REFERENCES exercise_regions (region_id),
	PRIMARY KEY (org_id, region_id)
);
-- tenant: exercise_region_seats
