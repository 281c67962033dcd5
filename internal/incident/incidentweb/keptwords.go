package incidentweb

import (
	"time"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/web"
)

func (p afterPage) pieces() []web.Option {
	now := p.typed("evidence", "")
	options := []web.Option{{Value: "", Label: p.T("Geen", "None"), Chosen: now == ""}}
	for _, it := range p.A.Items {
		options = append(options, web.Option{Value: string(it.ID), Label: it.Title + ", " + p.Lang.Day(it.AddedAt.In(p.Zone)), Chosen: now == string(it.ID)})
	}
	return options
}

func (p afterPage) keptName(x incident.Kept) string {
	if x.Evidence == "" {
		return x.What
	}
	it, ok := p.A.Item(x.Evidence)
	if !ok || it.Title == "" {
		return p.T("Een stuk bewijs dat er niet meer is", "A piece of evidence that is no longer there")
	}
	return it.Title
}

func (p afterPage) keptLine(x incident.Kept) string {
	says := x.By + ", " + p.When(x.At)
	if x.Place != "" {
		says = p.T("Ligt hier: ", "Lies here: ") + x.Place + ". " + says
	}
	return says
}

// sum is the hash of what was secured, as lower-case hex; "" where there is none.
func (p afterPage) sum(x incident.Kept) string {
	if it, ok := p.A.Item(x.Evidence); ok && it.Form == evidence.FileForm {
		return it.File.Sum.String()
	}
	return x.SHA256
}

func actionTone(a plan.Action, now time.Time) string {
	switch {
	case a.IsLate(legaltime.DayOf(now, now.Location())):
		return "late"
	case a.Status == plan.Done:
		return "ok"
	}
	return "info"
}

func (p afterPage) actionLine(a plan.Action) string {
	says := a.OwnerText
	if !a.Due.IsZero() {
		if says != "" {
			says += ", "
		}
		says += p.T("voor ", "by ") + p.Lang.Day(a.Due)
	}
	return says
}
