package duty_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/org/orgdb"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

func operator(id org.ID) identity.Actor {
	return identity.Actor{Person: "operator", Name: "Beheer", Org: id, Credential: identity.Operator}
}

func person(id org.ID, role identity.Role) identity.Actor {
	return identity.Actor{Person: "per_1", Name: "Marieke de Vries", Org: id, Role: role, Credential: identity.Session}
}

// founded is a service with two organisations that answered the same.
func founded(t *testing.T, db *sqldb.DB) *duty.Service {
	t.Helper()
	s := &duty.Service{Store: &orgdb.Store{DB: db}, Rules: load(t), Now: func() time.Time { return noon }, Zone: time.UTC}
	for _, id := range []org.ID{"org_a", "org_b"} {
		if _, err := s.Found(t.Context(), operator(id), org.Organisation{Name: "De Linde", Profile: known()}); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestADescriptionIsStoredWithItsJournal(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, by := founded(t, db), person("org_a", identity.Administrator)
		told := org.Organisation{Name: " De Linde Zorg ", Version: 1, Profile: with(func(p *org.Profile) {
			p.Sectors, p.Staff, p.GroupStaff = []org.Sector{org.GGZ, org.VVT, org.GGZ}, ptr(50), ptr(900)
		})}
		got, err := s.Describe(t.Context(), by, told)
		if err != nil {
			t.Fatal(err)
		}
		want := org.Organisation{ID: "org_a", Name: "De Linde Zorg", Version: 2, Profile: with(func(p *org.Profile) {
			p.Sectors, p.Staff = []org.Sector{org.VVT, org.GGZ}, ptr(50)
		})}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Describe (-want +got):\n%s", diff)
		}
		stored, err := s.Organisation(t.Context(), by)
		if diff := cmp.Diff(want, stored); err != nil || diff != "" {
			t.Errorf("Organisation after it: %v (-want +got):\n%s", err, diff)
		}
		entries, err := s.History(t.Context(), by)
		if err != nil || len(entries) != 2 {
			t.Fatalf("History = %d entries, %v, want the founding and the change", len(entries), err)
		}
		var saved duty.Saved
		if err := json.Unmarshal(entries[0].Data, &saved); err != nil {
			t.Fatal(err)
		}
		wantSaved := duty.Saved{Before: &duty.Told{Name: "De Linde", Profile: known()}, After: duty.Told{Name: want.Name, Profile: want.Profile}}
		if diff := cmp.Diff(wantSaved, saved); diff != "" || entries[0].Action != "profile.save" || entries[0].ActorName != by.Name {
			t.Errorf("entry %s by %s (-want +got):\n%s", entries[0].Action, entries[0].ActorName, diff)
		}
	})
}

func TestAnOrganisationNeverSeesAnother(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := founded(t, db)
		a, b := person("org_a", identity.Administrator), person("org_b", identity.Administrator)
		changed := org.Organisation{ID: "org_b", Name: "Verdwaald", Version: 1, Profile: with(func(p *org.Profile) { p.Staff = ptr(50) })}
		if _, err := s.Describe(t.Context(), a, changed); err != nil {
			t.Fatal(err)
		}
		theirs, err := s.Organisation(t.Context(), b)
		if diff := cmp.Diff(org.Organisation{ID: "org_b", Name: "De Linde", Version: 1, Profile: known()}, theirs); err != nil || diff != "" {
			t.Errorf("org_b after a change by org_a that named it: %v (-want +got):\n%s", err, diff)
		}
		if entries, err := s.History(t.Context(), b); err != nil || len(entries) != 1 {
			t.Errorf("History of org_b = %d entries, %v, want its own founding alone", len(entries), err)
		}
		if js, err := s.Judgements(t.Context(), b); err != nil || js[0].Outcome != duty.None {
			t.Errorf("Judgements of org_b = %v, %v, want those of its own profile", js[0].Outcome, err)
		}
		if c, err := s.Calendar(t.Context(), b); err != nil || len(c.Coming) != 1 {
			t.Errorf("Calendar of org_b = %d coming, %v, want 1", len(c.Coming), err)
		}
		if _, err := s.Organisation(t.Context(), person("org_c", identity.Administrator)); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Organisation that does not exist = %v, want not found", err)
		}
	})
}

func TestAPreviewStoresNothing(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, by := founded(t, db), person("org_a", identity.SecurityOfficer)
		for _, tt := range []struct {
			name    string
			profile org.Profile
			want    string
		}{
			{"one more decides", with(func(p *org.Profile) { p.Staff = ptr(50) }), "bike: Walker → Fleet"},
			{"one more does not", with(func(p *org.Profile) { p.Staff = ptr(49) }), ""},
			{"an answer taken back", with(func(p *org.Profile) { p.Staff = nil }), "bike: Walker → Fleet or Walker"},
		} {
			changes, err := s.Preview(t.Context(), by, org.Organisation{Name: "De Linde", Version: 1, Profile: tt.profile})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range changes {
				got = append(got, c.Duty.ID+": "+c.Before.Title().EN+" → "+c.After.Title().EN)
			}
			if strings.Join(got, "; ") != tt.want {
				t.Errorf("%s: Preview = %q, want %q", tt.name, got, tt.want)
			}
		}
		if o, err := s.Organisation(t.Context(), by); err != nil || o.Version != 1 || *o.Profile.Staff != 10 {
			t.Errorf("after three previews the organisation is %+v, %v, want it unchanged", o, err)
		}
	})
}

func TestTheSecondOfTwoChangesIsStale(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, by := founded(t, db), person("org_a", identity.Administrator)
		first := org.Organisation{Name: "Eerste", Version: 1, Profile: known()}
		second := org.Organisation{Name: "Tweede", Version: 1, Profile: known()}
		if _, err := s.Describe(t.Context(), by, first); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Describe(t.Context(), by, second); !errors.Is(err, org.ErrStale) {
			t.Errorf("Describe of a stale version = %v, want ErrStale", err)
		}
		if _, err := s.Preview(t.Context(), by, second); !errors.Is(err, org.ErrStale) {
			t.Errorf("Preview of a stale version = %v, want ErrStale", err)
		}
		again, err := s.Describe(t.Context(), by, first)
		if err != nil || again.Version != 2 {
			t.Errorf("the first form sent again = version %d, %v, want version 2 as it was", again.Version, err)
		}
		if entries, err := s.History(t.Context(), by); err != nil || len(entries) != 2 {
			t.Errorf("History = %d entries, %v, want 2", len(entries), err)
		}
	})
}

func TestOfManyAtOnceOneIsStored(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, by := founded(t, db), person("org_a", identity.Administrator)
		var wg sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wg.Go(func() {
				_, errs[i] = s.Describe(t.Context(), by, org.Organisation{Name: strings.Repeat("x", i+1), Version: 1, Profile: known()})
			})
		}
		wg.Wait()
		stored := 0
		for _, err := range errs {
			switch {
			case err == nil:
				stored++
			case !errors.Is(err, org.ErrStale):
				t.Errorf("Describe = %v, want nil or ErrStale", err)
			}
		}
		if o, err := s.Organisation(t.Context(), by); stored != 1 || err != nil || o.Version != 2 {
			t.Errorf("%d of 8 were stored, version %d, %v; want 1 and version 2", stored, o.Version, err)
		}
	})
}

func TestWhatIsRefusedIsNotStored(t *testing.T) {
	db := sqldbtest.SQLite(t)
	s, by := founded(t, db), person("org_a", identity.Administrator)
	for _, tt := range []struct {
		name   string
		change func(*org.Organisation)
		field  string
	}{
		{"no name", func(o *org.Organisation) { o.Name = " \t" }, "name"},
		{"a name of two lines", func(o *org.Organisation) { o.Name = "De\nLinde" }, "name"},
		{"a long name", func(o *org.Organisation) { o.Name = strings.Repeat("é", org.MaxName+1) }, "name"},
		{"a NUL", func(o *org.Organisation) { o.Name = "De\x00Linde" }, "name"},
		{"broken UTF-8", func(o *org.Organisation) { o.Name = "De \xff\xfe" }, "name"},
		{"no sector", func(o *org.Organisation) { o.Profile.Sectors = nil }, "sectors"},
		{"an unknown sector", func(o *org.Organisation) { o.Profile.Sectors = []org.Sector{"bakery"} }, "sectors"},
		{"negative fte", func(o *org.Organisation) { o.Profile.FTE = ptr(-0.1) }, "fte"},
		{"fte that is no number", func(o *org.Organisation) { o.Profile.FTE = ptr(math.NaN()) }, "fte"},
		{"endless fte", func(o *org.Organisation) { o.Profile.FTE = ptr(math.Inf(1)) }, "fte"},
		{"negative staff", func(o *org.Organisation) { o.Profile.Staff = ptr(-1) }, "staff"},
		{"more clients than people", func(o *org.Organisation) { o.Profile.Clients = ptr(20_000_001) }, "clients"},
		{"negative turnover", func(o *org.Organisation) { o.Profile.Turnover = ptr(int64(-1)) }, "turnover"},
		{"a balance beyond belief", func(o *org.Organisation) { o.Profile.Balance = ptr(int64(math.MaxInt64)) }, "balance"},
		{"a group smaller than its member", func(o *org.Organisation) { o.Profile.InGroup, o.Profile.GroupStaff = org.Yes, ptr(9) }, "group_staff"},
		{"numbers of a group that may not be", func(o *org.Organisation) { o.Profile.InGroup, o.Profile.GroupStaff = org.Unknown, ptr(90) }, "in_group"},
		{"an answer that is none", func(o *org.Organisation) { o.Profile.UsesAI = "perhaps" }, "uses_ai"},
	} {
		o := org.Organisation{Name: "De Linde", Version: 1, Profile: known()}
		tt.change(&o)
		for act, err := range map[string]error{"Describe": second(s.Describe(t.Context(), by, o)), "Preview": second(s.Preview(t.Context(), by, o)), "Found": second(s.Found(t.Context(), operator("org_new"), o))} {
			says, ok := fault.Of(err)
			if !ok || says.Kind != fault.Invalid || len(says.Fields) != 1 || says.Fields[0].Name != tt.field || !says.Fields[0].Says.Complete() {
				t.Errorf("%s: %s = %v, want a complaint about %s in both languages", tt.name, act, err, tt.field)
			}
		}
	}
	if o, err := s.Organisation(t.Context(), by); err != nil || o.Version != 1 {
		t.Errorf("after all refusals the version is %d, %v, want 1", o.Version, err)
	}
	if _, err := s.Organisation(t.Context(), operator("org_new")); fault.KindOf(err) != fault.NotFound {
		t.Errorf("org_new after all refusals: %v, want not found", err)
	}
}

func second[T any](_ T, err error) error { return err }

// TestTheTableDecidesWhoMayDoWhat calls every method as every role.
func TestTheTableDecidesWhoMayDoWhat(t *testing.T) {
	s := founded(t, sqldbtest.SQLite(t))
	o := org.Organisation{Name: "De Linde", Version: 1, Profile: known()}
	for name, act := range map[string]struct {
		needs identity.Action
		call  func(context.Context, identity.Actor) error
	}{
		"Organisation": {identity.Read, func(ctx context.Context, by identity.Actor) error { return second(s.Organisation(ctx, by)) }},
		"Judgements":   {identity.Read, func(ctx context.Context, by identity.Actor) error { return second(s.Judgements(ctx, by)) }},
		"Calendar":     {identity.Read, func(ctx context.Context, by identity.Actor) error { return second(s.Calendar(ctx, by)) }},
		"History":      {identity.ReadHistory, func(ctx context.Context, by identity.Actor) error { return second(s.History(ctx, by)) }},
		"Preview":      {identity.EditProfile, func(ctx context.Context, by identity.Actor) error { return second(s.Preview(ctx, by, o)) }},
		"Describe":     {identity.EditProfile, func(ctx context.Context, by identity.Actor) error { return second(s.Describe(ctx, by, o)) }},
	} {
		for _, role := range identity.Roles {
			by := person("org_a", role)
			err := act.call(t.Context(), by)
			if may := identity.May(by, act.needs); may != (err == nil) || !may && fault.KindOf(err) != fault.Denied {
				t.Errorf("%s as %s = %v, may is %v", name, role, err, may)
			}
		}
		if err := act.call(t.Context(), identity.Actor{}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s as nobody = %v, want not found", name, err)
		}
	}
	for _, role := range identity.Roles {
		if _, err := s.Found(t.Context(), person("org_new", role), o); fault.KindOf(err) != fault.Denied {
			t.Errorf("Found as %s = %v, want denied", role, err)
		}
	}
}

func TestAnOrganisationMayStartWithItsNameAlone(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := founded(t, db)
		o, err := s.Found(t.Context(), operator("org_new"), org.Organisation{Name: "Nieuw"})
		if err != nil || o.ID != "org_new" || o.Version != 1 || !o.Profile.IsEmpty() {
			t.Errorf("Found = %+v, %v, want an organisation without a profile", o, err)
		}
		if _, err := s.Found(t.Context(), operator("org_new"), org.Organisation{Name: "Nog eens"}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("Found of one that exists = %v, want a conflict", err)
		}
		js, err := s.Judgements(t.Context(), person("org_new", identity.Reader))
		if err != nil || js[0].Outcome != duty.Undecided {
			t.Errorf("Judgements without a profile = %v, %v, want undecided", js[0].Outcome, err)
		}
	})
}

// TestTheDayIsTheOrganisationsOwn looks at half past midnight in Amsterdam, when
// it is still the day before in London.
func TestTheDayIsTheOrganisationsOwn(t *testing.T) {
	s := founded(t, sqldbtest.SQLite(t))
	amsterdam := time.FixedZone("CET", 3600)
	by := person("org_a", identity.Reader)
	s.Now = func() time.Time { return time.Date(2031, 12, 31, 23, 30, 0, 0, time.UTC) }
	for zone, coming := range map[*time.Location]int{time.UTC: 1, amsterdam: 0} {
		s.Zone = zone
		c, err := s.Calendar(t.Context(), by)
		if err != nil || len(c.Coming) != coming {
			t.Errorf("Calendar in %s on the last day = %d coming, %v, want %d", zone, len(c.Coming), err, coming)
		}
	}
}
