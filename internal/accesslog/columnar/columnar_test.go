package columnar_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"pgregory.net/rapid"

	"aantoonbaar/internal/accesslog/columnar"
)

// wide is a row with every kind of column that is read, and some that are left out.
type wide struct {
	Text     string    `parquet:"text"`
	Listed   string    `parquet:"listed,dict"`
	Suffixed string    `parquet:"suffixed,delta"`
	Perhaps  *string   `parquet:"perhaps,optional,dict"`
	Often    *int64    `parquet:"often,optional"`
	Nested   nested    `parquet:"nested"`
	Many     []string  `parquet:"many,list"`
	Yes      bool      `parquet:"yes"`
	Small    int32     `parquet:"small"`
	Stepped  int64     `parquet:"stepped,delta"`
	Step     int32     `parquet:"step,delta"`
	Unsigned uint64    `parquet:"unsigned"`
	Half     float32   `parquet:"half"`
	Double   float64   `parquet:"double"`
	Milli    time.Time `parquet:"milli,timestamp(millisecond)"`
	Micro    time.Time `parquet:"micro,timestamp(microsecond:local)"`
	Nano     time.Time `parquet:"nano,timestamp(nanosecond)"`
	Day      int32     `parquet:"day,date"`
	UUID     [16]byte  `parquet:"uuid,uuid"`
	Fixed    [3]byte   `parquet:"fixed"`
	Amount   int64     `parquet:"amount,decimal(2:10)"`
	Last     string    `parquet:"last"`
}

type nested struct {
	Inside string `parquet:"inside"`
}

// cells are what is expected of a row.
func (w wide) cells() []string {
	perhaps, often := "", ""
	if w.Perhaps != nil {
		perhaps = *w.Perhaps
	}
	if w.Often != nil {
		often = fmt.Sprint(*w.Often)
	}
	u, amount := fmt.Sprintf("%x", w.UUID), fmt.Sprintf("%03d", max(w.Amount, -w.Amount))
	amount = amount[:len(amount)-2] + "." + amount[len(amount)-2:]
	if w.Amount < 0 {
		amount = "-" + amount
	}
	return []string{
		w.Text, w.Listed, w.Suffixed, perhaps, often, fmt.Sprint(w.Yes), fmt.Sprint(w.Small), fmt.Sprint(w.Stepped), fmt.Sprint(w.Step), fmt.Sprint(w.Unsigned),
		fmt.Sprint(w.Half), fmt.Sprint(w.Double), w.Milli.Truncate(time.Millisecond).UTC().Format(time.RFC3339Nano), w.Micro.Truncate(time.Microsecond).UTC().Format("2006-01-02 15:04:05.999999999"), w.Nano.UTC().Format(time.RFC3339Nano),
		time.Unix(int64(w.Day)*86400, 0).UTC().Format(time.DateOnly), u[:8] + "-" + u[8:12] + "-" + u[12:16] + "-" + u[16:20] + "-" + u[20:], fmt.Sprintf("%x", w.Fixed), amount, w.Last,
	}
}

var names = strings.Fields("text listed suffixed perhaps often yes small stepped step unsigned half double milli micro nano day uuid fixed amount last")

func drawn(t *rapid.T) wide {
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "een", "een twee", "een twee drie"}), rapid.String())
	at := rapid.Custom(func(t *rapid.T) time.Time { return time.Unix(0, rapid.Int64Range(-1e18, 4e18).Draw(t, "ns")) })
	w := wide{
		Text: text.Draw(t, "text"), Listed: text.Draw(t, "listed"), Suffixed: text.Draw(t, "suffixed"), Nested: nested{"x"}, Many: rapid.SliceOfN(rapid.Just("y"), 0, 3).Draw(t, "many"),
		Yes: rapid.Bool().Draw(t, "yes"), Small: rapid.Int32().Draw(t, "small"), Stepped: rapid.Int64().Draw(t, "stepped"), Step: rapid.Int32Range(-5, 1000).Draw(t, "step"), Unsigned: rapid.Uint64().Draw(t, "unsigned"),
		Half: float32(rapid.Int16().Draw(t, "half")) / 4, Double: float64(rapid.Int16().Draw(t, "double")) / 4, Milli: at.Draw(t, "milli"), Micro: at.Draw(t, "micro"), Nano: at.Draw(t, "nano"),
		Day: rapid.Int32Range(-1000, 60000).Draw(t, "day"), Amount: rapid.Int64Range(-100000, 100000).Draw(t, "amount"), Last: text.Draw(t, "last"),
	}
	copy(w.UUID[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "uuid"))
	copy(w.Fixed[:], rapid.SliceOfN(rapid.Byte(), 3, 3).Draw(t, "fixed"))
	if s := text.Draw(t, "perhaps"); s != "" {
		w.Perhaps = &s
	}
	if n := rapid.Int64Range(0, 3).Draw(t, "often"); n > 0 {
		w.Often = &n
	}
	return w
}

var codecs = []compress.Codec{&parquet.Uncompressed, &parquet.Snappy, &parquet.Gzip, &parquet.Zstd}

func written[T any](t interface{ Fatal(...any) }, rows []T, options ...parquet.WriterOption) []byte {
	var b bytes.Buffer
	w := parquet.NewGenericWriter[T](&b, options...)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(b []byte) (names []string, rows [][]string, err error) {
	f, err := columnar.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, nil, err
	}
	err = f.Rows(func(cells []string) error { rows = append(rows, append([]string(nil), cells...)); return nil })
	return f.Names(), rows, err
}

// TestWhatIsWrittenIsRead holds what is read against what the library writes: each way to
// pack, both versions of pages, pages and groups of any size.
func TestWhatIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(drawn), 0, 40).Draw(t, "rows")
		b := written(t, rows, parquet.Compression(rapid.SampledFrom(codecs).Draw(t, "codec")), parquet.DataPageVersion(rapid.IntRange(1, 2).Draw(t, "version")),
			parquet.PageBufferSize(rapid.SampledFrom([]int{10, 100, 100_000}).Draw(t, "page")), parquet.MaxRowsPerRowGroup(rapid.SampledFrom([]int64{3, 1000}).Draw(t, "group")),
			parquet.DictionaryMaxBytes(rapid.SampledFrom([]int64{0, 20}).Draw(t, "dictionary")))
		var want [][]string
		for _, w := range rows {
			want = append(want, w.cells())
		}
		have, got, err := read(b)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(names, have); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

// TestOthersFilesAreRead takes a file that another program wrote (apache/parquet-testing,
// rle_boolean_encoding.parquet, Apache-2.0): 68 times yes or no, packed by gzip, with
// levels of repetition that a flat column does not have.
func TestOthersFilesAreRead(t *testing.T) {
	b, err := os.ReadFile("testdata/rle_boolean_encoding.parquet")
	if err != nil {
		t.Fatal(err)
	}
	names, rows, err := read(b)
	if err != nil || len(names) != 1 || names[0] != "datatype_boolean" || len(rows) != 68 {
		t.Fatalf("%q, %d rows, %v", names, len(rows), err)
	}
	many := map[string]int{}
	for _, r := range rows {
		many[r[0]]++
	}
	if many[""] != 6 || many["true"]+many["false"] != 62 || rows[0][0] != "true" || rows[1][0] != "false" {
		t.Errorf("%v, beginning with %q", many, rows[:3])
	}
}

// TestALongColumn goes over many pages and runs.
func TestALongColumn(t *testing.T) {
	type row struct {
		ID   int64  `parquet:"id,delta"`
		Who  string `parquet:"who,dict"`
		Same string `parquet:"same,delta"`
	}
	rows := make([]row, 200_000)
	for i := range rows {
		rows[i] = row{int64(i * i), fmt.Sprint("m", i/1000%7), fmt.Sprint("dezelfde ", i/5)}
	}
	for _, version := range []int{1, 2} {
		_, got, err := read(written(t, rows, parquet.Compression(&parquet.Snappy), parquet.DataPageVersion(version)))
		if err != nil || len(got) != len(rows) {
			t.Fatalf("version %d: %d rows, %v", version, len(got), err)
		}
		for i, r := range rows {
			if got[i][0] != fmt.Sprint(r.ID) || got[i][1] != r.Who || got[i][2] != r.Same {
				t.Fatalf("version %d: row %d = %q, want %v", version, i, got[i], r)
			}
		}
	}
}
