// Package identityweb is the identity room's pages: signing in, one's own
// account, the people of an organisation, and who may do what. Its [Guard]
// stands at the door of every other room.
package identityweb

import (
	"net/http"
	"net/url"
	"strings"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/web"
)

// A Handler serves the identity pages.
type Handler struct {
	Service *identity.Service
	Address string // at which people reach the platform, to write in a link; "" for as it was asked
}

// Routes lists the room's pages and acts; there are no others.
func (h *Handler) Routes() []web.Route {
	return []web.Route{
		web.On("GET /inloggen", web.Public, h.showSignIn),
		web.On("POST /inloggen", web.Public, h.checkPassword),
		web.On("POST /inloggen/sleutel/begin", web.Public, h.beginPasskey),
		web.On("POST /inloggen/sleutel", web.Public, h.checkPasskey),
		web.On("GET /inloggen/tweede-stap", web.Public, h.showCode),
		web.On("POST /inloggen/tweede-stap", web.Public, h.checkCode),
		web.On("POST /uitloggen", web.Public, h.signOut),
		web.On("GET /link/{secret}", web.Public, h.showDemoLink),
		web.On("POST /link/{secret}", web.Public, h.useDemoLink),

		web.On("GET /uitnodiging/{secret}", web.Public, h.showInvitation),
		web.On("POST /uitnodiging/{secret}", web.Public, h.beginEnrol),
		web.On("POST /uitnodiging/{secret}/aannemen", identity.SelfOnly, h.accept),
		web.On("GET /uitnodiging/{secret}/tweede-stap", web.Public, h.showEnrol),
		web.On("POST /uitnodiging/{secret}/tweede-stap", web.Public, h.enrol),
		web.On("GET /uitnodiging/{secret}/code.png", web.Public, h.enrolPicture),
		web.On("POST /uitnodiging/{secret}/sleutel/begin", web.Public, h.beginEnrolPasskey),
		web.On("POST /uitnodiging/{secret}/sleutel", web.Public, h.enrolPasskey),

		web.On("GET /organisaties", identity.SelfOnly, h.showPlaces),
		web.On("GET /mijn", identity.SelfOnly, h.showAccount),
		web.On("POST /mijn", identity.SelfOnly, h.changePerson),
		web.On("POST /mijn/samenvatting", identity.SelfOnly, h.setDigest),
		web.On("POST /mijn/agenda", identity.SelfOnly, h.makeFeed),
		web.On("POST /mijn/agenda/weg", identity.SelfOnly, h.endFeed),
		web.On("POST /mijn/wachtwoord", identity.SelfOnly, h.changePassword),
		web.On("POST /mijn/sessies/{session}/einde", identity.SelfOnly, h.endSession),
		web.On("POST /mijn/sessies/andere/einde", identity.SelfOnly, h.endOtherSessions),
		web.On("POST /mijn/tweede-stap/begin", identity.SelfOnly, h.beginTOTP),
		web.On("GET /mijn/tweede-stap", identity.SelfOnly, h.showTOTP),
		web.On("POST /mijn/tweede-stap", identity.SelfOnly, h.changeTOTP),
		web.On("GET /mijn/tweede-stap/code.png", identity.SelfOnly, h.totpPicture),
		web.On("POST /mijn/herstelcodes", identity.SelfOnly, h.newRecoveryCodes),
		web.On("POST /mijn/sleutels/begin", identity.SelfOnly, h.beginAddPasskey),
		web.On("POST /mijn/sleutels", identity.SelfOnly, h.addPasskey),
		web.On("POST /mijn/sleutels/{key}/weg", identity.SelfOnly, h.removePasskey),

		web.On("GET /mijn/ondertekensleutel", identity.SelfOnly, h.showSigningKey),
		web.On("POST /mijn/ondertekensleutel", identity.SelfOnly, h.makeSigningKey),

		web.On("GET /o/{org}/mensen", identity.Read, h.showPeople),
		web.On("POST /o/{org}/mensen", identity.ManagePeople, h.invite),
		web.On("POST /o/{org}/mensen/{person}/rol", identity.ManagePeople, h.changeRole),
		web.On("POST /o/{org}/mensen/{person}/einde", identity.ManagePeople, h.endAccess),
		web.On("POST /o/{org}/links/{link}/einde", identity.ManagePeople, h.withdrawLink),
		web.On("GET /o/{org}/wie-ziet-dit", identity.Read, h.showWhoHere),
		web.On("GET /wie-mag-wat", web.Public, h.showWhoMay),
	}
}

// browser describes where the request comes from.
func browser(r *http.Request) identity.Browser {
	return identity.Browser{Device: device(r.UserAgent()), Secret: sessionSecret(r)}
}

// device says in a few words which browser and machine a user agent names.
func device(agent string) string {
	pick := func(words ...string) string { // pairs: what the agent holds, what people call it
		for i := 0; i < len(words); i += 2 {
			if strings.Contains(agent, words[i]) {
				return words[i+1]
			}
		}
		return ""
	}
	program := pick("Edg", "Edge", "OPR/", "Opera", "Firefox/", "Firefox", "Chrome/", "Chrome", "CriOS/", "Chrome", "Safari/", "Safari")
	machine := pick("iPhone", "iPhone", "iPad", "iPad", "Android", "Android", "Windows", "Windows", "Mac OS X", "Mac", "CrOS", "Chromebook", "Linux", "Linux")
	switch {
	case program == "" && machine == "":
		return ""
	case program == "":
		return machine
	case machine == "":
		return program
	}
	return program + ", " + machine
}

// onward returns the path of this installation to which a form may lead; ""
// for anything else. A link that signs people in must not bring them to
// another site afterwards.
func onward(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || len(to) > 500 {
		return ""
	}
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
		return ""
	}
	return to
}

// entered is where somebody goes who has just joined: to the organisation when it
// is the only one, or to the choice.
const entered = "/organisaties?binnen=1"

func placePath(v web.View, id org.ID) string { return v.Href("/o/" + url.PathEscape(string(id))) }

// home is where somebody who signed in goes: on, or to the only organisation, or to the choice.
func (h *Handler) home(r *http.Request, p identity.Person, to string) (string, error) {
	v := web.ViewOf(r.Context())
	v.Lang = p.Lang
	if to = onward(to); to != "" && to != "/" {
		return v.Href(to), nil
	}
	places, err := h.Service.Places(r.Context(), identity.Actor{Person: p.ID, Credential: identity.Session})
	if err != nil {
		return "", err
	}
	if len(places) == 1 {
		return placePath(v, places[0].Org), nil
	}
	return v.Href("/organisaties"), nil
}

// enter gives the browser its session and sends it home.
func (h *Handler) enter(w http.ResponseWriter, r *http.Request, secret string, p identity.Person) error {
	to, err := h.home(r, p, r.FormValue("naar"))
	if err != nil {
		return err
	}
	web.SetCookie(w, r, sessionCookie, secret)
	web.SetCookie(w, r, stepCookie, "")
	return web.Go(w, r, to, "")
}
