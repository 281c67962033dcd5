package exercise

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/source"
)

// A Bar is from where an exercise counts as practised, and its report as evidence. It
// is a judgement of ours, from content/practised.yaml, and shown as ours.
type Bar struct {
	Minutes   int             `yaml:"minutes"` // of the clock, holds left out
	Came      int             `yaml:"came"`    // percent of the messages of the story that reached somebody
	Seen      int             `yaml:"seen"`    // percent of the actions expected of which an observer wrote how they went
	Because   i18n.Text       `yaml:"because"`
	Sources   []source.Source `yaml:"sources"`
	CheckedOn string          `yaml:"checked_on"`
}

// LoadBar reads content/practised.yaml. It refuses a bar that nobody can fail, or pass.
func LoadBar(content fs.FS) (b Bar, err error) {
	if err := framework.Decode(content, "practised.yaml", &b); err != nil {
		return b, err
	}
	within := func(n, most int) bool { return n > 0 && n <= most }
	if !within(b.Minutes, minMinutes) || !within(b.Came, 100) || !within(b.Seen, 100) || b.Because.IsZero() {
		return b, errors.New("practised.yaml: the minutes are at most those of the shortest story, shares are percents above zero, and there is a reason")
	}
	return b, nil
}

// Lacks lists what an exercise that is over falls short of; none when it counts. A form
// of an observer is needed in any case.
func (b Bar) Lacks(f File, now time.Time) (all []i18n.Text) {
	o := f.Outcome(now)
	if o.Ran < time.Duration(b.Minutes)*time.Minute {
		ran := int(o.Ran / time.Minute)
		all = append(all, i18n.T(i18n.NL.Plural(ran, "De klok liep %s minuut.", "De klok liep %s minuten.", "", "")+fmt.Sprintf(" Nodig zijn er %d.", b.Minutes), i18n.EN.Plural(ran, "", "", "The clock ran %s minute.", "The clock ran %s minutes.")+fmt.Sprintf(" At least %d are needed.", b.Minutes)))
	}
	if came, told := f.came(now); 100*came < b.Came*told {
		all = append(all, i18n.Tf("Berichten van het verhaal die kwamen: %d van de %d. Nodig is %d procent.", "Messages of the story that came: %d of %d. At least %d percent are needed.", came, told, b.Came))
	}
	switch seen, expected := o.Counts.Seen()+o.Found.Seen(), o.Counts.All()+o.Found.All(); {
	case seen == 0:
		all = append(all, i18n.T("Geen waarnemer vulde een formulier in.", "No observer filled in a form."))
	case 100*seen < b.Seen*expected:
		all = append(all, i18n.Tf("Waarnemers schreven bij %d van de %d verwachte acties op hoe het ging. Nodig is %d procent.", "Observers wrote of %d of the %d expected actions how they went. At least %d percent are needed.", seen, expected, b.Seen))
	}
	return all
}

// came counts the messages of the story that reached somebody, and all of them; the
// leader's own are no part of the story.
func (f File) came(now time.Time) (came, told int) {
	for _, p := range f.Parts(now) {
		if p.Extra {
			continue
		}
		told++
		if p.IsOut() {
			came++
		}
	}
	return came, told
}

// Shown returns those of the measures of which an observer saw an action done, or done
// in part: of these alone the report is evidence.
func (o Outcome) Shown(measures []string) (shown []string) {
	saw := func(all []Judged, number string) bool {
		return slices.ContainsFunc(all, func(j Judged) bool {
			return (j.Result == Done || j.Result == Partly) && slices.Contains(j.Measures, number)
		})
	}
	for _, m := range measures {
		if saw(o.Faults, m) || slices.ContainsFunc(o.Lines, func(l Line) bool { return saw(l.Expects, m) }) {
			shown = append(shown, m)
		}
	}
	return shown
}

// Counts reports whether the exercise counts as practised: its report is signed, and it
// fell short of nothing. See [Bar].
func (e Exercise) Counts() bool { return e.Report != nil && len(e.Report.Lacks) == 0 }
