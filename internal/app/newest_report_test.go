package app_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// TestTheNewestReportIsTheOneSignedLast has two assessments, of which the one that
// was begun first is signed last, and reads what the management review says.
func TestTheNewestReportIsTheOneSignedLast(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	older := p.judged()
	s.now.Store(new(p.clock().Add(time.Hour)))
	newer := p.judged()
	p.must(p.signReport(newer))
	last := p.clock().AddDate(0, 0, 3)
	s.now.Store(&last)
	p.must(p.signReport(older))
	sheet, err := p.Review.Find(p.ctx(), p.by(identity.Administrator), p.review)
	p.must(err)
	want := "is van " + i18n.NL.Day(last.In(p.Zone))
	for _, point := range sheet.Document.Points {
		for _, f := range point.Facts {
			if strings.Contains(f.Says.NL, "Het nieuwste rapport van een onafhankelijke beoordeling") {
				if !strings.Contains(f.Says.NL, want) {
					t.Errorf("the review says %q, want %q", f.Says.NL, want)
				}
				return
			}
		}
	}
	t.Error("the review says nothing of the newest report")
}
