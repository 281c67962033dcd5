package org_test

import (
	"testing"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/rule"
)

func ptr[T any](x T) *T { return &x }

func TestFactsAreUnknownUntilAnswered(t *testing.T) {
	for name, f := range (org.Profile{}).Facts() {
		if f.Known || f.Truth != rule.Unknown {
			t.Errorf("%s of an empty profile is known: %+v", name, f)
		}
		if !f.Label.Complete() || f.Field == "" {
			t.Errorf("%s = %+v, want a label in both languages and a field to fill in", name, f)
		}
		if isNumber := f.Kind == rule.Number || f.Kind == rule.Euro; isNumber && !f.Unit.Complete() {
			t.Errorf("%s = %+v, want a unit in both languages", name, f)
		}
	}
}

func TestFactsSayWhatTheProfileSays(t *testing.T) {
	p := org.Profile{
		Sectors: []org.Sector{org.VVT, org.GHZ}, FTE: ptr(10.9), Staff: ptr(32), Clients: ptr(120), Turnover: ptr(int64(2_400_000)), Balance: ptr(int64(900_000)),
		InGroup: org.No, UsesAI: org.Yes, MedicalDevices: org.No, Designated: org.No,
	}
	for _, tt := range []struct {
		condition string
		want      rule.Truth
	}{
		{"org.fte >= 10.9 && org.fte < 11", rule.Yes},
		{"org.staff == 32 && org.clients == 120", rule.Yes},
		{"org.turnover_eur == 2_400_000 && org.balance_eur == 900_000", rule.Yes},
		{"org.size_staff > 10 && org.size_staff < 33 && org.size_turnover_eur == 2_400_000 && org.size_balance_eur == 900_000", rule.Yes},
		{"org.gives_care && org.uses_ai", rule.Yes},
		{"org.in_group || org.uses_medical_devices || org.designated_essential", rule.No},
		{"org.develops_software", rule.Unknown},
		{"org.exchanges_electronically", rule.Unknown},
		{"org.self_hosted", rule.Unknown},
		{"org.cloud", rule.Unknown},
		{"org.critical_entity", rule.Unknown},
		{"sector(hospital, ghz)", rule.Yes},
		{"sector(hospital)", rule.No},
	} {
		e := rule.Must(tt.condition)
		if err := e.Check(org.Profile{}.Facts()); err != nil {
			t.Error(err)
		}
		if got := e.Eval(p.Facts()).Truth; got != tt.want {
			t.Errorf("Eval(%q) = %v, want %v", tt.condition, got, tt.want)
		}
	}
}

func TestSizeCountsTheGroupWhereThereIsOne(t *testing.T) {
	for _, tt := range []struct {
		name    string
		profile org.Profile
		own     string // what a page shows
		over50  rule.Truth
		field   string // where an answer would settle it
	}{
		{"no group", org.Profile{InGroup: org.No, Staff: ptr(40)}, "40", rule.No, "staff"},
		{"no group, old group number ignored", org.Profile{InGroup: org.No, Staff: ptr(40), GroupStaff: ptr(900)}, "40", rule.No, "staff"},
		{"no group, number unknown", org.Profile{InGroup: org.No}, "niet ingevuld", rule.Unknown, "staff"},
		{"a group", org.Profile{InGroup: org.Yes, Staff: ptr(40), GroupStaff: ptr(50)}, "50", rule.Yes, "group_staff"},
		{"a group of unknown size, small member", org.Profile{InGroup: org.Yes, Staff: ptr(40)}, "ten minste 40", rule.Unknown, "group_staff"},
		{"a group of unknown size, large member", org.Profile{InGroup: org.Yes, Staff: ptr(60)}, "ten minste 60", rule.Yes, "group_staff"},
		{"a group, nothing known", org.Profile{InGroup: org.Yes}, "niet ingevuld", rule.Unknown, "group_staff"},
		{"perhaps a group, small", org.Profile{Staff: ptr(40)}, "ten minste 40", rule.Unknown, "in_group"},
		{"perhaps a group, large already", org.Profile{Staff: ptr(60)}, "ten minste 60", rule.Yes, "in_group"},
		{"perhaps a group, number unknown", org.Profile{}, "niet ingevuld", rule.Unknown, "staff"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := rule.Must("org.size_staff >= 50").Eval(tt.profile.Facts()).Step.Test
			if got.Own.In(i18n.NL) != tt.own || got.Truth != tt.over50 || got.Field != tt.field {
				t.Errorf("own %q, %v, field %q; want %q, %v, field %q", got.Own.NL, got.Truth, got.Field, tt.own, tt.over50, tt.field)
			}
		})
	}
}

func TestWorkForCareIsNotCare(t *testing.T) {
	for _, s := range org.Sectors {
		want := rule.Of(s != org.Branch && s != org.Assessor && s != org.Supervisor)
		facts := org.Profile{Sectors: []org.Sector{s}}.Facts()
		if got := facts["org.gives_care"].Truth; got != want {
			t.Errorf("%s gives care: %v, want %v", s, got, want)
		}
	}
}
