package journal

import (
	"time"

	"aantoonbaar/internal/sqldb"
)

// stored scans the moment of an entry as it stands in the database, also one
// that this program did not write: somebody with access to the database can put
// anything there, and that is for [Check] to tell.
type stored struct{ e *Entry }

// Scan implements [database/sql.Scanner]. A text that names a moment in another
// spelling keeps its moment: text order is time order in one spelling only, so
// it is told too.
func (s stored) Scan(v any) error {
	err := sqldb.Instant{Time: &s.e.At}.Scan(v)
	text, isText := v.(string)
	if !isText {
		return err
	}
	if err != nil {
		s.e.At = time.Time{}
	}
	if err != nil || Stamp(s.e.At) != text {
		s.e.OddAt = text
	}
	return nil
}
