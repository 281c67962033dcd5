package exerciseweb

import (
	"net/http"
	"time"

	"github.com/a-h/templ"

	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
	"aantoonbaar/internal/web/chart"
)

// A programmePage is what was tested, what was not, and what comes.
type programmePage struct {
	web.View
	by  identity.Actor
	C   exercise.Coverage
	bar exercise.Bar
}

// programme serves GET …/oefeningen/programma.
func (h *Handler) programme(w http.ResponseWriter, r *http.Request) error {
	by := identity.ActorOf(r.Context())
	c, err := h.Service.Programme(r.Context(), by)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, programmeView(programmePage{web.ViewOf(r.Context()), by, c, h.Service.Bar}))
}

func (p programmePage) mayPlan() bool { return identity.May(p.by, identity.LeadExercise) }

func (p programmePage) mayKnow(e exercise.Exercise) bool { return mayKnow(p.by, e) }

// counts says which exercises stand here, and whose bar that is.
func (p programmePage) counts() string {
	return p.Lang.Tf("Hier telt een oefening mee als het verslag is ondertekend, de klok %d minuten liep, %d procent van de berichten kwam, en waarnemers bij %d procent van de verwachte acties opschreven hoe het ging.", "Here an exercise counts once its report is signed, the clock ran %d minutes, %d percent of the messages came, and observers wrote of %d percent of the expected actions how they went.", p.bar.Minutes, p.bar.Came, p.bar.Seen) +
		" " + p.T("Deze ondergrens is onze keuze. De norm noemt er geen.", "This bar is a choice of ours. The norm names none.")
}

// A group is one kind of thing that exercises test.
type group struct {
	Name i18n.Text
	All  []exercise.Tested
}

func (p programmePage) groups() (all []group) {
	for _, g := range []group{
		{i18n.T("Zorgprocessen", "Care processes"), p.C.Processes},
		{i18n.T("Systemen", "Systems"), p.C.Systems},
		{i18n.T("Noodkaarten", "Downtime cards"), p.C.Kinds},
		{i18n.T("Wettelijke klokken", "Legal clocks"), p.C.Clocks},
		{i18n.T("Verhalen", "Stories"), p.C.Scenarios},
	} {
		if len(g.All) > 0 {
			all = append(all, g)
		}
	}
	return all
}

// state says how something stands: tested, planned or left.
func (p programmePage) state(t exercise.Tested) (tone, words string) {
	switch {
	case t.IsFresh(p.C.Today):
		return "ok", p.T("Geoefend op ", "Exercised on ") + p.Lang.ShortDay(t.Last)
	case !t.Waits.IsZero():
		return "warn", p.T("Verslag nog niet ondertekend: ", "Report not signed yet: ") + p.Lang.ShortDay(t.Waits)
	case !t.Next.IsZero():
		return "info", p.T("Gepland: ", "Planned: ") + p.Lang.Month(t.Next)
	case !t.Last.IsZero():
		return "warn", p.T("Laatst op ", "Last on ") + p.Lang.ShortDay(t.Last)
	}
	return "warn", p.T("Nooit geoefend", "Never exercised")
}

// months are shown before today and after it.
const monthsBack, monthsAhead = 12, 12

// picture shows which story was or will be played in which month.
func (p programmePage) picture() templ.Component {
	first := time.Date(p.C.Today.Year(), p.C.Today.Month()-monthsBack, 1, 0, 0, 0, 0, time.UTC)
	c := chart.Calendar{Now: monthsBack}
	f := chart.Figure{
		ID: "jaar", Sub: p.T("Dicht: gespeeld. Open: gepland. De streep is vandaag.", "Full: played. Open: planned. The line is today."), Source: p.T("Oefeningen van uw organisatie", "Exercises of your organisation"),
		Columns: []string{p.T("Verhaal", "Story"), p.T("Laatst gespeeld", "Last played"), p.T("Gepland", "Planned")},
	}
	for i := range monthsBack + monthsAhead + 1 {
		c.Months = append(c.Months, p.Lang.ShortMonth(first.AddDate(0, i, 0)))
	}
	month := func(t time.Time) int { return (t.Year()-first.Year())*12 + int(t.Month()) - int(first.Month()) }
	played := 0
	for _, t := range p.C.Scenarios {
		lane := chart.Lane{Name: t.Name.In(p.Lang)}
		cells := []string{t.Name.In(p.Lang), "–", "–"}
		if !t.Last.IsZero() {
			cells[1] = p.Lang.Day(t.Last)
			lane.Marks = mark1(lane.Marks, month(t.Last), len(c.Months), "done")
		}
		if !t.Next.IsZero() {
			cells[2] = p.Lang.Month(t.Next)
			lane.Marks = mark1(lane.Marks, month(t.Next), len(c.Months), "ahead")
		}
		if t.IsFresh(p.C.Today) {
			played++
		}
		c.Lanes, f.Rows = append(c.Lanes, lane), append(f.Rows, cells)
	}
	f.Title = p.Lang.Tf("In het afgelopen jaar gespeeld: %d van de %d verhalen", "Played in the past year: %d of the %d stories", played, len(p.C.Scenarios))
	c.Label = f.Title
	return f.With(p.Lang, c.Component())
}

// mark1 adds a mark where the picture has that month.
func mark1(marks []chart.Mark, month, months int, class string) []chart.Mark {
	if month < 0 || month >= months {
		return marks
	}
	return append(marks, chart.Mark{Month: month, Row: 1, Class: class})
}
