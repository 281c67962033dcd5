package identitydb_test

import (
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
	"aantoonbaar/internal/ref"
)

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
