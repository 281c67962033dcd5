package app_test

import (
	"html"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"aantoonbaar/internal/certification"
	"aantoonbaar/internal/identity"
)

// TestAListOfCertificatesTellsWhatItDoesNotRead walks from a list to the register: care
// in scope comes along, and the preview names what does not.
func TestAListOfCertificatesTellsWhatItDoesNotRead(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	d := desk{p, s.signIn(p.people[identity.SecurityOfficer], true), ""}
	body := d.brought("/certificaten/inlezen", "lijst.csv", "Leverancier;Norm;Scope;Zorg in scope;Instelling;Geldig tot;Prijs\n"+
		"Duinrand;NEN 7510;hosting;nee;Keurhuis;1-1-2029;100\nKompas;NEN 7510;planning;half;Keurhuis;1-1-2029;200\n", http.StatusOK)
	for _, want := range []string{"Kolommen die wij niet lezen", "‘Prijs’: deze kop kennen wij niet.", "Regel 3: Of de zorg in de scope valt, lezen wij niet uit ‘half’.", ">Nee<", ">Niet bekend<"} {
		if !strings.Contains(body, want) {
			t.Errorf("the preview misses %q", want)
		}
	}
	carried := html.UnescapeString(regexp.MustCompile(`name="carried" value="([^"]*)"`).FindStringSubmatch(body)[1])
	if a := s.ask(http.MethodPost, "/o/"+string(p.id)+"/certificaten/inlezen/opslaan", d.secret, url.Values{"carried": {carried}}.Encode()); a.Code != http.StatusSeeOther {
		t.Fatalf("storing = %d: %s", a.Code, a.Body)
	}
	all, err := p.Certified.List(p.ctx(), p.by(identity.Reader))
	p.must(err)
	reach := map[string]certification.Reach{}
	for _, c := range all {
		reach[c.Supplier] = c.Reach
	}
	if reach["Duinrand"] != certification.WithoutCare || reach["Kompas"] != certification.ReachUnknown {
		t.Errorf("the register has %v", reach)
	}
}
