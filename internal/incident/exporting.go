package incident

import (
	"context"
	"fmt"
	"slices"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident/indicator"
	"aantoonbaar/internal/journal"
)

// standing are the traces of an incident that were not taken out.
func (s *Service) standing(ctx context.Context, by identity.Actor, id ID) ([]indicator.Indicator, error) {
	all, err := s.Store.Indicators(ctx, by.Org, id)
	if err != nil {
		return nil, fmt.Errorf("load indicators of %s: %w", id, err)
	}
	return slices.DeleteFunc(all, wasDropped), nil
}

func wasDropped(i indicator.Indicator) bool { return i.Gone != "" }

// A Format is how traces are written in a file.
type Format string

// The formats.
const (
	STIX Format = "stix" // a bundle of STIX 2.1
	CSV  Format = "csv"
)

// An Export is what a file of traces is made of.
type Export struct {
	Org  string // name of the organisation
	File File
	All  []indicator.Indicator // that were not taken out of the list
}

// A Taking is that somebody took the traces of an incident out in a file, for the
// journal.
type Taking struct {
	As        Format        `json:"as"`
	Count     int           `json:"count"`
	Narrowest indicator.TLP `json:"narrowest,omitempty"` // marking of those in it
}

// ExportIndicators returns the traces for a file, and records that they were taken out:
// whoever was trusted with a trace can be asked where it went.
//
// Refusals: Denied; NotFound; Invalid for a format that is not there.
func (s *Service) ExportIndicators(ctx context.Context, by identity.Actor, id ID, as Format) (e Export, err error) {
	if err := by.Need(identity.Export); err != nil {
		return e, err
	}
	if err := by.Need(identity.SeeIncidents); err != nil {
		return e, err
	}
	var k fault.Checker
	k.Need(as == STIX || as == CSV, "as", i18n.T("Kies STIX of CSV.", "Choose STIX or CSV."))
	if err := k.Fault("incident.format-refused"); err != nil {
		return e, err
	}
	if e.File, err = s.load(ctx, by, id); err != nil {
		return e, err
	}
	if e.Org, err = s.World.OrgName(ctx, by); err != nil {
		return e, fmt.Errorf("load the organisation: %w", err)
	}
	err = s.Store.Trace(ctx, by.Org, id, func(there []indicator.Indicator) ([]indicator.Indicator, journal.Draft, error) {
		e.All = slices.DeleteFunc(slices.Clone(there), wasDropped)
		return nil, by.Draft(s.now(), "incident.indicators-out", e.File.Ref(), Taking{as, len(e.All), indicator.Narrowest(e.All)}), nil
	})
	if err != nil {
		return e, fmt.Errorf("take indicators of %s out: %w", id, err)
	}
	return e, nil
}
