-- What auditors conclude of requirements, and find, in the rounds of a programme.
-- record is the whole of each.
CREATE TABLE round_judgements (
	org_id      TEXT NOT NULL REFERENCES organisations (org_id),
	round_id    TEXT NOT NULL,
	requirement TEXT NOT NULL,
	record      JSON NOT NULL,
	version     BIGINT NOT NULL,
	PRIMARY KEY (org_id, round_id, requirement),
	FOREIGN KEY (org_id, round_id) REFERENCES programme_rounds (org_id, round_id)
);
-- tenant: round_judgements

CREATE TABLE round_findings (
	org_id   TEXT NOT NULL REFERENCES organisations (org_id),
	round_id TEXT NOT NULL,
	number   BIGINT NOT NULL,
	record   JSON NOT NULL,
	version  BIGINT NOT NULL,
	PRIMARY KEY (org_id, round_id, number),
	FOREIGN KEY (org_id, round_id) REFERENCES programme_rounds (org_id, round_id)
);
-- tenant: round_findings
