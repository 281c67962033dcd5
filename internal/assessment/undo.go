package assessment

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
)

// SittingGap is the longest time between two saves of one sitting. A form saves
// itself while somebody types; who thinks for longer than this begins anew.
const SittingGap = 10 * time.Minute

// A Reach is how far back one undo goes.
type Reach int

const (
	// Sitting takes back all that one person saved of a requirement in one go:
	// with gaps of at most SittingGap, and nobody else's change in between. What
	// was changed together with other requirements is a sitting by itself.
	Sitting Reach = iota
	// LastAct takes back the last save alone.
	LastAct
)

// An Offer is what a person may do about the own last change of an answer.
type Offer string

// The offers. Somebody else's change is never offered to be taken back.
const (
	OfferNothing Offer = ""
	OfferUndo    Offer = "undo"
	OfferPutBack Offer = "put-back" // the last change was an undo
)

// Offer tells what a person may do about the last change of a requirement's
// answer: undo it when it is the person's own, put it back when that was undone.
func (s *Service) Offer(ctx context.Context, by identity.Actor, requirement string, reach Reach) (Offer, error) {
	if err := by.Need(identity.Answer); err != nil {
		return OfferNothing, err
	}
	w, err := s.lastWork(ctx, by, requirement, reach)
	return w.offer, err
}

// Undo takes back the own last change of a requirement's answer, as far as reach
// says, and all that was changed in the same act and not again since.
//
// Refusals: Denied; Conflict when there is nothing of the person's own to take
// back, or somebody else was first.
func (s *Service) Undo(ctx context.Context, by identity.Actor, requirement string, reach Reach) (Answer, error) {
	return s.back(ctx, by, requirement, reach, OfferUndo, "answer.undo")
}

// PutBack puts back what the person's own undo took away, in every requirement
// that it was taken away from and that was not changed since.
//
// Refusals: Denied; Conflict when the last change was no undo by this person, or
// somebody else was first.
func (s *Service) PutBack(ctx context.Context, by identity.Actor, requirement string) (Answer, error) {
	return s.back(ctx, by, requirement, LastAct, OfferPutBack, "answer.redo")
}

// back makes of each answer what it was before the last work, if that is what the
// work offers.
func (s *Service) back(ctx context.Context, by identity.Actor, requirement string, reach Reach, want Offer, action string) (Answer, error) {
	if err := by.Need(identity.Answer); err != nil {
		return Answer{}, err
	}
	w, err := s.lastWork(ctx, by, requirement, reach)
	if err != nil {
		return Answer{}, err
	}
	if w.offer != want {
		return Answer{}, w.refuse(want)
	}
	acts, err := s.together(ctx, by, w.act)
	if err != nil {
		return Answer{}, err
	}
	c, now, batch := changes{}, s.Now(), ""
	if len(acts) > 1 {
		batch = s.NewID("bat")
	}
	for _, act := range acts {
		a := act.Before
		a.Requirement, a.Version = act.After.Requirement, act.After.Version+1
		a.ChangedAt, a.ChangedBy, a.ChangedByID = now.UTC().Truncate(time.Microsecond), by.Name, by.Person
		c.answers = append(c.answers, a)
		c.entries = append(c.entries, by.Draft(now, action, ObjectOf(a.Requirement), Saved{act.After, a, batch}))
	}
	if err := s.Store.Save(ctx, by.Org, c.answers, c.entries); err != nil {
		return Answer{}, fmt.Errorf("%s %s: %w", action, requirement, err)
	}
	return c.answers[0], nil
}

// A work is the last that was done to an answer, by one person.
type work struct {
	act   Saved // from before it to what is there now
	who   string
	mine  bool
	offer Offer
}

// lastWork reads from the journal what was done last to a requirement's answer.
// It reads on until it has found where the work began.
func (s *Service) lastWork(ctx context.Context, by identity.Actor, requirement string, reach Reach) (work, error) {
	for limit := 25; ; limit *= 4 {
		entries, err := s.Store.History(ctx, by.Org, ObjectOf(requirement), limit)
		if err != nil {
			return work{}, fmt.Errorf("read last work: %w", err)
		}
		all := len(entries) < limit
		entries = slices.DeleteFunc(entries, func(e journal.Entry) bool { return !strings.HasPrefix(e.Action, "answer.") })
		if w, whole := workOf(entries, string(by.Person), reach); whole || all {
			return w, nil
		}
	}
}

// workOf joins the entries of the last work; newest first, of one answer. whole
// is false when older entries may belong to it.
func workOf(entries []journal.Entry, person string, reach Reach) (w work, whole bool) {
	for i, e := range entries {
		act, err := readSaved(e)
		if i == 0 {
			w.who, w.mine, w.act = e.ActorName, e.ActorID == person, act
		}
		if err != nil || i > 0 && !joins(e, entries[i-1], act) {
			return w.offering(entries[0].Action), true
		}
		w.act.Before = act.Before
		if reach == LastAct || act.Batch != "" || !joinable(e.Action) {
			return w.offering(entries[0].Action), true
		}
	}
	if len(entries) == 0 {
		return w, false
	}
	return w.offering(entries[0].Action), false
}

// joinable reports whether an entry is a save like those of a form that saves
// itself; what was confirmed, taken over or taken back is an act by itself.
func joinable(action string) bool { return action == "answer.save" || action == "answer.redo" }

// joins reports whether a save belongs to the same sitting as the next one.
func joins(e, next journal.Entry, act Saved) bool {
	return joinable(e.Action) && act.Batch == "" && e.ActorID == next.ActorID && next.At.Sub(e.At) <= SittingGap
}

// offering completes the work with what its own person may do about it.
func (w work) offering(action string) work {
	before := w.act.Before
	before.Requirement = w.act.After.Requirement // an answer that nobody gave has none
	switch {
	case !w.mine || w.act.After.Requirement == "" || sameSaying(before, w.act.After):
	case action == "answer.undo":
		w.offer = OfferPutBack
	default:
		w.offer = OfferUndo
	}
	return w
}

// refuse says why the work can not be taken back, or put back.
func (w work) refuse(want Offer) error {
	f := &fault.Fault{
		Kind: fault.Conflict, Code: "assessment.nothing-to-undo",
		Says: i18n.T("U heeft hier niets om ongedaan te maken.", "You have nothing to take back here."),
		Hint: i18n.T("Er is niets gewijzigd. Kijk op de pagina van de maatregel wat er nu staat.", "Nothing was changed. See on the page of the measure what is there now."),
	}
	if want == OfferPutBack {
		f.Code, f.Says = "assessment.nothing-to-put-back", i18n.T("U heeft hier niets om terug te zetten.", "You have nothing to put back here.")
	}
	switch {
	case w.who != "" && !w.mine:
		f.Code, f.Says = "assessment.not-yours-to-undo", i18n.T(w.who+" heeft dit antwoord het laatst gewijzigd, niet u.", w.who+" changed this answer last, not you.")
	case want == OfferUndo && w.offer == OfferPutBack:
		f.Says = i18n.T("U heeft uw wijziging al ongedaan gemaakt.", "You have taken your change back already.")
	}
	return f
}

// together returns an act with all others of its batch that nobody changed again
// since; the act itself comes first.
func (s *Service) together(ctx context.Context, by identity.Actor, first Saved) ([]Saved, error) {
	acts := []Saved{first}
	if first.Batch == "" {
		return acts, nil
	}
	said, err := s.Store.Load(ctx, by.Org)
	if err != nil {
		return nil, err
	}
	for id, a := range said.Answers {
		if id == first.After.Requirement || !a.ChangedAt.Equal(first.After.ChangedAt) { // one act has one time
			continue
		}
		w, err := s.lastWork(ctx, by, id, LastAct)
		if err != nil {
			return nil, err
		}
		if w.act.Batch == first.Batch && w.act.After.Version == a.Version {
			acts = append(acts, w.act)
		}
	}
	return acts, nil
}
