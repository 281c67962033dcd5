package incident

import (
	"context"
	"fmt"
	"maps"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// A Paper is a text of one incident: what it holds, and what it would begin with now.
type Paper struct {
	Text     Text
	Editions []Edition         // in their order, without what they hold but for two; none while nobody saved one
	Offered  map[string]string // by field: what the incident gives now, in the language of the editions
	Late     bool              // a step that it serves is late
}

// Last is the edition that was saved last; the zero Edition while there is none.
func (p Paper) Last() Edition {
	if len(p.Editions) == 0 {
		return Edition{}
	}
	return p.Editions[len(p.Editions)-1]
}

// Values are what the fields hold: as saved last, or else what the incident gives.
func (p Paper) Values() map[string]string {
	if len(p.Editions) == 0 {
		return p.Offered
	}
	return p.Last().Values
}

// IsBehind reports whether the incident gives something else for a field than when
// somebody looked last, and something else than stands there.
func (p Paper) IsBehind(field string) bool {
	last := p.Last()
	return last.Number > 0 && p.Offered[field] != last.Basis[field] && p.Offered[field] != last.Values[field]
}

// Paper returns a text of an incident, with what its last edition holds and that of a
// number, 0 for no other. lang is for a text that nobody saved yet.
//
// Refusals: Denied; NotFound.
func (s *Service) Paper(ctx context.Context, by identity.Actor, id ID, text string, number int, lang i18n.Lang) (Paper, error) {
	if err := by.Need(identity.SeeIncidents); err != nil {
		return Paper{}, err
	}
	t, ok := s.Rules.Text(text)
	if !ok {
		return Paper{}, fault.Missing("incident.no-text")
	}
	f, err := s.load(ctx, by, id)
	if err != nil {
		return Paper{}, err
	}
	p := Paper{Text: t}
	if p.Editions, err = s.Store.Texts(ctx, by.Org, id, text, number); err != nil {
		return Paper{}, fmt.Errorf("load text %s of %s: %w", text, id, err)
	}
	if last := p.Last(); last.Number > 0 {
		lang = last.Lang
	}
	m, err := s.material(ctx, by, f, lang)
	if err != nil {
		return Paper{}, err
	}
	p.Offered = m.Fills(t)
	all, _, err := s.Judge(ctx, by, f.Incident)
	_, p.Late = t.Serves(all)
	return p, err
}

// Papers returns the last edition of every text of an incident, by text.
//
// Refusals: Denied.
func (s *Service) Papers(ctx context.Context, by identity.Actor, id ID) (map[string]Edition, error) {
	if err := by.Need(identity.SeeIncidents); err != nil {
		return nil, err
	}
	last, err := s.Store.LastTexts(ctx, by.Org, id)
	if err != nil {
		return nil, fmt.Errorf("load texts of %s: %w", id, err)
	}
	byText := map[string]Edition{}
	for _, e := range last {
		byText[e.Text] = e
	}
	return byText, nil
}

func (s *Service) material(ctx context.Context, by identity.Actor, f File, lang i18n.Lang) (m Material, err error) {
	m = Material{File: f, Names: s.Rules.Counts, Lang: lang, Zone: s.Zone}
	if m.Org, err = s.World.OrgName(ctx, by); err != nil {
		return m, fmt.Errorf("load the organisation: %w", err)
	}
	if m.Traces, err = s.standing(ctx, by, f.ID); err != nil {
		return m, err
	}
	m.Texts, err = s.Papers(ctx, by, f.ID)
	return m, err
}

// A Written is a field as somebody filled it in.
type Written struct {
	Value   string
	Offered string // what the incident gave, as they saw it
	Choice  Choice // about a field that the incident changed underneath
}

// A Choice is what somebody decided about a field that the incident changed.
type Choice string

// The choices.
const (
	Later    Choice = ""     // not decided yet: it stays marked
	KeepMine Choice = "keep" // what stands there holds
	TakeOver Choice = "take" // what the incident gives takes its place
)

// MaxEditions is how many editions a text of an incident has at most.
const MaxEditions = 200

// Write saves a text as its next edition, and returns it. number is the edition
// that the actor looked at, 0 for none; lang is for the first one.
//
// Refusals: Denied; NotFound; Conflict when somebody saved one since, when nothing
// differs from it, when there are [MaxEditions], or when the incident is closed;
// Invalid.
func (s *Service) Write(ctx context.Context, by identity.Actor, id ID, text string, number int, lang i18n.Lang, fields map[string]Written) (Edition, error) {
	if err := by.Need(identity.HandleIncident); err != nil {
		return Edition{}, err
	}
	t, ok := s.Rules.Text(text)
	if !ok {
		return Edition{}, fault.Missing("incident.no-text")
	}
	f, err := s.load(ctx, by, id)
	if err != nil {
		return Edition{}, err
	}
	editions, err := s.Store.Texts(ctx, by.Org, id, text, number)
	if err != nil {
		return Edition{}, fmt.Errorf("load text %s of %s: %w", text, id, err)
	}
	last := Paper{Editions: editions}.Last()
	switch {
	case !f.IsOpen():
		return Edition{}, ErrClosed
	case last.Number != number:
		return Edition{}, ErrStale
	case number >= MaxEditions:
		return Edition{}, errFull
	case number > 0:
		lang = last.Lang
	}
	now := s.now()
	e := Edition{Text: text, Number: number + 1, Lang: lang, Values: map[string]string{}, Basis: map[string]string{}, By: by.Name, ByID: by.Person, At: now}
	var k fault.Checker
	for _, field := range t.Fields {
		e.write(&k, field.ID, fields[field.ID], last)
	}
	e.Changed = t.changed(last.Values, e.Values)
	if err := k.Fault("incident.text-refused"); err != nil {
		return Edition{}, err
	}
	if number > 0 && maps.Equal(e.Values, last.Values) && maps.Equal(e.Basis, last.Basis) {
		return Edition{}, errSame
	}
	if err := s.Store.AddEdition(ctx, by.Org, id, e, by.Draft(now, "incident.text", f.Ref(), e)); err != nil {
		return Edition{}, fmt.Errorf("save text %s of %s: %w", text, id, err)
	}
	return e, nil
}

// write puts a field into the edition, after the one before.
func (e *Edition) write(k *fault.Checker, field string, w Written, before Edition) {
	k.Text(w.Value, field, MaxField)
	k.Text(w.Offered, field, MaxField)
	k.Need(w.Choice == Later || w.Choice == KeepMine || w.Choice == TakeOver, field, i18n.T("Kies of u houdt wat er staat, of overneemt wat er nu bekend is.", "Choose to keep what stands there, or to take over what is known now."))
	value, basis := w.Value, w.Offered
	marked := before.Number > 0 && w.Offered != before.Basis[field] && w.Offered != before.Values[field]
	switch {
	case marked && w.Choice == TakeOver:
		value = w.Offered
	case marked && w.Choice == Later:
		basis = before.Basis[field]
	}
	if value != "" {
		e.Values[field] = value
	}
	if basis != "" {
		e.Basis[field] = basis
	}
}

var (
	errFull = &fault.Fault{
		Kind: fault.Conflict, Code: "incident.text-full",
		Says: i18n.T("Van deze tekst zijn er al 200 versies. Meer komen er niet bij.", "There are 200 versions of this text already. No more are added."),
		Hint: i18n.T("Kopieer wat u typte en werk daar buiten dit systeem mee verder. Er is niets opgeslagen.", "Copy what you typed and go on with it outside this system. Nothing was stored."),
	}
	errSame = &fault.Fault{
		Kind: fault.Conflict, Code: "incident.text-same",
		Says: i18n.T("U heeft niets gewijzigd sinds de laatste versie.", "You changed nothing since the last version."),
		Hint: i18n.T("U hoeft niets te doen: die versie is er nog. Er is geen nieuwe versie opgeslagen.", "You need not do anything: that version is still there. No new version was stored."),
	}
)
