package exercise

import (
	"context"
	"fmt"
	"slices"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
)

// ValidYears is how long a report counts as evidence.
const ValidYears = 1

// reported is what the journal says of a report: the exercise, and the document.
type reported struct {
	Exercise
	Text string `json:"text"`
}

// Sign ends an exercise with its report. Who led it signs; once that person has left
// the organisation, whoever may lead. Nothing of it changes afterwards.
//
// Refusals: Denied; NotFound; Invalid without a conclusion; Conflict for anybody else,
// before the clock was ended, once signed, or while nobody wrote or saw anything.
func (s *Service) Sign(ctx context.Context, by identity.Actor, id ID, conclusion string) error {
	return again(func() error {
		v, err := s.leads(ctx, by, id)
		if err != nil {
			return err
		}
		if err := s.maySign(ctx, by, v); err != nil {
			return err
		}
		conclusion = trimmed(conclusion)
		var k fault.Checker
		k.Need(conclusion != "", "conclusion", i18n.T("Schrijf in een paar zinnen wat deze oefening liet zien.", "Write in a few sentences what this exercise showed."))
		k.Text(conclusion, "conclusion", maxText)
		if err := k.Fault("exercise.report-refused"); err != nil {
			return err
		}
		text, sum, err := v.Document(by.Org, conclusion).Spell()
		if err != nil {
			return err
		}
		e := v.Exercise
		e.Report, e.Weight = &Report{Conclusion: conclusion, SHA256: sum, Signed: s.hand(by), Lacks: v.Lacks}, v.Weight()
		e.Change = s.change(by, e.Version)
		if err := s.Store.Save(ctx, by.Org, e, by.Draft(e.At, "exercise.sign", e.Ref(), reported{e, text})); err != nil {
			return fmt.Errorf("sign %s: %w", e.ID, err)
		}
		return nil
	})
}

func (s *Service) maySign(ctx context.Context, by identity.Actor, v View) error {
	e := v.Exercise
	switch {
	case e.Stage() == Signed:
		return conflict("exercise.signed", i18n.T("Het verslag is al ondertekend.", "The report is signed already."))
	case e.Stage() != Played:
		return conflict("exercise.not-over", i18n.T("Zet eerst de klok uit: de oefening is nog niet klaar.", "First end the clock: the exercise is not over yet."))
	}
	if e.Begun.Person != by.Person {
		people, err := s.World.Members(ctx, by.Org)
		if err != nil {
			return fmt.Errorf("list people: %w", err)
		}
		if people.Here[e.Begun.Person] != "" {
			return conflict("exercise.not-leader", i18n.T("Wie de oefening leidde, ondertekent: "+e.Begun.Name+".", "Who led the exercise signs: "+e.Begun.Name+"."))
		}
	}
	o := v.Outcome(v.Now)
	noted := slices.ContainsFunc(v.Notes, func(n Note) bool { return n.Struck.IsZero() })
	if !noted && o.Counts.Seen()+o.Found.Seen() == 0 {
		return conflict("exercise.nothing-seen", i18n.T("Er is nog niets opgeschreven. Vul minstens één formulier van een waarnemer in, of één notitie.", "Nothing was written yet. Fill in at least one form of an observer, or one note."))
	}
	return nil
}

// Prove adds a signed report to the evidence of those of the scenario's measures that an
// observer saw, on the level of operation, for [ValidYears]. Where it is evidence
// already, nothing is added.
//
// Refusals: Denied; NotFound; Conflict while it is not signed, when it fell short of the
// [Bar], and when no measure was seen.
func (s *Service) Prove(ctx context.Context, by identity.Actor, id ID) error {
	if err := by.Need(identity.Evidence); err != nil {
		return err
	}
	v, err := s.Find(ctx, by, id)
	if err != nil || v.Proven {
		return err
	}
	if v.Exercise.Report == nil {
		return conflict("exercise.not-signed", i18n.T("Dit verslag is nog niet ondertekend, en telt dan niet als bewijs.", "This report has not been signed, and then is no evidence."))
	}
	if !v.Exercise.Counts() {
		says := i18n.T("Deze oefening was te klein om als bewijs te tellen.", "This exercise was too small to count as evidence.")
		for _, l := range v.Lacks {
			says.NL, says.EN = says.NL+" "+l.NL, says.EN+" "+l.EN
		}
		return conflict("exercise.too-small", says)
	}
	if len(v.Shown()) == 0 {
		return conflict("exercise.nothing-shown", i18n.T("Geen waarnemer zag iets goed gaan van de maatregelen van dit verhaal. Het verslag blijft staan, en telt niet als bewijs.", "No observer saw anything of the measures of this story go well. The report stays, and is no evidence."))
	}
	if err := s.World.AddOnce(ctx, by, s.evidenceOf(v), v.Exercise.Report.SHA256); err != nil {
		return fmt.Errorf("add exercise %s to the evidence: %w", id, err)
	}
	return nil
}

// Shown lists the measures of which the report is evidence.
func (v View) Shown() []string { return v.Outcome(v.Now).Shown(v.Exercise.Script.Measures) }

func (s *Service) evidenceOf(v View) evidence.Item {
	e, o := v.Exercise, v.Outcome(v.Now)
	on := legaltime.DayOf(e.Begun.At, s.Zone)
	text := fmt.Sprintf("Gespeeld op %s, %d minuten, met %d mensen. Van %d verwachte acties zagen waarnemers er %d: %d gedaan, %d deels, %d niet.",
		i18n.NL.Day(on), int(o.Ran.Minutes()), len(e.Seats), o.Counts.All(), o.Counts.Seen(), o.Counts.Done, o.Counts.Partly, o.Counts.Not)
	if n := len(o.Faults); n > 0 {
		text += fmt.Sprintf(" Gevonden: %d van de %d fouten.", o.Found.Done+o.Found.Partly, n)
	}
	if n := len(o.Calls); n > 0 {
		text += fmt.Sprintf(" Bereikt: %d van de %d mensen.", o.Reached(), n)
	}
	text += fmt.Sprintf("\nLessen: %d.\nVerslag van %s.\nVaste versie: %s", len(e.Lessons), e.Report.Signed.Name, e.Report.SHA256)
	return evidence.Item{
		Title: e.title(), Form: evidence.Note, Kind: framework.Operation, Text: text,
		VouchedBy: e.Report.Signed.Name, SpeaksFrom: on, ValidUntil: on.AddDate(ValidYears, 0, 0), Requirements: requirements(o.Shown(e.Script.Measures)),
	}
}
