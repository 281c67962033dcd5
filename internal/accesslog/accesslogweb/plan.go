package accesslogweb

import (
	"net/http"
	"strconv"

	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// A planPage is the plan, with its form exactly as typed.
type planPage struct {
	page
	P    rounds.Plan
	F    planForm
	Name string // of who approves, as typed
}

type planForm struct{ every, cases, top, random, answers, years, says string }

func typedPlan(p rounds.Plan) planForm {
	return planForm{string(p.Every), strconv.Itoa(p.Cases), strconv.Itoa(p.Top), strconv.Itoa(p.Random), strconv.Itoa(p.Answers), strconv.Itoa(p.Years), p.Says}
}

func readPlan(r *http.Request) planForm {
	t := func(name string) string { return web.Text(r, name) }
	return planForm{t("every"), t("cases"), t("top"), t("random"), t("answers"), t("years"), t("says")}
}

// parse turns what was typed into a plan. It judges spelling only.
func (f planForm) parse() (rounds.Plan, error) {
	var k fault.Checker
	number := func(name, typed string) int {
		if n := web.ParseInt(&k, name, typed); n != nil {
			return int(min(*n, 1<<30))
		}
		return 0
	}
	p := rounds.Plan{
		Every: rounds.Every(f.every), Cases: number("cases", f.cases), Top: number("top", f.top), Random: number("random", f.random),
		Answers: number("answers", f.answers), Years: number("years", f.years), Says: f.says,
	}
	return p, k.Fault("accesslog.unreadable")
}

// plan serves GET …/inzage/plan.
func (h *Handler) plan(w http.ResponseWriter, r *http.Request) error {
	return h.renderPlan(w, r, nil, nil)
}

func (h *Handler) renderPlan(w http.ResponseWriter, r *http.Request, f *planForm, refusal *fault.Fault) error {
	p, err := h.page(r, refusal)
	if err != nil {
		return err
	}
	x := planPage{page: p, P: p.S.Plan(), F: typedPlan(p.S.Plan()), Name: web.Text(r, "name")}
	if f != nil {
		x.F = *f
	}
	return web.Render(w, r, web.CodeOf(refusal), planView(x))
}

// savePlan serves POST …/inzage/plan.
func (h *Handler) savePlan(w http.ResponseWriter, r *http.Request) error {
	f := readPlan(r)
	p, err := f.parse()
	if err == nil {
		p.Version = web.FormVersion(r)
		err = h.Service.SavePlan(r.Context(), identity.ActorOf(r.Context()), p)
	}
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderPlan(w, r, &f, refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, home+"/plan", "Het plan is opgeslagen.", "The plan was saved.")
}

// approve serves POST …/inzage/plan/goedkeuren.
func (h *Handler) approve(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.ApprovePlan(r.Context(), identity.ActorOf(r.Context()), web.FormVersion(r), web.Text(r, "name"))
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderPlan(w, r, nil, refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, home+"/plan", "Het plan is goedgekeurd.", "The plan was approved.")
}
