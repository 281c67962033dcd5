// Package journey_test is one new person who walks through the whole program in
// a real browser: from an invitation to a plan that the board has signed.
//
// The walk is made four times: in Dutch and in English, on a wide screen with
// script and on a phone without. On every page that comes by, the same is looked
// for: axe-core finds nothing, nothing scrolls sideways, no word and no link is
// of the other language, and the browser complains about nothing. See look.
//
// A failure names the step, the language and the width, and keeps a picture in
// .local/journey.
package journey_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"aantoonbaar/internal/i18n"
)

func TestANewPersonWalksFromInvitationToSignature(t *testing.T) {
	if err := os.RemoveAll("../../.local/journey"); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll("../../.local/journey", 0o700); err != nil {
		t.Fatal(err)
	}
	s := openSite(t)
	for _, lang := range []i18n.Lang{i18n.NL, i18n.EN} {
		for _, width := range []int{1440, 390} {
			script := width == 1440
			t.Run(fmt.Sprintf("%s, %d px, script %t", lang, width, script), func(t *testing.T) {
				t.Parallel()
				walk(&run{T: t, site: s, lang: lang, width: width, script: script, told: map[string]bool{}, judged: map[string]bool{}})
			})
		}
	}
}

// walk takes the steps one by one. Each begins where the last one ended.
func walk(r *run) {
	me := r.arrive()
	sam := me.invite("Sam", "contributor")
	hanneke := me.invite("Hanneke", "board-member")
	lars := me.invite("Lars", "reader")

	me.describeTheOrganisation()
	me.readWhatApplies()
	me.takeTheQuickScan()
	me.answerARequirement()
	me.overrule()
	me.fillTheTable()
	me.readTheStatement()
	me.importAList()
	me.seeWhereItCountsToo()
	me.addEvidence()
	me.makeThePlan()
	me.askAColleague()
	me.meetAtOneRequirement(sam)
	me.prepareTheBoard()
	hanneke.signAsTheBoard()
	me.readTheReport()
	me.readTheHistory()
	me.takeADossier()
	me.livesThroughAnIncident()
	me.lookAround()
	for _, v := range []*visitor{me, hanneke, lars} {
		v.crawl()
	}
	r.begin("")
	r.Logf("%d pages looked at, %d by axe-core, in %.0f s", r.pages, r.axed, r.looking.Seconds())
}

// arrive makes an organisation as the command line does, follows the invitation,
// and signs in again as on every later day.
func (r *run) arrive() *visitor {
	r.begin("1 invitation and sign-in")
	a := r.account("Marieke")
	id, link, err := r.site.app.Found(r.Context(), "Thuiszorg Heidebloem", a.name, a.email)
	if err != nil {
		r.Fatal(err)
	}
	r.org = id
	me := r.visit(r.site.browser, "Marieke")
	me.open(r.href("/"))
	me.join(strings.TrimPrefix(link, r.site.address), &a)
	me.says("h1", "Thuiszorg Heidebloem")

	me.open(r.href("/mijn"))
	me.press(`form[action="` + r.href("/uitloggen") + `"] button`)
	me.press(`main a[href="` + r.href("/inloggen") + `"]`)
	me.signIn(a, 1)
	me.says("h1", "Thuiszorg Heidebloem")
	return me
}

// signIn fills in the form that is open, and what is asked next; see [run.code].
func (v *visitor) signIn(a account, later int) {
	v.Helper()
	v.fill("#email", a.email)
	v.fill("#password", a.password)
	v.press(`form[action^="` + v.href("/inloggen") + `"] .nl-button--primary`)
	v.fill("#code", v.code(a, later))
	v.press(`form[action^="` + v.href("/inloggen/tweede-stap") + `"] .nl-button--primary`)
}

// join follows an invitation: a password, an app for codes, recovery codes kept.
func (v *visitor) join(path string, a *account) {
	v.Helper()
	v.open(v.href(path))
	v.fill("#name", a.name)
	v.fill("#password", a.password)
	v.press(`form[action="` + v.href(path) + `"] .nl-button--primary`)
	a.totp = strings.ReplaceAll(v.text("main strong[translate=no]"), " ", "")
	v.fill("#code", v.code(*a, 0))
	v.press(`form[action$="/tweede-stap"] .nl-button--primary`)
	if n := v.count("main ol[translate=no] li"); n < 8 {
		v.fail("%d recovery codes", n)
	}
	v.as = *a
	v.press("main a.nl-button--primary") // to the only organisation
}

// invite gives somebody a place in the organisation, who takes it at once.
func (v *visitor) invite(first, role string) *visitor {
	v.begin("1 invite " + first)
	a := v.account(first)
	v.menu("/mensen")
	v.fill("#name", a.name)
	v.fill("#email", a.email)
	v.set("#role", role)
	v.send("/mensen")
	link := v.attr("#link", "value")
	other := v.visit(v.site.browser, first)
	other.quietly(func() { other.join(strings.TrimPrefix(strings.TrimPrefix(link, v.site.address), "/en"), &a) })
	return other
}
