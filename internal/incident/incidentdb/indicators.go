package incidentdb

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/incident/indicator"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// Indicators implements [incident.Store].
func (s *Store) Indicators(ctx context.Context, id org.ID, i incident.ID) (all []indicator.Indicator, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		all, err = indicators(ctx, tx, id, i)
		return err
	})
	return all, err
}

func indicators(ctx context.Context, tx *sqldb.Tx, id org.ID, i incident.ID) ([]indicator.Indicator, error) {
	all, err := sqldb.All(ctx, tx, decoded[indicator.Indicator], `SELECT indicator FROM incident_indicators WHERE org_id = $1 AND incident_id = $2`, id, i)
	slices.SortFunc(all, indicator.Indicator.Compare)
	return all, err
}

// Trace implements [incident.Store].
func (s *Store) Trace(ctx context.Context, id org.ID, i incident.ID, do func([]indicator.Indicator) ([]indicator.Indicator, journal.Draft, error)) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if _, err := hold(ctx, tx, id, i); err != nil { // one change after the other
			return err
		}
		there, err := indicators(ctx, tx, id, i)
		if err != nil {
			return err
		}
		changed, entry, err := do(there)
		if err != nil || entry.Action == "" {
			return err
		}
		for _, x := range changed {
			if err := keepIndicator(ctx, tx, id, i, x); err != nil {
				return err
			}
		}
		return journal.Append(ctx, tx, id, entry)
	})
}

func keepIndicator(ctx context.Context, tx *sqldb.Tx, id org.ID, i incident.ID, x indicator.Indicator) error {
	whole, err := json.Marshal(x)
	if err != nil {
		return fmt.Errorf("encode indicator: %w", err)
	}
	err = tx.Exec(ctx, `
		INSERT INTO incident_indicators (org_id, incident_id, kind, value, indicator) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (org_id, incident_id, kind, value) DO UPDATE SET indicator = excluded.indicator`, id, i, x.Kind, x.Value, string(whole))
	if err != nil {
		return fmt.Errorf("store indicator: %w", err)
	}
	return nil
}
