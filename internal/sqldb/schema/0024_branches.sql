-- The hashes that an entry adds to the tree stand with the entry: one row for each, in one table. An entry
-- whose number ends in so many ones, written as a binary number, completes so many branches above its leaf;
-- branches has them one after the other, the lowest first, and is NULL where there are none.
ALTER TABLE journal ADD COLUMN branches BYTES;

-- In the old table they came after the leaf. The leaf of entry n stood at n + n/2 + n/4 + … (rounded down).
-- open: journal
-- open: journal_hashes
UPDATE journal SET branches = (
	WITH RECURSIVE
		here (n) AS (SELECT journal.seq UNION ALL SELECT n / 2 FROM here WHERE n > 1),
		next (n) AS (SELECT journal.seq + 1 UNION ALL SELECT n / 2 FROM next WHERE n > 1)
	SELECT CAST(string_agg(h.hash, '' ORDER BY h.idx) AS BYTES) FROM journal_hashes AS h
	WHERE h.org_id = journal.org_id
		AND h.idx > (SELECT CAST(sum(n) AS BIGINT) FROM here)
		AND h.idx < (SELECT CAST(sum(n) AS BIGINT) FROM next));
-- shut: journal
DROP TABLE journal_hashes;
