package accesslog

// A Tally counts how many patients a day the tasks explained for each user, so that a
// task explains no more than its most: whoever opens three hundred records in a night
// is not believed because billing is among their tasks. The zero Tally is empty.
type Tally struct {
	patients map[taskDay]int
}

type taskDay struct {
	template int
	user     uint32
	day      int32
}

// Count takes a unit in that was explained by a task. Others it passes over.
func (t *Tally) Count(templates []Template, u *Unit, e Explanation) {
	if e.Template < 0 || templates[e.Template].Most == 0 {
		return
	}
	if t.patients == nil {
		t.patients = map[taskDay]int{}
	}
	t.patients[taskDay{e.Template, u.User, u.Day}]++
}

// Hold is the explanation when all units were counted: nothing, for every unit of a
// user on a day on which a task would explain more patients than its most.
func (t *Tally) Hold(templates []Template, u *Unit, e Explanation) Explanation {
	if e.Template < 0 || templates[e.Template].Most == 0 || t.patients[taskDay{e.Template, u.User, u.Day}] <= templates[e.Template].Most {
		return e
	}
	return nothing
}
