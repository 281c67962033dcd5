package exercise

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// leads loads an exercise for who may lead it. Who plays or observes does not: they
// would know what comes.
func (s *Service) leads(ctx context.Context, by identity.Actor, id ID) (View, error) {
	if err := by.Need(identity.LeadExercise); err != nil {
		return View{}, err
	}
	v, err := s.current(ctx, by, id)
	if err == nil && !v.Leads {
		err = conflict("exercise.has-a-part", i18n.T("U speelt mee of neemt waar. Wie dat doet, leidt deze oefening niet.", "You play along or observe. Who does so, does not lead this exercise."))
	}
	return v, err
}

func (v View) running() error {
	if v.Exercise.Stage() != Running {
		return conflict("exercise.not-running", i18n.T("Deze oefening is niet bezig.", "This exercise is not running."))
	}
	return nil
}

// Turn does something with the clock of an exercise. Whoever starts it, leads it.
// Inject is the part to bring or to skip.
//
// Refusals: Denied; NotFound; Conflict for who plays or observes, when it does not
// fit how far the exercise is, for a part that came or was skipped already, and where
// another organisation leads the clock, for every turn but [Stop].
func (s *Service) Turn(ctx context.Context, by identity.Actor, id ID, turn Turn, inject string) error {
	return again(func() error {
		v, err := s.leads(ctx, by, id)
		if err != nil {
			return err
		}
		if v.Exercise.Follows() && turn != Stop { // what is real stops one's own people, whoever has the clock
			return notOurClock(v.Exercise)
		}
		switch turn {
		case Start:
			return s.start(ctx, by, v)
		case End, Stop:
			return s.end(ctx, by, v, turn == Stop)
		case Hold, GoOn, Bring, Skip:
			if err := v.allows(turn, inject); err != nil {
				return err
			}
			return s.move(ctx, by, v, Move{Turn: turn, Inject: inject})
		case Own:
		}
		return &fault.Fault{Kind: fault.Invalid, Code: "exercise.no-turn", Says: i18n.T("Kies wat u met de klok wilt doen.", "Choose what to do with the clock."), Hint: i18n.T("Er is niets opgeslagen.", "Nothing was stored.")}
	})
}

func (s *Service) start(ctx context.Context, by identity.Actor, v View) error {
	e := v.Exercise
	switch {
	case e.Stage() != Planned:
		return conflict("exercise.begun", i18n.T("Deze oefening is al begonnen.", "This exercise has begun already."))
	case len(e.Seats) == 0:
		return conflict("exercise.nobody", i18n.T("Er speelt nog niemand mee. Geef eerst minstens één rol aan iemand.", "Nobody plays yet. First give somebody a role."))
	}
	e.Begun = s.hand(by)
	e.Change = s.change(by, e.Version)
	if e.Hosts() {
		e.Region = &Joint{ID: e.Region.ID}
		for _, p := range v.Region.Partners {
			e.Region.With = append(e.Region.With, p.Name)
		}
	}
	return s.keep(ctx, by, v, "exercise.start", e)
}

// end ends the clock. In a region the host keeps who stopped in earnest meanwhile, and
// learns of one that follows that it did, and when.
func (s *Service) end(ctx context.Context, by identity.Actor, v View, stopped bool) error {
	if err := v.running(); err != nil {
		return err
	}
	e := v.Exercise
	e.Change = s.change(by, e.Version)
	e.Ended, e.Stopped = e.At, stopped
	if e.Hosts() {
		joint := *e.Region
		joint.Halts, e.Region = v.Region.Halts(), &joint
	}
	if at := v.Region.partner(by.Org); e.Follows() && at >= 0 {
		g := v.Region
		g.Partners = slices.Clone(g.Partners)
		g.Partners[at].Stopped = e.At
		g.Version++
		return s.saveRegion(ctx, by, endAction(e), e, g)
	}
	return s.keep(ctx, by, v, endAction(e), e)
}

// allows refuses a turn that does not fit.
func (v View) allows(turn Turn, inject string) error {
	if err := v.running(); err != nil {
		return err
	}
	switch held := v.IsHeld(); {
	case turn == Hold && held:
		return conflict("exercise.held", i18n.T("De klok staat al stil.", "The clock stands still already."))
	case turn == GoOn && !held:
		return conflict("exercise.runs", i18n.T("De klok loopt al.", "The clock runs already."))
	case turn == Hold || turn == GoOn:
		if inject != "" {
			return fault.Missing("exercise.no-inject")
		}
		return nil
	}
	parts := v.Parts(v.Now)
	i := slices.IndexFunc(parts, func(p Part) bool { return p.ID == inject })
	if i < 0 {
		return fault.Missing("exercise.no-inject")
	}
	if parts[i].IsOut() || parts[i].Skipped {
		return conflict("exercise.part-over", i18n.T("Dit bericht is al gekomen of overgeslagen.", "This message has come or was skipped already."))
	}
	return nil
}

func (s *Service) move(ctx context.Context, by identity.Actor, v View, m Move) error {
	m.Exercise, m.Number, m.By = v.Exercise.ID, len(v.Moves)+1, s.hand(by)
	return s.keep(ctx, by, v, m.action(), m)
}

// action is what the journal calls the move.
func (m Move) action() string {
	if m.Turn == Own {
		return "exercise.inject"
	}
	return "exercise.clock"
}

// Add brings a part of the story that the leader thought of. It comes at once.
//
// Refusals: Denied; NotFound; Invalid with every wrong field; Conflict as
// [Service.Turn]; ErrFull.
func (s *Service) Add(ctx context.Context, by identity.Actor, id ID, i Inject) error {
	return again(func() error {
		v, err := s.leads(ctx, by, id)
		if err != nil {
			return err
		}
		if err := v.running(); err != nil {
			return err
		}
		if v.Exercise.Follows() {
			return notOurClock(v.Exercise)
		}
		n := 1 + len(slices.DeleteFunc(slices.Clone(v.Moves), func(m Move) bool { return m.Turn != Own }))
		i := Inject{ID: "own-" + strconv.Itoa(n), At: int(v.Clock(v.Now) / time.Minute), To: once(i.To), By: i.By, From: i.From, Says: i.Says}
		var k fault.Checker
		for _, to := range i.To {
			_, ok := v.Exercise.Script.Role(to)
			k.Need(ok, "to", i18n.T("Kies rollen uit de lijst.", "Choose roles from the list."))
		}
		k.Need(wayNames[i.By].NL != "", "by", i18n.T("Kies hoe het bericht komt.", "Choose how the message comes."))
		k.Need(i.From.NL != "", "from", i18n.T("Schrijf op van wie het komt.", "Write from whom it comes."))
		k.Line(i.From.NL, "from", maxName)
		k.Need(i.Says.NL != "", "says", i18n.T("Schrijf op wat mensen horen of lezen.", "Write what people hear or read."))
		k.Text(i.Says.NL, "says", maxText)
		if err := k.Fault("exercise.inject-refused"); err != nil {
			return err
		}
		return s.move(ctx, by, v, Move{Turn: Own, Extra: &i})
	})
}

// takes loads an exercise that runs or was played, for who has a part in it.
func (s *Service) takes(ctx context.Context, by identity.Actor, id ID) (View, error) {
	if err := by.Need(identity.JoinExercise); err != nil {
		return View{}, err
	}
	v, err := s.current(ctx, by, id)
	if err != nil {
		return v, err
	}
	switch stage := v.Exercise.Stage(); {
	case !v.TakesPart():
		return v, conflict("exercise.no-part", i18n.T("U heeft geen rol in deze oefening.", "You have no part in this exercise."))
	case stage == Planned:
		return v, conflict("exercise.not-begun", i18n.T("Deze oefening is nog niet begonnen.", "This exercise has not begun yet."))
	case stage == Signed:
		return v, ErrSigned
	}
	return v, nil
}

// Say writes down what somebody did, decided or found, or that one was reached. Who
// plays writes for the own role; who leads or observes, for any. Minute is the
// clock's when it happened; nil for now. A note about [Latest] is about the newest
// message of the role.
//
// Refusals: Denied; NotFound; Invalid with every wrong field; Conflict for who has no
// part, before it began, or once it is signed; ErrFull.
func (s *Service) Say(ctx context.Context, by identity.Actor, id ID, n Note, minute *int) error {
	v, err := s.takes(ctx, by, id)
	if err != nil {
		return err
	}
	n = Note{ID: ID(s.NewID("not")), Exercise: id, Deed: n.Deed, Inject: n.Inject, Role: n.Role, Who: trimmed(n.Who), Text: trimmed(n.Text), Person: by.Person}
	if v.Plays {
		n.Role, n.Who = v.Role, by.Name
	}
	if names := v.Exercise.In(n.Role); n.Who == "" && len(names) > 0 {
		n.Who = names[0]
	}
	n.Clock = int64(v.Clock(v.Now) / time.Second)
	var k fault.Checker
	if minute != nil {
		v.onClock(&k, "minute", *minute)
		n.Clock = int64(*minute) * 60
	}
	shown := v.File
	if v.Plays {
		shown = v.only(v.Role, v.Now) // a part that did not come yet is not there
	}
	if n.Inject == Latest {
		n.Inject = ""
		if heard := shown.Heard(n.Role, v.Now); len(heard) > 0 {
			n.Inject = heard[0].ID
		}
	}
	n.check(&k, shown)
	if err := k.Fault("exercise.note-refused"); err != nil {
		return err
	}
	n.Change = s.change(by, 0)
	return s.save(ctx, by, "exercise.note", n)
}

// title is how reports and evidence name the exercise.
func (e Exercise) title() string {
	return fmt.Sprintf("Oefening: %s", e.Script.Title.NL)
}
