package identitydb_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/identity/identitydb"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func draft(action string) journal.Draft {
	return journal.Draft{At: noon, ActorID: "per_1", ActorName: "Marieke", Action: action, Object: ref.Ref{Kind: "person", ID: "per_1"}}
}

// A suite is a database with two organisations, and Marieke who works for both.
type suite struct {
	*testing.T
	db    *sqldb.DB
	store identitydb.Store
}

func each(t *testing.T, f func(suite)) {
	t.Helper()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := suite{t, db, identitydb.Store{DB: db}}
		for _, id := range []org.ID{"org_a", "org_b"} {
			err := db.Write(t.Context(), sqldb.Org(id), func(tx *sqldb.Tx) error {
				return tx.Exec(t.Context(), `INSERT INTO organisations (org_id, name, profile, version, created_at) VALUES ($1, $2, '{}', 1, $3)`, id, "Zorg "+string(id), sqldb.At(noon))
			})
			s.fatal(err)
		}
		s.person("per_1", "Marieke")
		s.member("org_a", "per_1", identity.Administrator)
		s.member("org_b", "per_1", identity.Reader)
		f(s)
	})
}

func (s suite) fatal(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s suite) person(id identity.PersonID, name string) {
	s.Helper()
	s.fatal(s.store.CreatePerson(s.Context(), identity.Person{ID: id, Name: name, Email: string(id) + "@zorg.example", Lang: i18n.NL}, noon))
}

func (s suite) member(id org.ID, p identity.PersonID, role identity.Role) {
	s.Helper()
	m := identity.Membership{Org: id, Person: identity.Person{ID: p}, Role: role, Since: noon}
	ok, err := s.store.AddMember(s.Context(), id, m, draft("identity.joined"))
	if err != nil || !ok {
		s.Fatalf("AddMember(%s, %s) = %t, %v", id, p, ok, err)
	}
}

// journalOf returns the actions in id's journal, oldest first.
func (s suite) journalOf(id org.ID) (actions []string) {
	s.Helper()
	ctx := s.Context()
	s.fatal(s.db.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		entries, err := journal.Latest(ctx, tx, id, 0, 1000)
		for _, e := range entries {
			actions = append([]string{e.Action}, actions...)
		}
		return err
	}))
	return actions
}

func (s suite) wantJournal(id org.ID, want ...string) {
	s.Helper()
	if diff := cmp.Diff(want, s.journalOf(id)); diff != "" {
		s.Errorf("journal of %s (-want +got):\n%s", id, diff)
	}
}

// TestAChangeOfAccountIsInEveryJournal: of the organisations where the person works, and no others.
// TestASessionNeedsWhatItUsesUp: of two that use up one thing, one begins.
// TestEnrolmentIsAllOrNothing: what is stored when the address turns out to be
// taken, at the last moment, is nothing.
// TestTwoAdministratorsCannotDemoteEachOther at the same moment.
// TestNothingOfOneOrganisationIsReachedFromAnother calls every method that
// takes an organisation with the wrong one.
func TestNothingOfOneOrganisationIsReachedFromAnother(t *testing.T) {
	each(t, func(s suite) {
		ctx := s.Context()
		s.person("per_2", "Sam")
		s.member("org_a", "per_2", identity.Contributor)
		l := identity.Link{ID: "lnk_1", Kind: identity.AskLinks, Org: "org_a", Name: "Sam", About: "x/8.5", Made: noon, Until: noon.Add(time.Hour)}
		s.fatal(s.store.AddLink(ctx, l, []byte("link"), draft("asked")))

		members, err := s.store.Members(ctx, "org_b")
		if err != nil || len(members) != 1 || members[0].Person.ID != "per_1" {
			t.Errorf("Members(org_b) = %+v, %v, want Marieke only", members, err)
		}
		if left, err := s.store.Left(ctx, "org_b"); err != nil || len(left) != 0 {
			t.Errorf("Left(org_b) = %+v, %v, want none", left, err)
		}
		if links, err := s.store.LinksOf(ctx, "org_b", noon); err != nil || len(links) != 0 {
			t.Errorf("LinksOf(org_b) = %+v, %v, want none", links, err)
		}
		if ok, err := s.store.WithdrawLink(ctx, "org_b", "lnk_1", draft("withdrawn")); ok || err != nil {
			t.Errorf("WithdrawLink(org_b) of org_a's = %t, %v", ok, err)
		}
		ok, err := s.store.ChangeMember(ctx, "org_b", "per_2", func(m identity.Membership, _ int) (identity.Membership, journal.Draft, error) {
			t.Error("somebody of another organisation was decided on")
			return m, draft("changed"), nil
		})
		if ok || err != nil {
			t.Errorf("ChangeMember(org_b) of org_a's = %t, %v", ok, err)
		}
		if name, err := s.store.OrganisationName(ctx, "org_b"); name != "Zorg org_b" || err != nil {
			t.Errorf("OrganisationName(org_b) = %q, %v", name, err)
		}
		places, err := s.store.MembershipsOf(ctx, "per_2")
		if err != nil || len(places) != 1 || places[0].Org != "org_a" {
			t.Errorf("MembershipsOf(per_2) = %+v, %v, want org_a only", places, err)
		}
		s.wantJournal("org_b", "identity.joined")
		if links, err := s.store.LinksOf(ctx, "org_a", noon); err != nil || len(links) != 1 {
			t.Errorf("LinksOf(org_a) = %+v, %v, want one", links, err)
		}
		if links, err := s.store.LinksOf(ctx, "org_a", noon.Add(time.Hour)); err != nil || len(links) != 0 {
			t.Errorf("LinksOf(org_a) past their day = %+v, %v, want none", links, err)
		}
	})
}

// TestWhoLosesTheRightToInviteLosesOpenInvitations: else they could come back
// through a link that they made for themselves.
// TestAnAddressThatIsNoTextIsWrongLikeAnyOther: PostgreSQL refuses to compare it.
// TestAFailedChangeLeavesNothing makes the journal refuse, for whatever reason.
func TestAFailedChangeLeavesNothing(t *testing.T) {
	s := suite{t, sqldbtest.SQLite(t), identitydb.Store{}}
	s.store.DB = s.db
	s.person("per_1", "Marieke")
	ctx := context.WithoutCancel(t.Context())
	s.fatal(s.db.Write(ctx, sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
		return tx.Exec(ctx, `INSERT INTO organisations (org_id, name, profile, version, created_at) VALUES ('org_a', 'A', '{}', 1, $1)`, sqldb.At(noon))
	}))
	s.member("org_a", "per_1", identity.Administrator)
	s.fatal(s.db.Write(ctx, sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
		return tx.Exec(ctx, `CREATE TRIGGER refuse BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'refused'); END`)
	}))
	if err := s.store.SetPassword(ctx, "per_1", "$new", "", draft("password")); err == nil {
		t.Error("a password was changed without a journal entry")
	}
	if m, _, _ := s.store.MeansOf(ctx, "per_1"); m.Password != "" {
		t.Errorf("password is %q after a refused change", m.Password)
	}
	l := identity.Link{ID: "lnk_1", Kind: identity.InviteLink, Org: "org_a", Made: noon, Until: noon.Add(time.Hour)}
	if err := s.store.AddLink(ctx, l, []byte("x"), draft("invited")); err == nil {
		t.Error("an invitation was made without a journal entry")
	}
	if _, ok, _ := s.store.FindLink(ctx, []byte("x")); ok {
		t.Error("a refused invitation works")
	}
}
