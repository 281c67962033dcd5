package journey_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"strings"
	"testing"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/i18n"
)

// inScope is what the assessment of the walk is about: little, so that the walk
// stays short.
var inScope = []string{"nen7510-2:2024/8.5", "nen7510-2:2024/8.13"}

const passphrase = "zeven gele paraplu's bij de brug"

// TestAnAssessorWalksFromInvitationToClosing is a whole engagement in a browser,
// with the organisation on the other side.
func TestAnAssessorWalksFromInvitationToClosing(t *testing.T) {
	if err := os.MkdirAll("../../.local/journey", 0o700); err != nil {
		t.Fatal(err)
	}
	s := openSite(t)
	for lang, width := range map[i18n.Lang]int{i18n.NL: 1440, i18n.EN: 390} {
		t.Run(fmt.Sprintf("%s, %d px", lang, width), func(t *testing.T) {
			t.Parallel()
			assess(&run{T: t, site: s, lang: lang, width: width, script: width == 1440, told: map[string]bool{}, judged: map[string]bool{}})
		})
	}
}

func assess(r *run) {
	me := r.found()
	link := me.agreeOnTerms()
	karim := r.visit(r.site.browser, "Karim")
	a := r.account("Karim")
	karim.quietly(func() { karim.join(link, &a) })
	karim.stateIndependence()
	me.agreeAsOrganisation()
	karim.beginTheWork()
	karim.worksWithoutANetwork()
	karim.judgeTheSample()
	me.answerTheFinding()
	karim.makeAKey()
	karim.signTheReport()
	me.checkTheReport()
	karim.closeTheFinding()
	me.closeTheAssessment()
	me.lookBack()
	r.begin("")
	r.Logf("%d pages looked at, %d by axe-core, in %.0f s", r.pages, r.axed, r.looking.Seconds())
}

// found makes an organisation with one administrator, who is in.
func (r *run) found() *visitor {
	r.begin("1 organisation")
	a := r.account("Marieke")
	a.email = "beoordeeld." + a.email
	id, link, err := r.site.app.Found(r.Context(), "Thuiszorg Heidebloem", a.name, a.email)
	if err != nil {
		r.Fatal(err)
	}
	r.org = id
	me := r.visit(r.site.browser, "Marieke")
	me.quietly(func() { me.join(strings.TrimPrefix(link, r.site.address), &a) })
	return me
}

// audit is the path of the assessment that the visitor looks at, from its address.
func (v *visitor) audit() string {
	v.Helper()
	path := eval[string](v, `location.pathname.replace(/^.*(\/beoordelingen\/[a-z0-9_]+).*$/, "$1")`)
	if !strings.HasPrefix(path, "/beoordelingen/aud_") {
		v.fail("%s is of no assessment", path)
	}
	return path
}

// agreeOnTerms prepares the assessment and invites the assessor.
func (v *visitor) agreeOnTerms() (link string) {
	v.begin("2 terms and invitation")
	v.menu("/beoordelingen")
	v.follow("/beoordelingen/nieuw")
	v.expect(422)
	v.send("/beoordelingen")
	v.fill("#firm", "Toetsbureau Zuid")
	v.fill("#team", v.words("Karim Visser, leider, Toetsbureau Zuid", "Karim Visser, lead, Toetsbureau Zuid"))
	v.fill("#days", "6")
	v.fill("#plan", v.inDays(0)+v.words(", Karim Visser, gesprekken", ", Karim Visser, interviews"))
	v.day("#from", 0)
	v.day("#until", 14)
	v.day("#access_until", 30)
	eval[bool](v, `(document.querySelectorAll("input[name=scope]").forEach((e) => { e.checked = %s.includes(e.value) }), true)`, inScope)
	v.send("/beoordelingen")
	v.says("h1", "Toetsbureau Zuid")
	v.fill("#name", "Karim Visser")
	v.fill("#email", v.account("Karim").email)
	v.press(`form[action$="/uitnodiging"] button`)
	return strings.TrimPrefix(strings.TrimPrefix(v.attr("#link", "value"), v.site.address), "/en")
}

// stateIndependence answers first as somebody who wrote the policy, and then as
// somebody who did not.
func (v *visitor) stateIndependence() {
	v.begin("3 independence")
	v.menu("/beoordelingen")
	v.press(`main tbody th a`)
	v.press(`main a[href$="/onafhankelijkheid"]`)
	state := func(wrote string) {
		for _, q := range v.site.app.Audit.Rules.Questions {
			answer := audit.NoTie
			if q.ID == "wrote-policy" {
				answer = wrote
			}
			v.choose("tie-"+q.ID, answer)
		}
		v.fill("#explanation", v.words("Ik ken niemand van de organisatie.", "I know nobody of the organisation."))
		v.press(`form[action$="/onafhankelijkheid"] .nl-button--primary`)
	}
	state(audit.HasTie)
	v.says("main", v.words("Kan hier niet beoordelen", "Cannot assess here"))
	v.expect(409)
	v.press(`form[action$="/akkoord-beoordelaar"] button`)
	v.press(`main .zi-card__more[href$="/onafhankelijkheid"]`)
	state(audit.NoTie)
	v.says("main", v.words("Verklaarde eerder een band", "Stated a tie earlier"))
	v.press(`form[action$="/akkoord-beoordelaar"] button`)
}

func (v *visitor) agreeAsOrganisation() {
	v.begin("4 agreement")
	v.open(v.in("/beoordelingen"))
	v.press(`main tbody th a`)
	v.press(`form[action$="/akkoord"] button`)
	v.says("main", v.words("Afgesproken", "Agreed"))
}

func (v *visitor) beginTheWork() {
	v.begin("5 sample")
	v.open(v.in(v.audit()))
	v.press(`form[action$="/begin"] button`)
	if n := v.count("main tbody tr"); n != len(inScope) {
		v.fail("the sample has %d measures", n)
	}
	v.set("#requirement", inScope[0])
	v.fill("#why", v.words("Een kort onderzoek.", "A short assessment."))
	v.press(`button[name=do][value=drop]`)
	v.says("main", v.words("Vervallen", "Dropped"))
	v.set("#requirement", inScope[0])
	v.fill("#why", v.words("Toch wel.", "After all."))
	v.press(`button[name=do][value=add]`)
}

// judgeTheSample gives three verdicts on each measure of the sample.
func (v *visitor) judgeTheSample() {
	v.begin("6 verdicts")
	v.open(v.in(v.audit() + "/werk"))
	v.press(`main tbody th a`)
	judge := func() {
		for _, level := range []string{"design", "existence", "operation"} {
			v.choose(level+"_outcome", "met")
			v.set("#"+level+"_method", map[string]string{"design": "document", "existence": "interview", "operation": "reperformance"}[level])
			v.day("#"+level+"_on", 0)
			v.fill("#"+level+"_seen", v.words("Twee van de twee keer ging het goed.", "It went well two times out of two."))
			v.unfold("details.zi-more:has(#" + level + "_place)")
			v.fill("#"+level+"_place", v.words("Hoofdgebouw, tweede verdieping, bij twee collega's die dienst hadden", "Main building, second floor, with two colleagues who were on duty"))
		}
		v.press("#savebar .nl-button--primary")
	}
	judge()
	v.quietly(func() {
		for range inScope[1:] {
			judge()
		}
	})
	v.open(v.in(v.audit() + "/werk"))
	v.says(".zi-figure__value", "0")
}

func (v *visitor) noteAFinding() {
	v.begin("7 finding")
	v.follow(v.audit() + "/bevindingen")
	v.set("#requirement", inScope[1])
	v.choose("severity", "major")
	v.fill("#title", v.words("Niemand zette ooit iets terug", "Nobody ever restored anything"))
	v.fill("#what", v.words("De kopie van zondag bleek leeg.", "The copy of Sunday was empty."))
	v.fill("#evidence", v.words("Zelf geprobeerd, met de leverancier.", "Tried by ourselves, with the supplier."))
	v.press(`form[action$="/bevindingen"] .nl-button--primary`)
	v.says("h1", v.words("Niemand zette", "Nobody ever"))
}

func (v *visitor) answerTheFinding() {
	v.begin("8 response and action")
	v.open(v.in(v.audit() + "/bevindingen"))
	v.press(`main tbody th a`)
	v.fill("#response", v.words("Dat klopt. Wij oefenen voortaan elk kwartaal.", "That is so. From now on we practise every quarter."))
	v.press(`form[action$="/reactie"] .nl-button--primary`)
	v.day("#due", 30)
	v.press(`form[action$="/actie"] button`)
	v.says("main", v.words("Bevinding uit een onafhankelijke beoordeling", "Finding of an independent assessment"))
}

func (v *visitor) makeAKey() {
	v.begin("9 key")
	v.open(v.in(v.audit() + "/concept"))
	v.fill("#conclusion", v.words("De tweede stap werkt. Terugzetten is niet geoefend.", "The second step works. Restoring was not practised."))
	v.press(`form[action$="/concept"] button`)
	v.press(`main a[href$="/mijn/ondertekensleutel"]`)
	v.fill("#passphrase", passphrase)
	v.press(`form[action$="/mijn/ondertekensleutel"] .nl-button--primary`)
	if n := len(v.text(".zi-hash")); n != 64 {
		v.fail("a fingerprint of %d characters", n)
	}
}

func (v *visitor) signTheReport() {
	v.begin("10 signature")
	v.open(v.in("/beoordelingen"))
	v.press(`main tbody th a`)
	v.open(v.in(v.audit() + "/concept"))
	v.expect(422)
	v.fill("#passphrase", "een andere wachtzin dan die")
	v.press(`form[action$="/ondertekening"] .nl-button--primary`)
	v.fill("#passphrase", passphrase)
	v.press(`form[action$="/ondertekening"] .nl-button--primary`)
	v.says("main", v.words("De handtekening klopt met dit document", "The signature fits this document"))
}

// checkTheReport verifies the file as somebody outside would, with what the page says.
func (v *visitor) checkTheReport() {
	v.begin("11 check")
	v.open(v.in(""))
	v.press(`main a[href*="/rapport/1"]`)
	value := func(n string) []byte {
		text := eval[string](v, `[...document.querySelectorAll("section[aria-labelledby=h-controleren] .zi-hash")][Number(%s)].textContent.trim()`, n)
		b, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			v.fail("%v", err)
		}
		return b
	}
	document := v.download(v.in(v.audit() + "/rapport/1/document.json"))
	if !audit.Verify(document, value("1"), value("2")) {
		v.fail("the signature of the page does not fit the file")
	}
}

func (v *visitor) closeTheFinding() {
	v.begin("12 closing")
	v.open(v.in(v.audit() + "/bevindingen/1"))
	v.fill("#because", v.words("Op 1 maart samen teruggezet.", "Restored together on 1 March."))
	v.press(`form[action$="/sluiting"] button`)
	v.says("main", v.words("Gesloten door de beoordelaar", "Closed by the assessor"))
}

func (v *visitor) closeTheAssessment() {
	v.begin("13 end")
	v.open(v.in(v.audit()))
	v.press(`form[action$="/afsluiting"] button`)
	v.says("main", v.words("Afgesloten", "Closed"))
}

// lookBack reads the assessment as it stood before the work began, and as of this
// very moment.
func (v *visitor) lookBack() {
	v.begin("14 look back")
	audit, moment := v.audit(), ""
	shows := func(path, nl, en string) {
		v.open(moment + path)
		v.says("main", v.words(nl, en))
		if v.count(`main form[method="post"]`) > 0 {
			v.fail("a form on an earlier day")
		}
	}
	v.press(`main a[href*="/op/"]`)
	moment = eval[string](v, "location.pathname")
	shows("/beoordelingen", "Afgesproken", "Agreed")
	shows(audit, "Verklaarde eerder een band", "Stated a tie earlier")
	shows(audit+"/steekproef", "Nog geen steekproef", "No sample yet")
	v.open(v.in("/op?dag=" + eval[string](v, `new Date().toLocaleDateString("sv-SE", {timeZone: "Europe/Amsterdam"})`)))
	moment = eval[string](v, "location.pathname")
	shows(audit, "Afgesloten", "Closed")
	shows(audit+"/bevindingen/1", "Gesloten door de beoordelaar", "Closed by the assessor")
	shows(audit+"/rapport/1", "De handtekening klopt met dit document", "The signature fits this document")
}
