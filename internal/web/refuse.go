package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// status says how each kind of fault travels. A kind that is missing here is a 500.
var status = map[fault.Kind]int{
	fault.Invalid:  http.StatusUnprocessableEntity,
	fault.Denied:   http.StatusForbidden,
	fault.SignIn:   http.StatusUnauthorized,
	fault.NotFound: http.StatusNotFound,
	fault.Conflict: http.StatusConflict,
	fault.TooLarge: http.StatusRequestEntityTooLarge,
	fault.Overload: http.StatusServiceUnavailable,
	fault.Internal: http.StatusInternalServerError,
}

// CodeOf is the status code of a page that shows a refusal; that of any page for nil.
func CodeOf(refusal *fault.Fault) int {
	if refusal == nil {
		return http.StatusOK
	}
	return StatusOf(refusal)
}

// StatusOf returns the status code with which err travels.
func StatusOf(err error) int {
	if code, ok := status[fault.KindOf(err)]; ok {
		return code
	}
	return http.StatusInternalServerError
}

// survive answers for a handler that broke down: the others go on.
func (fr *Frame) survive(w http.ResponseWriter, r *http.Request) {
	p := recover()
	if b, ok := p.(brokenOff); ok {
		if r.Context().Err() == nil { // the reader is still there, and gets half an answer
			fr.Log.ErrorContext(r.Context(), "answer broken off", slog.String("route", r.Pattern), slog.Any("err", b.err))
		}
		panic(http.ErrAbortHandler)
	}
	if p != nil {
		fr.refuse(w, r, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
	}
}

// refuse logs err and shows a person as much of it as is theirs to know.
func (fr *Frame) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // the reader has left: nobody is to be told, and it is no failure of ours
	}
	v := ViewOf(r.Context())
	says, ok := fault.Of(err)
	if !ok {
		ref := fr.NewID()
		fr.Log.ErrorContext(r.Context(), "request failed",
			slog.String("ref", ref), slog.String("route", r.Pattern), slog.Any("err", err))
		says = &fault.Fault{
			Kind: fault.Internal, Code: "internal",
			Says: i18n.T("Er ging iets mis bij ons.", "Something went wrong on our side."),
			// A commit whose answer is lost may have happened, so this cannot say that nothing was stored.
			Hint: i18n.T(
				"Kijk of uw wijziging er staat voordat u het opnieuw probeert. Blijft het misgaan? Geef uw beheerder dan dit kenmerk: "+ref+".",
				"Look whether your change is there before you try again. If it keeps happening, give your administrator this reference: "+ref+"."),
		}
	}
	if says.Kind == fault.SignIn && r.Method == http.MethodGet {
		back := v.Path
		if v.Query != "" {
			back += "?" + v.Query
		}
		http.Redirect(w, r, v.Href("/inloggen?naar="+url.QueryEscape(back)), http.StatusSeeOther)
		return
	}
	if err := Render(w, r, StatusOf(says), refused(v, says)); err != nil && r.Context().Err() == nil {
		fr.Log.ErrorContext(r.Context(), "refusal failed", slog.Any("err", err))
	}
}
