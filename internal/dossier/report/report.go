// Package report writes a dossier for people: one page without script or
// anything from elsewhere, in Dutch or English, and the short letter that tells
// an outsider what to do with the file.
//
// A page made with [Paper.Findings] is the report of a check: beside every claim
// stands whether it is proven.
package report

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/a-h/templ"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
)

// A Paper is one report.
type Paper struct {
	Lang     i18n.Lang
	Book     dossier.Book
	Cat      *framework.Catalogue
	Zone     *time.Location
	Key      string             // the public key under which the dossier stands
	Files    bool               // the files of evidence are in the dossier
	Report   *dossier.Report    // of the check that this page tells of; nil in the dossier itself
	Anchors  []dossier.Sighting // what others saw; with verdicts on the page of a check
	findings map[string]dossier.Finding

	themes   []theme
	counts   map[assessment.State]int
	pieces   []dossier.Claim
	actions  []dossier.Claim
	approved []dossier.Claim
	assessed []dossier.Claim
	profile  *dossier.Claim
}

// A theme is a group of requirements with what was said of each.
type theme struct {
	Theme framework.Theme
	Lines []line
}

// A line is one requirement.
type line struct {
	Requirement *framework.Requirement
	Claim       *dossier.Claim // nil when nobody said anything
	Answer      assessment.Answer
	Support     assessment.Support
	State       assessment.State
	Pieces      []dossier.Claim // of evidence that is linked to it and not withdrawn
}

// Write writes the page.
func (p Paper) Write(ctx context.Context, w io.Writer) error {
	p.arrange()
	return page(p).Render(ctx, w)
}

// arrange puts the claims where they are read.
func (p *Paper) arrange() {
	p.findings, p.counts = map[string]dossier.Finding{}, map[assessment.State]int{}
	if p.Report != nil {
		for _, f := range p.Report.Findings {
			p.findings[f.Claim] = f
		}
	}
	answers := map[string]*dossier.Claim{}
	for i, c := range p.Book.Claims {
		switch c.Kind {
		case dossier.OfProfile:
			p.profile = &p.Book.Claims[i]
		case dossier.OfAnswer:
			answers[c.ID] = &p.Book.Claims[i]
		case dossier.OfEvidence:
			p.pieces = append(p.pieces, c)
		case dossier.OfAction:
			p.actions = append(p.actions, c)
		case dossier.OfApproval:
			p.approved = append(p.approved, c)
		case dossier.OfAssessment:
			p.assessed = append(p.assessed, c)
		}
	}
	for _, t := range framework.Themes {
		group := theme{Theme: t}
		for _, r := range p.Cat.Requirements {
			if r.Theme == t {
				l := p.line(r, answers[assessment.ObjectOf(r.ID).String()])
				p.counts[l.State]++
				group.Lines = append(group.Lines, l)
			}
		}
		p.themes = append(p.themes, group)
	}
}

func (p *Paper) line(r *framework.Requirement, c *dossier.Claim) line {
	l := line{Requirement: r, Claim: c}
	if c != nil && c.Says.Answer != nil {
		l.Answer = *c.Says.Answer
	}
	day := p.Book.ReckonedOn(p.Zone)
	for _, piece := range p.pieces {
		if s := piece.Says.Evidence; s != nil && s.Withdrawn == "" && slices.Contains(s.Requirements, r.ID) {
			l.Pieces = append(l.Pieces, piece)
			l.Support.Operation = l.Support.Operation || counts(s, day)
		}
	}
	l.State = l.Answer.State(l.Support)
	return l
}

// counts reports whether a piece supports operation on a day.
func counts(s *dossier.Piece, day time.Time) bool {
	from, errFrom := legaltime.Read(s.SpeaksFrom)
	until, errUntil := legaltime.Read(s.ValidUntil)
	it := evidence.Item{Kind: framework.Level(s.Kind), SpeaksFrom: from, ValidUntil: until}
	return errFrom == nil && errUntil == nil && it.Counts(framework.Operation, day)
}

// moment is when the last entry was written; the zero time when nobody knows.
func (p *Paper) moment() time.Time { return at(p.Book.At) }

func at(stamp string) time.Time {
	t, err := time.Parse(journal.StampLayout, stamp)
	if err != nil {
		return time.Time{}
	}
	return t
}

// verdict is the finding about a claim; ok only on the page of a check.
func (p *Paper) verdict(c *dossier.Claim) (dossier.Finding, bool) {
	if c == nil {
		return dossier.Finding{}, false
	}
	f, ok := p.findings[c.ID]
	return f, ok
}

// day writes a day as it is stored for people; as it is when it is none.
func (p *Paper) day(text string) string {
	if d, err := legaltime.Read(text); err == nil && !d.IsZero() {
		return p.Lang.Day(d)
	}
	return text
}

// sectors names the kinds of care in the profile.
func (p *Paper) sectors(profile org.Profile) string {
	var names []string
	for _, s := range profile.Sectors {
		names = append(names, s.Name().In(p.Lang))
	}
	return p.Lang.And(names)
}

// when tells who said something, and when by the server's clock.
func (p *Paper) when(c *dossier.Claim) string {
	by := c.By
	if by == "" {
		by = p.Lang.T("naam gewist", "name erased")
	}
	return fmt.Sprintf("%s, %s", by, p.Lang.Moment(at(c.At).In(p.Zone)))
}

// seen tells what an anchor is: of whom, over what, and when by their clock.
func (p *Paper) seen(s dossier.Sighting) string {
	what := p.Lang.T("Getuige", "Witness")
	if s.Kind == anchor.TimeStamp {
		what = p.Lang.T("Tijdstempel", "Time stamp")
	}
	moment := p.Lang.T("onbekend moment", "unknown moment")
	if t, err := time.Parse(time.RFC3339, s.At); err == nil {
		moment = p.Lang.Moment(t.In(p.Zone))
	}
	return p.Lang.Tf("%s: %s zag de eerste %s wijzigingen, op %s.", "%s: %s saw the first %s changes, on %s.", what, cmp.Or(s.By, s.File), p.Lang.Num64(s.Size), moment)
}

// title names a piece of evidence, also once what was said of it is gone.
func (p *Paper) title(c *dossier.Claim) string {
	if c.Says.Evidence == nil {
		return p.Lang.T("Gewist bewijs", "Erased evidence")
	}
	return c.Says.Evidence.Title
}

//go:embed report.css
var style string

// stylesheet puts the style into the page: it is opened as a file, with nothing
// beside it.
func stylesheet() templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "<style>"+style+"</style>")
		return err
	})
}
