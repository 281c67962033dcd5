package rounds

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// Proves lists the requirements of which the report of a round is evidence: logging, and
// looking at what was logged.
var Proves = []string{"nen7510-2:2024/8.15", "nen7510-2:2024/8.16"}

// provesFor is how many months a report counts as evidence.
const provesFor = 12

// Close ends a round with its report, which the actor signs with the own name. Nothing of
// the round changes afterwards. See [Service.Prove].
//
// Refusals: Denied; NotFound; Invalid without a conclusion or the own name; Conflict
// while cases are open, once it is closed, or when somebody else changed it since.
func (s *Service) Close(ctx context.Context, by identity.Actor, id ID, version int64, conclusion, name string) error {
	if err := by.Need(identity.ReviewLogs); err != nil {
		return err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return err
	}
	r, ok := h.Round(id)
	if r.Change, err = s.next(by, false, ok, r.Version, version); err != nil {
		return err
	}
	cases := h.Of(id)
	n := CountOf(cases, s.now())
	switch {
	case !r.Open():
		return conflict("accesslog.round-closed", i18n.T("Deze ronde is afgesloten, of nog niet klaar om te beoordelen.", "This round is closed, or not ready to be reviewed."))
	case n.Closed < n.All:
		return conflict("accesslog.cases-open", i18n.T(
			i18n.NL.Plural(n.All-n.Closed, "Er staat nog %s zaak open.", "Er staan nog %s zaken open.", "", "")+" Beoordeel die eerst.",
			i18n.EN.Plural(n.All-n.Closed, "", "", "%s case is still open.", "%s cases are still open.")+" Judge those first."))
	}
	var k fault.Checker
	conclusion = strings.TrimSpace(conclusion)
	k.Need(conclusion != "", "conclusion", i18n.T("Schrijf in een paar zinnen wat deze ronde liet zien.", "Write in a few sentences what this round showed."))
	k.Text(conclusion, "conclusion", maxText)
	by.NeedOwnName(&k, "name", name)
	if err := k.Fault("accesslog.report-refused"); err != nil {
		return err
	}
	text := r.document(cases, conclusion, s.Templates, n)
	sum := sha256.Sum256([]byte(text))
	r.Report = &Report{Conclusion: conclusion, Text: text, SHA256: hex.EncodeToString(sum[:]), Signed: *s.hand(by, hex.EncodeToString(sum[:]))}
	return s.save(ctx, by, "accesslog.close", r, r.Change)
}

// Prove adds the report of a closed round to the evidence. Where it stands, nothing is
// added.
//
// Refusals: Denied; NotFound for a round without a report.
func (s *Service) Prove(ctx context.Context, by identity.Actor, id ID) error {
	if err := by.Need(identity.Evidence); err != nil {
		return err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return err
	}
	r, ok := h.Round(id)
	if !ok || r.Report == nil {
		return fault.Missing("accesslog.no-report")
	}
	return s.World.AddOnce(ctx, by, evidence.Item{
		Title: "Logcontrole van " + i18n.NL.Day(r.From) + " tot en met " + i18n.NL.Day(r.Last()), Form: evidence.Note, Kind: framework.Operation,
		Text: r.Report.Text + "\nVaste versie: " + r.Report.SHA256, VouchedBy: r.Report.Signed.By, SpeaksFrom: r.From, SpeaksUntil: r.Last(),
		ValidUntil: r.Last().AddDate(0, provesFor, 0), Requirements: Proves,
	}, r.Report.SHA256)
}

// document is the report in numbers: it names nobody.
func (r Round) document(cases []Case, conclusion string, templates []accesslog.Template, n Count) string {
	var b strings.Builder
	l, f := i18n.NL, r.Found
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("Logcontrole van %s tot en met %s.", l.Day(r.From), l.Day(r.Last()))
	if a := r.Plan.Approved; a != nil {
		line("Volgens het controleplan dat %s op %s goedkeurde (%s).", a.By, l.Day(a.At), a.SHA256)
	} else {
		line("Het controleplan (%s) was nog niet goedgekeurd.", r.Plan.Sum())
	}
	line("Gelezen: %s logregels, samen %s keer dat iemand op een dag een dossier opende: %s medewerkers, %s cliënten.", l.Num(f.Events), l.Num(f.Units), l.Num(f.Users), l.Num(f.Patients))
	line("Alles is vergeleken met de zorg. Verklaard: %s procent.", percent(f.Share()))
	for _, t := range templates {
		if of := f.Explained[t.ID]; of > 0 {
			line("- %s: %s", t.Title.NL, l.Num(of))
		}
	}
	line("Niet verklaard: %s. Met de noodprocedure: %s, waarvan %s niet verklaard.", l.Num(f.Rest), l.Num(f.Glass), l.Num(f.OpenGlass))
	line("Beoordeeld: %d zaken. Terecht: %d. Onterecht, door twee mensen bevestigd: %d. Niet vast te stellen: %d.", n.All, n.Lawful, n.Unlawful, n.Unknown)
	line("Geloot: %d uit wat niet verklaard is (%d onterecht) en %d uit wat verklaard is (%d onterecht). Lotingsgetal: %s.", n.DrawnClosed, n.DrawnUnlawful, n.ExplainedClosed, n.ExplainedUnlawful, r.Seed)
	for _, x := range r.Before {
		line("Eerder over deze dagen afgebroken door %s op %s: %s", x.By, l.Day(x.At), x.Because)
	}
	e := r.Estimate(cases)
	line("Van alle keren was met 95 procent zekerheid hoogstens %s procent zonder reden, en minstens %s procent.", percent(e.High), percent(e.Low))
	for _, u := range r.Used {
		line("Bestand: %s, uit %s, %s regels (%s).", u.File, u.Source, l.Num(int(u.Lines)), u.SHA256)
	}
	line("Conclusie: %s", conclusion)
	return b.String()
}

// percent is a share in per cent, with one digit behind the comma.
func percent(share float64) string {
	return strings.Replace(fmt.Sprintf("%.1f", 100*share), ".", ",", 1)
}
