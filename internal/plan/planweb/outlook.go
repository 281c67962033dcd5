package planweb

import (
	"math"
	"net/http"
	"time"

	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/web"
	"aantoonbaar/internal/web/chart"
)

// outlookPage is everything that the forecast shows.
type outlookPage struct {
	page
	plan *plan.Plan
}

func (h *Handler) outlook(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	whole, err := h.Service.Plan(r.Context(), p.by)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, planOutlook(outlookPage{p, whole}))
}

// whenShort is the forecast in a figure: a month, for a day would promise too much.
func whenShort(v web.View, o plan.Outlook) string {
	switch o.Why {
	case plan.AllDone:
		return v.T("Klaar", "Done")
	case plan.Said:
		return v.Lang.Month(o.Likely)
	case plan.TooShort, plan.NoProgress, plan.TooFar:
	}
	return v.T("Nog niet te zeggen", "Cannot say yet")
}

// paceTitle is the finding about the pace, as a sentence.
func paceTitle(v web.View, o plan.Outlook) string {
	switch o.Why {
	case plan.AllDone:
		return v.T("Alles wat voor u geldt, is ingericht", "Everything that applies to you is in place")
	case plan.TooShort:
		return v.T("Er is nog te weinig bekend om iets te zeggen", "Too little is known yet to say anything")
	case plan.NoProgress:
		return v.T("In dit tempo komt alles niet op orde", "At this pace not everything gets in place")
	case plan.TooFar:
		return v.Lang.Tf("In dit tempo duurt het nog meer dan %d jaar", "At this pace it takes more than %d years", plan.MaxAhead)
	case plan.Said:
	}
	return v.T("In dit tempo is alles ingericht rond ", "At this pace everything is in place around ") + v.Lang.Day(o.Likely)
}

// paceText explains the finding with its numbers, and how sure it is.
func paceText(v web.View, o plan.Outlook) string {
	switch o.Why {
	case plan.AllDone:
		return v.Lang.Tf("Alle %s maatregelen en paragrafen zijn op drie niveaus ingericht.", "All %s measures and clauses are in place on three levels.", v.Lang.Num(o.Applicable))
	case plan.TooShort:
		if o.SayableOn.IsZero() {
			return v.T("Vul de eerste maatregelen in. Na vier weken laten wij hier zien hoe snel het gaat.", "Answer the first measures. After four weeks we show here how fast it goes.")
		}
		return v.T("Wij kijken naar ten minste vier weken. Vanaf ", "We look at four weeks at least. From ") + v.Lang.Day(o.SayableOn) + v.T(" staat hier een vooruitblik.", " there is a forecast here.")
	case plan.NoProgress:
		return v.Lang.Tf("In de laatste %d dagen kwam er geen maatregel bij die helemaal is ingericht. Er moeten er nog %s.", "In the last %d days not one more measure came fully in place. There are %s to go.", o.Days, v.Lang.Num(o.Remaining()))
	case plan.TooFar, plan.Said:
	}
	return v.Lang.Tf("In de laatste %d dagen bracht u %s op orde: %s per maand. Er moeten er nog %s.", "In the last %d days you brought %s in place: %s a month. There are %s to go.",
		o.Days, v.Lang.Num(o.Gained), v.Lang.Decimal(o.PerMonth), v.Lang.Num(o.Remaining()))
}

// spreadText says between which months the day will lie.
func spreadText(v web.View, o plan.Outlook) string {
	switch {
	case o.Why != plan.Said:
		return ""
	case o.Latest.IsZero():
		return v.T("Op zijn vroegst in ", "At the earliest in ") + v.Lang.Month(o.Earliest) + v.T(". Hoe laat het uiterlijk wordt, is nog niet te zeggen.", ". How late it will be at most, nobody can say yet.")
	case v.Lang.Month(o.Earliest) == v.Lang.Month(o.Latest):
		return v.T("Dat is vrij zeker: ook als het wat sneller of langzamer gaat, wordt het ", "That is fairly sure: even if it goes somewhat faster or slower, it will be ") + v.Lang.Month(o.Latest) + "."
	}
	return v.T("Gaat het wat sneller of langzamer, dan wordt het tussen ", "If it goes somewhat faster or slower, it will be between ") + v.Lang.Month(o.Earliest) + v.T(" en ", " and ") + v.Lang.Month(o.Latest) + "."
}

// promiseTitle is what the plan itself says, as a sentence.
func promiseTitle(v web.View, p plan.Promise) string {
	switch {
	case p.Gaps == 0:
		return v.T("Het plan is klaar", "The plan is done")
	case !p.On.IsZero():
		return v.T("Volgens uw plan is alles ingericht op ", "According to your plan everything is in place on ") + v.Lang.Day(p.On)
	}
	return v.T("Uw plan noemt nog geen dag waarop alles is ingericht", "Your plan names no day yet on which everything is in place")
}

// promiseTexts says what the plan lacks, a sentence each.
func promiseTexts(v web.View, p plan.Promise) []string {
	var texts []string
	if n := len(p.Uncovered); n > 0 {
		texts = append(texts, v.Lang.Plural(n, "Voor %s maatregel is er nog geen actie.", "Voor %s maatregelen is er nog geen actie.", "%s measure has no action yet.", "%s measures have no action yet."))
	}
	if p.Undated > 0 {
		texts = append(texts, v.Lang.Plural(p.Undated, "Bij %s maatregel heeft een actie geen datum.", "Bij %s maatregelen heeft een actie geen datum.", "For %s measure an action has no date.", "For %s measures an action has no date."))
	}
	if p.Late > 0 {
		texts = append(texts, v.Lang.Plural(p.Late, "Bij %s maatregel is een actie te laat. Kies een nieuwe datum.", "Bij %s maatregelen is een actie te laat. Kies nieuwe datums.", "For %s measure an action is late. Choose a new date.", "For %s measures an action is late. Choose new dates."))
	}
	return texts
}

// aheadSteps is how far the chart looks ahead at most.
const aheadSteps = 60

// burnUp draws the history with, where there is one, the line to the likely day.
func (p outlookPage) burnUp() (chart.Figure, chart.LineChart, bool) {
	points := plan.BurnUp(p.plan.History, p.plan.Today)
	if len(points) < 2 {
		return chart.Figure{}, chart.LineChart{}, false
	}
	o, step := p.plan.Outlook, points[1].On.Sub(points[0].On)
	now := len(points) - 1
	var ahead int
	if o.Why == plan.Said {
		ahead = min(int(math.Ceil(float64(o.Likely.Sub(p.plan.Today))/float64(step))), aheadSteps)
	}
	line := chart.LineChart{Label: p.burnUpLabel(points), Now: now, Today: p.T("vandaag", "today"), Top: 4}
	inPlace := chart.Line{Name: p.T("ingericht", "in place"), Class: "main"}
	applies := chart.Line{Name: p.T("in totaal", "in all"), Class: "goal"}
	likely := chart.Line{Name: p.T("in dit tempo", "at this pace"), Class: "accent"}
	for i := range len(points) + ahead {
		on := points[0].On.Add(time.Duration(i) * step)
		line.Steps = append(line.Steps, stepName(p.View, on))
		past, goal, future := math.NaN(), float64(o.Applicable), math.NaN()
		if i <= now {
			past, goal = float64(points[i].InPlace), float64(points[i].Applicable)
			line.Top = math.Max(line.Top, goal)
		}
		if i >= now && ahead > 0 {
			share := math.Min(1, float64(on.Sub(p.plan.Today))/float64(o.Likely.Sub(p.plan.Today)))
			future = float64(o.InPlace) + share*float64(o.Remaining())
		}
		inPlace.Values, applies.Values, likely.Values = append(inPlace.Values, past), append(applies.Values, goal), append(likely.Values, future)
	}
	line.Top = 4 * math.Ceil(line.Top/4)
	line.Lines = []chart.Line{applies, inPlace}
	if ahead > 0 {
		line.Lines = []chart.Line{applies, likely, inPlace} // the past is written over the guess
	}
	return p.burnUpFigure(points), line, true
}

func stepName(v web.View, on time.Time) string {
	return v.Lang.ShortMonth(on) + on.Format(" ’06")
}

func (p outlookPage) burnUpLabel(points []plan.Point) string {
	first, last := points[0], points[len(points)-1]
	return p.Lang.Tf("Van %s ingericht op %s naar %s op %s, van %s die gelden.", "From %s in place on %s to %s on %s, of %s that apply.",
		p.Lang.Num(first.InPlace), p.Lang.Day(first.On), p.Lang.Num(last.InPlace), p.Lang.Day(last.On), p.Lang.Num(last.Applicable))
}

func (p outlookPage) burnUpFigure(points []plan.Point) chart.Figure {
	first, last := points[0], points[len(points)-1]
	f := chart.Figure{
		ID: "burn-up",
		Title: p.Lang.Tf("U ging van %s naar %s van de %s", "You went from %s to %s of %s",
			p.Lang.Num(first.InPlace), p.Lang.Num(last.InPlace), p.Lang.Num(last.Applicable)),
		Sub:     p.T("Maatregelen en paragrafen die op drie niveaus zijn ingericht", "Measures and clauses that are in place on three levels"),
		Source:  p.T("Bron: uw eigen antwoorden, nageteld uit de geschiedenis. Een ja op werking telt mee op de dagen waarop u er geldig bewijs voor had.", "Source: your own answers, counted again from the history. A yes on operation counts on the days on which you had valid evidence for it."),
		Columns: []string{p.T("Dag", "Day"), p.T("Ingericht", "In place"), p.T("Geldt voor u", "Applies to you")},
	}
	for i := len(points) - 1; i >= 0; i-- {
		pt := points[i]
		f.Rows = append(f.Rows, []string{p.Lang.Day(pt.On), p.Lang.Num(pt.InPlace), p.Lang.Num(pt.Applicable)})
	}
	return f
}
