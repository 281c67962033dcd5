package identitydb

import (
	"context"
	"fmt"
	"time"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/sqldb"
)

// SetFeed implements [identity.FeedStore].
func (s Store) SetFeed(ctx context.Context, p identity.PersonID, hash []byte, entry journal.Draft) error {
	_, err := s.change(ctx, p, entry, func(tx *sqldb.Tx) (bool, error) {
		n, err := tx.Changed(ctx, `DELETE FROM feeds WHERE person_id = $1`, p)
		if err != nil {
			return false, fmt.Errorf("end feed: %w", err)
		}
		if hash == nil {
			return n > 0, nil
		}
		return true, tx.Exec(ctx, `INSERT INTO feeds (secret_hash, person_id, made_at) VALUES ($1, $2, $3)`, hash, p, sqldb.At(entry.At))
	})
	return err
}

// FeedSince implements [identity.FeedStore].
func (s Store) FeedSince(ctx context.Context, p identity.PersonID) (time.Time, error) {
	since, _, err := find(ctx, s.DB, func(r sqldb.Row) (t time.Time, err error) { return t, r.Scan(sqldb.Instant{Time: &t}) },
		`SELECT made_at FROM feeds WHERE person_id = $1`, p)
	return since, err
}

// FeedOf implements [identity.FeedStore].
func (s Store) FeedOf(ctx context.Context, hash []byte) (identity.Person, bool, error) {
	return find(ctx, s.DB, func(r sqldb.Row) (p identity.Person, err error) { return p, r.Scan(&p.ID, &p.Name, &p.Email, &p.Lang) },
		`SELECT p.person_id, p.name, p.email, p.lang FROM feeds AS f JOIN people AS p ON p.person_id = f.person_id WHERE f.secret_hash = $1`, hash)
}
