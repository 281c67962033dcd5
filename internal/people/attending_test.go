package people_test

import (
	"crypto/sha256"
	"slices"
	"strings"
	"testing"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/people"
)

// lesson is a training for everybody that returns every so many months.
func (h *house) lesson(title string, every int) people.Training {
	h.Helper()
	return must(h.SaveTraining(h.Context(), officer, people.Training{Kind: people.Course, Title: title, For: people.Audience{Everybody: true}, Every: every}))
}

// attend records that they were at a training on a day.
func (h *house) attend(t people.Training, on string, who ...people.ID) people.Session {
	h.Helper()
	return must(h.SaveSession(h.Context(), officer, people.Session{Training: t.ID, On: day(on), Present: who}))
}

func TestHowLongFollowingCounts(t *testing.T) {
	h := build(t)
	h.now = day("2026-01-31")
	yearly, once, half := h.lesson("elk jaar", 12), h.lesson("eens", 0), h.lesson("elk half jaar", 6)
	h.now = day("2027-12-31")
	h.attend(yearly, "2026-02-10", "per_2")
	h.attend(yearly, "2026-11-28", "per_2") // the last one counts
	h.attend(once, "2026-02-01", "per_2")
	h.attend(half, "2026-08-31", "per_2") // six months on there is no 31 February
	must(h.AddCertificate(t.Context(), officer, people.Certificate{Person: "per_2", Training: half.ID, From: day("2026-09-01"), Until: day("2027-06-30")}))
	for _, tt := range []struct {
		t    people.Training
		on   string
		want people.Standing
		due  string
	}{
		{yearly, "2026-04-30", people.Good, "2027-02-10"}, // what came later is not known yet
		{yearly, "2027-09-28", people.Good, "2027-11-28"},
		{yearly, "2027-09-29", people.Soon, "2027-11-28"},
		{yearly, "2027-11-28", people.Soon, "2027-11-28"},
		{yearly, "2027-11-29", people.Late, "2027-11-28"},
		{once, "2027-12-31", people.Good, ""},
		{half, "2026-08-31", people.Good, "2027-02-28"},
		{half, "2026-09-01", people.Good, "2027-06-30"}, // the certificate is good for longer
		{half, "2027-07-01", people.Late, "2027-06-30"},
	} {
		h.now = day(tt.on)
		f := must(h.Look(t.Context(), officer))
		who, _ := f.Participant("per_2")
		got := f.Stand(who, tt.t)
		due := ""
		if !got.Due.IsZero() {
			due = got.Due.Format("2006-01-02")
		}
		if got.Standing != tt.want || due != tt.due {
			t.Errorf("%s on %s: %s until %s, want %s until %s", tt.t.Title, tt.on, got.Standing, due, tt.want, tt.due)
		}
	}
}

func TestASessionIsCorrectedAndWithdrawn(t *testing.T) {
	h := build(t)
	l := h.lesson("les", 12)
	x := h.attend(l, "2026-11-20", "per_2", "per_2", "per_1")
	if len(x.Present) != 2 || x.Title != "les" {
		t.Errorf("stored %+v", x)
	}
	x.Present = x.Present[:1]
	y := must(h.SaveSession(t.Context(), officer, x))
	if _, err := h.SaveSession(t.Context(), officer, x); fault.KindOf(err) != fault.Conflict {
		t.Errorf("over a version that was not looked at: %v", err)
	}
	for _, tt := range []struct {
		what, field string
		spoil       func(*people.Session)
	}{
		{"tomorrow", "on", func(s *people.Session) { s.On = day("2026-11-29") }},
		{"no day", "on", func(s *people.Session) { s.On = s.On.AddDate(-3000, 0, 0) }},
		{"nobody", "present", func(s *people.Session) { s.Present = nil }},
		{"a stranger", "present", func(s *people.Session) { s.Present = []people.ID{"per_9"} }},
		{"fewer than none", "guests", func(s *people.Session) { s.Guests = -1 }},
	} {
		z := y
		tt.spoil(&z)
		_, err := h.SaveSession(t.Context(), officer, z)
		f, _ := fault.Of(err)
		if f == nil || f.Kind != fault.Invalid || !slices.ContainsFunc(f.Fields, func(x fault.Field) bool { return x.Name == tt.field }) {
			t.Errorf("%s: %v", tt.what, err)
		}
	}
	if err := h.WithdrawSession(t.Context(), officer, y.ID, " "); fault.KindOf(err) != fault.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	if err := h.WithdrawSession(t.Context(), officer, y.ID, "verkeerde dag"); err != nil {
		t.Fatal(err)
	}
	f := must(h.Look(t.Context(), officer))
	if len(f.Sessions) != 0 || f.Count(l).Good != 0 || len(h.held.Sessions) != 1 {
		t.Errorf("after withdrawing: %d shown, %d kept, %+v", len(f.Sessions), len(h.held.Sessions), f.Count(l))
	}
}

// TestTheSameSessionTwiceIsNoticed asks before a session is stored that is there already,
// and takes what is no double without a question.
func TestTheSameSessionTwiceIsNoticed(t *testing.T) {
	h := build(t)
	l, other := h.lesson("les", 12), h.lesson("andere les", 12)
	first := h.attend(l, "2026-11-20", "per_1", "per_2")
	for _, tt := range []struct {
		what  string
		x     people.Session
		twice bool
	}{
		{"the very same", people.Session{Training: l.ID, On: day("2026-11-20"), Present: []people.ID{"per_1", "per_2"}}, true},
		{"one of them again", people.Session{Training: l.ID, On: day("2026-11-20"), Present: []people.ID{"per_2"}}, true},
		{"a correction of it", people.Session{ID: first.ID, On: day("2026-11-20"), Present: []people.ID{"per_1", "per_2"}, Remarks: "besproken", Change: first.Change}, false},
		{"only others, uncounted by name", people.Session{Training: l.ID, On: day("2026-11-20"), Guests: 4}, false},
		{"only others once more", people.Session{Training: l.ID, On: day("2026-11-20"), Guests: 4}, true},
		{"another day", people.Session{Training: l.ID, On: day("2026-11-21"), Present: []people.ID{"per_1"}}, false},
		{"another training", people.Session{Training: other.ID, On: day("2026-11-20"), Present: []people.ID{"per_1"}}, false},
		{"a second time, as somebody says", people.Session{Training: l.ID, On: day("2026-11-20"), Present: []people.ID{"per_1"}, Again: true}, false},
	} {
		entries := len(h.held.entries)
		_, err := h.SaveSession(t.Context(), officer, tt.x)
		f, _ := fault.Of(err)
		if (f != nil && f.Code == "people.session-twice") != tt.twice || (err != nil) != tt.twice || (len(h.held.entries) == entries) != tt.twice {
			t.Errorf("%s: %v", tt.what, err)
		}
		if tt.what == "the very same" && !strings.Contains(f.Fields[0].Says.NL, "Van 20 november 2026 staat deze training er al, met 2 mensen.") {
			t.Errorf("it says %q", f.Fields[0].Says.NL)
		}
	}
	g := h.attend(other, "2026-11-25", "per_1")
	if err := h.WithdrawSession(t.Context(), officer, g.ID, "verkeerd"); err != nil {
		t.Fatal(err)
	}
	h.attend(other, "2026-11-25", "per_1") // what was withdrawn is in nobody's way
}

// TestALeaderWhoIsAParticipantIsErasedWithTheName, and somebody else stays as typed.
func TestALeaderWhoIsAParticipantIsErasedWithTheName(t *testing.T) {
	h := build(t)
	l := h.lesson("les", 12)
	nora := must(h.SaveStaff(t.Context(), officer, people.Staff{Name: "Nora Nacht"}))
	x := must(h.SaveSession(t.Context(), officer, people.Session{Training: l.ID, On: day("2026-11-20"), Present: []people.ID{"per_2"}, Leader: " nora  nacht"}))
	if x.LeaderID != nora.ID || x.Leader != "" {
		t.Fatalf("led by %q, %q", x.LeaderID, x.Leader)
	}
	y := must(h.SaveSession(t.Context(), officer, people.Session{Training: l.ID, On: day("2026-11-21"), Present: []people.ID{"per_2"}, Leader: "Bureau Veilig", Remarks: "Nora Nacht belt"}))
	if y.LeaderID != "" || y.Leader != "Bureau Veilig" {
		t.Errorf("somebody from outside: %q, %q", y.LeaderID, y.Leader)
	}
	if all := must(h.Look(t.Context(), officer)).Mentions("nora nacht"); len(all) != 1 || all[0].ID != y.ID {
		t.Errorf("the name stands in %v", all)
	}
	fresh := officer
	fresh.Role = identity.Administrator
	if err := h.Erase(t.Context(), fresh, nora.ID); err != nil {
		t.Fatal(err)
	}
	x.Leader, x.Remarks = "", "besproken"
	if x = must(h.SaveSession(t.Context(), officer, x)); x.LeaderID != nora.ID {
		t.Error("who was erased is the leader no more after a correction")
	}
	for _, d := range h.held.entries {
		if x, ok := d.Data.(people.Session); ok && strings.Contains(strings.ToLower(x.Leader), "nora") {
			t.Error("the journal holds the name of the leader")
		}
	}
}

func TestACertificateNamesItsFile(t *testing.T) {
	h := build(t)
	l := h.lesson("les", 12)
	sum := blob.Sum(sha256.Sum256([]byte("certificaat")))
	h.around.items = []evidence.Item{{ID: "evd_1", Form: evidence.FileForm, File: evidence.File{Sum: sum}}, {ID: "evd_2", Form: evidence.Note}}
	c := people.Certificate{Person: "per_2", Training: l.ID, From: day("2026-11-01"), Evidence: "evd_2"}
	if _, err := h.AddCertificate(t.Context(), officer, c); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a note for a file: %v", err)
	}
	c.Evidence = "evd_1"
	got := must(h.AddCertificate(t.Context(), officer, c))
	if got.SHA256 != sum.String() {
		t.Errorf("the certificate has %q, want %q", got.SHA256, sum)
	}
	if err := h.WithdrawCertificate(t.Context(), officer, got.ID, "vals"); err != nil {
		t.Fatal(err)
	}
	if f := must(h.Look(t.Context(), officer)); f.Count(l).Good != 0 {
		t.Error("a certificate that was withdrawn counts")
	}
}

// TestTheAttendanceProvesInNumbersOnly, once for the same numbers, and nothing when
// nobody was anywhere.
func TestTheAttendanceProvesInNumbersOnly(t *testing.T) {
	h := build(t)
	l := h.lesson("les", 12)
	if err := h.Prove(t.Context(), officer); fault.KindOf(err) != fault.Conflict {
		t.Errorf("without a session: %v", err)
	}
	nora := must(h.SaveStaff(t.Context(), officer, people.Staff{Name: "Nora Nacht"}))
	gone := must(h.SaveStaff(t.Context(), officer, people.Staff{Name: "Weg", Until: day("2026-11-21")}))
	h.attend(l, "2026-11-20", nora.ID, "per_2", gone.ID)
	h.attend(l, "2025-11-28", "per_1") // more than a year ago
	for range 2 {
		if err := h.Prove(t.Context(), officer); err != nil {
			t.Fatal(err)
		}
	}
	if len(h.around.items) != 1 {
		t.Fatalf("%d pieces of evidence", len(h.around.items))
	}
	it := h.around.items[0]
	if !strings.Contains(it.Text, "1 bijeenkomst. Van de 3 mensen die hier op de laatste dag werkten, waren er 2 bij") || !strings.Contains(it.Text, "Op orde: 2 van 3") || strings.Contains(it.Text, "Nora") || it.Requirements[0] != people.Always {
		t.Errorf("the evidence says %+v", it)
	}
	if f := must(h.Look(t.Context(), as(identity.Reader))); f.Count(l).Good != 2 {
		t.Error("a reader sees other numbers")
	}
	h.now = day("2026-11-29")
	if must(h.Proven(t.Context(), officer)) {
		t.Error("tomorrow's attendance is proven by that of today")
	}
}

// TestPeopleAreCountedByTheWorstOfWhatTheyHaveToFollow, and the next day of a training
// is the first one that is still ahead.
func TestPeopleAreCountedByTheWorstOfWhatTheyHaveToFollow(t *testing.T) {
	h := build(t)
	h.now = day("2026-01-01")
	a, b := h.lesson("a", 12), h.lesson("b", 12)
	must(h.SaveStaff(t.Context(), officer, people.Staff{Name: "Nora", From: day("2026-09-01")}))
	h.now = day("2026-10-15")
	h.attend(a, "2026-03-01", "per_1", "per_2")
	h.attend(b, "2026-02-01", "per_1")
	f := must(h.Look(t.Context(), officer))
	// Sanne followed both; Joost is late with b; Nora has until 1 December for both.
	if got := f.Standings(); got != (people.Count{Good: 1, Soon: 1, Late: 1}) {
		t.Errorf("standings: %+v", got)
	}
	if on, n := f.Next(a); !on.Equal(day("2026-12-01")) || n != 1 {
		t.Errorf("next of a: %s, %d", on, n)
	}
	own := f.Own("per_2")
	if len(own) != 2 || own[0].Title != "b" || own[0].Mark.Standing != people.Late || len(f.Own("per_77")) != 0 {
		t.Errorf("own: %+v", own)
	}
	h.now = day("2028-01-01")
	f = must(h.Look(t.Context(), officer))
	if on, n := f.Next(b); !on.IsZero() || n != 0 {
		t.Errorf("everybody is late, and next is %s for %d", on, n)
	}
}
