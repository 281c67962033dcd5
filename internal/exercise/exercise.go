// Package exercise lets people practise what they do when it goes wrong: stories to
// play, a clock on which they reach people, what people did, what observers saw, and
// what was learnt.
//
// # Words
//
// A [Scenario] is what is played, from content/exercises. Its injects are the parts
// of the story that reach a role on a clock: a phone call, a mail, a screen. An
// [Exercise] is one time that it is played, by people with a [Seat]. Who starts it,
// leads it. The leader holds the clock, brings a part forward, skips one or puts an
// own one in: a [Move]. Players write what they do: a [Note]. An observer ticks what
// good people do: a [Seen].
//
// # Nothing of it is real
//
// This room knows no incident, sends no mail and calls no webhook. A legal clock in a
// story is a word in a story.
package exercise

import (
	"slices"
	"strconv"
	"time"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/record"
	"aantoonbaar/internal/ref"
)

// FaultsOf stands in the place of an inject for what is wrong in a break-in room.
const FaultsOf = "faults"

// An ID names an exercise or a note, e.g. "exr_01k3q8…".
type ID string

// Change is who changed a record last.
type Change = record.Change

// A Record is anything that this room keeps. Of names the exercise that it belongs to.
type Record interface {
	Ref() ref.Ref
	Was() int64
	Of() ID
}

// The kinds of records, as the journal names them.
const (
	Kind     = "exercise"
	MoveKind = "exercise-move"
	NoteKind = "exercise-note"
	SeenKind = "exercise-seen"
)

// A Hand is who did something, and when.
type Hand struct {
	Person identity.PersonID `json:"person,omitempty"`
	Name   string            `json:"name"`
	At     time.Time         `json:"at"`
}

// A Seat is somebody who plays a role, or observes. Person is empty for one without
// an account here.
type Seat struct {
	Role   string            `json:"role,omitempty"` // "" for an observer
	Person identity.PersonID `json:"person,omitempty"`
	Name   string            `json:"name"`
}

// A Touch is a process or a system of continuity that an exercise tests, with its
// name as it was then.
type Touch struct {
	ID   continuity.ID `json:"id"`
	Name string        `json:"name"`
}

// A Lesson is something that was learnt. It may become an action of the plan.
type Lesson struct {
	Number int    `json:"number"` // from 1; numbers are not used again
	Text   string `json:"text"`
	By     string `json:"by"`
}

// A Stage is how far an exercise is.
type Stage string

// The stages.
const (
	Planned Stage = "planned"
	Running Stage = "running"
	Played  Stage = "played" // the clock is off; observers and lessons may follow
	Signed  Stage = "signed" // nothing changes any more
)

// Name returns the stage as lists show it.
func (s Stage) Name() i18n.Text {
	switch s {
	case Planned:
		return i18n.T("Gepland", "Planned")
	case Running:
		return i18n.T("Bezig", "Running")
	case Played:
		return i18n.T("Gespeeld, verslag volgt", "Played, report to follow")
	case Signed:
		return i18n.T("Verslag ondertekend", "Report signed")
	}
	return i18n.Same(string(s))
}

// An Exercise is one time that a scenario is played.
type Exercise struct {
	ID        ID        `json:"id"`
	Script    Scenario  `json:"script"` // as it was when the exercise was planned
	When      time.Time `json:"when"`   // planned
	Goal      string    `json:"goal,omitempty"`
	Lead      string    `json:"lead,omitempty"` // who is to lead, in the organisation's own words
	Seats     []Seat    `json:"seats,omitempty"`
	Observers []Seat    `json:"observers,omitempty"`
	Processes []Touch   `json:"processes,omitempty"`
	Systems   []Touch   `json:"systems,omitempty"`

	Begun    Hand      `json:"begun,omitzero"` // by the leader
	Ended    time.Time `json:"ended,omitzero"`
	Stopped  bool      `json:"stopped,omitempty"` // ended because something real happened
	Lessons  []Lesson  `json:"lessons,omitempty"`
	Lessoned int       `json:"lessoned,omitempty"` // the highest number of a lesson so far
	Report   *Report   `json:"report,omitempty"`
	Region   *Joint    `json:"region,omitempty"` // nil for an exercise of this organisation alone

	// Weight is what the report was worked out from, as [File.Weight] tells: a store
	// keeps no report of which something changed meanwhile.
	Weight int64 `json:"-"`

	Dropped time.Time `json:"dropped,omitzero"` // when it was called off
	Because string    `json:"because,omitempty"`
	Change
}

// A Report is the end of an exercise, signed by its leader. The document stands in the
// journal, as the field text of the entry exercise.sign.
type Report struct {
	Conclusion string      `json:"conclusion"`
	SHA256     string      `json:"sha256"` // of the document, in hex
	Signed     Hand        `json:"signed"`
	Lacks      []i18n.Text `json:"lacks,omitempty"` // what it fell short of, see [Bar]; none when it counts
}

// Ref is the journal's name for the exercise.
func (e Exercise) Ref() ref.Ref { return ref.Ref{Kind: Kind, ID: string(e.ID)} }

// Of implements [Record].
func (e Exercise) Of() ID { return e.ID }

// LedBy names who leads here: whoever started the clock, and before that who was to. An
// organisation that follows the clock of another has a leader of its own.
func (e Exercise) LedBy() string {
	if e.Begun.Name == "" || e.Follows() && e.Lead != "" {
		return e.Lead
	}
	return e.Begun.Name
}

// Stage returns how far the exercise is.
func (e Exercise) Stage() Stage {
	switch {
	case e.Report != nil:
		return Signed
	case !e.Ended.IsZero():
		return Played
	case !e.Begun.At.IsZero():
		return Running
	}
	return Planned
}

// IsDropped reports whether it was called off.
func (e Exercise) IsDropped() bool { return !e.Dropped.IsZero() }

// RoleOf returns the role that a person plays; ok is false for who plays none.
func (e Exercise) RoleOf(p identity.PersonID) (role string, ok bool) {
	i := slices.IndexFunc(e.Seats, func(s Seat) bool { return p != "" && s.Person == p })
	if i < 0 {
		return "", false
	}
	return e.Seats[i].Role, true
}

// Observes reports whether a person observes.
func (e Exercise) Observes(p identity.PersonID) bool {
	return slices.ContainsFunc(e.Observers, func(s Seat) bool { return p != "" && s.Person == p })
}

// In returns who plays a role.
func (e Exercise) In(role string) (names []string) {
	for _, s := range e.Seats {
		if s.Role == role {
			names = append(names, s.Name)
		}
	}
	return names
}

// Lesson returns the lesson with a number; ok is false when there is none.
func (e Exercise) Lesson(n int) (Lesson, bool) {
	i := slices.IndexFunc(e.Lessons, func(l Lesson) bool { return l.Number == n })
	if i < 0 {
		return Lesson{}, false
	}
	return e.Lessons[i], true
}

// A Turn is what the leader does with the clock.
type Turn string

// The turns. Those from Hold to Own are kept as a [Move].
const (
	Start Turn = "start"
	End   Turn = "end"
	Stop  Turn = "stop"  // ends it in earnest: something real happened
	Hold  Turn = "hold"  // the clock stands still
	GoOn  Turn = "go"    // it runs again
	Bring Turn = "bring" // a part of the story comes now
	Skip  Turn = "skip"  // a part does not come
	Own   Turn = "own"   // a part that the leader thought of comes now
)

// A Move is one turn of a running exercise. Moves are never changed.
type Move struct {
	Exercise ID      `json:"exercise"`
	Number   int     `json:"number"` // from 1
	Turn     Turn    `json:"turn"`
	Inject   string  `json:"inject,omitempty"` // that comes or does not
	Extra    *Inject `json:"extra,omitempty"`  // of Own
	By       Hand    `json:"by"`
}

// Ref is the journal's name for the move.
func (m Move) Ref() ref.Ref {
	return ref.Ref{Kind: MoveKind, ID: string(m.Exercise) + "/" + strconv.Itoa(m.Number)}
}

// Was implements [Record]: a move is never changed.
func (m Move) Was() int64 { return 1 }

// Of implements [Record].
func (m Move) Of() ID { return m.Exercise }

// A File is an exercise with everything that happened in it.
type File struct {
	Exercise Exercise
	Moves    []Move // by number
	Notes    []Note // in the order of the clock
	Seen     []Seen // by inject, then by observer
}

// Weight is the sum of the versions of everything that happened: it grows with each
// change.
func (f File) Weight() (sum int64) {
	for _, m := range f.Moves {
		sum += m.Was()
	}
	for _, n := range f.Notes {
		sum += n.Was()
	}
	for _, x := range f.Seen {
		sum += x.Was()
	}
	return sum
}
