package programme

import (
	"context"
	"fmt"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
)

// Begin makes a programme of so many months from the month of from.
//
// Refusals: Denied; Invalid for a period that is too short or too long, or overlaps
// another; Conflict when somebody else made one at the same time.
func (s *Service) Begin(ctx context.Context, by identity.Actor, from time.Time, months int) (Programme, error) {
	if err := by.Need(identity.PlanAudits); err != nil {
		return Programme{}, err
	}
	held, err := s.held(ctx, by.Org)
	if err != nil {
		return Programme{}, err
	}
	p := Programme{Number: 1, From: from, Months: months, StartedAt: s.now(), StartedBy: by.Name}
	if len(held.Programmes) > 0 {
		p.Number = held.Programmes[0].Number + 1
	}
	return s.save(ctx, by, p, held, "programme.begin")
}

func (s *Service) save(ctx context.Context, by identity.Actor, p Programme, held Held, act string) (Programme, error) {
	var c fault.Checker
	p.check(&c, held.Programmes)
	if n := outside(p, held.Of(p.Number)); n > 0 {
		c.Need(false, "months", i18n.Plural(n,
			"%s ronde valt dan buiten het programma. Zet die eerst in een andere maand.", "%s rondes vallen dan buiten het programma. Zet die eerst in een andere maand.",
			"%s round is outside the programme then. First put it in another month.", "%s rounds are outside the programme then. First put them in another month."))
	}
	if err := c.Fault("programme.refused"); err != nil {
		return Programme{}, err
	}
	p.Version++
	if err := s.Store.Save(ctx, by.Org, p, by.Draft(s.now(), act, p.Ref(), p)); err != nil {
		return Programme{}, fmt.Errorf("%s %d: %w", act, p.Number, err)
	}
	return p, nil
}

// outside counts the rounds that count and are in no month of the programme.
func outside(p Programme, rounds []Round) (n int) {
	for _, r := range rounds {
		if r.Lives() && !p.Holds(r.Month) {
			n++
		}
	}
	return n
}

// Change gives a programme another period. Version is that of the form.
//
// Refusals: Denied; NotFound; Invalid as for [Service.Begin], and when a round would
// be left outside; Conflict when somebody else changed it.
func (s *Service) Change(ctx context.Context, by identity.Actor, changed Programme) (Programme, error) {
	if err := by.Need(identity.PlanAudits); err != nil {
		return Programme{}, err
	}
	held, err := s.held(ctx, by.Org)
	if err != nil {
		return Programme{}, err
	}
	p, err := held.programme(changed.Number)
	if err != nil {
		return Programme{}, err
	}
	if p.Version != changed.Version {
		return Programme{}, ErrStale
	}
	p.From, p.Months = changed.From, changed.Months
	return s.save(ctx, by, p, held, "programme.change")
}

// Propose adds rounds for all that no round of a tier holds yet, see [Propose]. It
// returns how many.
//
// Refusals: Denied; NotFound; Conflict when nothing is left to propose.
func (s *Service) Propose(ctx context.Context, by identity.Actor, number int) (int, error) {
	if err := by.Need(identity.PlanAudits); err != nil {
		return 0, err
	}
	held, err := s.held(ctx, by.Org)
	if err != nil {
		return 0, err
	}
	p, err := held.programme(number)
	if err != nil {
		return 0, err
	}
	pic, err := s.World.Picture(ctx, by)
	if err != nil {
		return 0, fmt.Errorf("look at the self-assessment: %w", err)
	}
	rounds := Propose(s.Catalogue, p, held.Of(number), pic, s.today())
	if len(rounds) == 0 {
		return 0, &fault.Fault{
			Kind: fault.Conflict, Code: "programme.nothing-to-propose",
			Says: i18n.T("Er valt niets voor te stellen: alles zit al in een ronde, of de periode is voorbij.", "There is nothing to propose: everything is in a round already, or the period is over."),
			Hint: i18n.T("Voeg zelf een ronde toe, of begin een nieuw programma. Er is niets opgeslagen.", "Add a round yourself, or begin a new programme. Nothing was stored."),
		}
	}
	return len(rounds), s.addRounds(ctx, by, held, rounds, "round.propose")
}

// addRounds stores new rounds of one programme.
func (s *Service) addRounds(ctx context.Context, by identity.Actor, held Held, rounds []Round, act string) error {
	if len(held.Of(rounds[0].Programme))+len(rounds) > MaxRounds {
		return &fault.Fault{
			Kind: fault.Conflict, Code: "programme.full",
			Says: i18n.Tf("Een programma heeft hoogstens %d rondes.", "A programme has at most %d rounds.", MaxRounds),
			Hint: i18n.T("Voeg onderwerpen samen in één ronde. Er is niets opgeslagen.", "Put subjects together in one round. Nothing was stored."),
		}
	}
	now := s.now()
	entries := make([]journal.Draft, len(rounds))
	for i := range rounds {
		r := &rounds[i]
		r.ID, r.Status, r.PlannedAt, r.PlannedBy, r.Version = RoundID(s.NewID("rnd")), Planned, now, by.Name, 1
		entries[i] = by.Draft(now, act, r.Ref(), *r)
	}
	if err := s.Store.SaveRounds(ctx, by.Org, rounds, entries); err != nil {
		return fmt.Errorf("%s: %w", act, err)
	}
	return nil
}

// AddRound plans a round.
//
// Refusals: Denied; NotFound for the programme; Invalid with every wrong field;
// Conflict when the programme is full.
func (s *Service) AddRound(ctx context.Context, by identity.Actor, r Round) (Round, error) {
	if err := by.Need(identity.PlanAudits); err != nil {
		return Round{}, err
	}
	held, err := s.held(ctx, by.Org)
	if err != nil {
		return Round{}, err
	}
	k, err := s.known(ctx, by, held, r.Programme)
	if err != nil {
		return Round{}, err
	}
	r = r.tidy(k)
	r.Because = ""
	var c fault.Checker
	r.check(&c, k)
	if err := c.Fault("programme.round-refused"); err != nil {
		return Round{}, err
	}
	rounds := []Round{r}
	err = s.addRounds(ctx, by, held, rounds, "round.plan")
	return rounds[0], err
}

// known gathers what a round is checked against.
func (s *Service) known(ctx context.Context, by identity.Actor, held Held, programme int) (k known, err error) {
	k.cat = s.Catalogue
	if k.programme, err = held.programme(programme); err != nil {
		return k, err
	}
	if k.members, err = s.World.Members(ctx, by.Org); err != nil {
		return k, fmt.Errorf("list members: %w", err)
	}
	if k.externals, err = s.World.Outsides(ctx, by); err != nil {
		return k, fmt.Errorf("list assessments: %w", err)
	}
	return k, nil
}

// ChangeRound changes what was planned. Version is that of the form. Of a round that
// is worked on, only the month and who does it can change.
//
// Refusals: Denied; NotFound; Invalid with every wrong field; Conflict for a round
// that was dropped or reported, or that somebody else changed.
func (s *Service) ChangeRound(ctx context.Context, by identity.Actor, changed Round) (Round, error) {
	if err := by.Need(identity.PlanAudits); err != nil {
		return Round{}, err
	}
	held, r, err := s.open(ctx, by, changed.ID, changed.Version)
	if err != nil {
		return Round{}, err
	}
	k, err := s.known(ctx, by, held, r.Programme)
	if err != nil {
		return Round{}, err
	}
	k.before = r // who has left since may stay where they stood
	r.Month, r.Auditors = changed.Month, changed.Auditors
	if r.Status == Planned {
		r.Tier, r.Groups, r.Requirements, r.Engagement = changed.Tier, changed.Groups, changed.Requirements, changed.Engagement
	}
	r = r.tidy(k)
	var c fault.Checker
	r.check(&c, k)
	if err := c.Fault("programme.round-refused"); err != nil {
		return Round{}, err
	}
	return s.saveRound(ctx, by, r, "round.change")
}

// open returns a round that can still be changed.
func (s *Service) open(ctx context.Context, by identity.Actor, id RoundID, version int64) (Held, Round, error) {
	held, err := s.held(ctx, by.Org)
	if err != nil {
		return held, Round{}, err
	}
	r, err := held.round(id)
	if err != nil {
		return held, r, err
	}
	if r.Status != Planned && r.Status != AtWork {
		return held, r, notNow(r)
	}
	if r.Version != version {
		return held, r, ErrStale
	}
	return held, r, nil
}

func notNow(r Round) error {
	f := &fault.Fault{Kind: fault.Conflict, Code: "programme.not-now", Hint: i18n.T("Kijk op de pagina van de ronde wat nu kan. Er is niets opgeslagen.", "See on the page of the round what can be done now. Nothing was stored.")}
	switch {
	case r.Tier == External:
		f.Says = i18n.T("Wat van deze ronde komt, staat bij de onafhankelijke beoordeling.", "What comes of this round stands at the independent assessment.")
	case r.Status == Planned:
		f.Says = i18n.T("Het werk aan deze ronde is nog niet begonnen.", "The work on this round has not begun yet.")
	case r.Status == AtWork:
		f.Says = i18n.T("Aan deze ronde wordt al gewerkt.", "This round is being worked on already.")
	case r.Status == Reported:
		f.Says = i18n.T("Van deze ronde is verslag gedaan. Zij staat vast.", "This round was reported. It is fixed.")
	case r.Status == Dropped:
		f.Says = i18n.T("Deze ronde is vervallen.", "This round was dropped.")
	}
	return f
}

func (s *Service) saveRound(ctx context.Context, by identity.Actor, r Round, act string) (Round, error) {
	r.Version++
	err := s.Store.SaveRounds(ctx, by.Org, []Round{r}, []journal.Draft{by.Draft(s.now(), act, r.Ref(), r)})
	if err != nil {
		return Round{}, fmt.Errorf("%s %s: %w", act, r.ID, err)
	}
	return r, nil
}

// DropRound says that a round will not be held. It stays to be read, with the reason.
//
// Refusals: Denied; NotFound; Invalid without a reason; Conflict as for [Service.ChangeRound].
func (s *Service) DropRound(ctx context.Context, by identity.Actor, id RoundID, version int64, because string) error {
	if err := by.Need(identity.PlanAudits); err != nil {
		return err
	}
	_, r, err := s.open(ctx, by, id, version)
	if err != nil {
		return err
	}
	r.Status, r.Because = Dropped, strings.TrimSpace(because)
	var c fault.Checker
	c.Need(r.Because != "", "because", i18n.T("Schrijf waarom deze ronde vervalt.", "Write why this round is dropped."))
	c.Text(r.Because, "because", maxBecause)
	if err := c.Fault("programme.drop-refused"); err != nil {
		return err
	}
	_, err = s.saveRound(ctx, by, r, "round.drop")
	return err
}
