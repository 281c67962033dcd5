package audit

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

// Theirs is the choice for what is here; see [MineOver].
const Theirs = "theirs"

// MineOver is the choice for what comes back, over what had the mark.
func MineOver(mark string) string { return "mine:" + mark }

// ChoiceField is the name under which a refusal speaks of a choice.
func ChoiceField(key string) string { return "choice-" + key }

// BroughtBack is what the journal says of work that was brought back. Entries about
// each verdict and finding follow it.
type BroughtBack struct {
	Taking     string `json:"taking"`
	SHA256     string `json:"sha256"`
	Verdicts   int    `json:"verdicts"`
	Findings   int    `json:"findings"`
	Conclusion bool   `json:"conclusion"`
	Left       int    `json:"left"`

	Numbers map[int]int `json:"numbers,omitempty"` // of findings: there, and here
}

// BringBack stores what comes back and is not here yet, all of it or nothing:
// what is fresh, and what a person chose over something else that was here. What
// was seen and when is as it was written down there; who stores it and when is as
// of now.
//
// Refusals: as those of [Service.Compare], and Invalid for a difference without a
// choice, or with one between other things; Conflict when the very same results
// were brought back already, when there is nothing to store, or when somebody else
// was first.
func (s *Service) BringBack(ctx context.Context, by identity.Actor, id ID, r Results, choices map[string]string) (Brought, error) {
	if err := by.Need(identity.Assess); err != nil {
		return Brought{}, err
	}
	c, f, err := s.compare(ctx, by, id, r)
	if err != nil {
		return Brought{}, err
	}
	if c.Before != nil || c.Count(Fresh)+c.Count(Differs) == 0 {
		return Brought{}, &fault.Fault{
			Kind: fault.Conflict, Code: "audit.nothing-new",
			Says: i18n.T("Hier is niets nieuws in. Alles staat er al.", "There is nothing new in this. Everything is here already."),
			Hint: i18n.T("U hoeft niets te doen. Er is niets opgeslagen.", "You need not do anything. Nothing was stored."),
		}
	}
	k := keeping{by: by, now: s.now(), file: f, took: c.Taking.clone(), choices: choices}
	b, err := k.all(s, c)
	if err != nil {
		return Brought{}, err
	}
	e := f.Engagement
	i, _ := e.taking(c.Taking.ID)
	e.Taken, e.Version = slices.Clone(e.Taken), e.Version+1
	e.Taken[i] = k.took
	if k.concluded {
		e.Conclusion = c.Conclusion.Mine
	}
	if err := s.Store.BringBack(ctx, by.Org, e, k.verdicts, k.findings, k.entries); err != nil {
		return Brought{}, fmt.Errorf("bring back %s: %w", c.Taking.ID, err)
	}
	return b, nil
}

// A keeping gathers what is to be stored.
type keeping struct {
	by      identity.Actor
	now     time.Time
	file    File
	took    Taking
	choices map[string]string
	check   fault.Checker

	verdicts  []Verdict
	findings  []Finding
	concluded bool
	left      int
	entries   []journal.Draft
}

// all gathers everything of a comparison that is to be stored.
func (k *keeping) all(s *Service, c Comparison) (Brought, error) {
	object := c.Results.Engagement.Ref()
	for _, p := range c.Verdicts {
		if !k.keeps(p.Key, p.Standing, p.Mark, s.nameOf(p.Mine.Requirement, p.Mine.Level.Name())) {
			continue
		}
		v := p.Mine
		v.By, v.ByName, v.At, v.Version = k.by.Person, k.by.Name, k.now, p.Theirs.Version+1
		k.verdicts, k.took.Stored[p.Key] = append(k.verdicts, v), markOf(v)
		k.entries = append(k.entries, k.by.Draft(k.now, "audit.verdict", object, lineOf(s.Catalogue, v)))
	}
	for _, p := range c.Findings {
		if k.keeps(p.Key, p.Standing, p.Mark, i18n.T("bevinding "+p.Mine.Title, "finding "+p.Mine.Title)) {
			x := k.finding(p)
			k.entries = append(k.entries, k.by.Draft(k.now, "audit.find", object, foundOf(x)))
		}
	}
	if p := c.Conclusion; p != nil && k.keeps(p.Key, p.Standing, p.Mark, i18n.T("de conclusie", "the conclusion")) {
		k.concluded, k.took.Stored[p.Key] = true, markOfText(p.Mine)
		k.entries = append(k.entries, k.by.Draft(k.now, "audit.conclude", object, map[string]string{"conclusion": p.Mine}))
	}
	if err := k.check.Fault("audit.choices-refused"); err != nil {
		return Brought{}, err
	}
	b := Brought{SHA256: c.SHA256, At: k.now, Verdicts: len(k.verdicts), Findings: len(k.findings), Conclusion: k.concluded, Left: k.left}
	k.took.Brought = append(k.took.Brought, b)
	said := BroughtBack{c.Taking.ID, b.SHA256, b.Verdicts, b.Findings, k.concluded, b.Left, k.took.Numbers}
	k.entries = slices.Insert(k.entries, 0, k.by.Draft(k.now, "audit.bring-back", object, said))
	return b, nil
}

// keeps decides whether something that comes back is to be stored. It complains of
// a difference without a choice.
func (k *keeping) keeps(key string, is Standing, mark string, of i18n.Text) bool {
	if is != Differs {
		return is == Fresh
	}
	switch choice := k.choices[key]; {
	case choice == MineOver(mark):
		return true
	case choice == Theirs:
		k.left++
	case strings.HasPrefix(choice, MineOver("")):
		k.check.Need(false, ChoiceField(key), i18n.T("Kies opnieuw voor "+of.NL+": hier is intussen weer iets anders opgeslagen.", "Choose again for "+of.EN+": something else was stored here meanwhile."))
	default:
		k.check.Need(false, ChoiceField(key), i18n.T("Kies wat blijft voor "+of.NL+".", "Choose what stays for "+of.EN+"."))
	}
	return false
}

// finding adds a finding to what is stored: a new one with the next number here,
// else in the place of the one that is here, with the organisation's response.
func (k *keeping) finding(p Pair[Finding]) Finding {
	x := p.Theirs
	if x.Version == 0 {
		x.By, x.ByName, x.MadeAt, x.Number = k.by.Person, k.by.Name, p.Mine.MadeAt, k.nextNumber()
		if x.MadeAt.Before(k.took.At) || x.MadeAt.After(k.now) { // the clock there was wrong
			x.MadeAt = k.now
		}
		x.MadeAt = x.MadeAt.UTC().Truncate(time.Microsecond)
	}
	m := p.Mine
	x.Severity, x.Requirement, x.Title, x.What, x.Evidence, x.ChangedAt = m.Severity, m.Requirement, m.Title, m.What, m.Evidence, k.now
	x.Version++
	k.findings = append(k.findings, x)
	k.took.Stored[p.Key], k.took.Numbers[m.Number] = markOfFinding(x), x.Number
	return x
}

func (k *keeping) nextNumber() (n int) {
	for _, x := range slices.Concat(k.file.Findings, k.findings) {
		n = max(n, x.Number)
	}
	return n + 1
}
