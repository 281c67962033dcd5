package rounds

import (
	"context"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// questionFor is how long the link of a question works, as long as that of any other.
const questionFor = 14 * 24 * time.Hour

// A Ruling is what somebody says of a case.
type Ruling struct {
	Verdict  Verdict
	Reason   string
	Measures string // for Unlawful: what was done about it
	To       string // for Ask: whose answer is waited for, by name
	Question string // and what is asked
}

func (r Ruling) tidy() Ruling {
	r.Reason, r.Measures, r.To, r.Question = strings.TrimSpace(r.Reason), strings.TrimSpace(r.Measures), strings.TrimSpace(r.To), strings.TrimSpace(r.Question)
	return r
}

func (r Ruling) check(k *fault.Checker) {
	k.Need(r.Verdict.Name() != i18n.Same(string(r.Verdict)), "verdict", i18n.T("Kies wat u vindt.", "Choose what you find."))
	k.Need(r.Verdict == Ask || r.Reason != "", "reason", i18n.T("Schrijf op waarom: wat verklaart dit, of wat niet.", "Write why: what explains this, or what does not."))
	k.Text(r.Reason, "reason", maxText)
	k.Text(r.Measures, "measures", maxText)
	k.Need(r.Verdict != Ask || r.To != "", "to", i18n.T("Schrijf op aan wie u het vraagt.", "Write whom you ask."))
	k.Line(r.To, "to", maxName)
	k.Need(r.Verdict != Ask || r.Question != "", "question", i18n.T("Schrijf uw vraag op.", "Write your question."))
	k.Text(r.Question, "question", maxText)
}

// Judge stores what the actor finds of a case. That there was no reason, counts when
// somebody else finds so too.
//
// Refusals: Denied; NotFound; Invalid with every wrong field; Conflict in a round that is
// closed, when the same person would be the second reader, or somebody else changed the
// case since.
func (s *Service) Judge(ctx context.Context, by identity.Actor, id ID, version int64, r Ruling) (Case, error) {
	c, err := s.changing(ctx, by, id, version)
	if err != nil {
		return Case{}, err
	}
	var k fault.Checker
	r = r.tidy()
	r.check(&k)
	if err := k.Fault("accesslog.verdict-refused"); err != nil {
		return Case{}, err
	}
	if last, ok := c.last(); ok && r.Verdict == Unlawful && last.Verdict == Unlawful && last.Person == string(by.Person) {
		return Case{}, conflict("accesslog.same-reader", i18n.T(
			"U vond dit al onterecht. Een tweede lezer moet het ook zo zien: vraag een collega die de logs mag beoordelen.",
			"You found this without a reason already. A second reader must see it so too: ask a colleague who may review the logs."))
	}
	c.Judged = append(c.Judged, Judged{r.Verdict, r.Reason, by.Name, string(by.Person), c.At})
	if r.Measures != "" {
		c.Measures = r.Measures
	}
	if r.Verdict == Ask {
		c.Question = &Question{To: r.To, Text: r.Question, Asked: c.At, Until: c.At.Add(questionFor), By: by.Name}
	}
	return c, s.save(ctx, by, "accesslog.judge", c, c.Change)
}

// changing is a case that the actor is about to change, in a round that is open.
func (s *Service) changing(ctx context.Context, by identity.Actor, id ID, version int64) (Case, error) {
	if err := by.Need(identity.ReviewLogs); err != nil {
		return Case{}, err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return Case{}, err
	}
	c, ok := h.Case(id)
	if c.Change, err = s.next(by, false, ok, c.Version, version); err != nil {
		return Case{}, err
	}
	if r, _ := h.Round(c.Round); !r.Open() {
		return Case{}, conflict("accesslog.round-closed", i18n.T("Deze ronde is afgesloten.", "This round is closed."))
	}
	return c, nil
}

// Names shows who the people of a case are, and notes in the case that the actor saw it.
// They come by their keys.
//
// Refusals: Denied; NotFound.
func (s *Service) Names(ctx context.Context, by identity.Actor, id ID) (Case, map[string]Name, error) {
	if err := by.Need(identity.ReviewLogs); err != nil {
		return Case{}, nil, err
	}
	for {
		h, err := s.held(ctx, by.Org)
		if err != nil {
			return Case{}, nil, err
		}
		c, ok := h.Case(id)
		if !ok {
			return Case{}, nil, fault.Missing("accesslog.no-case")
		}
		c.Change = Change{Version: c.Version + 1, At: s.now(), By: by.Name}
		c.Shown = append(c.Shown, Shown{by.Name, c.At})
		err = s.save(ctx, by, "accesslog.names", c, c.Change)
		if fault.KindOf(err) == fault.Conflict {
			continue // somebody else changed it meanwhile: that is no reason to show nothing
		}
		if err != nil {
			return Case{}, nil, err
		}
		found := map[string]Name{c.User: {}, c.Patient: {}}
		for _, l := range c.Looks {
			found[l.User], found[l.Patient] = Name{}, Name{}
		}
		delete(found, "")
		return c, found, s.find(ctx, by.Org, h, found)
	}
}

// Answer stores the answer to the question of a case, from whoever holds its link.
//
// Refusals: Denied; NotFound; Invalid without words; Conflict when it was answered, or
// the case is closed.
func (s *Service) Answer(ctx context.Context, by identity.Actor, id ID, says string) error {
	if err := by.Need(identity.AnswerAsked); err != nil {
		return err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return err
	}
	c, ok := h.Case(id)
	if !ok || by.About != string(c.ID) || c.Question == nil {
		return fault.Missing("accesslog.no-question")
	}
	says = strings.TrimSpace(says)
	var k fault.Checker
	k.Need(says != "", "answer", i18n.T("Schrijf uw antwoord op.", "Write your answer."))
	k.Text(says, "answer", maxText)
	if err := k.Fault("accesslog.answer-refused"); err != nil {
		return err
	}
	if state := c.State(s.now()); state != Asked && state != Answered || !c.Question.Answered.IsZero() {
		return conflict("accesslog.answered", i18n.T("Deze vraag is al beantwoord, of de zaak is al afgesloten.", "This question was answered already, or the case is closed."))
	}
	q := *c.Question
	c.Change = Change{Version: c.Version + 1, At: s.now(), By: by.Name}
	q.Answer, q.Answered = says, c.At
	c.Question = &q
	return s.save(ctx, by, "accesslog.answer", c, c.Change)
}

// A Breach is what an incident is to say of a case.
type Breach struct {
	Says  string
	Aware time.Time // when it was found that there was no reason
}

// Reportable returns what an incident is to say of a case: somebody's data were seen by
// who should not.
//
// Refusals: Denied; NotFound; Conflict for another verdict, when there is an incident of
// it, in a round that is closed, or when somebody else changed the case since.
func (s *Service) Reportable(ctx context.Context, by identity.Actor, id ID, version int64) (Breach, error) {
	c, err := s.changing(ctx, by, id, version)
	if err != nil {
		return Breach{}, err
	}
	last, _ := c.last()
	if last.Verdict != Unlawful || c.Incident != "" {
		return Breach{}, conflict("accesslog.no-incident", i18n.T("Dit is niet onterecht bevonden, of er is al een incident van gemaakt.", "This was not found to be without a reason, or there is an incident of it already."))
	}
	says := i18n.NL.Plural(c.Times(), "Bij de logcontrole bleek dat een medewerker zonder reden in %s dossier keek.", "Bij de logcontrole bleek dat een medewerker %s keer zonder reden in dossiers keek.", "", "")
	return Breach{says, last.At}, nil
}

// Report notes which incident was made of a case.
//
// Refusals: as [Service.Reportable].
func (s *Service) Report(ctx context.Context, by identity.Actor, id ID, version int64, incident string) error {
	if _, err := s.Reportable(ctx, by, id, version); err != nil {
		return err
	}
	c, err := s.changing(ctx, by, id, version)
	if err != nil {
		return err
	}
	c.Incident = incident
	return s.save(ctx, by, "accesslog.incident", c, c.Change)
}
