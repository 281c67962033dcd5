package app_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// TestContinuityOverItsPages types what cannot be into every form, and reads what the
// pages say of it.
func TestContinuityOverItsPages(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	officer, reader := desk{p, s.signIn(p.people[identity.SecurityOfficer], true), ""}, desk{p, s.signIn(p.people[identity.Reader], true), ""}
	system, process := "/continuiteit/systemen/"+string(p.carried.system), "/continuiteit/processen/"+string(p.carried.process)

	// 4 hours were promised, and the process bears 3; the copy is daily and an hour may be lost.
	officer.has("/continuiteit", "Kan niet", "mag hoogstens 3 uur stilliggen", "Tussen twee reservekopieën zit 1 dag", "vallen 1 van de 1 processen stil", "zi-chart__svg", "Toon de cijfers")
	if body := reader.has("/continuiteit", "Kan niet"); strings.Contains(body, "Voeg een systeem toe") {
		t.Error("a reader is offered to add a system")
	}
	officer.has(system, "<summary>Haal dit systeem weg</summary>", "blijft in het logboek")
	reader.has(system, "Als dit uitligt", p.mark("supplier")[:4])
	reader.send(system, url.Values{"name": {"x"}}, http.StatusForbidden)

	size := s.size(p.id)
	wrong := officer.send("/continuiteit/processen", url.Values{"name": {"Routes"}, "bears": {"9223372036854775807"}, "bears-unit": {"1440"}, "rto": {"vier"}, "rpo": {"1"}, "rpo-unit": {"7"}}, http.StatusUnprocessableEntity)
	for _, w := range []string{`value="Routes"`, `value="9223372036854775807"`, "Vul een heel getal in", "Kies minuten, uren of dagen"} {
		if !strings.Contains(wrong, w) {
			t.Errorf("a process that cannot be misses %q", w)
		}
	}
	wrong = officer.send("/continuiteit/processen", url.Values{"name": {"Routes"}, "bears": {"9223372036854775807"}, "bears-unit": {"1440"}, "rto": {"1"}, "rto-unit": {"60"}, "rpo": {"-1"}, "rpo-unit": {"60"}}, http.StatusUnprocessableEntity)
	if strings.Count(wrong, "hoogstens 365 dagen") < 2 {
		t.Error("an outage of all time, and less than nothing lost, are not refused")
	}
	stale := officer.send(process, url.Values{"version": {"7"}, "name": {"Van een oud scherm"}, "bears": {"3"}, "bears-unit": {"60"}, "rto": {"1"}, "rto-unit": {"60"}, "rpo": {"0"}, "rpo-unit": {"1"}}, http.StatusConflict)
	if !strings.Contains(stale, "heeft dit intussen gewijzigd") || !strings.Contains(stale, "Van een oud scherm") || !strings.Contains(stale, `name="version" value="1"`) {
		t.Error("a change of an old screen is not held beside what is there")
	}
	officer.send(system+"/weg", url.Values{"version": {"1"}}, http.StatusConflict) // the process needs it
	future := midnight(p.clock()).AddDate(0, 0, 2).Format(time.DateOnly)
	if body := officer.send("/continuiteit/hersteltests", url.Values{"on": {future}, "what": {"alles"}, "took": {"1"}, "took-unit": {"60"}}, http.StatusUnprocessableEntity); !strings.Contains(body, "tot en met vandaag") || !strings.Contains(body, ">alles</textarea>") {
		t.Error("a test in the future is not refused, or what was typed is lost")
	}
	zone := must(time.LoadLocation("Europe/Amsterdam"))
	officer.has("/continuiteit/uitval", `value="`+p.clock().In(zone).Format("2006-01-02T15:04")+`"`) // at night nobody types a date
	if body := officer.send("/continuiteit/uitval", url.Values{"system": {string(p.carried.system)}, "from": {""}}, http.StatusUnprocessableEntity); !strings.Contains(body, "Vul in wanneer het systeem uitviel") || strings.Contains(body, `value="`+p.clock().In(zone).Format("2006-01-02T")) {
		t.Error("a moment that somebody took out is filled in for them, or not asked for")
	}
	if body := officer.send("/continuiteit/uitval", url.Values{"system": {string(p.carried.system)}, "from": {"2026-03-29T02:30"}, "sheets": {"blad 1"}}, http.StatusUnprocessableEntity); !strings.Contains(body, "de klok ging toen een uur vooruit") || !strings.Contains(body, ">blad 1</textarea>") {
		t.Error("a moment that the clocks skipped is not refused, or what was typed is lost")
	}
	if body := officer.send("/continuiteit/belbomen", url.Values{"name": {"Nacht"}, "from-1": {"Wie het merkt"}}, http.StatusUnprocessableEntity); !strings.Contains(body, "Schrijf het nummer op") || !strings.Contains(body, `value="Wie het merkt"`) {
		t.Error("a call without a number is not refused, or what was typed is lost")
	}
	outage := "/continuiteit/uitval/" + string(p.carried.outage)
	if body := officer.send(outage+"/bladen/1/nagekeken", url.Values{}, http.StatusConflict); !strings.Contains(body, "Een tweede persoon moet het nakijken") {
		t.Error("one person did both, and is not told")
	}
	officer.send(outage+"/bladen/9/overgenomen", url.Values{}, http.StatusNotFound)
	officer.send(outage+"/afsluiten", url.Values{"lessons": {"Geleerd"}}, http.StatusConflict)
	if after := s.size(p.id); after != size {
		t.Errorf("refusals left %d entries", after-size)
	}
	officer.has(outage, "Teruggelegd: "+p.mark("wrong"), "Te lang", "Nog nakijken")
}

// TestWhoeverReadsHasTheCards: the newest version, earlier ones marked as such, all
// of them to print, and what a device must know to keep them.
func TestWhoeverReadsHasTheCards(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	officer, reader := desk{p, s.signIn(p.people[identity.SecurityOfficer], true), ""}, desk{p, s.signIn(p.people[identity.Reader], true), "/en"}
	form := func(version string) url.Values {
		w := continuity.WordsOf(must(s.Continuity.FindCard(s.ctx(), p.by(identity.Reader), continuity.ClientRecord, 0)).Card, i18n.NL)
		f := url.Values{"version": {version}, "size": {string(w.Size)}, "forms": {"Kast 2"}, "hangs": {"Gang\nKeuken"}, "who-1": {"Helpdesk"}, "number-1": {"088 123 45 67"}, "who-2": {"Alarm"}, "number-2": {"zie map"}}
		for part, lines := range w.Steps {
			f.Set(string(part), strings.Join(lines, "\r\n"))
		}
		return f
	}
	officer.send("/noodkaarten/ecd", form("1"), http.StatusSeeOther)
	if body := officer.send("/noodkaarten/ecd", form("1"), http.StatusConflict); !strings.Contains(body, "heeft dit intussen gewijzigd") || !strings.Contains(body, `value="2"`) {
		t.Error("the second of two versions is not held beside the first")
	}
	officer.send("/noodkaarten/ecd", form("2"), http.StatusUnprocessableEntity) // nothing changed
	officer.send("/noodkaarten/nergens", form("0"), http.StatusNotFound)
	reader.send("/noodkaarten/ecd", form("2"), http.StatusForbidden)

	body := reader.has("/noodkaarten/ecd", "The client record is down", "Is it down for everybody?", p.mark("step"), `href="tel:0881234567"`, "zie map", "Version 2 of", "Hangs: Gang; Keuken", `rel="manifest"`, "data-take-along")
	if strings.Contains(body, "/wijzigen") {
		t.Error("a reader is offered to adapt the card")
	}
	old := reader.has("/noodkaarten/ecd/versies/1", "This is an earlier version", p.mark("forms"))
	if strings.Contains(old, "data-take-along") || strings.Contains(old, `rel="manifest"`) {
		t.Error("a device is offered to keep an earlier version")
	}
	reader.has("/noodkaarten", "Example, not your own yet", "The power is out")
	if n := strings.Count(reader.has("/noodkaarten/afdrukken", "Kast 2"), `<article class="zi-downcard"`); n != 5 {
		t.Errorf("%d cards are printed", n)
	}
	for _, path := range []string{"/noodkaarten/ecd/versies/3", "/noodkaarten/ecd/versies/x", "/noodkaarten/mail"} {
		if a := s.ask(http.MethodGet, "/o/"+string(p.id)+path, reader.secret, ""); a.Code != http.StatusNotFound {
			t.Errorf("%s = %d", path, a.Code)
		}
	}
	var manifest struct {
		Scope string `json:"scope"`
		Start string `json:"start_url"`
	}
	if err := json.Unmarshal([]byte(reader.has("/noodkaarten/app.webmanifest")), &manifest); err != nil || manifest.Scope != "/en/o/"+string(p.id)+"/noodkaarten" || manifest.Start != manifest.Scope {
		t.Errorf("the manifest is %+v, %v", manifest, err)
	}
	worker := s.ask(http.MethodGet, "/noodkaarten.js", "", "")
	if worker.Code != http.StatusOK || worker.Header.Get("Service-Worker-Allowed") != "/" || !strings.HasPrefix(worker.Header.Get("Content-Type"), "text/javascript") {
		t.Errorf("the worker = %d, %v", worker.Code, worker.Header)
	}
	if out := s.ask(http.MethodPost, "/uitloggen", reader.secret, ""); out.Header.Get("Clear-Site-Data") != `"storage"` {
		t.Errorf("signing out says %v", out.Header)
	}
}

// must returns what a call gave that cannot fail here.
func must[V any](v V, err error) V {
	if err != nil {
		panic(err)
	}
	return v
}
