package content_test

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"aantoonbaar/content"
	"aantoonbaar/internal/golden"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/source"
)

var loadWorks = sync.OnceValues(func() (source.Works, error) { return source.Load(content.FS) })

func works(t *testing.T) source.Works {
	t.Helper()
	all, err := loadWorks()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// source needs what was taken, and a work that exists unless it is our own.
func (l linter) source(s source.Source) {
	l.t.Helper()
	all := works(l.t)
	l.text("source", s.What)
	l.need(slices.Contains(source.Certainties, s.Certainty), "source %q: there is no certainty %q", s.What.NL, s.Certainty)
	l.need(s.From != "" || s.Certainty.IsOurs(), "source %q: say from which work", s.What.NL)
	l.need(s.From != "" || s.At+s.Via == "", "source %q: at and via need from", s.What.NL)
	for _, id := range []string{s.From, s.Via} {
		_, ok := all.Find(id)
		l.need(ok || id == "", "source %q: content/sources.yaml has no work %q", s.What.NL, id)
	}
}

var (
	workID   = regexp.MustCompile(`^[a-z0-9-]+$`)
	workDate = regexp.MustCompile(`^(\d{4}(-\d{2}(-\d{2})?)?)?$`)
)

func TestEveryWorkIsWhole(t *testing.T) {
	used := usedWorks(t)
	seen := map[string]bool{}
	for _, w := range works(t) {
		l := linter{t, "sources.yaml, " + w.ID}
		l.need(workID.MatchString(w.ID) && !seen[w.ID], "the id is taken or no id")
		seen[w.ID] = true
		l.need(slices.Contains(source.Kinds, w.Kind), "there is no kind %q", w.Kind)
		l.need(w.Title.Complete(), "title lacks a language")
		l.text("took", w.Took)
		l.need(w.Publisher != "" || w.Kind == source.Law || w.Kind == source.Other, "name the publisher")
		l.need(w.Place == "" || w.Kind == source.Law || w.Kind == source.Authority, "an official number is of a law or a decision")
		l.need(workDate.MatchString(w.Date), "date is %q, want 2026-11-22, 2026-11 or 2026", w.Date)
		l.need(w.Address == "" || strings.HasPrefix(w.Address, "https://"), "address is %q", w.Address)
		l.need(slices.Contains(source.Certainties, w.Certainty) && !w.Certainty.IsOurs(), "there is no such certainty of a work: %q", w.Certainty)
		l.need(used[w.ID], "nothing rests on it: leave it out")
	}
}

// usedWorks are the works that any file names.
func usedWorks(t *testing.T) map[string]bool {
	t.Helper()
	name := regexp.MustCompile(`\b(?:from|via): ([a-z0-9-]+)[,}]`)
	used := map[string]bool{}
	for _, text := range everyFile(t) {
		for _, m := range name.FindAllStringSubmatch(text, -1) {
			used[m[1]] = true
		}
	}
	return used
}

func everyFile(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	if err := fs.WalkDir(content.FS, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(content.FS, path)
		all[path] = string(text)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// A reader of the program has no working papers of ours: a text refers to what
// anybody can look up. Comments may point at the manual.
func TestNothingRestsOnAPaperThatReadersDoNotHave(t *testing.T) {
	paper := regexp.MustCompile(`[\w-]+\.md\b`)
	for path, text := range everyFile(t) {
		for line := range strings.Lines(text) {
			if bad := paper.FindString(line); bad != "" && !strings.HasPrefix(line, "#") {
				t.Errorf("%s refers to %s: name the law, the norm or the report (content/sources.yaml)", path, bad)
			}
		}
		if strings.Contains(text, "domain"+".md") {
			t.Errorf("%s refers to a paper that readers do not have", path)
		}
	}
}

// docs/reference/sources.md shows the works as a page; -update writes it.
func TestThePageOfSourcesIsThatOfTheFile(t *testing.T) {
	golden.Check(t, "../../docs/reference/sources.md", sourcesPage(works(t)))
}

// headings are the parts of the page.
var headings = map[source.Kind]string{
	source.Law: "Laws and decisions", source.Norm: "Norms and frameworks", source.Authority: "Government, supervisors and courts",
	source.Press: "Press", source.Other: "Others",
}

// firmness is how the page says how we know a work.
var firmness = map[source.Certainty]string{source.Sure: "read", source.ThirdParty: "second-hand", source.Background: "background"}

const intro = `# Sources

Everything in content/ that is not our own judgement rests on one of these. A text names its source by the id; the screen then shows publisher, title, number and date, a link where there is
one, and how sure we are of what that text took from it. What no source says is marked as our judgement or our reconstruction.

How we know a source: *read* – we had it before us; *second-hand* – others say what is in it; *background* – generally known, not looked up. Each text says for itself how sure it is.

This page is written by "go test ./content/ -update" from [content/sources.yaml](../../content/sources.yaml): change it there.
`

func sourcesPage(all source.Works) string {
	var b strings.Builder
	b.WriteString(intro)
	for _, kind := range source.Kinds {
		fmt.Fprintf(&b, "\n## %s\n\n| id | source | how we know it | what we took |\n| --- | --- | --- | --- |\n", headings[kind])
		for _, w := range all {
			if w.Kind != kind {
				continue
			}
			name := w.Cited(i18n.EN)
			if w.Address != "" {
				name = "[" + name + "](" + w.Address + ")"
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", w.ID, name, firmness[w.Certainty], w.Took.EN)
		}
	}
	return b.String()
}
