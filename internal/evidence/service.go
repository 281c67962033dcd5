package evidence

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
)

// Store keeps what is known of evidence. Each method is one transaction.
type Store interface {
	// Add stores a new piece with its links, and the journal's entries; ErrFull
	// when there are MaxItems already.
	Add(ctx context.Context, id org.ID, it Item, entries ...journal.Draft) error

	// AddOnce is Add of a note that holds sum, unless a note that still stands holds it:
	// then ErrThere, however close two of them come.
	AddOnce(ctx context.Context, id org.ID, it Item, sum string, entry journal.Draft) error

	// Save stores pieces with their links, each in the place of the version before
	// it (Version is the new one), and the journal's entries. ErrStale when one of
	// those versions is no longer there; then nothing is stored.
	Save(ctx context.Context, id org.ID, items []Item, entries []journal.Draft) error

	// Erase stores a piece that was emptied, in the place of the version before it
	// and without links, takes from the journal what it says of the piece, and
	// appends the entry about that, which is told what was erased. Its File.Sum
	// stays until Cleared. ErrStale as in Save.
	Erase(ctx context.Context, id org.ID, it Item, entry func(erased []int64) journal.Draft) error

	// Leftovers returns the files of erased pieces that may still be on the disk.
	Leftovers(ctx context.Context, id org.ID) ([]Leftover, error)

	// Cleared takes the sum of a file from the erased pieces that had it.
	Cleared(ctx context.Context, id org.ID, sum blob.Sum) error

	// Scrub takes what was erased out of the database's own files, as far as the
	// engine lets us and nobody is reading it.
	Scrub(ctx context.Context) error

	// Find returns one piece; ok tells whether it is there.
	Find(ctx context.Context, id org.ID, piece ID) (it Item, ok bool, err error)

	// All returns every piece, withdrawn ones too, at most limit of them, in the
	// order in which they were added.
	All(ctx context.Context, id org.ID, limit int) ([]Item, error)

	// For returns the pieces that are linked to one requirement, withdrawn ones
	// too, in the order in which they were added.
	For(ctx context.Context, id org.ID, requirement string, limit int) ([]Item, error)

	// EverFor returns the pieces of [Store.For] and those that were linked to the
	// requirement before, as they are now, in the order in which they were added.
	EverFor(ctx context.Context, id org.ID, requirement string, limit int) ([]Item, error)

	// History returns the journal's entries about one piece, newest first.
	History(ctx context.Context, id org.ID, object ref.Ref, limit int) ([]journal.Entry, error)

	// Histories is History of several pieces together.
	Histories(ctx context.Context, id org.ID, objects []ref.Ref, limit int) ([]journal.Entry, error)
}

// A Leftover is the file of an erased piece.
type Leftover struct {
	Sum  blob.Sum
	Used bool // by another piece: then the bytes stay
}

// ErrStale is what a Store says when somebody else was first.
var ErrStale = fault.Stale("evidence.stale")

// ErrFull is what a Store says when there is no room for another piece.
var ErrFull = &fault.Fault{
	Kind: fault.Invalid, Code: "evidence.full",
	Says: i18n.Tf("Er is al zoveel bewijs als wij kunnen tonen: %d stuks.", "There is as much evidence as we can show: %d pieces.", MaxItems),
	Hint: i18n.T("Wijzig een stuk dat er al is, of koppel het aan meer maatregelen. Er is niets opgeslagen.", "Change a piece that is there, or link it to more measures. Nothing was stored."),
}

// Files keeps bytes. See [blob.Store] for what its methods promise.
type Files interface {
	Put(ctx context.Context, org string, r io.Reader, limit int64) (blob.Sum, int64, error)
	Open(ctx context.Context, org string, sum blob.Sum) (io.ReadCloser, error)
	Remove(ctx context.Context, org string, sum blob.Sum) error
}

// MaxItems is how many pieces an organisation can have; a list shows them all.
const MaxItems = 10_000

// A Service is what the rest of the platform may ask of this room.
type Service struct {
	Store     Store
	Files     Files
	Catalogue *framework.Catalogue
	Now       func() time.Time
	Zone      *time.Location // in which days are counted
	NewID     func(prefix string) string
	Limits    Limits // on what files turn into when they are opened

	arriving arriving
}

// Add stores a new piece. Content is read for the form FileForm only, to its end
// or to the first reason to refuse it; it.File needs its Name and nothing else.
// A file without a title gets one from its name.
//
// Refusals: Denied; Invalid, with every wrong field; TooLarge for a file over
// MaxFile. A refused file leaves no byte behind.
func (s *Service) Add(ctx context.Context, by identity.Actor, it Item, content io.Reader) (Item, error) {
	if err := by.Need(identity.Evidence); err != nil {
		return Item{}, err
	}
	if it.Title == "" && it.Form == FileForm {
		it.Title = TitleOf(it.File.Name)
	}
	it.tidy()
	var c fault.Checker
	it.check(&c, s.Catalogue)
	if err := c.Fault("evidence.refused"); err != nil {
		return Item{}, err
	}
	if it.Form == FileForm {
		s.arriving.begin(by.Org)
		defer func() {
			if s.arriving.end(by.Org) {
				_ = s.sweep(ctx, by.Org) // the next round finishes what this cannot
			}
		}()
		var err error
		if it.File, err = s.receive(ctx, by.Org, it.File.Name, content); err != nil {
			return Item{}, err
		}
	}
	now := s.Now()
	it = s.fresh(by, it, now)
	if err := s.Store.Add(ctx, by.Org, it, by.Draft(now, ActAdd, it.Ref(), Said(it))); err != nil {
		return Item{}, fmt.Errorf("add evidence %s: %w", it.ID, err)
	}
	return it, nil
}

// fresh is a piece as it is added.
func (s *Service) fresh(by identity.Actor, it Item, now time.Time) Item {
	it.ID, it.Version = ID(s.NewID("evi")), 1
	it.AddedAt, it.AddedBy, it.AddedName = now.UTC().Truncate(time.Microsecond), by.Person, by.Name
	it.WithdrawnAt, it.WithdrawnBecause, it.HeldBecause, it.HeldUntil = time.Time{}, "", "", time.Time{}
	return it
}

// receive stores a file while it looks at what passes.
func (s *Service) receive(ctx context.Context, id org.ID, name string, content io.Reader) (File, error) {
	want, ok := formatOf(name)
	if !ok || content == nil {
		return File{}, refuseFile("evidence.no-file", i18n.T("Kies een bestand.", "Choose a file."))
	}
	passing := newScreen(content, want, s.Limits)
	defer passing.Close()
	sum, size, err := s.Files.Put(ctx, string(id), passing, MaxFile)
	if errors.Is(err, blob.ErrTooLarge) {
		return File{}, tooLarge()
	}
	if err != nil {
		return File{}, fmt.Errorf("receive file: %w", err)
	}
	return File{Name: name, Size: size, Media: want.media, Sum: sum}, nil
}

// Change stores what may change of a piece: title, kind, address or words, who
// vouches, and the days. Form, bytes and links stay. Version must be the one that
// the form was made from.
//
// Refusals: Denied; NotFound; Invalid, with every wrong field; Conflict when
// somebody else was first.
func (s *Service) Change(ctx context.Context, by identity.Actor, it Item) (Item, error) {
	if err := by.Need(identity.Evidence); err != nil {
		return Item{}, err
	}
	old, err := s.find(ctx, by.Org, it.ID)
	if err != nil {
		return Item{}, err
	}
	if !old.ErasedAt.IsZero() {
		return Item{}, ErrErased
	}
	if it.Version != old.Version {
		return Item{}, ErrStale
	}
	next := old
	next.Title, next.Kind, next.URL, next.Text, next.VouchedBy = it.Title, it.Kind, it.URL, it.Text, it.VouchedBy
	next.SpeaksFrom, next.SpeaksUntil, next.ValidUntil = it.SpeaksFrom, it.SpeaksUntil, it.ValidUntil
	next.tidy()
	var c fault.Checker
	next.check(&c, s.Catalogue)
	if err := c.Fault("evidence.refused"); err != nil {
		return Item{}, err
	}
	changes := Compare(old, next)
	if len(changes) == 0 {
		return old, nil
	}
	return s.save(ctx, by, next, ActChange, Changed{changes})
}

// Link makes a piece serve one more requirement. Linking twice changes nothing.
func (s *Service) Link(ctx context.Context, by identity.Actor, requirement string, pieces ...ID) error {
	if err := by.Need(identity.Evidence); err != nil {
		return err
	}
	if s.Catalogue.Find(requirement) == nil {
		return fault.Missing("evidence.no-requirement")
	}
	return s.edit(ctx, by, pieces, func(it *Item) (string, any) {
		if it.LinkedTo(requirement) {
			return "", nil
		}
		it.Requirements = append(slices.Clone(it.Requirements), requirement)
		return ActLink, Linked{requirement}
	})
}

// Unlink ends what Link began. The piece itself stays.
func (s *Service) Unlink(ctx context.Context, by identity.Actor, piece ID, requirement string) error {
	if err := by.Need(identity.Evidence); err != nil {
		return err
	}
	return s.edit(ctx, by, []ID{piece}, func(it *Item) (string, any) {
		if !it.LinkedTo(requirement) {
			return "", nil
		}
		it.Requirements = slices.DeleteFunc(slices.Clone(it.Requirements), func(r string) bool { return r == requirement })
		return ActUnlink, Linked{requirement}
	})
}

// Withdraw ends a piece: from then on it counts for nothing. Nothing is erased,
// and Restore takes it back.
//
// Refusals: Denied; NotFound; Invalid without a reason.
func (s *Service) Withdraw(ctx context.Context, by identity.Actor, piece ID, because string) error {
	if err := by.Need(identity.Evidence); err != nil {
		return err
	}
	because = strings.TrimSpace(because)
	var c fault.Checker
	c.Need(because != "", "because", i18n.T("Schrijf waarom u dit bewijs intrekt. Een beoordelaar kan ernaar vragen.", "Write why you withdraw this evidence. An assessor may ask."))
	c.Text(because, "because", MaxReason)
	if err := c.Fault("evidence.withdrawal-refused"); err != nil {
		return err
	}
	return s.edit(ctx, by, []ID{piece}, func(it *Item) (string, any) {
		if !it.WithdrawnAt.IsZero() {
			return "", nil
		}
		it.WithdrawnAt, it.WithdrawnBecause = s.Now().UTC().Truncate(time.Microsecond), because
		return ActWithdraw, WithdrawnSaid{because}
	})
}

// Restore takes a withdrawal back.
func (s *Service) Restore(ctx context.Context, by identity.Actor, piece ID) error {
	if err := by.Need(identity.Evidence); err != nil {
		return err
	}
	return s.edit(ctx, by, []ID{piece}, func(it *Item) (string, any) {
		if it.WithdrawnAt.IsZero() {
			return "", nil
		}
		it.WithdrawnAt, it.WithdrawnBecause = time.Time{}, ""
		return ActRestore, nil
	})
}

// edit makes one small change to a piece as it stands now. These changes do not
// depend on what a person saw before, so when somebody else was first the change
// is made again on what is there now. A change with no act changes nothing.
func (s *Service) edit(ctx context.Context, by identity.Actor, pieces []ID, change func(*Item) (act string, data any)) error {
	for range 10 {
		err := s.editOnce(ctx, by, pieces, change)
		if !errors.Is(err, ErrStale) {
			return err
		}
	}
	return ErrStale
}

func (s *Service) editOnce(ctx context.Context, by identity.Actor, pieces []ID, change func(*Item) (act string, data any)) error {
	var items []Item
	var entries []journal.Draft
	for _, piece := range slices.Compact(slices.Sorted(slices.Values(pieces))) {
		it, err := s.find(ctx, by.Org, piece)
		if err != nil {
			return err
		}
		if !it.ErasedAt.IsZero() {
			return ErrErased
		}
		act, data := change(&it)
		if act == "" {
			continue
		}
		items = append(items, it.next())
		entries = append(entries, by.Draft(s.Now(), act, it.Ref(), data))
	}
	if len(items) == 0 {
		return nil
	}
	if err := s.Store.Save(ctx, by.Org, items, entries); err != nil {
		return fmt.Errorf("change %d pieces: %w", len(items), err)
	}
	return nil
}

// next returns the piece as the version after the one it was.
func (it Item) next() Item {
	it.Version++
	it.Requirements = slices.Sorted(slices.Values(it.Requirements))
	return it
}

// save stores the next version of a piece.
func (s *Service) save(ctx context.Context, by identity.Actor, it Item, act string, data any) (Item, error) {
	it = it.next()
	if err := s.Store.Save(ctx, by.Org, []Item{it}, []journal.Draft{by.Draft(s.Now(), act, it.Ref(), data)}); err != nil {
		return Item{}, fmt.Errorf("%s %s: %w", act, it.ID, err)
	}
	return it, nil
}

// find returns a piece of the organisation, or the fault that it is not there.
func (s *Service) find(ctx context.Context, id org.ID, piece ID) (Item, error) {
	it, ok, err := s.Store.Find(ctx, id, piece)
	if err != nil {
		return Item{}, fmt.Errorf("find evidence %s: %w", piece, err)
	}
	if !ok {
		return Item{}, fault.Missing("evidence.no-evidence")
	}
	return it, nil
}

// today is the day it is where the organisation is.
func (s *Service) today() time.Time { return legaltime.DayOf(s.Now(), s.Zone) }
