package incident

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/rule"
)

// A Brief is what lists and figures keep of an incident.
type Brief struct {
	ID           ID
	Year, Number int
	Title, Lead  string
	Kind         string
	Causes       []string
	Aware        time.Time
	Reported     time.Time
	Closed       time.Time // zero while it is open
	Cents, Lost  int64     // costs, and minutes of care
	Taken        []Taken   // steps that were to be taken, or were

	words string // in small letters, to search in
	month Month  // of Aware, in the organisation's zone
}

// A Taken is a step of a duty of one incident.
type Taken struct {
	Duty, Step string
	Due        time.Time // zero where the law names no moment, or none yet
	Sent       time.Time // zero while it was not

	place int // of the step among those of all duties
}

// IsLate reports whether the step was taken after its moment, or was not and the
// moment has passed.
func (t Taken) IsLate(now time.Time) bool {
	return !t.Due.IsZero() && (t.Sent.After(t.Due) || t.Sent.IsZero() && now.After(t.Due))
}

// Name is how people call it.
func (b Brief) Name() string { return Incident{Year: b.Year, Number: b.Number}.Name() }

// newest puts the incident that was reported last first.
func newest(a, b *Brief) int {
	return cmp.Or(cmp.Compare(b.Year, a.Year), cmp.Compare(b.Number, a.Number))
}

// brief is what is kept of an incident. Only what was decided by now counts as a step
// to be taken.
func (s *Service) brief(i Incident, judged []Judgement) *Brief {
	b := &Brief{
		ID: i.ID, Year: i.Year, Number: i.Number, Title: i.Title, Lead: i.Lead, Kind: i.Kind, Causes: i.Cause.Sorts,
		Aware: i.Aware, Reported: i.ReportedAt, Closed: i.ClosedAt, Cents: i.Toll.Total(), Lost: i.Toll.Lost,
		month: MonthOf(i.Aware, s.Zone),
	}
	kind := NameOf(s.Rules.Kinds, i.Kind)
	b.words = strings.ToLower(strings.Join([]string{i.Name(), i.Title, i.What, i.Systems, i.Lead, kind.NL, kind.EN}, " "))
	places := s.Rules.places()
	for _, j := range judged {
		for _, c := range j.Clocks {
			if !c.Sent.At.IsZero() || j.Truth == rule.Yes && !c.Step.Request {
				b.Taken = append(b.Taken, Taken{j.Duty.ID, c.Step.ID, c.Deadline.Due, c.Sent.At, places[j.Duty.ID+"/"+c.Step.ID]})
			}
		}
	}
	return b
}

// places numbers the steps of all duties, in their order.
func (r Rules) places() map[string]int {
	places := map[string]int{}
	for _, d := range r.Duties {
		for _, st := range d.Steps {
			places[d.ID+"/"+st.ID] = len(places)
		}
	}
	return places
}

// An index is every incident of an organisation in brief, and those that are open
// whole. It holds for one size of the journal, and for one profile: terms depend on
// which laws apply. What was changed since is read again, and nothing else.
type index struct {
	mu     *sync.Mutex // held while it is brought up to date
	size   int64
	day    time.Time // a law may begin to apply on another
	about  rule.Facts
	briefs []*Brief   // newest first; shared, so never changed
	closed []*Brief   // of these
	open   []Standing // the first moment first; shared likewise
}

// indexed returns the index of an organisation as it is now.
func (s *Service) indexed(ctx context.Context, by identity.Actor) (now index, err error) {
	size, err := s.Store.Size(ctx, by.Org)
	if err != nil {
		return now, fmt.Errorf("index incidents: %w", err)
	}
	x, day := s.indexOf(string(by.Org)), legaltime.DayOf(s.Now(), s.Zone)
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.size == 0 || x.size < size || !x.day.Equal(day) {
		err = s.refresh(ctx, by, x)
		x.day = day
	}
	return index{briefs: x.briefs, closed: x.closed, open: x.open}, err
}

// refresh brings an index up to date.
func (s *Service) refresh(ctx context.Context, by identity.Actor, x *index) error {
	about, err := s.World.About(ctx, by)
	if err != nil {
		return fmt.Errorf("load profile: %w", err)
	}
	since, old, standing := x.size, x.briefs, x.open
	if !sameFacts(about, x.about) {
		since, old, standing = 0, nil, nil
	}
	fresh, changed := []*Brief{}, map[ID]bool{}
	var opened []Standing
	size, err := s.Store.Since(ctx, by.Org, since, func(i Incident) {
		judged := s.Rules.Judge(i, about, s.Now(), s.Zone)
		fresh, changed[i.ID] = append(fresh, s.brief(i, judged)), true
		if i.IsOpen() {
			one := Standing{Incident: i}
			one.Duty, one.Next, _ = Next(judged)
			opened = append(opened, one)
		}
	})
	if err != nil {
		x.size = 0
		return fmt.Errorf("index incidents: %w", err)
	}
	x.size, x.about = size, about
	if len(changed) > 0 || since == 0 {
		kept := slices.DeleteFunc(slices.Clone(old), func(b *Brief) bool { return changed[b.ID] })
		x.briefs = merged(kept, fresh)
		x.closed = slices.DeleteFunc(slices.Clone(x.briefs), func(b *Brief) bool { return b.Closed.IsZero() })
		x.open = append(slices.DeleteFunc(slices.Clone(standing), func(o Standing) bool { return changed[o.ID] }), opened...)
		slices.SortFunc(x.open, func(a, b Standing) int {
			return cmp.Or(a.compare(b), cmp.Compare(b.Year, a.Year), cmp.Compare(b.Number, a.Number))
		})
	}
	return nil
}

// merged puts some among others that stand in their order.
func merged(all, some []*Brief) []*Brief {
	if len(some) > len(all)/10 {
		all = append(all, some...)
		slices.SortFunc(all, newest)
		return all
	}
	for _, b := range some {
		n, _ := slices.BinarySearchFunc(all, b, newest)
		all = slices.Insert(all, n, b)
	}
	return all
}

// indexOf is the index that is kept of an organisation; an empty one when none is.
func (s *Service) indexOf(org string) *index {
	s.indexing.Lock()
	defer s.indexing.Unlock()
	x := s.indexes.Find(org)
	if x == nil {
		x = &index{mu: &sync.Mutex{}}
		s.indexes.Keep(org, x)
	}
	return x
}

// sameFacts reports whether conditions come out the same on both.
func sameFacts(a, b rule.Facts) bool {
	if len(a) != len(b) {
		return false
	}
	for name, f := range a {
		if o, ok := b[name]; !ok || o.Truth != f.Truth {
			return false
		}
	}
	return true
}

// Open returns the incidents that still need somebody, the one with the first moment
// first.
//
// Refusals: Denied.
func (s *Service) Open(ctx context.Context, by identity.Actor) ([]Standing, error) {
	if err := by.Need(identity.SeeIncidents); err != nil {
		return nil, err
	}
	x, err := s.indexed(ctx, by)
	if err != nil {
		return nil, err
	}
	return x.standing(s.Now()), nil
}

// standing are the open incidents as their clocks stand now.
func (x index) standing(now time.Time) []Standing {
	all := slices.Clone(x.open)
	for n := range all {
		if c := &all[n].Next; !c.From.IsZero() {
			c.State = c.state(now) // it may have become late since
		}
	}
	return all
}
