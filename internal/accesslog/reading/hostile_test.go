package reading_test

import (
	"io"
	"runtime"
	"strings"
	"testing"

	"aantoonbaar/internal/accesslog/reading"
)

// endless is a piece that comes again and again, until so many bytes.
type endless struct {
	piece string
	at    int
	left  int
}

// Read implements [io.Reader].
func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := 0
	for n < len(p) && n < e.left {
		c := copy(p[n:min(len(p), e.left)], e.piece[e.at:])
		e.at = (e.at + c) % len(e.piece)
		n += c
	}
	e.left -= n
	return n, nil
}

// TestNoFileTakesMoreMemoryThanALine: megabytes without an end of anything are passed
// over, and little of them is kept. Reading takes as long as they are, and not the
// square of it: this test would not end otherwise.
func TestNoFileTakesMoreMemoryThanALine(t *testing.T) {
	const size = 20 << 20
	list := reading.Mapping{Head: 1, Separator: ";", Headings: []string{"a", "b", "c"}, Columns: map[reading.Column]string{reading.ColWhen: "a", reading.ColUser: "b", reading.ColPatient: "c"}, Zone: amsterdam}
	for name, c := range map[string]struct {
		begin, piece string
		from         func(io.Reader, reading.Sink) error
	}{
		"a list of one line":           {"a;b;c\n", "x", list.List},
		"a quotation mark":             {"a;b;c\n", "\"x\n", list.List},
		"zeroes":                       {"a;b;c\n", "\x00", list.List},
		"brackets":                     {"", "[", reading.FHIR},
		"objects in objects":           {"", `{"a":`, reading.FHIR},
		"a text without an end":        {`{"resourceType":"AuditEvent","a":"`, "x", reading.FHIR},
		"escapes":                      {`{"a":"`, `\\`, reading.FHIR},
		"quotation marks with escapes": {`{"a":"`, `\"`, reading.FHIR},
		"a bundle without an end":      {`{"resourceType":"Bundle","entry":[{"a":"`, "x", reading.FHIR},
		"a message without an end":     {"<AuditMessage>", "x", reading.ATNA},
		"tags":                         {"<AuditMessage>", "<a>", reading.ATNA},
		"headers":                      {"", "<85>1 - - - - - - ", reading.ATNA},
		"beginnings":                   {"", "<AuditMessage>\n", reading.ATNA},
		"spaces":                       {"", " ", reading.ATNA},
		"empty lines of a list":        {"a;b;c\n", "\n", list.List},
		"empty lines of events":        {"", "\n", reading.FHIR},
		"a list of half UTF-16":        {"\xff\xfea\x00", "\xd8\x00", list.List},
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		refused := 0
		most := uint64(0)
		err := c.from(io.MultiReader(strings.NewReader(c.begin), &endless{piece: c.piece, left: size}), reading.Sink{
			Take: func(int64, []byte, *reading.Entry) error { return nil },
			Refuse: func(reading.Refused) error {
				if refused++; refused%100_000 == 1 {
					runtime.ReadMemStats(&after)
					most = max(most, after.HeapInuse)
				}
				return nil
			},
		})
		runtime.ReadMemStats(&after)
		most = max(most, after.HeapInuse)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if grown := int64(most) - int64(before.HeapInuse); grown > 64<<20 {
			t.Errorf("%s: it takes %d MB", name, grown>>20)
		}
	}
}
