package past

import (
	"cmp"
	"reflect"
	"slices"
	"time"

	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/certification"
	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/incident/indicator"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/programme"
	"aantoonbaar/internal/received"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/review"
)

// Rows are what the stores of today hold of an organisation, as far as it is held
// against the journal: what a dossier tells of, and what is signed over it.
type Rows struct {
	Org       org.Organisation
	Said      assessment.Said
	Evidence  []evidence.Item
	Actions   []plan.Action
	Board     board.Held
	Certified []certification.Certificate
	Reviews   []review.Review
	Assessed  []audit.File
	Incidents []incident.File
	Texts     map[incident.ID][]incident.Edition
	Traces    map[incident.ID][]indicator.Indicator
	Roster    incident.Roster
	Audits    programme.Recalled
	Received  []received.Received
	Carried   continuity.Held
	Trained   people.Held
	Exercised []exercise.File
	Logs      rounds.Held

	Unread []string   // kinds of records that could not be read at all: nothing is said of them
	Passed [][]string // kinds in each of which one record or more could not be read, and the others were
}

// Rows are what the stores would hold if they hold what the journal tells.
func (s *State) Rows() Rows {
	return Rows{
		Org: s.Org, Said: s.Assessment.Said, Evidence: s.Evidence, Actions: s.Actions, Board: s.Board, Certified: s.Certified, Reviews: s.Reviews, Assessed: s.Assessed,
		Incidents: s.Incidents, Texts: s.Texts, Traces: s.Traces, Roster: s.Roster, Audits: s.Audits, Received: s.Received, Carried: s.Continuity, Trained: s.Training, Exercised: s.Exercises, Logs: s.Logs,
	}
}

// Differing names the records of which the rows say something else than the journal,
// or that only one of both has. What the journal cannot tell any more is passed over, for
// [Blanked] to tell where nobody erased it, and so is what could not be read.
func (s *State) Differing(rows Rows) (all []ref.Ref) {
	told, held := s.Rows().records(), rows.records()
	for of := range held {
		if _, both := told[of]; !both {
			all = append(all, of)
		}
	}
	for of, t := range told {
		if h, both := held[of]; !both || !alike(reflect.ValueOf(t), reflect.ValueOf(older(h, t))) {
			all = append(all, of)
		}
	}
	slices.SortFunc(all, ref.Ref.Compare)
	return slices.DeleteFunc(all, func(of ref.Ref) bool {
		return slices.Contains(rows.Unread, of.Kind) || slices.Contains(s.Unknown, of)
	})
}

// older is a row that may be of before something was written down, with that taken over
// from the journal: who changed an answer stands in rows of later only. So does the
// other way round the signature under a situation, in entries of later.
func older(held, told any) any {
	switch h := held.(type) {
	case assessment.Answer:
		if t, ok := told.(assessment.Answer); ok && h.ChangedByID == "" {
			h.ChangedByID = t.ChangedByID
		}
		return h
	case assessment.ScanAnswer:
		if t, ok := told.(assessment.ScanAnswer); ok && h.ChangedByID == "" {
			h.ChangedByID = t.ChangedByID
		}
		return h
	case audit.File:
		if t, ok := told.(audit.File); ok && t.Engagement.Situation.Note == "" {
			h.Engagement.Situation.Note = ""
		}
		return h
	}
	return held
}

// records are the rows, each under the journal's name for it. What does not stand in
// the journal itself is left out: the texts and signatures that it names by their hash
// are checked where they are read, and erasing takes bytes away later than words.
func (r Rows) records() map[ref.Ref]any {
	all := map[ref.Ref]any{{Kind: "profile", ID: "profile"}: r.Org, {Kind: "sentence", ID: "sentence"}: r.Board.Sentence}
	for id, a := range r.Said.Answers {
		all[assessment.ObjectOf(id)] = a
	}
	for id, a := range r.Said.Scan {
		all[ref.Ref{Kind: "scan", ID: id}] = a
	}
	for _, it := range r.Evidence {
		if it.ErasedAt.IsZero() {
			all[it.Ref()] = it
		}
	}
	for _, a := range r.Actions {
		all[a.Ref()] = a
	}
	for _, a := range r.Board.Approvals {
		a.Note, a.Text = "", nil
		all[board.ApprovalRef(a.ID)] = a
	}
	for _, d := range r.Board.Decisions {
		all[board.DecisionRef(d.ID)] = d
	}
	for _, c := range r.Board.Certificates {
		all[board.CertificateRef(c.ID)] = c
	}
	for _, c := range r.Certified {
		all[c.Ref()] = c
	}
	for _, x := range r.Reviews {
		all[x.Ref()] = x
	}
	for _, f := range r.Assessed {
		f.Reports, f.Verdicts = named(f.Reports), slices.Clone(f.Verdicts)
		slices.SortFunc(f.Verdicts, func(a, b audit.Verdict) int {
			return cmp.Or(cmp.Compare(a.Requirement, b.Requirement), cmp.Compare(a.Level, b.Level))
		})
		all[f.Engagement.ID.Ref()] = f
	}
	r.later(all)
	return all
}

// named is of reports what the journal's entry of the signing names.
func named(reports []audit.Report) (all []audit.Report) {
	for _, r := range reports {
		r.Text, r.Public, r.Signature, r.Note = nil, nil, nil, ""
		all = append(all, r)
	}
	return all
}

// alike compares two values to the depth: the same moment in two zones is one, and
// nothing is as good as an empty list.
func alike(a, b reflect.Value) bool {
	if a.Type() != b.Type() {
		return false
	}
	if t, ok := a.Interface().(time.Time); ok {
		u, _ := b.Interface().(time.Time)
		return t.Equal(u)
	}
	switch a.Kind() { //nolint:exhaustive // the others are compared as they are
	case reflect.Struct:
		for i := range a.NumField() {
			if a.Type().Field(i).IsExported() && !alike(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Pointer, reflect.Interface:
		return a.IsNil() && b.IsNil() || !a.IsNil() && !b.IsNil() && alike(a.Elem(), b.Elem())
	case reflect.Slice, reflect.Array:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !alike(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Map:
		if a.Len() != b.Len() {
			return false
		}
		for _, k := range a.MapKeys() {
			if v := b.MapIndex(k); !v.IsValid() || !alike(a.MapIndex(k), v) {
				return false
			}
		}
		return true
	}
	return a.Interface() == b.Interface()
}
