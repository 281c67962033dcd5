package peopleweb

import (
	"net/http"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/web"
)

// join serves POST …/deelnemers/{id}/samenvoegen: somebody on the list and an account
// become one.
func (h *Handler) join(w http.ResponseWriter, r *http.Request) error {
	id, account := people.ID(r.PathValue("id")), people.ID(web.Text(r, "account"))
	err := h.Service.Join(r.Context(), identity.ActorOf(r.Context()), id, account)
	if refusal := web.Again(err); refusal != nil {
		p, err := h.personPage(r, id)
		if err != nil {
			return err
		}
		p.Refusal = refusal
		return web.Render(w, r, web.CodeOf(refusal), personView(p))
	}
	if err != nil {
		return err
	}
	return done(w, r, under(staffPath, account), "Samengevoegd. Wat deze persoon eerder volgde, telt nu hier mee.", "Joined. What this person followed before counts here now.")
}

// accounts are those whom the participant on the page may have become, somebody of the
// same name first.
func (p personPage) accounts() (options []web.Option) {
	for _, x := range p.S.All {
		if !x.HasAccount() {
			continue
		}
		o := web.Option{Value: string(x.ID), Label: x.Name + " (" + x.Role.Name().In(p.Lang) + ")"}
		if o.Chosen = identity.PlainName(x.Name) == identity.PlainName(p.X.Name); o.Chosen {
			options = append([]web.Option{o}, options...)
			continue
		}
		options = append(options, o)
	}
	return options
}
