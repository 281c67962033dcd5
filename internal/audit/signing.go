package audit

import (
	"context"
	"fmt"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
)

// Conclude stores the assessor's conclusion, which opens the report.
//
// Refusals: Denied; NotFound; Invalid; Conflict when there is no work.
func (s *Service) Conclude(ctx context.Context, by identity.Actor, id ID, conclusion string) error {
	if err := by.Need(identity.Assess); err != nil {
		return err
	}
	f, err := s.free(ctx, by, id, AtWork)
	if err != nil {
		return err
	}
	e := f.Engagement
	e.Conclusion, err = reason(conclusion, "conclusion", "audit.conclusion-refused", i18n.T("Schrijf in een paar zinnen wat u concludeert.", "Write in a few sentences what you conclude."))
	if err != nil {
		return err
	}
	_, err = s.step(ctx, by, e, "audit.conclude", map[string]string{"conclusion": e.Conclusion})
	return err
}

// A Preview is what a signature would be under now.
type Preview struct {
	Document Document
	SHA256   string
	Missing  []string // requirements of the sample that still want a verdict
	HasKey   bool     // the reader has a key to sign with
}

// Preview returns the report as it stands.
//
// Refusals: Denied; NotFound; Conflict when there is no work.
func (s *Service) Preview(ctx context.Context, by identity.Actor, id ID) (Preview, error) {
	if err := by.Need(identity.Assess); err != nil {
		return Preview{}, err
	}
	f, err := s.free(ctx, by, id, AtWork)
	if err != nil {
		return Preview{}, err
	}
	p, _, err := s.preview(ctx, by, f)
	return p, err
}

func (s *Service) preview(ctx context.Context, by identity.Actor, f File) (p Preview, text []byte, err error) {
	k, hasKey, err := s.World.SigningKey(ctx, by)
	if err != nil {
		return Preview{}, nil, err
	}
	d := DocumentOf(s.Rules, s.Catalogue, f, s.Zone)
	d.Org, d.Number, d.Signer = by.Org, len(f.Reports)+1, by.Name
	if len(f.Reports) > 0 {
		d.Replaces = f.Reports[0].SHA256
	}
	if hasKey {
		d.Key = identity.Fingerprint(k.Public)
	}
	if d.Organisation, err = s.World.OrgName(ctx, by); err != nil {
		return Preview{}, nil, fmt.Errorf("name organisation: %w", err)
	}
	text, sum, err := d.Text()
	return Preview{Document: d, SHA256: sum, Missing: f.Missing(), HasKey: hasKey}, text, err
}

// ActSign is the journal's action of a signed report; its data is a [Signed].
const ActSign = "audit.sign"

// Signed is what the journal says of a report.
type Signed struct {
	Number   int    `json:"number"`
	SHA256   string `json:"sha256"`
	Key      string `json:"key"` // fingerprint
	Replaces string `json:"replaces,omitempty"`
	OnPaper  bool   `json:"mainly_on_documents"`

	Unstated []string `json:"independence_not_stated,omitempty"` // names of the team without a statement
}

// Sign signs the report that has the hash that was read, with the assessor's own
// key, opened with the passphrase for this once.
//
// Refusals: Denied; NotFound; Conflict for another than the assessor who agreed,
// while anything is missing, or when the report is not what was read; Invalid for
// a wrong passphrase.
func (s *Service) Sign(ctx context.Context, by identity.Actor, id ID, sha256, passphrase string) (Report, error) {
	if err := by.Need(identity.Assess); err != nil {
		return Report{}, err
	}
	if err := s.here(); err != nil {
		return Report{}, err
	}
	f, err := s.free(ctx, by, id, AtWork)
	if err != nil {
		return Report{}, err
	}
	p, text, err := s.preview(ctx, by, f)
	if err != nil {
		return Report{}, err
	}
	if err := ready(f.Engagement, by, p, sha256); err != nil {
		return Report{}, err
	}
	k, signature, err := s.World.SignText(ctx, by, passphrase, text)
	if err != nil {
		return Report{}, err
	}
	if identity.Fingerprint(k.Public) != p.Document.Key {
		return Report{}, ErrStale // another key was made in between
	}
	now := s.now()
	r := Report{Number: p.Document.Number, Text: text, SHA256: p.SHA256, Public: k.Public, Key: identity.Fingerprint(k.Public), Signature: signature, By: by.Person, Name: by.Name, At: now, OnPaper: p.Document.OnPaper}
	return s.store(ctx, by, f.Engagement, r, p.Document)
}

func (s *Service) store(ctx context.Context, by identity.Actor, e Engagement, r Report, d Document) (Report, error) {
	e.Status, e.Version, e.Correcting = Reported, e.Version+1, ""
	entry := by.Draft(r.At, ActSign, e.ID.Ref(), Signed{r.Number, r.SHA256, identity.Fingerprint(r.Public), d.Replaces, r.OnPaper, d.Unstated})
	r, err := s.Store.Sign(ctx, by.Org, e, r, entry)
	if err != nil {
		return Report{}, fmt.Errorf("sign report of %s: %w", e.ID, err)
	}
	return r, nil
}

// ready refuses a signature that comes too early, from another, or under
// something that was not read.
func ready(e Engagement, by identity.Actor, p Preview, read string) error {
	conflict := func(code string, says i18n.Text) error {
		return &fault.Fault{Kind: fault.Conflict, Code: code, Says: says, Hint: i18n.T("Er is niets ondertekend.", "Nothing was signed.")}
	}
	switch {
	case e.Assessor.Person != by.Person:
		return conflict("audit.not-lead", i18n.T("Alleen de beoordelaar die akkoord ging met de opdracht, ondertekent: "+e.Assessor.Name+".", "Only the assessor who agreed on the engagement signs: "+e.Assessor.Name+"."))
	case len(p.Missing) > 0:
		return conflict("audit.verdicts-missing", i18n.T("Nog niet elke maatregel van de steekproef heeft drie oordelen.", "Not every measure of the sample has three verdicts yet."))
	case p.Document.Conclusion == "":
		return conflict("audit.no-conclusion", i18n.T("Schrijf eerst uw conclusie.", "First write your conclusion."))
	case !p.HasKey:
		return conflict("audit.no-key", i18n.T("Maak eerst een sleutel om mee te ondertekenen.", "First make a key to sign with."))
	case p.SHA256 != strings.TrimSpace(read):
		return ErrStale
	}
	return nil
}

// Correct opens a signed report again. It stays, and the next one names it.
//
// Refusals: Denied; NotFound; Invalid without a reason; Conflict when there is no
// report, when access came back for closing only, or the engagement is closed.
func (s *Service) Correct(ctx context.Context, by identity.Actor, id ID, because string) error {
	if err := by.Need(identity.Assess); err != nil {
		return err
	}
	if err := s.here(); err != nil {
		return err
	}
	f, err := s.free(ctx, by, id, Reported)
	if err != nil {
		return err
	}
	e := f.Engagement
	if err := onlyCloses(e); err != nil {
		return err
	}
	if e.Correcting, err = reason(because, "because", "audit.correction-refused", i18n.T("Schrijf wat er niet klopt in het rapport.", "Write what is wrong in the report.")); err != nil {
		return err
	}
	e.Status = AtWork
	_, err = s.step(ctx, by, e, "audit.correct", Step{Status: AtWork, Because: e.Correcting})
	return err
}

// Report returns a signed report with what it says.
//
// Refusals: Denied; NotFound.
func (s *Service) Report(ctx context.Context, by identity.Actor, id ID, number int) (Report, Document, error) {
	if _, err := s.seen(ctx, by, id); err != nil {
		return Report{}, Document{}, err
	}
	return s.report(ctx, by.Org, id, number)
}

func (s *Service) report(ctx context.Context, id org.ID, audit ID, number int) (Report, Document, error) {
	r, ok, err := s.Store.Report(ctx, id, audit, number)
	if err != nil {
		return Report{}, Document{}, fmt.Errorf("find report %s/%d: %w", audit, number, err)
	}
	if !ok {
		return Report{}, Document{}, fault.Missing("audit.no-report")
	}
	d, err := ReadDocument(r.Text)
	return r, d, err
}

// A Mention is what other pages say of the last assessment.
type Mention struct {
	ID      ID
	Firm    string
	Number  int // of the report
	At      time.Time
	OnPaper bool
	Scope   int // requirements that it was about

	Unstated []string // names of the team without a statement of independence
}

// Latest returns the report that was signed last; ok is false while there is none.
// For an assessor there is none but the own.
func (s *Service) Latest(ctx context.Context, by identity.Actor) (m Mention, ok bool, err error) {
	if err := by.Need(identity.SeeAssessment); err != nil {
		return Mention{}, false, err
	}
	all, err := s.Store.List(ctx, by.Org)
	if err != nil {
		return Mention{}, false, fmt.Errorf("list assessments: %w", err)
	}
	for _, f := range all {
		if f.Engagement.mayBeSeen(by) && len(f.Reports) > 0 && f.Reports[0].At.After(m.At) {
			r := f.Reports[0]
			m, ok = Mention{f.Engagement.ID, f.Engagement.Terms.Firm, r.Number, r.At, r.OnPaper, len(f.Engagement.Terms.Scope), f.Engagement.Unstated()}, true
		}
	}
	return m, ok, nil
}
