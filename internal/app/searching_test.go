package app_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"aantoonbaar/internal/identity"
)

// TestOneFieldFindsWhatSomebodyNeeds: cards and what hangs on systems for everybody,
// incidents for those who may see them.
func TestOneFieldFindsWhatSomebodyNeeds(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p, other := s.provider(1), s.provider(2)
	i := p.gone()
	for _, tt := range []struct {
		words  string
		role   identity.Role
		finds  string // the path of a page; "" for nothing
		misses string
	}{
		{"dossier ligt uit", identity.Reader, "/noodkaarten/ecd", ""},
		{p.mark("number"), identity.Reader, "/noodkaarten/ecd", ""}, // of a card of its own
		{p.mark("workaround"), identity.Reader, "/continuiteit/processen/" + string(p.carried.process), ""},
		{p.mark("hoster"), identity.Reader, "/continuiteit/systemen/" + string(p.carried.system), ""},
		{p.mark("dialled"), identity.Reader, "/continuiteit/belbomen/" + string(p.carried.tree), ""},
		{i.Name(), identity.SecurityOfficer, "/incidenten/" + string(i.ID), ""},
		{i.Name(), identity.Reader, "", "/incidenten/" + string(i.ID)},
		{p.mark("lesson"), identity.Reader, "/scholing/trainingen/" + string(p.trains.training), ""},
		{"nepmail", identity.Reader, "/scholing/onderwerpen/phishing", ""},
		{p.mark("colleague"), identity.Contributor, "/scholing/deelnemers/" + string(p.trains.person), ""},
		{p.mark("colleague"), identity.Reader, "", "/scholing/deelnemers/" + string(p.trains.person)},
		{p.mark("concluded"), identity.Reader, "/oefeningen/" + string(p.exercises.signed), ""},
		{p.mark("learnt"), identity.Reader, "/oefeningen/" + string(p.exercises.played), ""},
		{"gijzelsoftware", identity.Reader, "/oefenverhalen/ransomware-record", ""},
		{p.Exercise.Scenarios[0].Injects[8].Expect[0].NL, identity.Reader, "", "/oefenverhalen/ransomware-record"}, // what is to come
		{other.mark("concluded"), identity.SecurityOfficer, "", "/oefeningen/" + string(other.exercises.signed)},
		{other.mark("number"), identity.SecurityOfficer, "", "/noodkaarten/ecd"},
	} {
		body := s.ask(http.MethodGet, "/o/"+string(p.id)+"/zoeken?q="+strings.ReplaceAll(tt.words, " ", "+"), s.signIn(p.people[tt.role], true), "").Body
		_, found, _ := strings.Cut(body, "<main")
		if tt.finds != "" && !strings.Contains(found, tt.finds+`"`) {
			t.Errorf("%q does not find %s", tt.words, tt.finds)
		}
		if tt.misses != "" && strings.Contains(found, tt.misses+`"`) {
			t.Errorf("%s finds %s by %q", tt.role, tt.misses, tt.words)
		}
	}
}
