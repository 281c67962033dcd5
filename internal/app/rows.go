package app

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"aantoonbaar/internal/assessment/assessmentdb"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/evidence/evidencedb"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/past"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

// maxTold is how many records that differ are named.
const maxTold = 50

// rowsHold holds the rows of an organisation against its journal, which must hold by
// itself: it says which are other than the journal tells. While people work on, the
// two are not of one moment; then it waits for a next time, and says nothing.
func (a *App) rowsHold(ctx context.Context, id org.ID) (wrong []i18n.Text, err error) {
	if a.Audit.Away != nil {
		return nil, nil // here is only what was taken along
	}

	for range 3 {
		rows, err := a.rows(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("read rows: %w", err)
		}
		size, entries, err := a.whole(ctx, id)
		if err != nil {
			return nil, err
		}
		if size != rows.Said.Size {
			continue
		}
		state, err := past.RecallRows(id, entries)
		if err != nil {
			return nil, err
		}
		for _, of := range state.Differing(rows) {
			if len(wrong) < maxTold {
				wrong = append(wrong, a.otherwise(of))
			}
		}
		return wrong, nil
	}
	return nil, nil
}

// whole reads a journal from its start.
func (a *App) whole(ctx context.Context, id org.ID) (size int64, entries []journal.Entry, err error) {
	err = a.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if size, err = journal.Size(ctx, tx, id); err != nil {
			return err
		}
		entries, err = journal.Range(ctx, tx, id, 0, size, int(size))
		return err
	})
	return size, entries, err
}

// rows reads what is in the database, and nothing that a store remembers of it. The
// journal's size comes first: whatever is written after it makes the journal longer.
func (a *App) rows(ctx context.Context, id org.ID) (r past.Rows, err error) {
	var errs [8]error
	r.Said, errs[0] = (&assessmentdb.Store{DB: a.DB}).Load(ctx, id)
	r.Org, _, errs[1] = a.Duty.Store.Find(ctx, id)
	r.Evidence, errs[2] = (&evidencedb.Store{DB: a.DB}).All(ctx, id, evidence.MaxItems)
	r.Actions, errs[3] = a.Plan.Store.Load(ctx, id)
	r.Board, errs[4] = a.Board.Store.Load(ctx, id)
	r.Certified, errs[5] = a.Certified.Store.All(ctx, id)
	r.Reviews, errs[6] = a.Review.Store.All(ctx, id, math.MaxInt32)
	files, err := a.Audit.Store.List(ctx, id)
	errs[7] = err
	for _, f := range files {
		f, _, err := a.Audit.Store.Load(ctx, id, f.Engagement.ID)
		errs[7] = errors.Join(errs[7], err)
		r.Assessed = append(r.Assessed, f)
	}
	return r, errors.Join(errs[:]...)
}

// otherwise says that a record is other than the journal tells.
func (a *App) otherwise(of ref.Ref) i18n.Text {
	what := kindWords[of.Kind]
	name := of.ID
	if r := a.Content.Find(strings.TrimPrefix(of.ID, "requirement/")); of.Kind == "requirement" && r != nil {
		name = r.Short().NL
	}
	return i18n.T(
		what.NL+" ("+name+") staat anders in de gegevens dan in het logboek",
		what.EN+" ("+name+") is otherwise in the data than in the journal")
}

// kindWords are what records are called that are held against the journal.
var kindWords = map[string]i18n.Text{
	"profile":       i18n.T("het profiel van de organisatie", "the profile of the organisation"),
	"sentence":      i18n.T("de zin voor het bestuur", "the sentence for the board"),
	"requirement":   i18n.T("een antwoord", "an answer"),
	"scan":          i18n.T("een antwoord van de quickscan", "an answer of the quick scan"),
	"evidence":      i18n.T("een stuk bewijs", "a piece of evidence"),
	"action":        i18n.T("een verbeteractie", "an improvement action"),
	"approval":      i18n.T("een goedkeuring van het bestuur", "an approval of the board"),
	"decision":      i18n.T("een besluit van het bestuur", "a decision of the board"),
	"certificate":   i18n.T("een scholing van een bestuurder", "training of a board member"),
	"certification": i18n.T("een certificaat", "a certificate"),
	"review":        i18n.T("een directiebeoordeling", "a management review"),
	"audit":         i18n.T("een onafhankelijke beoordeling", "an independent assessment"),
}
