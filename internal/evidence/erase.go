package evidence

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
)

// A Ground is why the law lets, or makes, an organisation erase a piece.
type Ground string

// The grounds. All but the last are those of the GDPR, article 17(1).
const (
	NotNeeded Ground = "not-needed" // (a)
	Consent   Ground = "consent"    // (b)
	Objection Ground = "objection"  // (c)
	Unlawful  Ground = "unlawful"   // (d)
	Duty      Ground = "duty"       // (e)
	OwnChoice Ground = "own-choice"
)

// Grounds lists every ground in the order in which people choose.
var Grounds = []Ground{Unlawful, NotNeeded, Duty, Consent, Objection, OwnChoice}

var groundNames = map[Ground]i18n.Text{
	Unlawful:  i18n.T("Het had hier niet mogen staan, bijvoorbeeld gegevens van een cliënt (AVG art. 17 lid 1 d)", "It should never have been here, for example data of a client (GDPR art. 17(1)(d))"),
	NotNeeded: i18n.T("De persoonsgegevens zijn niet meer nodig (AVG art. 17 lid 1 a)", "The personal data are no longer needed (GDPR art. 17(1)(a))"),
	Duty:      i18n.T("De wet zegt dat het weg moet (AVG art. 17 lid 1 e)", "The law says that it must go (GDPR art. 17(1)(e))"),
	Consent:   i18n.T("Iemand trekt toestemming in (AVG art. 17 lid 1 b)", "Somebody withdraws consent (GDPR art. 17(1)(b))"),
	Objection: i18n.T("Iemand maakt bezwaar, en terecht (AVG art. 17 lid 1 c)", "Somebody objects, and rightly (GDPR art. 17(1)(c))"),
	OwnChoice: i18n.T("Geen persoonsgegevens: eigen keuze van de organisatie", "No personal data: the organisation's own choice"),
}

// Name returns what people call the ground.
func (g Ground) Name() i18n.Text { return groundNames[g] }

// An Erasure is why a piece is erased. It stays, in the row and in the journal.
type Erasure struct {
	Ground  Ground
	Because string // in the organisation's own words, without what it is to erase
}

// ErrErased is the refusal to change what was erased.
var ErrErased = &fault.Fault{
	Kind: fault.Conflict, Code: "evidence.erased",
	Says: i18n.T("Dit bewijs is gewist. Er valt niets meer aan te wijzigen.", "This evidence was erased. There is nothing left to change."),
	Hint: i18n.T("Voeg nieuw bewijs toe. Er is niets opgeslagen.", "Add new evidence. Nothing was stored."),
}

// Hold keeps a piece from being erased up to and including the day until, or until
// Release when that is zero. A second Hold takes the place of the first.
//
// Refusals: Denied; NotFound; Invalid without a reason, or for a day that is past;
// Conflict for a piece that was erased.
func (s *Service) Hold(ctx context.Context, by identity.Actor, piece ID, because string, until time.Time) error {
	if err := by.Need(identity.Erase); err != nil {
		return err
	}
	because = strings.TrimSpace(because)
	var c fault.Checker
	c.Need(because != "", "held_because", i18n.T("Schrijf waarom dit bewijs moet blijven, bijvoorbeeld: er loopt een klacht.", "Write why this evidence has to stay, for example: there is a complaint."))
	c.Text(because, "held_because", MaxReason)
	c.Day(until, "held_until")
	c.Need(until.IsZero() || !until.Before(s.today()), "held_until", i18n.T("Kies vandaag of een latere dag, of laat dit leeg.", "Choose today or a later day, or leave this empty."))
	if err := c.Fault("evidence.hold-refused"); err != nil {
		return err
	}
	return s.edit(ctx, by, []ID{piece}, func(it *Item) (string, any) {
		if it.HeldBecause == because && it.HeldUntil.Equal(until) {
			return "", nil
		}
		it.HeldBecause, it.HeldUntil = because, until
		return ActHold, heldSaid(*it)
	})
}

// Release ends what Hold began.
func (s *Service) Release(ctx context.Context, by identity.Actor, piece ID) error {
	if err := by.Need(identity.Erase); err != nil {
		return err
	}
	return s.edit(ctx, by, []ID{piece}, func(it *Item) (string, any) {
		if it.HeldBecause == "" {
			return "", nil
		}
		it.HeldBecause, it.HeldUntil = "", time.Time{}
		return ActRelease, nil
	})
}

// Erase takes away what a piece says, for good: its texts, its file, and what the
// journal tells of it. What stays is that there was a piece of this form and kind,
// who added it (as an ID) and when, and that it was erased, by whom and why.
// Erasing twice changes nothing.
//
// Bytes that another piece of the organisation has too stay for that one. When the
// disk refuses, the piece is erased all the same, its File keeps a Sum as long as
// the bytes are there, and [Service.Sweep] tries again.
//
// Refusals: Denied; NotFound; Invalid without ground and reason; Conflict while the
// piece is held, or when somebody else changed it meanwhile.
func (s *Service) Erase(ctx context.Context, by identity.Actor, piece ID, e Erasure) error {
	if err := by.Need(identity.Erase); err != nil {
		return err
	}
	if err := by.NeedRecent(s.Now()); err != nil {
		return err
	}
	e.Because = strings.TrimSpace(e.Because)
	if err := e.check(); err != nil {
		return err
	}
	it, err := s.find(ctx, by.Org, piece)
	if err != nil || !it.ErasedAt.IsZero() {
		return err
	}
	if it.IsHeld(s.today()) {
		return held(it)
	}
	now := s.Now()
	err = s.Store.Erase(ctx, by.Org, it.without(e, now), func(erased []int64) journal.Draft {
		return by.Draft(now, ActErase, it.Ref(), ErasedSaid{e.Ground, e.Because, erased, it.Form, it.Kind})
	})
	if err != nil {
		return fmt.Errorf("erase evidence %s: %w", piece, err)
	}
	_ = errors.Join(s.sweep(ctx, by.Org), s.Store.Scrub(ctx)) // the piece is erased; the next round finishes what this cannot, and the page says so
	return nil
}

func (e Erasure) check() error {
	var c fault.Checker
	c.Need(slices.Contains(Grounds, e.Ground), "ground", i18n.T("Kies waarom dit bewijs weg moet of mag.", "Choose why this evidence must or may go."))
	c.Need(e.Because != "", "because", i18n.T("Schrijf waarom u dit bewijs wist. Noem geen namen: deze tekst blijft staan.", "Write why you erase this evidence. Name nobody: this text stays."))
	c.Text(e.Because, "because", MaxReason)
	return c.Fault("evidence.erasure-refused")
}

// held is the refusal to erase what has to stay.
func held(it Item) error {
	return &fault.Fault{
		Kind: fault.Conflict, Code: "evidence.held",
		Says: i18n.Tf("Dit bewijs staat vast en moet blijven. De reden: %s", "This evidence is held and has to stay. The reason: %s", it.HeldBecause),
		Hint: i18n.T("Geef het eerst vrij, als dat mag. Er is niets gewist.", "Release it first, if that is allowed. Nothing was erased."),
	}
}

// without is what is left of a piece that is erased.
func (it Item) without(e Erasure, now time.Time) Item {
	return Item{
		ID: it.ID, Form: it.Form, Kind: it.Kind, File: File{Sum: it.File.Sum}, AddedAt: it.AddedAt, AddedBy: it.AddedBy, WithdrawnAt: it.WithdrawnAt,
		ErasedAt: now.UTC().Truncate(time.Microsecond), ErasedGround: e.Ground, ErasedBecause: e.Because, Version: it.Version + 1,
	}
}

// Sweep takes bytes of erased pieces that are still there off the disk. While a
// file of the organisation is coming in it does nothing; the upload does it when it
// is done.
func (s *Service) Sweep(ctx context.Context, by identity.Actor) error {
	if err := by.Need(identity.Erase); err != nil {
		return err
	}
	return s.sweep(ctx, by.Org)
}

func (s *Service) sweep(ctx context.Context, id org.ID) error {
	return s.arriving.without(id, func() error {
		left, err := s.Store.Leftovers(ctx, id)
		if err != nil {
			return fmt.Errorf("look for bytes of erased evidence: %w", err)
		}
		var failed []error
		for _, l := range left {
			err := s.clear(ctx, id, l)
			failed = append(failed, err)
			if errors.Is(err, blob.ErrAway) {
				break // the others would wait for it too
			}
		}
		return errors.Join(failed...)
	})
}

// clear takes one such file away, and what remembers it.
func (s *Service) clear(ctx context.Context, id org.ID, l Leftover) error {
	if !l.Used {
		if err := s.Files.Remove(ctx, string(id), l.Sum); err != nil {
			return err
		}
	}
	return s.Store.Cleared(ctx, id, l.Sum)
}
