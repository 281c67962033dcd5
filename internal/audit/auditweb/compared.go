package auditweb

import (
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// A compared is one thing that comes back, in words, beside what is here.
type compared struct {
	Key, Title   string
	Standing     audit.Standing
	Mark         string
	Mine, Theirs []detail
	Who          string // stored what is here, and when; "" where that is not known
}

// A detail is a line of it; Name may be "".
type detail struct{ Name, Text string }

// compared lists everything that comes back, in the order of the norm.
func (p backPage) compared() (all []compared) {
	for _, x := range p.C.Verdicts {
		all = append(all, compared{
			x.Key, p.nameOf(x.Mine.Requirement) + ": " + x.Mine.Level.Name().In(p.Lang), x.Standing, x.Mark,
			p.verdictDetails(x.Mine), p.verdictDetails(x.Theirs), p.who(x.Theirs),
		})
	}
	for _, x := range p.C.Findings {
		title := p.T("Bevinding: ", "Finding: ") + x.Mine.Title
		theirs := p.findingDetails(x.Theirs)
		if x.Theirs.Response.Text != "" {
			theirs = append(theirs, detail{p.T("Reactie van de organisatie, die erbij blijft", "Response of the organisation, which stays with it"), x.Theirs.Response.Text})
		}
		all = append(all, compared{x.Key, title, x.Standing, x.Mark, p.findingDetails(x.Mine), theirs, x.Theirs.ByName})
	}
	if c := p.C.Conclusion; c != nil {
		all = append(all, compared{c.Key, p.T("Conclusie", "Conclusion"), c.Standing, c.Mark, []detail{{"", c.Mine}}, []detail{{"", c.Theirs}}, ""})
	}
	return all
}

// with picks what stands so.
func with(all []compared, s audit.Standing) (some []compared) {
	for _, x := range all {
		if x.Standing == s {
			some = append(some, x)
		}
	}
	return some
}

func (p backPage) who(v audit.Verdict) string {
	if v.Version == 0 {
		return ""
	}
	return v.ByName + ", " + p.When(v.At)
}

func (p backPage) verdictDetails(v audit.Verdict) (all []detail) {
	all = append(all, detail{"", v.Outcome.Name().In(p.Lang)})
	if v.Method != "" {
		all = append(all, detail{p.T("Rust op", "Rests on"), v.Method.Name().In(p.Lang)})
	}
	if !v.On.IsZero() {
		all = append(all, detail{p.T("Gezien op", "Seen on"), p.Lang.Day(v.On)})
	}
	for _, d := range []detail{{p.T("Gezien", "Seen"), v.Seen}, {p.T("Waar", "Where"), v.Place}, {p.T("Eigen aantekening", "Own note"), v.Note}} {
		if d.Text != "" {
			all = append(all, d)
		}
	}
	for _, id := range v.Evidence {
		all = append(all, detail{p.T("Bewijs", "Evidence"), id})
	}
	return all
}

func (p backPage) findingDetails(x audit.Finding) []detail {
	if x.Title == "" {
		return nil
	}
	return []detail{
		{p.T("Wat er mis is", "What is wrong"), x.Title},
		{p.T("Weegt", "Weight"), x.Severity.Name().In(p.Lang)},
		{p.T("Maatregel", "Measure"), p.nameOf(x.Requirement)},
		{p.T("Gevonden", "Found"), x.What},
		{p.T("Rust op", "Rests on"), x.Evidence},
	}
}

// says is what is wrong with the choice of a difference, or "".
func (p backPage) says(x compared) string {
	return web.Complaint(p.Refusal, audit.ChoiceField(x.Key), p.Lang)
}

// standingsText counts what a file holds.
func (p backPage) standingsText() string {
	return p.Lang.Tf("%s nieuw, %s gelijk, %s verschil.", "%s new, %s the same, %s different.",
		p.Lang.Num(p.C.Count(audit.Fresh)), p.Lang.Num(p.C.Count(audit.Same)), p.Lang.Num(p.C.Count(audit.Differs)))
}

// mayTake reports whether the work can be taken along, or results brought back, now.
func (p page) mayTake() bool { return p.assesses() && p.atWork() && p.may(identity.Assess) }

// takingText says what became of a taking.
func (p page) takingText(t audit.Taking) string {
	if len(t.Brought) == 0 {
		return p.T("Nog niets teruggebracht", "Nothing brought back yet")
	}
	b := t.Brought[len(t.Brought)-1]
	return p.T("Teruggebracht: ", "Brought back: ") + p.broughtText(b) + ", " + p.When(b.At)
}
