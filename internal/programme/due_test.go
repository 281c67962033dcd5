package programme_test

import (
	"slices"
	"testing"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/programme"
)

// TestWhatTheProgrammeAsksOfSomebodyNow has rounds in every state, on the first of May.
func TestWhatTheProgrammeAsksOfSomebodyNow(t *testing.T) {
	reported := programme.Outside{ID: "aud_1", Status: audit.Reported, Reported: day(2027, 2, 1)}
	s, kept := service(t, day(2027, 5, 1), reported)
	s.World.(around).Said.Answers = map[string]assessment.Answer{first: {Owner: "per_2"}, second: {Owner: "per_2"}, third: {Owner: "per_1"}}
	kept.Programmes = []programme.Programme{{Number: 2, From: month(2028, 1), Months: 12}, {Number: 1, From: month(2027, 1), Months: 12}}
	scope := []string{first, second, third}
	round := func(id programme.RoundID, tier programme.Tier, m time.Month, status programme.Status) programme.Round {
		return programme.Round{ID: id, Programme: 1, Tier: tier, Month: month(2027, m), Status: status, Requirements: scope, Fixed: scope}
	}
	carried := round("late", programme.Internal, 4, programme.Planned)
	carried.Auditors = []programme.Auditor{{Person: "per_2"}}
	outside := round("outside", programme.External, 2, programme.Planned)
	outside.Engagement = "aud_1"
	other := round("other", programme.Internal, 1, programme.Planned)
	other.Programme = 2
	kept.Rounds = []programme.Round{
		carried, outside, other, round("gone", programme.Internal, 3, programme.Dropped), round("this month", programme.Internal, 5, programme.Planned),
		round("own", programme.Self, 5, programme.AtWork), round("own and late", programme.Self, 4, programme.AtWork), round("not begun", programme.Self, 5, programme.Planned),
	}
	all := programme.Judgement{Requirement: first, Verdicts: make([]programme.Verdict, 3)}
	part := programme.Judgement{Requirement: second, Verdicts: make([]programme.Verdict, 2)}
	kept.work["own"] = programme.Work{Judgements: []programme.Judgement{all, part}}

	for _, tt := range []struct {
		name string
		by   identity.Actor
		late []programme.RoundID
		own  map[programme.RoundID][]string
	}{
		{"an owner who carries a round", karim, []programme.RoundID{"late"}, map[programme.RoundID][]string{"own": {second}, "own and late": {first, second}}},
		{"who keeps the programme", officer, []programme.RoundID{"late", "own and late"}, map[programme.RoundID][]string{"own": {third}, "own and late": {third}}},
		{"who owns nothing", identity.Actor{Person: "per_3", Org: "org_a", Role: identity.Reader, Credential: identity.Session}, nil, nil},
	} {
		due, err := s.Due(t.Context(), tt.by)
		if err != nil {
			t.Fatal(err)
		}
		var late []programme.RoundID
		for _, x := range due.Late {
			late = append(late, x.ID)
		}
		slices.Sort(late)
		if !slices.Equal(late, tt.late) || len(due.Own) != len(tt.own) {
			t.Errorf("%s: late %v, want %v; %d own, want %d", tt.name, late, tt.late, len(due.Own), len(tt.own))
		}
		for _, own := range due.Own {
			if !slices.Equal(own.Left, tt.own[own.ID]) {
				t.Errorf("%s: left in %q is %v, want %v", tt.name, own.ID, own.Left, tt.own[own.ID])
			}
		}
	}
}
