package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
)

// prove adds a piece of evidence for a level of a requirement, or links one that
// is there already: a policy serves many measures.
func (s *story) prove(ctx context.Context, r *framework.Requirement, l framework.Level, since time.Time) error {
	example, ok := example(r, l)
	if !ok {
		return nil
	}
	key := string(l) + ": " + example.NL
	if known, ok := s.files[key]; ok {
		return s.Evidence.Link(ctx, s.someone(), r.ID, known)
	}
	it := s.piece(r, l, example, since)
	var content *strings.Reader
	if it.Form == evidence.FileForm {
		content = strings.NewReader(s.text(r, l, example.NL))
	}
	added, err := s.Evidence.Add(ctx, s.someone(), it, content)
	if err != nil {
		return fmt.Errorf("evidence %q: %w", it.Title, err)
	}
	s.files[key] = added.ID
	return nil
}

// renew makes this month's list where last month's has ended, for most of what
// ends; a few are forgotten, as happens.
func (s *story) renew(ctx context.Context) error {
	items, err := s.Evidence.List(ctx, s.lead, evidence.Filter{})
	if err != nil {
		return err
	}
	today := s.today()
	for _, it := range items {
		ends := it.ValidUntil
		if ends.IsZero() || ends.After(today.AddDate(0, 0, 5)) || s.forgotten[it.Title] {
			continue
		}
		if s.random.IntN(14) == 0 {
			s.forgotten[it.Title] = true
			continue
		}
		if err := s.replace(ctx, it, today); err != nil {
			return err
		}
	}
	return nil
}

// replace withdraws a piece and puts the same for a newer period in its place.
func (s *story) replace(ctx context.Context, old evidence.Item, today time.Time) error {
	s.later()
	lasts := old.ValidUntil.Sub(old.SpeaksFrom)
	fresh := old
	fresh.SpeaksFrom, fresh.SpeaksUntil, fresh.ValidUntil = today, time.Time{}, today.Add(lasts)
	if fresh.Form == evidence.FileForm {
		fresh.Form, fresh.File, fresh.Text = evidence.Place, evidence.File{}, "In het kwaliteitshandboek, map bewijs "+today.Format("2006")
	}
	added, err := s.Evidence.Add(ctx, s.someone(), fresh, nil)
	if err != nil {
		return fmt.Errorf("renew %q: %w", old.Title, err)
	}
	for key, id := range s.files {
		if id == old.ID {
			s.files[key] = added.ID
		}
	}
	return s.Evidence.Withdraw(ctx, s.someone(), old.ID, "Vervangen door een nieuwere versie.")
}

func example(r *framework.Requirement, l framework.Level) (framework.Example, bool) {
	for _, e := range r.Examples {
		if e.Kind == l {
			return e, true
		}
	}
	return framework.Example{}, false
}

// piece is one piece of evidence as this organisation would have it.
func (s *story) piece(r *framework.Requirement, l framework.Level, e framework.Example, since time.Time) evidence.Item {
	today := s.today()
	speaks := today.AddDate(0, 0, -s.random.IntN(20))
	if l == framework.Design && since.Before(speaks) { // policies are older than the system
		speaks = today.AddDate(0, -s.random.IntN(9), -s.random.IntN(28))
	}
	it := evidence.Item{
		Title: short(e.NL), Kind: l, VouchedBy: s.voucher(), SpeaksFrom: speaks,
		ValidUntil: speaks.AddDate(0, 0, max(e.ValidDays, 30)), Requirements: []string{r.ID},
	}
	if it.ValidUntil.Before(today.AddDate(0, 0, 7)) {
		it.ValidUntil = today.AddDate(0, 2, 0)
	}
	switch s.random.IntN(10) {
	case 0, 1:
		it.Form, it.URL = evidence.Link, "https://intranet."+s.m.key+".example/beveiliging/"+r.Slug()
	case 2:
		it.Form, it.Text = evidence.Note, "Besproken en vastgelegd in het teamoverleg van "+speaks.Format("2-1-2006")+"."
	case 3, 4:
		it.Form, it.File.Name = evidence.FileForm, fileName(e.NL)
	default:
		it.Form, it.Text = evidence.Place, fmt.Sprintf("In het kwaliteitshandboek, hoofdstuk %d", 2+int(r.Number[0]-'0'))
	}
	return it
}

func (s *story) voucher() string {
	return s.staff[s.random.IntN(len(s.staff))].Name
}

// text is what a file of evidence holds: short, plain, and about nobody.
func (s *story) text(r *framework.Requirement, l framework.Level, title string) string {
	return fmt.Sprintf("%s\n\n%s\nHoort bij: NEN 7510, %s %s (%s)\n\nVerzonnen voorbeeld. Bevat geen gegevens van cliënten.\n",
		title, s.m.name, r.Number, r.Title.NL, strings.ToLower(l.Name().NL))
}

func fileName(title string) string {
	name := strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			return c
		case c == ' ' || c == '-':
			return '-'
		}
		return -1
	}, strings.ToLower(title))
	return name[:min(len(name), 60)] + ".txt"
}

// short keeps a title to what a list shows.
func short(s string) string {
	r := []rune(s)
	if len(r) <= 110 {
		return s
	}
	return strings.TrimSpace(string(r[:109])) + "…"
}
