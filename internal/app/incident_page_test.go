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

// boardOf is the part of an incident's page with its terms.
func (p *provider) boardOf(id incident.ID) string {
	p.Helper()
	page := p.ask(http.MethodGet, "/o/"+string(p.id)+"/incidenten/"+string(id), p.signIn(p.people[identity.SecurityOfficer], true), "").Body
	_, board, ok := strings.Cut(page, `id="h-klok"`)
	if !ok {
		p.Fatal("the page has no terms")
	}
	board, _, _ = strings.Cut(board, "</section>")
	return board
}

// TestBeforeQuestionsAreAnsweredTermsStandAsProvisional, with the moment that the list
// shows, its rule and the question that decides it; and no longer once it was answered.
func TestBeforeQuestionsAreAnsweredTermsStandAsProvisional(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	i := p.gone()
	all, questions, err := p.Incident.Judge(p.ctx(), p.by(identity.SecurityOfficer), i)
	p.must(err)
	_, next, ok := incident.Next(all)
	if !ok {
		t.Fatal("no term runs")
	}
	due := next.Deadline.Due.In(s.Zone)
	board := p.boardOf(i.ID)
	for _, want := range []string{"Uiterlijk " + i18n.NL.LongDay(due) + ", " + i18n.NL.Clock(due), "vanaf de ontdekking", "Voorlopig. Het hangt af van deze vraag", next.Step.Title.NL} {
		if !strings.Contains(board, want) {
			t.Errorf("the terms do not say %q", want)
		}
	}
	for _, card := range strings.Split(board, "<article")[1:] {
		if strings.Contains(card, "Voorlopig.") && strings.Contains(card, "Leg vast dat het weg is") {
			t.Errorf("what is not decided is asked to be sent: %s", card)
		}
	}
	no := map[string]incident.Reply{}
	for _, q := range questions {
		no[q.ID] = incident.No
	}
	p.must(p.Incident.Answer(p.ctx(), p.by(identity.SecurityOfficer), i.ID, i.Version, no))
	page := s.ask(http.MethodGet, "/o/"+string(p.id)+"/incidenten/"+string(i.ID), s.signIn(p.people[identity.SecurityOfficer], true), "").Body
	if strings.Contains(page, "Voorlopig. Het hangt") {
		t.Error("a term is provisional after every question was answered")
	}
}

// TestADutyWithoutHoursStandsUnderTerms as one to be done without delay.
func TestADutyWithoutHoursStandsUnderTerms(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	i, officer := p.gone(), p.by(identity.SecurityOfficer)
	all, _, err := p.Incident.Judge(p.ctx(), officer, i)
	p.must(err)
	found := 0
	for _, j := range all {
		p.must(p.Incident.Overrule(p.ctx(), officer, i.ID, p.now(i.ID).Version, j.Duty.ID, new(true), "voor de zekerheid"))
	}
	all, _, err = p.Incident.Judge(p.ctx(), officer, p.now(i.ID).Incident)
	p.must(err)
	board := p.boardOf(i.ID)
	for _, j := range all {
		for _, c := range j.Clocks {
			if c.State != incident.Now {
				continue
			}
			found++
			if !strings.Contains(board, c.Step.Title.NL) {
				t.Errorf("%s is not under the terms", c.Step.Title.NL)
			}
		}
	}
	if found == 0 || !strings.Contains(board, "De wet noemt geen uren.") {
		t.Errorf("%d duties without hours", found)
	}
}

// TestAnOwnChangeIsNotBlamedOnSomebodyElse, and that of another is.
func TestAnOwnChangeIsNotBlamedOnSomebodyElse(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	i := p.gone()
	at := "/o/" + string(p.id) + "/incidenten/" + string(i.ID)
	officer, board := s.signIn(p.people[identity.SecurityOfficer], true), s.signIn(p.people[identity.PrivacyOfficer], true)
	describe := func(secret string) *answer {
		return s.ask(http.MethodPost, at+"/beschrijving", secret, "title=Anders&version=1")
	}
	if a := describe(officer); a.Code != http.StatusSeeOther {
		t.Fatalf("the first = %d", a.Code)
	}
	if a := describe(officer); a.Code != http.StatusConflict || !strings.Contains(a.Body, "zelf gewijzigd") || strings.Contains(a.Body, "Iemand anders heeft") {
		t.Errorf("the own second press = %d, and is not called one's own", a.Code)
	}
	if a := describe(board); a.Code != http.StatusConflict || !strings.Contains(a.Body, "Iemand anders heeft") {
		t.Errorf("that of another = %d, and is not called another's", a.Code)
	}
}

// TestTheFirstPageOffersToReport to everybody of the organisation, above all else on it.
func TestTheFirstPageOffersToReport(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	for _, role := range []identity.Role{identity.Reader, identity.Contributor, identity.SecurityOfficer} {
		page := s.ask(http.MethodGet, "/o/"+string(p.id), s.signIn(p.people[role], true), "").Body
		_, main, _ := strings.Cut(page, "<main")
		head, _, _ := strings.Cut(main, "Kerncijfers")
		if !strings.Contains(head, `href="/o/`+string(p.id)+`/incidenten/melden"`) {
			t.Errorf("the first page of a %s does not offer to report", role)
		}
	}
}
