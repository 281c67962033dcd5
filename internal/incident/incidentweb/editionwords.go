package incidentweb

import (
	"slices"
	"strconv"
	"strings"

	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/web"
)

// history is every edition, the last first.
func (p textPage) history() []incident.Edition {
	all := slices.Clone(p.Paper.Editions)
	slices.Reverse(all)
	return all
}

// differs says what changed in an edition.
func (p textPage) differs(e incident.Edition) string {
	var names []string
	for _, id := range e.Changed {
		if f, ok := p.Paper.Text.Field(id); ok {
			names = append(names, f.Title.In(p.Lang))
		}
	}
	switch {
	case e.Number == 1:
		return p.T("De eerste versie.", "The first version.")
	case len(names) == 0:
		return p.T("Niets gewijzigd.", "Nothing changed.")
	}
	return p.T("Gewijzigd: ", "Changed: ") + strings.Join(names, "; ") + "."
}

// A gone is that an edition left: recorded as sent, or mailed.
type gone struct {
	Edition int
	Says    string
}

// left is what is known of editions that left, in the order of the editions.
func (p textPage) left() (all []gone) {
	t := p.Paper.Text
	for name, s := range p.F.Sent {
		if s.Text == t.ID {
			duty, step, _ := strings.Cut(name, "/")
			says := p.Lang.Tf("%s: verstuurd op %s, vastgelegd door %s.", "%s: sent on %s, recorded by %s.", p.nameOf(duty, step), p.moment(s.At), s.By)
			if s.Receipt != "" {
				says += " " + p.T("Kenmerk: ", "Reference: ") + s.Receipt
			}
			all = append(all, gone{s.Edition, says})
		}
	}
	for _, l := range p.F.Lines {
		if l.Sent == t.ID {
			all = append(all, gone{l.Edition, p.mailed(l)})
		}
	}
	slices.SortStableFunc(all, func(a, b gone) int { return a.Edition - b.Edition })
	return all
}

// mailed says that an edition was mailed.
func (p page) mailed(l incident.Line) string {
	title := l.Sent
	for _, t := range p.Texts {
		if t.ID == l.Sent {
			title = t.Title.In(p.Lang)
		}
	}
	return p.Lang.Tf("Gemaild: %s, versie %d, aan %s.", "Mailed: %s, version %d, to %s.", title, l.Edition, l.To)
}

// A draft is a text in the list of an incident.
type draft struct {
	incident.Text
	Tone, Says, Below string
}

// drafts are the texts that matter now: those that a duty asks or may ask for, those
// that no duty asks for, and those that somebody began.
func (p page) drafts() (all []draft) {
	for _, t := range p.Texts {
		asked, late := t.Serves(p.All)
		e := p.Papers[t.ID]
		if !asked && len(t.For) > 0 && e.Number == 0 {
			continue
		}
		d := draft{Text: t, Says: p.T("Nog niet begonnen", "Not begun yet")}
		if e.Number > 0 {
			d.Tone, d.Says = "info", p.Lang.Tf("Versie %d", "Version %d", e.Number)
			d.Below = e.By + ", " + p.When(e.At)
			if n := len(t.Missing(e.Values, late)); n > 0 {
				d.Tone, d.Below = "warn", p.Lang.Plural(n, "nog %s veld open", "nog %s velden open", "%s field open", "%s fields open")
			}
		}
		if s, ok := p.sentAs(t); ok {
			d.Tone, d.Says, d.Below = "ok", p.T("Verstuurd", "Sent"), p.moment(s.At)
			if s.Text == t.ID {
				d.Says = p.Lang.Tf("Versie %d verstuurd", "Version %d sent", s.Edition)
			}
		}
		all = append(all, d)
	}
	return all
}

// sentAs is the last time that a text was sent: it itself, or for a step of it something
// that was not made here.
func (p page) sentAs(t incident.Text) (last incident.Sent, found bool) {
	for step, s := range p.F.Sent {
		if (s.Text == t.ID || s.Text == "" && slices.Contains(t.For, step)) && (!found || s.At.After(last.At)) {
			last, found = s, true
		}
	}
	return last, found
}

// editions are the editions of texts that can be what was sent as a step.
func (p page) editions() (options []web.Option) {
	now := p.typed("edition", editionName(p.C.Sent.Text, p.C.Sent.Edition))
	asked, fresh := p.r.URL.Query().Get("versie"), p.C.Sent.At.IsZero()
	if p.r.PostForm.Has("edition") {
		asked, fresh = "", false
	}
	if asked != "" {
		now, fresh = asked, false
	}
	for _, t := range p.Texts {
		if !slices.Contains(t.For, p.J.Duty.ID+"/"+p.C.Step.ID) {
			continue
		}
		for n := p.Papers[t.ID].Number; n > 0; n-- {
			name := editionName(t.ID, n)
			chosen := name == now || fresh && len(options) == 0 // as a rule what was saved last is what was sent
			options = append(options, web.Option{Value: name, Label: p.Lang.Tf("%s, versie %d", "%s, version %d", t.Title.In(p.Lang), n), Chosen: chosen})
		}
	}
	if len(options) == 0 {
		return nil
	}
	return append(options, web.Option{Label: p.T("Een andere tekst, niet van hier", "Another text, not from here"), Chosen: now == "" && !fresh})
}

// editionName names an edition in a form: "cbw-notification:2"; "" for none.
func editionName(text string, n int) string {
	if text == "" {
		return ""
	}
	return text + ":" + strconv.Itoa(n)
}

// parseEdition reads what editionName wrote. What is none is an edition that is not there.
func parseEdition(name string) (text string, n int) {
	text, number, _ := strings.Cut(name, ":")
	n, err := strconv.Atoi(number)
	if err != nil && text != "" {
		return text, -1
	}
	return text, n
}
