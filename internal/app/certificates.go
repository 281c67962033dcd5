package app

import (
	"context"
	"errors"

	"aantoonbaar/internal/certification"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// editionEnd is the date in the calendar of the law on which certificates of NEN
// 7510:2017 stop counting.
const editionEnd = "nen7510-2017-end"

// certificateDates are the ends of certificates, for the calendar.
func (a *App) certificateDates(ctx context.Context, by identity.Actor) ([]duty.Event, error) {
	all, err := a.Certified.Ends(ctx, by)
	if err != nil {
		return nil, err
	}
	var dates []duty.Event
	for _, c := range all {
		end, _ := c.EndsOn(a.Certified.Endings)
		of := i18n.Same(c.Supplier)
		if c.Supplier == "" {
			of = i18n.T("uw organisatie", "your organisation")
		}
		dates = append(dates, duty.Event{
			ID: string(c.ID), Day: end, Kind: duty.Deadline, Page: "/certificaten",
			Title: i18n.T("Certificaat "+c.Title()+" eindigt", "Certificate "+c.Title()+" ends"),
			Says: i18n.T(
				"Van "+of.NL+". Wie wil vernieuwen, begint een half jaar eerder: een beoordeling moet worden gepland.",
				"Of "+of.EN+". To renew, begin half a year before: an audit must be planned."),
		})
	}
	return dates, nil
}

var errNoEnding = errors.New("content: the calendar has no date " + editionEnd)

// endingsIn takes the ends of editions from the calendar.
func endingsIn(rules duty.Rules) ([]certification.Ending, error) {
	for _, e := range rules.Events {
		if e.ID == editionEnd {
			return []certification.Ending{{Scheme: certification.NEN7510, Edition: "2017", Day: e.Day}}, nil
		}
	}
	return nil, errNoEnding
}
