package reading_test

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/accesslog/reading"
)

func TestTheBeginningTellsHowALogIsWritten(t *testing.T) {
	events, _ := written(t)
	audit, _ := messages(t)
	for name, c := range map[string]struct {
		file string
		want reading.Kind
	}{
		"events": {string(events), reading.FHIRKind}, "a bundle": {`{"resourceType":"Bundle","entry":[]}`, reading.FHIRKind}, "marked": {"\ufeff" + string(events), reading.FHIRKind},
		"messages": {string(audit), reading.ATNAKind}, "counted": {"512 " + string(audit), reading.ATNAKind}, "bare": {"<?xml version='1.0'?>\n<AuditMessage>", reading.ATNAKind},
		"list": {"Datum en tijd;Gebruiker;Cliënt\n02-11-2026 08:13;m1;p7\n", reading.ListKind}, "nothing": {"", reading.ListKind},
	} {
		kind, m, r, err := reading.Recognise(strings.NewReader(c.file), amsterdam)
		if err != nil || kind != c.want {
			t.Errorf("%s: %q, %v, want %q", name, kind, err, c.want)
		}
		whole, err := io.ReadAll(r)
		if err != nil || string(whole) != c.file {
			t.Errorf("%s: %d bytes are left of %d, %v", name, len(whole), len(c.file), err)
		}
		if kind == reading.ListKind && name == "list" && len(m.Missing()) > 0 {
			t.Errorf("the mapping lacks %v", m.Missing())
		}
	}
}

func TestACensusCountsWhatALogLacks(t *testing.T) {
	var file bytes.Buffer
	file.WriteString("Datum en tijd;Gebruiker;Cliënt;Functie;Noodknop\n")
	for h := range 48 {
		if h >= 10 && h < 20 {
			continue // a gap of ten hours
		}
		role, glass := "verzorgende", "nee"
		if h%4 == 0 {
			role, glass = "", "ja"
		}
		fmt.Fprintf(&file, "%02d-11-2026 %02d:15;m1;p1;%s;%s\n", 2+h/24, h%24, role, glass)
	}
	file.WriteString("morgen;m1;p1;;\n")
	var c reading.Census
	err := guessed(file.String())(&file, reading.Sink{Take: func(_ int64, _ []byte, e *reading.Entry) error { c.Take(e); return nil }, Refuse: func(reading.Refused) error { c.Refused++; return nil }})
	if err != nil || c.Lines != 38 || c.Refused != 1 || c.Glass != 10 || c.Nobody != 0 {
		t.Errorf("%v, counted %+v", err, c)
	}
	for _, f := range c.Fields() {
		want := map[string]float64{"7.2.3": 1, "7.3.1": 1, "7.4.1": 1, "7.4.3": 1, "7.3.4": 28. / 38}[f.Number]
		if math.Abs(f.Share-want) > 1e-9 {
			t.Errorf("%s: %.3f, want %.3f", f.Number, f.Share, want)
		}
	}
	gaps := c.Gaps(6)
	if len(gaps) != 1 || gaps[0].Until.Sub(gaps[0].From) != 10*time.Hour {
		t.Errorf("gaps %v, want one of ten hours", gaps)
	}
}
