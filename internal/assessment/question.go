package assessment

import (
	"context"
	"fmt"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
)

// A Question is one requirement put to one colleague, who answers through a
// link and needs no account. What the colleague says is a proposal: somebody of
// the organisation takes it over, or not.
type Question struct {
	ID          string
	Requirement string
	Name        string // of the colleague
	Note        string // what the asker adds
	AskedBy     string
	AskedAt     time.Time
	Design      Reply
	Existence   Reply
	Operation   Reply
	Said        string
	AnsweredAt  time.Time // zero while nobody answered
	ClosedAt    time.Time // zero while the proposal waits to be looked at
}

// Replies returns what the colleague said on each level.
func (q Question) Replies() map[framework.Level]Reply {
	return map[framework.Level]Reply{framework.Design: q.Design, framework.Existence: q.Existence, framework.Operation: q.Operation}
}

// A QuestionStore keeps questions. Each method is one transaction.
type QuestionStore interface {
	AddQuestion(ctx context.Context, id org.ID, q Question, entry journal.Draft) error
	// AnswerQuestion stores what the colleague says, once; ErrStale the second time.
	AnswerQuestion(ctx context.Context, id org.ID, q Question, entry journal.Draft) error
	// CloseQuestion puts a question aside, together with the answers that take its
	// reply over; ErrStale when it was put aside already, or an answer was changed.
	CloseQuestion(ctx context.Context, id org.ID, question string, at time.Time, answers []Answer, entries []journal.Draft) error
	Questions(ctx context.Context, id org.ID, requirement string) ([]Question, error)
	Question(ctx context.Context, id org.ID, question string) (Question, bool, error)
}

// Ask records a question to a colleague. The caller makes the link that goes with it.
func (s *Service) Ask(ctx context.Context, by identity.Actor, requirement, name, note string) (Question, error) {
	if err := by.Need(identity.Ask); err != nil {
		return Question{}, err
	}
	if s.Catalogue.Find(requirement) == nil {
		return Question{}, fault.Missing("assessment.no-requirement")
	}
	var c fault.Checker
	c.Need(strings.TrimSpace(name) != "", "name", i18n.T("Vul in aan wie u het vraagt.", "Say whom you ask."))
	c.Line(name, "name", 120)
	c.Text(note, "note", 1000)
	if err := c.Fault("assessment.question-refused"); err != nil {
		return Question{}, err
	}
	now := s.Now()
	q := Question{ID: s.NewID("que"), Requirement: requirement, Name: name, Note: note, AskedBy: by.Name, AskedAt: now.UTC().Truncate(time.Microsecond)}
	entry := by.Draft(now, "question.ask", ObjectOf(requirement), Told{Question: q.ID, Name: name, Note: &note})
	if err := s.Store.AddQuestion(ctx, by.Org, q, entry); err != nil {
		return Question{}, fmt.Errorf("ask about %s: %w", requirement, err)
	}
	return q, nil
}

// Asked returns the question that a link opens.
func (s *Service) Asked(ctx context.Context, by identity.Actor) (Question, error) {
	if err := by.Need(identity.AnswerAsked); err != nil {
		return Question{}, err
	}
	q, ok, err := s.Store.Question(ctx, by.Org, by.About)
	if err != nil {
		return Question{}, fmt.Errorf("find question: %w", err)
	}
	if !ok {
		return Question{}, fault.Missing("assessment.no-question")
	}
	return q, nil
}

// Reply stores what the colleague says. It can be done once.
func (s *Service) Reply(ctx context.Context, by identity.Actor, replies map[framework.Level]Reply, said string) error {
	q, err := s.Asked(ctx, by)
	if err != nil {
		return err
	}
	var c fault.Checker
	for _, l := range framework.Levels {
		c.Need(replies[l].known(), string(l), i18n.T("Kies ja, deels, nee of weet ik niet.", "Choose yes, partly, no or do not know."))
	}
	empty := strings.TrimSpace(said) == "" && replies[framework.Design] == "" && replies[framework.Existence] == "" && replies[framework.Operation] == ""
	c.Need(!empty, "said", i18n.T("Kies een antwoord of schrijf iets op. U kunt één keer antwoorden.", "Choose a reply or write something. You can reply once."))
	c.Text(said, "said", MaxText)
	if err := c.Fault("assessment.reply-refused"); err != nil {
		return err
	}
	now := s.Now()
	q.Design, q.Existence, q.Operation, q.Said = replies[framework.Design], replies[framework.Existence], replies[framework.Operation], said
	q.AnsweredAt = now.UTC().Truncate(time.Microsecond)
	entry := by.Draft(now, "question.reply", ObjectOf(q.Requirement), Told{
		Question: q.ID, Name: q.Name, Design: q.Design, Existence: q.Existence, Operation: q.Operation, Said: &said,
	})
	if err := s.Store.AnswerQuestion(ctx, by.Org, q, entry); err != nil {
		return fmt.Errorf("reply to %s: %w", q.ID, err)
	}
	return nil
}

// Close puts a question about a requirement aside, with the reply if there is one.
func (s *Service) Close(ctx context.Context, by identity.Actor, requirement, question string) error {
	q, err := s.open(ctx, by, requirement, question)
	if err != nil {
		return err
	}
	return s.close(ctx, by, q, changes{})
}

// TakeOver puts a colleague's reply in the place of the answer, and the question
// aside: both, or neither. What the colleague left open stays as it was.
//
// Refusals: Denied; NotFound; Conflict when somebody else was first.
func (s *Service) TakeOver(ctx context.Context, by identity.Actor, requirement, question string) error {
	q, err := s.open(ctx, by, requirement, question)
	if err != nil {
		return err
	}
	p, err := s.picture(ctx, by.Org)
	if err != nil {
		return err
	}
	r := s.Catalogue.Find(q.Requirement)
	if r == nil {
		return fault.Missing("assessment.no-requirement")
	}
	a := q.adopted(p.Answer(r))
	if p.Proposed[r.ID] { // a reply to the questions says that it applies
		a.Applies, a.Reason = Applies, ""
	}
	c, err := s.changes(by, p, []Answer{a}, "answer.save")
	if err != nil {
		return err
	}
	return s.close(ctx, by, q, c)
}

// open returns a question about a requirement that the actor may put aside.
func (s *Service) open(ctx context.Context, by identity.Actor, requirement, question string) (Question, error) {
	if err := by.Need(identity.Answer); err != nil {
		return Question{}, err
	}
	q, ok, err := s.Store.Question(ctx, by.Org, question)
	if err != nil {
		return Question{}, fmt.Errorf("find question: %w", err)
	}
	if !ok || q.Requirement != requirement {
		return Question{}, fault.Missing("assessment.no-question")
	}
	return q, nil
}

// adopted returns a with what the colleague said; what the colleague left open
// stays as it was.
func (q Question) adopted(a Answer) Answer {
	for l, reply := range q.Replies() {
		if reply != Unanswered {
			a = a.With(l, Statement{Reply: reply, On: a.On(l).On})
		}
	}
	if q.Said != "" {
		if a.Explanation != "" {
			a.Explanation += "\n\n"
		}
		a.Explanation += q.Said + " (" + q.Name + ")"
	}
	a.Origin = Own
	return a
}

func (s *Service) close(ctx context.Context, by identity.Actor, q Question, c changes) error {
	now := s.Now()
	entry := by.Draft(now, "question.close", ObjectOf(q.Requirement), Told{Question: q.ID, Name: q.Name})
	if err := s.Store.CloseQuestion(ctx, by.Org, q.ID, now, c.answers, append(c.entries, entry)); err != nil {
		return fmt.Errorf("close question %s: %w", q.ID, err)
	}
	return nil
}

// Questions returns the questions about a requirement that are not put aside, newest first.
func (s *Service) Questions(ctx context.Context, by identity.Actor, requirement string) ([]Question, error) {
	if err := by.Need(identity.Read); err != nil {
		return nil, err
	}
	return s.Store.Questions(ctx, by.Org, requirement)
}
