package source_test

import (
	"testing"
	"testing/fstest"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/source"
)

func TestAWorkIsCitedAsPeopleCiteIt(t *testing.T) {
	law := source.Work{Kind: source.Law, Title: i18n.T("Zorgwet", "Care Act"), Place: "Stb. 2026, 1", Date: "2026-07-08"}
	report := source.Work{Kind: source.Authority, Publisher: "IGJ", Title: i18n.T("Rapport", "Report"), Date: "2023-06"}
	norm := source.Work{Kind: source.Norm, Publisher: "NEN", Title: i18n.Same("NEN 7510-1:2024"), Date: "2024"}
	undated := source.Work{Kind: source.Other, Publisher: "BoZ", Title: i18n.T("Model", "Model")}
	for _, tt := range []struct {
		name, got, want string
	}{
		{"a law has its number, which holds the year", law.Cited(i18n.NL), "Zorgwet, Stb. 2026, 1"},
		{"a report has its publisher and month", report.Cited(i18n.NL), "IGJ, Rapport, juni 2023"},
		{"a norm says its publisher and year itself", norm.Cited(i18n.NL), "NEN 7510-1:2024"},
		{"in English", report.Cited(i18n.EN), "IGJ, Report, June 2023"},
		{"without a date", undated.Cited(i18n.EN), "BoZ, Model"},
		{"a day", law.Day(i18n.NL), "8 juli 2026"},
		{"a year alone", source.Work{Date: "2025"}.Day(i18n.NL), "2025"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}

func TestATextIsAsSureAsTheLeastSureThingThatItRestsOn(t *testing.T) {
	with := func(all ...source.Certainty) (sources []source.Source) {
		for _, c := range all {
			sources = append(sources, source.Source{Certainty: c})
		}
		return sources
	}
	for _, tt := range []struct {
		all  []source.Source
		want source.Certainty
	}{
		{nil, ""},
		{with(source.Sure), source.Sure},
		{with(source.ThirdParty, source.Sure), source.ThirdParty},
		{with(source.OwnJudgement, source.Background), source.OwnJudgement},
	} {
		if got := source.Weakest(tt.all); got != tt.want {
			t.Errorf("weakest of %v = %q, want %q", tt.all, got, tt.want)
		}
	}
	for _, c := range source.Certainties {
		if !c.Word().Complete() {
			t.Errorf("certainty %q lacks words", c)
		}
	}
}

func TestAFieldThatIsMisspeltIsRefused(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"as it should be", "works: [{id: a, kind: law}]", ""},
		{"misspelt", "works: [{id: a, adress: x}]", "sources.yaml: yaml: unmarshal errors:\n  line 1: field adress not found in type source.Work"},
	} {
		works, err := source.Load(fstest.MapFS{"sources.yaml": {Data: []byte(tt.file)}})
		if got := errText(err); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		if _, ok := works.Find("a"); ok != (err == nil) {
			t.Errorf("%s: found %v", tt.name, ok)
		}
	}
	if _, err := source.Load(fstest.MapFS{}); err == nil {
		t.Error("no file, no error")
	}
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
