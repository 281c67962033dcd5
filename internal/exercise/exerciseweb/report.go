package exerciseweb

import (
	"bytes"
	"fmt"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
	"aantoonbaar/internal/web/chart"
)

// learn serves POST …/oefeningen/{id}/lessen.
func (h *Handler) learn(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.Learn(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.Text(r, "lesson"))
	return h.acted(w, r, err, "De les staat erbij.", "The lesson is there.")
}

// unlearn serves POST …/oefeningen/{id}/lessen/{n}/weg.
func (h *Handler) unlearn(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.Unlearn(r.Context(), identity.ActorOf(r.Context()), idOf(r), numberOf(r))
	return h.acted(w, r, err, "De les is weg. In het logboek blijft zij staan.", "The lesson is gone. It stays in the journal.")
}

// toPlan serves POST …/oefeningen/{id}/lessen/{n}/actie.
func (h *Handler) toPlan(w http.ResponseWriter, r *http.Request) error {
	var k fault.Checker
	due := web.ParseDay(&k, "due", web.Text(r, "due"))
	err := k.Fault("exercise.unreadable")
	if err == nil {
		_, err = h.Service.ToPlan(r.Context(), identity.ActorOf(r.Context()), idOf(r), numberOf(r), web.Text(r, "owner"), due)
	}
	return h.acted(w, r, err, "De actie staat in het verbeterplan.", "The action is in the improvement plan.")
}

// sign serves POST …/oefeningen/{id}/ondertekenen.
func (h *Handler) sign(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.Sign(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.Text(r, "conclusion"))
	return h.acted(w, r, err, "Het verslag is ondertekend.", "The report is signed.")
}

// prove serves POST …/oefeningen/{id}/bewijs.
func (h *Handler) prove(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.Prove(r.Context(), identity.ActorOf(r.Context()), idOf(r))
	return h.acted(w, r, err, "Het verslag staat bij het bewijs.", "The report is among the evidence.")
}

// export serves GET …/oefeningen/{id}/verslag.json.
func (h *Handler) export(w http.ResponseWriter, r *http.Request) error {
	by := identity.ActorOf(r.Context())
	v, err := h.Service.Find(r.Context(), by, idOf(r))
	if err != nil {
		return err
	}
	conclusion := ""
	if v.Exercise.Report != nil {
		conclusion = v.Exercise.Report.Conclusion
	}
	text, _, err := v.Document(by.Org, conclusion).Spell()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="oefening-`+string(v.Exercise.ID)+`.json"`)
	_, err = w.Write([]byte(text))
	return err
}

// exportPDF serves GET …/oefeningen/{id}/verslag.pdf: the report on paper.
func (h *Handler) exportPDF(w http.ResponseWriter, r *http.Request) error {
	if h.PDF == nil {
		return fault.Missing("exercise.no-pdf")
	}
	p, err := h.page(r, nil)
	if err != nil {
		return err
	}
	if stage := p.V.Exercise.Stage(); stage != exercise.Played && stage != exercise.Signed {
		return fault.Missing("exercise.no-report")
	}
	p.paper, p.Banner = true, nil // what goes on meanwhile is not of the report
	var html bytes.Buffer
	if err := reportView(p).Render(r.Context(), &html); err != nil {
		return fmt.Errorf("render report of an exercise: %w", err)
	}
	file, err := h.PDF(r.Context(), html.String())
	if err != nil {
		return fmt.Errorf("print report of an exercise: %w", err)
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `attachment; filename="`+p.T("oefening-", "exercise-")+string(p.V.Exercise.ID)+`.pdf"`)
	_, err = w.Write(file)
	return err
}

// slow is how long an answer may take before the picture marks it.
const slow = 10 * time.Minute

// picture shows when messages were to come, when they came, and when somebody acted.
func (p exercisePage) picture() templ.Component {
	t := chart.Timeline{Most: max(float64(p.S.Minutes), p.O.Ran.Minutes(), 1), Unit: p.T("minuut", "minute")}
	f := chart.Figure{
		ID: "tijdlijn", Sub: p.T("Open rondje: gepland. Dicht rondje: gekomen. Vierkantje: de eerste die iets deed of besloot. Streep erdoor: later dan 10 minuten.", "Open dot: planned. Full dot: came. Square: the first who did or decided something. Struck through: later than 10 minutes."),
		Source:  p.T("Minuten van de oefenklok, zonder de tijd dat hij stilstond", "Minutes of the exercise's clock, without the time that it stood still"),
		Columns: []string{p.T("Bericht", "Message"), p.T("Gepland", "Planned"), p.T("Gekomen", "Came"), p.T("Eerste actie na", "First action after")},
	}
	for _, l := range p.O.Lines {
		row := chart.TimelineRow{Name: l.From.In(p.Lang), Planned: l.Planned.Minutes(), Came: -1, Then: -1}
		cells := []string{l.From.In(p.Lang), reading(l.Planned), "–", "–"}
		if l.IsOut() {
			row.Came, cells[2] = l.Clock.Minutes(), reading(l.Clock)
		}
		if l.First != nil {
			row.Then, row.Late, cells[3] = (l.Clock + l.Took).Minutes(), l.Took > slow, lasted(p.Lang, l.Took)
		}
		t.Rows, f.Rows = append(t.Rows, row), append(f.Rows, cells)
	}
	f.Title = p.finding()
	t.Label = f.Title
	return f.With(p.Lang, t.Component())
}

// finding says what the picture shows.
func (p exercisePage) finding() string {
	l, ok := p.O.Slowest()
	if !ok {
		return p.T("Niemand schreef op wat er na een bericht gebeurde", "Nobody wrote what happened after a message")
	}
	return p.T("De langste wachttijd was ", "The longest wait was ") + lasted(p.Lang, l.Took) + p.T(", na: ", ", after: ") + l.From.In(p.Lang)
}

// resultTone is the colour of a result.
func resultTone(r exercise.Result) string {
	switch r {
	case exercise.Done:
		return "ok"
	case exercise.Partly:
		return "warn"
	case exercise.NotYet:
		return "late"
	case exercise.Unseen:
	}
	return "info"
}

// mayWrite reports whether the reader may still add to the exercise.
func (p exercisePage) mayWrite() bool {
	return p.V.Exercise.Stage() == exercise.Played && p.V.TakesPart() && p.may(identity.JoinExercise)
}

// mayObserve reports whether the reader may still fill in forms.
func (p exercisePage) mayObserve() bool { return p.mayWrite() && !p.V.Plays }
