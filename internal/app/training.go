package app

import (
	"context"
	"fmt"
	"time"

	"aantoonbaar/internal/board"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/review"
)

// trainingDates are the next days of trainings, for the calendar, and those of the
// board's certificates. They name nobody: others read calendars too.
func (a *App) trainingDates(ctx context.Context, by identity.Actor) ([]duty.Event, error) {
	f, err := a.People.Look(ctx, by)
	if err != nil {
		return nil, err
	}
	certificates, err := a.certificatesOfBoard(ctx, by)
	return append(lessonDates(f), certificates...), err
}

// lessonDates are the next days of trainings, those of one day together.
func lessonDates(f people.Sheaf) (dates []duty.Event) {
	titles := map[time.Time][]string{}
	for _, t := range f.Trainings {
		if day, _ := f.Next(t); !day.IsZero() {
			titles[day] = append(titles[day], t.Title)
		}
	}
	for day, all := range titles {
		dates = append(dates, duty.Event{
			ID: "training-" + legaltime.Text(day), Day: day, Kind: duty.Deadline, Page: people.Page,
			Title: i18n.Plural(len(all), "Scholing: %s training", "Scholing: %s trainingen", "Training: %s subject", "Training: %s subjects"),
			Says:  i18n.T("Vóór of op deze dag volgt iemand: "+i18n.NL.And(all)+".", "By this day somebody follows: "+i18n.EN.And(all)+"."),
		})
	}
	return dates
}

// certificatesOfBoard are the days by which members of the board need a certificate,
// again or for the first time; none where the Cbw does not apply.
func (a *App) certificatesOfBoard(ctx context.Context, by identity.Actor) (dates []duty.Event, err error) {
	if exempt, err := a.exempt(ctx, by); err != nil || exempt {
		return nil, err
	}
	members, err := a.boardMembers(ctx, by)
	for i, m := range members {
		e := duty.Event{
			ID: fmt.Sprintf("board-member-%d", i), Day: m.Best.ValidUntil, Kind: duty.Deadline, Page: "/bestuur/scholing",
			Title: i18n.T("Certificaat van een bestuurslid loopt af", "Certificate of a board member ends"),
			Says:  i18n.T("Volg vóór die dag opnieuw scholing op de vier onderwerpen (Cbw art. 24).", "Follow training on the four topics again by that day (Cbw art. 24)."),
		}
		if m.Best.ID == "" {
			e.Day, e.Title = m.Due, i18n.T("Een bestuurslid heeft een certificaat nodig", "A board member needs a certificate")
			e.Says = i18n.T("Op vier onderwerpen, binnen twee jaar na het aantreden (Cbw art. 24).", "On four topics, within two years of taking office (Cbw art. 24).")
		}
		if m.Best.ID != "" || m.Due.After(board.CertificateDue(time.Time{})) { // the day of the law is in the calendar already
			dates = append(dates, e)
		}
	}
	return dates, err
}

// boardMembers are the members of the board with their certificates.
func (a *App) boardMembers(ctx context.Context, by identity.Actor) ([]board.Member, error) {
	held, err := a.Board.Store.Load(ctx, by.Org)
	if err != nil {
		return nil, fmt.Errorf("load the board's room: %w", err)
	}
	var brief board.Brief
	if err := (&world{app: a}).directors(ctx, by, &brief); err != nil {
		return nil, err
	}
	return board.Members(brief.Directors, held.Certificates), nil
}

// trained is how people stand with their training, for the management review.
func (w *world) trained(ctx context.Context, by identity.Actor, _ *plan.Plan) ([]review.Fact, error) {
	f, err := w.app.People.Look(ctx, by)
	if err != nil || len(f.Trainings) == 0 {
		return nil, err
	}
	c := f.Standings()
	facts := []review.Fact{{Path: "/scholing", Says: i18n.Tf("%d van de %d mensen lopen met hun scholing niet achter.", "%d of the %d people are not behind with their training.", c.Good+c.Soon, c.All())}}
	if len(f.Campaigns) > 0 {
		last, o := f.Campaigns[0], f.Campaigns[0].Total()
		facts = append(facts, review.Fact{Path: "/scholing/phishing", Says: i18n.T(
			fmt.Sprintf("Bij de oefenmail van %s meldden %d van de %d mensen hem, en klikten er %d.", i18n.NL.Day(last.On), o.Reported, o.Sent, o.Clicked),
			fmt.Sprintf("Of the practice mail of %s, %d of %d people reported it and %d clicked.", i18n.EN.Day(last.On), o.Reported, o.Sent, o.Clicked))})
	}
	return facts, nil
}

// remindBefore is how many days before a training is to be followed its people are
// reminded.
const remindBefore = 14

// trainingReminders are mails to who must follow a training within two weeks, or is
// late, once for each day by which it is. Who turned the digest down gets none, and
// who has it daily finds it there.
func (a *App) trainingReminders(id org.ID, m identity.Membership, chosen identity.Every, f people.Sheaf) (letters []mail.Message) {
	if chosen != identity.Weekly {
		return nil
	}
	due := map[string]int{} // by the key of the letter
	says := map[string]string{}
	l := m.Person.Lang
	for _, d := range f.Own(m.Person.ID) {
		day := d.Mark.Due
		key := "training/" + legaltime.Text(day) + "/"
		switch {
		case d.Mark.Standing == people.Late && day.After(f.Today.AddDate(0, 0, -remindBefore)):
			key += "late/" + string(m.Person.ID)
			says[key] = l.T("Dit had u uiterlijk moeten volgen op ", "This was to be followed by ") + l.Day(day)
		case d.Mark.Standing == people.Soon && !day.After(f.Today.AddDate(0, 0, remindBefore)):
			key += "soon/" + string(m.Person.ID)
			says[key] = l.T("Dit volgt u uiterlijk op ", "This is to be followed by ") + l.Day(day)
		default:
			continue
		}
		due[key]++
	}
	site := a.Config.Address
	for key, n := range due {
		letters = append(letters, mail.Message{
			Key: key, Person: string(m.Person.ID), Name: m.Person.Name, Address: m.Person.Email, Put: a.Now(),
			Subject: l.T("Herinnering aan uw scholing", "Reminder of your training"),
			Body: says[key] + ": " + l.Plural(n, "%s training", "%s trainingen", "%s training", "%s trainings") + ".\n\n" + site + l.Path("/o/"+string(id)+"/scholing") + "\n\n" +
				l.T("Geen herinneringen meer? Dat kiest u hier:\n", "No more reminders? Choose here:\n") + site + l.Path("/mijn") + "\n",
		})
	}
	return letters
}
