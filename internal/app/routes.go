package app

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/assessment/assessmentweb"
	"aantoonbaar/internal/audit/auditweb"
	"aantoonbaar/internal/audit/workfile"
	"aantoonbaar/internal/board/boardweb"
	"aantoonbaar/internal/certification/certificationweb"
	"aantoonbaar/internal/continuity/continuityweb"
	"aantoonbaar/internal/dossier/dossierweb"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/duty/dutyweb"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/evidence/evidenceweb"
	"aantoonbaar/internal/exercise/exerciseweb"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/home"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/identity/identityweb"
	"aantoonbaar/internal/incident/incidentweb"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/people/peopleweb"
	"aantoonbaar/internal/plan/planweb"
	"aantoonbaar/internal/programme/programmeweb"
	"aantoonbaar/internal/received/receivedweb"
	"aantoonbaar/internal/review/reviewweb"
	"aantoonbaar/internal/rule"
	"aantoonbaar/internal/web"
)

// A door is web.Frame's Enter.
type door = func(*http.Request, web.Route) (*http.Request, error)

// Routes lists every page and act of the program, each with what one must be
// allowed to do for it. The list is complete: Handler serves nothing else but
// the files of the screens.
func (a *App) Routes() []web.Route {
	all, _ := a.routes()
	return all
}

// routes gathers every page of every room, on earlier days too, and the guard at
// their door.
func (a *App) routes() ([]web.Route, door) {
	guard := &identityweb.Guard{Service: a.Identity, Nav: nav}
	all := a.rooms(0)
	for i := range all {
		all[i].Handle = earlier(all[i])
	}
	all = append(all, web.Upload("POST /witness/add-checkpoint", web.Public, anchor.MaxRequest+1, a.Witness.Serve))
	return all, guard.Enter
}

// rooms gathers the pages as they are after the first size entries of a journal; 0
// for all of them.
func (a *App) rooms(size int64) (all []web.Route) {
	pages := a.pages(size)
	board := &boardweb.Handler{Service: a.Board, PDF: a.print, Mention: a.mention, Beside: a.boardCards}
	for _, room := range []interface{ Routes() []web.Route }{
		pages,
		&identityweb.Handler{Service: a.Identity, Address: a.Config.Address},
		&dutyweb.Handler{Service: a.Duty, Works: a.content.works, PageOf: pages.Object, History: a.Duty.History},
		a.assessmentPages(),
		&evidenceweb.Handler{Service: a.Evidence, Catalogue: a.Content},
		&planweb.Handler{Service: a.Plan, Catalogue: a.Content},
		board,
		&certificationweb.Handler{Service: a.Certified},
		&reviewweb.Handler{Service: a.Review},
		&programmeweb.Handler{Service: a.Programme, Catalogue: a.Content, Picture: (&world{app: a}).Picture, Said: assessmentweb.Said, EvidencePanel: a.evidencePanel},
		&continuityweb.Handler{Service: a.Continuity},
		&peopleweb.Handler{Service: a.People, Catalogue: a.Content},
		&exerciseweb.Handler{Service: a.Exercise, Catalogue: a.Content, PDF: a.print},
		a.logPages(),
		&dossierweb.Handler{Service: a.Dossier},
		&receivedweb.Handler{Service: a.Received},
		&incidentweb.Handler{Service: a.Incident, Works: a.content.works, PDF: a.print},
		a.auditPages(),
	} {
		all = append(all, room.Routes()...)
	}
	return all
}

// pages are those on which rooms come together.
func (a *App) pages(size int64) *home.Handler {
	h := &home.Handler{
		Demo: a.Demo, Catalogue: a.Content, Duty: a.Duty, Evidence: a.Evidence, Plan: a.Plan, Board: a.Board, Dossier: a.Dossier, DB: a.DB, Identity: a.Identity, Incident: a.Incident, Programme: a.Programme, People: a.People, Exercise: a.Exercise,
		Signer: a.Signer, Targets: a.targets, Audit: a.audit, Now: a.Now, Zone: a.Zone, Size: size, Mention: a.mention, Elsewhere: a.elsewhere,
	}
	if a.Outbox != nil {
		h.Trouble = a.Outbox.Trouble
	}
	if a.away != nil {
		h.Closed = workfile.Closes
	}
	return h
}

// assessmentPages gives the self-assessment's pages what they show of other rooms.
func (a *App) assessmentPages() *assessmentweb.Handler {
	return &assessmentweb.Handler{
		Service: a.Assessment, Catalogue: a.Content, Works: a.content.works,
		MakeLink: func(ctx context.Context, by identity.Actor, question, name string) (string, error) {
			secret, err := a.Identity.MakeAskLink(ctx, by, assessment.ObjectOf(question), name)
			return "/vraag/" + secret, err
		},
		OpenLink:      a.Identity.OpenLink,
		EvidencePanel: a.evidencePanel, Mention: a.mention,
		ActionPanel: func(ctx context.Context, v web.View, r *framework.Requirement, back string) (templ.Component, error) {
			by := identity.ActorOf(ctx)
			actions, err := a.Plan.For(ctx, by, r.ID)
			if err != nil {
				return nil, err
			}
			names, err := a.Plan.Members(ctx, by)
			return planweb.Panel(v, r, actions, names, back), err
		},
		EvidenceTitles: a.evidenceTitles, Records: a.records,
		EvidenceHistory: func(ctx context.Context, v web.View, r *framework.Requirement, limit int) ([]web.Line, error) {
			told, err := a.Evidence.HistoryFor(ctx, identity.ActorOf(ctx), r.ID, limit)
			return evidenceweb.Happened(v, a.Content, told), err
		},
		IsSmall: func(ctx context.Context, by identity.Actor) (bool, error) {
			o, err := a.Duty.Organisation(ctx, by)
			return o.Profile.IsSmall(), err
		},
		Concerns: a.concerns,
	}
}

// auditPages gives the independent assessment's pages what they show of other rooms.
func (a *App) auditPages() *auditweb.Handler {
	world := &world{app: a}
	return &auditweb.Handler{
		Service: a.Audit, Catalogue: a.Content, Address: a.Config.Address, TakeAlong: a.takeAlong,
		Picture: world.Picture, Said: assessmentweb.Said, Items: world.Items, Members: a.doers,
		EvidencePanel: func(ctx context.Context, v web.View, r *framework.Requirement, back string) (templ.Component, error) {
			then, by, err := world.reading(ctx, identity.ActorOf(ctx))
			if err != nil {
				return nil, err
			}
			return then.evidencePanel(identity.WithActor(ctx, by), v, r, back)
		},
	}
}

// doers names those who can do what a finding asks; nobody for one who gives no work.
func (a *App) doers(ctx context.Context, by identity.Actor) (identity.Roll, error) {
	if !identity.May(by, identity.Plan) {
		return identity.Roll{}, nil
	}
	return a.Plan.Members(ctx, by)
}

// mention says on other pages that there was an assessment, and on what it rests;
// nil when there was none.
func (a *App) mention(ctx context.Context, v web.View) (templ.Component, error) {
	m, ok, err := a.Audit.Latest(ctx, identity.ActorOf(ctx))
	if err != nil || !ok {
		return nil, err
	}
	return auditweb.Mention(v, m), nil
}

// evidencePanel draws the evidence of a requirement.
func (a *App) evidencePanel(ctx context.Context, v web.View, r *framework.Requirement, back string) (templ.Component, error) {
	items, err := a.Evidence.For(ctx, identity.ActorOf(ctx), r.ID)
	return evidenceweb.Panel(v, r, items, back), err
}

// concerns tells whether a duty binds the organisation.
func (a *App) concerns(ctx context.Context, by identity.Actor, id string) (rule.Truth, error) {
	judgements, err := a.Duty.Judgements(ctx, by)
	for _, j := range judgements {
		if j.Duty.ID != id {
			continue
		}
		switch j.Outcome {
		case duty.Applies:
			return rule.Yes, err
		case duty.None, duty.Indirect:
			return rule.No, err
		case duty.Undecided:
		}
	}
	return rule.Unknown, err
}

// evidenceTitles names the valid evidence behind each requirement.
func (a *App) evidenceTitles(ctx context.Context, by identity.Actor) (map[string][]string, error) {
	items, err := a.Evidence.List(ctx, by, evidence.Filter{})
	if err != nil {
		return nil, err
	}
	titles := map[string][]string{}
	today := legaltime.DayOf(a.Now(), a.Zone)
	for _, it := range items {
		if s := it.Standing(today); s == evidence.Fresh || s == evidence.Expiring {
			for _, r := range it.Requirements {
				titles[r] = append(titles[r], it.Title)
			}
		}
	}
	return titles, nil
}
