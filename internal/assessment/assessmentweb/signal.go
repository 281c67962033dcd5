package assessmentweb

import (
	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/i18n"
)

// signalKind is the shape of an answer of the quick scan; "vraag" stands apart
// from "open", since not knowing is an answer.
func signalKind(r assessment.Reply) string {
	switch r {
	case assessment.Yes:
		return string(assessment.InPlace)
	case assessment.Partly:
		return string(assessment.InPart)
	case assessment.No:
		return string(assessment.NotYet)
	case assessment.Unknown:
		return "vraag"
	case assessment.Unanswered:
	}
	return string(assessment.Open)
}

// signalWord is the word of an answer of the quick scan.
func signalWord(r assessment.Reply) i18n.Text {
	switch r {
	case assessment.Yes:
		return i18n.T("In orde", "In order")
	case assessment.Partly:
		return i18n.T("Deels", "Partly")
	case assessment.No:
		return i18n.T("Nog niet", "Not yet")
	case assessment.Unknown:
		return i18n.T("Weet u niet", "You do not know")
	case assessment.Unanswered:
	}
	return i18n.T("Niet ingevuld", "Not answered")
}

// duration writes a number of minutes as people plan it: "45 minuten", "1,5 uur".
func duration(l i18n.Lang, minutes int) string {
	if minutes < 60 {
		return l.Plural(minutes, "%s minuut", "%s minuten", "%s minute", "%s minutes")
	}
	if minutes == 60 {
		return l.T("1 uur", "1 hour")
	}
	return l.Decimal(float64(minutes)/60) + l.T(" uur", " hours")
}

// together adds up the minutes of actions.
func together(l i18n.Lang, actions []assessment.Signal) string {
	minutes := 0
	for _, a := range actions {
		minutes += a.Element.Action(l).Minutes
	}
	return duration(l, minutes)
}
