package journey_test

import (
	"bytes"
	"encoding/csv"
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Steps 5 and 6: the self-assessment, what comes out of it, a list that was there
// already, and where else the answers count.

// answer gives the three levels their replies.
func (v *visitor) answer(design, existence, operation string) {
	v.Helper()
	v.choose("design", design)
	v.choose("existence", existence)
	v.choose("operation", operation)
}

func (v *visitor) answerARequirement() {
	v.begin("5 requirement")
	explanation := v.words("Wij vragen een tweede stap bij het ECD, nog geen bij de mail.", "We ask a second step at the client record, none yet at the mail.")
	v.menu("/maatregelen")
	v.follow("/maatregelen/8.5")
	v.answer("partly", "no", "unknown")
	v.fill("#explanation", explanation)
	v.typesWhileItStores()
	v.store("8.5")
	v.press(`button[form=undo]`)
	v.says(".zi-notice", v.words("ongedaan gemaakt", "taken back"))
	if got := v.attr("#explanation", "value"); got != "" {
		v.fail("after the undo the explanation is %q", got)
	}
	v.press(`button[form=putback]`)
	v.says(".zi-notice", v.words("weer teruggezet", "put back"))
	if got := v.attr("#explanation", "value"); got != explanation {
		v.fail("put back after all, the explanation is %q", got)
	}
	v.press(`button[form=undo]`)
	v.answer("yes", "partly", "no")
	v.fill("#explanation", explanation)
	v.set("#owner", v.option("#owner", "Sam Visser"))
	v.day("#review_on", 120)
	v.store("8.5")
	if got := v.attr("#explanation", "value"); got != explanation {
		v.fail("the explanation is stored as %q", got)
	}
	v.says("main", "Sam Visser")
	v.postcard("measure", "")
}

// typesWhileItStores types in the moment in which the answer to an earlier store
// comes in: the bar may not say that this is stored.
func (v *visitor) typesWhileItStores() {
	v.Helper()
	if !v.script {
		return
	}
	eval[bool](v, `(document.addEventListener("htmx:before:swap", () => document.getElementById("explanation").dispatchEvent(new Event("input", { bubbles: true })), { once: true }),
		document.addEventListener("htmx:after:swap", () => { window.saidAfter = document.querySelector("#savebar [data-state]").textContent === document.getElementById("savebar").dataset.typing }, { once: true }), true)`)
	v.choose("operation", "no")
	v.choose("operation", "unknown")
	v.await("the first store to come back", func() bool { return eval[bool](v, `window.saidAfter !== undefined`) })
	if !eval[bool](v, `window.saidAfter`) {
		v.fail("the bar says that what was typed meanwhile is stored")
	}
}

// store waits until the form has stored itself or, without script, presses its
// button; then opens the requirement anew to see what was stored.
func (v *visitor) store(slug string) {
	v.Helper()
	if v.script {
		v.stored()
	} else {
		v.press("#savebar .nl-button--primary")
		v.says(".zi-notice", v.words("is opgeslagen", "is stored"))
	}
	v.open(v.in("/maatregelen/" + slug))
}

// option returns the value of the option with a name.
func (v *visitor) option(selector, name string) string {
	v.Helper()
	value := eval[string](v, `[...document.querySelector(%s).options].find((o) => o.text.includes(%s))?.value ?? ""`, selector, name)
	if value == "" {
		v.fail("%s has no option %q", selector, name)
	}
	return value
}

// overrule says that a measure applies after all, which the profile proposed to
// leave out.
func (v *visitor) overrule() {
	v.begin("5 overrule the profile")
	v.open(v.in("/maatregelen/8.28"))
	v.says(".zi-pagehead__meta", v.words("Niet van toepassing", "Not applicable"))
	v.choose("applies", "yes")
	v.choose("design", "no")
	v.store("8.28")
	v.says(".zi-pagehead__meta", v.words("Nog niet ingericht", "Not yet in place"))
}

func (v *visitor) fillTheTable() {
	v.begin("5 table")
	v.menu("/maatregelen")
	v.follow("/tabel")
	if v.script {
		v.byKeyboard()
	} else {
		v.byForm()
	}
	v.open(v.in("/tabel?thema=techniek"))
	for id, want := range map[string]string{"8.2-design": "yes", "8.2-existence": "partly", "8.3-existence": "yes"} {
		if got := v.attr(`[id="`+id+`"]`, "value"); got != want {
			v.fail("%s is stored as %q, want %q", id, got, want)
		}
	}
}

// byKeyboard fills cells with the keyboard alone; each stores itself.
func (v *visitor) byKeyboard() {
	saved := func(row string) {
		v.await("line "+row+" to say that it is stored", func() bool {
			return strings.Contains(v.text(`[id="rij-`+row+`"] .zi-grid__state`), ":") || strings.Contains(v.text(`[id="rij-`+row+`"] .zi-grid__state`), ".")
		})
	}
	at := func(id string) {
		if got := v.focused(); got != id {
			v.fail("the keyboard is at %q, want %q", got, id)
		}
	}
	eval[bool](v, `(document.getElementById("8.2-design").focus(), true)`)
	v.keys(arrowDown)
	saved("8.2")
	at("8.2-design")
	v.keys(tabulator)
	at("8.2-existence")
	v.keys(arrowDown, arrowDown)
	saved("8.2")
	v.await("the cell to be stored", func() bool { return eval[bool](v, `document.querySelectorAll(".htmx-request").length === 0`) })
	at("8.2-existence")
	v.keys(enter)
	at("8.3-existence")
	v.keys(arrowDown)
	saved("8.3")
	v.look()
	v.leave("Ctrl+Z", func() { v.keys(controlZ) })
	v.says(".zi-notice", v.words("ongedaan gemaakt", "taken back"))
	if got := v.attr(`[id="8.3-existence"]`, "value"); got == "yes" {
		v.fail("after Ctrl+Z 8.3 still says %q", got)
	}
	v.press("[data-putback-button]")
}

// byForm changes lines and chosen lines, and stores everything at once.
func (v *visitor) byForm() {
	v.set(`[id="8.2-design"]`, "yes")
	v.set(`[id="8.2-existence"]`, "partly")
	v.press(`button[name=act][value=save]`)
	v.says(".zi-notice", "1")
	v.choose("pick", "8.3")
	v.choose("pick", "8.4")
	v.set(`[name="bulk.existence"]`, "yes")
	v.press(`button[name=act][value=bulk]`)
	v.says(".zi-notice", "2")
	if says := v.text(`[id="rij-8.4"] th`); strings.Contains(strings.ToLower(says), v.words("niet van toepassing", "not applicable")) {
		v.fail("an answer does not undo what the profile proposed: %s", says)
	}
}

func (v *visitor) readTheStatement() {
	v.begin("5 statement")
	v.menu("/verklaring")
	rows := v.count(".zi-soa tbody tr")
	if rows < 120 {
		v.fail("the statement has %d lines, want every clause and all 101 measures", rows)
	}
	v.says("main", v.words("nog te bevestigen", "still to be confirmed")) // 8.25 to 8.31: it develops no software
	if lines := v.spreadsheet(v.attr(`main a[href$=".xlsx"]`, "pathname")); lines <= rows {
		v.fail("the statement in Excel has %d lines for %d on screen", lines, rows)
	}
	text := string(v.download(v.attr(`main a[href$=".csv"]`, "pathname")))
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.Comma = ';'
	r.FieldsPerRecord = -1
	records, err := r.ReadAll()
	if err != nil || len(records) <= rows || len(records[len(records)-1]) < 6 {
		v.fail("the statement in CSV has %d lines for %d on screen: %v\n%.300s", len(records), rows, err, text)
	}
	if !strings.Contains(text, "Sam Visser") {
		v.fail("the statement in CSV does not name the owner of 8.5")
	}
}

// spreadsheet fetches an Excel file and returns how many lines its longest sheet has.
func (v *visitor) spreadsheet(path string) (lines int) {
	v.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(v.download(path)))
	if err != nil {
		v.fail("%s: %v", path, err)
	}
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			v.fail("%s: %v", path, err)
		}
		lines = max(lines, len(rows))
	}
	return lines
}

func (v *visitor) importAList() {
	v.begin("5 import")
	path := v.oldList()
	for _, second := range []bool{false, true} {
		v.menu("/verklaring")
		v.follow("/inlezen")
		v.attach("#file", path)
		v.send("/inlezen")
		if second {
			v.says("main", v.words("Er verandert niets", "Nothing changes"))
			continue
		}
		v.says("main", v.words("Er is nog niets opgeslagen", "Nothing is stored yet"))
		if n := v.count("input[name=choose]"); n != 3 {
			v.fail("the preview offers %d answers, want 3:\n%s", n, v.text("main"))
		}
		v.send("/inlezen/opslaan")
	}
	v.open(v.in("/maatregelen/7.1"))
	v.says("main", v.words("Sluitplan van 2024", "Key plan of 2024"))
	v.press(`form[action$="/bevestiging"] button`)
	v.says(".zi-notice", v.words("Bevestigd", "Confirmed"))
}

// oldList is a statement as somebody kept it.
func (v *visitor) oldList() string {
	f := excelize.NewFile()
	rows := [][]any{
		{v.words("Verklaring van toepasselijkheid 2024", "Statement of applicability 2024")},
		{v.words("Nr.", "No."), v.words("Maatregel", "Control"), v.words("Van toepassing", "Applicable"), v.words("Geïmplementeerd", "Implemented"), v.words("Toelichting", "Remarks")},
		{"A.7.1", v.words("Fysieke grenzen", "Physical perimeters"), v.words("ja", "yes"), v.words("ja", "yes"), v.words("Sluitplan van 2024", "Key plan of 2024")},
		{"A.7.2", v.words("Toegang", "Entry"), v.words("ja", "yes"), v.words("deels", "partly"), ""},
		{"A.7.3", v.words("Kantoren", "Offices"), v.words("nee", "no"), "", v.words("Wij huren alleen een vergaderzaal", "We only rent a meeting room")},
	}
	for i, row := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			v.fail("%v", err)
		}
	}
	path := filepath.Join(v.TempDir(), "vvt.xlsx")
	if err := f.SaveAs(path); err != nil {
		v.fail("%v", err)
	}
	return path
}

func (v *visitor) seeWhereItCountsToo() {
	v.begin("6 coverage")
	v.menu("/telt-mee")
	for _, framework := range []string{"cbw-21", "cbw-24", "avg-32", "igj-ehealth-t5"} {
		v.menu("/telt-mee")
		v.follow("/telt-mee/" + framework)
		if v.count(".zi-line") == 0 {
			v.fail("%s names no answer that it rests on", framework)
		}
	}
	v.click(`.zi-topic > summary`)
}
