package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// withoutICT is how the organisation goes on without ICT: what hangs on what, cards
// of its own, two restores that were timed, and an outage of this autumn.
func (s *story) withoutICT(ctx context.Context) error {
	if s.m.key != "linde" {
		return nil
	}
	ids, err := s.systems(ctx)
	if err != nil {
		return err
	}
	for _, p := range carriesOn {
		p.Systems = nil
		for _, name := range needs[p.Name] {
			p.Systems = append(p.Systems, ids[name])
		}
		s.minutes(6)
		if _, err := s.Continuity.SaveProcess(ctx, s.lead, p); err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
	}
	if err := s.ownCards(ctx); err != nil {
		return err
	}
	if err := s.restores(ctx, ids); err != nil {
		return err
	}
	s.minutes(12)
	if _, err := s.Continuity.SaveTree(ctx, s.lead, continuity.Tree{Name: "Er ligt iets uit, ’s avonds en ’s nachts", Calls: atNight}); err != nil {
		return err
	}
	return s.wentDown(ctx, ids)
}

// minutes moves the clock on without a draw, so that all that is drawn stays the same.
func (s *story) minutes(n int) { s.Clock.at(s.Clock.Now().Add(time.Duration(n) * time.Minute)) }

const (
	record, planner, list = "ECD Zorgblad", "Routeplanner Wegwijs", "Toedienlijst MediLijst"
	internet, mobile      = "Internet op kantoor", "Mobiele telefoons"
	power, alarm          = "Stroom op kantoor", "Zorgalarm"
)

// hosted are the systems, each after those that it needs.
var hosted = []struct {
	continuity.System
	needs []string
}{
	{continuity.System{Kind: continuity.Power, Name: power, Supplier: "Netbeheerder", Place: "Kantoor", Backup: "Geen; mensen werken vanuit huis", Promised: 4 * continuity.Hour}, nil},
	{continuity.System{Kind: continuity.Network, Name: internet, Supplier: "Vlietnet", Place: "Kantoor", Backup: "Telefoon als hotspot", Promised: 8 * continuity.Hour}, []string{power}},
	{continuity.System{Kind: continuity.Phones, Name: mobile, Supplier: "Belgoed", Place: "Bij de leverancier", Backup: "Twee toestellen van een ander netwerk", Promised: 2 * continuity.Hour}, nil},
	{continuity.System{Kind: continuity.ClientRecord, Name: record, Supplier: "Zorgblad", Place: "Rekencentrum van de leverancier", Backup: "Elk uur een kopie in een tweede rekencentrum", CopyEvery: continuity.Hour, Promised: 8 * continuity.Hour}, nil},
	{continuity.System{Kind: continuity.Medication, Name: list, Supplier: "MediLijst", Place: "Rekencentrum van de leverancier", Backup: "Elke nacht een kopie", CopyEvery: continuity.Day, Promised: continuity.Day}, []string{record}},
	{continuity.System{Kind: continuity.Planning, Name: planner, Supplier: "Wegwijs", Place: "Rekencentrum van de leverancier", Backup: "Elke nacht een kopie", CopyEvery: continuity.Day}, nil},
	{continuity.System{Kind: continuity.Alarm, Name: alarm, Supplier: "Alarmcentrale Oost", Place: "Bij cliënten thuis", Backup: "Tweede centrale", Promised: 30}, []string{mobile}},
}

func (s *story) systems(ctx context.Context) (map[string]continuity.ID, error) {
	ids := map[string]continuity.ID{}
	for _, x := range hosted {
		made := x.System
		for _, name := range x.needs {
			made.Needs = append(made.Needs, ids[name])
		}
		s.minutes(4)
		stored, err := s.Continuity.SaveSystem(ctx, s.lead, made)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", made.Name, err)
		}
		ids[made.Name] = stored.ID
	}
	return ids, nil
}

// needs says which systems each process needs itself.
var needs = map[string][]string{
	"Medicatie geven":         {list, mobile},
	"Routes plannen":          {planner, mobile},
	"Rapporteren":             {record},
	"Alarmen opvolgen":        {alarm, mobile},
	"Nieuwe cliënten opnemen": {record, internet},
}

var carriesOn = []continuity.Process{
	{Name: "Medicatie geven", Owner: "Wijkverpleegkundigen", RTO: 2 * continuity.Hour, RPO: 2 * continuity.Hour, Bears: 4 * continuity.Hour, Suppliers: "Apotheek De Brug", People: "Tweede persoon voor controle, mag via beeldbellen", WorkAround: "Papieren toedienlijst bij de cliënt thuis. De apotheek stuurt elke maand een nieuwe."},
	{Name: "Routes plannen", Owner: "Planning", RTO: 4 * continuity.Hour, RPO: continuity.Day, Bears: 12 * continuity.Hour, People: "Planner en teamleider", WorkAround: "De route van gisteren hangt om vijf uur uitgeprint op kantoor. Teamleiders bellen de wijzigingen door."},
	{Name: "Rapporteren", Owner: "Teamleiders", RTO: 8 * continuity.Hour, RPO: 4 * continuity.Hour, Bears: 2 * continuity.Day, WorkAround: "Op het rapportageformulier, een blad per cliënt."},
	{Name: "Alarmen opvolgen", Owner: "Achterwacht", RTO: 30, RPO: 0, Bears: continuity.Hour, Suppliers: "Alarmcentrale Oost", People: "Sleutels van cliënten in het kluisje", WorkAround: "Bellen langs de lijst van cliënten met een alarm. Geen gehoor: erheen."},
	{Name: "Nieuwe cliënten opnemen", RTO: continuity.Day, RPO: continuity.Day, Bears: 3 * continuity.Day},
}

// ownCards are two cards with the organisation's own numbers; one has a second version.
func (s *story) ownCards(ctx context.Context) error {
	numbers := map[string]string{"Apotheek De Brug": "088 000 02 10"} // whoever stands on two cards has one number
	for _, kind := range []continuity.Kind{continuity.ClientRecord, continuity.Medication} {
		template, _ := s.Continuity.Template(kind, continuity.Small)
		w := continuity.WordsOf(template, i18n.NL)
		for i, c := range w.Contacts {
			if numbers[c.Who] == "" {
				numbers[c.Who] = fmt.Sprintf("088 000 01 %02d", len(numbers))
			}
			w.Contacts[i].Number = numbers[c.Who]
		}
		w.Forms, w.Hangs = "Blauwe map in de kast naast de voordeur van kantoor, en in elke zorgtas", "Kantoor, bij de telefoon\nElke zorgtas"
		s.minutes(15)
		c, err := s.Continuity.SaveCard(ctx, s.lead, w)
		if err != nil {
			return err
		}
		if kind != continuity.ClientRecord {
			continue
		}
		w = continuity.WordsOf(c, i18n.NL)
		w.Contacts[4].Who, w.Contacts[4].Number = "Apotheek De Brug", numbers["Apotheek De Brug"]
		s.minutes(15)
		if _, err := s.Continuity.SaveCard(ctx, s.lead, w); err != nil {
			return err
		}
	}
	return nil
}

// restores are a test that worked and is evidence, and one that fell short and is planned.
func (s *story) restores(ctx context.Context, ids map[string]continuity.ID) error {
	s.minutes(9)
	good, err := s.Continuity.Record(ctx, s.lead, continuity.Test{
		System: ids[record], On: s.today().AddDate(0, -2, -3), What: "Het dossier van een testcliënt, uit de kopie van die ochtend, in de testomgeving van Zorgblad",
		Took: 70, Lost: 40, Who: s.lead.Name + " met Zorgblad", Result: continuity.Worked, Remarks: "Bijlagen kwamen pas na een kwartier.",
	})
	if err != nil {
		return err
	}
	if err := s.Continuity.Prove(ctx, s.lead, good.ID); err != nil {
		return err
	}
	s.minutes(9)
	short, err := s.Continuity.Record(ctx, s.lead, continuity.Test{
		System: ids[list], On: s.today().AddDate(0, -1, 0), What: "De toedienlijsten van team Noord, op een reservetablet",
		Took: 5 * continuity.Hour, Lost: 20 * continuity.Hour, Who: "MediLijst", Result: continuity.Partly, Remarks: "De lijst van gisteren kwam terug, de wijzigingen van vandaag niet.",
	})
	if err != nil {
		return err
	}
	s.minutes(3)
	_, err = s.Continuity.ToPlan(ctx, s.lead, short.ID, "MediLijst en "+s.lead.Name, s.today().AddDate(0, 2, 0))
	return err
}

var atNight = []continuity.Call{
	{From: "Wie het merkt", To: "Achterwacht", Number: "088 000 01 03", Else: "Bel de teamleider"},
	{From: "Achterwacht", To: "Helpdesk", Number: "088 000 01 01", Else: "Bel de leverancier zelf"},
	{From: "Achterwacht", To: "Teamleiders Noord en Zuid", Number: "088 000 01 20", Else: "Bel het andere team"},
	{From: "Teamleiders Noord en Zuid", To: "Iedereen op route", Number: "lijst in de blauwe map", Else: "Rijd langs"},
	{From: "Achterwacht", To: "Bestuurder, als het langer dan een uur duurt", Number: "088 000 01 30"},
}

// wentDown is an outage of two weeks ago: one person entered the sheets, another
// checked them.
func (s *story) wentDown(ctx context.Context, ids map[string]continuity.ID) error {
	second := slices.IndexFunc(s.staff, func(a identity.Actor) bool {
		return a.Person != s.lead.Person && identity.May(a, identity.KeepContinuity)
	})
	if second < 0 {
		return nil
	}
	from := s.morning(s.today().AddDate(0, 0, -14))
	s.minutes(5)
	o, err := s.Continuity.Begin(ctx, s.lead, continuity.Outage{System: ids[record], From: from, Story: "Zorgblad was niet bereikbaar na een wijziging bij de leverancier."},
		"Rapportage route 1, blad 1 en 2\nRapportage route 2, blad 3\nToedienlijst mevrouw op route 2, blad 4")
	if err != nil {
		return err
	}
	if err := s.Continuity.Return(ctx, s.lead, o.ID, from.Add(150*time.Minute)); err != nil {
		return err
	}
	for _, sheet := range o.Sheets {
		s.minutes(7)
		if err := s.Continuity.Enter(ctx, s.lead, o.ID, sheet.Number); err != nil {
			return err
		}
		s.minutes(4)
		if err := s.Continuity.CheckSheet(ctx, s.staff[second], o.ID, sheet.Number, ""); err != nil {
			return err
		}
	}
	s.minutes(5)
	return s.Continuity.Close(ctx, s.lead, o.ID, "De blauwe map lag in één tas niet. Nu controleert de teamleider dat elke maandag.")
}
