package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// Add puts one action into the plan. A zero Source means that somebody thought
// of it.
//
// Refusals: Denied; Invalid with every wrong field.
func (s *Service) Add(ctx context.Context, by identity.Actor, a Action) (Action, error) {
	if err := by.Need(identity.Plan); err != nil {
		return Action{}, err
	}
	members, err := s.World.Members(ctx, by.Org)
	if err != nil {
		return Action{}, err
	}
	if a.Source.Kind == "" {
		a.Source = ref.Ref{Kind: FromOwn}
	}
	a = tidy(a)
	var c fault.Checker
	a.check(&c, s.Catalogue, members, Action{}, s.today())
	if err := c.Fault("plan.action-refused"); err != nil {
		return Action{}, err
	}
	added, err := s.add(ctx, by, []Action{a})
	if err != nil {
		return Action{}, err
	}
	return added[0], nil
}

// add stores new actions that were checked, in the order in which they are given.
func (s *Service) add(ctx context.Context, by identity.Actor, actions []Action) ([]Action, error) {
	there, err := s.Store.Load(ctx, by.Org)
	if err != nil {
		return nil, fmt.Errorf("load actions: %w", err)
	}
	if len(there)+len(actions) > MaxActions {
		return nil, &fault.Fault{
			Kind: fault.Invalid, Code: "plan.full",
			Says: i18n.Tf("Er passen hoogstens %d acties in het plan.", "The plan holds at most %d actions.", MaxActions),
			Hint: i18n.T("Pas een actie aan die er al staat. Er is niets opgeslagen.", "Change an action that is there already. Nothing was stored."),
		}
	}
	now := s.Now()
	var entries []journal.Draft
	for i, a := range actions {
		a.ID, a.Status, a.Reason, a.DoneOn, a.Version = s.NewID("act"), Open, "", time.Time{}, 1
		a.CreatedAt, a.CreatedBy = now.UTC().Truncate(time.Microsecond), by.Name
		a.ChangedAt, a.ChangedBy = a.CreatedAt, a.CreatedBy
		actions[i] = a
		entries = append(entries, by.Draft(now, "plan.add", a.Ref(), Changed{After: a}))
	}
	if err := s.Store.Add(ctx, by.Org, actions, entries); err != nil {
		return nil, fmt.Errorf("add %d actions: %w", len(actions), err)
	}
	return actions, nil
}

// A Pick is a suggested action that somebody chose, with who does it and when.
type Pick struct {
	Requirement string
	Owner       identity.PersonID
	OwnerText   string
	Due         time.Time
}

// FromGaps puts the suggested actions for several requirements into the plan,
// in the words of language l: all of them, or none.
//
// Refusals: Denied; Invalid, with the fields "choose", and "due-8.5" and
// "owner-8.5" for the requirement with that slug. A requirement that is in place
// by now, or that has an open action, is refused: sending a form twice does not
// make everything double.
func (s *Service) FromGaps(ctx context.Context, by identity.Actor, l i18n.Lang, picks []Pick) ([]Action, error) {
	if err := by.Need(identity.Plan); err != nil {
		return nil, err
	}
	p, err := s.Plan(ctx, by)
	if err != nil {
		return nil, err
	}
	members, err := s.World.Members(ctx, by.Org)
	if err != nil {
		return nil, err
	}
	var c fault.Checker
	c.Need(len(picks) > 0, "choose", i18n.T("Kies ten minste één actie.", "Choose at least one action."))
	var actions []Action
	for i, pick := range picks {
		if slices.ContainsFunc(picks[:i], func(q Pick) bool { return q.Requirement == pick.Requirement }) {
			continue
		}
		if a, ok := s.fromGap(&c, p, members, pick, l); ok {
			actions = append(actions, a)
		}
	}
	if err := c.Fault("plan.choice-refused"); err != nil {
		return nil, err
	}
	return s.add(ctx, by, actions)
}

// fromGap makes the action of one pick; ok is false when there is no gap to close.
func (s *Service) fromGap(c *fault.Checker, p *Plan, members identity.Roll, pick Pick, l i18n.Lang) (a Action, ok bool) {
	r := s.Catalogue.Find(pick.Requirement)
	if r == nil {
		c.Need(false, "choose", i18n.T("Een van deze maatregelen kennen wij niet. Kies uit de lijst.", "We do not know one of these measures. Choose from the list."))
		return a, false
	}
	i := slices.IndexFunc(p.Gaps, func(g Gap) bool { return g.Requirement == r })
	if i < 0 {
		c.Need(false, "choose", i18n.T("Maatregel "+r.Number+" is al ingericht of geldt niet voor u. Zet het vinkje uit.", "Measure "+r.Number+" is in place already, or does not apply to you. Clear its box."))
		return a, false
	}
	if len(p.Gaps[i].Actions) > 0 {
		c.Need(false, "choose", i18n.T("Voor maatregel "+r.Number+" staat al een actie in het plan. Zet het vinkje uit.", "The plan has an action for measure "+r.Number+" already. Clear its box."))
		return a, false
	}
	a = p.Gaps[i].Suggest(l)
	a.Owner, a.OwnerText, a.Due = pick.Owner, strings.TrimSpace(pick.OwnerText), pick.Due
	a.checkOwner(c, "owner-"+r.Slug(), "owner_text-"+r.Slug(), members, Action{})
	a.checkDue(c, "due-"+r.Slug(), Action{}, p.Today)
	return tidy(a), true
}

// A ScanPick is a first step of the quick scan that somebody chose. OwnerText
// may be anybody's name; who belongs to the organisation is recognised by it.
type ScanPick struct {
	Element   string
	OwnerText string
	Due       time.Time
}

// FromScan puts first steps of the quick scan into the plan, with the steps
// and the example of content in language l. Elements that have an open action
// already are passed over, so that sending twice adds nothing.
//
// Refusals: Denied; NotFound for an element that does not exist; Invalid, with the
// fields "element", "owner_3" and "date_3" for the third element.
func (s *Service) FromScan(ctx context.Context, by identity.Actor, l i18n.Lang, picks []ScanPick) ([]Action, error) {
	if err := by.Need(identity.Plan); err != nil {
		return nil, err
	}
	members, err := s.World.Members(ctx, by.Org)
	if err != nil {
		return nil, err
	}
	there, err := s.Store.Load(ctx, by.Org)
	if err != nil {
		return nil, fmt.Errorf("load actions: %w", err)
	}
	var c fault.Checker
	c.Need(len(picks) > 0, "element", i18n.T("Kies ten minste één actie.", "Choose at least one action."))
	var actions []Action
	for _, pick := range picks {
		i := slices.IndexFunc(s.Elements, func(e *assessment.Element) bool { return e.ID == pick.Element })
		if i < 0 {
			return nil, fault.Missing("plan.no-element")
		}
		a := fromElement(s.Elements[i], pick, members, l)
		checkScan(&c, s.Elements[i], a, members, s.today())
		covered := func(b Action) bool { return b.IsOpen() && b.Source == a.Source }
		if !slices.ContainsFunc(there, covered) && !slices.ContainsFunc(actions, covered) {
			a.Status = Open
			actions = append(actions, tidy(a))
		}
	}
	if err := c.Fault("plan.choice-refused"); err != nil {
		return nil, err
	}
	if len(actions) == 0 {
		return nil, nil
	}
	return s.add(ctx, by, actions)
}

// checkScan complains about one first step. The form is on another page, so each
// complaint names the step that it is about.
func checkScan(c *fault.Checker, e *assessment.Element, a Action, members identity.Roll, today time.Time) {
	var one fault.Checker
	owner := fmt.Sprintf("owner_%d", e.Number)
	a.checkOwner(&one, owner, owner, members, Action{})
	a.checkDue(&one, fmt.Sprintf("date_%d", e.Number), Action{}, today)
	if f, ok := fault.Of(one.Fault("plan.choice-refused")); ok {
		for _, w := range f.Fields {
			c.Need(false, w.Name, i18n.T(e.Title.NL+": "+w.Says.NL, e.Title.EN+": "+w.Says.EN))
		}
	}
}

// fromElement makes the action of one element. It is for the requirements of
// which the element speaks.
func fromElement(e *assessment.Element, pick ScanPick, members identity.Roll, l i18n.Lang) Action {
	first := e.Action(l)
	a := Action{Title: first.Title, Description: Steps(first.Steps), Source: ref.Ref{Kind: FromQuickScan, ID: e.ID}, Due: pick.Due}
	if first.Example != "" {
		a.Description += "\n\n" + l.T("Voorbeeld om over te nemen:", "Example to copy:") + "\n" + strings.TrimSpace(first.Example)
	}
	for _, p := range e.Prefills {
		a.Requirements = append(a.Requirements, p.Requirement)
	}
	a.OwnerText = strings.TrimSpace(pick.OwnerText)
	for id, name := range members.Here {
		if strings.EqualFold(name, a.OwnerText) {
			a.Owner, a.OwnerText = id, ""
			break
		}
	}
	return a
}
