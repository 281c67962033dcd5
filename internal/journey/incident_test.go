package journey_test

import "strings"

// livesThroughAnIncident reports that the planning does not open, finds out what
// the laws ask, and takes the first step.
func (v *visitor) livesThroughAnIncident() {
	v.begin("14 incident")
	v.menu("/incidenten")
	v.press(`main a[href$="/incidenten/melden"]`)
	v.expect(422)
	v.send("/incidenten/melden") // with nothing filled in
	v.fill("#title", v.words("De planning gaat niet open", "The planning does not open"))
	v.pressesOnce(`form[action$="/incidenten/melden"]`)
	v.send("/incidenten/melden")
	v.says(".zi-pagehead", v.words("De planning gaat niet open", "The planning does not open"))
	v.press(`form[action$="/oppakken"] button`)
	for _, q := range []string{"personal_data", "controller", "risk"} {
		v.choose("q-"+q, "yes")
	}
	v.press(`form[action$="/vragen"] button`)
	v.says(`.zi-clock:has(a[href$="/plicht/avg-ap"])`, v.words("72 uur", "72 hours"))
	v.press(`.zi-rows a[href$="/plicht/avg-ap"]`)
	v.says("main", "art. 33")
	v.press(`main a[href$="/tekst/ap-breach"]`)
	v.says("main", v.words("niets aan een toezichthouder", "nothing to an authority"))
	v.fill("#people", v.words("Tussen 400 en 412 cliënten", "Between 400 and 412 clients"))
	v.press(`form[action$="/tekst/ap-breach"] .nl-button--primary`)
	v.says(".zi-lead", v.words("Versie 1", "Version 1"))
	v.says("main", v.words("nog niet af", "not finished"))
	v.press(`main a[href*="/plicht/avg-ap/report?versie="]`)
	v.fill("#receipt", "AP-2026-1")
	v.press(`form[action$="/plicht/avg-ap/report"] .nl-button--primary`)
	v.says(`.zi-clock:has(a[href$="/plicht/avg-ap"])`, v.words("Op tijd verstuurd", "Sent in time"))
	v.fill("#line", v.words("Wij werken met routes op papier", "We work with routes on paper"))
	v.choose("kind", "decision")
	v.press(`form[action$="/verloop"] button`)
	v.says(".zi-feed", v.words("Besluit: Wij werken", "Decision: We work"))
	v.press(`main a[href$="/ontdekt"]`)
	if !strings.Contains(v.attr("#aware", "value"), "T") {
		v.fail("the moment of awareness is not filled in")
	}
	v.press(`.zi-crumbs a[href*="/incidenten/inc"]`)
	v.press(`main a[href$="/afsluiten"]`)
	v.fill("#lessons", v.words("Elke maandag een route op papier", "A route on paper every Monday"))
	v.press(`form[action$="/afsluiten"] .nl-button--primary`)
	v.says("main", v.words("Afgesloten", "Closed"))
}

// pressesOnce sees that a form that is on its way is not sent again, where there is
// script. It tells the page of two presses that the browser itself does not carry out,
// and comes back to the page as by the browser's button, after which it can be sent.
func (v *visitor) pressesOnce(form string) {
	v.Helper()
	if !v.script {
		return
	}
	held, err := try[string](v, `(() => {
		const press = () => !document.querySelector(%s).dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
		const held = [press(), press()];
		window.dispatchEvent(new Event("pageshow"));
		return held.join();
	})()`, form)
	if err != nil || held != "false,true" {
		v.fail("of two presses on %s were held: %q, %v", form, held, err)
	}
}
