package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/incident/indicator"
)

// paper is a text of an incident as it stands.
func (p *provider) paper(id incident.ID, text string) incident.Paper {
	p.Helper()
	paper, err := p.Incident.Paper(p.ctx(), p.by(identity.SecurityOfficer), id, text, 1, i18n.NL)
	p.must(err)
	return paper
}

// fill saves a text with what it offers, and some fields as told.
func (p *provider) fill(id incident.ID, text string, fields map[string]incident.Written) incident.Edition {
	p.Helper()
	e, err := p.save(id, text, fields)
	p.must(err)
	return e
}

func (p *provider) save(id incident.ID, text string, fields map[string]incident.Written) (incident.Edition, error) {
	p.Helper()
	paper, written := p.paper(id, text), map[string]incident.Written{}
	for _, f := range paper.Text.Fields {
		w := incident.Written{Value: paper.Values()[f.ID], Offered: paper.Offered[f.ID]}
		if said, ok := fields[f.ID]; ok {
			w.Choice = said.Choice
			if said.Value != "" {
				w.Value = said.Value
			}
		}
		written[f.ID] = w
	}
	return p.Incident.Write(p.ctx(), p.by(identity.SecurityOfficer), id, text, paper.Last().Number, i18n.NL, written)
}

// TestATextFollowsItsIncident writes a text, changes the incident under it, and
// keeps and takes over what changed.
func TestATextFollowsItsIncident(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		i, officer := p.gone(), p.by(identity.SecurityOfficer)
		first := p.fill(i.ID, "cbw-notification", map[string]incident.Written{"summary": {Value: "in onze woorden"}, "impact": {Value: "412 cliënten"}})
		if first.Values["summary"] != "in onze woorden" || first.Values["systems"] != i.Systems || first.Number != 1 {
			t.Errorf("the first edition holds %+v", first)
		}
		p.must(p.Incident.Describe(p.ctx(), officer, i.ID, i.Version, incident.Incident{Title: "De planning is weg", What: "sinds gisteren", Systems: "Kompas"}))
		paper := p.paper(i.ID, "cbw-notification")
		if !paper.IsBehind("summary") || !paper.IsBehind("systems") || paper.IsBehind("impact") || paper.IsBehind("aware") {
			t.Error("what the incident changed is not what is marked")
		}
		size := p.size()
		_, err := p.save(i.ID, "cbw-notification", nil)
		s.wantCode("a text in which nothing was decided", err, "incident.text-same")
		if p.size() != size || !p.paper(i.ID, "cbw-notification").IsBehind("systems") {
			s.Error("nothing was decided, and something was stored or is marked no more")
		}
		second := p.fill(i.ID, "cbw-notification", map[string]incident.Written{"summary": {Choice: incident.KeepMine}, "systems": {Choice: incident.TakeOver}})
		if second.Values["summary"] != "in onze woorden" || second.Values["systems"] != "Kompas" || !slices.Equal(second.Changed, []string{"systems"}) {
			t.Errorf("after keeping one and taking over the other: %v, changed %v", second.Values, second.Changed)
		}
		paper = p.paper(i.ID, "cbw-notification")
		if paper.IsBehind("summary") || paper.IsBehind("systems") || len(paper.Editions) != 2 || paper.Editions[0].Values["systems"] != i.Systems {
			t.Error("what was decided is still marked, or the first edition is not what it was")
		}
		if final := p.paper(i.ID, "cbw-final"); final.Offered["impact"] != "412 cliënten" {
			t.Errorf("a later text begins with %q", final.Offered["impact"])
		}
	})
}

// TestTracesStandInTheTexts adds a trace, reads the texts in which it belongs, edits one,
// and marks it when another trace comes.
func TestTracesStandInTheTexts(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		i, officer := p.gone(), p.by(identity.SecurityOfficer)
		add := func(value string) {
			p.must(only(p.Incident.AddIndicators(p.ctx(), officer, i.ID, "", []indicator.Indicator{{Kind: indicator.Domain, Value: value}})))
		}
		add("evil.example")
		for _, text := range []string{"cbw-early-warning", "cbw-notification", "z-cert"} {
			if got := p.paper(i.ID, text).Offered["indicators"]; got != "Domeinnaam: evil[.]example" {
				s.Errorf("%s lists %q", text, got)
			}
		}
		e := p.fill(i.ID, "z-cert", map[string]incident.Written{"indicators": {Value: "Domeinnaam: evil[.]example, van de leverancier"}})
		if e.Values["indicators"] != "Domeinnaam: evil[.]example, van de leverancier" || p.paper(i.ID, "z-cert").IsBehind("indicators") {
			s.Errorf("edited: %q", e.Values["indicators"])
		}
		add("kwaad.example")
		if paper := p.paper(i.ID, "z-cert"); !paper.IsBehind("indicators") || !strings.Contains(paper.Offered["indicators"], "kwaad[.]example") {
			s.Errorf("a trace that came later is not offered: %q", paper.Offered["indicators"])
		}
	})
}

// TestATextHasSoManyEditions stores the last that fits, and asks for one more.
func TestATextHasSoManyEditions(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		i, officer := p.gone(), p.by(identity.SecurityOfficer)
		last := p.fill(i.ID, "z-cert", nil)
		for last.Number++; last.Number < incident.MaxEditions; last.Number++ {
			p.must(p.Incident.Store.AddEdition(p.ctx(), p.id, i.ID, last, officer.Draft(p.clock(), "incident.text", i.Ref(), last)))
		}
		if e := p.fill(i.ID, "z-cert", map[string]incident.Written{"ask": {Value: "kijk mee"}}); e.Number != incident.MaxEditions {
			s.Errorf("the last is %d", e.Number)
		}
		_, err := p.save(i.ID, "z-cert", map[string]incident.Written{"ask": {Value: "kijk nog eens"}})
		s.wantCode("one more", err, "incident.text-full")
		if all := p.paper(i.ID, "z-cert").Editions; len(all) != incident.MaxEditions || all[0].Values == nil || all[1].Values != nil {
			s.Errorf("%d are listed, with what they hold", len(all))
		}
	})
}

// TestATextIsRefusedWhereItCannotBe sends what a text, its edition and its mail
// cannot be, and looks whether anything was stored.
func TestATextIsRefusedWhereItCannotBe(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	officer, i := p.by(identity.SecurityOfficer), p.gone()
	p.fill(i.ID, "cbw-early-warning", nil)
	write := func(text string, number int, w incident.Written) func() error {
		return func() error {
			return only(p.Incident.Write(p.ctx(), officer, i.ID, text, number, i18n.NL, map[string]incident.Written{"contact": w}))
		}
	}
	send := func(duty, step, text string, n int) func() error {
		return func() error {
			return p.Incident.Send(p.ctx(), officer, i.ID, i.Version, duty, step, incident.Sent{At: p.clock(), Text: text, Edition: n})
		}
	}
	mail := func(text string, n int, to string) func() error {
		return func() error { return p.Incident.Mail(p.ctx(), officer, i.ID, text, n, to) }
	}
	const warning = "cbw-early-warning"
	size := p.size()
	for _, c := range []struct {
		what string
		do   func() error
		kind fault.Kind
		in   string // the field, or the code
	}{
		{"a value of 20,001 characters", write(warning, 1, incident.Written{Value: strings.Repeat("é", incident.MaxField+1)}), fault.Invalid, "contact"},
		{"NUL bytes", write(warning, 1, incident.Written{Value: "a\x00b"}), fault.Invalid, "contact"},
		{"text that turns the direction", write(warning, 1, incident.Written{Value: "a\u202eb"}), fault.Invalid, "contact"},
		{"an offer that nobody can read", write(warning, 1, incident.Written{Offered: "\xff"}), fault.Invalid, "contact"},
		{"a choice that is none", write(warning, 1, incident.Written{Choice: "both"}), fault.Invalid, "contact"},
		{"an older edition", write(warning, 0, incident.Written{}), fault.Conflict, "incident.stale"},
		{"an edition to come", write(warning, 2, incident.Written{}), fault.Conflict, "incident.stale"},
		{"a text that is not there", write("x", 0, incident.Written{}), fault.NotFound, "incident.no-text"},
		{"an edition that is not there, sent", send("cbw", "early-warning", warning, 2), fault.Invalid, "edition"},
		{"an edition of another step, sent", send("management", "told", warning, 1), fault.Invalid, "edition"},
		{"an edition without a text, sent", send("cbw", "early-warning", "", 1), fault.Invalid, "edition"},
		{"an edition that is not there, mailed", mail(warning, 2, "a@z-cert.example"), fault.NotFound, "incident.no-edition"},
		{"no address", mail(warning, 1, ""), fault.Invalid, "address"},
		{"two addresses", mail(warning, 1, "a@z-cert.example, b@z-cert.example"), fault.Invalid, "address"},
		{"an address with a name", mail(warning, 1, "Z-CERT <a@z-cert.example>"), fault.Invalid, "address"},
		{"an address with a header behind it", mail(warning, 1, "a@z-cert.example\r\nBcc: b@z-cert.example"), fault.Invalid, "address"},
		{"an address of 300 characters", mail(warning, 1, strings.Repeat("a", 300)+"@z-cert.example"), fault.Invalid, "address"},
	} {
		f, _ := fault.Of(c.do())
		if f == nil || f.Kind != c.kind || f.Code != c.in && !slices.ContainsFunc(f.Fields, func(w fault.Field) bool { return w.Name == c.in }) {
			t.Errorf("%s is answered with %v, want %s about %s", c.what, f, c.kind, c.in)
		}
	}
	letter := p.fill(p.incident, "clients", nil)
	s.wantCode("a letter to clients, mailed", p.Incident.Mail(p.ctx(), officer, p.incident, "clients", letter.Number, "a@zorg.example"), "incident.no-mail")
	p.must(p.Incident.Close(p.ctx(), officer, i.ID, i.Version, "klaar"))
	s.wantCode("a text of what is closed", write(warning, 1, incident.Written{})(), "incident.closed")
	s.wantCode("mail about what is closed", mail(warning, 1, "a@z-cert.example")(), "incident.closed")
	if p.size() != size+2 || len(p.paper(i.ID, warning).Editions) != 1 {
		t.Error("something was stored by what was refused")
	}
}

// TestAnEditionIsMailedAndTheLogSaysSo mails one, twice in a row, and reads what
// arrived.
func TestAnEditionIsMailedAndTheLogSaysSo(t *testing.T) {
	each(t, func(s *site) {
		server := s.posted()
		p := s.provider(1)
		p.calm(server)
		i, officer := p.gone(), p.by(identity.SecurityOfficer)
		p.after(0, server)
		p.fill(i.ID, "z-cert", map[string]incident.Written{"ask": {Value: "kijk mee naar de sporen"}})
		send := func() error {
			return p.Incident.Mail(p.ctx(), officer, i.ID, "z-cert", 1, "meldpunt@z-cert.example")
		}
		p.must(send())
		s.wantCode("the same a moment later", send(), "incident.mailed-already")
		got := p.after(0, server)
		if len(got) != 1 || got[0].To != "meldpunt@z-cert.example" || !strings.Contains(got[0].Body, "kijk mee naar de sporen") || !strings.Contains(got[0].Body, p.mark("what")) {
			t.Fatalf("%d arrived: %+v", len(got), got)
		}
		f, err := p.Incident.Find(p.ctx(), officer, i.ID)
		p.must(err)
		last := f.Lines[len(f.Lines)-1]
		if last.Sent != "z-cert" || last.Edition != 1 || last.To != "meldpunt@z-cert.example" || last.By != officer.Name {
			t.Errorf("the log ends with %+v", last)
		}
		p.at(p.clock().Add(6 * time.Minute))
		p.must(send())
	})
}

// TestADoublePressMailsOnce presses six times at once.
func TestADoublePressMailsOnce(t *testing.T) {
	each(t, func(s *site) {
		server := s.posted()
		p := s.provider(1)
		p.calm(server)
		i, officer := p.gone(), p.by(identity.SecurityOfficer)
		p.after(0, server)
		p.fill(i.ID, "z-cert", nil)
		var wg sync.WaitGroup
		said := make(chan error, 6)
		for range cap(said) {
			wg.Go(func() {
				said <- p.Incident.Mail(p.ctx(), officer, i.ID, "z-cert", 1, "meldpunt@z-cert.example")
			})
		}
		wg.Wait()
		close(said)
		went := 0
		for err := range said {
			if err == nil {
				went++
				continue
			}
			s.wantCode("a press too many", err, "incident.mailed-already")
		}
		if got := p.after(0, server); went != 1 || len(got) != 1 {
			s.Errorf("%d went, %d arrived", went, len(got))
		}
	})
}

// TestAnOrganisationMailsSoManyTextsADay mails until it may no more, and a day later
// again.
func TestAnOrganisationMailsSoManyTextsADay(t *testing.T) {
	each(t, func(s *site) {
		server := s.posted()
		p, other := s.provider(1), s.provider(2)
		mail := func(p *provider, i incident.ID, n int) error {
			return p.Incident.Mail(p.ctx(), p.by(identity.SecurityOfficer), i, "z-cert", 1, fmt.Sprintf("a%d@z-cert.example", n))
		}
		one, two, theirs := p.gone(), p.gone(), other.gone()
		p.fill(one.ID, "z-cert", nil)
		p.fill(two.ID, "z-cert", nil)
		other.fill(theirs.ID, "z-cert", nil)
		p.after(0, server)
		for n := range incident.MaxMailed {
			p.must(mail(p, []incident.ID{one.ID, two.ID}[n%2], n))
		}
		size := p.size()
		s.wantCode("one more", mail(p, one.ID, 100), "incident.mailed-much")
		if arrived := p.after(0, server); len(arrived) != incident.MaxMailed || p.size() != size {
			s.Errorf("%d arrived, and the journal grew by %d", len(arrived), p.size()-size)
		}
		p.must(mail(other, theirs.ID, 0))
		p.at(p.clock().Add(24 * time.Hour))
		p.must(mail(p, one.ID, 100))
	})
}

// TestATextGoesFromItsFormToWhatWasSent lets a person fill in the form, follow it
// to the edition, take it along and record that it was sent.
func TestATextGoesFromItsFormToWhatWasSent(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	i, officer := p.gone(), p.by(identity.SecurityOfficer)
	p.must(p.Incident.Answer(p.ctx(), officer, i.ID, i.Version, map[string]incident.Reply{"personal_data": incident.Yes, "controller": incident.Yes, "risk": incident.Yes}))
	secret := s.signIn(p.people[identity.SecurityOfficer], true)
	text := "/o/" + string(p.id) + "/incidenten/" + string(i.ID) + "/tekst/ap-breach"
	page := s.ask(http.MethodGet, text, secret, "")
	for _, want := range []string{p.mark("what"), "Nog in te vullen", "niets aan een toezichthouder", `href="#people"`} {
		if !strings.Contains(page.Body, want) {
			t.Errorf("the form does not say %q", want)
		}
	}
	form := url.Values{"number": {"0"}, "people": {"tussen 400 en 412 cliënten"}, "summary": {"regel 1\r\nregel 2"}, "offered-summary": {"iets"}}
	saved := s.ask(http.MethodPost, text, secret, form.Encode())
	if to := saved.Header.Get("Location"); saved.Code != http.StatusSeeOther || to != text+"/1" {
		t.Fatalf("saving = %d %s", saved.Code, to)
	}
	again := s.ask(http.MethodPost, text, secret, form.Encode())
	if again.Code != http.StatusConflict || !strings.Contains(again.Body, "tussen 400 en 412") {
		t.Errorf("saving over somebody else's = %d, and what was typed is gone", again.Code)
	}
	if a := s.ask(http.MethodGet, text+"/1", secret, ""); a.Code != http.StatusOK || !strings.Contains(a.Body, "nog niet af") {
		t.Errorf("the edition = %d, and does not say what is open", a.Code)
	}
	for _, n := range []string{"0", "2", "x", "-1", "1e9"} {
		if a := s.ask(http.MethodGet, text+"/"+n, secret, ""); a.Code != http.StatusNotFound {
			t.Errorf("edition %s = %d, want 404", n, a.Code)
		}
	}
	var file struct {
		Version int
		Fields  []struct {
			ID, Value string
			Missing   bool
		}
	}
	p.must(json.Unmarshal([]byte(s.ask(http.MethodGet, text+"/1/tekst.json", secret, "").Body), &file))
	if file.Version != 1 || len(file.Fields) != len(p.paper(i.ID, "ap-breach").Text.Fields) || file.Fields[0].ID != "kind" || !file.Fields[0].Missing {
		t.Errorf("the file holds %+v", file)
	}
	step := "/o/" + string(p.id) + "/incidenten/" + string(i.ID) + "/plicht/avg-ap/report"
	if a := s.ask(http.MethodGet, step+"?versie=ap-breach:1", secret, ""); !strings.Contains(a.Body, `<option value="ap-breach:1" selected`) {
		t.Error("the edition is not chosen where it is recorded as sent")
	}
	for _, c := range []struct {
		edition string
		want    int
	}{{"ap-breach:2", 422}, {"clients:1", 422}, {"ap-breach:x", 422}, {"ap-breach:1", 303}} {
		form := url.Values{"version": {"2"}, "at": {"2026-11-24T" + s.clock().In(s.Zone).Format("15:04")}, "edition": {c.edition}, "receipt": {"AP-1"}}
		if a := s.ask(http.MethodPost, step, secret, form.Encode()); a.Code != c.want {
			t.Errorf("recording %s = %d, want %d", c.edition, a.Code, c.want)
		}
	}
	if a := s.ask(http.MethodGet, text+"/1", secret, ""); !strings.Contains(a.Body, "Kenmerk: AP-1") {
		t.Error("the edition does not say that it was sent")
	}
}

// TestALetterOnPaperIsALetter looks at what stays off the paper, of a letter and of
// what goes to an authority.
func TestALetterOnPaperIsALetter(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	secret := s.signIn(p.people[identity.SecurityOfficer], true)
	for text, off := range map[string]bool{"clients": true, "ap-breach": false} {
		p.fill(p.incident, text, nil)
		body := s.ask(http.MethodGet, "/o/"+string(p.id)+"/incidenten/"+string(p.incident)+"/tekst/"+text+"/1", secret, "").Body
		for _, part := range []string{`<p class="zi-lead zi-no-print">`, `<h2 class="nl-heading nl-heading--level-3 zi-no-print"`} {
			if strings.Contains(body, part) != off {
				t.Errorf("%s: %s is there: %t, want %t", text, part, !off, off)
			}
		}
	}
}
