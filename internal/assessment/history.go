package assessment

import (
	"context"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// A Change is one entry of a requirement's history, ready to be read.
type Change struct {
	Seq    int64 // of the journal
	At     time.Time
	Who    string
	Action string
	Parts  []Part // what differs; none for an entry that is no answer
	Before Answer
	After  Answer
}

// Title says in a few words what was done.
func (c Change) Title() i18n.Text {
	switch c.Action {
	case "answer.save":
		return i18n.T("Antwoord aangepast", "Answer changed")
	case "answer.prefill":
		return i18n.T("Overgenomen uit de quickscan", "Taken over from the quick scan")
	case "answer.import":
		return i18n.T("Overgenomen uit een bestaande lijst", "Taken over from an existing list")
	case "answer.undo":
		return i18n.T("Wijziging ongedaan gemaakt", "Change taken back")
	case "answer.redo":
		return i18n.T("Wijziging toch weer teruggezet", "Change put back after all")
	case "answer.confirm":
		return i18n.T("Bevestigd: het klopt nog", "Confirmed: it still holds")
	case "question.ask":
		return i18n.T("Vraag gestuurd aan een collega", "Question sent to a colleague")
	case "question.reply":
		return i18n.T("Een collega gaf antwoord", "A colleague replied")
	case "question.close":
		return i18n.T("Antwoord van een collega bekeken", "Colleague's reply looked at")
	case "evidence.link":
		return i18n.T("Bewijs gekoppeld", "Evidence linked")
	case "evidence.unlink":
		return i18n.T("Bewijs ontkoppeld", "Evidence unlinked")
	}
	return i18n.Same(c.Action)
}

// History returns who changed what of a requirement and when, newest first.
func (s *Service) History(ctx context.Context, by identity.Actor, requirement string, limit int) ([]Change, error) {
	if err := by.Need(identity.ReadHistory); err != nil {
		return nil, err
	}
	entries, err := s.Store.History(ctx, by.Org, ObjectOf(requirement), limit)
	if err != nil {
		return nil, err
	}
	changes := make([]Change, len(entries))
	for i, e := range entries {
		changes[i] = Change{Seq: e.Seq, At: e.At, Who: e.ActorName, Action: e.Action}
		if act, err := readSaved(e); err == nil {
			changes[i].Before, changes[i].After = act.Before, act.After
			changes[i].Parts = Differing(act.Before, act.After)
		}
	}
	return changes, nil
}

// Confirm says that a starting point holds: the answer becomes the
// organisation's own without a change in what it says.
func (s *Service) Confirm(ctx context.Context, by identity.Actor, requirement string, version int64) (Answer, error) {
	if err := by.Need(identity.Answer); err != nil {
		return Answer{}, err
	}
	p, err := s.picture(ctx, by.Org)
	if err != nil {
		return Answer{}, err
	}
	r := s.Catalogue.Find(requirement)
	if r == nil {
		return Answer{}, s.check(p, Answer{Requirement: requirement}, Answer{})
	}
	a := p.Answer(r) // with what the profile proposes, if it does
	a.Version, a.Origin = version, Own
	saved, err := s.save(ctx, by, []Answer{a}, "answer.confirm")
	if err != nil {
		return Answer{}, err
	}
	return saved[0], nil
}
