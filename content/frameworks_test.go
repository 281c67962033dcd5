package content_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"aantoonbaar/content"
	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/rule"
	"aantoonbaar/internal/source"
)

func catalogue(t *testing.T) *framework.Catalogue {
	t.Helper()
	c, err := framework.Load(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func quickscan(t *testing.T) []*assessment.Element {
	t.Helper()
	scan, err := assessment.LoadScan(content.FS, catalogue(t))
	if err != nil {
		t.Fatal(err)
	}
	return scan
}

const (
	longestTitle    = 45 // characters
	longestQuestion = 25 // words
)

var (
	asID       = regexp.MustCompile(`^[A-Za-z0-9.-]+$`)
	sentences  = regexp.MustCompile(`[.?!;:]\s|\n`)
	shortWords = regexp.MustCompile(`\S*[\p{L}\p{N}]\S*`) // a dash on its own is no word
)

// validity is for how many days evidence of a level may count: the nearer to
// practice, the sooner it grows old. A yearly test counts a year.
var validity = map[framework.Level][2]int{framework.Design: {365, 730}, framework.Existence: {180, 365}, framework.Operation: {30, 365}}

// A linter complains about one file, and goes on.
type linter struct {
	t     *testing.T
	where string
}

func (l linter) need(ok bool, what string, args ...any) {
	l.t.Helper()
	if !ok {
		l.t.Errorf("%s: %s", l.where, fmt.Sprintf(what, args...))
	}
}

// text needs both languages, in plain Dutch.
func (l linter) text(what string, text i18n.Text) {
	l.t.Helper()
	l.need(text.Complete(), "%s lacks a language: %+v", what, text)
	l.plain(what, text.NL)
}

func (l linter) plain(what, nl string) {
	l.t.Helper()
	for _, bad := range avoided.FindAllString(nl, -1) {
		l.need(false, "%s: say %q in plain words: %s", what, bad, nl)
	}
	for _, sentence := range sentences.Split(nl, -1) {
		n := len(strings.Fields(sentence))
		l.need(n <= longest, "%s: a sentence of %d words is too long: %s", what, n, sentence)
	}
}

func (l linter) list(what string, list i18n.List, least, most int) {
	l.t.Helper()
	for lang, items := range map[string][]string{"nl": list.NL, "en": list.EN} {
		l.need(len(items) >= least && len(items) <= most, "%s in %s has %d lines, want %d to %d", what, lang, len(items), least, most)
		for _, s := range items {
			l.need(strings.TrimSpace(s) != "", "%s in %s has an empty line", what, lang)
		}
	}
	for _, s := range list.NL {
		l.plain(what, s)
	}
}

func (l linter) title(title i18n.Text) {
	l.t.Helper()
	l.text("title", title)
	for _, s := range []string{title.NL, title.EN} {
		n := utf8.RuneCountInString(s)
		l.need(n <= longestTitle, "title has %d characters, want at most %d: %s", n, longestTitle, s)
		l.need(!strings.HasSuffix(s, "."), "title ends in a full stop: %s", s)
	}
}

// question needs one question that ends as one.
func (l linter) question(what string, q i18n.Text) {
	l.t.Helper()
	l.text(what, q)
	for _, s := range []string{q.NL, q.EN} {
		n := len(shortWords.FindAllString(s, -1))
		l.need(n <= longestQuestion, "%s has %d words, want at most %d: %s", what, n, longestQuestion, s)
		l.need(strings.HasSuffix(strings.TrimSpace(s), "?"), "%s is no question: %s", what, s)
		l.need(strings.Count(s, "?") == 1, "%s asks more than one thing: %s", what, s)
	}
}

func (l linter) origin(sources []source.Source, checked string) {
	l.t.Helper()
	l.need(len(sources) > 0, "name a source")
	for _, s := range sources {
		l.source(s)
	}
	day, err := time.Parse(time.DateOnly, checked)
	l.need(err == nil && day.Year() >= 2026, "checked_on is %q, want a day as 2026-11-22", checked)
}

func TestEveryRequirementIsWhole(t *testing.T) {
	c := catalogue(t)
	for _, r := range c.Requirements {
		l := linter{t, r.ID}
		l.need(r.ID == fmt.Sprintf("nen7510-%d:2024/%s", r.Part(), r.Number), "id and number %s do not agree", r.Number)
		l.title(r.Title)
		l.list("also_called", r.AlsoCalled, 2, 6)
		l.text("why", r.Why)
		for _, level := range framework.Levels {
			l.question("asks."+string(level), r.Ask(level))
			l.text("assessor_looks_for."+string(level), r.LooksFor(level))
			l.need(slices.ContainsFunc(r.Examples, func(e framework.Example) bool { return e.Kind == level }), "no example of evidence of %s", level)
		}
		l.list("do.small", r.Do.Small, 2, 4)
		l.list("do.large", r.Do.Large, 2, 4)
		l.need(!slices.Equal(r.Do.Small.NL, r.Do.Large.NL), "do.small and do.large are the same")
		l.need(len(r.Examples) == 3 || len(r.Examples) == 4, "%d examples of evidence, want 3 or 4", len(r.Examples))
		for _, e := range r.Examples {
			l.text("evidence_examples", e.Text)
			l.need(slices.Contains(framework.Levels, e.Kind), "evidence of kind %q", e.Kind)
			days := validity[e.Kind]
			l.need(e.ValidDays >= days[0] && e.ValidDays <= days[1], "evidence of %s valid for %d days, want %d to %d: %s", e.Kind, e.ValidDays, days[0], days[1], e.NL)
		}
		l.text("good_answer", r.GoodAnswer)
		l.need(len(r.OftenWrong) == 2 || len(r.OftenWrong) == 3, "often_wrong has %d lines, want 2 or 3", len(r.OftenWrong))
		for _, o := range r.OftenWrong {
			l.text("often_wrong", o)
		}
		for _, g := range []framework.Grade{r.PatientEffect, r.Effort.Small, r.Effort.Large} {
			l.need(g.Rank() > 0, "there is no grade %q", g)
		}
		l.origin(r.Sources, r.CheckedOn)
	}
}

func TestRequirementsPointAtEachOther(t *testing.T) {
	c := catalogue(t)
	for _, r := range c.Requirements {
		l := linter{t, r.ID}
		l.need(len(r.Related) <= 5, "related to %d, want at most 5", len(r.Related))
		for i, number := range r.Related {
			id := fmt.Sprintf("nen7510-%d:2024/%s", r.Part(), number)
			l.need(c.Find(id) != nil, "related to %s, which does not exist in this part", number)
			l.need(number != r.Number, "related to itself")
			l.need(!slices.Contains(r.Related[:i], number), "related to %s twice", number)
		}
	}
}

// What only care has stands on its own list in the norm; nobody leaves it out silently.
func TestMeasuresOfCareItselfAreTheEight(t *testing.T) {
	var care []string
	for _, r := range catalogue(t).Requirements {
		if r.CareSpecific {
			care = append(care, r.Number)
			facts := rule.Facts{}
			if got := r.AppliesWhen.Eval(facts).Truth; got != rule.Yes {
				t.Errorf("%s is of care itself and should apply always", r.ID)
			}
		}
	}
	want := []string{"5.38", "5.39", "5.40", "5.41", "5.42", "5.43", "6.9", "8.35"}
	if !slices.Equal(care, want) {
		t.Errorf("measures of care itself = %v, want %v", care, want)
	}
}

func TestAConditionComesWithItsReason(t *testing.T) {
	for _, r := range catalogue(t).Requirements {
		l := linter{t, r.ID}
		if r.AppliesWhen.Eval(rule.Facts{}).Truth == rule.Yes {
			l.need(r.ExcludedBecause.IsZero() && r.ExcludedUnless.IsZero(), "excluded_because or excluded_unless without a condition")
			continue
		}
		l.text("excluded_because", r.ExcludedBecause)
		if !r.ExcludedUnless.IsZero() {
			l.question("excluded_unless.asks", r.ExcludedUnless.Asks)
			l.text("excluded_unless.left", r.ExcludedUnless.Left)
		}
		if err := r.AppliesWhen.Check(org.Profile{}.Facts()); err != nil {
			l.need(false, "applies_when: %v", err)
		}
	}
}

// ADR 0031: the proposal to leave these out stands, and asks a buyer first.
func TestABuyerIsAskedBeforeLeavingOutWhatTheNormAsksOfBuyersToo(t *testing.T) {
	c := catalogue(t)
	for _, number := range []string{"8.26", "8.29"} {
		r := c.Find("nen7510-2:2024/" + number)
		l := linter{t, r.ID}
		l.need(r.AppliesWhen.Eval(provider(nil).Facts()).Truth == rule.No, "the proposal is gone")
		l.need(!r.ExcludedUnless.IsZero(), "asks a buyer nothing")
	}
}

func TestEveryElementOfTheQuickScanIsWhole(t *testing.T) {
	scan := quickscan(t)
	var urgencies []int
	for i, e := range scan {
		l := linter{t, e.ID}
		l.need(e.Number == i+1 && e.ID == "quickscan/"+strconv.Itoa(e.Number), "number %d, want %d", e.Number, i+1)
		l.need(e.Reconstruction, "say that it is our reconstruction")
		l.title(e.Title)
		l.question("question", e.Question)
		l.text("why", e.Why)
		var values []assessment.Reply
		for _, o := range e.Answers {
			values = append(values, o.Value)
			l.text("answer "+string(o.Value), o.Text)
		}
		l.need(slices.Equal(values, assessment.Replies), "answers are %v, want %v", values, assessment.Replies)
		for _, lang := range i18n.Langs {
			a := e.Action(lang)
			l.need(a.Title != "" && a.Example != "" && len(a.Steps) == 3, "first_action.%s wants a title, three steps and an example", lang)
			l.need(a.Minutes >= 15 && a.Minutes <= 240, "first_action.%s takes %d minutes", lang, a.Minutes)
		}
		for _, s := range slices.Concat([]string{e.FirstAction.NL.Title, e.FirstAction.NL.Example}, e.FirstAction.NL.Steps) {
			l.plain("first_action", s)
		}
		l.need(e.FirstAction.NL.Minutes == e.FirstAction.EN.Minutes, "the languages differ in minutes")
		l.text("suggested_owner", e.SuggestedOwner)
		l.need(e.WithinDays >= 7 && e.WithinDays <= 120, "within_days is %d", e.WithinDays)
		l.origin(e.Sources, e.CheckedOn)
		urgencies = append(urgencies, e.Urgency)
	}
	slices.Sort(urgencies)
	if want := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}; !slices.Equal(urgencies, want) {
		t.Errorf("urgencies are %v, want each of %v once", urgencies, want)
	}
}

// A quick answer is a starting point: it never says that something works.
func TestTheQuickScanNeverClaimsOperation(t *testing.T) {
	for _, e := range quickscan(t) {
		l := linter{t, e.ID}
		l.need(len(e.Prefills) > 0, "fills in nothing")
		for _, p := range e.Prefills {
			l.need(slices.Contains(framework.Levels, p.Level), "%s: there is no level %q", p.Requirement, p.Level)
			for from, to := range p.From {
				l.need(slices.Contains(assessment.Replies, from) && from != assessment.Unknown, "%s: from %q", p.Requirement, from)
				l.need(slices.Contains(assessment.Replies, to) && to != assessment.Unknown, "%s: to %q", p.Requirement, to)
				l.need(p.Level != framework.Operation || to != assessment.Yes, "%s: a quick yes is no evidence of operation", p.Requirement)
				l.need(from != assessment.No || to == assessment.No, "%s: a no becomes %q", p.Requirement, to)
			}
		}
	}
}

// What one answer fills in may not be what the checks then doubt: nothing works
// that is not done.
func TestNoAnswerOfTheQuickScanContradictsItself(t *testing.T) {
	c := catalogue(t)
	for _, e := range quickscan(t) {
		for _, value := range assessment.Replies {
			filled := assessment.Prefilled([]*assessment.Element{e}, map[string]assessment.ScanAnswer{e.ID: {Value: value}})
			for id, levels := range filled {
				a := assessment.Answer{Requirement: id}
				for level, reply := range levels {
					a = a.With(level, assessment.Statement{Reply: reply})
				}
				for _, d := range assessment.XRay(c.Find(id), a, assessment.Evidence{}, nil, time.Time{}) {
					linter{t, e.ID}.need(d.Kind != assessment.OperationBeforeDoing, "answer %q fills in at %s that it works, not that it is done", value, id)
				}
			}
		}
	}
}

func TestEveryCrosswalkIsWhole(t *testing.T) {
	c := catalogue(t)
	duties := rules(t)
	for _, x := range c.Crosswalks {
		l := linter{t, x.ID}
		l.text("title", x.Title)
		l.text("short", x.Short)
		l.text("intro", x.Intro)
		l.need(x.Citation.Act != "" && x.Citation.Article != "", "name the act and the article")
		_, known := duties.Duty(x.AppliesWith)
		l.need(known, "applies with %q, which is no duty", x.AppliesWith)
		l.origin(x.Sources, x.CheckedOn)
		seen := map[string]bool{}
		for _, topic := range x.Topics {
			l.need(asID.MatchString(topic.ID) && !seen[topic.ID], "topic id %q is taken or no id", topic.ID)
			seen[topic.ID] = true
			l.text("topic "+topic.ID, topic.Title)
			l.need(topic.Article != "", "topic %s: name the article", topic.ID)
			l.need(len(topic.Elements) > 0, "topic %s has no elements", topic.ID)
			for _, e := range topic.Elements {
				l.need(asID.MatchString(e.ID) && !seen[e.ID], "element id %q is taken or no id", e.ID)
				seen[e.ID] = true
				linter{t, x.ID + ", " + e.ID}.element(e)
			}
		}
	}
}

func (l linter) element(e framework.Element) {
	l.t.Helper()
	l.text("title", e.Title)
	l.text("asks", e.Asks)
	carried := false
	from := map[string]bool{}
	for _, line := range e.Lines {
		carried = carried || line.Relation.Carries() && line.Record == "" // a record is own work that is kept here
		l.text("why of "+line.From, line.Why)
		l.need(slices.Contains(source.Certainties, line.Certainty), "%s: there is no certainty %q", line.From, line.Certainty)
		l.need(!from[line.From+line.Record], "%s%s stands twice", line.From, line.Record)
		from[line.From+line.Record] = true
	}
	if carried {
		l.need(e.OwnWork.IsZero(), "own_work where a line carries: say it in the line, or let it not carry")
		return
	}
	l.text("own_work", e.OwnWork)
}

func TestOldNumbersLeadToMeasuresOfNow(t *testing.T) {
	c := catalogue(t)
	l := linter{t, c.Old.ID}
	l.text("title", c.Old.Title)
	l.text("intro", c.Old.Intro)
	l.origin(c.Old.Sources, c.Old.Checked)
	for old, now := range c.Old.Map {
		l.need(len(now) > 0, "%s leads nowhere", old)
		for _, number := range now {
			l.need(c.Find("nen7510-2:2024/"+number) != nil, "%s leads to %s, which does not exist", old, number)
		}
	}
	for old, why := range c.Old.Unmapped {
		l.text(old, why)
		l.need(c.Old.Map[old] == nil, "%s is mapped and unmapped", old)
	}
}
