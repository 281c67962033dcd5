package app_test

import (
	"fmt"
	"strings"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/certification"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/programme"
	"aantoonbaar/internal/received"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/review"
)

// A provider is an organisation with a person in every role and a record of
// every kind. Every text in it holds a mark of its own: one that is found where
// another organisation looks has leaked.
type provider struct {
	*site
	number int
	id     org.ID
	people map[identity.Role]identity.Person
	spare  identity.Person // a reader who can be spared
	second org.ID          // where a person of this one belongs too; see elsewhere

	requirement   string // answered, with evidence, an action and two questions
	excluded      string
	questions     []string // the first one is answered
	asked         []string // secrets of their links
	pieces        []evidence.Item
	actions       []plan.Action
	decisions     []board.Decision
	certificate   board.Certificate
	certification certification.ID
	incident      incident.ID
	received      received.ID // of another installation
	review        review.ID   // being prepared, and ready to be signed
	round         programme.RoundID
	carried       withoutICT
	exercises     exercised
	trains        training
	logs          reviewed
	approvals     []board.Approval
	assessed      audit.ID // with a signed report
}

// mark is the token that stands in texts of one kind: "zq07oilaction"; no identifier holds an i, l or o.
func (p *provider) mark(kind string) string { return fmt.Sprintf("zq%02doil%s", p.number, kind) }

// by is the person with role at work, who signed in a moment ago.
func (p *provider) by(role identity.Role) identity.Actor {
	who := p.people[role]
	a := identity.Actor{Person: who.ID, Name: who.Name, Org: p.id, Role: role, Credential: identity.Session, Strong: p.clock()}
	if role == identity.Assessor {
		a.About = string(p.assessed)
	}
	return a
}

// provider founds organisation number n and fills it.
func (s *site) provider(n int) *provider {
	s.Helper()
	p := &provider{
		site: s, number: n, id: s.newOrg(), people: map[identity.Role]identity.Person{},
		requirement: s.Content.Requirements[20].ID, excluded: s.Content.Requirements[40].ID,
	}
	number, staff, money := 32.5, 47, int64(2_400_000)
	profile := org.Profile{Sectors: []org.Sector{org.VVT}, FTE: &number, Staff: &staff, Turnover: &money, Balance: &money, Clients: &staff, InGroup: org.No, Cloud: org.Yes}
	_, err := s.Duty.Found(s.ctx(), identity.OperatorActor(p.id), org.Organisation{Name: "Zorg " + p.mark("org"), Profile: profile})
	s.must(err)
	for _, role := range identity.Roles {
		p.people[role] = p.member(p.mark("person")+" "+role.Name().EN, role)
	}
	p.spare = p.member(p.mark("person")+" Spare", identity.Reader)
	p.answer()
	p.question()
	p.prove()
	p.plan()
	p.decide()
	p.certification, p.incident, p.received = p.register(), p.gone().ID, p.receive()
	p.handle()
	p.write()
	p.assess()
	p.takeStock()
	p.programme()
	p.carry()
	p.practise()
	p.train()
	return p
}

// member makes a person with a place in the organisation.
func (p *provider) member(name string, role identity.Role) identity.Person {
	p.Helper()
	console := identity.Console{Service: p.Identity}
	email := p.mark("mail") + "." + ref.NewID("m", p.clock()) + "@zorg.example"
	who, err := console.CreatePerson(p.ctx(), name, email, i18n.NL)
	p.must(err)
	switch {
	case role != identity.Assessor:
		p.must(console.AddMember(p.ctx(), p.id, who.ID, role))
	case p.assessed != "":
		p.admit(who)
	}
	return who
}

func (p *provider) answer() {
	p.Helper()
	by, today := p.by(identity.Administrator), midnight(p.clock())
	yes := assessment.Statement{Reply: assessment.Yes, On: today}
	_, _, err := p.Assessment.SaveForms(p.ctx(), by, []assessment.Answer{
		{
			Requirement: p.requirement, Applies: assessment.Applies, Reason: p.mark("reason"), Design: yes, Existence: yes,
			Explanation: p.mark("explanation"), Owner: by.Person, ReviewOn: today.AddDate(0, 6, 0),
		},
		{Requirement: p.excluded, Applies: assessment.NotApplicable, Reason: p.mark("exclusion")},
	})
	p.must(err)
	_, err = p.Assessment.Scan(p.ctx(), by, assessment.ScanAnswer{Element: p.Assessment.Elements[0].ID, Value: assessment.Partly})
	p.must(err)
}

// question puts two questions to colleagues without an account; one of them replies.
func (p *provider) question() {
	p.Helper()
	by := p.by(identity.Contributor)
	for range 2 {
		q, err := p.Assessment.Ask(p.ctx(), by, p.requirement, p.mark("colleague"), p.mark("note"))
		p.must(err)
		p.questions, p.asked = append(p.questions, q.ID), append(p.asked, p.link(q.ID))
	}
	_, err := p.Identity.Invite(p.ctx(), p.by(identity.Administrator), p.mark("invited"), p.mark("invitedmail")+"@zorg.example", identity.Reader)
	p.must(err)
	holder, err := p.Identity.OpenLink(p.ctx(), p.asked[0])
	p.must(err)
	replies := map[framework.Level]assessment.Reply{framework.Design: assessment.Yes, framework.Existence: assessment.Partly, framework.Operation: assessment.Unknown}
	p.must(p.Assessment.Reply(p.ctx(), holder, replies, p.mark("reply")))
}

// link makes a fresh link for a question and returns its secret.
func (p *provider) link(question string) (secret string) {
	p.Helper()
	secret, err := p.Identity.MakeAskLink(p.ctx(), p.by(identity.Contributor), assessment.ObjectOf(question), p.mark("colleague"))
	p.must(err)
	return secret
}

func (p *provider) prove() {
	p.Helper()
	today := midnight(p.clock())
	for _, it := range []evidence.Item{
		{Form: evidence.FileForm, File: evidence.File{Name: p.mark("file") + ".txt"}},
		{Form: evidence.Link, URL: "https://intranet.example/" + p.mark("url")},
		{Form: evidence.Note, Text: p.mark("text")},
		{Form: evidence.Place, Text: p.mark("place")},
		{Form: evidence.Place, Text: p.mark("gone")},
	} {
		it.Title, it.Kind, it.VouchedBy, it.SpeaksFrom = p.mark("title"), framework.Operation, p.mark("voucher"), today.AddDate(0, -1, 0)
		it.ValidUntil, it.Requirements = today.AddDate(0, 1, 0), []string{p.requirement}
		added, err := p.Evidence.Add(p.ctx(), p.by(identity.Contributor), it, strings.NewReader("Verslag\n"+p.mark("content")+"\n"))
		p.must(err)
		p.pieces = append(p.pieces, added)
	}
	p.must(p.Evidence.Withdraw(p.ctx(), p.by(identity.Contributor), p.pieces[4].ID, p.mark("withdrawal")))
}

// write saves a text about the incident.
func (p *provider) write() {
	p.Helper()
	fields := map[string]incident.Written{"impact": {Value: p.mark("impact")}, "measures": {Value: p.mark("measures"), Offered: "wat het programma invulde"}} // what was offered is on no page
	_, err := p.Incident.Write(p.ctx(), p.by(identity.PrivacyOfficer), p.incident, "cbw-notification", 0, i18n.NL, fields)
	p.must(err)
}

func (p *provider) plan() {
	p.Helper()
	by := p.by(identity.SecurityOfficer)
	for range 2 {
		a, err := p.Plan.Add(p.ctx(), by, plan.Action{
			Title: p.mark("action"), Description: p.mark("steps"), OwnerText: p.mark("owner"),
			Requirements: []string{p.requirement}, Due: midnight(p.clock()).AddDate(0, 2, 0), CostCents: 100_00,
		})
		p.must(err)
		p.actions = append(p.actions, a)
	}
	dropped, err := p.Plan.SetStatus(p.ctx(), by, p.actions[1].ID, p.actions[1].Version, plan.Dropped, p.mark("dropped"), time.Time{})
	p.must(err)
	p.actions[1] = dropped
}

func (p *provider) decide() {
	p.Helper()
	by, director, today := p.by(identity.SecurityOfficer), p.by(identity.BoardMember), midnight(p.clock())
	for range 2 {
		d, err := p.Board.Ask(p.ctx(), by, board.Decision{
			Title: p.mark("decision"), What: p.mark("what"), Why: p.mark("why"), RiskIfNot: p.mark("risk"), By: today.AddDate(0, 1, 0),
		})
		p.must(err)
		p.decisions = append(p.decisions, d)
	}
	d, err := p.Board.Decide(p.ctx(), director, board.Answer{Decision: p.decisions[1].ID, Version: 1, Status: board.Refused, Reason: p.mark("refusal")})
	p.must(err)
	p.decisions[1] = d
	p.must(p.Board.Say(p.ctx(), by, p.mark("sentence"), 0))
	p.certificate = p.trained()
	for _, sub := range board.Subjects {
		p.approvals = append(p.approvals, p.sign(sub))
	}
}

// trained records a certificate.
func (p *provider) trained() board.Certificate {
	p.Helper()
	today := midnight(p.clock())
	c, err := p.Board.AddCertificate(p.ctx(), p.by(identity.BoardMember), board.Certificate{
		Person: p.mark("director"), Role: p.mark("seat"), Appointed: today.AddDate(-3, 0, 0), Topics: board.Topics[:2],
		Provider: p.mark("trainer"), From: today.AddDate(0, -2, 0), ValidUntil: today.AddDate(2, 0, 0), Evidence: p.mark("paper"),
	})
	p.must(err)
	return c
}

// sign approves a subject as it stands.
func (p *provider) sign(sub board.Subject) board.Approval {
	p.Helper()
	by := p.by(identity.BoardMember)
	review, err := p.Board.Review(p.ctx(), by, sub)
	p.must(err)
	a, err := p.Board.Sign(p.ctx(), by, board.Signature{Subject: sub, SHA256: review.SHA256, Name: by.Name, Lang: i18n.NL})
	p.must(err)
	return a
}

// receive keeps a dossier of an organisation on another installation.
func (p *provider) receive() received.ID {
	p.Helper()
	c, err := p.look(p.by(identity.Contributor))
	p.must(err)
	kept, err := p.Received.Keep(p.ctx(), p.by(identity.Contributor), c.Carried, p.mark("received"))
	p.must(err)
	return kept.ID
}

// midnight is the day of t, as days are stored.
func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// takeStock prepares a management review that a board member can sign.
func (p *provider) takeStock() {
	p.Helper()
	by, today := p.by(identity.SecurityOfficer), midnight(p.clock())
	r, err := p.Review.Begin(p.ctx(), by, today)
	p.must(err)
	r.Next, r.Attendees, r.Outcome, r.Remarks = today.AddDate(1, 0, 0), p.mark("attendee"), p.mark("outcome"), map[review.Topic]string{}
	for _, t := range review.Topics {
		r.Remarks[t] = p.mark("remark")
	}
	p.must(p.Review.Change(p.ctx(), by, r))
	p.review = r.ID
	_, err = p.Review.Decide(p.ctx(), by, r.ID, plan.Action{Title: p.mark("resolution"), OwnerText: p.mark("resolver"), Due: today.AddDate(0, 3, 0)})
	p.must(err)
}

// concluded signs the review that is being prepared.
func (p *provider) concluded() review.ID {
	p.Helper()
	p.must(p.Review.Sign(p.ctx(), p.by(identity.BoardMember), p.review, p.reviewed()))
	return p.review
}

// reviewed is a signature under the review as it stands.
func (p *provider) reviewed() review.Signature {
	p.Helper()
	by := p.by(identity.BoardMember)
	sheet, err := p.Review.Find(p.ctx(), by, p.review)
	p.must(err)
	return review.Signature{SHA256: sheet.SHA256, Name: by.Name, Lang: i18n.NL}
}
