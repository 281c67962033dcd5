package reading

import "bytes"

// agent reads one of those who took part, and keeps it when it is more likely to be the
// person than the one before.
func (a *audit) agent() {
	var g agent
	a.fields(func(name []byte) {
		switch string(name) {
		case "requestor":
			g.requestor = string(a.word()) == "true"
		case "type":
			a.codes(func(code []byte) { g.kind(code) })
		case "role":
			g.role = a.words(g.role)
		case "who", "userId":
			if number := a.reference(); len(number) > 0 {
				g.number = number
			}
		case "altId", "name":
			if w := a.word(); len(g.number) == 0 {
				g.number = w
			}
		case "policy":
			g.protocol = true
			a.skip()
		case "purposeOfUse":
			a.purpose()
		case "network":
			g.station = a.network(g.station)
		case "networkString", "networkUri":
			g.station = a.word()
		default:
			a.skip()
		}
	})
	g.device = g.device || bytes.HasPrefix(g.number, []byte("Device/"))
	if !a.chosen || g.weight() > a.best.weight() {
		a.best, a.chosen = g, true
	}
	if g.protocol {
		a.best.protocol = true
	}
}

// kind looks at the type of an agent: IRCP and humanuser are people in IHE's patterns
// and HL7's list; 110150, 110152 and 110153 are programs by DICOM.
func (g *agent) kind(code []byte) {
	switch string(code) {
	case "IRCP", "humanuser", "AUT", "INF", "CST":
		g.human = true
	case "110150", "110152", "110153", "datasource", "application":
		g.device = true
	}
}

// weight is how likely an agent is the person who acted.
func (g *agent) weight() (w int) {
	add := func(is bool, points int) {
		if is {
			w += points
		}
	}
	add(g.human, 8)
	add(g.requestor, 4)
	add(!g.device, 2)
	add(len(g.number) > 0, 1)
	add(g.device && !g.human, -8)
	return w
}

// reference reads who or what is meant: the value of an identifier first, then the
// reference, then the words on the screen.
func (a *audit) reference() (number []byte) {
	if a.peek() != '{' {
		return a.word()
	}
	var reference, display []byte
	a.fields(func(name []byte) {
		switch string(name) {
		case "identifier":
			a.items(func() {
				if v := a.reference(); len(v) > 0 && len(number) == 0 {
					number = v
				}
			})
		case "value":
			number = a.word()
		case "reference":
			reference = a.word()
		case "display":
			display = a.word()
		default:
			a.skip()
		}
	})
	switch {
	case len(number) > 0:
		return number
	case len(reference) > 0:
		return reference
	}
	return display
}

// words reads what a CodeableConcept says: its text, else the display or code of its
// first coding. Of a list the first counts.
func (a *audit) words(before []byte) (says []byte) {
	says = before
	a.items(func() {
		var text, display, code []byte
		a.fields(func(name []byte) {
			switch string(name) {
			case "text":
				text = a.word()
			case "coding":
				a.items(func() {
					a.fields(func(name []byte) {
						switch string(name) {
						case "display":
							display = a.word()
						case "code":
							code = a.word()
						default:
							a.skip()
						}
					})
				})
			default:
				a.skip()
			}
		})
		for _, t := range [][]byte{text, display, code} {
			if len(says) == 0 {
				says = t
			}
		}
	})
	return says
}

func (a *audit) network(before []byte) []byte {
	a.fields(func(name []byte) {
		if string(name) == "address" {
			before = a.word()
			return
		}
		a.skip()
	})
	return before
}

// entity reads one of the things that were touched, and keeps the patient. A person of
// type 1 in role 1 is one (IHE); so is what refers to a Patient.
func (a *audit) entity() {
	var person, role, query bool
	var number []byte
	a.fields(func(name []byte) {
		switch string(name) {
		case "type":
			a.codes(func(code []byte) { person = person || string(code) == "1" || string(code) == "Patient" })
		case "role":
			a.codes(func(code []byte) { role = role || string(code) == "1" })
		case "what", "identifier", "reference":
			if n := a.reference(); len(n) > 0 {
				number = n
			}
		case "query":
			query = true
			a.skip()
		default:
			a.skip()
		}
	})
	a.query = a.query || query
	named := bytes.HasPrefix(number, []byte("Patient/")) || bytes.Contains(number, []byte("/Patient/"))
	if len(a.e.Patient) == 0 && (named || person && len(number) > 0) || person && role && len(number) > 0 {
		a.e.Patient = number
		a.e.Has |= HasKind
	}
}
