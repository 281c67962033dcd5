-- Continuity: care processes, systems, every version of the downtime cards, restore
-- tests, phone trees and outages. record is the whole of each.
CREATE TABLE continuity_records (
	org_id    TEXT NOT NULL REFERENCES organisations (org_id),
	kind      TEXT NOT NULL, -- process, system, card, restore-test, phone-tree, outage
	record_id TEXT NOT NULL,
	record    JSON NOT NULL,
	version   BIGINT NOT NULL,
	PRIMARY KEY (org_id, kind, record_id)
);
-- tenant: continuity_records
