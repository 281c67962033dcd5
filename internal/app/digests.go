package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/mail/maildb"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/sqldb"
)

// Digests are made from this hour on, by the clocks of the installation, and
// looked after this often.
const (
	digestHour  = 7
	digestEvery = 15 * time.Minute
)

// digest makes digests until ctx ends: on each day once, and after a start anew,
// for what was put before is not put again.
func (a *App) digest(ctx context.Context) {
	var done time.Time
	for ctx.Err() == nil && a.mails() {
		today := legaltime.DayOf(a.Now(), a.Zone)
		if !today.Equal(done) && a.Now().In(a.Zone).Hour() >= digestHour {
			if err := a.DigestAll(ctx); err == nil {
				done = today
			} else if ctx.Err() == nil {
				a.log.ErrorContext(ctx, "making digests failed", slog.Any("err", err))
			}
		}
		rest(ctx, digestEvery)
	}
}

// DigestAll puts the digests of today for the people of every organisation, one
// organisation after the other and with rests between them.
func (a *App) DigestAll(ctx context.Context) error {
	ids, err := a.organisations(ctx)
	if err != nil {
		return err
	}
	var failed []error // one that cannot be read does not keep the others from theirs
	for _, id := range ids {
		begun := a.Now()
		if err := a.digestOne(ctx, id); err != nil {
			failed = append(failed, fmt.Errorf("digests of %s: %w", id, err))
		}
		rest(ctx, 3*a.Now().Sub(begun)) // people go before
	}
	return errors.Join(append(failed, ctx.Err())...)
}

func (a *App) digestOne(ctx context.Context, id org.ID) error {
	members, err := a.Identity.Store.Members(ctx, id)
	if err != nil {
		return err
	}
	people := make([]identity.PersonID, len(members))
	for i, m := range members {
		people[i] = m.Person.ID
	}
	chosen, err := a.Identity.Store.Digests(ctx, people)
	if err != nil {
		return err
	}
	w, err := a.waiting(ctx, id)
	if err != nil {
		return err
	}
	var letters []mail.Message
	for _, m := range members {
		if m.Role != identity.Assessor {
			letters = append(letters, a.trainingReminders(id, m, identity.DigestOf(chosen, m.Person.ID), w.learning)...)
		}
		period := period(identity.DigestOf(chosen, m.Person.ID), w.today)
		if period == "" || m.Role == identity.Assessor {
			continue
		}
		if lines := w.of(m); len(lines) > 0 {
			letters = append(letters, a.digestFor(id, m, period, lines))
		}
	}
	if len(letters) == 0 {
		return nil
	}
	return a.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error { return maildb.Put(ctx, tx, string(id), letters...) })
}

// period names the day or the week of which there is one digest; "" for none today.
func period(e identity.Every, today time.Time) string {
	switch {
	case e == identity.Weekly:
		year, week := today.ISOWeek()
		return fmt.Sprintf("%d-W%02d", year, week)
	case e == identity.Daily && today.Weekday() != time.Saturday && today.Weekday() != time.Sunday:
		return legaltime.Text(today)
	}
	return ""
}

// waiting is what waits in an organisation.
type waiting struct {
	today     time.Time
	actions   []plan.Action
	expiring  int                 // pieces of evidence
	asked     int                 // decisions of the board
	exercises []exercise.Exercise // that are planned
	learning  people.Sheaf
	looked    int             // cases of log review
	untaught  map[string]bool // members of the board whose training asks attention, by their plain names
}

func (a *App) waiting(ctx context.Context, id org.ID) (w waiting, err error) {
	by := identity.SystemActor(id)
	w.today = legaltime.DayOf(a.Now(), a.Zone)
	if w.actions, err = a.Plan.List(ctx, by); err != nil {
		return w, err
	}
	items, err := a.Evidence.List(ctx, by, evidence.Filter{})
	if err != nil {
		return w, err
	}
	for _, it := range items {
		if it.Standing(w.today) == evidence.Expiring {
			w.expiring++
		}
	}
	if w.exercises, err = a.Exercise.List(ctx, by); err != nil {
		return w, err
	}
	board, err := a.Board.Waiting(ctx, by)
	w.asked = len(board.Asked)
	if err != nil {
		return w, err
	}
	members, err := a.boardMembers(ctx, by)
	if err != nil {
		return w, err
	}
	exempt, err := a.exempt(ctx, by)
	if err != nil {
		return w, err
	}
	w.untaught = map[string]bool{}
	for _, m := range members {
		w.untaught[identity.PlainName(m.Name)] = !exempt && m.AsksAttention(w.today)
	}
	logs, err := a.Logs.Look(ctx, by)
	w.looked = logs.Waiting()
	if err != nil {
		return w, err
	}
	w.learning, err = a.People.Look(ctx, by)
	return w, err
}

// of is what awaits a member, in numbers: titles do not belong in a mail.
func (w waiting) of(m identity.Membership) (lines []string) {
	count := func(n int, nlOne, nlMany, enOne, enMany string) {
		if n > 0 {
			lines = append(lines, m.Person.Lang.Plural(n, nlOne, nlMany, enOne, enMany))
		}
	}
	late, soon := 0, 0
	for _, x := range w.actions {
		switch {
		case x.Owner != m.Person.ID || !x.IsOpen() || x.Due.IsZero():
		case x.Due.Before(w.today):
			late++
		case x.Due.Before(w.today.AddDate(0, 0, 8)):
			soon++
		}
	}
	count(late, "%s actie van u is te laat", "%s acties van u zijn te laat", "%s action of yours is late", "%s actions of yours are late")
	count(soon, "%s actie van u moet binnen een week klaar zijn", "%s acties van u moeten binnen een week klaar zijn", "%s action of yours is due within a week", "%s actions of yours are due within a week")
	w.taught(m, count)
	if m.Role.May(identity.Evidence) {
		count(w.expiring, "%s stuk bewijs verloopt binnenkort", "%s stukken bewijs verlopen binnenkort", "%s piece of evidence expires soon", "%s pieces of evidence expire soon")
	}
	if m.Role.May(identity.ReviewLogs) {
		count(w.looked, "%s zaak van de logcontrole wacht op een oordeel", "%s zaken van de logcontrole wachten op een oordeel", "%s case of log review waits for a verdict", "%s cases of log review wait for a verdict")
	}
	if m.Role == identity.BoardMember {
		count(w.asked, "%s besluit wordt aan het bestuur gevraagd", "%s besluiten worden aan het bestuur gevraagd", "%s decision is asked of the board", "%s decisions are asked of the board")
	}
	count(w.practises(m.Person.ID), "u doet binnen een week mee aan %s oefening", "u doet binnen een week mee aan %s oefeningen", "you take part in %s exercise within a week", "you take part in %s exercises within a week")
	return lines
}

// practises counts the exercises of the coming week in which a person has a part. Of a
// call-out who is called hears nothing.
func (w waiting) practises(p identity.PersonID) (n int) {
	for _, e := range w.exercises {
		_, plays := e.RoleOf(p)
		soon := e.Stage() == exercise.Planned && !e.When.Before(w.today) && e.When.Before(w.today.AddDate(0, 0, 8))
		if soon && (e.Observes(p) || plays && e.Script.Form != exercise.CallOut) {
			n++
		}
	}
	return n
}

// taught is what a member has to learn, and for who keeps the trainings how many are
// late.
func (w waiting) taught(m identity.Membership, count func(n int, nlOne, nlMany, enOne, enMany string)) {
	var own people.Count
	for _, d := range w.learning.Own(m.Person.ID) {
		switch {
		case d.Mark.Standing == people.Late:
			own.Late++
		case d.Mark.Standing == people.Soon && d.Mark.Due.Before(w.today.AddDate(0, 0, remindBefore+1)):
			own.Soon++
		}
	}
	count(own.Late, "%s training van u is te laat", "%s trainingen van u zijn te laat", "%s training of yours is late", "%s trainings of yours are late")
	count(own.Soon, "%s training volgt u binnen twee weken", "%s trainingen volgt u binnen twee weken", "%s training is to be followed within two weeks", "%s trainings are to be followed within two weeks")
	if m.Role.May(identity.KeepTraining) {
		count(w.learning.Standings().Late, "%s deelnemer is te laat met scholing", "%s deelnemers zijn te laat met scholing", "%s participant is late with training", "%s participants are late with training")
	}
	if m.Role == identity.BoardMember && w.untaught[identity.PlainName(m.Person.Name)] {
		count(1, "%s certificaat van u als bestuurslid vraagt aandacht", "", "%s certificate of yours as a board member asks attention", "")
	}
}

// digestFor writes the digest of one member.
func (a *App) digestFor(id org.ID, m identity.Membership, period string, lines []string) mail.Message {
	l, site := m.Person.Lang, a.Config.Address
	var b strings.Builder
	b.WriteString(l.T("Dit wacht op u:\n\n", "This awaits you:\n\n"))
	for _, line := range lines {
		b.WriteString("- " + line + "\n")
	}
	b.WriteString("\n" + site + l.Path("/o/"+string(id)) + "\n\n")
	b.WriteString(l.T("Minder vaak, of niet meer? Dat kiest u hier:\n", "Less often, or not at all? Choose here:\n") + site + l.Path("/mijn") + "\n")
	b.WriteString(l.T("Bericht van incidenten en hun termijnen krijgt u altijd.\n", "Of incidents and their terms you are always told.\n"))
	return mail.Message{
		Key: "digest/" + period + "/" + string(m.Person.ID), Person: string(m.Person.ID), Name: m.Person.Name, Address: m.Person.Email,
		Subject: l.T("Wat er op u wacht", "What awaits you"), Body: b.String(), Put: a.Now(),
	}
}
