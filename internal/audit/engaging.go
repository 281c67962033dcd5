package audit

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// A Step is what the journal says of an engagement that went on.
type Step struct {
	Status  Status `json:"status"`
	Terms   *Terms `json:"terms,omitempty"`
	Because string `json:"because,omitempty"`
	Side    string `json:"side,omitempty"` // of an agreement: "organisation" or "assessor"
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
	return s.save(ctx, by, e, "audit.draft", Step{Status: Drafted, Terms: &t})
}

// tidy puts terms in their spelling: no spaces around words, the scope in the
// norm's order and each requirement once.
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
	t.Scope = scope
	return t
}

// save stores the next version of an engagement.
func (s *Service) save(ctx context.Context, by identity.Actor, e Engagement, act string, said any) (Engagement, error) {
	e.Version++
	if err := s.Store.Save(ctx, by.Org, e, by.Draft(s.now(), act, e.ID.Ref(), said)); err != nil {
		return Engagement{}, fmt.Errorf("%s %s: %w", act, e.ID, err)
	}
	return e, nil
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
	e.Terms, e.Organisation, e.Assessor = t, Agreement{}, Agreement{}
	return s.save(ctx, by, e, "audit.change", Step{Status: e.Status, Terms: &t})
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
	var c fault.Checker
	st.check(&c, s.Rules.Questions)
	if err := c.Fault("audit.statement-refused"); err != nil {
		return Engagement{}, err
	}
	e := f.Engagement
	e.Statements = append(slices.DeleteFunc(slices.Clone(e.Statements), func(x Statement) bool { return x.Person == by.Person }), st)
	if len(Barred(s.Rules.Questions, st)) > 0 && e.Status == Drafted && e.Assessor.Person == by.Person {
		e.Assessor = Agreement{}
	}
	return s.save(ctx, by, e, "audit.declare", st)
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
	e := f.Engagement
	e.Organisation = Agreement{by.Person, by.Name, s.now()}
	return s.agree(ctx, by, e, version, "organisation")
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
	e := f.Engagement
	e.Assessor = Agreement{by.Person, by.Name, s.now()}
	return s.agree(ctx, by, e, version, "assessor")
}

func (s *Service) agree(ctx context.Context, by identity.Actor, e Engagement, version int64, side string) (Engagement, error) {
	if e.Version != version {
		return Engagement{}, ErrStale
	}
	if e.Organisation.Given() && e.Assessor.Given() {
		e.Status = Agreed
	}
	return s.save(ctx, by, e, "audit.agree", Step{Status: e.Status, Side: side})
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
	return s.save(ctx, by, e, "audit.stop", Step{Status: Stopped, Because: because})
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
	return s.save(ctx, by, e, "audit.close", Step{Status: Closed})
}

// reason checks a reason that somebody must give, and returns it without spaces around it.
func reason(text, field, code string, says i18n.Text) (string, error) {
	text = strings.TrimSpace(text)
	var c fault.Checker
	c.Need(text != "", field, says)
	c.Text(text, field, MaxText)
	return text, c.Fault(code)
}
