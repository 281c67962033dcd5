package identitydb_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/fault"
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

// TestAChangeOfAccountIsInEveryJournal: of the organisations where the person works, and no others.
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

func start(id string, p identity.PersonID, at time.Time) identity.Start {
	return identity.Start{Hash: []byte(id), Session: identity.SignedIn{ID: id, Person: identity.Person{ID: p}, Started: at, Seen: at, Strong: at, Device: "Firefox, Linux"}}
}

func TestSessionsAreFoundByTheirHashUntilTheyEnd(t *testing.T) {
	each(t, func(s suite) {
		ctx := s.Context()
		begin := func(st identity.Start) {
			t.Helper()
			if ok, err := s.store.StartSession(ctx, st); !ok || err != nil {
				t.Fatalf("StartSession: %t, %v", ok, err)
			}
		}
		s.person("per_2", "Sam")
		begin(start("old", "per_1", noon.Add(-13*time.Hour)))
		begin(start("one", "per_1", noon)) // clears "old" away
		begin(start("sam", "per_2", noon))
		next := start("two", "per_1", noon)
		next.Replaces = []byte("one")
		begin(next)
		begin(start("three", "per_1", noon.Add(time.Minute)))
		s.fatal(s.store.TouchSession(ctx, "two", noon.Add(time.Hour)))

		ids := func() (ids []string) {
			all, err := s.store.SessionsOf(ctx, "per_1")
			s.fatal(err)
			for _, in := range all {
				ids = append(ids, in.ID)
			}
			return ids
		}
		if diff := cmp.Diff([]string{"two", "three"}, ids()); diff != "" {
			t.Errorf("sessions (-want +got):\n%s", diff)
		}
		in, ok, err := s.store.FindSession(ctx, []byte("two"))
		if !ok || err != nil || in.Person.Name != "Marieke" || !in.Seen.Equal(noon.Add(time.Hour)) || !in.Strong.Equal(noon) || in.Device != "Firefox, Linux" {
			t.Errorf("FindSession = %+v, %t, %v", in, ok, err)
		}
		s.fatal(s.store.EndSession(ctx, "per_1", "sam")) // not hers
		if _, ok, _ := s.store.FindSession(ctx, []byte("sam")); !ok {
			t.Error("a person ended somebody else's session")
		}
		s.fatal(s.store.EndOtherSessions(ctx, "per_1", "three"))
		if diff := cmp.Diff([]string{"three"}, ids()); diff != "" {
			t.Errorf("sessions after ending the others (-want +got):\n%s", diff)
		}
		s.fatal(s.store.EndSecret(ctx, []byte("three")))
		if len(ids()) != 0 {
			t.Errorf("sessions after signing out: %v", ids())
		}
	})
}

// TestASessionNeedsWhatItUsesUp: of two that use up one thing, one begins.
func TestASessionNeedsWhatItUsesUp(t *testing.T) {
	each(t, func(s suite) {
		ctx := s.Context()
		s.fatal(s.store.PutHalfway(ctx, []byte("half"), identity.Halfway{Kind: "second-step", Person: "per_1", Until: noon.Add(time.Minute)}, noon))
		s.fatal(s.store.AddLink(ctx, identity.Link{ID: "lnk_1", Kind: identity.DemoLink, Person: "per_1", Made: noon, Until: noon.Add(time.Hour)}, []byte("link"), draft("x")))
		for _, use := range []string{"halfway", "link"} {
			var wg sync.WaitGroup
			began := make(chan bool, 8)
			for i := range 8 {
				wg.Go(func() {
					st := start(fmt.Sprint(use, i), "per_1", noon)
					if use == "link" {
						st.Link = []byte("link")
					} else {
						st.Halfway = []byte("half")
					}
					ok, err := s.store.StartSession(ctx, st)
					if err != nil {
						t.Error(err)
					}
					began <- ok
				})
			}
			wg.Wait()
			close(began)
			n := 0
			for ok := range began {
				if ok {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%d sessions began with one %s, want 1", n, use)
			}
		}
	})
}

func TestACeremonyIsTakenOnceAndForgotten(t *testing.T) {
	each(t, func(s suite) {
		ctx := s.Context()
		h := identity.Halfway{Kind: "passkey-in", Data: []byte(`{"a":1}`), Until: noon.Add(time.Minute)}
		s.fatal(s.store.PutHalfway(ctx, []byte("one"), h, noon))
		s.fatal(s.store.PutHalfway(ctx, []byte("two"), h, noon))
		for i, want := range []bool{true, false} {
			got, ok, err := s.store.TakeHalfway(ctx, []byte("one"))
			if ok != want || err != nil || want && !cmp.Equal(got, h) {
				t.Errorf("take %d: %+v, %t, %v, want %t", i+1, got, ok, err, want)
			}
		}
		s.fatal(s.store.PutHalfway(ctx, []byte("three"), h, noon.Add(2*time.Minute)))
		if _, ok, _ := s.store.FindHalfway(ctx, []byte("two")); ok {
			t.Error("a ceremony that is over is still there")
		}
	})
}

func TestAttemptsAreCountedTogether(t *testing.T) {
	each(t, func(s suite) {
		ctx := s.Context()
		taken := make(chan bool, 20)
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				_, ok, err := s.store.Attempt(ctx, []byte("jan@zorg.nl"), noon, time.Hour)
				if err != nil {
					t.Error(err)
				}
				taken <- ok
			})
		}
		wg.Wait()
		close(taken)
		n := 0
		for ok := range taken {
			if ok {
				n++
			}
		}
		if n != 5 {
			t.Errorf("%d of 20 attempts at the same moment were taken, want 5", n)
		}
		if _, ok, err := s.store.Attempt(ctx, []byte("piet@zorg.nl"), noon, time.Hour); !ok || err != nil {
			t.Errorf("somebody else has to wait too: %v", err)
		}
		s.fatal(s.store.ForgetAttempts(ctx, []byte("jan@zorg.nl")))
		if slow, ok, err := s.store.Attempt(ctx, []byte("jan@zorg.nl"), noon, time.Hour); !ok || slow.Failures != 1 || err != nil {
			t.Errorf("after forgetting: %+v, %t, %v", slow, ok, err)
		}
	})
}

func TestAStepIsUsedOnceAndNeverBack(t *testing.T) {
	each(t, func(s suite) {
		ctx := s.Context()
		s.fatal(s.store.PutHalfway(ctx, []byte("half"), identity.Halfway{Kind: "totp", Person: "per_1", Until: noon}, noon))
		for i, want := range []bool{true, false} {
			ok, err := s.store.SetTOTP(ctx, "per_1", identity.NewTOTP{Secret: []byte{1, 2}, Step: 40, Halfway: []byte("half")}, draft("totp"))
			if ok != want || err != nil {
				t.Errorf("SetTOTP %d = %t, %v, want %t", i+1, ok, err, want)
			}
		}
		for _, tt := range []struct {
			step int64
			want bool
		}{{41, true}, {41, false}, {40, false}, {43, true}, {42, false}} {
			if ok, err := s.store.UseStep(ctx, "per_1", tt.step); ok != tt.want || err != nil {
				t.Errorf("UseStep(%d) = %t, %v, want %t", tt.step, ok, err, tt.want)
			}
		}
		s.wantJournal("org_a", "identity.joined", "totp")
	})
}

func TestPasskeysBelongToOnePerson(t *testing.T) {
	each(t, func(s suite) {
		ctx := s.Context()
		s.person("per_2", "Sam")
		k := identity.Passkey{ID: []byte{9, 9}, Person: "per_1", Name: "telefoon", Added: noon, Credential: webauthn.Credential{ID: []byte{9, 9}, PublicKey: []byte{1}}}
		if ok, err := s.store.AddPasskey(ctx, k, draft("passkey")); !ok || err != nil {
			t.Fatalf("AddPasskey = %t, %v", ok, err)
		}
		theft := k
		theft.Person = "per_2"
		if ok, err := s.store.AddPasskey(ctx, theft, draft("passkey")); ok || err != nil {
			t.Errorf("a second owner of one passkey: %t, %v", ok, err)
		}
		if ok, err := s.store.RemovePasskey(ctx, "per_2", k.ID, draft("removed")); ok || err != nil {
			t.Errorf("somebody else removed it: %t, %v", ok, err)
		}
		k.Used = noon.Add(time.Hour)
		k.Credential.Authenticator.SignCount = 7
		s.fatal(s.store.UsePasskey(ctx, k))
		all, err := s.store.PasskeysOf(ctx, "per_1")
		if err != nil || len(all) != 1 || all[0].Credential.Authenticator.SignCount != 7 || !all[0].Used.Equal(k.Used) {
			t.Errorf("PasskeysOf = %+v, %v", all, err)
		}
		if ok, err := s.store.RemovePasskey(ctx, "per_1", k.ID, draft("removed")); !ok || err != nil {
			t.Errorf("RemovePasskey = %t, %v", ok, err)
		}
		s.wantJournal("org_b", "identity.joined", "passkey", "removed")
	})
}

func TestAddressesAreUnique(t *testing.T) {
	each(t, func(s suite) {
		err := s.store.CreatePerson(s.Context(), identity.Person{ID: "per_9", Email: "per_1@zorg.example"}, noon)
		if !errors.Is(err, identity.ErrTaken) {
			t.Errorf("a second person with one address: %v, want ErrTaken", err)
		}
	})
}

// TestEnrolmentIsAllOrNothing: what is stored when the address turns out to be
// taken, at the last moment, is nothing.
func TestEnrolmentIsAllOrNothing(t *testing.T) {
	each(t, func(s suite) {
		ctx := s.Context()
		l := identity.Link{ID: "lnk_1", Kind: identity.InviteLink, Org: "org_b", Name: "Sam", Email: "sam@zorg.example", Role: identity.Contributor, Made: noon, Until: noon.Add(time.Hour)}
		s.fatal(s.store.AddLink(ctx, l, []byte("link"), draft("invited")))
		s.fatal(s.store.PutHalfway(ctx, []byte("half"), identity.Halfway{Kind: "enrol", Until: noon.Add(time.Hour)}, noon))
		sam := identity.Person{ID: "per_2", Name: "Sam", Email: "per_1@zorg.example", Lang: i18n.NL}
		e := identity.Enrolment{
			Link: []byte("link"), Halfway: []byte("half"), Person: sam, Password: "$hash", TOTP: []byte{1}, TOTPStep: 5, Codes: [][]byte{{1}},
			Member: &identity.Membership{Org: "org_b", Person: sam, Role: identity.Contributor, Since: noon}, Start: start("ses", "per_2", noon), Entry: draft("joined"),
		}
		if err := s.store.Enrol(ctx, e); !errors.Is(err, identity.ErrTaken) {
			t.Fatalf("Enrol with a taken address = %v, want ErrTaken", err)
		}
		if _, ok, _ := s.store.FindHalfway(ctx, []byte("half")); !ok {
			t.Error("a refused enrolment ended the ceremony")
		}
		e.Person.Email = "sam@zorg.example"
		s.fatal(s.store.Enrol(ctx, e))
		if err := s.store.Enrol(ctx, e); !errors.Is(err, identity.ErrGone) {
			t.Errorf("second use of an invitation = %v, want ErrGone", err)
		}
		if _, ok, _ := s.store.FindSession(ctx, []byte("ses")); !ok {
			t.Error("enrolment began no session")
		}
		if n, _ := s.store.RecoveryCodesLeft(ctx, "per_2"); n != 1 {
			t.Errorf("%d recovery codes, want 1", n)
		}
		s.wantJournal("org_a", "identity.joined")
		s.wantJournal("org_b", "identity.joined", "invited", "joined")
	})
}

// TestTwoAdministratorsCannotDemoteEachOther at the same moment.
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

func TestAnInvitationTakesThePlaceOfAnEarlierOne(t *testing.T) {
	each(t, func(s suite) {
		ctx := s.Context()
		for i, id := range []org.ID{"org_a", "org_b", "org_a"} {
			l := identity.Link{ID: fmt.Sprint("lnk_", i), Kind: identity.InviteLink, Org: id, Email: "sam@zorg.example", Made: noon, Until: noon.Add(time.Hour)}
			s.fatal(s.store.AddLink(ctx, l, []byte{byte(i)}, draft("invited")))
		}
		for i, want := range []bool{false, true, true} {
			l, ok, err := s.store.FindLink(ctx, []byte{byte(i)})
			if !ok || err != nil || l.Works(noon) != want {
				t.Errorf("invitation %d: %+v, %t, %v, want working %t", i, l, ok, err, want)
			}
		}
		m := identity.Membership{Org: "org_b", Person: identity.Person{ID: "per_1"}, Role: identity.Administrator, Since: noon}
		if err := s.store.AcceptInvitation(ctx, []byte{1}, m, draft("joined")); !errors.Is(err, identity.ErrGone) {
			t.Errorf("accepting a place that one has = %v, want ErrGone", err)
		}
		if places, _ := s.store.MembershipsOf(ctx, "per_1"); places[1].Role != identity.Reader {
			t.Errorf("an invitation changed a role to %s", places[1].Role)
		}
	})
}

// TestWhoLosesTheRightToInviteLosesOpenInvitations: else they could come back
// through a link that they made for themselves.
func TestWhoLosesTheRightToInviteLosesOpenInvitations(t *testing.T) {
	each(t, func(s suite) {
		ctx := s.Context()
		s.person("per_2", "Sam")
		s.member("org_a", "per_2", identity.Administrator)
		for i, by := range []string{"per_1", "per_2", "per_1"} {
			l := identity.Link{ID: fmt.Sprint("lnk_", i), Kind: identity.InviteLink, Org: "org_a", Email: fmt.Sprint(i, "@zorg.example"), Made: noon, Until: noon.Add(time.Hour)}
			entry := draft("identity.invited")
			entry.ActorID, entry.Object = by, ref.Ref{Kind: "link", ID: l.ID}
			s.fatal(s.store.AddLink(ctx, l, []byte{byte(i)}, entry))
		}
		_, err := s.store.ChangeMember(ctx, "org_a", "per_1", func(m identity.Membership, _ int) (identity.Membership, journal.Draft, error) {
			m.Role = identity.Reader
			return m, draft("identity.role-changed"), nil
		})
		s.fatal(err)
		for i, want := range []bool{false, true, false} {
			if l, ok, err := s.store.FindLink(ctx, []byte{byte(i)}); !ok || err != nil || l.Works(noon) != want {
				t.Errorf("invitation %d: works %t (%v), want %t", i, l.Works(noon), err, want)
			}
		}
		s.wantJournal("org_a", "identity.joined", "identity.joined", "identity.invited", "identity.invited", "identity.invited",
			"identity.role-changed", "identity.link-withdrawn", "identity.link-withdrawn")
	})
}

func TestAResetLinkTakesThePlaceOfAnEarlierOne(t *testing.T) {
	each(t, func(s suite) {
		s.person("per_2", "Sam")
		for i, p := range []identity.PersonID{"per_1", "per_2", "per_1"} {
			l := identity.Link{ID: fmt.Sprint("lnk_", i), Kind: identity.ResetLink, Person: p, Made: noon, Until: noon.Add(time.Hour)}
			s.fatal(s.store.AddLink(s.Context(), l, []byte{byte(i)}, draft("")))
		}
		for i, want := range []bool{false, true, true} {
			if l, ok, err := s.store.FindLink(s.Context(), []byte{byte(i)}); !ok || err != nil || l.Works(noon) != want {
				t.Errorf("reset link %d: works %t (%v), want %t", i, l.Works(noon), err, want)
			}
		}
	})
}

// TestAnAddressThatIsNoTextIsWrongLikeAnyOther: PostgreSQL refuses to compare it.
func TestAnAddressThatIsNoTextIsWrongLikeAnyOther(t *testing.T) {
	each(t, func(s suite) {
		service := &identity.Service{Store: s.store, Hasher: identity.NewHasher(1, 64, 2), Now: func() time.Time { return noon }, NewID: ref.NewID}
		for _, email := range []string{"\x00@zorg.example", "\xff\xfe@zorg.example"} {
			if _, err := service.CheckPassword(s.Context(), email, "een lang wachtwoord"); fault.KindOf(err) != fault.Invalid {
				t.Errorf("CheckPassword(%q) = %v, want Invalid", email, err)
			}
		}
	})
}

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
