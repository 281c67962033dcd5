package journey_test

import (
	"strings"
	"testing"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// TestDowntimeCardsOpenWithoutAServer fills in continuity, takes the cards along on
// devices of several people, and takes away what lets them read there: the network,
// the session, the place in the organisation, and at last the server.
func TestDowntimeCardsOpenWithoutAServer(t *testing.T) {
	r := &run{T: t, site: openSite(t), lang: i18n.NL, width: 390, script: true, told: map[string]bool{}, judged: map[string]bool{}}
	me := r.arrive()
	me.keepsContinuity()
	lars, noor, piet := me.invite("Lars", "reader"), me.invite("Noor", "reader"), me.invite("Piet", "reader")
	for _, v := range []*visitor{me, lars, noor, piet} {
		v.takesCardsAlong()
	}
	me.signsOut()
	lars.losesThePlace()
	piet.losesTheSession()
	noor.losesTheServer()
}

// keepsContinuity fills in a page of every kind, and looks at each in both languages.
func (v *visitor) keepsContinuity() {
	v.begin("continuity")
	v.open(v.in("/continuiteit"))
	v.press(`main a[href$="/systemen/nieuw"]`)
	v.expect(422)
	v.send("/continuiteit/systemen") // with nothing filled in
	v.fill("#name", "ECD Zorgblad")
	v.fill("#promised", "8")
	v.send("/continuiteit/systemen")
	v.press(`main a[href$="/processen/nieuw"]`)
	v.fill("#name", "Medicatie geven")
	for field, n := range map[string]string{"bears": "4", "rto": "6", "rpo": "1"} {
		v.fill("#"+field, n)
	}
	v.click("#systems-0")
	v.expect(422)
	v.send("/continuiteit/processen")
	v.says("main", "mag niet langer duren dan het proces stil mag liggen (4 uur)")
	v.fill("#rto", "2")
	v.send("/continuiteit/processen")
	v.says("#klopt + *, main", "Het proces ‘Medicatie geven’ mag hoogstens 4 uur stilliggen")

	v.open(v.in("/noodkaarten/ecd/wijzigen"))
	v.fill("#number-1", "088 000 01 01")
	v.fill("#forms", "Kast 2, plank 1")
	v.send("/noodkaarten/ecd")
	v.says(".zi-downcard", "Kast 2, plank 1")
	v.open(v.in("/continuiteit/hersteltests"))
	v.set("#system", v.option("#system", "ECD Zorgblad"))
	v.day("#on", -3)
	v.fill("#what", "De kopie van vannacht")
	v.fill("#took", "1")
	v.fill("#who", "Joost")
	v.choose("result", "worked")
	v.send("/continuiteit/hersteltests")
	v.press(`form[action$="/bewijs"] button`)
	v.says("main", "staat bij het bewijs van 5.30 en 8.13")
	for _, lang := range []i18n.Lang{i18n.EN, i18n.NL} {
		v.lang = lang
		for _, path := range []string{"/continuiteit", "/continuiteit/belbomen", "/continuiteit/belbomen/nieuw", "/continuiteit/uitval", "/noodkaarten", "/noodkaarten/power", "/noodkaarten/afdrukken"} {
			v.open(v.in(path))
		}
	}
}

// onDevice counts what the browser keeps of the cards: pages and workers.
func (v *visitor) onDevice() (pages, workers int) {
	v.Helper()
	return eval[int](v, `caches.keys().then((names) => names.length)`), eval[int](v, `navigator.serviceWorker.getRegistrations().then((all) => all.length)`)
}

// takesCardsAlong opens the cards, which is enough.
func (v *visitor) takesCardsAlong() {
	v.begin("cards on the device of " + v.name)
	v.open(v.in("/noodkaarten"))
	v.await("the cards to be on the device", func() bool { return strings.Contains(v.text("[data-says]"), "staan op dit apparaat") })
	if pages, workers := v.onDevice(); pages < 1 || workers != pages { // one for each language that was open
		v.fail("the device keeps %d shelves and %d workers", pages, workers)
	}
}

// gone fails while anything of the cards is on the device.
func (v *visitor) gone() {
	v.Helper()
	v.await("the cards to go off the device", func() bool {
		pages, workers := v.onDevice()
		return pages+workers == 0
	})
}

func (v *visitor) signsOut() {
	v.begin("sign out")
	v.open(v.href("/mijn"))
	v.press(`form[action="` + v.href("/uitloggen") + `"] button`)
	v.gone()
}

// losesThePlace opens a card once access has ended.
func (v *visitor) losesThePlace() {
	v.begin("the place ends")
	admin := identity.OperatorActor(v.org)
	members, err := v.site.app.Identity.Store.Members(v.ctx, v.org)
	if err != nil {
		v.Fatal(err)
	}
	for _, m := range members {
		if strings.HasPrefix(m.Person.Name, v.name) {
			if err := v.site.app.Identity.EndAccess(v.ctx, admin, m.Person.ID); err != nil {
				v.Fatal(err)
			}
		}
	}
	v.expect(404)
	v.open(v.in("/noodkaarten/ecd"))
	v.gone()
}

// losesTheSession still reads the card, which says so.
func (v *visitor) losesTheSession() {
	v.begin("the session ends")
	v.call("Network.clearBrowserCookies", map[string]any{})
	v.quietly(func() { v.open(v.in("/noodkaarten/ecd")) })
	v.says(".zi-downcard", "Kast 2, plank 1")
	if !v.sees(".zi-kept__out") || v.sees(".zi-kept__off") {
		v.fail("the card does not say that nobody is signed in")
	}
}

// losesTheServer reads every card from the device.
func (v *visitor) losesTheServer() {
	v.begin("the server stops")
	v.site.stop()
	v.quietly(func() {
		v.open(v.in("/noodkaarten/ecd"))
		v.says("h1", "Het dossier ligt uit")
		v.says(".zi-downcard", "088 000 01 01")
		if !v.sees(".zi-kept__off") || v.sees(".zi-nav--mobile") {
			v.fail("the card does not say that it comes from the device")
		}
		v.press(`main a[data-take][href$="/noodkaarten/power"]`)
		v.says("h1", "De stroom valt uit")
		v.open(v.in("/noodkaarten"))
		v.says("main", "Geen verbinding")
		if font := eval[bool](v, `document.fonts.check("16px 'Source Sans 3 Variable'")`); !font {
			v.complain("the font is not on the device")
		}
	})
}
