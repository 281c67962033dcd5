package demo

import (
	"context"
	"time"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
)

// AssessorPassphrase opens the key with which the assessor of the demonstration signs.
const AssessorPassphrase = "een beoordelaar kijkt zelf op de werkvloer"

// An assessed is an independent assessment that goes on while the weeks pass.
type assessed struct {
	by   identity.Actor
	with []identity.Actor // the rest of the team
	id   audit.ID
	done int // steps

	judged int // requirements
}

// assessor is the actor of whoever assesses the organisation.
func (s *story) assessor(persons map[string]identity.Person) {
	if p, ok := persons[s.m.assessor]; ok {
		s.assess = &assessed{by: s.assesses(p)}
	}
	if p, ok := persons[teammate]; ok && s.assess != nil {
		s.assess.with = append(s.assess.with, s.assesses(p))
	}
}

// teammate works along on the assessment.
const teammate = "Yara de Boer"

func (s *story) assesses(p identity.Person) identity.Actor {
	return identity.Actor{Person: p.ID, Name: p.Name, Org: s.id, Role: identity.Assessor, Credential: identity.Session}
}

// visited is a week of the assessment, in the last months; nothing for who has none.
func (s *story) visited(ctx context.Context, day, until time.Time) error {
	steps := []func(context.Context) error{s.engage, s.fix, s.look, s.find, s.report, s.settle}
	if s.assess == nil || day.Before(until.AddDate(0, 0, -80)) || s.assess.done == len(steps) {
		return nil
	}
	s.assess.done++
	s.later()
	return steps[s.assess.done-1](ctx)
}

// engage agrees on the terms, and lets the assessor in.
func (s *story) engage(ctx context.Context) error {
	today := s.today()
	first := today.AddDate(0, 0, 3)
	t := audit.Terms{
		Firm: "Van Aalst Beoordelingen", Criteria: "De eisen van NEN 7510, in opzet, bestaan en werking, en wat de organisatie daar zelf over heeft afgesproken.",
		Team: []audit.Member{{Name: s.assess.by.Name, Role: "leider van het onderzoek", Firm: "Van Aalst Beoordelingen"}, {Name: teammate, Role: "beoordelaar", Firm: "Van Aalst Beoordelingen"}},
		From: first, Until: first.AddDate(0, 0, 34), AccessFrom: today, AccessUntil: first.AddDate(0, 0, 150), Days: 6,
		Plan: []audit.PlanLine{
			{On: first.AddDate(0, 0, 4), Who: s.assess.by.Name, What: "gesprekken met ICT en de functionaris"},
			{On: first.AddDate(0, 0, 11), Who: s.assess.by.Name, What: "een avond meelopen op de post"},
			{On: first.AddDate(0, 0, 11), Who: teammate, What: "een avond meelopen op de post"},
			{On: first.AddDate(0, 0, 18), Who: teammate, What: "terugzetten en inloggen zelf nadoen"},
			{On: first.AddDate(0, 0, 25), Who: s.assess.by.Name, What: "rapport schrijven"},
		},
	}
	for _, r := range s.Catalogue.In(framework.Technology) {
		t.Scope = append(t.Scope, r.ID)
	}
	e, err := s.Audit.Draft(ctx, s.lead, t)
	if err != nil {
		return err
	}
	s.assess.id, s.assess.by.About = e.ID, string(e.ID)
	for _, by := range append([]identity.Actor{s.assess.by}, s.assess.with...) {
		by.About = string(e.ID)
		if e, err = s.letIn(ctx, by, e); err != nil {
			return err
		}
	}
	if e, err = s.Audit.Agree(ctx, s.lead, e.ID, e.Version); err != nil {
		return err
	}
	s.later()
	_, err = s.Audit.AgreeAsAssessor(ctx, s.assess.by, e.ID, e.Version)
	return err
}

// letIn gives an assessor a place, and lets that person state that there is no tie.
func (s *story) letIn(ctx context.Context, by identity.Actor, e audit.Engagement) (audit.Engagement, error) {
	m := identity.Membership{Org: s.id, Person: identity.Person{ID: by.Person}, Admission: e.Admission(s.Zone)}
	if err := s.Console.AddAssessor(ctx, m); err != nil {
		return e, err
	}
	s.later()
	st := audit.Statement{Answers: map[string]string{}}
	for _, q := range s.Audit.Rules.Questions {
		st.Answers[q.ID] = audit.NoTie
	}
	e, err := s.Audit.Declare(ctx, by, e.ID, st)
	s.later()
	return e, err
}

// fix fixes the situation and draws the sample.
func (s *story) fix(ctx context.Context) error { return s.Audit.Begin(ctx, s.assess.by, s.assess.id) }

// look judges half of the sample.
func (s *story) look(ctx context.Context) error {
	missing, err := s.unjudged(ctx)
	if err != nil {
		return err
	}
	return s.judge(ctx, missing[:len(missing)/2])
}

// find judges the rest, and finds two things; the organisation responds.
func (s *story) find(ctx context.Context) error {
	missing, err := s.unjudged(ctx)
	if err != nil {
		return err
	}
	if err := s.judge(ctx, missing); err != nil {
		return err
	}
	for i, x := range defects {
		s.later()
		x.Requirement = missing[i%len(missing)]
		found, err := s.Audit.AddFinding(ctx, s.assess.by, s.assess.id, x)
		if err != nil {
			return err
		}
		s.later()
		if _, err := s.Audit.Respond(ctx, s.lead, s.assess.id, found.Number, found.Version, responses[i]); err != nil {
			return err
		}
	}
	s.later()
	_, err = s.Audit.ToPlan(ctx, s.lead, s.assess.id, 1, s.staff[0].Person, s.today().AddDate(0, 4, 0))
	return err
}

// unjudged is what of the sample has no verdicts yet.
func (s *story) unjudged(ctx context.Context) ([]string, error) {
	f, err := s.Audit.File(ctx, s.assess.by, s.assess.id)
	return f.Missing(), err
}

// judge gives verdicts on every level of requirements.
func (s *story) judge(ctx context.Context, requirements []string) error {
	for _, requirement := range requirements {
		s.later()
		x := looks[s.assess.judged%len(looks)] // in turn: three of four are tested in practice, whatever is drawn
		s.assess.judged++
		var verdicts []audit.Verdict
		for i, l := range framework.Levels {
			verdicts = append(verdicts, audit.Verdict{Requirement: requirement, Level: l, Outcome: x[i].outcome, Method: x[i].method, Seen: x[i].seen, On: s.today(), Place: "Rijnoever, hoofdlocatie"})
		}
		if err := s.Audit.Judge(ctx, s.assess.by, s.assess.id, verdicts); err != nil {
			return err
		}
	}
	return nil
}

// report concludes and signs.
func (s *story) report(ctx context.Context) error {
	by, id := s.assess.by, s.assess.id
	by.Strong = s.Clock.Now() // signed in just now
	if err := s.Audit.Conclude(ctx, by, id, conclusion); err != nil {
		return err
	}
	if _, err := s.Console.MakeSigningKey(ctx, by, AssessorPassphrase); err != nil {
		return err
	}
	s.later()
	p, err := s.Audit.Preview(ctx, by, id)
	if err != nil {
		return err
	}
	_, err = s.Audit.Sign(ctx, by, id, p.SHA256, AssessorPassphrase)
	return err
}

// settle closes the finding that was solved since.
func (s *story) settle(ctx context.Context) error {
	_, err := s.Audit.CloseFinding(ctx, s.assess.by, s.assess.id, 2, "De werkinstructie is aangepast en hangt bij de balie. Twee invalkrachten vertelden uit zichzelf hoe zij nu inloggen.")
	return err
}

const conclusion = "De techniek van de spoedpost is in opzet op orde, en op de meeste punten ook in de praktijk. Het terugzetten van het dossier uit de kopie werkt, en duurt langer dan is afgesproken. Wij zagen medewerkers die weten wat zij doen, en invalkrachten die dat nog niet is verteld."

// defects are what is found, and responses what the organisation says of each.
var defects = []audit.Finding{
	{
		Severity: audit.Major, Title: "Terugzetten duurt langer dan afgesproken",
		What:     "Afgesproken is vier uur. Bij het nadoen was het dossier na zes uur en tien minuten weer te gebruiken. Wie het 's nachts moet doen, kende de stappen niet.",
		Evidence: "Zelf nagedaan in de testomgeving, met twee medewerkers van ICT. Het verslag van de leverancier van dit voorjaar noemt dezelfde tijd.",
	},
	{
		Severity: audit.Minor, Title: "Invalkrachten delen een inlog",
		What:     "Op een avond met drie invalkrachten werkten er twee onder dezelfde naam. De vaste medewerkers wisten dat en vonden het onhandig.",
		Evidence: "Een avond meegelopen op de post; drie gesprekken; de lijst van actieve inlogs van die avond.",
	},
}

var responses = []string{
	"Dit herkennen wij. Met de leverancier spreken wij een tweede kopie dichterbij af, en wij oefenen elk halfjaar, ook 's nachts.",
	"Dit had niet mogen gebeuren. Invalkrachten krijgen voortaan vooraf een eigen inlog; de planning zorgt daarvoor.",
}

// looks are the verdicts that a requirement can get, level by level.
var looks = [][3]sighting{
	{
		{audit.Met, audit.ByDocument, "Vastgesteld beleid van dit jaar, met een eigenaar en een datum waarop het opnieuw wordt bekeken."},
		{audit.Met, audit.ByInterview, "ICT en twee teamleiders vertellen los van elkaar hetzelfde, met voorbeelden van deze maand."},
		{audit.Met, audit.ByReperformance, "Zelf nagedaan met drie gevallen van de afgelopen weken. Het ging zoals afgesproken."},
	},
	{
		{audit.Met, audit.ByDocument, "Beschreven in het handboek en getekend door de directie."},
		{audit.PartlyMet, audit.ByObservation, "Op de hoofdlocatie ingericht. Op de tweede locatie nog niet."},
		{audit.PartlyMet, audit.ByObservation, "Een avond meegelopen: vaste medewerkers doen het, invalkrachten niet altijd."},
	},
	{
		{audit.Met, audit.ByDocument, "De afspraken met de leverancier staan in het contract en de bijlage."},
		{audit.Met, audit.ByTest, "Instellingen bekeken op twee werkplekken en een server."},
		{audit.Met, audit.ByTest, "Geprobeerd wat niet mag; het werd geweigerd en stond in het overzicht van die dag."},
	},
	{
		{audit.PartlyMet, audit.ByDocument, "Er is beleid, en het noemt de nieuwe systemen van dit jaar niet."},
		{audit.Met, audit.ByInterview, "De beheerder laat zien hoe het voor de nieuwe systemen toch gebeurt."},
		{audit.Met, audit.ByDocument, "De verslagen van het laatste kwartaal zijn er allemaal."},
	},
}
