package reading

import (
	"slices"
	"strings"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/workbook"
)

// A Column is what a column of a list can hold.
type Column string

// The columns. When, or Date with Clock, and User and Patient are needed.
const (
	ColWhen    Column = "when"
	ColDate    Column = "date"
	ColClock   Column = "clock"
	ColUser    Column = "user"
	ColPatient Column = "patient"
	ColAction  Column = "action"
	ColRole    Column = "role"
	ColTeam    Column = "team"
	ColGlass   Column = "glass"
	ColReason  Column = "reason"
	ColStation Column = "station"
	ColSource  Column = "source"
	ColRule    Column = "rule"
)

// A Named column is a column with its name on screens, and the headings by which it is
// known.
type Named struct {
	Column Column
	Name   i18n.Text
	heads  string // known headings, as [plainHead] writes them, between bars
}

// Columns lists the columns in the order of screens. Headings are those that were seen
// in exports and manuals (shared design, accesslog.md section 2.2), and what people call
// these things.
var Columns = []Named{
	{ColWhen, i18n.T("Datum en tijd", "Date and time"), "datum en tijd|datumtijd|tijdstip|moment|tijdstempel|timestamp|date time|datetime|gestart op|geactiveerd op|opendttm|eventdatetime|recorded|time stamp|logtijd|datum tijd|wanneer|when|access time"},
	{ColDate, i18n.T("Datum", "Date"), "datum|date|dag|day|logdatum"},
	{ColClock, i18n.T("Tijd", "Time"), "tijd|time|uur|hour|kloktijd"},
	{ColUser, i18n.T("Wie keek", "Who looked"), "gebruiker|medewerker|medewerkernummer|personeelsnummer|gebruikersnaam|gebruikersid|user|userid|user id|username|employee|employee id|account|inlognaam|login|naam gebruiker|zorgverlener|actor|wie|who"},
	{ColPatient, i18n.T("Van wie het dossier is", "Whose record it is"), "client|clientnummer|client id|clientid|patient|patientnummer|patientid|patient id|bsn|dossier|dossiernummer|mrn|geescaleerd naar|resource|bewoner|bewonernummer|zorgvrager|dossier van"},
	{ColAction, i18n.T("Wat er gedaan is", "What was done"), "actie|handeling|action|activiteit|activity|soort|type|gebeurtenis|event|mutatie|access type|metric name|actiecode|wat"},
	{ColRole, i18n.T("Rol", "Role"), "rol|functie|role|beroep|function|job title|discipline|deskundigheid"},
	{ColTeam, i18n.T("Team of afdeling", "Team or department"), "team|afdeling|department|locatie|location|unit|ward|organisatieonderdeel|kostenplaats|vestiging"},
	{ColGlass, i18n.T("Noodprocedure", "Emergency procedure"), "noodprocedure|noodknop|noodtoegang|escalatie|break glass|breaktheglass|break the glass|btg|breaktype|emergency|spoedtoegang"},
	{ColReason, i18n.T("Reden", "Reason"), "reden|reason|toelichting|motivatie|breakglassreason|break glass reason|reden noodprocedure|reden van toegang"},
	{ColStation, i18n.T("Werkplek", "Workstation"), "werkplek|werkstation|workstation|computer|ip|ip adres|ipadres|ip address|device|apparaat|pc|host|toegangspunt"},
	{ColSource, i18n.T("Systeem", "System"), "bron|systeem|system|source|applicatie|application|app|module"},
	{ColRule, i18n.T("Regel voor toegang", "Rule for access"), "autorisatie|autorisatieprotocol|behandelrelatie|protocol|policy|regel|grondslag"},
}

// plainHead is a heading as [workbook.PlainWords] writes it, in which Cliënt-nr. and
// client nummer are what Cliënt and cliëntnummer are.
func plainHead(head string) string {
	return strings.TrimSuffix(strings.Replace(workbook.PlainWords(head), " nummer", "nummer", 1), " nr")
}

// columnOf is the column that a heading names; "" for none.
func columnOf(head string) Column {
	plain := plainHead(head)
	for _, c := range Columns {
		if plain != "" && slices.Contains(strings.Split(c.heads, "|"), plain) {
			return c.Column
		}
	}
	return ""
}

// actions are what words for what was done begin with or hold, in order: the first that
// fits counts.
var actions = []struct {
	in     string
	action byte
	search bool
}{
	{"zoek", 'E', true},
	{"zocht", 'E', true},
	{"search", 'E', true},
	{"query", 'E', true},
	{"list viewed", 'E', true},
	{"lijst", 'E', true},
	{"print", 'E', false},
	{"afgedrukt", 'E', false},
	{"export", 'E', false},
	{"download", 'E', false},
	{"gekopieerd", 'E', false},
	{"copy", 'E', false},
	{"verwijder", 'D', false},
	{"delete", 'D', false},
	{"gewist", 'D', false},
	{"wijzig", 'U', false},
	{"bewerk", 'U', false},
	{"aangepast", 'U', false},
	{"update", 'U', false},
	{"edit", 'U', false},
	{"modif", 'U', false},
	{"mutatie", 'U', false},
	{"aangemaakt", 'C', false},
	{"toegevoegd", 'C', false},
	{"ingevoerd", 'C', false},
	{"nieuw", 'C', false},
	{"create", 'C', false},
	{"add", 'C', false},
	{"bekeken", 'R', false},
	{"bekijk", 'R', false},
	{"gelezen", 'R', false},
	{"lezen", 'R', false},
	{"ingezien", 'R', false},
	{"inzage", 'R', false},
	{"geopend", 'R', false},
	{"open", 'R', false},
	{"view", 'R', false},
	{"read", 'R', false},
	{"raadple", 'R', false},
}

// actionOf reads a word for what was done, or a letter.
func actionOf(word string) (action byte, search bool) {
	word = strings.ToLower(strings.TrimSpace(word))
	if len(word) == 1 && strings.Contains("crude", word) {
		return strings.ToUpper(word)[0], false
	}
	for _, a := range actions {
		if strings.Contains(word, a.in) {
			return a.action, a.search
		}
	}
	return 0, false
}

// isYes reports whether a cell says that the emergency procedure was used.
func isYes(cell string) bool {
	switch plainHead(cell) {
	case "nee", "n", "no", "false", "0", "onwaar", "normal", "geen", "niet":
		return false
	}
	return strings.Trim(cell, "-–—._/ ") != ""
}
