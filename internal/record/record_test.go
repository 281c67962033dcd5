package record_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/record"
	"aantoonbaar/internal/ref"
)

var (
	errMissing, errStale = errors.New("missing"), errors.New("stale")

	noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
)

func TestAChangeFollowsTheVersionThatWasLookedAt(t *testing.T) {
	for _, tt := range []struct {
		what string
		act  record.Act
		want int64
		err  error
	}{
		{"a new record", record.Act{Fresh: true}, 1, nil},
		{"a new one, whatever the form said", record.Act{Fresh: true, Now: 7, Seen: 3}, 1, nil},
		{"the version that is there", record.Act{There: true, Now: 3, Seen: 3}, 4, nil},
		{"one that was looked at before", record.Act{There: true, Now: 4, Seen: 3}, 0, errStale},
		{"one that is still to come", record.Act{There: true, Now: 3, Seen: 4}, 0, errStale},
		{"what is not there", record.Act{Now: 3, Seen: 3}, 0, errMissing},
	} {
		tt.act.By, tt.act.At = "Sanne", noon
		c, err := tt.act.Next(errMissing, errStale)
		if c.Version != tt.want || !errors.Is(err, tt.err) || tt.err == nil && (c.By != "Sanne" || !c.At.Equal(noon)) {
			t.Errorf("%s: %+v, %v", tt.what, c, err)
		}
	}
}

func TestWhatWasFirstIsWorkedOutAgain(t *testing.T) {
	other := errors.New("other")
	for _, tt := range []struct {
		what  string
		says  []error
		times int
		want  error
	}{
		{"at once", []error{nil}, 1, nil},
		{"the third time", []error{errStale, errStale, nil}, 3, nil},
		{"another reason", []error{errStale, other, nil}, 2, other},
		{"never", []error{errStale, errStale, errStale, errStale, errStale, nil}, 5, errStale},
	} {
		n := 0
		err := record.Again(errStale, func() error { n++; return tt.says[n-1] })
		if n != tt.times || !errors.Is(err, tt.want) {
			t.Errorf("%s: done %d times, %v", tt.what, n, err)
		}
	}
}

// TestTheLastThatWasToldIsHeld of each record, and what was erased is named.
func TestTheLastThatWasToldIsHeld(t *testing.T) {
	at := func(kind, id, data string) journal.Entry {
		e := journal.Entry{Object: ref.Ref{Kind: kind, ID: id}}
		if data != "" {
			e.Data = []byte(data)
		}
		return e
	}
	entries := []journal.Entry{
		at("cup", "b", `"first"`), at("cup", "a", `"one"`), at("plate", "x", `"elsewhere"`), at("cup", "b", `"second"`), at("cup", "d", `"gone"`), at("cup", "d", ""), at("cup", "c", ""),
	}
	var all []string
	unknown, err := record.Last(entries, []string{"cup"}, func(_ string, text []byte) error { return record.Read(&all, text) })
	if err != nil || len(all) != 2 {
		t.Fatalf("%v, %v", all, err)
	}
	for _, want := range []string{"one", "second"} {
		if _, ok := record.Find(all, func(s string) bool { return s == want }); !ok {
			t.Errorf("%q is not held: %q", want, all)
		}
	}
	if _, ok := record.Find(all, func(s string) bool { return s == "first" }); ok {
		t.Error("an older version is held")
	}
	if diff := cmp.Diff([]ref.Ref{{Kind: "cup", ID: "c"}, {Kind: "cup", ID: "d"}}, unknown); diff != "" {
		t.Error(diff)
	}
	if _, err := record.Last(entries, []string{"plate"}, func(string, []byte) error { return errStale }); !errors.Is(err, errStale) {
		t.Errorf("what cannot be read: %v", err)
	}
	var numbers []int
	if err := record.Read(&numbers, []byte(`"x"`)); err == nil || len(numbers) != 0 {
		t.Errorf("a text is read as a number: %v, %v", numbers, err)
	}
}
