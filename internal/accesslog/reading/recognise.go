package reading

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// A Kind is how a log is written.
type Kind string

// The kinds.
const (
	ListKind Kind = "list" // a list of columns: CSV
	FHIRKind Kind = "fhir" // AuditEvents
	ATNAKind Kind = "atna" // audit messages in XML

	ParquetKind Kind = "parquet" // columns: see [Parquet] and [GuessParquet]
)

// sampleSize is how much of the beginning of a file is looked at.
const sampleSize = 64 << 10

// Recognise tells by its beginning how a log is written, and gives back a reader of the
// whole. A list comes with the mapping that is guessed for it; for Parquet, which is read
// from any place and not from its beginning on, [GuessParquet] guesses it.
func Recognise(r io.Reader, zone string) (Kind, Mapping, io.Reader, error) {
	b := bufio.NewReaderSize(r, sampleSize)
	sample, err := b.Peek(sampleSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", Mapping{}, b, err
	}
	begins := bytes.TrimLeft(bytes.TrimPrefix(sample, []byte("\ufeff")), " \t\r\n")
	switch {
	case bytes.HasPrefix(sample, []byte("PAR1")):
		return ParquetKind, Mapping{}, b, nil
	case len(begins) > 0 && (begins[0] == '{' || begins[0] == '['):
		return FHIRKind, Mapping{}, b, nil
	case bytes.HasPrefix(begins, []byte("<")), bytes.Contains(begins, []byte("<AuditMessage")):
		return ATNAKind, Mapping{}, b, nil
	}
	return ListKind, Guess(sample, zone), b, nil
}

// Reader is the reading of a log of this kind. M is the mapping of a list. That of
// Parquet refuses every file: see [Parquet].
func (k Kind) Reader(m Mapping) func(io.Reader, Sink) error {
	switch k {
	case FHIRKind:
		return FHIR
	case ATNAKind:
		return ATNA
	case ParquetKind:
		return func(io.Reader, Sink) error {
			return errors.New("a Parquet file is read from any place, and not line by line")
		}
	case ListKind:
	}
	return m.List
}
