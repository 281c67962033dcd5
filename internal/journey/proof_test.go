package journey_test

import (
	"os"
	"path/filepath"
	"strings"
)

// Steps 7 and 8: evidence and the plan.

func (v *visitor) addEvidence() {
	v.begin("7 evidence")
	v.menu("/bewijs")
	v.open(v.in("/maatregelen/8.5"))
	v.press(`#bewijs a.nl-button`)
	path := filepath.Join(v.TempDir(), "beleid.txt")
	if err := os.WriteFile(path, []byte("Beleid toegang, vastgesteld."), 0o600); err != nil {
		v.fail("%v", err)
	}
	v.fill("#title", v.words("Beleid toegang en inloggen", "Access policy"))
	v.attach("#file", path)
	v.vouch("design", -40, 300)
	v.says("#bewijs", v.words("Beleid toegang en inloggen", "Access policy"))

	v.press(`#bewijs a.nl-button`)
	v.press(`nav a[href*="vorm=link"]`)
	v.fill("#title", v.words("Instellingen van het ECD", "Settings of the client record"))
	v.fill("#url", "https://ecd.zorg.example/tweede-stap")
	v.vouch("existence", -10, 200)

	v.press(`#bewijs a.nl-button`)
	v.press(`nav a[href*="vorm=place"]`)
	v.fill("#title", v.words("Controle van rechten, derde kwartaal", "Review of rights, third quarter"))
	v.fill("#text", v.words("In het kwaliteitshandboek, hoofdstuk 4", "In the quality manual, chapter 4"))
	v.vouch("operation", -30, 30)
	if n := v.count("#bewijs tbody tr"); n != 3 {
		v.fail("8.5 has %d pieces of evidence, want 3", n)
	}
	v.useItTwice()
	v.menu("/bewijs")
	v.says("main", v.words("verloopt binnen 60 dagen", "within 60 days")) // the review ends within 60 days
	v.press(`main table a[href*="/bewijs/evi"]`)
}

// vouch fills in what every form of evidence asks, and adds it.
func (v *visitor) vouch(kind string, from, until int) {
	v.Helper()
	v.choose("kind", kind)
	v.fill("#vouched_by", "Sam Visser")
	v.day("#speaks_from", from)
	v.day("#valid_until", until)
	v.send("/bewijs")
}

// useItTwice links what is there to another requirement.
func (v *visitor) useItTwice() {
	v.open(v.in("/maatregelen/8.3"))
	v.press(`#bewijs a[href*="/bewijs/kies"]`)
	v.click("input[name=evidence]")
	v.send("/bewijs/kies")
	if n := v.count("#bewijs tbody tr"); n != 1 {
		v.fail("8.3 has %d pieces of evidence, want the one that was chosen", n)
	}
}

func (v *visitor) makeThePlan() {
	v.begin("8 plan")
	v.menu("/verbeterplan")
	before := v.count(".zi-plantable tbody tr")
	v.follow("/verbeterplan/voorstel")
	for i := range 3 {
		v.click(`tbody tr:nth-child(` + string(rune('1'+i)) + `) input[name=choose]`)
	}
	v.press("#choose .nl-button--primary")
	if n := v.count(".zi-plantable tbody tr"); n != before+3 {
		v.fail("%d actions in the plan, want %d and three more", n, before)
	}
	v.newAction()
	v.follow("/verbeterplan/vooruitblik")
	v.menu("/verbeterplan")
	v.postcard("plan", "")
	v.takePlanAlong(before + 4)
}

// newAction writes an action of one's own, begins with it, and ends it.
func (v *visitor) newAction() {
	v.follow("/verbeterplan/nieuw")
	v.fill("#title", v.words("Zet de tweede stap aan in de mail", "Switch on the second step in mail"))
	v.fill("#description", v.words("Eerst de planning, daarna iedereen", "First planning, then everybody"))
	v.set("#owner", v.option("#owner", "Sam Visser"))
	v.day("#due", 45)
	v.fill("#cost", "450")
	v.unfold("#requirements details:has([id=\"requirements-8.5\"])")
	v.choose("requirements", "8.5")
	v.press(".zi-planform .nl-button--primary")
	v.says("h1", v.words("Zet de tweede stap aan", "Switch on the second step"))
	v.press(`button[name=status][value=busy]`)
	v.press(`button[name=status][value=done]`)
	v.says("main", v.words("De actie is klaar", "The action is done"))
	v.press(`button[name=status][value=open]`)
	v.press(`nav[aria-label] .zi-crumbs a[href="` + v.in("/verbeterplan") + `"]`)
}

// takePlanAlong reads the plan as a calendar and as a spreadsheet.
func (v *visitor) takePlanAlong(actions int) {
	ics := string(v.download(v.attr(`main a[href$=".ics"]`, "pathname")))
	if n := strings.Count(ics, "BEGIN:V"); n < actions {
		v.fail("the calendar holds %d entries of %d actions:\n%.400s", n, actions, ics)
	}
	if lines := v.spreadsheet(v.attr(`main a[href$=".xlsx"]`, "pathname")); lines <= actions {
		v.fail("the plan in Excel has %d lines of %d actions", lines, actions)
	}
}
