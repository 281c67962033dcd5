package programme

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/ref"
)

// A Verdict is what was concluded of a requirement on one level. Its words are those
// of the independent assessment.
type Verdict struct {
	Level   framework.Level `json:"level"`
	Outcome audit.Outcome   `json:"outcome"`
	Method  audit.Method    `json:"method,omitempty"` // "" for not assessed
	Seen    string          `json:"seen"`             // what was seen, or why nothing was
	On      time.Time       `json:"on,omitzero"`      // the day; zero for not assessed
}

// A Judgement is everything that was concluded of one requirement in one round.
type Judgement struct {
	Round       RoundID           `json:"round"`
	Requirement string            `json:"requirement"`
	Verdicts    []Verdict         `json:"verdicts"` // at most one for each level, in their order
	By          identity.PersonID `json:"by"`       // who judged last
	ByName      string            `json:"by_name"`
	At          time.Time         `json:"at"`
	Version     int64             `json:"version"` // 0 while there is none
}

// Ref is the journal's name for the judgement.
func (j Judgement) Ref() ref.Ref {
	return ref.Ref{Kind: "judgement", ID: string(j.Round) + "/" + j.Requirement}
}

// On returns the verdict on a level; the zero Verdict while there is none.
func (j Judgement) On(l framework.Level) Verdict {
	for _, v := range j.Verdicts {
		if v.Level == l {
			return v
		}
	}
	return Verdict{Level: l}
}

// IsWhole reports whether there is a verdict on every level.
func (j Judgement) IsWhole() bool { return len(j.Verdicts) == len(framework.Levels) }

// fails reports whether something is not met.
func (j Judgement) fails() bool {
	return slices.ContainsFunc(j.Verdicts, func(v Verdict) bool { return v.Outcome == audit.NotMet })
}

// look is what the judgement says of coverage; ok is false when operation was not
// assessed.
func (j Judgement) look() (l Look, ok bool) {
	v := j.On(framework.Operation)
	if v.Outcome == "" || v.Outcome == audit.NotAssessed {
		return Look{}, false
	}
	return Look{Requirement: j.Requirement, On: v.On, Practice: v.Method != audit.ByDocument}, true
}

// tidy drops levels of which nothing was said, and puts the others in order.
func (j Judgement) tidy() Judgement {
	var kept []Verdict
	for _, l := range framework.Levels {
		v := j.On(l)
		v.Seen = strings.TrimSpace(v.Seen)
		if v.Outcome == audit.NotAssessed {
			v.Method, v.On = "", time.Time{}
		}
		if v.Outcome != "" || v.Method != "" || v.Seen != "" {
			kept = append(kept, v)
		}
	}
	j.Verdicts = kept
	return j
}

// check complains about what is missing, under the names of the form's fields. First
// and last are the days between which something can have been seen.
func (j Judgement) check(c *fault.Checker, first, last time.Time) {
	c.Need(len(j.Verdicts) > 0, "design_outcome", i18n.T("Geef ten minste één oordeel.", "Give at least one verdict."))
	for _, v := range j.Verdicts {
		audit.Verdict{Level: v.Level, Outcome: v.Outcome, Method: v.Method, Seen: v.Seen, On: v.On}.Check(c, first, last)
	}
}

// A Finding is what an auditor found wrong. What is done about it is an action in
// the improvement plan, and nothing here says so a second time.
type Finding struct {
	Round       RoundID           `json:"round"`
	Number      int               `json:"number"` // from 1 within the round
	Severity    audit.Severity    `json:"severity"`
	Requirement string            `json:"requirement"`
	Title       string            `json:"title"`
	What        string            `json:"what"` // and on what that rests
	By          identity.PersonID `json:"by"`
	ByName      string            `json:"by_name"`
	At          time.Time         `json:"at"`
	Version     int64             `json:"version"`
}

// Ref is the journal's name for the finding.
func (f Finding) Ref() ref.Ref {
	return ref.Ref{Kind: "round-finding", ID: fmt.Sprintf("%s/%d", f.Round, f.Number)}
}

// Source is how an improvement action names the finding that it comes from.
func (f Finding) Source() ref.Ref {
	return ref.Ref{Kind: plan.FromRound, ID: fmt.Sprintf("%s/%d", f.Round, f.Number)}
}

func (f Finding) check(c *fault.Checker, scope []string) {
	c.Need(slices.Contains(audit.Severities, f.Severity), "severity", i18n.T("Kies hoe zwaar de bevinding weegt.", "Choose how much the finding weighs."))
	c.Need(slices.Contains(scope, f.Requirement), "requirement", i18n.T("Kies een eis van deze ronde.", "Choose a requirement of this round."))
	c.Need(f.Title != "", "title", i18n.T("Schrijf in één zin wat er mis is.", "Write in one sentence what is wrong."))
	c.Line(f.Title, "title", audit.MaxLine)
	c.Need(f.What != "", "what", i18n.T("Beschrijf wat u vond en waaruit dat blijkt.", "Describe what you found and what shows it."))
	c.Text(f.What, "what", audit.MaxText)
}

// MaxFindings is how many findings one round has at most.
const MaxFindings = 200

// Work is what was concluded and found in one round.
type Work struct {
	Judgements []Judgement // in the norm's order
	Findings   []Finding   // by number
}

// Of returns the judgement of a requirement, without verdicts while there is none.
func (w Work) Of(round RoundID, requirement string) Judgement {
	for _, j := range w.Judgements {
		if j.Requirement == requirement {
			return j
		}
	}
	return Judgement{Round: round, Requirement: requirement}
}

// Size grows with everything that is stored of the work.
func (w Work) Size() (n int64) {
	for _, j := range w.Judgements {
		n += j.Version
	}
	for _, f := range w.Findings {
		n += f.Version
	}
	return n
}

// Clone returns the work in slices of its own, to be sorted.
func (w Work) Clone() Work {
	return Work{Judgements: slices.Clone(w.Judgements), Findings: slices.Clone(w.Findings)}
}

// Sort puts work in the order in which it is read.
func (w Work) Sort(cat *framework.Catalogue) {
	place := map[string]int{}
	for i, r := range cat.Requirements {
		place[r.ID] = i
	}
	slices.SortFunc(w.Judgements, func(a, b Judgement) int { return cmp.Compare(place[a.Requirement], place[b.Requirement]) })
	slices.SortFunc(w.Findings, func(a, b Finding) int { return cmp.Compare(a.Number, b.Number) })
}

// Missing says what a round lacks before it can be reported: verdicts, and a finding
// where something is not met.
func (w Work) Missing(cat *framework.Catalogue, scope []string) (all []i18n.Text) {
	for _, id := range scope {
		req, j := cat.Find(id), w.Of("", id)
		if req == nil {
			continue
		}
		name := req.Short()
		if !j.IsWhole() {
			all = append(all, i18n.T(name.NL+": nog niet op elk niveau een oordeel.", name.EN+": no verdict on every level yet."))
		}
		if j.fails() && !slices.ContainsFunc(w.Findings, func(f Finding) bool { return f.Requirement == id }) {
			all = append(all, i18n.T(name.NL+": voldoet niet, maar er is geen bevinding.", name.EN+": not met, but there is no finding."))
		}
	}
	return all
}
