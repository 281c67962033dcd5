package audit

import (
	"slices"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/legaltime"
)

// A PlanLine is what one member of the team does on one day of the work.
type PlanLine struct {
	On   time.Time `json:"on"` // midnight UTC
	Who  string    `json:"who"`
	What string    `json:"what"`
}

// The limits of a plan.
const (
	MaxPlan = 100 // lines
	maxWork = 999 // days of work, of everybody together
)

// checkPlan complains about days of work that there cannot be, and about lines of
// the plan that are not of the team or not within the work.
func (t Terms) checkPlan(c *fault.Checker) {
	c.Need(t.Days >= 1 && t.Days <= maxWork, "days", i18n.Tf("Vul in hoeveel dagen werk dit is, van iedereen samen: een heel getal van 1 tot en met %d.", "Give how many days of work this is, of everybody together: a whole number from 1 to %d.", maxWork))
	c.Need(len(t.Plan) <= MaxPlan, "plan", i18n.Tf("Schrijf hoogstens %d regels in de planning.", "Write at most %d lines in the plan.", MaxPlan))
	for _, l := range t.Plan {
		c.Need(l.Who != "" && l.What != "", "plan", i18n.T("Schrijf op elke regel van de planning een dag, een naam en wat die persoon doet, met een komma ertussen.", "Write on each line of the plan a day, a name and what that person does, with a comma in between."))
		c.Need(l.Who == "" || slices.ContainsFunc(t.Team, func(m Member) bool { return m.Name == l.Who }), "plan",
			i18n.T("In de planning staat "+l.Who+", en die staat niet in het team. Schrijf de naam zoals hij bij het team staat.", "The plan names "+l.Who+", who is not in the team. Write the name as it stands with the team."))
		c.Need(t.Until.Before(t.From) || !l.On.IsZero() && !l.On.Before(t.From) && !l.On.After(t.Until), "plan",
			i18n.T("Op elke regel van de planning staat een dag van het onderzoek, van "+i18n.NL.Day(t.From)+" tot en met "+i18n.NL.Day(t.Until)+".", "Each line of the plan has a day of the work, from "+i18n.EN.Day(t.From)+" to "+i18n.EN.Day(t.Until)+"."))
		c.Line(l.Who+l.What, "plan", MaxLine)
	}
}

// A PlanDay is a [PlanLine] in the spelling of a document.
type PlanDay struct {
	On   string `json:"on"`
	Who  string `json:"who"`
	What string `json:"what"`
}

// planned is the plan in the spelling of a document.
func (t Terms) planned() (all []PlanDay) {
	for _, l := range t.Plan {
		all = append(all, PlanDay{legaltime.Text(l.On), l.Who, l.What})
	}
	return all
}
