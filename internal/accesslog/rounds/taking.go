package rounds

import (
	"context"
	"errors"
	"fmt"
	"io"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/eventfile"
	"aantoonbaar/internal/accesslog/reading"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
)

// quietHours is how many hours without a line are told of: a night can be quiet.
const quietHours = 12

// firstLines is how many of the refused lines a record tells of.
const firstLines = 20

// A taker reads one file: line by line, with its outputs beside each other.
type taker struct {
	load    Load
	names   names
	refused *output
	kept    *output // events, or facts
	links   *output
	door    *reading.Door
}

// take reads a file that somebody settled, and stores what came of it: all in one step
// at the end. The file itself is removed then.
func (s *Service) take(ctx context.Context, id org.ID, l Load) error {
	p := s.begin(l.ID, l.Size)
	defer s.ended(l.ID)
	l, err := s.read(ctx, id, l, p)
	l.Stage, l.Change = Kept, Change{Version: l.Version + 1, At: s.now(), By: l.By}
	unreadable, ok := errors.AsType[reading.Unreadable](err)
	switch {
	case ok:
		l.Stage, l.Why = Failed, unreadable.Why
	case err != nil:
		return fmt.Errorf("read %s: %w", l.ID, err)
	case l.Read.Lines == 0:
		l.Stage = Failed
		l.Why = i18n.T("Geen enkele regel is te lezen. Kijk of u het goede bestand en de goede kolommen koos.", "Not a single line can be read. See whether you chose the right file and columns.")
	}
	by := identity.SystemActor(id)
	if err := s.save(ctx, by, "accesslog.take", l, l.Change); err != nil {
		return err
	}
	return s.remove(ctx, s.Logs, id, l.SHA256)
}

// read reads the file of l into files of their own.
func (s *Service) read(ctx context.Context, id org.ID, l Load, p *progress) (Load, error) {
	secret, err := s.secret(ctx, id)
	if err != nil {
		return l, err
	}
	t := &taker{load: l, names: names{}, door: reading.NewDoor(secret, l.Source)}
	t.refused, t.kept = s.output(ctx, s.Apart, id), s.output(ctx, s.Logs, id)
	if l.IsLog() {
		err = t.log(ctx, s, id, p)
	} else {
		t.links = s.output(ctx, s.Logs, id)
		err = t.facts(ctx, s, id, p)
	}
	return t.end(ctx, s, id, err)
}

// end ends the outputs, and notes under which sums they lie.
func (t *taker) end(ctx context.Context, s *Service, id org.ID, err error) (Load, error) {
	l := t.load
	var ended [4]error
	l.Refused, ended[0] = t.refused.end(err)
	l.Events, ended[1] = t.kept.end(err)
	if t.links != nil {
		l.Links, ended[2] = t.links.end(err)
	}
	if err == nil {
		out := s.output(ctx, s.Apart, id)
		l.Names, ended[3] = out.end(t.names.write(out))
	}
	if l.Read.Refused == 0 && err == nil {
		ended[0] = errors.Join(ended[0], s.remove(ctx, s.Apart, id, l.Refused))
		l.Refused = ""
	}
	if err != nil {
		t.load.Read = Read{}
		return t.load, err
	}
	return l, errors.Join(ended[:]...)
}

// refuse keeps a line that was refused.
func (t *taker) refuse(r reading.Refused) error {
	t.load.Read.Refused++
	if len(t.load.Read.First) < firstLines {
		t.load.Read.First = append(t.load.Read.First, Line{r.Line, r.Why})
	}
	_, err := fmt.Fprintf(t.refused, "%d\t%s\t%s\n", r.Line, r.Why.NL, r.Text)
	return err
}

// log reads a log.
func (t *taker) log(ctx context.Context, s *Service, id org.ID, p *progress) error {
	var census reading.Census
	w := eventfile.NewWriter(t.kept)
	err := s.entries(ctx, id, t.load, p, reading.Sink{
		Take: func(_ int64, raw []byte, e *reading.Entry) error {
			census.Take(e)
			event := t.door.Event(raw, e)
			t.know(event.User, e.User)
			t.know(event.Patient, e.Patient)
			return w.Add(&event)
		},
		Refuse: t.refuse,
	})
	if err = errors.Join(err, w.Close()); err != nil {
		return err
	}
	t.load.Read.count(&census)
	return nil
}

// know notes the number of a key, once: the numbers of a log are the same ones again
// and again.
func (t *taker) know(key accesslog.Key, number []byte) {
	if _, known := t.names[key]; !known {
		t.names.know(key, string(number), "")
	}
}

// entries reads the lines of a log as it was settled.
func (s *Service) entries(ctx context.Context, id org.ID, l Load, p *progress, to reading.Sink) (err error) {
	var m reading.Mapping
	if l.Mapping != nil {
		m = *l.Mapping
	}
	if l.Kind == reading.ParquetKind {
		f, err := s.at(ctx, id, l.SHA256)
		if err != nil {
			return err
		}
		return errors.Join(reading.Parquet(f, f.Size(), m, to), f.Close())
	}
	r, err := s.open(ctx, s.Logs, id, l.SHA256)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return l.Kind.Reader(m)(counted{untilDone{ctx, r}, p}, to)
}

// untilDone ends reading when ctx does.
type untilDone struct {
	ctx context.Context //nolint:containedctx // a reader of one call
	io.Reader
}

// Read implements [io.Reader].
func (u untilDone) Read(b []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.Reader.Read(b)
}

// count takes over what was counted.
func (r *Read) count(c *reading.Census) {
	r.Lines, r.Glass, r.Nobody, r.From, r.Until = c.Lines, c.Glass, c.Nobody, c.From, c.Until
	for _, f := range c.Fields() {
		r.Fields = append(r.Fields, f.Share)
	}
	for _, g := range c.Gaps(quietHours) {
		r.Gaps = append(r.Gaps, Gap{g.From, g.Until})
	}
}

// facts reads a list of what explains.
func (t *taker) facts(ctx context.Context, s *Service, id org.ID, p *progress) error {
	r, err := s.open(ctx, s.Logs, id, t.load.SHA256)
	if err != nil {
		return err
	}
	facts, links := eventfile.NewFactWriter(t.kept), eventfile.NewLinkWriter(t.links)
	err = t.load.Facts.List(counted{untilDone{ctx, r}, p}, reading.FactSink{
		Take: func(_ int64, k *reading.Known) error {
			t.load.Read.Lines++
			t.load.Read.span(k)
			f := t.door.Fact(k)
			t.names.know(f.Patient, k.Patient, "")
			t.names.know(f.User, k.User, "")
			var errs [2]error
			if k.Person {
				key, link := t.door.Link(k)
				number := k.Patient
				if k.Works {
					number = k.User
				}
				t.names.know(key, number, k.Name)
				errs[0] = links.Add(k.Works, key, link)
			}
			if f.Kind != "" {
				errs[1] = facts.Add(&f)
			}
			return errors.Join(errs[:]...)
		},
		Refuse: t.refuse,
	})
	return errors.Join(err, facts.Close(), links.Close(), r.Close())
}

// span widens the time that a list of facts tells of.
func (r *Read) span(k *reading.Known) {
	if !k.From.IsZero() && (r.From.IsZero() || k.From.Before(r.From)) {
		r.From = k.From
	}
	if k.To.After(r.Until) {
		r.Until = k.To
	}
}
