// Package incidentdb keeps incidents in SQLite or PostgreSQL.
package incidentdb

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/mail/maildb"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// A Store implements [incident.Store] on DB.
type Store struct{ DB *sqldb.DB }

var _ incident.Store = (*Store)(nil)

// Add implements [incident.Store].
func (s *Store) Add(ctx context.Context, id org.ID, i incident.Incident, enter func(incident.Incident) (journal.Draft, incident.Call)) (incident.Incident, error) {
	err := s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		for stored := false; !stored; {
			var err error
			if stored, err = numbered(ctx, tx, id, &i); err != nil {
				return err
			}
		}
		entry, c := enter(i)
		if err := journal.Append(ctx, tx, id, entry); err != nil {
			return err
		}
		if err := call(ctx, tx, id, i.ID, c); err != nil {
			return err
		}
		return lookAt(ctx, tx, id, i.ID, entry.At)
	})
	return i, err
}

// numbered stores i with the next number of its year. It reports false when a
// report of the same moment took that number first: its transaction has ended by
// then, so that the next try sees it.
func numbered(ctx context.Context, tx *sqldb.Tx, id org.ID, i *incident.Incident) (stored bool, err error) {
	last, _, err := sqldb.One(ctx, tx, sqldb.Scalar[int], `SELECT COALESCE(MAX(number), 0) FROM incidents WHERE org_id = $1 AND year = $2`, id, i.Year)
	if err != nil {
		return false, fmt.Errorf("count incidents: %w", err)
	}
	i.Number = last + 1
	state, err := json.Marshal(i)
	if err != nil {
		return false, fmt.Errorf("encode incident: %w", err)
	}
	n, err := tx.Changed(ctx, `
		INSERT INTO incidents (org_id, incident_id, year, number, state, version) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (org_id, year, number) DO NOTHING`, id, i.ID, i.Year, i.Number, string(state), i.Version)
	if err != nil {
		return false, fmt.Errorf("insert incident: %w", err)
	}
	return n == 1, nil
}

// Save implements [incident.Store].
func (s *Store) Save(ctx context.Context, id org.ID, i incident.Incident, entry journal.Draft) error {
	state, err := json.Marshal(i)
	if err != nil {
		return fmt.Errorf("encode incident: %w", err)
	}
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		n, err := tx.Changed(ctx, `
			UPDATE incidents SET state = $3, version = $4
			WHERE org_id = $1 AND incident_id = $2 AND version = $4 - 1`, id, i.ID, string(state), i.Version)
		if err != nil {
			return fmt.Errorf("store incident: %w", err)
		}
		if n != 1 {
			return incident.ErrStale
		}
		if err := lookAt(ctx, tx, id, i.ID, entry.At); err != nil { // what follows from the change is worked out at once
			return err
		}
		return journal.Append(ctx, tx, id, entry)
	})
}

// AddLine implements [incident.Store].
func (s *Store) AddLine(ctx context.Context, id org.ID, i incident.ID, l incident.Line, may func(incident.File, int) error, enter func(incident.Line) (journal.Draft, []mail.Message)) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		f, err := hold(ctx, tx, id, i) // one line after the other
		if err != nil {
			return err
		}
		if l.Seq = 1; len(f.Lines) > 0 {
			l.Seq += f.Lines[len(f.Lines)-1].Seq
		}
		if err := insertLine(ctx, tx, id, i, l); err != nil {
			return err
		}
		entry, mails := enter(l)
		if err := maildb.Put(ctx, tx, string(id), mails...); err != nil {
			return err
		}
		if err := journal.Append(ctx, tx, id, entry); err != nil || may == nil {
			return err
		}
		mailed, err := maildb.Count(ctx, tx, string(id), incident.MailedTexts, l.At.Add(-24*time.Hour)) // asked last: who writes an entry has the organisation's journal to itself
		if err != nil {
			return err
		}
		return may(f, mailed)
	})
}

// hold returns an incident as it is, and keeps others from changing it until the
// caller's transaction is over.
func hold(ctx context.Context, tx *sqldb.Tx, id org.ID, i incident.ID) (f incident.File, err error) {
	n, err := tx.Changed(ctx, `UPDATE incidents SET version = version WHERE org_id = $1 AND incident_id = $2`, id, i)
	if err != nil {
		return f, fmt.Errorf("hold the incident: %w", err)
	}
	if n != 1 {
		return f, fault.Missing("incident.none")
	}
	f, _, err = load(ctx, tx, id, i)
	return f, err
}

// insertLine stores a line at its place in the log; ErrStale when there is one.
func insertLine(ctx context.Context, tx *sqldb.Tx, id org.ID, i incident.ID, l incident.Line) error {
	line, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("encode line: %w", err)
	}
	n, err := tx.Changed(ctx, `INSERT INTO incident_lines (org_id, incident_id, seq, line) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, id, i, l.Seq, string(line))
	if err != nil {
		return fmt.Errorf("insert line: %w", err)
	}
	if n != 1 {
		return incident.ErrStale
	}
	return nil
}

// Load implements [incident.Store].
func (s *Store) Load(ctx context.Context, id org.ID, i incident.ID) (f incident.File, ok bool, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		f, ok, err = load(ctx, tx, id, i)
		return err
	})
	return f, ok, err
}

func load(ctx context.Context, tx *sqldb.Tx, id org.ID, i incident.ID) (f incident.File, ok bool, err error) {
	f.Incident, ok, err = sqldb.One(ctx, tx, decoded[incident.Incident], `SELECT state FROM incidents WHERE org_id = $1 AND incident_id = $2`, id, i)
	if err != nil || !ok {
		return f, false, err
	}
	f.Lines, err = sqldb.All(ctx, tx, decoded[incident.Line], `SELECT line FROM incident_lines WHERE org_id = $1 AND incident_id = $2 ORDER BY seq`, id, i)
	return f, true, err
}

// Size implements [incident.Store].
func (s *Store) Size(ctx context.Context, id org.ID) (size int64, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		size, err = journal.Size(ctx, tx, id)
		return err
	})
	return size, err
}

// Since implements [incident.Store].
func (s *Store) Since(ctx context.Context, id org.ID, size int64, each func(incident.Incident)) (now int64, err error) {
	query, args := `SELECT state FROM incidents WHERE org_id = $1`, []any{id}
	if size > 0 {
		query += ` AND incident_id IN (SELECT substr(object, 10) FROM journal WHERE org_id = $1 AND seq >= $2 AND object LIKE 'incident/%')`
		args = append(args, size)
	}
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if now, err = journal.Size(ctx, tx, id); err != nil || now == size {
			return err
		}
		_, err = sqldb.All(ctx, tx, func(r sqldb.Row) (none struct{}, err error) {
			i, err := decoded[incident.Incident](r)
			if err == nil {
				each(i)
			}
			return none, err
		}, query, args...)
		return err
	})
	return now, err
}

// decoded reads a column that holds the whole of something.
func decoded[T any](r sqldb.Row) (v T, err error) {
	var text []byte
	if err := r.Scan(&text); err != nil {
		return v, err
	}
	return v, json.Unmarshal(text, &v)
}
