package content_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/org"
)

var today = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

func ptr[T any](x T) *T { return &x }

// provider is a home-care provider of which everything is known and which no
// limit touches; a case changes what it is about.
func provider(change func(*org.Profile)) org.Profile {
	p := org.Profile{
		Sectors: []org.Sector{org.VVT}, FTE: ptr(20.0), Staff: ptr(32), Clients: ptr(120), Turnover: ptr(int64(2_400_000)), Balance: ptr(int64(900_000)),
		InGroup: org.No, DevelopsSoftware: org.No, UsesAI: org.No, MedicalDevices: org.No, Exchanges: org.No, SelfHosted: org.No, Cloud: org.Yes,
		Designated: org.No, Critical: org.No,
	}
	if change != nil {
		change(&p)
	}
	return p
}

// possible returns the verdicts that the duty may come to, each once.
func possible(t *testing.T, id string, p org.Profile) []string {
	t.Helper()
	for _, j := range rules(t).Judge(p, today) {
		if j.Duty.ID == id {
			var ids []string
			for _, v := range j.Possible {
				ids = append(ids, v.ID)
			}
			return slices.Compact(ids)
		}
	}
	t.Fatalf("there is no duty %s", id)
	return nil
}

func money(turnover, balance int64) func(*org.Profile) {
	return func(p *org.Profile) { p.Turnover, p.Balance = &turnover, &balance }
}

func staff(n int) func(*org.Profile) { return func(p *org.Profile) { p.Staff = &n } }

func both(people int, fte float64) func(*org.Profile) {
	return func(p *org.Profile) { p.Staff, p.FTE = &people, &fte }
}

func TestTheLimitsOfTheCyberbeveiligingswet(t *testing.T) {
	const essential, important, out = "essential", "important", "not_in_scope"
	for _, tt := range []struct {
		name   string
		change func(*org.Profile)
		want   []string
	}{
		{"a small provider", nil, []string{out}},
		{"49 staff", staff(49), []string{out}},
		{"50 staff", staff(50), []string{important}},
		{"249 staff", staff(249), []string{important}},
		{"250 staff", staff(250), []string{essential}},

		{"exactly 10 million twice", money(10_000_000, 10_000_000), []string{out}},
		{"a euro above 10 million twice", money(10_000_001, 10_000_001), []string{important}},
		{"turnover alone above 10 million", money(10_000_001, 10_000_000), []string{out}},
		{"balance alone above 10 million", money(10_000_000, 10_000_001), []string{out}},
		{"exactly 50 and 43 million", money(50_000_000, 43_000_000), []string{important}},
		{"a euro above 50 and 43 million", money(50_000_001, 43_000_001), []string{essential}},
		{"turnover alone above 50 million", money(50_000_001, 43_000_000), []string{important}},
		{"balance alone above 43 million", money(50_000_000, 43_000_001), []string{important}},
		{"a large turnover alone", money(900_000_000, 0), []string{out}},

		{"small and designated", func(p *org.Profile) { p.Designated = org.Yes }, []string{essential}},
		{"small and critical", func(p *org.Profile) { p.Critical = org.Yes }, []string{essential}},
		{"large and designated", func(p *org.Profile) { p.Staff, p.Designated = ptr(300), org.Yes }, []string{essential}},

		{"small, in a group of 49", func(p *org.Profile) {
			p.InGroup, p.GroupStaff, p.GroupTurnover, p.GroupBalance = org.Yes, ptr(49), ptr(int64(0)), ptr(int64(0))
		}, []string{out}},
		{"small, in a group of 250", func(p *org.Profile) { p.InGroup, p.GroupStaff = org.Yes, ptr(250) }, []string{essential}},
		{"small, in a group with money", func(p *org.Profile) {
			p.InGroup, p.GroupStaff, p.GroupTurnover, p.GroupBalance = org.Yes, ptr(49), ptr(int64(10_000_001)), ptr(int64(10_000_001))
		}, []string{important}},
		{"small, in a group of unknown size", func(p *org.Profile) { p.InGroup = org.Yes }, []string{essential, important, out}},
		{"small, perhaps in a group", func(p *org.Profile) { p.InGroup = org.Unknown }, []string{essential, important, out}},
		{"250 staff, perhaps in a group", func(p *org.Profile) { p.Staff, p.InGroup = ptr(250), org.Unknown }, []string{essential}},

		{"60 staff, money unknown", func(p *org.Profile) { p.Staff, p.Turnover, p.Balance = ptr(60), nil, nil }, []string{essential, important}},
		{"60 staff, a small balance, turnover unknown", func(p *org.Profile) { p.Staff, p.Turnover = ptr(60), nil }, []string{important}},
		{"40 staff, turnover unknown, a balance of 11 million", func(p *org.Profile) { p.Turnover, p.Balance = nil, ptr(int64(11_000_000)) }, []string{important, out}},
		{"staff unknown", func(p *org.Profile) { p.Staff = nil }, []string{essential, important, out}},
		{"critical, all else unknown", func(p *org.Profile) { *p = org.Profile{Critical: org.Yes} }, []string{essential}},

		{"58 people and 31.5 fte: whether people or fte count is in dispute", both(58, 31.5), []string{important, out}},
		{"58 people and 50 fte", both(58, 50), []string{important}},
		{"49 people and 40 fte", both(49, 40), []string{out}},
		{"300 people and 200 fte", both(300, 200), []string{essential, important}},
		{"31.5 fte, people unknown", func(p *org.Profile) { p.Staff, p.FTE = nil, ptr(31.5) }, []string{essential, important, out}},
		{"51 fte, people unknown", func(p *org.Profile) { p.Staff, p.FTE = nil, ptr(51.0) }, []string{essential, important}},
		{"58 people and 31.5 fte, with money", func(p *org.Profile) {
			both(58, 31.5)(p)
			money(10_000_001, 10_000_001)(p)
		}, []string{important}},
		{"58 people and 31.5 fte, in a group of 260", func(p *org.Profile) {
			both(58, 31.5)(p)
			p.InGroup, p.GroupStaff = org.Yes, ptr(260)
		}, []string{essential}},
		{"58 people and 31.5 fte, perhaps in a group", func(p *org.Profile) {
			both(58, 31.5)(p)
			p.InGroup = org.Unknown
		}, []string{essential, important, out}},

		{"a large branch organisation", func(p *org.Profile) { p.Sectors, p.Staff = []org.Sector{org.Branch}, ptr(400) }, []string{"no_care"}},
		{"a large assessor", func(p *org.Profile) { p.Sectors, p.Staff = []org.Sector{org.Assessor}, ptr(400) }, []string{"no_care"}},
		{"an assessor of unknown size", func(p *org.Profile) { p.Sectors, p.Staff = []org.Sector{org.Assessor}, nil }, []string{"no_care"}},
		{"a branch organisation that also gives care", func(p *org.Profile) { p.Sectors, p.Staff = []org.Sector{org.Branch, org.GGZ}, ptr(400) }, []string{essential}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, possible(t, "cbw", provider(func(p *org.Profile) {
				p.FTE = nil // what counts people alone
				if tt.change != nil {
					tt.change(p)
				}
			}))); diff != "" {
				t.Errorf("cbw (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheFirstGroupOfEOverdracht(t *testing.T) {
	takesPart := []org.Sector{org.VVT, org.GHZ, org.Hospital, org.Clinic}
	for _, s := range org.Sectors {
		for _, tt := range []struct {
			fte  *float64
			want []string
		}{
			{ptr(10.9), []string{"later"}},
			{ptr(11.0), []string{"first_group"}},
			{ptr(900.0), []string{"first_group"}},
			{nil, []string{"first_group", "later"}},
		} {
			want := tt.want
			if !slices.Contains(takesPart, s) {
				want = []string{"not_in_scope"}
			}
			got := possible(t, "wegiz-eoverdracht", provider(func(p *org.Profile) { p.Sectors, p.FTE = []org.Sector{s}, tt.fte }))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", s, diff)
			}
		}
	}
}

func TestTheOtherDuties(t *testing.T) {
	care := provider(nil)
	office := provider(func(p *org.Profile) { p.Sectors = []org.Sector{org.Branch} })
	with := func(change func(*org.Profile)) org.Profile { return provider(change) }
	for _, tt := range []struct {
		duty, name string
		profile    org.Profile
		want       []string
	}{
		{"nen7510", "care", care, []string{"applies"}},
		{"nen7510", "no care", office, []string{"no_care"}},
		{"nen7510", "nothing known", org.Profile{}, []string{"applies", "no_care"}},
		{"nen7512", "care without exchange", care, []string{"no_exchange"}},
		{"nen7512", "care with exchange", with(func(p *org.Profile) { p.Exchanges = org.Yes }), []string{"applies"}},
		{"nen7512", "exchange unknown", with(func(p *org.Profile) { p.Exchanges = org.Unknown }), []string{"applies", "no_exchange"}},
		{"nen7512", "no care, exchange unknown", with(func(p *org.Profile) { p.Sectors, p.Exchanges = []org.Sector{org.Branch}, org.Unknown }), []string{"no_care"}},
		{"nen7513", "care", care, []string{"applies"}},
		{"nen7513", "no care", office, []string{"no_care"}},
		{"avg", "care", care, []string{"health_data"}},
		{"avg", "no care", office, []string{"personal_data"}},
		{"wwke", "not critical", care, []string{"not_in_scope"}},
		{"wwke", "critical", with(func(p *org.Profile) { p.Critical = org.Yes }), []string{"critical"}},
		{"ehds", "care", care, []string{"provider"}},
		{"ehds", "no care", office, []string{"no_care"}},
		{"ai-act", "no AI", care, []string{"no_ai"}},
		{"ai-act", "AI at an office", with(func(p *org.Profile) { p.Sectors, p.UsesAI = []org.Sector{org.Branch}, org.Yes }), []string{"deployer"}},
		{"cra", "a buyer", care, []string{"buyer"}},
		{"cra", "a maker of software", with(func(p *org.Profile) { p.DevelopsSoftware = org.Yes }), []string{"maybe_maker"}},
		{"mdr", "no devices", care, []string{"no_devices"}},
		{"mdr", "devices", with(func(p *org.Profile) { p.MedicalDevices = org.Yes }), []string{"user"}},
		{"mdr", "devices and software", with(func(p *org.Profile) { p.MedicalDevices, p.DevelopsSoftware = org.Yes, org.Yes }), []string{"maybe_maker"}},
	} {
		t.Run(tt.duty+", "+tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, possible(t, tt.duty, tt.profile)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.duty, diff)
			}
		})
	}
}

func TestNobodyWithoutCareGetsADutyOfCare(t *testing.T) {
	for _, s := range []org.Sector{org.Branch, org.Assessor, org.Supervisor} {
		p := provider(func(p *org.Profile) { p.Sectors, p.Staff, p.Exchanges = []org.Sector{s}, ptr(5000), org.Yes })
		var got []string
		for _, j := range rules(t).Judge(p, today) {
			if j.Outcome != duty.None {
				got = append(got, j.Duty.ID)
			}
		}
		if diff := cmp.Diff([]string{"avg", "cra"}, got); diff != "" {
			t.Errorf("duties of a large %s (-want +got):\n%s", s, diff)
		}
	}
}

func TestTheCalendarOfEachKindOfProvider(t *testing.T) {
	hap := func(p *org.Profile) { p.Sectors, p.Staff = []org.Sector{org.HAP}, ptr(60) }
	for _, tt := range []struct {
		name                  string
		profile               org.Profile
		coming, past, undated []string
	}{
		{
			"a small home-care provider", provider(nil),
			[]string{"nen7510-2017-end", "ehds-implementing", "cra-full", "ehds-first", "ehds-opt-out", "ehds-second", "ehds-abroad"},
			[]string{"cra-reporting", "ehds-in-force"},
			[]string{"eoverdracht-start"},
		},
		{
			"a GP out-of-hours post of 60 staff", provider(hap),
			[]string{"hap-nen7510", "nen7510-2017-end", "ehds-implementing", "cra-full", "cbw-evaluation", "cbw-board", "ehds-first", "ehds-opt-out", "ehds-second", "ehds-abroad"},
			[]string{"cbw-register", "cra-reporting", "cbw-in-force", "hap-assessment", "ehds-in-force", "csirt-help"},
			nil,
		},
		{
			"a hospital with AI and devices", provider(func(p *org.Profile) {
				p.Sectors, p.Staff, p.FTE, p.UsesAI, p.MedicalDevices, p.Critical, p.Exchanges = []org.Sector{org.Hospital}, ptr(3000), ptr(2400.0), org.Yes, org.Yes, org.Yes, org.Yes
			}),
			[]string{"nen7510-2017-end", "ehds-implementing", "ai-high-risk", "cra-full", "cbw-evaluation", "ai-medical", "cbw-board", "ehds-first", "ehds-opt-out", "ehds-second", "ehds-abroad"},
			[]string{"cbw-register", "cra-reporting", "cbw-in-force", "wwke-in-force", "ai-transparency", "ehds-in-force", "ai-literacy", "csirt-help"},
			[]string{"eoverdracht-start", "dezi"},
		},
		{
			"a large assessor", provider(func(p *org.Profile) { p.Sectors, p.Staff = []org.Sector{org.Assessor}, ptr(400) }),
			[]string{"nen7510-2017-end", "cra-full"},
			[]string{"cra-reporting"},
			nil,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := rules(t).Calendar(tt.profile, today)
			for _, part := range []struct {
				name string
				want []string
				got  []duty.Date
			}{{"coming", tt.coming, c.Coming}, {"past", tt.past, c.Past}, {"undated", tt.undated, c.Undated}} {
				var got []string
				for _, d := range part.got {
					got = append(got, d.ID)
				}
				if diff := cmp.Diff(part.want, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", part.name, diff)
				}
			}
		})
	}
}
