package app_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// TestAChangeHappensWholeOrNotAtAll makes the commit of every change fail, and
// then the n-th row that it writes, n = 1, 2, 3 … until none does. Each time the
// method must say so, and nothing may have changed.
func TestAChangeHappensWholeOrNotAtAll(t *testing.T) {
	for _, d := range wholes() {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "a.db")
			s := open(t, path)
			p := s.provider(1)
			act, bad := d.call(p), sabotage(s, path)
			if bad.let(act, atCommit) == nil {
				t.Fatal("the commit failed, and the method said that it was done")
			}
			n := 1
			for ; bad.let(act, n) != nil; n++ {
				if n > 500 {
					t.Fatalf("write %d still fails", n)
				}
			}
			if n == 1 {
				t.Error("the method wrote nothing")
			}
			s.audit(p.id)
		})
	}
}

// let calls act while a write fails. After an error everything must be as it was.
func (b *saboteur) let(act func() error, failing int) error {
	b.Helper()
	b.exec(fmt.Sprintf(`UPDATE test_fault SET at = %d, seen = 0`, failing))
	before := b.dump()
	err := act()
	if err == nil {
		return nil
	}
	if diff := cmp.Diff(before, b.dump()); diff != "" {
		b.Errorf("the failure of write %d (%v) changed something (-before +after):\n%s", failing, err, diff)
	}
	return err
}

// atCommit lets every write pass and makes the commit fail.
const atCommit = -1

// audit reads a journal again, entry by entry.
func (s *site) audit(id org.ID) {
	s.Helper()
	s.must(s.DB.Read(s.ctx(), sqldb.Org(id), func(tx *sqldb.Tx) error {
		found, err := s.Signer.Check(s.ctx(), tx, string(id))
		if len(found.Problems) > 0 {
			s.Errorf("the journal does not hold: %v", found.Problems)
		}
		return err
	}))
}

// wholes are the changes that are one transaction. Left out is signing in with a
// recovery code: it counts the attempt first and uses up the code next, so that
// neither can be had back by breaking off what follows.
func wholes() []deed {
	return slices.DeleteFunc(deeds(), func(d deed) bool { return d.does != changes || d.name == "identity.CheckCode" })
}

// apart is what may change in spite of a failure: a passkey's question can be
// answered once, and an attempt at a passphrase is counted whatever comes of it.
var apart = []string{"halfway", "slowdowns"}

// A saboteur makes writes in an SQLite database fail.
type saboteur struct {
	*site
	db     *sql.DB
	tables []string
}

// sabotage puts triggers on every table. They count the rows that are written,
// and refuse one. A row without its parent makes a commit fail.
func sabotage(s *site, path string) *saboteur {
	s.Helper()
	db, err := sql.Open("sqlite", path)
	s.must(err)
	s.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	bad := &saboteur{site: s, db: db}
	bad.tables = bad.strings(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
	bad.tables = slices.DeleteFunc(bad.tables, func(t string) bool { return slices.Contains(apart, t) })
	bad.exec(`CREATE TABLE test_fault (at INTEGER, seen INTEGER)`)
	bad.exec(`INSERT INTO test_fault VALUES (0, 0)`)
	bad.exec(`CREATE TABLE test_orphans (parent INTEGER REFERENCES test_parents (id) DEFERRABLE INITIALLY DEFERRED)`)
	bad.exec(`CREATE TABLE test_parents (id INTEGER PRIMARY KEY)`)
	for _, table := range bad.tables {
		for _, act := range []string{"INSERT", "UPDATE", "DELETE"} {
			bad.exec(fmt.Sprintf(`CREATE TRIGGER test_%[1]s_%[2]s BEFORE %[2]s ON %[1]s BEGIN
				UPDATE test_fault SET seen = seen + 1;
				SELECT RAISE(ABORT, 'the test wants this write to fail') FROM test_fault WHERE seen = at;
				INSERT INTO test_orphans SELECT 1 FROM test_fault WHERE at = -1;
			END`, table, act))
		}
	}
	return bad
}

func (b *saboteur) exec(query string) {
	b.Helper()
	_, err := b.db.ExecContext(b.ctx(), query)
	b.must(err)
}

// dump returns every row of every table.
func (b *saboteur) dump() map[string][]string {
	b.Helper()
	all := map[string][]string{}
	for _, table := range b.tables {
		columns := b.strings(`SELECT name FROM pragma_table_info('` + table + `')`)
		all[table] = b.strings(`SELECT quote(` + strings.Join(columns, `) || ' ' || quote(`) + `) FROM ` + table + ` ORDER BY 1`)
	}
	return all
}

func (b *saboteur) strings(query string) (all []string) {
	b.Helper()
	rows, err := b.db.QueryContext(b.ctx(), query)
	b.must(err)
	defer rows.Close()
	for rows.Next() {
		var text string
		b.must(rows.Scan(&text))
		all = append(all, text)
	}
	b.must(rows.Err())
	return all
}
