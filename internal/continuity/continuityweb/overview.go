package continuityweb

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/web"
	"aantoonbaar/internal/web/chart"
)

// show serves GET /o/{org}/continuiteit.
func (h *Handler) show(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r, nil)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, overview(p))
}

// troubles gathers the doubts by what they are about, what is grave first.
func (p page) troubles() (groups [][]continuity.Doubt) {
	for _, d := range p.S.Doubts {
		i := slices.IndexFunc(groups, func(g []continuity.Doubt) bool { return g[0].About == d.About })
		if i < 0 {
			groups = append(groups, []continuity.Doubt{d})
			continue
		}
		groups[i] = append(groups[i], d)
	}
	return groups
}

// about is the page of what a doubt is about.
func about(d continuity.Doubt) string {
	if d.About.Kind == continuity.ProcessKind {
		return processPath + "/" + d.About.ID
	}
	return systemPath + "/" + d.About.ID
}

// picture draws which process falls when which system is down.
func (p page) picture() templ.Component {
	m := chart.Matrix{Label: p.finding()}
	f := chart.Figure{
		ID: "beeld", Title: p.finding(), Source: p.T("Bron: de processen en systemen hieronder.", "Source: the processes and systems below."),
		Sub: p.T(
			"Vol rondje: dit proces valt stil als het systeem uitligt. Hol rondje: het valt stil doordat een ander systeem meegaat. Doorgestreept: het systeem is volgens de belofte te laat terug.",
			"Full dot: this process falls when the system is down. Hollow dot: it falls because another system goes down too. Struck through: by what was promised, the system is back too late."),
		Columns: []string{p.T("Als dit uitligt", "When this is down"), p.T("Vallen deze processen stil", "These processes fall"), p.T("Terug binnen, zoals beloofd", "Back within, as promised")},
	}
	for _, s := range p.S.Systems {
		m.Columns = append(m.Columns, s.Name)
		f.Rows = append(f.Rows, []string{s.Name, web.OrDash(p.names(p.S.Falls(s.ID))), p.span(s.Promised)})
	}
	for _, x := range p.S.Processes {
		row := chart.MatrixRow{Name: x.Name}
		for _, s := range p.S.Systems {
			row.Marks = append(row.Marks, p.mark(x, s))
		}
		m.Rows = append(m.Rows, row)
	}
	return f.With(p.Lang, m.Component())
}

// mark is how a process hangs on a system, as the picture shows it.
func (p page) mark(x continuity.Process, s continuity.System) string {
	switch hold := p.S.Hold(x, s.ID); {
	case hold == continuity.Free:
		return ""
	case s.Promised > x.Bears:
		return "late"
	case hold == continuity.Directly:
		return "done"
	}
	return "ahead"
}

// finding says in one sentence on which system most hangs.
func (p page) finding() string {
	var most continuity.System
	n := -1
	for _, s := range p.S.Systems {
		if k := len(p.S.Falls(s.ID)); k > n {
			most, n = s, k
		}
	}
	return p.Lang.Tf("Als ‘%s’ uitligt, vallen %s van de %s processen stil", "When ‘%s’ is down, %s of the %s processes fall", most.Name, p.Lang.Num(max(n, 0)), p.Lang.Num(len(p.S.Processes)))
}

// names lists processes with what they bear.
func (p page) names(all []continuity.Process) string {
	var names []string
	for _, x := range all {
		names = append(names, x.Name+" ("+x.Bears.In(p.Lang)+")")
	}
	return strings.Join(names, ", ")
}

// systemNames lists systems by their IDs.
func (p page) systemNames(ids []continuity.ID) string {
	var names []string
	for _, id := range ids {
		if s, ok := p.S.System(id); ok {
			names = append(names, s.Name)
		}
	}
	return strings.Join(names, ", ")
}

// tested says when a restore of a system was last shown to work.
func (p page) tested(s continuity.System) (tone, words string) {
	t, ok := p.S.LastTest(s.ID)
	switch {
	case !ok:
		return "late", p.T("Nooit getest", "Never tested")
	case t.FallsShort():
		return "late", t.Result.Name().In(p.Lang) + ", " + p.Lang.ShortDay(t.On)
	case t.On.AddDate(continuity.TestEvery, 0, 0).Before(p.S.Today):
		return "warn", p.T("Te lang geleden: ", "Too long ago: ") + p.Lang.ShortDay(t.On)
	}
	return "ok", p.T("Gelukt, ", "Worked, ") + p.Lang.ShortDay(t.On)
}
