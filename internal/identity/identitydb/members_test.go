package identitydb_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
)

func TestPlacesBeginChangeAndEnd(t *testing.T) {
	each(t, func(s suite) {
		ctx := s.Context()
		again := identity.Membership{Org: "org_a", Person: identity.Person{ID: "per_1"}, Role: identity.Reader, Since: noon}
		if ok, err := s.store.AddMember(ctx, "org_a", again, draft("identity.joined")); ok || err != nil {
			t.Errorf("a second place in one organisation: %t, %v", ok, err)
		}
		end := func(m identity.Membership, _ int) (identity.Membership, journal.Draft, error) {
			m.Ended = noon
			return m, draft("identity.access-ended"), nil
		}
		if ok, err := s.store.ChangeMember(ctx, "org_b", "per_1", end); !ok || err != nil {
			t.Fatalf("end place: %t, %v", ok, err)
		}
		if ok, err := s.store.ChangeMember(ctx, "org_b", "per_1", end); ok || err != nil {
			t.Errorf("ended a place that had ended: %t, %v", ok, err)
		}
		if left, err := s.store.Left(ctx, "org_b"); err != nil || len(left) != 1 || left[0].Person.ID != "per_1" || left[0].Person.Name == "" {
			t.Errorf("Left(org_b) = %+v, %v, want who left, by name", left, err)
		}
		places, err := s.store.MembershipsOf(ctx, "per_1")
		if err != nil || len(places) != 1 || places[0].Org != "org_a" || places[0].OrgName != "Zorg org_a" || !places[0].Since.Equal(noon) {
			t.Errorf("MembershipsOf = %+v, %v, want org_a only", places, err)
		}
		later := again
		later.Org, later.Since = "org_b", noon.Add(time.Hour)
		if ok, err := s.store.AddMember(ctx, "org_b", later, draft("identity.joined")); !ok || err != nil {
			t.Errorf("somebody who left cannot come back: %t, %v", ok, err)
		}
		s.wantJournal("org_a", "identity.joined")
		s.wantJournal("org_b", "identity.joined", "identity.access-ended", "identity.joined")
	})
}

func TestAChangeOfAccountIsInEveryJournal(t *testing.T) {
	each(t, func(s suite) {
		ctx := s.Context()
		s.person("per_2", "Sam")
		s.member("org_b", "per_2", identity.Reader)
		s.fatal(s.store.SetPassword(ctx, "per_1", "$hash", "", draft("password")))
		s.fatal(s.store.SetPassword(ctx, "per_2", "$hash", "", draft("other password")))
		s.fatal(s.store.SetRecoveryCodes(ctx, "per_1", [][]byte{{1}, {2}}, draft("codes")))
		s.fatal(s.store.ChangePerson(ctx, identity.Person{ID: "per_1", Name: "Marie", Lang: i18n.EN}, draft("person")))
		for i, want := range []bool{true, false} {
			if ok, err := s.store.UseRecoveryCode(ctx, "per_1", []byte{1}, noon, draft("code used")); ok != want || err != nil {
				t.Errorf("use %d of a recovery code: %t, %v, want %t", i+1, ok, err, want)
			}
		}
		if n, err := s.store.RecoveryCodesLeft(ctx, "per_1"); n != 1 || err != nil {
			t.Errorf("RecoveryCodesLeft = %d, %v, want 1", n, err)
		}
		s.wantJournal("org_a", "identity.joined", "password", "codes", "person", "code used")
		s.wantJournal("org_b", "identity.joined", "identity.joined", "password", "other password", "codes", "person", "code used")
		m, ok, err := s.store.MeansByEmail(ctx, "per_1@zorg.example")
		want := identity.Means{Person: identity.Person{ID: "per_1", Name: "Marie", Email: "per_1@zorg.example", Lang: i18n.EN}, Password: "$hash"}
		if diff := cmp.Diff(want, m); !ok || err != nil || diff != "" {
			t.Errorf("MeansByEmail: %t, %v (-want +got):\n%s", ok, err, diff)
		}
	})
}

func TestTwoAdministratorsCannotDemoteEachOther(t *testing.T) {
	each(t, func(s suite) {
		ctx := s.Context()
		s.person("per_2", "Sam")
		s.member("org_a", "per_2", identity.Administrator)
		last := errors.New("last")
		var wg sync.WaitGroup
		for _, p := range []identity.PersonID{"per_1", "per_2"} {
			wg.Go(func() {
				_, err := s.store.ChangeMember(ctx, "org_a", p, func(m identity.Membership, administrators int) (identity.Membership, journal.Draft, error) {
					if administrators == 1 {
						return m, journal.Draft{}, last
					}
					m.Role = identity.Reader
					return m, draft("demoted"), nil
				})
				if err != nil && !errors.Is(err, last) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		members, err := s.store.Members(ctx, "org_a")
		s.fatal(err)
		n := 0
		for _, m := range members {
			if m.Role == identity.Administrator {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d administrators are left, want 1", n)
		}
		s.wantJournal("org_a", "identity.joined", "identity.joined", "demoted")
	})
}
