package past_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/past"
	"aantoonbaar/internal/ref"
)

// A line is an entry before it has its number and its moment.
type line struct {
	action, object string
	data           string // "" for one that was erased
}

// entries are lines as a journal gives them back.
func entries(lines ...line) (all []journal.Entry) {
	for i, l := range lines {
		object, _ := ref.Parse(l.object)
		e := journal.Entry{
			Seq: int64(i), At: time.Date(2026, 3, 1, 9, i, 0, 0, time.UTC), ActorID: "per_1", ActorName: "Marieke", Action: l.action, Object: object,
		}
		if l.data != "" {
			e.Data = []byte(l.data)
		}
		all = append(all, e)
	}
	return all
}

var founded = line{"organisation.found", "profile/profile", `{"after":{"name":"De Linde","profile":{"sectors":["vvt"]}}}`}

func recall(t *testing.T, lines ...line) *past.State {
	t.Helper()
	s, err := past.Recall("org_1", entries(append([]line{founded}, lines...)...))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func refs(s *past.State) (names []string) {
	for _, r := range s.Unknown {
		names = append(names, r.String())
	}
	return names
}

// TestWhatWasErasedIsLeftOutAndNamed: nothing is guessed of it, and what was said
// again since is known.
func TestWhatWasErasedIsLeftOutAndNamed(t *testing.T) {
	s := recall(t,
		line{"answer.save", "requirement/8.5", ""}, line{"answer.save", "requirement/8.6", ""}, line{"answer.save", "requirement/8.6", `{"after":{"requirement":"8.6","version":2}}`},
		line{"scan.answer", "scan/q1", ""}, line{"evidence.add", "evidence/evi_1", ""}, line{"evidence.link", "evidence/evi_1", `{"requirement":"8.5"}`},
		line{"plan.add", "action/act_1", ""}, line{"board.ask", "decision/dec_1", ""}, line{"board.say", "board/sentence", ""}, line{"board.approve", "approval/apr_1", ""},
		line{"certificate.add", "certificate/cer_1", ""}, line{"identity.joined", "person/per_1", ""}, line{"identity.invited", "link/lnk_1", ""}, line{"identity.invited", "link/lnk_2", ""},
		line{"identity.link-withdrawn", "link/lnk_2", "null"}, line{"question.ask", "requirement/8.7", ""}, line{"audit.draft", "audit/aud_1", ""}, line{"audit.stop", "audit/aud_1", `{"status":"stopped"}`},
	)
	want := []string{
		"action/act_1", "approval/apr_1", "audit/aud_1", "board/sentence", "certificate/cer_1", "decision/dec_1", "evidence/evi_1", "link/lnk_1", "person/per_1", "requirement/8.5", "requirement/8.7", "scan/q1",
	}
	if diff := cmp.Diff(want, refs(s)); diff != "" {
		t.Errorf("unknown (-want +got):\n%s", diff)
	}
	if len(s.Assessment.Said.Answers) != 1 || len(s.Assessment.Said.Scan)+len(s.Evidence)+len(s.Actions)+len(s.Board.Decisions)+len(s.Board.Approvals)+len(s.People.Members)+len(s.Assessed) > 0 {
		t.Errorf("something was made of what was erased: %+v", s)
	}
	erased, err := past.Recall("org_1", entries(line{"organisation.found", "profile/profile", ""}))
	if err != nil || erased.Org.Name != "" || len(erased.Unknown) != 1 {
		t.Errorf("an erased profile = %+v, %v", erased.Org, err)
	}
}

// TestOlderEntriesSayWhatTheyDoNotTell: what a question added, and what the
// colleague wrote, are in the journal only since one can look back.
func TestOlderEntriesSayWhatTheyDoNotTell(t *testing.T) {
	old := recall(t,
		line{"question.ask", "requirement/8.5", `{"question":"que_1","name":"Joost"}`},
		line{"question.reply", "requirement/8.5", `{"question":"que_1","name":"Joost","design":"yes","existence":"","operation":""}`},
	)
	if q := old.Assessment.Questions[0]; q.Design != assessment.Yes || q.AnsweredAt.IsZero() || q.Note+q.Said != "" || cmp.Diff([]string{"requirement/8.5"}, refs(old)) != "" {
		t.Errorf("an older question = %+v, unknown %v", q, refs(old))
	}
	now := recall(t, line{"question.ask", "requirement/8.5", `{"question":"que_1","name":"Joost","note":""}`})
	if len(now.Unknown) != 0 {
		t.Errorf("a question without words is known, and yet %v", refs(now))
	}
}

// TestTheRoleOfWhoSignedIsFoundAmongThePeople, where the entry itself does not tell.
func TestTheRoleOfWhoSignedIsFoundAmongThePeople(t *testing.T) {
	s := recall(t,
		line{"identity.joined", "person/per_1", `{"name":"Marieke","role":"board-member"}`},
		line{"board.approve", "approval/apr_1", `{"approval":"apr_1","subject":"plan","sha256":"00","words":"Akkoord"}`},
		line{"identity.role-changed", "person/per_1", `{"name":"Marieke","from":"board-member","to":"reader"}`},
		line{"board.approve", "approval/apr_2", `{"approval":"apr_2","subject":"plan","sha256":"00","words":"Akkoord","role":"administrator"}`},
	)
	if a := s.Board.Approvals; a[0].Role != identity.Administrator || a[1].Role != identity.BoardMember || a[1].Size != 3 {
		t.Errorf("approvals = %+v", a)
	}
}

// TestEveryChangeIsRefused calls every method of every store that takes a draft
// of an entry: those are the ones that change something.
func TestEveryChangeIsRefused(t *testing.T) {
	s := &past.Stores{State: recall(t)}
	n := 0
	for _, store := range []any{s.ForDuty(), s.ForAssessment(), s.ForEvidence(), s.ForPlan(), s.ForBoard(), s.ForDossier(), s.ForCertification(), s.ForAudit(), s.ForReview(), s.ForProgramme(), s.ForReceived(), s.ForContinuity(), s.ForExercise(), s.ForPeople()} {
		v := reflect.ValueOf(store)
		for i := range v.NumMethod() {
			m, name := v.Method(i), v.Type().String()+"."+v.Type().Method(i).Name
			if !strings.Contains(m.Type().String(), "journal.Draft") {
				continue
			}
			n++
			args := []reflect.Value{reflect.ValueOf(t.Context())}
			for j := 1; j < m.Type().NumIn(); j++ {
				args = append(args, reflect.Zero(m.Type().In(j)))
			}
			call := m.Call
			if m.Type().IsVariadic() {
				call = m.CallSlice
			}
			out := call(args)
			if err, _ := out[len(out)-1].Interface().(error); !errors.Is(err, past.ErrPast) {
				t.Errorf("%s = %v, want a refusal", name, err)
			}
		}
	}
	if n < 20 {
		t.Errorf("%d methods change something, want at least 20", n)
	}
}

// TestTheStateOfOneIsNotShownAsAnother pins the wall inside the stores.
func TestTheStateOfOneIsNotShownAsAnother(t *testing.T) {
	s, ctx, other := &past.Stores{State: recall(t)}, t.Context(), org.ID("org_2")
	_, errAnswers := s.ForAssessment().Load(ctx, other)
	_, errPieces := s.ForEvidence().All(ctx, other, 5)
	_, errActions := s.ForPlan().Load(ctx, other)
	_, errBoard := s.ForBoard().Load(ctx, other)
	_, errPeople := s.ForIdentity().Members(ctx, other)
	_, errMade := s.ForDossier().Made(ctx, other)
	_, errHistory := s.ForDuty().History(ctx, other, ref.Ref{}, 5)
	_, errAudits := s.ForAudit().List(ctx, other)
	_, _, errAudit := s.ForAudit().Load(ctx, other, "aud_1")
	_, _, errReport := s.ForAudit().Report(ctx, other, "aud_1", 1)
	for i, err := range []error{errAnswers, errPieces, errActions, errBoard, errPeople, errMade, errHistory, errAudits, errAudit, errReport} {
		if err == nil {
			t.Errorf("store %d shows the state to another organisation", i)
		}
	}
	if _, ok, _ := s.ForDuty().Find(ctx, other); ok {
		t.Error("the store of profiles shows the state to another organisation")
	}
}

// vault holds one document.
type vault struct {
	board.Store
	text string
}

// Approval implements [board.Store].
func (v vault) Approval(context.Context, org.ID, board.ApprovalID) (board.Approval, bool, error) {
	return board.Approval{Text: []byte(v.text), Note: "note", Words: "of today"}, true, nil
}

// TestADocumentIsTheOneThatWasSigned: a row that somebody edited is not shown as
// what stood there then.
func TestADocumentIsTheOneThatWasSigned(t *testing.T) {
	state := recall(t, line{"board.approve", "approval/apr_1", `{"approval":"apr_1","subject":"plan","sha256":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881","words":"Akkoord"}`})
	for text, ok := range map[string]bool{"x": true, "y": false} {
		s := &past.Stores{State: state, Board: vault{text: text}}
		a, found, err := s.ForBoard().Approval(t.Context(), "org_1", "apr_1")
		if (err == nil) != ok || found != ok || ok && (string(a.Text) != "x" || a.Note != "note" || a.Words != "Akkoord") {
			t.Errorf("the document %q = %+v, %t, %v", text, a, found, err)
		}
	}
}
