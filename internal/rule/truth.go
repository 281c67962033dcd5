package rule

import "aantoonbaar/internal/i18n"

// A Truth is yes, no, or not known yet. The zero Truth is Unknown.
//
// The three are numbers in an order, No < Unknown < Yes, and that is all there
// is to Kleene's logic: "and" is the lowest of its parts, "or" the highest, and
// "not" turns the sign.
type Truth int8

// The truths.
const (
	No      Truth = -1
	Unknown Truth = 0
	Yes     Truth = 1
)

// Of returns Yes for true and No for false.
func Of(holds bool) Truth {
	if holds {
		return Yes
	}
	return No
}

// And returns whether all hold; Yes when there are none.
func And(ts ...Truth) Truth {
	lowest := Yes
	for _, t := range ts {
		lowest = min(lowest, t)
	}
	return lowest
}

// Or returns whether at least one holds; No when there are none.
func Or(ts ...Truth) Truth {
	highest := No
	for _, t := range ts {
		highest = max(highest, t)
	}
	return highest
}

// Not returns the opposite; what is not known stays so.
func (t Truth) Not() Truth { return -t }

// Word returns what people read: ja, nee, nog niet bekend.
func (t Truth) Word() i18n.Text {
	switch t {
	case Yes:
		return i18n.T("ja", "yes")
	case No:
		return i18n.T("nee", "no")
	case Unknown:
	}
	return i18n.T("nog niet bekend", "not known yet")
}

// String returns the English word for logs and tests.
func (t Truth) String() string {
	return map[Truth]string{Yes: "yes", No: "no", Unknown: "unknown"}[t]
}
