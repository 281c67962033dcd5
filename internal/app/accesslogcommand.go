package app

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"aantoonbaar/internal/accesslog/reading"
	"aantoonbaar/internal/config"
)

// accesslogCommands look at access logs.
type accesslogCommands struct {
	Check checkAccessLog `cmd:"" help:"Read a log without storing anything: what is understood, what is refused and why, and how many lines have the fields that NEN 7513 demands."`
}

type checkAccessLog struct {
	File    string `arg:"" type:"existingfile" help:"The log: a list (CSV), a Parquet file, AuditEvents of FHIR, or audit messages in XML."`
	Refused string `placeholder:"FILE" help:"Write the lines that were refused to this file, which is not there yet."`
}

// Run reads the log and prints what was found. It fails with exit code 3 when the log
// cannot be used as it is, or a line was refused.
func (c *checkAccessLog) Run(cfg *config.Config, t *terminal) error {
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	kind, mapping, r, err := reading.Recognise(file, cfg.Zone)
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "written as: %s\n", kindNames[kind])
	read := func(to reading.Sink) error { return kind.Reader(mapping)(r, to) }
	if kind == reading.ParquetKind {
		if mapping, read, err = columnsOf(file, cfg.Zone); err != nil {
			return asExit(err)
		}
	}
	if kind == reading.ListKind || kind == reading.ParquetKind {
		printMapping(t.out, mapping)
		if lacks := mapping.Missing(); len(lacks) > 0 {
			return exit{3, fmt.Sprintf("no column was found for: %s. Nothing was read", columnNames(lacks))}
		}
	}
	refused, err := newRefusals(c.Refused)
	if err != nil {
		return err
	}
	var census reading.Census
	err = read(reading.Sink{
		Take:   func(_ int64, _ []byte, e *reading.Entry) error { census.Take(e); return nil },
		Refuse: func(r reading.Refused) error { census.Refused++; return refused.write(r) },
	})
	if err = errors.Join(err, refused.close()); err != nil {
		return asExit(err)
	}
	printCensus(t.out, &census)
	if census.Refused > 0 || census.Lines == 0 {
		return exit{3, fmt.Sprintf("%d lines were refused, %d can be read", census.Refused, census.Lines)}
	}
	return nil
}

// columnsOf finds out how a Parquet file would be read.
func columnsOf(file *os.File, zone string) (reading.Mapping, func(reading.Sink) error, error) {
	about, err := file.Stat()
	if err != nil {
		return reading.Mapping{}, nil, err
	}
	m, err := reading.GuessParquet(file, about.Size(), zone)
	return m, func(to reading.Sink) error { return reading.Parquet(file, about.Size(), m, to) }, err
}

// asExit is a refusal of the whole log with the exit code of one that cannot be used.
func asExit(err error) error {
	if u, ok := errors.AsType[reading.Unreadable](err); ok {
		return exit{3, u.Why.EN}
	}
	return err
}

var kindNames = map[reading.Kind]string{reading.ListKind: "a list of columns", reading.FHIRKind: "AuditEvents of FHIR", reading.ATNAKind: "audit messages in XML", reading.ParquetKind: "columns of Parquet"}

func columnNames(columns []reading.Column) string {
	var names []string
	for _, n := range reading.Columns {
		for _, c := range columns {
			if n.Column == c {
				names = append(names, n.Name.EN)
			}
		}
	}
	return strings.Join(names, ", ")
}

func printMapping(out io.Writer, m reading.Mapping) {
	for _, n := range reading.Columns {
		if head := m.Columns[n.Column]; head != "" {
			fmt.Fprintf(out, "  %-22s read from %q\n", n.Name.EN, head)
		}
	}
	for _, head := range m.Unread() {
		fmt.Fprintf(out, "  %-22s %q\n", "not read", head)
	}
}

func printCensus(out io.Writer, c *reading.Census) {
	fmt.Fprintf(out, "lines: %d read, %d refused; %d by the emergency procedure, %d that name no patient\n", c.Lines, c.Refused, c.Glass, c.Nobody)
	if c.Lines == 0 {
		return
	}
	fmt.Fprintf(out, "from %s until %s (UTC)\n", c.From.UTC().Format(time.DateTime), c.Until.UTC().Format(time.DateTime))
	fmt.Fprintln(out, "fields that every line must have (NEN 7513:2018; the edition of 2024 was not seen):")
	for _, f := range c.Fields() {
		fmt.Fprintf(out, "  %-6s %-34s %6.1f %% of lines\n", f.Number, f.Name.EN, 100*f.Share)
	}
	for _, g := range c.Gaps(12) {
		fmt.Fprintf(out, "nothing was logged from %s until %s (UTC)\n", g.From.Format(time.DateTime), g.Until.Format(time.DateTime))
	}
}

// refusals are written to a file when one is asked for.
type refusals struct {
	file *os.File
	out  *bufio.Writer
}

func newRefusals(path string) (*refusals, error) {
	if path == "" {
		return &refusals{out: bufio.NewWriter(io.Discard)}, nil
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	return &refusals{f, bufio.NewWriter(f)}, nil
}

func (r *refusals) write(line reading.Refused) error {
	_, err := fmt.Fprintf(r.out, "%d\t%s\t%s\n", line.Line, line.Why.EN, line.Text)
	return err
}

func (r *refusals) close() error {
	err := r.out.Flush()
	if r.file != nil {
		err = errors.Join(err, r.file.Close())
	}
	return err
}
