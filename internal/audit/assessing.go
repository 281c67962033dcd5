package audit

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
)

// Begun is what the journal says of work that began.
type Begun struct {
	Size   int64  `json:"size"`
	Root   string `json:"root"`
	Note   string `json:"note"` // the signed checkpoint; "" in older entries
	Seed   string `json:"seed"`
	Sample []Pick `json:"sample"`
}

// Begin fixes the situation that is assessed under a signed checkpoint, and draws
// the sample.
//
// Refusals: Denied; NotFound; Conflict before the first day, without a statement
// that leaves one free, or when somebody changed something at that very moment.
func (s *Service) Begin(ctx context.Context, by identity.Actor, id ID) error {
	if err := by.Need(identity.Assess); err != nil {
		return err
	}
	if err := s.here(); err != nil {
		return err
	}
	f, err := s.free(ctx, by, id, Agreed)
	if err != nil {
		return err
	}
	e := f.Engagement
	if s.today().Before(e.Terms.From) {
		return &fault.Fault{
			Kind: fault.Conflict, Code: "audit.too-early",
			Says: i18n.T("Het onderzoek begint op "+i18n.NL.Day(e.Terms.From)+".", "The work begins on "+i18n.EN.Day(e.Terms.From)+"."),
			Hint: i18n.T("Kom op die dag terug. Er is niets opgeslagen.", "Come back on that day. Nothing was stored."),
		}
	}
	tested, err := s.tested(ctx, by)
	if err != nil {
		return err
	}
	pic, err := s.World.Picture(ctx, ofToday(by))
	if err != nil {
		return fmt.Errorf("look at the self-assessment: %w", err)
	}
	known, now := KnownOf(s.Rules, s.Catalogue, e.Terms.Scope, pic, tested), s.now()
	err = s.Store.Begin(ctx, by.Org, pic.Said.Size, Fix{At: now, Make: func(at Situation) (Engagement, journal.Draft) {
		seed := SeedOf(at.Root, e.ID)
		e.Status, e.Version, e.Situation = AtWork, e.Version+1, at
		e.Seed, e.Sample = seedText(seed), Draw(s.Rules, known, seed)
		return e, by.Draft(now, "audit.begin", e.ID.Ref(), Begun{at.Size, at.Root, at.Note, e.Seed, e.Sample})
	}})
	if err != nil {
		return fmt.Errorf("begin assessment %s: %w", id, err)
	}
	return nil
}

// ofToday is the actor with whom the program itself reads what an assessor may not:
// the organisation of today. What it reads goes no further than the draw of a
// sample, and the actions that come from a finding.
func ofToday(by identity.Actor) identity.Actor {
	if by.Role != identity.Assessor {
		return by
	}
	return identity.Actor{Person: by.Person, Name: by.Name, Org: by.Org, Credential: identity.System}
}

// MoveOn fixes a newer situation for assessors to read. The first one stays, and so
// does the sample that was drawn from it.
//
// Refusals: Denied; NotFound; Invalid without a reason; Conflict when there is no
// work, without a statement that leaves one free, or when somebody changed
// something at that very moment.
func (s *Service) MoveOn(ctx context.Context, by identity.Actor, id ID, because string) error {
	if err := by.Need(identity.Assess); err != nil {
		return err
	}
	if err := s.here(); err != nil {
		return err
	}
	f, err := s.free(ctx, by, id, AtWork, Reported)
	if err != nil {
		return err
	}
	because, err = reason(because, "moved", "audit.moved-refused", i18n.T("Schrijf waarom u een nieuwere stand wilt zien. De reden komt in het rapport.", "Write why you want to see a newer state. The reason goes into the report."))
	if err != nil {
		return err
	}
	pic, err := s.World.Picture(ctx, ofToday(by))
	if err != nil {
		return fmt.Errorf("look at the self-assessment: %w", err)
	}
	e, now := f.Engagement, s.now()
	err = s.Store.Begin(ctx, by.Org, pic.Said.Size, Fix{At: now, Make: func(at Situation) (Engagement, journal.Draft) {
		next := Newer{Situation: at, Because: because, ByName: by.Name}
		e.Version, e.Newer = e.Version+1, append(slices.Clone(e.Newer), next)
		return e, by.Draft(now, "audit.move-on", e.ID.Ref(), next)
	}})
	if err != nil {
		return fmt.Errorf("fix a newer situation of assessment %s: %w", id, err)
	}
	return nil
}

// tested returns which requirements the organisation's reports have tested in
// practice, on operation.
func (s *Service) tested(ctx context.Context, by identity.Actor) (map[string]bool, error) {
	all, err := s.Store.List(ctx, by.Org)
	if err != nil {
		return nil, fmt.Errorf("list assessments: %w", err)
	}
	tested := map[string]bool{}
	for _, f := range all {
		if len(f.Reports) == 0 {
			continue
		}
		_, d, err := s.report(ctx, by.Org, f.Engagement.ID, f.Reports[0].Number)
		if err != nil {
			return nil, err
		}
		for _, v := range d.Verdicts {
			if v.Level == framework.Operation && v.Outcome != NotAssessed && v.Method != ByDocument {
				tested[v.Requirement] = true
			}
		}
	}
	return tested, nil
}

// AddToSample makes one more requirement of the scope to be looked at, or takes a
// dropping back.
//
// Refusals: Denied; NotFound; Invalid without a reason, or for one that is not in
// scope; Conflict when there is no work.
func (s *Service) AddToSample(ctx context.Context, by identity.Actor, id ID, requirement, why string) error {
	if err := by.Need(identity.Assess); err != nil {
		return err
	}
	if err := s.here(); err != nil {
		return err
	}
	return s.resample(ctx, by, id, requirement, why, func(e *Engagement, i int, why string) {
		if i >= 0 {
			e.Sample[i].Dropped = ""
			return
		}
		e.Sample = append(e.Sample, Pick{Requirement: requirement, Reasons: []Reason{ByHand}, Why: why})
	})
}

// DropFromSample says that a requirement need not be looked at after all. It stays
// to be seen, with both reasons.
//
// Refusals: as [Service.AddToSample].
func (s *Service) DropFromSample(ctx context.Context, by identity.Actor, id ID, requirement, why string) error {
	if err := by.Need(identity.Assess); err != nil {
		return err
	}
	if err := s.here(); err != nil {
		return err
	}
	return s.resample(ctx, by, id, requirement, why, func(e *Engagement, i int, why string) {
		if i >= 0 {
			e.Sample[i].Dropped = why
		}
	})
}

func (s *Service) resample(ctx context.Context, by identity.Actor, id ID, requirement, why string, change func(e *Engagement, i int, why string)) error {
	f, err := s.free(ctx, by, id, AtWork)
	if err != nil {
		return err
	}
	e := f.Engagement
	why = strings.TrimSpace(why)
	var c fault.Checker
	c.Need(e.InScope(requirement), "requirement", i18n.T("Kies een maatregel uit de opdracht.", "Choose a measure of the engagement."))
	c.Need(why != "", "why", i18n.T("Schrijf waarom. De reden komt in het rapport.", "Write why. The reason goes into the report."))
	c.Text(why, "why", MaxText)
	if err := c.Fault("audit.sample-refused"); err != nil {
		return err
	}
	e.Sample = slices.Clone(e.Sample)
	change(&e, slices.IndexFunc(e.Sample, func(p Pick) bool { return p.Requirement == requirement }), why)
	i := slices.IndexFunc(e.Sample, func(p Pick) bool { return p.Requirement == requirement })
	if i < 0 {
		return nil // dropped without ever having been chosen
	}
	_, err = s.step(ctx, by, e, "audit.sample", e.Sample[i])
	return err
}

// Judge stores verdicts on one requirement: those that say something else than
// what stands. A level that was blank and is left blank is passed over, also when
// somebody else judged it meanwhile.
//
// Refusals: Denied; NotFound; Invalid, with every wrong field; Conflict when there
// is no work; a *[Clash], with nothing stored, when somebody else judged the same
// level differently in the meantime.
func (s *Service) Judge(ctx context.Context, by identity.Actor, id ID, verdicts []Verdict) error {
	if err := by.Need(identity.Assess); err != nil {
		return err
	}
	f, err := s.free(ctx, by, id, AtWork)
	if err != nil {
		return err
	}
	items, err := s.World.Items(ctx, by)
	if err != nil {
		return fmt.Errorf("list evidence: %w", err)
	}
	changed, err := s.changed(f, verdicts, items)
	if err != nil || len(changed) == 0 {
		return err
	}
	now := s.now()
	var entries []journal.Draft
	for i, v := range changed {
		v.By, v.ByName, v.At, v.Version = by.Person, by.Name, now, v.Version+1
		changed[i] = v
		entries = append(entries, by.Draft(now, "audit.verdict", id.Ref(), lineOf(s.Catalogue, v)))
	}
	if err := s.Store.Judge(ctx, by.Org, f.Engagement, changed, entries); err != nil {
		return fmt.Errorf("judge %s: %w", changed[0].Requirement, err)
	}
	return nil
}

// changed returns the verdicts that are to be stored.
func (s *Service) changed(f File, verdicts []Verdict, items []evidence.Item) ([]Verdict, error) {
	var c fault.Checker
	var changed []Verdict
	clash := &Clash{}
	first, last := f.Engagement.seenBetween(s.today())
	for _, v := range verdicts {
		v.Seen, v.Place, v.Note = strings.TrimSpace(v.Seen), strings.TrimSpace(v.Place), strings.TrimSpace(v.Note)
		now := f.Verdict(v.Requirement, v.Level)
		if v.same(now) || v.Version == 0 && v.Outcome == "" && v.Seen == "" {
			continue
		}
		if v.Version != now.Version {
			clash.Theirs = append(clash.Theirs, now)
			continue
		}
		c.Need(f.Engagement.InScope(v.Requirement), string(v.Level)+"_outcome", i18n.T("Deze maatregel hoort niet bij de opdracht.", "This measure is not part of the engagement."))
		c.Need(areThere(v.Evidence, items), string(v.Level)+"_evidence", i18n.T("Dit bewijs is er niet. Kies uit de lijst.", "This evidence is not there. Choose from the list."))
		v.Check(&c, first, last)
		changed = append(changed, v)
	}
	if len(clash.Theirs) > 0 {
		return nil, clash
	}
	return changed, c.Fault("audit.verdict-refused")
}

func areThere(ids []string, items []evidence.Item) bool {
	return !slices.ContainsFunc(ids, func(id string) bool {
		return !slices.ContainsFunc(items, func(it evidence.Item) bool { return string(it.ID) == id })
	})
}
