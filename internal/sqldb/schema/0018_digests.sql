-- How often somebody wants to hear by mail what awaits; who is not here, once a week.
CREATE TABLE digests (
	person_id TEXT PRIMARY KEY REFERENCES people (person_id),
	every     TEXT NOT NULL
);
