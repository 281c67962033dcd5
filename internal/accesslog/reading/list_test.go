package reading_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"aantoonbaar/internal/accesslog/reading"
	"aantoonbaar/internal/accesslog/simulate"
)

const amsterdam = "Europe/Amsterdam"

// guessed reads a list as it is guessed that it must be.
func guessed(file string) func(io.Reader, reading.Sink) error {
	return reading.Guess([]byte(file[:min(len(file), 64<<10)]), amsterdam).List
}

func TestListsThatNobodyMappedAreUnderstood(t *testing.T) {
	at := time.Date(2026, 11, 2, 7, 13, 22, 0, time.UTC) // 8.13 in Amsterdam
	minute := at.Truncate(time.Minute)
	for name, c := range map[string]struct {
		file string
		want line
	}{
		"record system":      {"Datum en tijd;Medewerker;Functie;Team;Cliëntnummer;Actie;Noodprocedure;Reden;Werkplek;Bron\r\n02-11-2026 08:13:22;m1;helpende;Noord;p7;Bekeken;nee;;ws1;ECD\r\n", line{At: at, User: "m1", Patient: "p7", Role: "helpende", Team: "Noord", Station: "ws1", Source: "ECD", Action: "R"}},
		"English, commas":    {"Timestamp,User ID,Patient ID,Action\n2026-11-02T08:13:22+01:00,m1,p7,View\n", line{At: at, User: "m1", Patient: "p7", Action: "R"}},
		"tabs":               {"Tijdstip\tGebruiker\tDossier\tHandeling\n2-11-2026 08:13\tm1\tp7\tAfgedrukt\n", line{At: minute, User: "m1", Patient: "p7", Action: "E"}},
		"date and time":      {"Datum;Tijd;Gebruikersnaam;BSN\n02-11-2026;08:13:22;m1;p7\n", line{At: at, User: "m1", Patient: "p7"}},
		"date with the time": {"Datum;Gebruiker;Patiënt\n2026-11-02 08:13:22;m1;p7\n", line{At: at, User: "m1", Patient: "p7"}},
		"a title above it":   {"Inzagelog november 2026\n\nDatum en tijd;Gebruiker;Cliënt-nr.\n02-11-2026 08:13;m1;p7\n", line{At: minute, User: "m1", Patient: "p7"}},
		"escalations":        {"Gebruiker;Geëscaleerd naar;Reden;Gestart op\nm1;p7;\"Onwel; huisarts \"\"belde\"\"\";02-11-2026 08:13\n", line{At: minute, User: "m1", Patient: "p7", Said: `Onwel; huisarts "belde"`, Glass: true}},
		"days of a sheet":    {"Moment;Medewerker;Cliënt;Noodknop\n46328,3426157407;m1;p7;x\n", line{At: at, User: "m1", Patient: "p7", Glass: true}},
		"a sign for yes":     {"Moment;Medewerker;Cliënt;Noodknop\n02-11-2026 08:13;m1;p7;✓\n", line{At: minute, User: "m1", Patient: "p7", Glass: true}},
		"a sign for no":      {"Moment;Medewerker;Cliënt;Noodknop\n02-11-2026 08:13;m1;p7; – \n", line{At: minute, User: "m1", Patient: "p7"}},
		"searching":          {"Datum en tijd;Gebruiker;Cliënt;Actie\n02-11-2026 08:13;m1;p7;Cliënt gezocht\n", line{At: minute, User: "m1", Patient: "p7", Action: "E", Search: true}},
		"a break in a cell":  {"Datum en tijd;Gebruiker;Cliënt;Reden\n02-11-2026 08:13;m1;p7;\"eerst dit\ndan dat\"\n", line{At: minute, User: "m1", Patient: "p7", Said: "eerst dit\ndan dat"}},
		"unknown columns":    {"Nr;Datum en tijd;Gebruiker;Cliënt;Onbekend\n1;02-11-2026 08:13;m1;p7;zz\n", line{At: minute, User: "m1", Patient: "p7"}},
	} {
		wide := utf16.Encode([]rune("\ufeff" + c.file))
		sixteen := make([]byte, 2*len(wide))
		for i, u := range wide {
			binary.LittleEndian.PutUint16(sixteen[2*i:], u)
		}
		for as, file := range map[string]string{"UTF-8": c.file, "a mark": "\ufeff" + c.file, "Windows-1252": strings.NewReplacer("ë", "\xeb").Replace(c.file), "UTF-16": string(sixteen)} {
			taken, refused := read(t, guessed(file), strings.NewReader(file))
			if len(taken) != 1 || len(refused) > 0 {
				t.Errorf("%s in %s: %d taken, refused %+v of %+v", name, as, len(taken), refused, reading.Guess([]byte(file), amsterdam))
				continue
			}
			taken[0].Has = 0
			if diff := cmp.Diff(c.want, taken[0]); diff != "" {
				t.Errorf("%s in %s: want (-), read (+):\n%s", name, as, diff)
			}
		}
	}
}

// TestHeadingsThatNobodyKnowsAreHeadings: under a title, above the first row with digits.
func TestHeadingsThatNobodyKnowsAreHeadings(t *testing.T) {
	m := reading.Guess([]byte("Overzicht;;;\nGelogd op;Kijker;Bekeken map;Soort\n02-11-2026 08:13;m1;p7;open\n"), amsterdam)
	if m.Head != 2 || m.Headings[1] != "Kijker" || m.Columns[reading.ColWhen] != "Gelogd op" {
		t.Errorf("the mapping is %+v", m)
	}
	m = reading.Guess([]byte("02-11-2026 08:13;m1;p7\n02-11-2026 08:14;m2;p8\n"), amsterdam)
	if m.Head != 0 {
		t.Errorf("a list without headings has them on line %d", m.Head)
	}
}

func TestWhatAGuessLacksIsSaid(t *testing.T) {
	m := reading.Guess([]byte("Wanneer;Iets;Client\n02-11-2026 08:13;m1;p7\n"), amsterdam)
	if got := m.Missing(); !slices.Equal(got, []reading.Column{reading.ColUser}) {
		t.Errorf("lacks %v, want who looked", got)
	}
	if got := m.Unread(); !slices.Equal(got, []string{"Iets"}) {
		t.Errorf("unread %v, want Iets", got)
	}
	m = reading.Guess([]byte("02-11-2026 08:13;m1;p7\n02-11-2026 08:14;m2;p8\n"), amsterdam)
	if m.Head != 0 || m.Columns[reading.ColWhen] != "1" || len(m.Missing()) != 2 {
		t.Errorf("without headings: %+v", m)
	}
	m.Columns[reading.ColUser], m.Columns[reading.ColPatient] = "2", "3"
	taken, refused := read(t, m.List, strings.NewReader("02-11-2026 08:13;m1;p7\n02-11-2026 08:14;m2;p8\n"))
	if len(taken) != 2 || len(refused) > 0 || taken[1].Patient != "p8" {
		t.Errorf("read %+v, refused %+v", taken, refused)
	}
}

func TestTheNextListMayHaveItsColumnsElsewhere(t *testing.T) {
	m := reading.Guess([]byte("Datum en tijd;Gebruiker;Cliënt\n02-11-2026 08:13;m1;p7\n"), amsterdam)
	taken, _ := read(t, m.List, strings.NewReader("Cliënt;Gebruiker;Nieuw;Datum en tijd\np7;m1;;02-11-2026 08:13\n"))
	if len(taken) != 1 || taken[0].User != "m1" || taken[0].Patient != "p7" {
		t.Errorf("read %+v", taken)
	}
	taken, refused := read(t, m.List, strings.NewReader("Naam;Gebruiker;Datum en tijd\np7;m1;02-11-2026 08:13\n"))
	if len(taken) != 0 || len(refused) != 1 || !strings.Contains(refused[0].Why.EN, "Cliënt") {
		t.Errorf("without the client: %+v, refused %+v", taken, refused)
	}
}

func TestARowThatCannotBeReadIsRefusedByItself(t *testing.T) {
	const head, good = "Datum en tijd;Gebruiker;Cliënt;Reden\n", "02-11-2026 08:13;m1;p7;\n"
	for bad, why := range map[string]string{
		"gisteren;m1;p7;": "date and time", "31-02-2026 08:13;m1;p7;": "date and time", "02-11-0000 08:13;m1;p7;": "date and time", ";;;": "date and time",
		"los woord": "one column", "02-11-2026 08:13;m\x001;p7;": "characters", strings.Repeat("x", 2<<20): "longer",
		"=1+1;m1;p7;": "date and time",
	} {
		taken, refused := read(t, guessed(head+good), strings.NewReader(head+good+bad+"\n"+good))
		if len(taken) != 2 || len(refused) != 1 || refused[0].Line != 3 || !strings.Contains(refused[0].Why.EN, why) {
			t.Errorf("%.40q: %d taken, refused %.1v, want line 3 for %s", bad, len(taken), refused, why)
		}
	}
}

// TestAQuotationMarkCostsNoOtherLine: what a mark opens and nothing closes is refused by
// itself, and a mark in the middle of a cell opens nothing.
func TestAQuotationMarkCostsNoOtherLine(t *testing.T) {
	const head, good = "Datum en tijd;Gebruiker;Cliënt;Reden\n", "02-11-2026 08:13;m1;p7;\n"
	for name, c := range map[string]struct {
		bad     string
		taken   int
		refused []int64
	}{
		"inches":                   {"02-11-2026 08:13;m1;p7;12\" breed\n", 201, nil},
		"a cell without an end":    {"02-11-2026 08:13;m1;\"p7;\n", 200, []int64{102}},
		"two of them":              {"02-11-2026 08:13;m1;\"p7;\n\"02-11-2026 08:13;m1;p7;\n", 200, []int64{102, 103}},
		"a cell over lines":        {"02-11-2026 08:13;m1;p7;\"a;\n\n\"\"b\"\n", 201, nil},
		"a cell over eighty lines": {"02-11-2026 08:13;m1;p7;\"" + strings.Repeat("02-11-2026 08:13;m1;p7;\n", 80) + "\"\n", 279, []int64{102, 182}},
	} {
		file := head + strings.Repeat(good, 100) + c.bad + strings.Repeat(good, 100)
		taken, refused := read(t, guessed(head+good), strings.NewReader(file))
		var lines []int64
		for _, r := range refused {
			lines = append(lines, r.Line)
		}
		if len(taken) != c.taken || !slices.Equal(lines, c.refused) {
			t.Errorf("%s: %d rows were read, want %d; refused on %v, want %v", name, len(taken), c.taken, lines, c.refused)
		}
	}
	taken, refused := read(t, guessed(head+good), strings.NewReader(head+good+"02-11-2026 08:13;m1;\"p7"))
	if len(taken) != 1 || len(refused) != 1 || refused[0].Line != 3 {
		t.Errorf("at the end: %d taken, refused %+v", len(taken), refused)
	}
}

func TestWhatLooksLikeAMomentIsNone(t *testing.T) {
	const head, good = "Moment;Gebruiker;Cliënt\n", "02-11-2026 08:13;m1;p7\n"
	for _, bad := range []string{"46328 en een half", "46328/2", "NaN", "1e5", "0x1p15", "1e999", "25568", "2026-11-02T08:13:22+25:00", "2026-11-02T08:13:22+01:99"} {
		taken, refused := read(t, guessed(head+good), strings.NewReader(head+bad+";m1;p7\n"))
		if len(taken) != 0 || len(refused) != 1 {
			t.Errorf("%s: read as %+v", bad, taken)
		}
	}
}

// TestSummerTimeIsRead: on 29 March 2026 there is no half past two, and on 25 October
// there are two, of which the second is taken.
func TestSummerTimeIsRead(t *testing.T) {
	const head = "Datum en tijd;Gebruiker;Cliënt\n"
	for text, want := range map[string]string{
		"29-03-2026 01:59": "2026-03-29T00:59:00Z", "29-03-2026 03:00": "2026-03-29T01:00:00Z",
		"25-10-2026 01:59": "2026-10-24T23:59:00Z", "25-10-2026 02:30": "2026-10-25T01:30:00Z", "25-10-2026 03:00": "2026-10-25T02:00:00Z",
		"2026-10-25T02:30:00+02:00": "2026-10-25T00:30:00Z", "46320,5": "2026-10-25T11:00:00Z",
	} {
		taken, refused := read(t, guessed(head+"02-11-2026 08:13;m1;p7\n"), strings.NewReader(head+text+";m1;p7\n"))
		if len(taken) != 1 || len(refused) > 0 || taken[0].At.Format(time.RFC3339) != want {
			t.Errorf("%s: read %+v, want %s; refused %+v", text, taken, want, refused)
		}
	}
}

func TestAMappingWithoutASeparatorIsRefused(t *testing.T) {
	if err := (reading.Mapping{Zone: amsterdam}).List(strings.NewReader("a;b"), reading.Sink{}); err == nil {
		t.Error("the list was read")
	}
}

func TestNoListIsTooStrange(t *testing.T) {
	pieces := []string{"Datum en tijd", "Gebruiker", "Cliënt", "02-11-2026 08:13", "m1", "\"", ";", ",", "\t", "\n", "\r\n", "\xff", "\x00", "\ufeff", " ", "46328,3", strings.Repeat("a", 300)}
	rapid.Check(t, func(r *rapid.T) {
		file := strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(r, "pieces"), "")
		m := reading.Guess([]byte(file), amsterdam)
		for c, head := range m.Columns {
			if !slices.Contains(m.Headings, head) {
				r.Fatalf("%s is read from %q, which is not there: %q", c, head, m.Headings)
			}
		}
		read(r, m.List, strings.NewReader(file))
	})
}

// TestAListOfTheSimulatorSaysWhatWasMade, for a whole day.
func TestAListOfTheSimulatorSaysWhatWasMade(t *testing.T) {
	var out bytes.Buffer
	out.WriteString("Datum en tijd;Medewerker;Functie;Team;Cliëntnummer;Actie;Noodprocedure;Reden;Werkplek;Bron\r\n")
	made := map[string]int{}
	if _, err := simulate.Make(simulate.Settings{Kind: simulate.HAP, Seed: 3, Staff: 40, Days: 1, Planted: 300}, func(w *simulate.World, day []simulate.Line) error {
		for _, l := range day {
			made[fmt.Sprint(l.At.UTC().Truncate(time.Second), w.Users[l.User].Number, w.Patients[l.Patient].Number, string(l.Action), l.Search, l.Glass, l.Reason)]++
		}
		return simulate.Write(&out, simulate.CSV, w, day)
	}); err != nil {
		t.Fatal(err)
	}
	taken, refused := read(t, guessed(out.String()), &out)
	got := map[string]int{}
	for _, l := range taken {
		got[fmt.Sprint(l.At, l.User, l.Patient, l.Action, l.Search, l.Glass, l.Said)]++
	}
	if len(refused) > 0 || !maps.Equal(made, got) || len(made) < 100 {
		t.Errorf("refused %+v; %d made, %d read", refused, len(made), len(got))
	}
}
