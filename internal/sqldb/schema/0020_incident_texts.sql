-- Texts that go out after an incident, as people saved them: editions are added,
-- and never changed.
CREATE TABLE incident_texts (
	org_id      TEXT NOT NULL,
	incident_id TEXT NOT NULL,
	text_id     TEXT NOT NULL,
	number      BIGINT NOT NULL, -- within the text of the incident
	edition     JSON NOT NULL,
	PRIMARY KEY (org_id, incident_id, text_id, number),
	FOREIGN KEY (org_id, incident_id) REFERENCES incidents (org_id, incident_id)
);
-- tenant: incident_texts
