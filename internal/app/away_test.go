package app_test

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/audit/workfile"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
)

// sealing is the passphrase of files that are taken along.
const sealing = "zeven zwarte zwanen op zondag"

// lead is somebody with an assessor's place who may judge, signed in at the site.
func (p *provider) lead(id audit.ID) (by identity.Actor, secret string) {
	p.Helper()
	guest := p.guest()
	link, err := p.Audit.Invite(p.ctx(), p.by(identity.Administrator), id, guest.Name, guest.Email)
	p.must(err)
	_, err = p.Identity.Accept(p.ctx(), identity.Actor{Person: guest.ID, Name: guest.Name, Credential: identity.Session}, link)
	p.must(err)
	by = identity.Actor{Person: guest.ID, Name: guest.Name, Org: p.id, Role: identity.Assessor, Credential: identity.Session, About: string(id)}
	st := audit.Statement{Answers: map[string]string{}}
	for _, q := range p.Audit.Rules.Questions {
		st.Answers[q.ID] = audit.NoTie
	}
	_, err = p.Audit.Declare(p.ctx(), by, id, st)
	p.must(err)
	return by, p.signIn(guest, true)
}

func pathOf(p *provider, id audit.ID) string {
	return "/o/" + string(p.id) + "/beoordelingen/" + string(id)
}

// takes is the work file that the page of the assessment gives.
func (p *provider) takes(id audit.ID, secret, files string) []byte {
	p.Helper()
	form := url.Values{"passphrase": {sealing}, "again": {sealing}, "files": {files}}
	a := p.ask("POST", pathOf(p, id)+"/meenemen", secret, form.Encode())
	if a.Code != 200 || !strings.HasPrefix(a.Body, "age-encryption.org/v1\n") || !strings.Contains(a.Header.Get("Content-Disposition"), `attachment; filename="meegenomen-tak_`) {
		p.Fatalf("taking along = %d %v", a.Code, a.Header)
	}
	return []byte(a.Body)
}

// laptop is the program on another machine, filled with a work file.
func (s *site) laptop(file []byte) *site {
	s.Helper()
	c := setup(s.T, filepath.Join(s.TempDir(), "laptop.db"))
	l := &site{T: s.T}
	l.at(s.clock())
	for first := true; ; first = false {
		a, err := app.Open(s.ctx(), c, l.clock, slog.New(slog.NewTextHandler(&l.log, nil)))
		s.must(err)
		if !first {
			s.Cleanup(func() { _ = a.Close() })
			l.App, l.handler = a, a.Handler()
			return l
		}
		_, err = a.TakeIn(s.ctx(), bytes.NewReader(file), sealing)
		s.must(err)
		s.must(a.Close())
	}
}

// enters signs in with the link that the program prints.
func (s *site) enters() (secret string) {
	s.Helper()
	link, err := s.WayIn(s.ctx())
	s.must(err)
	path := strings.TrimPrefix(link, origin)
	if a := s.ask("GET", path, "", ""); a.Code != 200 {
		s.Fatalf("the way in = %d", a.Code)
	}
	a := s.ask("POST", path, "", "")
	for _, c := range (&http.Response{Header: a.Header}).Cookies() {
		if c.Name == "zitting" {
			return c.Value
		}
	}
	s.Fatalf("the way in gives no session: %d", a.Code)
	return ""
}

// brings uploads results to the page of the assessment.
func (p *provider) brings(id audit.ID, secret string, file []byte, with string) *answer {
	p.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	p.must(w.WriteField("passphrase", with))
	part, err := w.CreateFormFile("file", "resultaten.age")
	p.must(err)
	_, err = part.Write(file)
	p.must(err)
	p.must(w.Close())
	r := httptest.NewRequestWithContext(p.ctx(), "POST", origin+pathOf(p, id)+"/terugbrengen", &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "zitting", Value: secret})
	return p.send(r)
}

// results is the file that the laptop makes.
func (s *site) results(p *provider, id audit.ID, secret string) []byte {
	s.Helper()
	a := s.ask("POST", pathOf(p, id)+"/resultaten", secret, url.Values{"passphrase": {sealing}, "again": {sealing}}.Encode())
	if a.Code != 200 || !strings.Contains(a.Header.Get("Content-Disposition"), "resultaten-tak_") {
		s.Fatalf("making results = %d", a.Code)
	}
	return []byte(a.Body)
}

var carried = regexp.MustCompile(`name="carried" value="([^"]*)"`)

// says yes to a preview, with choices.
func (p *provider) says(id audit.ID, secret string, preview *answer, choices map[string]string) *answer {
	p.Helper()
	m := carried.FindStringSubmatch(preview.Body)
	if m == nil {
		p.Fatalf("the preview (%d) has nothing to say yes to", preview.Code)
	}
	form := url.Values{"carried": {strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(m[1])}}
	for name, v := range choices {
		form.Set(name, v)
	}
	return p.ask("POST", pathOf(p, id)+"/terugbrengen/opslaan", secret, form.Encode())
}

// TestWorkIsTakenAlongAndBroughtBack walks the whole way: from the site to another
// machine and back, while a colleague works at the site.
func TestWorkIsTakenAlongAndBroughtBack(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		id := p.atWork()
		by, secret := p.lead(id)
		l := s.laptop(p.takes(id, secret, "ja"))
		colleague, scope := p.assessor(id), p.terms().Scope
		theirs := p.verdicts(scope[0])
		s.must(s.Audit.Judge(s.ctx(), colleague, id, theirs[:2]))
		_, err := s.Audit.AddFinding(s.ctx(), colleague, id, p.found()) // takes the number that is next on the laptop too
		s.must(err)

		away := l.enters()
		mine := p.verdicts(scope[0])
		mine[0].Seen = "Op de laptop zag ik iets anders"
		s.must(l.Audit.Judge(l.ctx(), by, id, mine)) // one that differs, one that is the same, one that is new
		x := p.found()
		x.Title = "Gevonden op de laptop"
		_, err = l.Audit.AddFinding(l.ctx(), by, id, x)
		s.must(err)
		changed := p.found()
		changed.Number, changed.Version, changed.What = 1, 2, "Bij nader inzien"
		_, err = l.Audit.ChangeFinding(l.ctx(), by, id, changed)
		s.must(err)
		s.must(l.Audit.Conclude(l.ctx(), by, id, "Een conclusie van onderweg"))
		file := l.results(p, id, away)

		size := s.size(p.id)
		preview := p.brings(id, secret, file, sealing)
		for _, want := range []string{"4 nieuw, 1 gelijk, 1 verschil", mine[0].Seen, "Gevonden op de laptop", "Een conclusie van onderweg", "Er is nog niets opgeslagen"} {
			if preview.Code != 200 || !strings.Contains(preview.Body, want) {
				s.Errorf("the preview = %d without %q", preview.Code, want)
			}
		}
		if a := p.says(id, secret, preview, nil); a.Code != 422 || !strings.Contains(a.Body, "Kies wat blijft") || s.size(p.id) != size {
			s.Errorf("storing without a choice = %d, %d entries more", a.Code, s.size(p.id)-size)
		}
		key := audit.ChoiceField("verdict/" + scope[0] + "/design")
		if a := p.says(id, secret, preview, map[string]string{key: audit.MineOver("0123")}); a.Code != 422 || !strings.Contains(a.Body, "intussen weer iets anders") || s.size(p.id) != size {
			s.Errorf("a choice between other things = %d", a.Code)
		}
		chosen := map[string]string{key: regexp.MustCompile(`value="(mine:[^"]*)"`).FindStringSubmatch(preview.Body)[1]}
		if a := p.says(id, secret, preview, chosen); a.Code != 303 || s.size(p.id) != size+6 { // what was brought, two verdicts, two findings, the conclusion
			s.Fatalf("storing = %d with %d entries, want 303 with 6", a.Code, s.size(p.id)-size)
		}
		f, err := s.Audit.File(s.ctx(), by, id)
		s.must(err)
		for level, want := range map[framework.Level]string{framework.Design: by.Name, framework.Existence: colleague.Name, framework.Operation: by.Name} {
			if v := f.Verdict(scope[0], level); v.ByName != want || !v.On.Equal(mine[0].On) {
				s.Errorf("the verdict on %s is of %s on %s, want %s", level, v.ByName, v.On, want)
			}
		}
		if v := f.Verdict(scope[0], framework.Design); v.Seen != mine[0].Seen || v.Version != 2 {
			s.Errorf("what was chosen is not what stands: %+v", v)
		}
		if n := len(f.Findings); n != 4 || f.Findings[3].Title != x.Title || f.Findings[3].By != by.Person || f.Findings[0].What != changed.What || f.Findings[0].Response.Text == "" {
			s.Errorf("findings: %+v", f.Findings)
		}
		if f.Engagement.Conclusion != "Een conclusie van onderweg" {
			s.Errorf("the conclusion is %q", f.Engagement.Conclusion)
		}

		again := p.brings(id, secret, file, sealing)
		if again.Code != 200 || !strings.Contains(again.Body, "al teruggebracht") || carried.MatchString(again.Body) {
			s.Errorf("the same file once more = %d", again.Code)
		}
		if a := p.says(id, secret, preview, chosen); a.Code != 409 || s.size(p.id) != size+6 {
			s.Errorf("saying yes once more = %d", a.Code)
		}

		later := p.verdicts(scope[1])
		s.must(l.Audit.Judge(l.ctx(), by, id, later))
		more := p.brings(id, secret, l.results(p, id, away), sealing)
		if more.Code != 200 || !strings.Contains(more.Body, "3 nieuw, 6 gelijk, 0 verschil") {
			s.Errorf("a later file = %d", more.Code)
		}
		if a := p.says(id, secret, more, nil); a.Code != 303 {
			s.Errorf("storing a later file = %d", a.Code)
		}
		s.audit(p.id)
	})
}

// TestAnAssessorReadsTheSameOnTheLaptop opens every page that there is, here and
// there. The journal, and its last lines on the overview, name fewer people there.
func TestAnAssessorReadsTheSameOnTheLaptop(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		p.must(p.Incident.Arrange(p.ctx(), p.by(identity.Administrator), incident.Roster{OnDuty: []identity.PersonID{p.people[identity.SecurityOfficer].ID}, Wait: 20}))
		id := p.atWork()
		_, secret := p.lead(id)
		l := s.laptop(p.takes(id, secret, "ja"))
		away, pages := l.enters(), 0
		for _, route := range s.Routes() {
			if method, _ := address(route); method != "GET" || !isOfOrg(route) || strings.Contains(route.Pattern, "/logboek") {
				continue
			}
			values := p.records(route)
			if strings.Contains(route.Pattern, "/beoordelingen/") {
				values["id"] = string(id)
			}
			path := strings.TrimPrefix(fill(route, values), "/o/"+string(p.id))
			here, to := p.reads(secret, path)
			there, too := (&provider{site: l, id: p.id}).reads(away, path)
			if to != too || here.Code != there.Code {
				s.Errorf("%s = %d, sent to %q; there %d, %q", path, here.Code, to, there.Code, too)
				continue
			}
			if strings.HasPrefix(to, "/op/") && path != "" && here.Body != there.Body {
				s.Errorf("%s differs (-site +laptop):\n%.3000s", path, cmp.Diff(strings.Split(here.Body, "\n"), strings.Split(there.Body, "\n")))
			}
			pages++
		}
		if pages < 60 || strings.Contains(l.log.String(), "level=ERROR") {
			s.Errorf("%d pages; something broke down: %.2000s", pages, l.log.String())
		}
		journal, _ := (&provider{site: l, id: p.id}).reads(away, "/logboek")
		if journal.Code != 200 || !strings.Contains(journal.Body, "niet meegenomen") || strings.Contains(journal.Body, "naam gewist") {
			s.Errorf("the journal there = %d", journal.Code)
		}
	})
}

// TestAFileOfAnotherSituationIsNotTaken: when a newer one was fixed while the file
// was made, nothing is noted as taken along.
func TestAFileOfAnotherSituationIsNotTaken(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	id := p.atWork()
	before := s.size(p.id)
	_, _, err := p.Audit.TakeAlong(p.ctx(), p.assessor(id), id, p.fixed(id)-1, true)
	if !errors.Is(err, audit.ErrStale) || s.size(p.id) != before {
		t.Errorf("TakeAlong of another situation = %v, and the journal grew by %d", err, s.size(p.id)-before)
	}
}

// TestTheLaptopJudgesAndNothingElse tries what only the site can do.
func TestTheLaptopJudgesAndNothingElse(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	id := p.atWork()
	by, secret := p.lead(id)
	l := s.laptop(p.takes(id, secret, "nee"))
	away := l.enters()
	for name, act := range map[string]func() error{
		"AddToSample":    func() error { return l.Audit.AddToSample(l.ctx(), by, id, p.requirement, "Om te zien") },
		"DropFromSample": func() error { return l.Audit.DropFromSample(l.ctx(), by, id, p.requirement, "Om te zien") },
		"BringBack":      func() error { return only(l.Audit.BringBack(l.ctx(), by, id, audit.Results{}, nil)) },
		"MoveOn":         func() error { return l.Audit.MoveOn(l.ctx(), by, id, "Om te zien") },
		"Begin":          func() error { return l.Audit.Begin(l.ctx(), by, id) },
		"Declare":        func() error { return only(l.Audit.Declare(l.ctx(), by, id, audit.Statement{})) },
		"Close":          func() error { return only(l.Audit.CloseFinding(l.ctx(), by, id, 1, "Gezien")) },
		"Sign":           func() error { return only(l.Audit.Sign(l.ctx(), by, id, "", "")) },
		"TakeAlong":      func() error { return only2(l.Audit.TakeAlong(l.ctx(), by, id, 0, true)) },
		"Compare":        func() error { return only(l.Audit.Compare(l.ctx(), by, id, audit.Results{})) },
	} {
		s.wantCode(name, act(), "audit.away")
	}
	_, err := l.Audit.Results(l.ctx(), by, id)
	s.wantCode("results of nothing", err, "audit.nothing-done")
	for _, path := range []string{"", "/steekproef", "/bevindingen/1", "/concept", "/terugbrengen", "/meenemen"} {
		a := l.ask("GET", pathOf(p, id)+path, away, "")
		for _, not := range []string{"/stand\"", "/steekproef\" novalidate", "/sluiting", "/ondertekening", "/onafhankelijkheid", "multipart"} {
			if a.Code != 200 || strings.Contains(a.Body, not) {
				s.Errorf("%s there = %d, and offers %q", path, a.Code, not)
			}
		}
	}
	if a, _ := (&provider{site: l, id: p.id}).reads(away, "/bewijs/"+string(p.pieces[0].ID)+"/bestand"); a.Code != 404 || !strings.Contains(a.Body, "niet meegenomen") {
		s.Errorf("a file that was left behind = %d", a.Code)
	}
}

// TestTheFileHoldsWhatAnAssessorReads looks for words in it that are not theirs to
// read.
func TestTheFileHoldsWhatAnAssessorReads(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p, other := s.provider(1), s.provider(2)
	id := p.atWork()
	_, secret := p.lead(id)
	i, err := age.NewScryptIdentity(sealing)
	s.must(err)
	for _, files := range []string{"ja", "nee"} {
		r, err := age.Decrypt(bytes.NewReader(p.takes(id, secret, files)), i)
		s.must(err)
		plain, err := io.ReadAll(r)
		s.must(err)
		c, err := workfile.Read(bytes.NewReader(p.takes(id, secret, files)), sealing, func(_ workfile.Manifest, r io.Reader) (string, error) {
			if files == "nee" {
				t.Error("a file was taken along that was to stay")
			}
			_, err := io.ReadAll(r)
			return p.pieces[0].File.Sum.String(), err
		})
		s.must(err)
		text := string(plain)
		for _, e := range c.Entries {
			text += string(e.Data)
		}
		if !strings.Contains(text, p.mark("explanation")) || strings.Contains(text, p.mark("content")) != (files == "ja") {
			s.Errorf("with files %q: the words of the organisation, and its files", files)
		}
		for _, not := range []string{other.mark(""), "Duinrand ICT", p.mark("received"), p.happening().Systems, string(other.id), string(p.assessed) + "/"} {
			if strings.Contains(text, not) {
				s.Errorf("the file holds %q", not)
			}
		}
	}
}

// TestResultsThatDoNotBelongAreRefused brings every wrong file to the site.
func TestResultsThatDoNotBelongAreRefused(t *testing.T) {
	each(t, func(s *site) {
		p, other := s.provider(1), s.provider(2)
		id, second := p.atWork(), p.atWork()
		by, secret := p.lead(id)
		_, secret2 := p.lead(id)
		_, elsewhere := p.lead(second)
		away := other.atWork()
		_, abroad := other.lead(away)
		l := s.laptop(p.takes(id, secret, "nee"))
		s.must(l.Audit.Judge(l.ctx(), by, id, p.verdicts(p.requirement)))
		file := l.results(p, id, l.enters())
		ahead := func() []byte { // the clock of the laptop is ahead, and so is what was seen
			l.at(l.clock().AddDate(0, 0, 3))
			v := p.verdicts(p.terms().Scope[0])[:1]
			v[0].On = v[0].On.AddDate(0, 0, 2)
			s.must(l.Audit.Judge(l.ctx(), by, id, v))
			return l.results(p, id, l.enters())
		}
		touched := bytes.Clone(file)
		touched[len(touched)-30] ^= 1
		size, theirs := s.size(p.id), s.size(other.id)
		for _, tt := range []struct {
			name   string
			a      *answer
			says   string
			status int
		}{
			{"altered", p.brings(id, secret, touched, sealing), "veranderd of niet heel", 422},
			{"cut off", p.brings(id, secret, file[:len(file)-1], sealing), "veranderd of niet heel", 422},
			{"none", p.brings(id, secret, nil, sealing), "Kies het bestand", 422},
			{"another passphrase", p.brings(id, secret, file, "zeven witte zwanen op zondag"), "gaat het bestand niet open", 422},
			{"no passphrase", p.brings(id, secret, file, ""), "Typ de wachtzin", 422},
			{"a work file", p.brings(id, secret, p.takes(id, secret, "nee"), sealing), "geen resultaten", 422},
			{"of a colleague", p.brings(id, secret2, file, sealing), "Deze resultaten zijn van", 422},
			{"of another assessment", p.brings(second, elsewhere, file, sealing), "andere beoordeling", 422},
			{"of another organisation", other.brings(away, abroad, file, sealing), "andere organisatie", 422},
			{"too large", p.brings(id, secret, make([]byte, workfile.MaxResults+1), sealing), "groter dan wij lezen", 413},
			{"far too large", p.brings(id, secret, make([]byte, workfile.MaxResults+3<<20), sealing), "groter dan wij lezen", 413},
			{"of a day to come", p.brings(id, secret, ahead(), sealing), "Kies een dag van het onderzoek", 422},
		} {
			if tt.a.Code != tt.status || !strings.Contains(tt.a.Body, tt.says) || !strings.Contains(tt.a.Body, "niets opgeslagen") {
				s.Errorf("%s = %d, want %d with %q and that nothing was stored", tt.name, tt.a.Code, tt.status, tt.says)
			}
		}
		size += 1 // the work file that was made meanwhile
		if s.size(p.id) != size || s.size(other.id) != theirs {
			s.Errorf("refusals left %d and %d entries", s.size(p.id)-size, s.size(other.id)-theirs)
		}
		_, err := s.Audit.Stop(s.ctx(), p.by(identity.SecurityOfficer), id, "Genoeg gezien")
		s.must(err)
		if a := p.brings(id, secret, file, sealing); a.Code != 409 || !strings.Contains(a.Body, "Gestopt") {
			s.Errorf("of an assessment that is over = %d", a.Code)
		}
	})
}

// TestTakingInNeedsAPlaceAndATime opens work files where they cannot be worked on.
func TestTakingInNeedsAPlaceAndATime(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	id := p.atWork()
	_, secret := p.lead(id)
	file := p.takes(id, secret, "nee")
	if _, err := s.TakeIn(s.ctx(), bytes.NewReader(file), sealing); err == nil || !strings.Contains(err.Error(), "choose another folder") {
		s.Errorf("taking in at a site = %v", err)
	}
	l := open(t, filepath.Join(t.TempDir(), "b.db"))
	for name, at := range map[string]struct {
		days int
		code string
	}{"before it was made": {-1, "away.clock"}, "after the access": {40, "away.over"}} {
		l.at(s.clock().AddDate(0, 0, at.days))
		_, err := l.TakeIn(l.ctx(), bytes.NewReader(file), sealing)
		l.wantCode(name, err, at.code)
	}
	l.at(s.clock())
	if _, err := l.TakeIn(l.ctx(), bytes.NewReader(file), "een heel andere zin"); fault.KindOf(err) != fault.Invalid {
		l.Errorf("another passphrase = %v", err)
	}
	if _, err := l.TakeIn(l.ctx(), bytes.NewReader(file), sealing); err != nil {
		l.Errorf("after all refusals nothing is in the way, but %v", err)
	}
}

// TestTheCommandsOfALaptop takes a file in, works on it and makes results, as
// somebody does at a terminal. It is the only test here that needs the real clock:
// commands have no other.
func TestTheCommandsOfALaptop(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	s.at(time.Now().UTC().Truncate(time.Microsecond))
	p := s.provider(1)
	id := p.atWork()
	by, secret := p.lead(id)
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	s.must(os.WriteFile(in("taken.age"), p.takes(id, secret, "ja"), 0o600))
	s.must(os.WriteFile(in("phrase"), []byte(sealing+"\n"), 0o600))
	s.must(os.WriteFile(in("other"), []byte("een heel andere zin\n"), 0o600))
	s.must(os.WriteFile(in("weak"), []byte("kort\n"), 0o600))
	run := func(want int, says string, args ...string) {
		t.Helper()
		var out bytes.Buffer
		if got := app.Main(t.Context(), append([]string{"assess"}, args...), &out, &out); got != want || !strings.Contains(out.String(), says) {
			t.Errorf("assess %v = %d, want %d with %q:\n%s", args, got, want, says, out.String())
		}
	}
	run(1, "does not open the file", "import", in("taken.age"), in("work"), "--passphrase-file", in("other"))
	if left, err := filepath.Glob(in("*work*")); err != nil || len(left) > 0 {
		t.Errorf("a refused file left %v", left)
	}
	run(0, "aantoonbaar assess open", "import", in("taken.age"), in("work"), "--passphrase-file", in("phrase"))
	run(1, "is there already", "import", in("taken.age"), in("work"), "--passphrase-file", in("phrase"))
	run(1, "not done anything yet", "export", in("work"), in("results.age"), "--passphrase-file", in("phrase"))
	run(1, "served on this machine alone", "open", in("work"), "--listen", "0.0.0.0:8080")
	run(1, "no assessment that was taken along", "open", dir)

	c := setup(t, in("work/aantoonbaar.db"))
	c.Data = in("work")
	l, err := app.Open(t.Context(), c, s.clock, slog.New(slog.DiscardHandler))
	s.must(err)
	s.must(l.Audit.Judge(t.Context(), by, id, p.verdicts(p.requirement)))
	s.must(l.Close())
	run(1, "at least 16 characters", "export", in("work"), in("results.age"), "--passphrase-file", in("weak"))
	run(0, "3 verdicts and 0 findings", "export", in("work"), in("results.age"), "--passphrase-file", in("phrase"))
	run(1, "exists", "export", in("work"), in("results.age"), "--passphrase-file", in("phrase"))
	file, err := os.ReadFile(in("results.age"))
	s.must(err)
	if a := p.brings(id, secret, file, sealing); a.Code != 200 || !strings.Contains(a.Body, "3 nieuw") {
		t.Errorf("bringing it back = %d", a.Code)
	}
}
