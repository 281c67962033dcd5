package reading_test

import (
	"context"
	"io"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/accesslog/reading"
)

// TestTheWorstOfFilesTakeASecondAndNotAnHour: what is read is a few MB that look at
// every byte again for every byte that comes, when reading does not remember what it
// looked at. The bound is ten times what the slowest takes.
func TestTheWorstOfFilesTakeASecondAndNotAnHour(t *testing.T) {
	const size = 4 << 20
	for name, c := range map[string]struct {
		begin, piece string
		from         func(io.Reader, reading.Sink) error
	}{
		"counts of octets without a message": {"", "1\n", reading.ATNA},
		"empty lines after a count":          {"1", "\n", reading.ATNA},
		"ends without a beginning":           {"<85>", "</AuditMessage>", reading.ATNA},
		"lists after a name and spaces":      {"[\n" + `{"x":` + strings.Repeat(" ", 2<<20), "[]", reading.FHIR},
		"lists in a bundle after spaces":     {"{\n" + `"x":` + strings.Repeat(" ", 2<<20), "[]", reading.FHIR},
		"backslashes":                        {`{"a":"`, `\\\"`, reading.FHIR},
		"rows that open a cell":              {"a;b;c\n", "\"x;\"\"y\n", three.List},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		done := make(chan error, 1)
		go func() {
			done <- c.from(io.MultiReader(strings.NewReader(c.begin), &endless{piece: c.piece, left: size}), reading.Sink{
				Take:   func(int64, []byte, *reading.Entry) error { return ctx.Err() },
				Refuse: func(reading.Refused) error { return ctx.Err() },
			})
		}()
		begun := time.Now()
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			t.Logf("%s: %s", name, time.Since(begun).Round(time.Millisecond))
		case <-ctx.Done():
			t.Errorf("%s: %d MB are not read within 20 seconds", name, size>>20)
		}
		cancel()
	}
}

// three is a list of three columns.
var three = reading.Mapping{Head: 1, Separator: ";", Headings: []string{"a", "b", "c"}, Columns: map[reading.Column]string{reading.ColWhen: "a", reading.ColUser: "b", reading.ColPatient: "c"}, Zone: amsterdam}

// TestObjectsInObjectsTakeNoStack: what is read and not jumped over goes no deeper than
// any event does.
func TestObjectsInObjectsTakeNoStack(t *testing.T) {
	for _, piece := range []string{`{"coding":`, `[{"coding":`} {
		n := 1_000_000 / len(piece)
		bad := `{"resourceType":"AuditEvent","subtype":` + strings.Repeat(piece, n) + "\n"
		good := `{"resourceType":"AuditEvent","recorded":"2026-11-02T08:13:22Z"}` + "\n"
		debug.SetMaxStack(1 << 20)
		taken, refused := read(t, reading.FHIR, strings.NewReader(good+bad+good))
		debug.SetMaxStack(1_000_000_000)
		if len(taken) != 2 || len(refused) != 1 || refused[0].Line != 2 {
			t.Errorf("%s: %d taken, refused %.1v", piece, len(taken), refused)
		}
	}
}
