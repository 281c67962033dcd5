package soafile

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/workbook"
)

// notApplicable is a reply in a column of answers that says something else.
const notApplicable assessment.Reply = "nvt"

// words lists what people write for each reply, as [workbook.PlainWords] leaves it.
var words = map[assessment.Reply][]string{
	assessment.Yes: {
		"ja", "j", "yes", "y", "true", "waar", "x", "v", "ok", "akkoord", "voldoet", "geimplementeerd", "implemented", "fully implemented", "volledig geimplementeerd",
		"ingericht", "ingevoerd", "gereed", "klaar", "afgerond", "done", "complete", "completed", "volledig", "aanwezig", "in place", "operational", "operationeel",
		"conform", "compliant", "fully compliant", "effectief", "effective", "groen", "green", "gerealiseerd", "in werking", "full", "fully", "closed", "met", "vastgesteld", "goed",
		"applicable", "van toepassing", "included", "in scope", "opgenomen", "toepasselijk", "vt", "wel", "applies", "geldt",
	},
	assessment.Partly: {
		"deels", "gedeeltelijk", "partly", "partial", "partially", "partially implemented", "deels geimplementeerd", "gedeeltelijk geimplementeerd", "partially compliant",
		"in uitvoering", "in progress", "wip", "ongoing", "bezig", "onderhanden", "onder handen", "loopt", "started", "gestart", "in ontwikkeling", "in behandeling",
		"oranje", "orange", "amber", "geel", "yellow", "concept", "draft", "largely", "grotendeels", "matig", "beperkt", "deels ingericht", "deels ja", "in bewerking",
	},
	assessment.No: {
		"nee", "n", "no", "false", "onwaar", "niet", "not implemented", "niet geimplementeerd", "niet ingericht", "nog niet ingericht", "nog niet", "planned", "gepland", "todo", "to do", "te doen",
		"open", "niet gestart", "not started", "ontbreekt", "missing", "rood", "red", "absent", "afwezig", "voldoet niet", "niet conform", "not compliant", "non compliant", "niet aanwezig",
		"geen", "none", "niet effectief", "not effective", "onvoldoende", "not done", "niet gereed", "not met",
	},
	assessment.Unknown: {"onbekend", "unknown", "weet niet", "dat weet ik niet", "i do not know", "nnb", "tbd", "nog te bepalen", "niet bekend", "not assessed", "niet beoordeeld", "nader te bepalen"},
	notApplicable: {
		"nvt", "n v t", "niet van toepassing", "not applicable", "n a", "na", "excluded", "uitgesloten", "out of scope", "buiten scope", "niet toepasselijk", "not relevant", "niet relevant", "does not apply", "geldt niet",
	},
}

// signs are replies without letters.
var signs = map[string]assessment.Reply{
	"✓": assessment.Yes, "✔": assessment.Yes, "√": assessment.Yes, "☑": assessment.Yes, "✅": assessment.Yes, "●": assessment.Yes, "☒": assessment.Yes, "✗": assessment.No, "✘": assessment.No, "❌": assessment.No,
	"☐": assessment.No, "?": assessment.Unknown, "◐": assessment.Partly, "+": assessment.Yes, "+/-": assessment.Partly, "±": assessment.Partly,
}

// parseReply reads a word or sign. A reply may be followed by more after a dash
// or a bracket: "Ja, zie handboek".
func parseReply(text string) (assessment.Reply, bool) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\ufe0f", ""))
	if r, ok := signs[text]; ok {
		return r, true
	}
	if r, ok := replyIn(workbook.PlainWords(text)); ok {
		return r, true
	}
	head, tail, found := strings.Cut(strings.NewReplacer(",", ";", "(", ";", " - ", ";", " – ", ";", ":", ";", ".", ";", "\n", ";").Replace(text), ";")
	if !found {
		return "", false
	}
	r, ok := replyIn(workbook.PlainWords(head))
	if r == assessment.Yes && hedges(tail) {
		r = assessment.Partly
	}
	return r, ok
}

// hedges reports whether what stands behind a yes takes part of it back: "ja,
// maar nog niet overal".
func hedges(tail string) bool {
	for _, word := range strings.Fields(workbook.PlainWords(tail)) {
		switch word {
		case "maar", "nog", "niet", "behalve", "deels", "gedeeltelijk", "grotendeels", "alleen", "but", "not", "except", "partly", "partially", "mostly", "only", "yet":
			return true
		}
	}
	return false
}

func replyIn(plain string) (assessment.Reply, bool) {
	if plain == "" {
		return "", false
	}
	for reply, list := range words {
		if slices.Contains(list, plain) {
			return reply, true
		}
	}
	return "", false
}

// A scale is how a column counts, where it uses figures.
type scale string

const (
	noScale    scale = ""
	percent    scale = "percent"  // 0 to 100
	fraction   scale = "fraction" // 0 to 1
	maturity   scale = "maturity" // 0 to 5
	oneOrZero  scale = "one-or-zero"
	otherScale scale = "other"
)

// scaleOf looks at all figures of a column together: 1 may be one percent, the
// whole of it, or the lowest level but one.
func scaleOf(kind Kind, heading string, texts []string) scale {
	highest, figures, broken, binary := 0.0, 0, false, true
	for _, t := range texts {
		x, ok := figure(t)
		if !ok {
			continue
		}
		figures++
		highest = max(highest, x)
		broken = broken || x != float64(int(x))
		binary = binary && (x == 0 || x == 1)
	}
	asPercent := strings.Contains(heading, "%") || strings.Contains(strings.ToLower(heading), "percent") || strings.Contains(strings.ToLower(heading), "voortgang")
	switch {
	case figures == 0:
		return noScale
	case highest <= 1 && broken || asPercent && highest <= 1:
		return fraction
	case asPercent && highest <= 100:
		return percent
	case kind == MaturityColumn && highest <= 5:
		return maturity
	case binary:
		return oneOrZero
	case kind == StatusColumn && highest <= 5:
		return maturity
	case highest > 5 && highest <= 100:
		return percent
	}
	return otherScale
}

// means says what the figures of a scale stand for; false when they are not read.
// It tells what [ofPercent] and [ofMaturity] do.
func (s scale) means() (i18n.Text, bool) {
	switch s {
	case percent:
		return i18n.T("procenten: 100 is ja, 0 is nee, ertussen is deels", "percentages: 100 is yes, 0 is no, between them is partly"), true
	case fraction:
		return i18n.T("delen van 1: 1 is ja, 0 is nee, ertussen is deels", "parts of 1: 1 is yes, 0 is no, between them is partly"), true
	case maturity:
		return i18n.T("niveaus van 0 tot en met 5: vanaf 3 is het afgesproken en gedaan, vanaf 4 blijft het ook deels werken, 1 en 2 zijn deels, 0 is nee",
			"levels from 0 to 5: from 3 on it is agreed and done, from 4 on it also keeps working in part, 1 and 2 are partly, 0 is no"), true
	case oneOrZero:
		return i18n.T("1 voor ja en 0 voor nee", "1 for yes and 0 for no"), true
	case noScale, otherScale:
	}
	return i18n.Text{}, false
}

var plainFigure = regexp.MustCompile(`^\d{1,3}(?:[.,]\d{1,4})?$`)

func figure(text string) (float64, bool) {
	if !plainFigure.MatchString(text) {
		return 0, false
	}
	x, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", "."), 64)
	return x, err == nil
}

// An overall is one answer for all three levels, or for one.
type overall struct {
	design, existence, operation assessment.Reply
	na                           bool
	plain                        assessment.Reply // where it stands for one level alone
}

// overallOf spreads a reply carefully: what is done was agreed and exists; that
// it keeps working is more than a list says.
func overallOf(r assessment.Reply) overall {
	switch r {
	case assessment.Yes:
		return overall{r, r, assessment.Partly, false, r}
	case assessment.Partly:
		return overall{r, r, assessment.Unanswered, false, r}
	case notApplicable:
		return overall{na: true}
	case assessment.No, assessment.Unknown, assessment.Unanswered:
	}
	return overall{r, r, r, false, r}
}

// ofPercent: all of it is yes, none of it is no.
func ofPercent(x float64) overall {
	switch {
	case x >= 100:
		return overallOf(assessment.Yes)
	case x > 0:
		return overallOf(assessment.Partly)
	}
	return overallOf(assessment.No)
}

// ofMaturity reads levels 0 to 5: from 3 on a measure is agreed and done
// everywhere, from 4 on it is measured.
func ofMaturity(x float64) overall {
	switch {
	case x >= 4:
		return overallOf(assessment.Yes)
	case x >= 3:
		return overall{assessment.Yes, assessment.Yes, assessment.Unanswered, false, assessment.Yes}
	case x >= 1:
		return overallOf(assessment.Partly)
	}
	return overallOf(assessment.No)
}

var (
	percentText  = regexp.MustCompile(`^(\d{1,3}(?:[.,]\d{1,4})?)\s?%`)
	maturityText = regexp.MustCompile(`(?i)^(?:niveau|level|cmmi?|l|ml|maturity|volwassenheid)?\s?([0-5])(?:[.,]\d)?\s?(?:[-–:/=(].*)?$`)
)

// maturityWords are the usual names of the levels.
var maturityWords = map[string]float64{
	"ad hoc": 1, "initial": 1, "initieel": 1, "non existent": 0, "nonexistent": 0, "afwezig": 0, "repeatable": 2, "herhaalbaar": 2, "managed": 2, "beheerst": 2, "developing": 2, "defined": 3, "gedefinieerd": 3,
	"quantitatively managed": 4, "measured": 4, "gemeten": 4, "managed and measurable": 4, "beheerst en meetbaar": 4, "optimizing": 5, "optimising": 5, "optimized": 5, "optimised": 5, "geoptimaliseerd": 5, "optimaliserend": 5,
}

// parseOverall reads one answer in whatever form the column has.
func parseOverall(text string, s scale) (overall, bool) {
	if m := percentText.FindStringSubmatch(text); m != nil {
		x, _ := figure(m[1])
		return ofPercent(x), x <= 100
	}
	if x, ok := figure(text); ok {
		return ofFigure(x, s)
	}
	if s == maturity {
		if m := maturityText.FindStringSubmatch(text); m != nil {
			x, _ := figure(m[1])
			return ofMaturity(x), true
		}
	}
	if r, ok := parseReply(text); ok {
		return overallOf(r), true
	}
	if x, ok := maturityWords[workbook.PlainWords(text)]; ok {
		return ofMaturity(x), true
	}
	if m := maturityText.FindStringSubmatch(text); m != nil {
		x, _ := figure(m[1])
		return ofMaturity(x), true
	}
	return overall{}, false
}

func ofFigure(x float64, s scale) (overall, bool) {
	switch s {
	case percent:
		return ofPercent(x), true
	case fraction:
		return ofPercent(100 * x), true
	case maturity:
		return ofMaturity(x), true
	case oneOrZero:
		return ofPercent(100 * x), true
	case noScale, otherScale:
	}
	return overall{}, false
}
