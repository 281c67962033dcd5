// Package accesslog says who opened which record, and why: it holds every access
// against the care that was given, and leaves a person with the few that nothing
// explains.
//
// A source logs an [Event]: somebody did something with somebody's record. All that
// one user did with one patient's record on one day is a [Unit]; that is what is
// explained and judged. A [Fact] is what other systems know of care and work: an
// appointment, an admission, a duty. A [Template] is a path over facts from the
// patient to the user, which explains. What no template explains is the rest.
//
// Nobody here has a name. Users and patients are keys, made at the door with a key of
// the organisation that is kept apart ([Key]).
package accesslog

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// A Key stands for a person: the beginning of an HMAC over the number by which a
// source knows them. The zero Key is nobody.
type Key [16]byte

// Zero reports whether k is nobody.
func (k Key) Zero() bool { return k == Key{} }

// String is the key in hexadecimal digits.
func (k Key) String() string { return hex.EncodeToString(k[:]) }

// A Secret makes keys. Every organisation has its own, outside the log.
type Secret []byte

// Of returns the key of a person: the same for the same kind and number, and nobody
// for no number. Kind keeps users and patients with one number apart.
func (s Secret) Of(kind, number string) (k Key) {
	if number == "" {
		return k
	}
	mac := hmac.New(sha256.New, s)
	mac.Write([]byte(kind + "\x00" + number))
	copy(k[:], mac.Sum(nil))
	return k
}

// The kinds of persons that keys are made of.
const (
	OfUser    = "user"
	OfPatient = "patient"
)

// An Action is what was done, by the letters of NEN 7513 and RFC 3881: C (create), R
// (read), U (update), D (delete) or E (execute, such as a search or a print). 0 is
// unknown.
type Action byte

// The actions.
const (
	Create  Action = 'C'
	Read    Action = 'R'
	Update  Action = 'U'
	Delete  Action = 'D'
	Execute Action = 'E'
)

// Known reports whether a is one of the actions.
func (a Action) Known() bool {
	switch a {
	case Create, Read, Update, Delete, Execute:
		return true
	}
	return false
}

// An Event is one line of a log, with keys for people.
type Event struct {
	ID      [16]byte // of what was logged: a line that comes in twice has it twice
	At      time.Time
	User    Key
	Patient Key    // zero when no patient is named, as when signing in
	Team    string // where the user worked, as the source names it; "" when unknown
	Role    string // of the user, likewise
	Station string // computer or network address; "" when unknown
	Action  Action
	Search  bool   // nothing was opened: the patient was looked for
	Glass   bool   // by the emergency procedure
	Reason  string // that was given for it; "" for none
}
