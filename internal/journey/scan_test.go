package journey_test

import "strings"

// Steps 2 to 4: the profile, what applies, and the quick scan.

func (v *visitor) describeTheOrganisation() {
	v.begin("2 profile")
	v.open(v.in(""))
	v.follow("/profiel")
	v.choose("sectors", "vvt")
	for field, value := range map[string]string{"#fte": v.words("52,5", "52.5"), "#staff": "62", "#turnover": "4.900.000", "#balance": "1.900.000", "#clients": "610"} {
		v.fill(field, value)
	}
	for _, no := range []string{"in_group", "develops_software", "medical_devices", "self_hosted", "designated", "critical"} {
		v.choose(no, "no")
	}
	for _, yes := range []string{"uses_ai", "exchanges", "cloud"} {
		v.choose(yes, "yes")
	}
	v.press(`button[name=stap][value=bekijk]`)
	v.says("main", v.words("Wordt", "Becomes"))
	before := v.download(v.in("/profiel"))
	if strings.Contains(string(before), `value="62"`) {
		v.fail("the preview stored the profile")
	}
	v.press(`button[name=stap][value=wijzig]`)
	if got := v.attr("#staff", "value"); got != "62" {
		v.fail("back from the preview the staff is %q", got)
	}
	v.fill("#staff", "81")
	v.press(`button[name=stap][value=bekijk]`)
	v.postcard("profile", "")
	v.press(`button[name=stap][value=opslaan]`)
	v.says(".zi-notice", v.words("Uw profiel is opgeslagen", "Your profile was saved"))
}

func (v *visitor) readWhatApplies() {
	v.begin("3 what applies")
	v.menu("/wat-geldt")
	if n := v.count(".zi-duty"); n < 10 {
		v.fail("%d laws and norms, want NEN 7510, Cbw, AVG, Wegiz and the others", n)
	}
	v.says("#cbw", "81") // the calculation shows the organisation's own numbers
	v.says("#cbw", v.words("Belangrijk", "Important"))
	v.postcard("applies", "#cbw")
	v.follow("/kalender")
	v.says("main", "2027")
	if ics := string(v.download(v.attr(`main a[href$=".ics"]`, "pathname"))); strings.Count(ics, "BEGIN:VEVENT") < 3 {
		v.fail("the calendar file holds\n%s", ics)
	}
}

// scanned is what this person answers: two strong points, and no idea at the ninth.
var scanned = []string{"yes", "partly", "no", "no", "yes", "partly", "no", "partly", "unknown", "no", "partly"}

func (v *visitor) takeTheQuickScan() {
	v.begin("4 quick scan")
	v.menu("/quickscan")
	v.follow("/quickscan/1")
	for i, reply := range scanned {
		if i == 6 {
			v.menu("") // a pause: something else comes up
			v.menu("/quickscan")
			v.says("main .nl-button--primary", "7")
			v.follow("/quickscan/7")
		}
		v.choose("value", reply)
		v.stored()
		if i == 5 {
			v.postcard("quickscan", "")
		}
		v.press("#savebar .nl-button--primary")
	}
	v.says("h1", v.words("Resultaat", "Result"))
	if n := v.count("#h-signalen") * v.count(".zi-signal"); n != 11 {
		v.fail("%d signals, want 11", n)
	}
	actions := v.count(".zi-action")
	if actions == 0 || actions > 10 {
		v.fail("%d first actions, want one to ten", actions)
	}
	v.says("main", v.words("onze reconstructie", "our reconstruction"))
	v.send("/verbeterplan/uit-quickscan")
	if n := v.count(".zi-plantable tbody tr"); n != actions {
		v.fail("%d actions in the plan, want the %d of the quick scan; notice %q", n, actions, v.text("main"))
	}
}

// stored waits until the bar says that what was typed is stored. Without script
// only the button stores.
func (v *visitor) stored() {
	v.Helper()
	if !v.script {
		return
	}
	v.await("the bar to say that it is stored", func() bool {
		return strings.HasPrefix(v.text("#savebar [data-state]"), v.words("Opgeslagen", "Stored"))
	})
}
