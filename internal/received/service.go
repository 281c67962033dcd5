package received

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/mod/sumdb/note"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
)

// A Kept is what a Store stores at once.
type Kept struct {
	Received Received
	Next     anchor.Seen   // what this installation has now seen of the journal; zero to leave it
	Entry    journal.Draft // of the organisation's journal
}

// Store keeps received dossiers. Each method is one transaction.
type Store interface {
	// Before returns what the organisation received of a journal, oldest first, and
	// the last that this installation saw of it.
	Before(ctx context.Context, id org.ID, origin string) ([]Received, anchor.Seen, error)

	// Keep stores what decide makes of that, which nobody changes meanwhile.
	// ErrMeanwhile when it is there already or the installation saw more of the
	// journal just now; ErrFull when there would be more than MaxReceived.
	Keep(ctx context.Context, id org.ID, origin string, decide func([]Received, anchor.Seen) (Kept, error)) error

	// All returns every received dossier, oldest first.
	All(ctx context.Context, id org.ID) ([]Received, error)
}

// A Service is what the rest of the platform may ask of this room.
type Service struct {
	Store   Store
	Signer  *journal.Signer // of this installation: it seals what lies between check and yes
	Witness *anchor.Witness
	Folder  string // where a file lies while it is checked, without a name
	Now     func() time.Time
	NewID   func(prefix string) string

	checking atomic.Int32
	arrivals arrivals
}

// Limits of a check on a shared machine. Whoever has a larger dossier checks it with
// the command.
const (
	MaxFile   = 1 << 30   // bytes of a dossier
	maxList   = 128 << 20 // bytes of one list in it: some 400,000 entries
	maxNote   = 8 << 10   // bytes of the checkpoint, with every signature under it
	maxKeys   = 100       // that count for one journal
	maxAtOnce = 2         // checks at the same time, and uploads of one organisation
)

// An Upload is a dossier that comes in.
type Upload struct {
	Name    string // of the file
	Key     string // of the sender, got by another way than the file; "" to use those of an earlier dossier of the same journal
	Content io.Reader
}

// A Checked is a dossier that was looked at. Nothing of it is stored.
type Checked struct {
	Received                 // as it would be kept; without Remark, By and Kept
	Report   *dossier.Report // of the check
	Pinned   bool            // checked against keys of an earlier dossier
	Carried  string          // hands this to Keep, sealed
}

// Check looks at a dossier: the check of the command, and how its journal relates
// to what was received of it before.
//
// Refusals: Denied; Invalid when it is no dossier, has no journal in it, or the key
// is none; TooLarge over MaxFile; Overload while too many are being checked.
func (s *Service) Check(ctx context.Context, by identity.Actor, u Upload) (Checked, error) {
	if err := by.Need(identity.Evidence); err != nil {
		return Checked{}, err
	}
	u.Key = strings.TrimSpace(u.Key)
	if _, err := note.NewVerifier(u.Key); u.Key != "" && err != nil {
		return Checked{}, wrongKey()
	}
	if !s.arrivals.begin(by.Org) {
		return Checked{}, errBusy
	}
	defer s.arrivals.end(by.Org)
	f, err := arrive(s.Folder, u.Content)
	if err != nil {
		return Checked{}, err
	}
	defer f.done()
	defer s.checking.Add(-1) // only what arrived takes a place: who sends slowly keeps nobody else waiting
	if s.checking.Add(1) > maxAtOnce {
		return Checked{}, errBusy
	}
	origin, err := dossier.OriginOf(f, f.size)
	if err != nil {
		return Checked{}, noDossier()
	}
	earlier, seen, err := s.Store.Before(ctx, by.Org, origin)
	if err != nil {
		return Checked{}, fmt.Errorf("find earlier dossiers of %s: %w", origin, err)
	}
	c, x, log, err := examine(ctx, f, u, earlier)
	if err != nil {
		return Checked{}, err
	}
	x.ID, x.Origin, x.Roots = ID(s.NewID("rcd")), origin, rootsAt(log, earlier, seen)
	if x.Relation, x.Beside, err = compare(x, earlier); err != nil {
		return Checked{}, err
	}
	if _, err := s.cosign(&x, seen); err != nil {
		return Checked{}, err
	}
	x.Receipt = "" // that is made when somebody says yes
	c.Received = x.Received
	c.Carried, err = s.seal(by, x)
	return c, err
}

// examine runs the check, against the key that was given or those that are known
// from earlier dossiers. Log is the journal in the file, nil when that is not whole.
func examine(ctx context.Context, f *file, u Upload, earlier []Received) (c Checked, x shown, log *dossier.Log, err error) {
	trust := dossier.Trust{Longest: maxList}
	if u.Key != "" {
		trust.Keys = []string{u.Key}
	} else {
		trust.Keys = pinned(earlier)
		c.Pinned = len(trust.Keys) > 0
	}
	if c.Report, err = trust.Verify(ctx, f, f.size); err != nil {
		return c, x, nil, noDossier()
	}
	log = c.Report.Log
	if log == nil && len(trust.Keys) > 0 { // under the key that it names itself it may be whole
		bare, err := dossier.Trust{Longest: maxList}.Verify(ctx, f, f.size)
		if err != nil {
			return c, x, nil, fmt.Errorf("check again without a key: %w", err)
		}
		log, x.Strange = bare.Log, bare.Log != nil
	}
	if c.Report.Size < 1 || c.Report.Org == "" {
		return c, x, nil, noDossier()
	}
	x.Received = f.describe(c.Report, u.Name)
	x.Vouched = c.Report.Log != nil && len(trust.Keys) > 0
	if log != nil && (len(log.Checkpoint.Note) > maxNote || len(log.Keys) > maxKeys || slices.ContainsFunc(log.Keys, unfit)) {
		return c, x, nil, noDossier()
	}
	if log != nil {
		x.Note, x.Keys = log.Checkpoint.Note, ordered(c.Report.Key, log.Keys)
		x.Size, x.Root = log.Checkpoint.Size, rootText(log.Checkpoint.Root)
	}
	return c, x, log, nil
}

// unfit reports whether a key of a journal has a name that cannot be one.
func unfit(key string) bool {
	name, _, _ := strings.Cut(key, "+")
	return !anchor.IsName(name)
}

// rootsAt are the roots of a journal wherever something was seen of it before.
func rootsAt(log *dossier.Log, earlier []Received, seen anchor.Seen) map[int64]string {
	if log == nil {
		return nil
	}
	sizes := []int64{seen.Size}
	for _, e := range earlier {
		sizes = append(sizes, e.Size)
	}
	roots := map[int64]string{}
	for size, root := range log.Roots(sizes...) {
		roots[size] = rootText(root)
	}
	return roots
}

// ordered puts the key under which a dossier says that it stands first, if that is
// one of those that count: what a dossier says of its own key is no proof of it.
func ordered(stated string, keys []string) []string {
	if !slices.Contains(keys, stated) {
		return keys
	}
	others := slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return k == stated })
	return append([]string{stated}, others...)
}

// pinned are the keys of a journal that a person got by another way.
func pinned(earlier []Received) (keys []string) {
	for _, e := range earlier {
		for _, k := range e.Keys {
			if e.Vouched && !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	return keys
}
