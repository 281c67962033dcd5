package past

import (
	"cmp"
	"reflect"
	"slices"

	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/incident/indicator"
	"aantoonbaar/internal/programme"
	"aantoonbaar/internal/ref"
)

// An incidentRow is everything that is kept of one incident.
type incidentRow struct {
	File   incident.File
	Texts  []incident.Edition
	Traces []indicator.Indicator
}

// A roundRow is a round of the audit programme with the work in it.
type roundRow struct {
	Round programme.Round
	Work  programme.Work
}

// later adds the records of what goes wrong, of care without ICT, of audits, of people
// and of log review.
func (r Rows) later(all map[ref.Ref]any) {
	for _, f := range r.Incidents {
		texts := slices.Clone(r.Texts[f.ID])
		slices.SortFunc(texts, func(a, b incident.Edition) int {
			return cmp.Or(cmp.Compare(a.Text, b.Text), cmp.Compare(a.Number, b.Number))
		})
		all[f.Ref()] = incidentRow{f, texts, r.Traces[f.ID]}
	}
	all[ref.Ref{Kind: "roster"}] = r.Roster
	for _, p := range r.Audits.Programmes {
		all[p.Ref()] = p
	}
	for _, x := range r.Audits.Rounds {
		w := r.Audits.Work[x.ID].Clone()
		slices.SortFunc(w.Judgements, func(a, b programme.Judgement) int { return cmp.Compare(a.Requirement, b.Requirement) })
		slices.SortFunc(w.Findings, func(a, b programme.Finding) int { return cmp.Compare(a.Number, b.Number) })
		all[x.Ref()] = roundRow{x, w}
	}
	for _, x := range r.Received {
		all[x.Ref()] = x
	}
	for _, f := range r.Exercised {
		all[f.Exercise.Ref()] = f
	}
	for _, held := range []any{r.Carried, r.Trained, r.Logs} {
		records(all, held)
	}
}

// records adds every record in the lists of a room.
func records(all map[ref.Ref]any, held any) {
	v := reflect.ValueOf(held)
	for i := range v.NumField() {
		list := v.Field(i)
		for j := range list.Len() {
			if x, ok := list.Index(j).Interface().(interface{ Ref() ref.Ref }); ok {
				all[x.Ref()] = x
			}
		}
	}
}
