package incident_test

import (
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/incident/indicator"
)

func TestAFieldBeginsWithWhatIsKnown(t *testing.T) {
	file := incident.File{
		Incident: incident.Incident{
			Title: "Planning weg", Aware: aware, Lead: "Joost", Answers: map[string]incident.Reply{"a": incident.Yes, "b": incident.No},
			Sent: map[string]incident.Sent{"d/warn": {At: aware.Add(time.Hour), Receipt: "Z-26-1"}},
		},
		Lines: []incident.Line{
			{At: aware, Text: "Kompas gebeld"},
			{At: aware, Tier: incident.First, Told: []string{"Joost"}},
			{At: aware.Add(time.Hour), Text: "wij werken op papier", Decision: true},
		},
	}
	m := incident.Material{
		Org: "De Linde", File: file, Lang: i18n.NL, Zone: time.UTC,
		Texts: map[string]incident.Edition{"first": {Values: map[string]string{"cause": "geen tweede stap"}}},
	}
	for _, c := range []struct{ fill, want string }{
		{"", ""},
		{"{org}", "De Linde"},
		{"Beste {lead} van {org},", "Beste Joost van De Linde,"},
		{"{title}\n{what}\nKlaar", "Planning weg\nKlaar"}, // a line with nothing to give is left out
		{"Begonnen: {happened}", ""},
		{"{aware}", "dinsdag 24 november 2026, 9.40 uur"},
		{"{aware_day}", "dinsdag 24 november 2026"},
		{"{state}", "Het incident loopt nog."},
		{"{is:a} {is:b} {is:c}", "ja nee nog niet bekend"},
		{"{receipt:d/warn}, {sent_day:d/warn}", "Z-26-1, dinsdag 24 november 2026"},
		{"{receipt:d/report}", ""},
		{"{text:first/cause}", "geen tweede stap"},
		{"{text:second/cause}", ""},
		{"{log}", "24 november 2026, 9.40 uur: Kompas gebeld\n24 november 2026, 10.40 uur: wij werken op papier"},
		{"{decisions}", "24 november 2026, 10.40 uur: wij werken op papier"},
	} {
		if got := m.Fill(incident.Field{Fill: i18n.Same(c.fill)}); got != c.want {
			t.Errorf("%q begins with %q, want %q", c.fill, got, c.want)
		}
	}
}

func TestALogThatIsTooLongGivesItsLatestLines(t *testing.T) {
	file := incident.File{}
	for range 100 {
		file.Lines = append(file.Lines, incident.Line{At: aware, Text: strings.Repeat("x", 1000)})
	}
	file.Lines = append(file.Lines, incident.Line{At: aware, Text: "de laatste"})
	got := incident.Material{File: file, Lang: i18n.NL, Zone: time.UTC}.Fill(incident.Field{Fill: i18n.Same("{log}")})
	if !strings.HasPrefix(got, "(Eerdere regels") || !strings.HasSuffix(got, "de laatste") || len(got) > incident.MaxField {
		t.Errorf("%d bytes, from %.40q", len(got), got)
	}
}

// TestTracesFillATextDefanged lists traces so that nobody opens one, and leaves what may
// not be passed on to a person.
func TestTracesFillATextDefanged(t *testing.T) {
	m := incident.Material{Lang: i18n.NL, Zone: time.UTC, Traces: []indicator.Indicator{
		{Kind: indicator.IPv4, Value: "198.51.100.7", First: aware, Last: aware.Add(time.Hour), TLP: indicator.Amber},
		{Kind: indicator.Domain, Value: "evil.example", Last: aware},
		{Kind: indicator.URL, Value: "https://evil.example/a", TLP: indicator.Red},
		{Kind: indicator.Other, Value: "taak X", TLP: indicator.Strict},
	}}
	field := incident.Field{Fill: i18n.Same("{traces}")}
	want := "IP-adres (v4): 198[.]51[.]100[.]7 (gezien op 24 november 2026, 9.40 uur tot 10.40 uur; TLP:AMBER)\n" +
		"Domeinnaam: evil[.]example (gezien op 24 november 2026, 9.40 uur)\n" +
		"[… 2 sporen met TLP:RED of TLP:AMBER+STRICT staan hier niet: vraag wie ze gaf of u ze mag doorgeven, en haal deze regel weg]"
	if got := m.Fill(field); got != want || !incident.IsOpen(got) {
		t.Errorf("the text lists\n%s\nwant\n%s", got, want)
	}
	m.Traces = m.Traces[:2]
	m.Traces[0].Last = aware.AddDate(0, 0, 1)
	if got := m.Fill(field); !strings.Contains(got, "(gezien van 24 november 2026, 9.40 uur tot 25 november 2026, 9.40 uur; TLP:AMBER)") {
		t.Errorf("over two days: %s", got)
	}
	if got := m.Fill(field); incident.IsOpen(got) {
		t.Errorf("nothing is held back, and yet: %s", got)
	}
	m.Traces = nil
	if got := m.Fill(field); got != "" {
		t.Errorf("without traces: %q", got)
	}
	for range 400 {
		m.Traces = append(m.Traces, indicator.Indicator{Kind: indicator.Domain, Value: strings.Repeat("x", 60) + ".example"})
	}
	if got := m.Fill(field); len(got) > incident.MaxField || !strings.Contains(got, "sporen staan in de lijst. Stuur die als bestand mee.)") {
		t.Errorf("a list that is too long: %d bytes, until %q", len(got), got[len(got)-100:])
	}
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	text := incident.Text{Fields: []incident.Field{{ID: "must", Need: incident.Always}, {ID: "may"}, {ID: "why", Need: incident.IfLate}}}
	for _, c := range []struct {
		name   string
		values map[string]string
		late   bool
		want   string
	}{
		{"nothing is there", nil, false, "must"},
		{"nothing is there, and it is late", nil, true, "must why"},
		{"blanks are nothing", map[string]string{"must": " \n"}, false, "must"},
		{"all is there", map[string]string{"must": "x", "why": "y"}, true, ""},
		{"a gap was left", map[string]string{"must": "Joost\n[… telefoon]"}, false, "must"},
		{"a gap in what need not be there", map[string]string{"must": "x", "may": "[… iets]"}, false, "may"},
		{"brackets are no gap", map[string]string{"must": "kompas[.]example"}, false, ""},
	} {
		var ids []string
		for _, f := range text.Missing(c.values, c.late) {
			ids = append(ids, f.ID)
		}
		if got := strings.Join(ids, " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
