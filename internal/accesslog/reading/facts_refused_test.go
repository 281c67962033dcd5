package reading_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/reading"
)

const dutyHead, dutyRow = "Medewerker;Team;Dienst;Datum;Begin;Eind\n", "m1;Noord;D;02-11-2026;07:00;15:30\n"

func TestARowOfFactsThatCannotBeReadIsRefusedByItself(t *testing.T) {
	m := reading.GuessFacts([]byte(dutyHead+dutyRow), "", amsterdam)
	for bad, why := range map[string]string{
		";Noord;D;02-11-2026;07:00;15:30": "lacks: Employee", "m1;;D;02-11-2026;07:00;15:30": "lacks: Team", "m1;Noord;D;;;": "lacks: Begin",
		";;D;;;": "lacks: Employee, Team or department, Begin", "m1;Noord;D;02-11-2026;07:00;": "no end", "m1;Noord;D;31-02-2026;07:00;15:30": "The beginning",
		"m1;Noord;D;02-11-2026;25:00;15:30": "The beginning", "m1;Noord;D;02-11-2026;07:00;15:61": "The end", "m1;Noord;D;02-11-2226;07:00;15:30": "The beginning",
		"los woord": "lacks", "m1;-;D;02-11-2026;07:00;15:30": "lacks: Team", "n.v.t.;Noord;D;02-11-2026;07:00;15:30": "lacks: Employee", "m1;Onbekend;D;02-11-2026;07:00;15:30": "lacks: Team", "m\x001;Noord;D;02-11-2026;07:00;15:30": "characters", strings.Repeat("x", 2<<20): "longer than 1 MB", "m1;Noord;D;\"02-11-2026;07:00;15:30": "quotation",
		strings.Repeat("x", 1001) + ";Noord;D;02-11-2026;07:00;15:30": "longer than 1,000",
	} {
		taken, refused := known(t, m, strings.NewReader(dutyHead+dutyRow+bad+"\n"+dutyRow+";;;;;\n\n"))
		if len(taken) != 2 || len(refused) != 1 || refused[0].Line != 3 || !strings.Contains(refused[0].Why.EN, why) || !refused[0].Why.Complete() {
			t.Errorf("%.40q: %d taken, refused %.1v, want line 3 for %s", bad, len(taken), refused, why)
		}
	}
}

func TestAnEndBeforeTheBeginningIsRefused(t *testing.T) {
	const head = "Cliënt;EVV;Begin;Eind\n"
	m := reading.GuessFacts([]byte(head+"p1;m1;02-11-2026;03-11-2026\n"), "", amsterdam)
	for times, ok := range map[string]bool{
		"02-11-2026;01-11-2026": false, "02-11-2026 08:00;02-11-2026 07:59": false, "02-11-2026 08:00;02-11-2026": true, "02-11-2026 08:00;01-11-2026": false,
		"02-11-2026;02-11-2026": true, ";01-11-2026": true, "02-11-2026;": true, ";": true, "02-11-2026;01-01-1900": false, "02-11-2026;31-12-2999": true, "2026-11-02T08:00:00Z;2026-11-02T08:30:00+01:00": false,
		"0001-01-01 00:00:00;0001-01-01 00:00:00": true,
	} {
		taken, refused := known(t, m, strings.NewReader(head+"p1;m1;"+times+"\n"))
		if ok != (len(taken) == 1) || ok != (len(refused) == 0) {
			t.Errorf("%s: read %+v, refused %+v", times, taken, refused)
		}
	}
	mixed := "kind,patient,user,team,from,to\nduty,,m1,Noord,2026-11-02T08:00:00Z,\ncare team,p1,m1,,,\nbirthday,p1,m1,,,\nadmission,p1,,Noord,,\n"
	taken, refused := known(t, reading.GuessFacts([]byte(mixed), reading.MixedTable, amsterdam), strings.NewReader(mixed))
	if len(taken) != 1 || taken[0].Kind != accesslog.CareTeam || len(refused) != 3 || !strings.Contains(refused[1].Why.EN, "birthday") || !strings.Contains(refused[2].Why.EN, "Begin") {
		t.Errorf("mixed: read %+v, refused %+v", taken, refused)
	}
}

// TestDaysAreWholeInSummerTimeToo: 29 March 2026 has 23 hours, and 25 October has 25.
func TestDaysAreWholeInSummerTimeToo(t *testing.T) {
	const head = "Patiënt;Afdeling;Opname;Ontslag\n"
	for day, want := range map[string]string{
		"29-03-2026": "2026-03-28T23:00:00Z 2026-03-29T21:59:59Z", "25-10-2026": "2026-10-24T22:00:00Z 2026-10-25T22:59:59Z", "46320": "2026-10-24T22:00:00Z 2026-10-25T22:59:59Z", "1/7/2026": "2026-06-30T22:00:00Z 2026-07-01T21:59:59Z",
	} {
		file := head + "p1;Interne;" + day + ";" + day + "\n"
		taken, refused := known(t, reading.GuessFacts([]byte(file), "", amsterdam), strings.NewReader(file))
		if len(taken) != 1 || len(refused) > 0 || taken[0].From.Format(time.RFC3339)+" "+taken[0].To.Format(time.RFC3339) != want {
			t.Errorf("%s: read %+v, want %s; refused %+v", day, taken, want, refused)
		}
	}
}

func TestWhatAGuessOfFactsLacksIsSaid(t *testing.T) {
	m := reading.GuessFacts([]byte("Cliënt;Zorgverlener;Begin;Iets\np1;m1;02-11-2026;x\n"), "", amsterdam)
	if m.Table != "" || !slices.Equal(m.Missing(), []reading.Column{reading.ColKind}) || m.Columns[reading.ColUser] != "Zorgverlener" || !slices.Equal(m.Unread(), []string{"Iets"}) {
		t.Errorf("what could be many tables is read as %+v, without %v", m, m.Missing())
	}
	if err := m.List(strings.NewReader("p1;m1\n"), reading.FactSink{}); err == nil {
		t.Error("a list of nobody knows what was read")
	}
	for table, want := range map[reading.Table][]reading.Column{
		"admission": {reading.ColTeam}, "care_team": nil, "appointment": nil, "duty": {reading.ColTeam}, reading.ClientsTable: nil, "no table": {reading.ColKind},
	} {
		m := reading.GuessFacts([]byte("Cliënt;Zorgverlener;Begin;Iets\np1;m1;02-11-2026;x\n"), table, amsterdam)
		if !slices.Equal(m.Missing(), want) {
			t.Errorf("%s: lacks %v, want %v of %v", table, m.Missing(), want, m.Columns)
		}
	}
	m = reading.GuessFacts([]byte("p1;m1;02-11-2026\n"), "care_team", amsterdam)
	if m.Head != 0 || !slices.Equal(m.Headings, []string{"1", "2", "3"}) {
		t.Fatalf("without headings: %+v", m)
	}
	m.Columns = map[reading.Column]string{reading.ColPatient: "1", reading.ColUser: "2", reading.ColFrom: "3"}
	if taken, _ := known(t, m, strings.NewReader("p1;m1;02-11-2026\n")); len(taken) != 1 || taken[0].User != "m1" || !taken[0].From.Equal(in(2, 0, 0, 0)) {
		t.Errorf("read %+v", taken)
	}
}

func TestAListOfFactsWithoutAColumnIsRefused(t *testing.T) {
	m := reading.GuessFacts([]byte(dutyHead+dutyRow), "", amsterdam)
	taken, refused := known(t, m, strings.NewReader("Eind;Begin;Datum;Team;Medewerker;Nieuw\n15:30;07:00;02-11-2026;Noord;m1;x\n"))
	if len(taken) != 1 || taken[0].User != "m1" || len(refused) > 0 {
		t.Errorf("in another order: %+v, refused %+v", taken, refused)
	}
	taken, refused = known(t, m, strings.NewReader("Eind;Begin;Datum;Medewerker\n15:30;07:00;02-11-2026;m1\n"))
	if len(taken) != 0 || len(refused) != 1 || !strings.Contains(refused[0].Why.EN, "Team") {
		t.Errorf("without the team: %+v, refused %+v", taken, refused)
	}
	broken := errors.New("broken")
	for _, read := range []func(io.Reader) error{
		func(r io.Reader) error {
			return m.List(r, reading.FactSink{Refuse: func(reading.Refused) error { return nil }})
		},
		func(r io.Reader) error {
			return three.List(r, reading.Sink{Refuse: func(reading.Refused) error { return nil }})
		},
	} {
		if err := read(iotest.ErrReader(broken)); !errors.Is(err, broken) {
			t.Errorf("of a file that breaks off in its headings it is told: %v", err)
		}
	}
}

func TestNoListOfFactsIsTooStrange(t *testing.T) {
	pieces := []string{"Datum", "Begin", "Eind", "Medewerker", "Cliënt", "Team", "Soort", "opname", "02-11-2026", "08:13", "24:00", "m1", "\"", ";", ",", "\t", "\n", "\r\n", "\xff", "\x00", "\ufeff", " ", "46328,3", "0,5", "-", "1 K 26", "2 nov 2026", "ma ", "İ", strings.Repeat("a", 300)}
	tables := []reading.Table{"", "no table"}
	for _, n := range reading.Tables {
		tables = append(tables, n.Table)
	}
	rapid.Check(t, func(r *rapid.T) {
		file := strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(r, "pieces"), "")
		m := reading.GuessFacts([]byte(file), rapid.SampledFrom(tables).Draw(r, "table"), amsterdam)
		for c, head := range m.Columns {
			if !slices.Contains(m.Headings, head) {
				r.Fatalf("%s is read from %q, which is not there: %q", c, head, m.Headings)
			}
		}
		if m.Table == "" || m.Table == "no table" {
			return
		}
		door := reading.NewDoor(accesslog.Secret("s"), "lists")
		if err := m.List(strings.NewReader(file), reading.FactSink{
			Take: func(_ int64, k *reading.Known) error {
				f := door.Fact(k)
				if !f.To.IsZero() && f.To.Before(f.From) || (k.Kind == "") != k.Person {
					return fmt.Errorf("read %+v", k)
				}
				return nil
			},
			Refuse: func(reading.Refused) error { return nil },
		}); err != nil {
			r.Fatal(err)
		}
	})
}

// TestTheWorstOfFactsTakeNeitherMemoryNorTime: megabytes without an end of anything, for
// every table.
func TestTheWorstOfFactsTakeNeitherMemoryNorTime(t *testing.T) {
	const size = 8 << 20
	m := reading.GuessFacts([]byte(dutyHead+dutyRow), "", amsterdam)
	for name, piece := range map[string]string{
		"one line": "x", "quotation marks": "\"x\n", "rows that open a cell": "\"x;\"\"y\n", "zeroes": "\x00", "empty lines": "\n", "separators": ";", "many columns": "Datum;", "many words": "Begin x;", "clocks": "m1;N;D;02-11-2026;" + strings.Repeat("1:", 400) + ";\n",
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		most := uint64(0)
		n := 0
		err := m.List(io.MultiReader(strings.NewReader(dutyHead), &endless{piece: piece, left: size}), reading.FactSink{
			Take: func(int64, *reading.Known) error { return ctx.Err() },
			Refuse: func(reading.Refused) error {
				if n++; n%100_000 == 1 {
					runtime.ReadMemStats(&after)
					most = max(most, after.HeapInuse)
				}
				return ctx.Err()
			},
		})
		cancel()
		if grown := int64(most) - int64(before.HeapInuse); err != nil || grown > 64<<20 {
			t.Errorf("%s: it takes %d MB: %v", name, grown>>20, err)
		}
		begun := time.Now()
		reading.GuessFacts([]byte(strings.Repeat(piece, (64<<10)/len(piece))), "", amsterdam)
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("%s: guessing takes %s", name, took)
		}
	}
}

// TestAMappingIsKeptAsItIs: what is stored of a source reads its next list.
func TestAMappingIsKeptAsItIs(t *testing.T) {
	m := reading.GuessFacts([]byte(dutyHead+dutyRow), "", amsterdam)
	kept, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var again reading.FactMapping
	if err := json.Unmarshal(kept, &again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m, again); diff != "" || strings.Contains(string(kept), "Columns") {
		t.Errorf("kept as %s:\n%s", kept, diff)
	}
	if taken, _ := known(t, again, strings.NewReader(dutyHead+dutyRow)); len(taken) != 1 || taken[0].Team != "Noord" {
		t.Errorf("read again: %+v", taken)
	}
}
