package sqldbtest

import (
	"testing"
	"time"

	"aantoonbaar/internal/sqldb"
)

// Organisations makes organisations, each named by its ID and with an empty
// profile, for rooms that keep something of them. One that is there stays.
func Organisations(tb testing.TB, db *sqldb.DB, ids ...string) {
	tb.Helper()
	begun := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for _, id := range ids {
		err := db.Write(tb.Context(), sqldb.Org(id), func(tx *sqldb.Tx) error {
			return tx.Exec(tb.Context(), `INSERT INTO organisations (org_id, name, profile, version, created_at) VALUES ($1, $1, '{}', 1, $2) ON CONFLICT DO NOTHING`, id, sqldb.At(begun))
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
}
