package demo

import (
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
)

// A cast is somebody of the region, with a place in one or more organisations.
type cast struct {
	name, email string
	lang        i18n.Lang
	says        i18n.Text // what this person is here to show
	places      []place
}

type place struct {
	org  string // key of an organisation
	role identity.Role
}

// A member of the region, before it has an ID.
type member struct {
	key     string
	name    string
	profile org.Profile
	start   float64 // share of requirements that stood on some level when it began, 0 to 1
	pace    float64 // requirements brought a level further per week
	months  int     // of history
	long    bool    // uses the texts for large organisations

	assessor string // name of who assesses it independently; "" for nobody
}

func n[T any](v T) *T { return &v }

// size fills in the numbers of a profile; no group, no designation.
func size(sectors []org.Sector, fte float64, staff int, turnover, balance int64, clients int) org.Profile {
	return org.Profile{
		Sectors: sectors, FTE: n(fte), Staff: n(staff), Turnover: n(turnover), Balance: n(balance), Clients: n(clients),
		InGroup: org.No, Designated: org.No, Critical: org.No,
		DevelopsSoftware: org.No, UsesAI: org.No, MedicalDevices: org.No, Exchanges: org.Yes, SelfHosted: org.No, Cloud: org.Yes,
	}
}

func with(p org.Profile, change func(*org.Profile)) org.Profile {
	change(&p)
	return p
}

// region is everything that the demonstration shows. All of it is invented.
var region = []member{
	{"linde", "Thuiszorg De Linde", size([]org.Sector{org.VVT}, 32.4, 47, 2_460_000, 780_000, 214), 0.22, 2.6, 9, false, ""},
	{"rijnoever", "Huisartsenspoedpost Rijnoever", with(size([]org.Sector{org.HAP}, 180, 312, 24_800_000, 6_900_000, 96_400), func(p *org.Profile) {
		p.MedicalDevices, p.UsesAI = org.Yes, org.Yes
	}), 0.38, 3.4, 11, true, "Karim El Idrissi"},
	{"wilgenhof", "Stichting De Wilgenhof", with(size([]org.Sector{org.GHZ}, 900, 1_290, 74_300_000, 51_200_000, 1_120), func(p *org.Profile) {
		p.MedicalDevices, p.SelfHosted = org.Yes, org.Yes
	}), 0.45, 2.2, 12, true, ""},
	{"oosterdelta", "Ziekenhuis Oosterdelta", with(size([]org.Sector{org.Hospital}, 4_100, 5_640, 612_000_000, 438_000_000, 318_000), func(p *org.Profile) {
		p.MedicalDevices, p.SelfHosted, p.UsesAI, p.DevelopsSoftware = org.Yes, org.Yes, org.Yes, org.Yes
	}), 0.72, 3.1, 14, true, ""},
	{"kruispunt", "Laboratorium Kruispunt", with(size([]org.Sector{org.Lab}, 210, 264, 38_500_000, 21_700_000, 240_000), func(p *org.Profile) {
		p.MedicalDevices, p.DevelopsSoftware = org.Yes, org.Yes
	}), 0.58, 1.8, 10, true, ""},
	{"zorgkracht", "Branchevereniging Zorgkracht", with(size([]org.Sector{org.Branch}, 18, 23, 3_100_000, 1_400_000, 0), func(p *org.Profile) { p.Exchanges = org.No }), 0.15, 0.8, 4, false, ""},
	{"vanaalst", "Van Aalst Beoordelingen", with(size([]org.Sector{org.Assessor}, 6, 7, 890_000, 240_000, 0), func(p *org.Profile) { p.Exchanges = org.No }), 0.4, 0.7, 4, false, ""},
	{"toezicht", "Voorbeeldinspectie Oost", with(size([]org.Sector{org.Supervisor}, 44, 49, 5_200_000, 900_000, 0), func(p *org.Profile) { p.Exchanges = org.No }), 0.5, 0.6, 4, false, ""},
}

// everybody is who signs in. The first link is the best begin.
var everybody = []cast{
	{
		"Marieke de Vries", "marieke@delinde.example", i18n.NL, i18n.T("kwaliteitsmedewerker van een thuiszorgorganisatie (32 fte); begin hier", "quality officer of a home-care provider (32 fte); begin here"),
		[]place{{"linde", identity.Administrator}},
	},
	{"Sanne Bakker", "sanne@delinde.example", i18n.NL, i18n.T("teamleider die meewerkt", "team lead who works along"), []place{{"linde", identity.Contributor}}},
	{"Joost Mulder", "joost@delinde.example", i18n.NL, i18n.T("regelt de ICT bij De Linde", "looks after ICT at De Linde"), []place{{"linde", identity.SecurityOfficer}}},
	{"Hanneke Visser", "hanneke@delinde.example", i18n.NL, i18n.T("bestuurder die ondertekent", "board member who signs"), []place{{"linde", identity.BoardMember}}},
	{"Tess Brouwer", "tess@delinde.example", i18n.NL, i18n.T("wijkverpleegkundige die de interne audits doet", "district nurse who carries out the internal audits"), []place{{"linde", identity.Reader}}},
	{"Ruben Kok", "ruben@rijnoever.example", i18n.NL, i18n.T("functionaris informatiebeveiliging van een huisartsenspoedpost", "security officer of a GP out-of-hours post"), []place{{"rijnoever", identity.SecurityOfficer}}},
	{"Gerda Postma", "gerda@rijnoever.example", i18n.NL, i18n.T("regelt wie er toegang heeft bij de spoedpost", "manages who has access at the out-of-hours post"), []place{{"rijnoever", identity.Administrator}}},
	{"Lotte van den Berg", "lotte@rijnoever.example", i18n.NL, i18n.T("bestuurder van de spoedpost", "board member of the out-of-hours post"), []place{{"rijnoever", identity.BoardMember}}},
	{"Mees Janssen", "mees@wilgenhof.example", i18n.NL, i18n.T("functionaris informatiebeveiliging in de gehandicaptenzorg", "security officer in disability care"), []place{{"wilgenhof", identity.Administrator}}},
	{"Noor Dijkstra", "noor@oosterdelta.example", i18n.NL, i18n.T("CISO van een ziekenhuis", "CISO of a hospital"), []place{{"oosterdelta", identity.Administrator}}},
	{"Tineke Prins", "tineke@oosterdelta.example", i18n.NL, i18n.T("interne auditor van het ziekenhuis", "internal auditor of the hospital"), []place{{"oosterdelta", identity.Reader}}},
	{"Bram Smit", "bram@oosterdelta.example", i18n.NL, i18n.T("functionaris gegevensbescherming van het ziekenhuis", "data protection officer of the hospital"), []place{{"oosterdelta", identity.PrivacyOfficer}}},
	{"Ilse Peters", "ilse@kruispunt.example", i18n.NL, i18n.T("kwaliteitsmanager van een laboratorium", "quality manager of a laboratory"), []place{{"kruispunt", identity.Administrator}}},
	{
		"Fatima Yildiz", "fatima@advies.example", i18n.NL, i18n.T("adviseur met drie klanten: wisselt van organisatie", "consultant with three clients: switches organisation"),
		[]place{{"linde", identity.Contributor}, {"rijnoever", identity.Contributor}, {"wilgenhof", identity.SecurityOfficer}},
	},
	{"Wouter Hendriks", "wouter@zorgkracht.example", i18n.NL, i18n.T("beleidsadviseur van de branche", "policy adviser of the branch organisation"), []place{{"zorgkracht", identity.Administrator}}},
	{teammate, "yara@vanaalst.example", i18n.NL, i18n.T("beoordelaar in hetzelfde team", "assessor in the same team"), []place{{"vanaalst", identity.Contributor}}},
	{"Karim El Idrissi", "karim@vanaalst.example", i18n.NL, i18n.T("onafhankelijk beoordelaar", "independent assessor"), []place{{"vanaalst", identity.Administrator}}},
	{"Eva Vermeer", "eva@toezicht.example", i18n.NL, i18n.T("inspecteur", "inspector"), []place{{"toezicht", identity.Administrator}}},
}
