-- Independent assessments, and the people from outside who carry them out.

-- An assessor's place is for one assessment and for a time: about, from_at and
-- until_at are '' and NULL for everybody else.
ALTER TABLE memberships ADD COLUMN about TEXT NOT NULL DEFAULT '';
ALTER TABLE memberships ADD COLUMN from_at INSTANT;
ALTER TABLE memberships ADD COLUMN until_at INSTANT;
ALTER TABLE links ADD COLUMN admission TEXT NOT NULL DEFAULT '';
ALTER TABLE links ADD COLUMN from_at INSTANT;
ALTER TABLE links ADD COLUMN until_at INSTANT;

-- A person's own key to sign with. The private half is encrypted under a
-- passphrase that is kept nowhere.
CREATE TABLE signing_keys (
	person_id  TEXT PRIMARY KEY REFERENCES people (person_id),
	public_key BYTES NOT NULL,
	sealed     BYTES NOT NULL,
	made_at    INSTANT NOT NULL
);

-- One assessment. agreed is everything that was agreed, stated and drawn; work
-- grows with every verdict, finding and response, so that a signature notices
-- what came in between.
CREATE TABLE audits (
	org_id     TEXT NOT NULL REFERENCES organisations (org_id),
	audit_id   TEXT NOT NULL,
	status     TEXT NOT NULL,
	agreed     JSON NOT NULL,
	created_at INSTANT NOT NULL,
	version    BIGINT NOT NULL,
	work       BIGINT NOT NULL,
	PRIMARY KEY (org_id, audit_id)
);
-- tenant: audits

CREATE TABLE audit_verdicts (
	org_id      TEXT NOT NULL,
	audit_id    TEXT NOT NULL,
	requirement TEXT NOT NULL,
	level       TEXT NOT NULL,
	outcome     TEXT NOT NULL,
	method      TEXT NOT NULL,
	seen        TEXT NOT NULL,
	seen_on     DAY,
	place       TEXT NOT NULL,
	evidence    JSON NOT NULL,
	note        TEXT NOT NULL,
	by_person   TEXT NOT NULL,
	by_name     TEXT NOT NULL,
	at          INSTANT NOT NULL,
	version     BIGINT NOT NULL,
	PRIMARY KEY (org_id, audit_id, requirement, level),
	FOREIGN KEY (org_id, audit_id) REFERENCES audits (org_id, audit_id)
);
-- tenant: audit_verdicts

-- A finding with what the organisation says of it, and how it was closed.
CREATE TABLE audit_findings (
	org_id          TEXT NOT NULL,
	audit_id        TEXT NOT NULL,
	number          BIGINT NOT NULL,
	severity        TEXT NOT NULL,
	requirement     TEXT NOT NULL,
	title           TEXT NOT NULL,
	what            TEXT NOT NULL,
	evidence        TEXT NOT NULL,
	made_by         TEXT NOT NULL,
	made_name       TEXT NOT NULL,
	made_at         INSTANT NOT NULL,
	changed_at      INSTANT NOT NULL,
	response        TEXT NOT NULL,
	responded_by    TEXT NOT NULL,
	responded_at    INSTANT,
	closed_how      TEXT NOT NULL,
	closed_because  TEXT NOT NULL,
	closed_evidence TEXT NOT NULL,
	closed_by       TEXT NOT NULL,
	closed_at       INSTANT,
	version         BIGINT NOT NULL,
	PRIMARY KEY (org_id, audit_id, number),
	FOREIGN KEY (org_id, audit_id) REFERENCES audits (org_id, audit_id)
);
-- tenant: audit_findings

-- Reports are only ever added. document is what was signed, byte for byte.
CREATE TABLE audit_reports (
	org_id      TEXT NOT NULL,
	audit_id    TEXT NOT NULL,
	number      BIGINT NOT NULL,
	document    BYTES NOT NULL,
	sha256      TEXT NOT NULL,
	public_key  BYTES NOT NULL,
	signature   BYTES NOT NULL,
	person_id   TEXT NOT NULL,
	person_name TEXT NOT NULL,
	signed_at   INSTANT NOT NULL,
	on_paper    BOOL NOT NULL,
	size        BIGINT NOT NULL,
	note        TEXT NOT NULL,
	PRIMARY KEY (org_id, audit_id, number),
	FOREIGN KEY (org_id, audit_id) REFERENCES audits (org_id, audit_id)
);
-- tenant: audit_reports
