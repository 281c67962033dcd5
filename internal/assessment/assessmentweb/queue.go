package assessmentweb

import (
	"sync"
	"sync/atomic"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// A queue lets one file be read at a time: the worst that is taken needs more
// than a hundred megabytes, and ten of those at once would empty a small machine.
// The zero value is ready to use.
type queue struct {
	turn sync.Mutex
	here atomic.Int32
}

// maxHere is how many files may be read or wait before the next is sent away.
const maxHere = 5

// enter waits for its turn. Refusals: Overload when too many wait already.
func (q *queue) enter() (leave func(), err error) {
	if q.here.Add(1) > maxHere {
		q.here.Add(-1)
		return nil, &fault.Fault{
			Kind: fault.Overload, Code: "assessment.import-queue",
			Says: i18n.T("Er worden nu veel bestanden tegelijk ingelezen.", "Many files are being read at this moment."),
			Hint: i18n.T("Wacht een minuut en probeer het opnieuw. Er is niets opgeslagen.", "Wait a minute and try again. Nothing was stored."),
		}
	}
	q.turn.Lock()
	return func() {
		q.turn.Unlock()
		q.here.Add(-1)
	}, nil
}
