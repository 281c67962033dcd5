package exercise

import (
	"crypto/rand"
	"crypto/sha256"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/org"
)

// A Region is what the organisations share that play one exercise together: the story,
// the clock of the one that leads it, who joined, and the times that these chose to
// give. It holds no note, no form and no name of a person of anybody.
type Region struct {
	ID       ID        `json:"id"`
	Host     org.ID    `json:"host"` // that leads the clock
	Name     string    `json:"name"` // of the host
	Script   Scenario  `json:"script"`
	When     time.Time `json:"when"` // planned
	Begun    time.Time `json:"begun,omitzero"`
	Ended    time.Time `json:"ended,omitzero"`
	Stopped  bool      `json:"stopped,omitempty"`
	Dropped  time.Time `json:"dropped,omitzero"` // when the host called it off
	Moves    []Move    `json:"moves,omitempty"`
	Partners []Partner `json:"partners,omitempty"` // in the order in which they joined
	Until    time.Time `json:"until,omitzero"`     // until when the code lets others in
	Version  int64     `json:"version"`

	Code []byte `json:"-"` // hash of the code; nil for none
}

// A Partner is an organisation that joined.
type Partner struct {
	Org    org.ID    `json:"org"`
	Name   string    `json:"name"`
	Joined time.Time `json:"joined"`
	Times  []Took    `json:"times,omitempty"` // that it gave
	Gave   time.Time `json:"gave,omitzero"`   // when; zero while it gave none

	// Stopped is when it stopped its own exercise because something real happened there;
	// zero for never.
	Stopped time.Time `json:"stopped,omitzero"`
}

// A Halt is that an organisation stopped in earnest, and when; nothing of what happened.
type Halt struct {
	Name string    `json:"name"`
	At   time.Time `json:"at"`
}

// Halts are the organisations that stopped in earnest, in the order in which they joined.
func (r Region) Halts() (all []Halt) {
	for _, p := range r.Partners {
		if !p.Stopped.IsZero() {
			all = append(all, Halt{p.Name, p.Stopped})
		}
	}
	return all
}

// A Took is how long it took until somebody acted on a message.
type Took struct {
	Inject  string `json:"inject"`
	Seconds int64  `json:"seconds"`
}

// After is the time that it took.
func (t Took) After() time.Duration { return time.Duration(t.Seconds) * time.Second }

// A Joint is the place of an exercise in a [Region].
type Joint struct {
	ID   ID        `json:"id"`
	Host string    `json:"host,omitempty"` // the organisation that leads the clock; "" where this one does
	With []string  `json:"with,omitempty"` // the others, as they were at the start; of the host only
	Gave time.Time `json:"gave,omitzero"`  // when this one gave its times; zero while it did not

	Stopped bool   `json:"stopped,omitempty"` // the host stopped in earnest; of those that follow only
	Halts   []Halt `json:"halts,omitempty"`   // the others that stopped in earnest, as known at the end; of the host only
}

// Follows reports whether another organisation leads the clock.
func (e Exercise) Follows() bool { return e.Region != nil && e.Region.Host != "" }

// Hosts reports whether the organisation leads the clock for others too.
func (e Exercise) Hosts() bool { return e.Region != nil && e.Region.Host == "" }

// StoppedBy names the organisation where something real happened that ended this exercise;
// "" where that was here, or when nothing was real.
func (e Exercise) StoppedBy() string {
	if e.Follows() && e.Region.Stopped {
		return e.Region.Host
	}
	return ""
}

// halts are the others that stopped in earnest, as far as this one knew at the end.
func (e Exercise) halts() []Halt {
	if e.Region == nil {
		return nil
	}
	return e.Region.Halts
}

// together names the other organisations, as far as this one knows them.
func (e Exercise) together() []string {
	switch {
	case e.Follows():
		return []string{e.Region.Host}
	case e.Hosts():
		return e.Region.With
	}
	return nil
}

// maxPartners is how many organisations can join, and codeDays how long a code lets
// them in, unless the exercise begins before.
const (
	maxPartners = 40
	codeDays    = 30
)

// IsOpen reports whether others can still join.
func (r Region) IsOpen(now time.Time) bool {
	return r.Code != nil && now.Before(r.Until) && r.Begun.IsZero() && r.Dropped.IsZero()
}

// partner is where an organisation stands among those that joined; -1 for nowhere.
func (r Region) partner(id org.ID) int {
	return slices.IndexFunc(r.Partners, func(p Partner) bool { return p.Org == id })
}

// seenBy is the region as an organisation may see it: only the host sees who joined.
func (r Region) seenBy(id org.ID) Region {
	if r.Host != id {
		r.Partners = slices.DeleteFunc(slices.Clone(r.Partners), func(p Partner) bool { return p.Org != id })
		r.Code = nil
	}
	return r
}

// after is the region once the host stored a record of its own exercise: others learn
// the turn and its moment, and not who made it.
func (r Region) after(x Record) Region {
	switch x := x.(type) {
	case Exercise:
		r.Script, r.When, r.Begun, r.Ended, r.Stopped, r.Dropped = x.Script, x.When, x.Begun.At, x.Ended, x.Stopped, x.Dropped
	case Move:
		x.Exercise, x.By = "", Hand{Name: r.Name, At: x.By.At}
		r.Moves = append(slices.Clone(r.Moves), x)
	}
	r.Version++
	return r
}

// following is an exercise with the clock of the region in it.
func (f File) following(r Region) File {
	e := &f.Exercise
	if e.Begun.At.IsZero() {
		e.When = r.When
	}
	if !r.Begun.IsZero() && e.Begun.At.IsZero() {
		e.Begun = Hand{Name: r.Name, At: r.Begun}
	}
	if !r.Ended.IsZero() && e.Ended.IsZero() {
		e.Ended, e.Stopped = r.Ended, r.Stopped
		joint := *e.Region
		joint.Stopped, e.Region = r.Stopped, &joint
	}
	f.Moves = slices.Clone(r.Moves)
	for i := range f.Moves {
		f.Moves[i].Exercise = e.ID
	}
	return f
}

// codeLetters are digits and letters that nobody mistakes for each other.
const codeLetters = "0123456789abcdefghjkmnpqrstvwxyz"

// newCode makes a code such as "k3q8-2m9p-x7vt-4hz1-0abc": 100 bits of chance.
func newCode() string {
	var b [20]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	var code strings.Builder
	for i, x := range b {
		if i > 0 && i%4 == 0 {
			code.WriteByte('-')
		}
		code.WriteByte(codeLetters[int(x)%len(codeLetters)])
	}
	return code.String()
}

// hashOf is what is stored of a code, however somebody typed it.
func hashOf(code string) []byte {
	clean := strings.Map(func(r rune) rune {
		if strings.ContainsRune(codeLetters, r) {
			return r
		}
		return -1
	}, strings.ToLower(code))
	sum := sha256.Sum256([]byte(clean))
	return sum[:]
}
