package continuity

import (
	"context"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/record"
)

// SaveTree stores a phone tree: without an ID as a new one, else in the place of the
// version that the actor looked at.
//
// Refusals: as [Service.SaveProcess].
func (s *Service) SaveTree(ctx context.Context, by identity.Actor, t Tree) (Tree, error) {
	if err := by.Need(identity.KeepContinuity); err != nil {
		return Tree{}, err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return Tree{}, err
	}
	old, ok := h.Tree(t.ID)
	if t.Change, err = s.next(by, t.ID == "", ok && old.Gone.IsZero(), old.Version, t.Version); err != nil {
		return Tree{}, err
	}
	var k fault.Checker
	t = t.tidy()
	t.Gone = time.Time{}
	t.check(&k)
	if err := k.Fault("continuity.tree-refused"); err != nil {
		return Tree{}, err
	}
	if t.ID == "" {
		t.ID = ID(s.NewID("tre"))
	}
	return t, s.save(ctx, by, "phonetree.save", t, t.Change)
}

// DropTree takes a phone tree out. It stays in the journal.
//
// Refusals: Denied; NotFound; Conflict when somebody else changed it since.
func (s *Service) DropTree(ctx context.Context, by identity.Actor, id ID, version int64) error {
	if err := by.Need(identity.KeepContinuity); err != nil {
		return err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return err
	}
	t, ok := h.Tree(id)
	if t.Change, err = s.next(by, false, ok && t.Gone.IsZero(), t.Version, version); err != nil {
		return err
	}
	t.Gone = t.At
	return s.save(ctx, by, "phonetree.drop", t, t.Change)
}

// Begin records that a system is down, or was. Sheets are what was written on
// paper, a line each; more can follow.
//
// Refusals: Denied; Invalid with every wrong field; ErrFull.
func (s *Service) Begin(ctx context.Context, by identity.Actor, o Outage, sheets string) (Outage, error) {
	if err := by.Need(identity.KeepContinuity); err != nil {
		return Outage{}, err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return Outage{}, err
	}
	o = Outage{ID: ID(s.NewID("out")), System: o.System, From: o.From.UTC(), Story: strings.TrimSpace(o.Story)}
	var k fault.Checker
	of, ok := h.System(o.System)
	k.Need(ok && of.Gone.IsZero(), "system", i18n.T("Kies een systeem uit de lijst.", "Choose a system from the list."))
	o.check(&k, s.now())
	o.add(&k, sheets)
	if err := k.Fault("continuity.outage-refused"); err != nil {
		return Outage{}, err
	}
	o.Name = of.Name
	if c, ok := h.Card(of.Kind); ok {
		o.Card = c.Ref().ID
	}
	o.Change = Change{Version: 1, At: s.now(), By: by.Name}
	return o, s.save(ctx, by, "outage.begin", o, o.Change)
}

// Correct sets right what was recorded of an outage: from when, and what happened. The
// journal keeps what stood there.
//
// Refusals: Denied; NotFound; Invalid with every wrong field; Conflict once it is closed,
// or when somebody else corrected it after seen, the turn that the actor looked at.
func (s *Service) Correct(ctx context.Context, by identity.Actor, id ID, seen int64, from time.Time, story string) error {
	return s.onOutage(ctx, by, id, "outage.correct", func(o *Outage, _ Held) error {
		if o.Turn != seen {
			return ErrStale
		}
		o.From, o.Story, o.Turn = from.UTC(), strings.TrimSpace(story), o.Turn+1
		var k fault.Checker
		o.check(&k, s.now())
		return k.Fault("continuity.outage-refused")
	})
}

// Return records when a system that was down was back. It may be corrected while the
// outage is open.
//
// Refusals: Denied; NotFound; Invalid; Conflict once it is closed.
func (s *Service) Return(ctx context.Context, by identity.Actor, id ID, until time.Time) error {
	return s.onOutage(ctx, by, id, "outage.return", func(o *Outage, _ Held) error {
		var k fault.Checker
		k.Need(!until.IsZero(), "until", i18n.T("Vul in wanneer het systeem terug was.", "Give the moment at which the system was back."))
		k.Need(!until.After(s.now()), "until", i18n.T("Kies een moment tot en met nu.", "Choose a moment up to now."))
		k.Need(until.IsZero() || !until.Before(o.From), "until", i18n.T("Dit is vóór het moment waarop het uitviel.", "This is before the moment at which it went down."))
		o.Until = until.UTC()
		return k.Fault("continuity.return-refused")
	})
}

// AddSheets adds what was written on paper, a line each.
//
// Refusals: Denied; NotFound; Invalid; Conflict once the outage is closed.
func (s *Service) AddSheets(ctx context.Context, by identity.Actor, id ID, lines string) error {
	return s.onOutage(ctx, by, id, "outage.sheets", func(o *Outage, _ Held) error {
		var k fault.Checker
		k.Need(strings.TrimSpace(lines) != "", "sheets", i18n.T("Schrijf minstens één blad op, een per regel.", "Write at least one sheet, one on each line."))
		o.add(&k, lines)
		return k.Fault("continuity.sheets-refused")
	})
}

// Strike takes a sheet off the list that does not belong there: typed twice, or of
// another day. It stays visible, with the reason.
//
// Refusals: Denied; NotFound; Invalid without a reason; Conflict for a sheet that was
// checked, for who entered it, or once the outage is closed.
func (s *Service) Strike(ctx context.Context, by identity.Actor, id ID, number int, because string) error {
	return s.onOutage(ctx, by, id, "outage.strike", func(o *Outage, _ Held) error {
		because = strings.TrimSpace(because)
		var k fault.Checker
		k.Need(because != "", "because", i18n.T("Schrijf op waarom dit blad er niet bij hoort.", "Write why this sheet does not belong there."))
		k.Text(because, "because", maxText)
		if err := k.Fault("continuity.strike-refused"); err != nil {
			return err
		}
		sheet, err := o.sheet(number)
		if err != nil {
			return err
		}
		return sheet.strike(s.hand(by), because)
	})
}

// Enter records that the actor entered a sheet in the system.
//
// Refusals: Denied; NotFound; Conflict when somebody did already, or once the outage
// is closed.
func (s *Service) Enter(ctx context.Context, by identity.Actor, id ID, number int) error {
	return s.onOutage(ctx, by, id, "outage.enter", func(o *Outage, _ Held) error {
		sheet, err := o.sheet(number)
		if err != nil {
			return err
		}
		return sheet.enter(s.hand(by))
	})
}

// CheckSheet records that the actor held a sheet against the system. Wrong says what
// is not right there, and then it is to be entered again; "" when all is.
//
// Refusals: Denied; NotFound; Invalid; Conflict for who entered it, for a sheet that
// was not entered or is checked already, or once the outage is closed.
func (s *Service) CheckSheet(ctx context.Context, by identity.Actor, id ID, number int, wrong string) error {
	return s.onOutage(ctx, by, id, "outage.check", func(o *Outage, _ Held) error {
		wrong = strings.TrimSpace(wrong)
		var k fault.Checker
		k.Text(wrong, "wrong", maxText)
		if err := k.Fault("continuity.check-refused"); err != nil {
			return err
		}
		sheet, err := o.sheet(number)
		if err != nil {
			return err
		}
		return sheet.check(s.hand(by), wrong)
	})
}

// Close ends an outage of which every sheet is in the system and was checked, and
// fixes how long it was against what the processes bear. Nothing of it changes afterwards.
//
// Refusals: Denied; NotFound; Invalid; Conflict while anything is left to do.
func (s *Service) Close(ctx context.Context, by identity.Actor, id ID, lessons string) error {
	return s.onOutage(ctx, by, id, "outage.close", func(o *Outage, h Held) error {
		lessons = strings.TrimSpace(lessons)
		var k fault.Checker
		k.Need(lessons != "", "lessons", i18n.T("Schrijf in een paar zinnen op wat u hiervan leert.", "Write in a few sentences what you learn from this."))
		k.Text(lessons, "lessons", maxText)
		if err := k.Fault("continuity.close-refused"); err != nil {
			return err
		}
		if err := o.unfinished(); err != nil {
			return err
		}
		for _, p := range h.Now().Falls(o.System) {
			o.Took = append(o.Took, Borne{p.Name, p.Bears})
		}
		o.Lessons, o.Closed = lessons, s.hand(by)
		return nil
	})
}

func (s *Service) hand(by identity.Actor) Hand { return Hand{by.Person, by.Name, s.now()} }

// onOutage changes an outage that is open. Two people may work on its sheets at once:
// what somebody else changed meanwhile is read again first.
func (s *Service) onOutage(ctx context.Context, by identity.Actor, id ID, action string, change func(*Outage, Held) error) error {
	if err := by.Need(identity.KeepContinuity); err != nil {
		return err
	}
	return record.Again(ErrStale, func() error {
		h, err := s.held(ctx, by.Org)
		if err != nil {
			return err
		}
		o, ok := h.Outage(id)
		if !ok {
			return fault.Missing("continuity.no-outage")
		}
		if !o.IsOpen() {
			return conflict("continuity.closed", i18n.T("Deze uitval is afgesloten. Daar verandert niets meer aan.", "This outage is closed. Nothing of it changes any more."))
		}
		if err := change(&o, h); err != nil {
			return err
		}
		o.Change = Change{Version: o.Version + 1, At: s.now(), By: by.Name}
		return s.save(ctx, by, action, o, o.Change)
	})
}
