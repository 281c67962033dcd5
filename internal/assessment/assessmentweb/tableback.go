package assessmentweb

import (
	"errors"
	"net/http"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/web"
)

// updated says how many rows were changed, and by whom else.
func (p tablePage) updated(saved []assessment.Answer, m []assessment.Meanwhile) string {
	changed, shared := 0, 0
	for i, a := range saved {
		if a.Version == p.pic.Said.Answers[a.Requirement].Version {
			continue // it said nothing new
		}
		changed++
		if m[i].Any() {
			shared++
		}
	}
	notice := p.Lang.Plural(changed, "%s maatregel is bijgewerkt.", "%s maatregelen zijn bijgewerkt.", "%s measure was updated.", "%s measures were updated.")
	if shared > 0 {
		notice += " " + p.Lang.Plural(shared, "Bij %s maatregel wijzigde een ander intussen ook iets; dat staat er ook.", "Bij %s maatregelen wijzigde een ander intussen ook iets; dat staat er ook.", "Of %s measure somebody else changed something too; that is there as well.", "Of %s measures somebody else changed something too; that is there as well.")
	}
	return notice
}

// back sends the table back as it was typed, with what is wrong: nothing of it is
// stored. Where somebody else chose something different meanwhile, it says what.
func (p tablePage) back(w http.ResponseWriter, r *http.Request, typed []assessment.Answer, err error) error {
	p.Typed = map[string]assessment.Answer{}
	for _, a := range typed {
		p.Typed[a.Requirement] = a
	}
	code := http.StatusUnprocessableEntity
	if clashes := assessment.Clashes(nil); errors.As(err, &clashes) {
		code, err = http.StatusConflict, p.differences(clashes)
	}
	refusal, ok := fault.Of(err)
	if !ok || refusal.Kind != fault.Invalid {
		return err
	}
	p.Refusal = refusal
	return web.Render(w, r, code, tableView(p))
}

// differences says, cell by cell, what somebody else chose. Saving once more stores
// what was typed.
func (p tablePage) differences(clashes assessment.Clashes) error {
	var c fault.Checker
	for _, x := range clashes {
		p.Typed[x.Mine.Requirement] = x.Mine
		req := p.cat.Find(x.Mine.Requirement)
		for _, part := range x.Parts {
			says := func(l i18n.Lang) string {
				q := p
				q.Lang = l
				return l.Tf("%s, %s: %s koos intussen ‘%s’. Uw keuze staat er nog: sla opnieuw op om die te bewaren.", "%s, %s: %s chose ‘%s’ meanwhile. Your choice is still here: save again to keep it.",
					req.Number, part.Label().In(l), x.Who, q.valueText(part, x.Theirs))
			}
			c.Need(false, cellID(req, part.Name), i18n.T(says(i18n.NL), says(i18n.EN)))
		}
	}
	return c.Fault("assessment.table-clash")
}

// cellID is the name of a cell in the page.
func cellID(r *framework.Requirement, part string) string {
	if part == "review_on" {
		part = "review"
	}
	return r.Slug() + "-" + part
}

// answer is what the row of a requirement shows: what was typed, or what is stored.
func (p tablePage) answer(r *framework.Requirement) assessment.Answer {
	if a, ok := p.Typed[r.ID]; ok {
		return a
	}
	return p.pic.Answer(r)
}

// version is the stored version that a row stands on.
func (p tablePage) version(r *framework.Requirement) int64 {
	if a, ok := p.Typed[r.ID]; ok {
		return a.Version
	}
	return p.pic.Said.Answers[r.ID].Version
}
