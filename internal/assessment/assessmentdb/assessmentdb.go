// Package assessmentdb keeps answers in SQLite or PostgreSQL.
package assessmentdb

import (
	"context"
	"fmt"
	"maps"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/memo"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

// A Store implements [assessment.Store] on DB.
type Store struct {
	DB   *sqldb.DB
	kept memo.Memo[map[string]assessment.Answer] // by requirement, as they were read last
}

var _ assessment.Store = (*Store)(nil)

const selectAnswers = `
	SELECT requirement, applies, reason, design, design_on, existence, existence_on, operation, operation_on,
	       explanation, owner_id, review_on, origin, version, changed_at, changed_by, changed_by_id
	FROM answers
	WHERE org_id = $1`

func scanAnswer(r sqldb.Row) (a assessment.Answer, err error) {
	err = r.Scan(&a.Requirement, &a.Applies, &a.Reason,
		&a.Design.Reply, sqldb.Day{Time: &a.Design.On}, &a.Existence.Reply, sqldb.Day{Time: &a.Existence.On},
		&a.Operation.Reply, sqldb.Day{Time: &a.Operation.On}, &a.Explanation, &a.Owner, sqldb.Day{Time: &a.ReviewOn},
		&a.Origin, &a.Version, sqldb.Instant{Time: &a.ChangedAt}, &a.ChangedBy, &a.ChangedByID)
	return a, err
}

func scanScan(r sqldb.Row) (a assessment.ScanAnswer, err error) {
	err = r.Scan(&a.Element, &a.Value, &a.Version, sqldb.Instant{Time: &a.ChangedAt}, &a.ChangedBy, &a.ChangedByID)
	return a, err
}

// Load implements [assessment.Store].
func (s *Store) Load(ctx context.Context, id org.ID) (said assessment.Said, err error) {
	said.Scan = map[string]assessment.ScanAnswer{}
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if said.Size, err = journal.Size(ctx, tx, id); err != nil {
			return err
		}
		if said.Answers, err = s.answers(ctx, tx, id); err != nil {
			return fmt.Errorf("read answers: %w", err)
		}
		scan, err := sqldb.All(ctx, tx, scanScan, `SELECT element, value, version, changed_at, changed_by, changed_by_id FROM scans WHERE org_id = $1 ORDER BY element`, id)
		if err != nil {
			return fmt.Errorf("read quick scan: %w", err)
		}
		for _, a := range scan {
			said.Scan[a.Element] = a
		}
		return nil
	})
	return said, err
}

// A stamp is the version of one answer.
type stamp struct {
	requirement string
	version     int64
}

func scanStamp(r sqldb.Row) (v stamp, err error) {
	err = r.Scan(&v.requirement, &v.version)
	return v, err
}

// answers reads every answer. An answer whose version is known is not read again:
// after a change that is all but one of them. The map is the caller's own.
func (s *Store) answers(ctx context.Context, tx *sqldb.Tx, id org.ID) (map[string]assessment.Answer, error) {
	known := s.kept.Find(string(id))
	stamps, err := sqldb.All(ctx, tx, scanStamp, `SELECT requirement, version FROM answers WHERE org_id = $1`, id)
	if err != nil {
		return nil, err
	}
	now, args := map[string]assessment.Answer{}, []any{id}
	for _, v := range stamps {
		if a, ok := known[v.requirement]; ok && a.Version == v.version {
			now[v.requirement] = a
		} else {
			args = append(args, v.requirement)
		}
	}
	if len(args) > 1 {
		changed, err := sqldb.All(ctx, tx, scanAnswer, selectAnswers+` AND requirement IN (`+sqldb.Places(2, len(args)-1)+`)`, args...)
		if err != nil {
			return nil, err
		}
		for _, a := range changed {
			now[a.Requirement] = a
		}
	}
	s.kept.Keep(string(id), now)
	return maps.Clone(now), nil
}

// Save implements [assessment.Store].
func (s *Store) Save(ctx context.Context, id org.ID, answers []assessment.Answer, entries []journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		return save(ctx, tx, id, answers, entries)
	})
}

// SaveScan implements [assessment.Store].
func (s *Store) SaveScan(ctx context.Context, id org.ID, a assessment.ScanAnswer, answers []assessment.Answer, entries []journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		n, err := tx.Changed(ctx, `
			INSERT INTO scans (org_id, element, value, version, changed_at, changed_by, changed_by_id)
			VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (org_id, element) DO UPDATE
			SET value = excluded.value, version = excluded.version, changed_at = excluded.changed_at,
			    changed_by = excluded.changed_by, changed_by_id = excluded.changed_by_id
			WHERE scans.version = excluded.version - 1`,
			id, a.Element, a.Value, a.Version, sqldb.At(a.ChangedAt), a.ChangedBy, a.ChangedByID)
		if err != nil {
			return fmt.Errorf("save scan: %w", err)
		}
		if n != 1 {
			return assessment.ErrStale
		}
		return save(ctx, tx, id, answers, entries)
	})
}

// save writes answers where the version before them is still there, and the entries.
func save(ctx context.Context, tx *sqldb.Tx, id org.ID, answers []assessment.Answer, entries []journal.Draft) error {
	rows, seen := make([][]any, len(answers)), map[string]bool{}
	for i, a := range answers {
		if seen[a.Requirement] { // the second was made from what the first replaces
			return assessment.ErrStale
		}
		seen[a.Requirement] = true
		rows[i] = []any{
			id, a.Requirement, a.Applies, a.Reason, a.Design.Reply, sqldb.On(a.Design.On), a.Existence.Reply, sqldb.On(a.Existence.On),
			a.Operation.Reply, sqldb.On(a.Operation.On), a.Explanation, a.Owner, sqldb.On(a.ReviewOn), a.Origin,
			a.Version, sqldb.At(a.ChangedAt), a.ChangedBy, a.ChangedByID,
		}
	}
	n, err := tx.InsertMany(ctx, `
		INSERT INTO answers (org_id, requirement, applies, reason, design, design_on, existence, existence_on, operation, operation_on,
		                     explanation, owner_id, review_on, origin, version, changed_at, changed_by, changed_by_id)`, rows, `
		ON CONFLICT (org_id, requirement) DO UPDATE
		SET applies = excluded.applies, reason = excluded.reason, design = excluded.design, design_on = excluded.design_on,
		    existence = excluded.existence, existence_on = excluded.existence_on, operation = excluded.operation, operation_on = excluded.operation_on,
		    explanation = excluded.explanation, owner_id = excluded.owner_id, review_on = excluded.review_on, origin = excluded.origin,
		    version = excluded.version, changed_at = excluded.changed_at,
		    changed_by = excluded.changed_by, changed_by_id = excluded.changed_by_id
		WHERE answers.version = excluded.version - 1`)
	if err != nil {
		return fmt.Errorf("save %d answers: %w", len(answers), err)
	}
	if n != len(answers) {
		return assessment.ErrStale
	}
	return journal.Append(ctx, tx, id, entries...)
}

// History implements [assessment.Store].
func (s *Store) History(ctx context.Context, id org.ID, object ref.Ref, limit int) (entries []journal.Entry, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		entries, err = journal.History(ctx, tx, id, object, limit)
		return err
	})
	return entries, err
}
