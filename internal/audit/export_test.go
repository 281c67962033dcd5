package audit

import (
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
)

// Complaints names the fields of new terms that are refused, in their order.
func Complaints(t Terms, cat *framework.Catalogue, today time.Time) (fields []string) {
	var c fault.Checker
	t.check(&c, cat, Terms{}, today)
	if f, ok := fault.Of(c.Fault("x")); ok {
		for _, w := range f.Fields {
			fields = append(fields, w.Name)
		}
	}
	return fields
}

// Compared lays results beside a file, as Compare does before it asks other rooms.
func Compared(r Results, took Taking, f File) (Comparison, error) { return compare(r, took, f) }

// MarkOfFinding names what a finding says.
func MarkOfFinding(f Finding) string { return markOfFinding(f) }
