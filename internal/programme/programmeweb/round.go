package programmeweb

import (
	"cmp"
	"errors"
	"net/http"
	"slices"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/programme"
	"aantoonbaar/internal/web"
)

// A roundPage is one round, to be read or to be planned.
type roundPage struct {
	page
	R     programme.State
	F     programme.File
	Typed roundTyped
	Drop  string   // the reason for dropping, as typed
	Now   []string // what somebody else stored while the form was open

	Found      found  // the form of a finding
	Action     action // the form of an action for a finding
	Conclusion string // of the report, as typed
}

// roundTyped is the form of a round exactly as typed.
type roundTyped struct {
	tier, month, engagement        string
	groups, requirements, auditors []string
	version                        int64
}

func typedRound(r programme.Round) roundTyped {
	t := roundTyped{tier: string(r.Tier), month: web.TypedDay(r.Month), engagement: string(r.Engagement), groups: r.Groups, requirements: r.Requirements, version: r.Version}
	for _, a := range r.Auditors {
		t.auditors = append(t.auditors, string(a.Person))
	}
	return t
}

func readRound(r *http.Request) (t roundTyped, round programme.Round, err error) {
	t = roundTyped{
		tier: r.FormValue("tier"), month: web.Text(r, "month"), engagement: r.FormValue("engagement"),
		groups: r.PostForm["groups"], requirements: r.PostForm["requirements"], auditors: r.PostForm["auditors"], version: web.FormVersion(r),
	}
	var c fault.Checker
	round = programme.Round{
		Tier: programme.Tier(t.tier), Groups: t.groups, Requirements: t.requirements, Month: web.ParseDay(&c, "month", t.month),
		Engagement: audit.ID(t.engagement), Version: t.version,
	}
	for _, id := range t.auditors {
		round.Auditors = append(round.Auditors, programme.Auditor{Person: identity.PersonID(id)})
	}
	return t, round, c.Fault("programme.round-unreadable")
}

func roundID(r *http.Request) programme.RoundID { return programme.RoundID(r.PathValue("id")) }

// newRound serves GET …/ronde, in the first month that is left.
func (h *Handler) newRound(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	month := programme.MonthOf(p.Today())
	if !p.S.Programme.Holds(month) {
		month = p.S.Programme.From
	}
	t := roundTyped{tier: string(programme.Internal), month: web.TypedDay(month)}
	if one := h.Catalogue.BySlug(r.URL.Query().Get("eis")); one != nil {
		t.requirements = []string{one.ID}
	}
	return web.Render(w, r, http.StatusOK, roundFormView(roundPage{page: p, Typed: t}))
}

// addRound serves POST …/ronde.
func (h *Handler) addRound(w http.ResponseWriter, r *http.Request) error {
	t, round, err := readRound(r)
	round.Programme = number(r)
	if err == nil {
		round, err = h.Service.AddRound(r.Context(), identity.ActorOf(r.Context()), round)
	}
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		p, err := h.page(r)
		if err != nil {
			return err
		}
		p.Refusal = refusal
		return web.Render(w, r, web.CodeOf(refusal), roundFormView(roundPage{page: p, Typed: t}))
	}
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(roundPath(round.ID)), v.T("De ronde is gepland.", "The round is planned."))
}

func (h *Handler) roundPage(r *http.Request) (roundPage, error) {
	by := identity.ActorOf(r.Context())
	f, err := h.Service.FindRound(r.Context(), by, roundID(r))
	p := page{View: web.ViewOf(r.Context()), by: by, cat: h.Catalogue, S: f.Sheet}
	return roundPage{page: p, R: f.State, F: f, Typed: typedRound(f.State.Round)}, err
}

// round serves GET /o/{org}/auditrondes/{id}.
func (h *Handler) round(w http.ResponseWriter, r *http.Request) error {
	p, err := h.roundPage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, roundView(p))
}

// roundForm serves GET …/planning.
func (h *Handler) roundForm(w http.ResponseWriter, r *http.Request) error {
	p, err := h.roundPage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, roundFormView(p))
}

// changeRound serves POST …/planning.
func (h *Handler) changeRound(w http.ResponseWriter, r *http.Request) error {
	t, round, err := readRound(r)
	round.ID = roundID(r)
	if err == nil {
		_, err = h.Service.ChangeRound(r.Context(), identity.ActorOf(r.Context()), round)
	}
	refusal := web.Again(err, fault.Conflict)
	if refusal == nil && err != nil {
		return err
	}
	if refusal == nil {
		v := web.ViewOf(r.Context())
		return web.Go(w, r, v.HrefIn(roundPath(round.ID)), v.T("De ronde is aangepast.", "The round was changed."))
	}
	stale := errors.Is(err, programme.ErrStale)
	p, err := h.roundPage(r)
	if err != nil {
		return err
	}
	if p.Now = p.differing(t); !stale || len(p.Now) == 0 {
		p.Now, p.Refusal = nil, refusal
	}
	if stale {
		t.version = p.R.Version // to be sent again knowingly
	}
	p.Typed = t
	return web.Render(w, r, web.CodeOf(refusal), roundFormView(p))
}

// differing says what is stored now where it is not what was typed.
func (p roundPage) differing(t roundTyped) (lines []string) {
	now := p.Typed
	say := func(differs bool, label, stored string) {
		if differs {
			lines = append(lines, label+": "+web.OrDash(stored))
		}
	}
	if p.begun() { // the form holds the month and the people alone
		t.tier, t.groups, t.requirements, t.engagement = now.tier, now.groups, now.requirements, now.engagement
	}
	say(now.tier != t.tier, p.T("Wie kijkt er?", "Who looks?"), p.R.Tier.Name().In(p.Lang))
	say(now.month != t.month, p.T("Maand", "Month"), p.Lang.Month(p.R.Month))
	say(!slices.Equal(now.groups, t.groups) || !slices.Equal(now.requirements, t.requirements), p.T("Onderwerp", "Subject"), p.R.About(p.cat).In(p.Lang))
	say(!slices.Equal(now.auditors, t.auditors), p.T("Wie doet het?", "Who does it?"), p.auditors(p.R))
	say(now.engagement != t.engagement, p.T("Beoordeling", "Assessment"), p.R.Outside.Firm)
	return lines
}

// dropRound serves POST …/vervallen.
func (h *Handler) dropRound(w http.ResponseWriter, r *http.Request) error {
	because := web.Text(r, "because")
	err := h.Service.DropRound(r.Context(), identity.ActorOf(r.Context()), roundID(r), web.FormVersion(r), because)
	v := web.ViewOf(r.Context())
	return h.acted(w, r, err, v.T("De ronde is vervallen.", "The round was dropped."), func(p *roundPage) { p.Drop = because })
}

// acted answers an act on a round: its page again with the refusal, or afterwards.
func (h *Handler) acted(w http.ResponseWriter, r *http.Request, err error, notice string, fill func(*roundPage)) error {
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		p, err := h.roundPage(r)
		if err != nil {
			return err
		}
		p.Refusal = refusal
		fill(&p)
		return web.Render(w, r, web.CodeOf(refusal), roundView(p))
	}
	if err != nil {
		return err
	}
	return web.Go(w, r, web.ViewOf(r.Context()).HrefIn(roundPath(roundID(r))), notice)
}

// auditors names who carries a round.
func (p page) auditors(s programme.State) string {
	if s.Tier == programme.External {
		return s.Outside.Firm
	}
	var names []string
	for _, a := range s.Auditors {
		names = append(names, cmp.Or(p.S.Members.Name(a.Person), a.Name))
	}
	return p.Lang.And(names)
}

// tiers are the choices of who looks.
func (p roundPage) tiers() (all []web.Option) {
	for _, t := range programme.Tiers {
		all = append(all, web.Option{Value: string(t), Label: t.Name().In(p.Lang), Hint: t.Says().In(p.Lang), Chosen: p.Typed.tier == string(t)})
	}
	return all
}

func (p roundPage) inMonths() (all []web.Option) {
	for _, m := range p.S.Programme.Each() {
		all = append(all, web.Option{Value: web.TypedDay(m), Label: p.Lang.Month(m), Chosen: web.TypedDay(m) == p.Typed.month})
	}
	return all
}

func (p roundPage) groups() (all []web.Option) {
	for _, g := range programme.Groups(p.cat) {
		all = append(all, web.Option{
			Value: g.Key, Label: g.Name.In(p.Lang), Chosen: slices.Contains(p.Typed.groups, g.Key),
			Hint: p.Lang.Plural(len(g.Requirements), "%s eis", "%s eisen", "%s requirement", "%s requirements"),
		})
	}
	return all
}

// single are the requirements of a theme, to choose apart.
func (p roundPage) single(t framework.Theme) (all []web.Option, chosen int) {
	for _, r := range p.cat.In(t) {
		o := web.Option{Value: r.ID, Label: r.Number + " " + r.Title.In(p.Lang), Chosen: slices.Contains(p.Typed.requirements, r.ID)}
		if o.Chosen {
			chosen++
		}
		all = append(all, o)
	}
	return all, chosen
}

// people are those who can carry a round: who belongs here now, and who was chosen.
func (p roundPage) people() (all []web.Option) {
	for _, id := range identity.ByName(p.S.Members.Here) {
		all = append(all, web.Option{Value: string(id), Label: p.S.Members.Here[id], Chosen: slices.Contains(p.Typed.auditors, string(id))})
	}
	for _, a := range p.R.Auditors {
		if p.S.Members.Here[a.Person] == "" {
			all = append(all, web.Option{Value: string(a.Person), Label: a.Name, Hint: p.T("hoort er niet meer bij", "no longer belongs here"), Chosen: slices.Contains(p.Typed.auditors, string(a.Person))})
		}
	}
	return all
}

// engagements are the assessments that a round can point at.
func (p roundPage) engagements() []web.Option {
	all := []web.Option{{Label: p.T("Nog niet afgesproken", "Not agreed yet"), Chosen: p.Typed.engagement == ""}}
	for _, o := range p.S.Outsides {
		all = append(all, web.Option{Value: string(o.ID), Label: o.Firm + ": " + o.Status.Name().In(p.Lang), Chosen: p.Typed.engagement == string(o.ID)})
	}
	return all
}
