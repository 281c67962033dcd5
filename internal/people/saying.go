package people

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/record"
	"aantoonbaar/internal/ref"
)

// A Said is somebody's own word that they followed a training by themselves. It counts
// as long as the training says, and is counted apart from what others saw.
type Said struct {
	ID        ID        `json:"id"` // follows from person, training and day: twice is once
	Person    ID        `json:"person"`
	Training  ID        `json:"training"`
	Title     string    `json:"title"`              // of the training, as it was then
	On        time.Time `json:"on"`                 // midnight UTC of that day
	Withdrawn time.Time `json:"withdrawn,omitzero"` // when the person took it back; zero while it counts
	Change
}

// Ref is the journal's name for the word.
func (s Said) Ref() ref.Ref { return ref.Ref{Kind: SaidKind, ID: string(s.ID)} }

// IsAlone reports whether people follow such a training by themselves, so that nobody
// else can tell that they did.
func (k Kind) IsAlone() bool { return k == ELearning || k == Reading }

func saidID(person, training ID, on time.Time) ID {
	sum := sha256.Sum256([]byte(string(person) + "/" + string(training) + "/" + legaltime.Text(on)))
	return ID("sai_" + hex.EncodeToString(sum[:13]))
}

// SayFollowed records that the actor says to have read a text, or to have done an
// e-learning, today. Said twice on a day it is recorded once.
//
// Refusals: Denied; NotFound; Conflict for a training of another kind, and for one that
// is not for the actor; ErrFull.
func (s *Service) SayFollowed(ctx context.Context, by identity.Actor, training ID) error {
	if err := by.Need(identity.SayFollowed); err != nil {
		return err
	}
	f, err := s.look(ctx, by.Org)
	if err != nil {
		return err
	}
	t, ok := f.Training(training)
	who, here := f.Participant(ID(by.Person))
	switch {
	case !ok || !here:
		return fault.Missing("people.none")
	case !t.Kind.IsAlone():
		return conflict("people.not-alone", i18n.T("Bij deze training legt iemand anders vast wie erbij was.", "Of this training somebody else records who was there."))
	case f.Stand(who, t).Standing == Free:
		return conflict("people.not-for-you", i18n.T("Deze training is niet voor u.", "This training is not for you."))
	}
	x := Said{ID: saidID(who.ID, t.ID, f.Today), Person: who.ID, Training: t.ID, Title: t.Title, On: f.Today}
	was, there := f.said(x.ID)
	if there && was.Withdrawn.IsZero() {
		return nil
	}
	x.Change = Change{Version: was.Version + 1, At: s.now(), By: by.Name}
	err = s.save(ctx, by, "training.said", x, x.Change)
	if errors.Is(err, ErrStale) { // the same press twice: the other one stored it
		return nil
	}
	return err
}

// TakeBack takes back the actor's last own word on a training.
//
// Refusals: Denied; NotFound when there is none; Conflict when it was changed meanwhile.
func (s *Service) TakeBack(ctx context.Context, by identity.Actor, training ID) error {
	if err := by.Need(identity.SayFollowed); err != nil {
		return err
	}
	f, err := s.look(ctx, by.Org)
	if err != nil {
		return err
	}
	x, ok := f.OwnWord(by.Person, training)
	if !ok {
		return fault.Missing("people.none")
	}
	x.Change = Change{Version: x.Version + 1, At: s.now(), By: by.Name}
	x.Withdrawn = x.At
	return s.save(ctx, by, "training.unsaid", x, x.Change)
}

// OwnWord is the last that somebody said of a training; ok is false when there is
// nothing that counts.
func (f Sheaf) OwnWord(person identity.PersonID, training ID) (Said, bool) {
	return record.Find(f.Said, func(x Said) bool {
		return x.Person == ID(person) && x.Training == training && x.Withdrawn.IsZero()
	})
}

// said finds a word, one that was taken back too.
func (f Sheaf) said(id ID) (Said, bool) {
	return record.Find(f.Said, func(x Said) bool { return x.ID == id })
}

func bySaying(a, b Said) int { return cmp.Or(b.On.Compare(a.On), cmp.Compare(a.ID, b.ID)) }

func conflict(code string, says i18n.Text) error {
	return &fault.Fault{Kind: fault.Conflict, Code: code, Says: says, Hint: i18n.T("Er is niets opgeslagen.", "Nothing was stored.")}
}
