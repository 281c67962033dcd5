-- Where an organisation wants to be called when something happened, and the secret
-- by which it knows that the call is ours.
CREATE TABLE hooks (
	org_id  TEXT PRIMARY KEY REFERENCES organisations (org_id),
	url     TEXT NOT NULL, -- '' for nowhere
	titles  BOOL NOT NULL,
	secret  TEXT NOT NULL,
	version BIGINT NOT NULL
);
-- tenant: hooks

-- Calls, written in the transaction of what causes them. call_key says what is told:
-- the same is told once. body is '' once the call has ended.
CREATE TABLE hook_calls (
	org_id      TEXT NOT NULL REFERENCES organisations (org_id),
	call_id     TEXT NOT NULL,
	call_key    TEXT NOT NULL,
	body        TEXT NOT NULL,
	put_at      INSTANT NOT NULL,
	tries       BIGINT NOT NULL,
	problem     TEXT NOT NULL,
	done_at     INSTANT,
	given_up_at INSTANT,
	PRIMARY KEY (org_id, call_id),
	UNIQUE (org_id, call_key)
);
CREATE INDEX hook_calls_by_put ON hook_calls (org_id, put_at);
-- tenant: hook_calls

-- Which call waits, of every organisation, and nothing of what it says: who calls
-- begins here, and then enters the organisation.
CREATE TABLE hook_queue (
	call_id TEXT PRIMARY KEY,
	for_org TEXT NOT NULL,
	next_at INSTANT NOT NULL,
	tries   BIGINT NOT NULL
);
CREATE INDEX hook_queue_by_next ON hook_queue (next_at, call_id);
