package incidentweb

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/web"
)

// A handledRow is one part of the handling, with how far it is.
type handledRow struct{ name, path, says string }

// handled is every part of the handling, in the order of the page.
func (p page) handled() []handledRow {
	const at = "/afhandeling#"
	f := p.F
	toll := p.T("nog niet geteld", "not counted yet")
	if !f.Toll.At.IsZero() {
		toll = p.Lang.Euro(f.Toll.Total()) + ", " + p.hours(f.Toll.Lost)
	}
	tasks := p.T("nog geen", "none yet")
	if len(f.Tasks) > 0 {
		tasks = p.Lang.Tf("%d te doen, %d klaar", "%d to do, %d done", f.OpenTasks(), len(f.Tasks)-f.OpenTasks())
	}
	return []handledRow{
		{p.T("Taken", "Tasks"), at + "taken", tasks},
		{p.T("Wat is er geraakt?", "What was hit?"), at + "geraakt", cmp.Or(p.kind(), p.T("nog niet ingevuld", "not filled in yet"))},
		{p.T("Waar kwam het door?", "What was the cause?"), at + "oorzaak", cmp.Or(p.Lang.And(p.causes()), p.T("nog niet ingevuld", "not filled in yet"))},
		{p.T("Wat kostte het?", "What did it take?"), at + "gevolgen", toll},
		{p.T("Wat is er veiliggesteld?", "What was secured?"), at + "veiliggesteld", p.Lang.Plural(f.Holds(), "%s stuk", "%s stukken", "%s item", "%s items")},
		{p.T("Sporen van de aanval", "Traces of the attack"), "/sporen", p.T("adressen, domeinen, bestanden", "addresses, domains, files")},
		{p.T("Contacten", "Contacts"), at + "contact", p.Lang.Plural(len(p.contacts()), "%s keer", "%s keer", "%s time", "%s times")},
	}
}

// fillIn is the link to a form: to what is there already, or to nothing yet.
func (p page) fillIn(filled bool) string {
	if filled {
		return p.T("Wijzig", "Change")
	}
	return p.T("Vul in", "Fill in")
}

func partName(p incident.Part) i18n.Text {
	switch p {
	case incident.System:
		return i18n.T("Systemen", "Systems")
	case incident.Process:
		return i18n.T("Zorgprocessen", "Care processes")
	case incident.Supplier:
		return i18n.T("Leveranciers", "Suppliers")
	}
	return i18n.Same(string(p))
}

func partOther(p incident.Part) i18n.Text {
	switch p {
	case incident.System:
		return i18n.T("Andere systemen", "Other systems")
	case incident.Process:
		return i18n.T("Andere zorgprocessen", "Other care processes")
	case incident.Supplier:
		return i18n.T("Andere leveranciers", "Other suppliers")
	}
	return i18n.Same(string(p))
}

func (p page) kind() string {
	if p.F.Kind == "" {
		return ""
	}
	return incident.NameOf(p.Counts.Kinds, p.F.Kind).In(p.Lang)
}

func (p page) causes() (names []string) {
	for _, c := range p.F.Cause.Sorts {
		names = append(names, incident.NameOf(p.Counts.Causes, c).In(p.Lang))
	}
	return incident.Listed(names)
}

// hours writes minutes of care as hours: "12,5 uur".
func (p page) hours(minutes int64) string {
	return p.Lang.Decimal(float64(minutes)/60) + p.T(" uur zorg", " hours of care")
}

// typedHours writes minutes for a field; "" for none.
func typedHours(minutes int64) string {
	if minutes == 0 {
		return ""
	}
	return strings.Replace(strconv.FormatFloat(float64(minutes)/60, 'f', -1, 64), ".", ",", 1)
}

// contacts are the lines of the log that tell of one, newest first.
func (p page) contacts() (lines []web.Line) {
	for _, l := range p.F.Lines {
		if l.With != "" {
			lines = append(lines, web.Line{Text: p.contact(l), Who: l.By, At: l.When()})
		}
	}
	slices.SortStableFunc(lines, func(a, b web.Line) int { return b.At.Compare(a.At) })
	return lines
}

func (p page) contact(l incident.Line) string {
	return p.Lang.Tf("Contact met %s (%s): %s", "Contact with %s (%s): %s", l.With, l.How.Name().In(p.Lang), l.Text)
}

// tasks are those to do, by their moment, and then those that are done.
func (p afterPage) tasks() []incident.Task {
	all := slices.Clone(p.F.Tasks)
	never := p.Now.AddDate(100, 0, 0)
	due := func(t incident.Task) time.Time {
		switch {
		case !t.Done.IsZero():
			return never.Add(never.Sub(t.Done)) // the one that was done last comes first
		case t.Due.IsZero():
			return never
		}
		return t.Due
	}
	slices.SortStableFunc(all, func(a, b incident.Task) int { return due(a).Compare(due(b)) })
	return all
}

func (p page) taskLine(t incident.Task) string {
	says := t.Owner
	if !t.Due.IsZero() {
		says += p.T(", voor ", ", by ") + p.moment(t.Due)
	}
	if !t.Done.IsZero() {
		says += p.T(". Klaar gemeld door ", ". Reported done by ") + t.DoneBy + ", " + p.When(t.Done)
	}
	return says
}

func (p afterPage) kinds() []web.Option {
	now := p.typed("kind", p.F.Kind)
	options := []web.Option{{Value: "", Label: p.T("Nog niet bekend", "Not known yet"), Chosen: now == ""}}
	for _, k := range p.Counts.Kinds {
		options = append(options, web.Option{Value: k.ID, Label: k.Name.In(p.Lang), Chosen: now == k.ID})
	}
	return options
}

func (p afterPage) causeOptions() (options []web.Option) {
	now := p.F.Cause.Sorts
	if p.Refusal != nil {
		now = p.r.PostForm["sorts"]
	}
	for _, c := range p.Counts.Causes {
		options = append(options, web.Option{Value: c.ID, Label: c.Name.In(p.Lang), Chosen: slices.Contains(now, c.ID)})
	}
	return options
}

// keyOf is how a form names something that is offered: by its record, or by its name.
func keyOf(h incident.Hit) string { return cmp.Or(h.Of, h.Name) }

// known is what a form named of what is offered. What is not offered any more is
// taken as a name.
func known(a incident.Aftermath, part incident.Part, key string) incident.Hit {
	for _, h := range a.Offered {
		if h.Part == part && keyOf(h) == key {
			return h
		}
	}
	return incident.Hit{Part: part, Name: key}
}

// offered is what continuity knows of a part, with what was chosen.
func (p afterPage) offered(part incident.Part) (options []web.Option) {
	for _, h := range p.A.Offered {
		if h.Part != part {
			continue
		}
		chosen := slices.ContainsFunc(p.F.Hits, func(o incident.Hit) bool { return o.Part == part && keyOf(o) == keyOf(h) })
		if p.Refusal != nil {
			chosen = slices.Contains(p.r.PostForm["known-"+string(part)], keyOf(h))
		}
		options = append(options, web.Option{Value: keyOf(h), Label: h.Name, Chosen: chosen})
	}
	return options
}

// others are the names of a part that are not offered, one on each line.
func (p afterPage) others(part incident.Part) string {
	var names []string
	for _, h := range p.F.Hits {
		offered := slices.ContainsFunc(p.A.Offered, func(o incident.Hit) bool { return o.Part == part && keyOf(o) == keyOf(h) })
		if h.Part == part && !offered {
			names = append(names, h.Name)
		}
	}
	return strings.Join(names, "\n")
}

// lineKinds are what a line of the log can be.
func (p page) lineKinds() []web.Option {
	now := p.typed("kind", "event")
	return []web.Option{
		{Value: "event", Label: p.T("Er gebeurde iets", "Something happened"), Chosen: now == "event"},
		{Value: "decision", Label: p.T("Wij besloten iets", "We decided something"), Chosen: now == "decision"},
		{Value: "contact", Label: p.T("Wij hadden contact", "We had contact"), Chosen: now == "contact"},
	}
}

func (p page) channels() (options []web.Option) {
	now := p.typed("how", string(incident.ByPhone))
	for _, c := range incident.Channels {
		options = append(options, web.Option{Value: string(c), Label: c.Name().In(p.Lang), Chosen: now == string(c)})
	}
	return options
}
