-- A receipt is told apart by the key under which it stands: the name in it is its
-- maker's to choose, and one with the name of another must not keep that other out.
DROP INDEX journal_anchors_by_who;
CREATE UNIQUE INDEX journal_anchors_by_who ON journal_anchors (org_id, kind, who, public, size);
