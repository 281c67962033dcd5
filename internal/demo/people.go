package demo

import (
	"context"
	"fmt"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/people"
)

// lessons are the trainings of the organisation besides the talks; the talks that it
// took come first, by their subject.
var (
	talks   = []string{"phishing", "kwijt", "noodkaart"}
	lessons = []people.Training{
		{Kind: people.ELearning, Title: "Privacy en dossier, basis", For: people.Audience{Everybody: true}, Every: 24, Requirements: []string{people.Always, "nen7510-2:2024/5.34"}, About: "In het leerplein, 40 minuten. Vraag de planning om tijd."},
		{Kind: people.Exercise, Title: "Een dienst zonder ECD", For: people.Audience{Groups: []string{"Team Noord", "Team Zuid", "Nachtdienst"}}, Every: 12, Requirements: []string{people.Always, "nen7510-2:2024/5.30"}, About: "Tien minuten met de noodkaart, aan het begin van een teamoverleg."},
		{Kind: people.Course, Title: "Veilig beheren", For: people.Audience{Roles: []identity.Role{identity.Administrator, identity.SecurityOfficer}}, Every: 36, Requirements: []string{people.Always, "nen7510-2:2024/8.2"}},
	}
)

// employed is who works without an account, with the months since the first day and
// until the last.
var employed = []struct {
	name, groups string
	from, until  int
}{
	{"Anja Bos", "Team Noord", 80, 0},
	{"Bilal Aydin", "Team Noord", 41, 0},
	{"Corrie Meijer", "Team Noord, Nachtdienst", 130, 0},
	{"Dewi Kartosen", "Team Noord", 2, 0},
	{"Ellen de Wit", "Team Zuid", 66, 0},
	{"Frank Smit", "Team Zuid", 29, 0},
	{"Gülay Demir", "Team Zuid, Nachtdienst", 18, 0},
	{"Henk Brouwer", "Planning", 95, 0},
	{"Iris van Loon", "Planning", 14, 0},
	{"Jamal Haddad", "Vrijwilliger", 7, 0},
	{"Kees Vink", "Team Zuid", 50, -4},
}

// learning is how the organisation begins to teach: who is to learn what.
func (s *story) learning(ctx context.Context) error {
	if s.m.key != "linde" {
		return nil
	}
	for _, id := range talks {
		subject, _ := s.People.Subject(id)
		s.minutes(3)
		if _, err := s.People.SaveTraining(ctx, s.lead, subject.Training(i18n.NL)); err != nil {
			return fmt.Errorf("talk %s: %w", id, err)
		}
	}
	for _, t := range lessons {
		s.minutes(5)
		if _, err := s.People.SaveTraining(ctx, s.lead, t); err != nil {
			return fmt.Errorf("%s: %w", t.Title, err)
		}
	}
	return nil
}

// employ puts who has no account on the list, as it came from the rota.
func (s *story) employ(ctx context.Context) error {
	if s.m.key != "linde" {
		return nil
	}
	var rows []people.Staff
	for _, e := range employed {
		x := people.Staff{Name: e.name, Groups: people.SplitGroups(e.groups), From: s.today().AddDate(0, -e.from, 0)}
		if e.until < 0 {
			x.Until = s.today().AddDate(0, e.until, 0)
		}
		rows = append(rows, x)
	}
	s.minutes(20)
	_, err := s.People.Take(ctx, s.lead, rows)
	return err
}
