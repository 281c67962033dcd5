-- What the board was asked, what it decided, and what it has signed.

CREATE TABLE decisions (
	org_id      TEXT NOT NULL REFERENCES organisations (org_id),
	decision_id TEXT NOT NULL,
	title       TEXT NOT NULL,
	what        TEXT NOT NULL,
	why         TEXT NOT NULL,
	cost_cents  BIGINT NOT NULL,
	cost_yearly BOOL NOT NULL,
	risk_if_not TEXT NOT NULL,
	answer_by   DAY,
	asked_by    TEXT NOT NULL,
	asked_at    INSTANT NOT NULL,
	status      TEXT NOT NULL,
	reason      TEXT NOT NULL,
	decided_by  TEXT NOT NULL,
	decided_at  INSTANT,
	version     BIGINT NOT NULL,
	PRIMARY KEY (org_id, decision_id)
);
-- tenant: decisions

CREATE TABLE board_sentences (
	org_id  TEXT PRIMARY KEY REFERENCES organisations (org_id),
	said    TEXT NOT NULL,
	said_by TEXT NOT NULL,
	said_at INSTANT NOT NULL,
	version BIGINT NOT NULL
);
-- tenant: board_sentences

-- Approvals are only ever added. document is what was signed, byte for byte.
CREATE TABLE approvals (
	org_id      TEXT NOT NULL REFERENCES organisations (org_id),
	approval_id TEXT NOT NULL,
	subject     TEXT NOT NULL,
	document    BYTES NOT NULL,
	sha256      TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	person_name TEXT NOT NULL,
	person_role TEXT NOT NULL,
	signed_at   INSTANT NOT NULL,
	words       TEXT NOT NULL,
	size        BIGINT NOT NULL,
	note        TEXT NOT NULL,
	PRIMARY KEY (org_id, approval_id)
);
-- tenant: approvals

CREATE TABLE certificates (
	org_id         TEXT NOT NULL REFERENCES organisations (org_id),
	certificate_id TEXT NOT NULL,
	person_name    TEXT NOT NULL,
	board_role     TEXT NOT NULL,
	appointed_on   DAY,
	topics         JSON NOT NULL,
	provider       TEXT NOT NULL,
	from_on        DAY,
	to_on          DAY,
	valid_until    DAY,
	evidence       TEXT NOT NULL,
	added_by       TEXT NOT NULL,
	added_at       INSTANT NOT NULL,
	withdrawn_at   INSTANT,
	PRIMARY KEY (org_id, certificate_id)
);
-- tenant: certificates
