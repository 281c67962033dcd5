package accesslogweb

import (
	"net/http"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

func (h *Handler) roundRoutes() []web.Route {
	return []web.Route{
		web.On("POST /o/{org}/inzage/rondes", identity.ReviewLogs, h.open),
		web.On("GET /o/{org}/inzage/rondes/{id}", identity.SeeLogReview, h.round),
		web.On("GET /o/{org}/inzage/rondes/{id}/nu", identity.SeeLogReview, h.roundNow),
		web.On("POST /o/{org}/inzage/rondes/{id}/sluiten", identity.ReviewLogs, h.close),
		web.On("POST /o/{org}/inzage/rondes/{id}/afbreken", identity.ReviewLogs, h.breakOff),
		web.On("POST /o/{org}/inzage/rondes/{id}/bewijs", identity.Evidence, h.prove),
	}
}

// open serves POST …/inzage/rondes.
func (h *Handler) open(w http.ResponseWriter, r *http.Request) error {
	var k fault.Checker
	from, last := web.ParseDay(&k, "from", web.Text(r, "from")), web.ParseDay(&k, "until", web.Text(r, "until"))
	err := k.Fault("accesslog.unreadable")
	var round rounds.Round
	if err == nil {
		if !last.IsZero() {
			last = last.AddDate(0, 0, 1)
		}
		round, err = h.Service.Open(r.Context(), identity.ActorOf(r.Context()), from, last)
	}
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderShow(w, r, refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, under(roundsPath, round.ID), "De ronde is begonnen. Wij vergelijken alles met de zorg.", "The round has begun. We compare everything with the care.")
}

// A roundPage is one round with its work list.
type roundPage struct {
	page
	R                rounds.Round
	Cases            []rounds.Case
	Count            rounds.Count
	Estimate         accesslog.Estimate
	Part             float64
	Proven           bool
	Conclusion, Name string // as typed
}

// round serves GET …/inzage/rondes/{id}.
func (h *Handler) round(w http.ResponseWriter, r *http.Request) error {
	return h.renderRound(w, r, nil)
}

func (h *Handler) renderRound(w http.ResponseWriter, r *http.Request, refusal *fault.Fault) error {
	x, err := h.roundPage(r, refusal)
	if err != nil {
		return err
	}
	if x.R.Report != nil {
		if x.Proven, err = h.Service.Proven(r.Context(), x.by, x.R); err != nil {
			return err
		}
	}
	return web.Render(w, r, web.CodeOf(refusal), roundView(x))
}

func (h *Handler) roundPage(r *http.Request, refusal *fault.Fault) (roundPage, error) {
	p, err := h.page(r, refusal)
	if err != nil {
		return roundPage{}, err
	}
	round, ok := p.S.Round(rounds.ID(r.PathValue("id")))
	if !ok {
		return roundPage{}, fault.Missing("accesslog.no-round")
	}
	x := roundPage{page: p, R: round, Cases: p.S.Of(round.ID), Conclusion: web.Text(r, "conclusion"), Name: web.Text(r, "name")}
	x.Count, x.Estimate = rounds.CountOf(x.Cases, p.S.Now), round.Estimate(x.Cases)
	x.Part, _ = h.Service.Progress(round.ID)
	return x, nil
}

// roundNow serves GET …/inzage/rondes/{id}/nu: how far the working out is.
func (h *Handler) roundNow(w http.ResponseWriter, r *http.Request) error {
	x, err := h.roundPage(r, nil)
	if err != nil {
		return err
	}
	if x.R.Made || !x.R.Why.IsZero() {
		w.Header().Set("HX-Refresh", "true")
	}
	return web.Render(w, r, http.StatusOK, makingNow(x))
}

// close serves POST …/inzage/rondes/{id}/sluiten.
func (h *Handler) close(w http.ResponseWriter, r *http.Request) error {
	id := rounds.ID(r.PathValue("id"))
	by := identity.ActorOf(r.Context())
	err := h.Service.Close(r.Context(), by, id, web.FormVersion(r), web.Text(r, "conclusion"), web.Text(r, "name"))
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderRound(w, r, refusal)
	}
	if err == nil {
		err = h.Service.Prove(r.Context(), by, id) // where this fails the round is closed, and its page offers it again
	}
	if err != nil {
		return err
	}
	return done(w, r, under(roundsPath, id), "De ronde is afgesloten. Het verslag is bewijs bij 8.15 en 8.16.", "The round is closed. The report is evidence for 8.15 and 8.16.")
}

// breakOff serves POST …/inzage/rondes/{id}/afbreken.
func (h *Handler) breakOff(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.Break(r.Context(), identity.ActorOf(r.Context()), rounds.ID(r.PathValue("id")), web.FormVersion(r), web.Text(r, "because"))
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderRound(w, r, refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, home, "De ronde is afgebroken. U kunt over dezelfde dagen opnieuw beginnen.", "The round was broken off. You can begin again over the same days.")
}

// prove serves POST …/inzage/rondes/{id}/bewijs.
func (h *Handler) prove(w http.ResponseWriter, r *http.Request) error {
	id := rounds.ID(r.PathValue("id"))
	if err := h.Service.Prove(r.Context(), identity.ActorOf(r.Context()), id); err != nil {
		return err
	}
	return done(w, r, under(roundsPath, id), "Het verslag staat bij het bewijs.", "The report stands among the evidence.")
}
