package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/incident/indicator"
	"aantoonbaar/internal/plan"
)

// wentWrong is an incident of seven weeks ago that was handled to its lessons: a
// letter with a care plan at the wrong address.
func (s *story) wentWrong(ctx context.Context, day, until time.Time) error {
	if s.m.key != "linde" || s.misdelivered || day.Before(until.AddDate(0, 0, -49)) {
		return nil
	}
	s.misdelivered = true
	s.minutes(40)
	aware := s.Clock.Now()
	s.minutes(12)
	in, err := s.Incident.Report(ctx, s.someoneWho(identity.ReportIncident), incident.Incident{
		Title: "Zorgplan in de brievenbus van de buren", Aware: aware, Happened: aware.Add(-20 * time.Hour),
		What: "De bezorger deed de envelop op nummer 12 in plaats van 21. De buurvrouw bracht hem geopend terug.", Systems: "Post",
	})
	if err != nil {
		return err
	}
	h := handler{s, ctx, in.ID}
	replies := map[string]incident.Reply{
		"disruption": incident.No, "harm": incident.No, "recipients": incident.Yes, "personal_data": incident.Yes, "controller": incident.Yes,
		"risk": incident.Yes, "high_risk": incident.No, "shielded": incident.No, "calamity": incident.No, "contract": incident.No,
	}
	err = h.all(
		h.on(15, func(by identity.Actor, v int64) error { return s.Incident.TakeOn(ctx, by, in.ID, v) }),
		h.on(10, func(by identity.Actor, v int64) error { return s.Incident.Answer(ctx, by, in.ID, v, replies) }),
		h.says(20, incident.Line{Text: "Excuses aangeboden. Zij wil graag dat wij het persoonlijk komen uitleggen.", With: "de dochter van de cliënt", How: incident.ByPhone}),
		h.says(5, incident.Line{Text: "Wij melden dit bij de Autoriteit Persoonsgegevens: het zorgplan is gelezen.", Decision: true}),
		h.sent(180, "avg-ap/report", "AP-voorbeeld-4471"),
		h.sent(5, "management/told", ""),
		h.on(5, func(by identity.Actor, v int64) error {
			return s.Incident.Strike(ctx, by, in.ID, v, "misdirected", []incident.Hit{{Part: incident.Process, Name: "Zorgplan versturen"}, {Part: incident.Supplier, Name: "Koerier De Fietstas"}})
		}),
		h.on(60*26, func(by identity.Actor, v int64) error {
			return s.Incident.Explain(ctx, by, in.ID, v, incident.Cause{Sorts: []string{"mistake", "agreement"}, Text: "Het adres stond met de hand op de envelop. Niemand keek het na, en er was geen afspraak om dat te doen."})
		}),
		h.on(10, func(by identity.Actor, v int64) error {
			return s.Incident.Reckon(ctx, by, in.ID, v, incident.Toll{Cents: map[string]int64{"hours": 210_00}, About: "Zes uur van de teamleider en de kwaliteitsmedewerker.", Lost: 60, Care: "Eén bezoek ging niet door, omdat de teamleider bij de familie was."})
		}),
		h.on(30, func(by identity.Actor, v int64) error { return s.Incident.End(ctx, by, in.ID, v, s.Clock.Now(), "") }),
	)
	if err != nil {
		return err
	}
	s.minutes(15)
	_, err = s.Incident.Learn(ctx, s.lead, in.ID, plan.Action{Title: "Zorgplannen alleen nog in een vensterenvelop of via het cliëntportaal", OwnerText: "Teamleiders", Due: s.today().AddDate(0, 3, 0)})
	if err != nil {
		return err
	}
	return h.on(10, func(by identity.Actor, v int64) error {
		return s.Incident.Close(ctx, by, in.ID, v, "Wij schrijven geen adressen meer met de hand. De envelop laat het adres uit het dossier zien, of de familie leest het zorgplan in het portaal.")
	})()
}

// goesWrong is an incident that is running: phishing at an out-of-hours post, with
// clocks, tasks and traces.
func (s *story) goesWrong(ctx context.Context, until time.Time) error {
	if s.m.key != "rijnoever" {
		return nil
	}
	s.Clock.forward(until.Add(-20 * time.Hour))
	aware := s.Clock.Now()
	s.minutes(25)
	in, err := s.Incident.Report(ctx, s.someoneWho(identity.ReportIncident), incident.Incident{
		Title: "Mailbox van een planner verstuurt valse facturen", Aware: aware, Happened: aware.Add(-3 * time.Hour),
		What: "Drie partners belden dat zij een factuur kregen met een vreemd bankrekeningnummer. De planner had op een link geklikt.", Systems: "Mail en agenda",
	})
	if err != nil {
		return err
	}
	h := handler{s, ctx, in.ID}
	replies := map[string]incident.Reply{
		"disruption": incident.Yes, "harm": incident.No, "recipients": incident.No, "personal_data": incident.Yes, "controller": incident.Yes, "risk": incident.Yes, "calamity": incident.No,
	}
	task := func(text, owner string, hours int) func() error {
		return func() error {
			s.minutes(2)
			return s.Incident.AddTask(ctx, s.lead, in.ID, incident.Task{Text: text, Owner: owner, Due: aware.Add(time.Duration(hours) * time.Hour)})
		}
	}
	seen := func(kind indicator.Kind, value string) indicator.Indicator {
		return indicator.Indicator{Kind: kind, Value: value, First: aware.Add(-3 * time.Hour), Last: aware, Source: "Eigen onderzoek", Confidence: 80, TLP: indicator.Amber}
	}
	return h.all(
		h.on(8, func(by identity.Actor, v int64) error { return s.Incident.TakeOn(ctx, by, in.ID, v) }),
		h.on(12, func(by identity.Actor, v int64) error { return s.Incident.Answer(ctx, by, in.ID, v, replies) }),
		h.says(3, incident.Line{Text: "Wij blokkeren de mailbox en trekken alle sessies in.", Decision: true}),
		h.says(15, incident.Line{Text: "Zij waarschuwen hun eigen mensen en betalen geen factuur van ons zonder te bellen.", With: "Apotheek De Brug", How: incident.ByPhone}),
		h.on(5, func(by identity.Actor, v int64) error {
			return s.Incident.Strike(ctx, by, in.ID, v, "account", []incident.Hit{{Part: incident.System, Name: "Mail en agenda"}, {Part: incident.Supplier, Name: "Mailhuis"}})
		}),
		task("Zoek uit welke mails zijn gelezen of doorgestuurd", "Mailhuis", 30),
		task("Bel alle partners die een factuur kregen", "Planning", 6),
		func() error { return s.Incident.Finish(ctx, s.lead, in.ID, 2, true) },
		func() error {
			s.minutes(6)
			_, err := s.Incident.AddIndicators(ctx, s.lead, in.ID, "", []indicator.Indicator{
				seen(indicator.Domain, "mailhuis-inloggen.example"), seen(indicator.URL, "https://mailhuis-inloggen.example/post"), seen(indicator.IPv4, "203.0.113.58"), seen(indicator.Email, "factuur@mailhuis-inloggen.example"),
			})
			return err
		},
	)
}

// A handler does the acts of somebody who handles an incident, one after the other.
type handler struct {
	*story
	ctx context.Context
	id  incident.ID
}

// all does them until one fails.
func (h handler) all(acts ...func() error) error {
	for n, act := range acts {
		if err := act(); err != nil {
			return fmt.Errorf("act %d on an incident: %w", n+1, err)
		}
	}
	return nil
}

// on is an act on the incident as it is, some minutes later.
func (h handler) on(minutes int, act func(by identity.Actor, version int64) error) func() error {
	return func() error {
		h.minutes(minutes)
		f, err := h.Incident.Find(h.ctx, h.lead, h.id)
		if err != nil {
			return err
		}
		return act(h.lead, f.Version)
	}
}

func (h handler) says(minutes int, l incident.Line) func() error {
	return func() error {
		h.minutes(minutes)
		return h.Incident.AddLine(h.ctx, h.lead, h.id, l)
	}
}

func (h handler) sent(minutes int, step, receipt string) func() error {
	return h.on(minutes, func(by identity.Actor, v int64) error {
		duty, one, _ := strings.Cut(step, "/")
		return h.Incident.Send(h.ctx, by, h.id, v, duty, one, incident.Sent{At: h.Clock.Now(), Receipt: receipt})
	})
}

// someoneWho is the last of the staff who may; the lead when nobody else may.
func (s *story) someoneWho(act identity.Action) identity.Actor {
	for n := len(s.staff) - 1; n >= 0; n-- {
		if a := s.staff[n]; a.Person != s.lead.Person && identity.May(a, act) {
			return a
		}
	}
	return s.lead
}
