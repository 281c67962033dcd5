package audit

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
)

// A Step is what the journal says of an engagement that went on.
type Step struct {
	Status  Status `json:"status"`
	Terms   *Terms `json:"terms,omitempty"`
	Because string `json:"because,omitempty"`
	Side    string `json:"side,omitempty"` // of an agreement: "organisation" or "assessor"
}

// Declared is what the journal says of a statement.
type Declared struct {
	Statement
	TookBack *bool `json:"took_back"` // whether the assessor's agreement went with it; nil where an older entry does not tell
}

// Draft begins an engagement.
//
// Refusals: Denied; Invalid, with every wrong field.
func (s *Service) Draft(ctx context.Context, by identity.Actor, t Terms) (Engagement, error) {
	if err := by.Need(identity.Commission); err != nil {
		return Engagement{}, err
	}
	t = s.tidy(t)
	var c fault.Checker
	t.check(&c, s.Catalogue, Terms{}, s.today())
	if err := c.Fault("audit.terms-refused"); err != nil {
		return Engagement{}, err
	}
	e := Engagement{ID: ID(s.NewID("aud")), Status: Drafted, Terms: t, CreatedBy: by.Name, CreatedAt: s.now()}
	return s.save(ctx, by, e, by.Draft(e.CreatedAt, "audit.draft", e.ID.Ref(), Step{Status: Drafted, Terms: &t}))
}

// tidy puts terms in their spelling: no spaces around words, the scope in the
// norm's order and each requirement once, the plan by day.
func (s *Service) tidy(t Terms) Terms {
	t.Firm, t.Criteria = strings.TrimSpace(t.Firm), strings.TrimSpace(t.Criteria)
	var scope []string
	for _, r := range s.Catalogue.Requirements {
		if slices.Contains(t.Scope, r.ID) {
			scope = append(scope, r.ID)
		}
	}
	for _, id := range t.Scope {
		if s.Catalogue.Find(id) == nil {
			scope = append(scope, id) // to be refused
		}
	}
	t.Scope, t.Plan = scope, slices.Clone(t.Plan)
	slices.SortStableFunc(t.Plan, func(a, b PlanLine) int { return a.On.Compare(b.On) })
	return t
}

// save stores the next version of an engagement. The entry has the moment that the
// engagement has of it: [Recall] reads it there.
func (s *Service) save(ctx context.Context, by identity.Actor, e Engagement, entry journal.Draft) (Engagement, error) {
	e.Version++
	if err := s.Store.Save(ctx, by.Org, e, entry); err != nil {
		return Engagement{}, fmt.Errorf("%s %s: %w", entry.Action, e.ID, err)
	}
	return e, nil
}

// step is save of an engagement that went on.
func (s *Service) step(ctx context.Context, by identity.Actor, e Engagement, act string, said any) (Engagement, error) {
	return s.save(ctx, by, e, by.Draft(s.now(), act, e.ID.Ref(), said))
}

// Change changes the terms of a draft. Whoever had agreed has to agree again.
//
// Refusals: Denied; NotFound; Invalid, with every wrong field; Conflict when the
// terms stand, or when somebody else was first.
func (s *Service) Change(ctx context.Context, by identity.Actor, id ID, version int64, t Terms) (Engagement, error) {
	if err := by.Need(identity.Commission); err != nil {
		return Engagement{}, err
	}
	f, err := s.in(ctx, by, id, Drafted)
	if err != nil {
		return Engagement{}, err
	}
	e := f.Engagement
	if e.Version != version {
		return Engagement{}, ErrStale
	}
	t = s.tidy(t)
	var c fault.Checker
	t.check(&c, s.Catalogue, e.Terms, s.today())
	if err := c.Fault("audit.terms-refused"); err != nil {
		return Engagement{}, err
	}
	e.reword(t)
	return s.step(ctx, by, e, "audit.change", Step{Status: e.Status, Terms: &t})
}

// reword gives an engagement other terms, on which nobody has agreed.
func (e *Engagement) reword(t Terms) {
	e.Terms, e.Organisation, e.Assessor = t, Agreement{}, Agreement{}
}

// Invite makes a link with which an assessor gets a place for this engagement and
// its days: /uitnodiging/{secret}.
//
// Refusals: Denied; NotFound; Conflict when the engagement is over; Invalid as
// those of [identity.Service.InviteAssessor].
func (s *Service) Invite(ctx context.Context, by identity.Actor, id ID, name, email string) (secret string, err error) {
	if err := by.Need(identity.ManagePeople); err != nil {
		return "", err
	}
	f, err := s.in(ctx, by, id, Drafted, Agreed, AtWork, Reported)
	if err != nil {
		return "", err
	}
	return s.World.InviteAssessor(ctx, by, name, email, f.Engagement.Admission(s.Zone))
}

// Declare stores what an assessor states on ties, in the place of what that person
// stated before. A statement that bars is stored too: everybody sees why somebody
// cannot assess.
//
// Refusals: Denied; NotFound; Invalid, with every wrong field; Conflict when there
// is a report already.
func (s *Service) Declare(ctx context.Context, by identity.Actor, id ID, st Statement) (Engagement, error) {
	if err := by.Need(identity.Assess); err != nil {
		return Engagement{}, err
	}
	if err := s.here(); err != nil {
		return Engagement{}, err
	}
	f, err := s.own(ctx, by, id, Drafted, Agreed, AtWork)
	if err != nil {
		return Engagement{}, err
	}
	st.Person, st.Name, st.At, st.Explanation = by.Person, by.Name, s.now(), strings.TrimSpace(st.Explanation)
	e, stated := f.Engagement, st
	if old, ok := e.StatementOf(by.Person); ok {
		stated = st.after(old)
	}
	var c fault.Checker
	stated.check(&c, s.Rules.Questions)
	if err := c.Fault("audit.statement-refused"); err != nil {
		return Engagement{}, err
	}
	tookBack := len(Barred(s.Rules.Questions, st)) > 0 && e.leads(st.Person)
	e.state(st, tookBack)
	return s.save(ctx, by, e, by.Draft(st.At, "audit.declare", e.ID.Ref(), Declared{st, &tookBack}))
}

// leads reports whether somebody agreed as the assessor, and can still be kept from
// assessing.
func (e *Engagement) leads(p identity.PersonID) bool {
	return e.Status == Drafted && e.Assessor.Person == p
}

// state puts a statement in the place of what that person stated before, which stays
// with it where it told of a tie.
func (e *Engagement) state(st Statement, tookBack bool) {
	if old, ok := e.StatementOf(st.Person); ok {
		st = st.after(old)
	}
	e.Statements = append(slices.DeleteFunc(slices.Clone(e.Statements), func(x Statement) bool { return x.Person == st.Person }), st)
	if tookBack {
		e.Assessor = Agreement{}
	}
}

// Agree is the organisation's yes to the terms of the version that was read.
//
// Refusals: Denied; NotFound; Conflict when the terms changed, or stand already.
func (s *Service) Agree(ctx context.Context, by identity.Actor, id ID, version int64) (Engagement, error) {
	if err := by.Need(identity.Commission); err != nil {
		return Engagement{}, err
	}
	f, err := s.in(ctx, by, id, Drafted)
	if err != nil {
		return Engagement{}, err
	}
	return s.agree(ctx, by, f.Engagement, version, ourSide)
}

// AgreeAsAssessor is the yes of the assessor who will lead and sign.
//
// Refusals: as [Service.Agree], and Conflict for one whose independence is not
// stated or is wanting.
func (s *Service) AgreeAsAssessor(ctx context.Context, by identity.Actor, id ID, version int64) (Engagement, error) {
	if err := by.Need(identity.Assess); err != nil {
		return Engagement{}, err
	}
	if err := s.here(); err != nil {
		return Engagement{}, err
	}
	f, err := s.free(ctx, by, id, Drafted)
	if err != nil {
		return Engagement{}, err
	}
	return s.agree(ctx, by, f.Engagement, version, theirSide)
}

// The sides of an agreement, as the journal names them.
const (
	ourSide   = "organisation"
	theirSide = "assessor"
)

func (s *Service) agree(ctx context.Context, by identity.Actor, e Engagement, version int64, side string) (Engagement, error) {
	if e.Version != version {
		return Engagement{}, ErrStale
	}
	yes := Agreement{by.Person, by.Name, s.now()}
	e.agree(side, yes)
	return s.save(ctx, by, e, by.Draft(yes.At, "audit.agree", e.ID.Ref(), Step{Status: e.Status, Side: side}))
}

// agree records one side's yes.
func (e *Engagement) agree(side string, yes Agreement) {
	if side == ourSide {
		e.Organisation = yes
	} else {
		e.Assessor = yes
	}
	if e.Organisation.Given() && e.Assessor.Given() {
		e.Status = Agreed
	}
}

// Stop ends an engagement without a report. It stays to be seen, with the reason.
//
// Refusals: Denied; NotFound; Invalid without a reason; Conflict when there is a
// report.
func (s *Service) Stop(ctx context.Context, by identity.Actor, id ID, because string) (Engagement, error) {
	if err := by.Need(identity.Commission); err != nil {
		return Engagement{}, err
	}
	f, err := s.in(ctx, by, id, Drafted, Agreed, AtWork)
	if err != nil {
		return Engagement{}, err
	}
	if len(f.Reports) > 0 { // it is being corrected: what was signed is not taken back
		return Engagement{}, notNow(Reported)
	}
	because, err = reason(because, "because", "audit.stop-refused", i18n.T("Schrijf waarom u stopt. De reden blijft zichtbaar.", "Write why you stop. The reason stays to be seen."))
	if err != nil {
		return Engagement{}, err
	}
	e := f.Engagement
	e.Status, e.Because = Stopped, because
	return s.step(ctx, by, e, "audit.stop", Step{Status: Stopped, Because: because})
}

// End closes an engagement of which the report is signed and every finding that
// weighs is closed.
//
// Refusals: Denied; NotFound; Conflict while there is something to do.
func (s *Service) End(ctx context.Context, by identity.Actor, id ID) (Engagement, error) {
	if err := by.Need(identity.Commission); err != nil {
		return Engagement{}, err
	}
	f, err := s.in(ctx, by, id, Reported)
	if err != nil {
		return Engagement{}, err
	}
	if !MayEnd(f.Findings) {
		return Engagement{}, &fault.Fault{
			Kind: fault.Conflict, Code: "audit.findings-open",
			Says: i18n.T("Er staan nog bevindingen open.", "There are findings that are still open."),
			Hint: i18n.T("Sluit ze met nieuw bewijs, of laat de beoordelaar ze sluiten. Er is niets opgeslagen.", "Close them with new evidence, or let the assessor close them. Nothing was stored."),
		}
	}
	e := f.Engagement
	e.Status = Closed
	return s.step(ctx, by, e, "audit.close", Step{Status: Closed})
}

// reason checks a reason that somebody must give, and returns it without spaces around it.
func reason(text, field, code string, says i18n.Text) (string, error) {
	text = strings.TrimSpace(text)
	var c fault.Checker
	c.Need(text != "", field, says)
	c.Text(text, field, MaxText)
	return text, c.Fault(code)
}
