package reading

import (
	"slices"
	"strings"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/i18n"
)

// The columns that lists of facts have besides [ColPatient], [ColUser], [ColTeam] and
// [ColRole].
const (
	ColKind      Column = "kind"       // of fact, in a mixed list
	ColOther     Column = "other"      // the other of two teams
	ColFrom      Column = "from"       // day or moment
	ColFromClock Column = "from_clock" // when ColFrom is a day; "8:00-16:30" holds the end too
	ColTo        Column = "to"
	ColToClock   Column = "to_clock" // when there is no ColTo: of the day of ColFrom, or the night after it
	ColDuration  Column = "duration" // in minutes, or as 1:30
	ColName      Column = "name"     // a whole name
	ColFirst     Column = "first"
	ColPrefix    Column = "prefix" // such as "van der"
	ColSurname   Column = "surname"
	ColPostcode  Column = "postcode"
	ColHouse     Column = "house" // number, with its addition or without
	ColAddition  Column = "addition"
	ColAddress   Column = "address"   // a street with a number at its end
	ColAsClient  Column = "as_client" // number by which somebody of staff is cared for
	ColWellKnown Column = "well_known"
)

// FactColumns lists the columns of lists of facts in the order of screens, with the
// headings that they have in the lists of planning systems, client records and
// personnel systems: the better one first.
var FactColumns = []Named{
	{ColKind, i18n.T("Soort feit", "Kind of fact"), "kind|soort feit|soort|type|categorie|category"},
	{ColPatient, i18n.T("Cliënt", "Client"), "clientnummer|clientnr|client id|clientid|client number|client code|patientnummer|patientnr|patient id|patientid|patient number|mrn|bsn|dossiernummer|bewonernummer|client|patient|dossier|bewoner|zorgvrager|resident"},
	{ColUser, i18n.T("Medewerker", "Employee"), "medewerkernummer|medewerkernr|medewerker id|medewerkerid|medewerkercode|personeelsnummer|personeelsnr|gebruikersid|gebruikers id|gebruikersnaam|inlognaam|account|user id|userid|username|user|employee id|employee number|employee|gebruiker|medewerker|collega|zorgverlener|staff|staff id|naam medewerker|wie|who"},
	{ColTeam, i18n.T("Team of afdeling", "Team or department"), "team|teamcode|teamnaam|afdeling|afdelingscode|unit|department|ward|organisatieonderdeel|organisatie eenheid|organisatorische eenheid|cluster|org eenheid|locatie|location|vestiging|kostenplaats|roostergroep|post"},
	{ColOther, i18n.T("Ander team", "Other team"), "other|ander team|andere afdeling|other team|other department"},
	{ColRole, i18n.T("Functie", "Role"), "functie|functienaam|role|rol|beroep|function|job title|discipline|deskundigheid"},
	{ColSurname, i18n.T("Achternaam", "Surname"), "achternaam|geslachtsnaam|familienaam|surname|last name|lastname|family name"},
	{ColPrefix, i18n.T("Voorvoegsel", "Prefix of the surname"), "voorvoegsel|voorvoegsels|tussenvoegsel|tussenvoegsels|prefix|name prefix"},
	{ColFirst, i18n.T("Voornaam of voorletters", "First name or initials"), "roepnaam|voornaam|voornamen|voorletters|initialen|first name|firstname|given name|initials"},
	{ColName, i18n.T("Hele naam", "Whole name"), "naam|volledige naam|name|full name|weergavenaam|display name"},
	{ColPostcode, i18n.T("Postcode", "Postcode"), "postcode|pc|postal code|zip|zip code|zipcode"},
	{ColHouse, i18n.T("Huisnummer", "House number"), "huisnummer|huisnr|huis|house number|housenumber|house|house no|nummer huis"},
	{ColAddition, i18n.T("Toevoeging", "Addition to the number"), "toevoeging|huisnummertoevoeging|huisnummer toevoeging|huisletter|huisnr toevoeging|addition|suffix"},
	{ColAddress, i18n.T("Straat met nummer", "Street with number"), "adres|straat en huisnummer|straat en nummer|straat huisnummer|adresregel|adresregel 1|address|address line 1|woonadres"},
	{ColAsClient, i18n.T("Eigen nummer als cliënt", "Own number as a client"), "eigen clientnummer|clientnummer|client|als client|eigen patientnummer|patientnummer|patient id|patient|patient number|client number|own patient number"},
	{ColWellKnown, i18n.T("Bekend persoon", "Well-known person"), "bekend persoon|bekende persoon|bekend|vip|known|well known|bekende nederlander|bn er|markering vip"},
	{ColFrom, i18n.T("Begin", "Begin"), "begin|van|vanaf|start|begindatum|startdatum|datum begin|datum start|ingangsdatum|datum ingang|ingang|aanvang|aanvangsdatum|geldig van|geldig vanaf|datum van|sinds|begindatum en tijd|begin datum tijd|startmoment|starttijdstip|from|since|begin date|start date|valid from|begins|begintijd|starttijd|start time|datum en tijd|datumtijd|datum tijd|date time|datetime|tijdstip|moment|wanneer|when|datum|date|dag|day"},
	{ColFromClock, i18n.T("Begintijd", "Time of beginning"), "begintijd|starttijd|aanvangstijd|tijd van|van tijd|start time|begin time|tijd|time|uur|hour|tijden|tijdstip|werktijd|diensttijd|diensttijden"},
	{ColTo, i18n.T("Einde", "End"), "eind|einde|tot en met|t m|tot|einddatum|datum einde|datum eind|einddatum en tijd|eind datum tijd|eindmoment|eindtijdstip|geldig tot|geldig tot en met|datum tot|stop|stopdatum|to|until|end|end date|valid until|ends|eindtijd|end time"},
	{ColToClock, i18n.T("Eindtijd", "Time of end"), "eindtijd|stoptijd|tijd tot|tot tijd|end time"},
	{ColDuration, i18n.T("Duur in minuten", "Duration in minutes"), "duur|duur min|duur in minuten|duur minuten|tijdsduur|minuten|geplande duur|duration|duration min|minutes"},
}

// ownHeads are headings that mean something in one table only. They come before those
// that mean it everywhere.
var ownHeads = map[Table]map[Column]string{
	StaffTable: {
		ColUser: "nummer|nr|number|id|code|persnr|persoonsnummer", ColName: "naam medewerker|medewerkernaam|employee name",
		ColFrom: "in dienst|in dienst per|in dienst sinds|datum in dienst|indiensttreding|begin dienstverband|startdatum dienstverband|hired|hire date",
		ColTo:   "uit dienst|uit dienst per|datum uit dienst|uitdiensttreding|einde dienstverband|einddatum dienstverband|end of employment",
	},
	ClientsTable: {ColPatient: "nummer|nr|number|id|code", ColName: "naam client|clientnaam|naam patient|patientnaam|client name|patient name"},
	Table(accesslog.TeamClient): {
		ColTeam: "clientteam|wijkteam|zorgteam|team van client|verantwoordelijk team|client team",
		ColFrom: "in zorg sinds|begin zorg|in zorg|datum in zorg|startdatum zorg", ColTo: "einde zorg|eind zorg|uit zorg|datum uit zorg|einddatum zorg",
	},
	Table(accesslog.CareTeam): {
		ColUser: "evv|evv er|evvnummer|regiebehandelaar|hoofdbehandelaar|behandelaar|casemanager|case manager|contactverzorgende|persoonlijk begeleider|eerst verantwoordelijke|eerst verantwoordelijke verzorgende|key worker|care provider",
		ColFrom: "toegewezen op|toegewezen|behandelaar sinds|begin zorg|in zorg sinds|assigned on", ColTo: "einde zorg|eind zorg|beeindigd op|beeindigd",
	},
	Table(accesslog.Visit): {
		ColUser: "uitvoerende|zorgmedewerker|uitgevoerd door|gepland voor|carer",
		ColFrom: "geplande start|gepland van|gepland begin|geplande begintijd|bezoekdatum|datum bezoek|begin bezoek|start bezoek|zorgmoment|planned start|visit date|visit start", ColTo: "gepland eind|geplande einde|gepland tot|geplande eindtijd|eind bezoek|einde bezoek|planned end|visit end",
	},
	Table(accesslog.Duty): {
		ColTeam: "werkplek afdeling|ingezet op|ingeroosterd op",
		ColFrom: "begin dienst|start dienst|dienst van|dienst begin|dienstdatum|roosterdatum|shift start|shift date", ColTo: "eind dienst|einde dienst|dienst tot|dienst eind|shift end",
	},
	Table(accesslog.OnCall): {
		ColUser: "achterwacht|bereikbare|piket|on call", ColTeam: "voor team|voor afdeling|gebied|regio",
		ColFrom: "begin dienst|start dienst|dienstdatum", ColTo: "eind dienst|einde dienst",
	},
	Table(accesslog.Appointment): {
		ColUser: "behandelaar|arts|huisarts|specialist|consulent|triagist|doctor|physician|clinician|provider|uitvoerende|uitvoerder|agenda van", ColTeam: "poli|polikliniek|specialisme|agenda|clinic|specialty",
		ColFrom:      "afspraak|afspraakdatum|datum afspraak|afspraak op|afspraakmoment|consultdatum|contactdatum|datum consult|aankomst|aankomsttijd|appointment|appointment date|appointment time",
		ColFromClock: "afspraaktijd|tijd afspraak|tijdstip afspraak|aankomsttijd|appointment time", ColTo: "vertrek|vertrektijd",
	},
	Table(accesslog.Admission): {
		ColTeam: "verpleegafdeling|opnameafdeling|afdeling van opname|admitted to",
		ColFrom: "opname|opnamedatum|datum opname|opgenomen|opgenomen op|opnamemoment|opnametijdstip|opname datum tijd|admission|admission date|admitted|admitted on", ColFromClock: "opnametijd|tijd opname|admission time",
		ColTo: "ontslag|ontslagdatum|datum ontslag|ontslagen|ontslagen op|ontslagmoment|ontslagtijdstip|discharge|discharge date|discharged|discharged on", ColToClock: "ontslagtijd|tijd ontslag|discharge time",
	},
	Table(accesslog.Order): {
		ColUser: "aanvrager|aangevraagd door|aanvragend arts|verwijzer|verwezen door|verwijzing van|orderaar|requester|ordered by|referrer|referred by", ColTeam: "aangevraagd bij|uitvoerende afdeling|uitvoerder|verwezen naar|verwijzing naar|ontvangende afdeling|performed by|referred to",
		ColFrom: "aangevraagd op|aanvraagdatum|datum aanvraag|orderdatum|verwijsdatum|datum verwijzing|verwezen op|ordered on|order date|referral date", ColFromClock: "aanvraagtijd|order time", ColTo: "uitgevoerd op|uitslagdatum|afgerond op|completed on",
	},
	Table(accesslog.Registration): {
		ColTeam: "praktijk|huisartsenpraktijk|praktijknaam|praktijkcode|naam praktijk|huisarts|practice",
		ColFrom: "ingeschreven|ingeschreven op|ingeschreven sinds|inschrijfdatum|datum inschrijving|inschrijving|registered|registered on", ColTo: "uitgeschreven|uitgeschreven op|uitschrijfdatum|datum uitschrijving|uitschrijving|deregistered",
	},
	Table(accesslog.Office):  {ColUser: "planner|teamleider|leidinggevende|manager|secretaresse|team leader", ColTeam: "plant voor|voor team|plans for"},
	Table(accesslog.Mandate): {ColUser: "gemachtigde|houder"},
	Table(accesslog.Ticket): {
		ColUser: "behandelaar|opgepakt door|toegewezen aan|assigned to|handler", ColFrom: "gemeld op|gemeld|meldingsdatum|datum melding|aangemaakt op|aangemeld op|created|opened", ColTo: "opgelost op|afgehandeld op|afgehandeld|gesloten op|gereed|closed|resolved",
	},
	Table(accesslog.Request): {
		ColUser: "behandelaar|opgepakt door|toegewezen aan|behandeld door|assigned to|handled by", ColPatient: "betrokkene|verzoeker", ColFrom: "ontvangen op|ontvangen|datum verzoek|verzoekdatum|received|received on", ColTo: "afgehandeld op|afgehandeld|beantwoord op|verstrekt op|answered|closed",
	},
}

// headsOf are the headings of a column in a table, the better one first.
func headsOf(t Table, c Column) (heads []string) {
	if own := ownHeads[t][c]; own != "" {
		heads = strings.Split(own, "|")
	}
	if i := slices.IndexFunc(FactColumns, func(n Named) bool { return n.Column == c }); i >= 0 {
		heads = append(heads, strings.Split(FactColumns[i].heads, "|")...)
	}
	return heads
}

// factColumn is a column of a table that a heading names; "" for none. Of the table ""
// it is one of any.
func factColumn(t Table) func(head string) Column {
	known := map[string]Column{}
	for _, n := range Tables {
		if t != "" && t != n.Table {
			continue
		}
		for _, c := range n.Can {
			for _, head := range headsOf(n.Table, c) {
				if known[head] == "" {
					known[head] = c
				}
			}
		}
	}
	return func(head string) Column { return known[plainHead(head)] }
}
