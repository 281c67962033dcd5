package rounds

import (
	"context"
	"io"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/org"
)

// Store keeps the records of this room. Each method is one transaction.
type Store interface {
	// Save stores records, new with version 1, else in the place of the version before,
	// each with its entry of the journal. It stores nothing and returns ErrStale when
	// somebody else was first with one, and ErrFull when there would be more than
	// MaxRecords.
	Save(ctx context.Context, id org.ID, all ...Entered) error

	// All returns everything, in its order.
	All(ctx context.Context, id org.ID) (Held, error)
}

// Files keep sealed files. See [blob.Store].
type Files interface {
	Put(ctx context.Context, org string, r io.Reader, limit int64) (blob.Sum, int64, error)
	Open(ctx context.Context, org string, sum blob.Sum) (io.ReadCloser, error)
	At(ctx context.Context, org string, sum blob.Sum) (*blob.Opened, error)
	Remove(ctx context.Context, org string, sum blob.Sum) error
}

// MaxRecords is how many records an organisation can have.
const MaxRecords = 100_000

// ErrStale is what a Store says when somebody else was first.
var ErrStale = fault.Stale("accesslog.stale")

// ErrFull is what a Store says when there is no room for more.
var ErrFull = &fault.Fault{
	Kind: fault.Invalid, Code: "accesslog.full",
	Says: i18n.Tf("Er is plaats voor %d onderdelen van logcontrole, en zo veel zijn er.", "There is room for %d records of log review, and that many there are.", MaxRecords),
	Hint: i18n.T("Vraag een beheerder van dit systeem om hulp. Er is niets opgeslagen.", "Ask an administrator of this system for help. Nothing was stored."),
}
