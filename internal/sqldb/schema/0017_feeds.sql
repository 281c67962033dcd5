-- The private address at which somebody's calendar program reads. It is known by
-- the hash of its secret: a stolen table opens nothing.
CREATE TABLE feeds (
	secret_hash BYTES PRIMARY KEY,
	person_id   TEXT NOT NULL UNIQUE REFERENCES people (person_id),
	made_at     INSTANT NOT NULL
);
