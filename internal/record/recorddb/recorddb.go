// Package recorddb keeps records with a version in SQLite or PostgreSQL: for each room
// one table with the same columns, org_id, kind, record_id, record and version.
package recorddb

import (
	"context"
	"encoding/json"
	"fmt"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/record"
	"aantoonbaar/internal/sqldb"
)

// A Table keeps the records of one room.
type Table struct {
	Name string // in the schema; never anything that came from outside
	Most int    // how many records an organisation can have, what was taken out included

	Stale error // what it says when somebody else was first with a record
	Full  error // what it says when there is no room for more
}

// Save stores records with their entries: see [Table.Keep].
func (t Table) Save(ctx context.Context, tx *sqldb.Tx, org string, all ...record.Entered) error {
	entries, err := t.Keep(ctx, tx, org, all...)
	if err != nil {
		return err
	}
	return journal.Append(ctx, tx, org, entries...)
}

// Keep stores records, new with version 1, else in the place of the version before, and
// returns their entries, for who appends them with others. Of the rows and the journal
// the rows MUST be changed first: two who change one then never wait for each other.
func (t Table) Keep(ctx context.Context, tx *sqldb.Tx, org string, all ...record.Entered) (entries []journal.Draft, err error) {
	fresh := 0
	for _, e := range all {
		if e.Record.Was() == 1 {
			fresh++
		}
	}
	if err := t.room(ctx, tx, org, fresh); err != nil {
		return nil, err
	}
	for _, e := range all {
		if err := t.keep(ctx, tx, org, e.Record); err != nil {
			return nil, err
		}
		entries = append(entries, e.Entry)
	}
	return entries, nil
}

// room refuses when there is no room for so many more.
func (t Table) room(ctx context.Context, tx *sqldb.Tx, org string, fresh int) error {
	if fresh == 0 {
		return nil
	}
	there, _, err := sqldb.One(ctx, tx, sqldb.Scalar[int], `SELECT count(*) FROM `+t.Name+` WHERE org_id = $1`, org)
	if err != nil {
		return fmt.Errorf("count records: %w", err)
	}
	if there+fresh > t.Most {
		return t.Full
	}
	return nil
}

func (t Table) keep(ctx context.Context, tx *sqldb.Tx, org string, r record.Record) error {
	text, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode %s: %w", r.Ref(), err)
	}
	query := `
		UPDATE ` + t.Name + ` SET record = $4, version = $5
		WHERE org_id = $1 AND kind = $2 AND record_id = $3 AND version = $5 - 1`
	if r.Was() == 1 {
		query = `
			INSERT INTO ` + t.Name + ` (org_id, kind, record_id, record, version) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT DO NOTHING`
	}
	n, err := tx.Changed(ctx, query, org, r.Ref().Kind, r.Ref().ID, string(text), r.Was())
	if err != nil {
		return fmt.Errorf("store %s: %w", r.Ref(), err)
	}
	if n != 1 {
		return t.Stale
	}
	return nil
}

// All puts every record of an organisation, or those of one kind when kind is not "",
// in the order of kinds and names.
func (t Table) All(ctx context.Context, tx *sqldb.Tx, org, kind string, put func(kind string, text []byte) error) error {
	type row struct {
		kind string
		text []byte
	}
	query, args := `SELECT kind, record FROM `+t.Name+` WHERE org_id = $1`, []any{org}
	if kind != "" {
		query, args = query+` AND kind = $2`, append(args, kind)
	}
	rows, err := sqldb.All(ctx, tx, func(r sqldb.Row) (x row, err error) {
		err = r.Scan(&x.kind, &x.text)
		return x, err
	}, query+` ORDER BY kind, record_id`, args...)
	if err != nil {
		return fmt.Errorf("load records: %w", err)
	}
	for _, x := range rows {
		if err := put(x.kind, x.text); err != nil {
			return err
		}
	}
	return nil
}
