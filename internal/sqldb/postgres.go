package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
)

// OpenPostgres opens the database that dsn names. It does not judge the role;
// see [DB.GuardRole].
func OpenPostgres(ctx context.Context, dsn string) (*DB, error) {
	pool, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, fmt.Errorf("open postgres: %w", err)
	}
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(16)
	if err := pool.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("reach postgres: %w", err), pool.Close())
	}
	return &DB{Engine: Postgres, read: pool, write: pool}, nil
}

// GuardRole refuses a PostgreSQL role for which row-level security is no wall:
// one that is, or can become, a superuser, one that may bypass it, or the owner
// of the tables; and a database in which something reads around it. On SQLite
// there is nothing to guard.
func (db *DB) GuardRole(ctx context.Context) error {
	if db.Engine != Postgres {
		return nil
	}
	var role string
	var above, owned int
	err := db.read.QueryRowContext(ctx, `
		SELECT current_user,
			(SELECT count(*) FROM pg_roles WHERE (rolsuper OR rolbypassrls) AND pg_has_role(current_user, oid, 'MEMBER')),
			(SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND pg_has_role(current_user, tableowner, 'MEMBER'))`).Scan(&role, &above, &owned)
	if err != nil {
		return fmt.Errorf("look up role: %w", err)
	}
	if above > 0 {
		return fmt.Errorf("database role %q is, or can become, a superuser or one that may bypass row-level security; give the program a plain role (see docs/howto/postgresql.md)", role)
	}
	if owned > 0 {
		return fmt.Errorf("database role %q owns %d tables, or can become the role that does, and an owner can switch row-level security off; migrate with another role (see docs/howto/postgresql.md)", role, owned)
	}
	return db.guardTables(ctx)
}

// unguarded finds what row-level security does not hold: a table with an org_id
// that lacks the one policy of the migrations, or has another beside it (either
// of two policies lets a row pass); a view that reads with its owner's rights,
// whatever columns it shows; and a function that runs with them.
const unguarded = `
	SELECT c.relname FROM pg_class AS c
	JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
	WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT (
		c.relrowsecurity AND c.relforcerowsecurity
		AND (SELECT count(*) FROM pg_policy AS p WHERE p.polrelid = c.oid AND p.polpermissive) = 1
		AND (SELECT min(pg_get_expr(p.polqual, p.polrelid)) FROM pg_policy AS p WHERE p.polrelid = c.oid AND p.polpermissive) LIKE '%app.org%')
	UNION
	SELECT relname FROM pg_class
	WHERE relnamespace = 'public'::regnamespace AND (relkind = 'm' OR relkind = 'v' AND NOT coalesce(reloptions @> ARRAY['security_invoker=true'], false))
	UNION
	SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
	ORDER BY 1`

// guardTables refuses a database with anything unguarded.
func (db *DB) guardTables(ctx context.Context) error {
	rows, err := db.read.QueryContext(ctx, unguarded)
	if err != nil {
		return fmt.Errorf("look for unguarded tables: %w", err)
	}
	defer rows.Close()
	var open []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return fmt.Errorf("read unguarded tables: %w", err)
		}
		open = append(open, name)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read unguarded tables: %w", err)
	}
	if len(open) > 0 {
		return fmt.Errorf("row-level security does not hold for %v; run aantoonbaar migrate, and remove what was added by hand (see docs/howto/postgresql.md)", open)
	}
	return nil
}
