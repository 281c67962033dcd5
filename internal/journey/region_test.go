package journey_test

import (
	"testing"
	"time"

	"aantoonbaar/internal/i18n"
)

// TestTwoOrganisationsPlayTogether has one organisation invite another with a code, play
// on one clock, and read the times that the other chose to give. The other one is on
// small screens.
func TestTwoOrganisationsPlayTogether(t *testing.T) {
	c := &clock{at: time.Now().Truncate(time.Minute)}
	site := openSiteAt(t, c.now, "")
	at := func(lang i18n.Lang, width int) *visitor {
		r := &run{T: t, site: site, lang: lang, width: width, script: true, told: map[string]bool{}, judged: map[string]bool{}}
		return r.found()
	}
	host, guest := at(i18n.NL, 1440), at(i18n.EN, 390)
	sam, lars := host.invite("Sam", "contributor"), guest.invite("Lars", "reader")

	host.begin("invite another organisation")
	host.open(host.in("/oefeningen/nieuw?scenario=ransomware-record"))
	host.set("#when", c.now().Add(time.Hour).Format("2006-01-02T15:04"))
	host.set("#role-nurse", host.option("#role-nurse", "Sam Visser"))
	host.send("/oefeningen")
	path := eval[string](host, `location.pathname.replace(/^.*(\/oefeningen\/[a-z0-9_]+)$/, "$1")`)
	host.press(`form[action$="/uitnodigen"] button`)
	own := guest.joins(host.text(".zi-joincode"))

	host.begin("play together")
	host.open(host.in(path))
	host.says("main", "Thuiszorg Heidebloem")
	host.press(`form[action$="/klok"] button`)
	c.set(c.now().Add(20 * time.Minute))
	lars.open(lars.in(""))
	lars.press(`.zi-tasks a[href*="/oefeningen/"]`)
	lars.says(".zi-exercise", "EXERCISE")
	lars.fill("#text", "I take the downtime card")
	lars.press(`form[action$="/notities"]:has(#text) button`)
	guest.open(guest.in(own))
	guest.says("main", "leads the clock")
	if guest.count(`button[value="hold"], button[value="end"]`) > 0 {
		guest.fail("who follows is offered the clock")
	}
	sam.open(sam.in(path))
	sam.says("main", "U speelt")
	host.open(host.in(path))
	host.press(`form[action$="/klok"] button[value="end"]`)

	host.begin("share times")
	guest.open(guest.in(own))
	guest.press(`form[action$="/tijden"] button`)
	guest.says("main", "You shared your times on")
	host.open(host.in(path))
	host.says("main", "1 organisatie deelde de tijden")
	host.width = 390 // the times beside each other on a phone
	host.size(host.width)
	host.open(host.in(path))
	host.says("#regio", "De andere organisaties")
}

// joins reads what a code is of, and takes part with one's own people.
func (v *visitor) joins(code string) (path string) {
	v.begin("join with a code")
	v.open(v.in("/oefeningen"))
	v.press(`main a[href$="/oefeningen/meedoen"]`)
	v.fill("#code", "k3q8")
	v.expect(422)
	v.press(`form[action$="/meedoen"] button`)
	v.fill("#code", code)
	v.press(`form[action$="/meedoen"] button`)
	v.says("main", "Nothing more: no names")
	v.press(`form[action$="/meedoen"] button`)
	v.set("#role-nurse", v.option("#role-nurse", "Lars Visser"))
	v.press(`main form[action*="/oefeningen/"] .nl-button--primary`)
	v.says("main", "leads the clock")
	return eval[string](v, `location.pathname.replace(/^.*(\/oefeningen\/[a-z0-9_]+)$/, "$1")`)
}
