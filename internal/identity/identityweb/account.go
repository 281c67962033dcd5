package identityweb

import (
	"encoding/base64"
	"net/http"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// accountPage is everything that one's own page shows.
type accountPage struct {
	identity.Account
	Here     string // ID of the session at work
	Fresh    bool   // the means of sign-in may be changed now
	Demo     bool   // the session comes from a demo link, and never may
	Passkeys bool
	Name     string
	Refusal  *fault.Fault
}

// showAccount serves GET /mijn.
func (h *Handler) showAccount(w http.ResponseWriter, r *http.Request) error {
	return h.account(w, r, http.StatusOK, nil)
}

func (h *Handler) account(w http.ResponseWriter, r *http.Request, status int, refusal *fault.Fault) error {
	by, v := identity.ActorOf(r.Context()), web.ViewOf(r.Context())
	a, err := h.Service.Account(r.Context(), by)
	if err != nil {
		return err
	}
	page := accountPage{
		Account: a, Here: by.SessionID, Fresh: by.NeedFresh(v.Now) == nil, Demo: by.Strong.IsZero(),
		Passkeys: h.Service.Passkeys != nil, Name: a.Person.Name, Refusal: refusal,
	}
	if refusal != nil && r.PostForm.Has("lang") {
		page.Name = web.Text(r, "name")
	}
	return web.Render(w, r, status, account(v, page))
}

// done sends the reader back to the account, or shows it with what was wrong.
func (h *Handler) done(w http.ResponseWriter, r *http.Request, err error, notice i18n.Text) error {
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.account(w, r, web.StatusOf(refusal), refusal)
	}
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.Href("/mijn"), notice.In(v.Lang))
}

// changePerson serves POST /mijn, and goes on in the language that was chosen.
func (h *Handler) changePerson(w http.ResponseWriter, r *http.Request) error {
	l := i18n.Lang(r.FormValue("lang"))
	err := h.Service.ChangePerson(r.Context(), identity.ActorOf(r.Context()), r.FormValue("name"), l)
	if err == nil {
		v := web.ViewOf(r.Context())
		v.Lang = l
		r = r.WithContext(web.WithView(r.Context(), v))
	}
	return h.done(w, r, err, i18n.T("Uw gegevens zijn opgeslagen.", "Your details were stored."))
}

// changePassword serves POST /mijn/wachtwoord.
func (h *Handler) changePassword(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.ChangePassword(r.Context(), identity.ActorOf(r.Context()), r.FormValue("password"))
	return h.done(w, r, err, i18n.T("Uw wachtwoord is gewijzigd. Op andere apparaten bent u uitgelogd.", "Your password was changed. On other devices you were signed out."))
}

// endSession serves POST /mijn/sessies/{session}/einde.
func (h *Handler) endSession(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.EndSession(r.Context(), identity.ActorOf(r.Context()), r.PathValue("session"))
	return h.done(w, r, err, i18n.T("De sessie is beëindigd.", "The session was ended."))
}

// endOtherSessions serves POST /mijn/sessies/andere/einde.
func (h *Handler) endOtherSessions(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.EndOtherSessions(r.Context(), identity.ActorOf(r.Context()))
	return h.done(w, r, err, i18n.T("Op andere apparaten bent u uitgelogd.", "On other devices you were signed out."))
}

// beginTOTP serves POST /mijn/tweede-stap/begin.
func (h *Handler) beginTOTP(w http.ResponseWriter, r *http.Request) error {
	half, err := h.Service.BeginTOTP(r.Context(), identity.ActorOf(r.Context()))
	if err != nil {
		return err
	}
	web.SetCookie(w, r, stepCookie, half)
	return web.Go(w, r, web.ViewOf(r.Context()).Href("/mijn/tweede-stap"), "")
}

// showTOTP serves GET /mijn/tweede-stap.
func (h *Handler) showTOTP(w http.ResponseWriter, r *http.Request) error {
	return h.totpAgain(w, r, http.StatusOK, nil)
}

func (h *Handler) totpAgain(w http.ResponseWriter, r *http.Request, status int, refusal *fault.Fault) error {
	secret, _, err := h.Service.ShowTOTP(r.Context(), identity.ActorOf(r.Context()), cookie(r, stepCookie))
	if err != nil {
		return err
	}
	page := appPage{Action: "/mijn/tweede-stap", Picture: "/mijn/tweede-stap/code.png", Secret: identity.TOTPText(secret), Refusal: refusal}
	return web.Render(w, r, status, appForCodes(web.ViewOf(r.Context()), page))
}

// totpPicture serves GET /mijn/tweede-stap/code.png.
func (h *Handler) totpPicture(w http.ResponseWriter, r *http.Request) error {
	_, address, err := h.Service.ShowTOTP(r.Context(), identity.ActorOf(r.Context()), cookie(r, stepCookie))
	return picture(w, address, err)
}

// changeTOTP serves POST /mijn/tweede-stap.
func (h *Handler) changeTOTP(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.ChangeTOTP(r.Context(), identity.ActorOf(r.Context()), cookie(r, stepCookie), r.FormValue("code"))
	if refusal, ok := fault.Of(err); ok && refusal.Kind == fault.Invalid {
		return h.totpAgain(w, r, http.StatusUnprocessableEntity, refusal)
	}
	if err == nil {
		web.SetCookie(w, r, stepCookie, "")
	}
	return h.done(w, r, err, i18n.T("Uw app voor codes is gewijzigd. Op andere apparaten bent u uitgelogd.", "Your app for codes was changed. On other devices you were signed out."))
}

// newRecoveryCodes serves POST /mijn/herstelcodes: it shows the codes, this once.
func (h *Handler) newRecoveryCodes(w http.ResponseWriter, r *http.Request) error {
	codes, err := h.Service.NewRecoveryCodes(r.Context(), identity.ActorOf(r.Context()))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, recoveryCodes(web.ViewOf(r.Context()), codes, "/mijn"))
}

// beginAddPasskey serves POST /mijn/sleutels/begin to the page's script.
func (h *Handler) beginAddPasskey(w http.ResponseWriter, r *http.Request) error {
	options, half, err := h.Service.BeginAddPasskey(r.Context(), identity.ActorOf(r.Context()))
	return answerScript(w, r, options, half, err)
}

// addPasskey serves POST /mijn/sleutels.
func (h *Handler) addPasskey(w http.ResponseWriter, r *http.Request) error {
	by := identity.ActorOf(r.Context())
	err := h.Service.AddPasskey(r.Context(), by, cookie(r, stepCookie), []byte(r.FormValue("credential")), web.Text(r, "key-name"))
	return h.done(w, r, err, i18n.T("De toegangssleutel is toegevoegd.", "The passkey was added."))
}

// removePasskey serves POST /mijn/sleutels/{key}/weg.
func (h *Handler) removePasskey(w http.ResponseWriter, r *http.Request) error {
	id, err := base64.RawURLEncoding.DecodeString(r.PathValue("key"))
	if err != nil {
		return fault.Missing("identity.no-passkey")
	}
	err = h.Service.RemovePasskey(r.Context(), identity.ActorOf(r.Context()), id)
	return h.done(w, r, err, i18n.T("De toegangssleutel is verwijderd.", "The passkey was removed."))
}

// keyPath is where a passkey is removed.
func keyPath(k identity.Passkey) string {
	return "/mijn/sleutels/" + base64.RawURLEncoding.EncodeToString(k.ID) + "/weg"
}

// makeFeed serves POST /mijn/agenda. It shows the address, this once: we keep only
// its hash.
func (h *Handler) makeFeed(w http.ResponseWriter, r *http.Request) error {
	secret, err := h.Service.MakeFeed(r.Context(), identity.ActorOf(r.Context()))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, feedMade(web.ViewOf(r.Context()), web.Origin(r)+"/agenda/"+secret+".ics"))
}

// endFeed serves POST /mijn/agenda/weg.
func (h *Handler) endFeed(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.EndFeed(r.Context(), identity.ActorOf(r.Context()))
	return h.done(w, r, err, i18n.T("Het adres voor uw agenda werkt niet meer.", "The address for your calendar no longer works."))
}

// setDigest serves POST /mijn/samenvatting.
func (h *Handler) setDigest(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.SetDigest(r.Context(), identity.ActorOf(r.Context()), identity.Every(r.FormValue("digest")))
	return h.done(w, r, err, i18n.T("Uw keuze is opgeslagen.", "Your choice was stored."))
}

// digestOptions are how often one can hear what awaits.
func digestOptions(v web.View, e identity.Every) []web.Option {
	return []web.Option{
		{Value: string(identity.Weekly), Label: v.T("Elke week", "Every week"), Chosen: e == identity.Weekly},
		{Value: string(identity.Daily), Label: v.T("Elke werkdag", "Every working day"), Chosen: e == identity.Daily},
		{Value: string(identity.Never), Label: v.T("Nooit", "Never"), Chosen: e == identity.Never},
	}
}
