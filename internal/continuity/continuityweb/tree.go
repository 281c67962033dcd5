package continuityweb

import (
	"fmt"
	"net/http"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

const treePath = home + "/belbomen"

// treeRoutes are the pages of phone trees.
func (h *Handler) treeRoutes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/continuiteit/belbomen", identity.Read, h.trees),
		web.On("GET /o/{org}/continuiteit/belbomen/nieuw", identity.KeepContinuity, h.newTree),
		web.On("POST /o/{org}/continuiteit/belbomen", identity.KeepContinuity, h.saveTree),
		web.On("GET /o/{org}/continuiteit/belbomen/{id}", identity.Read, h.tree),
		web.On("GET /o/{org}/continuiteit/belbomen/{id}/wijzigen", identity.KeepContinuity, h.editTree),
		web.On("POST /o/{org}/continuiteit/belbomen/{id}", identity.KeepContinuity, h.saveTree),
		web.On("POST /o/{org}/continuiteit/belbomen/{id}/weg", identity.KeepContinuity, h.dropTree),
	}
}

// A treeForm is the form for a phone tree.
type treeForm struct {
	page
	Stored continuity.Tree // zero for a new one
	T      continuity.Tree // as typed
}

// trees serves GET …/belbomen.
func (h *Handler) trees(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r, nil)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, treesView(p))
}

// newTree serves GET …/belbomen/nieuw.
func (h *Handler) newTree(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r, nil)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, treeFormView(treeForm{page: p}))
}

// stored finds the phone tree of the address.
func (h *Handler) stored(r *http.Request) (page, continuity.Tree, error) {
	p, err := h.page(r, nil)
	if err != nil {
		return p, continuity.Tree{}, err
	}
	t, ok := p.S.Tree(continuity.ID(r.PathValue("id")))
	if !ok {
		return p, t, fault.Missing("continuity.none")
	}
	return p, t, nil
}

// tree serves GET …/belbomen/{id}.
func (h *Handler) tree(w http.ResponseWriter, r *http.Request) error {
	p, t, err := h.stored(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, treeView(p, t))
}

// editTree serves GET …/belbomen/{id}/wijzigen.
func (h *Handler) editTree(w http.ResponseWriter, r *http.Request) error {
	p, t, err := h.stored(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, treeFormView(treeForm{p, t, t}))
}

func readTree(r *http.Request) continuity.Tree {
	t := continuity.Tree{ID: continuity.ID(r.PathValue("id")), Name: web.Text(r, "name")}
	t.Version = web.FormVersion(r)
	for i := range continuity.MaxCalls {
		at := func(name string) string { return web.Text(r, fmt.Sprintf("%s-%d", name, i+1)) }
		c := continuity.Call{From: at("from"), To: at("to"), Number: at("number"), Else: at("else")}
		if c != (continuity.Call{}) {
			t.Calls = append(t.Calls, c)
		}
	}
	return t
}

// saveTree serves POST …/belbomen and …/belbomen/{id}.
func (h *Handler) saveTree(w http.ResponseWriter, r *http.Request) error {
	t := readTree(r)
	saved, err := h.Service.SaveTree(r.Context(), identity.ActorOf(r.Context()), t)
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		p, err := h.page(r, refusal)
		if err != nil {
			return err
		}
		now, _ := p.S.Tree(t.ID)
		if refusal.Kind == fault.Conflict {
			t.Version = now.Version // what was typed may be stored over what is there now
		}
		return web.Render(w, r, web.CodeOf(refusal), treeFormView(treeForm{p, now, t}))
	}
	if err != nil {
		return err
	}
	return done(w, r, under(treePath, saved.ID), "De belboom is opgeslagen. Druk hem af en deel hem uit.", "The phone tree was stored. Print it and hand it out.")
}

// dropTree serves POST …/belbomen/{id}/weg.
func (h *Handler) dropTree(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.DropTree(r.Context(), identity.ActorOf(r.Context()), continuity.ID(r.PathValue("id")), web.FormVersion(r))
	if err != nil {
		return err
	}
	return done(w, r, treePath, "De belboom is weggehaald. In het logboek blijft hij staan.", "The phone tree was taken out. It stays in the journal.")
}

// title is the name of the page.
func (f treeForm) title() string {
	if f.Stored.ID == "" {
		return f.View.T("Nieuwe belboom", "New phone tree")
	}
	return f.Stored.Name
}

// action is where the form goes.
func (f treeForm) action() string {
	if f.Stored.ID == "" {
		return treePath
	}
	return under(treePath, f.Stored.ID)
}

// rows is how many rows the form shows: those there are, and three to spare.
func (f treeForm) rows() int { return min(continuity.MaxCalls, len(f.T.Calls)+3) }

// call is one row of the form.
func (f treeForm) call(i int) continuity.Call {
	if i < len(f.T.Calls) {
		return f.T.Calls[i]
	}
	return continuity.Call{}
}

// now is what somebody else stored meanwhile.
func (f treeForm) now() (lines []string) {
	lines = append(lines, f.Stored.Name)
	for _, c := range f.Stored.Calls {
		lines = append(lines, c.From+" → "+c.To+", "+c.Number+"; "+f.View.T("neemt niemand op: ", "if nobody answers: ")+web.OrDash(c.Else))
	}
	return lines
}
