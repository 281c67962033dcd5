package exerciseweb

import (
	"net/http"
	"strconv"
	"time"

	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// A formPage is the form of an observer about one message, or about the faults of a
// room.
type formPage struct {
	exercisePage
	inject  string
	Message exercise.Part // the zero Part for the faults
	Expects []exercise.Expect
	ticks   []typedTick
	remark  string
	version string
	next    string // the form that comes after this one; "" for none
}

// typedTick is a tick exactly as typed.
type typedTick struct{ result, minute string }

// form serves GET …/oefeningen/{id}/waarnemen/{inject}.
func (h *Handler) form(w http.ResponseWriter, r *http.Request) error {
	return h.renderForm(w, r, nil)
}

func (h *Handler) renderForm(w http.ResponseWriter, r *http.Request, refusal *fault.Fault) error {
	x, err := h.page(r, refusal)
	if err != nil {
		return err
	}
	if !x.V.Leads && !x.V.Observes {
		return web.Go(w, r, x.HrefIn(x.path("")), x.T("Dit formulier is voor wie waarneemt.", "This form is for who observes."))
	}
	p := formPage{exercisePage: x, inject: r.PathValue("inject")}
	expects, ok := p.V.Expected(p.inject)
	if !ok {
		return fault.Missing("exercise.no-inject")
	}
	p.Expects = expects
	p.place()
	if refusal == nil {
		p.stored()
	} else {
		p.readBack(r)
	}
	return web.Render(w, r, web.CodeOf(refusal), formView(p))
}

// place finds the message and the one after it.
func (p *formPage) place() {
	found := false
	for _, x := range p.V.Parts(p.V.Now) {
		switch {
		case x.ID == p.inject:
			p.Message, found = x, true
		case found && x.IsOut() && p.next == "":
			p.next = x.ID
		}
	}
	if p.next == "" && p.inject != exercise.FaultsOf && len(p.S.Faults) > 0 {
		p.next = exercise.FaultsOf
	}
}

// stored fills in what the observer stored before.
func (p *formPage) stored() {
	x := p.V.SeenBy(p.by.Person, p.inject)
	p.remark, p.version = x.Remark, strconv.FormatInt(x.Version, 10)
	for i := range p.Expects {
		var t typedTick
		if i < len(x.Ticks) {
			t.result = string(x.Ticks[i].Result)
			if m := x.Ticks[i].Minute; m != nil {
				t.minute = strconv.Itoa(*m)
			}
		}
		p.ticks = append(p.ticks, t)
	}
}

// readBack fills in what was typed. The version is what is there now: who sends it
// again has seen the refusal.
func (p *formPage) readBack(r *http.Request) {
	p.remark, p.version = web.Text(r, "remark"), strconv.FormatInt(p.V.SeenBy(p.by.Person, p.inject).Version, 10)
	for i := range p.Expects {
		p.ticks = append(p.ticks, readTick(r, i))
	}
}

func readTick(r *http.Request, i int) typedTick {
	n := strconv.Itoa(i + 1)
	return typedTick{web.Text(r, "result-"+n), web.Text(r, "minute-"+n)}
}

// observe serves POST …/oefeningen/{id}/waarnemen/{inject}.
func (h *Handler) observe(w http.ResponseWriter, r *http.Request) error {
	by := identity.ActorOf(r.Context())
	v, err := h.Service.Find(r.Context(), by, idOf(r))
	if err != nil {
		return err
	}
	x := exercise.Seen{Inject: r.PathValue("inject"), Remark: web.Text(r, "remark"), Change: exercise.Change{Version: web.FormVersion(r)}}
	expects, _ := v.Expected(x.Inject) // the service refuses what is not there
	var k fault.Checker
	for i := range expects {
		t := readTick(r, i)
		x.Ticks = append(x.Ticks, exercise.Tick{Result: exercise.Result(t.result), Minute: readMinute(&k, "minute-"+strconv.Itoa(i+1), t.minute)})
	}
	if err = k.Fault("exercise.unreadable"); err == nil {
		err = h.Service.Observe(r.Context(), by, v.Exercise.ID, x)
	}
	if refusal := refusedAgain(err); refusal != nil {
		return h.renderForm(w, r, refusal)
	}
	if err != nil {
		return err
	}
	if next := web.Text(r, "next"); next != "" {
		return done(w, r, under(v.Exercise.ID)+"/waarnemen/"+next, "Bewaard. Dit is het volgende formulier.", "Stored. This is the next form.")
	}
	return done(w, r, under(v.Exercise.ID), "Het formulier is bewaard.", "The form is stored.")
}

// results are what an observer chooses from.
func (p formPage) results(i int) (options []web.Option) {
	for _, x := range exercise.Results {
		options = append(options, web.Option{Value: string(x), Label: x.Name().In(p.Lang), Chosen: p.ticks[i].result == string(x)})
	}
	return options
}

// clockHint says between which minutes it happened.
func (p formPage) clockHint() string {
	return p.Lang.Tf("Van de oefenklok: 0 tot en met %d.", "Of the exercise's clock: 0 to %d.", int(p.V.Clock(p.V.Now)/time.Minute))
}

// title names the form.
func (p formPage) title() string {
	if p.inject == exercise.FaultsOf {
		return p.T("De fouten in de kamer", "The faults in the room")
	}
	return p.Message.From.In(p.Lang)
}

// last is how the button looks that does not go to a next form.
func (p formPage) last() string {
	if p.next != "" {
		return "secondary"
	}
	return "primary"
}
