// Package orgdb keeps organisations and their profiles in the database.
package orgdb

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

// A Store keeps organisations. Each method is one transaction, within the
// organisation that it names.
type Store struct{ DB *sqldb.DB }

// Find returns the organisation; false when there is none of that name.
func (s *Store) Find(ctx context.Context, id org.ID) (o org.Organisation, ok bool, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		o, ok, err = sqldb.One(ctx, tx, scan, `SELECT org_id, name, profile, version FROM organisations WHERE org_id = $1`, id)
		return err
	})
	if err != nil {
		return org.Organisation{}, false, fmt.Errorf("find organisation %s: %w", id, err)
	}
	return o, ok, nil
}

func scan(r sqldb.Row) (org.Organisation, error) {
	var o org.Organisation
	var profile []byte
	if err := r.Scan(&o.ID, &o.Name, &profile, &o.Version); err != nil {
		return org.Organisation{}, err
	}
	if err := json.Unmarshal(profile, &o.Profile); err != nil {
		return org.Organisation{}, fmt.Errorf("stored profile: %w", err)
	}
	return o, nil
}

// Add stores a new organisation under id, with the first entry of its journal.
// A second one of the same name is refused as a Conflict.
func (s *Store) Add(ctx context.Context, id org.ID, o org.Organisation, at time.Time, entry journal.Draft) error {
	profile, err := json.Marshal(o.Profile)
	if err != nil {
		return fmt.Errorf("encode profile: %w", err)
	}
	err = s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if err := tx.Exec(ctx, `INSERT INTO organisations (org_id, name, profile, version, created_at) VALUES ($1, $2, $3, $4, $5)`,
			id, o.Name, string(profile), o.Version, sqldb.At(at)); err != nil {
			return err
		}
		if err := tx.Exec(ctx, `INSERT INTO tenants (tenant_id) VALUES ($1)`, id); err != nil {
			return err
		}
		return journal.Append(ctx, tx, id, entry)
	})
	if sqldb.Unique(err) {
		return &fault.Fault{
			Kind: fault.Conflict, Code: "org.exists",
			Says: i18n.T("Deze organisatie bestaat al.", "This organisation exists already."),
			Hint: i18n.T("Er is niets gewijzigd. Kies een ander kenmerk.", "Nothing was changed. Choose another identifier."),
		}
	}
	if err != nil {
		return fmt.Errorf("add organisation %s: %w", id, err)
	}
	return nil
}

// Save stores the organisation in the place of the version before it, with an
// entry of the journal. [org.ErrStale] when another version is there by now; then
// nothing is stored.
func (s *Store) Save(ctx context.Context, id org.ID, o org.Organisation, entry journal.Draft) error {
	profile, err := json.Marshal(o.Profile)
	if err != nil {
		return fmt.Errorf("encode profile: %w", err)
	}
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		n, err := tx.Changed(ctx, `UPDATE organisations SET name = $3, profile = $4, version = $5 WHERE org_id = $1 AND version = $2`,
			id, o.Version-1, o.Name, string(profile), o.Version)
		if err != nil {
			return fmt.Errorf("save organisation %s: %w", id, err)
		}
		if n == 0 {
			return org.ErrStale
		}
		return journal.Append(ctx, tx, id, entry)
	})
}

// History returns the journal's entries about an object of the organisation,
// newest first, at most limit.
func (s *Store) History(ctx context.Context, id org.ID, object ref.Ref, limit int) (entries []journal.Entry, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		entries, err = journal.History(ctx, tx, id, object, limit)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read history of %s: %w", object, err)
	}
	return entries, nil
}
