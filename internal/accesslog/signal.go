package accesslog

import (
	"errors"
	"fmt"
	"io/fs"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
)

// A Sign names a signal.
type Sign string

// The signs. What each means is in content/accesslog/signals.yaml.
const (
	Own       Sign = "own"
	Household Sign = "household"
	Surname   Sign = "surname"
	Postcode  Sign = "postcode"
	Colleague Sign = "colleague"
	Employee  Sign = "staff"
	WellKnown Sign = "known"
	Glass     Sign = "glass"
	Ended     Sign = "ended"
	OffDuty   Sign = "off-duty"
	Searched  Sign = "search"
	Again     Sign = "again"
	Crowd     Sign = "crowd"
	Volume    Sign = "volume"
)

// Signs lists the signs.
var Signs = []Sign{Own, Household, Surname, Postcode, Colleague, Employee, WellKnown, Glass, Ended, OffDuty, Searched, Again, Crowd, Volume}

// A Signal is what makes a look stand out that nothing explains.
type Signal struct {
	ID       Sign      `yaml:"id"`
	Share    float64   `yaml:"share"` // of looks without a reason that have it, between 0 and 1
	Title    i18n.Text `yaml:"title"`
	Sentence i18n.Text `yaml:"sentence"` // {n} is the number that goes with it
	Source   string    `yaml:"source"`   // of the share
}

// LoadSignals reads content/accesslog/signals.yaml. Every sign must be there once.
func LoadSignals(content fs.FS) (map[Sign]Signal, error) {
	var file struct {
		CheckedOn string   `yaml:"checked_on"`
		Signals   []Signal `yaml:"signals"`
	}
	if err := framework.Decode(content, "accesslog/signals.yaml", &file); err != nil {
		return nil, err
	}
	var wrong []error
	all := map[Sign]Signal{}
	for _, s := range file.Signals {
		if _, twice := all[s.ID]; twice || s.Share <= 0 || s.Share >= 1 || !s.Title.Complete() || !s.Sentence.Complete() || s.Source == "" {
			wrong = append(wrong, fmt.Errorf("accesslog: signal %q stands twice, or lacks a share, a text or its source", s.ID))
		}
		all[s.ID] = s
	}
	for _, id := range Signs {
		if _, ok := all[id]; !ok {
			wrong = append(wrong, fmt.Errorf("accesslog: there is no signal %q", id))
		}
	}
	if len(all) > len(Signs) {
		wrong = append(wrong, errors.New("accesslog: there is a signal that nobody looks for"))
	}
	return all, errors.Join(wrong...)
}

// A Link is what is known of a person besides care and work, as keys: nobody's name or
// address is in it. What is not known is zero.
type Link struct {
	Surname, Postcode, House Key
	Patient                  Key    // as whom somebody who works there is cared for
	Team                     string // that they work in
	Known                    bool   // a person whom everybody knows
}

// Links are those of who works there and who is cared for.
type Links struct {
	Users, Patients map[Key]Link
}
