package planweb

import (
	"encoding/json"
	"strings"
	"time"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/web"
)

// tag returns the small label for how far an action is; late comes before all else.
func tag(v web.View, a plan.Action) (kind, text string) {
	switch {
	case a.IsLate(v.Today()):
		return "late", v.T("Te laat", "Late")
	case a.Status == plan.Busy:
		kind = "info"
	case a.Status == plan.Done:
		kind = "ok"
	}
	return kind, a.Status.Name().In(v.Lang)
}

// dueClass makes a day stand out that has passed or is near.
func dueClass(v web.View, a plan.Action) string {
	switch {
	case !a.IsOpen() || a.Due.IsZero():
		return ""
	case a.IsLate(v.Today()):
		return "zi-late"
	case a.Due.Sub(v.Today()) <= 7*24*time.Hour:
		return "zi-soon"
	}
	return ""
}

// dueText says before when, in full.
func dueText(v web.View, a plan.Action) string {
	if a.Due.IsZero() {
		return v.T("Geen datum", "No date")
	}
	return v.Lang.Day(a.Due)
}

// lateText says by how many days an action is late.
func lateText(v web.View, a plan.Action) string {
	return v.Lang.Plural(a.DaysLate(v.Today()), "%s dag te laat", "%s dagen te laat", "%s day late", "%s days late")
}

func ownerText(v web.View, a plan.Action, n names) string {
	name := a.OwnerName(n)
	switch {
	case a.Owner != "" && n.Here[a.Owner] == "":
		return leftText(v, name)
	case name == "":
		return v.T("Nog niemand", "Nobody yet")
	}
	return name
}

// leftText says of somebody by name, or "", that the organisation has to do without.
func leftText(v web.View, name string) string {
	if name == "" {
		return v.T("Iemand die hier niet meer werkt", "Somebody who no longer works here")
	}
	return v.Lang.Tf("%s (werkt hier niet meer)", "%s (no longer works here)", name)
}

func costText(v web.View, a plan.Action) string {
	if a.CostCents == 0 {
		return v.T("Niet geschat", "Not estimated")
	}
	return v.Lang.Euro(a.CostCents)
}

func effortText(l i18n.Lang, g framework.Grade) string {
	switch g {
	case framework.Low:
		return l.T("Weinig: ongeveer een dag", "Little: about a day")
	case framework.Medium:
		return l.T("Meer: enkele weken", "More: some weeks")
	case framework.High:
		return l.T("Veel: enkele maanden", "Much: some months")
	}
	return l.T("Niet geschat", "Not estimated")
}

func effectText(l i18n.Lang, g framework.Grade) string {
	switch g {
	case framework.High:
		return l.T("Groot", "Large")
	case framework.Medium:
		return l.T("Gemiddeld", "Medium")
	case framework.Low:
	}
	return l.T("Klein", "Small")
}

// sourceText says where an action comes from.
func sourceText(l i18n.Lang, a plan.Action) string {
	switch a.Source.Kind {
	case plan.FromGap:
		return l.T("Voorgesteld, omdat dit nog ontbreekt", "Suggested, because this is still missing")
	case plan.FromQuickScan:
		return l.T("Eerste stap uit de quickscan", "First step from the quick scan")
	case plan.FromFinding:
		return l.T("Bevinding uit een onafhankelijke beoordeling", "Finding of an independent assessment")
	case plan.FromRound:
		return l.T("Bevinding uit een interne audit of zelfaudit", "Finding of an internal audit or self-audit")
	case plan.FromReview:
		return l.T("Besluit uit een directiebeoordeling", "Decision of a management review")
	case plan.FromExercise:
		return l.T("Les uit een oefening", "Lesson of an exercise")
	case plan.FromRestoreTest:
		return l.T("Hersteltest die niet goed ging", "Restore test that fell short")
	case plan.FromIncident:
		return l.T("Les uit een incident", "Lesson of an incident")
	case plan.FromOwn:
		return l.T("Zelf bedacht", "Thought of by yourselves")
	}
	return a.Source.Kind
}

// missingText says what is missing, in the words of the three plain questions.
func missingText(l i18n.Lang, missing []framework.Level) string {
	var parts []string
	for _, m := range missing {
		switch m {
		case framework.Design:
			parts = append(parts, l.T("de afspraak", "the agreement"))
		case framework.Existence:
			parts = append(parts, l.T("het doen", "the doing"))
		case framework.Operation:
			parts = append(parts, l.T("het bewijs dat het werkt", "the proof that it works"))
		}
	}
	return l.T("Nog nodig: ", "Still needed: ") + l.And(parts)
}

// aboutText names the requirements of an action by their IDs alone.
func aboutText(l i18n.Lang, a plan.Action) string {
	var numbers []string
	for _, id := range a.Requirements {
		norm, n, _ := strings.Cut(id, "/")
		if strings.HasPrefix(norm, "nen7510-1") {
			n = l.T("deel 1 ", "part 1 ") + n
		}
		numbers = append(numbers, n)
	}
	switch len(numbers) {
	case 0:
		return sourceText(l, a)
	case 1:
		return l.T("Voor maatregel ", "For measure ") + numbers[0]
	}
	return l.T("Voor maatregel ", "For measures ") + l.And(numbers)
}

// A difference is one thing that changed in an action.
type difference struct{ name, before, after string }

// differences lists what differs between two versions of an action.
func differences(v web.View, n names, cat *framework.Catalogue, a, b plan.Action) []difference {
	l := v.Lang
	numbers := func(x plan.Action) string {
		var all []string
		for _, id := range x.Requirements {
			if r := cat.Find(id); r != nil {
				all = append(all, r.Short().In(l))
			}
		}
		return l.And(all)
	}
	status := func(x plan.Action) string {
		s := x.Status.Name().In(l)
		if x.Status == plan.Done {
			s += ", " + l.Day(x.DoneOn)
		}
		if x.Reason != "" {
			s += ": " + x.Reason
		}
		return s
	}
	level := func(x plan.Action) string {
		if x.Level == "" {
			return ""
		}
		return x.Level.Name().In(l)
	}
	var all []difference
	for _, d := range []difference{
		{v.T("Actie", "Action"), a.Title, b.Title},
		{v.T("Stand", "Status"), status(a), status(b)},
		{v.T("Wie", "Who"), ownerText(v, a, n), ownerText(v, b, n)},
		{v.T("Klaar vóór", "Done before"), dueText(v, a), dueText(v, b)},
		{v.T("Kosten", "Cost"), costText(v, a), costText(v, b)},
		{v.T("Hoeveel werk", "How much work"), effortText(l, a.Effort), effortText(l, b.Effort)},
		{v.T("Niveau", "Level"), level(a), level(b)},
		{v.T("Maatregelen", "Measures"), numbers(a), numbers(b)},
		{v.T("Stappen", "Steps"), a.Description, b.Description},
	} {
		if d.before != d.after {
			all = append(all, d)
		}
	}
	return all
}

// text writes a difference in one line; a long text is only said to differ.
func (d difference) text(l i18n.Lang) string {
	if len(d.before) > 120 || len(d.after) > 120 || strings.Contains(d.before+d.after, "\n") {
		return d.name + ": " + l.T("aangepast", "changed")
	}
	return d.name + ": " + web.OrDash(d.before) + " → " + web.OrDash(d.after)
}

// lines makes a history of journal entries.
func (p page) lines(entries []journal.Entry) []web.Line {
	var lines []web.Line
	for _, e := range entries {
		l := web.Line{Who: e.ActorName, At: e.At, Text: p.T("Gewijzigd", "Changed")}
		c, ok := readChanged(e)
		switch {
		case e.Action == "plan.add":
			l.Text, l.Kind = p.T("In het plan gezet", "Put into the plan"), "main"
		case ok && e.Action == "plan.status":
			l.Text, l.Kind = p.T("Stand gewijzigd", "Status changed"), "main"
		}
		if ok && c.Before != nil {
			for _, d := range differences(p.View, p.names, p.cat, *c.Before, c.After) {
				l.More = append(l.More, d.text(p.Lang))
			}
		}
		lines = append(lines, l)
	}
	return lines
}

// initials of who does it, for the avatar.
func initials(v web.View, a plan.Action, n names) string {
	return identity.Initials(ownerText(v, a, n))
}

func formTitle(p formPage) string {
	if p.isNew() {
		return p.T("Nieuwe actie", "New action")
	}
	return p.T("Actie wijzigen", "Change the action")
}

func saveText(p formPage) string {
	if p.isNew() {
		return p.T("Zet in het plan", "Put into the plan")
	}
	return p.T("Sla de actie op", "Save the action")
}

func personID(s string) identity.PersonID { return identity.PersonID(s) }

func readChanged(e journal.Entry) (c plan.Changed, ok bool) {
	return c, e.Data != nil && json.Unmarshal(e.Data, &c) == nil
}

// groupText counts a group's actions and adds up what they cost.
func groupText(v web.View, g group) string {
	text := v.Lang.Plural(len(g.actions), "%s actie", "%s acties", "%s action", "%s actions")
	if g.cents > 0 {
		text += ", " + v.Lang.Euro(g.cents)
	}
	return text
}
