package past

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"aantoonbaar/internal/hook"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/incident/indicator"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
)

func (s *State) incidents(id org.ID, entries []journal.Entry) error {
	files, unknown, err := incident.Recall(entries)
	s.Incidents = files
	s.lost(unknown)
	if err != nil {
		return err
	}
	traces, unknown, err := incident.RecallIndicators(entries)
	s.Traces = traces
	s.lost(unknown)
	if err != nil {
		return err
	}
	texts, unknown, err := incident.RecallTexts(entries)
	s.Texts = texts
	s.lost(unknown)
	if err != nil {
		return err
	}
	roster, known, err := incident.RecallRoster(entries)
	if s.Roster = roster; !known {
		s.lost([]ref.Ref{incident.RosterRef(id)})
	}
	return err
}

type incidents struct{ *Stores }

// ForIncident returns the store of incidents.
func (s *Stores) ForIncident() incident.Store { return incidents{s} }

// Load implements [incident.Store].
func (s incidents) Load(_ context.Context, id org.ID, i incident.ID) (incident.File, bool, error) {
	for _, f := range s.State.Incidents {
		if f.ID == i {
			return f, true, s.own(id)
		}
	}
	return incident.File{}, false, s.own(id)
}

// Size implements [incident.Store].
func (s incidents) Size(_ context.Context, id org.ID) (int64, error) { return s.State.Size, s.own(id) }

// Since implements [incident.Store].
func (s incidents) Since(_ context.Context, id org.ID, size int64, each func(incident.Incident)) (int64, error) {
	if size == 0 {
		for _, f := range s.State.Incidents {
			each(f.Incident)
		}
	}
	return s.State.Size, s.own(id)
}

// Add implements [incident.Store].
func (s incidents) Add(context.Context, org.ID, incident.Incident, func(incident.Incident) (journal.Draft, incident.Call)) (incident.Incident, error) {
	return incident.Incident{}, ErrPast
}

// Save implements [incident.Store].
func (s incidents) Save(context.Context, org.ID, incident.Incident, journal.Draft) error {
	return ErrPast
}

// AddLine implements [incident.Store].
func (s incidents) AddLine(context.Context, org.ID, incident.ID, incident.Line, func(incident.File, int) error, func(incident.Line) (journal.Draft, []mail.Message)) error {
	return ErrPast
}

// AddEdition implements [incident.Store].
func (s incidents) AddEdition(context.Context, org.ID, incident.ID, incident.Edition, journal.Draft) error {
	return ErrPast
}

// Texts implements [incident.Store].
func (s incidents) Texts(_ context.Context, id org.ID, i incident.ID, text string, number int) (all []incident.Edition, err error) {
	for _, e := range s.State.Texts[i] {
		if e.Text == text {
			all = append(all, e)
		}
	}
	for n := range all {
		if n != number-1 && n != len(all)-1 {
			all[n].Values, all[n].Basis = nil, nil
		}
	}
	return all, s.own(id)
}

// LastTexts implements [incident.Store].
func (s incidents) LastTexts(_ context.Context, id org.ID, i incident.ID) ([]incident.Edition, error) {
	last := map[string]incident.Edition{}
	for _, e := range s.State.Texts[i] {
		last[e.Text] = e
	}
	sorted := slices.SortedFunc(maps.Values(last), func(a, b incident.Edition) int { return cmp.Compare(a.Text, b.Text) })
	return sorted, s.own(id)
}

// Indicators implements [incident.Store].
func (s incidents) Indicators(_ context.Context, id org.ID, i incident.ID) ([]indicator.Indicator, error) {
	return slices.Clone(s.State.Traces[i]), s.own(id)
}

// Trace implements [incident.Store].
func (s incidents) Trace(context.Context, org.ID, incident.ID, func([]indicator.Indicator) ([]indicator.Indicator, journal.Draft, error)) error {
	return ErrPast
}

// Look implements [incident.Store].
func (s incidents) Look(context.Context, org.ID, incident.File, incident.Seen) error { return ErrPast }

// Hook implements [incident.Store]: on an earlier day nobody is called.
func (s incidents) Hook(_ context.Context, id org.ID) (hook.Hook, error) {
	return hook.Hook{}, s.own(id)
}

// SetHook implements [incident.Store].
func (s incidents) SetHook(context.Context, org.ID, hook.Hook, journal.Draft) error { return ErrPast }

// TryHook implements [incident.Store].
func (s incidents) TryHook(context.Context, org.ID, hook.Call, journal.Draft) error { return ErrPast }

// Called implements [incident.Store].
func (s incidents) Called(_ context.Context, id org.ID, _ int) ([]hook.Delivery, error) {
	return nil, s.own(id)
}

// Roster implements [incident.Store].
func (s incidents) Roster(_ context.Context, id org.ID) (incident.Roster, error) {
	return s.State.Roster, s.own(id)
}

// Arrange implements [incident.Store].
func (s incidents) Arrange(context.Context, org.ID, incident.Roster, journal.Draft) error {
	return ErrPast
}
