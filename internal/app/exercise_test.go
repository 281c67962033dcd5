package app_test

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/identity"
)

// TestExercisesOverTheirPages lets three people open the same exercise: who leads, who
// plays and who observes each find their own page, and OEFENING on all of them.
func TestExercisesOverTheirPages(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	at := func(role identity.Role) desk { return desk{p, s.signIn(p.people[role], true), ""} }
	leader, player, observer := at(identity.SecurityOfficer), at(identity.Reader), at(identity.BoardMember)
	running, story := "/oefeningen/"+string(p.exercises.running), p.Exercise.Scenarios[0]
	first, later := story.Injects[0], story.Injects[1]
	good, next := first.Expect[0].NL, html.EscapeString(later.From.NL)

	leader.has(running, "OEFENING", first.Says.NL, good, "Zet de klok stil", next, p.mark("note"))
	body := player.has(running, "OEFENING", first.Says.NL, p.mark("note"), "U speelt: ")
	for _, secret := range []string{good, next, "Zet de klok stil", p.mark("caller")} {
		if strings.Contains(body, secret) {
			t.Errorf("who plays reads %q", secret)
		}
	}
	observer.has(running, "OEFENING", good, "U neemt waar")
	observer.has(running+"/waarnemen/"+first.ID, "OEFENING", good, first.Watch[0].NL)
	if a := s.ask(http.MethodGet, "/o/"+string(p.id)+running+"/waarnemen/"+first.ID, player.secret, ""); a.Code != http.StatusSeeOther {
		t.Errorf("who plays opens a form: %d", a.Code)
	}

	player.has("", "OEFENING bezig: ", "U speelt: ", running+`"`)
	if body := player.has("/maatregelen"); strings.Count(body, running+`"`) != 2 { // in the menu, and in that of a small screen
		t.Error("the menu of who plays does not lead to the exercise once")
	}
	if body := at(identity.Contributor).has(""); strings.Contains(body, running) {
		t.Error("who has no part is sent to the exercise")
	}
	for _, path := range []string{"/oefeningen", "/oefeningen/programma", "/oefeningen/nieuw?scenario=" + story.ID} {
		leader.has(path, `<p class="zi-exercise">OEFENING</p>`)
	}

	size := s.size(p.id)
	wrong := leader.send("/oefeningen", url.Values{"scenario": {story.ID}, "when": {"2027-03-28T02:30"}, "goal": {"Sneller"}, "names-nurse": {"Bo, Cas"}}, http.StatusUnprocessableEntity)
	for _, w := range []string{"de klok ging toen een uur vooruit", ">Sneller</textarea>", `value="Bo, Cas"`} {
		if !strings.Contains(wrong, w) {
			t.Errorf("a plan that cannot be misses %q", w)
		}
	}
	leader.send("/oefeningen", url.Values{}, http.StatusUnprocessableEntity)
	player.send("/oefeningen", url.Values{}, http.StatusForbidden)
	player.send(running+"/klok", url.Values{"turn": {"hold"}}, http.StatusForbidden)
	leader.send(running+"/klok", url.Values{"turn": {"start"}}, http.StatusConflict)
	leader.send(running+"/klok", url.Values{"turn": {"bring"}, "inject": {"niets"}}, http.StatusNotFound)
	if body := player.send(running+"/notities", url.Values{"deed": {"did"}, "text": {" "}}, http.StatusUnprocessableEntity); !strings.Contains(body, "Schrijf op wat u doet of besluit") {
		t.Error("an empty note is not refused")
	}
	if body := leader.send(running+"/berichten", url.Values{"from": {"Buurman"}}, http.StatusUnprocessableEntity); !strings.Contains(body, `value="Buurman"`) || !strings.Contains(body, "Schrijf op wat mensen horen of lezen") {
		t.Error("a message without words is not refused, or what was typed is lost")
	}
	if body := observer.send(running+"/waarnemen/"+first.ID, url.Values{"version": {"0"}, "result-1": {"done"}, "minute-1": {"99999"}, "remark": {"Rustig"}}, http.StatusUnprocessableEntity); !strings.Contains(body, ">Rustig</textarea>") || !strings.Contains(body, `value="99999"`) {
		t.Error("a minute that cannot be is not refused, or what was typed is lost")
	}
	if after := s.size(p.id); after != size {
		t.Errorf("refusals left %d entries", after-size)
	}

	leader.send(running+"/klok", url.Values{"turn": {"bring"}, "inject": {later.ID}}, http.StatusSeeOther)
	leader.send(running+"/berichten", url.Values{"from": {"Buurman"}, "by": {"phone"}, "to": {"nurse"}, "says": {"Er brandt nog licht."}}, http.StatusSeeOther)
	player.has(running, "Er brandt nog licht.")
	observer.send(running+"/waarnemen/"+first.ID, url.Values{"version": {"0"}, "result-1": {"done"}, "minute-1": {"2"}, "next": {later.ID}}, http.StatusSeeOther)
	leader.send(running+"/klok", url.Values{"turn": {"end"}}, http.StatusSeeOther)
	player.has(running, "OEFENING", good, "Praat nu na", "zi-chart__svg", "Eerste actie na")
}

// TestWhoPlaysDoesNotReadTheScript: while an exercise of it is to come, the story shows a
// player how it begins and nothing further. Who leads and who observes read all of it.
func TestWhoPlaysDoesNotReadTheScript(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	e, err := p.Exercise.Find(p.ctx(), p.by(identity.SecurityOfficer), p.exercises.running)
	p.must(err)
	script := e.Exercise.Script
	last := script.Injects[len(script.Injects)-1]
	story, says, good := "/oefenverhalen/"+script.ID, html.EscapeString(last.Says.NL), html.EscapeString(last.Expect[0].NL)
	at := func(role identity.Role) desk { return desk{p, s.signIn(p.people[role], true), ""} }
	if body := at(identity.Reader).has(story, "Zo begint het", "U speelt mee in een oefening met dit verhaal"); strings.Contains(body, says) || strings.Contains(body, good) {
		t.Error("who plays reads what is to come")
	}
	at(identity.SecurityOfficer).has(story, says, good)
	p.must(p.Exercise.Turn(p.ctx(), p.by(identity.SecurityOfficer), p.exercises.running, exercise.End, ""))
	at(identity.Reader).has(story, "U speelt mee in een oefening met dit verhaal") // the other is still planned
	planned, err := p.Exercise.Find(p.ctx(), p.by(identity.SecurityOfficer), p.exercises.planned)
	p.must(err)
	p.must(p.Exercise.Drop(p.ctx(), p.by(identity.SecurityOfficer), p.exercises.planned, planned.Exercise.Version, "een andere keer"))
	at(identity.Reader).has(story, says, good)
}

// TestTheReportOfAnExerciseIsAFile reads it back, and looks for it where it belongs.
func TestTheReportOfAnExerciseIsAFile(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	officer := desk{p, s.signIn(p.people[identity.SecurityOfficer], true), ""}
	path := "/oefeningen/" + string(p.exercises.signed)
	var d exercise.Document
	if err := json.Unmarshal([]byte(officer.has(path+"/verslag.json")), &d); err != nil || d.Format != exercise.Format || d.Conclusion != p.mark("concluded") || len(d.Notes) != 1 || d.Parts[0].Expects[0].Result != exercise.Partly {
		t.Errorf("the file holds %+v, %v", d, err)
	}
	officer.send(path+"/bewijs", url.Values{}, http.StatusSeeOther)
	officer.has(path, "staat bij het bewijs", p.mark("concluded"))
	officer.has("/oefeningen", "Verslag ondertekend", "Gepland", "Bezig")
	officer.has("/oefeningen/programma", "Jaarprogramma", p.mark("process"), "Voorstel")
	officer.has("/kalender", "OEFENING: ")
}

// TestAnExerciseStopsForWhatIsReal has the leader stop in earnest: whoever plays reads it
// with the next look, and where to report what really happened.
func TestAnExerciseStopsForWhatIsReal(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	leader, player := desk{p, s.signIn(p.people[identity.SecurityOfficer], true), ""}, desk{p, s.signIn(p.people[identity.Reader], true), ""}
	running := "/oefeningen/" + string(p.exercises.running)
	if body := player.has(running, "Dit is geen oefening", "/incidenten/melden"); strings.Contains(body, `value="stop"`) {
		t.Error("who plays is offered the button of who leads")
	}
	leader.has(running, `value="stop"`)
	player.send(running+"/klok", url.Values{"turn": {"stop"}}, http.StatusForbidden)
	leader.send(running+"/klok", url.Values{"turn": {"stop"}}, http.StatusSeeOther)
	player.has(running, "Gestopt: dit is geen oefening", "Meld het echte incident", "/incidenten/melden")
	leader.send(running+"/klok", url.Values{"turn": {"stop"}}, http.StatusConflict)
	if body := player.has(""); strings.Contains(body, "OEFENING bezig") {
		t.Error("the overview still sends people to what was stopped")
	}
}

// TestAReportIsEvidenceOnce has two people press the same button in one moment.
func TestAReportIsEvidenceOnce(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		titled := func() (n int) {
			all, err := p.Evidence.List(p.ctx(), p.by(identity.Reader), evidence.Filter{})
			p.must(err)
			for _, it := range all {
				if strings.HasPrefix(it.Title, "Oefening: ") {
					n++
				}
			}
			return n
		}
		before, size := titled(), s.size(p.id)
		press := make(chan error, 2)
		for _, role := range []identity.Role{identity.SecurityOfficer, identity.Contributor} {
			go func() { press <- p.Exercise.Prove(p.ctx(), p.by(role), p.exercises.signed) }()
		}
		for range 2 {
			if err := <-press; err != nil {
				p.Error(err)
			}
		}
		if added, grew := titled()-before, s.size(p.id)-size; added != 1 || grew != 1 {
			p.Errorf("two presses added %d pieces and %d entries, want one", added, grew)
		}
	})
}

// TestTheReportOfAnExercisePrints makes the PDF where there is a Chromium: OEFENING and
// the conclusion stand in it, and nothing of it leads back to this machine.
func TestTheReportOfAnExercisePrints(t *testing.T) {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatalf("no Chromium on this machine (make tools installs it): %v", err)
	}
	c := setup(t, filepath.Join(t.TempDir(), "a.db"))
	c.Chromium = chromium
	s := start(t, c)
	p := s.provider(1)
	officer, reader := desk{p, s.signIn(p.people[identity.SecurityOfficer], true), ""}, desk{p, s.signIn(p.people[identity.Reader], true), ""}
	path := "/oefeningen/" + string(p.exercises.signed)
	officer.has(path, path+"/verslag.pdf")
	if body := reader.has(path); strings.Contains(body, "verslag.pdf") {
		t.Error("who takes nothing along is offered a PDF")
	}
	get := func(path string) *answer {
		return s.ask(http.MethodGet, "/o/"+string(p.id)+path, officer.secret, "")
	}
	a := get(path + "/verslag.pdf")
	if a.Code != http.StatusOK || !strings.HasPrefix(a.Body, "%PDF-") || !strings.Contains(a.Body, "/Lang (nl)") {
		t.Fatalf("verslag.pdf = %d, %.80q", a.Code, a.Body)
	}
	if strings.Contains(a.Body, "/URI (") {
		_, at, _ := strings.Cut(a.Body, "/URI (")
		t.Errorf("the PDF links to the machine that made it: %.80s", at)
	}
	if a := get("/oefeningen/" + string(p.exercises.running) + "/verslag.pdf"); a.Code != http.StatusNotFound {
		t.Errorf("an exercise that runs has a report: %d", a.Code)
	}
}

// TestAPlanThatBeganOpensNoForm: the address of the form says why at once, and a note tells
// who wrote it for another.
func TestAPlanThatBeganOpensNoForm(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		lead := desk{p, s.signIn(p.people[identity.SecurityOfficer], true), ""}
		running := "/oefeningen/" + string(p.exercises.running)
		a := s.ask(http.MethodGet, "/o/"+string(p.id)+running+"/wijzigen", lead.secret, "")
		if a.Code != http.StatusConflict || !strings.Contains(a.Body, "Deze oefening is al begonnen") || strings.Contains(a.Body, `name="scenario"`) {
			s.Errorf("the form of a plan that began answers %d", a.Code)
		}
		lead.has("/oefeningen/"+string(p.exercises.planned)+"/wijzigen", `name="scenario"`)
		v, err := s.Exercise.Find(s.ctx(), p.by(identity.SecurityOfficer), p.exercises.running)
		s.must(err)
		lead.send(running+"/notities", url.Values{"deed": {"did"}, "role": {v.Exercise.Seats[0].Role}, "text": {"Belt de leverancier"}}, http.StatusSeeOther)
		lead.has(running, "Belt de leverancier", v.Exercise.Seats[0].Name+", ", "Opgeschreven door "+p.people[identity.SecurityOfficer].Name)
	})
}
