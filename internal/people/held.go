package people

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"aantoonbaar/internal/record"
)

// Held is everything that this room keeps of one organisation, what was taken out
// included.
type Held struct {
	Trainings    []Training    // by title
	Staff        []Staff       // by ID, which is in the order of adding
	Sessions     []Session     // newest first
	Certificates []Certificate // newest first
	Campaigns    []Campaign    // newest first
	Said         []Said        // newest first
}

// Put adds a record of a kind, as a store keeps it.
func (h *Held) Put(kind string, text []byte) error {
	switch kind {
	case TrainingKind:
		return record.Read(&h.Trainings, text)
	case StaffKind:
		return record.Read(&h.Staff, text)
	case SessionKind:
		return record.Read(&h.Sessions, text)
	case CertificateKind:
		return record.Read(&h.Certificates, text)
	case CampaignKind:
		return record.Read(&h.Campaigns, text)
	case SaidKind:
		return record.Read(&h.Said, text)
	}
	return fmt.Errorf("people keeps no %q", kind)
}

// Order puts everything in the order in which it is shown.
func (h *Held) Order() {
	slices.SortFunc(h.Trainings, func(a, b Training) int { return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID)) })
	slices.SortFunc(h.Staff, func(a, b Staff) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(h.Sessions, func(a, b Session) int { return cmp.Or(b.On.Compare(a.On), cmp.Compare(b.ID, a.ID)) })
	slices.SortFunc(h.Certificates, func(a, b Certificate) int { return cmp.Or(b.From.Compare(a.From), cmp.Compare(b.ID, a.ID)) })
	slices.SortFunc(h.Said, bySaying)
	slices.SortFunc(h.Campaigns, func(a, b Campaign) int { return cmp.Or(b.On.Compare(a.On), cmp.Compare(b.ID, a.ID)) })
}

// Now leaves out what was taken out, but for words that were taken back: these may be
// said again. Who became somebody with an account is found under that account.
func (h Held) Now() Held {
	h = h.joined()
	h.Trainings = slices.DeleteFunc(slices.Clone(h.Trainings), func(t Training) bool { return !t.Gone.IsZero() })
	h.Staff = slices.DeleteFunc(slices.Clone(h.Staff), func(s Staff) bool { return !s.Erased.IsZero() })
	h.Sessions = slices.DeleteFunc(slices.Clone(h.Sessions), func(s Session) bool { return !s.Withdrawn.IsZero() })
	h.Certificates = slices.DeleteFunc(slices.Clone(h.Certificates), func(c Certificate) bool { return !c.Withdrawn.IsZero() })
	h.Campaigns = slices.DeleteFunc(slices.Clone(h.Campaigns), func(c Campaign) bool { return !c.Withdrawn.IsZero() })
	return h
}

// Training returns the training with the ID; ok is false when there is none.
func (h Held) Training(id ID) (Training, bool) {
	return record.Find(h.Trainings, func(t Training) bool { return t.ID == id })
}

// Person returns the record of somebody; ok is false when there is none.
func (h Held) Person(id ID) (Staff, bool) {
	return record.Find(h.Staff, func(s Staff) bool { return s.ID == id })
}

// Session returns the session with the ID; ok is false when there is none.
func (h Held) Session(id ID) (Session, bool) {
	return record.Find(h.Sessions, func(s Session) bool { return s.ID == id })
}

// Certificate returns the certificate with the ID; ok is false when there is none.
func (h Held) Certificate(id ID) (Certificate, bool) {
	return record.Find(h.Certificates, func(c Certificate) bool { return c.ID == id })
}

// Campaign returns the practice mail with the ID; ok is false when there is none.
func (h Held) Campaign(id ID) (Campaign, bool) {
	return record.Find(h.Campaigns, func(c Campaign) bool { return c.ID == id })
}

// Groups lists the groups that somebody belongs to or that a training is for, each
// in the spelling that was there first.
func (h Held) Groups() []string {
	var all []string
	for _, s := range h.Staff {
		all = append(all, s.Groups...)
	}
	for _, t := range h.Trainings {
		all = append(all, t.For.Groups...)
	}
	return distinct(all, math.MaxInt)
}

// A spelling is how groups are written already, by their names in lower case.
type spelling map[string]string

func (h Held) spelling() spelling {
	known := spelling{}
	for _, g := range h.Groups() {
		known[strings.ToLower(g)] = g
	}
	return known
}

// of writes groups as they are written already.
func (known spelling) of(groups []string) []string {
	written := make([]string, len(groups))
	for i, g := range groups {
		written[i] = cmp.Or(known[strings.ToLower(g)], g)
	}
	return tidyGroups(written)
}
