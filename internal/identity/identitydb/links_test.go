package identitydb_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
)

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
