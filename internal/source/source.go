// Package source says on what the texts in content/ rest, and how firmly.
//
// # Words
//
// A work is one law, norm, report or article; content/sources.yaml holds each
// once, with who published it and when. A source is what one text took from a
// work: which article, through whom, and how sure that is. Where there is no work
// behind a text, it is our own judgement or reconstruction and says so.
package source

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"aantoonbaar/internal/i18n"
)

// A Source is what one text took from a work.
type Source struct {
	From      string    `yaml:"from"`    // the work's ID; empty for what is ours
	At        string    `yaml:"at"`      // where in the work, as it is cited: "art. 24 lid 1", "5.21"; may be empty
	Via       string    `yaml:"via"`     // the work through which we know it; empty where we had the work itself
	What      i18n.Text `yaml:",inline"` // what we took
	Certainty Certainty `yaml:"certainty"`
}

// A Certainty says how far a statement was checked.
type Certainty string

// The certainties, the firmest first.
const (
	Sure           Certainty = "sure"        // we had the source itself before us
	ThirdParty     Certainty = "third party" // somebody else says so
	Background     Certainty = "background"  // generally known, not looked up
	Reconstruction Certainty = "reconstruction"
	OwnJudgement   Certainty = "judgement"
)

// Certainties lists every certainty, the firmest first.
var Certainties = []Certainty{Sure, ThirdParty, Background, Reconstruction, OwnJudgement}

// IsOurs reports whether nothing outside is claimed: there is no work to name.
func (c Certainty) IsOurs() bool { return c == Reconstruction || c == OwnJudgement }

// Word returns what people read; zero for a certainty that does not exist.
func (c Certainty) Word() i18n.Text {
	switch c {
	case Sure:
		return i18n.T("nagekeken in de bron", "checked against the source")
	case ThirdParty:
		return i18n.T("uit de tweede hand, nog niet bij de bron nagekeken", "second-hand, not yet checked at the source")
	case Background:
		return i18n.T("algemeen bekend, nog niet nagekeken", "generally known, not checked yet")
	case Reconstruction:
		return i18n.T("onze reconstructie", "our reconstruction")
	case OwnJudgement:
		return i18n.T("ons oordeel", "our judgement")
	}
	return i18n.Text{}
}

// Weakest returns the weakest certainty of the sources, "" without any: a text is
// as sure as the least sure thing that it rests on.
func Weakest(all []Source) Certainty {
	for _, c := range slices.Backward(Certainties) {
		if slices.ContainsFunc(all, func(s Source) bool { return s.Certainty == c }) {
			return c
		}
	}
	return ""
}

// A Work is one law, norm, report or article.
type Work struct {
	ID        string    `yaml:"id"`   // "gdpr"
	Kind      Kind      `yaml:"kind"` // where it stands in the list
	Publisher string    `yaml:"publisher"`
	Title     i18n.Text `yaml:"title"`
	Date      string    `yaml:"date"`      // "2026-07-08", "2026-07" or "2026"; empty where not known
	Place     string    `yaml:"place"`     // its official number: "Stb. 2026, 187"; may be empty
	Address   string    `yaml:"address"`   // where one reads it; may be empty
	Certainty Certainty `yaml:"certainty"` // how we know the work
	Took      i18n.Text `yaml:"took"`      // what the content took from it
}

// A Kind groups works.
type Kind string

// The kinds, in the order of the list.
const (
	Law       Kind = "law"
	Norm      Kind = "norm"
	Authority Kind = "authority" // government, supervisors, courts
	Press     Kind = "press"
	Other     Kind = "other"
)

// Kinds lists every kind in order.
var Kinds = []Kind{Law, Norm, Authority, Press, Other}

// Day returns the date as people read it, as exact as it is known: "8 juli 2026",
// "juli 2026", "2026", "".
func (w Work) Day(l i18n.Lang) string {
	if t, err := time.Parse(time.DateOnly, w.Date); err == nil {
		return l.Day(t)
	}
	if t, err := time.Parse("2006-01", w.Date); err == nil {
		return l.Month(t)
	}
	return w.Date
}

// Cited names the work as one cites it: publisher, title, official number and date.
func (w Work) Cited(l i18n.Lang) string {
	return strings.Join(present(w.By(), w.Title.In(l), w.Place, w.When(l)), ", ")
}

// By is the publisher as one cites the work; "" where the title says it, as in
// "NEN 7510-2:2024".
func (w Work) By() string {
	if strings.HasPrefix(w.Title.NL, w.Publisher) {
		return ""
	}
	return w.Publisher
}

// When is the date as one cites the work; "" where its number or title holds the
// year.
func (w Work) When(l i18n.Lang) string {
	if year, _, _ := strings.Cut(w.Date, "-"); w.Kind == Law || strings.Contains(w.Title.NL, year) {
		return ""
	}
	return w.Day(l)
}

func present(parts ...string) []string {
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}

// Works are all works, in the order of the file.
type Works []Work

// Load reads sources.yaml. It refuses a field that it does not know.
func Load(content fs.FS) (Works, error) {
	text, err := fs.ReadFile(content, "sources.yaml")
	if err != nil {
		return nil, err
	}
	var list struct {
		Works Works `yaml:"works"`
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&list); err != nil {
		return nil, fmt.Errorf("sources.yaml: %w", err)
	}
	return list.Works, nil
}

// Find returns the work of that ID.
func (all Works) Find(id string) (Work, bool) {
	i := slices.IndexFunc(all, func(w Work) bool { return w.ID == id })
	if i < 0 {
		return Work{}, false
	}
	return all[i], true
}
