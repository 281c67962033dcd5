package incident

import (
	"context"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/hook"
	"aantoonbaar/internal/incident/indicator"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/org"
)

// Store keeps incidents. Each method is one transaction.
type Store interface {
	// Add stores a new incident with the next number of its year, and the entry and
	// the call that enter makes of it. It returns the incident with its number.
	Add(ctx context.Context, id org.ID, i Incident, enter func(Incident) (journal.Draft, Call)) (Incident, error)

	// Save stores the incident in the place of the version before it; ErrStale
	// when that is no longer the last one.
	Save(ctx context.Context, id org.ID, i Incident, entry journal.Draft) error

	// AddLine stores a line at the end of the incident's log, and puts the mail that
	// it tells of. What may refuses is not stored: it gets the incident as it was just
	// before, and how many texts the organisation mailed in the day up to l, with
	// those of now; nobody else changes either meanwhile. A nil may refuses nothing.
	AddLine(ctx context.Context, id org.ID, i ID, l Line, may func(f File, mailed int) error, enter func(Line) (journal.Draft, []mail.Message)) error

	// AddEdition stores the next edition of a text; ErrStale when there is one of
	// that number, ErrClosed when the incident is closed.
	AddEdition(ctx context.Context, id org.ID, i ID, e Edition, entry journal.Draft) error

	// Texts returns every edition of a text of an incident, in their order: the last
	// and that of a number with what they hold, the others without Values and Basis.
	Texts(ctx context.Context, id org.ID, i ID, text string, number int) ([]Edition, error)

	// LastTexts returns the last edition of every text of an incident, by the names of
	// the texts.
	LastTexts(ctx context.Context, id org.ID, i ID) ([]Edition, error)

	// Indicators returns the traces of an incident in their order, also those that were
	// taken out.
	Indicators(ctx context.Context, id org.ID, i ID) ([]indicator.Indicator, error)

	// Trace stores what do makes of the traces that are there, with its entry; nobody
	// else changes them meanwhile. An entry without an action is none: then nothing is
	// stored.
	Trace(ctx context.Context, id org.ID, i ID, do func([]indicator.Indicator) (changed []indicator.Indicator, entry journal.Draft, err error)) error

	// Load returns an incident with its log, oldest first; ok tells whether it is there.
	Load(ctx context.Context, id org.ID, i ID) (f File, ok bool, err error)

	// Size returns the size of the organisation's journal: while it is the same,
	// nothing changed.
	Size(ctx context.Context, id org.ID) (int64, error)

	// Since gives each incident that was changed by entries of the journal from size
	// on, as it is now; every incident for size 0. It returns the size that the journal
	// has.
	Since(ctx context.Context, id org.ID, size int64, each func(Incident)) (now int64, err error)

	// Look stores what follows from a look at f; ErrStale when the incident or its
	// log is not what f says any more. What was said before is not said again.
	Look(ctx context.Context, id org.ID, f File, seen Seen) error

	// Hook returns where the organisation wants to be called; the zero Hook while
	// nobody set it.
	Hook(ctx context.Context, id org.ID) (hook.Hook, error)

	// SetHook stores that in the place of the version before it; ErrStale when that is
	// no longer the last one.
	SetHook(ctx context.Context, id org.ID, h hook.Hook, entry journal.Draft) error

	// TryHook puts a call by which somebody tries it; ErrTrying while another waits.
	TryHook(ctx context.Context, id org.ID, c hook.Call, entry journal.Draft) error

	// Called returns the calls that were put last, newest first, at most limit.
	Called(ctx context.Context, id org.ID, limit int) ([]hook.Delivery, error)

	// Roster returns whom the organisation calls; the zero Roster while nobody set it.
	Roster(ctx context.Context, id org.ID) (Roster, error)

	// Arrange stores the roster in the place of the version before it; ErrStale when
	// that is no longer the last one.
	Arrange(ctx context.Context, id org.ID, r Roster, entry journal.Draft) error
}

// A File is an incident with its log.
type File struct {
	Incident
	Lines []Line
}

// ErrStale is what a Store says when somebody else changed the incident first.
var ErrStale = fault.Stale("incident.stale")

// ErrStaleByYou is what somebody reads who was that somebody.
var ErrStaleByYou = fault.StaleByYou("incident.stale-by-you")
