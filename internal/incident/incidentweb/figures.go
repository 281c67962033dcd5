package incidentweb

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/web"
	"aantoonbaar/internal/web/chart"
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

func (p figuresPage) kindName(id string) string {
	if id == "" {
		return p.T("Soort nog niet ingevuld", "Kind not filled in yet")
	}
	return incident.NameOf(p.Rules.Kinds, id).In(p.Lang)
}

func (p figuresPage) causeNames(ids []string) (names []string) {
	for _, c := range ids {
		names = append(names, incident.NameOf(p.Rules.Causes, c).In(p.Lang))
	}
	return names
}

func (p figuresPage) stepName(s incident.StepSum) string {
	d, _ := p.Rules.Duty(s.Duty)
	st, _ := d.Step(s.Step)
	return st.Title.In(p.Lang)
}

func (p figuresPage) dutyName(s incident.StepSum) string {
	d, _ := p.Rules.Duty(s.Duty)
	return d.Title.In(p.Lang)
}

// took writes a length of time.
func (p figuresPage) took(s incident.StepSum, d time.Duration) string {
	if s.Sent == 0 {
		return "–"
	}
	return page{View: p.View}.span(d)
}

// inTime says how many of those with a moment were taken in time.
func (p figuresPage) inTime(s incident.StepSum) string {
	if s.Timed == 0 {
		return "–"
	}
	return p.Lang.Tf("%s van %s", "%s of %s", p.Lang.Num(s.Timed-s.Late), p.Lang.Num(s.Timed))
}

func monthName(l i18n.Lang, m incident.Month) string {
	return l.ShortMonth(m.First()) + " " + strconv.Itoa(m.Year)
}

// finding is what the picture shows, in a sentence with its numbers.
func (p figuresPage) finding() string {
	says := p.Lang.Plural(p.N, "%s incident", "%s incidenten", "%s incident", "%s incidents")
	if p.N == 0 {
		return p.T("Geen incidenten in deze maanden", "No incidents in these months")
	}
	if p.N == 1 {
		return says + ", in " + monthName(p.Lang, incident.MonthOf(p.Briefs[0].Aware, p.Zone))
	}
	most := 0
	for n, m := range p.Months {
		if m.N > p.Months[most].N {
			most = n
		}
	}
	return says + p.Lang.Tf(", de meeste in %s (%s)", ", most in %s (%s)", monthName(p.Lang, p.From.Add(most)), p.Lang.Num(p.Months[most].N))
}

// picture draws how many there were in each month, with the kinds as a table.
func (p figuresPage) picture() templ.Component {
	c := chart.Columns{Label: p.finding()}
	f := chart.Figure{
		ID: "per-maand", Title: p.finding(), Sub: p.T("Aantal incidenten per maand waarin u ze ontdekte.", "Number of incidents by the month in which you became aware of them."),
		Source: p.T("Bron: de incidenten in dit systeem.", "Source: the incidents in this system."), Columns: []string{p.T("Maand", "Month"), p.T("Samen", "Together")},
	}
	for _, k := range p.Kinds {
		f.Columns = append(f.Columns, p.kindName(k.Kind))
	}
	for n, m := range p.Months {
		month := p.From.Add(n)
		c.Names, c.Values = append(c.Names, p.Lang.ShortMonth(month.First())), append(c.Values, m.N)
		row := []string{monthName(p.Lang, month), p.Lang.Num(m.N)}
		for _, k := range p.Kinds {
			row = append(row, p.Lang.Num(k.ByMonth[n]))
		}
		f.Rows = append(f.Rows, row)
	}
	return f.With(p.Lang, c.Component())
}

func (p figuresPage) hours(minutes int64) string {
	return p.Lang.Num64((minutes+30)/60) + p.T(" uur", " hours")
}

// trend is how many there were in each month, for a small picture.
func (p figuresPage) trend() (values []float64) {
	for _, m := range p.Months {
		values = append(values, float64(m.N))
	}
	return values
}

// lateSteps counts the steps that were late, of all with a moment.
func (p figuresPage) lateSteps() (late, timed int) {
	for _, s := range p.Steps {
		late, timed = late+s.Late, timed+s.Timed
	}
	return late, timed
}
