package journey_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/i18n"
)

// TestALogFromAFileThatNobodyMappedToASignedReport brings a log and a roster as a care
// provider has them, corrects how one column is read, has the board approve the plan,
// judges every case (one is asked about over a link, one was without a reason and has a
// second reader), and signs the report. Once on a wide screen, once on a phone without
// script and in English.
func TestALogFromAFileThatNobodyMappedToASignedReport(t *testing.T) {
	for _, as := range []struct {
		lang   i18n.Lang
		width  int
		script bool
	}{{i18n.NL, 1440, true}, {i18n.EN, 390, false}} {
		t.Run(fmt.Sprint(as.lang, as.width), func(t *testing.T) {
			site := openSiteAt(t, time.Now, "")
			r := &run{T: t, site: site, lang: as.lang, width: as.width, script: as.script, told: map[string]bool{}, judged: map[string]bool{}}
			v := r.found()
			second, board := v.invite("Sam", "security-officer"), v.invite("Hanneke", "board-member")
			v.bringsLogs()
			v.plansReviews(board)
			round := v.beginsARound()
			v.judgesAll(round, second)
			v.signsTheRound(round)
			board.open(board.in(round))
			board.says("main", board.words("Ondertekend door", "Signed by"))
			v.tellsAClient()
		})
	}
}

// lastMonth is the first day of the month before this one.
func lastMonth() time.Time {
	now := time.Now()
	return time.Date(now.Year(), now.Month()-1, 1, 0, 0, 0, 0, time.UTC)
}

// accessList is a log with a title above it and headings of its own: sixty looks in care,
// which the roster explains, and four that nothing does.
func (r *run) accessList() string {
	var b strings.Builder
	b.WriteString(r.words("Inzage ECD;;;;\nGelogd op;Kijker;Bekeken dossier;Handeling;Nood\n", "Looks;;;;\nSeen at;Looker;Chart seen;Deed;Urgent\n"))
	for day := range 20 {
		for n := range 3 {
			fmt.Fprintf(&b, "%s 0%d:12:00;m%d;c%d;bekeken;nee\n", lastMonth().AddDate(0, 0, day).Format("02-01-2006"), 7+n, n, n)
		}
	}
	for n := range 4 {
		fmt.Fprintf(&b, "%s 22:40:00;m2;c%d;bekeken;nee\n", lastMonth().AddDate(0, 0, 3+n).Format("02-01-2006"), 7+n)
	}
	b.WriteString("onleesbaar;m9;c9;bekeken;nee\n")
	return b.String()
}

func (r *run) roster() string {
	var b strings.Builder
	b.WriteString(r.words("Cliëntnummer;Medewerker;Begin;Eind\n", "Client number;Employee;Start;End\n"))
	for day := range 20 {
		for n := range 3 {
			on := lastMonth().AddDate(0, 0, day).Format("02-01-2006")
			fmt.Fprintf(&b, "c%d;m%d;%s 07:00;%s 11:00\n", n, n, on, on)
		}
	}
	return b.String()
}

// bringsLogs brings the log and what explains it.
func (v *visitor) bringsLogs() {
	v.begin("bring a log")
	v.menu("/inzage")
	v.says("main", v.words("In vier stappen", "In four steps"))
	v.press(`main ol a[href*="/inzage/bestanden"]`)
	v.fill("#source", "ECD")
	v.attach("#file", v.written("inzage.csv", v.accessList()))
	v.send("/inzage/bestanden")
	v.says("main", v.words("Er telt nog niets mee", "Nothing counts yet"))
	v.set("#col-when", v.words("Gelogd op", "Seen at"))
	v.set("#col-user", v.words("Kijker", "Looker"))
	v.set("#col-patient", v.words("Bekeken dossier", "Chart seen"))
	v.press(`button[name="do"][value="look"]`)
	v.says("main table", "m0")
	v.press(`button[name="do"][value="read"]`)
	v.reads()
	v.says("main", v.words("64 regels gelezen, 1 geweigerd", "64 lines read, 1 refused"))
	v.says("#geweigerd", v.words("Geweigerde regels", "Lines that were refused"))

	v.begin("bring what explains")
	v.open(v.in("/inzage/bestanden?lijst"))
	v.set("#table", "visit")
	v.fill("#source", "Planning")
	v.attach("#file", v.written("route.csv", v.roster()))
	v.send("/inzage/bestanden")
	v.press(`button[name="do"][value="read"]`)
	v.reads()
	v.says("main", v.words("60 regels gelezen, 0 geweigerd", "60 lines read, 0 refused"))
}

// reads has what waits read, as the program does beside its pages, and looks again.
func (v *visitor) reads() {
	v.Helper()
	if err := v.site.app.Logs.Work(v.Context(), v.org); err != nil {
		v.Fatal(err)
	}
	v.open(eval[string](v, `location.pathname`))
}

func (v *visitor) plansReviews(board *visitor) {
	v.begin("plan")
	v.open(v.in("/inzage/plan"))
	v.fill("#cases", "6")
	v.send("/inzage/plan")
	v.says("main", v.words("Niemand van het bestuur", "Nobody of the board"))
	board.open(board.in("/inzage/plan"))
	board.fill("#name", board.account("Hanneke").name)
	board.press(`form[action$="/plan/goedkeuren"] button`)
	board.says("main", board.words("Goedgekeurd door", "Approved by"))
}

func (v *visitor) beginsARound() (path string) {
	v.begin("round")
	v.open(v.in("/inzage"))
	v.send("/inzage/rondes")
	path = eval[string](v, `location.pathname.replace(/^.*(\/inzage\/rondes\/[a-z0-9_]+)$/, "$1")`)
	v.reads()
	v.says("main", v.words("Over blijven 4 keren", "Left are 4 times"))
	return path
}

// judgesAll judges each case: the first by asking, the second as without a reason.
func (v *visitor) judgesAll(round string, second *visitor) {
	v.begin("judge")
	cases := eval[[]string](v, `[...document.querySelectorAll('main td, main th')].flatMap((c) => [...c.querySelectorAll('a[href*="/inzage/zaken/"]')]).map((a) => a.getAttribute("href"))`)
	if len(cases) < 4 {
		v.fail("there are %d cases", len(cases))
	}
	for i, path := range cases {
		v.open(path)
		if i == 0 {
			v.asksAbout(path)
		}
		verdict := "lawful"
		if i == 1 {
			verdict = "unlawful"
		}
		v.choose("verdict", verdict)
		v.fill("#reason", v.words("De dienst stond niet in het rooster.", "The shift was not on the roster."))
		v.press(`form[action$="` + path + `"] .nl-button--primary`)
		if i == 1 {
			second.open(path)
			second.says("main", second.words("tweede lezer", "second reader"))
			second.choose("verdict", verdict)
			second.fill("#reason", v.words("Er was geen zorg.", "There was no care."))
			second.press(`form[action$="` + path + `"] .nl-button--primary`)
			if v.lang == i18n.NL { // what is stored for the organisation is in Dutch
				v.open(path)
				v.press(`form[action$="/incident"] button`)
				v.says("main", "Inzage in een dossier zonder reden")
			}
		}
	}
	v.open(v.in(round))
}

// asksAbout sees the names, asks by a link, answers as somebody without an account, and
// comes back to the case.
func (v *visitor) asksAbout(path string) {
	v.press(`form[action$="/namen"] button`)
	v.says(".zi-lead", "m2")
	v.choose("verdict", "ask")
	v.unfold(`details:has(#to)`)
	v.fill("#to", "Joke")
	v.press(`form[action$="` + path + `"] .nl-button--primary`)
	link := v.attr("#vraaglink", "value")
	v.open(strings.TrimPrefix(link, v.site.address))
	v.fill("#answer", v.words("Ik viel in.", "I covered for somebody."))
	v.press(`form[action*="/inzagevraag/"] button`)
	v.open(path)
	v.says("main", v.words("Ik viel in.", "I covered for somebody."))
}

func (v *visitor) signsTheRound(round string) {
	v.begin("report")
	v.says("main", v.words("Onterecht: 1 van", "Without a reason: 1 of"))
	v.fill("#conclusion", v.words("Eén keer keek iemand zonder reden.", "Somebody looked once without a reason."))
	v.fill("#name", eval[string](v, `document.querySelector(".zi-bar__link--me, .zi-bar [href$='/mijn']").textContent.replace(/^[A-Z]{2}\s*/, "").trim()`))
	v.press(`form[action$="` + round + `/sluiten"] .nl-button--primary`)
	v.says("#verslag", v.words("Verslag", "Report"))
	v.quietly(func() { // its text is in Dutch
		v.press(`main a[href$="/bewijs"]`)
		v.says("main", "Logcontrole van")
	})
}

// tellsAClient makes the overview for one client.
func (v *visitor) tellsAClient() {
	v.begin("tell a client")
	v.open(v.in("/inzage/client"))
	v.fill("#number", "c1")
	v.set("#from", lastMonth().Format(time.DateOnly))
	v.set("#until", lastMonth().AddDate(0, 0, 27).Format(time.DateOnly))
	v.fill("#for", v.words("De cliënt zelf", "The client"))
	v.press(`button[name="do"][value="page"]`)
	v.says(".zi-lead", v.words("20 keer keek", "20 times"))
}
