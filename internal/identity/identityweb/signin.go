package identityweb

import (
	"net/http"
	"net/url"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// signInPage is everything that the sign-in page shows.
type signInPage struct {
	Email    string
	To       string // where it leads afterwards
	Passkeys bool
	Refusal  *fault.Fault
}

func (h *Handler) signIn(r *http.Request, refusal *fault.Fault) signInPage {
	return signInPage{Email: web.Text(r, "email"), To: onward(r.FormValue("naar")), Passkeys: h.Service.Passkeys != nil, Refusal: refusal}
}

// showSignIn serves GET /inloggen.
func (h *Handler) showSignIn(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, signIn(web.ViewOf(r.Context()), h.signIn(r, nil)))
}

// checkPassword serves POST /inloggen: the first step.
func (h *Handler) checkPassword(w http.ResponseWriter, r *http.Request) error {
	half, err := h.Service.CheckPassword(r.Context(), r.FormValue("email"), r.FormValue("password"))
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return web.Render(w, r, http.StatusUnprocessableEntity, signIn(web.ViewOf(r.Context()), h.signIn(r, refusal)))
	}
	if err != nil {
		return err
	}
	web.SetCookie(w, r, stepCookie, half)
	return web.Go(w, r, web.ViewOf(r.Context()).Href("/inloggen/tweede-stap"+query(onward(r.FormValue("naar")))), "")
}

// query is the part of an address that says where sign-in leads.
func query(to string) string {
	if to == "" {
		return ""
	}
	return "?naar=" + url.QueryEscape(to)
}

// showCode serves GET /inloggen/tweede-stap.
func (h *Handler) showCode(w http.ResponseWriter, r *http.Request) error {
	if err := h.Service.AwaitsCode(r.Context(), cookie(r, stepCookie)); err != nil {
		return h.fromTheStart(w, r, err)
	}
	return web.Render(w, r, http.StatusOK, code(web.ViewOf(r.Context()), onward(r.FormValue("naar")), nil))
}

// checkCode serves POST /inloggen/tweede-stap: the second step.
func (h *Handler) checkCode(w http.ResponseWriter, r *http.Request) error {
	secret, p, err := h.Service.CheckCode(r.Context(), cookie(r, stepCookie), r.FormValue("code"), browser(r))
	if refusal, ok := fault.Of(err); ok && refusal.Kind == fault.Invalid {
		return web.Render(w, r, http.StatusUnprocessableEntity, code(web.ViewOf(r.Context()), onward(r.FormValue("naar")), refusal))
	}
	if err != nil {
		return h.fromTheStart(w, r, err)
	}
	return h.enter(w, r, secret, p)
}

// fromTheStart shows the sign-in page when the first step is gone; another error stays one.
func (h *Handler) fromTheStart(w http.ResponseWriter, r *http.Request, err error) error {
	refusal := web.Again(err, fault.Conflict)
	if refusal == nil {
		return err
	}
	return web.Render(w, r, http.StatusConflict, signIn(web.ViewOf(r.Context()), h.signIn(r, refusal)))
}

// beginPasskey serves POST /inloggen/sleutel/begin to the page's script.
func (h *Handler) beginPasskey(w http.ResponseWriter, r *http.Request) error {
	options, half, err := h.Service.BeginPasskey(r.Context())
	return answerScript(w, r, options, half, err)
}

// answerScript gives the page's script what the browser needs for a passkey.
func answerScript(w http.ResponseWriter, r *http.Request, options []byte, half string, err error) error {
	if err != nil {
		return err
	}
	web.SetCookie(w, r, stepCookie, half)
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(options) // fails only when the browser has left
	return nil
}

// checkPasskey serves POST /inloggen/sleutel.
func (h *Handler) checkPasskey(w http.ResponseWriter, r *http.Request) error {
	secret, p, err := h.Service.CheckPasskey(r.Context(), cookie(r, stepCookie), []byte(r.FormValue("credential")), browser(r))
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return web.Render(w, r, web.StatusOf(refusal), signIn(web.ViewOf(r.Context()), h.signIn(r, refusal)))
	}
	if err != nil {
		return err
	}
	return h.enter(w, r, secret, p)
}

// signOut serves POST /uitloggen.
func (h *Handler) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := h.Service.SignOut(r.Context(), sessionSecret(r)); err != nil {
		return err
	}
	web.SetCookie(w, r, sessionCookie, "")
	w.Header().Set("Clear-Site-Data", `"storage"`) // downtime cards that this device kept, and what keeps them
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.Href("/"), v.T("U bent uitgelogd.", "You have signed out."))
}

// showDemoLink serves GET /link/{secret}: a button, because mail programs open
// links by themselves and that must not use them up.
func (h *Handler) showDemoLink(w http.ResponseWriter, r *http.Request) error {
	l, err := h.Service.ShowDemoLink(r.Context(), r.PathValue("secret"))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, demoLink(web.ViewOf(r.Context()), l))
}

// useDemoLink serves POST /link/{secret}.
func (h *Handler) useDemoLink(w http.ResponseWriter, r *http.Request) error {
	secret, p, err := h.Service.UseDemoLink(r.Context(), r.PathValue("secret"), browser(r))
	if err != nil {
		return err
	}
	return h.enter(w, r, secret, p)
}

// showPlaces serves GET /organisaties.
func (h *Handler) showPlaces(w http.ResponseWriter, r *http.Request) error {
	all, err := h.Service.Places(r.Context(), identity.ActorOf(r.Context()))
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	if r.URL.Query().Has("binnen") && len(all) == 1 {
		return web.Go(w, r, placePath(v, all[0].Org), v.Notice)
	}
	return web.Render(w, r, http.StatusOK, places(v, all))
}
