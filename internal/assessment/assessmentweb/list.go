package assessmentweb

import (
	"net/http"
	"strings"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// A filter is what the reader of a list asked for.
type filter struct {
	Theme framework.Theme
	State assessment.State
	Owner identity.PersonID
	Words string
}

func readFilter(r *http.Request) filter {
	q := r.URL.Query()
	return filter{
		Theme: framework.Theme(q.Get("thema")), State: assessment.State(q.Get("stand")),
		Owner: identity.PersonID(q.Get("eigenaar")), Words: strings.TrimSpace(q.Get("q")),
	}
}

func (f filter) isSet() bool { return f != filter{} }

// wants reports whether the list shows the requirement.
func (f filter) wants(p page, r *framework.Requirement) bool {
	a := p.pic.Said.Answers[r.ID]
	return (f.Theme == "" || r.Theme == f.Theme) &&
		(f.State == "" || p.pic.States[r.ID] == f.State) &&
		(f.Owner == "" || a.Owner == f.Owner) &&
		r.Matches(f.Words)
}

// A group is a theme with the requirements that the list shows of it.
type group struct {
	Theme  framework.Theme
	Counts assessment.Counts // of the whole theme
	Rows   []*framework.Requirement
}

func (p page) groups(f filter) []group {
	var all []group
	for _, t := range framework.Themes {
		g := group{Theme: t, Counts: p.pic.Themes[t]}
		for _, r := range p.cat.In(t) {
			if f.wants(p, r) {
				g.Rows = append(g.Rows, r)
			}
		}
		if len(g.Rows) > 0 {
			all = append(all, g)
		}
	}
	return all
}

// list serves GET /o/{org}/maatregelen: every requirement by theme.
func (h *Handler) list(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	f := readFilter(r)
	return web.Render(w, r, http.StatusOK, listPage(p, f, p.groups(f)))
}

// owners lists who can own an answer, by name.
func (p page) owners() []identity.PersonID { return identity.ByName(p.pic.Members.Here) }

// ownerName returns the owner's name, or that the owner has left.
func (p page) ownerName(id identity.PersonID) string {
	if id == "" {
		return ""
	}
	if name, ok := p.pic.Members.Here[id]; ok {
		return name
	}
	if name := p.pic.Members.Name(id); name != "" {
		return p.Lang.Tf("%s (niet meer bij ons)", "%s (no longer with us)", name)
	}
	return p.T("(niet meer bij ons)", "(no longer with us)")
}

// ownerOptions are the choices of an owner, the present one chosen.
func (p page) ownerOptions(now identity.PersonID) []web.Option {
	options := []web.Option{{Value: "", Label: p.T("Niemand", "Nobody"), Chosen: now == ""}}
	for _, id := range p.owners() {
		options = append(options, web.Option{Value: string(id), Label: p.pic.Members.Here[id], Chosen: id == now})
	}
	if now != "" && p.pic.Members.Here[now] == "" {
		options = append(options, web.Option{Value: string(now), Label: p.ownerName(now), Chosen: true})
	}
	return options
}

// words says how far a count is: "61 van 101 ingericht".
func (p page) words(c assessment.Counts) string {
	return p.Lang.Tf("%s van %s ingericht", "%s of %s in place", p.Lang.Num(c.InPlace), p.Lang.Num(c.Applicable()))
}
