package indicator_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/incident/indicator"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// Each line: what somebody writes or pastes, and what it is.
func TestATraceIsUnderstoodHoweverItIsWritten(t *testing.T) {
	for _, c := range []struct {
		typed string
		kind  indicator.Kind
		value string
	}{
		{"198.51.100.7", indicator.IPv4, "198.51.100.7"},
		{" 198[.]51[.]100[.]7 ", indicator.IPv4, "198.51.100.7"},
		{"198.51.100.9/24", indicator.IPv4, "198.51.100.0/24"},
		{"198.51.100.7/32", indicator.IPv4, "198.51.100.7"},
		{"2001:DB8:0:0::1", indicator.IPv6, "2001:db8::1"},
		{"2001[:]db8[:][:]1", indicator.IPv6, "2001:db8::1"},
		{"Evil.Example.", indicator.Domain, "evil.example"},
		{"evil[.]example", indicator.Domain, "evil.example"},
		{"evil(dot)example", indicator.Domain, "evil.example"},
		{"evil[.example", indicator.Domain, "evil.example"},
		{"bücher.example", indicator.Domain, "bücher.example"},
		{"hxxps://evil[.]example/Pad?x=1", indicator.URL, "https://evil.example/Pad?x=1"},
		{"hXXp[:]//evil[.]example", indicator.URL, "http://evil.example"},
		{"hxxp[://]evil.example/a", indicator.URL, "http://evil.example/a"},
		{"HTTPS://Evil.Example:8443/A", indicator.URL, "https://evil.example:8443/A"},
		{"fxp://evil.example/x", indicator.URL, "ftp://evil.example/x"},
		{"factuur[@]evil[.]example", indicator.Email, "factuur@evil.example"},
		{"factuur(at)Evil.example", indicator.Email, "factuur@evil.example"},
		{"D41D8CD98F00B204E9800998ECF8427E", indicator.MD5, "d41d8cd98f00b204e9800998ecf8427e"},
		{strings.Repeat("aB", 20), indicator.SHA1, strings.Repeat("ab", 20)},
		{strings.Repeat("aB", 32), indicator.SHA256, strings.Repeat("ab", 32)},
		{"factuur november.pdf.exe", indicator.FileName, "factuur november.pdf.exe"},
		{"zomaar een zin", "", ""},
		{"300.1.2.3", "", ""},
		{"1.2.3", "", ""},
		{strings.Repeat("a", 63), "", ""},
		{"evil.example\u202egpj", "", ""},
		{"", "", ""},
	} {
		i, ok := indicator.Parse(c.typed)
		if ok != (c.kind != "") || i.Kind != c.kind || i.Value != c.value {
			t.Errorf("%q is %s %q (%v), want %s %q", c.typed, i.Kind, i.Value, ok, c.kind, c.value)
		}
		if again, ok := indicator.As(c.kind, i.Defang()); c.kind != "" && (!ok || again != i) {
			t.Errorf("%q, defanged as %q, comes back as %q", c.typed, i.Defang(), again.Value)
		}
	}
	u := indicator.Indicator{Kind: indicator.URL, Value: "https://evil.example/pad.html"}
	if got := u.Defang(); got != "hxxps://evil[.]example/pad.html" {
		t.Errorf("defanged: %s", got)
	}
}

// Each line: a pattern, and the values in it; none where it says more.
func TestPatterns(t *testing.T) {
	for pattern, want := range map[string][]string{
		"[ipv4-addr:value = '198.51.100.7']":                                                   {"198.51.100.7"},
		"[domain-name:value='evil.example' OR url:value='http://x.example/']":                  {"evil.example", "http://x.example/"},
		"[domain-name:value IN ('a.example', 'b.example')]":                                    {"a.example", "b.example"},
		"[file:hashes.'SHA-256' = '" + strings.Repeat("ab", 32) + "' AND file:name = 'x.exe']": {strings.Repeat("ab", 32), "x.exe"},
		"[file:hashes.MD5 = 'd41d8cd98f00b204e9800998ecf8427e'] OR [file:name = 'it\\'s.exe']": {"d41d8cd98f00b204e9800998ecf8427e", "it's.exe"},
		"[ipv4-addr:value = '198.51.100.7' AND domain-name:value = 'evil.example']":            nil,
		"[domain-name:value LIKE '%.example']":                                                 nil,
		"[domain-name:value != 'evil.example']":                                                nil,
		"[NOT domain-name:value = 'evil.example']":                                             nil,
		"[domain-name:value = 'a.example'] FOLLOWEDBY [domain-name:value = 'b.example']":       nil,
		"[domain-name:value = 'a.example'] WITHIN 5 SECONDS":                                   nil,
		"[process:command_line = 'x']":                                                         nil,
		"[domain-name:value = 'geen domein']":                                                  nil,
		"[domain-name:value = 'a.example'":                                                     nil,
		"[domain-name:value = 'a.example":                                                      nil,
		"":                                                                                     nil, "[": nil, "[]": nil, "x": nil,
	} {
		all, err := indicator.ReadPattern(pattern)
		var got []string
		for _, i := range all {
			got = append(got, i.Value)
		}
		if want == nil && !errors.Is(err, indicator.ErrPattern) || want != nil && (err != nil || cmp.Diff(want, got) != "") {
			t.Errorf("%s: %q, %v, want %q", pattern, got, err, want)
		}
	}
}

func some() []indicator.Indicator {
	return []indicator.Indicator{
		{Kind: indicator.IPv4, Value: "198.51.100.7", First: noon, Last: noon.Add(time.Hour), Source: "Z-CERT", Confidence: 80, TLP: indicator.Amber, Note: "beheerserver", Added: noon},
		{Kind: indicator.Domain, Value: "evil.example", TLP: indicator.Strict, Valid: noon.AddDate(0, -1, 0), Added: noon},
		{Kind: indicator.URL, Value: "https://evil.example/it's", TLP: indicator.Red, Last: noon, First: noon, Added: noon},
		{Kind: indicator.SHA256, Value: strings.Repeat("ab", 32), TLP: indicator.Green, Added: noon},
		{Kind: indicator.FileName, Value: "#lees mij.txt", Added: noon},
		{Kind: indicator.FileName, Value: "-factuur.exe", TLP: indicator.Clear, Note: "=1+1", Added: noon},
		{Kind: indicator.Other, Value: "#wortel", Added: noon},
		{Kind: indicator.Other, Value: "taak WinUpdateX", Source: "eigen onderzoek", Added: noon},
	}
}

// TestWhatIsWrittenIsReadAgain takes traces through a bundle and through a list.
func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	for name, write := range map[string]func(io.Writer) error{
		"STIX": func(w io.Writer) error { return indicator.WriteSTIX(w, "Thuiszorg De Linde", "inc_1", some()) },
		"CSV":  func(w io.Writer) error { return indicator.WriteCSV(w, some()) },
	} {
		var file, again bytes.Buffer
		if err := errors.Join(write(&file), write(&again)); err != nil || !bytes.Equal(file.Bytes(), again.Bytes()) {
			t.Errorf("%s: written twice it differs, or %v", name, err)
		}
		r, err := indicator.Read(t.Context(), "sporen", bytes.NewReader(file.Bytes()))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := some()
		for n := range r.Found {
			if name == "STIX" && want[n].Kind != indicator.Other && want[n].Valid.IsZero() { // STIX asks for one
				if want[n].Valid = want[n].First; want[n].First.IsZero() {
					want[n].Valid = want[n].Added
				}
			}
			want[n].Added = time.Time{}
			if name == "STIX" && r.Found[n].Source == "Thuiszorg De Linde" {
				r.Found[n].Source = "" // who made the bundle
			}
		}
		if diff := cmp.Diff(want, r.Found); diff != "" || len(r.Skipped) > 0 || r.Doubles > 0 {
			t.Errorf("%s: %d doubles, skipped %v (-written +read):\n%s", name, r.Doubles, r.Skipped, diff)
		}
		if name == "CSV" && strings.Contains(file.String(), ",=1+1") {
			t.Error("a note became a formula")
		}
	}
}

// TestABundleIsAsSTIXHasIt looks at what the standard asks of every object.
func TestABundleIsAsSTIXHasIt(t *testing.T) {
	var file bytes.Buffer
	if err := indicator.WriteSTIX(&file, "Thuiszorg De Linde", "inc_1", some()); err != nil {
		t.Fatal(err)
	}
	var b struct {
		Type, ID string
		Objects  []map[string]any
	}
	if err := json.Unmarshal(file.Bytes(), &b); err != nil || b.Type != "bundle" || !strings.HasPrefix(b.ID, "bundle--") {
		t.Fatalf("%v %s %s", err, b.Type, b.ID)
	}
	ids, types := map[any]bool{}, map[any]int{}
	for _, o := range b.Objects {
		if ids[o["id"]] {
			t.Errorf("%v stands there twice", o["id"])
		}
		ids[o["id"]] = true
		types[o["type"]]++
		needed := []string{"type", "id", "spec_version", "created"}
		switch o["type"] {
		case "indicator":
			needed = append(needed, "modified", "pattern", "pattern_type", "valid_from")
		case "sighting":
			needed = append(needed, "modified", "sighting_of_ref")
		case "note":
			needed = append(needed, "modified", "content", "object_refs")
		case "identity":
			needed = append(needed, "modified", "name")
		}
		for _, f := range needed {
			if o[f] == nil || o[f] == "" {
				t.Errorf("%v has no %s", o["id"], f)
			}
		}
	}
	for _, o := range b.Objects {
		refs, _ := o["object_marking_refs"].([]any)
		for _, ref := range append(refs, o["created_by_ref"], o["sighting_of_ref"]) {
			if ref != nil && !ids[ref] {
				t.Errorf("%v points at %v, which is not there", o["id"], ref)
			}
		}
	}
	if want := map[any]int{"identity": 1, "marking-definition": 5, "indicator": 6, "note": 2, "sighting": 2}; cmp.Diff(want, types) != "" {
		t.Errorf("objects: %v", types)
	}
}

// TestWhatIsNotUnderstoodIsNamed reads a bundle with much that is no trace.
func TestWhatIsNotUnderstoodIsNamed(t *testing.T) {
	const bundle = `{"type":"bundle","id":"bundle--1","objects":[
		{"type":"malware","id":"malware--1","name":"x"},{"type":"malware","id":"malware--2"},
		{"type":"indicator","id":"indicator--1","pattern_type":"stix","pattern":"[domain-name:value LIKE '%.example']"},
		{"type":"indicator","id":"indicator--2","pattern_type":"yara","pattern":"rule x {}"},
		{"type":"indicator","id":"indicator--3","name":"oud","revoked":true,"pattern":"[domain-name:value = 'oud.example']"},
		{"type":"indicator","id":"indicator--4","pattern":"[domain-name:value = 'evil.example']","valid_from":"2026-11-20T10:00:00.5+01:00","created_by_ref":"identity--1","object_marking_refs":["marking-definition--nergens"]},
		{"type":"domain-name","id":"domain-name--1","value":"EVIL.example"},
		{"type":"indicator","id":"indicator--5","pattern":"[file:name = 'x.exe']","valid_from":"vorige week"},
		{"type":"domain-name","id":"domain-name--2","value":"geen domein"},
		{"type":"file","id":"file--1","name":"x.exe","hashes":{"SHA-512":"aa","MD5":"d41d8cd98f00b204e9800998ecf8427e"}},
		{"type":"ipv4-addr","id":"ipv4-addr--1","value":17},
		{"type":"identity","id":"identity--1","name":"Z-CERT"}]}`
	r, err := indicator.Read(t.Context(), "x.json", strings.NewReader("\ufeff"+bundle))
	if err != nil {
		t.Fatal(err)
	}
	want := []indicator.Indicator{
		{Kind: indicator.Domain, Value: "evil.example", Valid: time.Date(2026, 11, 20, 9, 0, 0, 5e8, time.UTC), Source: "Z-CERT", TLP: indicator.Red},
		{Kind: indicator.MD5, Value: "d41d8cd98f00b204e9800998ecf8427e"},
		{Kind: indicator.FileName, Value: "x.exe"},
	}
	if diff := cmp.Diff(want, r.Found); diff != "" || r.Doubles != 2 {
		t.Errorf("%d doubles (-want +got):\n%s", r.Doubles, diff)
	}
	times := 0
	for _, s := range r.Skipped {
		times += s.Times
		if !s.Why.Complete() {
			t.Errorf("%s is skipped without a reason", s.What)
		}
	}
	if times != 10 || r.Skipped[0].What != "malware" || r.Skipped[0].Times != 2 {
		t.Errorf("%d skipped: %v", times, r.Skipped)
	}
}

// TestAListOfAnotherIsRead takes a list in Dutch, one without a head, and one of a
// sender who writes defanged.
func TestAListOfAnotherIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		file    string
		found   int
		skipped int
	}{
		"a head in Dutch":        {"Soort;Waarde;Bron;Zekerheid;TLP;Eerst gezien\nDomeinnaam;evil[.]example;Z-CERT;75;amber;2026-11-20\n;198[.]51[.]100[.]7;;;;\n", 2, 0},
		"no head":                {"hxxps://evil[.]example/a\n# een opmerking\n# en nog een\n\n198.51.100.7\n198[.]51.100.7\nzomaar iets\n", 2, 2},
		"a kind that is not so":  {"type,value\nipv4,evil.example\n", 0, 1},
		"a colour nobody knows":  {"value,tlp\nevil.example,paars\n", 1, 1},
		"nothing but a headline": {"type,value\n", 0, 0},
	} {
		r, err := indicator.Read(t.Context(), "lijst.csv", strings.NewReader(c.file))
		if err != nil || len(r.Found) != c.found || len(r.Skipped) != c.skipped {
			t.Errorf("%s: %v, skipped %v, %v", name, r.Found, r.Skipped, err)
		}
	}
	r, _ := indicator.Read(t.Context(), "lijst.csv", strings.NewReader("value,tlp,first_seen,confidence\nevil.example,paars,2026-11-20T10:00:00+01:00,75\n"))
	want := []indicator.Indicator{{Kind: indicator.Domain, Value: "evil.example", TLP: indicator.Red, First: noon.AddDate(0, 0, -2).Add(-3 * time.Hour), Last: noon.AddDate(0, 0, -2).Add(-3 * time.Hour), Confidence: 75}}
	if diff := cmp.Diff(want, r.Found); diff != "" {
		t.Error(diff)
	}
}

// endless is a bundle that never ends.
type endless struct{ read int64 }

func (e *endless) Read(p []byte) (int, error) {
	const head, object = `{"type":"bundle","objects":[`, `{"type":"domain-name","value":"evil.example","x":"` // and a text without an end
	for n := range p {
		switch at := e.read + int64(n); {
		case at < int64(len(head)):
			p[n] = head[at]
		case at < int64(len(head)+len(object)):
			p[n] = object[at-int64(len(head))]
		default:
			p[n] = 'a'
		}
	}
	e.read += int64(len(p))
	return len(p), nil
}

// TestWhatIsTooMuchIsRefused says why, that nothing was stored, and reads no further
// than it must.
func TestWhatIsTooMuchIsRefused(t *testing.T) {
	e := &endless{}
	many := strings.Repeat(`{"type":"malware"},`, 50_001)
	lots := &strings.Builder{}
	for n := range indicator.MaxEach + 1 {
		lots.WriteString(`{"type":"file","name":"x` + strings.Repeat("i", n%200) + string(rune('a'+n/200%26)) + `.exe"},`)
	}
	for name, c := range map[string]struct {
		file io.Reader
		code string
	}{
		"without an end":         {e, "indicator.too-large"},
		"forty layers":           {strings.NewReader(`{"objects":` + strings.Repeat("[", 40)), "indicator.too-deep"},
		"too many objects":       {strings.NewReader(`{"type":"bundle","objects":[` + many + `{}]}`), "indicator.too-many"},
		"too many traces":        {strings.NewReader(`{"type":"bundle","objects":[` + lots.String() + `{}]}`), "indicator.too-many"},
		"cut off":                {strings.NewReader(`{"type":"bundle","objects":[{"type":"malware"}`), "indicator.cut-off"},
		"cut off in an object":   {strings.NewReader(`{"type":"bundle","objects":[{"type":"mal`), "indicator.cut-off"},
		"without its last brace": {strings.NewReader(`{"type":"bundle","objects":[]`), "indicator.cut-off"},
		"a bundle of nothing":    {strings.NewReader(`{"type":"bundle","objects":[]}`), "indicator.empty"},
		"white space":            {strings.NewReader("\ufeff \n"), "indicator.empty"},
		"no bundle":              {strings.NewReader(`{"type":"malware"}`), "indicator.unreadable"},
		"a second behind it":     {strings.NewReader(`{"type":"bundle","objects":[]}{"x":1}`), "indicator.unreadable"},
		"objects is a text":      {strings.NewReader(`{"type":"bundle","objects":"x"}`), "indicator.unreadable"},
		"nothing":                {strings.NewReader(""), "indicator.empty"},
		"a lone brace":           {strings.NewReader("{"), "indicator.cut-off"},
	} {
		_, err := indicator.Read(t.Context(), "x.json", c.file)
		f, ok := fault.Of(err)
		if !ok || f.Code != c.code || !strings.Contains(f.Hint.NL, "niets opgeslagen") || !strings.Contains(f.Hint.EN, "Nothing was stored") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if e.read > indicator.MaxFile+1<<20 {
		t.Errorf("%d bytes were read of a file that may have %d", e.read, indicator.MaxFile)
	}
}

// TestAnObjectOfManyParts reads objects that say one thing over and over, and would cost
// far more than their bytes.
func TestAnObjectOfManyParts(t *testing.T) {
	const head, wide = `{"type":"bundle","objects":[`, `{"type":"domain-name","value":"evil.example","x":"`
	parts := `{"type":"indicator","id":"indicator--1","pattern":"[file:name IN (` + strings.Repeat("'a',", 999) + `'a')]","object_marking_refs":[` + strings.Repeat(`"x",`, 19) + `"x"]}`
	hashes := &strings.Builder{}
	for n := range 21 {
		hashes.WriteString(`,"` + strings.Repeat("'", n) + `MD5":"d41d8cd98f00b204e9800998ecf8427e"`)
	}
	_, err := indicator.Read(t.Context(), "x.json", strings.NewReader(head+strings.Repeat(parts+",", 60)+`{}]}`))
	if f, ok := fault.Of(err); !ok || f.Code != "indicator.too-many" {
		t.Errorf("60,000 times one trace: %v", err)
	}
	for name, c := range map[string]struct {
		object         string
		found, skipped int
	}{
		"a thousand parts":  {parts, 1, 20}, // a marking is looked up once for all of them
		"too many markings": {strings.Replace(parts, `"x"`, `"x","x"`, 1), 0, 1},
		"too many hashes":   {`{"type":"file","hashes":{` + hashes.String()[1:] + `}}`, 0, 1},
		"more than 1 MB":    {wide + strings.Repeat("x", 1<<20) + `"}`, 0, 1},
		"half of that":      {wide + strings.Repeat("x", 1<<19) + `"}`, 1, 0},
	} {
		r, err := indicator.Read(t.Context(), "x.json", strings.NewReader(head+c.object+`]}`))
		skipped := 0
		for _, s := range r.Skipped {
			skipped += s.Times
		}
		if err != nil || len(r.Found) != c.found || skipped != c.skipped {
			t.Errorf("%s: %d found, %d skipped, %v", name, len(r.Found), skipped, err)
		}
	}
}

// TestNobodyWaitsForTheAnswer stops the reading behind the last object.
func TestNobodyWaitsForTheAnswer(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	file := `{"type":"bundle","objects":[{"type":"domain-name","value":"evil.example","x":"` + strings.Repeat("x", 1000) + `"}]`
	if _, err := indicator.Read(ctx, "x.json", io.MultiReader(strings.NewReader(file), ends(cancel))); err == nil {
		t.Error("it was read to its end")
	}
}

// ends gives the last byte of a bundle when whoever asked has left.
type ends func()

func (e ends) Read(p []byte) (int, error) {
	e()
	p[0] = '}'
	return 1, io.EOF
}

func TestTheSameTraceOfTwoReports(t *testing.T) {
	a := indicator.Indicator{Kind: indicator.Domain, Value: "evil.example", First: noon, Last: noon, Source: "Z-CERT", TLP: indicator.Green, Gone: "dubbel"}
	b := indicator.Indicator{Kind: indicator.Domain, Value: "evil.example", First: noon.Add(-time.Hour), Last: noon.Add(time.Hour), Source: "MediLijst", TLP: indicator.Amber, Confidence: 60}
	want := indicator.Indicator{Kind: indicator.Domain, Value: "evil.example", First: noon.Add(-time.Hour), Last: noon.Add(time.Hour), Source: "Z-CERT; MediLijst", TLP: indicator.Amber, Confidence: 60}
	got, changed := a.Merge(b)
	if diff := cmp.Diff(want, got); diff != "" || !changed {
		t.Error(diff)
	}
	if _, changed := got.Merge(b); changed {
		t.Error("the same report once more changes something")
	}
}

// TestTwoReportsOfSinceWhenATraceHolds keeps the earlier of two moments, in any order.
func TestTwoReportsOfSinceWhenATraceHolds(t *testing.T) {
	early := indicator.Indicator{Kind: indicator.Domain, Value: "evil.example", Valid: noon}
	late := early
	late.Valid = noon.Add(time.Hour)
	nobody := early
	nobody.Valid = time.Time{}
	for _, two := range [][2]indicator.Indicator{{early, late}, {late, early}, {nobody, early}, {early, nobody}} {
		got, _ := two[0].Merge(two[1])
		if !got.Valid.Equal(noon) {
			t.Errorf("valid from %s", got.Valid)
		}
	}
}

// TestTwoReportsOfOneEnd has one that says until when and another that says since when,
// which is later: it was seen at both moments.
func TestTwoReportsOfOneEnd(t *testing.T) {
	until := indicator.Indicator{Kind: indicator.Domain, Value: "evil.example", Last: noon}
	since := indicator.Indicator{Kind: indicator.Domain, Value: "evil.example", First: noon.Add(time.Hour)}
	for _, two := range [][2]indicator.Indicator{{until, since}, {since, until}} {
		got, _ := two[0].Merge(two[1])
		if !got.First.Equal(noon) || !got.Last.Equal(noon.Add(time.Hour)) {
			t.Errorf("seen from %s to %s", got.First, got.Last)
		}
		if _, changed := got.Merge(two[1]); changed {
			t.Error("the same report once more changes something")
		}
	}
}

// FuzzRead reads whatever comes, and holds that what was found is as it is kept.
func FuzzRead(f *testing.F) {
	var bundle, list bytes.Buffer
	_ = errors.Join(indicator.WriteSTIX(&bundle, "x", "y", some()), indicator.WriteCSV(&list, some()))
	for _, seed := range []string{bundle.String(), list.String(), "hxxp://a[.]example\n", `{"type":"bundle","objects":[{"type":"file","hashes":{"MD5":null}}]}`, "{", "[", "\xef\xbb\xbf{}", "PK\x03\x04"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		r, err := indicator.Read(ctx, "x", bytes.NewReader(file))
		if _, ok := fault.Of(err); err != nil && !ok {
			t.Fatalf("not refused in words: %v", err)
		}
		for _, i := range r.Found {
			var k fault.Checker
			if i.Check(&k); k.Fault("x") != nil {
				t.Fatalf("%+v: %v", i, k.Fault("x"))
			}
		}
	})
}

// FuzzParse holds that a trace is the same after it was defanged.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"198.51.100.7", "hxxps://evil[.]example/a", "a@b.example", "2001:db8::1", "evil(dot)example"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		i, ok := indicator.Parse(text)
		if !ok {
			return
		}
		if again, ok := indicator.As(i.Kind, i.Value); !ok || again != i {
			t.Fatalf("%q is %q, and that is %q", text, i.Value, again.Value)
		}
		if all, err := indicator.ReadPattern(i.Pattern()); err != nil || len(all) != 1 || all[0] != i {
			t.Fatalf("%q as a pattern is %s, which reads as %v, %v", text, i.Pattern(), all, err)
		}
	})
}
