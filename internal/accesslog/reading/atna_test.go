package reading_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/accesslog/reading"
	"aantoonbaar/internal/accesslog/simulate"
)

func TestAMessageOfOthersIsRead(t *testing.T) {
	names := samples(t, "openhim-atna/*.syslog")
	if names == nil {
		return
	}
	text, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	taken, refused := read(t, reading.ATNA, bytes.NewReader(text))
	want := []line{{At: time.Date(2010, 12, 17, 21, 12, 4, 287_000_000, time.UTC), User: "farley.granger@wb.com", Team: "End User", Source: "farley.granger@wb.com", Action: "E", Has: reading.HasEvent | reading.HasAction | reading.HasTime | reading.HasUser | reading.HasSource}}
	if diff := cmp.Diff(want, taken); diff != "" || len(refused) > 0 {
		t.Errorf("want (-), read (+), refused %+v:\n%s", refused, diff)
	}
}

// messages is a day of the simulator as audit messages.
func messages(t *testing.T) (text []byte, n int) {
	t.Helper()
	var out bytes.Buffer
	if _, err := simulate.Make(simulate.Settings{Kind: simulate.HomeCare, Seed: 3, Staff: 30, Days: 1, Planted: 300}, func(w *simulate.World, day []simulate.Line) error {
		n += len(day)
		return simulate.Write(&out, simulate.ATNA, w, day)
	}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), n
}

func TestEveryFramingOfMessagesSaysTheSame(t *testing.T) {
	text, n := messages(t)
	want, refused := read(t, reading.ATNA, bytes.NewReader(text))
	if len(want) != n || len(refused) > 0 {
		t.Fatalf("%d of %d, refused %+v", len(want), n, refused)
	}
	events, lines := written(t)
	_ = events
	lines = lines[:n]
	for i := range lines { // what FHIR says and these messages do not
		lines[i].Said, lines[i].Has = "", lines[i].Has&^reading.HasProtocol
	}
	if diff := cmp.Diff(lines, want); diff != "" {
		t.Errorf("made (-), read (+):\n%.2000s", diff)
	}
	var counted, bare, over strings.Builder
	for _, l := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		fmt.Fprintf(&counted, "%d %s", len(l), l)
		_, xml, _ := strings.Cut(l, "- <?xml")
		bare.WriteString("<?xml" + xml + "\n")
		over.WriteString(strings.ReplaceAll(l, "><", ">\r\n <") + "\r\n")
	}
	for name, file := range map[string]string{"counted": counted.String(), "bare": bare.String(), "over lines": over.String(), "with marks": strings.ReplaceAll(string(text), "<?xml", "\ufeff<?xml")} {
		taken, refused := read(t, reading.ATNA, strings.NewReader(file))
		if diff := cmp.Diff(want, taken); diff != "" || len(refused) > 0 {
			t.Errorf("%s: refused %.1v; want (-), read (+):\n%.1000s", name, refused, diff)
		}
	}
}

func TestAStreamWithoutLinesIsRead(t *testing.T) {
	text, _ := messages(t)
	one, _, _ := strings.Cut(string(text), "\n")
	one = fmt.Sprintf("%d %s", len(one), one)
	const n = 3000
	if taken, refused := read(t, reading.ATNA, strings.NewReader(strings.Repeat(one, n))); len(taken) != n || len(refused) > 0 {
		t.Errorf("%d of %d messages, refused %.1v", len(taken), n, refused)
	}
}

func TestAMessageThatCannotBeReadIsRefusedByItself(t *testing.T) {
	text, _ := messages(t)
	good, _, _ := strings.Cut(string(text), "\n")
	for bad, why := range map[string]string{
		"hello": "XML",
		`<85>1 - - - - - - <AuditMessage><EventIdentification></AuditMessage>`:                           "XML",
		`<85>1 - - - - - - <AuditMessage><EventIdentification EventDateTime="gisteren"/></AuditMessage>`: "time",
		`<!DOCTYPE a [<!ENTITY b "x">]><AuditMessage>&b;</AuditMessage>`:                                 "XML",
		"<AuditMessage>" + strings.Repeat("x", 2<<20) + "</AuditMessage>":                                "longer",
	} {
		taken, refused := read(t, reading.ATNA, strings.NewReader(good+"\n"+bad+"\n"+good+"\n"))
		if len(taken) != 2 || len(refused) != 1 || refused[0].Line != 2 || !strings.Contains(refused[0].Why.EN, why) {
			t.Errorf("%.60q: %d taken, refused %.1v, want line 2 for %s", bad, len(taken), refused, why)
		}
	}
	if taken, refused := read(t, reading.ATNA, strings.NewReader(good+"\n"+good[:len(good)-20])); len(taken) != 1 || len(refused) != 1 {
		t.Errorf("half a message: %d taken, refused %+v", len(taken), refused)
	}
}

// TestAMessageWithoutAnEndTakesNoOtherAlong, nor does what is no audit message.
func TestAMessageWithoutAnEndTakesNoOtherAlong(t *testing.T) {
	text, _ := messages(t)
	good, _, _ := strings.Cut(string(text), "\n")
	bare := good[strings.Index(good, "<?xml"):]
	for name, c := range map[string]struct {
		file  string
		taken int
		lines []int64 // that are refused
	}{
		"half a message":                                      {good + "\n" + good[:len(good)-20] + "\n" + good + "\n", 2, []int64{2}},
		"half a message over lines":                           {bare[:len(bare)/2] + "\nand more\n" + bare + "\n", 1, []int64{1}},
		"another line of syslog":                              {"<34>1 - host su - - - somebody signed in\n<34>1 - host su - - - and out\n" + good + "\n", 1, []int64{1, 2}},
		"two on a line, one is wrong":                         {good + bare + "<AuditMessage></AuditMessage>\n" + good + "\n", 3, []int64{1}},
		"one that is too long, another behind it on the line": {"<AuditMessage>" + strings.Repeat("x", 2<<20) + "</AuditMessage>" + bare + "\n", 1, []int64{1}},
	} {
		for shift := range len("</AuditMessage>") { // the end lies across what is read at once
			taken, refused := read(t, reading.ATNA, strings.NewReader(strings.Replace(c.file, "xxx", strings.Repeat("x", 3+shift), 1)))
			var lines []int64
			for _, r := range refused {
				lines = append(lines, r.Line)
			}
			if len(taken) != c.taken || !slices.Equal(lines, c.lines) {
				t.Errorf("%s, %d: %d taken, want %d; refused on %v, want %v", name, shift, len(taken), c.taken, lines, c.lines)
			}
		}
	}
}
