package audit

import (
	"context"
	"fmt"
	"slices"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// A Standing is how something that comes back stands beside what is here.
type Standing string

// The standings.
const (
	Fresh   Standing = "fresh"   // here is what it was made from: it can be stored
	Same    Standing = "same"    // here is the same
	Differs Standing = "differs" // here is something else by now: a person chooses
	TooLate Standing = "late"    // a finding that was closed here meanwhile: it stays
)

// A Pair is what comes back beside what is here. Which of the fields are filled in
// depends on what it is of.
type Pair[V any] struct {
	Key      string // e.g. "verdict/nen7510-2:5.1/design"
	Standing Standing
	Mine     V
	Theirs   V      // zero while there is nothing here
	Mark     string // of Theirs: a choice names what it was made between
}

// A Comparison is everything that comes back, beside what is here.
type Comparison struct {
	Results Results
	SHA256  string
	Taking  Taking
	Before  *Brought // when the very same results were brought back already

	Verdicts   []Pair[Verdict]
	Findings   []Pair[Finding]
	Conclusion *Pair[string] // nil when it did not change there
}

// Count counts what stands so.
func (c Comparison) Count(s Standing) (n int) {
	for _, is := range c.standings() {
		if is == s {
			n++
		}
	}
	return n
}

func (c Comparison) standings() (all []Standing) {
	for _, p := range c.Verdicts {
		all = append(all, p.Standing)
	}
	for _, p := range c.Findings {
		all = append(all, p.Standing)
	}
	if c.Conclusion != nil {
		all = append(all, c.Conclusion.Standing)
	}
	return all
}

// Compare lays results beside what is here now. Nothing is stored.
//
// Refusals: Denied; NotFound; Conflict when there is no work; Invalid for results
// of another organisation, assessment or person, and for what no form would take.
func (s *Service) Compare(ctx context.Context, by identity.Actor, id ID, r Results) (Comparison, error) {
	if err := by.Need(identity.Assess); err != nil {
		return Comparison{}, err
	}
	c, _, err := s.compare(ctx, by, id, r)
	return c, err
}

func (s *Service) compare(ctx context.Context, by identity.Actor, id ID, r Results) (Comparison, File, error) {
	if err := s.here(); err != nil {
		return Comparison{}, File{}, err
	}
	f, err := s.free(ctx, by, id, AtWork)
	if err != nil {
		return Comparison{}, File{}, err
	}
	took, err := belongs(r, f.Engagement, by)
	if err != nil {
		return Comparison{}, File{}, err
	}
	c, err := compare(r, took, f)
	if err != nil {
		return Comparison{}, File{}, err
	}
	items, err := s.World.Items(ctx, by)
	if err != nil {
		return Comparison{}, File{}, fmt.Errorf("list evidence: %w", err)
	}
	return c, f, s.judgeable(c, f.Engagement, items)
}

// belongs refuses results that are not of this taking of this engagement by by.
func belongs(r Results, e Engagement, by identity.Actor) (Taking, error) {
	i, known := e.taking(r.Taking)
	switch {
	case r.Format != ResultsFormat:
		return Taking{}, notTaken("audit.results-unreadable", i18n.T("Dit zijn geen resultaten die dit programma kan lezen.", "These are no results that this program can read."))
	case r.Org != by.Org:
		return Taking{}, notTaken("audit.results-elsewhere", i18n.T("Deze resultaten horen bij een andere organisatie.", "These results belong to another organisation."))
	case r.Engagement != e.ID:
		return Taking{}, notTaken("audit.results-elsewhere", i18n.T("Deze resultaten horen bij een andere beoordeling.", "These results belong to another assessment."))
	case !known:
		return Taking{}, notTaken("audit.results-elsewhere", i18n.T("Deze resultaten horen bij een bestand dat hier niet is gemaakt.", "These results belong to a file that was not made here."))
	case e.Taken[i].Person != by.Person || r.Person != by.Person:
		who := e.Taken[i].Name
		return Taking{}, notTaken("audit.results-of-another", i18n.T("Deze resultaten zijn van "+who+". Alleen "+who+" brengt ze terug: een oordeel staat op naam.", "These results are of "+who+". Only "+who+" brings them back: a verdict has its name."))
	}
	return e.Taken[i], nil
}

// notTaken refuses results as a whole.
func notTaken(code string, says i18n.Text) error {
	return &fault.Fault{Kind: fault.Invalid, Code: code, Says: says, Hint: i18n.T("Kies een ander bestand. Er is niets opgeslagen.", "Choose another file. Nothing was stored.")}
}

// compare lays results beside a file. It refuses results that contradict themselves.
func compare(r Results, took Taking, f File) (c Comparison, err error) {
	twisted := notTaken("audit.results-unreadable", i18n.T("Deze resultaten spreken zichzelf tegen.", "These results contradict themselves."))
	c = Comparison{Results: r, Taking: took}
	if _, c.SHA256, err = r.Text(); err != nil {
		return c, err
	}
	if i := slices.IndexFunc(took.Brought, func(b Brought) bool { return b.SHA256 == c.SHA256 }); i >= 0 {
		c.Before = &took.Brought[i]
	}
	seen := map[string]bool{}
	for _, n := range r.Verdicts {
		mine, err := n.verdict()
		theirs := f.Verdict(n.Requirement, n.Level)
		p := Pair[Verdict]{Key: verdictKey(mine), Mine: mine, Theirs: theirs, Mark: markOf(theirs)}
		if err != nil || seen[p.Key] || !slices.Contains(framework.Levels, n.Level) {
			return c, twisted
		}
		p.Standing = standing(n.Was, took.Stored[p.Key], markOf(mine), p.Mark)
		c.Verdicts, seen[p.Key] = append(c.Verdicts, p), true
	}
	for _, n := range r.Findings {
		p, ok := pairOf(n, took, f)
		if !ok || seen[p.Key] {
			return c, twisted
		}
		c.Findings, seen[p.Key] = append(c.Findings, p), true
	}
	if n := r.Conclusion; n != nil {
		theirs := f.Engagement.Conclusion
		p := Pair[string]{Key: "conclusion", Mine: n.Text, Theirs: theirs, Mark: markOfText(theirs)}
		p.Standing = standing(n.Was, took.Stored[p.Key], markOfText(n.Text), p.Mark)
		c.Conclusion = &p
	}
	return c, nil
}

// pairOf finds the finding beside which one that comes back is laid; ok is false
// for one that was made from a finding that is not here.
func pairOf(n FindingNote, took Taking, f File) (p Pair[Finding], ok bool) {
	p = Pair[Finding]{Key: findingKey(n.Number), Mine: n.finding()}
	number, isHere := took.Numbers[n.Number], true
	if number == 0 {
		number, isHere = n.Number, n.Was != ""
	}
	if isHere {
		theirs, err := findingOf(f, number)
		if err != nil {
			return p, false
		}
		p.Theirs, p.Mark = theirs, markOfFinding(theirs)
	}
	p.Standing = standing(n.Was, took.Stored[p.Key], markOfFinding(p.Mine), p.Mark)
	if isHere && !p.Theirs.IsOpen() && p.Standing != Same {
		p.Standing = TooLate
	}
	return p, true
}

// standing compares marks: what something was made from, what was stored of it
// when it came back before, what it says, and what is here.
func standing(was, stored, mine, theirs string) Standing {
	switch {
	case mine == theirs:
		return Same
	case theirs == was || stored != "" && theirs == stored:
		return Fresh
	}
	return Differs
}

// judgeable refuses what no form would take, and says of what.
func (s *Service) judgeable(c Comparison, e Engagement, items []evidence.Item) error {
	var wrong []fault.Field
	complain := func(of i18n.Text, key string, check func(*fault.Checker)) {
		var one fault.Checker
		check(&one)
		if f, bad := fault.Of(one.Fault("audit.results-refused")); bad {
			says := f.Fields[0].Says
			wrong = append(wrong, fault.Field{Name: key, Says: i18n.T(of.NL+": "+says.NL, of.EN+": "+says.EN)})
		}
	}
	first, last := e.seenBetween(s.today())
	for _, p := range c.Verdicts {
		if p.Standing == Same {
			continue
		}
		complain(s.nameOf(p.Mine.Requirement, p.Mine.Level.Name()), p.Key, func(c *fault.Checker) {
			c.Need(e.InScope(p.Mine.Requirement), "", i18n.T("Deze maatregel hoort niet bij de opdracht.", "This measure is not part of the engagement."))
			p.Mine.Check(c, first, last)
			c.Need(areThere(p.Mine.Evidence, items), "", i18n.T("Dit bewijs is er niet.", "This evidence is not there."))
		})
	}
	for _, p := range c.Findings {
		if p.Standing == Fresh || p.Standing == Differs {
			complain(i18n.Tf("Bevinding %d", "Finding %d", p.Mine.Number), p.Key, func(c *fault.Checker) { p.Mine.check(c, e) })
		}
	}
	if p := c.Conclusion; p != nil && p.Standing != Same {
		complain(i18n.T("Conclusie", "Conclusion"), p.Key, func(c *fault.Checker) { c.Text(p.Mine, "", MaxText) })
	}
	if len(wrong) == 0 {
		return nil
	}
	return &fault.Fault{
		Kind: fault.Invalid, Code: "audit.results-refused", Fields: wrong,
		Says: i18n.T("Zo kunnen deze resultaten niet worden opgeslagen.", "These results cannot be stored like this."),
		Hint: i18n.T("Verbeter dit in de beoordeling die u meenam, maak daar een nieuw bestand en breng dat terug. Er is niets opgeslagen.", "Correct this in the assessment that you took along, make a new file there and bring that back. Nothing was stored."),
	}
}

// nameOf names a requirement on a level.
func (s *Service) nameOf(requirement string, level i18n.Text) i18n.Text {
	name := i18n.Same(requirement)
	if r := s.Catalogue.Find(requirement); r != nil {
		name = r.Short()
	}
	return i18n.T(name.NL+", "+level.NL, name.EN+", "+level.EN)
}
