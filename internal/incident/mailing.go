package incident

import (
	"context"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	post "aantoonbaar/internal/mail"
)

// pressedTwice is how soon the same edition to the same address is the same press
// of a button.
const pressedTwice = 5 * time.Minute

// MaxMailed is how many texts an organisation mails from here within a day.
const MaxMailed = 50

// Mail sends an edition of a text to an address. The log of the incident tells of it.
//
// Refusals: Denied; NotFound; Conflict when the incident is closed, no mail is sent
// from here, the same was sent a moment ago, or [MaxMailed] were; Invalid.
func (s *Service) Mail(ctx context.Context, by identity.Actor, id ID, text string, number int, address string) error {
	if err := by.Need(identity.HandleIncident); err != nil {
		return err
	}
	p, err := s.Paper(ctx, by, id, text, number, i18n.NL)
	if err != nil {
		return err
	}
	f, err := s.load(ctx, by, id)
	switch {
	case err != nil:
		return err
	case number < 1 || number > len(p.Editions):
		return fault.Missing("incident.no-edition")
	case p.Text.Letter || s.Mails == nil || !s.Mails():
		return errNoMail
	}
	e := p.Editions[number-1]
	to, err := mail.ParseAddress(address)
	var k fault.Checker
	k.Need(err == nil && to.Name == "" && len(address) <= longestAddress, "address", i18n.T("Schrijf één mailadres, zoals meldpunt@voorbeeld.nl.", "Write one mail address, such as reports@example.org."))
	k.Line(address, "address", longestAddress)
	if err := k.Fault("incident.address-refused"); err != nil {
		return err
	}
	now := s.now()
	line := Line{At: now, By: by.Name, Sent: text, Edition: number, To: to.Address}
	err = s.Store.AddLine(ctx, by.Org, id, line, line.mayGo, func(l Line) (journal.Draft, []post.Message) {
		return by.Draft(now, "incident.line", f.Ref(), l), []post.Message{letterOf(p.Text, e, f.Incident, l)}
	})
	if err != nil {
		return fmt.Errorf("mail text %s of %s: %w", text, id, err)
	}
	return nil
}

// mayGo says whether the mail that l tells of may go, of an incident with its log so far.
func (l Line) mayGo(f File, mailed int) error {
	switch {
	case !f.IsOpen():
		return ErrClosed
	case slices.ContainsFunc(f.Lines, func(o Line) bool {
		return o.Sent == l.Sent && o.Edition == l.Edition && o.To == l.To && l.At.Sub(o.At) < pressedTwice
	}):
		return errMailed
	case mailed > MaxMailed:
		return errMailedMuch
	}
	return nil
}

const longestAddress = 254 // RFC 5321, 4.5.3.1.3, without the angle brackets

var (
	errNoMail = &fault.Fault{
		Kind: fault.Conflict, Code: "incident.no-mail",
		Says: i18n.T("Van hieruit wordt dit niet gemaild.", "This is not mailed from here."),
		Hint: i18n.T("Kopieer de tekst of bewaar hem als bestand, en verstuur hem zelf. Er is niets verstuurd.", "Copy the text or save it as a file, and send it yourself. Nothing was sent."),
	}
	errMailed = &fault.Fault{
		Kind: fault.Conflict, Code: "incident.mailed-already",
		Says: i18n.T("Deze versie ging net al naar dit adres.", "This version went to this address a moment ago."),
		Hint: i18n.T("U hoeft niets te doen. Er is geen tweede mail verstuurd.", "You need not do anything. No second mail was sent."),
	}
	errMailedMuch = &fault.Fault{
		Kind: fault.Conflict, Code: "incident.mailed-much",
		Says: i18n.T("Uw organisatie mailde in 24 uur al 50 teksten. Meer gaan er voorlopig niet weg.", "Your organisation mailed 50 texts within 24 hours. No more go out for now."),
		Hint: i18n.T("Kopieer de tekst of bewaar hem als bestand, en verstuur hem zelf. Er is niets verstuurd.", "Copy the text or save it as a file, and send it yourself. Nothing was sent."),
	}
)

// MailedTexts is what the Keys of mails with a text are like, as SQL says it.
const MailedTexts = "incident/%/text/%"

// letterOf is the mail with which an edition goes out.
func letterOf(t Text, e Edition, i Incident, l Line) post.Message {
	var body strings.Builder
	for _, f := range t.Fields {
		if value := e.Values[f.ID]; value != "" {
			fmt.Fprintf(&body, "%s\n%s\n\n", f.Title.In(e.Lang), value)
		}
	}
	body.WriteString(e.Lang.Tf("Verstuurd door %s. Een antwoord op deze mail leest niemand.\n", "Sent by %s. Nobody reads an answer to this mail.\n", l.By))
	return post.Message{
		Key:     fmt.Sprintf("incident/%s/text/%s/%d/%d", i.ID, t.ID, e.Number, l.Seq),
		Address: l.To, Subject: t.Title.In(e.Lang) + " (" + i.Name() + ")", Body: body.String(), Put: l.At,
	}
}
