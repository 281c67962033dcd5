package app

import (
	"context"
	"fmt"
	"io"

	"github.com/a-h/templ"

	"aantoonbaar/internal/accesslog/accesslogdb"
	"aantoonbaar/internal/accesslog/accesslogweb"
	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/review"
	"aantoonbaar/internal/web"
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

// The namespaces of log review: what is worked with, and who the keys are.
const (
	logFiles    = "-logs"
	peopleFiles = "-people"
)

// tryLogs is tryEach of log review.
func (a *App) tryLogs(ctx context.Context, id org.ID, tell func(what string, err error) error) error {
	h, err := (&accesslogdb.Store{DB: a.DB}).All(ctx, id)
	if err != nil {
		return err
	}
	logs, apart := h.Files()
	for ends, sums := range map[string][]string{logFiles: logs, peopleFiles: apart} {
		for _, text := range sums {
			sum, err := blob.ParseSum(text)
			if err == nil {
				err = a.tryFile(ctx, id+org.ID(ends), sum)
			}
			if err := tell("file of log review "+text, err); err != nil {
				return err
			}
		}
	}
	return nil
}

// logPages gives the pages of log review what they need of other rooms.
func (a *App) logPages() *accesslogweb.Handler {
	return &accesslogweb.Handler{
		Service: a.Logs, OpenLink: a.Identity.OpenLink,
		MakeLink: func(ctx context.Context, by identity.Actor, of rounds.ID, name string) (string, error) {
			secret, err := a.Identity.MakeAskLink(ctx, by, rounds.QuestionOf(of), name)
			return "/inzagevraag/" + secret, err
		},
		MakeIncident: func(ctx context.Context, by identity.Actor, b rounds.Breach) (string, error) {
			i, err := a.Incident.Report(ctx, by, incident.Incident{Title: "Inzage in een dossier zonder reden", What: b.Says, Aware: b.Aware})
			return string(i.ID), err
		},
	}
}

// boardCards draws what the board sees of incidents and of log review.
func (a *App) boardCards(ctx context.Context, v web.View) (templ.Component, error) {
	incidents, err := a.incidentCard(ctx, v)
	if err != nil {
		return nil, err
	}
	by := identity.ActorOf(ctx)
	if !identity.May(by, identity.SeeLogReview) {
		return incidents, nil
	}
	f, err := a.Logs.Look(ctx, by)
	if newest, ok := f.Newest(); err != nil || !ok || !newest.Made {
		return incidents, err
	}
	logs := accesslogweb.Card(v, f)
	if incidents == nil {
		return logs, nil
	}
	return templ.Join(incidents, logs), nil
}

// logDates is the day by which the next round of log review is to be closed, for the
// calendar of who may see it.
func (a *App) logDates(ctx context.Context, by identity.Actor) ([]duty.Event, error) {
	if !identity.May(by, identity.SeeLogReview) {
		return nil, nil
	}
	f, err := a.Logs.Look(ctx, by)
	if err != nil || f.Deadline().IsZero() {
		return nil, err
	}
	return []duty.Event{{
		ID: "log-review", Day: f.Deadline(), Kind: duty.Deadline, Page: rounds.Page,
		Title: i18n.T("Logcontrole: ronde afgesloten", "Log review: round closed"),
		Says:  i18n.T("Zo staat het in het controleplan.", "So says the review plan."),
	}}, nil
}

// looked tells a management review what log review found in the past year, in numbers.
func (w *world) looked(ctx context.Context, by identity.Actor, p *plan.Plan) (facts []review.Fact, err error) {
	if !identity.May(by, identity.SeeLogReview) {
		return nil, nil
	}
	f, err := w.app.Logs.Look(ctx, by)
	if err != nil || len(f.Rounds) == 0 {
		return nil, err
	}
	year := p.Today.AddDate(-1, 0, 0)
	closed, judged, unlawful := 0, 0, 0
	for _, r := range f.Rounds {
		if r.Report != nil && r.Last().After(year) {
			n := rounds.CountOf(f.Of(r.ID), f.Now)
			closed, judged, unlawful = closed+1, judged+n.All, unlawful+n.Unlawful
		}
	}
	return []review.Fact{{Path: rounds.Page, Says: i18n.T(
		fmt.Sprintf("Logcontrole: %s afgesloten in een jaar, %d zaken beoordeeld, %d keer inzage zonder reden.", i18n.NL.Plural(closed, "%s ronde", "%s rondes", "", ""), judged, unlawful),
		fmt.Sprintf("Log review: %s closed in a year, %d cases judged, access without a reason %d times.", i18n.EN.Plural(closed, "", "", "%s round", "%s rounds"), judged, unlawful))}}, nil
}
