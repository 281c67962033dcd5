package app_test

import (
	"database/sql"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

// TestTheProgramRefusesADatabaseThatGuardsNothing opens the program on PostgreSQL
// set up wrong, in every way that has let organisations see each other elsewhere.
func TestTheProgramRefusesADatabaseThatGuardsNothing(t *testing.T) {
	for _, tt := range []struct {
		name string
		role string   // with which the program connects
		do   []string // by the machine's superuser, beforehand
		says []string // must stand in the refusal
	}{
		{name: "as superuser", role: "postgres", says: []string{`"postgres"`, "superuser"}},
		{name: "as the owner of the tables", role: "owner", says: []string{`"owner"`, "owns"}},
		{
			name: "as a role that may bypass row-level security", role: "bypasser",
			do:   []string{role("bypasser", "LOGIN BYPASSRLS"), `GRANT SELECT ON ALL TABLES IN SCHEMA public TO bypasser`},
			says: []string{`"bypasser"`, "bypass"},
		},
		{
			name: "as a role that can become the owner", role: "climber",
			do:   []string{role("climber", "LOGIN NOINHERIT"), `GRANT owner TO climber`, `GRANT SELECT ON ALL TABLES IN SCHEMA public TO climber`},
			says: []string{`"climber"`, "own"},
		},
		{
			name: "as a role that can become superuser", role: "riser",
			do:   []string{role("riser", "LOGIN NOINHERIT"), `GRANT postgres TO riser`, `GRANT SELECT ON ALL TABLES IN SCHEMA public TO riser`},
			says: []string{`"riser"`, "superuser"},
		},
		{name: "row-level security that is not forced", do: []string{`ALTER TABLE answers NO FORCE ROW LEVEL SECURITY`}, says: []string{"answers"}},
		{name: "row-level security that is off", do: []string{`ALTER TABLE evidence DISABLE ROW LEVEL SECURITY`}, says: []string{"evidence"}},
		{name: "a table without a policy", do: []string{`DROP POLICY tenant ON decisions`}, says: []string{"decisions"}},
		{name: "a policy that lets everything pass", do: []string{`CREATE POLICY all_of_it ON actions USING (true)`}, says: []string{"actions"}},
		{name: "a plain view", do: []string{`CREATE VIEW every_answer AS SELECT * FROM answers`}, says: []string{"every_answer"}},
		{name: "a plain view that hides whose rows it shows", do: []string{`CREATE VIEW every_name AS SELECT name FROM organisations`}, says: []string{"every_name"}},
		{name: "a materialised view", do: []string{`CREATE MATERIALIZED VIEW kept AS SELECT title FROM decisions`}, says: []string{"kept"}},
		{
			name: "a function that runs as its owner",
			do:   []string{`CREATE FUNCTION count_all() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM answers'`},
			says: []string{"count_all"},
		},
		{name: "an older schema", do: []string{`DELETE FROM schema_steps WHERE name = (SELECT max(name) FROM schema_steps)`}, says: []string{"older", "aantoonbaar migrate"}},
		{name: "a newer schema", do: []string{`INSERT INTO schema_steps VALUES ('9999_later', 'x', 'x')`}, says: []string{"newer", "9999_later"}},
		{name: "an edited step", do: []string{`UPDATE schema_steps SET sha256 = 'x' WHERE name = '0001_ground'`}, says: []string{"0001_ground", "edited"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			owner, plain := sqldbtest.PostgresAddresses(t)
			migrated(t, owner)
			as(t, owner, "postgres", tt.do...)
			if tt.role != "" {
				plain = strings.Replace(plain, "//app@", "//"+tt.role+"@", 1)
			}
			err := tryOpen(t, plain)
			if err == nil {
				t.Fatal("the program opened it")
			}
			for _, word := range tt.says {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("the refusal does not say %q: %v", word, err)
				}
			}
		})
	}
}

// TestTheProgramOpensADatabaseThatGuards is the other side of the test above.
func TestTheProgramOpensADatabaseThatGuards(t *testing.T) {
	owner, plain := sqldbtest.PostgresAddresses(t)
	if err := tryOpen(t, plain); err == nil || !strings.Contains(err.Error(), "aantoonbaar migrate") {
		t.Errorf("an empty database: %v, want it to say what to run", err)
	}
	migrated(t, owner)
	if err := tryOpen(t, plain); err != nil {
		t.Errorf("the plain role: %v", err)
	}
	as(t, owner, "postgres", `CREATE VIEW own_answers WITH (security_invoker = true) AS SELECT * FROM answers`)
	if err := tryOpen(t, plain); err != nil {
		t.Errorf("a view that reads as who asks: %v", err)
	}
}

// role makes a role unless another test made it: roles belong to the whole server.
func role(name, can string) string {
	return fmt.Sprintf(`DO $$ BEGIN CREATE ROLE %s %s; EXCEPTION WHEN duplicate_object THEN NULL; END $$`, name, can)
}

// as runs statements in the database of owner's address, as another role.
func as(t *testing.T, owner, role string, queries ...string) {
	t.Helper()
	db, err := sql.Open("pgx", strings.Replace(owner, "//owner@", "//"+role+"@", 1))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, q := range queries {
		if _, err := db.ExecContext(t.Context(), q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
}

func tryOpen(t *testing.T, address string) error {
	t.Helper()
	a, err := app.Open(t.Context(), setup(t, address), time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return a.Close()
}

// TestKeysOfOrganisationsBeginWithTheOrganisation: a key over all organisations
// would tell one that another has the same record.
func TestKeysOfOrganisationsBeginWithTheOrganisation(t *testing.T) {
	db := sqldbtest.Postgres(t)
	var wrong []string
	err := db.Read(t.Context(), sqldb.Scope{}, func(tx *sqldb.Tx) (err error) {
		wrong, err = sqldb.All(t.Context(), tx, sqldb.Scalar[string], `
			SELECT i.indexrelid::regclass::text FROM pg_index AS i
			JOIN pg_class AS c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace
			JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'org_id'
			WHERE i.indisunique AND i.indkey[0] <> a.attnum`)
		return err
	})
	if err != nil || len(wrong) > 0 {
		t.Errorf("unique over all organisations: %v (%v)", wrong, err)
	}
}

// TestAConnectionForgetsTheOrganisation: what one request said of its
// organisation may not be there for the next one on the same connection.
func TestAConnectionForgetsTheOrganisation(t *testing.T) {
	owner, plain := sqldbtest.PostgresAddresses(t)
	migrated(t, owner)
	s := open(t, plain)
	p := s.provider(1)
	for range 40 {
		for _, scope := range []sqldb.Scope{sqldb.Org(p.id), {}} {
			var n int
			s.must(s.DB.Read(s.ctx(), scope, func(tx *sqldb.Tx) (err error) {
				n, _, err = sqldb.One(s.ctx(), tx, sqldb.Scalar[int], `SELECT count(*) FROM answers`)
				return err
			}))
			if (n > 0) != (scope.Org != "") {
				t.Fatalf("scope %+v sees %d answers", scope, n)
			}
		}
	}
}
