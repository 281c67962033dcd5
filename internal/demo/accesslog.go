package demo

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"aantoonbaar/internal/accesslog/reading"
	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/accesslog/simulate"
)

// looked has De Linde review who opened which record in the month before this one: the
// log and the lists are simulated, most cases are judged, and some wait for the reader.
func (s *story) looked(ctx context.Context) error {
	if s.m.key != "linde" {
		return nil
	}
	today := s.today()
	first := time.Date(today.Year(), today.Month()-1, 1, 0, 0, 0, 0, s.Zone)
	folder, err := s.accessLog(first)
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(filepath.Dir(folder)) }()
	for _, f := range []struct {
		table        reading.Table
		name, source string
	}{{rounds.LogTable, "log.csv", record}, {reading.MixedTable, "facts.csv", planner}, {reading.StaffTable, "users.csv", "Personeelssysteem"}, {reading.ClientsTable, "patients.csv", record}} {
		if err := s.bring(ctx, f.table, f.source, folder, f.name); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	plan := rounds.Begin
	plan.Cases, plan.Says = 12, "De kwaliteitsmedewerker beoordeelt, de teamleider is tweede lezer. De ondernemingsraad stemde in."
	s.minutes(10)
	if err := s.Logs.SavePlan(ctx, s.lead, plan); err != nil {
		return err
	}
	s.minutes(30)
	if err := s.Logs.ApprovePlan(ctx, s.board, 1, s.board.Name); err != nil {
		return err
	}
	s.minutes(10)
	begin := time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, time.UTC)
	r, err := s.Logs.Open(ctx, s.lead, begin, begin.AddDate(0, 0, simulated))
	if err != nil {
		return err
	}
	if err := s.Logs.Work(ctx, s.id); err != nil {
		return err
	}
	return s.judged(ctx, r.ID)
}

// simulated is how many days the log covers.
const simulated = 28

// accessLog writes a log of home care and what explains it, as other systems would.
func (s *story) accessLog(first time.Time) (folder string, err error) {
	dir, err := os.MkdirTemp("", "log")
	if err != nil {
		return "", err
	}
	folder = filepath.Join(dir, "log")
	to, err := simulate.NewFolder(folder, simulate.CSV)
	if err != nil {
		return "", err
	}
	w, err := simulate.Make(simulate.Settings{Kind: simulate.HomeCare, Seed: s.Seed, Staff: 47, Days: simulated, Begin: first, Planted: 12, Defects: simulate.Usual}, to.Day)
	if err != nil {
		return "", err
	}
	return folder, to.Close(w)
}

// bring brings one file, and has it read as is guessed.
func (s *story) bring(ctx context.Context, table reading.Table, source, folder, name string) error {
	content, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		return err
	}
	s.minutes(5)
	l, err := s.Logs.Arrive(ctx, s.lead, table, source, name, bytes.NewReader(content))
	if err != nil {
		return err
	}
	set := rounds.Setting{}
	if l.Mapping != nil {
		set.Columns = l.Mapping.Columns
	} else {
		set.Columns = l.Facts.Columns
	}
	if err := s.Logs.Settle(ctx, s.lead, l.ID, l.Version, set); err != nil {
		return err
	}
	return s.Logs.Work(ctx, s.id)
}

// judged judges most cases of a round: one is asked about, one was without a reason and
// waits for a second reader, and the last ones wait for the reader.
func (s *story) judged(ctx context.Context, round rounds.ID) error {
	h, err := s.Logs.Look(ctx, s.lead)
	if err != nil {
		return err
	}
	cases := h.Of(round)
	for i, c := range cases[:max(0, len(cases)-4)] {
		r := rounds.Ruling{Verdict: rounds.Lawful, Reason: "Viel in voor een zieke collega; de dienst stond niet in de planning."}
		switch i {
		case 0:
			r = rounds.Ruling{Verdict: rounds.Unlawful, Reason: "Er was geen zorg en geen taak, en dat op meer dagen.", Measures: "Gesprek gehad met de medewerker en de teamleider."}
		case 1:
			r = rounds.Ruling{Verdict: rounds.Ask, To: "Anja Bos", Question: "Wij vinden geen afspraak of dienst bij deze inzage. Wat was de reden?"}
		}
		s.minutes(6)
		if _, err := s.Logs.Judge(ctx, s.lead, c.ID, c.Version, r); err != nil {
			return err
		}
	}
	return nil
}
