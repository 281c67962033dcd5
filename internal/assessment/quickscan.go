package assessment

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/source"
)

// An Element is one question of the quick scan. The eleven are our
// reconstruction: the official list was not found, and the screens say so.
type Element struct {
	ID             string       `yaml:"id"` // "quickscan/6"
	Number         int          `yaml:"number"`
	Reconstruction bool         `yaml:"reconstruction"`
	Title          i18n.Text    `yaml:"title"`
	Question       i18n.Text    `yaml:"question"`
	Why            i18n.Text    `yaml:"why"`
	Answers        []ScanOption `yaml:"answers"`
	Prefills       []Prefill    `yaml:"prefills"`
	FirstAction    struct {
		NL FirstAction `yaml:"nl"`
		EN FirstAction `yaml:"en"`
	} `yaml:"first_action"`
	SuggestedOwner i18n.Text       `yaml:"suggested_owner"`
	WithinDays     int             `yaml:"within_days"`
	Urgency        int             `yaml:"urgency"` // 1 comes first
	Sources        []source.Source `yaml:"sources"`
	CheckedOn      string          `yaml:"checked_on"`
}

// A ScanOption is one answer that can be chosen.
type ScanOption struct {
	Value     Reply `yaml:"value"`
	i18n.Text `yaml:",inline"`
}

// A Prefill carries an answer of the quick scan to a requirement, as a starting point.
type Prefill struct {
	Requirement string          `yaml:"requirement"`
	Level       framework.Level `yaml:"level"`
	From        map[Reply]Reply `yaml:"from"`
}

// A FirstAction is what to do first about an element, in one language.
type FirstAction struct {
	Title   string   `yaml:"title"`
	Steps   []string `yaml:"steps"`
	Minutes int      `yaml:"minutes"`
	Example string   `yaml:"example"` // text to copy and adapt
}

// Action returns the first action in a language.
func (e *Element) Action(l i18n.Lang) FirstAction {
	if l == i18n.EN {
		return e.FirstAction.EN
	}
	return e.FirstAction.NL
}

// Option returns the answer with the value, and whether there is one.
func (e *Element) Option(value Reply) (ScanOption, bool) {
	i := slices.IndexFunc(e.Answers, func(o ScanOption) bool { return o.Value == value })
	if i < 0 {
		return ScanOption{}, false
	}
	return e.Answers[i], true
}

// LoadScan reads the elements of the quick scan from content/.
func LoadScan(content fs.FS, c *framework.Catalogue) ([]*Element, error) {
	files, err := fs.Glob(content, "quickscan/*.yaml")
	if err != nil {
		return nil, err
	}
	var scan []*Element
	for _, file := range files {
		e := &Element{}
		if err := framework.Decode(content, file, e); err != nil {
			return nil, err
		}
		for _, p := range e.Prefills {
			if c.Find(p.Requirement) == nil {
				return nil, fmt.Errorf("%s: no requirement %s", file, p.Requirement)
			}
		}
		scan = append(scan, e)
	}
	slices.SortFunc(scan, func(a, b *Element) int { return cmp.Compare(a.Number, b.Number) })
	return scan, nil
}

// A ScanAnswer is what an organisation chose for one element.
type ScanAnswer struct {
	Element   string    `json:"element"`
	Value     Reply     `json:"value"`
	Version   int64     `json:"version"`
	ChangedAt time.Time `json:"changed_at,omitzero"`
	ChangedBy string    `json:"changed_by,omitempty"` // name, as shown then

	ChangedByID identity.PersonID `json:"changed_by_id,omitempty"`
}

// Prefilled returns what the quick scan says of each requirement, by
// requirement and level. Where several elements speak of the same level, the
// most cautious counts.
func Prefilled(scan []*Element, answers map[string]ScanAnswer) map[string]map[framework.Level]Reply {
	all := map[string]map[framework.Level]Reply{}
	for _, e := range scan {
		for _, p := range e.Prefills {
			reply, ok := p.From[answers[e.ID].Value]
			if !ok {
				continue
			}
			levels := all[p.Requirement]
			if levels == nil {
				levels = map[framework.Level]Reply{}
				all[p.Requirement] = levels
			}
			levels[p.Level] = cautious(levels[p.Level], reply)
		}
	}
	return all
}

// cautious returns the lower of two replies; an unanswered one does not count.
func cautious(a, b Reply) Reply {
	for _, r := range []Reply{No, Partly, Yes} {
		if a == r || b == r {
			return r
		}
	}
	return cmp.Or(a, b)
}

// A Signal is an element with its answer, as the result page shows it.
type Signal struct {
	Element *Element
	Value   Reply
}

// Signals returns the eleven signals in order.
func Signals(scan []*Element, answers map[string]ScanAnswer) []Signal {
	var all []Signal
	for _, e := range scan {
		all = append(all, Signal{e, answers[e.ID].Value})
	}
	return all
}

// MaxFirstActions is how many actions the quick scan ends in at most: more than
// ten nobody starts with.
const MaxFirstActions = 10

// FirstActions returns the elements to act on, the most urgent first, at most
// MaxFirstActions: those answered no come before partly and not known, and what
// was not answered asks for nothing yet.
func FirstActions(signals []Signal) []Signal {
	var wanting []Signal
	for _, s := range signals {
		if s.Value == No || s.Value == Partly || s.Value == Unknown {
			wanting = append(wanting, s)
		}
	}
	slices.SortStableFunc(wanting, func(a, b Signal) int {
		return cmp.Or(
			cmp.Compare(btoi(a.Value != No), btoi(b.Value != No)),
			cmp.Compare(a.Element.Urgency, b.Element.Urgency),
			cmp.Compare(a.Element.Number, b.Element.Number))
	})
	return wanting[:min(len(wanting), MaxFirstActions)]
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
