package dossier

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
)

// A Request is what a person asks for.
type Request struct {
	For   string `json:"for"`   // for whom, in the organisation's own words
	Files bool   `json:"files"` // with the files of evidence, not only their SHA-256
}

// A Made is a dossier that was asked for. Its bytes are made anew each time that
// somebody takes it: the same every time.
type Made struct {
	Request
	Size int64     `json:"size"` // of the journal of which it tells
	At   time.Time `json:"-"`
	By   string    `json:"-"` // name, as shown then
}

// Object is the journal's name for what is made.
func Object(size int64) ref.Ref { return ref.Ref{Kind: "dossier", ID: number(size)} }

// ActMake is the journal's action; its data is a Made.
const ActMake = "dossier.make"

// Store reads journals, and signs them. Each method is one transaction.
type Store interface {
	// Make signs a checkpoint over the journal as it stands, and writes the entry
	// that entry returns for its size. ErrFork when the journal is not what was
	// signed before.
	Make(ctx context.Context, id org.ID, now time.Time, entry func(size int64) journal.Draft) (size int64, err error)

	// Made returns the entries of ActMake, oldest first.
	Made(ctx context.Context, id org.ID) ([]journal.Entry, error)

	// Source returns the journal's first size entries, the checkpoint over exactly
	// those, and the ones under approvals, and when it was asked for; ok tells whether
	// there is such a checkpoint. Public is left empty.
	Source(ctx context.Context, id org.ID, size int64) (src Source, ok bool, err error)

	// KeepReceipt stores a receipt as an anchor, and the entry. Its Proof is a
	// checkpoint over its Size with a cosignature under it. ErrOtherTree when the
	// journal has no checkpoint there, or another root; ErrChangedReceipt when it is
	// not that checkpoint with one line more; ErrHaveReceipt when it is there already.
	KeepReceipt(ctx context.Context, id org.ID, a anchor.Anchor, entry journal.Draft) error
}

// ErrFork is what a Store says when the journal is not what was signed before.
var ErrFork = &fault.Fault{
	Kind: fault.Conflict, Code: "dossier.fork",
	Says: i18n.T("Er kan nu geen dossier worden gemaakt: het logboek klopt niet met wat eerder is ondertekend.", "No dossier can be made now: the journal is not what was signed before."),
	Hint: i18n.T("Bel de beheerder van deze installatie. Er is niets opgeslagen.", "Call the operator of this installation. Nothing was stored."),
}

// A Service makes dossiers.
type Service struct {
	Store  Store
	Signer *journal.Signer
	// Evidence opens a file of the organisation by its SHA-256 in hex.
	Evidence func(ctx context.Context, id org.ID, sum string) (io.ReadCloser, error)
	// Report returns a signed report of an assessment, with its text.
	Report func(ctx context.Context, id org.ID, engagement audit.ID, number int) (audit.Report, error)
	// Papers makes what people and other programs read.
	Papers func(ctx context.Context, src Source, book Book, files bool) ([]File, error)
	// Readable writes a signed report of an assessment as people read it, a page for
	// each language.
	Readable func(ctx context.Context, r audit.Report) ([]File, error)
	Now      func() time.Time
	Zone     *time.Location // in which days are counted
	NewID    func(prefix string) string
}

// MaxFor is the longest Request.For, in characters.
const MaxFor = 120

// Make asks for a dossier of the organisation as it stands.
//
// Refusals: Denied; Invalid when For is empty or too long; Conflict while the
// journal is not what was signed before.
func (s *Service) Make(ctx context.Context, by identity.Actor, r Request) (Made, error) {
	if err := by.Need(identity.Export); err != nil {
		return Made{}, err
	}
	var c fault.Checker
	c.Need(r.For != "", "for", i18n.T("Schrijf voor wie dit dossier is. Dat komt in het logboek.", "Write for whom this dossier is. That goes into the journal."))
	c.Text(r.For, "for", MaxFor)
	if err := c.Fault("dossier.refused"); err != nil {
		return Made{}, err
	}
	m := Made{Request: r, At: s.Now(), By: by.Name}
	var err error
	m.Size, err = s.Store.Make(ctx, by.Org, m.At, func(size int64) journal.Draft {
		m.Size = size
		return by.Draft(m.At, ActMake, Object(size), m)
	})
	if err != nil {
		return Made{}, fmt.Errorf("make dossier: %w", err)
	}
	return m, nil
}

// List returns the dossiers that were asked for, newest first.
func (s *Service) List(ctx context.Context, by identity.Actor) ([]Made, error) {
	if err := by.Need(identity.Export); err != nil {
		return nil, err
	}
	entries, err := s.Store.Made(ctx, by.Org)
	if err != nil {
		return nil, fmt.Errorf("list dossiers: %w", err)
	}
	all := make([]Made, 0, len(entries))
	for _, e := range entries {
		m := Made{At: e.At, By: e.ActorName}
		if err := json.Unmarshal(e.Data, &m); err != nil && e.Data != nil {
			return nil, fmt.Errorf("read entry %d: %w", e.Seq, err)
		}
		all = append(all, m)
	}
	slices.Reverse(all)
	return all, nil
}

// Open returns the dossier of the journal's first size entries, ready to be
// written. What counts is reckoned on the day on which somebody asked for it: it has
// the same bytes on every day after that. What it holds is read before the first byte is written.
//
// Refusals: Denied; NotFound when no checkpoint was signed at that size.
func (s *Service) Open(ctx context.Context, by identity.Actor, size int64, files bool) (write func(io.Writer) error, err error) {
	if err := by.Need(identity.Export); err != nil {
		return nil, err
	}
	src, ok, err := s.Store.Source(ctx, by.Org, size)
	if err != nil {
		return nil, fmt.Errorf("read journal for dossier: %w", err)
	}
	if !ok {
		return nil, fault.Missing("dossier.none")
	}
	src.Public = s.Signer.Public()
	book, err := BookOf(src.Org, src.Entries)
	if err != nil {
		return nil, err
	}
	if !src.AskedAt.IsZero() {
		book.On = legaltime.Text(legaltime.DayOf(src.AskedAt, s.Zone))
	}
	beside, err := s.Papers(ctx, src, book, files)
	if err != nil {
		return nil, fmt.Errorf("write papers: %w", err)
	}
	reports, err := s.reports(ctx, by.Org, book)
	if err != nil {
		return nil, err
	}
	beside = append(beside, reports...)
	if files {
		beside = append(beside, s.evidence(by.Org, book)...)
	}
	return func(w io.Writer) error { return Pack(ctx, w, src, book, beside, s.Signer.Note) }, nil
}

// evidence are the files of which the claims tell, each once.
func (s *Service) evidence(id org.ID, book Book) (files []File) {
	seen := map[string]bool{}
	for _, c := range book.Claims {
		piece := c.Says.Evidence
		if piece == nil || piece.SHA256 == "" || seen[piece.SHA256] {
			continue
		}
		seen[piece.SHA256] = true
		files = append(files, File{EvidencePath(piece.SHA256), func(ctx context.Context) (io.ReadCloser, error) {
			return s.Evidence(ctx, id, piece.SHA256)
		}})
	}
	return files
}
