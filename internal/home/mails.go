package home

import (
	"net/http"
	"strings"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/mail/maildb"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/web"
)

// mailsPage is the mail that went to an organisation's people, and what stands in
// the way of it.
type mailsPage struct {
	web.View
	Off     bool // no mail server is set
	Demo    bool
	Trouble mail.Trouble
	All     []mail.Delivery // newest first
}

// maxMails is how many messages the page shows.
const maxMails = 200

// mails serves GET /o/{org}/berichten.
func (h *Handler) mails(w http.ResponseWriter, r *http.Request) error {
	by := identity.ActorOf(r.Context())
	p := mailsPage{View: web.ViewOf(r.Context()), Off: h.Trouble == nil, Demo: h.Demo}
	if !p.Off {
		p.Trouble = h.Trouble()
	}
	err := h.DB.Read(r.Context(), sqldb.Org(by.Org), func(tx *sqldb.Tx) (err error) {
		p.All, err = maildb.Latest(r.Context(), tx, string(by.Org), maxMails)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, mailsView(p))
}

// givenUp counts the messages that nobody got.
func (p mailsPage) givenUp() (n int) {
	for _, d := range p.All {
		if d.State() == mail.GivenUp {
			n++
		}
	}
	return n
}

// state is the mark of what became of a message, and what there is to say of it.
func (p mailsPage) state(d mail.Delivery) (tone, words, says string) {
	tries := p.Lang.Plural(d.Tries, "%s poging", "%s pogingen", "%s try", "%s tries")
	switch d.State() {
	case mail.Sent:
		return "ok", p.T("Verstuurd", "Sent"), p.When(d.Sent)
	case mail.GivenUp:
		return "late", p.T("Niet gelukt", "Failed"), tries + ". " + p.problem(d)
	case mail.Waiting:
	}
	if d.Problem == "" {
		return "info", p.T("Gaat zo weg", "About to go"), ""
	}
	return "warn", p.T("Nog niet gelukt", "Not yet"), tries + p.T(", wij proberen het opnieuw. ", ", we try again. ") + p.problem(d)
}

// problem is why the last try failed.
func (p mailsPage) problem(d mail.Delivery) string {
	switch d.Problem {
	case mail.Unreachable:
		return p.T("De mailserver was niet bereikbaar.", "The mail server could not be reached.")
	case mail.Broken:
		return p.T("De verbinding viel weg.", "The connection broke.")
	case mail.NoAddress:
		return p.T("Het adres is geen mailadres.", "The address is none.")
	}
	return p.T("Antwoord van de mailserver: ", "Answer of the mail server: ") + d.Problem
}

// to is for whom a message is: the address stands there while it matters. Of a text
// that went to an address that somebody typed, the log of the incident keeps it.
func to(d mail.Delivery) string { return web.OrDash(strings.TrimSpace(d.Name + " " + d.Address)) }
