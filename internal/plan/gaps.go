package plan

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/ref"
)

// A Gap is a requirement that applies and is not in place, with the action
// that we would suggest for it.
type Gap struct {
	Requirement *framework.Requirement
	State       assessment.State
	Missing     []framework.Level // not met yet, in order; never empty
	Effect      framework.Grade   // on patients
	Uses        int               // topics of other laws and frameworks that it serves
	Effort      framework.Grade   // for an organisation of this size
	Steps       i18n.List         // what to do
	Owner       identity.PersonID // of the answer; "" when it has none
	Actions     []Action          // open or busy, for this requirement
}

// Title names the suggested action after the first level that is missing:
// whoever has agreed it and does it need not agree it again.
func (g Gap) Title() i18n.Text {
	t := g.Requirement.Title
	switch g.Missing[0] {
	case framework.Existence:
		return i18n.T("Ga het ook doen: "+t.NL, "Start doing it: "+t.EN)
	case framework.Operation:
		return i18n.T("Laat zien dat het werkt: "+t.NL, "Show that it works: "+t.EN)
	case framework.Design:
	}
	return i18n.T("Spreek af en richt in: "+t.NL, "Agree and set up: "+t.EN)
}

// Suggest returns the suggested action in a language, without owner and day.
func (g Gap) Suggest(l i18n.Lang) Action {
	return Action{
		Title: g.Title().In(l), Description: Steps(g.Steps.In(l)),
		Requirements: []string{g.Requirement.ID}, Level: g.Missing[0], Effort: g.Effort,
		Source: ref.Ref{Kind: FromGap, ID: g.Requirement.ID},
	}
}

// Within returns how many days we would allow for the gap: the effort is a day,
// weeks or months.
func (g Gap) Within() int {
	return map[framework.Grade]int{framework.Low: 30, framework.Medium: 90, framework.High: 180}[g.Effort]
}

// Gaps returns what is not in place, the most useful first: by effect on
// patients, then by the number of duties served, then what is least work, then
// in the norm's order. Small picks the texts for an organisation of up to 100 fte.
func Gaps(cat *framework.Catalogue, p *assessment.Picture, actions []Action, small bool) []Gap {
	var gaps []Gap
	for _, r := range cat.Requirements {
		state := p.States[r.ID]
		if state == assessment.InPlace || state == assessment.Excluded {
			continue
		}
		a := p.Answer(r)
		g := Gap{Requirement: r, State: state, Effect: r.PatientEffect, Uses: p.Uses[r.ID], Effort: r.Effort.Large, Owner: a.Owner}
		for _, l := range framework.Levels {
			if a.Effective(l, p.Evidence[r.ID].Support) != assessment.Yes {
				g.Missing = append(g.Missing, l)
			}
		}
		if small {
			g.Effort = r.Effort.Small
		}
		g.Steps = steps(r, g.Missing, small)
		for _, x := range actions {
			if x.IsOpen() && x.IsFor(r.ID) {
				g.Actions = append(g.Actions, x)
			}
		}
		gaps = append(gaps, g)
	}
	slices.SortStableFunc(gaps, func(a, b Gap) int {
		return cmp.Or(
			cmp.Compare(b.Effect.Rank(), a.Effect.Rank()),
			cmp.Compare(b.Uses, a.Uses),
			cmp.Compare(a.Effort.Rank(), b.Effort.Rank()))
	})
	return gaps
}

// steps returns what to do. Who lacks nothing but the proof that it works is
// told which evidence would do, and not what was done long ago.
func steps(r *framework.Requirement, missing []framework.Level, small bool) i18n.List {
	if len(missing) == 1 && missing[0] == framework.Operation {
		var l i18n.List
		for _, e := range r.Examples {
			if e.Kind == framework.Operation {
				l.NL = append(l.NL, "Zorg voor dit bewijs: "+lowerFirst(e.NL)+".")
				l.EN = append(l.EN, "Get this evidence: "+lowerFirst(e.EN)+".")
			}
		}
		if len(l.NL) > 0 {
			return l
		}
	}
	if small {
		return r.Do.Small
	}
	return r.Do.Large
}

// lowerFirst writes a text so that it can stand after a colon; a name in
// capitals stays as it is.
func lowerFirst(s string) string {
	r := []rune(strings.TrimSuffix(s, "."))
	if len(r) > 1 && strings.ToUpper(string(r[1])) == string(r[1]) && r[1] != ' ' {
		return string(r)
	}
	return strings.ToLower(string(r[:1])) + string(r[1:])
}

// Steps writes a list of steps as one text.
func Steps(steps []string) string {
	var b strings.Builder
	for i, s := range steps {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("- " + s)
	}
	return b.String()
}

// A Promise is what the plan itself says of the day on which everything is in place.
type Promise struct {
	On        time.Time // the last day of all actions that cover gaps; zero when the plan cannot say
	Gaps      int
	Uncovered []Gap // no action is open for them
	Undated   int   // gaps with an action that has no day
	Late      int   // gaps with an action whose day has passed
}

// Promised reads the plan. It gives a day only when every gap has an action,
// every action has a day, and no day has passed: half a plan promises nothing.
func Promised(gaps []Gap, today time.Time) Promise {
	p := Promise{Gaps: len(gaps)}
	var last time.Time
	for _, g := range gaps {
		if len(g.Actions) == 0 {
			p.Uncovered = append(p.Uncovered, g)
		}
		undated, late := 0, 0
		for _, a := range g.Actions {
			undated |= btoi(a.Due.IsZero())
			late |= btoi(a.IsLate(today))
			if a.Due.After(last) {
				last = a.Due
			}
		}
		p.Undated += undated
		p.Late += late
	}
	if len(p.Uncovered) == 0 && p.Undated == 0 && p.Late == 0 {
		p.On = last
	}
	return p
}
