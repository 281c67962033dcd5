package app_test

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
)

// assessments are what a store of assessments gives.
type assessments struct {
	Listed  []audit.File
	Loaded  []audit.File
	Reports []audit.Report // with their text
}

// assessmentsIn reads everything that a store has of an organisation's assessments.
func assessmentsIn(ctx context.Context, store audit.Store, id org.ID) (all assessments, err error) {
	if all.Listed, err = store.List(ctx, id); err != nil {
		return all, err
	}
	for _, listed := range all.Listed {
		f, _, err := store.Load(ctx, id, listed.Engagement.ID)
		if err != nil {
			return all, err
		}
		all.Loaded = append(all.Loaded, f)
		for _, r := range listed.Reports {
			whole, _, err := store.Report(ctx, id, listed.Engagement.ID, r.Number)
			if err != nil {
				return all, err
			}
			all.Reports = append(all.Reports, whole)
		}
	}
	return all, nil
}

// TestTheJournalTellsOfAWholeAssessment leads assessments through everything that
// can happen to one, and copies after every step what the store gives. Afterwards
// the journal alone tells the same of every one of those moments. A field that never
// held anything was not compared: the test then asks for a step that fills it.
func TestTheJournalTellsOfAWholeAssessment(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		var copies []copied
		held := map[string]bool{}
		for i, step := range p.assessmentLife() {
			s.at(s.clock().Add(time.Minute))
			if err := step(); err != nil {
				s.Fatalf("step %d: %v", i, err)
			}
			c := copyOf(s.T, s.App, p.id, s.clock(), []string{p.requirement, p.excluded})
			fields(reflect.ValueOf(c.Assessed), held)
			copies = append(copies, c)
		}
		entries := entriesOf(s.T, s.App, p.id)
		for i, c := range copies {
			if diff := alike(c, recalled(s.T, s.App, entries[:c.Size], p.id, s.clock())); diff != "" {
				s.Fatalf("after step %d the journal tells something else (-stores +journal):\n%.3000s", i, diff)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(held)) {
			if !held[name] {
				s.Errorf("%s never held anything, so nothing was compared", name)
			}
		}
	})
}

// fields notes of every field within v whether it ever held anything.
func fields(v reflect.Value, held map[string]bool) {
	if v.Kind() == reflect.Slice {
		for i := range v.Len() {
			fields(v.Index(i), held)
		}
	}
	if v.Kind() != reflect.Struct || v.Type() == reflect.TypeFor[time.Time]() {
		return
	}
	for i := range v.NumField() {
		name := v.Type().String() + "." + v.Type().Field(i).Name
		held[name] = held[name] || !v.Field(i).IsZero()
		fields(v.Field(i), held)
	}
}

// assessmentLife is everything that can happen to an assessment, a step each. Some
// steps are taken back by the next one.
func (p *provider) assessmentLife() []func() error {
	var id audit.ID
	ctx, officer := p.ctx(), p.by(identity.SecurityOfficer)
	lead := func() identity.Actor { return p.assessor(id) }
	version := func() int64 { return p.fileOf(id).Engagement.Version }
	declare := func(answer string) func() error {
		return func() error {
			st := audit.Statement{Answers: map[string]string{}, Explanation: p.mark("tie")}
			for _, q := range p.Audit.Rules.Questions {
				st.Answers[q.ID] = answer
			}
			return only(p.Audit.Declare(ctx, lead(), id, st))
		}
	}
	agree := func() error { return only(p.Audit.Agree(ctx, officer, id, version())) }
	agreeToo := func() error { return only(p.Audit.AgreeAsAssessor(ctx, lead(), id, version())) }
	change := func(firm string) func() error {
		return func() error {
			terms := p.terms()
			terms.Firm, terms.Until, terms.AccessUntil = firm, terms.From.AddDate(0, 0, 1), terms.From.AddDate(0, 0, 1)
			return only(p.Audit.Change(ctx, officer, id, version(), terms))
		}
	}
	steps := []func() error{
		func() error { id = p.prepared(); return nil },
		change("Een ander bureau"), agree, change(p.mark("firm")),
		declare(audit.NoTie), agreeToo, declare(audit.HasTie), declare(audit.NoTie), agree, agreeToo,
		func() error { return p.Audit.Begin(ctx, lead(), id) },
	}
	steps = append(steps, p.sampling(&id)...)
	steps = append(steps, p.findings(&id)...)
	steps = append(steps, p.travelling(&id)...)
	return append(steps, p.ending(&id)...)
}

// fileOf is an assessment as the store has it.
func (p *provider) fileOf(id audit.ID) audit.File {
	p.Helper()
	f, ok, err := p.Audit.Store.Load(p.ctx(), p.id, id)
	if p.must(err); !ok {
		p.Fatalf("assessment %s is not there", id)
	}
	return f
}

// sampling changes the sample, and judges.
func (p *provider) sampling(id *audit.ID) []func() error {
	ctx := p.ctx()
	var extra string // in scope, and not drawn
	add := func() error {
		e := p.fileOf(*id).Engagement
		for _, r := range e.Terms.Scope {
			if extra == "" && !slices.ContainsFunc(e.Sample, func(x audit.Pick) bool { return x.Requirement == r }) {
				extra = r
			}
		}
		return p.Audit.AddToSample(ctx, p.assessor(*id), *id, extra, p.mark("added"))
	}
	drop := func() error {
		return p.Audit.DropFromSample(ctx, p.assessor(*id), *id, extra, "Het gebouw is dicht")
	}
	judge := func(outcome audit.Outcome) func() error {
		return func() error {
			all := p.verdicts(p.requirement)
			for i := range all {
				all[i].Version = p.fileOf(*id).Verdict(all[i].Requirement, all[i].Level).Version
				all[i].Outcome, all[i].Evidence = outcome, []string{string(p.pieces[0].ID)}
			}
			return p.Audit.Judge(ctx, p.assessor(*id), *id, all)
		}
	}
	return []func() error{add, drop, add, drop, add, judge(audit.Met), judge(audit.NotMet)}
}

// findings finds something, and lets the organisation respond.
func (p *provider) findings(id *audit.ID) []func() error {
	ctx := p.ctx()
	find := func() error { return only(p.Audit.AddFinding(ctx, p.assessor(*id), *id, p.found())) }
	change := func() error {
		x := p.found()
		x.Number, x.Version, x.Severity, x.What = 1, 2, audit.Critical, "Erger dan gedacht"
		return only(p.Audit.ChangeFinding(ctx, p.assessor(*id), *id, x))
	}
	respond := func() error {
		return only(p.Audit.Respond(ctx, p.by(identity.SecurityOfficer), *id, 1, 1, p.mark("response")))
	}
	settle := func() error { return only(p.Audit.CloseFinding(ctx, p.assessor(*id), *id, 1, "Ik zag het werken")) }
	return []func() error{find, respond, change, settle, func() error { p.foundBefore(*id, 2); return nil }}
}

// travelling takes the assessment along, works on at both places, and brings back
// what was done: something new, something else than here, and what is as it was.
func (p *provider) travelling(id *audit.ID) []func() error {
	ctx := p.ctx()
	var took audit.Taking
	var then audit.File
	take := func() (err error) {
		took, then, err = p.Audit.TakeAlong(ctx, p.assessor(*id), *id, p.fixed(*id), true)
		return err
	}
	meanwhile := func() error { return only(p.Audit.AddFinding(ctx, p.assessor(*id), *id, p.found())) }
	concludeHere := func() error { return p.Audit.Conclude(ctx, p.assessor(*id), *id, "Wat hier is bedacht") }
	bring := func(conclusion string, choices map[string]string) func() error {
		return func() error {
			done := then
			done.Verdicts = append(slices.Clone(then.Verdicts), p.verdicts(p.terms().Scope[0])...)
			done.Findings = slices.Clone(then.Findings)
			done.Findings[1].What = "Onderweg nog eens bekeken"
			x := p.found()
			x.Number, x.Title, x.MadeAt = 3, "Onderweg gevonden", p.clock().UTC().Add(-30*time.Second)
			done.Findings = append(done.Findings, x)
			done.Engagement.Conclusion = conclusion
			return only(p.Audit.BringBack(ctx, p.assessor(*id), *id, audit.ResultsOf(p.Content, took, p.id, then, done), choices))
		}
	}
	mine := func() error {
		c, err := p.Audit.Compare(ctx, p.assessor(*id), *id, audit.Results{Format: audit.ResultsFormat, Org: p.id, Engagement: *id, Taking: took.ID, Person: took.Person, Conclusion: &audit.ConclusionNote{Text: "Onderweg bedacht"}})
		if err != nil {
			return err
		}
		return bring("Onderweg bedacht", map[string]string{"conclusion": audit.MineOver(c.Conclusion.Mark)})()
	}
	move := func() error { return p.Audit.MoveOn(ctx, p.assessor(*id), *id, p.mark("moved")) }
	return []func() error{take, meanwhile, concludeHere, bring("Iets anders", map[string]string{"conclusion": audit.Theirs}), mine, move}
}

// ending signs a report on paper, corrects it, closes every finding and then the
// assessment; another one is stopped.
func (p *provider) ending(id *audit.ID) []func() error {
	ctx, officer := p.ctx(), p.by(identity.SecurityOfficer)
	judge := func(method audit.Method) func() error {
		return func() error {
			f := p.fileOf(*id)
			for _, requirement := range f.Engagement.Terms.Scope {
				all := p.verdicts(requirement)
				for i := range all {
					all[i].Version, all[i].Method = f.Verdict(requirement, all[i].Level).Version, method
				}
				if err := p.Audit.Judge(ctx, p.assessor(*id), *id, all); err != nil {
					return err
				}
			}
			return nil
		}
	}
	conclude := func() error { return p.Audit.Conclude(ctx, p.assessor(*id), *id, p.mark("conclusion")) }
	sign := func() error { return p.signReport(*id) }
	correct := func() error { return p.Audit.Correct(ctx, p.assessor(*id), *id, "Een verkeerde dag") }
	byEvidence := func() error {
		piece := evidence.ID(p.newPiece())
		return only(p.Audit.CloseByEvidence(ctx, officer, *id, 2, piece))
	}
	back := func() error {
		p.at(p.clock().AddDate(0, 0, 3))
		return only(p.Audit.Readmit(ctx, officer, *id, midnight(p.clock()).AddDate(0, 0, 7), "Om te sluiten"))
	}
	settle := func() error {
		for _, x := range p.fileOf(*id).Findings {
			if !x.IsOpen() {
				continue
			}
			if _, err := p.Audit.CloseFinding(ctx, p.assessor(*id), *id, x.Number, "Ik zag het werken"); err != nil {
				return err
			}
		}
		return nil
	}
	end := func() error { return only(p.Audit.End(ctx, officer, *id)) }
	stop := func() error { return only(p.Audit.Stop(ctx, officer, p.atWork(), strings.Repeat("Failliet. ", 3))) }
	return []func() error{judge(audit.ByDocument), conclude, sign, byEvidence, correct, judge(audit.ByInterview), sign, back, settle, end, stop}
}
