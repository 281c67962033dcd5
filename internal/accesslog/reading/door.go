package reading

import (
	"crypto/sha256"

	"aantoonbaar/internal/accesslog"
)

// A Door turns entries into events: here people become keys, and their numbers do not
// pass. It is for one source, and for one goroutine.
type Door struct {
	secret          accesslog.Secret
	source          string
	users, patients map[string]accesslog.Key // of those that came by; forgotten when there are too many
}

// remembered is how many keys a door keeps of each kind: a key takes a microsecond to
// make, and the same people come by again and again.
const remembered = 1 << 18

// longestNumber is how long a number is that a door remembers. Those of people are
// shorter; a file with others could fill the memory with them.
const longestNumber = 64

// NewDoor makes the door of a source. Two sources that log the same are two.
func NewDoor(secret accesslog.Secret, source string) *Door {
	return &Door{secret: secret, source: source, users: map[string]accesslog.Key{}, patients: map[string]accesslog.Key{}}
}

// Event is the event of an entry, of which raw is the line. The same line of the same
// source is the same event, whatever file it comes in.
func (d *Door) Event(raw []byte, e *Entry) accesslog.Event {
	sum := sha256.New()
	sum.Write([]byte(d.source + "\x00"))
	sum.Write(raw)
	return accesslog.Event{
		ID: [16]byte(sum.Sum(nil)[:16]), At: e.At, User: d.key(d.users, accesslog.OfUser, e.User), Patient: d.key(d.patients, accesslog.OfPatient, e.Patient),
		Team: string(e.Team), Role: string(e.Role), Station: string(e.Station), Action: e.Action, Search: e.Search, Glass: e.Glass, Reason: string(e.Reason),
	}
}

func (d *Door) key(known map[string]accesslog.Key, kind string, number []byte) accesslog.Key {
	if k, ok := known[string(number)]; ok {
		return k
	}
	k := d.secret.Of(kind, string(number))
	if len(number) > longestNumber {
		return k
	}
	if len(known) >= remembered {
		clear(known)
	}
	known[string(number)] = k
	return k
}
