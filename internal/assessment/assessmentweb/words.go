package assessmentweb

import (
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

var staleForm = i18n.T("Dit formulier is niet meer heel. Open de pagina opnieuw.", "This form is no longer whole. Open the page again.")

// valueText writes what a part of an answer says, as people read it.
func (p page) valueText(part assessment.Part, a assessment.Answer) string {
	value := part.Of(a)
	switch part.Name {
	case "owner":
		value = p.ownerName(identity.PersonID(value))
	case "reason":
		if r := p.cat.Find(a.Requirement); r != nil {
			value = r.WhyNot(value).In(p.Lang)
		}
	case "applies":
		switch value {
		case assessment.Applies:
			value = p.T("ja", "yes")
		case assessment.NotApplicable:
			value = p.T("nee", "no")
		}
	case string(framework.Design), string(framework.Existence), string(framework.Operation):
		return assessment.Reply(value).Name().In(p.Lang)
	case "review_on", "design_on", "existence_on", "operation_on":
		if t, err := time.Parse(time.DateOnly, value); err == nil {
			value = p.Lang.ShortDay(t)
		}
	}
	if value == "" {
		return p.T("(leeg)", "(empty)")
	}
	if r := []rune(value); len(r) > 160 {
		return string(r[:160]) + "…"
	}
	return value
}

// lines makes a history readable, with everything that changed.
func (p page) lines(changes []assessment.Change) []web.Line {
	lines := make([]web.Line, len(changes))
	for i, c := range changes {
		lines[i] = web.Line{Text: c.Title().In(p.Lang), Who: c.Who, At: c.At}
		if i == 0 {
			lines[i].Kind = "main"
		}
		for _, part := range c.Parts {
			lines[i].More = append(lines[i].More, part.Label().In(p.Lang)+": "+p.valueText(part, c.Before)+" → "+p.valueText(part, c.After))
		}
	}
	return lines
}

// merged puts two histories in one, newest first, at most limit lines.
func merged(a, b []web.Line, limit int) []web.Line {
	all := slices.Concat(a, b)
	slices.SortStableFunc(all, func(a, b web.Line) int { return b.At.Compare(a.At) })
	return all[:min(len(all), limit)]
}

// brief makes a history readable at a glance: replies in full, of the rest only
// which parts changed.
func (p page) brief(changes []assessment.Change) []web.Line {
	lines := p.lines(changes)
	for i, c := range changes {
		lines[i].More = nil
		var rest []string
		for _, part := range c.Parts {
			switch part.Name {
			case string(framework.Design), string(framework.Existence), string(framework.Operation), "applies":
				lines[i].More = append(lines[i].More, part.Label().In(p.Lang)+": "+p.valueText(part, c.Before)+" → "+p.valueText(part, c.After))
			case "design_on", "existence_on", "operation_on": // a day goes with its reply
			default:
				rest = append(rest, strings.ToLower(part.Label().In(p.Lang)))
			}
		}
		if len(rest) > 0 {
			lines[i].More = append(lines[i].More, p.T("Ook: ", "Also: ")+p.Lang.And(rest))
		}
	}
	return lines
}

// meanwhileText says what somebody else changed at the same time.
func (p reqPage) meanwhileText() string {
	return p.Lang.Tf("%s wijzigde intussen ook: %s. Beide wijzigingen staan er.", "%s changed something as well: %s. Both changes are there.", p.Meanwhile.Who, p.labels(p.Meanwhile.Parts))
}

// labels names parts of an answer in a row.
func (p page) labels(parts []assessment.Part) string {
	var names []string
	for _, part := range parts {
		names = append(names, part.Label().In(p.Lang))
	}
	return p.Lang.And(names)
}

// replyOptions are the four replies to a plain question.
func (p reqPage) replyOptions(now assessment.Reply) []web.Option {
	var options []web.Option
	for _, r := range assessment.Replies {
		options = append(options, web.Option{Value: string(r), Label: r.Name().In(p.Lang), Chosen: r == now})
	}
	return options
}

// steps are what to do, for an organisation of this size.
func (p reqPage) steps() []string {
	if p.Small {
		return p.R.Do.Small.In(p.Lang)
	}
	return p.R.Do.Large.In(p.Lang)
}

// doubtText says what is doubtful, with the level.
func (p page) doubtText(d assessment.Doubt) string {
	text := d.Kind.Title().In(p.Lang)
	if d.Level != "" && d.Kind != assessment.OperationBeforeDoing {
		text += " (" + d.Level.Name().In(p.Lang) + ")"
	}
	return text
}

// origin says where a starting point came from.
func (p reqPage) origin() string {
	switch p.A.Origin {
	case assessment.QuickScan:
		return p.T("Wij namen dit antwoord over uit uw quickscan. Klopt het nog?", "We copied this answer from your quick scan. Is it still right?")
	case assessment.Imported:
		return p.T("Wij namen dit antwoord over uit uw bestaande lijst. Klopt het nog?", "We copied this answer from your existing list. Is it still right?")
	case assessment.Own, assessment.Profile:
	}
	return ""
}

// reason is why the requirement does not apply, in the reader's language where
// it is the profile's own.
func (p page) reason(r *framework.Requirement) string {
	return r.WhyNot(p.pic.Answer(r).Reason).In(p.Lang)
}

// levelHint says what a level is about.
func levelHint(p page, l framework.Level) string {
	switch l {
	case framework.Design:
		return p.T("Opzet: is het afgesproken?", "Design: is it agreed?")
	case framework.Existence:
		return p.T("Bestaan: doen we het ook?", "Existence: do we do it?")
	case framework.Operation:
		return p.T("Werking: kunnen we laten zien dat het werkt? Een ja telt pas met geldig bewijs van werking.", "Operation: can we show that it works? A yes counts only with valid evidence of operation.")
	}
	return ""
}

// appliesHint warns before a care measure is left out.
func appliesHint(p reqPage) string {
	if p.R.CareSpecific {
		return p.T("Dit is een maatregel van de zorg zelf. Die geldt bijna altijd.", "This is a measure of care itself. It nearly always applies.")
	}
	return ""
}

// reasonTyped is the reason in the form: what the profile proposes, in the
// reader's language, until somebody writes another.
func reasonTyped(p reqPage) string {
	if p.Refusal != nil {
		return p.A.Reason
	}
	return p.R.WhyNot(p.A.Reason).In(p.Lang)
}

// itApplies is what "yes, it applies" sends. Only against a proposal of the
// profile it has to be said; elsewhere nothing said is enough, and a form that is
// sent as it came must not turn a starting point into an answer.
func itApplies(p reqPage) string {
	if p.pic.Proposed[p.R.ID] || p.A.Applies == assessment.Applies {
		return assessment.Applies
	}
	return assessment.Undecided
}

// version is the stored version that the form on the page stands on. Whoever has
// seen the difference saves over what is there now. A form that saves itself has
// shown its save bar alone, and keeps standing on what the person began with; so
// does one that still shows what was there before the other's change.
func version(p reqPage) int64 {
	if p.Clash != nil && p.Part || p.Saved && p.Meanwhile.Any() {
		return p.Base
	}
	return p.A.Version
}

// related lists the requirements that the page's own names beside itself, in
// the order of the norm.
func related(p reqPage) []*framework.Requirement {
	var all []*framework.Requirement
	for _, r := range p.cat.Requirements {
		if r.Part() == p.R.Part() && slices.Contains(p.R.Related, r.Number) {
			all = append(all, r)
		}
	}
	return all
}
