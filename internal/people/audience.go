package people

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/ref"
)

// An Audience is for whom a training is: everybody, or who has one of these roles or
// belongs to one of these groups. The zero Audience is nobody.
type Audience struct {
	Everybody bool            `json:"everybody,omitempty"`
	Roles     []identity.Role `json:"roles,omitempty"`
	Groups    []string        `json:"groups,omitempty"` // own words: "Wijkteam Noord", "nachtdienst"
}

// Has reports whether the participant is among the audience.
func (a Audience) Has(p Participant) bool {
	return a.Everybody || p.Role != "" && slices.Contains(a.Roles, p.Role) || slices.ContainsFunc(p.Groups, func(g string) bool { return inGroup(a.Groups, g) })
}

// inGroup reports whether the group is among all, whatever capitals were typed.
func inGroup(all []string, group string) bool {
	return slices.ContainsFunc(all, func(g string) bool { return strings.EqualFold(g, group) })
}

func (a Audience) tidy() Audience {
	if a.Everybody {
		return Audience{Everybody: true}
	}
	a.Roles = slices.Clone(a.Roles)
	slices.Sort(a.Roles)
	a.Roles, a.Groups = slices.Compact(a.Roles), tidyGroups(a.Groups)
	return a
}

func (a Audience) check(k *fault.Checker) {
	k.Need(a.Everybody || len(a.Roles)+len(a.Groups) > 0, "for", i18n.T("Kies voor wie dit is.", "Choose for whom this is."))
	unknown := slices.ContainsFunc(a.Roles, func(r identity.Role) bool { return !slices.Contains(identity.Roles, r) || r == identity.Assessor })
	k.Need(!unknown, "for", i18n.T("Kies rollen uit de lijst.", "Choose roles from the list."))
	checkGroups(k, a.Groups)
}

// SplitGroups reads groups as people write them: behind each other with commas or
// semicolons.
func SplitGroups(s string) []string {
	return tidyGroups(strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '\n' || r == '\r' }))
}

// tidyGroups puts groups in order, each once. Of too many it keeps one more than there
// may be, so that whoever checks still sees that there are too many.
func tidyGroups(groups []string) []string { return distinct(groups, maxGroups+1) }

// distinct puts groups in order, each once and no more than most, in the spelling that
// came first.
func distinct(groups []string, most int) (tidy []string) {
	seen := map[string]bool{}
	for _, g := range groups {
		if len(tidy) == most {
			break
		}
		if g = strings.Join(strings.Fields(g), " "); g != "" && !seen[strings.ToLower(g)] {
			tidy, seen[strings.ToLower(g)] = append(tidy, g), true
		}
	}
	slices.SortFunc(tidy, func(a, b string) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a), strings.ToLower(b)), cmp.Compare(a, b))
	})
	return tidy
}

func checkGroups(k *fault.Checker, groups []string) {
	k.Need(len(groups) <= maxGroups, "groups", i18n.Tf("Noem hoogstens %d groepen.", "Name at most %d groups.", maxGroups))
	for _, g := range groups[:min(maxGroups, len(groups))] {
		k.Line(g, "groups", maxName)
	}
}

// Staff is somebody who works for the organisation. For somebody with an account it
// holds groups and days alone, under the ID of the account.
type Staff struct {
	ID     ID        `json:"id"`
	Name   string    `json:"name,omitempty"` // "" for who has an account, and after erasing
	Groups []string  `json:"groups,omitempty"`
	From   time.Time `json:"from,omitzero"`  // the first day of work; zero when nobody said
	Until  time.Time `json:"until,omitzero"` // the last one; zero while no end is known
	Erased time.Time `json:"erased,omitzero"`

	// Added is the day on which the record was made, from which a newcomer's months count
	// when nobody gave a first day; zero for records from before this was kept.
	Added time.Time `json:"added,omitzero"`

	// Appointed is the day on which a member of the board took office, from which the
	// two years of Cbw art. 24 count; zero when nobody said.
	Appointed time.Time `json:"appointed,omitzero"`

	// Became is the account that somebody without one got: see [Service.Join]. Empty for
	// all others.
	Became ID `json:"became,omitempty"`
	Change
}

// Ref is the journal's name for the record.
func (s Staff) Ref() ref.Ref { return ref.Ref{Kind: StaffKind, ID: string(s.ID)} }

// HasAccount reports whether the record is of somebody with an account, now or once.
func (s Staff) HasAccount() bool { return strings.HasPrefix(string(s.ID), "per_") }

func (s Staff) tidy() Staff {
	s.Name, s.Groups = strings.Join(strings.Fields(s.Name), " "), tidyGroups(s.Groups)
	if s.HasAccount() {
		s.Name = "" // it stands with the account, where the person changes it
	}
	return s
}

// check complains about every field that cannot be stored as it is.
func (s Staff) check(k *fault.Checker) {
	k.Need(s.Name != "" || s.HasAccount(), "name", i18n.T("Schrijf op hoe deze persoon heet.", "Write what this person is called."))
	k.Line(s.Name, "name", maxName)
	checkGroups(k, s.Groups)
	k.Day(s.From, "from")
	k.Day(s.Until, "until")
	k.Day(s.Appointed, "appointed")
	k.Need(s.Until.IsZero() || !s.Until.Before(s.From), "until", i18n.T("De laatste dag ligt vóór de eerste.", "The last day lies before the first."))
}

// Retention is how many months a name stays after somebody's last day. It is ours: an
// assessor may ask about the year before, and no law asks for longer. See
// [Sheaf.Overdue].
const Retention = 24

// KeptTooLong reports whether the name should have been erased by today.
func (s Staff) KeptTooLong(today time.Time) bool {
	return s.Erased.IsZero() && s.Name != "" && !s.Until.IsZero() && s.Until.AddDate(0, Retention, 0).Before(today)
}

// A Participant is somebody of the organisation as this room sees them.
type Participant struct {
	ID      ID
	Name    string // "" for who looks and may not see names
	Role    identity.Role
	Groups  []string
	From    time.Time
	Until   time.Time
	Version int64 // of the record of staff; 0 when there is none

	Appointed time.Time // on the board
	Added     time.Time // the day since which this installation knows them; zero when that was not kept
}

// begun is the day from which a training can be asked of the participant: the first day of
// work, or the day of adding where nobody gave one.
func (p Participant) begun() time.Time {
	if p.From.IsZero() {
		return p.Added
	}
	return p.From
}

// HasAccount reports whether the participant signs in here.
func (p Participant) HasAccount() bool { return p.Role != "" }

// WorksOn reports whether the participant works for the organisation on the day.
func (p Participant) WorksOn(day time.Time) bool {
	return !p.From.After(day) && (p.Until.IsZero() || !p.Until.Before(day))
}

// Participants joins who has an account with who is on the list, by name. Assessors
// come from outside, and are not among them.
func Participants(members []identity.Membership, staff []Staff) (all []Participant) {
	of := map[ID]Staff{}
	for _, s := range staff {
		of[s.ID] = s
	}
	for _, m := range members {
		if m.Role == identity.Assessor || !m.Ended.IsZero() {
			continue
		}
		s := of[ID(m.Person.ID)]
		delete(of, ID(m.Person.ID))
		all = append(all, Participant{ID: ID(m.Person.ID), Name: m.Person.Name, Role: m.Role, Groups: s.Groups, From: s.From, Until: s.Until, Version: s.Version, Appointed: s.Appointed, Added: added(s.Added, m.Since)})
	}
	for _, s := range of {
		if s.Name != "" {
			all = append(all, Participant{ID: s.ID, Name: s.Name, Groups: s.Groups, From: s.From, Until: s.Until, Version: s.Version, Added: s.Added})
		}
	}
	slices.SortFunc(all, func(a, b Participant) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return all
}

// added is the first day on which somebody was known here: by the record of staff, or by
// the account, whose moment counts as the day that it is in UTC.
func added(record, account time.Time) time.Time {
	day := account.UTC().Truncate(24 * time.Hour)
	if account.IsZero() || !record.IsZero() && record.Before(day) {
		return record
	}
	return day
}

// ByName finds participants by their [identity.PlainName]: of several with one name
// the first, in the order of all. Nobody is found without a name.
func ByName(all []Participant) map[string]Participant {
	named := make(map[string]Participant, len(all))
	for _, p := range all {
		name := identity.PlainName(p.Name)
		if _, twice := named[name]; name != "" && !twice {
			named[name] = p
		}
	}
	return named
}

// Wrong says why the record cannot be stored as it is; zero when it can.
func (s Staff) Wrong() i18n.Text {
	var k fault.Checker
	s.tidy().check(&k)
	if f, ok := fault.Of(k.Fault("people.staff-refused")); ok {
		return f.First()
	}
	return i18n.Text{}
}
