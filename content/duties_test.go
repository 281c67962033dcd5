package content_test

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"aantoonbaar/content"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/source"
)

// rules are the duties and dates as the program gets them. Loading refuses what
// makes no sense: conditions that no profile answers, verdicts that do not exist.
func rules(t *testing.T) duty.Rules {
	t.Helper()
	r, err := duty.Load(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// rooms are the places that a consequence may send people to.
var rooms = []string{
	"", "accesslog", "assessment", "audit", "board", "continuity", "ehealth", "evidence",
	"exchange", "incident", "org", "people", "risk", "supplier",
}

func TestEveryDutyIsThere(t *testing.T) {
	want := []string{"nen7510", "nen7512", "nen7513", "cbw", "avg", "wegiz-eoverdracht", "wwke", "ehds", "ai-act", "cra", "mdr"}
	var got []string
	for _, d := range rules(t).Duties {
		got = append(got, d.ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("duties = %v, want %v", got, want)
	}
}

func TestEveryTextOfADutyIsInBothLanguages(t *testing.T) {
	for _, d := range rules(t).Duties {
		w := words{t, d.ID}
		w.complete("title", d.Title)
		w.complete("short", d.Short)
		w.complete("about", d.About)
		w.complete("applies_to", d.AppliesTo)
		for _, v := range d.Verdicts {
			w.complete("verdict "+v.ID, v.Title)
			w.complete("verdict "+v.ID, v.Says)
		}
		for _, c := range d.Then {
			w.complete("then "+c.ID, c.Text)
		}
		for _, n := range d.Notes {
			w.complete("note", n.Text)
		}
		for _, text := range slices.Concat(d.OftenMisread, d.Unknown) {
			w.complete("often_misread or unknown", text)
		}
	}
}

func TestEveryDutySaysWhereItComesFrom(t *testing.T) {
	for _, d := range rules(t).Duties {
		w := words{t, d.ID}
		w.sources(d.Sources, d.CheckedOn)
		if d.Citation.Act == "" {
			t.Errorf("%s: name the act in citation", d.ID)
		}
		if len(d.Then) == 0 {
			t.Errorf("%s: say what follows", d.ID)
		}
	}
}

func TestEveryConsequenceLeadsSomewhere(t *testing.T) {
	for _, d := range rules(t).Duties {
		for _, c := range d.Then {
			if !slices.Contains(rooms, c.Room) {
				t.Errorf("%s, %s: there is no room %q", d.ID, c.ID, c.Room)
			}
			if c.Room == "" && len(c.Requirements) == 0 {
				t.Errorf("%s, %s: name a room or a requirement where people can act", d.ID, c.ID)
			}
			for _, r := range c.Requirements {
				if _, err := fs.Stat(content.FS, fileOf(r)); err != nil {
					t.Errorf("%s, %s: requirement %s has no file: %v", d.ID, c.ID, r, err)
				}
			}
		}
	}
}

// fileOf returns the file of a requirement: nen7510-2:2024/8.5 is in
// frameworks/nen7510-2-2024/8.5.yaml.
func fileOf(requirement string) string {
	framework, number, _ := strings.Cut(requirement, "/")
	return "frameworks/" + strings.Replace(framework, ":", "-", 1) + "/" + number + ".yaml"
}

func TestEveryDateIsWhole(t *testing.T) {
	for _, e := range rules(t).Events {
		w := words{t, "calendar, " + e.ID}
		w.complete("title", e.Title)
		w.complete("says", e.Says)
		w.sources(e.Sources, e.CheckedOn)
		if e.ID == "" {
			t.Errorf("%s: give it an id", e.Title.EN)
		}
	}
}

// words complains about texts of one file.
type words struct {
	t     *testing.T
	where string
}

// avoided are words that B1 readers trip over (docs/howto/content.md).
var avoided = regexp.MustCompile(`(?i)\b(dient te|middels|conform|ten aanzien van|betreffende|compliant|compliance|control|gap|awareness|stakeholder|implementeren|borgen|beheersmaatregel|onvoldoende)\b`)

// longest is the longest sentence in words that a text may hold.
const longest = 40

func (w words) complete(what string, text i18n.Text) {
	w.t.Helper()
	if !text.Complete() {
		w.t.Errorf("%s, %s: %+v lacks a language", w.where, what, text)
	}
	if bad := avoided.FindString(text.NL); bad != "" {
		w.t.Errorf("%s, %s: say %q in plain words: %s", w.where, what, bad, text.NL)
	}
	for sentence := range strings.SplitSeq(text.NL, ". ") {
		if n := len(strings.Fields(sentence)); n > longest {
			w.t.Errorf("%s, %s: a sentence of %d words is too long: %s", w.where, what, n, sentence)
		}
	}
}

func (w words) sources(sources []source.Source, checked time.Time) {
	w.t.Helper()
	if len(sources) == 0 {
		w.t.Errorf("%s: name a source", w.where)
	}
	for _, s := range sources {
		linter(w).source(s)
	}
	if checked.IsZero() {
		w.t.Errorf("%s: say when it was checked", w.where)
	}
}
