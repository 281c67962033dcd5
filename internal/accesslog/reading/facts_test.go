package reading_test

import (
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/reading"
)

// known reads a list of facts, and fails when that ends early.
func known(t testing.TB, m reading.FactMapping, file io.Reader) (taken []reading.Known, refused []reading.Refused) {
	t.Helper()
	if err := m.List(file, reading.FactSink{
		Take:   func(_ int64, k *reading.Known) error { taken = append(taken, *k); return nil },
		Refuse: func(r reading.Refused) error { refused = append(refused, r); return nil },
	}); err != nil {
		t.Fatal(err)
	}
	return taken, refused
}

// in is a moment in Amsterdam in November 2026, by its day, hour, minute and second.
func in(day, hour, minute, second int) time.Time {
	zone, err := time.LoadLocation(amsterdam)
	if err != nil {
		panic(err)
	}
	return time.Date(2026, 11, day, hour, minute, second, 0, zone).UTC()
}

// lists are as planning systems and client records of home care, out-of-hours posts of
// GPs and hospitals give them.
var lists = map[string]struct {
	file  string
	table reading.Table
	want  reading.Known
}{
	"roster with clocks": {
		"Dienstrooster november 2026\n\nMedewerkernummer;Naam;Team;Datum;Dienst;Begin;Eind\nm1;Jansen;Noord;02-11-2026;D;07:00;15:30\n",
		"duty",
		reading.Known{Kind: accesslog.Duty, User: "m1", Team: "Noord", From: in(2, 7, 0, 0), To: in(2, 15, 30, 0)},
	},
	"night duty": {
		"Personeelsnummer;Afdeling;Dienstcode;Datum;Begintijd;Eindtijd\nm1;Interne;N;02-11-2026;22:45;07:15\n",
		"duty",
		reading.Known{Kind: accesslog.Duty, User: "m1", Team: "Interne", From: in(2, 22, 45, 0), To: in(3, 7, 15, 0)},
	},
	"duty with both days": {
		"Medewerker,Unit,Shift start,Shift end\nm1,ICU,2026-11-02 15:00,2026-11-02 23:30\n",
		"duty",
		reading.Known{Kind: accesslog.Duty, User: "m1", Team: "ICU", From: in(2, 15, 0, 0), To: in(2, 23, 30, 0)},
	},
	"duty of two times in a cell": {
		"Medewerker;Roostergroep;Dag;Tijden\nm1;Noord;2-11-2026;07.00 - 15.30\n",
		"duty",
		reading.Known{Kind: accesslog.Duty, User: "m1", Team: "Noord", From: in(2, 7, 0, 0), To: in(2, 15, 30, 0)},
	},
	"duty of a day": {
		"Rooster;;\nMedewerker;Afdeling;Datum\nm1;Noord;02-11-2026\n",
		"duty",
		reading.Known{Kind: accesslog.Duty, User: "m1", Team: "Noord", From: in(2, 0, 0, 0), To: in(2, 23, 59, 59)},
	},
	"on call": {
		"Achterwacht;Regio;Begin dienst;Einde dienst\nm1;Post Stad;02-11-2026 17:00;03-11-2026 08:00\n",
		"on_call",
		reading.Known{Kind: accesslog.OnCall, User: "m1", Team: "Post Stad", From: in(2, 17, 0, 0), To: in(3, 8, 0, 0)},
	},
	"on call by its name": {
		"Bereikbaarheidsdienst Noord;;;;\nMedewerker;Team;Datum;Van;Tot\nm1;Noord;2026-11-02;17:00;24:00\n",
		"on_call",
		reading.Known{Kind: accesslog.OnCall, User: "m1", Team: "Noord", From: in(2, 17, 0, 0), To: in(3, 0, 0, 0)},
	},
	"admission": {
		"Patiëntnummer;Verpleegafdeling;Opname;Ontslag;Specialisme\np1;Interne;02-11-2026 10:12;05-11-2026 14:00;INT\n",
		"admission",
		reading.Known{Kind: accesslog.Admission, Patient: "p1", Team: "Interne", From: in(2, 10, 12, 0), To: in(5, 14, 0, 0)},
	},
	"admission that goes on": {
		"Patiëntnummer;Naam;Geboortedatum;Afdeling;Opnamedatum;Opnametijd;Ontslagdatum;Ontslagtijd\np1;Jansen;01-02-1950;Interne;02-11-2026;10:12;;\n",
		"admission",
		reading.Known{Kind: accesslog.Admission, Patient: "p1", Team: "Interne", From: in(2, 10, 12, 0)},
	},
	"admission by days": {
		"MRN,Ward,Admitted,Discharged\np1,Neuro,2026-11-02,2026-11-02\n",
		"admission",
		reading.Known{Kind: accesslog.Admission, Patient: "p1", Team: "Neuro", From: in(2, 0, 0, 0), To: in(2, 23, 59, 59)},
	},
	"EVV": {
		"Cliëntnummer;EVV;Begin;Eind\np1;m1;02-11-2026;31-12-9999\n",
		"care_team",
		reading.Known{Kind: accesslog.CareTeam, Patient: "p1", User: "m1", From: in(2, 0, 0, 0)},
	},
	"care team with a role": {
		"Behandelteam\nCliënt-nr.;Zorgverlener;Begindatum zorg;Einddatum zorg\np1;m1;2026-11-02 00:00:00;2026-11-04 00:00:00\n",
		"care_team",
		reading.Known{Kind: accesslog.CareTeam, Patient: "p1", User: "m1", From: in(2, 0, 0, 0), To: in(4, 23, 59, 59)},
	},
	"team of a client": {
		"Cliënt;Wijkteam;In zorg sinds;Uit zorg\np1;Noord;02-11-2026;\n",
		"team_client",
		reading.Known{Kind: accesslog.TeamClient, Patient: "p1", Team: "Noord", From: in(2, 0, 0, 0)},
	},
	"team of a client by its columns": {
		"Cliëntnummer;Team;Van;Tot\np1;Noord;;04-11-2026\n",
		"team_client",
		reading.Known{Kind: accesslog.TeamClient, Patient: "p1", Team: "Noord", To: in(4, 23, 59, 59)},
	},
	"visit": {
		"Route;Medewerker;Cliënt;Datum;Geplande begintijd;Duur (min)\nR1;m1;p1;02-11-2026;08:15;25\n",
		"visit",
		reading.Known{Kind: accesslog.Visit, Patient: "p1", User: "m1", From: in(2, 8, 15, 0), To: in(2, 8, 40, 0)},
	},
	"appointment": {
		"Patiëntnummer;Afspraakdatum;Tijd;Duur;Arts;Poli\np1;02-11-2026;09:30;0:20;m1;Cardiologie\n",
		"appointment",
		reading.Known{Kind: accesslog.Appointment, Patient: "p1", User: "m1", Team: "Cardiologie", From: in(2, 9, 30, 0), To: in(2, 9, 50, 0)},
	},
	"contact at an out-of-hours post": {
		"Contactnummer;Patiënt;Triagist;Aankomst;Vertrek;Post\n17;p1;m1;02-11-2026 21:10;02-11-2026 21:40;Stad\n",
		"appointment",
		reading.Known{Kind: accesslog.Appointment, Patient: "p1", User: "m1", Team: "Stad", From: in(2, 21, 10, 0), To: in(2, 21, 40, 0)},
	},
	"appointment without an end": {
		"Cliënt;Afspraak met;Medewerker;Datum en tijd\np1;wijk;m1;02-11-2026 09:30\n",
		"appointment",
		reading.Known{Kind: accesslog.Appointment, Patient: "p1", User: "m1", From: in(2, 9, 30, 0), To: in(2, 9, 30, 0)},
	},
	"order": {
		"Ordernummer;Patiënt;Aanvrager;Aangevraagd op;Uitvoerende afdeling\n9;p1;m1;02-11-2026 11:00;Laboratorium\n",
		"order",
		reading.Known{Kind: accesslog.Order, Patient: "p1", User: "m1", Team: "Laboratorium", From: in(2, 11, 0, 0), To: in(2, 11, 0, 0)},
	},
	"referral": {
		"Cliëntnummer;Verwezen naar;Verwijsdatum\np1;Fysiotherapie;02-11-2026\n",
		"order",
		reading.Known{Kind: accesslog.Order, Patient: "p1", Team: "Fysiotherapie", From: in(2, 0, 0, 0), To: in(2, 23, 59, 59)},
	},
	"registration": {
		"Patiënt;Praktijk;Ingeschreven sinds;Uitgeschreven op\np1;De Linde;01-04-1962;04-11-2026\n",
		"registration",
		reading.Known{Kind: accesslog.Registration, Patient: "p1", Team: "De Linde", To: in(4, 23, 59, 59)},
	},
	"office": {
		"Planner;Team;Vanaf\nm1;Noord;02-11-2026\n",
		"office",
		reading.Known{Kind: accesslog.Office, User: "m1", Team: "Noord", From: in(2, 0, 0, 0)},
	},
	"mandate": {
		"Medewerkernummer;Taak;Geldig van;Geldig tot en met\nm1;Declareren;02-11-2026;04-11-2026\n",
		"mandate",
		reading.Known{Kind: accesslog.Mandate, User: "m1", From: in(2, 0, 0, 0), To: in(4, 23, 59, 59)},
	},
	"ticket": {
		"Meldingsnummer;Cliënt;Behandelaar;Gemeld op;Opgelost op\nT1;p1;m1;02-11-2026 08:00;03-11-2026 16:00\n",
		"ticket",
		reading.Known{Kind: accesslog.Ticket, Patient: "p1", User: "m1", From: in(2, 8, 0, 0), To: in(3, 16, 0, 0)},
	},
	"request": {
		"Inzageverzoeken\nBetrokkene;Toegewezen aan;Ontvangen op;Afgehandeld op\np1;m1;46328;\n",
		"request",
		reading.Known{Kind: accesslog.Request, Patient: "p1", User: "m1", From: in(2, 0, 0, 0)},
	},
	"staff": {
		"Personeelsnr;Roepnaam;Tussenvoegsel;Achternaam;Postcode;Huisnummer;Toevoeging;Afdeling;Functie;In dienst;Uit dienst;Cliëntnummer\nm1;Anna;van der;Berg;1234 AB;12;A;Noord;verzorgende;02-11-2026;;p9\n",
		reading.StaffTable,
		reading.Known{Person: true, Works: true, User: "m1", Name: "Anna van der Berg", Surname: "Berg", Postcode: "1234 AB", House: "12 A", Team: "Noord", Role: "verzorgende", AsClient: "p9", From: in(2, 0, 0, 0)},
	},
	"clients": {
		"Cliëntnummer;Naam;Geboortedatum;Adres;Postcode;VIP\np1;Berg, A. van der;01-02-1950;Plein 1944 12-a;1234AB;ja\n",
		reading.ClientsTable,
		reading.Known{Person: true, Patient: "p1", Name: "Berg, A. van der", Postcode: "1234AB", House: "12-a", WellKnown: true},
	},
	"duty with a day of the week": {
		"Medewerker;Medewerkernummer;Team;Datum;Starttijd;Eindtijd;Uursoort\nJansen;m1;Noord;ma 02-11-26;07:00;15:00;D\n",
		"duty",
		reading.Known{Kind: accesslog.Duty, User: "m1", Team: "Noord", From: in(2, 7, 0, 0), To: in(2, 15, 0, 0)},
	},
	"on call by the name of the month": {
		"Dag;Datum;Afdeling;Achterwacht\nma;2 november 2026;Interne;m1\n",
		"on_call",
		reading.Known{Kind: accesslog.OnCall, User: "m1", Team: "Interne", From: in(2, 0, 0, 0), To: in(2, 23, 59, 59)},
	},
	"consult with its kind": {
		"Patiëntnummer;Datum consult;Tijd consult;Soort;Huisarts\np1;02-11-2026;21:00;Consult;m1\n",
		"appointment",
		reading.Known{Kind: accesslog.Appointment, Patient: "p1", User: "m1", From: in(2, 21, 0, 0), To: in(2, 21, 0, 0)},
	},
	"EVV beside the team": {
		"Cliënt;Wijkteam;EVV;Begin;Eind\np1;Noord;m1;02-11-2026;\n",
		"care_team",
		reading.Known{Kind: accesslog.CareTeam, Patient: "p1", User: "m1", From: in(2, 0, 0, 0)},
	},
	"ticket that is open": {
		"TOPdesk-nummer;Aanmelder;Behandelaar;Cliëntnummer;Aanmaakdatum;Datum gereed\nM1;x;m1;p1;02-nov-2026 09:00;\n",
		"ticket",
		reading.Known{Kind: accesslog.Ticket, Patient: "p1", User: "m1", From: in(2, 9, 0, 0)},
	},
	"staff with contracts": {
		"Medewerker;Volledige naam;Organisatorische eenheid;Begindatum contract;Einddatum contract;Postcode\nm1;A. Jansen;Noord;02-11-2026;;1234AB\n",
		reading.StaffTable,
		reading.Known{Person: true, Works: true, User: "m1", Name: "A. Jansen", Postcode: "1234AB", Team: "Noord", From: in(2, 0, 0, 0)},
	},
	"mixed": {
		"Soort;Cliënt;Medewerker;Team;Van;Tot\nAfspraken;p1;m1;;02-11-2026 09:30;\n",
		reading.MixedTable,
		reading.Known{Kind: accesslog.Appointment, Patient: "p1", User: "m1", From: in(2, 9, 30, 0), To: in(2, 9, 30, 0)},
	},
}

func TestListsOfFactsThatNobodyMappedAreUnderstood(t *testing.T) {
	tables := map[reading.Table]bool{}
	for name, c := range lists {
		tables[c.table] = true
		for as, file := range map[string]string{"UTF-8": c.file, "Windows-1252": strings.NewReplacer("ë", "\xeb").Replace(c.file)} {
			for _, table := range []reading.Table{"", c.table} {
				m := reading.GuessFacts([]byte(file), table, amsterdam)
				if m.Table != c.table || len(m.Missing()) > 0 {
					t.Errorf("%s in %s: read as %q without %v, of %v", name, as, m.Table, m.Missing(), m.Columns)
					continue
				}
				taken, refused := known(t, m, strings.NewReader(file))
				if len(taken) != 1 || len(refused) > 0 {
					t.Errorf("%s in %s: %d taken, refused %+v of %+v", name, as, len(taken), refused, m)
					continue
				}
				if diff := cmp.Diff(c.want, taken[0]); diff != "" {
					t.Errorf("%s in %s: want (-), read (+) with %v:\n%s", name, as, m.Columns, diff)
				}
			}
		}
	}
	for _, n := range reading.Tables {
		if !tables[n.Table] || !n.Name.Complete() || !n.Explains.Complete() {
			t.Errorf("%s has no list here, no name or says not what it explains", n.Table)
		}
		if n.Table != reading.StaffTable && n.Table != reading.ClientsTable && n.Table != reading.MixedTable && len(accesslog.FactKind(n.Table).Columns()) == 0 {
			t.Errorf("%s is no kind of fact", n.Table)
		}
		for _, c := range slices.Concat(n.Must, n.Either, n.Can) {
			if !slices.Contains(n.Can, c) || !slices.ContainsFunc(reading.FactColumns, func(f reading.Named) bool { return f.Column == c && f.Name.Complete() }) {
				t.Errorf("%s: column %s has no name, or cannot be there", n.Table, c)
			}
		}
	}
}

// TestAnEndThatIsNotFilledYetIsRead: a guess that passes over it would leave every
// admission open, which explains all that comes after.
func TestAnEndThatIsNotFilledYetIsRead(t *testing.T) {
	const head = "Opnamenummer;Patiëntnummer;Afdeling;Opname datum/tijd;Ontslag datum/tijd;Reden ontslag\n"
	m := reading.GuessFacts([]byte(head+"1;p1;Interne;02-11-2026 08:00;;\n"), "", amsterdam)
	taken, refused := known(t, m, strings.NewReader(head+"1;p1;Interne;02-11-2026 08:00;03-11-2026 10:00;naar huis\n"))
	if len(taken) != 1 || len(refused) > 0 || !taken[0].To.Equal(in(3, 10, 0, 0)) {
		t.Errorf("read %+v, refused %+v by %v", taken, refused, m.Columns)
	}
}

// TestKindsOfAMixedListAreNamedInManyWays, as long as there are two or one is ours.
func TestKindsOfAMixedListAreNamedInManyWays(t *testing.T) {
	const file = "Soort;Cliënt;Medewerker;Team;Van;Tot\nafspraak;p1;m1;;02-11-2026 09:30;\nOpname;p1;;Interne;02-11-2026;\nDienst;;m1;Interne;02-11-2026 08:00;02-11-2026 16:00\ncare_team;p1;m1;;;\nLid van een team;;m1;Interne;;\n"
	m := reading.GuessFacts([]byte(file), "", amsterdam)
	taken, refused := known(t, m, strings.NewReader(file))
	var kinds []accesslog.FactKind
	for _, k := range taken {
		kinds = append(kinds, k.Kind)
	}
	if want := []accesslog.FactKind{accesslog.Appointment, accesslog.Admission, accesslog.Duty, accesslog.CareTeam, accesslog.Staff}; m.Table != reading.MixedTable || !slices.Equal(kinds, want) {
		t.Errorf("read as %s: %v, refused %+v", m.Table, kinds, refused)
	}
}
