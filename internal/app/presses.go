package app

import (
	"context"
	"time"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// presses are web's Presses: in the database, where every process that serves people
// finds them, also after a restart.
type presses struct{ db *sqldb.DB }

// Pressed implements [web.Presses].
func (p presses) Pressed(ctx context.Context, id string, key []byte) (place string, found bool, err error) {
	err = p.db.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		place, found, err = journal.Pressed(ctx, tx, id, key)
		return err
	})
	return place, found, err
}

// Lead implements [web.Presses].
func (p presses) Lead(ctx context.Context, id string, key []byte, place string) error {
	return p.db.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error { return journal.Lead(ctx, tx, id, key, place) })
}

// Release implements [web.Presses].
func (p presses) Release(ctx context.Context, id string, key []byte) error {
	return p.db.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error { return journal.Release(ctx, tx, id, key) })
}

// pressesLast is how long a form is remembered. A second press follows in seconds; a
// browser that opens its tabs again may send one after a weekend.
const pressesLast = 7 * 24 * time.Hour

// forgetPresses forgets what is older.
func (a *App) forgetPresses(ctx context.Context, id org.ID) error {
	return a.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		return journal.ForgetPresses(ctx, tx, id, a.Now().Add(-pressesLast))
	})
}
