package people

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/ref"
)

// A Campaign is one practice mail: what came of it, in numbers per group. Of who did
// what nothing is kept.
type Campaign struct {
	ID       ID        `json:"id"`
	Name     string    `json:"name"` // what the mail was about
	On       time.Time `json:"on"`   // midnight UTC of the day it was sent
	Outcomes []Outcome `json:"outcomes"`

	Withdrawn time.Time `json:"withdrawn,omitzero"` // zero while it counts
	Because   string    `json:"because,omitempty"`  // why it was withdrawn
	Change
}

// Ref is the journal's name for the campaign.
func (c Campaign) Ref() ref.Ref { return ref.Ref{Kind: CampaignKind, ID: string(c.ID)} }

// An Outcome is what a group did with a practice mail. Each number but Sent counts
// people among Sent; one person may be in several.
type Outcome struct {
	Group    string `json:"group,omitempty"` // "" for all who are in no group that is large enough
	Sent     int    `json:"sent"`
	Opened   int    `json:"opened"`
	Clicked  int    `json:"clicked"`
	Gave     int    `json:"gave"` // typed a password or anything else
	Reported int    `json:"reported"`
}

func (o Outcome) plus(x Outcome) Outcome {
	o.Sent, o.Opened, o.Clicked, o.Gave, o.Reported = o.Sent+x.Sent, o.Opened+x.Opened, o.Clicked+x.Clicked, o.Gave+x.Gave, o.Reported+x.Reported
	return o
}

// Total adds up every group.
func (c Campaign) Total() (all Outcome) {
	for _, o := range c.Outcomes {
		all = all.plus(o)
	}
	return all
}

// Smallest is how many people a group needs to be shown apart: with fewer, its numbers
// are about persons.
const Smallest = 5

// MaxSent is how many people one campaign may reach.
const MaxSent = 1_000_000

// Merge puts together what is too small to stand apart, under the group "". When that
// is still too small, the next smallest group joins it: else it could be worked out
// from the total. The groups are in the order of their names, "" last.
func Merge(all []Outcome) []Outcome {
	byName := map[string]Outcome{}
	for _, o := range all {
		o.Group = strings.Join(strings.Fields(o.Group), " ")
		key := strings.ToLower(o.Group)
		x, ok := byName[key]
		if !ok {
			x.Group = o.Group
		}
		byName[key] = x.plus(o)
	}
	var merged []Outcome
	for _, o := range byName {
		if o.Sent > 0 {
			merged = append(merged, o)
		}
	}
	slices.SortFunc(merged, func(a, b Outcome) int { return cmp.Or(cmp.Compare(a.Sent, b.Sent), cmp.Compare(a.Group, b.Group)) })
	var rest Outcome
	kept := merged[:0]
	for _, o := range merged {
		if o.Group == "" || o.Sent < Smallest || rest.Sent > 0 && rest.Sent < Smallest {
			rest = rest.plus(o)
			continue
		}
		kept = append(kept, o)
	}
	if rest.Sent > 0 && rest.Sent < Smallest && len(kept) > 0 {
		rest, kept = rest.plus(kept[0]), kept[1:]
	}
	slices.SortFunc(kept, func(a, b Outcome) int { return cmp.Compare(strings.ToLower(a.Group), strings.ToLower(b.Group)) })
	if rest.Sent > 0 {
		kept = append(kept, rest)
	}
	return kept
}

// Rate is a share with its margin, each from 0 to 1.
type Rate struct{ Share, Low, High float64 }

// RateOf is the share of n of which k did something, with the margin within which the
// habit behind it lies in nineteen of twenty cases (Wilson's interval): for few people
// it is wide. n MUST be above 0.
func RateOf(k, n int) Rate {
	const z = 1.96
	p, m := float64(k)/float64(n), float64(n)
	mid := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return Rate{p, max(0, mid-half), min(1, mid+half)}
}

// Differs reports whether two shares differ more than chance explains.
func (r Rate) Differs(x Rate) bool { return r.High < x.Low || x.High < r.Low }

func (c Campaign) tidy() Campaign {
	c.Name = strings.TrimSpace(c.Name)
	c.Outcomes = Merge(c.Outcomes)
	return c
}

// check complains about every field that cannot be stored as it is.
func (c Campaign) check(k *fault.Checker, today time.Time) {
	k.Need(c.Name != "", "name", i18n.T("Schrijf op waar de mail over ging.", "Write what the mail was about."))
	k.Line(c.Name, "name", maxName)
	k.Need(!c.On.IsZero(), "on", i18n.T("Vul in op welke dag de mail is verstuurd.", "Give the day on which the mail was sent."))
	k.Need(!c.On.After(today), "on", i18n.T("Kies een dag tot en met vandaag.", "Choose a day up to today."))
	k.Day(c.On, "on")
	all := c.Total()
	k.Need(all.Sent > 0 && all.Sent <= MaxSent, "outcomes", i18n.Tf("De mail ging naar niemand, of naar meer dan %d mensen.", "The mail went to nobody, or to more than %d people.", MaxSent))
	k.Need(all.Sent >= Smallest, "outcomes", i18n.Tf("De mail ging naar minder dan %d mensen. Zulke cijfers gaan over personen, en die bewaren wij niet.", "The mail went to fewer than %d people. Such numbers are about persons, and are not kept.", Smallest))
	k.Need(len(c.Outcomes) <= maxOutcomes, "outcomes", i18n.Tf("Er zijn meer dan %d groepen.", "There are more than %d groups.", maxOutcomes))
	for _, o := range c.Outcomes {
		k.Line(o.Group, "outcomes", maxName)
		most, least := max(o.Opened, o.Clicked, o.Gave, o.Reported), min(o.Opened, o.Clicked, o.Gave, o.Reported)
		k.Need(least >= 0 && most <= o.Sent, "outcomes", i18n.T("In een groep deden meer mensen iets dan de mail kregen.", "In a group more people did something than got the mail."))
	}
}

// maxOutcomes is how many groups one campaign may have.
const maxOutcomes = 200
