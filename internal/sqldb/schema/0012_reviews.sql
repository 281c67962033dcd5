-- Management reviews. record is the whole of one; is_open is NULL once it was
-- signed, so that one at most is being prepared.
CREATE TABLE reviews (
	org_id    TEXT NOT NULL REFERENCES organisations (org_id),
	review_id TEXT NOT NULL,
	held_on   DAY NOT NULL,
	record    JSON NOT NULL,
	is_open   BOOL,
	version   BIGINT NOT NULL,
	PRIMARY KEY (org_id, review_id),
	UNIQUE (org_id, is_open)
);
-- tenant: reviews
