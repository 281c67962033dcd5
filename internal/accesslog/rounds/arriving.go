package rounds

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"aantoonbaar/internal/accesslog/reading"
	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
)

// MaxFile is how large a file can be, in bytes.
const MaxFile = 64 << 30

const (
	maxName = 200
	sample  = 64 << 10 // bytes that are looked at, to see what a file is
)

// Arrive takes a file in, and looks how it would be read; table "" is for a list of
// what explains of which that is guessed too. Nothing is read of it before somebody
// said so: see [Service.Settle].
//
// Refusals: Denied; Invalid without a source or a file; Conflict for a file that came in
// before; TooLarge.
func (s *Service) Arrive(ctx context.Context, by identity.Actor, table reading.Table, source, name string, r io.Reader) (Load, error) {
	if err := by.Need(identity.ReviewLogs); err != nil {
		return Load{}, err
	}
	l := Load{Table: table, Source: strings.TrimSpace(source), File: strings.TrimSpace(name), Stage: Arrived}
	var k fault.Checker
	k.Need(l.Source != "", "source", i18n.T("Schrijf op uit welk systeem het bestand komt.", "Write which system the file comes from."))
	k.Line(l.Source, "source", maxName)
	k.Need(l.File != "" && r != nil, "file", i18n.T("Kies een bestand.", "Choose a file."))
	k.Need(table == "" || l.IsLog() || slices.ContainsFunc(reading.Tables, func(t reading.NamedTable) bool { return t.Table == table }), "table", i18n.T("Kies wat er in het bestand staat.", "Choose what the file holds."))
	if err := k.Fault("accesslog.file-refused"); err != nil {
		return Load{}, err
	}
	if len(l.File) > maxName {
		l.File = l.File[len(l.File)-maxName:]
	}
	sum, size, err := s.Logs.Put(ctx, string(by.Org), r, MaxFile)
	if errors.Is(err, blob.ErrTooLarge) {
		return Load{}, &fault.Fault{Kind: fault.TooLarge, Code: "accesslog.too-large", Says: i18n.T("Dit bestand is groter dan 64 GB.", "This file is larger than 64 GB."), Hint: i18n.T("Deel het, bijvoorbeeld per week. Er is niets opgeslagen.", "Split it, for instance by week. Nothing was stored.")}
	}
	if err != nil {
		return Load{}, fmt.Errorf("keep file: %w", err)
	}
	l.SHA256, l.Size = sum.String(), size
	err = s.arrived(ctx, by, &l)
	return l, err
}

// arrived stores the record of a file that was just kept, or refuses it.
func (s *Service) arrived(ctx context.Context, by identity.Actor, l *Load) error {
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return err
	}
	for _, o := range h.Loads {
		if o.SHA256 != l.SHA256 || o.Stage == Gone || o.Stage == Failed {
			continue
		}
		again := conflict("accesslog.twice", i18n.T(
			"Dit bestand is er al: het kwam op "+i18n.NL.Day(o.At)+" binnen als ‘"+o.File+"’.",
			"This file is here already: it came in on "+i18n.EN.Day(o.At)+" as ‘"+o.File+"’."))
		if o.Stage == Kept {
			return errors.Join(again, s.remove(ctx, s.Logs, by.Org, l.SHA256))
		}
		return again
	}
	if l.Size == 0 {
		return errors.Join(conflict("accesslog.empty", i18n.T("Dit bestand is leeg.", "This file is empty.")), s.remove(ctx, s.Logs, by.Org, l.SHA256))
	}
	if err := s.guess(ctx, by.Org, h, l); err != nil {
		return err
	}
	l.ID, l.Came, l.Change = ID(s.NewID("lod")), s.now(), Change{Version: 1, At: s.now(), By: by.Name}
	return s.save(ctx, by, "accesslog.arrive", *l, l.Change)
}

// guess looks at the beginning of the file, and says how it would be read: as the last
// one of the same source with the same headings, or by what stands in it.
func (s *Service) guess(ctx context.Context, id org.ID, h Held, l *Load) (err error) {
	r, err := s.open(ctx, s.Logs, id, l.SHA256)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if l.IsLog() {
		kind, m, _, err := reading.Recognise(r, s.Zone.String())
		if err != nil {
			return fmt.Errorf("recognise log: %w", err)
		}
		switch l.Kind = kind; kind {
		case reading.ListKind:
			l.Mapping = &m
		case reading.ParquetKind:
			if m, err = s.columns(ctx, id, l.SHA256); err != nil {
				return err
			}
			l.Mapping = &m
		case reading.FHIRKind, reading.ATNAKind:
		}
		if was, ok := h.Before(*l); ok && l.Mapping != nil && was.Mapping != nil && slices.Equal(was.Mapping.Headings, m.Headings) {
			l.Mapping = was.Mapping
		}
		return nil
	}
	beginning, err := io.ReadAll(io.LimitReader(r, sample))
	if err != nil {
		return fmt.Errorf("read beginning: %w", err)
	}
	m := reading.GuessFacts(beginning, l.Table, s.Zone.String())
	l.Kind, l.Table, l.Facts = reading.ListKind, m.Table, &m
	if was, ok := h.Before(*l); ok && was.Facts != nil && slices.Equal(was.Facts.Headings, m.Headings) {
		l.Facts = was.Facts
	}
	return nil
}

// columns guesses how a Parquet file is to be read; one that is none gets a mapping
// without columns, and is refused when it is read.
func (s *Service) columns(ctx context.Context, id org.ID, sum string) (reading.Mapping, error) {
	f, err := s.at(ctx, id, sum)
	if err != nil {
		return reading.Mapping{}, err
	}
	m, err := reading.GuessParquet(f, f.Size(), s.Zone.String())
	if _, unreadable := errors.AsType[reading.Unreadable](err); unreadable {
		m, err = reading.Mapping{Zone: s.Zone.String()}, nil
	}
	return m, errors.Join(err, f.Close())
}

// A Setting is how somebody says that a file is to be read.
type Setting struct {
	Table   reading.Table // of a list of what explains; "" for what it is now
	Columns map[reading.Column]string
	Glass   bool
}

// Settle says how a file is read, and has it read.
//
// Refusals: Denied; NotFound; Invalid while a column is missing; Conflict when it was
// read already, or somebody else changed it since.
func (s *Service) Settle(ctx context.Context, by identity.Actor, id ID, version int64, set Setting) error {
	l, err := s.setting(ctx, by, id, version, set)
	if err != nil {
		return err
	}
	var k fault.Checker
	for _, c := range l.Missing() {
		k.Need(false, string(c), i18n.T("Kies in welke kolom dit staat.", "Choose the column that holds this."))
	}
	if err := k.Fault("accesslog.mapping-refused"); err != nil {
		return err
	}
	l.Stage = Reading
	if err := s.save(ctx, by, "accesslog.settle", l, l.Change); err != nil {
		return err
	}
	s.due(by.Org)
	return nil
}

// Set keeps how a file is to be read, so that the preview shows it. Nothing is read.
//
// Refusals: Denied; NotFound; Conflict as Settle.
func (s *Service) Set(ctx context.Context, by identity.Actor, id ID, version int64, set Setting) error {
	l, err := s.setting(ctx, by, id, version, set)
	if err != nil {
		return err
	}
	return s.save(ctx, by, "accesslog.set", l, l.Change)
}

// setting is the file with the setting.
func (s *Service) setting(ctx context.Context, by identity.Actor, id ID, version int64, set Setting) (Load, error) {
	if err := by.Need(identity.ReviewLogs); err != nil {
		return Load{}, err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return Load{}, err
	}
	l, ok := h.Load(id)
	if l.Change, err = s.next(by, false, ok, l.Version, version); err != nil {
		return Load{}, err
	}
	if l.Stage != Arrived {
		return Load{}, conflict("accesslog.read-already", i18n.T("Dit bestand wordt al gelezen, of is al gelezen.", "This file is being read, or was read."))
	}
	switch {
	case l.Mapping != nil:
		m := *l.Mapping
		m.Columns, m.Glass = chosen(set.Columns, m.Headings), set.Glass
		l.Mapping = &m
	case l.Facts != nil:
		m := *l.Facts
		m.Columns = chosen(set.Columns, m.Headings)
		if set.Table != "" {
			m.Table, l.Table = set.Table, set.Table
		}
		l.Facts = &m
	}
	return l, nil
}

// chosen are columns that name a heading that is there.
func chosen(columns map[reading.Column]string, headings []string) map[reading.Column]string {
	columns = maps.Clone(columns)
	maps.DeleteFunc(columns, func(_ reading.Column, head string) bool { return !slices.Contains(headings, head) })
	return columns
}
