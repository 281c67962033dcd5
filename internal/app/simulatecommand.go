package app

import (
	"errors"
	"fmt"

	"aantoonbaar/internal/accesslog/simulate"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// simulateCommands make what cannot be had otherwise.
type simulateCommands struct {
	Accesslog simulateAccessLog `cmd:"" help:"Make an access log of an invented organisation, with what other systems know of the care, and apart from it who looked without a reason."`
}

type simulateAccessLog struct {
	Folder  string  `arg:"" help:"Folder to make, which is not there yet."`
	Kind    string  `enum:"homecare,hap,hospital" default:"homecare" help:"Sort of organisation: homecare, hap or hospital."`
	Format  string  `enum:"csv,fhir,atna" default:"csv" help:"How the log is written: csv, fhir or atna."`
	Seed    uint64  `default:"1" help:"One seed makes one log."`
	Staff   int     `help:"How many work there; what is usual for the kind when left out."`
	Days    int     `default:"28" help:"How many days the log covers."`
	Planted float64 `default:"1" help:"Times the usual number of people who look without a reason; 0 for none."`
	Full    bool    `help:"Facts and log without any defect."`
}

// Run makes the folder.
func (s *simulateAccessLog) Run(t *terminal) error {
	settings := simulate.Settings{Kind: simulate.Kind(s.Kind), Seed: s.Seed, Staff: s.Staff, Days: s.Days, Planted: s.Planted, Defects: simulate.Usual}
	if s.Full {
		settings.Defects = simulate.Defects{}
	}
	if err := s.check(); err != nil {
		return err
	}
	folder, err := simulate.NewFolder(s.Folder, simulate.Format(s.Format))
	if err != nil {
		return err
	}
	w, err := simulate.Make(settings, folder.Day)
	if err != nil {
		return errors.Join(err, folder.Close(&simulate.World{}))
	}
	if err := folder.Close(w); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "%d lines, %d of them without a reason, about %d patients and %d who work there; %d facts\n", folder.Lines, folder.Looked, len(w.Patients), len(w.Users), len(w.Facts))
	return nil
}

// check refuses what nobody could mean, all complaints at once.
func (s *simulateAccessLog) check() error {
	var k fault.Checker
	k.Need(s.Days >= 1 && s.Days <= 3660, "days", i18n.T("Kies 1 tot en met 3660 dagen.", "Choose 1 to 3660 days."))
	k.Need(s.Staff == 0 || s.Staff >= 10 && s.Staff <= 200_000, "staff", i18n.T("Kies 10 tot en met 200.000 medewerkers.", "Choose 10 to 200,000 people."))
	k.Need(s.Planted >= 0 && s.Planted <= 10_000, "planted", i18n.T("Kies een getal van 0 tot en met 10.000.", "Choose a number from 0 to 10,000."))
	return k.Fault("simulate.refused")
}
