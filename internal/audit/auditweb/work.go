package auditweb

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

func (p page) atWork() bool { return p.E.Status == audit.AtWork }

// workPath is where an assessor judges a requirement.
func workPath(p page, requirement string) string {
	if r := p.cat.Find(requirement); r != nil {
		return pathOf(p.E.ID) + "/werk/" + r.Slug()
	}
	return pathOf(p.E.ID) + "/werk"
}

// workPage is the assessor's list.
type workPage struct {
	page
	All   bool // everything in scope, not the sample alone
	Rows  []string
	Share []audit.ThemeShare
	Rules audit.Rules
}

// work serves GET …/werk.
func (h *Handler) work(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	wp := workPage{page: p, All: r.URL.Query().Get("alles") == "1", Rules: h.Service.Rules, Share: audit.Practice(h.Catalogue, p.E.Sample, p.F.Verdicts)}
	for _, req := range h.Catalogue.Requirements {
		owed := slices.ContainsFunc(audit.Owed(p.E.Sample), func(x audit.Pick) bool { return x.Requirement == req.ID })
		judged := slices.ContainsFunc(p.F.Verdicts, func(v audit.Verdict) bool { return v.Requirement == req.ID })
		if owed || judged || wp.All && p.E.InScope(req.ID) {
			wp.Rows = append(wp.Rows, req.ID)
		}
	}
	return web.Render(w, r, http.StatusOK, workView(wp))
}

// practice counts the verdicts on operation, and those of them in practice.
func (p workPage) practice() (verdicts, practice int) {
	for _, s := range p.Share {
		verdicts, practice = verdicts+s.Verdicts, practice+s.Practice
	}
	return verdicts, practice
}

// verdictPage is the form for one requirement, beside what the organisation says.
type verdictPage struct {
	page
	R        *framework.Requirement
	Changed  bool // since the situation was fixed
	Typed    map[framework.Level]audit.Verdict
	Clash    *audit.Clash
	Saved    bool
	Said     templ.Component // what the organisation says
	Evidence templ.Component
	Pieces   []web.Option
	After    string // path of the next requirement of the list; "" for none
}

func (h *Handler) verdictPage(r *http.Request) (verdictPage, error) {
	var p verdictPage
	var err error
	if p.page, err = h.page(r); err != nil {
		return p, err
	}
	if p.R = h.Catalogue.BySlug(r.PathValue("slug")); p.R == nil {
		return p, fault.Missing("audit.no-requirement")
	}
	pic, err := h.Picture(r.Context(), p.by)
	if err != nil {
		return p, err
	}
	a := pic.Answer(p.R)
	p.Said = h.Said(p.View, p.R, a)
	p.Changed = a.ChangedAt.After(p.E.Situation.At)
	p.Typed = map[framework.Level]audit.Verdict{}
	for _, l := range framework.Levels {
		p.Typed[l] = p.F.Verdict(p.R.ID, l)
	}
	if p.Evidence, err = h.EvidencePanel(r.Context(), p.View, p.R, p.HrefIn(workPath(p.page, p.R.ID))); err != nil {
		return p, err
	}
	p.After = p.after()
	return p, h.pieces(r, &p)
}

// pieces fills in the evidence that a verdict can point at.
func (h *Handler) pieces(r *http.Request, p *verdictPage) error {
	items, err := h.Items(r.Context(), p.by)
	for _, it := range items {
		if it.LinkedTo(p.R.ID) {
			p.Pieces = append(p.Pieces, web.Option{Value: string(it.ID), Label: it.Title, Hint: it.Kind.Name().In(p.Lang)})
		}
	}
	return err
}

// after is the next requirement of the sample that wants a verdict.
func (p verdictPage) after() string {
	missing := p.F.Missing()
	i := slices.IndexFunc(missing, func(id string) bool { return id != p.R.ID })
	if i < 0 {
		return ""
	}
	return workPath(p.page, missing[i])
}

// verdictForm serves GET …/werk/{slug}.
func (h *Handler) verdictForm(w http.ResponseWriter, r *http.Request) error {
	p, err := h.verdictPage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, verdictView(p))
}

// judge serves POST …/werk/{slug}: three verdicts, as typed so far or to go on.
func (h *Handler) judge(w http.ResponseWriter, r *http.Request) error {
	p, err := h.verdictPage(r)
	if err != nil {
		return err
	}
	typed, err := readVerdicts(r, p.R.ID)
	if err == nil {
		err = h.Service.Judge(r.Context(), p.by, p.E.ID, typed)
	}
	if err == nil {
		return h.judged(w, r)
	}
	for _, v := range typed {
		p.Typed[v.Level] = v
	}
	code := http.StatusConflict
	if errors.As(err, &p.Clash) {
		for _, v := range p.Clash.Theirs { // to be sent again knowingly
			mine := p.Typed[v.Level]
			mine.Version = v.Version
			p.Typed[v.Level] = mine
		}
	} else if p.Refusal = web.Again(err, fault.Conflict); p.Refusal == nil {
		return err
	} else {
		code = web.StatusOf(p.Refusal)
	}
	if !web.IsPart(r) {
		return web.Render(w, r, code, verdictView(p))
	}
	if p.Refusal != nil && p.Refusal.Kind == fault.Invalid {
		code = http.StatusOK // half a verdict is no mistake while somebody types
	}
	return web.Render(w, r, code, saveBar(p))
}

// judged answers what is stored: the save bar for a form that saves as it is
// typed, else the next requirement.
func (h *Handler) judged(w http.ResponseWriter, r *http.Request) error {
	p, err := h.verdictPage(r)
	if err != nil {
		return err
	}
	if p.Saved = true; web.IsPart(r) {
		return web.Render(w, r, http.StatusOK, saveBar(p))
	}
	to := workPath(p.page, p.R.ID)
	if r.FormValue("next") == "1" && p.After != "" {
		to = p.After
	}
	return web.Go(w, r, p.HrefIn(to), p.Lang.Tf("Uw oordeel over %s is opgeslagen.", "Your verdict on %s is stored.", p.nameOf(p.R.ID)))
}

// readVerdicts parses the form. It judges spelling only.
func readVerdicts(r *http.Request, requirement string) ([]audit.Verdict, error) {
	var c fault.Checker
	var all []audit.Verdict
	for _, l := range framework.Levels {
		name := string(l) + "_"
		n, err := strconv.ParseInt(r.FormValue(name+"version"), 10, 64)
		if err != nil {
			n = -1 // stale
		}
		all = append(all, audit.Verdict{
			Requirement: requirement, Level: l, Version: n,
			Outcome: audit.Outcome(r.FormValue(name + "outcome")), Method: audit.Method(r.FormValue(name + "method")),
			Seen: web.Text(r, name+"seen"), On: web.ParseDay(&c, name+"on", r.FormValue(name+"on")), Place: web.Text(r, name+"place"),
			Evidence: r.PostForm[name+"evidence"], Note: web.Text(r, name+"note"),
		})
	}
	return all, c.Fault("audit.verdict-unreadable")
}

func (p verdictPage) outcomes(l framework.Level) (all []web.Option) {
	for _, o := range audit.Outcomes {
		all = append(all, web.Option{Value: string(o), Label: o.Name().In(p.Lang), Chosen: p.Typed[l].Outcome == o})
	}
	return all
}

func (p verdictPage) methods(l framework.Level) []web.Option {
	all := []web.Option{{Value: "", Label: p.T("Kies", "Choose"), Chosen: p.Typed[l].Method == ""}}
	for _, m := range audit.Methods {
		all = append(all, web.Option{Value: string(m), Label: m.Name().In(p.Lang), Chosen: p.Typed[l].Method == m})
	}
	return all
}

func (p verdictPage) evidence(l framework.Level) []web.Option {
	all := slices.Clone(p.Pieces)
	for i := range all {
		all[i].Chosen = slices.Contains(p.Typed[l].Evidence, all[i].Value)
	}
	return all
}

func (p verdictPage) input(l framework.Level, name, label, hint, value string) web.Field {
	return web.Field{Name: string(l) + "_" + name, Label: label, Hint: hint, Value: value, Rows: 3}.Complain(p.Refusal, p.Lang)
}

// mayJudge reports whether what is typed can be stored now.
func (p verdictPage) mayJudge() bool { return p.assesses() && p.atWork() && p.may(identity.Assess) }

// theirs is what somebody else concluded in the meantime, a line each.
func (p verdictPage) theirs() (who string, lines []string) {
	for _, v := range p.Clash.Theirs {
		who = v.ByName
		lines = append(lines, v.Level.Name().In(p.Lang)+": "+v.Outcome.Name().In(p.Lang)+". "+v.Seen)
	}
	return who, lines
}

// last is who judged here last, and when.
func (p verdictPage) last() (v audit.Verdict) {
	for _, x := range p.F.Verdicts {
		if x.Requirement == p.R.ID && x.At.After(v.At) {
			v = x
		}
	}
	return v
}
