package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/web"
)

// A watch remembers of which organisations the journal does not hold, or the rows are
// other than it tells, and which a witness refuses. The zero watch has found nothing.
type watch struct {
	mu      sync.Mutex
	wrong   map[org.ID]bool
	rows    map[org.ID]bool // the journal holds, and the rows are other than it tells
	refused map[org.ID]bool
}

// note notes what was found of id. What was not decided of its rows stays as it was.
func (w *watch) note(id org.ID, wrong, rows, decided bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	set(&w.wrong, id, wrong)
	if decided {
		set(&w.rows, id, rows)
	}
}

// refuse notes whether a witness refuses id's journal.
func (w *watch) refuse(id org.ID, refused bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	set(&w.refused, id, refused)
}

func set(of *map[org.ID]bool, id org.ID, is bool) {
	if *of == nil {
		*of = map[org.ID]bool{}
	}
	if is {
		(*of)[id] = true
	} else {
		delete(*of, id)
	}
}

func (w *watch) differs(id org.ID) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.rows[id]
}

func (w *watch) isRefused(id org.ID) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.refused[id]
}

func (w *watch) isWrong(id org.ID) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.wrong[id]
}

// checkEvery is how long a rewritten row can stand before it is found.
const checkEvery = 24 * time.Hour

// check reads every journal again, at the start and every night, until ctx ends.
func (a *App) check(ctx context.Context) {
	for ctx.Err() == nil {
		if err := a.SweepAll(ctx); err != nil && ctx.Err() == nil {
			a.log.ErrorContext(ctx, "what was erased is not all gone", slog.Any("err", err))
		}
		if err := a.CheckAll(ctx); err != nil && ctx.Err() == nil {
			a.log.ErrorContext(ctx, "checking journals failed", slog.Any("err", err))
		}
		rest(ctx, checkEvery)
	}
}

// SweepAll finishes erasing where the disk refused, or somebody was still reading,
// and forgets forms that were stored long ago.
func (a *App) SweepAll(ctx context.Context) error {
	ids, err := a.organisations(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, id := range ids {
		failed = append(failed, a.Evidence.Sweep(ctx, identity.SystemActor(id)), a.forgetPresses(ctx, id))
	}
	return errors.Join(append(failed, a.DB.Scrub(ctx))...)
}

// CheckAll compares every journal with itself, with its checkpoints, with what was
// signed, and with the rows that it tells of. What does not hold is told in the log and on every page of
// the organisation. One journal that cannot be read does not keep the others from it.
func (a *App) CheckAll(ctx context.Context) error {
	ids, err := a.organisations(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, id := range ids {
		begun := a.Now()
		if _, err := a.audit(ctx, id); err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", id, err))
		}
		if rest(ctx, 3*a.Now().Sub(begun)); ctx.Err() != nil { // people go before
			break
		}
	}
	return errors.Join(failed...)
}

// rest waits for d, or until ctx ends.
func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// audit reads one journal, and tells and remembers what does not hold. Rows are held
// against a journal that holds: against another they prove nothing.
func (a *App) audit(ctx context.Context, id org.ID) (audit journal.Audit, err error) {
	err = a.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if audit, err = a.Signer.Check(ctx, tx, string(id)); err != nil {
			return err
		}
		unfit, err := a.anchorsHold(ctx, tx, id)
		audit.Problems = append(audit.Problems, unfit...)
		return err
	})
	if err != nil {
		return audit, err
	}
	broken, decided := len(audit.Problems) > 0, false
	if !broken {
		if audit.Rows, decided, err = a.rowsHold(ctx, id); err != nil {
			return audit, fmt.Errorf("hold rows against the journal: %w", err)
		}
		if !decided {
			audit.Remarks = append(audit.Remarks, growing)
		}
	}
	for _, p := range audit.Says(i18n.EN) {
		a.log.ErrorContext(ctx, "journal does not hold", slog.String("org", string(id)), slog.String("problem", p))
	}
	for _, p := range audit.Remarks {
		a.log.WarnContext(ctx, "about the check of a journal", slog.String("org", string(id)), slog.String("remark", p.EN))
	}
	for _, p := range audit.Rows {
		a.log.ErrorContext(ctx, "data are other than the journal tells", slog.String("org", string(id)), slog.String("problem", p.EN))
	}
	a.watch.note(id, broken, len(audit.Rows) > 0, decided)
	return audit, nil
}

// alarmed lets the guard decide who may enter, and then marks the pages of an
// organisation whose journal does not hold.
func (a *App) alarmed(enter door) door {
	return func(r *http.Request, route web.Route) (*http.Request, error) {
		in, err := enter(r, route)
		v := web.ViewOf(in.Context())
		if v.Place == nil {
			return in, err
		}
		switch id := org.ID(v.Place.ID); {
		case a.watch.isWrong(id):
			v.Alarm = notSigned.In(v.Lang)
		case a.watch.isRefused(id):
			v.Alarm = notSeen.In(v.Lang)
		case a.watch.differs(id):
			v.Alarm = notTold.In(v.Lang)
		default:
			return in, err
		}
		return in.WithContext(web.WithView(in.Context(), v)), err
	}
}

var (
	growing = i18n.T(
		"de gegevens zijn nu niet met het logboek vergeleken: er werd intussen gewerkt. Probeer het later opnieuw",
		"the data were not compared with the journal now: people were at work meanwhile. Try again later")
	notSigned = i18n.T(
		"Het logboek van deze organisatie klopt niet met wat eerder is ondertekend. Er is iets gewijzigd of teruggezet, buiten dit programma om.",
		"The journal of this organisation is not what was signed before. Something was changed or put back, outside this program.")
	notTold = i18n.T(
		"Gegevens van deze organisatie zijn anders dan het logboek zegt. Er is iets gewijzigd, buiten dit programma om. Wat, staat bij Logboek onder de controle.",
		"Data of this organisation are other than the journal tells. Something was changed, outside this program. The check under Journal says what.")
	notSeen = i18n.T(
		"Een getuige buiten dit systeem weigert het logboek van deze organisatie: het past niet op wat hij eerder zag.",
		"A witness outside this system refuses the journal of this organisation: it does not fit what the witness saw before.")
)

// Accept lets a fork of org's journal stand, for a reason: it is told in the
// journal itself, with the checkpoint that no longer holds, and signing goes on.
func (a *App) Accept(ctx context.Context, id org.ID, because string) error {
	err := a.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error { return a.Signer.Memory.Compare(ctx, tx, string(id)) })
	var fork *journal.Fork
	if !errors.As(err, &fork) {
		return errors.Join(err, errNoFork)
	}
	told := map[string]any{"because": because, "signed": fork.Kept.Note, "size": fork.Size}
	entry := identity.OperatorActor(id).Draft(a.Now(), "journal.accepted", ref.Ref{Kind: "journal", ID: string(id)}, told)
	err = a.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error { return journal.Append(ctx, tx, id, entry) })
	if err != nil {
		return err
	}
	if err := a.Signer.Memory.Accept(fork); err != nil {
		return err
	}
	if err := a.sign(ctx, id, a.Signer.KeepAnew); err != nil {
		return err
	}
	_, err = a.audit(ctx, id) // something else may be wrong with it too
	return err
}

var errNoFork = errors.New("this journal begins with what was signed: there is nothing to accept")
