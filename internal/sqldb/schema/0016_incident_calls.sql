-- When to look at an incident next, of every organisation, and nothing of what it
-- is: who looks begins here, and then enters the organisation. It is a hint: what
-- there is to say follows from the incident. Those of before are looked at from
-- their next change on.
CREATE TABLE incident_looks (
	incident_id TEXT PRIMARY KEY,
	for_org     TEXT NOT NULL,
	look_at     INSTANT NOT NULL
);
CREATE INDEX incident_looks_by_time ON incident_looks (look_at, incident_id);

-- Whom an organisation calls first when something is reported.
CREATE TABLE incident_rosters (
	org_id  TEXT PRIMARY KEY REFERENCES organisations (org_id),
	roster  JSON NOT NULL,
	version BIGINT NOT NULL
);
-- tenant: incident_rosters
