package journey_test

import (
	"regexp"
	"testing"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/mail/mailtest"
)

// A friday is an evening with a clock that the test moves, and a mail server.
type friday struct {
	*run
	*clock
	zone *time.Location
	mail *mailtest.Server

	began time.Time

	admin, board, lead *visitor // the last is the security officer

	path string // of the incident, within the organisation
}

// TestAFridayEveningBeforeTheClocksChange lives through ransomware at the supplier of
// the client record: from a care worker with a phone to the final report, the lessons
// and what is done otherwise.
func TestAFridayEveningBeforeTheClocksChange(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	f := &friday{clock: &clock{at: before(time.Now(), zone)}, zone: zone}
	f.mail = mailtest.Start(t, mailtest.Bare, nil)
	f.run = &run{T: t, site: openSiteAt(t, f.now, "smtp://"+f.mail.Address()), lang: i18n.NL, width: 1440, script: true, told: map[string]bool{}, judged: map[string]bool{}}
	f.began, f.admin = f.at, f.found()
	f.admin.quietly(f.admin.describeTheOrganisation)
	piet := f.admin.invite("Piet", "contributor")
	f.board, f.lead = f.admin.invite("Hanneke", "board-member"), f.admin.invite("Sanne", "security-officer")

	piet.reportsOnAPhone(f)
	f.isTold()
	f.takesItOn()
	f.correctsTheMoment()
	f.warnsIn24Hours()
	f.board.readsWhatRuns(f)
	f.notifiesIn72Hours()
	f.looksIntoIt()
	f.isReminded()
	f.reportsAtTheEnd()
	f.learns()
	f.looksBack()
}

// before is half past eight in the evening, on the Friday before the next change of
// the clocks that is more than a week away.
func before(now time.Time, zone *time.Location) time.Time {
	now = now.In(zone)
	noon := func(days int) time.Time { return time.Date(now.Year(), now.Month(), now.Day()+days, 12, 0, 0, 0, zone) }
	days := 9
	for noon(days).Sub(noon(days-1)) == 24*time.Hour {
		days++
	}
	return noon(days - 2).Add(8*time.Hour + 30*time.Minute)
}

// until moves the clock to a moment, and does what the program does by itself.
func (f *friday) until(at time.Time) (got []mailtest.Received) {
	f.Helper()
	f.set(at)
	n := len(f.mail.Got())
	if err := f.site.app.LookAll(f.Context()); err != nil {
		f.Fatal(err)
	}
	if _, err := f.site.app.Outbox.Round(f.Context()); err != nil {
		f.Fatal(err)
	}
	return f.mail.Got()[n:]
}

func (f *friday) later(d time.Duration) []mailtest.Received {
	f.Helper()
	return f.until(f.now().Add(d))
}

// comesTo opens a page of the organisation, and signs in where the session is over.
func (v *visitor) comesTo(path string) {
	v.Helper()
	v.quietly(func() {
		v.open(v.in(path))
		if v.sees("#password") {
			v.signIn(v.as, 0)
		}
	})
	v.open(v.in(path))
}

// typed is a moment as a field of a form takes it.
func (f *friday) typed(at time.Time) string { return at.In(f.zone).Format("2006-01-02T15:04") }

// says writes a moment as the pages do.
func (f *friday) moment(at time.Time) string {
	at = at.In(f.zone)
	return f.lang.LongDay(at) + ", " + f.lang.Clock(at)
}

var toThePage = regexp.MustCompile(`http://localhost:\d+/o/[a-z0-9_]+(/incidenten/inc_[a-z0-9]+)`)

// reportsOnAPhone is a care worker in the evening: one form, and nothing to find out.
func (v *visitor) reportsOnAPhone(f *friday) {
	v.begin("a report")
	v.width = 390
	v.size(v.width)
	f.later(70 * time.Minute)
	v.comesTo("/incidenten/melden")
	v.fill("#title", "Op het scherm staat dat onze bestanden zijn versleuteld")
	v.set("#aware", f.typed(f.now().Add(time.Hour)))
	v.fill("#what", "Het dossier gaat niet open. Er staat een boodschap in het Engels.")
	v.fill("#systems", "ECD Zorgblad")
	v.expect(422)
	v.send("/incidenten/melden")
	v.says("main", "Dit moment moet nog komen")
	v.set("#aware", f.typed(f.now().Add(-10*time.Minute)))
	v.send("/incidenten/melden")
	v.says("main", "werk niet verder in wat vreemd doet")
	v.width = 1440
}
