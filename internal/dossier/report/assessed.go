package report

import (
	"context"
	"io"
	"strings"
	"time"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/legaltime"
)

// An Assessed is the signed report of an assessor as people read it: one page. What
// was signed is the document itself, of which it tells the SHA-256.
type Assessed struct {
	Lang     i18n.Lang
	Cat      *framework.Catalogue
	Zone     *time.Location
	Report   audit.Report
	Document audit.Document // what Report.Text says
}

// Write writes the page.
func (p Assessed) Write(ctx context.Context, w io.Writer) error {
	return assessedPage(p).Render(ctx, w)
}

// nameOf is a requirement in one line.
func (p Assessed) nameOf(requirement string) string {
	if r := p.Cat.Find(requirement); r != nil {
		return r.Short().In(p.Lang) + " " + r.Title.In(p.Lang)
	}
	return requirement
}

// day writes a day of a document for people; as it is when it is none.
func (p Assessed) day(text string) string {
	if d, err := legaltime.Read(text); err == nil && !d.IsZero() {
		return p.Lang.Day(d)
	}
	return text
}

// firm is the organisation of a member of the team, in brackets.
func firm(m audit.Member) string {
	if m.Firm == "" {
		return ""
	}
	return " (" + m.Firm + ")"
}

// circumstances are by whom something was seen, when and where.
func circumstances(p Assessed, v audit.VerdictLine) string {
	parts := []string{v.By}
	for _, s := range []string{p.day(v.On), v.Place, v.Note} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if len(v.Evidence) > 0 {
		parts = append(parts, p.Lang.T("bewijs: ", "evidence: ")+strings.Join(v.Evidence, ", "))
	}
	return strings.Join(parts, "; ")
}

// reasons are why a requirement is in the sample.
func reasons(p Assessed, x audit.Pick) string {
	var names []string
	for _, r := range x.Reasons {
		names = append(names, r.Name().In(p.Lang))
	}
	if x.Why != "" {
		names = append(names, x.Why)
	}
	if x.Dropped != "" {
		names = append(names, p.Lang.T("vervallen: ", "dropped: ")+x.Dropped)
	}
	return strings.Join(names, "; ")
}
