package journey_test

import (
	"bytes"
	"strings"

	"aantoonbaar/internal/dossier"
)

// Steps 5, 9 and 10: others who work along, the board, and the history.

func (v *visitor) askAColleague() {
	v.begin("5 ask a colleague")
	v.open(v.in("/maatregelen/5.7"))
	v.choose("design", "unknown")
	v.store("5.7")
	v.press(`main a[href$="/5.7/vraag"]`)
	v.fill("#name", "Mo")
	v.fill("#note", v.words("Jij zit bij de ICT, weet jij dit?", "You are with IT, do you know?"))
	v.send("/maatregelen/5.7/vraag")
	link := strings.TrimPrefix(v.attr("#link", "value"), v.site.address)

	mo := v.visit(v.site.browser, "Mo")
	mo.open(link)
	if mo.sees(".zi-nav") || mo.count(`main a[href*="/o/"]`) > 0 {
		mo.fail("somebody with one question sees the way to more")
	}
	mo.answer("yes", "partly", "no")
	mo.fill("#said", v.words("Wij lezen elke week de berichten.", "We read the messages weekly."))
	mo.press("main .nl-button--primary")
	mo.says("main", v.words("Dank u wel", "Thank you"))

	v.open(v.in("/maatregelen/5.7"))
	v.says(".zi-reply", "Mo")
	v.press(`button[name=take][value="1"]`)
	v.says(".zi-notice", v.words("overgenomen", "taken over"))
	if !v.on("design", "yes") || !v.on("operation", "no") {
		v.fail("the reply of the colleague is not in the answer")
	}
}

// on reports whether an answer is chosen.
func (v *visitor) on(name, value string) bool {
	v.Helper()
	return eval[bool](v, `document.querySelector(%s).checked`, `input[name="`+name+`"][value="`+value+`"]`)
}

// meetAtOneRequirement has two people at the same answer: neither loses work.
func (v *visitor) meetAtOneRequirement(sam *visitor) {
	v.begin("5 two at one requirement")
	mine, his := v.words("Wij meten dit met een lijst.", "We measure it with a list."), v.words("Wij meten dit met een teller.", "We measure it with a counter.")
	sam.open(sam.in("/maatregelen/5.9"))
	v.open(v.in("/maatregelen/5.9"))
	v.fill("#explanation", mine)
	v.store("5.9")
	sam.expect(409)
	sam.fill("#explanation", his)
	if sam.script {
		sam.await("the bar to tell of the other change", func() bool { return strings.Contains(sam.text("#savebar [data-state]"), "Marieke") })
	}
	sam.press("#savebar .nl-button--primary")
	sam.says("[role=alert]", mine)
	if got := sam.attr("#explanation", "value"); got != his {
		sam.fail("the second person's text became %q", got)
	}
	sam.press("#savebar .nl-button--primary")
	v.open(v.in("/maatregelen/5.9"))
	if got := v.attr("#explanation", "value"); got != his {
		v.fail("after the second person chose, the text is %q", got)
	}
}

// prepareTheBoard writes the sentence and asks for a decision.
func (v *visitor) prepareTheBoard() {
	v.begin("9 prepare the board")
	v.menu("/bestuur")
	v.follow("/bestuur/zin")
	v.fill("form textarea", v.words("Wij zijn begonnen en weten wat er het eerst moet.", "We have begun and know what comes first."))
	v.send("/bestuur/zin")
	v.says(".zi-sentence", v.words("Wij zijn begonnen", "We have begun"))
	v.follow("/bestuur/besluiten")
	v.fill("#title", v.words("Een tweede stap verplicht maken", "Make a second step compulsory"))
	v.fill("#what", v.words("Iedereen logt in met een tweede stap.", "Everybody signs in with a second step."))
	v.fill("#why", v.words("Gestolen wachtwoorden zijn de gewoonste ingang.", "Stolen passwords are the usual way in."))
	v.fill("#risk", v.words("Een vreemde leest dossiers van cliënten.", "A stranger reads records of clients."))
	v.fill("#cost", "900")
	v.day("#by", 30)
	v.send("/bestuur/besluiten")
	v.says("main", v.words("Een tweede stap verplicht maken", "Make a second step compulsory"))
}

// signAsTheBoard decides, signs plan and measures, and records the certificate.
func (v *visitor) signAsTheBoard() {
	v.begin("9 board signs")
	v.open(v.in("/bestuur"))
	v.says("main", v.words("Een tweede stap verplicht maken", "Make a second step compulsory"))
	v.press(`button[name=status][value=agreed]`)
	for _, subject := range []string{"plan", "maatregelen"} {
		v.menu("/bestuur")
		v.follow("/bestuur/ondertekenen/" + subject)
		v.fill("#name", "Hanneke Vos")
		v.send("/bestuur/ondertekenen/" + subject)
	}
	v.menu("/bestuur")
	v.press(`main a[href*="/bestuur/goedkeuringen/"]`)
	v.says("main", "Hanneke Vos")
	v.says("main", v.words("precies wat is ondertekend", "exactly what was signed"))
	v.postcard("signed", "")
	v.recordCertificate()
}

func (v *visitor) recordCertificate() {
	v.menu("/bestuur/scholing")
	v.fill("#person", "Hanneke Vos")
	for _, topic := range eval[[]string](v, `[...document.querySelectorAll("input[name=topics]")].map((i) => i.value)`) {
		v.choose("topics", topic)
	}
	v.fill("#provider", "Zorgacademie")
	v.day("#from", -20)
	v.day("#valid_until", 700)
	v.send("/bestuur/scholing")
	v.says("main", "Zorgacademie")
}

func (v *visitor) readTheReport() {
	v.begin("9 report")
	v.menu("/bestuur")
	v.follow("/bestuur/rapport")
	v.says("main", v.words("Wij zijn begonnen", "We have begun"))
	v.says("main", "Hanneke Vos")
	if !v.script {
		return // a PDF takes a browser of its own: twice is enough
	}
	if pdf := v.download(v.attr(`main a[href$="rapport.pdf"]`, "pathname")); !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		v.fail("the report as PDF begins with %.40q", pdf)
	}
}

func (v *visitor) readTheHistory() {
	v.begin("10 history")
	v.open(v.in("/maatregelen/5.9"))
	v.press(`main a[href$="/geschiedenis"]`)
	v.says(".zi-feed", "Sam Visser")
	v.says(".zi-feed", "Marieke Visser")
	v.menu("/verbeterplan")
	v.press(`.zi-plantable tbody a`)
	v.says(".zi-feed", "Marieke Visser")
	v.menu("/logboek")
	v.says(".zi-feed", "Hanneke Vos")
	v.follow("/logboek/controle")
	v.says("main", v.words("Gecontroleerd", "Checked"))
	if v.sees("main [role=alert]") {
		v.fail("the journal does not hold: %s", v.text("main [role=alert]"))
	}
}

// takeADossier makes the file for an outsider, and is that outsider.
func (v *visitor) takeADossier() {
	v.begin("11 dossier")
	v.menu("/dossier")
	v.expect(422)
	v.send("/dossier")
	v.says("[role=alert]", v.words("voor wie", "for whom"))
	v.fill("#for", v.words("onze beoordelaar", "our assessor"))
	v.send("/dossier")
	v.says("main table", v.words("onze beoordelaar", "our assessor"))
	file := v.download(v.attr(`main a[href*="/dossier/"]`, "pathname") + "?bestanden=ja")
	report, err := dossier.Verify(v.Context(), bytes.NewReader(file), int64(len(file)), v.site.app.Signer.Public())
	if err != nil || report.Verdict != dossier.Proven || report.Organisation != "Thuiszorg Heidebloem" {
		v.fail("the dossier: %v, %+v", err, report)
	}
}

// lookAround opens the pages that no step leads to.
func (v *visitor) lookAround() {
	v.begin("12 other pages")
	for _, path := range []string{"", "/nakijken", "/zoeken?q=8.5", "/mensen", "/wie-ziet-dit", "/bewijs?stand=expiring", "/maatregelen?thema=techniek", "/profiel", "/tabel?thema=mensen"} {
		v.open(v.in(path))
	}
	for _, path := range []string{"/", "/hulp", "/toegankelijkheid", "/privacy", "/wie-mag-wat", "/mijn", "/organisaties"} {
		v.open(v.href(path))
	}
	v.expect(404)
	v.open(v.in("/bestaat-niet"))
}

// crawl follows every link from the overview that this person sees.
func (v *visitor) crawl() {
	if !v.script {
		return // the same pages as with script, and following them here takes script
	}
	v.begin("13 every link of " + v.name)
	v.open(v.in(""))
	v.bring(checks)
	found := eval[struct {
		Pages  int
		Faults []string
	}](v, `journeyChecks.crawl(%s, %s)`, v.lang, foreign[v.lang])
	v.Logf("%s reached %d pages", v.name, found.Pages)
	if found.Pages < 120 {
		v.complain("%d pages reached, want every requirement at least", found.Pages)
	}
	for _, says := range found.Faults {
		v.complain("%s", says)
	}
}
