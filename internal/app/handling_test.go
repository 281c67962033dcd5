package app_test

import (
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/web"
)

// TestAnIncidentIsHandledByTheForms fills in every form of the handling as a browser
// sends it, and reads the page.
func TestAnIncidentIsHandledByTheForms(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	i := p.gone()
	secret := s.signIn(p.people[identity.SecurityOfficer], true)
	at := "/o/" + string(p.id) + "/incidenten/" + string(i.ID)
	version := func() string { return "&version=" + strconv.FormatInt(p.now(i.ID).Version, 10) }
	file := p.pieces[0]
	for _, form := range []struct{ path, body, part string }{
		{"/geraakt", "kind=outage&known-system=" + string(p.carried.system) + "&supplier=Noordkabel%0ANoordkabel&process=", "geraakt"},
		{"/oorzaak", "sorts=supplier&sorts=mistake&text=Een+kabel+werd+doorgegraven", "oorzaak"},
		{"/gevolgen", "cost-help=1.250,50&cost-hours=400&lost=12,5&about=facturen", "gevolgen"},
		{"/gevolgen", "cost-help=1.300&cost-hours=400&lost=13", "gevolgen"},
		{"/veiliggesteld", "evidence=" + string(file.ID), "veiliggesteld"},
		{"/taken", "task=Bel+route+3&owner=Joost", "taken"},
		{"/taken/1", "done=yes", "taken"},
		{"/les", "title=Tweede+kabel&owner_text=ICT", "lessen"},
	} {
		a := s.ask(http.MethodPost, at+form.path, secret, form.body+version())
		if a.Code != http.StatusSeeOther || !strings.HasSuffix(a.Header.Get("Location"), "#"+form.part) {
			t.Fatalf("%s = %d, to %q: %.600s", form.path, a.Code, a.Header.Get("Location"), a.Body)
		}
	}
	line := s.ask(http.MethodPost, at+"/verloop", secret, "line=Monteur+komt+om+tien+uur&kind=contact&with=Noordkabel&how=phone")
	if line.Code != http.StatusSeeOther {
		t.Errorf("a contact = %d", line.Code)
	}
	if a := s.ask(http.MethodPost, at+"/verloop", secret, "line=x&kind=contact"); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("a contact with nobody = %d", a.Code)
	}
	page := s.ask(http.MethodGet, at+"/afhandeling", secret, "").Body
	for _, want := range []string{
		"Storing of uitval", "Noordkabel", "Vergissing en fout of storing bij een leverancier", "Een kabel werd doorgegraven",
		"€ 1.700", "13 uur zorg", "€ 1.650,50, 12,5 uur zorg", file.Title, web.Grouped(file.File.Sum.String()),
		"Bel route 3", "Klaar gemeld door", "Contact met Noordkabel (telefoon): Monteur komt om tien uur", "Tweede kabel",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if f := p.now(i.ID); len(f.HitBy(incident.Supplier)) != 1 || f.Hits[0].Of != string(p.carried.system) || f.Toll.Lost != 780 || f.Tolls[0].Lost != 750 {
		t.Errorf("hits %v, toll %v after %v", f.Hits, f.Toll, f.Tolls)
	}
	if file.File.Sum == (blob.Sum{}) || file.Form != evidence.FileForm {
		t.Error("the test secures something without a hash")
	}
}

// TestTasksAreGivenAndDoneAtOnce lets people give and finish tasks at the same moment.
func TestTasksAreGivenAndDoneAtOnce(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		i := p.gone()
		officer := p.by(identity.SecurityOfficer)
		var wg sync.WaitGroup
		failed := make(chan error, 4)
		for range 4 {
			wg.Go(func() {
				failed <- p.Incident.AddTask(p.ctx(), officer, i.ID, incident.Task{Text: p.mark("task"), Owner: "Joost"})
			})
		}
		wg.Wait()
		close(failed)
		for err := range failed {
			s.must(err)
		}
		s.must(p.Incident.Finish(p.ctx(), officer, i.ID, 2, true))
		size := p.size()
		s.must(p.Incident.Finish(p.ctx(), officer, i.ID, 2, true))
		f := p.now(i.ID)
		if len(f.Tasks) != 4 || f.OpenTasks() != 3 || f.Tasks[3].Number != 4 || p.size() != size {
			s.Errorf("%d tasks, %d open; doing one twice wrote %d entries", len(f.Tasks), f.OpenTasks(), p.size()-size)
		}
		s.must(p.Incident.Finish(p.ctx(), officer, i.ID, 2, false))
		if p.now(i.ID).OpenTasks() != 4 {
			s.Error("a task that was not done after all stays done")
		}
		s.wantCode("a task that is not there", p.Incident.Finish(p.ctx(), officer, i.ID, 5, true), "incident.no-task")
	})
}

// TestBillsAndCausesComeLate records them on an incident that was closed, where a
// task is refused.
func TestBillsAndCausesComeLate(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	officer, i := p.by(identity.SecurityOfficer), p.gone()
	p.must(p.Incident.Close(p.ctx(), officer, i.ID, i.Version, "klaar"))
	p.must(p.Incident.Reckon(p.ctx(), officer, i.ID, p.now(i.ID).Version, incident.Toll{Cents: map[string]int64{"help": 1}}))
	p.must(p.Incident.Explain(p.ctx(), officer, i.ID, p.now(i.ID).Version, incident.Cause{Text: "later gevonden"}))
	a, err := p.Incident.Learn(p.ctx(), officer, i.ID, plan.Action{Title: "voortaan eerder bellen"})
	p.must(err)
	s.wantCode("a task", p.Incident.AddTask(p.ctx(), officer, i.ID, incident.Task{Text: "x", Owner: "y"}), "incident.closed")
	s.wantCode("taking back what is not there", p.Incident.TakeBack(p.ctx(), officer, i.ID, p.now(i.ID).Version, 1, "x"), "incident.no-kept")
	after, err := p.Incident.Aftermath(p.ctx(), p.by(identity.BoardMember), i.ID)
	p.must(err)
	if p.now(i.ID).IsOpen() || len(after.Actions) != 1 || after.Actions[0].ID != a.ID || a.Source.Kind != plan.FromIncident {
		t.Errorf("open %v, actions %v", p.now(i.ID).IsOpen(), after.Actions)
	}
}

// TestTooMuchGetsOneAnswer names far too much that was hit, none of which could be, and
// says in one line that it is too much; what is named twice counts once.
func TestTooMuchGetsOneAnswer(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	officer, i := p.by(identity.SecurityOfficer), p.gone()
	var hits []incident.Hit
	var sorts []string
	for n := range 2 * incident.MaxHits {
		hits = append(hits, incident.Hit{Part: "nergens", Name: strconv.Itoa(n)})
		sorts = append(sorts, strconv.Itoa(n))
	}
	size := p.size()
	for what, err := range map[string]error{
		"what was hit": p.Incident.Strike(p.ctx(), officer, i.ID, i.Version, "outage", hits),
		"the causes":   p.Incident.Explain(p.ctx(), officer, i.ID, i.Version, incident.Cause{Sorts: sorts}),
	} {
		if f, ok := fault.Of(err); !ok || f.Kind != fault.Invalid || len(f.Fields) != 1 {
			t.Errorf("%s: %v", what, err)
		}
	}
	if p.size() != size {
		t.Error("something was stored")
	}
	for n := range hits {
		hits[n] = incident.Hit{Part: incident.System, Name: []string{"Noordkabel", "noordkabel "}[n%2]}
	}
	p.must(p.Incident.Strike(p.ctx(), officer, i.ID, i.Version, "outage", hits))
	if now := p.now(i.ID).Hits; len(now) != 1 || now[0].Name != "Noordkabel" {
		t.Errorf("hit: %v", now)
	}
}

// TestWhatIsOpenNeverDropsOutOfTheList reports more incidents than a page holds after
// one that stays open, and looks for each of them.
func TestWhatIsOpenNeverDropsOutOfTheList(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	officer, old := p.by(identity.SecurityOfficer), p.gone()
	for range incident.PerPage + 5 {
		i := p.gone()
		p.must(p.Incident.Close(p.ctx(), officer, i.ID, i.Version, "klaar"))
	}
	first, err := p.Incident.List(p.ctx(), officer, incident.Query{})
	p.must(err)
	rest, err := p.Incident.List(p.ctx(), officer, incident.Query{From: incident.PerPage})
	p.must(err)
	if first.Opened != 2 || first.Ended != incident.PerPage+5 || len(first.Closed) != incident.PerPage || len(rest.Closed) != 5 || first.All != incident.PerPage+7 {
		t.Errorf("%d open, %d closed, %d and %d on the pages, %d in all", first.Opened, first.Ended, len(first.Closed), len(rest.Closed), first.All)
	}
	for _, b := range rest.Closed {
		found, err := p.Incident.List(p.ctx(), officer, incident.Query{Words: strings.ToLower(b.Name())})
		p.must(err)
		if len(found.Closed) != 1 || found.Closed[0].ID != b.ID || found.Opened != 0 {
			t.Errorf("looking for %s finds %d closed and %d open", b.Name(), len(found.Closed), found.Opened)
		}
	}
	p.must(p.Incident.Reopen(p.ctx(), officer, rest.Closed[0].ID, 2))
	again, err := p.Incident.List(p.ctx(), officer, incident.Query{})
	p.must(err)
	if again.Opened != 3 || again.Ended != first.Ended-1 || again.All != first.All {
		t.Errorf("after one was opened again: %d open, %d closed, %d in all", again.Opened, again.Ended, again.All)
	}
	secret := s.signIn(p.people[identity.SecurityOfficer], true)
	for path, want := range map[string]string{
		"?vanaf=50": "51 tot en met 54 van 54", "?q=" + old.Name(): old.Title, "?q=niets+van+dit+alles": "Niets gevonden", "/cijfers": "57 incidenten",
		"/cijfers?van=2026-12&tot=2026-11": "niet voor de eerste ligt", "/cijfers?van=x": "Schrijf een maand als 2026-11",
	} {
		if a := s.ask(http.MethodGet, "/o/"+string(p.id)+"/incidenten"+path, secret, ""); !strings.Contains(a.Body, want) {
			t.Errorf("%s (%d) does not say %q", path, a.Code, want)
		}
	}
	file := s.ask(http.MethodGet, "/o/"+string(p.id)+"/incidenten/cijfers/cijfers.csv", secret, "")
	if file.Code != http.StatusOK || strings.Count(file.Body, "INC-2026-") != 57 || strings.Contains(file.Body, old.Title) {
		t.Errorf("the file of figures = %d with %d rows, or it tells titles", file.Code, strings.Count(file.Body, "INC-2026-"))
	}
}
