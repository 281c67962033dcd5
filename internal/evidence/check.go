package evidence

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
)

// The longest texts, in characters, and the largest file, in bytes.
const (
	MaxTitle   = 200
	MaxVouched = 120
	MaxURL     = 2000
	MaxNote    = 10_000
	MaxPlace   = 500
	MaxReason  = 500
	MaxFile    = 50 << 20
)

// check complains about every field of it that cannot be stored as it is. The
// file's content is judged later, while it passes.
func (it Item) check(c *fault.Checker, catalogue *framework.Catalogue) {
	c.Need(slices.Contains(Forms, it.Form), "form", i18n.T("Kies een bestand, link, notitie of vindplaats.", "Choose a file, link, note or place."))
	it.checkForm(c)
	c.Need(it.Title != "", "title", i18n.T("Geef het bewijs een naam die collega's herkennen.", "Give the evidence a name that colleagues will recognise."))
	c.Line(it.Title, "title", MaxTitle)
	c.Need(slices.Contains(framework.Levels, it.Kind), "kind", i18n.T("Kies wat dit bewijs laat zien: opzet, bestaan of werking.", "Choose what this evidence shows: design, existence or operation."))
	c.Need(it.VouchedBy != "", "vouched_by", i18n.T("Vul in wie voor dit bewijs instaat: een naam of een functie.", "Give who vouches for this evidence: a name or a position."))
	c.Line(it.VouchedBy, "vouched_by", MaxVouched)
	it.checkDays(c)
	for _, r := range it.Requirements {
		if catalogue.Find(r) == nil {
			c.Need(false, "requirements", i18n.T("Een van de gekozen maatregelen kennen wij niet. Kies uit de lijst.", "We do not know one of the chosen measures. Choose from the list."))
			break
		}
	}
}

// checkForm complains about what only one form has.
func (it Item) checkForm(c *fault.Checker) {
	switch it.Form {
	case FileForm:
		checkName(c, it.File.Name)
	case Link:
		checkURL(c, it.URL)
	case Note:
		c.Need(it.Text != "", "text", i18n.T("Schrijf op wat u wilt vastleggen.", "Write down what you want to record."))
		c.Text(it.Text, "text", MaxNote)
	case Place:
		c.Need(it.Text != "", "text", i18n.T("Schrijf op waar het bewijs ligt, bijvoorbeeld: in het kwaliteitshandboek, hoofdstuk 4.", "Write where the evidence lies, for example: in the quality manual, chapter 4."))
		c.Text(it.Text, "text", MaxPlace)
	}
}

// checkURL takes addresses of the web only. A javascript: or data: address
// would run in the reader's browser as soon as somebody follows it.
func checkURL(c *fault.Checker, s string) {
	if s == "" {
		c.Need(false, "url", i18n.T("Vul de link in. Een link begint met https://.", "Give the link. A link starts with https://."))
		return
	}
	c.Line(s, "url", MaxURL)
	u, err := url.Parse(s)
	web := err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && !strings.ContainsAny(s, " \t\r\n\\\"<>")
	c.Need(web, "url", i18n.T(
		"Gebruik een link die begint met https:// of http://. Ligt het bewijs op een schijf of op papier? Kies dan Vindplaats.",
		"Use a link that starts with https:// or http://. Does the evidence lie on a drive or on paper? Then choose Place."))
	c.Need(!web || u.User == nil, "url", i18n.T("Zet geen naam of wachtwoord in de link.", "Do not put a name or password in the link."))
}

// checkDays complains about days that cannot be, or that contradict each other.
func (it Item) checkDays(c *fault.Checker) {
	c.Need(!it.SpeaksFrom.IsZero(), "speaks_from", i18n.T(
		"Vul in over welke dag dit bewijs gaat. Meestal is dat de datum van het document, niet de dag van vandaag.",
		"Give the day of which this evidence speaks. Mostly that is the date of the document, not today."))
	c.Day(it.SpeaksFrom, "speaks_from")
	c.Day(it.SpeaksUntil, "speaks_until")
	c.Need(it.SpeaksUntil.IsZero() || !it.SpeaksUntil.Before(it.SpeaksFrom), "speaks_until",
		i18n.T("De laatste dag van de periode ligt vóór de eerste. Draai ze om.", "The last day of the period is before the first. Swap them."))
	c.Need(it.Kind != framework.Operation || !it.ValidUntil.IsZero(), "valid_until", i18n.T(
		"Vul in tot wanneer dit bewijs geldt. Dat iets nu werkt, zegt niets over volgend jaar.",
		"Give until when this evidence is valid. That something works now says nothing about next year."))
	c.Day(it.ValidUntil, "valid_until")
	c.Need(it.ValidUntil.IsZero() || !it.ValidUntil.Before(it.SpeaksFrom), "valid_until",
		i18n.T("Het bewijs verloopt vóór de dag waarover het gaat. Kies een latere dag.", "The evidence expires before the day of which it speaks. Choose a later day."))
}

// tidy drops what does not belong to the form, and puts the rest in its one spelling.
func (it *Item) tidy() {
	it.Title, it.VouchedBy = strings.TrimSpace(it.Title), strings.TrimSpace(it.VouchedBy)
	it.URL, it.Text = strings.TrimSpace(it.URL), strings.TrimSpace(it.Text)
	if it.Form != Link {
		it.URL = ""
	}
	if it.Form != Note && it.Form != Place {
		it.Text = ""
	}
	if it.Form != FileForm {
		it.File = File{}
	}
	if it.SpeaksUntil.Equal(it.SpeaksFrom) {
		it.SpeaksUntil = time.Time{}
	}
	it.Requirements = slices.Compact(slices.Sorted(slices.Values(it.Requirements)))
}
