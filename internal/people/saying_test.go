package people_test

import (
	"strings"
	"testing"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/people"
)

// reader is a colleague with an account who keeps no trainings.
var reader = identity.Actor{Person: "per_2", Name: "Joost", Org: "org_a", Role: identity.Reader, Credential: identity.Session}

// TestSomebodySaysThemselvesThatTheyReadIt: it counts, apart, once a day, and can be
// taken back and said again.
func TestSomebodySaysThemselvesThatTheyReadIt(t *testing.T) {
	h := build(t)
	text := must(h.SaveTraining(t.Context(), officer, people.Training{Kind: people.Reading, Title: "beleid", For: people.Audience{Everybody: true}, Every: 12}))
	stand := func() (people.Mark, people.Count) {
		f := must(h.Look(t.Context(), officer))
		who, _ := f.Participant("per_2")
		return f.Stand(who, text), f.Count(text)
	}
	say := func() {
		t.Helper()
		if err := h.SayFollowed(t.Context(), reader, text.ID); err != nil {
			t.Fatal(err)
		}
	}
	say()
	entries := len(h.held.entries)
	say()
	if len(h.held.entries) != entries {
		t.Error("the same word on one day is recorded twice")
	}
	if m, c := stand(); m.Standing != people.Good || !m.Own || !m.Due.Equal(day("2027-11-28")) || c.Good != 1 || c.Own != 1 {
		t.Errorf("by their own word: %+v, %+v", m, c)
	}
	if err := h.TakeBack(t.Context(), reader, text.ID); err != nil {
		t.Fatal(err)
	}
	if m, c := stand(); m.Standing != people.Soon || m.Own || c.Own != 0 {
		t.Errorf("after it was taken back: %+v, %+v", m, c)
	}
	if err := h.TakeBack(t.Context(), reader, text.ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("taken back once more: %v", err)
	}
	say()
	h.attend(text, "2026-02-20", "per_2")
	if m, c := stand(); m.Standing != people.Good || m.Own || c.Own != 0 {
		t.Errorf("seen by somebody else too: %+v, %+v", m, c)
	}
	h.now = day("2027-02-21") // what was seen counted until the day before, the own word counts until November
	if m, _ := stand(); m.Standing != people.Good || !m.Own {
		t.Errorf("once what was seen has ended: %+v", m)
	}
}

// TestOneOwnWordIsNotEnoughEverywhere: of a course somebody else tells, and what is not
// for somebody is not said.
func TestOneOwnWordIsNotEnoughEverywhere(t *testing.T) {
	h := build(t)
	course := h.lesson("cursus", 12)
	others := must(h.SaveTraining(t.Context(), officer, people.Training{Kind: people.ELearning, Title: "beheer", For: people.Audience{Roles: []identity.Role{identity.Administrator}}}))
	entries := len(h.held.entries)
	for _, tt := range []struct {
		what string
		id   people.ID
		code string
	}{
		{"a course", course.ID, "people.not-alone"},
		{"a training of others", others.ID, "people.not-for-you"},
		{"none", "trn_none", "people.none"},
	} {
		err := h.SayFollowed(t.Context(), reader, tt.id)
		if f, _ := fault.Of(err); f == nil || f.Code != tt.code {
			t.Errorf("%s: %v", tt.what, err)
		}
	}
	assessor := reader
	assessor.Role = identity.Assessor
	if err := h.SayFollowed(t.Context(), assessor, others.ID); fault.KindOf(err) != fault.Denied {
		t.Errorf("an assessor: %v", err)
	}
	if len(h.held.entries) != entries {
		t.Error("what was refused is stored")
	}
}

// TestTheEvidenceCountsOwnWordsApart, and who may not see who followed what gets nobody
// else's word.
func TestTheEvidenceCountsOwnWordsApart(t *testing.T) {
	h := build(t)
	text := must(h.SaveTraining(t.Context(), officer, people.Training{Kind: people.ELearning, Title: "les", For: people.Audience{Everybody: true}, Every: 12}))
	h.attend(text, "2026-11-20", "per_1")
	if err := h.SayFollowed(t.Context(), reader, text.ID); err != nil {
		t.Fatal(err)
	}
	if err := h.Prove(t.Context(), officer); err != nil {
		t.Fatal(err)
	}
	if got := h.around.items[0].Text; !strings.Contains(got, "Op orde: 2 van 2") || !strings.Contains(got, "Op eigen opgave: 1 keer, en 1 van wie op orde is alleen daarom.") || !strings.Contains(got, "waren er 1 bij") {
		t.Errorf("the evidence says %s", got)
	}
	own, others := must(h.Look(t.Context(), reader)), reader
	others.Person = "per_1"
	if len(own.Said) != 1 || len(must(h.Look(t.Context(), others)).Said) != 0 {
		t.Error("a reader sees the word of somebody else, or not their own")
	}
}

// TestWhoGetsAnAccountIsOnePersonAgain: what they followed counts for the account, and the
// name is left in one place.
func TestWhoGetsAnAccountIsOnePersonAgain(t *testing.T) {
	h := build(t)
	l := h.lesson("les", 12)
	admin := officer
	admin.Role = identity.Administrator
	listed := must(h.SaveStaff(t.Context(), officer, people.Staff{Name: " joost ", Groups: []string{"nacht"}, From: day("2020-01-01"), Until: day("2026-11-01")}))
	must(h.SaveStaff(t.Context(), officer, people.Staff{ID: "per_2", Groups: []string{"noord"}, From: day("2024-01-01")}))
	x := h.attend(l, "2026-10-20", listed.ID, "per_2", "per_1")
	must(h.AddCertificate(t.Context(), officer, people.Certificate{Person: listed.ID, Training: l.ID, From: day("2026-10-01"), Until: day("2027-12-31")}))
	if all := must(h.Look(t.Context(), officer)).Doubles(); len(all) != 1 || all[0].Listed.ID != listed.ID || all[0].Account.ID != "per_2" {
		t.Fatalf("twice on the list: %+v", all)
	}
	for _, try := range []struct {
		what     string
		id, with people.ID
		want     fault.Kind
	}{
		{"an account joined", "per_1", "per_2", fault.NotFound},
		{"nobody joined", "stf_none", "per_2", fault.NotFound},
		{"joined with nobody", listed.ID, "per_none", fault.Invalid},
		{"joined with oneself", listed.ID, listed.ID, fault.Invalid},
	} {
		if err := h.Join(t.Context(), admin, try.id, try.with); fault.KindOf(err) != try.want {
			t.Errorf("%s: %v", try.what, err)
		}
	}
	if err := h.Join(t.Context(), officer, listed.ID, "per_2"); fault.KindOf(err) != fault.Denied {
		t.Errorf("who may not erase joins: %v", err)
	}
	if err := h.Join(t.Context(), admin, listed.ID, "per_2"); err != nil {
		t.Fatal(err)
	}
	f := must(h.Look(t.Context(), officer))
	who, _ := f.Participant("per_2")
	if len(f.All) != 2 || strings.Join(who.Groups, " ") != "nacht noord" || !who.From.Equal(day("2020-01-01")) || !who.Until.IsZero() {
		t.Errorf("%d people; the account is %+v", len(f.All), who)
	}
	if now, _ := f.Session(x.ID); len(now.Present) != 2 || f.Certificates[0].Person != "per_2" || !f.Stand(who, l).Due.Equal(day("2027-12-31")) {
		t.Errorf("there were %v, the certificate is of %s, and it stands %+v", now.Present, f.Certificates[0].Person, f.Stand(who, l))
	}
	if kept, _ := h.held.Session(x.ID); len(kept.Present) != 3 {
		t.Error("what is kept was changed by looking at it")
	}
	for _, d := range h.held.entries {
		if s, ok := d.Data.(people.Staff); ok && strings.Contains(strings.ToLower(s.Name), "joost") {
			t.Error("the journal still holds the name")
		}
	}
	if err := h.Join(t.Context(), admin, listed.ID, "per_2"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("joined once more: %v", err)
	}
}
