package identityweb

import (
	"net/http"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// signingKeyPage is one's own key to sign with.
type signingKeyPage struct {
	Key     identity.SigningKey
	Has     bool
	Fresh   bool // a key may be made now
	Refusal *fault.Fault
}

// showSigningKey serves GET /mijn/ondertekensleutel.
func (h *Handler) showSigningKey(w http.ResponseWriter, r *http.Request) error {
	return h.signingKey(w, r, http.StatusOK, nil)
}

func (h *Handler) signingKey(w http.ResponseWriter, r *http.Request, status int, refusal *fault.Fault) error {
	by, v := identity.ActorOf(r.Context()), web.ViewOf(r.Context())
	k, ok, err := h.Service.SigningKey(r.Context(), by)
	if err != nil {
		return err
	}
	return web.Render(w, r, status, signingKey(v, signingKeyPage{Key: k, Has: ok, Fresh: by.NeedFresh(v.Now) == nil, Refusal: refusal}))
}

// makeSigningKey serves POST /mijn/ondertekensleutel.
func (h *Handler) makeSigningKey(w http.ResponseWriter, r *http.Request) error {
	_, err := h.Service.MakeSigningKey(r.Context(), identity.ActorOf(r.Context()), r.FormValue("passphrase"))
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.signingKey(w, r, web.StatusOf(refusal), refusal)
	}
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.Href("/mijn/ondertekensleutel"), v.T("Uw sleutel is gemaakt. Geef de vingerafdruk aan wie uw rapporten leest.", "Your key is made. Give the fingerprint to those who read your reports."))
}
