package people

import (
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/record"
	"aantoonbaar/internal/ref"
)

// A Session is one time that a training was given, with who was there.
type Session struct {
	ID       ID        `json:"id"`
	Training ID        `json:"training"`
	Title    string    `json:"title"`               // of the training, as it was then
	On       time.Time `json:"on"`                  // midnight UTC of that day
	Leader   string    `json:"leader,omitempty"`    // who led it and is no participant; erasing a name does not reach these words
	LeaderID ID        `json:"leader_id,omitempty"` // who led it and is one
	Present  []ID      `json:"present,omitempty"`
	Guests   int       `json:"guests,omitempty"` // who were there too and are not on the list: counted, not named
	Remarks  string    `json:"remarks,omitempty"`
	Again    bool      `json:"again,omitempty"` // it was a second time on that day: somebody said so

	Withdrawn time.Time `json:"withdrawn,omitzero"` // zero while it counts
	Because   string    `json:"because,omitempty"`  // why it was withdrawn
	Change
}

// Ref is the journal's name for the session.
func (s Session) Ref() ref.Ref { return ref.Ref{Kind: SessionKind, ID: string(s.ID)} }

// MaxPresent is how many people can be at one session, and how many more uncounted
// by name.
const MaxPresent = 5_000

func (s Session) tidy() Session {
	s.Leader, s.Remarks = strings.TrimSpace(s.Leader), strings.TrimSpace(s.Remarks)
	s.Present = slices.Clone(s.Present)
	slices.Sort(s.Present)
	s.Present = slices.Compact(s.Present)
	return s
}

// led points at the participant whose name was typed as that of the leader, so that
// erasing that name reaches it. Was is the session as it was stored before: a leader
// who was erased since stays the leader while nobody types another.
func (s Session) led(f Sheaf, was Session) Session {
	s.LeaderID = ""
	if p, ok := ByName(f.All)[identity.PlainName(s.Leader)]; ok {
		s.Leader, s.LeaderID = "", p.ID
	}
	if _, known := f.Participant(was.LeaderID); s.Leader == "" && s.LeaderID == "" && !known {
		s.LeaderID = was.LeaderID
	}
	return s
}

// twice finds the session that s seems to record once more: of the same training on the
// same day, with somebody who is in both, or where neither names anybody. ok is false
// when there is none. Two teams on one day are two sessions.
func (s Session) twice(all []Session) (other Session, ok bool) {
	here := map[ID]bool{}
	for _, id := range s.Present {
		here[id] = true
	}
	return record.Find(all, func(o Session) bool {
		same := o.ID != s.ID && o.Training == s.Training && o.On.Equal(s.On) && o.Withdrawn.IsZero()
		return same && (len(o.Present)+len(s.Present) == 0 || slices.ContainsFunc(o.Present, func(id ID) bool { return here[id] }))
	})
}

// checkOnce asks before a session is stored that seems to be there.
func (s Session) checkOnce(k *fault.Checker, all []Session) {
	o, there := s.twice(all)
	if !there || s.Again {
		return
	}
	n := len(o.Present) + o.Guests
	k.Need(false, "again", i18n.T(
		"Van "+i18n.NL.Day(s.On)+" staat deze training er al, met "+i18n.NL.Plural(n, "%s persoon", "%s mensen", "", "")+". Was dit echt een tweede keer? Zet dan hier een kruisje. Hoort dit bij die bijeenkomst? Verbeter dan die.",
		"Of "+i18n.EN.Day(s.On)+" this training is there already, with "+i18n.EN.Plural(n, "", "", "%s person", "%s people")+". Was this really a second time? Then tick here. Does this belong to that session? Then correct that one."))
}

// check complains about every field that cannot be stored as it is. Was is the
// session as it was stored before: whoever was there then may have left since.
func (s Session) check(k *fault.Checker, f Sheaf, was Session) {
	k.Need(!s.On.IsZero(), "on", i18n.T("Vul in op welke dag het was.", "Give the day."))
	k.Need(!s.On.After(f.Today), "on", i18n.T("Kies een dag tot en met vandaag.", "Choose a day up to today."))
	k.Day(s.On, "on")
	k.Line(s.Leader, "leader", maxName)
	k.Text(s.Remarks, "remarks", maxText)
	k.Need(s.Guests >= 0 && s.Guests <= MaxPresent, "guests", i18n.Tf("Vul een getal in van 0 tot %d.", "Give a number from 0 to %d.", MaxPresent))
	k.Need(len(s.Present)+s.Guests > 0, "present", i18n.T("Kies wie erbij waren.", "Choose who were there."))
	k.Need(len(s.Present) <= MaxPresent, "present", i18n.Tf("Kies hoogstens %d mensen.", "Choose at most %d people.", MaxPresent))
	stranger := slices.ContainsFunc(s.Present[:min(MaxPresent, len(s.Present))], func(id ID) bool {
		_, known := f.Participant(id)
		return !known && !slices.Contains(was.Present, id)
	})
	k.Need(!stranger, "present", i18n.T("Kies mensen uit de lijst.", "Choose people from the list."))
}

// Mentions lists the sessions in whose typed words a name stands: erasing the name does
// not reach these. Capitals make no difference.
func (f Sheaf) Mentions(name string) (all []Session) {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, s := range f.Sessions {
		if name != "" && strings.Contains(strings.ToLower(s.Leader+"\n"+s.Remarks), name) {
			all = append(all, s)
		}
	}
	return all
}

// A Certificate says that somebody passed a training, and until when that counts.
type Certificate struct {
	ID       ID        `json:"id"`
	Person   ID        `json:"person"`
	Training ID        `json:"training"`
	Title    string    `json:"title"` // of the training, as it was then
	From     time.Time `json:"from"`
	Until    time.Time `json:"until,omitzero"`     // the last day on which it is good; zero for what the training says
	Evidence string    `json:"evidence,omitempty"` // the piece of evidence that is the certificate itself
	SHA256   string    `json:"sha256,omitempty"`   // of its file, in hexadecimal

	Withdrawn time.Time `json:"withdrawn,omitzero"` // zero while it counts
	Because   string    `json:"because,omitempty"`  // why it was withdrawn
	Change
}

// Ref is the journal's name for the certificate.
func (c Certificate) Ref() ref.Ref { return ref.Ref{Kind: CertificateKind, ID: string(c.ID)} }

// check complains about every field that cannot be stored as it is.
func (c Certificate) check(k *fault.Checker, today time.Time) {
	k.Need(!c.From.IsZero(), "from", i18n.T("Vul in op welke dag het is behaald.", "Give the day on which it was obtained."))
	k.Need(!c.From.After(today), "from", i18n.T("Kies een dag tot en met vandaag.", "Choose a day up to today."))
	k.Day(c.From, "from")
	k.Day(c.Until, "until")
	k.Need(c.Until.IsZero() || !c.Until.Before(c.From), "until", i18n.T("Het certificaat kan niet eindigen vóór het is behaald.", "The certificate cannot end before it was obtained."))
}

// A following is that somebody followed a training: when last, and until when that
// counts, which is [forever] for what is asked once. Seen is until when it counts by
// what others saw; zero when it is their own word alone.
type following struct{ last, end, seen time.Time }

// forever is later than any day that a person can type.
var forever = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// A pair is somebody and a training.
type pair struct{ person, training ID }

// followings is who followed what up to and including a day.
func (h Held) followings(until time.Time) map[pair]following {
	every := map[ID]int{}
	for _, t := range h.Trainings {
		every[t.ID] = t.Every
	}
	all := map[pair]following{}
	add := func(person, training ID, on, end time.Time, own bool) {
		if on.After(until) {
			return
		}
		if end.IsZero() {
			if end = forever; every[training] > 0 {
				end = monthsOn(on, every[training])
			}
		}
		x := all[pair{person, training}]
		y := following{later(x.last, on), later(x.end, end), x.seen}
		if !own {
			y.seen = later(x.seen, end)
		}
		all[pair{person, training}] = y
	}
	for _, s := range h.Sessions {
		for _, who := range s.Present {
			add(who, s.Training, s.On, time.Time{}, false)
		}
	}
	for _, c := range h.Certificates {
		add(c.Person, c.Training, c.From, c.Until, false)
	}
	for _, x := range h.Said {
		if x.Withdrawn.IsZero() {
			add(x.Person, x.Training, x.On, time.Time{}, true)
		}
	}
	return all
}
