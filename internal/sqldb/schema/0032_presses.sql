-- A form that arrived and was stored, so that the same form does not store again:
-- press is the hash of its number, its sender and what was in it, request the one
-- arrival that may go on writing, place where that led; NULL until it has.
CREATE TABLE presses (
	org_id  TEXT NOT NULL REFERENCES organisations (org_id),
	press   BYTES NOT NULL,
	request TEXT NOT NULL,
	place   TEXT,
	at      INSTANT NOT NULL,
	PRIMARY KEY (org_id, press)
);
-- tenant: presses
