package oscal

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/plan"
)

type poamRoot struct {
	Plan poam `json:"plan-of-action-and-milestones"`
}

// A poam is a plan-of-action-and-milestones: the improvement actions.
type poam struct {
	UUID         string        `json:"uuid"`
	Metadata     metadata      `json:"metadata"`
	ImportSSP    reference     `json:"import-ssp"`
	SystemID     systemID      `json:"system-id"`
	Observations []observation `json:"observations,omitempty"`
	Risks        []risk        `json:"risks,omitempty"`
	Items        []poamItem    `json:"poam-items"`
}

// A poamItem is a poam-item: one action.
type poamItem struct {
	UUID         string           `json:"uuid"`
	Title        string           `json:"title"`
	Description  string           `json:"description"`
	Props        props            `json:"props"`
	Observations []observationRef `json:"related-observations,omitempty"`
	Risks        []riskRef        `json:"related-risks,omitempty"`
	Remarks      string           `json:"remarks,omitempty"` // why it was dropped
}

type observationRef struct {
	UUID string `json:"observation-uuid"`
}

type riskRef struct {
	UUID string `json:"risk-uuid"`
}

// An observation is how things stand with a requirement on which an action
// works. The organisation says so itself: nobody else has looked.
type observation struct {
	UUID        string    `json:"uuid"`
	Title       string    `json:"title"`
	Description string    `json:"description"`
	Props       props     `json:"props"`
	Methods     []string  `json:"methods"`
	Types       []string  `json:"types"`
	Subjects    []subject `json:"subjects"`
	Collected   string    `json:"collected"`
	Remarks     string    `json:"remarks"`
}

// A subject is subject-reference: the organisation, as the plan describes it.
type subject struct {
	UUID string `json:"subject-uuid"`
	Type string `json:"type"`
}

// poam writes every action, dropped ones too, and what is known of the
// requirements on which they work.
func (b *book) poam() poam {
	p := poam{
		UUID: b.documentID("poam"), Metadata: b.head(b.Lang.Tf("Verbeterplan van %s", "Improvement plan of %s", b.Organisation.Name)),
		ImportSSP: reference{SSPName}, SystemID: systemID{value(string(b.Organisation.ID))},
	}
	people := b.newPeople()
	for _, r := range b.rows {
		if slices.ContainsFunc(b.actions, func(a plan.Action) bool { return a.IsFor(r.ID) }) {
			p.Observations = append(p.Observations, b.observation(r))
			p.Risks = append(p.Risks, b.risk(r, people))
		}
	}
	for _, a := range b.actions {
		people.owner(a.Owner)
		p.Items = append(p.Items, b.item(a))
	}
	people.into(&p.Metadata)
	return p
}

func (b *book) item(a plan.Action) poamItem {
	it := poamItem{UUID: b.uuid("action", a.ID), Title: cmp.Or(line(a.Title), line(a.ID)), Remarks: text(a.Reason)}
	it.Description = cmp.Or(text(a.Description), it.Title)
	it.Props.add("action", a.ID)
	it.Props.explain("status", string(a.Status), a.Status.Name().In(b.Lang))
	it.Props.add("due", legaltime.Text(a.Due))
	it.Props.add("done-on", legaltime.Text(a.DoneOn))
	if a.IsLate(b.Moment.today()) {
		it.Props.add("late", "yes")
	}
	it.Props.add("owner", a.OwnerName(identity.Roll{Here: b.Names}))
	it.Props.add("level", string(a.Level))
	it.Props.add("effort", string(a.Effort))
	if a.CostCents != 0 {
		it.Props.add("cost-cents", strconv.FormatInt(a.CostCents, 10))
	}
	it.Props.add("source", a.Source.Kind)
	for _, id := range slices.Sorted(slices.Values(a.Requirements)) {
		it.Props.add("control-id", controlID(id))
		it.Observations = append(it.Observations, observationRef{b.observationID(id)})
		it.Risks = append(it.Risks, riskRef{b.riskID(id)})
	}
	return it
}

func (b *book) observationID(requirement string) string { return b.uuid("observation", requirement) }

func (b *book) observation(r row) observation {
	o := observation{
		UUID: b.observationID(r.ID), Title: b.heading(r), Description: b.stands(r),
		Methods: []string{"UNKNOWN"}, Types: []string{"control-objective"}, Subjects: []subject{{b.componentID(), "component"}},
		Collected: instant(b.collected(r.answer)),
		Remarks:   text(b.Lang.T("De organisatie zegt dit zelf. Hoe zij het heeft bekeken, is niet vastgelegd.", "The organisation says this itself. How it looked is not recorded.")),
	}
	o.Props.add("control-id", controlID(r.ID))
	return o
}

// collected is when the answer was given; that nobody answered is so at the
// moment itself.
func (b *book) collected(a assessment.Answer) time.Time {
	if a.ChangedAt.IsZero() {
		return b.Moment.At
	}
	return a.ChangedAt
}

func (b *book) stands(r row) string {
	return text(b.Lang.Tf("Stand volgens de organisatie: %s.", "State according to the organisation: %s.", r.state.Name().In(b.Lang)))
}
