package journal

import (
	"context"
	"fmt"

	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

// Erase takes the actor's name, the data and the salt from every entry about
// object, in the caller's transaction, and returns the numbers of those entries,
// oldest first. Entries that were erased before are not among them. Record,
// commitment and leaf stay: see the package comment.
//
// The caller MUST append an entry that says what was erased and why, in the same
// transaction, and MUST keep others meanwhile from appending about object.
func Erase[ID ~string](ctx context.Context, tx *sqldb.Tx, org ID, object ref.Ref) ([]int64, error) {
	seqs, err := sqldb.All(ctx, tx, sqldb.Scalar[int64], `SELECT seq FROM journal WHERE org_id = $1 AND object = $2 AND salt IS NOT NULL ORDER BY seq`, org, object.String())
	if err != nil {
		return nil, fmt.Errorf("find entries about %s: %w", object, err)
	}
	n, err := tx.Changed(ctx, `UPDATE journal SET actor_name = '', data = NULL, salt = NULL WHERE org_id = $1 AND object = $2 AND salt IS NOT NULL`, org, object.String())
	if err != nil {
		return nil, fmt.Errorf("erase entries about %s: %w", object, err)
	}
	if n != len(seqs) {
		return nil, fmt.Errorf("erase entries about %s: there were %d, and %d were erased", object, len(seqs), n)
	}
	return seqs, nil
}
