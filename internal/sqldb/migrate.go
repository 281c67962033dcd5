package sqldb

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"time"
)

//go:embed schema/*.sql
var schema embed.FS

// A Migration is one step of the schema.
type Migration struct {
	Name string // "0001_ground"; the number is the order
	Text string // in the shared dialect, before the engine's words are filled in
}

// Migrations returns every step, first to last.
func Migrations() ([]Migration, error) {
	names, err := fs.Glob(schema, "schema/*.sql") // sorted
	if err != nil {
		return nil, err
	}
	var all []Migration
	for i, name := range names {
		text, err := schema.ReadFile(name)
		if err != nil {
			return nil, err
		}
		m := Migration{Name: strings.TrimSuffix(path.Base(name), ".sql"), Text: string(text)}
		if !strings.HasPrefix(m.Name, fmt.Sprintf("%04d_", i+1)) {
			return nil, fmt.Errorf("migration %s is out of order: number %d is missing or double", m.Name, i+1)
		}
		all = append(all, m)
	}
	return all, nil
}

func (m Migration) hash() string {
	sum := sha256.Sum256([]byte(m.Text))
	return hex.EncodeToString(sum[:])
}

// words are the column types that differ per engine. STRICT tables of SQLite
// know INTEGER, TEXT and BLOB only.
var words = map[Engine]*strings.Replacer{
	SQLite:   strings.NewReplacer(" INSTANT", " TEXT", " DAY", " TEXT", " BYTES", " BLOB", " JSON", " TEXT", " BIGINT", " INTEGER", " BOOL", " INTEGER", "\n);", "\n) STRICT;"),
	Postgres: strings.NewReplacer(" INSTANT", " TIMESTAMPTZ", " DAY", " TEXT", " DAY", " TEXT", " BYTES", " BYTEA", " JSON", " TEXT", " BOOL", " BOOLEAN"),
}

// tenant finds the tables that belong to organisations; personal, those whose
// rows a person may also read as their own in every organisation; members, those
// that a person may read for every organisation to which they belong.
var tenant = regexp.MustCompile(`(?m)^-- (tenant|personal|members): (\w+)$`)

// open finds the tables of which a step changes the rows of every organisation,
// which its owner may not as long as row-level security is forced on the owner too.
var open = regexp.MustCompile(`(?m)^-- (open|shut): (\w+)$`)

// For returns the migration's text for engine. A line "-- tenant: answers"
// becomes forced row-level security on PostgreSQL; "-- open: answers" takes the
// force away from what follows, and "-- shut: answers" gives it back.
func (m Migration) For(engine Engine) string {
	text := words[engine].Replace(m.Text)
	if engine != Postgres {
		return text
	}
	text = open.ReplaceAllStringFunc(text, func(line string) string {
		force := map[string]string{"open": "NO FORCE", "shut": "FORCE"}[open.FindStringSubmatch(line)[1]]
		return fmt.Sprintf(`ALTER TABLE %s %s ROW LEVEL SECURITY;`, open.FindStringSubmatch(line)[2], force)
	})
	return tenant.ReplaceAllStringFunc(text, func(line string) string {
		kind, table := tenant.FindStringSubmatch(line)[1], tenant.FindStringSubmatch(line)[2]
		own := map[string]string{
			"personal": " OR person_id = nullif(current_setting('app.person', true), '')",
			"members":  " OR org_id IN (SELECT m.org_id FROM memberships AS m WHERE m.person_id = nullif(current_setting('app.person', true), '') AND m.ended_at IS NULL)",
		}[kind]
		return fmt.Sprintf(`ALTER TABLE %[1]s ENABLE ROW LEVEL SECURITY;
ALTER TABLE %[1]s FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON %[1]s
	USING (org_id = nullif(current_setting('app.org', true), '')%[2]s)
	WITH CHECK (org_id = nullif(current_setting('app.org', true), ''));`, table, own)
	})
}

// ErrBehind is returned by Check for a database that needs Migrate first.
var ErrBehind = errors.New("the database is older than this program; run: aantoonbaar migrate")

// Check compares the database with the program: nil when they fit, ErrBehind
// when steps are missing, another error when a step was edited after it ran or
// the database comes from a newer program.
func (db *DB) Check(ctx context.Context) error {
	done, err := db.applied(ctx)
	if err != nil {
		return err
	}
	todo, err := pending(done)
	if err == nil && len(todo) > 0 {
		return ErrBehind
	}
	return err
}

// Migrate brings the database up to date, each step in a transaction of its
// own: an interrupted run continues where it stopped.
func (db *DB) Migrate(ctx context.Context, now time.Time) error {
	_, err := db.write.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS schema_steps (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, applied_at TEXT NOT NULL)`)
	if err != nil {
		return fmt.Errorf("create schema_steps: %w", err)
	}
	done, err := db.applied(ctx)
	if err != nil {
		return err
	}
	todo, err := pending(done)
	if err != nil {
		return err
	}
	for _, m := range todo {
		err := db.Write(ctx, Scope{}, func(tx *Tx) error {
			if err := tx.Exec(ctx, m.For(db.Engine)); err != nil {
				return err
			}
			return tx.Exec(ctx, `INSERT INTO schema_steps (name, sha256, applied_at) VALUES ($1, $2, $3)`,
				m.Name, m.hash(), now.UTC().Format(time.RFC3339))
		})
		if err != nil {
			return fmt.Errorf("migration %s: %w", m.Name, err)
		}
	}
	return nil
}

// Grant lets role read and write every table, and nothing else: it can neither
// change the schema nor switch row-level security off. PostgreSQL only.
func (db *DB) Grant(ctx context.Context, role string) error {
	if db.Engine != Postgres || !regexp.MustCompile(`^[a-z_][a-z0-9_]*$`).MatchString(role) {
		return fmt.Errorf("cannot grant to role %q: PostgreSQL only, lower-case letters, digits and _", role)
	}
	for _, q := range []string{
		`GRANT USAGE ON SCHEMA public TO ` + role,
		`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ` + role,
		`REVOKE INSERT, UPDATE, DELETE ON schema_steps FROM ` + role,
	} {
		if _, err := db.write.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("grant to %s: %w", role, err)
		}
	}
	return nil
}

// applied returns the steps that ran, with the hash of their text. A database
// in which none ran has no table to read them from.
func (db *DB) applied(ctx context.Context) (map[string]string, error) {
	exists := `SELECT count(*) FROM sqlite_master WHERE name = 'schema_steps'`
	if db.Engine == Postgres {
		exists = `SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename = 'schema_steps'`
	}
	var n int
	if err := db.write.QueryRowContext(ctx, exists).Scan(&n); err != nil {
		return nil, fmt.Errorf("look for schema_steps: %w", err)
	}
	done := map[string]string{}
	if n == 0 {
		return done, nil
	}
	err := db.Read(ctx, Scope{}, func(tx *Tx) error {
		_, err := All(ctx, tx, func(r Row) (string, error) {
			var name, hash string
			err := r.Scan(&name, &hash)
			done[name] = hash
			return name, err
		}, `SELECT name, sha256 FROM schema_steps`)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read schema_steps: %w", err)
	}
	return done, nil
}

func pending(done map[string]string) ([]Migration, error) {
	all, err := Migrations()
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	var todo []Migration
	for _, m := range all {
		known[m.Name] = true
		switch hash, ran := done[m.Name]; {
		case !ran:
			todo = append(todo, m)
		case hash != m.hash():
			return nil, fmt.Errorf("migration %s was edited after it ran on this database", m.Name)
		}
	}
	for name := range done {
		if !known[name] {
			return nil, fmt.Errorf("the database comes from a newer program: it has step %s", name)
		}
	}
	return todo, nil
}

// Unique reports whether err is the refusal of a second row with the same key.
func Unique(err error) bool {
	var coded interface{ Code() int } // modernc
	if errors.As(err, &coded) {
		return coded.Code() == 2067 || coded.Code() == 1555 // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY
	}
	var stated interface{ SQLState() string } // pgx
	return errors.As(err, &stated) && stated.SQLState() == "23505"
}

// ErrNoRows is what a Row says when there is none; see [One].
var ErrNoRows = sql.ErrNoRows
