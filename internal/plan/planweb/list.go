package planweb

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/web"
)

// perPage is how many actions a page of the list shows.
const perPage = 50

// A view of the list is chosen by how far actions are.
var listViews = []struct {
	name   string
	nl, en string
	shows  func(plan.Action, time.Time) bool
}{
	{"open", "Nog te doen", "Still to do", func(a plan.Action, _ time.Time) bool { return a.IsOpen() }},
	{"laat", "Te laat", "Late", plan.Action.IsLate},
	{"klaar", "Klaar", "Done", func(a plan.Action, _ time.Time) bool { return a.Status == plan.Done }},
	{"vervallen", "Vervallen", "Dropped", func(a plan.Action, _ time.Time) bool { return a.Status == plan.Dropped }},
	{"alles", "Alle acties", "All actions", func(plan.Action, time.Time) bool { return true }},
}

// nobody is how the filter asks for actions without an owner.
const nobody = "niemand"

// A group is the actions of one month.
type group struct {
	title   string
	late    bool
	actions []plan.Action
	cents   int64
}

// listPage is everything that the list shows.
type listPage struct {
	page
	plan   *plan.Plan
	views  []web.Option // how far
	owners []web.Option
	groups []group
	count  int // actions that fit the filters
	number int // of the page of the list, from 1
	pages  int
	query  url.Values
}

func (h *Handler) list(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	whole, err := h.Service.Plan(r.Context(), p.by)
	if err != nil {
		return err
	}
	lp := listPage{page: p, plan: whole, query: url.Values{}}
	lp.fill(r.FormValue("stand"), r.FormValue("wie"), r.FormValue("pagina"))
	return web.Render(w, r, http.StatusOK, planList(lp))
}

// fill chooses what to show. A filter that does not exist is read as none.
func (p *listPage) fill(status, who, number string) {
	chosen := listViews[0]
	for _, view := range listViews {
		n := 0
		for _, a := range p.plan.Actions {
			n += btoi(view.shows(a, p.plan.Today))
		}
		if view.name == status {
			chosen = view
		}
		p.views = append(p.views, web.Option{Value: view.name, Label: p.T(view.nl, view.en) + " (" + p.Lang.Num(n) + ")"})
	}
	for i, o := range p.views {
		p.views[i].Chosen = o.Value == chosen.name
	}
	p.owners = []web.Option{
		{Value: "", Label: p.T("Iedereen", "Everyone"), Chosen: who == ""},
		{Value: nobody, Label: p.T("Nog niemand", "Nobody yet"), Chosen: who == nobody},
	}
	for _, id := range p.members() {
		p.owners = append(p.owners, web.Option{Value: string(id), Label: p.names.Here[id], Chosen: string(id) == who})
	}
	p.query.Set("stand", chosen.name)
	p.query.Set("wie", who)
	var shown []plan.Action
	for _, a := range p.plan.Actions {
		if chosen.shows(a, p.plan.Today) && (who == "" || string(a.Owner) == who || who == nobody && a.Owner == "" && a.OwnerText == "") {
			shown = append(shown, a)
		}
	}
	p.count = len(shown)
	p.pages = max(1, (p.count+perPage-1)/perPage)
	n, err := strconv.Atoi(number)
	if err != nil {
		n = 1
	}
	p.number = min(max(n, 1), p.pages)
	p.groups = p.grouped(shown[(p.number-1)*perPage : min(p.number*perPage, p.count)])
}

// grouped puts actions together by month; those that are late come in one group
// before the months.
func (p *listPage) grouped(actions []plan.Action) []group {
	var groups []group
	for _, a := range actions {
		title, late := p.T("Zonder datum", "Without a date"), a.IsLate(p.plan.Today)
		switch {
		case late:
			title = p.T("Te laat", "Late")
		case !a.Due.IsZero():
			title = p.Lang.Month(a.Due)
		}
		if n := len(groups); n == 0 || groups[n-1].title != title {
			groups = append(groups, group{title: title, late: late})
		}
		g := &groups[len(groups)-1]
		g.actions = append(g.actions, a)
		if a.Status != plan.Dropped {
			g.cents += a.CostCents
		}
	}
	return groups
}

// pagePath is the address of another page of the same list.
func (p listPage) pagePath(n int) string {
	q := url.Values{"stand": p.query["stand"], "wie": p.query["wie"], "pagina": {strconv.Itoa(n)}}
	return home + "?" + q.Encode()
}

// soon counts the open actions that are due within a week.
func (p listPage) soon() int {
	n := 0
	for _, a := range p.plan.Actions {
		n += btoi(a.IsOpen() && !a.Due.IsZero() && !a.IsLate(p.plan.Today) && a.Due.Sub(p.plan.Today) <= 7*24*time.Hour)
	}
	return n
}

// estimated counts the open actions with a cost.
func (p listPage) estimated() int {
	n := 0
	for _, a := range p.plan.Actions {
		n += btoi(a.IsOpen() && a.CostCents > 0)
	}
	return n
}

// trend is the share in place over time, for the small line.
func (p listPage) trend() []float64 {
	var values []float64
	for _, pt := range plan.BurnUp(p.plan.History, p.plan.Today) {
		values = append(values, float64(pt.InPlace))
	}
	return values
}

func (p listPage) mayPlan() bool   { return p.may(identity.Plan) }
func (p listPage) mayExport() bool { return p.may(identity.Export) }

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
