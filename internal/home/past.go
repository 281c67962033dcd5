package home

import (
	"context"
	"net/http"
	"time"

	"aantoonbaar/internal/board"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/web"
)

// choosePage is where one chooses the day at which to look back.
type choosePage struct {
	web.View
	Day       web.Field
	Refusal   *fault.Fault
	Begin     time.Time        // the day of the first change
	Approvals []board.Approval // moments that the board signed, newest first
}

// choose serves GET /o/{org}/op: a form with a day, and the way to that day.
func (h *Handler) choose(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := web.ViewOf(ctx)
	if !r.URL.Query().Has("dag") {
		return h.showChoose(w, r, nil)
	}
	day, size, err := h.moment(ctx, identity.ActorOf(ctx), r.URL.Query().Get("dag"))
	if refusal, ok := fault.Of(err); ok {
		return h.showChoose(w, r, refusal)
	}
	if err != nil {
		return err
	}
	return web.Go(w, r, v.HrefAt(day, size, ""), "")
}

func (h *Handler) showChoose(w http.ResponseWriter, r *http.Request, refusal *fault.Fault) error {
	ctx := r.Context()
	by := identity.ActorOf(ctx)
	room, err := h.Board.Page(ctx, by)
	if err != nil {
		return err
	}
	p := choosePage{View: web.ViewOf(ctx), Refusal: refusal, Approvals: room.Approvals}
	err = h.DB.Read(ctx, sqldb.Org(by.Org), func(tx *sqldb.Tx) error {
		first, _, err := journal.At(ctx, tx, by.Org, 1)
		p.Begin = legaltime.DayOf(first.At, h.Zone)
		return err
	})
	if err != nil {
		return err
	}
	p.Day = web.Field{
		Name: "dag", Type: "date", Width: "s", Label: p.T("Welke dag?", "Which day?"), Value: r.URL.Query().Get("dag"),
		Hint: p.Lang.Tf("Van %s tot en met vandaag.", "From %s up to today.", p.Lang.Day(p.Begin)),
	}.Complain(refusal, p.Lang)
	code := http.StatusOK
	if refusal != nil {
		code = web.StatusOf(refusal)
	}
	return web.Render(w, r, code, chooseView(p))
}

// moment finds how many changes there had been at the end of the day that
// somebody typed.
//
// Refusals: Invalid for what is no day, for a day to come, and for one before the
// first change.
func (h *Handler) moment(ctx context.Context, by identity.Actor, typed string) (day time.Time, size int64, err error) {
	var c fault.Checker
	day = web.ParseDay(&c, "dag", typed)
	c.Need(typed != "", "dag", i18n.T("Kies een dag.", "Choose a day."))
	c.Need(!day.After(legaltime.DayOf(h.Now(), h.Zone)), "dag", i18n.T("Kies een dag tot en met vandaag.", "Choose a day up to today."))
	if err := c.Fault("past.day-refused"); err != nil {
		return day, 0, err
	}
	end := time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, h.Zone)
	err = h.DB.Read(ctx, sqldb.Org(by.Org), func(tx *sqldb.Tx) error {
		size, err = journal.SizeBefore(ctx, tx, by.Org, end)
		return err
	})
	c.Need(size > 0 || err != nil, "dag", i18n.T("Op die dag was er hier nog niets. Kies een latere dag.", "There was nothing here yet on that day. Choose a later day."))
	if err == nil {
		err = c.Fault("past.day-refused")
	}
	return day, size, err
}
