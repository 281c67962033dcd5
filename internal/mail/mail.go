// Package mail brings messages to people by e-mail: at least once, and as a rule
// once.
//
// A message is a row that is written in the transaction of what causes it (see
// internal/mail/maildb), so that neither is there without the other. An [Outbox]
// sends what waits, over SMTP. It takes hold of one message, hands it to the
// server, and marks it as sent, in that order: a stop between two messages sends
// none twice and loses none. When the machine dies after the server took a
// message and before the mark, that one message is sent again, with the same
// Message-ID, by which mail programs see that they have it.
//
// # Words
//
// A message is put, then waits; it ends as sent or as given up. A try is one
// attempt to send it.
package mail

import (
	"net/mail"
	"time"
)

// A Message is one text for one person.
type Message struct {
	ID      string // "mal_01k3…"; made when it is put
	Key     string // what it tells to whom: an organisation says the same once
	Person  string // who gets it
	Name    string // of that person
	Address string
	Subject string
	Body    string // plain text, lines ended by "\n"
	Put     time.Time
}

// To is the address with the name.
func (m Message) To() *mail.Address { return &mail.Address{Name: m.Name, Address: m.Address} }

// A Ticket is a message's place in the queue. Tries is how often it was taken up:
// who takes it up next must name the same number, so that of two one gets it.
type Ticket struct {
	Org   string
	ID    string
	Tries int
}

// A Delivery is a message as it is kept after it was put. Address and Body are
// empty once it was sent: then only that it was sent is still of use.
type Delivery struct {
	Message
	Tries   int
	Sent    time.Time // zero while it was not
	GivenUp time.Time // zero while it was not
	Problem string    // why the last try failed; "" when none did
}

// A State is what became of a message.
type State string

// The states.
const (
	Waiting State = "waiting" // to be sent, or to be tried again
	Sent    State = "sent"    // the mail server took it
	GivenUp State = "given-up"
)

// State tells what became of the message.
func (d Delivery) State() State {
	switch {
	case !d.Sent.IsZero():
		return Sent
	case !d.GivenUp.IsZero():
		return GivenUp
	}
	return Waiting
}

// How long is tried, and how often.
const (
	GiveUpAfter = 48 * time.Hour // by then a person looks at the page
	LongestRest = 2 * time.Hour
)

// Rest is how long a message rests after its n-th try, from 1: a minute, two,
// four, and so on to [LongestRest].
func Rest(n int) time.Duration {
	rest := time.Minute
	for ; n > 1 && rest < LongestRest; n-- {
		rest *= 2
	}
	return min(rest, LongestRest)
}

// try says which try it is, from 1, of a message that the server could have had for
// so long: those at a server that was away do not count.
func try(waited time.Duration) (n int) {
	for at := time.Duration(0); at <= waited; at += Rest(n) {
		n++
	}
	return n
}
