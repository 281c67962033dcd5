package oscal

import (
	"slices"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/plan"
)

// A risk is a requirement on which an action works: what can go wrong while it
// is not met.
type risk struct {
	UUID         string           `json:"uuid"`
	Title        string           `json:"title"`
	Description  string           `json:"description"`
	Statement    string           `json:"statement"`
	Props        props            `json:"props"`
	Status       string           `json:"status"`
	Deadline     string           `json:"deadline,omitempty"`
	Remediations []response       `json:"remediations,omitempty"`
	Observations []observationRef `json:"related-observations"`
}

// A response is what is done about a risk: an action, as far as it works on this
// requirement.
type response struct {
	UUID        string `json:"uuid"`
	Lifecycle   string `json:"lifecycle"` // "planned" or "completed"
	Title       string `json:"title"`
	Description string `json:"description"`
	Props       props  `json:"props"`
	Tasks       []task `json:"tasks,omitempty"`
}

// A task is the milestone of an action: the day before or on which it is done.
type task struct {
	UUID             string        `json:"uuid"`
	Type             string        `json:"type"`
	Title            string        `json:"title"`
	Timing           timing        `json:"timing"`
	ResponsibleRoles []responsible `json:"responsible-roles,omitempty"`
}

type timing struct {
	Range dateRange `json:"within-date-range"`
}

type dateRange struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

func (b *book) riskID(requirement string) string { return b.uuid("risk", requirement) }

func (b *book) risk(r row, people *people) risk {
	one := risk{
		UUID: b.riskID(r.ID), Title: b.heading(r), Description: b.stands(r), Statement: text(r.Why.In(b.Lang)),
		Status: riskStatus(r), Observations: []observationRef{{b.observationID(r.ID)}},
	}
	one.Props.add("control-id", controlID(r.ID))
	if end := deadline(r); !end.IsZero() {
		one.Deadline = instant(b.Moment.endOf(end))
	}
	for _, a := range r.actions {
		one.Remediations = append(one.Remediations, b.response(r, a, people))
	}
	return one
}

// riskStatus closes a risk when the answer says so, and not when the action is
// done: done work has still to be looked at.
func riskStatus(r row) string {
	switch {
	case r.state == assessment.InPlace || r.state == assessment.Excluded:
		return "closed"
	case slices.ContainsFunc(r.actions, func(a plan.Action) bool { return a.Status == plan.Busy }):
		return "remediating"
	}
	return "open"
}

// deadline is the day on which the last open action on the requirement is due;
// zero when one of them has no day, or none is open.
func deadline(r row) (last time.Time) {
	for _, a := range r.actions {
		switch {
		case !a.IsOpen():
		case a.Due.IsZero():
			return time.Time{}
		case a.Due.After(last):
			last = a.Due
		}
	}
	return last
}

func (b *book) response(r row, a plan.Action, people *people) response {
	it := b.item(a)
	key := a.ID + "/" + r.ID
	one := response{
		UUID: b.uuid("response", key), Lifecycle: "planned", Title: it.Title, Description: it.Description,
		Props: props{{Name: "type", Value: "mitigate"}},
	}
	one.Props.add("action", a.ID)
	if a.Status == plan.Done {
		one.Lifecycle = "completed"
	}
	if !a.Due.IsZero() {
		end := b.Moment.endOf(a.Due)
		start := a.CreatedAt
		if start.IsZero() || start.After(end) {
			start = end
		}
		one.Tasks = []task{{b.uuid("task", key), "milestone", it.Title, timing{dateRange{instant(start), instant(end)}}, people.owner(a.Owner)}}
	}
	return one
}
