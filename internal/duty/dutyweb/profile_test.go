package dutyweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
)

const profile = "/o/org_a/profiel"

// set returns the form with one answer changed.
func set(form url.Values, name string, values ...string) url.Values {
	changed := url.Values{}
	for k, v := range form {
		changed[k] = v
	}
	changed[name] = values
	return changed
}

func TestAChangeIsShownBeforeItIsStored(t *testing.T) {
	s := newSite(t, laws(), small())
	form := formIn(s.get(profile, http.StatusOK))
	form = set(set(form, "staff", "50"), "fte", "50")

	preview := s.post(profile, set(form, "stap", "bekijk"), http.StatusOK)
	want(t, preview, "Wat er verandert als u dit opslaat", "Medewerkers", "48", "50",
		"Fietswet", "Was", "Geldt niet", "Voetganger", "Wordt", "Geldt", "Wagenpark", "Sinds 15 augustus 2026",
		"50 of meer medewerkers: bij u 50 fte en 50 mensen → ja", "Dit komt erbij", "Koop een bel.", "Opslaan")
	if got := s.stored(); got.Version != 1 || *got.Profile.Staff != 48 {
		t.Fatalf("the preview stored %+v", got)
	}

	to := s.post(profile, set(formIn(preview), "stap", "opslaan"), http.StatusSeeOther)
	if to != "/o/org_a/wat-geldt" {
		t.Errorf("after saving one goes to %s, want the duties", to)
	}
	wanted := small()
	wanted.Staff, wanted.FTE = ptr(50), ptr(50.0)
	if diff := cmp.Diff(org.Organisation{ID: "org_a", Name: "Thuiszorg De Linde", Version: 2, Profile: wanted}, s.stored()); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
	want(t, s.get(profile, http.StatusOK), "Geschiedenis", "Profiel gewijzigd", "Medewerkers: 48 → 50", "Marieke de Vries, vandaag 12.00 uur", "Organisatie aangemaakt", "Operator")
}

func TestEveryAnswerTravelsThroughThePreview(t *testing.T) {
	s := newSite(t, laws(), org.Profile{})
	form := url.Values{
		"version": {"1"}, "name": {"De \"Linde\" & co <b>"}, "sectors": {"ghz", "vvt"}, "fte": {"1032,75"}, "staff": {"1.250"}, "turnover": {"€ 48.000.000"}, "balance": {"0"}, "clients": {"3 100"},
		"in_group": {"yes"}, "group_staff": {"2000"}, "group_turnover": {"100000000"}, "group_balance": {""},
		"develops_software": {"no"}, "uses_ai": {"yes"}, "medical_devices": {"yes"}, "exchanges": {"no"}, "self_hosted": {"no"}, "cloud": {"yes"}, "designated": {""}, "critical": {"no"},
	}
	sent := formIn(s.post(profile, form, http.StatusOK))
	for name, values := range sent {
		for i := range values {
			values[i] = strings.NewReplacer("&#34;", `"`, "&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(values[i])
		}
		sent[name] = values
	}
	s.post(profile, set(sent, "stap", "opslaan"), http.StatusSeeOther)
	wanted := org.Organisation{ID: "org_a", Name: `De "Linde" & co <b>`, Version: 2, Profile: org.Profile{
		Sectors: []org.Sector{org.VVT, org.GHZ}, FTE: ptr(1032.75), Staff: ptr(1250), Turnover: ptr(int64(48_000_000)), Balance: ptr(int64(0)), Clients: ptr(3100),
		InGroup: org.Yes, GroupStaff: ptr(2000), GroupTurnover: ptr(int64(100_000_000)),
		DevelopsSoftware: org.No, UsesAI: org.Yes, MedicalDevices: org.Yes, Exchanges: org.No, SelfHosted: org.No, Cloud: org.Yes, Critical: org.No,
	}}
	if diff := cmp.Diff(wanted, s.stored()); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
	// And what is stored comes back in the form so that sending it again changes nothing.
	for _, path := range []string{profile, "/en" + profile} {
		again := formIn(s.get(path, http.StatusOK))
		again.Set("name", `De "Linde" & co <b>`)
		want(t, s.post(path, again, http.StatusOK), map[bool]string{true: "Your answers are the same", false: "Uw antwoorden zijn dezelfde"}[strings.HasPrefix(path, "/en")])
	}
}

func TestFteAreReadAsPeopleWriteThem(t *testing.T) {
	for typed, shown := range map[string]string{"32,5": "32,5", "32.5": "32,5", "0": "0", "1.250": "1.250", "1.032,75": "1.032,75", "1250": "1.250"} {
		s := newSite(t, laws(), small())
		form := formIn(s.get(profile, http.StatusOK))
		s.post(profile, set(set(form, "fte", typed), "stap", "opslaan"), http.StatusSeeOther)
		s.by.Role = identity.Reader
		want(t, s.get(profile, http.StatusOK), "Fte "+shown+" ")
	}
}

func TestAChangeWithoutConsequencesStillAsksToSave(t *testing.T) {
	s := newSite(t, laws(), small())
	preview := s.post(profile, set(formIn(s.get(profile, http.StatusOK)), "clients", "310"), http.StatusOK)
	want(t, preview, "Cliënten per jaar", "niet ingevuld", "310", "Daarin verandert niets", "Opslaan")
}

func TestAnAnswerTakenBackLetsNobodyOff(t *testing.T) {
	s := newSite(t, laws(), fleet())
	form := formIn(s.get(profile, http.StatusOK))
	want(t, s.post(profile, set(set(set(form, "staff", ""), "fte", "40"), "turnover", ""), http.StatusOK),
		"Fietswet", "Wordt", "Kunnen wij nog niet zeggen", "Wagenpark of Voetganger", "Of dit dan nog moet, is niet zeker", "Koop een bel.")
	want(t, s.post(profile, set(set(form, "staff", "49"), "fte", "49"), http.StatusOK), "Fietswet", "Voetganger", "Dit hoeft dan niet meer", "Koop een bel.")
}

func TestBackFromThePreviewKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t, laws(), small())
	form := set(formIn(s.get(profile, http.StatusOK)), "staff", "50")
	back := formIn(s.post(profile, set(form, "stap", "wijzig"), http.StatusOK))
	form.Del("once") // each page has a number of its own
	back.Del("once")
	if diff := cmp.Diff(form, back); diff != "" {
		t.Errorf("the form after going back (-want +got):\n%s", diff)
	}
	if s.stored().Version != 1 {
		t.Error("going back stored something")
	}
}

func TestWhatIsRefusedComesBackAsTyped(t *testing.T) {
	for _, tt := range []struct {
		name, field, value string
		says               string
	}{
		{"no name", "name", "  ", "Vul de naam van uw organisatie in."},
		{"a name of 10,000 characters", "name", strings.Repeat("a", 10_000), "Gebruik hoogstens 120 tekens; het zijn er nu 10000."},
		{"a NUL", "name", "De\x00Linde", "tekens in die niemand kan lezen"},
		{"broken UTF-8", "name", "De \xff Linde", "tekens in die niemand kan lezen"},
		{"markup is text", "staff", "<script>alert(1)</script>", "Vul een heel getal in, zoals 1250."},
		{"an unknown sector", "sectors", "bakery", "Deze soort zorg kennen wij niet. Kies uit de lijst."},
		{"negative fte", "fte", "-1", "Vul een aantal fte in van 0 tot en met 100.000."},
		{"fte in words", "fte", "dertig", "Vul een getal in, zoals 32,5."},
		{"fte that is no number", "fte", "NaN", "Vul een getal in, zoals 32,5."},
		{"endless fte", "fte", "1e999", "Vul een getal in, zoals 32,5."},
		{"half a person", "staff", "12,5", "Vul een heel getal in, zoals 1250."},
		{"more staff than a computer counts", "staff", "99999999999999999999", "Vul een heel getal in, zoals 1250."},
		{"negative turnover", "turnover", "-5", "Vul een heel getal in van 0 tot en met 100.000.000.000."},
		{"an answer that is none", "uses_ai", "perhaps", "Kies ja, nee of weet ik niet."},
		{"a group that is none", "in_group", "perhaps", "Kies ja, nee of weet ik niet."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, step := range []string{"bekijk", "opslaan"} {
				s := newSite(t, laws(), small())
				form := set(formIn(s.get(profile, http.StatusOK)), tt.field, tt.value)
				page := s.post(profile, set(form, "stap", step), http.StatusUnprocessableEntity)
				want(t, page, "Pas 1 antwoord aan", "nog niets opgeslagen", tt.says, tt.says)
				if strings.Contains(page, "\x00") || !utf8.ValidString(page) {
					t.Error("the page holds bytes that nobody can read")
				}
				if back := formIn(page); back.Get("staff") == "" && tt.field != "staff" || back.Get("turnover") == "" {
					t.Errorf("what was typed beside it is gone: %v", back)
				}
				if s.stored().Version != 1 {
					t.Error("something was stored")
				}
			}
		})
	}
}

func TestAllComplaintsComeAtOnceInTheOrderOfTheForm(t *testing.T) {
	s := newSite(t, laws(), small())
	page := s.post(profile, url.Values{"version": {"1"}, "fte": {"-1"}, "staff": {"veel"}, "balance": {"-1"}, "critical": {"x"}}, http.StatusUnprocessableEntity)
	want(t, page, "Pas 6 antwoorden aan", "Vul de naam", "Kies ten minste één", "Vul een aantal fte", "zoals 1250", "Vul een heel getal in van 0", "Kies ja, nee")
	if !strings.Contains(page, `value="veel"`) || !strings.Contains(page, "<title>Fout: ") {
		t.Error("the form lost what was typed, or its title does not say that something is wrong")
	}
}

func TestAStaleFormShowsWhatIsThereNow(t *testing.T) {
	s := newSite(t, laws(), small())
	mine := set(formIn(s.get(profile, http.StatusOK)), "staff", "50")
	theirs := s.stored()
	theirs.Profile.FTE = ptr(40.0)
	if _, err := s.service.Describe(t.Context(), s.by, theirs); err != nil {
		t.Fatal(err)
	}
	for _, step := range []string{"bekijk", "opslaan"} {
		page := s.post(profile, set(mine, "stap", step), http.StatusConflict)
		want(t, page, "Iemand anders heeft dit intussen gewijzigd.", "niet opgeslagen", "Staat er nu", "Typte u", "Fte", "40", "32,5", "Medewerkers", "48", "50")
		if form := formIn(page); form.Get("version") != "2" || form.Get("staff") != "50" {
			t.Errorf("the form goes on from version %s with staff %s, want 2 and 50 as typed", form.Get("version"), form.Get("staff"))
		}
	}
	for _, version := range []string{"", "x", "-1", "99999999999999999999"} {
		s.post(profile, set(mine, "version", version), http.StatusConflict)
	}
	if s.stored().Version != 2 {
		t.Error("a stale form was stored")
	}
	s.post(profile, set(set(mine, "version", "2"), "stap", "opslaan"), http.StatusSeeOther)
	s.post(profile, set(set(mine, "version", "2"), "stap", "opslaan"), http.StatusSeeOther) // the same form twice is no trouble
	if got := s.stored(); got.Version != 3 || *got.Profile.Staff != 50 {
		t.Errorf("stored %+v, want version 3 with 50 staff", got)
	}
}

func TestThoseWhoMayNotChangeTheProfileReadIt(t *testing.T) {
	s := newSite(t, laws(), small())
	s.by.Role = identity.Reader
	page := s.get(profile, http.StatusOK)
	want(t, page, "U mag dit bekijken, niet wijzigen.", "Naam", "Thuiszorg De Linde", "Fte", "32,5", "Omzet per jaar", "€ 2.400.000", "Gebruikt AI", "niet ingevuld")
	lacks(t, page, "Geschiedenis", "Bekijk wat er verandert")
	s.post(profile, url.Values{}, http.StatusForbidden)
}
