package incident

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident/indicator"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// Traces are what was changed in the indicators of an incident at once, each as it is
// now.
type Traces struct {
	From string                `json:"from,omitempty"` // name of the file; "" for one that somebody typed
	All  []indicator.Indicator `json:"all"`
}

// Indicators returns the traces of an incident, in the order of lists, also those
// that were taken out.
//
// Refusals: Denied; NotFound.
func (s *Service) Indicators(ctx context.Context, by identity.Actor, id ID) ([]indicator.Indicator, error) {
	if err := by.Need(identity.SeeIncidents); err != nil {
		return nil, err
	}
	return s.indicators(ctx, by, id)
}

func (s *Service) indicators(ctx context.Context, by identity.Actor, id ID) ([]indicator.Indicator, error) {
	if _, err := s.load(ctx, by, id); err != nil {
		return nil, err
	}
	all, err := s.Store.Indicators(ctx, by.Org, id)
	if err != nil {
		return nil, fmt.Errorf("load indicators of %s: %w", id, err)
	}
	return all, nil
}

// A Tally is what traces would do to those that are there.
type Tally struct{ New, Changed, Same int }

// Compare counts what [Service.AddIndicators] would do.
//
// Refusals: Denied; NotFound.
func (s *Service) Compare(ctx context.Context, by identity.Actor, id ID, all []indicator.Indicator) (t Tally, err error) {
	if err := by.Need(identity.HandleIncident); err != nil {
		return t, err
	}
	there, err := s.indicators(ctx, by, id)
	if err != nil {
		return t, err
	}
	_, t = s.merge(by, there, all)
	return t, nil
}

// AddIndicators adds traces: those that are there already take over what is new. They
// may come after the incident was closed.
//
// Refusals: Denied; NotFound; Invalid, of one that is no trace or of too many: then
// none is stored.
func (s *Service) AddIndicators(ctx context.Context, by identity.Actor, id ID, from string, all []indicator.Indicator) (t Tally, err error) {
	if err := by.Need(identity.HandleIncident); err != nil {
		return t, err
	}
	var k fault.Checker
	k.Need(len(all) > 0 && len(all) <= indicator.MaxEach, "value", i18n.Tf("Geef tussen 1 en %d sporen.", "Give between 1 and %d traces.", indicator.MaxEach))
	k.Line(from, "file", MaxName)
	err = k.Fault("incident.indicators-refused")
	for n := 0; err == nil && n < len(all); n++ { // the first that is refused tells enough
		all[n].Check(&k)
		checkSeen(&k, all[n], s.now())
		err = k.Fault("incident.indicators-refused")
	}
	if err != nil {
		return t, err
	}
	once, _ := indicator.Together(all)
	err = s.trace(ctx, by, id, from, func(there []indicator.Indicator) (changed []indicator.Indicator, err error) {
		changed, t = s.merge(by, there, once)
		if len(there)+t.New > indicator.MaxEach {
			k.Need(false, "value", i18n.Tf("Er is plaats voor %d sporen bij een incident.", "There is room for %d traces of an incident.", indicator.MaxEach))
		}
		return changed, k.Fault("incident.indicators-refused")
	})
	return t, err
}

// checkSeen complains about moments that are still to come.
func checkSeen(k *fault.Checker, i indicator.Indicator, now time.Time) {
	k.Need(!i.First.After(now), "first", stillToCome)
	k.Need(!i.Last.After(now), "last", stillToCome)
}

// merge is what changes of those that are there when others are added.
func (s *Service) merge(by identity.Actor, there, all []indicator.Indicator) (changed []indicator.Indicator, t Tally) {
	for _, i := range all {
		n, ok := slices.BinarySearchFunc(there, i, indicator.Indicator.Compare)
		if !ok {
			i.Added, i.Changed, i.By, i.Gone = s.now(), time.Time{}, by.Name, ""
			changed = append(changed, i)
			t.New++
			continue
		}
		merged, differs := there[n].Merge(i)
		if !differs {
			t.Same++
			continue
		}
		merged.Changed, merged.By = s.now(), by.Name
		changed = append(changed, merged)
		t.Changed++
	}
	return changed, t
}

// ChangeIndicator stores what somebody made of the given version of a trace, in the
// place of all that was said of it. Its kind and its value stay.
//
// Refusals: Denied; NotFound; Invalid; Conflict when there is a later version.
func (s *Service) ChangeIndicator(ctx context.Context, by identity.Actor, id ID, version int64, i indicator.Indicator) error {
	return s.changeOne(ctx, by, id, i, func(k *fault.Checker, was *indicator.Indicator) error {
		if was.Version() != version {
			return ErrStale
		}
		was.First, was.Last, was.Source, was.Confidence, was.TLP, was.Note = i.First, i.Last, i.Source, i.Confidence, i.TLP, i.Note
		was.Check(k)
		checkSeen(k, *was, s.now())
		return nil
	})
}

// DropIndicator takes a trace out. It stays readable, with why, and comes back when
// somebody adds it again.
//
// Refusals: Denied; NotFound; Invalid.
func (s *Service) DropIndicator(ctx context.Context, by identity.Actor, id ID, i indicator.Indicator, because string) error {
	return s.changeOne(ctx, by, id, i, func(k *fault.Checker, was *indicator.Indicator) error {
		checkReason(k, because)
		was.Gone = because
		return nil
	})
}

func (s *Service) changeOne(ctx context.Context, by identity.Actor, id ID, which indicator.Indicator, do func(*fault.Checker, *indicator.Indicator) error) error {
	if err := by.Need(identity.HandleIncident); err != nil {
		return err
	}
	return s.trace(ctx, by, id, "", func(there []indicator.Indicator) ([]indicator.Indicator, error) {
		n, ok := slices.BinarySearchFunc(there, which, indicator.Indicator.Compare)
		if !ok || there[n].Gone != "" {
			return nil, fault.Missing("incident.no-indicator")
		}
		now := there[n]
		var k fault.Checker
		if err := do(&k, &now); err != nil {
			return nil, err
		}
		if err := k.Fault("incident.indicator-refused"); err != nil || now == there[n] {
			return nil, err
		}
		now.Changed, now.By = s.now(), by.Name
		return []indicator.Indicator{now}, nil
	})
}

// trace stores what change makes of the traces that are there, with its entry.
func (s *Service) trace(ctx context.Context, by identity.Actor, id ID, from string, change func([]indicator.Indicator) ([]indicator.Indicator, error)) error {
	now := s.now()
	err := s.Store.Trace(ctx, by.Org, id, func(there []indicator.Indicator) ([]indicator.Indicator, journal.Draft, error) {
		changed, err := change(there)
		if err != nil || len(changed) == 0 {
			return nil, journal.Draft{}, err
		}
		return changed, by.Draft(now, "incident.indicators", Incident{ID: id}.Ref(), Traces{from, changed}), nil
	})
	if err != nil {
		return fmt.Errorf("store indicators of %s: %w", id, err)
	}
	return nil
}

// RecallIndicators returns the traces of every incident after the given entries, in
// the order of lists. Of an incident of which some were erased, what is left is
// returned, and it is among the unknown.
func RecallIndicators(entries []journal.Entry) (all map[ID][]indicator.Indicator, unknown []ref.Ref, err error) {
	all = map[ID][]indicator.Indicator{}
	for _, e := range entries {
		switch {
		case e.Action != "incident.indicators":
			continue
		case e.Data == nil:
			unknown = append(unknown, e.Object)
			continue
		}
		var t Traces
		if err := json.Unmarshal(e.Data, &t); err != nil {
			return nil, nil, fmt.Errorf("recall entry %d: %w", e.Seq, err)
		}
		id := ID(e.Object.ID)
		for _, i := range t.All {
			n, ok := slices.BinarySearchFunc(all[id], i, indicator.Indicator.Compare)
			if ok {
				all[id][n] = i
				continue
			}
			all[id] = slices.Insert(all[id], n, i)
		}
	}
	return all, unknown, nil
}

// Stands are the traces that were not taken out, and hold every word.
func Stands(all []indicator.Indicator, words string, kind indicator.Kind) (some []indicator.Indicator) {
	plain, ok := indicator.Parse(words)
	for _, i := range all {
		text := i.Value + " " + i.Defang() + " " + i.Source + " " + i.Note
		if i.Gone == "" && (kind == "" || i.Kind == kind) && (i18n.HasWords(text, strings.TrimSpace(words)) || ok && i.Kind == plain.Kind && i.Value == plain.Value) {
			some = append(some, i)
		}
	}
	return some
}
