package identityweb

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/skip2/go-qrcode"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// invitationPage is everything that an invitation shows.
type invitationPage struct {
	identity.Invited
	Path     string // of the invitation
	Name     string // as typed
	Mine     bool   // the reader is the one who is invited
	Passkeys bool
	Refusal  *fault.Fault
}

func (h *Handler) invitation(r *http.Request, refusal *fault.Fault) (invitationPage, error) {
	in, err := h.Service.ShowInvitation(r.Context(), r.PathValue("secret"))
	by := identity.ActorOf(r.Context())
	p := invitationPage{
		Invited: in, Path: invitationPath(r), Name: in.Link.Name, Refusal: refusal,
		Mine: by.Person != "" && by.Person == in.Person.ID, Passkeys: h.Service.Passkeys != nil,
	}
	if r.Method == http.MethodPost {
		p.Name = web.Text(r, "name")
	}
	return p, err
}

func invitationPath(r *http.Request) string {
	return "/uitnodiging/" + url.PathEscape(r.PathValue("secret"))
}

// showInvitation serves GET /uitnodiging/{secret}.
func (h *Handler) showInvitation(w http.ResponseWriter, r *http.Request) error {
	page, err := h.invitation(r, nil)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, invitation(web.ViewOf(r.Context()), page))
}

// refuseInvitation shows the invitation again with what was wrong.
func (h *Handler) refuseInvitation(w http.ResponseWriter, r *http.Request, err error) error {
	refusal := web.Again(err, fault.Conflict)
	if refusal == nil {
		return err
	}
	page, err := h.invitation(r, refusal)
	if err != nil {
		return err
	}
	return web.Render(w, r, web.StatusOf(refusal), invitation(web.ViewOf(r.Context()), page))
}

// beginEnrol serves POST /uitnodiging/{secret}: name and password are chosen.
func (h *Handler) beginEnrol(w http.ResponseWriter, r *http.Request) error {
	v := web.ViewOf(r.Context())
	half, err := h.Service.BeginEnrol(r.Context(), r.PathValue("secret"), r.FormValue("name"), v.Lang, r.FormValue("password"))
	if err != nil {
		return h.refuseInvitation(w, r, err)
	}
	web.SetCookie(w, r, stepCookie, half)
	return web.Go(w, r, v.Href(invitationPath(r)+"/tweede-stap"), "")
}

// appPage is what somebody sees who sets up an app for codes.
type appPage struct {
	Action  string // where the form goes
	Picture string // where the square code is
	Secret  string // for who cannot scan it
	Refusal *fault.Fault
}

// showEnrol serves GET /uitnodiging/{secret}/tweede-stap.
func (h *Handler) showEnrol(w http.ResponseWriter, r *http.Request) error {
	return h.enrolAgain(w, r, http.StatusOK, nil)
}

func (h *Handler) enrolAgain(w http.ResponseWriter, r *http.Request, status int, refusal *fault.Fault) error {
	secret, _, err := h.Service.ShowEnrol(r.Context(), r.PathValue("secret"), cookie(r, stepCookie))
	if err != nil {
		return h.refuseInvitation(w, r, err)
	}
	path := invitationPath(r)
	page := appPage{Action: path + "/tweede-stap", Picture: path + "/code.png", Secret: identity.TOTPText(secret), Refusal: refusal}
	return web.Render(w, r, status, appForCodes(web.ViewOf(r.Context()), page))
}

// enrolPicture serves GET /uitnodiging/{secret}/code.png.
func (h *Handler) enrolPicture(w http.ResponseWriter, r *http.Request) error {
	_, address, err := h.Service.ShowEnrol(r.Context(), r.PathValue("secret"), cookie(r, stepCookie))
	return picture(w, address, err)
}

// picture sends an address as a square code. It is a file of ours, because the
// content policy allows no picture written into a page.
func picture(w http.ResponseWriter, address string, err error) error {
	if err != nil {
		return err
	}
	png, err := qrcode.Encode(address, qrcode.Medium, 240)
	if err != nil {
		return fmt.Errorf("draw square code: %w", err)
	}
	w.Header().Set("Content-Type", "image/png")
	_, _ = w.Write(png) // fails only when the reader has left
	return nil
}

// enrol serves POST /uitnodiging/{secret}/tweede-stap: the first code. It shows
// the recovery codes, this once.
func (h *Handler) enrol(w http.ResponseWriter, r *http.Request) error {
	session, codes, err := h.Service.Enrol(r.Context(), r.PathValue("secret"), cookie(r, stepCookie), r.FormValue("code"), browser(r))
	if refusal, ok := fault.Of(err); ok && refusal.Kind == fault.Invalid {
		return h.enrolAgain(w, r, http.StatusUnprocessableEntity, refusal)
	}
	if err != nil {
		return h.refuseInvitation(w, r, err)
	}
	web.SetCookie(w, r, sessionCookie, session)
	web.SetCookie(w, r, stepCookie, "")
	return web.Render(w, r, http.StatusOK, recoveryCodes(web.ViewOf(r.Context()), codes, entered))
}

// beginEnrolPasskey serves POST /uitnodiging/{secret}/sleutel/begin to the page's script.
func (h *Handler) beginEnrolPasskey(w http.ResponseWriter, r *http.Request) error {
	v := web.ViewOf(r.Context())
	options, half, err := h.Service.BeginEnrolPasskey(r.Context(), r.PathValue("secret"), r.FormValue("name"), v.Lang)
	return answerScript(w, r, options, half, err)
}

// enrolPasskey serves POST /uitnodiging/{secret}/sleutel.
func (h *Handler) enrolPasskey(w http.ResponseWriter, r *http.Request) error {
	v := web.ViewOf(r.Context())
	session, err := h.Service.EnrolPasskey(r.Context(), r.PathValue("secret"), cookie(r, stepCookie), []byte(r.FormValue("credential")), browser(r))
	if err != nil {
		return h.refuseInvitation(w, r, err)
	}
	web.SetCookie(w, r, sessionCookie, session)
	web.SetCookie(w, r, stepCookie, "")
	return web.Go(w, r, v.Href(entered), v.T("Welkom. U kunt nu inloggen met uw toegangssleutel.", "Welcome. You can now sign in with your passkey."))
}

// accept serves POST /uitnodiging/{secret}/aannemen, for one who has an account.
func (h *Handler) accept(w http.ResponseWriter, r *http.Request) error {
	l, err := h.Service.Accept(r.Context(), identity.ActorOf(r.Context()), r.PathValue("secret"))
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	if !l.Admission.Opens(v.Now) {
		return web.Go(w, r, v.Href("/organisaties"), v.T("Uw toegang begint op ", "Your access begins on ")+v.Lang.Day(v.Local(l.Admission.From))+".")
	}
	return web.Go(w, r, v.Href("/o/"+url.PathEscape(string(l.Org))), v.T("U hoort nu bij deze organisatie.", "You now belong to this organisation."))
}
