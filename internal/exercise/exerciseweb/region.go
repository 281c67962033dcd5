package exerciseweb

import (
	"net/http"
	"time"

	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// A joinPage asks for a code, and shows what it lets one join.
type joinPage struct {
	web.View
	code    string           // as typed
	G       *exercise.Region // nil while no code was typed
	Refusal *fault.Fault
}

const joinPath = home + "/meedoen"

func (p joinPage) field(f web.Field) web.Field { return f.Complain(p.Refusal, p.Lang) }

// joining serves GET …/oefeningen/meedoen.
func (h *Handler) joining(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, joinView(joinPage{View: web.ViewOf(r.Context())}))
}

// join serves POST …/oefeningen/meedoen: first it shows what the code is of, and joins
// once somebody agreed to what the other then sees.
func (h *Handler) join(w http.ResponseWriter, r *http.Request) error {
	by := identity.ActorOf(r.Context())
	p := joinPage{View: web.ViewOf(r.Context()), code: web.Text(r, "code")}
	g, err := h.Service.Invited(r.Context(), by, p.code)
	if err == nil && web.Text(r, "agree") == "yes" {
		var e exercise.Exercise
		if e, err = h.Service.Join(r.Context(), by, p.code); err == nil {
			return done(w, r, under(e.ID)+"/wijzigen", "U doet mee. Geef nu uw eigen mensen een rol.", "You have joined. Now give your own people a role.")
		}
	}
	if p.Refusal = refusedAgain(err); p.Refusal == nil {
		if err != nil {
			return err
		}
		p.G = &g
	}
	return web.Render(w, r, web.CodeOf(p.Refusal), joinView(p))
}

// invite serves POST …/oefeningen/{id}/uitnodigen. The code is shown in the answer, and
// nowhere else.
func (h *Handler) invite(w http.ResponseWriter, r *http.Request) error {
	code, err := h.Service.Invite(r.Context(), identity.ActorOf(r.Context()), idOf(r))
	if refusal := refusedAgain(err); refusal != nil {
		return h.renderExercise(w, r, refusal)
	}
	if err != nil {
		return err
	}
	p, err := h.page(r, nil)
	if err != nil {
		return err
	}
	p.code = code
	return web.Render(w, r, http.StatusOK, plannedView(p))
}

// uninvite serves POST …/oefeningen/{id}/uitnodiging-intrekken.
func (h *Handler) uninvite(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.Uninvite(r.Context(), identity.ActorOf(r.Context()), idOf(r))
	return h.acted(w, r, err, "De code laat niemand meer binnen. Wie al meedoet, blijft.", "The code lets nobody in any more. Who joined, stays.")
}

// give serves POST …/oefeningen/{id}/tijden.
func (h *Handler) give(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.Give(r.Context(), identity.ActorOf(r.Context()), idOf(r))
	return h.acted(w, r, err, "De tijden zijn gedeeld.", "The times are shared.")
}

// A timeRow is one message with the time of each organisation that gave its times.
type timeRow struct {
	from  string
	times []string
}

// givers are the partners that gave their times.
func (p exercisePage) givers() (all []exercise.Partner) {
	for _, x := range p.V.Region.Partners {
		if !x.Gave.IsZero() {
			all = append(all, x)
		}
	}
	return all
}

// compared are the times beside each other: the own ones first.
func (p exercisePage) compared() (rows []timeRow) {
	for _, l := range p.O.Lines {
		row := timeRow{from: l.From.In(p.Lang), times: []string{took(p.View, p.V.Times(), l.ID)}}
		for _, x := range p.givers() {
			row.times = append(row.times, took(p.View, x.Times, l.ID))
		}
		rows = append(rows, row)
	}
	return rows
}

// took is how long it took on one message; a dash where nobody acted.
func took(v web.View, all []exercise.Took, inject string) string {
	for _, t := range all {
		if t.Inject == inject {
			return lasted(v.Lang, time.Duration(t.Seconds)*time.Second)
		}
	}
	return "–"
}

// halts are the other organisations that stopped in earnest: as the report keeps them, and
// until it is over as they are now.
func (p exercisePage) halts() []exercise.Halt {
	if e := p.V.Exercise; e.Region != nil && !e.Ended.IsZero() {
		return e.Region.Halts
	}
	if p.V.Exercise.Hosts() {
		return p.V.Region.Halts()
	}
	return nil
}

// ending says where it was real that the exercise was stopped.
func (p exercisePage) ending() string {
	if where := p.V.Exercise.StoppedBy(); where != "" {
		return p.Lang.Tf("Gestopt, want bij %s was er echt iets aan de hand", "Stopped, because something was really wrong at %s", where)
	}
	return p.T("Gestopt, want er was echt iets aan de hand", "Stopped, because something was really wrong")
}

// others are those with whom the exercise is played, as far as the reader may know.
func (p exercisePage) others() string {
	e := p.V.Exercise
	switch {
	case e.Region == nil:
		return ""
	case e.Follows():
		return p.Lang.Tf("%s leidt de klok", "%s leads the clock", e.Region.Host)
	case len(e.Region.With) > 0:
		return p.Lang.And(e.Region.With)
	}
	var names []string
	for _, x := range p.V.Region.Partners {
		names = append(names, x.Name)
	}
	return p.Lang.And(names)
}
