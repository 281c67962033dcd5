package duty_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/rule"
)

// bike is an imaginary law with every feature: two ways to one verdict, one that
// is about what others sell, and consequences of some verdicts only.
const bike = `
id: bike
order: 1
title: {nl: Fietswet, en: Bicycle Act}
in_force: 2026-08-15
citation: {act: Fietswet}
verdicts:
  - {verdict: fleet, outcome: applies, title: {nl: Wagenpark, en: Fleet}, when: org.size_staff >= 50, article: "art. 1"}
  - {verdict: fleet, outcome: applies, title: {nl: Wagenpark, en: Fleet}, when: org.designated_essential, article: "art. 2"}
  - {verdict: rider, outcome: applies, title: {nl: Fietser, en: Rider}, when: sector(vvt), from: 2029-01-01}
  - {verdict: renter, outcome: indirect, title: {nl: Huurder, en: Renter}, when: org.cloud}
  - {verdict: walker, outcome: none, title: {nl: Voetganger, en: Walker}}
then:
  - {id: bell, nl: Koop een bel, en: Buy a bell}
  - {id: shed, nl: Bouw een stalling, en: Build a shed, for: [fleet]}
  - {id: helmet, nl: Draag een helm, en: Wear a helmet, for: [fleet, rider], from: 2027-03-01}
`

// boat is a law of which nobody knows the date.
const boat = `
id: boat
order: 2
title: {nl: Bootwet, en: Boat Act}
citation: {act: Bootwet}
verdicts:
  - {verdict: applies, outcome: applies, title: {nl: Ja, en: "Yes"}}
unknown:
  - {nl: De datum is niet bekend, en: The date is not known}
`

const dates = `
dates:
  - {id: bell-day, day: 2026-11-22, kind: deadline, duty: bike}
  - {id: shed-day, day: 2027-03-31, precision: month, kind: start, duty: bike, verdicts: [fleet]}
  - {id: far, day: 2031-12-31, precision: year, kind: news}
  - {id: long-ago, day: 2020-05-01, kind: news}
  - {id: yesterday, day: 2026-11-21, kind: news, when: "!org.uses_ai"}
  - {id: some-day, kind: start, when: org.uses_ai}
`

func files(duties ...string) fstest.MapFS {
	all := fstest.MapFS{"calendar.yaml": {Data: []byte(dates)}}
	for _, text := range duties {
		id := strings.Fields(text)[1]
		all["duties/"+id+".yaml"] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

func load(t *testing.T) duty.Rules {
	t.Helper()
	r, err := duty.Load(files(boat, bike))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func ptr[T any](x T) *T { return &x }

// known is a profile that answers everything that the imaginary laws ask, all
// of it no.
func known() org.Profile {
	return org.Profile{Sectors: []org.Sector{org.GGZ}, Staff: ptr(10), InGroup: org.No, Designated: org.No, Cloud: org.No, UsesAI: org.No}
}

func with(change func(*org.Profile)) org.Profile {
	p := known()
	change(&p)
	return p
}

func TestTheFirstVerdictThatHoldsIsTheOne(t *testing.T) {
	for _, tt := range []struct {
		name    string
		profile org.Profile
		verdict string // "" when it cannot be said
		article string
		outcome duty.Outcome
		title   string
		missing string // fields
		looked  int
		then    string
	}{
		{"none", known(), "walker", "", duty.None, "Walker", "", 5, ""},
		{"the first", with(func(p *org.Profile) { p.Staff = ptr(50) }), "fleet", "art. 1", duty.Applies, "Fleet", "", 1, "bell shed helmet"},
		{"another way to the same", with(func(p *org.Profile) { p.Designated = org.Yes }), "fleet", "art. 2", duty.Applies, "Fleet", "", 2, "bell shed helmet"},
		{"a later one", with(func(p *org.Profile) { p.Sectors = []org.Sector{org.VVT} }), "rider", "", duty.Applies, "Rider", "", 3, "bell helmet"},
		{"only through suppliers", with(func(p *org.Profile) { p.Cloud = org.Yes }), "renter", "", duty.Indirect, "Renter", "", 4, "bell"},

		{"unknown, yet the same either way", with(func(p *org.Profile) { p.Staff, p.Designated = nil, org.Yes }), "fleet", "art. 2", duty.Applies, "Fleet", "", 2, "bell shed helmet"},
		{"unknown which, but it applies", with(func(p *org.Profile) { p.Staff, p.Sectors = nil, []org.Sector{org.VVT} }), "", "", duty.Applies, "Fleet or Rider", "staff", 3, "bell helmet"},
		{"unknown whether", with(func(p *org.Profile) { p.Designated = org.Unknown }), "", "", duty.Undecided, "Fleet or Walker", "designated", 5, ""},
		{"unknown how it touches", with(func(p *org.Profile) { p.Designated, p.Cloud = org.Unknown, org.Yes }), "", "", duty.Undecided, "Fleet or Renter", "designated", 4, "bell"},
		{"nothing known", org.Profile{}, "", "", duty.Undecided, "Fleet or Rider or Renter or Walker", "staff designated sectors cloud", 5, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			j := load(t).Judge(tt.profile, noon)[0]
			v, reached := j.Reached()
			if !reached {
				v = duty.Verdict{}
			}
			if v.ID != tt.verdict || v.Article != tt.article || j.Outcome != tt.outcome || j.Title().EN != tt.title {
				t.Errorf("verdict %q by %q, %q, %q; want %q by %q, %q, %q", v.ID, v.Article, j.Outcome, j.Title().EN, tt.verdict, tt.article, tt.outcome, tt.title)
			}
			if len(j.Looked) != tt.looked {
				t.Errorf("looked at %d verdicts, want %d", len(j.Looked), tt.looked)
			}
			if got := fields(j.Missing); got != tt.missing {
				t.Errorf("missing %q, want %q", got, tt.missing)
			}
			if got := ids(j.Then); got != tt.then {
				t.Errorf("then %q, want %q", got, tt.then)
			}
		})
	}
}

func fields(missing []rule.Tested) string {
	var names []string
	for _, m := range missing {
		names = append(names, m.Field)
	}
	return strings.Join(names, " ")
}

func ids(cs []duty.Consequence) string {
	var names []string
	for _, c := range cs {
		names = append(names, c.ID)
	}
	return strings.Join(names, " ")
}

func TestAVerdictBindsFromItsDay(t *testing.T) {
	amsterdam, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	fleet := with(func(p *org.Profile) { p.Staff = ptr(50) })
	rider := with(func(p *org.Profile) { p.Sectors = []org.Sector{org.VVT} })
	either := with(func(p *org.Profile) { p.Sectors, p.Staff = []org.Sector{org.VVT}, nil })
	for _, tt := range []struct {
		name    string
		profile org.Profile
		duty    int
		today   time.Time
		from    time.Time
		inForce bool
	}{
		{"the day before", fleet, 0, day(2026, 8, 14), day(2026, 8, 15), false},
		{"the day itself", fleet, 0, day(2026, 8, 15), day(2026, 8, 15), true},
		{"the first minute in Amsterdam", fleet, 0, time.Date(2026, 8, 15, 0, 1, 0, 0, amsterdam), day(2026, 8, 15), true},
		{"a verdict with its own day", rider, 0, day(2028, 12, 31), day(2029, 1, 1), false},
		{"two possible verdicts that differ", either, 0, day(2030, 1, 1), time.Time{}, false},
		{"a law without a date", fleet, 1, day(2030, 1, 1), time.Time{}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			j := load(t).Judge(tt.profile, tt.today)[tt.duty]
			if !j.From.Equal(tt.from) || j.InForce != tt.inForce {
				t.Errorf("from %v, in force %v; want %v, %v", j.From, j.InForce, tt.from, tt.inForce)
			}
		})
	}

	j := load(t).Judge(fleet, noon)[0]
	if got := j.StartsOn(j.Then[0]); !got.Equal(day(2026, 8, 15)) {
		t.Errorf("the bell starts on %v, want the day of the verdict", got)
	}
	if got := j.StartsOn(j.Then[2]); !got.Equal(day(2027, 3, 1)) {
		t.Errorf("the helmet starts on %v, want its own day", got)
	}
}

func TestCompareTellsWhatAProfileChanges(t *testing.T) {
	r := load(t)
	judge := func(p org.Profile) []duty.Judgement { return r.Judge(p, noon) }
	fleet := with(func(p *org.Profile) { p.Staff = ptr(50) })
	rider := with(func(p *org.Profile) { p.Sectors = []org.Sector{org.VVT} })
	for _, tt := range []struct {
		name          string
		before, after []duty.Judgement
		want          []string // duty: starts / ends
	}{
		{"nothing", judge(known()), judge(known()), nil},
		{"another number, the same verdict", judge(known()), judge(with(func(p *org.Profile) { p.Staff = ptr(12) })), nil},
		{"it comes to apply", judge(known()), judge(fleet), []string{"bike: bell shed helmet / "}},
		{"it applies otherwise", judge(fleet), judge(rider), []string{"bike:  / shed"}},
		{"it no longer applies", judge(rider), judge(known()), []string{"bike:  / bell helmet"}},
		{"the last answer settles it", judge(with(func(p *org.Profile) { p.Designated = org.Unknown })), judge(known()), []string{"bike:  / "}},
		{"another answer that is missing", judge(with(func(p *org.Profile) { p.Designated = org.Unknown })), judge(with(func(p *org.Profile) { p.Staff = nil })), nil},
		{"a law is new", judge(rider)[1:], judge(rider), []string{"bike: bell helmet / "}},
		{"a law is gone", judge(rider), judge(rider)[1:], []string{"bike:  / bell helmet"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, c := range duty.Compare(tt.before, tt.after) {
				got = append(got, c.Duty.ID+": "+ids(c.Starts)+" / "+ids(c.Ends))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Compare (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheCalendarHoldsWhatConcernsTheOrganisation(t *testing.T) {
	for _, tt := range []struct {
		name                  string
		profile               org.Profile
		coming, past, undated string
	}{
		{"nothing of the law", known(), "far", "yesterday long-ago", ""},
		{"the law, and today still counts", with(func(p *org.Profile) { p.Staff = ptr(50) }), "bell-day shed-day far", "yesterday long-ago", ""},
		{"another verdict", with(func(p *org.Profile) { p.Cloud = org.Yes }), "bell-day far", "yesterday long-ago", ""},
		{"a condition of its own", with(func(p *org.Profile) { p.UsesAI = org.Yes }), "far", "long-ago", "some-day"},
		{"answers are missing", with(func(p *org.Profile) { p.Staff, p.UsesAI = nil, org.Unknown }), "bell-day?staff shed-day?staff far", "yesterday?uses_ai long-ago", "some-day?uses_ai"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := load(t).Calendar(tt.profile, noon)
			if coming, past, undated := events(c.Coming), events(c.Past), events(c.Undated); coming != tt.coming || past != tt.past || undated != tt.undated {
				t.Errorf("coming %q, past %q, undated %q; want %q, %q, %q", coming, past, undated, tt.coming, tt.past, tt.undated)
			}
		})
	}
}

// events writes the dates as their IDs, those that may concern the organisation
// with the fields that would tell.
func events(dates []duty.Date) string {
	var names []string
	for _, d := range dates {
		name := d.ID
		if d.Concerns == rule.Unknown {
			name += "?" + fields(d.Missing)
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

func TestADateIsShownAsFarAsItIsKnown(t *testing.T) {
	want := map[string][2]string{
		"bell-day": {"22 november 2026", "22 November 2026"},
		"shed-day": {"maart 2027", "March 2027"},
		"far":      {"2031", "2031"},
		"some-day": {"datum nog niet bekend", "date not known yet"},
	}
	for _, e := range load(t).Events {
		if w, ok := want[e.ID]; ok && (e.Shown(i18n.NL) != w[0] || e.Shown(i18n.EN) != w[1]) {
			t.Errorf("%s is shown as %q, %q; want %q", e.ID, e.Shown(i18n.NL), e.Shown(i18n.EN), w)
		}
	}
}

func TestDutiesStandInTheOrderOfThePage(t *testing.T) {
	r := load(t)
	if r.Duties[0].ID != "bike" || r.Duties[1].ID != "boat" {
		t.Errorf("duties = %s, %s; want bike, boat", r.Duties[0].ID, r.Duties[1].ID)
	}
	if d, ok := r.Duty("boat"); !ok || d.Title.EN != "Boat Act" {
		t.Errorf("Duty(boat) = %+v, %v", d, ok)
	}
	if _, ok := r.Duty("train"); ok {
		t.Error("Duty(train) found something")
	}
}

func TestEveryOutcomeHasItsWords(t *testing.T) {
	for _, o := range []duty.Outcome{duty.Undecided, duty.Applies, duty.Indirect, duty.None} {
		if !o.Word().Complete() {
			t.Errorf("outcome %q lacks words", o)
		}
	}
}

func TestLoadRefusesWhatItCannotMakeSenseOf(t *testing.T) {
	for _, tt := range []struct {
		name, from, to string // a change to the files
		want           string // in the error
	}{
		{"a field that does not exist", "in_force:", "inforce:", "field inforce not found"},
		{"a condition that cannot be read", "sector(vvt)", "sector(vvt", "expected , or )"},
		{"a fact that does not exist", "org.cloud", "org.clowd", "duties/bike.yaml: condition \"org.clowd\", character 1: there is no fact called org.clowd"},
		{"an id unlike the file", "id: bike", "id: bikes", `duties/bike.yaml: id is "bikes", want "bike"`},
		{"the same order twice", "order: 2", "order: 1", "order 1 is that of"},
		{"an outcome that does not exist", "outcome: indirect", "outcome: maybe", "verdict 4: outcome must be"},
		{"a last verdict with a condition", "en: Walker}}", "en: Walker}, when: org.cloud}", "verdict 5, walker: the last verdict has no condition"},
		{"an earlier verdict without one", "when: sector(vvt), ", "", "verdict 3, rider: the last verdict has no condition"},
		{"a consequence of a verdict that does not exist", "for: [fleet]", "for: [flete]", `bike has no verdict "flete"`},
		{"two consequences of one name", "id: helmet", "id: bell", `consequence "bell": give each a name of its own`},
		{"a certainty that does not exist", "en: Buy a bell", "en: Buy a bell, certainty: certain", `there is no certainty "certain"`},
		{"no date, and no word about it", "unknown:\n  - {nl: De datum is niet bekend, en: The date is not known}", "", "duties/boat.yaml: without in_force"},
		{"two dates of one name", "id: far", "id: bell-day", "calendar.yaml, bell-day: there are two dates of this name"},
		{"a date of an unknown kind", "kind: deadline", "kind: party", "calendar.yaml, bell-day: kind must be"},
		{"a date of an unknown precision", "precision: month", "precision: week", "calendar.yaml, shed-day: precision must be"},
		{"a month that does not end", "2027-03-31", "2027-03-30", "calendar.yaml, shed-day: day must be the last of the month"},
		{"a year that does not end", "2031-12-31", "2031-11-30", "calendar.yaml, far: day must be the last of the year"},
		{"a date of a duty that does not exist", "duty: bike}", "duty: trike}", `calendar.yaml, bell-day: there is no duty called "trike"`},
		{"a date of a verdict that does not exist", "verdicts: [fleet]", "verdicts: [fleets]", `calendar.yaml, shed-day: bike has no verdict "fleets"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			all := files(bike, boat)
			found := false
			for _, f := range all {
				found = found || strings.Contains(string(f.Data), tt.from)
				f.Data = []byte(strings.Replace(string(f.Data), tt.from, tt.to, 1))
			}
			if !found {
				t.Fatalf("the files hold no %q", tt.from)
			}
			_, err := duty.Load(all)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Load = %v, want %q in it", err, tt.want)
			}
		})
	}
}

func TestLoadNeedsItsFiles(t *testing.T) {
	if _, err := duty.Load(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), "calendar.yaml") {
		t.Errorf("Load of nothing = %v, want it to miss calendar.yaml", err)
	}
	none := strings.Split(boat, "verdicts:")[0] + "unknown: [{nl: De datum is niet bekend, en: The date is not known}]\n"
	if _, err := duty.Load(files(bike, none)); err == nil || !strings.Contains(err.Error(), "a duty needs verdicts") {
		t.Errorf("Load of a duty without verdicts = %v", err)
	}
}
