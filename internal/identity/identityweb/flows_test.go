package identityweb_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
)

var (
	adminOfA  = map[org.ID]identity.Role{"org_a": identity.Administrator}
	readerOfA = map[org.ID]identity.Role{"org_a": identity.Reader}
)

// TestAnInvitedPersonGetsIn: from the invitation to a place at work.
func TestAnInvitedPersonGetsIn(t *testing.T) {
	s := newSite(t)
	admin := s.browser().demo(s.person("Marieke", adminOfA))
	refused := admin.post("/o/org_a/mensen", http.StatusUnprocessableEntity, "name", "", "email", "sam", "role", "owner")
	refused.has(t, "Pas 3 antwoorden aan")
	made := admin.post("/o/org_a/mensen", http.StatusOK, "name", "Sam de Wit", "email", " Sam@Zorg.example", "role", "contributor")
	link := linkText.FindString(made.Body)
	admin.get("/o/org_a/mensen", http.StatusOK).has(t, "Uitnodiging voor Sam de Wit", "sam@zorg.example")

	sam := s.browser()
	sam.get(link, http.StatusOK).has(t, "Doe mee met Zorg org_a", "Marieke nodigt u uit", "Medewerker die meewerkt")
	sam.post(link, http.StatusUnprocessableEntity, "name", "Sam", "password", "te kort").has(t, "Gebruik minstens 15 tekens")
	sam.post(link, http.StatusUnprocessableEntity, "name", "Sam Vogelaar", "password", "een vogelaar in de tuin").has(t, "Hier staat ‘vogelaar’ in")
	sam.post(link, http.StatusUnprocessableEntity, "name", "Sam", "password", "dit is zorg org_a dus").has(t, "Hier staat ‘zorgorga’ in")
	sam.post(link, http.StatusSeeOther, "name", "Sam de Wit", "password", "een hele zin om te onthouden")
	step := sam.get(link+"/tweede-stap", http.StatusOK)
	if png := sam.get(link+"/code.png", http.StatusOK); png.Header.Get("Content-Type") != "image/png" || !strings.HasPrefix(png.Body, "\x89PNG") {
		t.Errorf("square code is a %s", png.Header.Get("Content-Type"))
	}
	s.browser().get(link+"/tweede-stap", http.StatusConflict) // the link alone does not show the key
	a := account{secret: keyText.FindStringSubmatch(step.Body)[1], password: "een hele zin om te onthouden"}
	a.person.Email = "sam@zorg.example"
	sam.post(link+"/tweede-stap", http.StatusUnprocessableEntity, "code", "000000").has(t, "Deze code klopt niet")
	done := sam.post(link+"/tweede-stap", http.StatusOK, "code", a.code(s))
	if codes := codeText.FindAllString(done.Body, -1); len(codes) != identity.RecoveryCodes {
		t.Errorf("%d recovery codes shown, want %d", len(codes), identity.RecoveryCodes)
	}

	sam.get("/o/org_a/doe/answer", http.StatusOK).has(t, "done by Sam de Wit")
	sam.get("/o/org_a/doe/manage-people", http.StatusForbidden)
	sam.get(link, http.StatusNotFound).has(t, "Deze link werkt niet of niet meer")
	want := []string{"identity.joined", "identity.invited", "identity.joined"}
	if diff := cmp.Diff(want, s.actions("org_a")); diff != "" {
		t.Errorf("journal (-want +got):\n%s", diff)
	}

	s.now = s.now.Add(time.Minute)
	again := s.browser().signIn(a)
	again.get("/mijn", http.StatusOK).has(t, "Sam de Wit", "Firefox, Linux", "Dit apparaat", "nog 10 codes")
}

// TestAnInvitationToAnAccountIsAcceptedByItsOwner and by nobody else.
func TestAnInvitationToAnAccountIsAcceptedByItsOwner(t *testing.T) {
	s := newSite(t)
	admin := s.person("Marieke", adminOfA)
	sam := s.person("Sam", map[org.ID]identity.Role{"org_b": identity.Reader})
	secret, err := s.service.Invite(t.Context(), s.actor(admin, "org_a"), "Sam", sam.Email, identity.Reader)
	s.must(err)
	link := "/uitnodiging/" + secret

	stranger := s.browser()
	stranger.get(link, http.StatusOK).has(t, "U hebt al een account")
	stranger.post(link, http.StatusConflict, "name", "Sam", "password", "een hele zin om te onthouden").has(t, "Dit e-mailadres heeft al een account")
	stranger.post(link+"/aannemen", http.StatusUnauthorized)
	s.browser().demo(admin).post(link+"/aannemen", http.StatusForbidden).has(t, "voor iemand anders")

	b := s.browser().demo(sam)
	b.get("/o/org_a/doe/read", http.StatusNotFound)
	b.get(link, http.StatusOK).has(t, "Neem de uitnodiging aan")
	b.get("/o/org_a/doe/read", http.StatusNotFound) // looking accepts nothing
	if p := b.post(link+"/aannemen", http.StatusSeeOther); p.To != "/o/org_a" {
		t.Errorf("accepting leads to %s", p.To)
	}
	b.get("/o/org_a/doe/read", http.StatusOK)
	b.post(link+"/aannemen", http.StatusNotFound)
	b.get("/organisaties", http.StatusOK).has(t, "Zorg org_a", "Zorg org_b", "Lezer")
}

func TestInvitationsEnd(t *testing.T) {
	s := newSite(t)
	admin := s.actor(s.person("Marieke", adminOfA), "org_a")
	invite := func(email string) string {
		secret, err := s.service.Invite(t.Context(), admin, "Sam", email, identity.Reader)
		s.must(err)
		return "/uitnodiging/" + secret
	}
	b := s.browser()
	first, second := invite("sam@zorg.example"), invite("sam@zorg.example")
	b.get(first, http.StatusNotFound)
	b.get(second, http.StatusOK)
	links, err := s.service.OpenLinks(t.Context(), admin)
	s.must(err)
	if len(links) != 1 {
		t.Fatalf("%d links are open, want 1", len(links))
	}
	s.must(s.service.WithdrawLink(t.Context(), admin, links[0].ID))
	b.get(second, http.StatusNotFound)
	third := invite("sam@zorg.example")
	s.now = s.now.Add(7*24*time.Hour - time.Second)
	b.get(third, http.StatusOK)
	s.now = s.now.Add(time.Second)
	b.get(third, http.StatusNotFound)
	if _, err := s.service.Invite(t.Context(), admin, "Marieke", "marieke@zorg.example", identity.Reader); fault.KindOf(err) != fault.Invalid {
		t.Errorf("invitation of a member: %v, want Invalid", err)
	}
}

// TestACodeSignsInOnce: not again, also not the one before it.
func TestACodeSignsInOnce(t *testing.T) {
	s := newSite(t)
	a := s.enrol(s.person("Marieke", adminOfA))
	before := a.code(s)
	s.now = s.now.Add(30 * time.Second)
	used := a.code(s)
	for _, tt := range []struct {
		name, code string
		want       int
	}{
		{"the present code", used, http.StatusSeeOther},
		{"the same again", used, http.StatusUnprocessableEntity},
		{"the one before it", before, http.StatusUnprocessableEntity},
		{"a recovery code", strings.ToUpper(a.codes[3]), http.StatusSeeOther},
		{"the same again", a.codes[3], http.StatusUnprocessableEntity},
		{"another recovery code", strings.ReplaceAll(a.codes[4], "-", " "), http.StatusSeeOther},
		{"nothing", "", http.StatusUnprocessableEntity},
	} {
		b := s.browser()
		b.post("/inloggen", http.StatusSeeOther, "email", a.person.Email, "password", a.password)
		b.get("/inloggen/tweede-stap", http.StatusOK)
		t.Log(tt.name)
		b.post("/inloggen/tweede-stap", tt.want, "code", tt.code)
		s.now = s.now.Add(time.Second)
	}
}

// TestThePasswordAloneOpensNothing, and the second step alone neither.
func TestThePasswordAloneOpensNothing(t *testing.T) {
	s := newSite(t)
	a := s.enrol(s.person("Marieke", adminOfA))
	b := s.browser()
	b.get("/inloggen/tweede-stap", http.StatusConflict).has(t, "De eerste stap is te lang geleden")
	b.post("/inloggen", http.StatusSeeOther, "email", a.person.Email, "password", a.password)
	if b.cookie("zitting") != "" {
		t.Error("a password gave a session")
	}
	b.plant("zitting", b.cookie("stap")) // the half-way secret is no session
	b.post("/mijn", http.StatusUnauthorized, "name", "x")
	s.now = s.now.Add(15 * time.Minute)
	b.post("/inloggen/tweede-stap", http.StatusConflict, "code", a.code(s))
}

var onceNumber = regexp.MustCompile(`name="once" value="[A-Z2-7]*"`)

// unnumbered is a page without the number that each sending of a form has of its own.
func unnumbered(body string) string { return onceNumber.ReplaceAllString(body, `name="once"`) }

// TestUnknownAddressesAnswerLikeWrongPasswords, also when they are slowed down.
func TestUnknownAddressesAnswerLikeWrongPasswords(t *testing.T) {
	s := newSite(t)
	a := s.enrol(s.person("Marieke", adminOfA))
	b := s.browser()
	for i := range 7 {
		known := b.post("/inloggen", http.StatusUnprocessableEntity, "email", a.person.Email, "password", "geen idee wat het was")
		unknown := b.post("/inloggen", http.StatusUnprocessableEntity, "email", "nobody@zorg.example", "password", "geen idee wat het was")
		got, want := unnumbered(strings.ReplaceAll(unknown.Body, "nobody@zorg.example", a.person.Email)), unnumbered(known.Body)
		if got != want {
			t.Errorf("attempt %d: pages differ:\n%s", i+1, cmp.Diff(want, got))
		}
		if i == 6 {
			known.has(t, "te vaak geprobeerd", "Wacht 1 minuut")
		}
	}
	right := []string{"email", a.person.Email, "password", a.password}
	b.post("/inloggen", http.StatusUnprocessableEntity, right...)
	s.now = s.now.Add(time.Minute)
	b.post("/inloggen", http.StatusSeeOther, right...)
}

// TestARightPasswordBuysNoGuessesAtTheCode: the count of the second step goes on.
func TestARightPasswordBuysNoGuessesAtTheCode(t *testing.T) {
	s := newSite(t)
	a := s.enrol(s.person("Marieke", adminOfA))
	tried := 0
	for range 20 {
		b := s.browser()
		b.post("/inloggen", http.StatusSeeOther, "email", a.person.Email, "password", a.password)
		if p := b.post("/inloggen/tweede-stap", http.StatusUnprocessableEntity, "code", "000000"); !strings.Contains(p.Body, "te vaak") {
			tried++
		}
	}
	if tried != 5 {
		t.Errorf("%d codes were tried in a moment, want 5", tried)
	}
	b := s.browser()
	b.post("/inloggen", http.StatusSeeOther, "email", a.person.Email, "password", a.password)
	b.post("/inloggen/tweede-stap", http.StatusUnprocessableEntity, "code", a.code(s)).has(t, "te vaak geprobeerd")
	s.now = s.now.Add(time.Minute)
	b.post("/inloggen/tweede-stap", http.StatusSeeOther, "code", a.code(s))
}

// TestSignInAlwaysGivesAFreshSecret: one that was planted is worth nothing, and
// the session that the browser had is over.
func TestSignInAlwaysGivesAFreshSecret(t *testing.T) {
	s := newSite(t)
	a := s.enrol(s.person("Marieke", adminOfA))
	b := s.browser()
	b.plant("zitting", "planted-by-an-attacker")
	b.signIn(a)
	first := b.cookie("zitting")
	if first == "planted-by-an-attacker" || len(first) != 43 {
		t.Fatalf("session secret after sign-in is %q", first)
	}
	b.signIn(a)
	if b.cookie("zitting") == first {
		t.Error("signing in again kept the secret")
	}
	thief := s.browser()
	for _, secret := range []string{"planted-by-an-attacker", first} {
		thief.plant("zitting", secret)
		thief.get("/o/org_a/doe/read", http.StatusSeeOther)
	}
	b.get("/o/org_a/doe/read", http.StatusOK)
}

func TestSessionsEndAtTheNextRequest(t *testing.T) {
	s := newSite(t)
	a := s.enrol(s.person("Marieke", adminOfA))
	one, two, three := s.browser().signIn(a), s.browser().signIn(a), s.browser().signIn(a)

	two.post("/uitloggen", http.StatusSeeOther)
	thief := s.browser()
	thief.plant("zitting", two.cookie("zitting"))
	if p := thief.get("/mijn", http.StatusSeeOther); p.To != "/inloggen?naar=%2Fmijn" {
		t.Errorf("without a session /mijn leads to %s", p.To)
	}
	one.post("/mijn/sessies/andere/einde", http.StatusSeeOther)
	three.get("/mijn", http.StatusSeeOther)
	one.get("/mijn", http.StatusOK)

	s.now = s.now.Add(55 * time.Minute)
	one.get("/mijn", http.StatusOK)
	s.now = s.now.Add(55 * time.Minute)
	one.get("/mijn", http.StatusOK) // each use begins the hour again
	s.now = s.now.Add(time.Hour)
	one.get("/mijn", http.StatusSeeOther)

	busy := s.browser().signIn(a)
	for range 23 {
		s.now = s.now.Add(30 * time.Minute)
		busy.get("/mijn", http.StatusOK)
	}
	s.now = s.now.Add(30 * time.Minute)
	busy.get("/mijn", http.StatusSeeOther)
}

// TestRolesCountAtTheNextRequest: a demoted or removed person has nothing left
// in the session that is open.
func TestRolesCountAtTheNextRequest(t *testing.T) {
	s := newSite(t)
	marieke, sam := s.person("Marieke", adminOfA), s.person("Sam", map[org.ID]identity.Role{"org_a": identity.Contributor, "org_b": identity.Reader})
	admin, b := s.browser().demo(marieke), s.browser().demo(sam)
	path := "/o/org_a/mensen/" + string(sam.ID)
	b.get("/o/org_a/doe/answer", http.StatusOK)
	b.post(path+"/rol", http.StatusForbidden, "new-role", "administrator")
	admin.post(path+"/rol", http.StatusSeeOther, "new-role", "reader")
	b.get("/o/org_a/doe/answer", http.StatusForbidden).has(t, "Uw rol (Lezer) mag dit niet")
	b.get("/o/org_a/doe/read", http.StatusOK)
	admin.post(path+"/einde", http.StatusSeeOther)
	b.get("/o/org_a/doe/read", http.StatusNotFound)
	b.get("/o/org_b/doe/read", http.StatusOK)
	admin.post(path+"/einde", http.StatusNotFound)
	admin.post(path+"/rol", http.StatusUnprocessableEntity, "new-role", "owner")

	own := "/o/org_a/mensen/" + string(marieke.ID)
	admin.post(own+"/rol", http.StatusConflict, "new-role", "reader").has(t, "laatste beheerder")
	admin.post(own+"/einde", http.StatusConflict).has(t, "laatste beheerder")
	want := []string{"identity.joined", "identity.joined", "identity.role-changed", "identity.access-ended"}
	if diff := cmp.Diff(want, s.actions("org_a")); diff != "" {
		t.Errorf("journal (-want +got):\n%s", diff)
	}
}

// TestADemoLinkWorksOnceAndByTheButton.
func TestADemoLinkWorksOnceAndByTheButton(t *testing.T) {
	s := newSite(t)
	p := s.person("Marieke", adminOfA)
	secret, err := s.console.DemoLink(t.Context(), p)
	s.must(err)
	b := s.browser()
	for range 3 {
		b.get("/link/"+secret, http.StatusOK).has(t, "Inloggen als Marieke")
	}
	b.get("/mijn", http.StatusSeeOther)
	if p := b.post("/link/"+secret, http.StatusSeeOther); p.To != "/o/org_a" {
		t.Errorf("a demo link leads to %s", p.To)
	}
	b.get("/mijn", http.StatusOK).has(t, "U bent ingelogd met een demolink")
	s.browser().post("/link/"+secret, http.StatusNotFound)
	s.browser().get("/link/"+secret, http.StatusNotFound)
	s.browser().get("/uitnodiging/"+secret, http.StatusNotFound)
	for _, path := range []string{"/mijn/wachtwoord", "/mijn/tweede-stap/begin", "/mijn/herstelcodes", "/mijn/sleutels/begin", "/mijn/sleutels", "/mijn/sleutels/AA/weg"} {
		b.post(path, http.StatusForbidden, "password", "een hele zin om te onthouden")
	}
}

// TestAccountsChangeSoonAfterSigningInOnly and everybody's journal says so.
func TestAccountsChangeSoonAfterSigningInOnly(t *testing.T) {
	s := newSite(t)
	a := s.enrol(s.person("Marieke", map[org.ID]identity.Role{"org_a": identity.Reader, "org_b": identity.Reader}))
	b, other := s.browser().signIn(a), s.browser().signIn(a)
	b.post("/mijn/wachtwoord", http.StatusUnprocessableEntity, "password", "kort").has(t, "minstens 15 tekens")
	b.post("/mijn/wachtwoord", http.StatusUnprocessableEntity, "password", "dit is zorg org_b dus").has(t, "Hier staat ‘zorgorgb’ in")
	b.post("/mijn/wachtwoord", http.StatusUnprocessableEntity, "password", "Welkom2026Welkom2026").has(t, "heel veel mensen kiezen")
	b.post("/mijn/wachtwoord", http.StatusSeeOther, "password", "een heel ander wachtwoord")
	other.get("/mijn", http.StatusSeeOther)
	s.browser().post("/inloggen", http.StatusUnprocessableEntity, "email", a.person.Email, "password", a.password)
	a.password = "een heel ander wachtwoord"

	b.post("/mijn/tweede-stap/begin", http.StatusSeeOther)
	step := b.get("/mijn/tweede-stap", http.StatusOK)
	b.get("/mijn/tweede-stap/code.png", http.StatusOK)
	old := a.secret
	a.secret = keyText.FindStringSubmatch(step.Body)[1]
	b.post("/mijn/tweede-stap", http.StatusUnprocessableEntity, "code", account{secret: old}.code(s))
	b.post("/mijn/tweede-stap", http.StatusSeeOther, "code", a.code(s))
	s.now = s.now.Add(time.Minute)

	codes := codeText.FindAllString(b.post("/mijn/herstelcodes", http.StatusOK).Body, -1)
	if len(codes) != identity.RecoveryCodes || codes[0] == a.codes[0] {
		t.Errorf("new recovery codes: %v", codes)
	}
	p := b.post("/mijn", http.StatusSeeOther, "name", "Marieke de Vries", "lang", "en")
	if p.To != "/en/mijn" {
		t.Errorf("after choosing English one goes to %s", p.To)
	}
	b.get("/en/mijn", http.StatusOK).has(t, "Marieke de Vries", "Your details were stored.")
	s.browser().signIn(a)

	s.now = s.now.Add(15 * time.Minute)
	b.get("/mijn", http.StatusOK).has(t, "Log dan eerst opnieuw in")
	b.post("/mijn/wachtwoord", http.StatusForbidden, "password", "nog een ander wachtwoord")
	want := []string{"identity.joined", "identity.sign-in-reset", "identity.password-changed", "identity.second-step-changed", "identity.recovery-codes-made", "identity.person-changed"}
	for _, id := range []org.ID{"org_a", "org_b"} {
		if diff := cmp.Diff(want, s.actions(id)); diff != "" {
			t.Errorf("journal of %s (-want +got):\n%s", id, diff)
		}
	}
}

// TestARecoveryLinkEndsWhatWas: the one who lost a phone may have lost it to somebody.
func TestARecoveryLinkEndsWhatWas(t *testing.T) {
	s := newSite(t)
	p := s.person("Marieke", adminOfA)
	a := s.enrol(p)
	b := s.browser().signIn(a)
	fresh := s.enrol(p)
	b.get("/mijn", http.StatusSeeOther)
	c := s.browser()
	c.post("/inloggen", http.StatusSeeOther, "email", a.person.Email, "password", a.password) // she chose the same one
	c.post("/inloggen/tweede-stap", http.StatusUnprocessableEntity, "code", a.code(s))
	c.post("/inloggen/tweede-stap", http.StatusUnprocessableEntity, "code", a.codes[0])
	c.post("/inloggen/tweede-stap", http.StatusSeeOther, "code", fresh.codes[0])
}

// TestALinkForOneQuestionIsNoMoreThanThat.
func TestALinkForOneQuestionIsNoMoreThanThat(t *testing.T) {
	s := newSite(t)
	sam, reader := s.actor(s.person("Sam", map[org.ID]identity.Role{"org_a": identity.Contributor}), "org_a"), s.actor(s.person("Rob", readerOfA), "org_a")
	if _, err := s.service.MakeAskLink(t.Context(), reader, ref.Ref{Kind: "requirement", ID: "x/8.5"}, "Joke"); fault.KindOf(err) != fault.Denied {
		t.Errorf("a reader asked: %v", err)
	}
	if _, err := s.service.MakeAskLink(t.Context(), sam, ref.Ref{}, " "); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a question about nothing to nobody: %v", err)
	}
	secret, err := s.service.MakeAskLink(t.Context(), sam, ref.Ref{Kind: "requirement", ID: "x/8.5"}, "Joke")
	s.must(err)
	joke, err := s.service.OpenLink(t.Context(), secret)
	s.must(err)
	if joke.Org != "org_a" || joke.About != "x/8.5" || joke.Name != "Joke" || !identity.May(joke, identity.AnswerAsked) || identity.May(joke, identity.Read) {
		t.Errorf("OpenLink = %+v", joke)
	}
	b := s.browser()
	b.plant("zitting", secret)
	b.get("/o/org_a/doe/read", http.StatusSeeOther)
	b.get("/uitnodiging/"+secret, http.StatusNotFound)
	b.get("/link/"+secret, http.StatusNotFound)
	s.browser().demo(identity.Person{ID: reader.Person}).get("/o/org_a/wie-ziet-dit", http.StatusOK).has(t, "Joke", "Maatregel x/8.5", "Kreeg een link van Sam")
	want := []string{"identity.joined", "identity.joined", "identity.asked"}
	if diff := cmp.Diff(want, s.actions("org_a")); diff != "" {
		t.Errorf("journal (-want +got):\n%s", diff)
	}
}
