package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strings"

	"aantoonbaar/internal/assessment/assessmentdb"
	"aantoonbaar/internal/audit"
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
// itself: it says which are other than the journal tells, which cannot be read, and of
// which entries the words are gone though nobody erased them. While people work on,
// the two are not of one moment; then it is not decided, and waits for a next time.
func (a *App) rowsHold(ctx context.Context, id org.ID) (wrong []i18n.Text, decided bool, err error) {
	if a.Audit.Away != nil {
		return nil, true, nil // here is only what was taken along
	}
	for range 3 {
		before, rows, err := a.rows(ctx, id)
		if err != nil {
			return nil, false, fmt.Errorf("read rows: %w", err)
		}
		size, entries, err := a.whole(ctx, id)
		if err != nil {
			return nil, false, err
		}
		if size != before {
			continue
		}
		state, err := past.Recall(id, entries)
		if err != nil {
			return nil, false, err
		}
		return a.wrongRows(state, rows, past.Blanked(entries)), true, nil
	}
	return nil, false, nil
}

// wrongRows says what is wrong, at most maxTold of each kind of fault.
func (a *App) wrongRows(state *past.State, rows past.Rows, blanked []journal.Entry) (wrong []i18n.Text) {
	for i, e := range blanked {
		if i < maxTold {
			wrong = append(wrong, i18n.Tf(
				"de woorden van regel %d zijn weg, en geen regel zegt dat ze zijn gewist",
				"the words of entry %d are gone, and no entry says that they were erased", e.Seq))
		}
	}
	for _, kind := range rows.Unread {
		what := kindWords[kind]
		wrong = append(wrong, i18n.T(
			what.NL+" is niet te lezen in de gegevens; wat er meer van die soort is, is niet vergeleken",
			what.EN+" cannot be read in the data; what else there is of its kind was not compared"))
	}
	for _, kinds := range rows.Passed {
		var nl, en []string
		for _, kind := range kinds {
			nl, en = append(nl, kindWords[kind].NL), append(en, kindWords[kind].EN)
		}
		wrong = append(wrong, i18n.T(
			strings.Join(nl, " of ")+" is niet te lezen in de gegevens; wat er meer van die soort is, is wel vergeleken",
			strings.Join(en, " or ")+" cannot be read in the data; what else there is of its kind was compared"))
	}
	for i, of := range state.Differing(rows) {
		if i < maxTold {
			wrong = append(wrong, a.otherwise(of))
		}
	}
	return wrong
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
// One row that cannot be read keeps no other row from being read.
func (a *App) rows(ctx context.Context, id org.ID) (size int64, r past.Rows, err error) {
	err = a.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		size, err = journal.Size(ctx, tx, id)
		return err
	})
	if err != nil {
		return 0, r, err
	}
	read := func(load func(context.Context) error, kinds ...string) {
		var passed error
		err := load(sqldb.PassingOver(ctx, func(bad error) { passed = errors.Join(passed, bad) }))
		if err != nil {
			r.Unread = append(r.Unread, kinds...)
		} else if passed != nil {
			r.Passed = append(r.Passed, kinds)
		}
		if err = errors.Join(err, passed); err != nil {
			a.log.ErrorContext(ctx, "data cannot be read", slog.String("org", string(id)), slog.Any("err", err))
		}
	}
	a.readRooms(id, &r, read)
	return size, r, ctx.Err()
}

// readRooms lets read call each room.
func (a *App) readRooms(id org.ID, r *past.Rows, read func(load func(context.Context) error, kinds ...string)) {
	read(func(ctx context.Context) (err error) {
		r.Said, err = (&assessmentdb.Store{DB: a.DB}).Load(ctx, id)
		return err
	}, "requirement", "scan")
	read(func(ctx context.Context) (err error) {
		r.Org, _, err = a.Duty.Store.Find(ctx, id)
		return err
	}, "profile")
	read(func(ctx context.Context) (err error) {
		r.Evidence, err = (&evidencedb.Store{DB: a.DB}).All(ctx, id, evidence.MaxItems)
		return err
	}, "evidence")
	read(func(ctx context.Context) (err error) {
		r.Actions, err = a.Plan.Store.Load(ctx, id)
		return err
	}, "action")
	read(func(ctx context.Context) (err error) {
		r.Board, err = a.Board.Store.Load(ctx, id)
		return err
	}, "sentence", "approval", "decision", "certificate")
	read(func(ctx context.Context) (err error) {
		r.Certified, err = a.Certified.Store.All(ctx, id)
		return err
	}, "certification")
	read(func(ctx context.Context) (err error) {
		r.Reviews, err = a.Review.Store.All(ctx, id, math.MaxInt32)
		return err
	}, "review")
	read(func(ctx context.Context) (err error) {
		r.Assessed, err = a.allAssessed(ctx, id)
		return err
	}, "audit")
	a.readLater(id, r, read)
}

// allAssessed reads every independent assessment whole.
func (a *App) allAssessed(ctx context.Context, id org.ID) (all []audit.File, err error) {
	files, err := a.Audit.Store.List(ctx, id)
	for _, f := range files {
		f, _, bad := a.Audit.Store.Load(ctx, id, f.Engagement.ID)
		err = errors.Join(err, bad)
		all = append(all, f)
	}
	return all, err
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
