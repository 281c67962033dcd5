package assessmentdb

import (
	"context"
	"fmt"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

const selectQuestions = `
	SELECT question_id, requirement, name, note, asked_by, asked_at, design, existence, operation, said, answered_at, closed_at
	FROM questions`

func scanQuestion(r sqldb.Row) (q assessment.Question, err error) {
	err = r.Scan(&q.ID, &q.Requirement, &q.Name, &q.Note, &q.AskedBy, sqldb.Instant{Time: &q.AskedAt},
		&q.Design, &q.Existence, &q.Operation, &q.Said, sqldb.Instant{Time: &q.AnsweredAt}, sqldb.Instant{Time: &q.ClosedAt})
	return q, err
}

// AddQuestion implements [assessment.QuestionStore].
func (s *Store) AddQuestion(ctx context.Context, id org.ID, q assessment.Question, entry journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		err := tx.Exec(ctx, `
			INSERT INTO questions (org_id, question_id, requirement, name, note, asked_by, asked_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, q.ID, q.Requirement, q.Name, q.Note, q.AskedBy, sqldb.At(q.AskedAt))
		if err != nil {
			return fmt.Errorf("insert question: %w", err)
		}
		return journal.Append(ctx, tx, id, entry)
	})
}

// AnswerQuestion implements [assessment.QuestionStore].
func (s *Store) AnswerQuestion(ctx context.Context, id org.ID, q assessment.Question, entry journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		n, err := tx.Changed(ctx, `
			UPDATE questions SET design = $3, existence = $4, operation = $5, said = $6, answered_at = $7
			WHERE org_id = $1 AND question_id = $2 AND answered_at IS NULL AND closed_at IS NULL`,
			id, q.ID, q.Design, q.Existence, q.Operation, q.Said, sqldb.At(q.AnsweredAt))
		if err != nil {
			return fmt.Errorf("answer question: %w", err)
		}
		if n != 1 {
			return assessment.ErrStale
		}
		return journal.Append(ctx, tx, id, entry)
	})
}

// CloseQuestion implements [assessment.QuestionStore].
func (s *Store) CloseQuestion(ctx context.Context, id org.ID, question string, at time.Time, answers []assessment.Answer, entries []journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		n, err := tx.Changed(ctx, `UPDATE questions SET closed_at = $3 WHERE org_id = $1 AND question_id = $2 AND closed_at IS NULL`, id, question, sqldb.At(at))
		if err != nil {
			return fmt.Errorf("close question: %w", err)
		}
		if n != 1 {
			return assessment.ErrStale
		}
		return save(ctx, tx, id, answers, entries)
	})
}

// Questions implements [assessment.QuestionStore].
func (s *Store) Questions(ctx context.Context, id org.ID, requirement string) (all []assessment.Question, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		all, err = sqldb.All(ctx, tx, scanQuestion, selectQuestions+`
			WHERE org_id = $1 AND requirement = $2 AND closed_at IS NULL ORDER BY asked_at DESC, question_id LIMIT 50`, id, requirement)
		return err
	})
	return all, err
}

// Question implements [assessment.QuestionStore].
func (s *Store) Question(ctx context.Context, id org.ID, question string) (q assessment.Question, ok bool, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		q, ok, err = sqldb.One(ctx, tx, scanQuestion, selectQuestions+` WHERE org_id = $1 AND question_id = $2`, id, question)
		return err
	})
	return q, ok, err
}
