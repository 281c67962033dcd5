package app_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/people"
)

// carriedIn is what a preview holds until somebody says yes.
func (d desk) carriedIn(body string) string {
	d.Helper()
	m := carried.FindStringSubmatch(body)
	if m == nil {
		d.Fatal("the preview has nothing to say yes to")
	}
	return html.UnescapeString(m[1])
}

// brought uploads a file.
func (d desk) brought(path, name, content string, want int) string {
	d.Helper()
	a := d.upload("/o/"+string(d.id)+path, d.secret, nil, name, content)
	if a.Code != want {
		d.Errorf("upload of %s to %s = %d, want %d", name, path, a.Code, want)
	}
	return a.Body
}

// TestPeopleAreReadFromAListAndTheirAttendanceTicked walks from a list to who was
// there, with what cannot be on the way.
func TestPeopleAreReadFromAListAndTheirAttendanceTicked(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	lead, reader, admin := desk{p, s.signIn(p.people[identity.Contributor], true), ""}, desk{p, s.signIn(p.people[identity.Reader], true), ""}, desk{p, s.signIn(p.people[identity.Administrator], true), ""}
	size := s.size(p.id)
	const list = "/scholing/deelnemers/inlezen"
	lead.brought(list, "lijst.csv", "", http.StatusUnprocessableEntity)
	lead.brought(list, "lijst.xls", "\xd0\xcf\x11\xe0 oud", http.StatusUnprocessableEntity)
	lead.brought(list, "lijst.csv", "naam\n"+strings.Repeat("x\n", 20_001), http.StatusRequestEntityTooLarge)
	if body := lead.brought(list, "lijst.csv", "geen;koppen\n1;2\n", http.StatusOK); !strings.Contains(body, "Er verandert niets") {
		t.Error("a list without headings does not say so")
	}
	body := lead.brought(list, "lijst.csv", "naam;team;in dienst\nNora Nacht;nachtdienst;1-3-2020\nZoë;nachtdienst;\n;x;\n<b>Bold</b>;y;2020\n", http.StatusOK)
	for _, w := range []string{"2 nieuw", "Er is nog niets opgeslagen", "Nora Nacht", "Regel 4: Er staat geen naam", "Regel 5: Wij kunnen de eerste dag niet lezen"} {
		if !strings.Contains(body, w) {
			t.Errorf("the preview misses %q", w)
		}
	}
	if after := s.size(p.id); after != size {
		t.Errorf("a preview left %d entries", after-size)
	}
	lead.send(list+"/opslaan", url.Values{"carried": {`[{"name":"Goed"},{"name":"` + strings.Repeat("x", 500) + `"}]`}}, http.StatusUnprocessableEntity)
	if after := s.size(p.id); after != size {
		t.Errorf("a list with one that cannot be left %d entries", after-size)
	}
	lead.send(list+"/opslaan", url.Values{"carried": {lead.carriedIn(body)}}, http.StatusSeeOther)
	if after := s.size(p.id); after != size+2 {
		t.Errorf("two people left %d entries", after-size)
	}
	lead.has("/scholing/deelnemers?groep=NACHTDIENST", "Nora Nacht", "Zoë")
	reader.send("/scholing/deelnemers", url.Values{"name": {"x"}}, http.StatusForbidden)

	l := must(s.People.SaveTraining(s.ctx(), p.by(identity.Contributor), p.lesson()))
	l.For.Everybody = true
	must(s.People.SaveTraining(s.ctx(), p.by(identity.Contributor), l))
	page := "/scholing/trainingen/" + string(l.ID)
	if body := reader.has(page, "Op orde"); strings.Contains(body, "Nora Nacht") {
		t.Error("a reader sees who follows a training")
	}
	form := lead.brought(page+"/opkomst/inlezen", "lijst.csv", "naam;uitslag\nnora nacht;ok\nVreemde Eend;ok\n", http.StatusOK)
	if strings.Count(form, "checked") != 2 || !strings.Contains(form, "Vreemde Eend") { // Nora, and what a tick means
		t.Error("the list of a learning system does not tick who is on it, or does not name who is not")
	}
	f := must(s.People.Look(s.ctx(), p.by(identity.Contributor)))
	var shown []string
	for _, who := range f.Working() {
		shown = append(shown, string(who.ID))
	}
	var measures []string
	for i := range 2_000 {
		measures = append(measures, fmt.Sprintf("99.%d", i))
	}
	tooMany := lead.send("/scholing/trainingen", url.Values{"kind": {"talk"}, "title": {"x"}, "for": {"all"}, "every": {"12"}, "requirements": {strings.Join(measures, " ")}}, http.StatusUnprocessableEntity)
	if !strings.Contains(tooMany, "Noem hoogstens 20 maatregelen") || strings.Contains(tooMany, "‘99.21’") {
		t.Error("of two thousand measures more are named than there may be, or it is not said that they are too many")
	}
	future := midnight(p.clock()).AddDate(0, 0, 1).Format(time.DateOnly)
	if body := lead.send(page+"/opkomst", url.Values{"on": {future}, "guests": {"drie"}}, http.StatusUnprocessableEntity); !strings.Contains(body, `value="drie"`) || !strings.Contains(body, "Vul een heel getal in") {
		t.Error("what was typed is lost, or not refused")
	}
	today := midnight(p.clock()).Format(time.DateOnly)
	lead.send(page+"/opkomst", url.Values{"on": {today}, "ticked": {"away"}, "shown": shown, "present": shown[1:2], "guests": {"2"}}, http.StatusSeeOther)
	f = must(s.People.Look(s.ctx(), p.by(identity.Contributor)))
	given := f.Sessions[0]
	if len(given.Present) != len(shown)-1 || given.Guests != 2 {
		t.Errorf("everybody but one was there: %d of %d, and %d", len(given.Present), len(shown), given.Guests)
	}
	twice := url.Values{"on": {today}, "present": shown[2:3], "leader": {"Nora Nacht"}}
	if body := lead.send(page+"/opkomst", twice, http.StatusUnprocessableEntity); !strings.Contains(body, "staat deze training er al") || !strings.Contains(body, `value="Nora Nacht"`) || !strings.Contains(body, `name="again"`) {
		t.Error("the same session twice is not asked about, or what was typed is lost")
	}
	meeting := "/scholing/bijeenkomsten/" + string(given.ID)
	lead.has(meeting, "Zoë")
	lead.send(meeting, url.Values{"version": {"7"}, "on": {today}, "present": shown}, http.StatusConflict)
	lead.send(meeting+"/intrekken", url.Values{"because": {""}}, http.StatusUnprocessableEntity)
	lead.has(page+"/presentielijst?groep=nachtdienst", "Handtekening", "Nora Nacht")
	lead.has("/scholing/overzicht", "zi-chart__svg", "Toon de cijfers")
	if file := lead.has("/scholing/overzicht.csv?groep=nachtdienst", "Zoë", "op orde"); strings.Contains(file, p.people[identity.Administrator].Name) {
		t.Error("the file holds others than the group that was asked for")
	}
	nora := "/scholing/deelnemers/"
	for _, who := range f.All {
		if who.Name == "Nora Nacht" {
			nora += string(who.ID)
		}
	}
	if body := lead.send(nora+"/diplomas", url.Values{"training": {string(l.ID)}, "cert_from": {future}}, http.StatusUnprocessableEntity); !strings.Contains(body, `value="`+future+`"`) {
		t.Error("a certificate of tomorrow: what was typed is lost")
	}
	lead.send(nora+"/wissen", url.Values{}, http.StatusForbidden)
	admin.has(nora, "Ook wat iemand zelf typte, blijft staan")
	admin.send(nora+"/wissen", url.Values{}, http.StatusSeeOther)
	if body := lead.has(meeting, "Zonder naam"); strings.Contains(body, "Nora") {
		t.Error("a name that was erased is on the page of a session")
	}
	lead.has("/logboek", "naam van een deelnemer gewist")

	// Who was erased has no tick any more, and is still among who was there.
	again := url.Values{"version": {"1"}, "on": {today}, "ticked": {"there"}, "guests": {"2"}, "remarks": {"besproken"}}
	for _, id := range given.Present {
		if "/scholing/deelnemers/"+string(id) != nora {
			again.Add("present", string(id))
		}
	}
	lead.send(meeting, again, http.StatusSeeOther)
	f = must(s.People.Look(s.ctx(), p.by(identity.Contributor)))
	if x, _ := f.Session(given.ID); len(again["present"]) != len(given.Present)-1 || len(x.Present) != len(given.Present) || x.Remarks != "besproken" {
		t.Errorf("a remark leaves %d of %d who were there", len(x.Present), len(given.Present))
	}
}

// TestAPracticeMailIsCountedAndForgotten reads results of a tool, with rows that
// cannot be and columns that mean something else.
func TestAPracticeMailIsCountedAndForgotten(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	lead := desk{p, s.signIn(p.people[identity.Contributor], true), ""}
	size := s.size(p.id)
	const path = "/scholing/phishing"
	lead.brought(path+"/inlezen", "a.csv", "zomaar;iets\n1;2\n", http.StatusUnprocessableEntity)
	lead.brought(path+"/inlezen", "a.csv", "groep;verstuurd;gemeld\n"+strings.Repeat("A;1;1\n", 20_001), http.StatusRequestEntityTooLarge)
	broken := lead.brought(path+"/inlezen", "a.csv", "groep;verstuurd;gemeld\nA;10;=1+1\nB;10;-3\nC;10;2\n", http.StatusOK)
	for _, w := range []string{"2 regels kunnen wij niet tellen", "Regel 2: In deze regel staat een formule", "Regel 3: ‘-3’ is geen aantal"} {
		if !strings.Contains(broken, w) {
			t.Errorf("the preview of broken rows misses %q", w)
		}
	}
	answer := url.Values{"carried": {lead.carriedIn(broken)}, "column-0": {"group"}, "column-1": {"sent"}, "column-2": {"reported"}, "name": {"Rooster"}, "on": {"2026-01-05"}, "act": {"store"}}
	if body := lead.send(path, answer, http.StatusUnprocessableEntity); !strings.Contains(body, "Zonder die regels klopt het totaal niet") || !strings.Contains(body, `value="Rooster"`) {
		t.Error("broken rows are stored, or what was typed is lost")
	}
	for _, cut := range []string{`{}`, `{"head":["a","b"],"rows":[["x","y"]]}`, `{"head":["a","b"],"rows":[["x","y"]],"at":[2,3]}`} {
		lead.send(path, url.Values{"carried": {cut}, "column-0": {"sent"}, "column-1": {"clicked"}}, http.StatusUnprocessableEntity)
	}
	lead.send(path, url.Values{"carried": answer["carried"], "column-0": {"shoe size"}}, http.StatusUnprocessableEntity)

	persons := "email;naam;afdeling;geklikt;gemeld\n" + strings.Repeat("pietje@zorg.example;Pietje Puk;Noord;ja;nee\n", 6) + strings.Repeat("b@zorg.example;Bea;Zuid;nee;ja\n", 7) + "c@zorg.example;Cor;Directie;ja;nee\n"
	preview := lead.brought(path+"/inlezen", "a.csv", persons, http.StatusOK)
	if strings.Contains(preview, "Pietje") || strings.Contains(preview, "pietje@") {
		t.Error("the preview still knows who it was")
	}
	for _, w := range []string{"Elke regel is één persoon: 14", "Er is nog niets opgeslagen", "Alle overigen"} {
		if !strings.Contains(preview, w) {
			t.Errorf("the preview misses %q", w)
		}
	}
	answer = url.Values{"carried": {lead.carriedIn(preview)}, "column-0": {"person"}, "column-1": {"person"}, "column-2": {"group"}, "column-3": {"clicked"}, "column-4": {"reported"}, "name": {""}, "on": {"2026-01-05"}, "act": {"look"}}
	if body := lead.send(path, answer, http.StatusOK); !strings.Contains(body, "Zuid") {
		t.Error("counting again shows nothing")
	}
	answer.Set("act", "store")
	lead.send(path, answer, http.StatusUnprocessableEntity)
	if after := s.size(p.id); after != size {
		t.Errorf("refusals and previews left %d entries", after-size)
	}
	answer.Set("name", "Rooster")
	lead.send(path, answer, http.StatusSeeOther)
	f := must(s.People.Look(s.ctx(), p.by(identity.Reader)))
	at := 0
	for i, c := range f.Campaigns {
		if c.Name == "Rooster" {
			at = i
		}
	}
	if o := f.Campaigns[at].Total(); o.Sent != 14 || o.Clicked != 7 || o.Reported != 7 || len(f.Campaigns[at].Outcomes) != 2 {
		t.Errorf("stored %+v", f.Campaigns[at])
	}
	reader := desk{p, s.signIn(p.people[identity.Reader], true), ""}
	reader.has(path+"/"+string(f.Campaigns[at].ID), "Zuid", "Alle overigen")
	reader.has(path, "zi-chart__svg", "Toon de cijfers")
}

// TestNoByteOfANameThatWasErasedIsLeft plants names between others, changes them,
// erases them, and looks through every file that the program has.
func TestNoByteOfANameThatWasErasedIsLeft(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := open(t, path)
	p := s.provider(1)
	var doomed []people.ID
	for i := range 40 {
		p.hired()
		x := must(s.People.SaveStaff(s.ctx(), p.by(identity.Contributor), people.Staff{Name: strings.Repeat(canary+" ", 1+i%4), Groups: []string{p.mark("group")}}))
		x.Name = canary + " " + strings.Repeat("van der ", i%9) + "Berg"
		x = must(s.People.SaveStaff(s.ctx(), p.by(identity.Contributor), x))
		must(s.People.SaveSession(s.ctx(), p.by(identity.Contributor), people.Session{Training: p.trains.training, On: midnight(p.clock()), Present: []people.ID{x.ID}}))
		doomed = append(doomed, x.ID)
	}
	if found := s.search(path); len(found) < 1 {
		t.Fatal("the names are nowhere before they are erased: the search finds nothing")
	}
	p.must(s.People.Erase(s.ctx(), p.by(identity.Administrator), doomed...))
	for file, n := range s.search(path) {
		t.Errorf("%s still holds a name %d times", file, n)
	}
	s.audit(p.id)
	admin := desk{p, s.signIn(p.people[identity.Administrator], true), ""}
	admin.has("/logboek", "naam van een deelnemer gewist")
}

// TestSomebodySaysItOnThePageOfATraining as a browser does, on a phone in the night.
func TestSomebodySaysItOnThePageOfATraining(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		id := p.alone()
		page := "/scholing/trainingen/" + string(id)
		reader, lead := desk{p, s.signIn(p.people[identity.Reader], true), ""}, desk{p, s.signIn(p.people[identity.Contributor], true), ""}
		reader.has(page, "Ik heb dit gelezen")
		size := s.size(p.id)
		reader.send(page+"/gevolgd", url.Values{}, http.StatusSeeOther)
		reader.send(page+"/gevolgd", url.Values{}, http.StatusSeeOther)
		if n := s.size(p.id) - size; n != 1 {
			t.Errorf("two presses left %d entries", n)
		}
		reader.has(page, "Gevolgd (eigen opgave)", "Dat klopt niet")
		lead.has(page, "waarvan 1 op eigen opgave")
		lead.has("/scholing/overzicht.csv", "op orde, eigen opgave")
		lead.has("/scholing/overzicht", "Licht rondje: gevolgd volgens eigen opgave", `c-mark--busy`, "Gevolgd (eigen opgave)")
		lead.has("/logboek", "zelf gezegd dat een training is gevolgd")
		reader.send(page+"/gevolgd", url.Values{"undo": {"yes"}}, http.StatusSeeOther)
		reader.send(page+"/gevolgd", url.Values{"undo": {"yes"}}, http.StatusNotFound)
		reader.send("/scholing/trainingen/"+string(p.trains.training)+"/gevolgd", url.Values{}, http.StatusConflict)
	})
}

// TestAnAccountTakesOverWhatStoodOnTheList proposes to join who is there twice, and an
// earlier day shows the list as it was, without the name.
func TestAnAccountTakesOverWhatStoodOnTheList(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		account := p.people[identity.Reader]
		x := must(s.People.SaveStaff(s.ctx(), p.by(identity.Contributor), people.Staff{Name: strings.ToUpper(account.Name)}))
		lead, admin := desk{p, s.signIn(p.people[identity.Contributor], true), ""}, desk{p, s.signIn(p.people[identity.Administrator], true), ""}
		lead.has("/scholing/deelnemers", "1 persoon staat hier twee keer", "Een beheerder kan ze samenvoegen")
		page := "/scholing/deelnemers/" + string(x.ID)
		admin.has(page, "Kreeg deze persoon een account?", account.Name)
		lead.send(page+"/samenvoegen", url.Values{"account": {string(account.ID)}}, http.StatusForbidden)
		admin.send(page+"/samenvoegen", url.Values{"account": {"per_nobody"}}, http.StatusUnprocessableEntity)
		admin.send(page+"/samenvoegen", url.Values{"account": {string(account.ID)}}, http.StatusSeeOther)
		if body := lead.has("/scholing/deelnemers", account.Name); strings.Contains(body, "twee keer") || strings.Contains(body, strings.ToUpper(account.Name)) {
			t.Error("the list still has both")
		}
		lead.has("/logboek", "deelnemer samengevoegd met een account")
		s.audit(p.id)
	})
}
