package app_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// codeOf is the code of a refusal; "" for none.
func codeOf(err error) string {
	if f, ok := fault.Of(err); ok {
		return f.Code
	}
	return ""
}

func (s *site) wantCode(what string, err error, code string) {
	s.Helper()
	if got := codeOf(err); got != code {
		s.Errorf("%s = %v (%q), want %q", what, err, got, code)
	}
}

func TestWhoIsNotIndependentDoesNotAssess(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		id := p.prepared()
		by := p.assessor(id)
		_, err := p.Audit.AgreeAsAssessor(p.ctx(), by, id, 1)
		s.wantCode("agreeing without a statement", err, "audit.no-statement")
		st := audit.Statement{Answers: map[string]string{}, Explanation: "Ik schreef het beleid"}
		for _, q := range p.Audit.Rules.Questions {
			st.Answers[q.ID] = audit.NoTie
		}
		st.Answers["wrote-policy"] = audit.HasTie
		e, err := p.Audit.Declare(p.ctx(), by, id, st)
		s.must(err)
		_, err = p.Audit.AgreeAsAssessor(p.ctx(), by, id, e.Version)
		s.wantCode("agreeing with a tie", err, "audit.barred")
		st.Answers["wrote-policy"], st.Explanation = audit.NoTie, ""
		_, err = p.Audit.Declare(p.ctx(), by, id, st)
		s.wantCode("taking a tie back without a word", err, "audit.statement-refused")
		st.Explanation = "Ik las het alleen na"
		e, err = p.Audit.Declare(p.ctx(), by, id, st)
		s.must(err)
		said, _ := e.StatementOf(by.Person)
		if len(said.Before) != 1 || said.Before[0].Answers["wrote-policy"] != audit.HasTie || said.Before[0].Explanation != "Ik schreef het beleid" {
			s.Errorf("what was stated before is gone: %+v", said)
		}
		other := p.assessor(p.assessed)
		_, err = p.Audit.Declare(p.ctx(), other, id, st)
		s.wantCode("an assessor of another assessment", err, "audit.not-yours")
	})
}

// TestWhoWorkedHereIsNoAssessor tries to come back as one.
func TestWhoWorkedHereIsNoAssessor(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		id, admin := p.prepared(), p.by(identity.Administrator)
		here := p.people[identity.Contributor]
		_, err := p.Audit.Invite(p.ctx(), admin, id, here.Name, here.Email)
		s.wantCode("inviting a contributor", err, "identity.invitation-refused")
		gone := p.member("Oud", identity.Reader)
		s.must(p.Identity.EndAccess(p.ctx(), admin, gone.ID))
		_, err = p.Audit.Invite(p.ctx(), admin, id, gone.Name, gone.Email)
		s.wantCode("inviting somebody who left", err, "identity.invitation-refused")

		guest := p.guest()
		secret, err := p.Audit.Invite(p.ctx(), admin, id, guest.Name, guest.Email)
		s.must(err)
		s.must(identity.Console{Service: p.Identity}.AddMember(p.ctx(), p.id, guest.ID, identity.Reader))
		s.must(p.Identity.EndAccess(p.ctx(), admin, guest.ID))
		_, err = p.Identity.Accept(p.ctx(), identity.Actor{Person: guest.ID, Name: guest.Name, Credential: identity.Session}, secret)
		if fault.KindOf(err) != fault.NotFound {
			s.Errorf("accepting after having been a reader = %v, want it refused", err)
		}
		s.wantCode("making an assessor of a colleague", p.Identity.ChangeRole(p.ctx(), admin, here.ID, identity.Assessor), "identity.role-refused")
		s.wantCode("making a colleague of an assessor", p.Identity.ChangeRole(p.ctx(), admin, p.people[identity.Assessor].ID, identity.Reader), "identity.stays-assessor")
	})
}

// TestOnePersonIsOnOneAssessmentAtATime: in one organisation, and the refusal says why
// and what to do.
func TestOnePersonIsOnOneAssessmentAtATime(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		first, second, admin, guest := p.prepared(), p.prepared(), p.by(identity.Administrator), p.guest()
		link := must(p.Audit.Invite(p.ctx(), admin, first, guest.Name, guest.Email))
		by := identity.Actor{Person: guest.ID, Name: guest.Name, Credential: identity.Session}
		s.must(only(p.Identity.Accept(p.ctx(), by, link)))
		_, err := p.Audit.Invite(p.ctx(), admin, second, guest.Name, guest.Email)
		s.wantCode("inviting for a second assessment", err, "identity.invitation-refused")
		if f, _ := fault.Of(err); f == nil || len(f.Fields) != 1 || !strings.Contains(f.Fields[0].Says.NL, "één beoordeling tegelijk") {
			s.Errorf("the refusal says %+v", f)
		}
		s.must(p.Identity.EndAccess(p.ctx(), admin, guest.ID))
		link = must(p.Audit.Invite(p.ctx(), admin, second, guest.Name, guest.Email))
		s.must(only(p.Identity.Accept(p.ctx(), by, link)))
	})
}

// TestAccessOfAnAssessorEndsByItself asks for the same page before, on and after
// the days, with one session.
func TestAccessOfAnAssessorEndsByItself(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		id, guest := p.prepared(), p.guest()
		secret, err := p.Audit.Invite(p.ctx(), p.by(identity.Administrator), id, guest.Name, guest.Email)
		s.must(err)
		_, err = p.Identity.Accept(p.ctx(), identity.Actor{Person: guest.ID, Name: guest.Name, Credential: identity.Session}, secret)
		s.must(err)
		f, err := p.Audit.File(p.ctx(), p.by(identity.Reader), id)
		s.must(err)
		a, start := f.Engagement.Admission(p.Zone), p.clock()
		for _, tt := range []struct {
			name string
			on   time.Duration // from the end
			want int
		}{{"at the last moment", -1, 303}, {"when it is over", 0, 404}} {
			s.at(a.Until.Add(tt.on))
			if got := p.ask("GET", "/o/"+string(p.id), p.signIn(guest, true), ""); got.Code != tt.want {
				s.Errorf("%s: %d, want %d", tt.name, got.Code, tt.want)
			}
		}
		s.at(start)
		members, err := p.Identity.Members(p.ctx(), p.by(identity.Reader))
		s.must(err)
		seen := false
		for _, m := range members {
			seen = seen || m.Person.ID == guest.ID && m.Role == identity.Assessor && m.Admission.Until.Equal(a.Until)
		}
		if !seen {
			s.Error("the organisation does not see its assessor")
		}
	})
}

// TestTwoAssessorsLoseNothing lets two people judge from the same page.
func TestTwoAssessorsLoseNothing(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		id := p.atWork()
		by := p.assessor(id)
		verdicts := p.verdicts(p.requirement)
		design, operation := verdicts[0], verdicts[2]
		s.must(p.Audit.Judge(p.ctx(), by, id, []audit.Verdict{design}))
		blank := audit.Verdict{Requirement: p.requirement, Level: framework.Design}
		s.must(p.Audit.Judge(p.ctx(), by, id, []audit.Verdict{blank, operation})) // from a page that was opened before
		s.must(p.Audit.Judge(p.ctx(), by, id, []audit.Verdict{design}))           // the same once more
		mine := design
		mine.Seen = "Iets anders"
		err := p.Audit.Judge(p.ctx(), by, id, []audit.Verdict{mine})
		var clash *audit.Clash
		if !errors.As(err, &clash) || len(clash.Theirs) != 1 || clash.Theirs[0].Seen != design.Seen {
			s.Errorf("judging from an older page = %v, want a clash that shows what stands", err)
		}
		mine.Version = 1
		s.must(p.Audit.Judge(p.ctx(), by, id, []audit.Verdict{mine}))
		f, err := p.Audit.File(p.ctx(), by, id)
		s.must(err)
		if got := f.Verdict(p.requirement, framework.Design); got.Version != 2 || got.Seen != mine.Seen {
			s.Errorf("stands: %+v", got)
		}
	})
}

// TestAReportIsNobodysToChange signs, corrects, and looks at what others see.
func TestAReportIsNobodysToChange(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		id := p.judged()
		by, officer := p.assessor(id), p.by(identity.SecurityOfficer)
		seen, err := p.Audit.File(p.ctx(), officer, id)
		s.must(err)
		if len(seen.Verdicts) > 0 || seen.Engagement.Conclusion != "" {
			s.Error("the organisation reads verdicts before they are signed")
		}
		pre, err := p.Audit.Preview(p.ctx(), by, id)
		s.must(err)
		_, err = p.Audit.Sign(p.ctx(), by, id, pre.SHA256, "een heel andere wachtzin")
		s.wantCode("signing with another passphrase", err, "identity.wrong-passphrase")
		_, err = p.Audit.Sign(p.ctx(), by, id, pre.SHA256[1:]+"0", passphrase)
		s.wantCode("signing what was not read", err, "audit.stale")
		stranger := by
		stranger.Person = "per_other"
		_, err = p.Audit.Sign(p.ctx(), stranger, id, pre.SHA256, passphrase)
		s.wantCode("signing for another", err, "audit.no-statement")
		r, err := p.Audit.Sign(p.ctx(), by, id, pre.SHA256, passphrase)
		s.must(err)
		first, d, err := p.Audit.Report(p.ctx(), officer, id, 1)
		s.must(err)
		if !first.Holds() || first.SHA256 != pre.SHA256 || d.OnPaper || len(d.Verdicts) < 6 || d.Findings[0].Response == nil {
			s.Errorf("the report is %+v", d)
		}
		s.wantCode("judging after the signature", p.Audit.Judge(p.ctx(), by, id, p.verdicts(p.requirement)), "audit.not-now")
		_, err = p.Audit.Stop(p.ctx(), officer, id, "Dit bevalt niet")
		s.wantCode("stopping after the signature", err, "audit.not-now")
		_, err = p.Audit.Respond(p.ctx(), officer, id, 1, 2, "Bij nader inzien")
		s.wantCode("another response after the signature", err, "audit.not-now")

		s.must(p.Audit.Correct(p.ctx(), by, id, "Een verkeerde dag"))
		_, err = p.Audit.Stop(p.ctx(), officer, id, "Dit bevalt niet")
		s.wantCode("stopping a correction", err, "audit.not-now")
		s.must(p.signReport(id))
		_, second, err := p.Audit.Report(p.ctx(), officer, id, 2)
		s.must(err)
		if second.Replaces != r.SHA256 || second.Because != "Een verkeerde dag" || second.Number != 2 {
			s.Errorf("the correction names %q, %q", second.Replaces, second.Because)
		}
		again, _, err := p.Audit.Report(p.ctx(), officer, id, 1)
		s.must(err)
		if diff := cmp.Diff(first, again); diff != "" {
			s.Errorf("the first report changed (-before +after):\n%s", diff)
		}
		s.audit(p.id)
	})
}

// TestTheLabelStandsWhereTheAssessmentIsNamed signs a report on paper.
func TestTheLabelStandsWhereTheAssessmentIsNamed(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		s.at(p.clock().AddDate(0, 0, 1))
		id := p.judged()
		f, err := p.Audit.File(p.ctx(), p.assessor(id), id)
		s.must(err)
		for _, v := range f.Verdicts {
			v.Method = audit.ByDocument
			s.must(p.Audit.Judge(p.ctx(), p.assessor(id), id, []audit.Verdict{v}))
		}
		s.must(p.signReport(id))
		secret := p.signIn(p.people[identity.Reader], true)
		for _, path := range []string{"", "/verklaring", "/bestuur", "/beoordelingen", "/beoordelingen/" + string(id), "/beoordelingen/" + string(id) + "/rapport/1"} {
			for lang, label := range map[string]string{"": audit.PaperLabel.NL, "/en": audit.PaperLabel.EN} {
				a := p.ask("GET", lang+"/o/"+string(p.id)+path, secret, "")
				unstated := audit.UnstatedLabel(map[string]i18n.Lang{"": i18n.NL, "/en": i18n.EN}[lang], f.Engagement.Unstated())
				if a.Code != 200 || !strings.Contains(a.Body, label) || !strings.Contains(a.Body, unstated) {
					s.Errorf("%s%s = %d, without %q or %q", lang, path, a.Code, label, unstated)
				}
			}
		}
		_, d, err := p.Audit.Report(p.ctx(), p.by(identity.Reader), id, 1)
		if s.must(err); len(d.Unstated) != 1 || !slices.Equal(d.Unstated, f.Engagement.Unstated()) {
			s.Errorf("the document says %q", d.Unstated)
		}
	})
}

func TestNewEvidenceClosesAFindingAndOldDoesNot(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		id, officer := p.reported(), p.by(identity.SecurityOfficer)
		piece := evidence.ID(p.newPiece())
		_, err := p.Audit.CloseByEvidence(p.ctx(), officer, id, 1, piece)
		s.wantCode("closing with evidence of before the finding", err, "audit.closing-refused")
		_, err = p.Audit.End(p.ctx(), officer, id)
		s.wantCode("ending with open findings", err, "audit.findings-open")
		x, err := p.Audit.CloseByEvidence(p.ctx(), officer, id, 2, piece)
		s.must(err)
		if x.Closing.How != audit.ByEvidence || x.Closing.Evidence != piece {
			s.Errorf("closed as %+v", x.Closing)
		}
		_, err = p.Audit.CloseFinding(p.ctx(), p.assessor(id), id, 2, "Ook gezien")
		s.wantCode("closing twice", err, "audit.finding-closed")
		_, err = p.Audit.ToPlan(p.ctx(), officer, id, 1, "", midnight(p.clock()).AddDate(0, 1, 0))
		s.must(err)
		_, err = p.Audit.ToPlan(p.ctx(), officer, id, 1, "", midnight(p.clock()).AddDate(0, 1, 0))
		s.wantCode("planning twice", err, "audit.action-there")
	})
}
