package programme_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/programme"
)

// A shelf is a Store in memory that counts what it was asked to keep.
type shelf struct {
	programme.Held
	work map[programme.RoundID]programme.Work
	kept int
}

func (s *shelf) Judge(_ context.Context, _ org.ID, r programme.Round, j programme.Judgement, _ journal.Draft) error {
	s.kept++
	w := s.work[r.ID]
	w.Judgements = append(slices.DeleteFunc(w.Judgements, func(x programme.Judgement) bool { return x.Requirement == j.Requirement }), j)
	s.work[r.ID] = w
	return nil
}

func (s *shelf) Find(_ context.Context, _ org.ID, r programme.Round, f programme.Finding, _ journal.Draft) error {
	s.kept++
	w := s.work[r.ID]
	w.Findings = append(slices.DeleteFunc(w.Findings, func(x programme.Finding) bool { return x.Number == f.Number }), f)
	s.work[r.ID] = w
	return nil
}

func (s *shelf) Report(ctx context.Context, id org.ID, r programme.Round, size int64, _ journal.Draft) error {
	if s.work[r.ID].Size() != size {
		return programme.ErrStale
	}
	return s.SaveRounds(ctx, id, []programme.Round{r}, nil)
}

func (s *shelf) Work(_ context.Context, _ org.ID, round programme.RoundID) (programme.Work, error) {
	return s.work[round].Clone(), nil
}

func (s *shelf) Save(_ context.Context, _ org.ID, p programme.Programme, _ journal.Draft) error {
	s.kept++
	s.Programmes = append(slices.DeleteFunc(s.Programmes, func(x programme.Programme) bool { return x.Number == p.Number }), p)
	return nil
}

func (s *shelf) SaveRounds(_ context.Context, _ org.ID, rounds []programme.Round, _ []journal.Draft) error {
	s.kept++
	for _, r := range rounds {
		s.Rounds = append(slices.DeleteFunc(s.Rounds, func(x programme.Round) bool { return x.ID == r.ID }), r)
	}
	return nil
}

func (s *shelf) All(context.Context, org.ID) (programme.Held, error) {
	held := programme.Held{Programmes: slices.Clone(s.Programmes), Rounds: slices.Clone(s.Rounds)}
	slices.SortFunc(held.Programmes, func(a, b programme.Programme) int { return cmp.Compare(b.Number, a.Number) })
	programme.Order(held.Rounds)
	return held, nil
}

// A town is what lies around the room.
type town struct {
	*assessment.Picture
	outsides []programme.Outside
	ties     []programme.Tie
	actions  []plan.Action
	items    []evidence.Item
}

func (t *town) Ties(context.Context, identity.Actor, []string) ([]programme.Tie, error) {
	return t.ties, nil
}

func (t *town) Actions(context.Context, identity.Actor) ([]plan.Action, error) { return t.actions, nil }

func (t *town) AddAction(_ context.Context, _ identity.Actor, a plan.Action) (plan.Action, error) {
	a.Status = plan.Open
	t.actions = append(t.actions, a)
	return a, nil
}

func (t *town) AddOnce(_ context.Context, _ identity.Actor, it evidence.Item, sum string) error {
	if !evidence.HasNote(t.items, sum) {
		t.items = append(t.items, it)
	}
	return nil
}

func (t *town) Members(context.Context, org.ID) (identity.Roll, error) {
	return identity.Roll{Here: map[identity.PersonID]string{"per_1": "Sanne", "per_2": "Karim"}, Left: map[identity.PersonID]string{"per_9": "Lars"}}, nil
}

func (t *town) Outsides(context.Context, identity.Actor) ([]programme.Outside, error) {
	return t.outsides, nil
}

type around struct{ *town }

func (a around) Picture(context.Context, identity.Actor) (*assessment.Picture, error) {
	return a.town.Picture, nil
}

func service(t *testing.T, now time.Time, outsides ...programme.Outside) (*programme.Service, *shelf) {
	t.Helper()
	cat, kept, n := catalogue(t), &shelf{work: map[programme.RoundID]programme.Work{}}, 0
	pic := &assessment.Picture{States: everything(cat, assessment.InPlace)}
	return &programme.Service{
		Store: kept, World: around{&town{Picture: pic, outsides: outsides}}, Catalogue: cat, Zone: time.UTC,
		Now:   func() time.Time { return now },
		NewID: func(prefix string) string { n++; return prefix + "_" + strconv.Itoa(n) },
	}, kept
}

func TestAPeriodOutside12To18MonthsIsRefusedWithTheReason(t *testing.T) {
	for months, ok := range map[int]bool{0: false, 11: false, 12: true, 18: true, 19: false} {
		s, kept := service(t, day(2026, 11, 27))
		p, err := s.Begin(t.Context(), officer, month(2027, 1), months)
		if ok {
			if err != nil || p.Number != 1 || p.Version != 1 {
				t.Errorf("Begin of %d months = %+v, %v", months, p, err)
			}
			continue
		}
		wants(t, err, fault.Invalid, "months")
		if f, _ := fault.Of(err); !strings.Contains(f.Fields[0].Says.NL, "12 tot en met 18 maanden") || kept.kept > 0 {
			t.Errorf("Begin of %d months = %v, and kept %d", months, err, kept.kept)
		}
	}
	s, _ := service(t, day(2026, 11, 27))
	_, err := s.Begin(t.Context(), officer, day(2027, 1, 2), 12)
	wants(t, err, fault.Invalid, "from")
}

func TestProgrammesFollowEachOther(t *testing.T) {
	s, _ := service(t, day(2027, 5, 1))
	begin := func(from time.Time) error {
		_, err := s.Begin(t.Context(), officer, from, 12)
		return err
	}
	if err := errors.Join(begin(month(2027, 1)), begin(month(2028, 1)), begin(month(2026, 1))); err != nil {
		t.Fatal(err)
	}
	wants(t, begin(month(2028, 12)), fault.Invalid, "from")
	wants(t, begin(month(2025, 2)), fault.Invalid, "from")
	sheet, ok, err := s.Newest(t.Context(), officer)
	if err != nil || !ok || sheet.Programme.Number != 1 || len(sheet.Others) != 2 {
		t.Errorf("Newest = programme %d beside %d, %v; want the one that runs", sheet.Programme.Number, len(sheet.Others), err)
	}
	_, err = s.Find(t.Context(), officer, 4)
	wants(t, err, fault.NotFound)
}

func TestARoundNeedsASubjectAMonthAndPeopleWhoAreHere(t *testing.T) {
	s, kept := service(t, day(2027, 5, 1), programme.Outside{ID: "aud_1", Firm: "Zuid"})
	if _, err := s.Begin(t.Context(), officer, month(2027, 1), 12); err != nil {
		t.Fatal(err)
	}
	_, err := s.AddRound(t.Context(), officer, programme.Round{Programme: 1, Month: month(2028, 1), Groups: []string{"none"}, Requirements: []string{"nothing"}})
	wants(t, err, fault.Invalid, "tier", "groups", "month")
	_, err = s.AddRound(t.Context(), officer, programme.Round{Programme: 1, Tier: programme.Internal, Month: month(2027, 5), Groups: []string{"9"}, Auditors: []programme.Auditor{{Person: "per_9"}}})
	wants(t, err, fault.Invalid, "auditors")
	_, err = s.AddRound(t.Context(), officer, programme.Round{Programme: 1, Tier: programme.External, Month: month(2027, 5), Groups: []string{"9"}, Engagement: "aud_9"})
	wants(t, err, fault.Invalid, "engagement")
	_, err = s.AddRound(t.Context(), officer, programme.Round{Programme: 2})
	wants(t, err, fault.NotFound)
	if kept.kept != 1 {
		t.Errorf("%d were kept, want the programme", kept.kept)
	}
	r, err := s.AddRound(t.Context(), officer, programme.Round{
		Programme: 1, Tier: programme.Internal, Month: month(2027, 5), Groups: []string{"mensen", "9"}, Requirements: []string{"nen7510-2:2024/6.1", "nen7510-2:2024/8.5", "nothing"},
		Auditors: []programme.Auditor{{Person: "per_2"}, {Person: "per_2"}}, Engagement: "aud_1",
	})
	if err != nil || !slices.Equal(r.Groups, []string{"9", "mensen"}) || !slices.Equal(r.Requirements, []string{"nen7510-2:2024/8.5"}) ||
		!slices.Equal(r.Auditors, []programme.Auditor{{Person: "per_2", Name: "Karim"}}) || r.Engagement != "" || r.ID != "rnd_1" || r.Version != 1 {
		t.Errorf("AddRound = %+v, %v", r, err)
	}
	r.Tier, r.Engagement = programme.External, "aud_1"
	if r, err = s.ChangeRound(t.Context(), officer, r); err != nil || r.Auditors != nil || r.Engagement != "aud_1" || r.Version != 2 {
		t.Errorf("ChangeRound = %+v, %v", r, err)
	}
	r.Version = 1
	if _, err := s.ChangeRound(t.Context(), officer, r); !errors.Is(err, programme.ErrStale) {
		t.Errorf("ChangeRound of an older version = %v", err)
	}
}

func TestAShorterPeriodLeavesNoRoundBehind(t *testing.T) {
	s, _ := service(t, day(2027, 5, 1))
	p, err := s.Begin(t.Context(), officer, month(2027, 1), 15)
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.AddRound(t.Context(), officer, programme.Round{Programme: 1, Tier: programme.Self, Month: month(2028, 2), Groups: []string{"9"}})
	if err != nil {
		t.Fatal(err)
	}
	p.Months = 13
	_, err = s.Change(t.Context(), officer, p)
	wants(t, err, fault.Invalid, "months")
	wants(t, s.DropRound(t.Context(), officer, r.ID, r.Version, " "), fault.Invalid, "because")
	if err := s.DropRound(t.Context(), officer, r.ID, r.Version, "Het team is opgeheven."); err != nil {
		t.Fatal(err)
	}
	wants(t, s.DropRound(t.Context(), officer, r.ID, 2, "Nog eens."), fault.Conflict)
	if p, err = s.Change(t.Context(), officer, p); err != nil || p.Months != 13 || p.Version != 2 {
		t.Errorf("Change = %+v, %v", p, err)
	}
	p.Version = 1
	if _, err := s.Change(t.Context(), officer, p); !errors.Is(err, programme.ErrStale) {
		t.Errorf("Change of an older version = %v", err)
	}
}

func TestProposingTwiceAddsNothing(t *testing.T) {
	s, _ := service(t, day(2027, 1, 1))
	if _, err := s.Begin(t.Context(), officer, month(2027, 1), 15); err != nil {
		t.Fatal(err)
	}
	n, err := s.Propose(t.Context(), officer, 1)
	if err != nil || n < 10 {
		t.Fatalf("Propose = %d, %v", n, err)
	}
	sheet, err := s.Find(t.Context(), officer, 1)
	if all, done, late := sheet.Rounds(); err != nil || all != n || done+late > 0 || len(sheet.Coverage.Uncovered)+len(sheet.Coverage.SelfOnly) > 0 {
		t.Errorf("after the proposal: %d rounds, %d done, %d late, %d nowhere, %v", all, done, late, len(sheet.Coverage.Uncovered), err)
	}
	_, err = s.Propose(t.Context(), officer, 1)
	wants(t, err, fault.Conflict)
}

func TestAProgrammeCanBeFull(t *testing.T) {
	s, kept := service(t, day(2027, 1, 1))
	if _, err := s.Begin(t.Context(), officer, month(2027, 1), 15); err != nil {
		t.Fatal(err)
	}
	r := programme.Round{Programme: 1, Tier: programme.Self, Month: month(2027, 2), Groups: []string{"9"}}
	for range programme.MaxRounds {
		if _, err := s.AddRound(t.Context(), officer, r); err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.AddRound(t.Context(), officer, r)
	wants(t, err, fault.Conflict)
	if len(kept.Rounds) != programme.MaxRounds {
		t.Errorf("%d rounds are kept", len(kept.Rounds))
	}
}

func TestARoundFromOutsideStandsAsItsAssessment(t *testing.T) {
	looks := []programme.Look{{Requirement: "nen7510-1:2024/9.1", On: day(2027, 2, 3), Practice: true}}
	for _, tt := range []struct {
		name    string
		today   time.Time
		outside programme.Outside
		want    programme.Stage
	}{
		{"not agreed yet", day(2027, 2, 28), programme.Outside{}, programme.Ahead},
		{"agreed", day(2027, 2, 28), programme.Outside{ID: "aud_1", Status: audit.Agreed}, programme.Ahead},
		{"at work", day(2027, 2, 28), programme.Outside{ID: "aud_1", Status: audit.AtWork}, programme.Busy},
		{"at work, and the month has passed", day(2027, 3, 1), programme.Outside{ID: "aud_1", Status: audit.AtWork}, programme.Late},
		{"stopped", day(2027, 3, 1), programme.Outside{ID: "aud_1", Status: audit.Stopped}, programme.Late},
		{"reported", day(2027, 3, 1), programme.Outside{ID: "aud_1", Status: audit.Closed, Reported: day(2027, 2, 20), Looks: looks}, programme.Done},
	} {
		s, kept := service(t, tt.today, tt.outside)
		kept.Programmes = []programme.Programme{{Number: 1, From: month(2027, 1), Months: 12}}
		kept.Rounds = []programme.Round{{ID: "rnd_1", Programme: 1, Tier: programme.External, Groups: []string{"9"}, Month: month(2027, 2), Engagement: "aud_1", Status: programme.Planned}}
		f, err := s.FindRound(t.Context(), officer, "rnd_1")
		sheet, state := f.Sheet, f.State
		if err != nil || state.Stage != tt.want {
			t.Errorf("%s: the stage is %q, want %q (%v)", tt.name, state.Stage, tt.want, err)
		}
		if tt.want == programme.Done && (sheet.Coverage.Practised != 1 || !state.DoneAt.Equal(day(2027, 2, 20))) {
			t.Errorf("%s: %d looked at in practice, done at %s", tt.name, sheet.Coverage.Practised, state.DoneAt)
		}
	}
}

// TestTheReportOfARoundFromOutsideIsEvidenceOnce: with what it is labelled, and of an
// independent review, not of the organisation's own audit.
func TestTheReportOfARoundFromOutsideIsEvidenceOnce(t *testing.T) {
	outside := programme.Outside{ID: "aud_1", Firm: "Zuid", Status: audit.AtWork}
	s, kept := service(t, day(2027, 3, 1), outside)
	there := s.World.(around).town
	kept.Programmes = []programme.Programme{{Number: 1, From: month(2027, 1), Months: 12}}
	kept.Rounds = []programme.Round{{ID: "rnd_1", Programme: 1, Tier: programme.External, Groups: []string{"9"}, Month: month(2027, 2), Engagement: "aud_1", Status: programme.Planned}}
	wants(t, s.Prove(t.Context(), officer, "rnd_1"), fault.Conflict)
	outside.Status, outside.Reported, outside.Signer, outside.SHA256, outside.Findings = audit.Reported, day(2027, 2, 20), "Karim", strings.Repeat("ab", 32), 2
	outside.Looks = []programme.Look{{Requirement: "nen7510-1:2024/9.1", On: day(2027, 2, 3), Practice: true}}
	outside.OnPaper, outside.Unstated = true, []string{"Yara"}
	there.outsides = []programme.Outside{outside}
	for range 2 {
		if err := s.Prove(t.Context(), officer, "rnd_1"); err != nil {
			t.Fatal(err)
		}
	}
	if len(there.items) != 1 {
		t.Fatalf("%d pieces of evidence, want one", len(there.items))
	}
	it := there.items[0]
	if it.LinkedTo("nen7510-1:2024/9.2") || !it.LinkedTo("nen7510-2:2024/5.35") || !it.SpeaksFrom.Equal(day(2027, 2, 20)) || it.VouchedBy != "Karim" {
		t.Errorf("the evidence = %+v", it)
	}
	for _, want := range []string{outside.SHA256, "Karim (Zuid)", "Bekeken: 1 eisen, waarvan 1 in de praktijk. Bevindingen: 2.", audit.PaperLabel.NL, "Zonder verklaring van onafhankelijkheid: Yara"} {
		if !strings.Contains(it.Text, want) {
			t.Errorf("the evidence does not say %q: %s", want, it.Text)
		}
	}
	kept.Rounds[0].Status = programme.Dropped
	wants(t, s.Prove(t.Context(), officer, "rnd_1"), fault.Conflict)
}
