package dossier

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
)

// assessmentFolder holds signed reports of assessors, by their SHA-256.
const assessmentFolder = "assessments/"

// ReportPath is where a signed report lies in a dossier, by the hex of its SHA-256.
func ReportPath(sum string) string { return assessmentFolder + sum + ".json" }

// SignaturePath is where the signature under that report lies: two lines of base64,
// the assessor's public key and the signature.
func SignaturePath(sum string) string { return assessmentFolder + sum + ".signature" }

// ReadablePath is where the readable page of that report lies. The assessor signed the
// report and not the page.
func ReadablePath(sum string, lang i18n.Lang) string {
	return assessmentFolder + sum + "." + string(lang) + ".html"
}

// signatureText writes what readSignature reads.
func signatureText(public ed25519.PublicKey, signature []byte) []byte {
	return fmt.Appendf(nil, "%s\n%s\n", base64.StdEncoding.EncodeToString(public), base64.StdEncoding.EncodeToString(signature))
}

func readSignature(text []byte) (public ed25519.PublicKey, signature []byte, err error) {
	key, rest, _ := strings.Cut(string(text), "\n")
	if public, err = base64.StdEncoding.DecodeString(key); err != nil {
		return nil, nil, fmt.Errorf("the public key is not written as one: %w", err)
	}
	if signature, err = base64.StdEncoding.DecodeString(strings.TrimSuffix(rest, "\n")); err != nil {
		return nil, nil, fmt.Errorf("the signature is not written as one: %w", err)
	}
	if string(signatureText(public, signature)) != string(text) {
		return nil, nil, fmt.Errorf("is not two lines of base64")
	}
	return public, signature, nil
}

// reports are the signed reports of which the claims tell, each with its signature and
// as people read it.
func (s *Service) reports(ctx context.Context, id org.ID, book Book) (files []File, err error) {
	for _, c := range book.Claims {
		said := c.Says.Assessment
		if said == nil {
			continue
		}
		_, engagement, _ := strings.Cut(c.ID, "/")
		r, err := s.Report(ctx, id, audit.ID(engagement), said.Number)
		if err != nil {
			return nil, fmt.Errorf("read report of %s: %w", c.ID, err)
		}
		pages, err := s.Readable(ctx, r)
		if err != nil {
			return nil, fmt.Errorf("write report of %s: %w", c.ID, err)
		}
		files = append(files, Text(ReportPath(said.SHA256), r.Text), Text(SignaturePath(said.SHA256), signatureText(r.Public, r.Signature)))
		files = append(files, pages...)
	}
	return files, nil
}

// reported checks the report of an assessment: that it is the one that was signed
// for this organisation, under the key of which the entry tells, and that what it
// was assessed against is this journal. It answers as filed does.
func (v *verifier) reported(c Claim) (why Reason, verdict Verdict) {
	said := c.Says.Assessment
	if said == nil {
		return Reason{}, Proven
	}
	switch v.manifest.of(ReportPath(said.SHA256)) {
	case "":
		return because("het rapport zit niet in dit dossier; wie het heeft, vergelijkt zijn SHA-256 met %s", "the report is not in this dossier; whoever has it compares its SHA-256 with %s", said.SHA256), NotProven
	case said.SHA256:
	default:
		return because("het rapport in dit dossier is een ander", "the report in this dossier is another one"), Contradicted
	}
	seal, err := v.archive.read(SignaturePath(said.SHA256), 1<<12)
	if err != nil {
		return because("de handtekening onder het rapport zit niet in dit dossier", "the signature under the report is not in this dossier"), NotProven
	}
	text, err := v.archive.read(ReportPath(said.SHA256), maxText)
	if err == nil {
		err = signedUnder(said.Key, text, seal)
	}
	if err == nil {
		err = v.speaksOf(c, text)
	}
	if err != nil {
		return because("het rapport van de beoordelaar klopt niet: %[1]v", "%[1]v", err), Contradicted
	}
	return Reason{}, Proven
}

// signedUnder checks the signature under a report.
func signedUnder(fingerprint string, text, seal []byte) error {
	public, signature, err := readSignature(seal)
	switch {
	case err != nil:
		return fmt.Errorf("the file of the signature: %w", err)
	case identity.Fingerprint(public) != fingerprint:
		return errors.New("the report is signed under another key than the entry names")
	case !audit.Verify(text, signature, public):
		return errors.New("the assessor’s signature does not hold")
	}
	return nil
}

// speaksOf checks that a report is the one of which a claim tells, and about this
// journal.
func (v *verifier) speaksOf(c Claim, text []byte) error {
	d, err := audit.ReadDocument(text)
	if err != nil {
		return err
	}
	said := c.Says.Assessment
	if string(d.Org) != v.manifest.Org || d.Engagement.Ref().String() != c.ID || d.Number != said.Number || d.Key != said.Key || d.OnPaper != said.OnPaper || d.Replaces != said.Replaces || !slices.Equal(d.Unstated, said.Unstated) {
		return errors.New("the report says otherwise than the entry about it")
	}
	if root, there := v.tree.roots(d.Size)[d.Size]; !there || d.Root != rootText(root) {
		return errors.New("the report is about another journal than this one")
	}
	return nil
}

func rootText(root tlog.Hash) string { return base64.StdEncoding.EncodeToString(root[:]) }
