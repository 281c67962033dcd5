package journey_test

import (
	"os"
	"path/filepath"
	"testing"

	"aantoonbaar/internal/i18n"
)

// TestATalkIsHeldAndTicked walks on a phone without scripts from a list of people and
// a talk to who was there, and from the file of a practice mail to its picture.
func TestATalkIsHeldAndTicked(t *testing.T) {
	r := &run{T: t, site: openSite(t), lang: i18n.NL, width: 390, script: false, told: map[string]bool{}, judged: map[string]bool{}}
	me := r.arrive()
	lars := me.invite("Lars", "reader")
	me.holdsATalk()
	me.readsAPracticeMail()
	lars.seesNumbersOnly()
	me.looksAtTraining()
}

// written puts a text in a file of the run's own.
func (v *visitor) written(name, text string) string {
	path := filepath.Join(v.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		v.fail("%v", err)
	}
	return path
}

// recordAttendance is the button under who was there.
const recordAttendance = `form[action$="/opkomst"] .nl-button--primary`

// toTraining is the step back to the page of a training.
const toTraining = `.zi-crumbs a[href*="/trainingen/"]`

func (v *visitor) holdsATalk() {
	v.begin("a talk")
	v.menu("/scholing")
	v.says("main", "Er staat nog geen training")
	v.follow("/scholing/deelnemers")
	v.follow("/scholing/deelnemers/inlezen")
	v.attach("#file", v.written("rooster.csv", "naam;team\nNora Nacht;nachtdienst\nPiet Planner;planning\n;zonder naam\n"))
	v.send("/scholing/deelnemers/inlezen")
	v.says("main", "Regel 4: Er staat geen naam")
	v.press(`form[action$="/inlezen/opslaan"] button`)
	v.says("main", "Nora Nacht")
	v.open(v.in("/scholing/onderwerpen/phishing"))
	v.press(`main a[href$="/trainingen/nieuw?onderwerp=phishing"]`)
	v.fill("#title", "Phishing 1") // in words of no language, for both are looked at
	v.fill("#about", "")
	v.fill("#requirements", "6.3, 99.9")
	v.expect(422)
	v.send("/scholing/trainingen")
	v.says("main", "De maatregel ‘99.9’ kennen wij niet")
	v.fill("#requirements", "6.3, 8.7")
	v.send("/scholing/trainingen")
	v.says("main", "0 van 4")
	v.press(`main a[href$="/opkomst"]`)
	v.expect(422)
	v.press(recordAttendance) // with nobody ticked
	v.says("main", "Kies wie erbij waren")
	v.choose("ticked", "away")
	v.click("#present-0")
	v.fill("#guests", "1")
	v.press(recordAttendance)
	v.says("main", "3 van 4")
	v.open(v.in("/scholing"))
	v.press(`form[action$="/scholing/bewijs"] button`)
	v.says("main", "Deze stand staat bij het bewijs van 6.3")
}

func (v *visitor) readsAPracticeMail() {
	v.begin("a practice mail")
	v.follow("/scholing/phishing")
	v.attach("#file", v.written("uitslag.csv", "groep;verstuurd;geklikt;gemeld\nnacht;12;3;5\nplanning;3;1;1\ndag;9;een;2\n"))
	v.send("/scholing/phishing/inlezen")
	v.says("main", "Regel 4: ‘een’ is geen aantal")
	v.open(v.in("/scholing/phishing"))
	v.attach("#file", v.written("uitslag.csv", "groep;verstuurd;geklikt;gemeld\nnacht;12;3;5\nplanning;3;1;1\ndag;9;1;2\n"))
	v.send("/scholing/phishing/inlezen")
	v.fill("#name", "Phishing 2")
	v.day("#on", -3)
	v.press(`form[action$="/scholing/phishing"] button[value=store]`)
	v.says("main", "Alle overigen")
	v.press(`form[action$="/bewijs"] button`)
	v.says("main", "Deze uitslag staat bij het bewijs van 6.3")
}

func (v *visitor) seesNumbersOnly() {
	v.begin("a reader")
	v.menu("/scholing")
	v.says("main", "3 van 4")
	if n := v.count(`main a[href$="/deelnemers"]`); n != 0 {
		v.fail("a reader is offered the list of people")
	}
}

// looksAtTraining opens every page in both languages.
func (v *visitor) looksAtTraining() {
	v.begin("the pages of training")
	for _, lang := range []i18n.Lang{i18n.EN, i18n.NL} {
		v.lang = lang
		for _, path := range []string{"/scholing", "/scholing/overzicht", "/scholing/deelnemers", "/scholing/deelnemers/nieuw", "/scholing/deelnemers/inlezen", "/scholing/trainingen/nieuw", "/scholing/phishing", "/scholing/onderwerpen/dossier", "/bestuur/scholing"} {
			v.open(v.in(path))
		}
		v.open(v.in("/scholing"))
		v.press(`main table a`)
		v.press(`main a[href$="/opkomst"]`)
		v.press(`main a[href$="/presentielijst"]`)
		v.press(toTraining)
		v.press(`main a[href*="/bijeenkomsten/"]`)
		v.press(toTraining)
		v.press(`main table a`)
	}
}
