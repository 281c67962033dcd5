package dutyweb

import (
	"slices"
	"strings"

	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/rule"
	"aantoonbaar/internal/source"
)

// A label is a word or a few, with the tone in which it is shown.
type label struct{ Tone, Word string }

// verdictOf says how the duty touches the organisation: "Geldt", "Geldt vanaf 2
// augustus 2027", "Geldt niet", "Kunnen wij nog niet zeggen".
func verdictOf(l i18n.Lang, j duty.Judgement) label {
	applies := l.T("Geldt", "Applies")
	switch j.Outcome {
	case duty.None:
		return label{"none", l.T("Geldt niet", "Does not apply")}
	case duty.Undecided:
		return label{"warn", l.T("Kunnen wij nog niet zeggen", "We cannot say yet")}
	case duty.Indirect:
		applies = l.T("Geldt voor uw leveranciers", "Applies to your suppliers")
	case duty.Applies:
	}
	switch {
	case j.InForce:
		return label{"info", applies}
	case j.From.IsZero():
		return label{"warn", applies + l.T(", datum nog niet bekend", ", date not known yet")}
	}
	return label{"info", applies + l.T(" vanaf ", " from ") + l.Day(j.From)}
}

// since says from which day the verdict counts; "" where that says nothing.
func since(l i18n.Lang, j duty.Judgement) string {
	day := l.T("sinds ", "since ") + l.Day(j.From)
	if !j.InForce {
		day = l.T("vanaf ", "from ") + l.Day(j.From)
	}
	switch {
	case j.Outcome == duty.None || j.Outcome == duty.Undecided && j.From.IsZero():
		return ""
	case j.From.IsZero():
		return l.T("De datum is nog niet bekend", "The date is not known yet")
	case j.Outcome == duty.Undecided:
		return l.T("Voor wie eronder valt: ", "For those in scope: ") + day
	}
	return strings.ToUpper(day[:1]) + day[1:]
}

// ending heads what is no longer asked. While the outcome is open nobody is let
// off: then it is only uncertain.
func ending(l i18n.Lang, after duty.Judgement) string {
	if _, reached := after.Reached(); reached {
		return l.T("Dit hoeft dan niet meer", "This is no longer asked")
	}
	return l.T("Of dit dan nog moet, is niet zeker", "Whether this is still asked is then not certain")
}

// ways are the verdicts that explain the outcome. Of several ways to a verdict
// that is reached only the last is certain, and the others explain nothing.
func ways(j duty.Judgement) []duty.Verdict {
	if v, ok := j.Reached(); ok {
		return []duty.Verdict{v}
	}
	return j.Possible
}

// article names where the law says so.
func article(j duty.Judgement) string {
	var all []string
	for _, v := range ways(j) {
		if v.Article != "" && !slices.Contains(all, v.Article) {
			all = append(all, v.Article)
		}
	}
	return strings.Join(all, "; ")
}

// reasons are the sentences that say why. Where several verdicts are possible,
// each stands under its title.
func reasons(l i18n.Lang, j duty.Judgement) []string {
	all := ways(j)
	var says []string
	for _, v := range all {
		switch {
		case v.Says.IsZero():
		case len(all) == 1:
			says = append(says, v.Says.In(l))
		default:
			says = append(says, v.Title.In(l)+": "+v.Says.In(l))
		}
	}
	return says
}

// lawAddress returns where the text of a Dutch law is to be found; "" for others.
func lawAddress(c duty.Citation) string {
	if strings.HasPrefix(c.Register, "BWB") {
		return "https://wetten.overheid.nl/" + c.Register
	}
	return ""
}

// A group is a part of the page: duties that come to the same.
type group struct {
	ID, Title  string
	Judgements []duty.Judgement
}

// groups sorts the judgements into the parts of the page; those without any
// are left out.
func groups(l i18n.Lang, js []duty.Judgement) []group {
	all := []group{
		{ID: "geldt", Title: l.T("Geldt voor u", "Applies to you")},
		{ID: "leveranciers", Title: l.T("Geldt voor uw leveranciers", "Applies to your suppliers")},
		{ID: "later", Title: l.T("Later of nog niet zeker", "Later or not certain yet")},
		{ID: "geldt-niet", Title: l.T("Geldt niet", "Does not apply")},
	}
	for _, j := range js {
		i := groupOf(j)
		all[i].Judgements = append(all[i].Judgements, j)
	}
	return slices.DeleteFunc(all, func(g group) bool { return len(g.Judgements) == 0 })
}

func groupOf(j duty.Judgement) int {
	switch {
	case j.Outcome == duty.None:
		return 3
	case j.Outcome == duty.Applies && j.InForce:
		return 0
	case j.Outcome == duty.Indirect && j.InForce:
		return 1
	}
	return 2
}

// summary tells the whole page in one sentence.
func summary(l i18n.Lang, js []duty.Judgement) string {
	var n [4]int
	for _, j := range js {
		n[groupOf(j)]++
	}
	now := l.T("geldt er nu geen voor u", "none applies to you now")
	if n[0] > 0 {
		now = l.Plural(n[0], "geldt er nu %s voor u", "gelden er nu %s voor u", "%s applies to you now", "%s apply to you now")
	}
	parts := []string{now}
	for i, rest := range []string{"", l.T(" voor uw leveranciers", " to your suppliers"), l.T(" later of misschien", " later or perhaps"), l.T(" niet", " not at all")} {
		if i > 0 && n[i] > 0 {
			parts = append(parts, l.Num(n[i])+rest)
		}
	}
	return l.Tf("Van de %s wetten en normen die wij kennen, ", "Of the %s laws and norms that we know, ", l.Num(len(js))) + l.And(parts) + "."
}

// missingFields lists the fields whose answers would settle something, in the
// order of the form.
func missingFields(tests []rule.Tested) []string {
	var fields []string
	for _, t := range tests {
		if t.Field != "" && !slices.Contains(fields, t.Field) {
			fields = append(fields, t.Field)
		}
	}
	slices.SortFunc(fields, func(a, b string) int { return place(a) - place(b) })
	return fields
}

// disputes lists what no answer would settle, each once.
func disputes(l i18n.Lang, tests []rule.Tested) (says []string) {
	for _, t := range tests {
		if d := t.Dispute.In(l); d != "" && !slices.Contains(says, d) {
			says = append(says, d)
		}
	}
	return says
}

// missingAnywhere lists the fields that any of the judgements misses.
func missingAnywhere(js []duty.Judgement) []string {
	var tests []rule.Tested
	for _, j := range js {
		tests = append(tests, j.Missing...)
	}
	return missingFields(tests)
}

// glyphs shows a truth as a shape; the word stands beside it.
var glyphs = map[rule.Truth]string{rule.Yes: "ja", rule.No: "nee", rule.Unknown: "open"}

// joins says how the parts of a step make one outcome.
func joins(l i18n.Lang, op rule.Op) string {
	switch op {
	case rule.Any:
		return l.T("Eén hiervan is genoeg", "One of these is enough")
	case rule.Not:
		return l.T("Dit mag niet zo zijn", "This must not be so")
	case rule.All, rule.Is:
	}
	return l.T("Dit moet allemaal kloppen", "All of these must hold")
}

// certainty says how sure a text is, where that is worth saying.
func certainty(l i18n.Lang, c source.Certainty) string {
	if c == source.Sure {
		return ""
	}
	return c.Word().In(l)
}

// firmness says how sure a date is: as sure as the least sure thing it rests on.
func firmness(l i18n.Lang, sources []source.Source) string {
	return source.Weakest(sources).Word().In(l)
}
