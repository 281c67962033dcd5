package accesslog

// An Explanation is what explains a unit. The zero Explanation of a unit is not one:
// look at Template.
type Explanation struct {
	Template int      // in the list of templates; -1 when nothing explains the unit
	All      uint32   // every template that does, a bit for each, when that was asked
	Path     [3]int32 // the facts along the path of Template, by their place in the list; -1 where it has no step
}

// nothing explains a unit.
var nothing = Explanation{Template: -1, Path: [3]int32{-1, -1, -1}}

// An Explainer holds facts against units. It is not changed by use: many goroutines
// may ask at once.
type Explainer struct {
	templates []Template
	paths     [][]index // of each template, that of each step
	every     bool
}

// NewExplainer makes the indexes of all templates. Of people that no event named
// before it leaves out the facts: c must hold the patients and users of every unit.
// Every asks for each template that explains a unit, and not only for the first.
func NewExplainer(templates []Template, facts []Fact, c *Coding, every bool) *Explainer {
	x := &Explainer{templates: templates, every: every}
	made := map[madeOf]index{}
	for _, t := range templates {
		path := make([]index, len(t.Path))
		for i, s := range t.Path {
			key := madeOf{s, i == len(t.Path)-1}
			if _, ok := made[key]; !ok {
				made[key] = newIndex(s, key.last, facts, c)
			}
			path[i] = made[key]
		}
		x.paths = append(x.paths, path)
	}
	return x
}

// madeOf is what an index depends on: templates with one step in common share it.
type madeOf struct {
	step Step
	last bool
}

// Explain finds the first template that explains u, and of its paths the one with the
// facts that come first in the list. Templates come in the order of the list: the
// strongest grades first.
func (x *Explainer) Explain(u *Unit) Explanation {
	e := nothing
	for i := range x.templates {
		if !x.templates[i].allows(u.Actions) {
			continue
		}
		path := nothing.Path
		if !follow(x.paths[i], 0, u, u.Patient, &path) {
			continue
		}
		e.All |= 1 << i
		if e.Template < 0 {
			e.Template, e.Path = i, path
		}
		if !x.every {
			break
		}
	}
	return e
}

// follow looks for facts that lead from a number to the user of u by the steps from n
// on, and writes them down in path.
func follow(steps []index, n int, u *Unit, at uint32, path *[3]int32) bool {
	step := &steps[n]
	if step.last {
		for _, l := range step.between(at, u.User) {
			if l.holds(u) {
				path[n] = l.row
				return true
			}
		}
		return false
	}
	for _, l := range step.entered(at) {
		if l.holds(u) && follow(steps, n+1, u, l.leave, path) {
			path[n] = l.row
			return true
		}
	}
	return false
}

// holds reports whether any part of the unit falls in the time of the fact.
func (l *link) holds(u *Unit) bool { return u.First <= l.to && u.Last >= l.from }
