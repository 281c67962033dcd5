package boardweb

import (
	"fmt"
	"math"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/a-h/templ"

	"aantoonbaar/internal/board"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/web"
	"aantoonbaar/internal/web/chart"
)

// A boardPage is everything that the board's page and its report show.
type boardPage struct {
	page
	B       board.Page
	Refusal *fault.Fault     // of an answer to a decision; nil on a first visit
	Answer  board.DecisionID // which decision it was about
	Reason  string           // as it was typed
	Mention templ.Component  // of the last independent assessment

	Beside templ.Component // cards of other rooms; nil for none
}

// show serves GET /o/{org}/bestuur.
func (h *Handler) show(w http.ResponseWriter, r *http.Request) error {
	p, err := h.boardPage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, showPage(p))
}

func (h *Handler) boardPage(r *http.Request) (boardPage, error) {
	p, by := h.page(r)
	b, err := h.Service.Page(r.Context(), by)
	if err != nil {
		return boardPage{}, err
	}
	mention, err := h.Mention(r.Context(), p.View)
	if err != nil {
		return boardPage{}, err
	}
	beside, err := h.Beside(r.Context(), p.View)
	return boardPage{page: p, B: b, Mention: mention, Beside: beside}, err
}

// sentence is what the page opens with, and whether a person stands for it.
func (p boardPage) sentence() (text string, said bool) {
	if p.B.Sentence.Version > 0 {
		return p.B.Sentence.Text, true
	}
	return board.Suggest(p.B.Brief).In(p.Lang), false
}

// A figure is one of the four numbers of the page.
type figure struct {
	Label, Value, Of string
	Trend            []float64
	Note             string
	Late             bool // the note is about something that is too late
	Link             string
	Path             string
}

// figures are the four numbers, always these and always in this order, so that
// the board can compare one meeting with the next.
func (p boardPage) figures() []figure {
	b := p.B.Brief
	return []figure{p.inPlaceFigure(b), p.lateFigure(b), p.shownFigure(b), p.trainedFigure()}
}

func (p boardPage) inPlaceFigure(b board.Brief) figure {
	f := figure{
		Label: p.T("Maatregelen ingericht", "Measures in place"), Value: p.Lang.Num(b.Counts.InPlace),
		Of: p.Lang.Tf("van %s", "of %s", p.Lang.Num(b.Counts.Applicable())), Note: p.T("Eigen opgave", "Own statement"),
	}
	for _, t := range b.Trend {
		f.Trend = append(f.Trend, float64(t.InPlace))
	}
	if n := len(b.Trend); n > 1 {
		was := b.Trend[n-2]
		f.Note = change(p.Lang, b.Counts.InPlace-was.InPlace) + p.T(" sinds ", " since ") + p.Lang.ShortDay(was.On)
	}
	return f
}

func change(l i18n.Lang, n int) string {
	switch {
	case n > 0:
		return l.Num(n) + l.T(" meer", " more")
	case n < 0:
		return l.Num(-n) + l.T(" minder", " fewer")
	}
	return l.T("Evenveel", "As many")
}

func (p boardPage) lateFigure(b board.Brief) figure {
	late, cost := len(b.Late()), b.CostCents()
	f := figure{
		Label: p.T("Verbeteracties te laat", "Improvement actions late"), Value: p.Lang.Num(late),
		Of: p.Lang.Tf("van %s open", "of %s open", p.Lang.Num(b.Open())), Trend: b.LateWas, Late: late > 0,
		Link: p.T("Bekijk het verbeterplan", "See the improvement plan"), Path: "/verbeterplan",
	}
	if cost > 0 {
		f.Note = p.T("Nog te betalen: ", "Still to pay: ") + p.Lang.Euro(cost)
		f.Link, f.Late = "", false
	}
	return f
}

func (p boardPage) shownFigure(b board.Brief) figure {
	return figure{
		Label: p.T("Laten wij zien dat het werkt", "We can show that it works"), Value: p.Lang.Num(b.Shown),
		Of:   p.Lang.Tf("van %s", "of %s", p.Lang.Num(b.Counts.Applicable())),
		Note: p.T("Met geldig bewijs van werking", "With valid evidence of operation"),
	}
}

func (p boardPage) trainedFigure() figure {
	trained, due := 0, time.Time{}
	for _, m := range p.B.Members {
		if s := m.State(p.B.Brief.Today); (s == board.Valid || s == board.Expiring) && len(m.Missing(p.B.Brief.Today)) == 0 {
			trained++
		} else if due.IsZero() || m.Due.Before(due) {
			due = m.Due
		}
	}
	f := figure{
		Label: p.T("Bestuursleden met certificaat op alle vier onderwerpen", "Board members with a certificate on all four topics"), Value: p.Lang.Num(trained),
		Of:   p.Lang.Tf("van %s", "of %s", p.Lang.Num(len(p.B.Members))),
		Link: p.T("Bekijk de scholing", "See the training"), Path: "/bestuur/scholing",
	}
	if len(p.B.Members) == 0 {
		f.Value, f.Of, f.Note = "–", "", p.T("Er is nog geen bestuurslid bekend", "No board member is known yet")
	}
	if !due.IsZero() && !p.B.Brief.Exempt {
		f.Link, f.Path = "", ""
		f.Note = p.T("Uiterlijk ", "By ") + p.Lang.Day(due)
		f.Late = due.Before(p.B.Brief.Today)
	}
	return f
}

// trend draws how the number of measures in place grew; nothing without a past.
func (p boardPage) trend() templ.Component {
	points := p.B.Brief.Trend
	if len(points) < 2 {
		return templ.NopComponent
	}
	first, last := points[0], points[len(points)-1]
	c := chart.LineChart{Now: -1, Top: 4}
	var inPlace, all []float64
	figure := chart.Figure{
		ID:      "verloop",
		Sub:     p.T("Aantal maatregelen dat is ingericht, aan het eind van elke maand", "Number of measures in place, at the end of each month"),
		Source:  p.T("Bron: eigen antwoorden. Stand van ", "Source: own answers. As of ") + p.Lang.Day(p.B.Brief.Today) + ".",
		Columns: []string{p.T("Dag", "Day"), p.T("Ingericht", "In place"), p.T("Van toepassing", "Applicable")},
	}
	for _, t := range points {
		c.Steps = append(c.Steps, p.Lang.ShortMonth(t.On))
		inPlace, all = append(inPlace, float64(t.InPlace)), append(all, float64(t.Applicable))
		c.Top = max(c.Top, math.Ceil(float64(t.Applicable)/20)*20)
		figure.Rows = append(figure.Rows, []string{p.Lang.ShortDay(t.On), p.Lang.Num(t.InPlace), p.Lang.Num(t.Applicable)})
	}
	c.Lines = []chart.Line{
		{Name: p.T("nodig", "needed"), Values: all, Class: "goal"},
		{Name: p.T("ingericht", "in place"), Values: inPlace, Class: "main"},
	}
	figure.Title = p.finding(first, last)
	c.Label = fmt.Sprintf("%s. %s", figure.Title, p.Lang.Tf("Van toepassing zijn er nu %s.", "There are %s applicable now.", p.Lang.Num(last.Applicable)))
	return figure.With(p.Lang, c.Component())
}

// finding says what the trend shows, as a sentence.
func (p boardPage) finding(first, last board.Point) string {
	since := p.Lang.Month(first.On)
	switch n := last.InPlace - first.InPlace; {
	case n > 0:
		return p.Lang.Tf("Sinds %s groeide het van %s naar %s maatregelen", "Since %s it grew from %s to %s measures", since, p.Lang.Num(first.InPlace), p.Lang.Num(last.InPlace))
	case n < 0:
		return p.Lang.Tf("Sinds %s zakte het van %s naar %s maatregelen", "Since %s it fell from %s to %s measures", since, p.Lang.Num(first.InPlace), p.Lang.Num(last.InPlace))
	}
	return p.Lang.Tf("Sinds %s staan wij stil op %s maatregelen", "Since %s we have stood still at %s measures", since, p.Lang.Num(last.InPlace))
}

// daysLate says how long ago a day was.
func (p page) daysLate(due, today time.Time) string {
	return p.Lang.Plural(int(today.Sub(due)/(24*time.Hour)), "%s dag te laat", "%s dagen te laat", "%s day late", "%s days late")
}

// uncertain lists what the board should not take for certain.
func (p boardPage) uncertain() []string {
	b := p.B.Brief
	all := []string{p.T(
		"Dit is een eigen opgave: niemand van buiten heeft het getoetst.",
		"This is our own statement: nobody from outside has tested it.")}
	if b.Counts.Open > 0 {
		all = append(all, p.Lang.Plural(b.Counts.Open,
			"Van %s maatregel weten wij nog niet hoe het staat.", "Van %s maatregelen weten wij nog niet hoe het staat.",
			"Of %s measure we do not know yet how it stands.", "Of %s measures we do not know yet how they stand."))
	}
	if n := b.Counts.Applicable() - b.Shown; n > 0 {
		all = append(all, p.Lang.Plural(n,
			"Bij %s maatregel ligt er geen geldig bewijs dat het werkt.", "Bij %s maatregelen ligt er geen geldig bewijs dat het werkt.",
			"For %s measure there is no valid evidence that it works.", "For %s measures there is no valid evidence that they work."))
	}
	if !b.Oldest.IsZero() {
		all = append(all, p.T("Het oudste antwoord is van ", "The oldest answer dates from ")+p.Lang.Day(p.Local(b.Oldest))+".")
	}
	return all
}

// outcomes counts what became of the promises of the last plan.
func (p boardPage) outcomes() map[board.Outcome]int {
	n := map[board.Outcome]int{}
	for _, x := range p.B.Promises {
		n[x.Outcome]++
	}
	return n
}

// promised sums up in a sentence what became of the last plan.
func (p boardPage) promised() string {
	var parts []string
	n := p.outcomes()
	for _, o := range []board.Outcome{board.Kept, board.Waiting, board.Moved, board.Broken, board.Dropped} {
		if n[o] > 0 {
			parts = append(parts, p.Lang.Num(n[o])+" "+lower(o.Name().In(p.Lang)))
		}
	}
	return p.Lang.And(parts)
}

// shownOf says that the table shows the first n of the promises alone.
func (p boardPage) shownOf(n int) string {
	if len(p.B.Promises) <= n {
		return ""
	}
	return " " + p.Lang.Tf("Hieronder staan er %d; de rest staat in het plan.", "Below are %d of them; the rest are in the plan.", n)
}

// lower writes a name as it stands inside a sentence.
func lower(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return strings.ToLower(s[:n]) + s[n:]
}

func first[T any](all []T, n int) []T { return all[:min(len(all), n)] }

// outcomeTag is the tone of an outcome's label.
func outcomeTag(o board.Outcome) string {
	switch o {
	case board.Broken:
		return "late"
	case board.Dropped, board.Moved:
		return "warn"
	case board.Kept:
		return "ok"
	case board.Waiting:
	}
	return "info"
}

// title is what the browser shows for a page; a form that came back says so first.
func title(v web.View, refusal *fault.Fault, name string) string {
	if refusal != nil {
		return v.T("Fout: ", "Error: ") + name
	}
	return name
}

// reasonField is where the board writes why.
func (p boardPage) reasonField(d board.Decision) web.Field {
	f := web.Field{
		Name: reasonName(d.ID), Label: p.T("Waarom?", "Why?"), Rows: 2,
		Hint: p.T("Nodig bij niet akkoord en bij later.", "Needed when you do not agree, and for later."),
	}
	if p.Answer == d.ID {
		f.Value = p.Reason
		f = f.Complain(p.Refusal, p.Lang)
	}
	return f
}

// decisionWord says where a decision stands, and that it is late.
func decisionWord(p page, d board.Decision, today time.Time) string {
	if d.IsLate(today) {
		return p.T("Dag is voorbij", "Day has passed")
	}
	return d.Status.Name().In(p.Lang)
}
