package incident

import (
	"context"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// afterwards are the acts on an incident that is closed too: bills and causes
// come late.
var afterwards = []string{"incident.reopen", "incident.hit", "incident.cause", "incident.toll", "incident.keep"}

// Strike says what kind of incident it is, and what it touched: all of it, in the
// place of what was said before. Names that are given twice count once.
//
// Refusals, of this and every act below: those of [Service.TakeOn], but that
// closed incidents take them too.
func (s *Service) Strike(ctx context.Context, by identity.Actor, id ID, version int64, kind string, hits []Hit) error {
	return s.change(ctx, by, id, version, "incident.hit", func(i *Incident, _ time.Time) error {
		var once []Hit
		there := map[Hit]bool{}
		for _, h := range hits {
			h.Name = strings.TrimSpace(h.Name)
			if same := (Hit{Part: h.Part, Name: strings.ToLower(h.Name)}); !there[same] {
				there[same] = true
				once = append(once, h)
			}
		}
		var k fault.Checker
		s.Rules.checkHits(&k, kind, once)
		i.Kind, i.Hits = kind, once
		return k.Fault("incident.hits-refused")
	})
}

// Explain says where it came from.
func (s *Service) Explain(ctx context.Context, by identity.Actor, id ID, version int64, c Cause) error {
	return s.change(ctx, by, id, version, "incident.cause", func(i *Incident, _ time.Time) error {
		var k fault.Checker
		s.Rules.checkCause(&k, c)
		i.Cause = Cause{Text: c.Text}
		for _, sort := range s.Rules.Causes {
			if slices.Contains(c.Sorts, sort.ID) {
				i.Cause.Sorts = append(i.Cause.Sorts, sort.ID)
			}
		}
		return k.Fault("incident.cause-refused")
	})
}

// Reckon says what it took. What was said before stays with the incident.
func (s *Service) Reckon(ctx context.Context, by identity.Actor, id ID, version int64, t Toll) error {
	return s.change(ctx, by, id, version, "incident.toll", func(i *Incident, now time.Time) error {
		var k fault.Checker
		s.Rules.checkToll(&k, t)
		cents := map[string]int64{}
		for kind, c := range t.Cents {
			if c != 0 {
				cents[kind] = c
			}
		}
		if !i.Toll.At.IsZero() {
			i.Tolls = append(slices.Clone(i.Tolls), i.Toll)
			i.Tolls = i.Tolls[max(0, len(i.Tolls)-maxTolls):]
		}
		i.Toll = Toll{Cents: cents, About: t.About, Lost: t.Lost, Care: t.Care, By: by.Name, At: now}
		return k.Fault("incident.toll-refused")
	})
}

// Keep adds something that was secured. The number, the name and the moment are
// filled in here.
func (s *Service) Keep(ctx context.Context, by identity.Actor, id ID, version int64, x Kept) error {
	if err := by.Need(identity.HandleIncident); err != nil { // before it is told what evidence there is
		return err
	}
	there, err := s.hasEvidence(ctx, by, x.Evidence)
	if err != nil {
		return err
	}
	return s.change(ctx, by, id, version, "incident.keep", func(i *Incident, now time.Time) error {
		x = Kept{Number: len(i.Kept) + 1, Evidence: x.Evidence, What: x.What, Place: x.Place, SHA256: strings.ToLower(strings.Join(strings.Fields(x.SHA256), "")), By: by.Name, At: now}
		var k fault.Checker
		k.Need(len(i.Kept) < MaxKept, "evidence", i18n.Tf("Er is plaats voor %d regels.", "There is room for %d lines.", MaxKept))
		k.Need(there, "evidence", i18n.T("Kies een stuk bewijs uit de lijst.", "Choose a piece of evidence from the list."))
		k.Need(x.Evidence == "" || x.What+x.Place+x.SHA256 == "", "what", i18n.T("Kies een stuk bewijs, of schrijf op wat ergens anders ligt. Niet allebei.", "Choose a piece of evidence, or write what lies elsewhere. Not both."))
		k.Need(x.Evidence != "" || x.What != "", "what", i18n.T("Schrijf op wat u heeft veiliggesteld.", "Write what you secured."))
		k.Need(x.Evidence != "" || x.Place != "", "place", i18n.T("Schrijf op waar het ligt.", "Write where it lies."))
		k.Line(x.What, "what", MaxName)
		k.Line(x.Place, "place", MaxName)
		k.Need(x.SHA256 == "" || isHex(x.SHA256, 64), "sha256", i18n.T("Een SHA-256 telt 64 tekens, 0 tot en met 9 en a tot en met f.", "A SHA-256 has 64 characters, 0 to 9 and a to f."))
		k.Need(x.Evidence == "" || !slices.ContainsFunc(i.Kept, func(o Kept) bool { return o.Evidence == x.Evidence && o.Back == "" }), "evidence", i18n.T("Dit stuk staat er al bij.", "This piece is there already."))
		i.Kept = append(slices.Clone(i.Kept), x)
		return k.Fault("incident.keep-refused")
	})
}

func (s *Service) hasEvidence(ctx context.Context, by identity.Actor, piece string) (bool, error) {
	if piece == "" {
		return true, nil
	}
	items, err := s.World.Items(ctx, by)
	for _, it := range items {
		if string(it.ID) == piece {
			return true, err
		}
	}
	return false, err
}

// TakeBack says that a line about something secured was wrong. The line stays,
// struck through, with why.
func (s *Service) TakeBack(ctx context.Context, by identity.Actor, id ID, version int64, number int, because string) error {
	return s.change(ctx, by, id, version, "incident.keep", func(i *Incident, _ time.Time) error {
		if number < 1 || number > len(i.Kept) || i.Kept[number-1].Back != "" {
			return fault.Missing("incident.no-kept")
		}
		var k fault.Checker
		checkReason(&k, because)
		i.Kept = slices.Clone(i.Kept)
		i.Kept[number-1].Back = because
		return k.Fault("incident.keep-refused")
	})
}

// isHex reports whether s is n lower-case hexadecimal digits.
func isHex(s string, n int) bool {
	return len(s) == n && strings.Trim(s, "0123456789abcdef") == ""
}
