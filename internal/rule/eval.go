package rule

import (
	"slices"

	"aantoonbaar/internal/i18n"
)

// A Result is whether a condition holds, with the calculation that says why.
type Result struct {
	Truth Truth
	Step  Step // the whole calculation; its Truth is the same
}

// A Step is one part of a calculation, in the shape in which the condition was
// written. Every part is worked out, also where the outcome was clear before.
type Step struct {
	Op    Op
	Truth Truth
	Steps []Step // for All, Any and Not
	Test  Tested // for Is
}

// A Tested is one fact held against what a condition asks of it.
type Tested struct {
	Name  string    // "org.staff"
	Label i18n.Text // "Medewerkers"
	Op    string    // ">=", ">", "<=", "<" or "=="; "" for a claim or a choice
	Limit i18n.Text // "50", "€ 10.000.000", "VVT of GHZ"; zero for a claim
	Asks  i18n.Text // the test in words: "50 of meer medewerkers", "Gebruikt AI"
	Own   i18n.Text // the organisation's own answer: "32", "niet ingevuld"
	Field string    // where a person gives or completes that answer; "" when none would settle it
	Truth Truth

	// Dispute is what keeps the test Unknown though the answer is there: two ways
	// to count that come out differently. Zero when that is not the reason.
	Dispute i18n.Text
}

// Says writes the test as a line: "50 of meer medewerkers: bij u 32 → nee".
func (t Tested) Says(l i18n.Lang) string {
	if t.Op == "" && t.Limit.IsZero() {
		return t.Asks.In(l) + ": " + t.Own.In(l)
	}
	return t.Asks.In(l) + ": " + l.T("bij u ", "yours ") + t.Own.In(l) + " → " + t.Truth.Word().In(l)
}

// Eval works the condition out. A fact that is not among the facts is Unknown;
// [Expr.Check] finds such names beforehand.
func (e Expr) Eval(facts Facts) Result {
	step := e.root.eval(facts)
	return Result{Truth: step.Truth, Step: step}
}

func (n node) eval(facts Facts) Step {
	if n.op == Is {
		t := n.test.eval(facts[n.test.name])
		return Step{Op: Is, Truth: t.Truth, Test: t}
	}
	s := Step{Op: n.op}
	truths := make([]Truth, len(n.kids))
	for i, k := range n.kids {
		s.Steps = append(s.Steps, k.eval(facts))
		truths[i] = s.Steps[i].Truth
	}
	switch n.op {
	case All, Is:
		s.Truth = And(truths...)
	case Any:
		s.Truth = Or(truths...)
	case Not:
		s.Truth = truths[0].Not()
	}
	return s
}

func (t test) eval(f Fact) Tested {
	r := Tested{Name: t.name, Label: f.Label, Op: t.compare, Asks: f.Label, Own: f.Own(), Field: f.Field}
	switch f.Kind {
	case Claim:
		r.Truth = f.Truth
	case Number, Euro:
		r.Limit = f.amount(t.limit)
		r.Asks = inWords(t.compare, r.Limit, f.Unit)
		if f.isDisputed(t.compare, t.limit) {
			r.Dispute, r.Field = f.Dispute, ""
		}
		r.Truth = f.against(t.compare, t.limit)
	case Choice:
		r.Limit = f.optionTexts(t.among, i18n.T("of", "or"))
		r.Asks = r.Limit
		r.Truth = f.among(t.among)
	}
	return r
}

// inWords writes a comparison as people say it.
func inWords(compare string, limit, unit i18n.Text) i18n.Text {
	say := func(before, after i18n.Text) i18n.Text {
		return i18n.T(before.NL+limit.NL+after.NL+" "+unit.NL, before.EN+limit.EN+after.EN+" "+unit.EN)
	}
	switch compare {
	case ">=":
		return say(i18n.Text{}, i18n.T(" of meer", " or more"))
	case ">":
		return say(i18n.T("meer dan ", "more than "), i18n.Text{})
	case "<=":
		return say(i18n.Text{}, i18n.T(" of minder", " or less"))
	case "<":
		return say(i18n.T("minder dan ", "less than "), i18n.Text{})
	default:
		return say(i18n.T("precies ", "exactly "), i18n.Text{})
	}
}

// against holds the number against a limit. Where two ways to count come out
// differently, it is not known.
func (f Fact) against(compare string, limit float64) Truth {
	if f.isDisputed(compare, limit) {
		return Unknown
	}
	return f.one(compare, limit, f.Number)
}

// isDisputed reports whether the way to count decides the outcome.
func (f Fact) isDisputed(compare string, limit float64) bool {
	return f.Upto > 0 && f.one(compare, limit, f.Number) != f.one(compare, limit, f.Upto)
}

// one holds x against a limit. A number that may be higher than it says settles
// only what a higher number would not change.
func (f Fact) one(compare string, limit, x float64) Truth {
	var holds, settled bool
	switch compare {
	case ">=":
		holds, settled = x >= limit, x >= limit
	case ">":
		holds, settled = x > limit, x > limit
	case "<=":
		holds, settled = x <= limit, x > limit
	case "<":
		holds, settled = x < limit, x >= limit
	case "==":
		holds, settled = x == limit, x > limit
	}
	if !f.Known || f.AtLeast && !settled {
		return Unknown
	}
	return Of(holds)
}

// among reports whether one of the names was chosen.
func (f Fact) among(names []string) Truth {
	if !f.Known {
		return Unknown
	}
	return Of(slices.ContainsFunc(f.Chosen, func(c string) bool { return slices.Contains(names, c) }))
}

// Missing lists the tests for lack of whose answer the result is Unknown, each
// fact once; nothing when the result is Yes or No.
func (r Result) Missing() []Tested {
	var missing []Tested
	r.Step.missing(&missing)
	return missing
}

// missing looks only into steps that are Unknown: an unknown fact beside one that
// already settles the step makes no difference, and asking for it is a nuisance.
func (s Step) missing(found *[]Tested) {
	if s.Truth != Unknown {
		return
	}
	if s.Op == Is && !slices.ContainsFunc(*found, func(t Tested) bool { return t.Name == s.Test.Name }) {
		*found = append(*found, s.Test)
	}
	for _, k := range s.Steps {
		k.missing(found)
	}
}
