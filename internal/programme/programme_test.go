package programme_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"aantoonbaar/content"
	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/programme"
	"aantoonbaar/internal/ref"
)

func month(y int, m time.Month) time.Time { return time.Date(y, m, 1, 0, 0, 0, 0, time.UTC) }

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func catalogue(t *testing.T) *framework.Catalogue {
	t.Helper()
	cat, err := framework.Load(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

func TestTheGroupsHoldEveryRequirement(t *testing.T) {
	cat := catalogue(t)
	held := map[string]int{}
	for _, g := range programme.Groups(cat) {
		if len(g.Requirements) == 0 || !g.Name.Complete() {
			t.Errorf("group %+v is empty or has no name", g)
		}
		if g.Key != programme.Care {
			for _, id := range g.Requirements {
				held[id]++
			}
		} else if len(g.Requirements) != 8 {
			t.Errorf("%d care measures, want 8", len(g.Requirements))
		}
	}
	for _, r := range cat.Requirements {
		if held[r.ID] != 1 {
			t.Errorf("%s is in %d groups, want one", r.ID, held[r.ID])
		}
	}
}

func TestAProgrammeIsWholeMonths(t *testing.T) {
	p := programme.Programme{From: month(2027, 1), Months: 14}
	if !p.Until().Equal(day(2028, 2, 29)) {
		t.Errorf("Until = %s", p.Until())
	}
	for on, want := range map[time.Time]bool{day(2026, 12, 31): false, day(2027, 1, 1): true, day(2028, 2, 29): true, day(2028, 3, 1): false} {
		if p.Holds(on) != want {
			t.Errorf("Holds(%s) = %t", on, !want)
		}
	}
	if all := p.Each(); len(all) != 14 || !all[13].Equal(month(2028, 2)) {
		t.Errorf("Each = %v", all)
	}
}

func TestTheScopeIsGroupsAndSingleRequirementsInOrder(t *testing.T) {
	cat := catalogue(t)
	r := programme.Round{Groups: []string{"9", "mensen"}, Requirements: []string{"nen7510-2:2024/8.5", "nen7510-1:2024/4.1", "nen7510-2:2024/6.1"}}
	var numbers []string
	for _, id := range r.Scope(cat) {
		numbers = append(numbers, cat.Find(id).Number)
	}
	if got := strings.Join(numbers, " "); got != "4.1 9.1 9.2 9.3 6.1 6.2 6.3 6.4 6.5 6.6 6.7 6.8 6.9 8.5" {
		t.Errorf("Scope = %s", got)
	}
	if got := r.About(cat).NL; !strings.HasPrefix(got, "9 Meten · Mensen · ") {
		t.Errorf("About = %s", got)
	}
	system := []string{"4", "5", "6", "7", "8", "9", "10"}
	for want, groups := range map[string][]string{
		"Management system": system, "Management system · People": append(slices.Clone(system), "mensen"),
		"Everything": append(slices.Clone(system), "organisatie", "mensen", "gebouwen", "techniek"),
	} {
		if got := (programme.Round{Groups: groups}).About(cat).EN; got != want {
			t.Errorf("About %v = %q, want %q", groups, got, want)
		}
	}
	r = programme.Round{Requirements: []string{"nen7510-2:2024/5.1", "nen7510-2:2024/5.2", "nen7510-2:2024/5.3", "nen7510-2:2024/5.4", "nen7510-2:2024/5.5", "nen7510-2:2024/5.6"}}
	if got := r.About(cat).EN; got != "5.1 · 5.2 · 5.3 · 5.4 · 2 more" {
		t.Errorf("About = %s", got)
	}
}

// world is a room's surroundings that a test fills in.
type world struct {
	states map[string]assessment.State
	doubts map[string][]assessment.Doubt
}

func (w world) picture() *assessment.Picture {
	return &assessment.Picture{States: w.states, ByReq: w.doubts}
}

func everything(cat *framework.Catalogue, s assessment.State) map[string]assessment.State {
	all := map[string]assessment.State{}
	for _, r := range cat.Requirements {
		all[r.ID] = s
	}
	return all
}

func TestTheProposalCoversEverythingOnEveryTierWithinThePeriod(t *testing.T) {
	cat := catalogue(t)
	w := world{states: everything(cat, assessment.InPlace)}
	out := "nen7510-2:2024/8.28"
	w.states[out] = assessment.Excluded
	for _, tt := range []struct {
		name   string
		months int
		today  time.Time
	}{
		{"before it begins", 12, day(2026, 11, 3)},
		{"the longest", 18, day(2027, 1, 1)},
		{"half way", 15, day(2027, 9, 30)},
		{"three months left", 15, day(2028, 1, 9)},
		{"two months left", 15, day(2028, 2, 1)},
		{"the last day", 15, day(2028, 3, 31)},
	} {
		p := programme.Programme{Number: 1, From: month(2027, 1), Months: tt.months}
		rounds := programme.Propose(cat, p, nil, w.picture(), tt.today)
		held := map[programme.Tier]map[string]bool{}
		for _, r := range rounds {
			if !p.Holds(r.Month) || r.Month.Before(programme.MonthOf(tt.today)) {
				t.Errorf("%s: a round of %s in %s", tt.name, r.Tier, r.Month)
			}
			if r.Tier == programme.Internal && len(r.Scope(cat)) > 21 { // a group may bring along what does not apply
				t.Errorf("%s: an internal audit of %d requirements", tt.name, len(r.Scope(cat)))
			}
			if held[r.Tier] == nil {
				held[r.Tier] = map[string]bool{}
			}
			for _, id := range r.Scope(cat) {
				held[r.Tier][id] = true
			}
		}
		for _, tier := range programme.Tiers {
			for _, req := range cat.Requirements {
				if !held[tier][req.ID] && req.ID != out {
					t.Errorf("%s: %s is in no round of %s", tt.name, req.ID, tier)
				}
			}
		}
		if again := programme.Propose(cat, p, rounds, w.picture(), tt.today); len(again) > 0 {
			t.Errorf("%s: a second proposal adds %d rounds", tt.name, len(again))
		}
	}
	p := programme.Programme{Number: 1, From: month(2027, 1), Months: 12}
	if rounds := programme.Propose(cat, p, nil, w.picture(), day(2028, 1, 1)); len(rounds) > 0 {
		t.Errorf("after its end %d rounds are proposed", len(rounds))
	}
}

func TestTheProposalBeginsWithWhatIsOpenOrWeak(t *testing.T) {
	cat := catalogue(t)
	w := world{states: everything(cat, assessment.InPlace)}
	for _, r := range cat.In(framework.Buildings) {
		w.states[r.ID] = assessment.Open
	}
	weak := cat.In(framework.Technology)[30].ID
	w.states[weak] = assessment.NotYet
	p := programme.Programme{Number: 1, From: month(2027, 1), Months: 15}
	rounds := programme.Propose(cat, p, nil, w.picture(), day(2027, 1, 1))
	programme.Order(rounds)
	first := rounds[slices.IndexFunc(rounds, func(r programme.Round) bool { return r.Tier == programme.Internal })]
	if !slices.Equal(first.Groups, []string{"gebouwen"}) || len(first.Requirements) > 0 {
		t.Errorf("the first internal audit is of %v %v, want the theme that is open", first.Groups, first.Requirements)
	}
	var technology []programme.Round
	for _, r := range rounds {
		if r.Tier == programme.Internal && slices.ContainsFunc(r.Scope(cat), func(id string) bool { return cat.Find(id).Theme == framework.Technology }) {
			technology = append(technology, r)
		}
	}
	if len(technology) != 2 || !slices.Contains(technology[0].Scope(cat), weak) {
		t.Errorf("the weak measure is not in the first of %d rounds of its theme", len(technology))
	}
}

func TestRiskRanksStateThenDoubtThenClients(t *testing.T) {
	r := func(effect framework.Grade) *framework.Requirement {
		return &framework.Requirement{ID: "a", PatientEffect: effect}
	}
	risk := func(s assessment.State, doubts int, effect framework.Grade) int {
		w := world{map[string]assessment.State{"a": s}, map[string][]assessment.Doubt{"a": make([]assessment.Doubt, doubts)}}
		return programme.Risk(w.picture(), r(effect))
	}
	order := []int{
		risk(assessment.InPlace, 0, framework.Low), risk(assessment.InPlace, 0, framework.High), risk(assessment.InPlace, 2, framework.Low),
		risk(assessment.InPart, 0, framework.Low), risk(assessment.InPart, 0, framework.High), risk(assessment.InPart, 1, framework.Low), risk(assessment.InPart, 1, framework.High),
		risk(assessment.NotYet, 0, framework.Low), risk(assessment.Open, 0, framework.High), risk(assessment.Open, 1, framework.Low),
	}
	for i, r := range order[1:] {
		if r <= order[i] {
			t.Errorf("risks = %v, want each to be higher than the one before", order)
			break
		}
	}
}

func TestCoverageSaysWhatNobodyLooksAt(t *testing.T) {
	cat := catalogue(t)
	a, b, c, d := cat.Requirements[0], cat.Requirements[1], cat.Requirements[2], cat.Requirements[3]
	out := map[string]bool{}
	for _, r := range cat.Requirements[4:] {
		out[r.ID] = true
	}
	state := func(tier programme.Tier, stage programme.Stage, looks []programme.Look, ids ...string) programme.State {
		return programme.State{Round: programme.Round{ID: programme.RoundID(string(tier) + string(stage)), Tier: tier, Month: month(2027, 1)}, Scope: ids, Stage: stage, Looks: looks}
	}
	cover := programme.Cover(cat, []programme.State{
		state(programme.Self, programme.Ahead, nil, a.ID, b.ID),
		state(programme.Internal, programme.Done, []programme.Look{{Requirement: b.ID, On: day(2027, 1, 5), Practice: true}}, b.ID, c.ID),
		state(programme.Internal, programme.Late, nil, b.ID),
		state(programme.Internal, programme.Gone, nil, d.ID),
		state(programme.External, programme.Done, []programme.Look{{Requirement: b.ID, On: day(2027, 1, 6)}}, b.ID),
	}, out)
	if cover.Applies != 4 || cover.Practised != 1 || cover.OnPaper != 0 || len(cover.Late) != 1 {
		t.Errorf("Cover = %d apply, %d in practice, %d on paper, %d late", cover.Applies, cover.Practised, cover.OnPaper, len(cover.Late))
	}
	if !slices.Equal(cover.Uncovered, []*framework.Requirement{c, d}) { // skipped in a round that is done; in a dropped one
		t.Errorf("Uncovered = %v", cover.Uncovered)
	}
	if !slices.Equal(cover.SelfOnly, []*framework.Requirement{a}) {
		t.Errorf("SelfOnly = %v", cover.SelfOnly)
	}
	row := cover.Rows[1]
	if row.Best() != programme.Practised || len(row.Cells) != 4 || len(row.On(programme.Internal)) != 2 || !row.On(programme.Internal)[0].On.Equal(day(2027, 1, 5)) {
		t.Errorf("the row of %s = %+v", b.ID, row)
	}
	if !cover.Rows[5].Out || cover.Rows[5].Best() != "" {
		t.Errorf("a row that does not apply = %+v", cover.Rows[5])
	}
}

func TestEveryWordIsThere(t *testing.T) {
	for _, text := range []i18n.Text{
		programme.Self.Name(), programme.Internal.Name(), programme.External.Name(), programme.Self.Says(), programme.Internal.Says(), programme.External.Says(),
		programme.Ahead.Name(), programme.Late.Name(), programme.Busy.Name(), programme.Done.Name(), programme.Gone.Name(), programme.Practised.Name(), programme.OnPaper.Name(), programme.Skipped.Name(),
	} {
		if !text.Complete() || text.NL == text.EN {
			t.Errorf("text = %+v", text)
		}
	}
}

func TestRecallKeepsTheNewestAndNamesWhatWasErased(t *testing.T) {
	entry := func(action string, object ref.Ref, record any) journal.Entry {
		data, err := json.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		return journal.Entry{Action: action, Object: object, Data: data}
	}
	p := programme.Programme{Number: 1, From: month(2027, 1), Months: 12, Version: 1}
	a, b := programme.Round{ID: "rnd_a", Programme: 1, Month: month(2027, 3), Version: 1}, programme.Round{ID: "rnd_b", Programme: 1, Month: month(2027, 2), Version: 1}
	longer, dropped := p, a
	longer.Months, dropped.Status = 15, programme.Dropped
	gone := entry("round.change", ref.Ref{Kind: "round", ID: "rnd_c"}, a)
	gone.Data = nil
	first := programme.Judgement{Round: "rnd_a", Requirement: "x", Version: 1}
	second, other := first, first
	second.Version, other.Requirement = 2, "y"
	finding := programme.Finding{Round: "rnd_a", Number: 1, Title: "mis", Version: 1}
	held, unknown, err := programme.Recall([]journal.Entry{
		entry("round.judge", first.Ref(), first), entry("round.judge", other.Ref(), other), entry("round.judge", second.Ref(), second), entry("round.find", finding.Ref(), finding),
		entry("programme.begin", p.Ref(), p), entry("round.propose", a.Ref(), a), entry("round.plan", b.Ref(), b),
		entry("programme.change", p.Ref(), longer), entry("round.drop", a.Ref(), dropped), gone,
		{Action: "plan.add"},
	})
	if err != nil || len(held.Programmes) != 1 || held.Programmes[0].Months != 15 || len(held.Rounds) != 2 || held.Rounds[0].ID != "rnd_b" || held.Rounds[1].Lives() {
		t.Errorf("Recall = %+v, %v", held, err)
	}
	if w := held.Work["rnd_a"]; len(held.Work) != 1 || len(w.Judgements) != 2 || w.Of("rnd_a", "x").Version != 2 || len(w.Findings) != 1 || w.Findings[0].Title != "mis" {
		t.Errorf("Recall of the work = %+v", held.Work)
	}
	if !slices.Equal(unknown, []ref.Ref{{Kind: "round", ID: "rnd_c"}}) {
		t.Errorf("unknown = %v", unknown)
	}
}

var officer = identity.Actor{Person: "per_1", Name: "Sanne", Org: "org_a", Role: identity.SecurityOfficer, Credential: identity.Session}

func wants(t *testing.T, err error, kind fault.Kind, fields ...string) {
	t.Helper()
	f, ok := fault.Of(err)
	if !ok || f.Kind != kind {
		t.Errorf("the refusal is %v, want %v", err, kind)
		return
	}
	var names []string
	for _, w := range f.Fields {
		names = append(names, w.Name)
	}
	if !slices.Equal(names, fields) {
		t.Errorf("%s complains about %v, want %v", f.Code, names, fields)
	}
}
