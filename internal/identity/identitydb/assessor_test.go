package identitydb_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
)

// TestAnAssessorComesBackAndNobodyElseDoes gives places one after another to the
// same person.
func TestAnAssessorComesBackAndNobodyElseDoes(t *testing.T) {
	during := func(about string, from, until int) identity.Admission {
		return identity.Admission{About: about, From: noon.AddDate(0, 0, from), Until: noon.AddDate(0, 0, until)}
	}
	for _, tt := range []struct {
		name          string
		before        identity.Role // "" for no place yet
		window        identity.Admission
		ended         bool
		then          identity.Role
		want          bool
		wantAdmission identity.Admission
	}{
		{"a newcomer", "", identity.Admission{}, false, identity.Assessor, true, during("aud_2", 10, 20)},
		{"one who works here", identity.Reader, identity.Admission{}, false, identity.Assessor, false, identity.Admission{}},
		{"one who worked here", identity.Contributor, identity.Admission{}, true, identity.Assessor, false, identity.Admission{}},
		{"an assessor whose days are not over", identity.Assessor, during("aud_1", 0, 11), false, identity.Assessor, false, during("aud_1", 0, 11)},
		{"an assessor whose days are over", identity.Assessor, during("aud_1", 0, 10), false, identity.Assessor, true, during("aud_2", 10, 20)},
		{"an assessor who was ended", identity.Assessor, during("aud_1", 0, 30), true, identity.Assessor, true, during("aud_2", 10, 20)},
		{"an assessor who comes to work here", identity.Assessor, during("aud_1", 0, 10), false, identity.Reader, true, identity.Admission{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			each(t, func(s suite) {
				s.person("per_2", "Karim")
				add := func(role identity.Role, at time.Time, a identity.Admission) bool {
					m := identity.Membership{Org: "org_a", Person: identity.Person{ID: "per_2"}, Role: role, Since: at, Admission: a}
					ok, err := s.store.AddMember(s.Context(), "org_a", m, draft("identity.joined"))
					s.fatal(err)
					return ok
				}
				if tt.before != "" && !add(tt.before, noon, tt.window) {
					s.Fatal("the first place was refused")
				}
				if tt.ended {
					s.end("org_a", "per_2")
				}
				next := identity.Admission{}
				if tt.then == identity.Assessor {
					next = during("aud_2", 10, 20)
				}
				if got := add(tt.then, noon.AddDate(0, 0, 10), next); got != tt.want {
					s.Errorf("a place as %s: %t, want %t", tt.then, got, tt.want)
				}
				m, ok, err := s.store.FindMember(s.Context(), "org_a", "per_2@zorg.example")
				s.fatal(err)
				if diff := cmp.Diff(tt.wantAdmission, m.Admission); diff != "" || !ok {
					s.Errorf("found %t, admission (-want +got):\n%s", ok, diff)
				}
				if _, ok, err := s.store.FindMember(s.Context(), "org_b", "per_2@zorg.example"); ok || err != nil {
					s.Errorf("org_b finds the member of org_a (%v)", err)
				}
			})
		})
	}
}

// end takes a place away.
func (s suite) end(id org.ID, p identity.PersonID) {
	s.Helper()
	_, err := s.store.ChangeMember(s.Context(), id, p, func(m identity.Membership, _ int) (identity.Membership, journal.Draft, error) {
		m.Ended = noon
		return m, draft("identity.access-ended"), nil
	})
	s.fatal(err)
}

func TestTheNewestKeyOfAPersonCounts(t *testing.T) {
	each(t, func(s suite) {
		if _, ok, err := s.store.SigningKeyOf(s.Context(), "per_1"); ok || err != nil {
			s.Errorf("a key before any was made: %t, %v", ok, err)
		}
		for _, public := range []string{"first", "second"} {
			want := identity.SigningKey{Person: "per_1", Public: []byte(public), Sealed: []byte("sealed"), Made: noon}
			s.fatal(s.store.SetSigningKey(s.Context(), want, draft("identity.signing-key-made")))
			got, ok, err := s.store.SigningKeyOf(s.Context(), "per_1")
			s.fatal(err)
			if diff := cmp.Diff(want, got); diff != "" || !ok {
				s.Errorf("found %t (-want +got):\n%s", ok, diff)
			}
		}
		for _, id := range []org.ID{"org_a", "org_b"} {
			s.wantJournal(id, "identity.joined", "identity.signing-key-made", "identity.signing-key-made")
		}
	})
}
