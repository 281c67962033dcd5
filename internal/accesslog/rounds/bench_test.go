package rounds_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/accesslog/reading"
	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/accesslog/simulate"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

// BenchmarkReview brings a log of home care with what explains it, and works its round
// out: all of it as a person would have it, on SQLite and sealed files. Beside it, in the
// same run, the same bytes are read and hashed, and nothing else.
func BenchmarkReview(b *testing.B) {
	for _, staff := range []int{140, 2800} {
		folder := simulated(b, simulate.HomeCare, staff)
		content, err := os.ReadFile(filepath.Join(folder, "log.csv"))
		if err != nil {
			b.Fatal(err)
		}
		n := bytes.Count(content, []byte("\n"))
		b.Run(fmt.Sprintf("lines=%d", n), func(b *testing.B) {
			for range b.N {
				begun := time.Now()
				sums(b, folder)
				bare := time.Since(begun)
				begun = time.Now()
				reviewed(b, folder)
				took := time.Since(begun)
				b.ReportMetric(took.Seconds(), "s/review")
				b.ReportMetric(float64(n)/took.Seconds(), "lines/s")
				b.ReportMetric(took.Seconds()/bare.Seconds(), "x-hashing")
			}
			b.ReportMetric(peak(b), "MB-peak")
		})
	}
}

// simulated makes a log of four weeks from 1 October.
func simulated(t testing.TB, kind simulate.Kind, staff int) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "log")
	to, err := simulate.NewFolder(folder, simulate.CSV)
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	w, err := simulate.Make(simulate.Settings{Kind: kind, Seed: 3, Staff: staff, Begin: time.Date(2026, 10, 1, 0, 0, 0, 0, zone), Planted: 1, Defects: simulate.Usual}, to.Day)
	if err != nil {
		t.Fatal(err)
	}
	if err := to.Close(w); err != nil {
		t.Fatal(err)
	}
	return folder
}

var files = []struct {
	table reading.Table
	name  string
}{{rounds.LogTable, "log.csv"}, {reading.MixedTable, "facts.csv"}, {reading.StaffTable, "users.csv"}, {reading.ClientsTable, "patients.csv"}}

func sums(b *testing.B, folder string) {
	b.Helper()
	for _, f := range files {
		if _, err := sumOf(filepath.Join(folder, f.name)); err != nil {
			b.Fatal(err)
		}
	}
}

// reviewed does the whole, from the files to the cases.
func reviewed(b *testing.B, folder string) {
	b.Helper()
	const id org.ID = "org_a"
	db := sqldbtest.SQLite(b)
	sqldbtest.Organisations(b, db, string(id))
	l := open(b, db, b.TempDir())
	for _, f := range files {
		file, err := os.Open(filepath.Join(folder, f.name))
		if err != nil {
			b.Fatal(err)
		}
		l.settledFrom(id, f.table, file)
		if err := file.Close(); err != nil {
			b.Fatal(err)
		}
	}
	l.works(id)
	if r := l.round(id); r.Found.Share() < .9 {
		b.Fatalf("the round found %+v", r.Found)
	}
}

// peak is the most memory that this process had so far, in megabytes.
func peak(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Fatal(err)
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	kb, err := strconv.ParseFloat(strings.Fields(after)[0], 64)
	if err != nil {
		b.Fatal(err)
	}
	return kb / 1024
}
