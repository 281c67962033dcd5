package journey_test

import (
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// What a visitor can do. Every act is one that a mouse or a keyboard does: a
// button that something covers, or that no screen shows, cannot be pressed.

// spot finds the first visible element, brings it on the screen and says where it
// is; hit is false when something lies over it.
const spot = `(() => {
	const all = [...document.querySelectorAll(%s)];
	const el = all.find((e) => e.checkVisibility({visibilityProperty: true, opacityProperty: false}) && e.getClientRects().length > 0);
	if (!el) return {found: false, all: all.length};
	el.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
	const r = el.getClientRects()[0], x = r.left + r.width / 2, y = r.top + r.height / 2;
	const top = document.elementFromPoint(x, y);
	const hit = !!top && (top === el || el.contains(top) || top.contains(el) && top.matches("label, span, option, select, summary") || top.closest("label")?.control === el);
	return {found: true, all: all.length, x, y, hit, over: top ? top.outerHTML.slice(0, 120) : "nothing"};
})()`

type place struct {
	Found, Hit bool
	All        int
	X, Y       float64
	Over       string
}

// click puts the mouse on the element and presses.
func (v *visitor) click(selector string) {
	v.Helper()
	at := eval[place](v, spot, selector)
	if !at.Found {
		v.fail("there is no %s to see (%d in the page)", selector, at.All)
	}
	if !at.Hit {
		v.fail("%s lies under %s", selector, at.Over)
	}
	for _, kind := range []string{"mousePressed", "mouseReleased"} {
		v.call("Input.dispatchMouseEvent", map[string]any{"type": kind, "x": at.X, "y": at.Y, "button": "left", "clickCount": 1})
	}
}

// press clicks what brings another page, and looks at that page.
func (v *visitor) press(selector string) {
	v.Helper()
	v.leave(selector, func() { v.click(selector) })
	v.look()
}

// send presses the main button of the form that goes to path.
func (v *visitor) send(path string) {
	v.Helper()
	v.press(`form[action="` + v.in(path) + `"] .nl-button--primary`)
}

// follow presses the link to a path within the organisation.
func (v *visitor) follow(path string) {
	v.Helper()
	v.press(`main a[href="` + v.in(path) + `"]`)
}

// under names the line of the menu under which a page stands that the menu does
// not show elsewhere.
var under = map[string][]string{
	"/telt-mee": {"/maatregelen"}, "/verklaring": {"/maatregelen"}, "/bestuur/scholing": {"/bestuur"}, "/beoordelingen": {"/auditprogramma", "/bestuur"}, "/scholing": {"/mensen"}, "/logboek": {"/dossier"}, "/op": {"/dossier"},
}

// menu goes to a page of the main menu, which is folded on a small screen.
func (v *visitor) menu(path string) {
	v.Helper()
	there := func(line string) bool { return v.count(`.zi-nav a[href="`+v.in(line)+`"]`) > 0 }
	if above := slices.IndexFunc(under[path], there); above >= 0 && !there(path) {
		v.menu(under[path][above])
	}
	if !v.sees(`.zi-nav a[href="` + v.in(path) + `"]`) {
		v.click(".zi-nav--mobile > summary")
	}
	v.press(`.zi-nav a[href="` + v.in(path) + `"]`)
}

// open types an address.
func (v *visitor) open(address string) {
	v.Helper()
	v.leave(address, func() { v.call("Page.navigate", map[string]any{"url": v.site.address + address}) })
	v.look()
}

// unfold opens the text behind a summary.
func (v *visitor) unfold(selector string) {
	v.Helper()
	if !eval[bool](v, `!!document.querySelector(%s)?.open`, selector) {
		v.click(selector + " > summary")
	}
}

// sees reports whether an element is there for the eye.
func (v *visitor) sees(selector string) bool {
	v.Helper()
	return eval[bool](v, `[...document.querySelectorAll(%s)].some((e) => e.checkVisibility())`, selector)
}

// text returns the words of the first such element; a journey cannot go on without it.
func (v *visitor) text(selector string) string {
	v.Helper()
	if !eval[bool](v, `!!document.querySelector(%s)`, selector) {
		v.fail("there is no %s", selector)
	}
	return eval[string](v, `document.querySelector(%s).textContent.replace(/\s+/g, " ").trim()`, selector)
}

// count counts elements.
func (v *visitor) count(selector string) int {
	v.Helper()
	return eval[int](v, `document.querySelectorAll(%s).length`, selector)
}

// attr returns an attribute of the first such element, as the page resolves it.
func (v *visitor) attr(selector, name string) string {
	v.Helper()
	if !eval[bool](v, `!!document.querySelector(%s)`, selector) {
		v.fail("there is no %s", selector)
	}
	return eval[string](v, `String(document.querySelector(%s)[%s])`, selector, name)
}

// says fails unless the element holds the words.
func (v *visitor) says(selector, words string) {
	v.Helper()
	if got := v.text(selector); !strings.Contains(got, words) {
		v.fail("%s says %q, want %q in it", selector, got, words)
	}
}

// fill types into a field, over what was there.
func (v *visitor) fill(selector, words string) {
	v.Helper()
	v.click(selector)
	eval[bool](v, `(document.querySelector(%s).select(), true)`, selector)
	v.call("Input.insertText", map[string]any{"text": words})
}

// set gives a date or a list its value as its picker would: pickers are windows
// of the browser, outside the page.
func (v *visitor) set(selector, value string) {
	v.Helper()
	if !v.sees(selector) {
		v.fail("there is no %s to see", selector)
	}
	eval[bool](v, `((el, value) => {
		el.value = value;
		for (const name of ["input", "change"]) el.dispatchEvent(new Event(name, {bubbles: true}));
		return el.value === value || (() => { throw new Error("has no " + value) })();
	})(document.querySelector(%s), %s)`, selector, value)
}

// day sets a date, counted from today.
func (v *visitor) day(selector string, fromToday int) {
	v.Helper()
	v.set(selector, v.inDays(fromToday))
}

// inDays is a day counted from today, where the site is: in the hours before
// midnight of UTC it is tomorrow there.
func (r *run) inDays(n int) string {
	r.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		r.Fatal(err)
	}
	return r.site.now().In(zone).AddDate(0, 0, n).Format(time.DateOnly)
}

// choose presses the radio button of a question, or ticks a box, unless it is on.
func (v *visitor) choose(name, value string) {
	v.Helper()
	input := `input[name="` + name + `"][value="` + value + `"]`
	if eval[bool](v, `!!document.querySelector(%s)?.checked`, input) {
		return
	}
	v.click(input)
	if !eval[bool](v, `document.querySelector(%s).checked`, input) {
		v.fail("pressed %s and it is not chosen", input)
	}
}

// attach chooses a file of testdata or of the run's own folder.
func (v *visitor) attach(selector, path string) {
	v.Helper()
	abs, err := filepath.Abs(path)
	if err != nil {
		v.fail("%v", err)
	}
	var input struct {
		Result struct {
			ObjectID string `json:"objectId"`
		} `json:"result"`
	}
	if err := v.tab.Call(v.ctx, "Runtime.evaluate", map[string]any{"expression": `document.querySelector("` + selector + `")`}, &input); err != nil {
		v.fail("%v", err)
	}
	v.call("DOM.setFileInputFiles", map[string]any{"objectId": input.Result.ObjectID, "files": []string{abs}})
}

// A key is one key of the keyboard.
type key struct {
	name string
	code int
	text string
	with int // the keys held down with it, as the browser counts them: 2 for Ctrl
}

var (
	enter     = key{"Enter", 13, "\r", 0}
	tabulator = key{"Tab", 9, "", 0}
	arrowDown = key{"ArrowDown", 40, "", 0}
	controlZ  = key{"z", 90, "", 2}
)

// keys presses keys one after another.
func (v *visitor) keys(all ...key) {
	v.Helper()
	for _, k := range all {
		for _, kind := range []string{"keyDown", "keyUp"} {
			e := map[string]any{"type": kind, "key": k.name, "code": k.name, "windowsVirtualKeyCode": k.code, "modifiers": k.with}
			if k.text != "" && kind == "keyDown" {
				e["text"] = k.text
			}
			v.call("Input.dispatchKeyEvent", e)
		}
	}
}

// focused returns the id of what the keyboard writes to.
func (v *visitor) focused() string {
	v.Helper()
	return eval[string](v, `document.activeElement?.id ?? ""`)
}
