-- For what a piece of evidence was ever used, so that the history of a
-- requirement can tell of a piece that was unlinked from it.
CREATE TABLE evidence_once (
	org_id      TEXT NOT NULL,
	evidence_id TEXT NOT NULL,
	requirement TEXT NOT NULL,
	PRIMARY KEY (org_id, requirement, evidence_id),
	FOREIGN KEY (org_id, evidence_id) REFERENCES evidence (org_id, evidence_id)
);
-- tenant: evidence_once
