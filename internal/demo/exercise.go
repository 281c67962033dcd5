package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// exercised is an afternoon on which the record was gone, with its report among the
// evidence, and a call-out that is planned, in which the out-of-hours post takes part.
func (s *story) exercised(ctx context.Context) error {
	switch s.m.key {
	case "rijnoever":
		return s.joinsIn(ctx)
	case "linde":
	default:
		return nil
	}
	joost := s.staff[slices.IndexFunc(s.staff, func(a identity.Actor) bool { return a.Role == identity.SecurityOfficer })]
	sanne := s.staff[slices.IndexFunc(s.staff, func(a identity.Actor) bool { return a.Role == identity.Contributor })]
	choices, err := s.Exercise.Choices(ctx, s.lead)
	if err != nil {
		return err
	}
	begin := s.morning(s.Clock.Now()).Add(24*time.Hour + 5*time.Hour)
	played, err := s.Exercise.Save(ctx, s.lead, exercise.Draft{
		Scenario: "ransomware-record", When: begin, Goal: "Hoelang duurt het tot de hele avonddienst op papier werkt?", Lead: s.lead.Name,
		Seats: []exercise.Seat{
			{Role: "nurse", Person: sanne.Person}, {Role: "oncall", Name: "Anouk (achterwacht)"}, {Role: "it", Person: joost.Person}, {Role: "security", Name: "Tessa"},
		},
		Observers: []identity.PersonID{s.board.Person}, Processes: tested(choices.Carried.Processes, func(p continuity.Process) (continuity.ID, string) { return p.ID, p.Name }, "Medicatie geven", "Rapporteren"),
		Systems: tested(choices.Carried.Systems, func(x continuity.System) (continuity.ID, string) { return x.ID, x.Name }, record),
	})
	if err != nil {
		return err
	}
	s.Clock.forward(begin)
	if err := s.play(ctx, played.ID, sanne, joost); err != nil {
		return fmt.Errorf("exercise: %w", err)
	}
	called, err := s.Exercise.Save(ctx, s.lead, exercise.Draft{
		Scenario: "region-down", When: s.morning(s.Clock.Now().AddDate(0, 2, 0)), Goal: "Wie nemen er ’s ochtends vroeg op?", Lead: joost.Name,
		Seats: []exercise.Seat{{Role: "oncall", Person: sanne.Person}, {Role: "team", Name: "Avondteam Noord"}, {Role: "team", Name: "Avondteam Zuid"}},
	})
	if err != nil {
		return err
	}
	s.code, err = s.Exercise.Invite(ctx, s.lead, called.ID)
	return err
}

// joinsIn takes part in the call-out of De Linde, with people of one's own.
func (s *story) joinsIn(ctx context.Context) error {
	e, err := s.Exercise.Join(ctx, s.lead, s.code)
	if err != nil {
		return fmt.Errorf("join an exercise: %w", err)
	}
	_, err = s.Exercise.Save(ctx, s.lead, exercise.Draft{
		ID: e.ID, Version: e.Version, Scenario: e.Script.ID, When: e.When, Goal: "Weten de triagisten wie zij bellen als de centrale zwijgt?", Lead: s.lead.Name,
		Seats:     []exercise.Seat{{Role: "oncall", Name: "Dienstdoende regiearts"}, {Role: "team", Name: "Triage, nachtdienst"}},
		Observers: []identity.PersonID{s.board.Person},
	})
	return err
}

// tested finds what an exercise tests by its name.
func tested[T any](all []T, of func(T) (continuity.ID, string), names ...string) (ids []continuity.ID) {
	for _, x := range all {
		if id, name := of(x); slices.Contains(names, name) {
			ids = append(ids, id)
		}
	}
	return ids
}

// A beat is what happens after some minutes.
type beat struct {
	after int
	do    func() error
}

// play lives through the afternoon, in real order on the clock of the story.
func (s *story) play(ctx context.Context, id exercise.ID, sanne, joost identity.Actor) error {
	turn := func(t exercise.Turn) func() error {
		return func() error { return s.Exercise.Turn(ctx, s.lead, id, t, "") }
	}
	note := func(by identity.Actor, deed exercise.Deed, role, who, inject, text string) func() error {
		return func() error {
			return s.Exercise.Say(ctx, by, id, exercise.Note{Deed: deed, Role: role, Who: who, Inject: inject, Text: text}, nil)
		}
	}
	const done, partly, not = exercise.Done, exercise.Partly, exercise.NotYet
	saw := func(inject, remark string, results ...exercise.Result) func() error {
		return func() error {
			x := exercise.Seen{Inject: inject, Remark: remark}
			for _, r := range results {
				x.Ticks = append(x.Ticks, exercise.Tick{Result: r})
			}
			return s.Exercise.Observe(ctx, s.board, id, x)
		}
	}
	anouk := "Anouk (achterwacht)"
	for _, b := range []beat{
		{0, turn(exercise.Start)},
		{2, note(sanne, exercise.Did, "", "", "closed", "Achterwacht gebeld. Insuline wacht op de huisartsenpost.")},
		{2, saw("closed", "De noodkaart lag in de zorgtas, niemand hoefde te zoeken.", done, done, partly)},
		{6, note(s.lead, exercise.Decided, "oncall", anouk, "two-more", "Eerst insuline en morfine. Iedereen op papier.")},
		{2, saw("two-more", "Twee collega’s kregen het bericht niet: zij stonden niet in de groep.", done, partly, done)},
		{6, note(joost, exercise.Did, "", "", "supplier", "Koppelingen uitgezet. Duinrand belt over een uur terug.")},
		{3, saw("supplier", "", done, done, done)},
		{2, note(s.lead, exercise.Decided, "oncall", anouk, "team", "Elk half uur overleg. Tessa schrijft mee. Wij wisten het om tien over zeven.")},
		{1, turn(exercise.Hold)},
		{9, turn(exercise.GoOn)},
		{4, saw("team", "Het moment van ‘weten’ moest de spelleider vragen.", done, partly, done)},
		{16, note(s.lead, exercise.Decided, "security", "Tessa", "note", "Niet betalen, niets openen. Politie en Z-CERT bellen, melding bij de AP.")},
		{3, saw("note", "", done, done, partly)},
		{10, func() error {
			return s.Exercise.Add(ctx, s.lead, id, exercise.Inject{To: []string{"it"}, By: exercise.ByPhone, From: i18n.Same("Huisarts"), Says: i18n.Same("‘Ik kan de medicatielijst van mevrouw Jansen niet zien. Kunt u die faxen?’")})
		}},
		{5, note(joost, exercise.Did, "", "", "own-1", "Doorverwezen naar de apotheek: die heeft de lijst.")},
		{4, note(sanne, exercise.Did, "", "", "mistake", "Huisartsenpost gebeld, blijf bij meneer Bakker.")},
		{12, saw("weekend", "Het weekendrooster stond na tien minuten. De hersteltijd kende niemand.", done, not, partly)},
		{12, turn(exercise.End)},
	} {
		s.minutes(b.after)
		if err := b.do(); err != nil {
			return err
		}
	}
	return s.learnt(ctx, id, sanne)
}

// learnt is the talk afterwards, the report, the evidence and an action.
func (s *story) learnt(ctx context.Context, id exercise.ID, sanne identity.Actor) error {
	s.minutes(20)
	for _, l := range []struct {
		by   identity.Actor
		text string
	}{
		{sanne, "Zet elke flexwerker in de berichtengroep van de dienst, op de eerste werkdag."},
		{s.board, "Schrijf de hersteltijd van het dossier op de noodkaart. Niemand wist hem."},
	} {
		if err := s.Exercise.Learn(ctx, l.by, id, l.text); err != nil {
			return err
		}
	}
	s.minutes(15)
	conclusion := "De avonddienst werkte binnen tien minuten op papier en gaf geen medicatie uit het hoofd. Twee collega’s hoorden het te laat. Wanneer de klokken beginnen, weten we nu."
	if err := s.Exercise.Sign(ctx, s.lead, id, conclusion); err != nil {
		return err
	}
	if err := s.Exercise.Prove(ctx, s.lead, id); err != nil {
		return err
	}
	_, err := s.Exercise.ToPlan(ctx, s.lead, id, 1, "Planning", s.today().AddDate(0, 1, 0))
	return err
}
