package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"

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

// held is when trainings were given: how many days ago, which, and by their names who
// was not there of those for whom it is.
var held = []struct {
	ago     int
	title   string
	missing string
	leader  string
	agreed  string
}{
	{178, "Een nepmail herkennen", "Corrie Meijer, Gülay Demir, Jamal Haddad, Dewi Kartosen", "Sanne Bakker", "Het nummer van de helpdesk hangt bij beide telefoons."},
	{150, "Telefoon of tablet kwijt", "Gülay Demir, Jamal Haddad, Dewi Kartosen, Hanneke Visser", "Sanne Bakker", "Iedereen heeft het kaartje in de portemonnee."},
	{96, "Privacy en dossier, basis", "Jamal Haddad, Dewi Kartosen, Henk Brouwer", "", ""},
	{61, "Een dienst zonder ECD", "Dewi Kartosen, Gülay Demir", "Sanne Bakker", "De map met formulieren lag niet waar de kaart zei. Hij ligt nu bij de voordeur."},
	{24, "Werken met de noodkaart", "Corrie Meijer, Jamal Haddad, Iris van Loon", "Joost Mulder", "Elke eerste maandag kijkt de planner of de lijst met medicatie nieuw is."},
}

// taught is who was there, and a certificate that ends soon.
func (s *story) taught(ctx context.Context) error {
	if s.m.key != "linde" {
		return nil
	}
	f, err := s.People.Look(ctx, s.lead)
	if err != nil {
		return err
	}
	for _, h := range held {
		i := slices.IndexFunc(f.Trainings, func(t people.Training) bool { return t.Title == h.title })
		x := people.Session{Training: f.Trainings[i].ID, On: s.today().AddDate(0, 0, -h.ago), Leader: h.leader, Remarks: h.agreed}
		for _, who := range f.All {
			if f.Trainings[i].For.Has(who) && who.WorksOn(x.On) && !strings.Contains(h.missing, who.Name) {
				x.Present = append(x.Present, who.ID)
			}
		}
		s.minutes(4)
		if _, err := s.People.SaveSession(ctx, s.lead, x); err != nil {
			return fmt.Errorf("%s: %w", h.title, err)
		}
	}
	course := slices.IndexFunc(f.Trainings, func(t people.Training) bool { return t.Title == "Veilig beheren" })
	who := slices.IndexFunc(f.All, func(p people.Participant) bool { return p.Role == identity.Administrator })
	s.minutes(4)
	passed := people.Certificate{Person: f.All[who].ID, Training: f.Trainings[course].ID, From: s.today().AddDate(0, -35, 0), Until: s.today().AddDate(0, 1, 0)}
	if _, err := s.People.AddCertificate(ctx, s.lead, passed); err != nil {
		return err
	}
	for _, c := range mails {
		c.On = s.today().AddDate(0, 0, -c.ago)
		s.minutes(6)
		if _, err := s.People.AddCampaign(ctx, s.lead, c.Campaign); err != nil {
			return err
		}
	}
	s.minutes(2)
	return s.People.Prove(ctx, s.lead)
}

// mails are three practice mails: fewer click, and more report.
var mails = []struct {
	people.Campaign

	ago int
}{
	{people.Campaign{Name: "Uw rooster is gewijzigd", Outcomes: []people.Outcome{{Group: "Team Noord", Sent: 14, Opened: 11, Clicked: 6, Gave: 4, Reported: 1}, {Group: "Team Zuid", Sent: 13, Opened: 9, Clicked: 5, Gave: 2, Reported: 2}, {Group: "Planning", Sent: 3, Opened: 3, Clicked: 1, Reported: 1}}}, 190},
	{people.Campaign{Name: "Pakket niet bezorgd", Outcomes: []people.Outcome{{Group: "Team Noord", Sent: 14, Opened: 10, Clicked: 4, Gave: 2, Reported: 5}, {Group: "Team Zuid", Sent: 14, Opened: 10, Clicked: 3, Gave: 1, Reported: 4}, {Group: "Planning", Sent: 3, Opened: 2, Reported: 2}}}, 101},
	{people.Campaign{Name: "Uw declaratie is afgewezen", Outcomes: []people.Outcome{{Group: "Team Noord", Sent: 15, Opened: 12, Clicked: 2, Gave: 1, Reported: 9}, {Group: "Team Zuid", Sent: 14, Opened: 11, Clicked: 3, Reported: 7}, {Group: "Planning", Sent: 3, Opened: 3, Reported: 3}}}, 17},
}
