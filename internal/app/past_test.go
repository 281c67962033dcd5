package app_test

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/certification"
	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/demo"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/incident/indicator"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/past"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/programme"
	"aantoonbaar/internal/received"
	"aantoonbaar/internal/review"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

// A copy is what the stores of all rooms gave at one moment.
type copied struct {
	Size      int64
	Org       org.Organisation
	Said      assessment.Said
	Questions map[string][]assessment.Question // by requirement
	Evidence  []evidence.Item
	Actions   []plan.Action
	Board     board.Held
	Members   []identity.Membership
	Links     []identity.Link
	Dossiers  []int64 // numbers of their entries
	Certified []certification.Certificate
	Received  []received.Received
	Incidents []incident.File
	Texts     map[incident.ID][]incident.Edition
	Traces    map[incident.ID][]indicator.Indicator
	Roster    incident.Roster
	Assessed  assessments
	Reviews   []review.Review
	Audits    programme.Recalled
	Carried   continuity.Held
	Exercised []exercise.File
	Trained   people.Held
}

// exercisesOf reads every exercise with what happened in it.
func exercisesOf(ctx context.Context, a *app.App, id org.ID) (all []exercise.File, err error) {
	list, err := a.Exercise.Store.All(ctx, id)
	for _, e := range list {
		f, _, err := a.Exercise.Store.Find(ctx, id, e.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, err
}

// copyOf reads everything of an organisation from the stores of a program, with
// the questions about the requirements in asked.
func copyOf(t *testing.T, a *app.App, id org.ID, now time.Time, asked []string) (c copied) {
	t.Helper()
	ctx, errs := t.Context(), make([]error, 19)
	c.Org, _, errs[0] = a.Duty.Store.Find(ctx, id)
	c.Said, errs[1] = a.Assessment.Store.Load(ctx, id)
	c.Size = c.Said.Size
	c.Questions = map[string][]assessment.Question{}
	for _, requirement := range asked {
		c.Questions[requirement], errs[2] = a.Assessment.Store.Questions(ctx, id, requirement)
		if len(c.Questions[requirement]) == 0 {
			delete(c.Questions, requirement)
		}
	}
	c.Evidence, errs[3] = a.Evidence.Store.All(ctx, id, evidence.MaxItems)
	c.Actions, errs[4] = a.Plan.Store.Load(ctx, id)
	c.Board, errs[5] = a.Board.Store.Load(ctx, id)
	c.Members, errs[6] = a.Identity.Store.Members(ctx, id)
	c.Links, errs[7] = a.Identity.Store.LinksOf(ctx, id, now)
	var made []journal.Entry
	made, errs[8] = a.Dossier.Store.Made(ctx, id)
	for _, e := range made {
		c.Dossiers = append(c.Dossiers, e.Seq)
	}
	c.Certified, errs[9] = a.Certified.Store.All(ctx, id)
	c.Received, errs[15] = a.Received.Store.All(ctx, id)
	c.Reviews, errs[12] = a.Review.Store.All(ctx, id, review.MaxListed)
	c.Roster, errs[14] = a.Incident.Store.Roster(ctx, id)
	c.Exercised, errs[18] = exercisesOf(ctx, a, id)
	c.Carried, errs[16] = a.Continuity.Store.All(ctx, id)
	c.Trained, errs[17] = a.People.Store.All(ctx, id)
	c.Audits.Held, errs[13] = a.Programme.Store.All(ctx, id)
	c.Audits.Work = map[programme.RoundID]programme.Work{}
	for _, r := range c.Audits.Rounds {
		w, err := a.Programme.Store.Work(ctx, id, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		if w.Size() > 0 {
			c.Audits.Work[r.ID] = w
		}
	}
	c.Texts, c.Traces = map[incident.ID][]incident.Edition{}, map[incident.ID][]indicator.Indicator{}
	var all []incident.Incident
	_, errs[11] = a.Incident.Store.Since(ctx, id, 0, func(i incident.Incident) { all = append(all, i) })
	slices.SortFunc(all, func(a, b incident.Incident) int { return cmp.Compare(b.ID, a.ID) })
	for _, i := range all {
		f, _, err := a.Incident.Store.Load(ctx, id, i.ID)
		if err != nil {
			t.Fatal(err)
		}
		c.Incidents = append(c.Incidents, f)
		traces, err := a.Incident.Store.Indicators(ctx, id, i.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(traces) > 0 {
			c.Traces[i.ID] = traces
		}
		last, err := a.Incident.Store.LastTexts(ctx, id, i.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range last {
			var editions []incident.Edition
			for n := range one.Number {
				all, err := a.Incident.Store.Texts(ctx, id, i.ID, one.Text, n+1)
				if err != nil || len(all) != one.Number {
					t.Fatalf("%d editions of %s, the last is %d: %v", len(all), one.Text, one.Number, err)
				}
				editions = append(editions, all[n])
			}
			c.Texts[i.ID] = append(c.Texts[i.ID], editions...)
		}
	}
	c.Assessed, errs[10] = assessmentsIn(ctx, a.Audit.Store, id)
	for i, err := range errs {
		if err != nil {
			t.Fatalf("copy %s, part %d: %v", id, i, err)
		}
	}
	return c
}

// recalled is the same from the first size entries of the journal alone.
func recalled(t *testing.T, a *app.App, entries []journal.Entry, id org.ID, now time.Time) copied {
	t.Helper()
	s, err := past.Recall(id, entries)
	if err != nil {
		t.Fatal(err)
	}
	assessed, err := assessmentsIn(t.Context(), (&past.Stores{State: s, Audits: a.Audit.Store}).ForAudit(), id)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Unknown) > 0 {
		t.Errorf("%s after %d entries: %v is not known, and nothing was erased", id, len(entries), s.Unknown)
	}
	c := copied{
		Size: s.Size, Org: s.Org, Said: s.Assessment.Said, Questions: map[string][]assessment.Question{}, Evidence: s.Evidence, Actions: s.Actions,
		Board: s.Board, Members: s.People.Members, Links: s.People.LinksAt(now),
		Certified: s.Certified, Received: s.Received, Incidents: s.Incidents, Texts: s.Texts, Traces: s.Traces, Roster: s.Roster, Assessed: assessed, Reviews: s.Reviews, Audits: s.Audits, Carried: s.Continuity, Exercised: s.Exercises, Trained: s.Training,
	}
	for _, q := range s.Assessment.Questions {
		if waiting := s.Assessment.Waiting(q.Requirement); len(waiting) > 0 {
			c.Questions[q.Requirement] = waiting
		}
	}
	for _, e := range s.Made {
		c.Dossiers = append(c.Dossiers, e.Seq)
	}
	return c
}

// alike compares what the stores gave with what the journal tells. The journal has
// no addresses and no languages of people, and a checkpoint stands beside it. Bytes
// of an erased piece that leave the disk count as a version, and are no change.
func alike(want, got copied) string {
	for i, it := range want.Evidence {
		if !it.ErasedAt.IsZero() {
			want.Evidence[i].Version = 0
		}
	}
	for i, it := range got.Evidence {
		if !it.ErasedAt.IsZero() {
			got.Evidence[i].Version = 0
		}
	}
	return gocmp.Diff(want, got,
		cmpopts.EquateEmpty(),
		cmpopts.IgnoreFields(identity.Person{}, "Email", "Lang"), cmpopts.IgnoreFields(identity.Link{}, "Email"),
		cmpopts.IgnoreFields(board.Approval{}, "Note"),
		cmpopts.SortSlices(func(a, b programme.Judgement) int { return cmp.Compare(a.Requirement, b.Requirement) }),
		cmpopts.SortSlices(func(a, b programme.Finding) int { return cmp.Compare(a.Number, b.Number) }),
		cmpopts.SortSlices(func(a, b audit.Verdict) int {
			return cmp.Or(cmp.Compare(a.Requirement, b.Requirement), cmp.Compare(a.Level, b.Level))
		}),
		cmpopts.SortSlices(func(a, b incident.Edition) int {
			return cmp.Or(cmp.Compare(a.Text, b.Text), cmp.Compare(a.Number, b.Number))
		}),
		cmpopts.SortSlices(func(a, b identity.Membership) int { return cmp.Compare(a.Person.ID, b.Person.ID) }))
}

// entriesOf reads a whole journal.
func entriesOf(t *testing.T, a *app.App, id org.ID) (entries []journal.Entry) {
	t.Helper()
	err := a.DB.Read(t.Context(), sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
		entries, err = journal.Range(t.Context(), tx, id, 0, 1<<40, 1<<20)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// TestTheJournalTellsWhatTheStoresHeld writes the demo region, and copies now and
// then what the stores of an organisation give. Afterwards the journal alone tells
// the same of every one of those moments.
func TestTheJournalTellsWhatTheStoresHeld(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		checkPast(t, filepath.Join(t.TempDir(), "a.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		owner, plain := sqldbtest.PostgresAddresses(t)
		migrated(t, owner)
		t.Parallel()
		checkPast(t, plain)
	})
}

func checkPast(t *testing.T, database string) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	w := &witness{T: t, stop: stop, copies: map[org.ID][]copied{}, now: map[moment]time.Time{}}
	clock := &demo.Clock{Real: func() time.Time { return time.Date(2026, 11, 22, 20, 30, 0, 0, time.UTC) }}
	a, err := app.Open(t.Context(), setup(t, database), func() time.Time { return w.look(clock.Now()) }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	w.app.Store(a)
	if err := a.Generator(clock, 20260815).Region(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("Region = %v, want it to go on until enough was seen", err)
	}
	w.app.Store(nil)
	moments := 0
	for id, copies := range w.copies {
		entries := entriesOf(t, a, id)
		for _, c := range copies {
			moments++
			if diff := alike(c, recalled(t, a, entries[:c.Size], id, w.now[moment{id, c.Size}])); diff != "" {
				t.Fatalf("%s after %d of %d entries (-stores +journal):\n%.4000s", id, c.Size, len(entries), diff)
			}
		}
	}
	if moments < enough {
		t.Errorf("%d moments were compared, want %d", moments, enough)
	}
}

// A witness copies what the stores of every organisation hold, each time the
// program has asked for the time so often and something changed.
type witness struct {
	*testing.T
	app    atomic.Pointer[app.App] // nil while nobody looks
	stop   context.CancelFunc
	asked  int
	copies map[org.ID][]copied
	now    map[moment]time.Time
}

type moment struct {
	id   org.ID
	size int64
}

// lookEvery is after how many questions for the time a witness looks, and enough
// is how many moments it wants to see.
const (
	lookEvery = 10
	enough    = 120
)

func (w *witness) look(now time.Time) time.Time {
	a := w.app.Load()
	if w.asked++; a == nil || w.asked%lookEvery != 0 {
		return now
	}
	for _, id := range regionIDs(w.T, a) {
		last := int64(0)
		if n := len(w.copies[id]); n > 0 {
			last = w.copies[id][n-1].Size
		}
		if size := sizeOf(w.T, a, id); size != last {
			c := copyOf(w.T, a, id, now, nil)
			w.copies[id] = append(w.copies[id], c)
			w.now[moment{id, c.Size}] = now
			if len(w.now) == enough {
				w.stop()
			}
		}
	}
	return now
}

func sizeOf(t *testing.T, a *app.App, id org.ID) (n int64) {
	t.Helper()
	err := a.DB.Read(t.Context(), sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
		n, err = journal.Size(t.Context(), tx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestTheJournalTellsOfEveryChange does everything that changes something, and
// holds what the stores give afterwards against what the journal tells.
func TestTheJournalTellsOfEveryChange(t *testing.T) {
	each(t, func(s *site) {
		n := 0
		for _, d := range deeds() {
			if d.does != changes || d.call == nil {
				continue
			}
			n++
			p := s.provider(n)
			s.must(d.call(p)())
			want := copyOf(s.T, s.App, p.id, s.clock(), []string{p.requirement, p.excluded})
			entries := entriesOf(s.T, s.App, p.id)
			if diff := alike(want, recalled(s.T, s.App, entries, p.id, s.clock())); diff != "" {
				s.Errorf("after %s the journal tells something else (-stores +journal):\n%.3000s", d.name, diff)
			}
		}
	})
}
