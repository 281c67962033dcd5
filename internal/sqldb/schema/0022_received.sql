-- Dossiers that others gave to an organisation. record is the whole of what is
-- kept of one: not the file, but its hash and what the check of it found. origin
-- is the journal that it tells of, on whatever installation.
CREATE TABLE received_dossiers (
	org_id      TEXT NOT NULL REFERENCES organisations (org_id),
	received_id TEXT NOT NULL,
	origin      TEXT NOT NULL,
	record      JSON NOT NULL,
	PRIMARY KEY (org_id, received_id)
);
CREATE INDEX received_dossiers_by_origin ON received_dossiers (org_id, origin);
-- tenant: received_dossiers

-- A receipt is an anchor that a person brought: under which key it stands, and
-- whose it is in the words of who put it in.
ALTER TABLE journal_anchors ADD COLUMN public TEXT NOT NULL DEFAULT '';
ALTER TABLE journal_anchors ADD COLUMN giver TEXT NOT NULL DEFAULT '';
