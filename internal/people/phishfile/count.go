package phishfile

import (
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/workbook"
)

// A Wrong is a row that cannot be counted, and why.
type Wrong struct {
	Row  int
	Says i18n.Text
}

// Count counts the rows of a table. When there is a Wrong, the outcomes are worth
// nothing: a total of which rows are missing is a wrong total.
func (t Table) Count(m Mapping) (all []people.Outcome, wrong []Wrong) {
	for _, n := range t.Bad {
		wrong = append(wrong, Wrong{n, i18n.T("In deze regel staat een formule, of tekens die niemand kan lezen.", "This row holds a formula, or characters that nobody can read.")})
	}
	persons := t.PerPerson(m)
	for i, row := range t.Rows {
		o, says := outcome(row, m, persons)
		if !says.IsZero() {
			wrong = append(wrong, Wrong{t.At[i], says})
			continue
		}
		all = append(all, o)
	}
	return all, wrong
}

func outcome(row []string, m Mapping, persons bool) (o people.Outcome, says i18n.Text) {
	if persons {
		o.Sent = 1 // unless a column says that it did not arrive
	}
	for i, x := range m {
		if i >= len(row) {
			break
		}
		switch into := field(&o, x); {
		case x == Group:
			o.Group = workbook.Clip(row[i], 100)
		case x == Status && persons:
			lastly(&o, row[i])
		case into == nil:
		case persons && x == Sent:
			o.Sent = did(row[i])
		case persons:
			*into = max(*into, did(row[i]))
		default:
			n, ok := number(row[i])
			if !ok {
				return o, i18n.T("‘"+workbook.Clip(row[i], 40)+"’ is geen aantal.", "‘"+workbook.Clip(row[i], 40)+"’ is no number.")
			}
			*into = n
		}
	}
	switch most := max(o.Opened, o.Clicked, o.Gave, o.Reported); {
	case persons:
		o.Sent = max(o.Sent, most)
	case most > o.Sent:
		return o, i18n.T("Hier deden meer mensen iets dan de mail kregen.", "Here more people did something than got the mail.")
	}
	return o, says
}

// field is the number that a column fills; nil for a column of another kind.
func field(o *people.Outcome, m Meaning) *int {
	switch m {
	case Sent:
		return &o.Sent
	case Opened:
		return &o.Opened
	case Clicked:
		return &o.Clicked
	case Gave:
		return &o.Gave
	case Reported:
		return &o.Reported
	case Nothing, Person, Group, Status:
	}
	return nil
}
