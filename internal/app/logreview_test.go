package app_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/accesslog/simulate"
	"aantoonbaar/internal/identity"
)

// simulated makes the log of October of an invented home care organisation, with what
// explains it.
func simulated(t *testing.T, seed uint64) (folder string) {
	t.Helper()
	zone := must(time.LoadLocation("Europe/Amsterdam"))
	folder = filepath.Join(t.TempDir(), "log")
	to := must(simulate.NewFolder(folder, simulate.CSV))
	w := must(simulate.Make(simulate.Settings{Kind: simulate.HomeCare, Seed: seed, Staff: 40, Days: 28, Begin: time.Date(2026, 10, 1, 0, 0, 0, 0, zone), Planted: 40, Defects: simulate.Usual}, to.Day))
	if err := to.Close(w); err != nil {
		t.Fatal(err)
	}
	return folder
}

// brings sends a file of log review, and returns its page.
func (d desk) brings(table, source, name string, content []byte) *answer {
	d.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	d.must(w.WriteField("table", table))
	d.must(w.WriteField("source", source))
	_, err := must(w.CreateFormFile("file", name)).Write(content)
	d.must(err)
	d.must(w.Close())
	r := httptest.NewRequestWithContext(d.ctx(), http.MethodPost, origin+"/o/"+string(d.id)+"/inzage/bestanden", &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "zitting", Value: d.secret})
	return d.site.send(r)
}

// reads brings a file, accepts how it would be read, and has it read.
func (d desk) reads(table, name string, content []byte) {
	d.Helper()
	a := d.brings(table, "ECD", name, content)
	if a.Code != http.StatusSeeOther {
		d.Fatalf("%s = %d: %s", name, a.Code, a.Body)
	}
	page := strings.TrimPrefix(a.Header.Get("Location"), "/o/"+string(d.id))
	form := url.Values{"do": {"read"}}
	body := d.has(page, "Zo lezen wij de eerste regels")
	for _, m := range regexp.MustCompile(`(?s)<select[^>]*name="([^"]+)".*?</select>`).FindAllStringSubmatch(body, -1) {
		if chosen := regexp.MustCompile(`<option value="([^"]*)" selected`).FindStringSubmatch(m[0]); chosen != nil {
			form.Set(m[1], chosen[1])
		}
	}
	form.Set("version", regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(body)[1])
	d.send(page, form, http.StatusSeeOther)
	d.must(d.Logs.Work(d.ctx(), d.id))
	d.has(page, "regels gelezen, 0 geweigerd")
}

// TestALogIsReviewedFromAFileToASignedReport goes from a list that nobody mapped to a
// report among the evidence, over the pages, on both databases.
func TestALogIsReviewedFromAFileToASignedReport(t *testing.T) {
	folder := simulated(t, 7)
	each(t, func(s *site) {
		p := s.provider(1)
		privacy := desk{p, s.signIn(p.people[identity.PrivacyOfficer], true), ""}
		officer := desk{p, s.signIn(p.people[identity.SecurityOfficer], true), ""}
		board := desk{p, s.signIn(p.people[identity.BoardMember], true), ""}
		reader := desk{p, s.signIn(p.people[identity.Reader], true), ""}
		privacy.has("/inzage", "In vier stappen", "Lees een log in")
		if body := board.has("/inzage", "In vier stappen"); strings.Contains(body, "/inzage/bestanden") {
			s.Error("the board is led to files that it may not see")
		}
		for table, file := range map[string]string{"log": "log.csv", "mixed": "facts.csv", "staff_list": "users.csv", "clients_list": "patients.csv"} {
			privacy.reads(table, file, must(os.ReadFile(filepath.Join(folder, file))))
		}
		if again := privacy.brings("log", "ECD", "nog-eens.csv", must(os.ReadFile(filepath.Join(folder, "log.csv")))); again.Code != http.StatusConflict || !strings.Contains(again.Body, "Dit bestand is er al") {
			s.Errorf("the same file again = %d", again.Code)
		}
		privacy.send("/inzage/plan", url.Values{"version": {"0"}, "every": {"month"}, "cases": {"12"}, "top": {"60"}, "random": {"20"}, "answers": {"28"}, "years": {"5"}}, http.StatusSeeOther)
		board.send("/inzage/plan/goedkeuren", url.Values{"version": {"1"}, "name": {p.people[identity.BoardMember].Name}}, http.StatusSeeOther)

		privacy.send("/inzage/rondes", url.Values{"from": {"2026-10-01"}, "until": {"2026-10-28"}}, http.StatusSeeOther)
		s.must(s.Logs.Work(s.ctx(), p.id))
		h := must(s.Logs.Look(s.ctx(), p.by(identity.PrivacyOfficer)))
		round, cases := h.Rounds[0], h.Of(h.Rounds[0].ID)
		if !round.Made || len(cases) < 8 || len(cases) > 12 || round.Found.Share() < .9 || round.Plan.Approved == nil {
			s.Fatalf("the round found %+v with %d cases", round.Found, len(cases))
		}
		page := "/inzage/rondes/" + string(round.ID)
		if body := board.has(page, "De zorg verklaart", "U ziet de aantallen"); strings.Contains(body, "/inzage/zaken/") {
			s.Error("the board is shown cases")
		}
		reader.send(page+"/sluiten", url.Values{}, http.StatusForbidden)
		privacy.send(page+"/sluiten", url.Values{"version": {"2"}, "conclusion": {"Klaar"}, "name": {p.people[identity.PrivacyOfficer].Name}}, http.StatusConflict)
		privacy.has("/kalender", "Logcontrole: ronde afgesloten")
		s.judgeAll(privacy, officer, cases)
		privacy.send(page+"/sluiten", url.Values{"version": {"2"}, "conclusion": {"Twee roosters ontbraken."}, "name": {p.people[identity.PrivacyOfficer].Name}}, http.StatusSeeOther)
		board.has(page, "Ondertekend door", "Twee roosters ontbraken.", "Staat bij het bewijs")
		board.has("/bestuur", "Wie keek in welk dossier?", "Onterecht: 1 van", "Afgesloten")
		board.has("/bewijs", "Logcontrole van 1 oktober 2026")
		board.has("/directiebeoordeling/"+string(p.review), "Logcontrole: 1 ronde afgesloten in een jaar")
	})
}

// TestAClientHearsWhoLooked asks for the overview of one client over its page: on paper,
// as a file, with names and without; and of a number that nobody has.
func TestAClientHearsWhoLooked(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	p.logged()
	privacy := desk{p, s.signIn(p.people[identity.PrivacyOfficer], true), ""}
	board := desk{p, s.signIn(p.people[identity.BoardMember], true), ""}
	ask := url.Values{"number": {p.mark("client") + "1"}, "from": {"2026-06-01"}, "until": {"2026-06-30"}, "for": {"De cliënt zelf, per brief."}}
	size := s.size(p.id)
	body := privacy.send("/inzage/client", ask, http.StatusOK)
	for _, want := range []string{"keer keek een medewerker op een dag in het dossier", p.mark("ward"), "Hiervoor vinden wij geen afspraak"} {
		if !strings.Contains(body, want) {
			s.Errorf("the overview misses %q", want)
		}
	}
	if strings.Contains(body, p.mark("looker")) {
		s.Error("an employee is named, and nobody asked for that")
	}
	ask.Set("named", "yes")
	ask.Set("do", "file")
	if file := privacy.send("/inzage/client", ask, http.StatusOK); !strings.Contains(file, p.mark("looker")) || strings.Count(file, "\n") < 10 {
		s.Errorf("the file is %q", file)
	}
	if grew := s.size(p.id) - size; grew != 2 {
		s.Errorf("two overviews left %d entries", grew)
	}
	ask.Set("number", "nobody")
	ask.Set("do", "page")
	if body := privacy.send("/inzage/client", ask, http.StatusOK); !strings.Contains(body, "Niemand keek in dit dossier") {
		s.Error("a number that nobody has is not told apart")
	}
	ask.Set("from", "2020-06-01")
	ask.Set("until", "2020-06-30")
	ask.Del("for")
	if body := privacy.send("/inzage/client", ask, http.StatusUnprocessableEntity); !strings.Contains(body, "Van deze dagen is er geen log") || !strings.Contains(body, "Schrijf op wie hierom vroeg") {
		s.Error("days without a log are not refused with why")
	}
	board.send("/inzage/client", ask, http.StatusForbidden)
}

// TestFilesOfLogReviewGoAlong: a backup has them and reads them, and one that changed is
// no backup.
func TestFilesOfLogReviewGoAlong(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	p.logged()
	s.must(s.SealAll(s.ctx()))
	whole := filepath.Join(t.TempDir(), "whole")
	if code, said := s.command("", "backup", whole); code != 0 {
		t.Fatalf("backup = %d: %s", code, said)
	}
	found := must(filepath.Glob(filepath.Join(whole, "*", string(p.id)+"-*", "sealed", "*", "*")))
	if len(found) < 4 {
		t.Errorf("the backup has %d files of log review", len(found))
	}
	of := must(filepath.Glob(filepath.Join(s.Config.Data, "evidence", string(p.id)+"-logs", "sealed", "*", "*")))
	content := must(os.ReadFile(of[0]))
	content[len(content)/2] ^= 1
	s.must(os.WriteFile(of[0], content, 0o600))
	if code, said := s.command("", "backup", filepath.Join(t.TempDir(), "broken")); code == 0 || !strings.Contains(said, "file of log review") {
		t.Errorf("a backup of a file that changed = %d: %s", code, said)
	}
}

// judgeAll judges each case: the first is asked about, the second was without a reason.
func (s *site) judgeAll(privacy, officer desk, cases []rounds.Case) {
	s.Helper()
	lawful := url.Values{"verdict": {"lawful"}, "reason": {"De dienst stond niet in het rooster."}}
	for i, c := range cases {
		page := "/inzage/zaken/" + string(c.ID)
		if body := privacy.has(page, "Toon wie het zijn", "Was er een reden?"); strings.Contains(body, "cliënt 1") {
			s.Errorf("case %d names somebody", c.Number)
		}
		version := func(n int64) url.Values {
			f := url.Values{"version": {strconv.FormatInt(c.Version+n, 10)}}
			for k, v := range lawful {
				f[k] = v
			}
			return f
		}
		switch i {
		case 0:
			s.askAbout(privacy, page, version)
		case 1:
			wrong := version(0)
			wrong.Set("verdict", "unlawful")
			privacy.send(page, wrong, http.StatusSeeOther)
			wrong.Set("version", strconv.FormatInt(c.Version+1, 10))
			privacy.send(page, wrong, http.StatusConflict) // the same person twice
			officer.send(page, wrong, http.StatusSeeOther)
			privacy.send(page+"/incident", url.Values{"version": {strconv.FormatInt(c.Version+2, 10)}}, http.StatusSeeOther)
			privacy.has(page, "Het incident dat ervan gemaakt is")
		default:
			privacy.send(page, version(0), http.StatusSeeOther)
		}
	}
}

// askAbout shows names, asks somebody over a link, and judges by the answer.
func (s *site) askAbout(privacy desk, page string, version func(int64) url.Values) {
	s.Helper()
	privacy.send(page+"/namen", url.Values{}, http.StatusOK)
	ask := version(1)
	ask.Set("verdict", "ask")
	ask.Set("to", "Joke")
	ask.Set("question", "Waarom keek u?")
	body := privacy.send(page, ask, http.StatusOK)
	link := regexp.MustCompile(`/inzagevraag/[A-Za-z0-9_-]+`).FindString(body)
	if a := s.ask(http.MethodGet, link, "", ""); a.Code != http.StatusOK || !strings.Contains(a.Body, "Waarom keek u?") {
		s.Errorf("the link = %d", a.Code)
	}
	if a := s.ask(http.MethodPost, link, "", url.Values{"answer": {"Ik viel in."}}.Encode()); a.Code != http.StatusSeeOther {
		s.Errorf("the answer = %d: %s", a.Code, a.Body)
	}
	privacy.has(page, "Ik viel in.", "Er is antwoord")
	privacy.send(page, version(3), http.StatusSeeOther)
}
