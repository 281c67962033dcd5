package people

import (
	"context"
	"fmt"
	"slices"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
)

// Join makes one of somebody who was on the list and got an account: what they followed
// counts for the account from then on, groups and days go along, and the name leaves
// the list and the journal, as with [Service.Erase]; it stands with the account.
//
// Refusals: Denied, also when the sign-in is not of the last minutes; NotFound when the
// first is nobody without an account; Invalid when the second is nobody with one, and
// when both together have too many groups; Conflict when somebody else changed either
// meanwhile.
func (s *Service) Join(ctx context.Context, by identity.Actor, id, account ID) error {
	if err := by.Need(identity.Erase); err != nil {
		return err
	}
	if err := by.NeedRecent(s.Now()); err != nil {
		return err
	}
	f, err := s.look(ctx, by.Org)
	if err != nil {
		return err
	}
	x, ok := f.Person(id)
	p, there := f.Participant(account)
	if !ok || x.HasAccount() {
		return fault.Missing("people.none")
	}
	var k fault.Checker
	k.Need(there && p.HasAccount(), "account", i18n.T("Kies een account uit de lijst.", "Choose an account from the list."))
	if err := k.Fault("people.join-refused"); err != nil {
		return err
	}
	now := s.now()
	y := p.joined(x)
	y.Change = Change{Version: p.Version + 1, At: now, By: by.Name}
	y.check(&k)
	if err := k.Fault("people.join-refused"); err != nil {
		return err
	}
	x.Change = Change{Version: x.Version + 1, At: now}
	x.Name, x.Erased, x.Became = "", now, account
	err = s.Store.Erase(ctx, by.Org, x, func(erased []int64) journal.Draft {
		return by.Draft(now, "staff.join", x.Ref(), ErasedSaid{x, erased})
	}, Entered{Record: y, Entry: by.Draft(now, "staff.save", y.Ref(), y)})
	if err != nil {
		return fmt.Errorf("join %s and %s: %w", x.Ref(), y.Ref(), err)
	}
	_ = s.Store.Scrub(ctx) // the name is gone from what anybody reads; the next round finishes what this cannot
	return nil
}

// joined is the record of somebody with an account, with what the list said of them. A
// last day on the list is that of the old record and does not go along.
func (p Participant) joined(x Staff) Staff {
	y := Staff{ID: p.ID, Groups: tidyGroups(slices.Concat(p.Groups, x.Groups)), From: p.From, Until: p.Until, Appointed: p.Appointed, Added: added(x.Added, p.Added)}
	if y.From.IsZero() || !x.From.IsZero() && x.From.Before(y.From) {
		y.From = x.From
	}
	return y
}

// A Double is somebody who stands on the list twice: with an account and without.
type Double struct {
	Listed  Participant // without an account
	Account Participant
}

// Doubles lists people without an account whose name somebody with one has.
func (f Sheaf) Doubles() (all []Double) {
	accounts := ByName(slices.DeleteFunc(slices.Clone(f.All), func(p Participant) bool { return !p.HasAccount() }))
	for _, p := range f.All {
		if with, ok := accounts[identity.PlainName(p.Name)]; ok && !p.HasAccount() {
			all = append(all, Double{p, with})
		}
	}
	return all
}

// joined puts in the place of whoever got an account that account, in everything that
// points at them.
func (h Held) joined() Held {
	became := map[ID]ID{}
	for _, s := range h.Staff {
		if s.Became != "" {
			became[s.ID] = s.Became
		}
	}
	if len(became) == 0 {
		return h
	}
	now := func(id ID) ID {
		if to, ok := became[id]; ok {
			return to
		}
		return id
	}
	h.Sessions, h.Certificates = slices.Clone(h.Sessions), slices.Clone(h.Certificates)
	for i, x := range h.Sessions {
		x.LeaderID, x.Present = now(x.LeaderID), slices.Clone(x.Present)
		for n, id := range x.Present {
			x.Present[n] = now(id)
		}
		slices.Sort(x.Present)
		x.Present = slices.Compact(x.Present)
		h.Sessions[i] = x
	}
	for i := range h.Certificates {
		h.Certificates[i].Person = now(h.Certificates[i].Person)
	}
	return h
}
