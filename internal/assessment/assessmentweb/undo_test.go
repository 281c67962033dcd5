package assessmentweb_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/web"
)

const (
	undoButton    = `form="undo">Maak ongedaan`
	putBackButton = `form="putback">Toch weer terugzetten`
)

// measureHouse is a house in which the page of a requirement stands alone.
func measureHouse(t *testing.T) *house {
	t.Helper()
	x := newHouse(t)
	nothing := func(context.Context, web.View, *framework.Requirement, string) (templ.Component, error) {
		return templ.NopComponent, nil
	}
	x.handler.EvidencePanel, x.handler.ActionPanel = nothing, nothing
	return x
}

// autosave sends the form of 8.5 as a script does, and returns the save bar.
func (x *house) autosave(explanation string) string {
	x.t.Helper()
	p, err := x.service.Picture(x.t.Context(), marieke)
	if err != nil {
		x.t.Fatal(err)
	}
	version := strconv.FormatInt(p.Said.Answers["nen7510-2:2024/8.5"].Version, 10)
	w := x.send(marieke, http.MethodPost, "/maatregelen/8.5", url.Values{"version": {version}, "explanation": {explanation}}, "HX-Request", "true")
	if w.Code != http.StatusOK {
		x.t.Fatalf("autosave = %d: %s", w.Code, w.Body)
	}
	return w.Body.String()
}

// goes posts a form without fields, or with those of the table, and wants to be sent on.
func (x *house) goes(path string, form url.Values, to string) {
	x.t.Helper()
	if w := x.send(marieke, http.MethodPost, path, form); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/o/org_linde"+to {
		x.t.Fatalf("POST %s = %d to %q, want %q: %s", path, w.Code, w.Header().Get("Location"), to, w.Body)
	}
}

func TestThePageOffersUndoAndThenToPutItBack(t *testing.T) {
	x, tail := measureHouse(t), ">Wij vragen een tweede stap.</textarea>"
	hasNot(t, x.page(marieke, "/maatregelen/8.5"), undoButton, putBackButton)
	for _, text := range []string{"Wij", "Wij vragen", "Wij vragen een tweede stap."} {
		bar := x.autosave(text)
		has(t, bar, undoButton)
		hasNot(t, bar, putBackButton)
	}
	hasNot(t, x.page(sanne, "/maatregelen/8.5"), undoButton, putBackButton)

	x.goes("/maatregelen/8.5/ongedaan", nil, "/maatregelen/8.5")
	page := x.page(marieke, "/maatregelen/8.5")
	has(t, page, putBackButton, "Uw wijziging is ongedaan gemaakt")
	hasNot(t, page, undoButton, tail)
	hasNot(t, x.page(sanne, "/maatregelen/8.5"), undoButton, putBackButton)
	if w := x.send(marieke, http.MethodPost, "/maatregelen/8.5/ongedaan", nil); w.Code != http.StatusConflict {
		t.Errorf("a second press = %d, want 409", w.Code)
	}

	x.goes("/maatregelen/8.5/terugzetten", nil, "/maatregelen/8.5")
	page = x.page(marieke, "/maatregelen/8.5")
	has(t, page, undoButton, tail)
	hasNot(t, page, putBackButton)
	if w := x.send(sanne, http.MethodPost, "/maatregelen/8.5/ongedaan", nil); w.Code != http.StatusConflict {
		t.Errorf("undoing Marieke's change = %d, want 409", w.Code)
	}
	x.goes("/maatregelen/8.5/ongedaan", nil, "/maatregelen/8.5")
	x.lang = i18n.EN
	has(t, x.page(marieke, "/maatregelen/8.5"), "Put it back after all", "Your change was taken back")
}

func TestTheTableTakesOneChangeBack(t *testing.T) {
	x := measureHouse(t)
	now := scanNow
	x.service.Now = func() time.Time { now = now.Add(time.Second); return now }
	x.autosave("Een.")
	x.autosave("Twee.")
	const hidden = `data-undo-button hidden`
	hasNot(t, x.page(marieke, "/tabel"), hidden, "data-putback-button")

	table := url.Values{"tabel": {"techniek"}}
	x.goes("/maatregelen/8.5/ongedaan", table, "/tabel?thema=techniek")
	has(t, x.page(marieke, "/maatregelen/8.5"), ">Een.")
	page := x.page(marieke, "/tabel")
	has(t, page, hidden, "data-putback-button", "Ongedaan gemaakt: 8.5")
	if strings.Count(page, `/maatregelen/8.5/terugzetten"`) != 1 {
		t.Error("the table should have one form that puts back")
	}

	x.goes("/maatregelen/8.5/terugzetten", table, "/tabel?thema=techniek")
	has(t, x.page(marieke, "/maatregelen/8.5"), ">Twee.")
	hasNot(t, x.page(marieke, "/tabel"), hidden, "data-putback-button")
	has(t, x.page(sanne, "/tabel"), hidden)
}
