package journey_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/config"
)

// worksWithoutANetwork takes the work along to another machine, judges there and
// at the site, and brings back what was found.
func (v *visitor) worksWithoutANetwork() {
	v.begin("5a taking along")
	assessment := v.audit()
	v.open(v.in(assessment))
	v.press(`main a[href$="/meenemen"]`)
	v.fill("#passphrase", "kort")
	v.expect(422)
	v.press(`form[action$="/meenemen"] .nl-button--primary`)
	file := v.save(assessment+"/meenemen", url.Values{"files": {"ja"}})
	v.open(v.in(assessment))
	v.says("main", v.words("Nog niets teruggebracht", "Nothing brought back yet"))

	v.begin("5b on a laptop")
	there := v.laptop(file)
	there.judgeOne(assessment, v.words("Onderweg gezien.", "Seen on the way."))
	there.open(there.in(assessment + "/werk"))
	there.noteAFinding()
	there.open(there.in(assessment))
	there.press(`main a[href$="/meenemen"]`)
	results := there.save(assessment+"/resultaten", nil)

	v.begin("7a bringing back")
	v.quietly(func() { v.judgeOne(assessment, v.words("Hier anders gezien.", "Seen otherwise here.")) })
	path := filepath.Join(v.TempDir(), "resultaten.age")
	if err := os.WriteFile(path, results, 0o600); err != nil {
		v.fail("%v", err)
	}
	v.open(v.in(assessment))
	v.press(`main a[href$="/terugbrengen"]`)
	upload := func() {
		v.fill("#passphrase", passphrase)
		v.attach("#file", path)
		v.press(`form[action$="/terugbrengen"] .nl-button--primary`)
	}
	v.expect(422)
	v.press(`form[action$="/terugbrengen"] .nl-button--primary`)
	upload()
	v.says("main", v.words("Hier anders gezien.", "Seen otherwise here."))
	v.expect(422)
	v.press(`form[action$="/opslaan"] .nl-button--primary`)
	eval[bool](v, `(document.querySelectorAll("input[type=radio][value^='mine:']").forEach((e) => e.click()), true)`)
	v.press(`form[action$="/opslaan"] .nl-button--primary`)
	v.says("main", v.words("3 oordelen, 1 bevinding", "3 verdicts, 1 finding"))
	v.open(v.in(assessment + "/terugbrengen"))
	upload()
	v.says("main", v.words("al teruggebracht", "brought back already"))
	v.open(v.in(assessment))
}

// save sends a form of which the answer is a file.
func (v *visitor) save(path string, form url.Values) []byte {
	v.Helper()
	all := url.Values{"passphrase": {passphrase}, "again": {passphrase}}
	for name, values := range form {
		all[name] = values
	}
	r, err := http.NewRequestWithContext(v.ctx, http.MethodPost, v.site.address+v.in(path), strings.NewReader(all.Encode()))
	if err != nil {
		v.fail("%v", err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.fetch(r)
}

// laptop is the same person at the program on another machine, filled with a work file.
func (v *visitor) laptop(file []byte) *visitor {
	v.Helper()
	dir := v.TempDir()
	c := config.Config{Database: dir + "/journey.db", Data: dir, Address: "http://localhost", Zone: "Europe/Amsterdam"}
	a, err := app.Open(v.Context(), c, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		v.fail("%v", err)
	}
	if _, err := a.TakeIn(v.Context(), bytes.NewReader(file), passphrase); err != nil {
		v.fail("%v", err)
	}
	if err := a.Close(); err != nil {
		v.fail("%v", err)
	}
	at := *v.run
	at.site = serve(v.T, dir, v.site.now, "")
	at.site.browser, at.site.axe = v.site.browser, v.site.axe
	link, err := at.site.app.WayIn(v.Context())
	if err != nil {
		v.fail("%v", err)
	}
	there := at.visit(at.site.browser, v.name)
	there.open(there.href(strings.TrimPrefix(link, at.site.address)))
	there.press("main form button")
	return there
}

// judgeOne gives three verdicts on the first measure of the sample.
func (v *visitor) judgeOne(assessment, seen string) {
	v.Helper()
	v.open(v.in(assessment + "/werk"))
	v.press(`main tbody th a`)
	for _, level := range []string{"design", "existence", "operation"} {
		v.choose(level+"_outcome", "partly")
		v.set("#"+level+"_method", "interview")
		v.day("#"+level+"_on", 0)
		v.fill("#"+level+"_seen", seen)
	}
	v.press("#savebar .nl-button--primary")
}
