package app_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
)

// TestWhatSomebodySaidStandsAsTheySaidIt: a corrected moment of awareness stands in the
// log under who corrected it, and the report keeps its own.
func TestWhatSomebodySaidStandsAsTheySaidIt(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	i, officer := p.gone(), p.by(identity.SecurityOfficer)
	clock := func(at time.Time) string { return i18n.NL.Clock(at.In(p.Incident.Zone)) }
	moment := func(at time.Time) string { return i18n.NL.LongDay(at.In(p.Incident.Zone)) + ", " + clock(at) }
	first, second, third := i.Aware, i.Aware.Add(-61*time.Minute), i.Aware.Add(-122*time.Minute)
	for _, aware := range []time.Time{second, third} {
		p.must(p.Incident.Correct(p.ctx(), officer, i.ID, p.now(i.ID).Version, aware, "een collega wist het eerder"))
	}
	page := s.ask(http.MethodGet, "/o/"+string(p.id)+"/incidenten/"+string(i.ID), s.signIn(p.people[identity.SecurityOfficer], true), "").Body
	_, said, ok := strings.Cut(page, "Ontdekt, volgens de melding.")
	if !ok || !strings.Contains(said[:min(len(said), 600)], clock(first)) {
		t.Errorf("the report does not keep its moment %s: %.600s", clock(first), said)
	}
	for was, now := range map[time.Time]time.Time{first: second, second: third} {
		line := "aangepast: van " + moment(was) + " naar " + moment(now)
		if !strings.Contains(page, line) {
			t.Errorf("the log does not say %q", line)
		}
	}
	if strings.Contains(page, "Ontdekt. Vanaf hier") {
		t.Error("the clocks are said to run from the moment that was corrected")
	}
}

// TestATextForAStepThatWasTakenIsNotCalledUnbegun, also when what was sent was not made
// here.
func TestATextForAStepThatWasTakenIsNotCalledUnbegun(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	i, officer := p.gone(), p.by(identity.SecurityOfficer)
	at, secret := "/o/"+string(p.id)+"/incidenten/"+string(i.ID), s.signIn(p.people[identity.SecurityOfficer], true)
	row := func() string {
		page := s.ask(http.MethodGet, at, secret, "").Body
		_, row, _ := strings.Cut(page, `/tekst/cbw-early-warning"`)
		row, _, _ = strings.Cut(row, "/tekst/")
		return row
	}
	if before := row(); !strings.Contains(before, "Nog niet begonnen") {
		t.Fatalf("before it was sent: %.400s", before)
	}
	p.must(p.Incident.Send(p.ctx(), officer, i.ID, p.now(i.ID).Version, "cbw", "early-warning", incident.Sent{At: i.Aware.Add(time.Minute), Receipt: "NCSC-1"}))
	if after := row(); strings.Contains(after, "Nog niet begonnen") || !strings.Contains(after, "Verstuurd") {
		t.Errorf("after it was sent: %.400s", after)
	}
}
