package auditdb

import (
	"context"
	"encoding/json"
	"fmt"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

const selectVerdicts = `
	SELECT requirement, level, outcome, method, seen, seen_on, place, evidence, note, by_person, by_name, at, version
	FROM audit_verdicts
	WHERE org_id = $1 AND audit_id = $2
	ORDER BY requirement, level`

func scanVerdict(r sqldb.Row) (v audit.Verdict, err error) {
	var pieces []byte
	err = r.Scan(&v.Requirement, &v.Level, &v.Outcome, &v.Method, &v.Seen, sqldb.Day{Time: &v.On}, &v.Place, &pieces, &v.Note,
		&v.By, &v.ByName, sqldb.Instant{Time: &v.At}, &v.Version)
	if err != nil {
		return v, err
	}
	return v, json.Unmarshal(pieces, &v.Evidence)
}

// Judge implements [audit.Store].
func (s *Store) Judge(ctx context.Context, id org.ID, e audit.Engagement, verdicts []audit.Verdict, entries []journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if err := touch(ctx, tx, id, e, len(verdicts)); err != nil {
			return err
		}
		for _, v := range verdicts {
			if err := saveVerdict(ctx, tx, id, e.ID, v); err != nil {
				return err
			}
		}
		return journal.Append(ctx, tx, id, entries...)
	})
}

func saveVerdict(ctx context.Context, tx *sqldb.Tx, id org.ID, a audit.ID, v audit.Verdict) error {
	pieces, err := json.Marshal(v.Evidence)
	if err != nil {
		return fmt.Errorf("encode evidence: %w", err)
	}
	n, err := tx.Changed(ctx, `
		INSERT INTO audit_verdicts (org_id, audit_id, requirement, level, outcome, method, seen, seen_on, place, evidence, note, by_person, by_name, at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
		ON CONFLICT (org_id, audit_id, requirement, level) DO UPDATE
		SET outcome = excluded.outcome, method = excluded.method, seen = excluded.seen, seen_on = excluded.seen_on, place = excluded.place,
		    evidence = excluded.evidence, note = excluded.note, by_person = excluded.by_person, by_name = excluded.by_name, at = excluded.at, version = excluded.version
		WHERE audit_verdicts.version = excluded.version - 1`,
		id, a, v.Requirement, v.Level, v.Outcome, v.Method, v.Seen, sqldb.On(v.On), v.Place, string(pieces), v.Note, v.By, v.ByName, sqldb.At(v.At), v.Version)
	if err != nil {
		return fmt.Errorf("store verdict: %w", err)
	}
	if n != 1 {
		return audit.ErrStale
	}
	return nil
}

const selectFindings = `
	SELECT number, severity, requirement, title, what, evidence, made_by, made_name, made_at, changed_at,
	       response, responded_by, responded_at, closed_how, closed_because, closed_evidence, closed_by, closed_at, version
	FROM audit_findings
	WHERE org_id = $1 AND audit_id = $2
	ORDER BY number`

func scanFinding(r sqldb.Row) (f audit.Finding, err error) {
	err = r.Scan(&f.Number, &f.Severity, &f.Requirement, &f.Title, &f.What, &f.Evidence, &f.By, &f.ByName, sqldb.Instant{Time: &f.MadeAt}, sqldb.Instant{Time: &f.ChangedAt},
		&f.Response.Text, &f.Response.By, sqldb.Instant{Time: &f.Response.At},
		&f.Closing.How, &f.Closing.Because, &f.Closing.Evidence, &f.Closing.By, sqldb.Instant{Time: &f.Closing.At}, &f.Version)
	return f, err
}

// SaveFinding implements [audit.Store].
func (s *Store) SaveFinding(ctx context.Context, id org.ID, e audit.Engagement, f audit.Finding, entry journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if err := touch(ctx, tx, id, e, 1); err != nil {
			return err
		}
		if err := saveFinding(ctx, tx, id, e.ID, f); err != nil {
			return err
		}
		return journal.Append(ctx, tx, id, entry)
	})
}

func saveFinding(ctx context.Context, tx *sqldb.Tx, id org.ID, a audit.ID, f audit.Finding) error {
	n, err := tx.Changed(ctx, `
		INSERT INTO audit_findings (org_id, audit_id, number, severity, requirement, title, what, evidence, made_by, made_name, made_at, changed_at,
		                            response, responded_by, responded_at, closed_how, closed_because, closed_evidence, closed_by, closed_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
		ON CONFLICT (org_id, audit_id, number) DO UPDATE
		SET severity = excluded.severity, requirement = excluded.requirement, title = excluded.title, what = excluded.what, evidence = excluded.evidence,
		    changed_at = excluded.changed_at, response = excluded.response, responded_by = excluded.responded_by, responded_at = excluded.responded_at,
		    closed_how = excluded.closed_how, closed_because = excluded.closed_because, closed_evidence = excluded.closed_evidence,
		    closed_by = excluded.closed_by, closed_at = excluded.closed_at, version = excluded.version
		WHERE audit_findings.version = excluded.version - 1`,
		id, a, f.Number, f.Severity, f.Requirement, f.Title, f.What, f.Evidence, f.By, f.ByName, sqldb.At(f.MadeAt), sqldb.At(f.ChangedAt),
		f.Response.Text, f.Response.By, sqldb.At(f.Response.At),
		f.Closing.How, f.Closing.Because, f.Closing.Evidence, f.Closing.By, sqldb.At(f.Closing.At), f.Version)
	if err != nil {
		return fmt.Errorf("store finding: %w", err)
	}
	if n != 1 {
		return audit.ErrStale
	}
	return nil
}

// BringBack implements [audit.Store].
func (s *Store) BringBack(ctx context.Context, id org.ID, e audit.Engagement, verdicts []audit.Verdict, findings []audit.Finding, entries []journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if err := save(ctx, tx, id, e); err != nil {
			return err
		}
		if err := touch(ctx, tx, id, e, len(verdicts)+len(findings)); err != nil {
			return err
		}
		for _, v := range verdicts {
			if err := saveVerdict(ctx, tx, id, e.ID, v); err != nil {
				return err
			}
		}
		for _, f := range findings {
			if err := saveFinding(ctx, tx, id, e.ID, f); err != nil {
				return err
			}
		}
		return journal.Append(ctx, tx, id, entries...)
	})
}
