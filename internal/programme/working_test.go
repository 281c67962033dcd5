package programme_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/programme"
)

const (
	first  = "nen7510-1:2024/9.1"
	second = "nen7510-1:2024/9.2"
	third  = "nen7510-1:2024/9.3"
)

var karim = identity.Actor{Person: "per_2", Name: "Karim", Org: "org_a", Role: identity.Reader, Credential: identity.Session}

func TestWhoMayJudgeWhat(t *testing.T) {
	cat := catalogue(t)
	today := day(2027, 5, 1)
	tie := func(b programme.Bond, on time.Time) []programme.Tie {
		return []programme.Tie{{Requirement: first, Person: "per_2", Bond: b, On: on}}
	}
	carried := []programme.Auditor{{Person: "per_2"}}
	for _, tt := range []struct {
		name  string
		round programme.Round
		ties  []programme.Tie
		want  string // code of the refusal; "" for none
	}{
		{"an owner in a self-audit", programme.Round{Tier: programme.Self}, tie(programme.Owns, time.Time{}), ""},
		{"who answered, in a self-audit", programme.Round{Tier: programme.Self, Auditors: carried}, tie(programme.Answered, today), "programme.not-owner"},
		{"nobody's, in a self-audit", programme.Round{Tier: programme.Self, Auditors: carried}, nil, "programme.not-owner"},
		{"free and in the round", programme.Round{Tier: programme.Internal, Auditors: carried}, nil, ""},
		{"free and not in the round", programme.Round{Tier: programme.Internal}, nil, "programme.not-auditor"},
		{"the owner", programme.Round{Tier: programme.Internal, Auditors: carried}, tie(programme.Owns, time.Time{}), "programme.not-independent"},
		{"answered yesterday", programme.Round{Tier: programme.Internal, Auditors: carried}, tie(programme.Answered, day(2027, 4, 30)), "programme.not-independent"},
		{"answered two years ago less a day", programme.Round{Tier: programme.Internal, Auditors: carried}, tie(programme.Answered, day(2025, 5, 2)), "programme.not-independent"},
		{"answered two years ago", programme.Round{Tier: programme.Internal, Auditors: carried}, tie(programme.Answered, day(2025, 5, 1)), ""},
		{"added evidence", programme.Round{Tier: programme.Internal, Auditors: carried}, tie(programme.Proved, day(2026, 5, 1)), "programme.not-independent"},
		{"vouched", programme.Round{Tier: programme.Internal, Auditors: carried}, tie(programme.Vouched, day(2026, 5, 1)), "programme.not-independent"},
		{"has an action", programme.Round{Tier: programme.Internal, Auditors: carried}, tie(programme.Improves, time.Time{}), "programme.not-independent"},
		{"did an action two years ago", programme.Round{Tier: programme.Internal, Auditors: carried}, tie(programme.Improves, day(2025, 5, 1)), ""},
		{"another's tie", programme.Round{Tier: programme.Internal, Auditors: carried}, []programme.Tie{{Requirement: first, Person: "per_1", Bond: programme.Owns}}, ""},
		{"a tie to another requirement", programme.Round{Tier: programme.Internal, Auditors: carried}, []programme.Tie{{Requirement: second, Person: "per_2", Bond: programme.Owns}}, ""},
	} {
		code := ""
		if f, ok := fault.Of(tt.round.MayJudge(karim, cat.Find(first), tt.ties, today)); ok {
			code = f.Code
			if f.Kind != fault.Conflict || !f.Says.Complete() || !strings.Contains(f.Hint.EN, "Nothing was stored") {
				t.Errorf("%s: the refusal is %+v", tt.name, f)
			}
		}
		if code != tt.want {
			t.Errorf("%s: MayJudge = %q, want %q", tt.name, code, tt.want)
		}
	}
}

func TestEveryTieHasWords(t *testing.T) {
	for _, b := range []programme.Bond{programme.Owns, programme.Answered, programme.Proved, programme.Vouched, programme.Signed, programme.Improves} {
		for _, on := range []time.Time{day(2027, 5, 1), {}} {
			if says := (programme.Tie{Bond: b, On: on}).Says(); !says.Complete() || says.NL == says.EN {
				t.Errorf("%s says %+v", b, says)
			}
		}
	}
}

// audited is a service with an internal audit of clause 9 by Karim, who owns 9.3.
func audited(t *testing.T) (*programme.Service, *shelf, *town) {
	t.Helper()
	s, kept := service(t, day(2027, 5, 1))
	kept.Programmes = []programme.Programme{{Number: 1, From: month(2027, 1), Months: 12, Version: 1}}
	kept.Rounds = []programme.Round{{
		ID: "rnd_1", Programme: 1, Tier: programme.Internal, Groups: []string{"9"}, Month: month(2027, 5), Status: programme.Planned, Version: 1,
		Auditors: []programme.Auditor{{Person: "per_2", Name: "Karim"}},
	}}
	around := s.World.(around).town
	return s, kept, around
}

func TestWorkBeginsWhenEverythingCanBeJudged(t *testing.T) {
	s, kept, around := audited(t)
	around.ties = []programme.Tie{{Requirement: third, Person: "per_2", Bond: programme.Owns}}
	wants(t, s.Start(t.Context(), officer, "rnd_1"), fault.Conflict) // not given to her
	err := s.Start(t.Context(), karim, "rnd_1")
	wants(t, err, fault.Conflict)
	if f, _ := fault.Of(err); f.Code != "programme.nobody-free" || !strings.Contains(f.Says.NL, "9.3") || strings.Contains(f.Says.NL, "9.2") {
		t.Errorf("Start = %v, want a refusal that names 9.3", err)
	}
	around.States[third] = assessment.Excluded // what does not apply needs nobody
	if err := s.Start(t.Context(), karim, "rnd_1"); err != nil {
		t.Fatal(err)
	}
	if r := kept.Rounds[0]; r.Status != programme.AtWork || !slices.Equal(r.Fixed, []string{first, second}) || r.BegunBy != "Karim" || r.Version != 2 {
		t.Errorf("the round = %+v", r)
	}
	wants(t, s.Start(t.Context(), karim, "rnd_1"), fault.Conflict)
	_, err = s.ChangeRound(t.Context(), officer, programme.Round{ID: "rnd_1", Version: 2, Tier: programme.Self, Groups: []string{"mensen"}, Month: month(2027, 6), Auditors: []programme.Auditor{{Person: "per_1"}}})
	if r := kept.Rounds[0]; err != nil || r.Tier != programme.Internal || !slices.Equal(r.Groups, []string{"9"}) || !r.Month.Equal(month(2027, 6)) || !r.IsBy("per_1") {
		t.Errorf("a round at work changed to %+v, %v; want another month and other people alone", r, err)
	}
}

func TestARoundOfNothingThatAppliesDoesNotBegin(t *testing.T) {
	s, _, around := audited(t)
	for _, id := range []string{first, second, third} {
		around.States[id] = assessment.Excluded
	}
	err := s.Start(t.Context(), karim, "rnd_1")
	if f, ok := fault.Of(err); !ok || f.Code != "programme.nothing-applies" {
		t.Errorf("Start = %v", err)
	}
}

func whole(requirement string, o audit.Outcome) programme.Judgement {
	j := programme.Judgement{Requirement: requirement}
	for _, l := range framework.Levels {
		j.Verdicts = append(j.Verdicts, programme.Verdict{Level: l, Outcome: o, Method: audit.ByObservation, Seen: "Zo.", On: day(2027, 5, 1)})
	}
	return j
}

func TestVerdictsNeedWhatTheyRestOn(t *testing.T) {
	s, kept, _ := audited(t)
	if err := s.Start(t.Context(), karim, "rnd_1"); err != nil {
		t.Fatal(err)
	}
	judge := func(j programme.Judgement) error {
		_, err := s.Judge(t.Context(), karim, "rnd_1", j)
		return err
	}
	kept.kept = 0
	wants(t, judge(programme.Judgement{Requirement: first}), fault.Invalid, "design_outcome")
	wants(t, judge(programme.Judgement{Requirement: first, Verdicts: []programme.Verdict{
		{Level: framework.Design, Outcome: audit.Met}, {Level: framework.Operation, Outcome: audit.Met, Method: audit.ByTest, Seen: "Zo.", On: day(2027, 5, 2)},
	}}), fault.Invalid, "design_method", "design_seen", "design_on", "operation_on")
	wants(t, judge(programme.Judgement{Requirement: first, Verdicts: []programme.Verdict{{Level: framework.Existence, Seen: "Alleen tekst."}}}), fault.Invalid, "existence_outcome", "existence_method", "existence_on")
	wants(t, judge(whole("nen7510-2:2024/8.5", audit.Met)), fault.NotFound)
	if kept.kept > 0 {
		t.Errorf("%d were kept", kept.kept)
	}
	half := whole(first, audit.Met)
	half.Verdicts = half.Verdicts[:1]
	if err := judge(half); err != nil {
		t.Errorf("Judge of one level = %v", err)
	}
	if err := judge(half); !errors.Is(err, programme.ErrStale) {
		t.Errorf("Judge from an older version = %v, want ErrStale", err)
	}
	skipped := programme.Judgement{Requirement: first, Version: 1, Verdicts: []programme.Verdict{{Level: framework.Design, Outcome: audit.NotAssessed, Method: audit.ByTest, Seen: " Geen tijd. ", On: day(2027, 4, 1)}}}
	got, err := s.Judge(t.Context(), karim, "rnd_1", skipped)
	if v := got.On(framework.Design); err != nil || v.Method != "" || !v.On.IsZero() || v.Seen != "Geen tijd." || got.Version != 2 || got.ByName != "Karim" {
		t.Errorf("Judge = %+v, %v", got, err)
	}
}

func TestARoundEndsWithEveryVerdictAndAFindingForWhatFails(t *testing.T) {
	s, kept, around := audited(t)
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(s.Start(ctx, karim, "rnd_1"))
	for id, o := range map[string]audit.Outcome{first: audit.Met, second: audit.NotMet} {
		_, err := s.Judge(ctx, karim, "rnd_1", whole(id, o))
		must(err)
	}
	f, err := s.FindRound(ctx, karim, "rnd_1")
	must(err)
	if missing := f.Work.Missing(s.Catalogue, f.State.Scope); len(missing) != 2 || !strings.Contains(missing[0].NL, "9.2: voldoet niet") || !strings.Contains(missing[1].NL, "9.3: nog niet") {
		t.Errorf("Missing = %v", missing)
	}
	wants(t, s.Report(ctx, karim, "rnd_1", "Klaar."), fault.Conflict)

	skipped := programme.Judgement{Requirement: third}
	for _, l := range framework.Levels {
		skipped.Verdicts = append(skipped.Verdicts, programme.Verdict{Level: l, Outcome: audit.NotAssessed, Seen: "Volgende keer."})
	}
	_, err = s.Judge(ctx, karim, "rnd_1", skipped)
	must(err)
	_, err = s.SaveFinding(ctx, karim, "rnd_1", programme.Finding{Requirement: "nen7510-2:2024/8.5"})
	wants(t, err, fault.Invalid, "severity", "requirement", "title", "what")
	x, err := s.SaveFinding(ctx, karim, "rnd_1", programme.Finding{Severity: audit.Major, Requirement: second, Title: " Geen programma ", What: "Er was er geen."})
	if err != nil || x.Number != 1 || x.Version != 1 || x.Title != "Geen programma" {
		t.Fatalf("SaveFinding = %+v, %v", x, err)
	}
	around.ties = []programme.Tie{{Requirement: second, Person: "per_2", Bond: programme.Owns}}
	x.Requirement = first
	_, err = s.SaveFinding(ctx, karim, "rnd_1", x) // away from what is one's own
	wants(t, err, fault.Conflict)
	around.ties = nil
	x.Requirement, x.Number = second, 2
	_, err = s.SaveFinding(ctx, karim, "rnd_1", x)
	wants(t, err, fault.NotFound)

	wants(t, s.Report(ctx, karim, "rnd_1", " "), fault.Invalid, "conclusion")
	wants(t, s.Report(ctx, officer, "rnd_1", "Klaar."), fault.Conflict)
	wants(t, s.Prove(ctx, officer, "rnd_1"), fault.Conflict)
	must(s.Report(ctx, karim, "rnd_1", " Het gaat beter. "))
	r := kept.Rounds[0].Report
	if r == nil || r.Conclusion != "Het gaat beter." || r.Findings != 1 || len(r.SHA256) != 64 || len(r.Looks) != 2 {
		t.Fatalf("the report = %+v", r)
	}
	sheet, err := s.Find(ctx, karim, 1)
	if err != nil || sheet.Coverage.Practised != 2 {
		t.Errorf("after the report %d were looked at in practice, want 2 (%v)", sheet.Coverage.Practised, err)
	}
	_, err = s.Judge(ctx, karim, "rnd_1", whole(first, audit.Met))
	wants(t, err, fault.Conflict)

	_, err = s.ToPlan(ctx, officer, "rnd_1", 1, "", day(2027, 6, 1))
	must(err)
	_, err = s.ToPlan(ctx, officer, "rnd_1", 1, "", day(2027, 6, 1))
	wants(t, err, fault.Conflict)
	_, err = s.ToPlan(ctx, officer, "rnd_1", 7, "", time.Time{})
	wants(t, err, fault.NotFound)
	if a := around.actions[0]; a.Source.Kind != plan.FromRound || a.Source.ID != "rnd_1/1" || a.Title != "Geen programma" || !slices.Equal(a.Requirements, []string{second}) {
		t.Errorf("the action = %+v", a)
	}

	must(s.Prove(ctx, officer, "rnd_1"))
	must(s.Prove(ctx, officer, "rnd_1"))
	if len(around.items) != 1 {
		t.Fatalf("%d pieces of evidence, want one", len(around.items))
	}
	it := around.items[0]
	if it.Kind != framework.Operation || !it.LinkedTo(second) || !it.LinkedTo("nen7510-2:2024/5.35") || !it.SpeaksFrom.Equal(day(2027, 5, 1)) || !it.ValidUntil.Equal(day(2028, 11, 1)) ||
		!strings.Contains(it.Text, r.SHA256) || !strings.Contains(it.Text, "Bekeken: 2 eisen, waarvan 2 in de praktijk. Bevindingen: 1.") {
		t.Errorf("the evidence = %+v", it)
	}
	if shows := programme.Self.Shows(); !slices.Equal(shows, []string{"nen7510-2:2024/5.36"}) {
		t.Errorf("a self-audit shows %v", shows)
	}
}
