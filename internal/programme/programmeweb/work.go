package programmeweb

import (
	"cmp"
	"net/http"
	"slices"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/programme"
	"aantoonbaar/internal/web"
)

// found is the form of a finding exactly as typed; number 0 is a new one.
type found struct {
	number                             int
	severity, requirement, title, what string
	version                            int64
}

// action is the form of an action for a finding exactly as typed.
type action struct {
	number     int
	owner, due string
}

// start serves POST …/begin.
func (h *Handler) start(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.Start(r.Context(), identity.ActorOf(r.Context()), roundID(r))
	v := web.ViewOf(r.Context())
	return h.acted(w, r, err, v.T("Het werk is begonnen. Kies een eis om te oordelen.", "The work has begun. Choose a requirement to judge."), func(*roundPage) {})
}

// find serves POST …/bevindingen: a new finding, or one that is changed.
func (h *Handler) find(w http.ResponseWriter, r *http.Request) error {
	n := web.ParseInt(&fault.Checker{}, "number", r.FormValue("number"))
	f := found{severity: r.FormValue("severity"), requirement: r.FormValue("requirement"), title: web.Text(r, "title"), what: web.Text(r, "what"), version: web.FormVersion(r)}
	if n != nil {
		f.number = int(min(max(*n, 0), programme.MaxFindings))
	}
	_, err := h.Service.SaveFinding(r.Context(), identity.ActorOf(r.Context()), roundID(r), programme.Finding{
		Number: f.number, Severity: audit.Severity(f.severity), Requirement: f.requirement, Title: f.title, What: f.what, Version: f.version,
	})
	v := web.ViewOf(r.Context())
	return h.acted(w, r, err, v.T("De bevinding is opgeslagen.", "The finding is stored."), func(p *roundPage) { p.Found = f })
}

// toPlan serves POST …/bevindingen/{n}/actie.
func (h *Handler) toPlan(w http.ResponseWriter, r *http.Request) error {
	a := action{number(r), r.FormValue("owner"), web.Text(r, "due")}
	var c fault.Checker
	due := web.ParseDay(&c, "due", a.due)
	err := c.Fault("programme.action-unreadable")
	if err == nil {
		_, err = h.Service.ToPlan(r.Context(), identity.ActorOf(r.Context()), roundID(r), a.number, identity.PersonID(a.owner), due)
	}
	v := web.ViewOf(r.Context())
	return h.acted(w, r, err, v.T("De bevinding staat in het verbeterplan.", "The finding is in the improvement plan."), func(p *roundPage) { p.Action = a })
}

// report serves POST …/verslag.
func (h *Handler) report(w http.ResponseWriter, r *http.Request) error {
	conclusion := web.Text(r, "conclusion")
	err := h.Service.Report(r.Context(), identity.ActorOf(r.Context()), roundID(r), conclusion)
	v := web.ViewOf(r.Context())
	return h.acted(w, r, err, v.T("Het verslag staat vast.", "The report is fixed."), func(p *roundPage) { p.Conclusion = conclusion })
}

// prove serves POST …/bewijs.
func (h *Handler) prove(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.Prove(r.Context(), identity.ActorOf(r.Context()), roundID(r))
	v := web.ViewOf(r.Context())
	return h.acted(w, r, err, v.T("Het verslag staat bij het bewijs.", "The report is among the evidence."), func(*roundPage) {})
}

// mayJudge reports whether the reader may judge a requirement now, and else why not.
func (p roundPage) mayJudge(req *framework.Requirement) (bool, string) {
	if p.R.Status != programme.AtWork || !p.may(identity.CarryOutAudit) {
		return false, ""
	}
	f, ok := fault.Of(p.R.MayJudge(p.by, req, p.F.Ties, p.S.Today))
	if ok && p.R.Tier == programme.Internal && !p.R.IsBy(p.by.Person) {
		return false, "" // who only reads need not hear why
	}
	if ok {
		return false, f.Says.In(p.Lang)
	}
	return true, ""
}

// mine are the requirements that the reader may judge, to choose one.
func (p roundPage) mine() []web.Option {
	all := []web.Option{{Label: p.T("Kies een eis", "Choose a requirement")}}
	for _, id := range p.R.Scope {
		req := p.cat.Find(id)
		if req == nil {
			continue
		}
		if ok, _ := p.mayJudge(req); ok {
			all = append(all, web.Option{Value: id, Label: p.name(id), Chosen: p.Found.requirement == id})
		}
	}
	return all
}

// name is a requirement as lists show it.
func (p page) name(id string) string {
	if r := p.cat.Find(id); r != nil {
		return r.Short().In(p.Lang) + " " + r.Title.In(p.Lang)
	}
	return id
}

func (p roundPage) severities() (all []web.Option) {
	for _, s := range audit.Severities {
		all = append(all, web.Option{Value: string(s), Label: s.Name().In(p.Lang), Chosen: p.Found.severity == string(s)})
	}
	return all
}

// doers are the people who can do what a finding asks.
func (p roundPage) doers(number int) []web.Option {
	all := []web.Option{{Label: p.T("Nog niemand", "Nobody yet")}}
	for _, id := range identity.ByName(p.S.Members.Here) {
		all = append(all, web.Option{Value: string(id), Label: p.S.Members.Here[id], Chosen: p.Action.number == number && p.Action.owner == string(id)})
	}
	return all
}

// with is the page with the form of a finding as it stands.
func (p roundPage) with(f programme.Finding) roundPage {
	if p.Found.number != f.Number {
		p.Refusal = nil
		p.Found = found{f.Number, string(f.Severity), f.Requirement, f.Title, f.What, f.Version}
	}
	return p
}

// A freedom is what one auditor of an internal audit may judge.
type freedom struct {
	Name string
	Free int
	Tied []string // what not, with why
}

// freedoms says of every auditor what that one may judge.
func (p roundPage) freedoms() (all []freedom) {
	for _, a := range p.R.Auditors {
		f := freedom{Name: cmp.Or(p.S.Members.Name(a.Person), a.Name)}
		for _, id := range p.R.Scope {
			tied := programme.Binding(p.F.Ties, a.Person, id, p.S.Today)
			if len(tied) == 0 {
				f.Free++
				continue
			}
			var why []string
			for _, t := range tied {
				why = append(why, t.Says().In(p.Lang))
			}
			f.Tied = append(f.Tied, p.name(id)+": "+p.Lang.And(why))
		}
		all = append(all, f)
	}
	return all
}

// nobody lists the requirements that nobody could judge.
func (p roundPage) nobody() (names []string) {
	for _, id := range p.R.Unjudged(p.F.Ties, p.S.Today) {
		names = append(names, p.name(id))
	}
	return names
}

// owners counts the requirements of each owner, most first.
func (p roundPage) owners() (lines []string) {
	counts := map[string]int{}
	for _, id := range p.R.Scope {
		if owner := programme.OwnerOf(p.F.Ties, id); owner != "" {
			counts[cmp.Or(p.S.Members.Name(owner), p.T("iemand die weg is", "somebody who left"))]++
		}
	}
	for name, n := range counts {
		lines = append(lines, name+": "+p.Lang.Plural(n, "%s eis", "%s eisen", "%s requirement", "%s requirements"))
	}
	slices.Sort(lines)
	return lines
}
