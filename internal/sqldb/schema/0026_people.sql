-- People and training: trainings, who works here without an account or in which
-- group, and whatever follows. record is the whole of each.
CREATE TABLE people_records (
	org_id    TEXT NOT NULL REFERENCES organisations (org_id),
	kind      TEXT NOT NULL, -- training, staff, …
	record_id TEXT NOT NULL,
	record    JSON NOT NULL,
	version   BIGINT NOT NULL,
	PRIMARY KEY (org_id, kind, record_id)
);
-- tenant: people_records
