package dossier

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

func TestMomentsAreReadAsTheyWereWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, "seconds"), rapid.Int64Range(0, 999_999).Draw(t, "micros")*1000).UTC()
		if got, err := moment([]byte(journal.Stamp(at))); err != nil || !got.Equal(at) {
			t.Fatalf("moment(%s) = %v, %v", journal.Stamp(at), got, err)
		}
	})
	for _, bad := range []string{"", "2026-02-30T00:00:00.000000Z", "2026-13-01T00:00:00.000000Z", "2026-01-01T24:00:00.000000Z", "2026-01-01 00:00:00.000000Z", "2026-01-01T00:00:00Z", "maart"} {
		if got, err := moment([]byte(bad)); err == nil {
			t.Errorf("moment(%q) = %v, want an error", bad, got)
		}
	}
}

func TestOpeningsComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := journal.Entry{
			Seq: rapid.Int64Range(0, 1<<40).Draw(t, "seq"), ActorName: rapid.String().Draw(t, "name"),
			Data: []byte(`{"a":1}`), Salt: []byte(strings.Repeat("s", 32)),
		}
		var b strings.Builder
		if err := writeOpening(&b, e); err != nil {
			t.Fatal(err)
		}
		line, ended := strings.CutSuffix(b.String(), "\n")
		var salt [saltSize]byte
		o, err := parseOpening([]byte(line), &salt)
		if err != nil || !ended || strings.Contains(line, "\n") {
			t.Fatalf("parseOpening(%q): %v", line, err)
		}
		if o.seq != e.Seq || o.name != e.ActorName || string(o.data) != string(e.Data) || string(salt[:]) != string(e.Salt) {
			t.Errorf("%q came back as %+v", line, o)
		}
	})
}

func TestARecordHasOneSpelling(t *testing.T) {
	e := journal.Entry{Seq: 7, At: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC), ActorID: "per_1", Action: "answer.save", Object: ref.Ref{Kind: "requirement", ID: "nen7510-2:2024/8.5"}, Commit: []byte{1, 2}}
	line, err := e.Record("org_a")
	if err != nil {
		t.Fatal(err)
	}
	r, err := parseRecord(line)
	want := record{org: []byte("org_a"), seq: 7, at: []byte("2026-03-01T09:00:00.000000Z"), actor: "per_1", action: "answer.save", object: "requirement/nen7510-2:2024/8.5", commit: []byte("0102")}
	if err != nil || !reflect.DeepEqual(r, want) {
		t.Errorf("parseRecord = %+v, %v", r, err)
	}
	for _, change := range [][2]string{{`"seq":7`, `"seq":07`}, {`"seq":7`, `"seq": 7`}, {`"seq":7`, `"seq":-7`}, {`"seq":7`, `"seq":`}, {`per_1`, `per"1`}, {`"v":1`, `"v":2`}, {`"0102"}`, `"0102"} `}, {`"0102"}`, `"0102","x":1}`}, {`org_a`, `org_\u0061`}, {`"action"`, `"act"`}} {
		bad := strings.Replace(string(line), change[0], change[1], 1)
		if r, err := parseRecord([]byte(bad)); err == nil {
			t.Errorf("parseRecord took %s as %+v", bad, r)
		}
	}
}
