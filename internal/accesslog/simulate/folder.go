package simulate

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// A Format is how a log is written.
type Format string

// The formats: a list as client record systems give it, FHIR R4 AuditEvent a line
// (after IHE BALP), and audit messages in DICOM's XML over syslog.
const (
	CSV  Format = "csv"
	FHIR Format = "fhir"
	ATNA Format = "atna"
)

// names of the file with the log.
var logNames = map[Format]string{CSV: "log.csv", FHIR: "log.ndjson", ATNA: "log.syslog"}

// A Folder is where a simulation is written: the log, a file for each kind of fact,
// who works there and who is cared for, and the truth apart.
type Folder struct {
	format Format
	path   string
	log    *bufio.Writer
	truth  *csv.Writer
	files  []*os.File
	Lines  int
	Looked int // lines without a reason
}

// NewFolder makes the folder, which must not be there, and the files of log and truth.
func NewFolder(path string, format Format) (*Folder, error) {
	if logNames[format] == "" {
		return nil, fmt.Errorf("there is no format %q", format)
	}
	if err := os.Mkdir(path, 0o750); err != nil {
		return nil, err
	}
	d := &Folder{format: format, path: path}
	log, err := d.create(logNames[format])
	if err != nil {
		return nil, err
	}
	truth, err := d.create("truth.csv")
	if err != nil {
		return nil, errors.Join(err, d.close())
	}
	d.log, d.truth = bufio.NewWriterSize(log, 1<<20), csv.NewWriter(truth)
	if err := d.truth.Write([]string{"at", "user", "patient", "class"}); err != nil {
		return nil, errors.Join(err, d.close())
	}
	if format == CSV {
		_, err = d.log.WriteString(listHead)
	}
	return d, err
}

func (d *Folder) create(name string) (*os.File, error) {
	f, err := os.Create(filepath.Join(d.path, name))
	if err == nil {
		d.files = append(d.files, f)
	}
	return f, err
}

// Write writes lines in a format, without a head.
func Write(to io.Writer, format Format, w *World, lines []Line) error {
	out := bufio.NewWriterSize(to, 1<<20)
	for _, l := range lines {
		writers[format](out, w, l)
	}
	return out.Flush()
}

var writers = map[Format]func(*bufio.Writer, *World, Line){CSV: writeList, FHIR: writeFHIR, ATNA: writeATNA}

// Day writes the lines of a day.
func (d *Folder) Day(w *World, lines []Line) error {
	for _, l := range lines {
		writers[d.format](d.log, w, l)
		d.Lines++
		if l.Class.Planted() {
			d.Looked++
			if err := d.truth.Write([]string{l.At.UTC().Format(time.RFC3339), w.Users[l.User].Number, w.Patients[l.Patient].Number, string(l.Class)}); err != nil {
				return err
			}
		}
	}
	return d.log.Flush()
}

// Close writes what is known besides the log, and ends the files.
func (d *Folder) Close(w *World) error {
	d.truth.Flush()
	err := errors.Join(d.truth.Error(), d.log.Flush(), d.people("users.csv", w, w.Users, true), d.people("patients.csv", w, w.Patients, false), d.facts(w))
	return errors.Join(err, d.close())
}

func (d *Folder) close() (err error) {
	for _, f := range d.files {
		err = errors.Join(err, f.Close())
	}
	d.files = nil
	return err
}

// people writes who works there, or who is cared for.
func (d *Folder) people(name string, w *World, all []Person, users bool) error {
	head := []string{"number", "surname", "postcode", "house", "known"}
	if users {
		head = []string{"number", "surname", "postcode", "house", "team", "role", "patient"}
	}
	return d.table(name, head, func(write func(...string) error) error {
		for i := range all {
			k := w.words(&all[i], users)
			row := []string{all[i].Number, k.Surname, k.Postcode, k.House}
			if users {
				row = append(row, k.Team, k.Role, k.AsClient)
			} else {
				row = append(row, strconv.FormatBool(k.WellKnown))
			}
			if err := write(row...); err != nil {
				return err
			}
		}
		return nil
	})
}

// facts writes a table of all facts.
func (d *Folder) facts(w *World) error {
	return d.table("facts.csv", []string{"kind", "patient", "user", "team", "other", "from", "to"}, func(write func(...string) error) error {
		for _, f := range w.Facts {
			if err := write(string(f.Kind), number(w.Patients, f.Patient), number(w.Users, f.User), name(w.Teams, f.Team), name(w.Teams, f.Other), stamp(f.From), stamp(f.To)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *Folder) table(name string, head []string, rows func(write func(...string) error) error) error {
	f, err := d.create(name)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(f, 1<<20)
	out := csv.NewWriter(buffered)
	write := func(row ...string) error { return out.Write(row) }
	if err := write(head...); err != nil {
		return err
	}
	if err := rows(write); err != nil {
		return err
	}
	out.Flush()
	return errors.Join(out.Error(), buffered.Flush())
}

func number(all []Person, i int) string {
	if i < 0 {
		return ""
	}
	return all[i].Number
}

func name(all []string, i int) string {
	if i < 0 {
		return ""
	}
	return all[i]
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
