package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"aantoonbaar/content"
	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/config"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/dossier/oscal"
	"aantoonbaar/internal/dossier/report"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
)

// dossier makes the service that makes dossiers.
func (a *App) dossier(store dossier.Store, newID func(prefix string) string) *dossier.Service {
	return &dossier.Service{
		Store: store, Signer: a.Signer, Now: a.Now, Zone: a.Zone, NewID: newID,
		Evidence: func(ctx context.Context, id org.ID, sum string) (io.ReadCloser, error) {
			s, err := blob.ParseSum(sum)
			if err != nil {
				return nil, err
			}
			return a.Evidence.Files.Open(ctx, string(id), s)
		},
		Report: a.signedReport,
		Papers: a.papers, Readable: a.readable,
	}
}

// signedReport returns a report of an assessment with its text.
func (a *App) signedReport(ctx context.Context, id org.ID, engagement audit.ID, number int) (audit.Report, error) {
	r, ok, err := a.Audit.Store.Report(ctx, id, engagement, number)
	if err == nil && !ok {
		err = fault.Missing("audit.no-report")
	}
	return r, err
}

// readable is a signed report as people read it.
func (a *App) readable(ctx context.Context, r audit.Report) (files []dossier.File, err error) {
	d, err := audit.ReadDocument(r.Text)
	if err != nil {
		return nil, err
	}
	for _, lang := range i18n.Langs {
		var page bytes.Buffer
		if err := (report.Assessed{Lang: lang, Cat: a.Content, Zone: a.Zone, Report: r, Document: d}).Write(ctx, &page); err != nil {
			return nil, err
		}
		files = append(files, dossier.Text(dossier.ReadablePath(r.SHA256, lang), page.Bytes()))
	}
	return files, nil
}

// papers are the parts of a dossier that people and other programs read.
func (a *App) papers(ctx context.Context, src dossier.Source, book dossier.Book, files bool) ([]dossier.File, error) {
	all := []dossier.File{dossier.Text("README.txt", report.Letter(book, src.Public))}
	for _, lang := range i18n.Langs {
		var page bytes.Buffer
		paper := report.Paper{Lang: lang, Book: book, Cat: a.Content, Zone: a.Zone, Key: src.Public, Files: files, Anchors: src.Sightings()}
		if err := paper.Write(ctx, &page); err != nil {
			return nil, err
		}
		all = append(all, dossier.Text(lang.T("rapport.html", "report.html"), page.Bytes()))
	}
	state, err := a.oscalState(src, book, files)
	if err != nil {
		return nil, err
	}
	documents, err := oscal.Documents(state)
	if err != nil {
		return nil, fmt.Errorf("write OSCAL: %w", err)
	}
	for _, d := range documents {
		all = append(all, dossier.Text("oscal/"+d.Name, d.JSON))
	}
	return all, nil
}

// oscalState is what the claims say, for programs that read OSCAL. Names of people
// stay out: they are in the claims.
func (a *App) oscalState(src dossier.Source, book dossier.Book, files bool) (oscal.State, error) {
	s := oscal.State{Catalogue: a.Content, Answers: map[string]assessment.Answer{}, Lang: i18n.NL}
	if files {
		s.EvidenceAt = "../evidence/"
	}
	origin, _, _ := strings.Cut(src.Checkpoint.Note, "\n")
	s.Moment = oscal.Moment{
		At: src.Entries[len(src.Entries)-1].At, On: book.ReckonedOn(a.Zone), Zone: a.Zone, Size: book.Size,
		Root: base64.StdEncoding.EncodeToString(src.Checkpoint.Root[:]), Origin: origin,
	}
	for _, c := range book.Claims {
		switch says := c.Says; {
		case says.Profile != nil:
			s.Organisation = org.Organisation{ID: org.ID(src.Org), Name: says.Profile.Name, Profile: says.Profile.Profile}
		case says.Answer != nil:
			s.Answers[says.Answer.Requirement] = *says.Answer
		case says.Action != nil:
			s.Actions = append(s.Actions, *says.Action)
		}
	}
	var err error
	s.Evidence, err = evidence.Replay(src.Entries)
	return s, err
}

type makeDossier struct {
	Org          string `required:"" placeholder:"ORG" help:"Name of the organisation, e.g. org_01k…"`
	For          string `required:"" placeholder:"TEXT" help:"For whom it is: it goes into the journal."`
	Out          string `required:"" placeholder:"FILE" help:"Where to write it. A file that is there already is kept, and the command refused."`
	WithoutFiles bool   `name:"without-files" help:"Leave the files of evidence out: the dossier then holds their SHA-256 only."`
}

// Run makes a dossier of an organisation as it stands.
func (m *makeDossier) Run(ctx context.Context, c *config.Config, t *terminal) (err error) {
	a, err := Open(ctx, *c, time.Now, t.log) //nolint:forbidigo // here time enters the program
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	id := org.ID(m.Org)
	by := identity.OperatorActor(id)
	made, err := a.Dossier.Make(ctx, by, dossier.Request{For: m.For, Files: !m.WithoutFiles})
	if err != nil {
		return err
	}
	write, err := a.Dossier.Open(ctx, by, made.Size, made.Files)
	if err != nil {
		return err
	}
	if err := writeNew(m.Out, write); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "%s tells of the first %d entries of the journal.\nGive the receiver this key by another way than the file:\n%s\n", m.Out, made.Size, a.Signer.Public())
	return a.doubtful(ctx, id, t)
}

// doubtful says loudly when what a dossier was made of does not hold, or when that
// could not be looked at. The file is there all the same: it may be asked as it is.
func (a *App) doubtful(ctx context.Context, id org.ID, t *terminal) error {
	audit, err := a.audit(ctx, id)
	if err != nil {
		return err
	}
	wrong := slices.Concat(audit.Problems, audit.Rows)
	for _, p := range slices.Concat(wrong, audit.Remarks) {
		fmt.Fprintf(t.out, "  %s\n", p.EN)
	}
	switch {
	case len(wrong) > 0:
		return exit{exitDoubt, "ALARM: the journal or the data of this organisation do not hold. The dossier is made, and whoever verifies it may find it contradicted. Find out first what happened: aantoonbaar log check"}
	case len(audit.Remarks) > 0:
		return exit{exitDoubt, "the dossier is made, and whether the journal and the data of this organisation hold could not be decided: aantoonbaar log check"}
	}
	return nil
}

// The exit codes of verify besides those of [Main].
const (
	exitNotProven    = 3
	exitContradicted = 4
)

type verifyDossier struct {
	File    string   `arg:"" help:"The dossier."`
	Key     []string `placeholder:"KEY" help:"A public key that you got from the organisation by another way than this file, or the path of a file that holds it. When keys were replaced one is enough, as long as the journal in the file tells of it; it may be given more than once."`
	TSA     string   `name:"trust-tsa" placeholder:"FILE" help:"Certificates of the time-stamping authorities that you trust, as PEM. Without it no time stamp is proven."`
	Witness []string `name:"trust-witness" placeholder:"KEY" help:"A public key of a witness that you trust, or the path of a file that holds it. May be given more than once. Without it no cosignature is proven."`
	JSON    bool     `name:"json" help:"Say it for a program."`
	HTML    string   `name:"html" placeholder:"FILE" help:"Also write a page with the verdict beside every claim."`
	Lang    string   `default:"nl" enum:"nl,en" help:"Language of that page."`
}

// Run checks a dossier. It opens no database and no connection. Its exit code is 0
// when every claim is proven, 3 when one is not, 4 when one is contradicted.
func (v *verifyDossier) Run(ctx context.Context, t *terminal) error {
	f, err := os.Open(v.File)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	trust, err := v.trust()
	if err != nil {
		return err
	}
	r, err := trust.Verify(ctx, f, info.Size())
	if err != nil {
		return err
	}
	if v.HTML != "" {
		if err := v.page(ctx, r); err != nil {
			return err
		}
	}
	if err := v.tell(t.out, r); err != nil {
		return err
	}
	switch r.Verdict {
	case dossier.Contradicted:
		return exit{exitContradicted, "the dossier is contradicted"}
	case dossier.NotProven:
		return exit{exitNotProven, "not every claim is proven"}
	case dossier.Proven, dossier.Erased:
	}
	return nil
}

// trust reads whom the reader relies on.
func (v *verifyDossier) trust() (t dossier.Trust, err error) {
	if t.Keys, err = readKeys(v.Key); err != nil {
		return t, err
	}
	if t.Witnesses, err = readKeys(v.Witness); err != nil {
		return t, err
	}
	t.Roots, err = anchor.ReadRoots(v.TSA)
	return t, err
}

// readKeys reads keys, each written out or the path of a file with one a line.
func readKeys(given []string) (keys []string, err error) {
	for _, k := range given {
		if strings.Count(k, "+") >= 2 {
			keys = append(keys, k)
			continue
		}
		text, err := os.ReadFile(k)
		if err != nil {
			return nil, fmt.Errorf("key: %w", err)
		}
		keys = append(keys, strings.Fields(string(text))...)
	}
	return keys, nil
}

func (v *verifyDossier) tell(out io.Writer, r *dossier.Report) error {
	if v.JSON {
		text, err := json.MarshalIndent(r, "", "  ")
		if err == nil {
			_, err = out.Write(append(text, '\n'))
		}
		return err
	}
	fmt.Fprintf(out, "%s: %s\n%s, after %d entries, the last of %s\n", filepath.Base(v.File), r.Verdict, r.Organisation, r.Size, r.At)
	if r.On != "" {
		fmt.Fprintf(out, "What counts was reckoned on %s.\n", r.On)
	}
	fmt.Fprintf(out, "%d claims proven, %d erased, %d not proven, %d contradicted\n", r.Count(dossier.Proven), r.Count(dossier.Erased), r.Count(dossier.NotProven), r.Count(dossier.Contradicted))
	if !r.KeyGiven {
		fmt.Fprintf(out, "No key was given, so anybody could have made this file. It says that its key is\n  %s\n", r.Key)
	}
	for _, k := range r.Strangers {
		fmt.Fprintf(out, "No key that you gave leads to the one under which this stands, or was signed:\n  %s\nA key that is newer than a dossier says nothing of it: ask for the key of then, or for a newer dossier.\n", k)
	}
	for _, p := range r.Problems {
		fmt.Fprintf(out, "  ! %s\n", p)
	}
	for _, f := range r.Findings {
		if f.Verdict != dossier.Proven && r.KeyGiven && (len(r.Strangers) == 0 || f.Verdict == dossier.Contradicted) {
			fmt.Fprintf(out, "  %s: %s: %s\n", f.Claim, f.Verdict, dossier.Reasons(f.Why, i18n.EN))
		}
	}
	for _, k := range r.Rotations {
		fmt.Fprintf(out, "  entry %d of %s: the key %s was replaced by %s\n", k.Entry, k.At, k.Old, k.New)
	}
	for _, s := range r.Anchors {
		fmt.Fprintf(out, "  %s of %s over the first %d entries, at %s: %s\n", s.Kind, cmp.Or(s.By, s.File), s.Size, cmp.Or(s.At, "an unknown moment"), strings.TrimSuffix(string(s.Verdict)+": "+dossier.Reasons(s.Why, i18n.EN), ": "))
	}
	return nil
}

// page writes the verdicts for people to read.
func (v *verifyDossier) page(ctx context.Context, r *dossier.Report) error {
	cat, err := framework.Load(content.FS)
	if err != nil {
		return err
	}
	zone, err := (&config.Config{Zone: "Europe/Amsterdam"}).Location()
	if err != nil {
		return err
	}
	var page bytes.Buffer
	paper := report.Paper{Lang: i18n.Lang(v.Lang), Book: r.Book, Cat: cat, Zone: zone, Key: r.Key, Report: r, Anchors: r.Anchors}
	if err := paper.Write(ctx, &page); err != nil {
		return err
	}
	return os.WriteFile(v.HTML, page.Bytes(), 0o600)
}
