package rounds

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/eventfile"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/ref"
)

// Told is that a client was told who looked at the record, without who the client is or
// what was told.
type Told struct {
	ID     ID        `json:"id"`
	Client string    `json:"client"` // a key
	From   time.Time `json:"from"`
	Until  time.Time `json:"until"` // the first day after the period
	For    string    `json:"for"`   // why, in the words of who made it
	Rows   int       `json:"rows"`
	Change
}

// Ref is the journal's name for it.
func (t Told) Ref() ref.Ref { return ref.Ref{Kind: ToldKind, ID: string(t.ID)} }

// A Wish is what an overview is asked of.
type Wish struct {
	Number string    // by which the source knows the client
	From   time.Time // midnight UTC of the first day
	Until  time.Time // of the first day after it
	For    string
}

// An Overview is who looked at the record of one client: for each employee and day one
// row, in the order of time, as NEN 7513 (chapter 9 of the edition of 2018) lets similar
// lines of a day be merged.
type Overview struct {
	Wish
	Rows  []Row
	Files []Load // that it was read from
}

// A Row is all that one employee did with the record on one day.
type Row struct {
	First, Last time.Time
	Who         Name
	Role, Team  string
	Actions     string // letters; see [accesslog.Actions]
	Events      int
	Search      bool
	Glass       bool
	Reason      string // that was given for the emergency procedure
	Path        *Path  // what explains it; nil for nothing
}

// Overview makes the overview of a client, and notes that it was made.
//
// Refusals: Denied; Invalid with every wrong field.
func (s *Service) Overview(ctx context.Context, by identity.Actor, w Wish) (Overview, error) {
	if err := by.Need(identity.ReviewLogs); err != nil {
		return Overview{}, err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return Overview{}, err
	}
	w.Number, w.For = strings.TrimSpace(w.Number), strings.TrimSpace(w.For)
	from, until := s.midnight(w.From), s.midnight(w.Until)
	o := Overview{Wish: w, Files: h.Logs(from, until)}
	var k fault.Checker
	k.Need(w.Number != "", "number", i18n.T("Schrijf het nummer op waaronder de cliënt in de log staat.", "Write the number of the client in the log."))
	k.Line(w.Number, "number", maxName)
	k.Need(!w.From.IsZero(), "from", i18n.T("Kies de eerste dag.", "Choose the first day."))
	k.Need(w.Until.After(w.From), "until", i18n.T("Kies een laatste dag die niet vóór de eerste ligt.", "Choose a last day that is not before the first."))
	k.Need(len(o.Files) > 0 || !w.Until.After(w.From), "from", i18n.T("Van deze dagen is er geen log.", "There is no log of these days."))
	k.Need(w.For != "", "for", i18n.T("Schrijf op wie hierom vroeg, en wanneer.", "Write who asked for this, and when."))
	k.Line(w.For, "for", maxName)
	if err := k.Fault("accesslog.overview-refused"); err != nil {
		return Overview{}, err
	}
	secret, err := s.secret(ctx, by.Org)
	if err != nil {
		return Overview{}, err
	}
	client := secret.Of(accesslog.OfPatient, w.Number)
	if err := s.rows(ctx, by, h, &o, client); err != nil {
		return Overview{}, err
	}
	t := Told{ID: ID(s.NewID("tld")), Client: client.String(), From: w.From, Until: w.Until, For: w.For, Rows: len(o.Rows), Change: Change{Version: 1, At: s.now(), By: by.Name}}
	return o, s.save(ctx, by, "accesslog.overview", t, t.Change)
}

// rows fills the rows of an overview.
func (s *Service) rows(ctx context.Context, by identity.Actor, h Held, o *Overview, client accesslog.Key) error {
	g := &given{templates: s.Templates, signals: s.Signals, coding: &accesslog.Coding{}, links: accesslog.Links{Users: map[accesslog.Key]accesslog.Link{}, Patients: map[accesslog.Key]accesslog.Link{}}}
	gather := accesslog.Gathering{Coding: g.coding, Calendar: accesslog.NewCalendar(s.Zone)}
	details := map[unitKey]*Row{}
	calendar := accesslog.NewCalendar(s.Zone)
	need := eventfile.Need{Patient: client, From: s.midnight(o.From), To: s.midnight(o.Until)}
	for _, l := range o.Files {
		if err := s.events(ctx, by.Org, l.Events, need, func(e *accesslog.Event) error {
			gather.Add(e)
			key := unitKey{g.coding.Patients.Find(e.Patient), g.coding.Users.Find(e.User), calendar.Day(e.At.Unix())}
			d := details[key]
			if d == nil {
				d = &Row{Role: e.Role, Team: e.Team}
				details[key] = d
			}
			d.Reason = cmp.Or(d.Reason, e.Reason)
			return nil
		}); err != nil {
			return fmt.Errorf("events of %s: %w", l.ID, err)
		}
	}
	for _, l := range h.Explaining() {
		if err := s.known(ctx, by.Org, l, g); err != nil {
			return err
		}
	}
	g.units = gather.Units()
	g.explain(&Figures{})
	names := map[string]Name{}
	for i := range g.units {
		names[g.user(g.units[i].User)] = Name{}
	}
	if err := s.find(ctx, by.Org, h, names); err != nil {
		return err
	}
	for i := range g.units {
		u := &g.units[i]
		r := *details[keyOf(u)]
		r.First, r.Last, r.Who, r.Path = time.Unix(u.First, 0).UTC(), time.Unix(u.Last, 0).UTC(), names[g.user(u.User)], g.path(u)
		r.Actions, r.Events, r.Search, r.Glass = u.Actions.String(), int(u.Events), u.Search, u.Glass
		o.Rows = append(o.Rows, r)
	}
	slices.SortFunc(o.Rows, func(a, b Row) int { return a.First.Compare(b.First) })
	return nil
}
