package journey_test

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/i18n"
)

// What is true of every page, whoever sees it.

//go:embed checks.js
var checks string

// axeCore reads the checker; make tools fetches it.
func axeCore(t *testing.T) string {
	t.Helper()
	found, err := filepath.Glob("../../.local/tools/axe-*.js")
	if err != nil || len(found) != 1 {
		t.Fatalf("axe-core is not in .local/tools (make tools fetches it): %v, %v", found, err)
	}
	source, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// foreign holds, per language, small words of the other one that its own texts
// have no use for.
var foreign = map[i18n.Lang][]string{
	i18n.EN: strings.Fields(`aan als bij dat de deze dit een elke en geen hebt heeft het hoe kunt maar maatregel
		mij moet naar niet nog omdat onder ons ook op staat tot uit uw van voor wat weet welke werd wij wordt
		worden zijn zodra zonder`),
	i18n.NL: strings.Fields(`about an and are because before did does every for from has have here how if
		measure must no not nothing on our should since so than that the their them then there these they this
		those to what when where which who why will with without would you your`),
}

// look checks the page at hand. It goes on after a complaint: one walk names all.
func (v *visitor) look() {
	v.Helper()
	v.pages++
	if v.quiet {
		return
	}
	defer v.spent(time.Now())
	want := v.status()
	if got := eval[int](v, `performance.getEntriesByType("navigation")[0].responseStatus`); got != want {
		v.fail("status %d, want %d: %s", got, want, v.text("main"))
	}
	for _, says := range v.complaints() {
		v.complain("the browser complains: %s", says)
	}
	v.scripts(true) // for promises of the checker; the page has loaded without
	defer v.scripts(v.script)
	v.bring(checks)
	v.none("words of the other language", `journeyChecks.words(document, %s, %s)`, v.lang, foreign[v.lang])
	v.none("links to the other language", `journeyChecks.strays(document, %s)`, v.lang)
	v.none("ids", `journeyChecks.twins(document)`)
	if lang := v.attr("html", "lang"); lang != string(v.lang) {
		v.complain("the page says it is in %q", lang)
	}
	eval[bool](v, `(window.journeyFold = journeyChecks.unfold(), true)`)
	for _, width := range []int{320, 390, v.width} {
		v.size(width)
		v.none(fmt.Sprintf("scrolls sideways at %d px", width), `journeyChecks.sideways()`)
	}
	if v.isNew() {
		v.bring(v.site.axe)
		v.none("axe-core", `journeyChecks.axe()`)
	}
	eval[bool](v, `(window.journeyFold(), true)`)
	for _, says := range v.complaints() {
		v.complain("the browser complains after a look: %s", says)
	}
}

// ids are the parts of an address that differ from one thing to the next.
var ids = regexp.MustCompile(`/[a-z]+_[0-9a-z]{20,}|/[0-9A-Za-z_-]{40,}|/\d[\d.-]*`)

// isNew reports whether the page, of its route, holds a kind of element that this
// run has not had axe-core judge yet: of eleven questions one is enough, until one
// comes back with a refusal.
func (v *visitor) isNew() (fresh bool) {
	v.Helper()
	route := ids.ReplaceAllString(eval[string](v, `location.pathname`), "/…")
	for _, kind := range eval[[]string](v, `journeyChecks.kinds()`) {
		if key := route + " " + kind; !v.judged[key] {
			v.judged[key], fresh = true, true
		}
	}
	if fresh {
		v.axed++
	}
	return fresh
}

// none complains about everything that a check finds, once for each run.
func (v *visitor) none(what, js string, args ...any) {
	v.Helper()
	for _, says := range eval[[]string](v, js, args...) {
		if key := what + says; !v.told[key] {
			v.told[key] = true
			v.complain("%s: %s", what, says)
		}
	}
}

// expect says that the next page comes with another status than 200, and what
// the browser says about that.
func (v *visitor) expect(status int) {
	v.next = status
	v.expected = []string{fmt.Sprintf("status of %d", status)}
}

// status takes what was expected of the page at hand.
func (v *visitor) status() int {
	defer func() { v.next = 0 }()
	if v.next == 0 {
		v.expected = nil
		return 200
	}
	return v.next
}

// quietly does what is looked at elsewhere already.
func (v *visitor) quietly(do func()) {
	v.quiet = true
	defer func() { v.quiet = false }()
	do()
}
