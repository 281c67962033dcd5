package assessmentweb_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/identity"
)

var piet = member("per_piet", "Piet Vos", identity.Contributor)

// typed is what the form with id on a page sends, with changes made to it: a person
// without script.
func typed(page, id string, changes url.Values) url.Values {
	form := url.Values{}
	inputs := regexp.MustCompile(`<input[^>]*>`)
	value := func(tag, name string) string {
		if m := regexp.MustCompile(` ` + name + `="([^"]*)"`).FindStringSubmatch(tag); m != nil {
			return m[1]
		}
		return ""
	}
	for _, tag := range inputs.FindAllString(page, -1) {
		name := value(tag, "name")
		if (strings.HasSuffix(name, "version") || strings.HasSuffix(name, ".review")) && (value(tag, "form") == "" || value(tag, "form") == id) {
			form.Set(name, value(tag, "value"))
		}
	}
	for _, s := range regexp.MustCompile(`(?s)<select[^>]* name="([^"]*)".*?</select>`).FindAllStringSubmatch(page, -1) {
		chosen := regexp.MustCompile(`<option value="([^"]*)" selected`).FindStringSubmatch(s[0])
		if form.Set(s[1], ""); chosen != nil {
			form.Set(s[1], chosen[1])
		}
	}
	for name, v := range changes {
		form[name] = v
	}
	return form
}

func (x *house) answer(requirement string) assessment.Answer {
	x.t.Helper()
	p, err := x.service.Picture(x.t.Context(), marieke)
	if err != nil {
		x.t.Fatal(err)
	}
	return p.Said.Answers["nen7510-2:2024/"+requirement]
}

func (x *house) says(by identity.Actor, a assessment.Answer) {
	x.t.Helper()
	if _, err := x.service.Save(x.t.Context(), by, a); err != nil {
		x.t.Fatal(err)
	}
}

// TestTheSecondPersonKeepsWhatTheFirstOneDid, on the page of a requirement, without
// script: the form that comes back holds the work of both.
func TestTheSecondPersonKeepsWhatTheFirstOneDid(t *testing.T) {
	x := measureHouse(t)
	theirs := assessment.Answer{Requirement: "nen7510-2:2024/8.9", Explanation: "Van Marieke."}
	theirs.Design.Reply, theirs.Existence.Reply, theirs.Operation.Reply = assessment.Yes, assessment.Partly, assessment.No
	x.says(marieke, theirs)
	w := x.send(piet, http.MethodPost, "/maatregelen/8.9", url.Values{"version": {"0"}, "design": {"no"}})
	if w.Code != http.StatusConflict {
		t.Fatalf("Piet's form = %d, want a conflict", w.Code)
	}
	has(t, w.Body.String(), "Marieke de Vries heeft dit antwoord", "staat al in het formulier en blijft staan: Bestaan, Werking en Uitleg", ">Van Marieke.</textarea>", `name="version" form="answer" value="1"`)
	w = x.send(piet, http.MethodPost, "/maatregelen/8.9", url.Values{"version": {"1"}, "design": {"no"}, "existence": {"partly"}, "operation": {"no"}, "explanation": {"Van Marieke."}})
	if got := x.answer("8.9"); w.Code != http.StatusSeeOther || got.Design.Reply != assessment.No || got.Existence.Reply != assessment.Partly || got.Explanation != "Van Marieke." {
		t.Errorf("saving again = %d and %+v", w.Code, got)
	}
}

// TestOneTableOfTwoPeople: who saves a whole table keeps what others did meanwhile in
// rows and cells that they did not touch, and is told where both chose differently.
func TestOneTableOfTwoPeople(t *testing.T) {
	x := measureHouse(t)
	const table = "/tabel?thema=gebouwen"
	before := x.page(piet, table)
	theirs := assessment.Answer{Requirement: "nen7510-2:2024/7.6", Explanation: "Van Marieke."}
	theirs.Existence.Reply = assessment.Yes
	x.says(marieke, theirs)
	w := x.send(piet, http.MethodPost, table, typed(before, "tabel", url.Values{"7.6.design": {"partly"}, "7.7.design": {"yes"}, "act": {"save"}}))
	if w.Code != http.StatusSeeOther {
		t.Fatalf("Piet's table = %d: %s", w.Code, w.Body)
	}
	if got := x.answer("7.6"); got.Design.Reply != assessment.Partly || got.Existence.Reply != assessment.Yes || got.Explanation != "Van Marieke." {
		t.Errorf("the row of both is %+v", got)
	}
	if got := x.answer("7.7"); got.Design.Reply != assessment.Yes {
		t.Errorf("the row of Piet alone is %+v", got)
	}
	changes := url.Values{"7.6.existence": {"no"}, "7.8.design": {"partly"}, "act": {"save"}}
	w = x.send(piet, http.MethodPost, table, typed(before, "tabel", changes)) // an old page still
	if w.Code != http.StatusConflict || x.answer("7.8").Version != 0 || x.answer("7.6").Existence.Reply != assessment.Yes {
		t.Fatalf("a cell that both chose = %d, want a conflict, and nothing stored", w.Code)
	}
	has(t, w.Body.String(), "7.6, Bestaan: Marieke de Vries koos intussen ‘Ja’", `href="#7.6-existence"`)
	w = x.send(piet, http.MethodPost, table, typed(w.Body.String(), "tabel", url.Values{"act": {"save"}}))
	if got := x.answer("7.6"); w.Code != http.StatusSeeOther || got.Existence.Reply != assessment.No || got.Design.Reply != assessment.Partly || x.answer("7.8").Design.Reply != assessment.Partly {
		t.Errorf("saving again = %d, and 7.6 is %+v", w.Code, got)
	}
}
