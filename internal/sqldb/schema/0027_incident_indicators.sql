-- Traces that an attack left, of each incident once. indicator is the whole of one;
-- what was taken out stays, with why.
CREATE TABLE incident_indicators (
	org_id      TEXT NOT NULL,
	incident_id TEXT NOT NULL,
	kind        TEXT NOT NULL,
	value       TEXT NOT NULL,
	indicator   JSON NOT NULL,
	PRIMARY KEY (org_id, incident_id, kind, value),
	FOREIGN KEY (org_id, incident_id) REFERENCES incidents (org_id, incident_id)
);
-- tenant: incident_indicators
