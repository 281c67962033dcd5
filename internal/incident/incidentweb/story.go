package incidentweb

import (
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/web"
)

// story is what happened around the incident, newest first: what people wrote
// down, and what the program knows by itself.
func (p page) story() []web.Line {
	i := p.F.Incident
	lines := []web.Line{
		{Text: p.T("Gemeld: ", "Reported: ") + i.Title, Who: i.Reporter, At: i.ReportedAt},
	}
	lines = append(lines, p.aware()...)
	for name, s := range i.Sent {
		duty, step, _ := strings.Cut(name, "/")
		text := p.T("Verstuurd: ", "Sent: ") + p.nameOf(duty, step)
		if s.Edition > 0 {
			text += p.Lang.Tf(", versie %d", ", version %d", s.Edition)
		}
		if s.Receipt != "" {
			text += ". " + p.T("Kenmerk: ", "Reference: ") + s.Receipt
		}
		lines = append(lines, web.Line{Text: text, Who: s.By, At: s.At, Kind: "alert"})
	}
	for _, l := range p.F.Lines {
		if l.Tier != incident.Nobody {
			lines = append(lines, web.Line{Text: p.called(l), Who: p.T("Automatisch", "Automatically"), At: l.At})
			continue
		}
		if l.Sent != "" {
			lines = append(lines, web.Line{Text: p.mailed(l), Who: l.By, At: l.At, Kind: "alert"})
			continue
		}
		lines = append(lines, p.written(l))
	}
	if !i.Over.IsZero() {
		lines = append(lines, web.Line{Text: p.T("Het incident was voorbij.", "The incident was over."), Who: i.Lead, At: i.Over, Kind: "main"})
	}
	if !i.IsOpen() {
		lines = append(lines, web.Line{Text: p.T("Afgesloten. ", "Closed. ") + i.Lessons, Who: i.Lead, At: i.ClosedAt, Kind: "main"})
	}
	slices.SortStableFunc(lines, func(a, b web.Line) int { return b.At.Compare(a.At) })
	return lines
}

// written is a line that a person wrote, at the moment at which it happened.
func (p page) written(l incident.Line) web.Line {
	line := web.Line{Text: l.Text, Who: l.By, At: l.When()}
	switch {
	case l.Decision:
		line.Text, line.Kind = p.T("Besluit: ", "Decision: ")+l.Text, "main"
	case l.With != "":
		line.Text = p.contact(l)
	}
	if !l.Happened.IsZero() {
		line.More = []string{p.T("Opgeschreven ", "Written down ") + p.When(l.At)}
	}
	return line
}

// lineOpen reports whether the rest of the form of a line is shown at once: when
// something is wrong in it, or something was typed there.
func (p page) lineOpen() bool {
	return p.typed("with", "")+p.typed("happened", "") != "" || p.Refusal != nil && p.typed("kind", "") == "contact"
}

// called says who was sent a mail, and why they were.
func (p page) called(l incident.Line) string {
	if len(l.Told) == 0 && l.Hook {
		return p.T("De webhook is aangeroepen.", "The webhook is called.")
	}
	if len(l.Told) == 0 {
		return p.T("Nog niemand pakte het op, en er is verder niemand om bericht te sturen.", "Nobody took it on yet, and there is nobody else to tell.")
	}
	says := p.Lang.Tf("Bericht gestuurd aan %s.", "Told by mail: %s.", p.Lang.And(l.Told))
	if l.Hook {
		says += " " + p.T("De webhook is ook aangeroepen.", "The webhook is called too.")
	}
	if l.Tier > incident.First {
		says = p.T("Nog niemand pakte het op. ", "Nobody took it on yet. ") + says
	}
	return says
}

// nameOf is a step with the duty that it belongs to.
func (p page) nameOf(duty, step string) string {
	for _, j := range p.All {
		if s, ok := j.Duty.Step(step); ok && j.Duty.ID == duty {
			return s.Title.In(p.Lang)
		}
	}
	return step
}

// aware tells since when people knew, as it was said first and as it was corrected. What
// somebody said stays what they said: a correction is a line of who made it.
func (p page) aware() []web.Line {
	i := p.F.Incident
	said := make([]time.Time, 0, len(i.Earlier)+1) // the moments, the first that was said first
	for _, e := range i.Earlier {
		said = append(said, e.Was)
	}
	said = append(said, i.Aware)
	text := p.T("Ontdekt. Vanaf hier lopen de termijnen.", "Became aware. The clocks run from here.")
	if len(i.Earlier) > 0 {
		text = p.T("Ontdekt, volgens de melding. Later is dit moment aangepast.", "Became aware, as it was reported. This moment was corrected later.")
	}
	lines := []web.Line{{Text: text, Who: i.Reporter, At: said[0], Kind: "alert"}}
	for n, e := range i.Earlier {
		text := p.Lang.Tf("Moment van ontdekking aangepast: van %s naar %s. De termijnen lopen vanaf het nieuwe moment. Reden: %s", "Moment of awareness corrected: from %s to %s. The clocks run from the new moment. Reason: %s", p.moment(e.Was), p.moment(said[n+1]), e.Reason)
		lines = append(lines, web.Line{Text: text, Who: e.By, At: e.At, Kind: "main"})
	}
	return lines
}
