package peopleweb

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/web"
	"aantoonbaar/internal/web/chart"
	"aantoonbaar/internal/workbook"
)

// maxRows is how many people the picture shows at once.
const maxRows = 60

// matrixRoutes are the pages of who followed what.
func (h *Handler) matrixRoutes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/scholing/overzicht", identity.SeeTraining, h.matrix),
		web.On("GET /o/{org}/scholing/overzicht.csv", identity.SeeTraining, h.csv),
		web.On("GET /o/{org}/scholing/overzicht.xlsx", identity.SeeTraining, h.xlsx),
		web.On("POST /o/{org}/scholing/bewijs", identity.Evidence, h.prove),
	}
}

// A matrixPage is everybody against every training, as far as it was asked for.
type matrixPage struct {
	page
	Group, Stand string
	Who          []people.Participant
}

// matrixPage reads the filter.
func (h *Handler) matrixPage(r *http.Request) (matrixPage, error) {
	p, err := h.page(r, nil)
	if err != nil {
		return matrixPage{}, err
	}
	m := matrixPage{page: p, Group: r.URL.Query().Get("groep"), Stand: r.URL.Query().Get("stand")}
	for _, who := range p.S.Working() {
		if m.Group != "" && !(people.Audience{Groups: []string{m.Group}}).Has(who) {
			continue
		}
		c := p.todo(who)
		if c.All() == 0 || m.Stand == string(people.Late) && c.Late == 0 || m.Stand == string(people.Soon) && c.Late+c.Soon == 0 {
			continue
		}
		m.Who = append(m.Who, who)
	}
	return m, nil
}

// matrix serves GET …/overzicht?groep=&stand=.
func (h *Handler) matrix(w http.ResponseWriter, r *http.Request) error {
	p, err := h.matrixPage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, matrixView(p))
}

// stands are the choices of a standing.
func (p matrixPage) stands() []web.Option {
	return []web.Option{
		{Value: "", Label: p.T("Iedereen", "Everybody"), Chosen: p.Stand == ""},
		{Value: string(people.Soon), Label: p.T("Wie iets te doen heeft", "Who has something to do"), Chosen: p.Stand == string(people.Soon)},
		{Value: string(people.Late), Label: p.T("Wie te laat is", "Who is late"), Chosen: p.Stand == string(people.Late)},
	}
}

// picture draws who stands where.
func (p matrixPage) picture() templ.Component {
	shown := p.Who[:min(maxRows, len(p.Who))]
	m := chart.Matrix{Label: p.finding()}
	f := chart.Figure{
		ID: "beeld", Title: p.finding(),
		Sub: p.T(
			"Vol rondje: gevolgd. Licht rondje: gevolgd volgens eigen opgave. Hol rondje: binnenkort te volgen. Doorgestreept: te laat. Leeg: hoeft niet.",
			"Full dot: followed. Light dot: followed by their own word. Hollow dot: to be followed soon. Struck through: late. Empty: need not."),
		Source:  p.T("Bron: de bijeenkomsten en certificaten die u vastlegde, en wat mensen zelf opgaven.", "Source: the sessions and certificates that you recorded, and what people said themselves."),
		Columns: []string{p.T("Naam", "Name")},
	}
	for _, t := range p.S.Trainings {
		m.Columns, f.Columns = append(m.Columns, t.Title), append(f.Columns, t.Title)
	}
	for _, who := range shown {
		row, cells := chart.MatrixRow{Name: who.Name}, []string{who.Name}
		for _, t := range p.S.Trainings {
			mark := p.S.Stand(who, t)
			row.Marks = append(row.Marks, markClassOf(mark))
			words := "–"
			if mark.Standing != people.Free {
				_, words = p.standing(mark)
			}
			cells = append(cells, words)
		}
		m.Rows, f.Rows = append(m.Rows, row), append(f.Rows, cells)
	}
	return f.With(p.Lang, m.Component())
}

// markClassOf is the mark of a standing; what somebody says themselves is lighter.
func markClassOf(m people.Mark) string {
	if m.Standing == people.Good && m.Own {
		return "busy"
	}
	return markClass[m.Standing]
}

var markClass = map[people.Standing]string{people.Good: "done", people.Soon: "ahead", people.Late: "late"}

// finding says in one sentence how it stands.
func (p matrixPage) finding() string {
	late := 0
	for _, who := range p.Who {
		if p.todo(who).Late > 0 {
			late++
		}
	}
	if late == 0 {
		return p.Lang.Tf("Van deze %s mensen is niemand te laat", "Of these %s people nobody is late", p.Lang.Num(len(p.Who)))
	}
	return p.Lang.Tf("Van deze %s mensen moeten er %s nog iets inhalen", "Of these %s people %s have something to catch up on", p.Lang.Num(len(p.Who)), p.Lang.Num(late))
}

// table is who followed what, a row for each person and training.
func (p matrixPage) table() workbook.Table {
	t := workbook.Table{Name: p.T("Scholing", "Training")}
	for _, head := range []i18n.Text{
		i18n.T("Naam", "Name"), i18n.T("Rol", "Role"), i18n.T("Groepen", "Groups"), i18n.T("Training", "Training"), i18n.T("Laatst gevolgd", "Followed last"), i18n.T("Stand", "Standing"), i18n.T("Volgen vóór of op", "To follow by"),
	} {
		t.Head = append(t.Head, head.In(p.Lang))
	}
	for _, who := range p.Who {
		role := ""
		if who.HasAccount() {
			role = who.Role.Name().In(p.Lang)
		}
		if len(t.Rows) > workbook.MaxRows { // it is refused: no use in gathering the rest
			break
		}
		for _, d := range p.S.Dues(who) {
			t.Rows = append(t.Rows, []any{who.Name, role, strings.Join(who.Groups, ", "), d.Title, d.Mark.Last, p.short(d.Mark), d.Mark.Due})
		}
	}
	return t
}

// short is a standing in one or two words.
func (p page) short(m people.Mark) string {
	if m.Own {
		return p.T("op orde, eigen opgave", "in order, own word")
	}
	return map[people.Standing]string{people.Good: p.T("op orde", "in order"), people.Soon: p.T("binnenkort", "soon"), people.Late: p.T("te laat", "late")}[m.Standing]
}

// csv serves GET …/overzicht.csv.
func (h *Handler) csv(w http.ResponseWriter, r *http.Request) error {
	return h.file(w, r, "text/csv; charset=utf-8", "csv", func(t workbook.Table, b *bytes.Buffer) error { return t.WriteCSV(b) })
}

// xlsx serves GET …/overzicht.xlsx.
func (h *Handler) xlsx(w http.ResponseWriter, r *http.Request) error {
	return h.file(w, r, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", func(t workbook.Table, b *bytes.Buffer) error { return t.WriteXLSX(b) })
}

func (h *Handler) file(w http.ResponseWriter, r *http.Request, media, ext string, write func(workbook.Table, *bytes.Buffer) error) error {
	p, err := h.matrixPage(r)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := write(p.table(), &b); err != nil {
		return fmt.Errorf("write %s: %w", ext, err)
	}
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Disposition", `attachment; filename="scholing.`+ext+`"`)
	_, _ = w.Write(b.Bytes()) // fails only when the reader has left
	return nil
}

// query is the filter, to go along to a file.
func (p matrixPage) query() string {
	return "?" + url.Values{"groep": {p.Group}, "stand": {p.Stand}}.Encode()
}

// prove serves POST …/bewijs.
func (h *Handler) prove(w http.ResponseWriter, r *http.Request) error {
	if err := h.Service.Prove(r.Context(), identity.ActorOf(r.Context())); err != nil {
		return err
	}
	return done(w, r, home, "De opkomst staat bij het bewijs van 6.3, in aantallen.", "The attendance is among the evidence of 6.3, in numbers.")
}
