package exercise

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/org"
)

// Format names the spelling of a Document. Another spelling has another name.
const Format = "aantoonbaar/exercise/3"

// Mark says in a file, where no page does, that it tells of an exercise.
const Mark = "OEFENING / EXERCISE"

// A Document is an exercise as it is reported: what was played, who took part, when
// each part came, what was seen and how long it took. Times of the clock are whole
// seconds from the start, holds left out.
type Document struct {
	Mark         string       `json:"mark"` // first, so that nobody reads on and takes it for real
	Format       string       `json:"format"`
	Organisation org.ID       `json:"organisation"`
	Exercise     ID           `json:"exercise"`
	Scenario     string       `json:"scenario"`
	Title        i18n.Text    `json:"title"`
	Form         Form         `json:"form"`
	Goal         string       `json:"goal,omitempty"`
	Measures     []string     `json:"measures"`
	Begun        time.Time    `json:"begun"`
	Ended        time.Time    `json:"ended"`
	Stopped      bool         `json:"stopped,omitempty"`    // because something real happened
	StoppedBy    string       `json:"stopped_by,omitempty"` // the organisation where it was real; left out where that was one's own
	Halts        []Halt       `json:"halts,omitempty"`      // the other organisations that stopped in earnest before the end
	Ran          int64        `json:"ran_s"`
	Leader       string       `json:"leader"`
	Together     []string     `json:"together,omitempty"` // the other organisations: those that joined, or the one that led the clock
	Players      []PlayerLine `json:"players"`
	Observers    []string     `json:"observers"`
	Processes    []string     `json:"processes"`
	Systems      []string     `json:"systems"`
	Parts        []PartLine   `json:"parts"`
	Faults       []ExpectLine `json:"faults,omitempty"`
	Calls        []CallLine   `json:"calls,omitempty"`
	Notes        []NoteLine   `json:"notes"`
	Lessons      []string     `json:"lessons"`
	Conclusion   string       `json:"conclusion"`
	Shown        []string     `json:"shown"`           // measures of which an observer saw an action done, or in part
	Lacks        []i18n.Text  `json:"lacks,omitempty"` // what it fell short of, so that it does not count
}

// A PlayerLine is who played what.
type PlayerLine struct {
	Role i18n.Text `json:"role"`
	Name string    `json:"name"`
}

// A PartLine is a part of the story.
type PartLine struct {
	From    i18n.Text    `json:"from"`
	Says    i18n.Text    `json:"says"`
	Extra   bool         `json:"extra,omitempty"` // the leader thought of it
	Planned int64        `json:"planned_s"`
	Came    *int64       `json:"came_s,omitempty"`   // left out when it did not come
	Answer  *int64       `json:"answer_s,omitempty"` // from the part to the first note about it
	Expects []ExpectLine `json:"expects,omitempty"`
	Remarks []string     `json:"remarks,omitempty"`
}

// An ExpectLine is an expected action with what was seen. Result is "" when nobody saw.
type ExpectLine struct {
	What     i18n.Text `json:"what"`
	Measures []string  `json:"measures,omitempty"`
	Result   Result    `json:"result"`
	Minute   *int      `json:"minute,omitempty"`
}

// A CallLine is one who was to be called.
type CallLine struct {
	Name    string `json:"name"`
	Reached *int64 `json:"reached_s,omitempty"` // left out for who was not reached
}

// A NoteLine is what somebody wrote.
type NoteLine struct {
	Clock int64  `json:"clock_s"`
	Who   string `json:"who"`          // of whom it tells
	By    string `json:"by,omitempty"` // who wrote it, where that is somebody else
	Deed  Deed   `json:"deed"`
	Text  string `json:"text,omitempty"`
}

// Document writes an exercise as a document, as of the moment at which it was looked at.
func (v View) Document(id org.ID, conclusion string) Document {
	e, o := v.Exercise, v.Outcome(v.Now)
	d := Document{
		Mark: Mark, Format: Format, Organisation: id, Exercise: e.ID, Scenario: e.Script.ID, Title: e.Script.Title, Form: e.Script.Form, Goal: e.Goal, Measures: e.Script.Measures,
		Begun: e.Begun.At, Ended: e.Ended, Stopped: e.Stopped, StoppedBy: e.StoppedBy(), Halts: e.halts(), Ran: seconds(o.Ran), Leader: e.LedBy(), Together: e.together(), Players: []PlayerLine{}, Observers: []string{}, Processes: names(e.Processes),
		Systems: names(e.Systems), Parts: []PartLine{}, Faults: expectLines(o.Faults), Notes: []NoteLine{}, Lessons: []string{}, Conclusion: conclusion,
		Shown: append([]string{}, o.Shown(e.Script.Measures)...), Lacks: v.Lacks,
	}
	for _, s := range e.Seats {
		r, _ := e.Script.Role(s.Role)
		d.Players = append(d.Players, PlayerLine{r.Name, s.Name})
	}
	for _, s := range e.Observers {
		d.Observers = append(d.Observers, s.Name)
	}
	for _, l := range o.Lines {
		d.Parts = append(d.Parts, l.line())
	}
	for _, c := range o.Calls {
		line := CallLine{Name: c.Name}
		if c.Reached {
			line.Reached = new(seconds(c.After))
		}
		d.Calls = append(d.Calls, line)
	}
	for _, n := range v.Notes {
		if n.Struck.IsZero() {
			d.Notes = append(d.Notes, NoteLine{n.Clock, n.Who, n.Writer(), n.Deed, n.Text})
		}
	}
	for _, l := range e.Lessons {
		d.Lessons = append(d.Lessons, l.Text)
	}
	return d
}

func (l Line) line() PartLine {
	p := PartLine{From: l.From, Says: l.Says, Extra: l.Extra, Planned: seconds(l.Planned), Expects: expectLines(l.Expects)}
	if l.IsOut() {
		p.Came = new(seconds(l.Clock))
	}
	if l.First != nil {
		p.Answer = new(seconds(l.Took))
	}
	for _, r := range l.Remarks {
		p.Remarks = append(p.Remarks, r.By+": "+r.Text)
	}
	return p
}

func expectLines(all []Judged) (lines []ExpectLine) {
	for _, j := range all {
		lines = append(lines, ExpectLine{j.Text, j.Measures, j.Result, j.Minute})
	}
	return lines
}

func names(all []Touch) []string {
	list := []string{}
	for _, t := range all {
		list = append(list, t.Name)
	}
	return list
}

func seconds(d time.Duration) int64 { return int64(d / time.Second) }

// Spell returns the exact bytes of the document and their SHA-256 in hex.
func (d Document) Spell() (text, sum string, err error) {
	b, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		return "", "", fmt.Errorf("spell exercise report: %w", err)
	}
	b = append(b, '\n')
	hash := sha256.Sum256(b)
	return string(b), hex.EncodeToString(hash[:]), nil
}
