-- What an organisation is going to do about what is not in place yet.

CREATE TABLE actions (
	org_id       TEXT NOT NULL REFERENCES organisations (org_id),
	action_id    TEXT NOT NULL,
	title        TEXT NOT NULL,
	description  TEXT NOT NULL,
	requirements JSON NOT NULL,
	level        TEXT NOT NULL,
	owner_id     TEXT NOT NULL,
	owner_text   TEXT NOT NULL,
	due_on       DAY,
	cost_cents   BIGINT NOT NULL,
	effort       TEXT NOT NULL,
	status       TEXT NOT NULL,
	reason       TEXT NOT NULL,
	done_on      DAY,
	source_kind  TEXT NOT NULL,
	source_id    TEXT NOT NULL,
	version      BIGINT NOT NULL,
	created_at   INSTANT NOT NULL,
	created_by   TEXT NOT NULL,
	changed_at   INSTANT NOT NULL,
	changed_by   TEXT NOT NULL,
	PRIMARY KEY (org_id, action_id)
);
-- tenant: actions
