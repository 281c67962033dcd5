-- Organisations, the people who work in them, and the journal of every change.

CREATE TABLE organisations (
	org_id     TEXT PRIMARY KEY,
	name       TEXT NOT NULL,
	profile    JSON NOT NULL,
	version    BIGINT NOT NULL,
	created_at INSTANT NOT NULL
);

-- The names of all organisations and nothing else: work that goes along every one of them begins here.
CREATE TABLE tenants (
	tenant_id TEXT PRIMARY KEY
);

CREATE TABLE people (
	person_id  TEXT PRIMARY KEY,
	name       TEXT NOT NULL,
	email      TEXT NOT NULL UNIQUE,
	lang       TEXT NOT NULL,
	password   TEXT NOT NULL DEFAULT '',
	totp       BYTES,
	totp_step  BIGINT NOT NULL DEFAULT 0,
	created_at INSTANT NOT NULL
);

CREATE TABLE memberships (
	org_id     TEXT NOT NULL REFERENCES organisations (org_id),
	person_id  TEXT NOT NULL REFERENCES people (person_id),
	role       TEXT NOT NULL,
	since      INSTANT NOT NULL,
	ended_at   INSTANT,
	PRIMARY KEY (org_id, person_id)
);
CREATE INDEX memberships_by_person ON memberships (person_id);
-- personal: memberships
-- members: organisations

-- A session is known by the hash of its secret: a stolen table opens nothing.
CREATE TABLE sessions (
	secret_hash BYTES PRIMARY KEY,
	session_id  TEXT NOT NULL UNIQUE,
	person_id   TEXT NOT NULL REFERENCES people (person_id),
	started_at  INSTANT NOT NULL,
	seen_at     INSTANT NOT NULL,
	strong_at   INSTANT,
	device      TEXT NOT NULL
);
CREATE INDEX sessions_by_person ON sessions (person_id);

-- Links that open something without a session: an invitation, a demo sign-in, a
-- colleague's single question. for_org, person_id, email, role and about are ''
-- where the kind has none. Found by the hash of the secret, whoever holds it.
CREATE TABLE links (
	secret_hash BYTES PRIMARY KEY,
	link_id     TEXT NOT NULL UNIQUE,
	kind        TEXT NOT NULL,
	for_org     TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	name        TEXT NOT NULL,
	email       TEXT NOT NULL,
	role        TEXT NOT NULL,
	about       TEXT NOT NULL,
	made_by     TEXT NOT NULL,
	made_at     INSTANT NOT NULL,
	until       INSTANT NOT NULL,
	used_at     INSTANT
);
CREATE INDEX links_by_org ON links (for_org, made_at);

-- A sign-in or an enrolment of which the first step is done.
CREATE TABLE halfway (
	secret_hash BYTES PRIMARY KEY,
	kind        TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	data        BYTES,
	until       INSTANT NOT NULL
);

-- How often somebody tried in vain, by the hash of what was tried: an e-mail
-- address, known here or not, or a person's second step.
CREATE TABLE slowdowns (
	name_hash BYTES PRIMARY KEY,
	failures  BIGINT NOT NULL,
	last_at   INSTANT,
	until     INSTANT
);

CREATE TABLE passkeys (
	credential_id BYTES PRIMARY KEY,
	person_id     TEXT NOT NULL REFERENCES people (person_id),
	name          TEXT NOT NULL,
	credential    JSON NOT NULL,
	added_at      INSTANT NOT NULL,
	used_at       INSTANT
);
CREATE INDEX passkeys_by_person ON passkeys (person_id);

CREATE TABLE recovery_codes (
	person_id TEXT NOT NULL REFERENCES people (person_id),
	code_hash BYTES NOT NULL,
	used_at   INSTANT,
	PRIMARY KEY (person_id, code_hash)
);

-- The append-only record. actor_name, data and salt may be erased; commitment and leaf stay.
CREATE TABLE journal (
	org_id     TEXT NOT NULL,
	seq        BIGINT NOT NULL,
	at         INSTANT NOT NULL,
	actor_id   TEXT NOT NULL,
	actor_name TEXT NOT NULL,
	action     TEXT NOT NULL,
	object     TEXT NOT NULL,
	data       JSON,
	salt       BYTES,
	commitment BYTES NOT NULL,
	leaf       BYTES NOT NULL,
	PRIMARY KEY (org_id, seq)
);
CREATE INDEX journal_by_object ON journal (org_id, object, seq);
-- tenant: journal

CREATE TABLE journal_hashes (
	org_id TEXT NOT NULL,
	idx    BIGINT NOT NULL,
	hash   BYTES NOT NULL,
	PRIMARY KEY (org_id, idx)
);
-- tenant: journal_hashes

CREATE TABLE journal_heads (
	org_id TEXT PRIMARY KEY,
	size   BIGINT NOT NULL
);
-- tenant: journal_heads

CREATE TABLE journal_checkpoints (
	org_id TEXT NOT NULL,
	size   BIGINT NOT NULL,
	note   TEXT NOT NULL,
	at     INSTANT NOT NULL,
	PRIMARY KEY (org_id, size)
);
-- tenant: journal_checkpoints

-- Small values of the installation itself, such as the day it was loaded with the demo.
CREATE TABLE settings (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
);
