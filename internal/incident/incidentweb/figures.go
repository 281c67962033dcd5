package incidentweb

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/web"
	"aantoonbaar/internal/workbook"
)

const figuresPath = home + "/cijfers"

func (h *Handler) figureRoutes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/incidenten/cijfers", identity.SeeIncidents, h.figures),
		web.On("GET /o/{org}/incidenten/cijfers/cijfers.csv", identity.Export, h.figuresCSV),
	}
}

// A figuresPage is what the incidents of some months come to.
type figuresPage struct {
	web.View
	incident.Figures
	Rules     incident.Rules
	Zone      *time.Location
	Refusal   *fault.Fault
	MayExport bool
	from, til string // as typed
}

// months are those of the address; without any the last twelve.
func (h *Handler) months(r *http.Request) (from, until incident.Month, err error) {
	now := incident.MonthOf(web.ViewOf(r.Context()).Now, h.Service.Zone)
	from, until = now.Add(-11), now
	var k fault.Checker
	for name, m := range map[string]*incident.Month{"van": &from, "tot": &until} {
		if text := strings.TrimSpace(r.URL.Query().Get(name)); text != "" {
			var ok bool
			*m, ok = incident.ParseMonth(text)
			k.Need(ok && m.Year >= 2000 && m.Year < 2200, name, i18n.T("Schrijf een maand als 2026-11.", "Write a month as 2026-11."))
		}
	}
	return from, until, k.Fault("incident.months-unreadable")
}

func (h *Handler) figures(w http.ResponseWriter, r *http.Request) error {
	by := identity.ActorOf(r.Context())
	p := figuresPage{View: web.ViewOf(r.Context()), Rules: h.Service.Rules, Zone: h.Service.Zone, MayExport: identity.May(by, identity.Export), from: r.URL.Query().Get("van"), til: r.URL.Query().Get("tot")}
	from, until, err := h.months(r)
	if err == nil {
		p.Figures, err = h.Service.Figures(r.Context(), by, from, until)
	}
	if p.Refusal = web.Again(err); p.Refusal != nil {
		now := incident.MonthOf(p.Now, p.Zone) // the last year meanwhile
		p.Figures, err = h.Service.Figures(r.Context(), by, now.Add(-11), now)
	}
	if err != nil {
		return err
	}
	if p.Refusal == nil {
		p.from, p.til = p.From.String(), p.Until.String()
	}
	return web.Render(w, r, web.CodeOf(p.Refusal), figuresView(p))
}

// figuresCSV serves a row for each incident, without what it was called: that stays
// in the room.
func (h *Handler) figuresCSV(w http.ResponseWriter, r *http.Request) error {
	from, until, err := h.months(r)
	if err != nil {
		return err
	}
	f, err := h.Service.ExportFigures(r.Context(), identity.ActorOf(r.Context()), from, until)
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	p := figuresPage{View: v, Figures: f, Rules: h.Service.Rules, Zone: h.Service.Zone}
	var file bytes.Buffer
	out := csv.NewWriter(&file)
	for _, row := range p.rows() {
		for n := range row {
			row[n] = workbook.Escape(row[n])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="incidenten-`+f.From.String()+`-`+f.Until.String()+`.csv"`)
	_, _ = w.Write(file.Bytes()) // fails only when the reader has left
	return nil
}

// rows are the head and a row for each incident, with two columns for each step that
// was to be taken: when it was, and whether that was in time.
func (p figuresPage) rows() [][]string {
	head := []string{p.T("nummer", "number"), p.T("maand", "month"), p.T("soort", "kind"), p.T("oorzaken", "causes"), p.T("ontdekt", "aware"), p.T("afgesloten", "closed"), p.T("kosten in euro", "costs in euros"), p.T("uren zorg", "hours of care")}
	for _, s := range p.Steps {
		head = append(head, p.stepName(s), p.stepName(s)+p.T(" op tijd", " in time"))
	}
	rows := [][]string{head}
	for _, b := range p.Briefs {
		row := []string{
			b.Name(), incident.MonthOf(b.Aware, p.Zone).String(), p.kindName(b.Kind), strings.Join(p.causeNames(b.Causes), "; "),
			p.stamp(b.Aware), p.stamp(b.Closed), strconv.FormatFloat(float64(b.Cents)/100, 'f', 2, 64), strconv.FormatFloat(float64(b.Lost)/60, 'f', -1, 64),
		}
		for _, s := range p.Steps {
			row = append(row, p.cells(b, s)...)
		}
		rows = append(rows, row)
	}
	return rows
}

// cells are the two of one step of one incident.
func (p figuresPage) cells(b *incident.Brief, s incident.StepSum) []string {
	for _, t := range b.Taken {
		if t.Duty != s.Duty || t.Step != s.Step {
			continue
		}
		switch {
		case t.Due.IsZero():
			return []string{p.stamp(t.Sent), ""}
		case t.IsLate(p.Now):
			return []string{p.stamp(t.Sent), p.T("nee", "no")}
		case t.Sent.IsZero():
			return []string{"", p.T("loopt nog", "still running")}
		}
		return []string{p.stamp(t.Sent), p.T("ja", "yes")}
	}
	return []string{"", ""}
}

func (p figuresPage) stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(p.Zone).Format(time.RFC3339)
}
