package app

import (
	"context"
	"io"
	"time"

	"aantoonbaar/internal/accesslog/accesslogweb"
	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
)

// A namespace keeps files of an organisation apart from its evidence, under a key of
// their own: files with the same bytes there and here are two, and who has the one key
// reads nothing of the other.
type namespace struct {
	files *blob.Store
	ends  string // of the name under which they lie
}

// Put implements [rounds.Files].
func (n namespace) Put(ctx context.Context, id string, r io.Reader, limit int64) (blob.Sum, int64, error) {
	return n.files.Put(ctx, id+n.ends, r, limit)
}

// Open implements [rounds.Files].
func (n namespace) Open(ctx context.Context, id string, sum blob.Sum) (io.ReadCloser, error) {
	return n.files.Open(ctx, id+n.ends, sum)
}

// At implements [rounds.Files].
func (n namespace) At(ctx context.Context, id string, sum blob.Sum) (*blob.Opened, error) {
	return n.files.At(ctx, id+n.ends, sum)
}

// Remove implements [rounds.Files].
func (n namespace) Remove(ctx context.Context, id string, sum blob.Sum) error {
	return n.files.Remove(ctx, id+n.ends, sum)
}

// logPages gives the pages of log review what they need of other rooms.
func (a *App) logPages() *accesslogweb.Handler {
	return &accesslogweb.Handler{
		Service: a.Logs, OpenLink: a.Identity.OpenLink,
		MakeLink: func(ctx context.Context, by identity.Actor, of rounds.ID, name string) (string, error) {
			secret, err := a.Identity.MakeAskLink(ctx, by, rounds.QuestionOf(of), name)
			return "/inzagevraag/" + secret, err
		},
	}
}

// ReportLook implements [rounds.World].
func (w *world) ReportLook(ctx context.Context, by identity.Actor, says string, aware time.Time) (string, error) {
	i, err := w.app.Incident.Report(ctx, by, incident.Incident{
		Title: i18n.NL.T("Inzage in een dossier zonder reden", "Access to a record without a reason"), What: says, Aware: aware,
	})
	return string(i.ID), err
}
