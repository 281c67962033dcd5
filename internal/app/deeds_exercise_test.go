package app_test

import (
	"strings"
	"time"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
)

// exercised is what a provider exercises: one exercise of every stage, and a note of
// the running one.
type exercised struct{ planned, running, played, signed, note exercise.ID }

// practise gives the provider an exercise of every stage. The officer leads, the reader
// plays, the board member observes.
func (p *provider) practise() {
	p.Helper()
	p.exercises.planned = p.plannedExercise()
	p.exercises.running = p.runningExercise()
	p.exercises.note = p.noted()
	p.exercises.played = p.playedExercise()
	p.exercises.signed = p.signedExercise()
}

func (p *provider) draft() exercise.Draft {
	return exercise.Draft{
		Scenario: p.Exercise.Scenarios[0].ID, When: p.clock().Add(24 * time.Hour), Goal: p.mark("goal"), Lead: p.mark("leader"),
		Seats:     []exercise.Seat{{Role: "nurse", Person: p.people[identity.Reader].ID}, {Role: "board", Name: p.mark("guest")}},
		Observers: []identity.PersonID{p.people[identity.BoardMember].ID}, Processes: []continuity.ID{p.carried.process}, Systems: []continuity.ID{p.carried.system},
	}
}

func (p *provider) plannedExercise() exercise.ID {
	p.Helper()
	e, err := p.Exercise.Save(p.ctx(), p.by(identity.SecurityOfficer), p.draft())
	p.must(err)
	return e.ID
}

func (p *provider) runningExercise() exercise.ID {
	p.Helper()
	return p.begunExercise(5 * time.Minute)
}

// begunExercise has run for so long.
func (p *provider) begunExercise(ago time.Duration) exercise.ID {
	p.Helper()
	id, now := p.plannedExercise(), p.clock()
	p.at(now.Add(-ago))
	p.must(p.Exercise.Turn(p.ctx(), p.by(identity.SecurityOfficer), id, exercise.Start, ""))
	p.at(now)
	return id
}

// noted is a note of the player in the running exercise.
func (p *provider) noted() exercise.ID {
	p.Helper()
	p.must(p.Exercise.Say(p.ctx(), p.by(identity.Reader), p.exercises.running, p.note(), nil))
	v, err := p.Exercise.Find(p.ctx(), p.by(identity.Reader), p.exercises.running)
	p.must(err)
	newest := v.Notes[0]
	for _, n := range v.Notes {
		if n.ID > newest.ID {
			newest = n
		}
	}
	return newest.ID
}

func (p *provider) note() exercise.Note {
	return exercise.Note{Deed: exercise.Did, Inject: exercise.Latest, Text: p.mark("note")}
}

func (p *provider) ownMessage() exercise.Inject {
	return exercise.Inject{By: exercise.ByPhone, From: i18n.Same(p.mark("caller")), Says: i18n.Same(p.mark("message"))}
}

// saw is what an observer saw of a message of the story: the first action in part, and
// all the others done.
func (p *provider) saw(inject int) exercise.Seen {
	i := p.Exercise.Scenarios[0].Injects[inject]
	s := exercise.Seen{Inject: i.ID, Remark: p.mark("observed")}
	for range i.Expect {
		s.Ticks = append(s.Ticks, exercise.Tick{Result: exercise.Done})
	}
	s.Ticks[0] = exercise.Tick{Result: exercise.Partly, Minute: new(3)}
	return s
}

// playedExercise is long enough to count, was held, went on, had a message of the leader's own, and taught
// something.
func (p *provider) playedExercise() exercise.ID {
	p.Helper()
	by, id := p.by(identity.SecurityOfficer), p.begunExercise(time.Hour)
	for _, turn := range []exercise.Turn{exercise.Hold, exercise.GoOn} {
		p.must(p.Exercise.Turn(p.ctx(), by, id, turn, ""))
	}
	p.must(p.Exercise.Add(p.ctx(), by, id, p.ownMessage()))
	p.must(p.Exercise.Say(p.ctx(), p.by(identity.Reader), id, p.note(), nil))
	for i := range 3 {
		p.must(p.Exercise.Observe(p.ctx(), p.by(identity.BoardMember), id, p.saw(i)))
	}
	p.must(p.Exercise.Turn(p.ctx(), by, id, exercise.End, ""))
	p.must(p.Exercise.Learn(p.ctx(), p.by(identity.Reader), id, p.mark("learnt")))
	return id
}

func (p *provider) signedExercise() exercise.ID {
	p.Helper()
	id := p.playedExercise()
	p.must(p.Exercise.Sign(p.ctx(), p.by(identity.SecurityOfficer), id, p.mark("concluded")))
	return id
}

// neighbour is another organisation, with an exercise and a code that lets others in.
func (p *provider) neighbour() (host identity.Actor, id exercise.ID, code string) {
	p.Helper()
	host = identity.OperatorActor(p.newOrg())
	_, err := p.Duty.Found(p.ctx(), host, org.Organisation{Name: "Buurzorg"})
	p.must(err)
	e, err := p.Exercise.Save(p.ctx(), host, exercise.Draft{Scenario: p.Exercise.Scenarios[0].ID, When: p.clock().Add(time.Hour), Seats: []exercise.Seat{{Role: "nurse", Name: "Bo"}}})
	p.must(err)
	code, err = p.Exercise.Invite(p.ctx(), host, e.ID)
	p.must(err)
	return host, e.ID, code
}

// exerciseFor is the exercise in whose stage the page at path is about something.
func (p *provider) exerciseFor(path string) exercise.ID {
	for part, id := range map[string]exercise.ID{
		"/klok": p.exercises.running, "/berichten": p.exercises.running, "/notities": p.exercises.running, "/waarnemen": p.exercises.running, "/nu": p.exercises.running,
		"/lessen": p.exercises.played, "/ondertekenen": p.exercises.played, "/verslag.json": p.exercises.played, "/bewijs": p.exercises.signed,
	} {
		if strings.Contains(path, "{id}"+part) {
			return id
		}
	}
	return p.exercises.planned
}

// practiseOn puts back what an act on path may have used up.
func (p *provider) practiseOn(path string) {
	p.Helper()
	switch {
	case strings.Contains(path, "/notities/"):
		p.exercises.note = p.noted()
	case strings.Contains(path, "/lessen/"):
		p.exercises.played = p.playedExercise()
	}
}

func exerciseDeeds() []deed {
	const officer = identity.SecurityOfficer
	return []deed{
		{"exercise.Library", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Exercise.Library(p.ctx(), p.by(identity.Reader))) }
		}},
		{"exercise.Scenario", reads, identity.Read, "", func(p *provider) func() error {
			return func() error {
				_, _, err := p.Exercise.Scenario(p.ctx(), p.by(identity.Reader), "fire")
				return err
			}
		}},
		{"exercise.List", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Exercise.List(p.ctx(), p.by(identity.Reader))) }
		}},
		{"exercise.Choices", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Exercise.Choices(p.ctx(), p.by(identity.Reader))) }
		}},
		{"exercise.Programme", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Exercise.Programme(p.ctx(), p.by(identity.Reader))) }
		}},
		{"exercise.Playing", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Exercise.Playing(p.ctx(), p.by(identity.Reader))) }
		}},
		{"exercise.Find", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Exercise.Find(p.ctx(), p.by(identity.Reader), p.exercises.signed)) }
		}},
		{"exercise.Save", changes, identity.LeadExercise, "", func(p *provider) func() error {
			d := p.draft()
			d.ID, d.Version, d.Systems = p.exercises.planned, 1, nil
			return func() error { return only(p.Exercise.Save(p.ctx(), p.by(officer), d)) }
		}},
		{"exercise.Drop", changes, identity.LeadExercise, "", func(p *provider) func() error {
			return func() error {
				return p.Exercise.Drop(p.ctx(), p.by(officer), p.exercises.planned, 1, p.mark("because"))
			}
		}},
		{"exercise.Turn", changes, identity.LeadExercise, "", func(p *provider) func() error {
			return func() error {
				return p.Exercise.Turn(p.ctx(), p.by(officer), p.exercises.running, exercise.Bring, p.Exercise.Scenarios[0].Injects[2].ID)
			}
		}},
		{"exercise.Add", changes, identity.LeadExercise, "", func(p *provider) func() error {
			return func() error {
				return p.Exercise.Add(p.ctx(), p.by(officer), p.exercises.running, p.ownMessage())
			}
		}},
		{"exercise.Say", changes, identity.JoinExercise, "", func(p *provider) func() error {
			return func() error {
				return p.Exercise.Say(p.ctx(), p.by(identity.Reader), p.exercises.running, p.note(), new(1))
			}
		}},
		{"exercise.Strike", changes, identity.JoinExercise, "", func(p *provider) func() error {
			return func() error {
				return p.Exercise.Strike(p.ctx(), p.by(identity.Reader), p.exercises.running, p.exercises.note)
			}
		}},
		{"exercise.Observe", changes, identity.JoinExercise, "", func(p *provider) func() error {
			return func() error {
				return p.Exercise.Observe(p.ctx(), p.by(identity.BoardMember), p.exercises.running, p.saw(0))
			}
		}},
		{"exercise.Learn", changes, identity.JoinExercise, "", func(p *provider) func() error {
			return func() error {
				return p.Exercise.Learn(p.ctx(), p.by(identity.BoardMember), p.exercises.played, p.mark("lesson"))
			}
		}},
		{"exercise.Unlearn", changes, identity.LeadExercise, "", func(p *provider) func() error {
			return func() error { return p.Exercise.Unlearn(p.ctx(), p.by(officer), p.exercises.played, 1) }
		}},
		{"exercise.ToPlan", changes, identity.Plan, "", func(p *provider) func() error {
			return func() error {
				return only(p.Exercise.ToPlan(p.ctx(), p.by(officer), p.exercises.signed, 1, p.mark("solver"), midnight(p.clock()).AddDate(0, 1, 0)))
			}
		}},
		{"exercise.Sign", changes, identity.LeadExercise, "", func(p *provider) func() error {
			return func() error {
				return p.Exercise.Sign(p.ctx(), p.by(officer), p.exercises.played, p.mark("conclusion"))
			}
		}},
		{"exercise.Invite", changes, identity.LeadExercise, "", func(p *provider) func() error {
			return func() error { return only(p.Exercise.Invite(p.ctx(), p.by(officer), p.exercises.planned)) }
		}},
		{"exercise.Uninvite", changes, identity.LeadExercise, "", func(p *provider) func() error {
			p.must(only(p.Exercise.Invite(p.ctx(), p.by(officer), p.exercises.planned)))
			return func() error { return p.Exercise.Uninvite(p.ctx(), p.by(officer), p.exercises.planned) }
		}},
		{"exercise.Invited", reads, identity.LeadExercise, "", func(p *provider) func() error {
			_, _, code := p.neighbour()
			return func() error { return only(p.Exercise.Invited(p.ctx(), p.by(officer), code)) }
		}},
		{"exercise.Join", changes, identity.LeadExercise, "", func(p *provider) func() error {
			_, _, code := p.neighbour()
			return func() error { return only(p.Exercise.Join(p.ctx(), p.by(officer), code)) }
		}},
		{"exercise.Give", changes, identity.LeadExercise, "", func(p *provider) func() error {
			host, theirs, code := p.neighbour()
			e, err := p.Exercise.Join(p.ctx(), p.by(officer), code)
			p.must(err)
			for _, turn := range []exercise.Turn{exercise.Start, exercise.End} {
				p.must(p.Exercise.Turn(p.ctx(), host, theirs, turn, ""))
			}
			p.must(p.Exercise.Learn(p.ctx(), p.by(officer), e.ID, p.mark("together"))) // the host's turns stand in the journal now
			return func() error { return p.Exercise.Give(p.ctx(), p.by(officer), e.ID) }
		}},
		{"exercise.Draft", reads, identity.LeadExercise, "", func(p *provider) func() error {
			return func() error { return only(p.Exercise.Draft(p.ctx(), p.by(officer), p.exercises.planned)) }
		}},
		{"exercise.Prove", changes, identity.Evidence, "", func(p *provider) func() error {
			return func() error { return p.Exercise.Prove(p.ctx(), p.by(officer), p.exercises.signed) }
		}},
	}
}
