package reading_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"aantoonbaar/internal/accesslog/reading"
)

// parquetFile is a file with these rows.
func parquetFile[T any](t *testing.T, rows ...T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[T](&b, parquet.Compression(&parquet.Zstd))
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// guessedParquet reads a file as it is guessed that it must be.
func guessedParquet(t *testing.T, b []byte) ([]line, []reading.Refused) {
	t.Helper()
	m, err := reading.GuessParquet(bytes.NewReader(b), int64(len(b)), amsterdam)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, func(_ io.Reader, to reading.Sink) error {
		return reading.Parquet(bytes.NewReader(b), int64(len(b)), m, to)
	}, nil)
}

type parquetRow struct {
	When   time.Time `parquet:"Tijdstip,timestamp(microsecond)"`
	User   int64     `parquet:"Medewerker"`
	Client string    `parquet:"Cliëntnummer,dict"`
	Action *string   `parquet:"Actie,optional"`
	Glass  bool      `parquet:"Noodprocedure"`
	Tags   []string  `parquet:"Team,list"`
}

func TestParquetThatNobodyMappedIsUnderstood(t *testing.T) {
	at, seen := time.Date(2026, 11, 2, 7, 13, 22, 0, time.UTC), "Bekeken" // 8.13 in Amsterdam
	type local struct {
		When time.Time `parquet:"recorded,timestamp(millisecond:local)"`
		User string    `parquet:"user id"`
		MRN  *int64    `parquet:"mrn,optional"`
	}
	type texts struct {
		A string `parquet:"Kolom A"`
		B string `parquet:"User"`
		C string `parquet:"Patient"`
	}
	type days struct {
		Day  int32  `parquet:"Datum,date"`
		At   int32  `parquet:"Tijd,time(millisecond)"`
		User string `parquet:"Gebruiker"`
		BSN  string `parquet:"BSN"`
	}
	seven := int64(7)
	for name, c := range map[string]struct {
		file []byte
		want line
	}{
		"moments and numbers":    {parquetFile(t, parquetRow{at, 12, "p7", &seen, true, []string{"Noord"}}), line{At: at, User: "12", Patient: "p7", Action: "R", Glass: true}},
		"moments without a zone": {parquetFile(t, local{at.Add(time.Hour), "m1", &seven}), line{At: at, User: "m1", Patient: "7"}},
		"moments as text":        {parquetFile(t, texts{"02-11-2026 08:13:22", "m1", "p7"}), line{At: at, User: "m1", Patient: "p7"}},
		"days and times":         {parquetFile(t, days{20759, (8*60+13)*60000 + 22000, "m1", "p7"}), line{At: at, User: "m1", Patient: "p7"}},
	} {
		taken, refused := guessedParquet(t, c.file)
		if len(taken) != 1 || len(refused) > 0 {
			t.Errorf("%s: %d taken, refused %+v", name, len(taken), refused)
			continue
		}
		taken[0].Has = 0
		if diff := cmp.Diff(c.want, taken[0]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if kind, _, _, err := reading.Recognise(bytes.NewReader(c.file), amsterdam); kind != reading.ParquetKind || err != nil {
			t.Errorf("%s: recognised as %q, %v", name, kind, err)
		}
	}
}

// TestARowOfParquetIsRefusedByItself, with its number and what is wrong with it.
func TestARowOfParquetIsRefusedByItself(t *testing.T) {
	type row struct {
		When string `parquet:"Datum en tijd"`
		User string `parquet:"Gebruiker"`
		Of   string `parquet:"Cliënt"`
	}
	file := parquetFile(t, row{"02-11-2026 08:13", "m1", "p7"}, row{"morgen", "m1", "p\t7"}, row{"02-11-2026 08:14", "m1\xff", "p7"}, row{"02-11-2026 08:15", "m1", strings.Repeat("x", 1<<20)}, row{"02-11-2026 08:16", "m1", "p7"})
	taken, refused := guessedParquet(t, file)
	var why []string
	for _, r := range refused {
		why = append(why, r.Why.EN)
	}
	if len(taken) != 2 || !slices.Equal(why, []string{"There is no date and time that we can read.", "It holds characters that are no text.", "The line is longer than 1 MB."}) {
		t.Fatalf("%d taken, refused for %q", len(taken), why)
	}
	if r := refused[0]; r.Line != 2 || r.Text != "morgen·m1·p\\t7" {
		t.Errorf("refused: %+v", r)
	}
}

// TestAParquetFileIsRefusedAsAWhole when it cannot be right, and never ends the program.
func TestAParquetFileIsRefusedAsAWhole(t *testing.T) {
	seen, rows := "Bekeken", []parquetRow{}
	for i := range 300 {
		rows = append(rows, parquetRow{time.Date(2026, 11, 2, 7, i, 0, 0, time.UTC), int64(i), "p7", &seen, false, nil})
	}
	whole := parquetFile(t, rows...)
	m, err := reading.GuessParquet(bytes.NewReader(whole), int64(len(whole)), amsterdam)
	if err != nil {
		t.Fatal(err)
	}
	taken := 0
	from := func(b []byte, m reading.Mapping) error {
		taken = 0
		return reading.Parquet(bytes.NewReader(b), int64(len(b)), m, reading.Sink{
			Take:   func(int64, []byte, *reading.Entry) error { taken++; return nil },
			Refuse: func(reading.Refused) error { return nil },
		})
	}
	other := m
	other.Columns = map[reading.Column]string{reading.ColWhen: "Tijdstip", reading.ColUser: "Medewerker", reading.ColPatient: "Dossier"}
	for name, err := range map[string]error{"half": from(whole[:len(whole)/2], m), "a list": from([]byte("Datum;Gebruiker;Cliënt\n"), m), "a column is gone": from(whole, other)} {
		if why, ok := errors.AsType[reading.Unreadable](err); !ok || why.Why.NL == "" || taken > 0 {
			t.Errorf("%s: %d taken, %v", name, taken, err)
		}
	}
	r := rand.New(rand.NewPCG(8, 8))
	for range 500 {
		b := bytes.Clone(whole)
		b[r.IntN(len(b))] ^= 1 << r.IntN(8)
		_, _ = reading.GuessParquet(bytes.NewReader(b), int64(len(b)), amsterdam)
		if err := from(b, m); err != nil {
			if _, ok := errors.AsType[reading.Unreadable](err); !ok {
				t.Fatal(err)
			}
		}
	}
	boom := errors.New("boom")
	err = reading.Parquet(bytes.NewReader(whole), int64(len(whole)), m, reading.Sink{Take: func(int64, []byte, *reading.Entry) error { return boom }})
	if !errors.Is(err, boom) {
		t.Errorf("an error of the sink becomes %v", err)
	}
	if err := from(whole, m); err != nil || taken != 300 {
		t.Errorf("the whole file: %d taken, %v", taken, err)
	}
}
