package reading_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"aantoonbaar/internal/accesslog/reading"
)

// BenchmarkEventsOfParquet reads a Parquet log of others, beside the same as a list.
func BenchmarkEventsOfParquet(b *testing.B) {
	const rows = 200_000
	var file, list bytes.Buffer
	w := parquet.NewGenericWriter[parquetRow](&file, parquet.Compression(&parquet.Snappy))
	list.WriteString("Tijdstip;Medewerker;Cliëntnummer;Actie;Noodprocedure\n")
	seen := "Bekeken"
	for i := range rows {
		at := time.Date(2026, 11, 2, 0, 0, i, 0, time.UTC)
		if _, err := w.Write([]parquetRow{{at, int64(i % 700), fmt.Sprint("p", i%3000), &seen, false, nil}}); err != nil {
			b.Fatal(err)
		}
		fmt.Fprintf(&list, "%s;%d;p%d;Bekeken;nee\n", at.Format(time.DateTime), i%700, i%3000)
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	for name, read := range map[string]func(reading.Sink) error{
		"parquet": func(to reading.Sink) error {
			r, size := bytes.NewReader(file.Bytes()), int64(file.Len())
			m, err := reading.GuessParquet(r, size, amsterdam)
			if err != nil {
				return err
			}
			return reading.Parquet(r, size, m, to)
		},
		"baseline: the same as a list": func(to reading.Sink) error {
			return reading.Guess(list.Bytes()[:64<<10], amsterdam).List(bytes.NewReader(list.Bytes()), to)
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				n := 0
				err := read(reading.Sink{
					Take:   func(int64, []byte, *reading.Entry) error { n++; return nil },
					Refuse: func(r reading.Refused) error { return fmt.Errorf("refused: %s", r.Why.EN) },
				})
				if err != nil || n != rows {
					b.Fatal(n, err)
				}
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds()/1e6, "Mevents/s")
		})
	}
}
