package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/home"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/web"
)

// elsewhere finds what the rooms beside measures, evidence and plan have: downtime
// cards first, for whoever looks for one is in a hurry. What the reader may not see
// is not found.
func (a *App) elsewhere(ctx context.Context, v web.View, words string) ([]home.Found, error) {
	by := identity.ActorOf(ctx)
	cards, err := a.foundCards(ctx, v, by, words)
	if err != nil {
		return nil, err
	}
	incidents, err := a.foundIncidents(ctx, v, by, words)
	if err != nil {
		return nil, err
	}
	carried, err := a.foundContinuity(ctx, v, by, words)
	if err != nil {
		return nil, err
	}
	lessons, err := a.foundTraining(ctx, v, by, words)
	if err != nil {
		return nil, err
	}
	exercises, err := a.foundExercises(ctx, v, by, words)
	return slices.Concat(cards, incidents, carried, lessons, exercises), err
}

// foundExercises looks through what was and will be played, and through the stories, but
// not through what happens in them: who plays is not to find that here.
func (a *App) foundExercises(ctx context.Context, v web.View, by identity.Actor, words string) ([]home.Found, error) {
	all, err := a.Exercise.List(ctx, by)
	if err != nil {
		return nil, err
	}
	stories, err := a.Exercise.Library(ctx, by)
	if err != nil {
		return nil, err
	}
	f := home.Found{Name: v.T("Oefeningen", "Exercises")}
	add := func(title, sub, path string, more ...string) {
		if i18n.HasWords(strings.Join(append(more, title, sub), "\n"), words) {
			f.Hits = append(f.Hits, home.Hit{Title: title, Sub: sub, Path: path})
		}
	}
	for _, e := range all {
		more := []string{e.Goal, e.Lead, e.Script.Short.In(v.Lang)}
		for _, l := range e.Lessons {
			more = append(more, l.Text)
		}
		if e.Report != nil {
			more = append(more, e.Report.Conclusion)
		}
		add(v.T("OEFENING: ", "EXERCISE: ")+e.Script.Title.In(v.Lang), e.Stage().Name().In(v.Lang), "/oefeningen/"+string(e.ID), more...)
	}
	for _, s := range stories {
		add(s.Title.In(v.Lang), v.T("Verhaal om te oefenen", "Story to practise"), "/oefenverhalen/"+s.ID, s.Short.In(v.Lang), s.Aim.In(v.Lang), s.Form.Name().In(v.Lang))
	}
	return []home.Found{f}, nil
}

// foundTraining looks through trainings, the talks, and the people of whom the reader
// may see what they followed.
func (a *App) foundTraining(ctx context.Context, v web.View, by identity.Actor, words string) ([]home.Found, error) {
	s, err := a.People.Look(ctx, by)
	if err != nil {
		return nil, err
	}
	f := home.Found{Name: v.T("Scholing", "Training")}
	add := func(title, sub, path string, more ...string) {
		if i18n.HasWords(strings.Join(append(more, title, sub), "\n"), words) {
			f.Hits = append(f.Hits, home.Hit{Title: title, Sub: sub, Path: people.Page + path})
		}
	}
	for _, t := range s.Trainings {
		add(t.Title, t.Kind.Name().In(v.Lang), "/trainingen/"+string(t.ID), t.About)
	}
	for _, t := range a.People.Subjects {
		add(t.Title.In(v.Lang), v.T("Gesprek van vijf minuten", "Talk of five minutes"), "/onderwerpen/"+t.ID, t.Why.In(v.Lang))
	}
	if identity.May(by, identity.SeeTraining) {
		for _, p := range s.All {
			add(p.Name, v.T("Deelnemer aan scholing", "Participant in training"), "/deelnemers/"+string(p.ID))
		}
	}
	return []home.Found{f}, nil
}

// foundCards looks through the whole text of each card.
func (a *App) foundCards(ctx context.Context, v web.View, by identity.Actor, words string) ([]home.Found, error) {
	all, err := a.Continuity.Cards(ctx, by)
	if err != nil {
		return nil, err
	}
	f := home.Found{Name: v.T("Noodkaarten", "Downtime cards")}
	for _, c := range all {
		text := []string{c.Kind.Name().In(v.Lang), c.Title.In(v.Lang), c.When.In(v.Lang), c.Forms, c.Hangs}
		for _, x := range c.Contacts {
			text = append(text, x.Who.In(v.Lang), x.Number)
		}
		for _, p := range continuity.Parts {
			text = append(text, c.Steps[p].In(v.Lang)...)
		}
		if i18n.HasWords(strings.Join(text, "\n"), words) {
			f.Hits = append(f.Hits, home.Hit{Title: c.Title.In(v.Lang), Sub: c.When.In(v.Lang), Path: "/noodkaarten/" + string(c.Kind)})
		}
	}
	return []home.Found{f}, nil
}

func (a *App) foundIncidents(ctx context.Context, v web.View, by identity.Actor, words string) ([]home.Found, error) {
	if !identity.May(by, identity.SeeIncidents) {
		return nil, nil
	}
	found, err := a.Incident.List(ctx, by, incident.Query{Words: words})
	if err != nil {
		return nil, err
	}
	f := home.Found{Name: v.T("Incidenten", "Incidents")}
	add := func(id incident.ID, title, name string, aware time.Time) {
		f.Hits = append(f.Hits, home.Hit{Title: title, Sub: name + ", " + v.When(aware), Path: "/incidenten/" + string(id)})
	}
	for _, i := range found.Open {
		add(i.ID, i.Title, i.Name(), i.Aware)
	}
	for _, b := range found.Closed {
		add(b.ID, b.Title, b.Name(), b.Aware)
	}
	return []home.Found{f}, nil
}

// foundContinuity looks through care processes, systems and phone trees.
func (a *App) foundContinuity(ctx context.Context, v web.View, by identity.Actor, words string) ([]home.Found, error) {
	s, err := a.Continuity.Look(ctx, by)
	if err != nil {
		return nil, err
	}
	f := home.Found{Name: v.T("Continuïteit", "Continuity")}
	add := func(title, sub, path string, id continuity.ID, more ...string) {
		if i18n.HasWords(strings.Join(append(more, title, sub), "\n"), words) {
			f.Hits = append(f.Hits, home.Hit{Title: title, Sub: sub, Path: "/continuiteit/" + path + "/" + string(id)})
		}
	}
	for _, p := range s.Processes {
		add(p.Name, p.Owner, "processen", p.ID, p.Suppliers, p.People, p.WorkAround)
	}
	for _, x := range s.Systems {
		add(x.Name, x.Supplier, "systemen", x.ID, x.Kind.Name().In(v.Lang), x.Place, x.Backup)
	}
	for _, t := range s.Trees {
		more := []string{v.T("belboom", "phone tree")}
		for _, c := range t.Calls {
			more = append(more, c.From, c.To, c.Number)
		}
		add(t.Name, v.T("Belboom", "Phone tree"), "belbomen", t.ID, more...)
	}
	return []home.Found{f}, nil
}
