package journey_test

import (
	"strings"
	"time"
)

// notifiesIn72Hours: on Monday the notification, the report to the AP and the letter
// to the clients leave.
func (f *friday) notifiesIn72Hours() {
	v := f.lead
	v.begin("notification")
	f.until(f.notifiedBy().Add(-4 * time.Hour))
	v.comesTo(f.path)
	f.writes("cbw-notification", map[string]string{
		"contact": "Sanne Visser, 06 00 00 00 00", "severity": "Ernstig: het dossier is al drie dagen weg", "impact": "Alle wijkteams werken op papier", "measures": "Toegang dicht, terugzetten begonnen",
		"malice": "Ja", "crossborder": "Nee",
	})
	f.sends("cbw/notification", "NCSC-2")
	f.writes("ap-breach", map[string]string{"people": "610 cliënten", "contact": "Sanne Visser, 06 00 00 00 00"})
	f.sends("avg-ap/report", "AP-1")
	f.writes("clients", map[string]string{"subject": "Uw gegevens bij Thuiszorg Heidebloem"})
	f.sends("avg-people/letter", "")
	for _, title := range []string{"Melding", "Melding bij de AP"} {
		if says := v.clock(title); !strings.Contains(says, "Op tijd verstuurd") {
			v.complain("%s says %q", title, says)
		}
	}
	v.quietly(func() { v.press(`main a[href$="/plicht/cbw-recipients"]`) })
	v.press(`main a[href$="/plicht/cbw-recipients/told"]`)
	v.send(f.path + "/plicht/cbw-recipients/told")
}

// looksIntoIt: tasks, what was hit, the cause, what it took, and on Wednesday it is over.
func (f *friday) looksIntoIt() {
	v := f.lead
	v.begin("handling")
	f.later(16 * time.Hour)
	v.comesTo(f.path + "/afhandeling")
	v.fill("#task", "Alle wachtwoorden vervangen")
	v.fill("#owner", "Beheer")
	v.set("#due", f.typed(f.now().Add(24*time.Hour)))
	v.press(`form[action$="/taken"] button`)
	v.press(`form[action$="/taken/1"] button`)
	v.press(`main a[href$="/geraakt"]`)
	v.set("#kind", "malware")
	v.fill("#system", "ECD Zorgblad")
	v.fill("#process", "Medicatie geven")
	v.send(f.path + "/geraakt")
	v.press(`main a[href$="/oorzaak"]`)
	v.choose("sorts", "sign-in")
	v.fill("#text", "Het beheeraccount van de leverancier had geen tweede stap.")
	v.send(f.path + "/oorzaak")
	v.press(`main a[href$="/gevolgen"]`)
	v.fill("#cost-help", "12.500")
	v.fill("#lost", "84")
	v.send(f.path + "/gevolgen")
	v.says("main", "12.500")
	f.later(26 * time.Hour)
	v.comesTo(f.path + "/voorbij")
	v.set("#over", f.typed(f.now().Add(-time.Hour)))
	v.send(f.path + "/voorbij")
	v.says("main", "Tot en met")
}

// isReminded: before the month is over, of the final report and of nothing else.
func (f *friday) isReminded() {
	f.begin("a reminder")
	var got int
	for range 31 {
		for _, m := range f.later(24 * time.Hour) {
			if !strings.Contains(m.Header.Get("Subject")+m.Body, "INC-") {
				f.Errorf("a mail about something else:\n%s", m.Body)
			}
			got++
		}
		if got > 0 {
			return
		}
	}
	f.Error("a month went by, and nobody was reminded of the final report")
}

// reportsAtTheEnd writes the final report from what is known by now, and sends it.
func (f *friday) reportsAtTheEnd() {
	v := f.lead
	v.begin("final report")
	v.comesTo(f.path + "/tekst/cbw-final")
	if !strings.Contains(v.attr("#cause", "value"), "had geen tweede stap") {
		v.complain("the cause does not stand ready in the final report")
	}
	v.quietly(func() { v.open(v.in(f.path)) })
	f.writes("cbw-final", map[string]string{"measures": "Tweede stap voor elk account van een leverancier"})
	f.sends("cbw/final", "NCSC-3")
	if says := v.clock("Eindverslag"); !strings.Contains(says, "Op tijd verstuurd") {
		v.complain("the final report says %q", says)
	}
}

// learns: a lesson becomes an action, and the incident is closed.
func (f *friday) learns() {
	v := f.lead
	v.begin("lessons")
	v.open(v.in(f.path + "/afhandeling"))
	v.press(`main a[href$="/les"]`)
	v.fill("#title", "Elke leverancier logt in met een tweede stap")
	v.fill("#owner_text", "Sanne")
	v.send(f.path + "/les")
	v.says("main", "Elke leverancier logt in met een tweede stap")
	v.open(v.in(f.path + "/afsluiten"))
	v.fill("#lessons", "De noodkaart werkte. Twee mensen hadden geen papieren lijst.")
	v.send(f.path + "/afsluiten")
	v.says("main", "Afgesloten")
	v.menu("/verbeterplan")
	v.says("main", "Elke leverancier logt in met een tweede stap")
	f.reaches(f.later(40 * 24 * time.Hour)) // all is said
}

// looksBack: on that Saturday the incident was open, and nothing was known of its cause.
func (f *friday) looksBack() {
	v := f.lead
	v.begin("that Saturday")
	v.comesTo("/op")
	v.set("#dag", f.began.AddDate(0, 0, 1).Format(time.DateOnly))
	v.press(`main form button`)
	moment := eval[string](v, "location.pathname")
	v.open(moment + f.path)
	v.says("main", "Nee, het loopt nog")
	v.open(moment + f.path + "/afhandeling")
	v.says("main", "Nog niet ingevuld. Vraag door")
}
