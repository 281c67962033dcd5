package past

import (
	"context"
	"maps"
	"slices"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/ref"
)

// Find implements [duty.Store].
func (s orgs) Find(_ context.Context, id org.ID) (org.Organisation, bool, error) {
	return s.State.Org, id == s.State.Org.ID, nil
}

// History implements [duty.Store].
func (s orgs) History(ctx context.Context, id org.ID, object ref.Ref, limit int) ([]journal.Entry, error) {
	return s.history(ctx, id, limit, object)
}

// Add implements [duty.Store].
func (s orgs) Add(context.Context, org.ID, org.Organisation, time.Time, journal.Draft) error {
	return ErrPast
}

// Save implements [duty.Store].
func (s orgs) Save(context.Context, org.ID, org.Organisation, journal.Draft) error { return ErrPast }

// Load implements [assessment.Store].
func (s answers) Load(_ context.Context, id org.ID) (assessment.Said, error) {
	said := s.State.Assessment.Said
	said.Answers, said.Scan = maps.Clone(said.Answers), maps.Clone(said.Scan)
	return said, s.own(id)
}

// History implements [assessment.Store].
func (s answers) History(ctx context.Context, id org.ID, object ref.Ref, limit int) ([]journal.Entry, error) {
	return s.history(ctx, id, limit, object)
}

// Questions implements [assessment.QuestionStore].
func (s answers) Questions(_ context.Context, id org.ID, requirement string) ([]assessment.Question, error) {
	return s.State.Assessment.Waiting(requirement), s.own(id)
}

// Question implements [assessment.QuestionStore].
func (s answers) Question(_ context.Context, id org.ID, question string) (assessment.Question, bool, error) {
	all := s.State.Assessment.Questions
	i := slices.IndexFunc(all, func(q assessment.Question) bool { return q.ID == question })
	if i < 0 {
		return assessment.Question{}, false, s.own(id)
	}
	return all[i], true, s.own(id)
}

// Save implements [assessment.Store].
func (s answers) Save(context.Context, org.ID, []assessment.Answer, []journal.Draft) error {
	return ErrPast
}

// SaveScan implements [assessment.Store].
func (s answers) SaveScan(context.Context, org.ID, assessment.ScanAnswer, []assessment.Answer, []journal.Draft) error {
	return ErrPast
}

// AddQuestion implements [assessment.QuestionStore].
func (s answers) AddQuestion(context.Context, org.ID, assessment.Question, journal.Draft) error {
	return ErrPast
}

// AnswerQuestion implements [assessment.QuestionStore].
func (s answers) AnswerQuestion(context.Context, org.ID, assessment.Question, journal.Draft) error {
	return ErrPast
}

// CloseQuestion implements [assessment.QuestionStore].
func (s answers) CloseQuestion(context.Context, org.ID, string, time.Time, []assessment.Answer, []journal.Draft) error {
	return ErrPast
}

// Find implements [evidence.Store].
func (s pieces) Find(_ context.Context, id org.ID, piece evidence.ID) (evidence.Item, bool, error) {
	i := slices.IndexFunc(s.State.Evidence, func(it evidence.Item) bool { return it.ID == piece })
	if i < 0 {
		return evidence.Item{}, false, s.own(id)
	}
	return s.State.Evidence[i], true, s.own(id)
}

// All implements [evidence.Store].
func (s pieces) All(_ context.Context, id org.ID, limit int) ([]evidence.Item, error) {
	return upTo(s.State.Evidence, limit), s.own(id)
}

// For implements [evidence.Store].
func (s pieces) For(_ context.Context, id org.ID, requirement string, limit int) ([]evidence.Item, error) {
	var linked []evidence.Item
	for _, it := range s.State.Evidence {
		if it.LinkedTo(requirement) {
			linked = append(linked, it)
		}
	}
	return upTo(linked, limit), s.own(id)
}

// EverFor implements [evidence.Store].
func (s pieces) EverFor(_ context.Context, id org.ID, requirement string, limit int) ([]evidence.Item, error) {
	var linked []evidence.Item
	for _, it := range s.State.Evidence {
		if slices.Contains(s.State.Linked[requirement], it.ID) {
			linked = append(linked, it)
		}
	}
	return upTo(linked, limit), s.own(id)
}

// History implements [evidence.Store].
func (s pieces) History(ctx context.Context, id org.ID, object ref.Ref, limit int) ([]journal.Entry, error) {
	return s.history(ctx, id, limit, object)
}

// Histories implements [evidence.Store].
func (s pieces) Histories(ctx context.Context, id org.ID, objects []ref.Ref, limit int) ([]journal.Entry, error) {
	return s.history(ctx, id, limit, objects...)
}

// Add implements [evidence.Store].
func (s pieces) Add(context.Context, org.ID, evidence.Item, ...journal.Draft) error { return ErrPast }

// AddOnce implements [evidence.Store].
func (s pieces) AddOnce(context.Context, org.ID, evidence.Item, string, journal.Draft) error {
	return ErrPast
}

// Save implements [evidence.Store].
func (s pieces) Save(context.Context, org.ID, []evidence.Item, []journal.Draft) error { return ErrPast }

// Load implements [plan.Store].
func (s actions) Load(_ context.Context, id org.ID) ([]plan.Action, error) {
	return upTo(s.State.Actions, plan.MaxActions), s.own(id)
}

// Find implements [plan.Store].
func (s actions) Find(_ context.Context, id org.ID, action string) (plan.Action, bool, error) {
	i := slices.IndexFunc(s.State.Actions, func(a plan.Action) bool { return a.ID == action })
	if i < 0 {
		return plan.Action{}, false, s.own(id)
	}
	return s.State.Actions[i], true, s.own(id)
}

// History implements [plan.Store].
func (s actions) History(ctx context.Context, id org.ID, object ref.Ref, limit int) ([]journal.Entry, error) {
	return s.history(ctx, id, limit, object)
}

// Answers implements [plan.Store].
func (s actions) Answers(ctx context.Context, id org.ID, seq int64) ([]journal.Entry, error) {
	if err := s.own(id); err != nil {
		return nil, err
	}
	all, err := s.Stores.Answers(ctx, id, seq)
	later := func(e journal.Entry) bool { return e.Seq >= s.State.Size }
	return slices.DeleteFunc(all, later), err
}

// Add implements [plan.Store].
func (s actions) Add(context.Context, org.ID, []plan.Action, []journal.Draft) error { return ErrPast }

// Change implements [plan.Store].
func (s actions) Change(context.Context, org.ID, plan.Action, journal.Draft) error { return ErrPast }

// Erase implements [evidence.Store].
func (s pieces) Erase(context.Context, org.ID, evidence.Item, func([]int64) journal.Draft) error {
	return ErrPast
}

// Leftovers implements [evidence.Store].
func (s pieces) Leftovers(context.Context, org.ID) ([]evidence.Leftover, error) { return nil, ErrPast }

// Cleared implements [evidence.Store].
func (s pieces) Cleared(context.Context, org.ID, blob.Sum) error { return ErrPast }

// Scrub implements [evidence.Store].
func (s pieces) Scrub(context.Context) error { return ErrPast }
