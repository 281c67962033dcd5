package incidentweb

import (
	"net/http"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/web"
)

func (h *Handler) takeOn(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.TakeOn(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.FormVersion(r))
	return h.done(w, r, incidentView, err, i18n.T("U leidt dit incident.", "You lead this incident."))
}

// answer stores the replies to every question that the form showed.
func (h *Handler) answer(w http.ResponseWriter, r *http.Request) error {
	replies := map[string]incident.Reply{}
	for _, q := range h.Service.Rules.Questions {
		if name := "q-" + q.ID; r.PostForm.Has(name) {
			replies[q.ID] = incident.Reply(r.PostForm.Get(name))
		}
	}
	err := h.Service.Answer(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.FormVersion(r), replies)
	return h.done(w, r, incidentView, err, i18n.T("Uw antwoorden zijn opgeslagen. Hieronder staat wat er moet.", "Your answers are stored. Below is what must be done."))
}

func (h *Handler) correct(w http.ResponseWriter, r *http.Request) error {
	var k fault.Checker
	aware := web.ParseMoment(&k, "aware", web.Text(r, "aware"), h.Service.Zone)
	err := k.Fault("incident.unreadable")
	if err == nil {
		err = h.Service.Correct(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.FormVersion(r), aware, web.Text(r, "reason"))
	}
	return h.done(w, r, correctView, err, i18n.T("Het moment is aangepast. De termijnen lopen nu vanaf daar; het oude moment blijft zichtbaar.", "The moment is corrected. The clocks run from there; the old moment stays visible."))
}

func (h *Handler) describe(w http.ResponseWriter, r *http.Request) error {
	form := readTyped(r)
	form.aware = ""
	said, err := h.parse(form)
	if err == nil {
		err = h.Service.Describe(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.FormVersion(r), said)
	}
	return h.done(w, r, describeView, err, i18n.T("De beschrijving is opgeslagen.", "The description is stored."))
}

// overrule stores a verdict of a person: "yes", "no", or "" for the calculated one.
func (h *Handler) overrule(w http.ResponseWriter, r *http.Request) error {
	var must *bool
	if verdict := web.Text(r, "must"); verdict != "" {
		yes := verdict == "yes"
		must = &yes
	}
	err := h.Service.Overrule(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.FormVersion(r), r.PathValue("duty"), must, web.Text(r, "reason"))
	return h.done(w, r, dutyView, err, i18n.T("Uw oordeel is opgeslagen.", "Your verdict is stored."))
}

func (h *Handler) send(w http.ResponseWriter, r *http.Request) error {
	duty, step := r.PathValue("duty"), r.PathValue("step")
	var k fault.Checker
	at := web.ParseMoment(&k, "at", web.Text(r, "at"), h.Service.Zone)
	k.Need(!at.IsZero() || web.Text(r, "undo") != "", "at", i18n.T("Vul in wanneer u het verstuurde.", "Fill in when you sent it."))
	err := k.Fault("incident.unreadable")
	if err == nil {
		sent := incident.Sent{At: at, Receipt: web.Text(r, "receipt")}
		sent.Text, sent.Edition = parseEdition(web.Text(r, "edition"))
		err = h.Service.Send(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.FormVersion(r), duty, step, sent)
	}
	return h.done(w, r, stepView, err, i18n.T("Vastgelegd.", "Recorded."))
}

// end records when the incident was over; undo says that it still runs.
func (h *Handler) end(w http.ResponseWriter, r *http.Request) error {
	var k fault.Checker
	over := web.ParseMoment(&k, "over", web.Text(r, "over"), h.Service.Zone)
	undo := web.Text(r, "undo") != ""
	k.Need(!over.IsZero() || undo, "over", i18n.T("Vul in wanneer het voorbij was.", "Fill in when it was over."))
	err := k.Fault("incident.unreadable")
	if err == nil {
		err = h.Service.End(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.FormVersion(r), over, web.Text(r, "why"))
	}
	return h.done(w, r, overView, err, i18n.T("Vastgelegd. Termijnen die ervan afhangen, zijn aangepast.", "Recorded. Terms that depend on it are adjusted."))
}

func (h *Handler) addLine(w http.ResponseWriter, r *http.Request) error {
	var k fault.Checker
	kind := web.Text(r, "kind")
	said := incident.Line{
		Text: web.Text(r, "line"), Decision: kind == "decision", With: web.Text(r, "with"), How: incident.Channel(web.Text(r, "how")),
		Happened: web.ParseMoment(&k, "happened", web.Text(r, "happened"), h.Service.Zone),
	}
	k.Need(kind != "contact" || said.With != "", "with", i18n.T("Schrijf op met wie u contact had.", "Write with whom you had contact."))
	err := k.Fault("incident.unreadable")
	if err == nil {
		err = h.Service.AddLine(r.Context(), identity.ActorOf(r.Context()), idOf(r), said)
	}
	return h.done(w, r, incidentView, err, i18n.T("De regel staat in het verloop.", "The line is in the log."))
}

func (h *Handler) close(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.Close(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.FormVersion(r), web.Text(r, "lessons"))
	return h.done(w, r, closeView, err, i18n.T("Het incident is afgesloten.", "The incident is closed."))
}

func (h *Handler) reopen(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.Reopen(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.FormVersion(r))
	return h.done(w, r, incidentView, err, i18n.T("Het incident is weer open.", "The incident is open again."))
}
