package journey_test

import (
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/mail/mailtest"
)

// isTold: who is on duty and the board hear of it at once; when nobody answers the
// others do; and nobody hears more than that there is something.
func (f *friday) isTold() {
	f.begin("who is told")
	first := f.later(0)
	f.reaches(first, f.lead.as, f.board.as)
	for _, m := range first {
		if strings.Contains(m.Body+m.Header.Get("Subject"), "versleuteld") {
			f.Errorf("the mail tells what happened:\n%s", m.Body)
		}
	}
	f.reaches(f.later(29 * time.Minute))
	f.reaches(f.later(time.Minute), f.admin.as)
	found := toThePage.FindStringSubmatch(first[0].Body)
	if found == nil {
		f.Fatalf("the mail does not lead to the incident:\n%s", first[0].Body)
	}
	f.path = found[1]
}

// reaches fails unless the mails went to these people and nobody else.
func (f *friday) reaches(got []mailtest.Received, people ...account) {
	f.Helper()
	var to, want []string
	for _, m := range got {
		to = append(to, m.To)
	}
	for _, p := range people {
		want = append(want, p.email)
	}
	slices.Sort(to)
	slices.Sort(want)
	if !slices.Equal(to, want) {
		f.Errorf("mail went to %v, want %v", to, want)
	}
}

// takesItOn follows the link of the mail, takes the incident on and answers.
func (f *friday) takesItOn() {
	v := f.lead
	v.begin("taken on")
	v.comesTo(f.path)
	v.press(`form[action$="/oppakken"] button`)
	f.reaches(f.later(2 * time.Hour)) // nobody is called any more
	v.comesTo(f.path)
	for _, q := range []string{"disruption", "harm", "recipients", "personal_data", "controller", "risk", "high_risk"} {
		v.choose("q-"+q, "yes")
	}
	for _, q := range []string{"shielded", "calamity", "contract"} {
		v.choose("q-"+q, "no")
	}
	v.press(`form[action$="/vragen"] button`)
	v.fill("#line", "Alle toegang van de leverancier is dicht")
	v.choose("kind", "decision")
	v.press(`form[action$="/verloop"] button`)
	v.says(".zi-feed", "Besluit: Alle toegang")
}

// clock returns what the card of a term says.
func (v *visitor) clock(title string) string {
	v.Helper()
	says := eval[string](v, `([...document.querySelectorAll(".zi-clock")].find((c) => c.querySelector(".zi-clock__name").textContent === %s)?.textContent ?? "").replace(/\s+/g, " ")`, title)
	if says == "" {
		v.fail("no term runs for %q", title)
	}
	return says
}

// ends fails unless a term is said to end at that moment.
func (f *friday) ends(title string, at time.Time, also ...string) {
	f.Helper()
	says := f.lead.clock(title)
	for _, want := range append(also, "Uiterlijk "+f.moment(at)+".") {
		if !strings.Contains(says, want) {
			f.lead.complain("%s says %q, want %q in it", title, says, want)
		}
	}
}

// moved says in which direction the clocks go this weekend.
func (f *friday) moved() string {
	at := f.now()
	if at.AddDate(0, 0, 3).Sub(at) < 72*time.Hour {
		return "de klok ging intussen een uur vooruit"
	}
	return "de klok ging intussen een uur terug"
}

// correctsTheMoment: somebody knew an hour earlier, and every term moves along.
func (f *friday) correctsTheMoment() {
	v := f.lead
	v.begin("another moment of awareness")
	first := f.aware()
	f.ends("Vroegtijdige waarschuwing", first.Add(24*time.Hour))
	v.press(`main a[href$="/ontdekt"]`)
	v.set("#aware", f.typed(first.Add(-time.Hour)))
	v.expect(422)
	v.send(f.path + "/ontdekt") // without a reason
	v.set("#aware", f.typed(first.Add(-time.Hour)))
	v.fill("#reason", "Een collega zag de boodschap al om half negen")
	v.send(f.path + "/ontdekt")
	f.ends("Vroegtijdige waarschuwing", first.Add(23*time.Hour))
	for _, title := range []string{"Melding", "Melding bij de AP"} {
		f.ends(title, first.Add(71*time.Hour), f.moved())
	}
	v.press(`main a[href$="/ontdekt"]`)
	v.says("main", f.moment(first))
	v.says("main", "Een collega zag de boodschap")
	v.press(`.zi-crumbs a[href$="` + f.path + `"]`)
}

// aware reads the moment that terms run from, where the program keeps it.
func (f *friday) aware() time.Time {
	f.Helper()
	f.lead.quietly(func() { f.lead.press(`main a[href$="/ontdekt"]`) })
	at, err := time.ParseInLocation("2006-01-02T15:04", f.lead.attr("#aware", "value"), f.zone)
	if err != nil {
		f.Fatal(err)
	}
	f.lead.quietly(func() { f.lead.press(`.zi-crumbs a[href$="` + f.path + `"]`) })
	return at
}

// writes fills in a text and keeps it as a version.
func (f *friday) writes(text string, fields map[string]string) {
	f.Helper()
	v := f.lead
	v.press(`main a[href$="` + f.path + `/tekst/` + text + `"]`)
	for id, words := range fields {
		v.fill("#"+id, words)
	}
	v.press(`form[action$="/tekst/` + text + `"] .nl-button--primary`)
	v.says(".zi-lead", "Versie ")
}

// sends records on the page of a text that it left now.
func (f *friday) sends(step, receipt string) {
	f.Helper()
	v := f.lead
	v.press(`main a[href*="/plicht/` + step + `?versie="]`)
	v.fill("#receipt", receipt)
	v.press(`form[action$="/plicht/` + step + `"] .nl-button--primary`)
}

// warnsIn24Hours: on Saturday morning the early warning goes out, on time.
func (f *friday) warnsIn24Hours() {
	v := f.lead
	v.begin("early warning")
	f.until(f.now().Truncate(time.Hour).Add(11 * time.Hour))
	v.comesTo(f.path)
	aware := f.aware()
	f.writes("cbw-early-warning", map[string]string{
		"contact": "Sanne Visser, 06 00 00 00 00, sanne@zorg.example", "malice": "Ja: er ligt een eis om losgeld", "crossborder": "Nog niet bekend",
	})
	v.press(`main a[href*="/plicht/cbw/early-warning?versie="]`)
	v.set("#at", f.typed(aware.Add(-time.Minute)))
	v.expect(422)
	v.send(f.path + "/plicht/cbw/early-warning") // a report before awareness
	v.set("#at", f.typed(f.now()))
	v.fill("#receipt", "NCSC-1")
	v.send(f.path + "/plicht/cbw/early-warning")
	if says := v.clock("Vroegtijdige waarschuwing"); !strings.Contains(says, "Op tijd verstuurd") {
		v.complain("the early warning says %q", says)
	}
}

// readsWhatRuns: on Sunday, after the clocks changed, a board member sees the running
// incident on every page, and what comes first.
func (v *visitor) readsWhatRuns(f *friday) {
	v.begin("the board on Sunday")
	for f.now().In(f.zone).Weekday() != time.Sunday {
		f.until(f.now().Add(time.Hour))
	}
	f.later(11 * time.Hour)
	v.comesTo("/bestuur")
	v.says("body", "Op het scherm staat dat onze bestanden zijn versleuteld")
	v.comesTo(f.path)
	v.says(".zi-clocks", f.moment(f.notifiedBy()))
}

// notifiedBy is 72 hours after awareness, by the hours that pass.
func (f *friday) notifiedBy() time.Time {
	f.Helper()
	f.lead.quietly(func() { f.lead.comesTo(f.path) })
	return f.aware().Add(72 * time.Hour)
}
