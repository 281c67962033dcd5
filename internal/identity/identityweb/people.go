package identityweb

import (
	"net/http"
	"slices"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// peoplePage is everything that the people page shows.
type peoplePage struct {
	Members []identity.Membership
	Links   []identity.Link
	Manages bool // the reader may invite, and change
	Self    identity.PersonID
	Name    string // of the invitation, as typed
	Email   string
	Role    identity.Role
	Refusal *fault.Fault
}

// showPeople serves GET /o/{org}/mensen.
func (h *Handler) showPeople(w http.ResponseWriter, r *http.Request) error {
	return h.people(w, r, http.StatusOK, nil)
}

func (h *Handler) people(w http.ResponseWriter, r *http.Request, status int, refusal *fault.Fault) error {
	by := identity.ActorOf(r.Context())
	page := peoplePage{
		Manages: identity.May(by, identity.ManagePeople), Self: by.Person, Refusal: refusal,
		Name: web.Text(r, "name"), Email: web.Text(r, "email"), Role: identity.Role(r.FormValue("role")),
	}
	if page.Role == "" {
		page.Role = identity.Contributor
	}
	var err error
	if page.Members, err = h.Service.Members(r.Context(), by); err != nil {
		return err
	}
	if page.Links, err = h.Service.OpenLinks(r.Context(), by); err != nil {
		return err
	}
	return web.Render(w, r, status, people(web.ViewOf(r.Context()), page))
}

// invite serves POST /o/{org}/mensen. It shows the link, this once: we keep
// only its hash.
func (h *Handler) invite(w http.ResponseWriter, r *http.Request) error {
	name, email := web.Text(r, "name"), web.Text(r, "email")
	secret, err := h.Service.Invite(r.Context(), identity.ActorOf(r.Context()), name, email, identity.Role(r.FormValue("role")))
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.people(w, r, web.StatusOf(refusal), refusal)
	}
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Render(w, r, http.StatusOK, invited(v, name, email, h.address(r)+v.Href("/uitnodiging/"+secret)))
}

// address is where people reach us, to write a link that can be mailed.
func (h *Handler) address(r *http.Request) string {
	if h.Address != "" {
		return strings.TrimSuffix(h.Address, "/")
	}
	return web.Origin(r)
}

// changed sends the reader back to the people page, or shows it with what was wrong.
func (h *Handler) changed(w http.ResponseWriter, r *http.Request, err error, notice i18n.Text) error {
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.people(w, r, web.StatusOf(refusal), refusal)
	}
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn("/mensen"), notice.In(v.Lang))
}

// changeRole serves POST /o/{org}/mensen/{person}/rol.
func (h *Handler) changeRole(w http.ResponseWriter, r *http.Request) error {
	p := identity.PersonID(r.PathValue("person"))
	err := h.Service.ChangeRole(r.Context(), identity.ActorOf(r.Context()), p, identity.Role(r.FormValue("new-role")))
	return h.changed(w, r, err, i18n.T("De rol is gewijzigd.", "The role was changed."))
}

// endAccess serves POST /o/{org}/mensen/{person}/einde.
func (h *Handler) endAccess(w http.ResponseWriter, r *http.Request) error {
	by, p := identity.ActorOf(r.Context()), identity.PersonID(r.PathValue("person"))
	err := h.Service.EndAccess(r.Context(), by, p)
	if v := web.ViewOf(r.Context()); err == nil && p == by.Person {
		return web.Go(w, r, v.Href("/organisaties"), v.T("Uw eigen toegang is beëindigd.", "Your own access was ended."))
	}
	return h.changed(w, r, err, i18n.T("De toegang is beëindigd.", "The access was ended."))
}

// withdrawLink serves POST /o/{org}/links/{link}/einde.
func (h *Handler) withdrawLink(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.WithdrawLink(r.Context(), identity.ActorOf(r.Context()), r.PathValue("link"))
	return h.changed(w, r, err, i18n.T("De link werkt niet meer.", "The link no longer works."))
}

// roleOptions lists the roles to choose from.
func roleOptions(v web.View, chosen identity.Role) []web.Option {
	var all []web.Option
	for _, role := range identity.Inside {
		all = append(all, web.Option{Value: string(role), Label: role.Name().In(v.Lang), Chosen: role == chosen})
	}
	return all
}

// shown lists the actions that roles differ in: one's own account is
// everybody's, and the one question of a link is nobody's by role.
func shown() []identity.Action {
	var all []identity.Action
	for _, a := range identity.Actions {
		if a.Action != identity.SelfOnly && a.Action != identity.AnswerAsked {
			all = append(all, a.Action)
		}
	}
	return all
}

// mayDo lists those of members who may do act.
func mayDo(members []identity.Membership, act identity.Action) []identity.Membership {
	return slices.DeleteFunc(slices.Clone(members), func(m identity.Membership) bool {
		return !m.Role.May(act)
	})
}

// showWhoMay serves GET /wie-mag-wat: the decision table itself.
func (h *Handler) showWhoMay(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, whoMay(web.ViewOf(r.Context())))
}

// showWhoHere serves GET /o/{org}/wie-ziet-dit: the table with names.
func (h *Handler) showWhoHere(w http.ResponseWriter, r *http.Request) error {
	by := identity.ActorOf(r.Context())
	members, err := h.Service.Members(r.Context(), by)
	if err != nil {
		return err
	}
	links, err := h.Service.OpenLinks(r.Context(), by)
	if err != nil {
		return err
	}
	asks := slices.DeleteFunc(links, func(l identity.Link) bool { return l.Kind != identity.AskLinks })
	return web.Render(w, r, http.StatusOK, whoHere(web.ViewOf(r.Context()), members, asks))
}
