package incidentweb

import (
	"net/url"
	"strconv"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/incident/indicator"
	"aantoonbaar/internal/web"
)

func tlpTone(t indicator.TLP) string {
	switch t {
	case indicator.Red:
		return "late"
	case indicator.Amber, indicator.Strict:
		return "warn"
	case indicator.Green:
		return "ok"
	case indicator.Clear:
	}
	return ""
}

func (p tracesPage) tlps(stored indicator.TLP) []web.Option {
	now := p.typed("tlp", string(stored))
	options := []web.Option{{Value: "", Label: p.T("Geen kleur", "No colour"), Chosen: now == ""}}
	for _, t := range indicator.TLPs {
		options = append(options, web.Option{Value: string(t), Label: t.Label() + ": " + tlpSays(t).In(p.Lang), Chosen: now == string(t)})
	}
	return options
}

// tlpSays is what a marking means, after FIRST's TLP 2.0.
func tlpSays(t indicator.TLP) i18n.Text {
	switch t {
	case indicator.Clear:
		return i18n.T("iedereen mag het weten", "everybody may know")
	case indicator.Green:
		return i18n.T("binnen uw vakgebied", "within your community")
	case indicator.Amber:
		return i18n.T("binnen uw organisatie en aan wie u helpt", "within your organisation and to those you help")
	case indicator.Strict:
		return i18n.T("alleen binnen uw organisatie", "within your organisation only")
	case indicator.Red:
		return i18n.T("alleen wie het kreeg", "only who received it")
	}
	return i18n.Text{}
}

func (p tracesPage) traceKinds(now, none string) []web.Option {
	options := []web.Option{{Value: "", Label: none, Chosen: now == ""}}
	for _, k := range indicator.Kinds {
		options = append(options, web.Option{Value: string(k), Label: k.Name().In(p.Lang), Chosen: now == string(k)})
	}
	return options
}

func (p tracesPage) seen(i indicator.Indicator) string {
	switch {
	case i.First.IsZero() && i.Last.IsZero():
		return "–"
	case i.Last.IsZero() || i.First.Equal(i.Last):
		return p.When(i.First)
	case i.First.IsZero():
		return p.T("tot ", "until ") + p.When(i.Last)
	}
	return p.When(i.First) + p.T(" tot ", " until ") + p.When(i.Last)
}

// at is the list from another place on, as it is filtered.
func (p tracesPage) at(from int) string {
	q := url.Values{"vanaf": {strconv.Itoa(from)}}
	if p.Words != "" {
		q.Set("q", p.Words)
	}
	if p.Kind != "" {
		q.Set("soort", string(p.Kind))
	}
	return tracesPath(p.F.ID) + "?" + q.Encode()
}

func typedInt(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
