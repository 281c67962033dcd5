package incidentweb

import (
	"net/http"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/hook"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/web"
)

const hookPath = home + "/webhook"

// A hookPage is where the organisation is called, and what became of the calls.
type hookPage struct {
	web.View
	H       hook.Hook
	Calls   []hook.Delivery // newest first
	URL     string          // as typed
	Titles  bool            // as chosen
	Refusal *fault.Fault
}

// hook serves GET /o/{org}/incidenten/webhook.
func (h *Handler) hook(w http.ResponseWriter, r *http.Request) error {
	return h.renderHook(w, r, nil)
}

func (h *Handler) renderHook(w http.ResponseWriter, r *http.Request, refusal *fault.Fault) error {
	p := hookPage{View: web.ViewOf(r.Context()), Refusal: refusal}
	var err error
	if p.H, p.Calls, err = h.Service.Hooked(r.Context(), identity.ActorOf(r.Context())); err != nil {
		return err
	}
	if p.Titles = p.H.Titles; refusal != nil && refusal.Kind != fault.Conflict {
		p.URL, p.Titles = web.Text(r, "url"), web.Text(r, "titles") == "yes"
	}
	return web.Render(w, r, web.CodeOf(refusal), hookView(p))
}

// setHook serves POST /o/{org}/incidenten/webhook.
func (h *Handler) setHook(w http.ResponseWriter, r *http.Request) error {
	off := web.Text(r, "off") != ""
	set := hook.Hook{URL: web.Text(r, "url"), Titles: web.Text(r, "titles") == "yes", Version: web.FormVersion(r)}
	err := h.Service.SetHook(r.Context(), identity.ActorOf(r.Context()), set, off)
	v := web.ViewOf(r.Context())
	says := v.T("Opgeslagen. Probeer de webhook nu.", "Stored. Try the webhook now.")
	if off {
		says = v.T("De webhook staat uit.", "The webhook is off.")
	}
	return h.hookDone(w, r, err, says)
}

// tryHook serves POST /o/{org}/incidenten/webhook/proef.
func (h *Handler) tryHook(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.TryHook(r.Context(), identity.ActorOf(r.Context()))
	v := web.ViewOf(r.Context())
	return h.hookDone(w, r, err, v.T("De proef gaat binnen enkele seconden weg. Ververs deze pagina om te zien of het lukte.", "The trial leaves within seconds. Reload this page to see whether it worked."))
}

func (h *Handler) hookDone(w http.ResponseWriter, r *http.Request, err error, says string) error {
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderHook(w, r, refusal)
	}
	if err != nil {
		return err
	}
	return web.Go(w, r, web.ViewOf(r.Context()).HrefIn(hookPath), says)
}

// about says what a call tells of: its key says so.
func (p hookPage) about(d hook.Delivery) string {
	switch {
	case strings.HasPrefix(d.Key, hook.Trial):
		return p.T("Proef", "Trial")
	case strings.HasSuffix(d.Key, "/call/1"):
		return p.T("Incident gemeld", "Incident reported")
	case strings.Contains(d.Key, "/call/"):
		return p.T("Nog niemand pakte het op", "Nobody took it on yet")
	case strings.HasSuffix(d.Key, "/0"):
		return p.T("Termijn verstreken", "Term passed")
	}
	return p.T("Termijn loopt af", "Term ends")
}

// state is what became of a call.
func (p hookPage) state(d hook.Delivery) (tone, words, says string) {
	tries := p.Lang.Plural(d.Tries, "%s poging", "%s pogingen", "%s try", "%s tries")
	switch d.State() {
	case mail.Sent:
		return "ok", p.T("Aangenomen", "Taken"), p.When(d.Done)
	case mail.GivenUp:
		return "late", p.T("Niet gelukt", "Failed"), tries + ". " + p.problem(d.Problem)
	case mail.Waiting:
	}
	if d.Problem == "" {
		return "info", p.T("Gaat zo weg", "About to go"), ""
	}
	return "warn", p.T("Nog niet gelukt", "Not yet"), tries + p.T(", wij proberen het opnieuw. ", ", we try again. ") + p.problem(d.Problem)
}

// problem is why a try failed.
func (p hookPage) problem(problem string) string {
	switch problem {
	case hook.Unreachable:
		return p.T("Het adres was niet bereikbaar.", "The address could not be reached.")
	case hook.TooSlow:
		return p.T("Er kwam binnen tien seconden geen antwoord.", "No answer came within ten seconds.")
	case hook.Private:
		return p.T("Het adres leidt naar een besloten netwerk. Dat mag niet van de beheerder van dit systeem.", "The address leads into a private network. The operator of this system does not let it.")
	case hook.Untrusted:
		return p.T("Het certificaat van het adres klopt niet.", "The certificate of the address is not right.")
	case hook.NoHook:
		return p.T("De webhook stond intussen uit.", "The webhook was off meanwhile.")
	}
	if strings.HasPrefix(problem, "3") {
		return p.T("Het adres verwijst door naar een ander adres. Dat volgen wij niet: stel dat andere adres in. Antwoord: ", "The address refers to another. We do not follow that: set the other one. Answer: ") + problem
	}
	return p.T("Het antwoord was ", "The answer was ") + problem + "."
}

// events are what calls tell of, with when.
func (p hookPage) events() [][2]string {
	return [][2]string{
		{string(incident.Reported), p.T("iemand meldde een incident", "somebody reported an incident")},
		{string(incident.Unanswered), p.T("nog niemand pakte het op", "nobody took it on yet")},
		{string(incident.TermEnds), p.T("een termijn loopt bijna af", "a term is about to end")},
		{string(incident.TermPassed), p.T("een termijn is verstreken", "a term has passed")},
	}
}

// field is one field of the form.
func (p hookPage) field(f web.Field) web.Field { return f.Complain(p.Refusal, p.Lang) }

// address asks for the address, or for another one.
func (p hookPage) address() string {
	if p.H.IsSet() {
		return p.T("Een ander adres", "Another address")
	}
	return p.T("Welk adres roepen wij aan?", "Which address do we call?")
}

func (p hookPage) addressHint() string {
	if p.H.IsSet() {
		return p.T("Laat leeg om te houden wat er is. Met een nieuw adres komt er een nieuw geheim.", "Leave empty to keep what is there. A new address brings a new secret.")
	}
	return p.T("Het begint met https.", "It begins with https.")
}
