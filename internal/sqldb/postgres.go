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
// a superuser, one that may bypass it, or the owner of the tables; and tenant
// tables without a forced policy. On SQLite there is nothing to guard.
func (db *DB) GuardRole(ctx context.Context) error {
	if db.Engine != Postgres {
		return nil
	}
	var role string
	var super, bypass bool
	err := db.read.QueryRowContext(ctx,
		`SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user`).Scan(&role, &super, &bypass)
	if err != nil {
		return fmt.Errorf("look up role: %w", err)
	}
	if super || bypass {
		return fmt.Errorf("database role %q is a superuser or may bypass row-level security; give the program a plain role (see docs/howto/postgresql.md)", role)
	}
	var owned int
	err = db.read.QueryRowContext(ctx,
		`SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND pg_has_role(current_user, tableowner, 'USAGE')`).Scan(&owned)
	if err != nil {
		return fmt.Errorf("count owned tables: %w", err)
	}
	if owned > 0 {
		return fmt.Errorf("database role %q owns %d tables, and an owner can switch row-level security off; migrate with another role (see docs/howto/postgresql.md)", role, owned)
	}
	return db.guardTables(ctx)
}

// guardTables refuses a table with an org_id that row-level security does not
// hold, and views and functions that would read around it.
func (db *DB) guardTables(ctx context.Context) error {
	rows, err := db.read.QueryContext(ctx, `
		SELECT c.relname
		FROM pg_class AS c
		JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = 'public'
		JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
		WHERE (c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity
		       AND EXISTS (SELECT 1 FROM pg_policy AS p WHERE p.polrelid = c.oid)))
		   OR c.relkind IN ('v', 'm')
		UNION ALL
		SELECT p.proname FROM pg_proc AS p
		JOIN pg_namespace AS n ON n.oid = p.pronamespace AND n.nspname = 'public'
		WHERE p.prosecdef
		ORDER BY 1`)
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
		return fmt.Errorf("row-level security does not guard %v; run aantoonbaar migrate", open)
	}
	return nil
}
