-- Log review: the files that came in, the plan, rounds and their cases. record is the
-- whole of each. Events lie in sealed files, and never here.
CREATE TABLE accesslog_records (
	org_id    TEXT NOT NULL REFERENCES organisations (org_id),
	kind      TEXT NOT NULL, -- accesslog-load, accesslog-plan, accesslog-round, accesslog-case, accesslog-secret
	record_id TEXT NOT NULL,
	record    JSON NOT NULL,
	version   BIGINT NOT NULL,
	PRIMARY KEY (org_id, kind, record_id)
);
-- tenant: accesslog_records
