package incidentdb

import (
	"context"

	"aantoonbaar/internal/hook"
	"aantoonbaar/internal/hook/hookdb"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// Hook implements [incident.Store].
func (s *Store) Hook(ctx context.Context, id org.ID) (h hook.Hook, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		h, err = hookdb.Find(ctx, tx, string(id))
		return err
	})
	return h, err
}

// SetHook implements [incident.Store].
func (s *Store) SetHook(ctx context.Context, id org.ID, h hook.Hook, entry journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		stored, err := hookdb.Set(ctx, tx, string(id), h)
		if err != nil {
			return err
		}
		if !stored {
			return incident.ErrStale
		}
		return journal.Append(ctx, tx, id, entry)
	})
}

// TryHook implements [incident.Store].
func (s *Store) TryHook(ctx context.Context, id org.ID, c hook.Call, entry journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		trying, err := hookdb.IsTrying(ctx, tx, string(id))
		if err != nil {
			return err
		}
		if trying {
			return incident.ErrTrying
		}
		if err := hookdb.Put(ctx, tx, string(id), c); err != nil {
			return err
		}
		return journal.Append(ctx, tx, id, entry)
	})
}

// Called implements [incident.Store].
func (s *Store) Called(ctx context.Context, id org.ID, limit int) (all []hook.Delivery, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		all, err = hookdb.Latest(ctx, tx, string(id), limit)
		return err
	})
	return all, err
}
