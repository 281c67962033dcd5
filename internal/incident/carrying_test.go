package incident_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/incident/indicator"
)

func TestTracesComeBackAsTheyWent(t *testing.T) {
	want := incident.Traces{From: "z-cert.json", All: []indicator.Indicator{
		{Kind: indicator.Domain, Value: "evil.example", First: aware, Last: aware, TLP: indicator.Red, Note: "<b>"},
		{Kind: indicator.Other, Value: "#wortel"},
	}}
	form, err := want.Carry()
	if err != nil {
		t.Fatal(err)
	}
	form = strings.ReplaceAll(form, "\n", "\r\n") // as browsers send it
	got, err := incident.Carried(strings.NewReader(form))
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	lines := strings.SplitAfter(form, "\n")
	for _, part := range []string{"", "{", "[]", lines[0], lines[0] + lines[1], strings.TrimSuffix(form, "}\r\n")} {
		if got, err := incident.Carried(strings.NewReader(part)); err == nil {
			t.Errorf("%q came back as %v", part, got)
		}
	}
}

// TestNoMoreComesBackThanCanBe sends many more traces than there can be: each is much
// larger here than on the way.
func TestNoMoreComesBackThanCanBe(t *testing.T) {
	for _, count := range []string{"-1", "5001", "9000000000"} {
		form := strings.NewReader(`{"count":` + count + `}` + strings.Repeat("{}", 100_000))
		got, err := incident.Carried(form)
		if err != nil || len(got.All) > indicator.MaxEach+1 || form.Len() < 100_000 {
			t.Errorf("%s: %d traces, %d bytes left, %v", count, len(got.All), form.Len(), err)
		}
	}
}
