-- Certificates of the organisation and of its suppliers. Those taken out of the
-- register stay here with the moment.
CREATE TABLE certifications (
	org_id           TEXT NOT NULL REFERENCES organisations (org_id),
	certification_id TEXT NOT NULL,
	supplier         TEXT NOT NULL, -- '' for the organisation's own
	scheme           TEXT NOT NULL,
	other            TEXT NOT NULL,
	edition          TEXT NOT NULL,
	scope            TEXT NOT NULL,
	reach            TEXT NOT NULL, -- of the scope: '', yes, no
	body             TEXT NOT NULL,
	accreditation    TEXT NOT NULL,
	number           TEXT NOT NULL,
	from_on          DAY,
	valid_until      DAY NOT NULL,
	added_by         TEXT NOT NULL,
	added_at         INSTANT NOT NULL,
	withdrawn_at     INSTANT,
	PRIMARY KEY (org_id, certification_id)
);
-- tenant: certifications
