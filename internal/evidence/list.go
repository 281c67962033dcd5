package evidence

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// A Filter chooses among pieces. The zero Filter chooses all but the withdrawn and the erased.
type Filter struct {
	Text     string          // every word must be in the title, the words, the address, the file's name or who vouches
	Kind     framework.Level // "" for every kind
	Standing Standing        // "" for every standing but Withdrawn and Erased
	Unlinked string          // a requirement to which the piece must not be linked yet
}

// Fits reports whether the piece is one of those that the filter chooses.
func (f Filter) Fits(it Item, today time.Time) bool {
	standing := it.Standing(today)
	switch {
	case f.Kind != "" && it.Kind != f.Kind,
		f.Standing == "" && (standing == Withdrawn || standing == Erased),
		f.Standing != "" && standing != f.Standing,
		f.Unlinked != "" && it.LinkedTo(f.Unlinked):
		return false
	}
	return i18n.HasWords(strings.Join([]string{it.Title, it.Text, it.URL, it.File.Name, it.VouchedBy}, "\n"), f.Text)
}

// Urgent orders pieces by what ends first; those without an end come last, the
// newest first among them.
func Urgent(items []Item) {
	slices.SortStableFunc(items, func(a, b Item) int {
		switch {
		case a.ValidUntil.IsZero() != b.ValidUntil.IsZero():
			if a.ValidUntil.IsZero() {
				return 1
			}
			return -1
		case !a.ValidUntil.Equal(b.ValidUntil):
			return a.ValidUntil.Compare(b.ValidUntil)
		}
		return cmp.Compare(b.ID, a.ID)
	})
}

// List returns the pieces that the filter chooses, what ends first on top.
func (s *Service) List(ctx context.Context, by identity.Actor, f Filter) ([]Item, error) {
	if err := by.Need(identity.Read); err != nil {
		return nil, err
	}
	all, err := s.Store.All(ctx, by.Org, MaxItems)
	if err != nil {
		return nil, fmt.Errorf("list evidence: %w", err)
	}
	return choose(all, f, s.today()), nil
}

func choose(all []Item, f Filter, today time.Time) []Item {
	chosen := slices.DeleteFunc(all, func(it Item) bool { return !f.Fits(it, today) })
	Urgent(chosen)
	return chosen
}

// For returns the pieces that are linked to a requirement and not withdrawn,
// what ends first on top.
func (s *Service) For(ctx context.Context, by identity.Actor, requirement string) ([]Item, error) {
	if err := by.Need(identity.Read); err != nil {
		return nil, err
	}
	all, err := s.Store.For(ctx, by.Org, requirement, MaxItems)
	if err != nil {
		return nil, fmt.Errorf("list evidence for %s: %w", requirement, err)
	}
	return choose(all, Filter{}, s.today()), nil
}

// Expiring returns the pieces that have expired or will within Ahead days, what
// ends first on top.
func (s *Service) Expiring(ctx context.Context, by identity.Actor) ([]Item, error) {
	all, err := s.List(ctx, by, Filter{})
	today := s.today()
	return slices.DeleteFunc(all, func(it Item) bool {
		standing := it.Standing(today)
		return standing != Expiring && standing != Expired
	}), err
}

// Find returns one piece.
//
// Refusals: Denied; NotFound.
func (s *Service) Find(ctx context.Context, by identity.Actor, piece ID) (Item, error) {
	if err := by.Need(identity.Read); err != nil {
		return Item{}, err
	}
	return s.find(ctx, by.Org, piece)
}

// Open returns the bytes of a piece, whole and as they were received. The caller
// closes them.
//
// Refusals: Denied; NotFound, also for a piece that is no file, or erased.
func (s *Service) Open(ctx context.Context, by identity.Actor, piece ID) (Item, io.ReadCloser, error) {
	if err := by.Need(identity.Read); err != nil {
		return Item{}, nil, err
	}
	it, err := s.find(ctx, by.Org, piece)
	if err != nil {
		return Item{}, nil, err
	}
	if it.Form != FileForm || !it.ErasedAt.IsZero() {
		return Item{}, nil, fault.Missing("evidence.no-file")
	}
	r, err := s.Files.Open(ctx, string(by.Org), it.File.Sum)
	if err != nil {
		return Item{}, nil, fmt.Errorf("open file of %s: %w", piece, err)
	}
	return it, r, nil
}

// History returns the journal's entries about a piece, newest first.
func (s *Service) History(ctx context.Context, by identity.Actor, piece ID, limit int) ([]journal.Entry, error) {
	if err := by.Need(identity.ReadHistory); err != nil {
		return nil, err
	}
	entries, err := s.Store.History(ctx, by.Org, Item{ID: piece}.Ref(), limit)
	if err != nil {
		return nil, fmt.Errorf("read history of %s: %w", piece, err)
	}
	return entries, nil
}

// A Told is one entry of the journal about a piece.
type Told struct {
	Item  Item // as it is now
	Entry journal.Entry
}

// HistoryFor returns what happened to the pieces that are or were linked to a
// requirement, while they were, newest first, at most limit of them.
func (s *Service) HistoryFor(ctx context.Context, by identity.Actor, requirement string, limit int) ([]Told, error) {
	if err := by.Need(identity.ReadHistory); err != nil {
		return nil, err
	}
	items, err := s.Store.EverFor(ctx, by.Org, requirement, MaxItems)
	if err != nil {
		return nil, fmt.Errorf("list evidence for %s: %w", requirement, err)
	}
	var objects []ref.Ref
	for _, it := range items {
		objects = append(objects, it.Ref())
	}
	entries, err := s.Store.Histories(ctx, by.Org, objects, maxTold)
	if err != nil {
		return nil, fmt.Errorf("read history of evidence for %s: %w", requirement, err)
	}
	of := map[ref.Ref][]journal.Entry{}
	for _, e := range entries {
		of[e.Object] = append(of[e.Object], e)
	}
	var all []Told
	for _, it := range items {
		all = append(all, whileLinked(it, of[it.Ref()], requirement)...)
	}
	slices.SortStableFunc(all, func(a, b Told) int { return cmp.Compare(b.Entry.Seq, a.Entry.Seq) })
	return all[:min(len(all), limit)], nil
}

// whileLinked picks, from a piece's entries with the newest first, those from the
// time in which it was linked to a requirement, and both ends of it.
func whileLinked(it Item, entries []journal.Entry, requirement string) (told []Told) {
	within := it.LinkedTo(requirement)
	for _, e := range entries {
		to, about := linked(e)
		switch {
		case !about && within:
			told = append(told, Told{it, e})
		case about && to == requirement:
			told = append(told, Told{it, e})
			within = e.Action == ActUnlink // before the end of a link it stood
		}
	}
	return told
}

// maxTold is how many entries about the pieces of one requirement are looked at.
const maxTold = 5000

// linked returns the requirement of an entry about a link.
func linked(e journal.Entry) (requirement string, about bool) {
	if e.Action != ActLink && e.Action != ActUnlink {
		return "", false
	}
	var l Linked
	_ = json.Unmarshal(e.Data, &l) // erased data name no requirement
	return l.Requirement, true
}

// Vouchers returns who vouched for evidence before, each once, the most used
// first, at most limit of them.
func (s *Service) Vouchers(ctx context.Context, by identity.Actor, limit int) ([]string, error) {
	all, err := s.List(ctx, by, Filter{})
	times := map[string]int{}
	var names []string
	for _, it := range all {
		if times[it.VouchedBy]++; times[it.VouchedBy] == 1 {
			names = append(names, it.VouchedBy)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(times[b], times[a]), cmp.Compare(a, b))
	})
	return names[:min(limit, len(names))], err
}
