package journey_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"aantoonbaar/internal/i18n"
)

// A clock is the time that a test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

// TestATeamPlaysAStory plans an exercise, plays the first of it on a clock with a phone
// and an observer, and makes evidence of the report.
func TestATeamPlaysAStory(t *testing.T) {
	c := &clock{at: time.Now().Truncate(time.Minute)}
	r := &run{T: t, site: openSiteAt(t, c.now, ""), lang: i18n.NL, width: 1440, script: true, told: map[string]bool{}, judged: map[string]bool{}}
	lead := r.found()
	sam, noor := lead.invite("Sam", "contributor"), lead.invite("Noor", "contributor")
	path := lead.plansAnExercise()
	lead.press(`form[action$="/klok"] button`)
	lead.says(".zi-exercise", "OEFENING")
	c.set(c.now().Add(50 * time.Minute))
	sam.plays()
	noor.observes(path)
	lead.reportsTheExercise(path)
}

// plansAnExercise reads a story, and gives out the parts.
func (v *visitor) plansAnExercise() string {
	v.begin("plan an exercise")
	v.open(v.in("/oefeningen"))
	v.press(`main a[href*="/oefenverhalen/"]`)
	v.open(v.in("/oefeningen"))
	v.press(`main a[href$="/oefeningen/nieuw"]`)
	v.set("#scenario", "ransomware-record")
	v.press(`main form[action$="/oefeningen/nieuw"] button`)
	v.fill("#goal", "Hoelang duurt het tot iedereen op papier werkt?")
	v.expect(422)
	v.set("#when", "")
	v.send("/oefeningen")
	v.set("#when", v.site.now().Add(time.Hour).Format("2006-01-02T15:04"))
	role := strings.TrimPrefix(v.attr(`select[name^="role-"]`, "name"), "role-")
	v.set("#role-"+role, v.option("#role-"+role, "Sam Visser"))
	v.click("#" + eval[string](v, `[...document.querySelectorAll("input[name=observers]")].find((i) => i.labels[0].textContent.includes("Noor")).id`))
	v.send("/oefeningen")
	v.says("main", "Sam Visser")
	return eval[string](v, `location.pathname.replace(/^.*(\/oefeningen\/[a-z0-9_]+)$/, "$1")`)
}

// plays finds the exercise on the overview, reads what came in on the own phone, and
// writes what is done.
func (v *visitor) plays() {
	v.begin("play")
	v.width = 390
	v.size(v.width)
	v.open(v.in(""))
	v.says("main", "OEFENING bezig")
	v.press(`.zi-tasks a[href*="/oefeningen/"]`)
	v.says(".zi-exercise", "OEFENING")
	v.fill("#text", "Ik bel de helpdesk van de leverancier")
	v.choose("deed", "did")
	v.press(`form[action$="/notities"]:has(#text) button`)
	v.says("main", "Ik bel de helpdesk")
}

// observes fills in the forms of the first messages, one after the other.
func (v *visitor) observes(path string) {
	v.begin("observe")
	v.open(v.in(path))
	v.unfold("section[aria-labelledby=verloop] details")
	v.press(`main a[href*="/waarnemen/"]`)
	v.fill("#minute-1", "4")
	v.fill("#remark", "Iedereen bleef rustig")
	for range 3 {
		v.choose("result-1", "done")
		v.choose("result-2", "partly")
		v.press(`form[action*="/waarnemen/"] button[name="next"]`)
	}
}

// reportsTheExercise ends it, writes a lesson, plans it, signs, and makes evidence.
func (v *visitor) reportsTheExercise(path string) {
	v.begin("report of an exercise")
	v.open(v.in(path))
	v.press(`form[action$="/klok"] button[value="end"]`)
	v.fill("#lesson", "De belboom hangt nu naast de koffie")
	v.press(`form[action$="/lessen"] button`)
	v.fill("#conclusion", "De avonddienst werkte na twintig minuten op papier.")
	v.press(`form[action$="/ondertekenen"] button`)
	v.says("main", "De avonddienst werkte na twintig minuten")
	v.press(`form[action$="/bewijs"] button`)
	v.open(v.in("/oefeningen/programma"))
	v.menu("/bewijs")
	v.says("main", "efening")
}
