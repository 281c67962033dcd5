-- What went wrong. state is the whole incident; the columns beside it are what
-- lists and clocks look for.
CREATE TABLE incidents (
	org_id      TEXT NOT NULL REFERENCES organisations (org_id),
	incident_id TEXT NOT NULL,
	year        BIGINT NOT NULL,
	number      BIGINT NOT NULL, -- within the year
	state       JSON NOT NULL,
	version     BIGINT NOT NULL,
	PRIMARY KEY (org_id, incident_id),
	UNIQUE (org_id, year, number)
);
-- tenant: incidents

-- The log of an incident: lines are added, and never changed.
CREATE TABLE incident_lines (
	org_id      TEXT NOT NULL,
	incident_id TEXT NOT NULL,
	seq         BIGINT NOT NULL,
	line        JSON NOT NULL,
	PRIMARY KEY (org_id, incident_id, seq),
	FOREIGN KEY (org_id, incident_id) REFERENCES incidents (org_id, incident_id)
);
-- tenant: incident_lines
