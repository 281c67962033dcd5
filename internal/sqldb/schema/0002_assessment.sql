-- What organisations say of the requirements, and how they got there.

CREATE TABLE answers (
	org_id       TEXT NOT NULL REFERENCES organisations (org_id),
	requirement  TEXT NOT NULL,
	applies      TEXT NOT NULL,
	reason       TEXT NOT NULL,
	design       TEXT NOT NULL,
	design_on    DAY,
	existence    TEXT NOT NULL,
	existence_on DAY,
	operation    TEXT NOT NULL,
	operation_on DAY,
	explanation  TEXT NOT NULL,
	owner_id     TEXT NOT NULL,
	review_on    DAY,
	origin       TEXT NOT NULL,
	version      BIGINT NOT NULL,
	changed_at   INSTANT NOT NULL,
	changed_by   TEXT NOT NULL,
	PRIMARY KEY (org_id, requirement)
);
-- tenant: answers

CREATE TABLE scans (
	org_id     TEXT NOT NULL REFERENCES organisations (org_id),
	element    TEXT NOT NULL,
	value      TEXT NOT NULL,
	version    BIGINT NOT NULL,
	changed_at INSTANT NOT NULL,
	changed_by TEXT NOT NULL,
	PRIMARY KEY (org_id, element)
);
-- tenant: scans

-- One question to one colleague, answered through a link.
CREATE TABLE questions (
	org_id      TEXT NOT NULL REFERENCES organisations (org_id),
	question_id TEXT NOT NULL,
	requirement TEXT NOT NULL,
	name        TEXT NOT NULL,
	note        TEXT NOT NULL,
	asked_by    TEXT NOT NULL,
	asked_at    INSTANT NOT NULL,
	design      TEXT NOT NULL DEFAULT '',
	existence   TEXT NOT NULL DEFAULT '',
	operation   TEXT NOT NULL DEFAULT '',
	said        TEXT NOT NULL DEFAULT '',
	answered_at INSTANT,
	closed_at   INSTANT,
	PRIMARY KEY (org_id, question_id)
);
CREATE INDEX questions_by_requirement ON questions (org_id, requirement, asked_at);
-- tenant: questions
