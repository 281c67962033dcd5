package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/programme"
	"aantoonbaar/internal/review"
)

// Outsides lists the independent assessments for the audit programme, with what the
// newest report of each looked at.
func (w *world) Outsides(ctx context.Context, by identity.Actor) ([]programme.Outside, error) {
	files, err := w.app.Audit.List(ctx, by)
	if err != nil {
		return nil, err
	}
	var all []programme.Outside
	for _, f := range files {
		o := programme.Outside{ID: f.Engagement.ID, Firm: f.Engagement.Terms.Firm, Status: f.Engagement.Status}
		if len(f.Reports) > 0 {
			_, d, err := w.app.Audit.Report(ctx, by, f.Engagement.ID, f.Reports[0].Number)
			if err != nil {
				return nil, err
			}
			o.Firm, o.Reported, o.Looks = d.Firm, f.Reports[0].At, looked(d)
			o.Signer, o.SHA256, o.Findings, o.OnPaper, o.Unstated = d.Signer, f.Reports[0].SHA256, len(d.Findings), d.OnPaper, d.Unstated
		}
		all = append(all, o)
	}
	return all, nil
}

// looked is what a report looked at: requirements with a verdict on operation.
func looked(d audit.Document) (looks []programme.Look) {
	for _, v := range d.Verdicts {
		if v.Level != framework.Operation || v.Outcome == audit.NotAssessed {
			continue
		}
		on, err := legaltime.Read(v.On)
		if err != nil || on.IsZero() {
			continue // a report without the day is no report of ours
		}
		looks = append(looks, programme.Look{Requirement: v.Requirement, On: on, Practice: v.Method != audit.ByDocument})
	}
	return looks
}

// maxChanges is of how many changes of a requirement it is looked who made them: the
// newest.
const maxChanges = 500

// Ties tells what binds people to requirements: who owns them, who answered, who
// added evidence or is named on it, who improves them, and who signed for the board
// how far all of them are met.
func (w *world) Ties(ctx context.Context, by identity.Actor, requirements []string) ([]programme.Tie, error) {
	pic, err := w.Picture(ctx, by)
	if err != nil {
		return nil, err
	}
	items, err := w.Items(ctx, by)
	if err != nil {
		return nil, err
	}
	actions, err := w.app.Plan.List(ctx, by)
	if err != nil {
		return nil, err
	}
	held, err := w.app.Board.Store.Load(ctx, by.Org)
	if err != nil {
		return nil, err
	}
	ties := newest{}
	for _, id := range requirements {
		req := w.app.Content.Find(id)
		if req == nil {
			continue
		}
		if owner := pic.Answer(req).Owner; owner != "" {
			ties.add(programme.Tie{Requirement: id, Person: owner, Bond: programme.Owns})
		}
		entries, err := w.app.Assessment.Store.History(ctx, by.Org, assessment.ObjectOf(id), maxChanges)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if strings.HasPrefix(e.Action, "answer.") {
				ties.add(programme.Tie{Requirement: id, Person: identity.PersonID(e.ActorID), Bond: programme.Answered, On: w.day(e.At)})
			}
		}
		ties.evidence(id, items, pic.Members.Here, w.day)
		ties.actions(id, actions)
		for _, a := range held.Approvals {
			if a.Subject == board.Measures {
				ties.add(programme.Tie{Requirement: id, Person: a.By, Bond: programme.Signed, On: w.day(a.At)})
			}
		}
	}
	return ties.list(), nil
}

func (w *world) day(t time.Time) time.Time { return legaltime.DayOf(t, w.app.Zone) }

// newest holds ties, of each kind the newest: what goes on, else what was done last.
type newest map[programme.Tie]time.Time

func (n newest) add(t programme.Tie) {
	key := t
	key.On = time.Time{}
	if on, ok := n[key]; !ok || t.On.IsZero() || !on.IsZero() && t.On.After(on) {
		n[key] = t.On
	}
}

// evidence adds who added evidence for a requirement, and whose name stands on it.
func (n newest) evidence(requirement string, items []evidence.Item, members map[identity.PersonID]string, day func(time.Time) time.Time) {
	for _, it := range items {
		if !it.LinkedTo(requirement) || !it.ErasedAt.IsZero() {
			continue
		}
		n.add(programme.Tie{Requirement: requirement, Person: it.AddedBy, Bond: programme.Proved, On: day(it.AddedAt)})
		for id, name := range members {
			if identity.PlainName(it.VouchedBy) == identity.PlainName(name) {
				n.add(programme.Tie{Requirement: requirement, Person: id, Bond: programme.Vouched, On: day(it.AddedAt)})
			}
		}
	}
}

// actions adds who has an action for a requirement, or did one. One that was dropped
// was not done.
func (n newest) actions(requirement string, all []plan.Action) {
	for _, a := range all {
		if a.Owner != "" && a.IsFor(requirement) && a.Status != plan.Dropped {
			n.add(programme.Tie{Requirement: requirement, Person: a.Owner, Bond: programme.Improves, On: a.DoneOn})
		}
	}
}

// list returns the ties in a fixed order.
func (n newest) list() (all []programme.Tie) {
	for t, on := range n {
		t.On = on
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b programme.Tie) int {
		return cmp.Or(cmp.Compare(a.Requirement, b.Requirement), cmp.Compare(a.Person, b.Person), cmp.Compare(a.Bond, b.Bond))
	})
	return all
}

// programmed is how the audit programme stands, for a management review.
func (w *world) programmed(ctx context.Context, by identity.Actor) ([]review.Fact, error) {
	sheet, ok, err := w.app.Programme.Newest(ctx, by)
	if err != nil {
		return nil, err
	}
	const path = "/auditprogramma"
	if !ok {
		return []review.Fact{{Path: path, Says: i18n.T("Er is nog geen auditprogramma.", "There is no audit programme yet.")}}, nil
	}
	p, c := sheet.Programme, sheet.Coverage
	all, done, late := sheet.Rounds()
	facts := []review.Fact{
		{Path: path, Says: i18n.T(
			fmt.Sprintf("Van het auditprogramma (%s tot en met %s) zijn %d van de %d rondes klaar.", i18n.NL.Month(p.From), i18n.NL.Month(p.Until()), done, all),
			fmt.Sprintf("Of the audit programme (%s to %s) %d of the %d rounds are done.", i18n.EN.Month(p.From), i18n.EN.Month(p.Until()), done, all))},
		{Path: path + "/" + p.Ref().ID + "/dekking", Says: i18n.Tf("In dit programma zijn %d van de %d eisen in de praktijk bekeken.", "In this programme %d of the %d requirements were looked at in practice.", c.Practised, c.Applies)},
	}
	if late > 0 {
		facts = append(facts, review.Counted(path, late, "%s auditronde is te laat.", "%s auditrondes zijn te laat.", "%s audit round is late.", "%s audit rounds are late."))
	}
	if n := len(c.Uncovered); n > 0 {
		facts = append(facts, review.Counted(path, n, "%s eis zit in geen enkele auditronde.", "%s eisen zitten in geen enkele auditronde.", "%s requirement is in no audit round at all.", "%s requirements are in no audit round at all."))
	}
	return facts, nil
}

// roundDates are the next rounds that are not done, for the calendar. Few: a
// programme has many, and they must not hide what laws ask.
func (a *App) roundDates(ctx context.Context, by identity.Actor) (dates []duty.Event, err error) {
	sheet, ok, err := a.Programme.Newest(ctx, by)
	if err != nil || !ok {
		return nil, err
	}
	for _, s := range sheet.States {
		if s.Stage != programme.Ahead && s.Stage != programme.Busy || len(dates) == 2 {
			continue
		}
		about := s.About(a.Content)
		dates = append(dates, duty.Event{
			ID: string(s.ID), Day: s.Month.AddDate(0, 1, -1), Precision: duty.ToTheMonth, Kind: duty.Deadline, Page: "/auditrondes/" + string(s.ID),
			Title: i18n.T(s.Tier.Name().NL+" klaar", s.Tier.Name().EN+" done"),
			Says:  i18n.T("Ronde van het auditprogramma: "+about.NL+".", "Round of the audit programme: "+about.EN+"."),
		})
	}
	return dates, nil
}
