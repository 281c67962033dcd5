package app

import (
	"context"
	"fmt"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
)

// records tells how the board's records stand, for crosswalks.
func (a *App) records(ctx context.Context, by identity.Actor) (map[string]assessment.Record, error) {
	if err := by.Need(identity.Read); err != nil {
		return nil, err
	}
	held, err := a.Board.Store.Load(ctx, by.Org)
	if err != nil {
		return nil, fmt.Errorf("load the board's room: %w", err)
	}
	var brief board.Brief
	if err := (&world{app: a}).directors(ctx, by, &brief); err != nil {
		return nil, err
	}
	today := legaltime.DayOf(a.Now(), a.Zone)
	members := board.Members(brief.Directors, held.Certificates)
	return map[string]assessment.Record{
		"board/measures": approved(brief.Directors, held.Approvals, today),
		"board/certificates": ofMembers(members, i18n.T("een certificaat dat geldig is", "a certificate that is valid"), func(m board.Member) bool {
			return m.Best.ID != "" && m.Best.Standing(today) != board.Expired
		}),
		"board/topics": ofMembers(members, i18n.T("alle vier onderwerpen", "all four topics"), func(m board.Member) bool {
			return m.Best.ID != "" && len(m.Missing(today)) == 0
		}),
	}, nil
}

// aYear is how long an approval of the measures counts in full; our judgement, for
// the act names no term.
const aYear = 12

// approved is how many of the board's members approved the measures within a year.
func approved(directors []board.Director, approvals []board.Approval, today time.Time) assessment.Record {
	signed, last := map[string]bool{}, board.Approval{}
	for _, a := range approvals { // newest first
		if a.Subject != board.Measures {
			continue
		}
		if last.ID == "" {
			last = a
		}
		signed[a.Name] = signed[a.Name] || !a.At.AddDate(0, aYear, 0).Before(today)
	}
	if last.ID == "" {
		return assessment.Record{State: assessment.NotYet, Path: "/bestuur", Says: i18n.T("Het bestuur keurde de maatregelen nog niet goed", "The board has not approved the measures yet")}
	}
	n := 0
	for _, d := range directors {
		if signed[d.Name] {
			n++
		}
	}
	record := assessment.Record{State: assessment.InPart, Path: "/bestuur/goedkeuringen/" + string(last.ID), Says: i18n.T(
		fmt.Sprintf("%d van %d bestuursleden keurde de maatregelen in het laatste jaar goed; het laatst op %s", n, len(directors), i18n.NL.Day(last.At)),
		fmt.Sprintf("%d of %d board members approved the measures in the last year; last on %s", n, len(directors), i18n.EN.Day(last.At)))}
	if n > 0 && n == len(directors) {
		record.State = assessment.InPlace
	}
	return record
}

// ofMembers counts the members of the board of whom holds is true.
func ofMembers(members []board.Member, what i18n.Text, holds func(board.Member) bool) assessment.Record {
	record := assessment.Record{Path: "/bestuur/scholing"}
	n := 0
	for _, m := range members {
		if holds(m) {
			n++
		}
	}
	record.Says = i18n.T(
		i18n.NL.Tf("%d van %d bestuursleden: %s", "%d of %d board members: %s", n, len(members), what.NL),
		i18n.EN.Tf("%d van %d bestuursleden: %s", "%d of %d board members: %s", n, len(members), what.EN))
	switch {
	case len(members) == 0:
		record.State = assessment.Open
		record.Says = i18n.T("Nog niemand is hier bestuurslid", "Nobody is a board member here yet")
	case n == len(members):
		record.State = assessment.InPlace
	case n > 0:
		record.State = assessment.InPart
	default:
		record.State = assessment.NotYet
	}
	return record
}
