-- What others gave back for a checkpoint: a time stamp, or a cosignature. proof
-- is a token (DER) or a signed note; at is by their clock, kept_at by ours.
CREATE TABLE journal_anchors (
	org_id    TEXT NOT NULL,
	anchor_id TEXT NOT NULL,
	kind      TEXT NOT NULL,
	who       TEXT NOT NULL,
	size      BIGINT NOT NULL,
	proof     BYTES NOT NULL,
	at        INSTANT NOT NULL,
	kept_at   INSTANT NOT NULL,
	PRIMARY KEY (org_id, anchor_id)
);
CREATE UNIQUE INDEX journal_anchors_by_who ON journal_anchors (org_id, kind, who, size);
-- tenant: journal_anchors

-- How the last attempts went, of those that failed.
CREATE TABLE journal_anchor_tries (
	org_id   TEXT NOT NULL,
	kind     TEXT NOT NULL,
	who      TEXT NOT NULL,
	tried_at INSTANT NOT NULL,
	failures BIGINT NOT NULL,
	refused  BOOL NOT NULL,
	problem  TEXT NOT NULL,
	PRIMARY KEY (org_id, kind, who)
);
-- tenant: journal_anchor_tries

-- The last that this installation, as a witness, saw of a journal of another
-- one. They are no organisations of ours, and nothing of what they say is here.
CREATE TABLE witnessed (
	origin  TEXT PRIMARY KEY,
	size    BIGINT NOT NULL,
	root    BYTES NOT NULL,
	note    TEXT NOT NULL,
	seen_at INSTANT NOT NULL
);
