-- Mail, written in the transaction of what causes it. mail_key says what is told
-- to whom: the same is told once. address and body are '' once it was sent.
CREATE TABLE mails (
	org_id      TEXT NOT NULL REFERENCES organisations (org_id),
	mail_id     TEXT NOT NULL,
	mail_key    TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	name        TEXT NOT NULL,
	address     TEXT NOT NULL,
	subject     TEXT NOT NULL,
	body        TEXT NOT NULL,
	put_at      INSTANT NOT NULL,
	tries       BIGINT NOT NULL,
	problem     TEXT NOT NULL,
	sent_at     INSTANT,
	given_up_at INSTANT,
	PRIMARY KEY (org_id, mail_id),
	UNIQUE (org_id, mail_key)
);
CREATE INDEX mails_by_put ON mails (org_id, put_at);
-- tenant: mails

-- Which mail waits, of every organisation, and nothing of what it says: who sends
-- begins here, and then enters the organisation.
CREATE TABLE mail_queue (
	mail_id TEXT PRIMARY KEY,
	for_org TEXT NOT NULL,
	next_at INSTANT NOT NULL,
	tries   BIGINT NOT NULL
);
CREATE INDEX mail_queue_by_next ON mail_queue (next_at, mail_id);
