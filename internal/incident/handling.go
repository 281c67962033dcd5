package incident

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// TakeOn makes the actor the one who leads.
//
// Refusals, of this and every act below: Denied; NotFound; Conflict when somebody
// else changed the incident since version, or when it is closed; Invalid.
func (s *Service) TakeOn(ctx context.Context, by identity.Actor, id ID, version int64) error {
	return s.change(ctx, by, id, version, "incident.take-on", func(i *Incident, _ time.Time) error {
		i.Lead, i.LeadID = by.Name, by.Person
		return nil
	})
}

// Describe says anew what happened.
func (s *Service) Describe(ctx context.Context, by identity.Actor, id ID, version int64, said Incident) error {
	return s.change(ctx, by, id, version, "incident.describe", func(i *Incident, now time.Time) error {
		i.Title, i.What, i.Systems, i.Happened = said.Title, said.What, said.Systems, said.Happened
		var k fault.Checker
		i.check(&k, now)
		return k.Fault("incident.refused")
	})
}

// Answer stores the replies to questions; those that it does not name stay.
func (s *Service) Answer(ctx context.Context, by identity.Actor, id ID, version int64, replies map[string]Reply) error {
	return s.change(ctx, by, id, version, "incident.answer", func(i *Incident, _ time.Time) error {
		if i.Answers == nil {
			i.Answers = map[string]Reply{}
		}
		var k fault.Checker
		for q, r := range replies {
			k.Need(s.Rules.has(q), q, i18n.T("Deze vraag kennen wij niet.", "We do not know this question."))
			k.Need(r == Yes || r == No || r == Unknown, q, i18n.T("Kies ja, nee, of nog niet bekend.", "Choose yes, no, or not known yet."))
			if i.Answers[q] = r; r == Unknown {
				delete(i.Answers, q)
			}
		}
		return k.Fault("incident.answers-refused")
	})
}

func (r Rules) has(question string) bool {
	for _, q := range r.Questions {
		if q.ID == question {
			return true
		}
	}
	return false
}

// Correct puts another moment of awareness in the place of what was written. The
// old one is kept with the reason, and every clock runs from the new one.
func (s *Service) Correct(ctx context.Context, by identity.Actor, id ID, version int64, aware time.Time, reason string) error {
	return s.change(ctx, by, id, version, "incident.aware", func(i *Incident, now time.Time) error {
		var k fault.Checker
		checkAware(&k, aware, now)
		k.Need(!aware.Equal(i.Aware), "aware", i18n.T("Dit is het moment dat er al staat.", "This is the moment that is there already."))
		k.Need(i.Happened.IsZero() || !aware.Before(i.Happened), "aware", i18n.T(
			"U kunt het niet ontdekt hebben voordat het begon. Pas eerst het begin aan.", "You cannot have become aware before it began. Change the beginning first."))
		k.Need(!i.overBefore(aware) || i.OverWhy != "", "aware", i18n.T(
			"Dan was het al voorbij voordat u het ontdekte. Pas eerst aan wanneer het voorbij was, of schrijf daar op hoe dat kan.", "Then it was over before you became aware. First change when it was over, or write there how that can be."))
		if step, first := i.firstSent(); !first.IsZero() {
			what := s.Rules.titleOf(step)
			k.Need(!first.Before(aware), "aware", i18n.T(
				"Er staat dat u "+i18n.NL.Moment(first.In(s.Zone))+" dit al verstuurde: "+what.NL+". Toen wist u het dus. Klopt dat moment niet? Pas eerst aan wanneer u het verstuurde.",
				"It says that you sent this "+i18n.EN.Moment(first.In(s.Zone))+" already: "+what.EN+". So you knew by then. Is that moment wrong? First change when you sent it."))
		}
		checkReason(&k, reason)
		i.Earlier = append(i.Earlier[:len(i.Earlier):len(i.Earlier)], Awareness{Was: i.Aware, Reason: reason, By: by.Name, At: now})
		if i.Aware = aware; !i.overBefore(aware) {
			i.OverWhy = ""
		}
		return k.Fault("incident.aware-refused")
	})
}

// firstSent is the step that was taken first of all, as Sent names it, and when; zero
// while none was.
func (i *Incident) firstSent() (step string, first time.Time) {
	for _, name := range slices.Sorted(maps.Keys(i.Sent)) {
		if at := i.Sent[name].At; first.IsZero() || at.Before(first) {
			step, first = name, at
		}
	}
	return step, first
}

// titleOf is how people call a step with its duty, as [Incident.Sent] names them.
func (r Rules) titleOf(name string) i18n.Text {
	for _, d := range r.Duties {
		if id, ok := strings.CutPrefix(name, d.ID+"/"); ok {
			s, _ := d.Step(id)
			return i18n.T(s.Title.NL+" ("+d.Title.NL+")", s.Title.EN+" ("+d.Title.EN+")")
		}
	}
	return i18n.T(name, name)
}

func checkReason(k *fault.Checker, reason string) {
	k.Need(reason != "", "reason", i18n.T("Schrijf op waarom. Een toezichthouder vraagt ernaar.", "Write down why. An authority will ask."))
	k.Text(reason, "reason", MaxReason)
}

// Overrule puts a person's verdict on a duty in the place of the calculated one;
// without a verdict the calculated one holds again.
func (s *Service) Overrule(ctx context.Context, by identity.Actor, id ID, version int64, duty string, must *bool, reason string) error {
	return s.change(ctx, by, id, version, "incident.overrule", func(i *Incident, now time.Time) error {
		if _, ok := s.Rules.Duty(duty); !ok {
			return fault.Missing("incident.no-duty")
		}
		if must == nil {
			delete(i.Overruled, duty)
			return nil
		}
		var k fault.Checker
		checkReason(&k, reason)
		if i.Overruled == nil {
			i.Overruled = map[string]Override{}
		}
		i.Overruled[duty] = Override{Must: *must, Reason: reason, By: by.Name, At: now}
		return k.Fault("incident.overrule-refused")
	})
}

// End says when the incident was over: care goes on as usual, and the damage is
// repaired. The zero moment says that it is still running after all. Terms that
// depend on it follow. That it was over before anybody was aware needs a why: an
// outage of the night can have ended by itself, but mostly such a moment is a slip.
func (s *Service) End(ctx context.Context, by identity.Actor, id ID, version int64, over time.Time, why string) error {
	return s.change(ctx, by, id, version, "incident.over", func(i *Incident, now time.Time) error {
		var k fault.Checker
		k.Need(!over.After(now), "over", stillToCome)
		k.Need(over.IsZero() || over.After(earliest), "over", tooLongAgo)
		k.Need(over.IsZero() || !over.Before(i.Happened), "over", i18n.T("Het kan niet voorbij zijn voordat het begon.", "It cannot be over before it began."))
		i.Over, i.OverWhy = over, ""
		if i.overBefore(i.Aware) {
			k.Need(why != "", "why", i18n.T(
				"Dit is vóór het moment waarop u het ontdekte. Klopt dat, schrijf dan op hoe dat kan. Kies anders een later moment.", "This is before you became aware of it. When that is right, write how that can be. Otherwise choose a later moment."))
			k.Text(why, "why", MaxReason)
			i.OverWhy = why
		}
		return k.Fault("incident.over-refused")
	})
}

// overBefore reports whether the incident was over before a moment.
func (i Incident) overBefore(t time.Time) bool { return !i.Over.IsZero() && i.Over.Before(t) }

// Send records that a step was taken, outside this program: at what moment, what
// came back, and which edition of which text it was. A zero moment takes the
// record away again. By and Noted are filled in here.
func (s *Service) Send(ctx context.Context, by identity.Actor, id ID, version int64, duty, step string, sent Sent) error {
	return s.change(ctx, by, id, version, "incident.sent", func(i *Incident, now time.Time) error {
		d, _ := s.Rules.Duty(duty)
		st, ok := d.Step(step)
		if !ok {
			return fault.Missing("incident.no-step")
		}
		name := duty + "/" + step
		if sent.At.IsZero() {
			delete(i.Sent, name)
			return nil
		}
		var k fault.Checker
		k.Need(!sent.At.After(now), "at", stillToCome)
		k.Need(!sent.At.Before(i.Aware), "at", i18n.T("U kunt het niet verstuurd hebben voordat u het incident ontdekte.", "You cannot have sent it before you became aware of the incident."))
		earlier := i.Sent[duty+"/"+st.After].At
		k.Need(st.After == "" || !earlier.IsZero() && !sent.At.Before(earlier), "at", i18n.T(
			"Leg eerst vast wanneer de stap hiervoor is verstuurd; deze komt daarna.", "First record when the step before this was sent; this one comes after it."))
		k.Line(sent.Receipt, "receipt", MaxReason)
		there, err := s.isThere(ctx, by, id, name, sent)
		if err != nil {
			return err
		}
		k.Need(there, "edition", i18n.T("Kies een versie die er is.", "Choose a version that is there."))
		if i.Sent == nil {
			i.Sent = map[string]Sent{}
		}
		sent.By, sent.Noted = by.Name, now
		i.Sent[name] = sent
		return k.Fault("incident.sent-refused")
	})
}

var stillToCome = i18n.T("Dit moment moet nog komen. Kies een moment tot en met nu.", "This moment is still to come. Choose one up to now.")

// isThere reports whether the edition that was sent exists, of a text for that step;
// also when none was named.
func (s *Service) isThere(ctx context.Context, by identity.Actor, id ID, step string, sent Sent) (bool, error) {
	if sent.Text == "" {
		return sent.Edition == 0, nil
	}
	t, ok := s.Rules.Text(sent.Text)
	if !ok || !slices.Contains(t.For, step) {
		return false, nil
	}
	editions, err := s.Store.Texts(ctx, by.Org, id, sent.Text, sent.Edition)
	if err != nil {
		return false, fmt.Errorf("load text: %w", err)
	}
	return sent.Edition >= 1 && sent.Edition <= len(editions), nil
}

// Close ends the handling. What was not sent stays visible: a missed deadline
// blocks nothing.
func (s *Service) Close(ctx context.Context, by identity.Actor, id ID, version int64, lessons string) error {
	return s.change(ctx, by, id, version, "incident.close", func(i *Incident, now time.Time) error {
		var k fault.Checker
		k.Need(lessons != "", "lessons", i18n.T("Schrijf op wat u voortaan anders doet, of waarom er niets hoeft te veranderen.", "Write what you do otherwise from now on, or why nothing needs to change."))
		k.Text(lessons, "lessons", MaxText)
		i.ClosedAt, i.Lessons = now, lessons
		return k.Fault("incident.close-refused")
	})
}

// Reopen takes up an incident again that was closed.
func (s *Service) Reopen(ctx context.Context, by identity.Actor, id ID, version int64) error {
	return s.change(ctx, by, id, version, "incident.reopen", func(i *Incident, _ time.Time) error {
		if i.IsOpen() {
			return fault.Stale("incident.open")
		}
		i.ClosedAt = time.Time{}
		return nil
	})
}
