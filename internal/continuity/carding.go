package continuity

import (
	"context"
	"fmt"
	"slices"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/record"
)

// Card returns the newest version of the card for a kind of system; ok is false
// while the organisation has none.
func (h Held) Card(kind Kind) (Card, bool) {
	return record.Find(h.Cards, func(c Card) bool { return c.Kind == kind }) // newest first
}

// Template returns our card for a kind of system and a size; ok is false when there
// is none for it.
func (s *Service) Template(kind Kind, size Size) (Card, bool) {
	t, ok := record.Find(s.Templates, func(t Template) bool { return t.ID == kind })
	if !ok {
		return Card{}, false
	}
	return t.Card(size), true
}

// Cards returns every downtime card as it holds now: the organisation's own, and
// our template where it has none.
func (s *Service) Cards(ctx context.Context, by identity.Actor) ([]Card, error) {
	if err := by.Need(identity.Read); err != nil {
		return nil, err
	}
	h, size, err := s.withSize(ctx, by)
	if err != nil {
		return nil, err
	}
	var all []Card
	for _, t := range s.Templates {
		c, ok := h.Card(t.ID)
		if !ok {
			c = t.Card(size)
		}
		all = append(all, c)
	}
	return all, nil
}

// withSize returns what is held, and for which size a template is proposed.
func (s *Service) withSize(ctx context.Context, by identity.Actor) (h Held, size Size, err error) {
	if h, err = s.held(ctx, by.Org); err != nil {
		return h, "", err
	}
	small, err := s.World.IsSmall(ctx, by.Org)
	if err != nil {
		return h, "", fmt.Errorf("look at the profile: %w", err)
	}
	if small {
		return h, Small, nil
	}
	return h, Large, nil
}

// A CardFile is a card with its earlier versions.
type CardFile struct {
	Card     Card
	Versions []Card // newest first; empty for a template
}

// FindCard returns the card for a kind of system: the version with the number, or
// the newest for 0.
//
// Refusals: Denied; NotFound.
func (s *Service) FindCard(ctx context.Context, by identity.Actor, kind Kind, number int) (CardFile, error) {
	if err := by.Need(identity.Read); err != nil {
		return CardFile{}, err
	}
	h, size, err := s.withSize(ctx, by)
	if err != nil {
		return CardFile{}, err
	}
	template, ok := s.Template(kind, size)
	if !ok {
		return CardFile{}, fault.Missing("continuity.no-card")
	}
	f := CardFile{Card: template, Versions: slices.DeleteFunc(slices.Clone(h.Cards), func(c Card) bool { return c.Kind != kind })}
	switch {
	case number > 0:
		f.Card, ok = record.Find(f.Versions, func(c Card) bool { return c.Number == number })
		if !ok {
			return CardFile{}, fault.Missing("continuity.no-card")
		}
	case len(f.Versions) > 0:
		f.Card = f.Versions[0]
	}
	return f, nil
}

// SaveCard stores the next version of a card. Lines that were left as they were keep
// their other language.
//
// Refusals: Denied; NotFound; Invalid with every wrong field, or when nothing
// changed; Conflict when somebody else changed it since; ErrFull.
func (s *Service) SaveCard(ctx context.Context, by identity.Actor, w Words) (Card, error) {
	if err := by.Need(identity.KeepContinuity); err != nil {
		return Card{}, err
	}
	f, err := s.FindCard(ctx, by, w.Kind, 0)
	if err != nil {
		return Card{}, err
	}
	if f.Card.Number != w.From {
		return Card{}, ErrStale
	}
	var k fault.Checker
	w = w.tidy()
	w.check(&k)
	if err := k.Fault("continuity.card-refused"); err != nil {
		return Card{}, err
	}
	small, _ := s.Template(w.Kind, Small)
	large, _ := s.Template(w.Kind, Large)
	c := w.card(f.Card, f.Card, small, large)
	c.Change = Change{Version: 1, At: s.now(), By: by.Name}
	if w.From > 0 && c.same(f.Card) {
		return Card{}, &fault.Fault{
			Kind: fault.Invalid, Code: "continuity.same-card",
			Says: i18n.T("Er is niets veranderd aan de kaart.", "Nothing changed on the card."),
			Hint: i18n.T("Er is geen nieuwe versie gemaakt.", "No new version was made."),
		}
	}
	return c, s.save(ctx, by, "card.save", c, c.Change)
}

// same reports whether two cards say the same.
func (c Card) same(d Card) bool {
	if c.Size != d.Size || c.Forms != d.Forms || c.Hangs != d.Hangs || !slices.Equal(c.Contacts, d.Contacts) {
		return false
	}
	for _, p := range Parts {
		if !slices.Equal(c.Steps[p].NL, d.Steps[p].NL) || !slices.Equal(c.Steps[p].EN, d.Steps[p].EN) {
			return false
		}
	}
	return true
}
