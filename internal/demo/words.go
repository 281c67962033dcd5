package demo

import (
	"math/rand/v2"
	"strings"

	"aantoonbaar/internal/org"
)

// Names are put together from these words. Places are made of two halves that
// no Dutch place is made of, so that nobody finds a real provider by accident.
var (
	placeBegins = strings.Fields(`Kwartel Honing Lantaarn Saffraan Nevel Zilver Mosterd Papier Karamel Kobalt Klaver Sterren Kaneel Kompas
		Amber Fluweel Tuimel Regenboog Klokken Vonken Porselein Suiker Wentel Lampion Muskaat Bakens Citroen Vlinder Zandloper Toverlach
		Ansjovis Pepermunt Schelpen Katoen Gember Rozijn Vuurvlieg Kristal Mirakel Zonnewijzer`)
	placeEnds = strings.Fields(`oord veen dam hoven donk kerke wijk burg meer horst voorde schoten rade beek laar drecht sluis waard hage warmond`)

	// symbols are what care providers are named after.
	symbols = strings.Fields(`Linde Wilg Berk Esdoorn Hazelaar Meidoorn Lijster Merel Kievit Zwaluw Reiger Ooievaar Anker Baken Brug Haven Kade Molen
		Bron Akker Kamille Klaproos Margriet Lavendel Korenbloem Vuurtoren Horizon Schakel Spoor Veerpont Wissel Drempel Zonnehof Boomgaard Tuin Oever
		Dijk Duin Kreek Polder`)

	firstNames = strings.Fields(`Anouk Bart Chantal Daan Eline Floor Gijs Hilde Imane Jasper Karin Lars Marit Niels Olga Pim Quirine Rens Saskia Tim Ursula
		Vera Wim Yara Zeynep Ahmed Fleur Koen Lieke Mohamed Nadia Ruud Sem Tessa`)
	lastNames = []string{
		"de Boer", "van Dam", "Hoekstra", "Postma", "van Leeuwen", "Kuipers", "Schouten", "Willems", "van der Meer", "Jacobs", "Blom", "Huisman",
		"Özdemir", "Bouzidi", "Verhoeven", "de Groot", "Prins", "van Vliet", "Koster", "Martens", "Timmer", "Scholten", "van Dongen", "Evers",
		"Veenstra", "Bosman", "Groen", "van Rijn", "Hermans", "de Lange", "Wolters", "Nijhuis", "Zijlstra", "Pinas", "El Amrani",
	}
)

// patterns are how organisations of a sector call themselves: {P} is a place, {S} a symbol.
var patterns = map[org.Sector][]string{
	org.VVT:       {"Thuiszorg De {S}", "Thuiszorg {P}", "Woonzorg De {S} {P}", "Zorggroep {P}", "Stichting De {S} {P}", "Wijkzorg {P} De {S}"},
	org.GP:        {"Huisartsenpraktijk De {S} {P}", "Huisartsen {P}", "Huisartsenpraktijk {P}", "Gezondheidscentrum De {S} {P}"},
	org.Pharmacy:  {"Apotheek De {S} {P}", "Apotheek {P}"},
	org.GHZ:       {"Stichting De {S} {P}", "Gezinshuis De {S} {P}", "Zorgboerderij De {S} {P}", "Begeleid wonen {P}"},
	org.GGZ:       {"GGZ {P}", "Psychologenpraktijk De {S} {P}", "Praktijk De {S} {P}", "Herstelcentrum De {S} {P}"},
	org.Youth:     {"Jeugdhulp {P}", "Jeugdzorg De {S} {P}", "Gezinspraktijk De {S} {P}"},
	org.Clinic:    {"Kliniek De {S} {P}", "Oogkliniek {P}", "Orthopedisch Centrum {P}", "Huidkliniek De {S} {P}"},
	org.Hospital:  {"Ziekenhuis {P}", "Streekziekenhuis {P}", "De {S} Ziekenhuis {P}"},
	org.HAP:       {"Huisartsenspoedpost {P}", "Spoedpost De {S} {P}"},
	org.Lab:       {"Laboratorium {P}", "Medisch Laboratorium De {S} {P}"},
	org.Ambulance: {"Ambulancezorg {P}", "Regionale Ambulancevoorziening {P}"},
	org.Other:     {"Tandartspraktijk De {S} {P}", "Fysiotherapie {P}", "Verloskundigen De {S} {P}", "Revalidatie {P}"},
	org.Branch:    {"Branchevereniging De {S} {P}"},
	org.Assessor:  {"Beoordelingsbureau De {S} {P}"},
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// nameOf draws a name that is not in taken, and puts it there.
func nameOf(r *rand.Rand, s org.Sector, taken map[string]bool) string {
	for {
		place := pick(r, placeBegins) + pick(r, placeEnds)
		name := strings.NewReplacer("{P}", place, "{S}", pick(r, symbols)).Replace(pick(r, patterns[s]))
		if !taken[name] {
			taken[name] = true
			return name
		}
	}
}
