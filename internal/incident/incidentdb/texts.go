package incidentdb

import (
	"context"
	"encoding/json"
	"fmt"

	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// AddEdition implements [incident.Store].
func (s *Store) AddEdition(ctx context.Context, id org.ID, i incident.ID, e incident.Edition, entry journal.Draft) error {
	edition, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode edition: %w", err)
	}
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		f, err := hold(ctx, tx, id, i)
		if err != nil {
			return err
		}
		if !f.IsOpen() {
			return incident.ErrClosed
		}
		n, err := tx.Changed(ctx, `
			INSERT INTO incident_texts (org_id, incident_id, text_id, number, edition) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT DO NOTHING`, id, i, e.Text, e.Number, string(edition))
		if err != nil {
			return fmt.Errorf("insert edition: %w", err)
		}
		if n != 1 {
			return incident.ErrStale
		}
		return journal.Append(ctx, tx, id, entry)
	})
}

// without is an edition without what it holds.
var without = map[sqldb.Engine]string{
	sqldb.SQLite:   `json_remove(edition, '$.values', '$.basis')`,
	sqldb.Postgres: `(edition::jsonb - 'values' - 'basis')::text`,
}

// Texts implements [incident.Store].
func (s *Store) Texts(ctx context.Context, id org.ID, i incident.ID, text string, number int) (all []incident.Edition, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		all, err = sqldb.All(ctx, tx, decoded[incident.Edition], `
			SELECT CASE WHEN number = $4 OR number = (SELECT MAX(number) FROM incident_texts WHERE org_id = $1 AND incident_id = $2 AND text_id = $3)
				THEN edition ELSE `+without[tx.Engine]+` END
			FROM incident_texts WHERE org_id = $1 AND incident_id = $2 AND text_id = $3 ORDER BY number`, id, i, text, number)
		return err
	})
	return all, err
}

// LastTexts implements [incident.Store].
func (s *Store) LastTexts(ctx context.Context, id org.ID, i incident.ID) (last []incident.Edition, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		last, err = sqldb.All(ctx, tx, decoded[incident.Edition], `
			SELECT edition FROM incident_texts AS t WHERE org_id = $1 AND incident_id = $2
			AND number = (SELECT MAX(number) FROM incident_texts WHERE org_id = $1 AND incident_id = $2 AND text_id = t.text_id)
			ORDER BY text_id`, id, i)
		return err
	})
	return last, err
}
