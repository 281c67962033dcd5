package evidenceweb

import (
	"cmp"
	"encoding/json"
	"strings"
	"time"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/web"
)

// lines tells what the journal holds about a piece. An entry whose data were
// erased still says that something was done, when and by whom.
func lines(p page, entries []journal.Entry) []web.Line {
	all := []web.Line{}
	for _, e := range entries {
		l := web.Line{Who: cmp.Or(e.ActorName, p.T("naam gewist", "name erased")), At: e.At}
		l.Text, l.More = tell(p, e)
		if e.Action == evidence.ActWithdraw || e.Action == evidence.ActErase {
			l.Kind = "alert"
		}
		all = append(all, l)
	}
	if len(all) > 0 && all[0].Kind == "" {
		all[0].Kind = "main"
	}
	return all
}

// Happened tells, on the page of a requirement, what was done with its evidence.
func Happened(v web.View, cat *framework.Catalogue, told []evidence.Told) []web.Line {
	all := make([]web.Line, len(told))
	for i, t := range told {
		line := lines(page{View: v, cat: cat}, []journal.Entry{t.Entry})[0]
		if line.Kind == "main" {
			line.Kind = ""
		}
		name := v.T("Gewist bewijs", "Erased evidence")
		if t.Item.Title != "" {
			name = v.Lang.Tf("Bewijs ‘%s’", "Evidence ‘%s’", short(t.Item.Title, 60))
		}
		line.Text = name + ": " + strings.ToLower(line.Text)
		line.Link = v.In("/bewijs/" + string(t.Item.ID))
		all[i] = line
	}
	return all
}

// tell puts one entry into words: what was done, and what changed by it.
func tell(p page, e journal.Entry) (text string, more []string) {
	switch e.Action {
	case evidence.ActAdd:
		return p.T("Toegevoegd", "Added"), nil
	case evidence.ActRestore:
		return p.T("Intrekking teruggedraaid", "Withdrawal taken back"), nil
	case evidence.ActChange:
		var d evidence.Changed
		read(e, &d)
		for _, c := range d.Changes {
			more = append(more, change(p, c))
		}
		return p.T("Gewijzigd", "Changed"), more
	case evidence.ActLink, evidence.ActUnlink:
		var d evidence.Linked
		read(e, &d)
		if r := p.cat.Find(d.Requirement); r != nil {
			more = []string{requirementName(p.View, r)}
		}
		if e.Action == evidence.ActLink {
			return p.T("Gekoppeld", "Linked"), more
		}
		return p.T("Losgemaakt", "Unlinked"), more
	case evidence.ActWithdraw:
		var d evidence.WithdrawnSaid
		read(e, &d)
		if d.Because != "" {
			more = []string{d.Because}
		}
		return p.T("Ingetrokken", "Withdrawn"), more
	case evidence.ActHold:
		var d evidence.HeldSaid
		read(e, &d)
		if d.Because != "" {
			more = []string{d.Because}
		}
		return p.T("Vastgezet", "Held"), more
	case evidence.ActRelease:
		return p.T("Vrijgegeven", "Released"), nil
	case evidence.ActErase:
		var d evidence.ErasedSaid
		read(e, &d)
		return p.T("Gewist", "Erased"), []string{d.Ground.Name().In(p.Lang), d.Because}
	}
	return e.Action, nil
}

// read fills into from an entry's data. Data that were erased leave it empty.
func read(e journal.Entry, into any) { _ = json.Unmarshal(e.Data, into) }

var fieldNames = map[string]i18n.Text{
	"title":        i18n.T("Naam", "Name"),
	"kind":         i18n.T("Laat zien", "Shows"),
	"url":          i18n.T("Link", "Link"),
	"text":         i18n.T("Tekst", "Text"),
	"vouched_by":   i18n.T("Staat ervoor in", "Vouched for by"),
	"speaks_from":  i18n.T("Gaat over", "Is about"),
	"speaks_until": i18n.T("Tot en met", "Up to"),
	"valid_until":  i18n.T("Geldig tot en met", "Valid up to"),
}

// change tells one changed field: "Naam: oud → nieuw".
func change(p page, c evidence.Change) string {
	name, ok := fieldNames[c.Field]
	if !ok {
		return c.Field
	}
	return name.In(p.Lang) + ": " + value(p, c.Field, c.Before) + " → " + value(p, c.Field, c.After)
}

// value writes a field's stored value as people read it.
func value(p page, field, s string) string {
	if s == "" {
		return p.T("leeg", "empty")
	}
	if field == "kind" {
		return framework.Level(s).Name().In(p.Lang)
	}
	if d, err := time.Parse(time.DateOnly, s); err == nil {
		return p.Lang.Day(d)
	}
	return short(s, 80)
}
