// Package reviewweb is the management review's pages: the list, and one review
// from its preparation to the signed text.
package reviewweb

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/review"
	"aantoonbaar/internal/web"
)

// A Handler serves the pages.
type Handler struct {
	Service *review.Service
}

// Routes lists the room's pages. The list is complete: no page is registered anywhere else.
func (h *Handler) Routes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/directiebeoordeling", identity.Read, h.list),
		web.On("POST /o/{org}/directiebeoordeling", identity.PrepareBoard, h.begin),
		web.On("GET /o/{org}/directiebeoordeling/{id}", identity.Read, h.show),
		web.On("POST /o/{org}/directiebeoordeling/{id}", identity.PrepareBoard, h.change),
		web.On("POST /o/{org}/directiebeoordeling/{id}/besluit", identity.Plan, h.decide),
		web.On("POST /o/{org}/directiebeoordeling/{id}/ondertekenen", identity.Sign, h.sign),
		web.On("POST /o/{org}/directiebeoordeling/{id}/bewijs", identity.Evidence, h.prove),
	}
}

const home = "/directiebeoordeling"

func pathOf(id review.ID) string { return home + "/" + string(id) }

// A listPage is every review, and the way to begin one.
type listPage struct {
	web.View
	All      []review.Review
	Next     time.Time // as agreed in the newest signed one; zero for none
	MayBegin bool
	On       string // as typed
	Refusal  *fault.Fault
}

// list serves GET /o/{org}/directiebeoordeling.
func (h *Handler) list(w http.ResponseWriter, r *http.Request) error {
	return h.renderList(w, r, "", nil)
}

func (h *Handler) renderList(w http.ResponseWriter, r *http.Request, on string, refusal *fault.Fault) error {
	by := identity.ActorOf(r.Context())
	all, err := h.Service.List(r.Context(), by)
	if err != nil {
		return err
	}
	p := listPage{View: web.ViewOf(r.Context()), All: all, Next: review.NextOn(all), On: on, Refusal: refusal}
	p.MayBegin = identity.May(by, identity.PrepareBoard) && !slices.ContainsFunc(all, func(r review.Review) bool { return r.Signed == nil })
	return web.Render(w, r, web.CodeOf(refusal), listView(p))
}

// begin serves POST /o/{org}/directiebeoordeling.
func (h *Handler) begin(w http.ResponseWriter, r *http.Request) error {
	var c fault.Checker
	on := web.ParseDay(&c, "on", web.Text(r, "on"))
	err := c.Fault("review.unreadable")
	var begun review.Review
	if err == nil {
		begun, err = h.Service.Begin(r.Context(), identity.ActorOf(r.Context()), on)
	}
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderList(w, r, web.Text(r, "on"), refusal)
	}
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(pathOf(begun.ID)), v.T("De directiebeoordeling is begonnen.", "The management review has begun."))
}

// A page is one review.
type page struct {
	web.View
	S                           review.Sheet
	MayEdit, MayDecide, MaySign bool // while it is not signed
	MayProve                    bool // once it is
	Me                          string
	Typed                       typed
	Decision                    decision
	SignedAs                    string   // name, as typed
	Now                         []string // what somebody else stored while this form was open
	Refusal                     *fault.Fault
}

// typed is the form of a review exactly as typed.
type typed struct {
	on, next, attendees, outcome string
	remarks                      map[review.Topic]string
}

func typedOf(r review.Review) typed {
	return typed{web.TypedDay(r.On), web.TypedDay(r.Next), r.Attendees, r.Outcome, r.Remarks}
}

// decision is the form of a decision exactly as typed.
type decision struct{ title, owner, ownerText, due string }

// show serves GET /o/{org}/directiebeoordeling/{id}.
func (h *Handler) show(w http.ResponseWriter, r *http.Request) error {
	return h.render(w, r, nil, nil)
}

// render shows a review; fill puts back what was typed.
func (h *Handler) render(w http.ResponseWriter, r *http.Request, refusal *fault.Fault, fill func(*page)) error {
	by := identity.ActorOf(r.Context())
	sheet, err := h.Service.Find(r.Context(), by, idOf(r))
	if err != nil {
		return err
	}
	open := sheet.Review.Signed == nil
	p := page{
		View: web.ViewOf(r.Context()), S: sheet, Me: by.Name, Refusal: refusal, Typed: typedOf(sheet.Review),
		MayEdit: open && identity.May(by, identity.PrepareBoard), MayDecide: open && identity.May(by, identity.Plan),
		MaySign: open && identity.May(by, identity.Sign), MayProve: !open && identity.May(by, identity.Evidence),
	}
	if fill != nil {
		fill(&p)
	}
	return web.Render(w, r, web.CodeOf(refusal), sheetView(p))
}

func idOf(r *http.Request) review.ID { return review.ID(r.PathValue("id")) }

// change serves POST /o/{org}/directiebeoordeling/{id}.
func (h *Handler) change(w http.ResponseWriter, r *http.Request) error {
	t := typed{web.Text(r, "on"), web.Text(r, "next"), web.Text(r, "attendees"), web.Text(r, "conclusion"), map[review.Topic]string{}}
	for _, topic := range review.Topics {
		t.remarks[topic] = web.Text(r, "remark-"+string(topic))
	}
	var c fault.Checker
	changed := review.Review{
		ID: idOf(r), Version: web.FormVersion(r), Attendees: t.attendees, Outcome: t.outcome, Remarks: t.remarks,
		On: web.ParseDay(&c, "on", t.on), Next: web.ParseDay(&c, "next", t.next),
	}
	err := c.Fault("review.unreadable")
	if err == nil {
		err = h.Service.Change(r.Context(), identity.ActorOf(r.Context()), changed)
	}
	v := web.ViewOf(r.Context())
	return h.done(w, r, err, v.T("Opgeslagen.", "Saved."), func(p *page) {
		p.Typed = t
		if fault.KindOf(err) == fault.Conflict && p.MayEdit {
			p.Now, p.Refusal = p.differing(t), nil
		}
	})
}

// differing says what is stored now where it is not what was typed.
func (p page) differing(t typed) (lines []string) {
	now := typedOf(p.S.Review)
	say := func(label, stored, typed string) {
		if stored != typed {
			lines = append(lines, label+": "+web.OrDash(stored))
		}
	}
	say(p.T("Dag van de bespreking", "Day of the meeting"), now.on, t.on)
	say(p.T("Wie waren erbij?", "Who were there?"), now.attendees, t.attendees)
	for _, topic := range review.Topics {
		say(topic.Name().In(p.Lang), now.remarks[topic], t.remarks[topic])
	}
	say(p.T("Conclusie", "Conclusion"), now.outcome, t.outcome)
	say(p.T("Wanneer is de volgende?", "When is the next one?"), now.next, t.next)
	return lines
}

// done answers an act: the page again with its refusal, or the review afterwards.
func (h *Handler) done(w http.ResponseWriter, r *http.Request, err error, notice string, fill func(*page)) error {
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.render(w, r, refusal, fill)
	}
	if err != nil {
		return err
	}
	return web.Go(w, r, web.ViewOf(r.Context()).HrefIn(pathOf(idOf(r))), notice)
}

// decide serves POST /o/{org}/directiebeoordeling/{id}/besluit.
func (h *Handler) decide(w http.ResponseWriter, r *http.Request) error {
	d := decision{web.Text(r, "title"), r.FormValue("owner"), web.Text(r, "owner_text"), web.Text(r, "due")}
	var c fault.Checker
	a := plan.Action{Title: d.title, Owner: identity.PersonID(d.owner), OwnerText: d.ownerText, Due: web.ParseDay(&c, "due", d.due)}
	err := c.Fault("review.unreadable")
	if err == nil {
		_, err = h.Service.Decide(r.Context(), identity.ActorOf(r.Context()), idOf(r), a)
	}
	v := web.ViewOf(r.Context())
	return h.done(w, r, err, v.T("Het besluit staat in het verbeterplan.", "The decision is in the improvement plan."), func(p *page) { p.Decision = d })
}

// sign serves POST /o/{org}/directiebeoordeling/{id}/ondertekenen.
func (h *Handler) sign(w http.ResponseWriter, r *http.Request) error {
	v, name := web.ViewOf(r.Context()), web.Text(r, "name")
	err := h.Service.Sign(r.Context(), identity.ActorOf(r.Context()), idOf(r), review.Signature{SHA256: r.FormValue("sha256"), Name: name, Lang: v.Lang})
	return h.done(w, r, err, v.T("Ondertekend en vastgelegd.", "Signed and recorded."), func(p *page) { p.SignedAs = name })
}

// prove serves POST /o/{org}/directiebeoordeling/{id}/bewijs.
func (h *Handler) prove(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.Prove(r.Context(), identity.ActorOf(r.Context()), idOf(r))
	v := web.ViewOf(r.Context())
	return h.done(w, r, err, v.T("Deze directiebeoordeling staat bij het bewijs van eis 9.3.", "This management review is among the evidence of requirement 9.3."), nil)
}

// field is one field of a form.
func (p page) field(f web.Field) web.Field { return f.Complain(p.Refusal, p.Lang) }

// owners are the people who can carry out a decision.
func (p page) owners() []web.Option {
	options := []web.Option{{Label: p.T("Iemand anders, namelijk:", "Somebody else, namely:"), Chosen: p.Decision.owner == ""}}
	for id, name := range p.S.Members.Here {
		options = append(options, web.Option{Value: string(id), Label: name, Chosen: p.Decision.owner == string(id)})
	}
	slices.SortFunc(options[1:], func(a, b web.Option) int { return cmp.Or(cmp.Compare(a.Label, b.Label), cmp.Compare(a.Value, b.Value)) })
	return options
}

// dayIn shows a day of a document; a dash for none.
func dayIn(v web.View, text string) string {
	t, err := legaltime.Read(text)
	if err != nil || t.IsZero() {
		return "–"
	}
	return v.Lang.Day(t)
}
