-- What organisations can show, and for which requirements. The bytes of files
-- lie beside the database, by their hash.

CREATE TABLE evidence (
	org_id            TEXT NOT NULL REFERENCES organisations (org_id),
	evidence_id       TEXT NOT NULL,
	title             TEXT NOT NULL,
	form              TEXT NOT NULL,
	kind              TEXT NOT NULL,
	file_name         TEXT NOT NULL,
	file_size         BIGINT NOT NULL,
	file_media        TEXT NOT NULL,
	file_sum          TEXT NOT NULL,
	url               TEXT NOT NULL,
	words             TEXT NOT NULL,
	vouched_by        TEXT NOT NULL,
	speaks_from       DAY,
	speaks_until      DAY,
	valid_until       DAY,
	added_at          INSTANT NOT NULL,
	added_by          TEXT NOT NULL,
	added_name        TEXT NOT NULL,
	withdrawn_at      INSTANT,
	withdrawn_because TEXT NOT NULL,
	version           BIGINT NOT NULL,
	PRIMARY KEY (org_id, evidence_id)
);
-- tenant: evidence

CREATE TABLE evidence_links (
	org_id      TEXT NOT NULL,
	evidence_id TEXT NOT NULL,
	requirement TEXT NOT NULL,
	PRIMARY KEY (org_id, requirement, evidence_id),
	FOREIGN KEY (org_id, evidence_id) REFERENCES evidence (org_id, evidence_id)
);
CREATE INDEX evidence_links_by_evidence ON evidence_links (org_id, evidence_id);
-- tenant: evidence_links
