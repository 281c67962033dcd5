package reading_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"aantoonbaar/internal/accesslog/reading"
	"aantoonbaar/internal/accesslog/simulate"
)

// line is an entry as text, so that it can be kept and compared.
type line struct {
	At                                               time.Time
	User, Patient, Team, Role, Station, Source, Said string
	Action                                           string
	Search, Glass                                    bool
	Has                                              reading.Fields
}

// read reads all of r.
func read(t interface{ Fatal(...any) }, from func(io.Reader, reading.Sink) error, r io.Reader) (taken []line, refused []reading.Refused) {
	err := from(r, reading.Sink{
		Take: func(_ int64, _ []byte, e *reading.Entry) error {
			l := line{At: e.At.UTC(), User: string(e.User), Patient: string(e.Patient), Team: string(e.Team), Role: string(e.Role), Station: string(e.Station), Source: string(e.Source), Said: string(e.Reason), Search: e.Search, Glass: e.Glass, Has: e.Has}
			if e.Action != 0 {
				l.Action = string(e.Action)
			}
			taken = append(taken, l)
			return nil
		},
		Refuse: func(r reading.Refused) error { refused = append(refused, r); return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return taken, refused
}

// Samples that others wrote lie beside the project and are not part of it. Whoever has
// them elsewhere names the folder in this variable; "none" there does without, which
// scripts/check.sh says only where the folder is missing, and tells in its last line.
const samplesVariable = "AANTOONBAAR_AUDIT_EVENTS"

const besideProject = "../../../../shared/data/auditevents"

// samples are the files of others that match the pattern, or none where somebody chose
// to do without them.
func samples(t *testing.T, pattern string) []string {
	t.Helper()
	folder := os.Getenv(samplesVariable)
	switch folder {
	case "":
		folder = besideProject
	case "none":
		t.Logf("%s=none: what others wrote is not read", samplesVariable)
		return nil
	}
	names, err := filepath.Glob(filepath.Join(folder, pattern))
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Fatalf("there are no samples %s in %s.\nPut them at that place, name the folder in %s, or set that to none to test without them.", pattern, folder, samplesVariable)
	}
	return names
}

func TestSamplesOfOthersAreRead(t *testing.T) {
	at := time.Date(2020, 4, 29, 9, 49, 0, 0, time.UTC)
	want := map[string]line{
		"AuditEvent-Zorgviewer.stu3.json":             {At: time.Date(2023, 4, 25, 11, 4, 27, 0, time.UTC), User: "06020101", Patient: "999911120", Role: "Directly involved healthcare professional", Station: "w3zkh3348.intra.umcg.nl", Source: "Zorgviewer RIVO-Noord", Action: "R"},
		"AuditEvent-ex-auditBasicReadNoPatient.json":  {At: at, User: "John Smith", Team: "server.example.com", Source: "Device/ex-device", Action: "R"},
		"AuditEvent-ex-auditBasicQueryGetServer.json": {At: at, User: "John Smith", Patient: "Patient/ex-patient", Team: "server.example.com", Source: "Device/ex-device", Action: "E", Search: true},
		"AuditEvent-ex-auditBasicUpdateNoUser.json":   {At: at, Patient: "Patient/ex-patient", Team: "server.example.com", Station: "http://server.example.com/fhir", Source: "Device/ex-device", Action: "U"},
		"AuditEvent-ex-auditPoke-SAML-QDI-Comp.json":  {At: time.Date(2021, 12, 3, 9, 49, 0, 0, time.UTC), User: "UID=kskagerb", Role: "Public health officier", Team: "server.example.com", Source: "Device/ex-device", Action: "R"},
		"r4_examples_auditevent-example.json":         {At: time.Date(2012, 10, 25, 11, 4, 27, 0, time.UTC), User: "Grahame", Team: "Development", Role: "Service User (Logon)", Station: "127.0.0.1", Source: "Grahame's Laptop", Action: "E"},
	}
	nobody := 0
	all := slices.Concat(samples(t, "ihe-balp/*.json"), samples(t, "rivo-zorgviewer/*.json"), samples(t, "fhir-test-cases/*.json"))
	if all == nil {
		return
	}
	for _, name := range all {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		base := filepath.Base(name)
		taken, refused := read(t, reading.FHIR, bytes.NewReader(text))
		if len(taken) != 1 || len(refused) > 0 {
			t.Errorf("%s: %d taken, refused %+v", base, len(taken), refused)
			continue
		}
		if taken[0].User == "" {
			nobody++
		}
		if w, ok := want[base]; ok {
			delete(want, base)
			taken[0].Has = 0
			if diff := cmp.Diff(w, taken[0]); diff != "" {
				t.Errorf("%s: want (-), read (+):\n%s", base, diff)
			}
		}
	}
	if len(want) > 0 || nobody != 8 {
		t.Errorf("not seen: %v; %d events of nobody, want the 8 of programs", want, nobody)
	}
}

// written is a day of the simulator as FHIR, one event a line, and what it says.
func written(t *testing.T) (text []byte, lines []line) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "log")
	out, err := simulate.NewFolder(folder, simulate.FHIR)
	if err != nil {
		t.Fatal(err)
	}
	w, err := simulate.Make(simulate.Settings{Kind: simulate.HomeCare, Seed: 3, Staff: 30, Days: 2, Planted: 300}, func(w *simulate.World, day []simulate.Line) error {
		for _, l := range day {
			lines = append(lines, line{
				At: l.At.UTC().Truncate(time.Millisecond), User: w.Users[l.User].Number, Patient: w.Patients[l.Patient].Number, Team: w.Teams[l.Team], Role: w.Users[l.User].Role,
				Station: fmt.Sprintf("ws%05d", l.Station), Source: w.Sources[l.Source], Said: l.Reason, Action: string(l.Action), Search: l.Search, Glass: l.Glass, Has: 511,
			})
		}
		return out.Day(w, day)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := out.Close(w); err != nil {
		t.Fatal(err)
	}
	if text, err = os.ReadFile(filepath.Join(folder, "log.ndjson")); err != nil {
		t.Fatal(err)
	}
	return text, lines
}

func TestEveryShapeOfAFileSaysTheSame(t *testing.T) {
	text, want := written(t)
	events := bytes.Split(bytes.TrimSpace(text), []byte("\n"))
	entries := make([][]byte, len(events))
	for i, e := range events {
		entries[i] = fmt.Appendf(nil, `{"fullUrl": "urn:uuid:%d", "resource": %s, "search": {"mode": "match"}}`, i, e)
	}
	pretty := func(s string) string {
		var out bytes.Buffer
		if err := json.Indent(&out, []byte(s), "", "  "); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	bundle := `{"resourceType":"Bundle","type":"collection","meta":{"tag":[{"code":"entry"}]},"entry":[` + string(bytes.Join(entries, []byte(","))) + `],"total":3}`
	list := "[" + string(bytes.Join(events, []byte(",\n"))) + "]"
	half, over := len(entries)/2, ""
	two := `{"resourceType":"Bundle","entry":[` + string(bytes.Join(entries[:half], []byte(","))) + "]}\n" + `{"entry":[` + string(bytes.Join(entries[half:], []byte(","))) + `],"resourceType":"Bundle"}`
	for _, e := range events {
		over += pretty(string(e)) + "\n"
	}
	for name, file := range map[string]string{
		"a line each": string(text), "with a byte order mark": "\ufeff" + string(text), "lines of Windows": strings.ReplaceAll(string(text), "\n", "\r\n"),
		"empty lines": strings.ReplaceAll(string(text), "\n", "\n\n"), "no end of the last line": strings.TrimSuffix(string(text), "\n"),
		"a bundle": bundle, "a bundle over lines": pretty(bundle), "a list": list, "a list over lines": pretty(list),
		"two bundles": two, "resources over lines": over, "an empty line and a bundle": "\n" + bundle,
		"a bundle longer than a line can be": strings.Replace(bundle, `"total"`, `"x":"`+strings.Repeat("x", 2<<20)+`","total"`, 1),
	} {
		taken, refused := read(t, reading.FHIR, strings.NewReader(file))
		if len(refused) > 0 {
			t.Errorf("%s: refused %+v", name, refused[0])
		}
		if diff := cmp.Diff(want, taken); diff != "" {
			t.Errorf("%s: want (-), read (+):\n%.2000s", name, diff)
		}
	}
	if len(want) < 100 {
		t.Errorf("only %d events", len(want))
	}
}

func TestALineThatCannotBeReadIsRefusedByItself(t *testing.T) {
	good := `{"resourceType":"AuditEvent","recorded":"2026-11-02T08:00:00+01:00","action":"R","agent":[{"who":{"identifier":{"value":"m1"}}}],"entity":[{"what":{"reference":"Patient/p1"}}]}`
	for bad, why := range map[string]string{
		`{"resourceType":"AuditEvent","recorded":"2026-11-02T08:00:00+01:00"`: "JSON",
		`{"resourceType":"Patient","id":"1"}`:                                 "AuditEvent",
		`{"resourceType":"AuditEvent","recorded":"gisteren"}`:                 "time",
		`{"resourceType":"AuditEvent","recorded":"0000-01-01T00:00:00Z"}`:     "time",
		`{"resourceType":"AuditEvent"}`:                                       "time",
		`not JSON`:                                                            "JSON",
		`[]`:                                                                  "JSON",
		`{"a":"` + strings.Repeat("x", 2<<20) + `"}`:                          "longer",
		`{"resourceType":"AuditEvent","x":"\ud800"` + "\x00":                  "JSON",
		strings.Repeat("[", 100_000):                                          "JSON",
	} {
		taken, refused := read(t, reading.FHIR, strings.NewReader(good+"\n"+bad+"\n"+good+"\n"))
		if len(taken) != 2 || len(refused) != 1 {
			t.Errorf("%.80q: %d taken and %d refused, want 2 and 1", bad, len(taken), len(refused))
			continue
		}
		if r := refused[0]; r.Line != 2 || !strings.Contains(r.Why.EN, why) || len(r.Text) > 400 {
			t.Errorf("%.80q: refused as %+v, want line 2 and a word of %s", bad, r, why)
		}
	}
}

// TestABrokenFirstLineTakesNoOtherAlong: a log that was cut off begins in the middle of
// a line.
func TestABrokenFirstLineTakesNoOtherAlong(t *testing.T) {
	text, want := written(t)
	_, after, _ := strings.Cut(string(text), "\n")
	for _, first := range []string{`":"R"}`, `{"resourceType":"AuditEvent","rec`, `{}`, `{"a":[{`, `x`} {
		taken, refused := read(t, reading.FHIR, strings.NewReader(first+"\n"+after))
		if diff := cmp.Diff(want[1:], taken); diff != "" || len(refused) != 1 || refused[0].Line != 1 {
			t.Errorf("%s: refused %.3v; want (-), read (+):\n%.500s", first, refused, diff)
		}
	}
	for file, lines := range map[string][]int64{"[\n]]\n": {2}, "[{}]\n\n]\n]": {1, 3, 4}, `[{"resourceType":"AuditEvent"}]` + "\nand more": {1, 2}} {
		_, refused := read(t, reading.FHIR, strings.NewReader(file))
		var got []int64
		for _, r := range refused {
			got = append(got, r.Line)
		}
		if !slices.Equal(got, lines) {
			t.Errorf("%q: refused on %v, want %v", file, got, lines)
		}
	}
}

func TestAFileThatStopsHalfwaySaysSo(t *testing.T) {
	text, _ := written(t)
	list := "[" + strings.Join(strings.Split(strings.TrimSpace(string(text)), "\n"), ",") + "]"
	taken, refused := read(t, reading.FHIR, strings.NewReader(list[:len(list)/2]))
	if len(taken) < 20 || len(refused) != 1 || !strings.Contains(refused[0].Why.EN, "ends in the middle") {
		t.Errorf("%d taken, refused %+v", len(taken), refused)
	}
	for _, nothing := range []string{"", "\n\n", "{}", "[]", `{"resourceType":"Bundle","entry":[]}`} {
		if taken, _ := read(t, reading.FHIR, strings.NewReader(nothing)); len(taken) > 0 {
			t.Errorf("%q gave %+v", nothing, taken)
		}
	}
}

// TestNoBytesAreTooStrange throws pieces of events at the reader: it may refuse, and
// may not fail.
func TestNoBytesAreTooStrange(t *testing.T) {
	text, _ := written(t)
	rapid.Check(t, func(r *rapid.T) {
		at := rapid.IntRange(0, len(text)-2000).Draw(r, "at")
		piece := bytes.Clone(text[at : at+rapid.IntRange(0, 2000).Draw(r, "long")])
		for range rapid.IntRange(0, 5).Draw(r, "changes") {
			if len(piece) > 0 {
				piece[rapid.IntRange(0, len(piece)-1).Draw(r, "which")] = rapid.SampledFrom([]byte{'{', '}', '[', ']', '"', '\\', 0, 0xff, ',', '\n'}).Draw(r, "to")
			}
		}
		read(r, reading.FHIR, bytes.NewReader(piece))
	})
}

// BenchmarkFHIR reads events beside the standard library, which takes all of them apart.
func BenchmarkFHIR(b *testing.B) {
	var text bytes.Buffer
	w, err := simulate.Make(simulate.Settings{Kind: simulate.HomeCare, Seed: 3, Days: 1}, func(w *simulate.World, day []simulate.Line) error {
		return simulate.Write(&text, simulate.FHIR, w, day)
	})
	if err != nil || len(w.Users) == 0 {
		b.Fatal(err)
	}
	n := bytes.Count(text.Bytes(), []byte("\n"))
	perSecond := func(b *testing.B) {
		b.Helper()
		b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "events/s")
	}
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(text.Len()))
		for b.Loop() {
			if taken := 0; reading.FHIR(bytes.NewReader(text.Bytes()), reading.Sink{Take: func(int64, []byte, *reading.Entry) error { taken++; return nil }, Refuse: func(r reading.Refused) error { return fmt.Errorf("%+v", r) }}) != nil || taken != n {
				b.Fatalf("%d of %d", taken, n)
			}
		}
		perSecond(b)
	})
	b.Run("baseline: encoding/json", func(b *testing.B) {
		b.SetBytes(int64(text.Len()))
		for b.Loop() {
			for line := range bytes.Lines(text.Bytes()) {
				var v map[string]any
				if err := json.Unmarshal(line, &v); err != nil {
					b.Fatal(err)
				}
			}
		}
		perSecond(b)
	})
}
