package people

import (
	"context"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
)

// Store keeps the records of this room. Each method is one transaction.
type Store interface {
	// Save stores records, new with version 1, else in the place of the version
	// before, each with its entry of the journal. It stores nothing and returns
	// ErrStale when somebody else was first with one, and ErrFull when there would be
	// more than MaxRecords.
	Save(ctx context.Context, id org.ID, all ...Entered) error

	// SaveSession is Save of one session, unless may refuses: it gets every session that
	// there is, this one and those that were withdrawn too. Nobody else stores one
	// meanwhile.
	SaveSession(ctx context.Context, id org.ID, x Session, entry journal.Draft, may func([]Session) error) error

	// Erase stores a record of which the name is gone in the place of the version
	// before, takes what the journal tells of it, and appends the entry that erased
	// makes of the numbers of what was taken; with it, as Save, what goes along. ErrStale
	// as Save.
	Erase(ctx context.Context, id org.ID, s Staff, entry func(erased []int64) journal.Draft, along ...Entered) error

	// Scrub takes what was erased from the files of the database.
	Scrub(ctx context.Context) error

	// All returns everything, in its order.
	All(ctx context.Context, id org.ID) (Held, error)
}

// MaxRecords is how many records an organisation can have, what was taken out
// included.
const MaxRecords = 50_000

// ErrStale is what a Store says when somebody else was first.
var ErrStale = fault.Stale("people.stale")

// ErrFull is what a Store says when there is no room for more.
var ErrFull = &fault.Fault{
	Kind: fault.Invalid, Code: "people.full",
	Says: i18n.Tf("Er is plaats voor %d onderdelen van scholing, en zo veel zijn er.", "There is room for %d records of training, and that many there are.", MaxRecords),
	Hint: i18n.T("Vraag een beheerder van dit systeem om hulp. Er is niets opgeslagen.", "Ask an administrator of this system for help. Nothing was stored."),
}
