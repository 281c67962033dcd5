package reading

import (
	"slices"
	"strings"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/i18n"
)

// A Table is what a list of facts tells of: an [accesslog.FactKind], or one of those
// below.
type Table string

// The tables that are no kind of fact.
const (
	StaffTable   Table = "staff_list"   // who works there
	ClientsTable Table = "clients_list" // who is cared for
	MixedTable   Table = "mixed"        // facts of many kinds, with a column that says which
)

// A NamedTable is a table with its name on screens, what it explains, and its columns.
type NamedTable struct {
	Table    Table
	Name     i18n.Text
	Explains i18n.Text // in one sentence
	Must     []Column  // every row must have them
	Either   []Column  // every row must have one of them; nil for none
	Can      []Column  // all that it can have, in the order of screens

	ends  ending
	tells string // in headings or a title: "|" between, "=" before what is a whole heading
}

// An ending says what a row means that has no end.
type ending int

const (
	endsOpen   ending = iota // it still holds
	endsAtOnce               // it was a moment: when it began
	endsGiven                // nothing: a shift without an end says too little
)

// person are the columns of people, and span those of when something was.
var (
	person = []Column{ColSurname, ColPrefix, ColFirst, ColName, ColPostcode, ColHouse, ColAddition, ColAddress}
	span   = []Column{ColFrom, ColFromClock, ColTo, ColToClock, ColDuration}
)

func fact(kind accesslog.FactKind, name, explains i18n.Text, ends ending, tells string, must, either []Column) NamedTable {
	t := NamedTable{Table: Table(kind), Name: name, Explains: explains, Must: must, Either: either, ends: ends, tells: tells}
	for by, c := range map[accesslog.Column]Column{accesslog.ByPatient: ColPatient, accesslog.ByUser: ColUser, accesslog.ByTeam: ColTeam, accesslog.ByOther: ColOther} {
		if slices.Contains(kind.Columns(), by) {
			t.Can = append(t.Can, c)
		}
	}
	order := []Column{ColPatient, ColUser, ColTeam, ColOther}
	slices.SortFunc(t.Can, func(a, b Column) int { return slices.Index(order, a) - slices.Index(order, b) })
	t.Can = append(t.Can, span...)
	return t
}

// Tables lists the tables in the order of screens: first people, then what most
// organisations have.
var Tables = []NamedTable{
	{
		Table: StaffTable, Name: i18n.T("Personeelslijst", "List of staff"),
		Explains: i18n.T("Wie bij welk team hoort. Met naam en adres valt op wie familie, een buur of een collega opzocht.", "Who belongs to which team. With name and address it stands out who looked up family, a neighbour or a colleague."),
		Must:     []Column{ColUser}, Can: slices.Concat([]Column{ColUser, ColTeam, ColRole}, person, []Column{ColAsClient, ColFrom, ColTo}),
		tells: "personeelslijst|personeelsbestand|medewerkerslijst|in dienst|uit dienst|indiensttreding|dienstverband|hired|staff list",
	},
	{
		Table: ClientsTable, Name: i18n.T("Cliëntenlijst", "List of clients"),
		Explains: i18n.T("Niets. Met naam en adres valt op wie familie of een buur opzocht, en met het merk wie een bekend persoon opzocht.", "Nothing. With name and address it stands out who looked up family or a neighbour, and with the mark who looked up a well-known person."),
		Must:     []Column{ColPatient}, Can: slices.Concat([]Column{ColPatient}, person, []Column{ColWellKnown}),
		tells: "bekend|vip|known|geboorte|date of birth",
	},
	fact(accesslog.TeamClient, i18n.T("Team van de cliënt", "Team of the client"),
		i18n.T("Wie dienst had in het team dat er voor de cliënt is, of het plant.", "Who was on duty in the team that is there for the client, or plans for it."),
		endsOpen, "clientteam|wijkteam|zorgteam|team van client|client team", []Column{ColPatient, ColTeam}, nil),
	fact(accesslog.CareTeam, i18n.T("Behandelteam", "Care team"),
		i18n.T("Wie bij het behandelteam van de cliënt hoort, zoals de EVV.", "Who belongs to the care team of the client, such as the coordinating carer."),
		endsOpen, "evv|behandelteam|regiebehandelaar|casemanager|eerst verantwoordelijk|contactverzorgende|persoonlijk begeleider|behandelrelatie|zorgrelatie|care team|key worker|case manager", []Column{ColPatient, ColUser}, nil),
	fact(accesslog.Visit, i18n.T("Bezoeken op de route", "Visits on the route"),
		i18n.T("Wie bij de cliënt langsging, of dat zou doen.", "Who visited the client, or was planned to."),
		endsAtOnce, "route|zorgroute|bezoek|zorgmoment|visit|huisbezoek", []Column{ColPatient, ColUser, ColFrom}, nil),
	fact(accesslog.Duty, i18n.T("Diensten", "Duties"),
		i18n.T("Wie dienst had waar de cliënt was opgenomen, of in het team van de cliënt.", "Who was on duty where the client was admitted, or in the client's team."),
		endsGiven, "dienstrooster|rooster|=dienst|dienstcode|soort dienst|begin dienst|eind dienst|dienstdatum|shift|roster|duty", []Column{ColUser, ColTeam, ColFrom}, nil),
	fact(accesslog.OnCall, i18n.T("Bereikbaarheidsdiensten", "On-call lists"),
		i18n.T("Wie bereikbaar was voor het team van de cliënt.", "Who was on call for the client's team."),
		endsGiven, "bereikbaarheid|bereikbaarheidsdienst|bereikbaarheidsdiensten|achterwacht|piket|on call|oncall|oproepdienst", []Column{ColUser, ColTeam, ColFrom}, nil),
	fact(accesslog.Appointment, i18n.T("Afspraken", "Appointments"),
		i18n.T("Wie een afspraak met de cliënt had, of werkte waar die afspraak was.", "Who had an appointment with the client, or worked where it was."),
		endsAtOnce, "afspraak|agenda|consult|spreekuur|poli|triag|contactmoment|contactnummer|contactdatum|aankomst|appointment|clinic", []Column{ColPatient, ColFrom}, []Column{ColUser, ColTeam}),
	fact(accesslog.Admission, i18n.T("Opnames", "Admissions"),
		i18n.T("Wie dienst had op de afdeling waar de cliënt was opgenomen.", "Who was on duty at the department where the client was admitted."),
		endsOpen, "opname|opgenomen|ontslag|ontslagen|verpleegafdeling|admission|admitted|discharge", []Column{ColPatient, ColTeam, ColFrom}, nil),
	fact(accesslog.Order, i18n.T("Aanvragen en verwijzingen", "Orders and referrals"),
		i18n.T("Wie iets voor de cliënt aanvroeg, of werkte waarheen de cliënt verwezen was.", "Who ordered something for the client, or worked where the client was referred to."),
		endsAtOnce, "aanvra|verwij|verwez|=order|ordernummer|orderdatum|onderzoek|order id|ordered|requester|requested|referral|referred", []Column{ColPatient, ColFrom}, []Column{ColUser, ColTeam}),
	fact(accesslog.Registration, i18n.T("Inschrijvingen bij de praktijk", "Registrations at a practice"),
		i18n.T("Wie werkt in de praktijk waar de cliënt staat ingeschreven.", "Who works at the practice where the client is registered."),
		endsOpen, "praktijk|inschrijf|inschrijving|ingeschreven|=huisarts|practice|registered|registration", []Column{ColPatient, ColTeam}, nil),
	fact(accesslog.Office, i18n.T("Planning en leiding", "Planning and leading"),
		i18n.T("Wie het team van de cliënt plant, leidt of de administratie doet.", "Who plans or leads the client's team, or does its paperwork."),
		endsOpen, "planner|planbureau|teamleider|leidinggevende|=manager|secretari|plant voor|kantoor|planning|office|team leader", []Column{ColUser, ColTeam}, nil),
	fact(accesslog.Mandate, i18n.T("Taken over alle cliënten", "Tasks over all clients"),
		i18n.T("Wie een taak heeft over alle cliënten, zoals declareren, tot een grens per dag.", "Who has a task over all clients, such as billing, up to a limit a day."),
		endsOpen, "mandaat|bevoegdheid|machtiging|=taak|=taken|mandate|=task", []Column{ColUser}, nil),
	fact(accesslog.Ticket, i18n.T("Meldingen over een dossier", "Tickets about a record"),
		i18n.T("Wie aan een melding over dit dossier werkte, zolang die liep.", "Who worked on a ticket about this record, while it was open."),
		endsOpen, "ticket|melding|gemeld|topdesk|correctie|wijzigingsnummer|opgelost|incident", []Column{ColPatient, ColUser, ColFrom}, nil),
	fact(accesslog.Request, i18n.T("Vragen van cliënten zelf", "Questions of clients' own"),
		i18n.T("Wie aan een vraag van de cliënt werkte, zoals om een afschrift, zolang die liep.", "Who worked on a question of the client, such as for a copy, while it was open."),
		endsOpen, "verzoek|afschrift|=vraag|vraagnummer|betrokkene|request|copy of record", []Column{ColPatient, ColUser, ColFrom}, nil),
	{
		Table: MixedTable, Name: i18n.T("Van alles door elkaar", "All sorts together"),
		Explains: i18n.T("Wat elke regel zegt: een kolom noemt de soort.", "What each line says: a column names the kind."),
		Must:     []Column{ColKind}, Can: slices.Concat([]Column{ColKind, ColPatient, ColUser, ColTeam, ColOther}, span),
	},
}

// rowsOnly are kinds of facts that stand in mixed lists, and in no list of their own:
// who is in a team is in the list of staff.
var rowsOnly = []NamedTable{
	fact(accesslog.Staff, i18n.T("Lid van een team", "Member of a team"), i18n.Text{}, endsOpen, "", []Column{ColUser, ColTeam}, nil),
	fact(accesslog.Together, i18n.T("Teams die samen werken", "Teams that work together"), i18n.Text{}, endsOpen, "", []Column{ColTeam, ColOther}, nil),
}

// tableOf finds a table, and nil for one that there is not.
func tableOf(t Table) *NamedTable {
	for _, all := range [][]NamedTable{Tables, rowsOnly} {
		if i := slices.IndexFunc(all, func(n NamedTable) bool { return n.Table == t }); i >= 0 {
			return &all[i]
		}
	}
	return nil
}

// ofPeople reports whether the table is a list of people.
func (n *NamedTable) ofPeople() bool { return n.Table == StaffTable || n.Table == ClientsTable }

// lacks lists what the table needs of those columns that are not there.
func (n *NamedTable) lacks(has func(Column) bool) (lacks []Column) {
	for _, c := range n.Must {
		if !has(c) {
			lacks = append(lacks, c)
		}
	}
	if len(n.Either) > 0 && !slices.ContainsFunc(n.Either, has) {
		lacks = append(lacks, n.Either[0])
	}
	return lacks
}

// kindOf reads what a cell calls a kind of fact: as we call it in lists of our own, as
// it is called on screens, or with a word that lists of it have. It is nil for what is no
// kind.
func kindOf(cell string) *NamedTable {
	plain := plainHead(cell)
	if plain == "" {
		return nil
	}
	for _, all := range [][]NamedTable{Tables, rowsOnly} {
		for i := range all {
			n := &all[i]
			if n.ofPeople() || n.Table == MixedTable {
				continue
			}
			if n.called(plain) || slices.Contains(strings.Split(strings.ReplaceAll(n.tells, "=", ""), "|"), plain) {
				return n
			}
		}
	}
	return nil
}

// called reports whether the table is called so, by us or on screens.
func (n *NamedTable) called(plain string) bool {
	return slices.ContainsFunc([]string{string(n.Table), n.Name.NL, n.Name.EN}, func(name string) bool { return plainHead(name) == plain })
}
