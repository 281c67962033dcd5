package incidentdb

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"aantoonbaar/internal/hook/hookdb"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/mail/maildb"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// A Due is an incident that somebody must look at.
type Due struct {
	Org org.ID
	ID  incident.ID
}

// Due lists the incidents of every organisation that are to be looked at by now,
// at most limit; also those of which the next look is further away than it can be.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) (due []Due, err error) {
	err = s.DB.Read(ctx, sqldb.Scope{}, func(tx *sqldb.Tx) error {
		due, err = sqldb.All(ctx, tx, func(r sqldb.Row) (d Due, err error) { return d, r.Scan(&d.Org, &d.ID) },
			`SELECT for_org, incident_id FROM incident_looks WHERE look_at <= $1 OR look_at > $2 ORDER BY look_at, incident_id LIMIT $3`,
			sqldb.At(now), sqldb.At(now.Add(incident.LookWithin)), limit)
		return err
	})
	return due, err
}

// PutOff sets when an incident is looked at next.
func (s *Store) PutOff(ctx context.Context, d Due, until time.Time) error {
	return s.DB.Write(ctx, sqldb.Org(d.Org), func(tx *sqldb.Tx) error { return lookAt(ctx, tx, d.Org, d.ID, until) })
}

// lookAt sets when an incident is looked at next; never for the zero time.
func lookAt(ctx context.Context, tx *sqldb.Tx, id org.ID, i incident.ID, at time.Time) error {
	if at.IsZero() {
		return tx.Exec(ctx, `DELETE FROM incident_looks WHERE incident_id = $1`, i)
	}
	err := tx.Exec(ctx, `
		INSERT INTO incident_looks (incident_id, for_org, look_at) VALUES ($1, $2, $3)
		ON CONFLICT (incident_id) DO UPDATE SET look_at = excluded.look_at`, i, id, sqldb.At(at))
	if err != nil {
		return fmt.Errorf("set the next look: %w", err)
	}
	return nil
}

// Look implements [incident.Store].
func (s *Store) Look(ctx context.Context, id org.ID, f incident.File, seen incident.Seen) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		n, err := tx.Changed(ctx, `UPDATE incidents SET version = version WHERE org_id = $1 AND incident_id = $2 AND version = $3`, id, f.ID, f.Version) // nobody takes it on meanwhile
		if err != nil {
			return fmt.Errorf("hold the incident: %w", err)
		}
		if n != 1 {
			return incident.ErrStale
		}
		if err := call(ctx, tx, id, f.ID, seen.Call); err != nil {
			return err
		}
		if err := maildb.Put(ctx, tx, string(id), seen.Reminders...); err != nil {
			return err
		}
		if err := hookdb.Put(ctx, tx, string(id), seen.Hooks...); err != nil {
			return err
		}
		return lookAt(ctx, tx, id, f.ID, seen.Next)
	})
}

// call stores that people are called: the line, its entry, and the mail.
func call(ctx context.Context, tx *sqldb.Tx, id org.ID, i incident.ID, c incident.Call) error {
	if c.Line.Tier == incident.Nobody {
		return nil
	}
	if err := insertLine(ctx, tx, id, i, c.Line); err != nil {
		return err
	}
	if err := maildb.Put(ctx, tx, string(id), c.Mails...); err != nil {
		return err
	}
	if err := hookdb.Put(ctx, tx, string(id), c.Hooks...); err != nil {
		return err
	}
	return journal.Append(ctx, tx, id, c.Entry)
}

// Roster implements [incident.Store].
func (s *Store) Roster(ctx context.Context, id org.ID) (r incident.Roster, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		r, _, err = sqldb.One(ctx, tx, decoded[incident.Roster], `SELECT roster FROM incident_rosters WHERE org_id = $1`, id)
		return err
	})
	return r, err
}

// Arrange implements [incident.Store].
func (s *Store) Arrange(ctx context.Context, id org.ID, r incident.Roster, entry journal.Draft) error {
	roster, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode roster: %w", err)
	}
	query := `INSERT INTO incident_rosters (org_id, roster, version) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`
	if r.Version > 1 {
		query = `UPDATE incident_rosters SET roster = $2, version = $3 WHERE org_id = $1 AND version = $3 - 1`
	}
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		n, err := tx.Changed(ctx, query, id, string(roster), r.Version)
		if err != nil {
			return fmt.Errorf("store roster: %w", err)
		}
		if n != 1 {
			return incident.ErrStale
		}
		return journal.Append(ctx, tx, id, entry)
	})
}
