package rounds_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/reading"
	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

const staff = "Personeelsnummer;Achternaam;Team\nm1;Bakker;Noord\nm2;Jansen;Noord\n"

// TestTwoOrganisationsHaveNothingInCommon brings the very same files to two: their
// rounds count alike, their files and keys have nothing in common, and neither finds the
// names of the other.
func TestTwoOrganisationsHaveNothingInCommon(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		sqldbtest.Organisations(t, db, "org_a", "org_b")
		l := open(t, db, t.TempDir())
		found := map[org.ID]rounds.Round{}
		cases := map[org.ID][]rounds.Case{}
		for _, id := range []org.ID{"org_a", "org_b"} {
			l.settled(id, rounds.LogTable, lines(2000))
			l.settled(id, reading.StaffTable, staff)
			l.works(id)
			found[id] = l.round(id)
			cases[id] = l.held(id).Of(found[id].ID)
		}
		if diff := cmp.Diff(found["org_a"].Found, found["org_b"].Found); diff != "" {
			t.Errorf("two rounds of the same files differ (-a +b):\n%s", diff)
		}
		keys := map[string]bool{}
		for _, c := range cases["org_a"] {
			for _, look := range c.Looks {
				keys[look.User], keys[look.Patient] = true, true
			}
		}
		text, err := json.Marshal(cases["org_b"])
		if err != nil {
			t.Fatal(err)
		}
		for key := range keys {
			if strings.Contains(string(text), key) {
				t.Errorf("key %s is in both organisations", key)
			}
		}
		if _, _, err := l.Names(t.Context(), by("org_b"), cases["org_a"][0].ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a case of another organisation = %v", err)
		}
		theirs := l.held("org_a").Counting()[0]
		sum, err := blob.ParseSum(theirs.Events)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Logs.At(t.Context(), "org_b", sum); !errors.Is(err, blob.ErrMissing) {
			t.Errorf("events of another organisation = %v", err)
		}
	})
}

// TestARoundIsTheSameWhoeverWorksItOut: of the same files and plan come the same seed
// and the same cases.
func TestARoundIsTheSameWhoeverWorksItOut(t *testing.T) {
	db := sqldbtest.SQLite(t)
	sqldbtest.Organisations(t, db, "org_a")
	l := open(t, db, t.TempDir())
	l.settled("org_a", rounds.LogTable, lines(2000))
	l.works("org_a")
	one := l.round("org_a")
	for _, c := range l.held("org_a").Of(one.ID) {
		if _, err := l.Judge(t.Context(), by("org_a"), c.ID, c.Version, rounds.Ruling{Verdict: rounds.Lawful, Reason: "Dienst."}); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(t.Context(), by("org_a"), one.ID, one.Version, "Niets.", "Bram Smit"); err != nil {
		t.Fatal(err)
	}
	two := l.round("org_a")
	if one.Seed != two.Seed || one.Seed == "" {
		t.Errorf("seeds %q and %q", one.Seed, two.Seed)
	}
	looks := func(r rounds.Round) (all []rounds.Look) {
		for _, c := range l.held("org_a").Of(r.ID) {
			all = append(all, c.Looks...)
		}
		return all
	}
	if diff := cmp.Diff(looks(one), looks(two)); diff != "" {
		t.Errorf("the second time (-first +second):\n%s", diff)
	}
}

// TestAFileGoesAfterItsTerm, unless somebody holds it: what was kept of it is gone, and
// the record says what that was.
func TestAFileGoesAfterItsTerm(t *testing.T) {
	db := sqldbtest.SQLite(t)
	sqldbtest.Organisations(t, db, "org_a")
	l := open(t, db, t.TempDir())
	x := l.settled("org_a", rounds.LogTable, lines(100))
	l.works("org_a")
	kept, _ := l.held("org_a").Load(x.ID)
	if err := l.Keep(t.Context(), by("org_a"), x.ID, kept.Version, "Rechtszaak"); err != nil {
		t.Fatal(err)
	}
	l.now = noon.AddDate(5, 0, 1)
	l.works("org_a")
	held, _ := l.held("org_a").Load(x.ID)
	if held.Stage != rounds.Kept {
		t.Fatalf("a file that is held is %s", held.Stage)
	}
	if err := l.Drop(t.Context(), by("org_a"), x.ID, held.Version); fault.KindOf(err) != fault.Conflict {
		t.Errorf("taking out what is held = %v", err)
	}
	if err := l.Keep(t.Context(), by("org_a"), x.ID, held.Version, ""); err != nil {
		t.Fatal(err)
	}
	l.works("org_a")
	gone, _ := l.held("org_a").Load(x.ID)
	if gone.Stage != rounds.Gone || len(gone.Removed) < 3 || gone.Events != "" {
		t.Fatalf("after its term a file is %+v", gone)
	}
	for _, sum := range gone.Removed {
		name, err := blob.ParseSum(sum)
		if err != nil {
			t.Fatal(err)
		}
		for _, files := range []rounds.Files{l.Logs, l.Apart} {
			if _, err := files.Open(t.Context(), "org_a", name); !errors.Is(err, blob.ErrMissing) {
				t.Errorf("%s = %v", sum, err)
			}
		}
	}
}

// TestRefusedLinesAreKeptApart: where they stand and why, in the record; what stood in
// them, only in a file.
func TestRefusedLinesAreKeptApart(t *testing.T) {
	db := sqldbtest.SQLite(t)
	sqldbtest.Organisations(t, db, "org_a")
	l := open(t, db, t.TempDir())
	x := l.settled("org_a", rounds.LogTable, lines(10)+"gisteren;zuster Ank;Noord;mevrouw De Wit;Bekeken\n")
	l.works("org_a")
	kept, _ := l.held("org_a").Load(x.ID)
	text, err := json.Marshal(kept)
	if err != nil || strings.Contains(string(text), "De Wit") || kept.Read.Refused != 1 || kept.Read.First[0].Line != 12 {
		t.Errorf("the record says %s", text)
	}
	r, err := l.RefusedLines(t.Context(), by("org_a"), x.ID)
	if got := all(t, r, err); !strings.Contains(got, "12\t") || !strings.Contains(got, "mevrouw De Wit") {
		t.Errorf("the file of refused lines says %q", got)
	}
}

// TestARoundIsDue by the plan: the open one within its days, and then the next period.
func TestARoundIsDue(t *testing.T) {
	db := sqldbtest.SQLite(t)
	sqldbtest.Organisations(t, db, "org_a")
	l := open(t, db, t.TempDir())
	due := func() string {
		f, err := l.Look(t.Context(), by("org_a"))
		if err != nil {
			t.Fatal(err)
		}
		return f.Deadline().Format(time.DateOnly)
	}
	l.settled("org_a", rounds.LogTable, lines(20))
	l.works("org_a")
	if due() != "0001-01-01" {
		t.Errorf("before there is a plan a round is due on %s", due())
	}
	if err := l.SavePlan(t.Context(), by("org_a"), rounds.Begin); err != nil {
		t.Fatal(err)
	}
	r := l.round("org_a")
	if due() != "2026-12-22" || r.Due().Format(time.DateOnly) != "2026-12-22" {
		t.Errorf("begun on 24 November, a round is due on %s", due())
	}
	for _, c := range l.held("org_a").Of(r.ID) {
		if _, err := l.Judge(t.Context(), by("org_a"), c.ID, c.Version, rounds.Ruling{Verdict: rounds.Unknown, Reason: "Niet te vinden."}); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(t.Context(), by("org_a"), r.ID, r.Version, "Niets.", "Bram Smit"); err != nil {
		t.Fatal(err)
	}
	if due() != "2026-12-29" { // a month after 31 October, and 28 days
		t.Errorf("the round of the next period is due on %s", due())
	}
}

// TestWhatWasLearnedStandsInTheRound: physiotherapists look at half of the clients of one
// ward and at none of another, and the round says so with its numbers.
func TestWhatWasLearnedStandsInTheRound(t *testing.T) {
	db := sqldbtest.SQLite(t)
	sqldbtest.Organisations(t, db, "org_a")
	l := open(t, db, t.TempDir())
	log, admitted, people := "Datum en tijd;Medewerker;Cliëntnummer;Actie\n", "Cliëntnummer;Afdeling;Opname;Ontslag\n", "Personeelsnummer;Team\n"
	for n := range 40 {
		for ward, first := range map[string]int{"Neurologie": 0, "Chirurgie": 40} {
			admitted += fmt.Sprintf("c%d;%s;01-10-2026;20-10-2026\n", first+n, ward)
			log += fmt.Sprintf("%02d-10-2026 09:00:00;%s%d;c%d;Bekeken\n", 2+n%10, ward[:1], n%4, first+n)
		}
		if n%2 == 0 {
			log += fmt.Sprintf("%02d-10-2026 11:00:00;F%d;c%d;Bekeken\n%02d-10-2026 12:00:00;F%d;c%d;Bekeken\n", 2+n%10, n%4, n, 2+n%10, (n+1)%4, n)
		}
	}
	duties := "Medewerker;Afdeling;Begin;Eind\n"
	for day := 2; day < 12; day++ {
		for n := range 4 {
			duties += fmt.Sprintf("F%d;Fysiotherapie;%02d-10-2026 08:00;%02d-10-2026 17:00\n", n, day, day)
		}
	}
	for n := range 4 {
		people += fmt.Sprintf("N%d;Neurologie\nC%d;Chirurgie\nF%d;Fysiotherapie\n", n, n, n)
	}
	l.settled("org_a", rounds.LogTable, log)
	l.settled("org_a", reading.Table(accesslog.Admission), admitted)
	l.settled("org_a", reading.Table(accesslog.Duty), duties)
	l.settled("org_a", reading.StaffTable, people)
	l.works("org_a")
	want := []rounds.Shared{{Team: "Neurologie", Other: "Fysiotherapie", Of: 40, Seen: 20, Users: 4}}
	r := l.round("org_a")
	if diff := cmp.Diff(want, r.Found.Learned, cmpopts.IgnoreFields(rounds.Shared{}, "Lift")); diff != "" {
		t.Fatalf("learned (-want +got):\n%s\nof %+v", diff, r.Found)
	}
	if r.Found.Learned[0].Lift < 10 || r.Found.Explained["partner-ward"] != 40 {
		t.Errorf("it is %+v, and explains %v", r.Found.Learned[0], r.Found.Explained)
	}
}

// TestOwnConfirmedCasesCount: the sign that they have gives more points afterwards.
func TestOwnConfirmedCasesCount(t *testing.T) {
	db := sqldbtest.SQLite(t)
	sqldbtest.Organisations(t, db, "org_a")
	l := open(t, db, t.TempDir())
	log := "Datum en tijd;Medewerker;Cliëntnummer;Actie;Noodprocedure\n"
	for n := range 30 {
		glass := "nee"
		if n%10 == 0 {
			glass = "ja"
		}
		log += fmt.Sprintf("%02d-10-2026 09:00:00;m%d;c%d;Bekeken;%s\n", 1+n%20, n%7, n, glass)
	}
	l.settled("org_a", rounds.LogTable, log)
	l.works("org_a")
	points := func(r rounds.Round) float64 {
		for _, c := range l.held("org_a").Of(r.ID) {
			if c.Looks[0].Glass {
				return c.Looks[0].Parts[0].Points
			}
		}
		t.Fatal("no case by the emergency procedure was chosen")
		return 0
	}
	first := l.round("org_a")
	second := by("org_a")
	second.Person, second.Name = "per_2", "Noor Dijkstra"
	for _, c := range l.held("org_a").Of(first.ID) {
		r := rounds.Ruling{Verdict: rounds.Lawful, Reason: "Dienst."}
		if c.Looks[0].Glass {
			r.Verdict = rounds.Unlawful
		}
		c, err := l.Judge(t.Context(), by("org_a"), c.ID, c.Version, r)
		if err != nil {
			t.Fatal(err)
		}
		if r.Verdict == rounds.Unlawful {
			if _, err := l.Judge(t.Context(), second, c.ID, c.Version, r); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := l.Close(t.Context(), by("org_a"), first.ID, first.Version, "Drie keer.", "Bram Smit"); err != nil {
		t.Fatal(err)
	}
	next := l.round("org_a")
	if next.Confirmed != 3 || first.Confirmed != 0 || points(next) <= points(first) {
		t.Errorf("%d and then %d own cases: %.2f and then %.2f points", first.Confirmed, next.Confirmed, points(first), points(next))
	}
}

// TestARoundThatWasBrokenOffIsNamed in the report of the next one over its days.
func TestARoundThatWasBrokenOffIsNamed(t *testing.T) {
	db := sqldbtest.SQLite(t)
	sqldbtest.Organisations(t, db, "org_a")
	l := open(t, db, t.TempDir())
	l.settled("org_a", rounds.LogTable, lines(200))
	l.works("org_a")
	one := l.round("org_a")
	if err := l.Break(t.Context(), by("org_a"), one.ID, one.Version, " "); fault.KindOf(err) != fault.Invalid {
		t.Errorf("without a reason = %v", err)
	}
	if err := l.Break(t.Context(), by("org_a"), one.ID, one.Version, "Het rooster ontbrak."); err != nil {
		t.Fatal(err)
	}
	c := l.held("org_a").Of(one.ID)[0]
	if _, err := l.Judge(t.Context(), by("org_a"), c.ID, c.Version, rounds.Ruling{Verdict: rounds.Lawful, Reason: "Dienst."}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a case of a round that was broken off = %v", err)
	}
	two := l.round("org_a")
	for _, c := range l.held("org_a").Of(two.ID) {
		if _, err := l.Judge(t.Context(), by("org_a"), c.ID, c.Version, rounds.Ruling{Verdict: rounds.Lawful, Reason: "Dienst."}); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(t.Context(), by("org_a"), two.ID, two.Version, "Niets.", "Bram Smit"); err != nil {
		t.Fatal(err)
	}
	two, _ = l.held("org_a").Round(two.ID)
	if !strings.Contains(two.Report.Text, "afgebroken door Bram Smit op 24 november 2026: Het rooster ontbrak.") {
		t.Errorf("the report says\n%s", two.Report.Text)
	}
	if newest, ok := l.held("org_a").Newest(); !ok || newest.ID != two.ID {
		t.Errorf("the newest is %s", newest.ID)
	}
}
