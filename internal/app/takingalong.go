package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/audit/workfile"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// takeAlong records that an assessor takes the assessment along, and returns what
// writes the file: what the assessor reads here, and nothing else.
//
// Refusals: as those of [audit.Service.TakeAlong], and TooLarge for more files than
// are read back.
func (a *App) takeAlong(ctx context.Context, by identity.Actor, id audit.ID, passphrase string, files bool) (taking string, write func(io.Writer) error, err error) {
	if err := by.Need(identity.Assess); err != nil {
		return "", nil, err
	}
	f, err := a.Audit.File(ctx, by, id)
	if err != nil {
		return "", nil, err
	}
	t, err := a.assessed(ctx, by)
	if err != nil {
		return "", nil, err
	}
	c, err := a.cargo(ctx, by, t, f.Engagement)
	if err != nil {
		return "", nil, err
	}
	var pieces []workfile.Piece
	if files {
		if pieces, err = a.pieces(ctx, by.Org, t, f.Engagement); err != nil {
			return "", nil, err
		}
	}
	c.Manifest.Taking, f, err = a.Audit.TakeAlong(ctx, by, id, t.size, files)
	if err != nil {
		return "", nil, err
	}
	c.Work = workfile.WorkOf(f)
	return c.Manifest.Taking.ID, func(w io.Writer) error { return workfile.Write(w, passphrase, c, pieces) }, nil
}

// cargo gathers all but the work itself.
func (a *App) cargo(ctx context.Context, by identity.Actor, t *then, e audit.Engagement) (c workfile.Cargo, err error) {
	means, ok, err := a.Identity.Store.MeansOf(ctx, by.Person)
	if err != nil || !ok {
		return c, fmt.Errorf("find person %s: found %t: %w", by.Person, ok, err)
	}
	c.Manifest = workfile.Manifest{
		Format: workfile.Format, Org: by.Org, Organisation: t.state.Org.Name, Zone: a.Zone.String(),
		Person: workfile.Person{ID: by.Person, Name: by.Name, Lang: means.Person.Lang}, Admission: e.Admission(a.Zone),
	}
	var entries []journal.Entry
	err = a.DB.Read(ctx, sqldb.Org(by.Org), func(tx *sqldb.Tx) error {
		entries, err = journal.Range(ctx, tx, by.Org, 0, t.size, int(t.size))
		return err
	})
	if err != nil {
		return c, fmt.Errorf("read the first %d entries of %s: %w", t.size, by.Org, err)
	}
	for _, entry := range entries {
		c.Entries = append(c.Entries, workfile.Closed(entry))
	}
	situations := []audit.Situation{e.Situation}
	for _, n := range e.Newer {
		situations = append(situations, n.Situation)
	}
	for _, s := range situations {
		c.Points = append(c.Points, workfile.Point{Size: s.Size, Note: s.Note, At: s.At})
	}
	papers, err := a.papersOf(ctx, by.Org, t)
	if err != nil {
		return c, err
	}
	c.Approvals, err = json.Marshal(papers)
	return c, err
}

// papersOf returns what the board had signed by then, with the documents.
func (a *App) papersOf(ctx context.Context, id org.ID, t *then) (all []board.Approval, err error) {
	for _, signed := range t.state.Board.Approvals {
		paper, ok, err := t.app.Board.Store.Approval(ctx, id, signed.ID)
		if err != nil || !ok {
			return nil, fmt.Errorf("take along approval %s: found %t: %w", signed.ID, ok, err)
		}
		all = append(all, paper)
	}
	return all, nil
}

// pieces are the files of the evidence for what is assessed, each content once.
func (a *App) pieces(ctx context.Context, id org.ID, t *then, e audit.Engagement) (all []workfile.Piece, err error) {
	total, known := int64(0), map[string]bool{}
	for _, it := range t.state.Evidence {
		sum := it.File.Sum.String()
		if it.Form != evidence.FileForm || !it.ErasedAt.IsZero() || known[sum] || !concernsAny(it, e.Terms.Scope) {
			continue
		}
		known[sum] = true
		total += it.File.Size
		all = append(all, workfile.Piece{SHA256: sum, Size: it.File.Size, Open: func() (io.ReadCloser, error) {
			return a.Evidence.Files.Open(ctx, string(id), it.File.Sum)
		}})
	}
	if total > maxTaken {
		return nil, &fault.Fault{
			Kind: fault.TooLarge, Code: "audit.too-much-to-take",
			Says: i18n.Tf("De bestanden van het bewijs zijn samen groter dan %d GB.", "The files of evidence together are larger than %d GB.", maxTaken>>30),
			Hint: i18n.T("Neem de beoordeling mee zonder bestanden. Er is niets opgeslagen.", "Take the assessment along without files. Nothing was stored."),
		}
	}
	return all, nil
}

// maxTaken is how many bytes of evidence go into one file: what is read back, with
// room for the rest.
const maxTaken = workfile.MaxTotal / 2

func concernsAny(it evidence.Item, requirements []string) bool {
	for _, r := range requirements {
		if it.LinkedTo(r) {
			return true
		}
	}
	return false
}
