package web

import (
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/source"
)

// A citePart is a piece of a citation with its comma. Names of publishers,
// official numbers and articles are not translated: they are Dutch.
type citePart struct {
	Text  string
	Dutch bool
}

// citation is a work as [source.Work.Cited] has it, then where in it.
func citation(l i18n.Lang, w source.Work, at string) []citePart {
	var parts []citePart
	for _, p := range []citePart{{w.By(), true}, {w.Title.In(l), false}, {w.Place, true}, {w.When(l), false}, {at, true}} {
		if p.Text != "" {
			parts = append(parts, p)
		}
	}
	for i := range parts[:len(parts)-1] {
		parts[i].Text += ", "
	}
	return parts
}
