-- Audit programmes and their rounds. record is the whole of each.
CREATE TABLE programmes (
	org_id    TEXT NOT NULL REFERENCES organisations (org_id),
	programme BIGINT NOT NULL,
	record    JSON NOT NULL,
	version   BIGINT NOT NULL,
	PRIMARY KEY (org_id, programme)
);
-- tenant: programmes

CREATE TABLE programme_rounds (
	org_id    TEXT NOT NULL REFERENCES organisations (org_id),
	round_id  TEXT NOT NULL,
	programme BIGINT NOT NULL,
	record    JSON NOT NULL,
	version   BIGINT NOT NULL,
	PRIMARY KEY (org_id, round_id),
	FOREIGN KEY (org_id, programme) REFERENCES programmes (org_id, programme)
);
-- tenant: programme_rounds
