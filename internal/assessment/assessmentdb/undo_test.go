package assessmentdb_test

import (
	"fmt"
	"testing"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

// A desk is a service at which people work at moments that a test chooses.
type desk struct {
	*testing.T
	*assessment.Service
	now time.Time
}

func eachDesk(t *testing.T, do func(*desk)) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		d := &desk{T: t, Service: service(t, db), now: noon}
		d.Now = func() time.Time { return d.now }
		do(d)
	})
}

// types stores each text in turn, the first after a pause and each next one as
// long after the one before it.
func (d *desk) types(by identity.Actor, pause time.Duration, texts ...string) {
	d.Helper()
	for _, text := range texts {
		d.now = d.now.Add(pause)
		a := d.answer(req)
		a.Requirement, a.Explanation = req, text
		if _, err := d.Save(d.Context(), by, a); err != nil {
			d.Fatal(err)
		}
	}
}

func (d *desk) answer(requirement string) assessment.Answer {
	d.Helper()
	p, err := d.Picture(d.Context(), marieke)
	if err != nil {
		d.Fatal(err)
	}
	return p.Said.Answers[requirement]
}

// undo takes back, and the answer must then be want.
func (d *desk) undo(by identity.Actor, reach assessment.Reach, want string) {
	d.Helper()
	_, err := d.Undo(d.Context(), by, req, reach)
	if got := d.answer(req).Explanation; err != nil || got != want {
		d.Errorf("undo gives %q (%v), want %q", got, err, want)
	}
}

func (d *desk) putBack(by identity.Actor, want string) {
	d.Helper()
	_, err := d.PutBack(d.Context(), by, req)
	if got := d.answer(req).Explanation; err != nil || got != want {
		d.Errorf("putting back gives %q (%v), want %q", got, err, want)
	}
}

func (d *desk) offers(by identity.Actor, want assessment.Offer) {
	d.Helper()
	if got, err := d.Offer(d.Context(), by, req, assessment.Sitting); err != nil || got != want {
		d.Errorf("%s is offered %q (%v), want %q", by.Name, got, err, want)
	}
}

// refused checks a refusal, and that it stored nothing.
func (d *desk) refused(code string, do func() (assessment.Answer, error)) {
	d.Helper()
	before := d.answer(req)
	_, err := do()
	if f, ok := fault.Of(err); !ok || f.Kind != fault.Conflict || f.Code != code {
		d.Errorf("%v, want a conflict %s", err, code)
	}
	if after := d.answer(req); after != before {
		d.Errorf("a refusal left %+v, want %+v", after, before)
	}
}

func (d *desk) undoes(by identity.Actor) func() (assessment.Answer, error) {
	return func() (assessment.Answer, error) { return d.Undo(d.Context(), by, req, assessment.Sitting) }
}

func (d *desk) putsBack(by identity.Actor) func() (assessment.Answer, error) {
	return func() (assessment.Answer, error) { return d.PutBack(d.Context(), by, req) }
}

func TestUndoTakesBackOneSitting(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.types(marieke, time.Minute, "Van vanmorgen.")
		d.types(marieke, time.Hour, "W")
		d.types(marieke, assessment.SittingGap, "Wi", "Wij")
		if _, err := d.Ask(d.Context(), marieke, req, "Joost", "Weet jij dit?"); err != nil {
			d.Fatal(err)
		}
		d.offers(marieke, assessment.OfferUndo)
		d.undo(marieke, assessment.Sitting, "Van vanmorgen.")
		if a := d.answer(req); a.Version != 5 || !a.ChangedAt.Equal(d.now) {
			d.Errorf("the undo is stored as %+v, want version 5 of now", a)
		}
		d.types(marieke, assessment.SittingGap+time.Second, "Een", "Twee")
		d.undo(marieke, assessment.Sitting, "Een")
	})
}

func TestALongSittingIsTakenBackWhole(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.types(sanne, time.Minute, "Van Sanne.")
		for i := range 110 { // more than is read from the journal at first
			d.types(marieke, time.Second, fmt.Sprint(i))
		}
		d.undo(marieke, assessment.Sitting, "Van Sanne.")
	})
}

func TestTheLastActAloneCanBeTakenBack(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.types(marieke, time.Minute, "Een", "Twee", "Drie")
		d.undo(marieke, assessment.LastAct, "Twee")
		d.putBack(marieke, "Drie")
	})
}

func TestAnothersChangeIsNeverTakenBack(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.types(marieke, time.Minute, "Van Marieke.")
		d.types(sanne, time.Minute, "Van Sanne.")
		d.offers(marieke, assessment.OfferNothing)
		d.refused("assessment.not-yours-to-undo", d.undoes(marieke))
		d.types(marieke, time.Minute, "Toch", "Toch anders.")
		d.offers(sanne, assessment.OfferNothing)
		d.refused("assessment.not-yours-to-undo", d.undoes(sanne))
		d.undo(marieke, assessment.Sitting, "Van Sanne.")
		d.offers(sanne, assessment.OfferNothing)
		d.refused("assessment.not-yours-to-undo", d.putsBack(sanne))
		d.types(sanne, time.Minute, "Weer van Sanne.")
		d.refused("assessment.not-yours-to-undo", d.putsBack(marieke))
	})
}

func TestWhatWasTakenBackIsPutBack(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.types(marieke, time.Hour, "Was", "Een")
		d.types(marieke, time.Minute, "Twee")
		d.undo(marieke, assessment.Sitting, "Was")
		d.offers(marieke, assessment.OfferPutBack)
		d.refused("assessment.nothing-to-undo", d.undoes(marieke)) // a second press of the button
		d.putBack(marieke, "Twee")
		d.offers(marieke, assessment.OfferUndo)
		d.refused("assessment.nothing-to-put-back", d.putsBack(marieke))
		d.types(marieke, time.Minute, "Drie")
		d.undo(marieke, assessment.Sitting, "Was")
		changes, err := d.History(d.Context(), marieke, req, 3)
		if err != nil || changes[0].Action != "answer.undo" || changes[2].Action != "answer.redo" {
			d.Errorf("History = %+v (%v), want the undo, a change and the putting back", changes, err)
		}
	})
}

func TestThereIsNothingToUndo(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.offers(marieke, assessment.OfferNothing)
		d.refused("assessment.nothing-to-undo", d.undoes(marieke))
		d.refused("assessment.nothing-to-put-back", d.putsBack(marieke))
		d.types(marieke, time.Hour, "Was", "Anders")
		d.types(marieke, time.Minute, "Was") // typed, and typed away again
		d.offers(marieke, assessment.OfferNothing)
		d.refused("assessment.nothing-to-undo", d.undoes(marieke))
	})
}

func TestABatchIsTakenBackAndPutBackWhole(t *testing.T) {
	eachDesk(t, func(d *desk) {
		ids := []string{req, "nen7510-2:2024/8.6", "nen7510-2:2024/8.7"}
		saves := func(by identity.Actor, text string, ids ...string) {
			d.now = d.now.Add(time.Minute)
			var answers []assessment.Answer
			for _, id := range ids {
				a := d.answer(id)
				a.Requirement, a.Explanation = id, text
				answers = append(answers, a)
			}
			if _, _, err := d.SaveForms(d.Context(), by, answers); err != nil {
				d.Fatal(err)
			}
		}
		say := func(want ...string) {
			d.Helper()
			for i, id := range ids {
				if got := d.answer(id).Explanation; got != want[i] {
					d.Errorf("%s says %q, want %q", id, got, want[i])
				}
			}
		}
		saves(marieke, "was", ids...)
		saves(marieke, "is", ids...)
		saves(sanne, "van Sanne", ids[2])
		d.undo(marieke, assessment.Sitting, "was") // the batch, and not the one before it
		say("was", "was", "van Sanne")
		d.putBack(marieke, "is")
		say("is", "is", "van Sanne")
		d.undo(marieke, assessment.Sitting, "was")
		say("was", "was", "van Sanne")
	})
}
