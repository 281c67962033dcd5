package demo

import (
	"context"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/programme"
)

// programme is the audit programme that the board takes stock of: proposed, the
// first rounds given to somebody, and one of them begun. Whole tells to finish that one.
func (s *story) programme(ctx context.Context, whole bool) error {
	begun, err := s.Programme.Begin(ctx, s.lead, programme.MonthOf(s.today()), 15)
	if err != nil {
		return err
	}
	s.later()
	if _, err := s.Programme.Propose(ctx, s.lead, begun.Number); err != nil {
		return err
	}
	sheet, err := s.Programme.Find(ctx, s.lead, begun.Number)
	if err != nil {
		return err
	}
	for _, r := range sheet.States {
		if r.Month.After(s.today().AddDate(0, 6, 0)) {
			break
		}
		s.later()
		switch r.Tier {
		case programme.Self:
			r.Auditors = []programme.Auditor{{Person: s.lead.Person}}
		case programme.Internal:
			r.Auditors = []programme.Auditor{{Person: s.auditor.Person}} // who answers and signs nothing is independent of the work
		case programme.External:
			continue
		}
		if _, err := s.Programme.ChangeRound(ctx, s.lead, r.Round); err != nil {
			return err
		}
	}
	for _, r := range sheet.States {
		if r.Tier == programme.Internal {
			return s.audit(ctx, r.ID, whole)
		}
	}
	return nil
}

// audit begins a round: the first few requirements are judged, and something is found.
// Whole judges all of them, reports, and adds the report to the evidence.
func (s *story) audit(ctx context.Context, id programme.RoundID, whole bool) error {
	s.later()
	if err := s.Programme.Start(ctx, s.auditor, id); err != nil {
		return err
	}
	f, err := s.Programme.FindRound(ctx, s.auditor, id)
	if err != nil {
		return err
	}
	few := 2
	if whole {
		few = len(f.State.Scope)
	}
	for i, requirement := range f.State.Scope[:min(few, len(f.State.Scope))] {
		s.later()
		j := programme.Judgement{Requirement: requirement}
		for k, l := range framework.Levels {
			x := sightings[i%len(sightings)][k]
			j.Verdicts = append(j.Verdicts, programme.Verdict{Level: l, Outcome: x.outcome, Method: x.method, Seen: x.seen, On: s.today()})
		}
		if _, err := s.Programme.Judge(ctx, s.auditor, id, j); err != nil {
			return err
		}
	}
	s.later()
	x, err := s.Programme.SaveFinding(ctx, s.auditor, id, programme.Finding{
		Severity: audit.Minor, Requirement: f.State.Scope[0], Title: "Nieuwe collega's kennen de afspraak niet",
		What: "Twee van de drie collega's die dit najaar begonnen, hadden er nog niet van gehoord. De teamleider vertelt het alleen aan vaste mensen.",
	})
	if err != nil {
		return err
	}
	s.later()
	if _, err = s.Programme.ToPlan(ctx, s.lead, id, x.Number, s.staff[0].Person, s.today().AddDate(0, 2, 0)); err != nil || !whole {
		return err
	}
	s.later()
	if err := s.Programme.Report(ctx, s.auditor, id, audited); err != nil {
		return err
	}
	s.later()
	return s.Programme.Prove(ctx, s.lead, id)
}

const audited = "Wat is afgesproken, doen vaste medewerkers ook. Wie nieuw is, hoort het te laat. Wij zagen geen gevaar voor patiënten, en bevelen aan om de uitleg in de eerste week te geven."

// A sighting is a verdict on one level.
type sighting struct {
	outcome audit.Outcome
	method  audit.Method
	seen    string
}

// sightings are the verdicts on the first requirements of a round, level by level.
var sightings = [][3]sighting{
	{
		{audit.Met, audit.ByDocument, "De afspraak staat in het handboek en is van dit jaar."},
		{audit.PartlyMet, audit.ByInterview, "Vaste collega's vertellen hoe zij het doen. Nieuwe collega's niet."},
		{audit.PartlyMet, audit.ByObservation, "Een ochtend meegelopen: in twee van de drie gevallen ging het zoals afgesproken."},
	},
	{
		{audit.Met, audit.ByDocument, "Vastgelegd en bekend bij wie het aangaat."},
		{audit.Met, audit.ByObservation, "Op beide locaties gezien."},
		{audit.Met, audit.ByReperformance, "Zelf nagedaan met twee voorbeelden van vorige maand; het klopte."},
	},
	{
		{audit.Met, audit.ByDocument, "Het besluit en de laatste wijziging staan in het register."},
		{audit.Met, audit.ByInterview, "Drie afdelingen vertellen los van elkaar hetzelfde."},
		{audit.Met, audit.ByDocument, "De verslagen van dit jaar zijn er, een voor elk kwartaal."},
	},
	{
		{audit.PartlyMet, audit.ByDocument, "De afspraak is er, en noemt de nieuwe polikliniek nog niet."},
		{audit.Met, audit.ByObservation, "Op twee afdelingen meegekeken; het is ingericht."},
		{audit.Met, audit.ByTest, "Geprobeerd met een proefaccount; wat niet mocht, werd geweigerd."},
	},
}
