package programmeweb

import (
	"errors"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/programme"
	"aantoonbaar/internal/web"
)

// judgePage is one requirement in a round.
type judgePage struct {
	roundPage
	Req      *framework.Requirement
	J        programme.Judgement // as it stands, or as typed
	May      bool
	WhyNot   string
	Said     templ.Component // what the organisation says
	Evidence templ.Component
}

func (h *Handler) judgePage(r *http.Request) (p judgePage, err error) {
	if p.roundPage, err = h.roundPage(r); err != nil {
		return p, err
	}
	if p.Req = h.Catalogue.BySlug(r.PathValue("slug")); p.Req == nil || !slices.Contains(p.R.Scope, p.Req.ID) {
		return p, fault.Missing("programme.not-in-round")
	}
	p.J = p.F.Work.Of(p.R.ID, p.Req.ID)
	p.May, p.WhyNot = p.mayJudge(p.Req)
	pic, err := h.Picture(r.Context(), p.by)
	if err != nil {
		return p, err
	}
	p.Said = h.Said(p.View, p.Req, pic.Answer(p.Req))
	p.Evidence, err = h.EvidencePanel(r.Context(), p.View, p.Req, p.HrefIn(judgePath(p.R.ID, p.Req)))
	return p, err
}

func judgePath(id programme.RoundID, r *framework.Requirement) string {
	return roundPath(id) + "/eisen/" + r.Slug()
}

// judgement serves GET …/eisen/{slug}.
func (h *Handler) judgement(w http.ResponseWriter, r *http.Request) error {
	p, err := h.judgePage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, judgeView(p))
}

// judge serves POST …/eisen/{slug}.
func (h *Handler) judge(w http.ResponseWriter, r *http.Request) error {
	p, err := h.judgePage(r)
	if err != nil {
		return err
	}
	typed, err := readJudgement(r, p.Req.ID)
	if err == nil {
		_, err = h.Service.Judge(r.Context(), p.by, p.R.ID, typed)
	}
	refusal := web.Again(err, fault.Conflict)
	if refusal == nil && err != nil {
		return err
	}
	if refusal == nil {
		return web.Go(w, r, p.HrefIn(p.next()), p.Lang.Tf("Uw oordeel over %s is opgeslagen.", "Your verdict on %s is stored.", p.Req.Short().In(p.Lang)))
	}
	p.Refusal = refusal
	if errors.Is(err, programme.ErrStale) && typed.Version != p.J.Version {
		p.Now, p.Refusal, typed.Version = p.theirs(), nil, p.J.Version // to be sent again knowingly
		typed.ByName = p.J.ByName
	}
	p.J = typed
	return web.Render(w, r, web.CodeOf(refusal), judgeView(p))
}

// readJudgement parses the form. It judges spelling only.
func readJudgement(r *http.Request, requirement string) (programme.Judgement, error) {
	j := programme.Judgement{Requirement: requirement, Version: web.FormVersion(r)}
	var c fault.Checker
	for _, l := range framework.Levels {
		name := string(l) + "_"
		j.Verdicts = append(j.Verdicts, programme.Verdict{
			Level: l, Outcome: audit.Outcome(r.FormValue(name + "outcome")), Method: audit.Method(r.FormValue(name + "method")),
			Seen: web.Text(r, name+"seen"), On: web.ParseDay(&c, name+"on", r.FormValue(name+"on")),
		})
	}
	return j, c.Fault("programme.verdict-unreadable")
}

// theirs is what somebody else concluded in the meantime, a line each.
func (p judgePage) theirs() (lines []string) {
	for _, v := range p.J.Verdicts {
		lines = append(lines, v.Level.Name().In(p.Lang)+": "+v.Outcome.Name().In(p.Lang)+". "+v.Seen)
	}
	return lines
}

// next is where to go after a verdict: the next requirement that the reader may judge
// and that wants one, else the round.
func (p judgePage) next() string {
	i := slices.Index(p.R.Scope, p.Req.ID)
	for _, id := range slices.Concat(p.R.Scope[i+1:], p.R.Scope[:i]) {
		req := p.cat.Find(id)
		if req == nil || p.F.Work.Of(p.R.ID, id).IsWhole() {
			continue
		}
		if ok, _ := p.mayJudge(req); ok {
			return judgePath(p.R.ID, req)
		}
	}
	return roundPath(p.R.ID)
}

func (p judgePage) outcomes(l framework.Level) (all []web.Option) {
	for _, o := range audit.Outcomes {
		all = append(all, web.Option{Value: string(o), Label: o.Name().In(p.Lang), Chosen: p.J.On(l).Outcome == o})
	}
	return all
}

func (p judgePage) methods(l framework.Level) []web.Option {
	all := []web.Option{{Label: p.T("Kies", "Choose")}}
	for _, m := range audit.Methods {
		all = append(all, web.Option{Value: string(m), Label: m.Name().In(p.Lang), Chosen: p.J.On(l).Method == m})
	}
	return all
}

func (p judgePage) input(l framework.Level, name, label, hint, value string) web.Field {
	return p.field(web.Field{Name: string(l) + "_" + name, Label: label, Hint: hint, Value: value, Rows: 3})
}

// day is the field for the day on which something was seen; today while nothing was
// said of the level.
func (p judgePage) day(l framework.Level) web.Field {
	v := p.J.On(l)
	if v.Outcome == "" && v.On.IsZero() {
		v.On = p.S.Today
	}
	f := p.input(l, "on", p.T("Wanneer?", "When?"), "", web.TypedDay(v.On))
	f.Type = "date"
	return f
}

// glyph is the shape of an outcome.
func glyph(o audit.Outcome) string {
	switch o {
	case audit.Met:
		return "ja"
	case audit.PartlyMet:
		return "deels"
	case audit.NotMet:
		return "nee"
	case audit.NotAssessed:
	}
	return "open"
}
