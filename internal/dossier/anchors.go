package dossier

import (
	"cmp"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/journal"
)

// Where anchors lie: a folder for each checkpoint that somebody saw, named by
// its size, with the checkpoint and what they gave back.
const (
	anchorFolder     = "anchors/"
	anchorCheckpoint = "checkpoint.txt"
	stampSuffix      = ".tst"      // an RFC 3161 token over the checkpoint, DER
	cosignedSuffix   = ".cosigned" // the checkpoint with the cosignature of a witness
)

// An Anchored is a checkpoint that others saw.
type Anchored struct {
	Checkpoint journal.Checkpoint
	Anchors    []anchor.Anchor // of its size
}

// Choose takes from anchors in the order of size the ones that go into a dossier:
// of each target the first of every day, by its clock in UTC, and the last of all.
// Receipts are told apart by their keys: a name anybody can take.
func Choose(all []anchor.Anchor) (chosen []anchor.Anchor) {
	type target struct {
		kind     anchor.Kind
		who, key string
	}
	last, days := map[target]string{}, map[target]string{}
	for _, a := range all {
		last[target{a.Kind, a.Who, a.Key}] = a.ID
	}
	for _, a := range all {
		t, day := target{a.Kind, a.Who, a.Key}, a.At.UTC().Format(time.DateOnly)
		if days[t] != day || last[t] == a.ID {
			chosen = append(chosen, a)
		}
		days[t] = day
	}
	return chosen
}

// Sightings are the anchors as the source has them, without a verdict.
func (src Source) Sightings() (all []Sighting) {
	for _, s := range src.Anchored {
		for _, a := range s.Anchors {
			all = append(all, Sighting{File: anchorPath(a), Kind: a.Kind, Size: a.Size, At: a.At.UTC().Format(time.RFC3339), By: a.Who})
		}
	}
	return all
}

// anchorPath is where an anchor lies.
func anchorPath(a anchor.Anchor) string {
	suffix := cosignedSuffix // of a witness, or of whoever received an earlier dossier: the same thing
	if a.Kind == anchor.TimeStamp {
		suffix = stampSuffix
	}
	return anchorFolder + number(a.Size) + "/" + a.ID + suffix
}

// anchored are the files of the checkpoints that others saw.
func (src Source) anchored() (files []File) {
	for _, s := range src.Anchored {
		files = append(files, Text(anchorFolder+number(s.Checkpoint.Size)+"/"+anchorCheckpoint, []byte(s.Checkpoint.Note)))
		for _, a := range s.Anchors {
			files = append(files, Text(anchorPath(a), a.Proof))
		}
	}
	return files
}

// A Sighting is an anchor in a dossier, with its verdict.
type Sighting struct {
	File    string      `json:"file"`
	Kind    anchor.Kind `json:"kind"`
	Size    int64       `json:"size"`         // entries under the checkpoint that was seen
	At      string      `json:"at,omitempty"` // by their clock, RFC 3339
	By      string      `json:"by,omitempty"` // name on the certificate or of the witness, as the anchor states it
	Verdict Verdict     `json:"verdict"`
	Why     []Reason    `json:"why,omitempty"`
}

func (s *Sighting) is(verdict Verdict, nl, en string, args ...any) {
	s.Verdict = verdict
	s.Why = append(s.Why, because(nl, en, args...))
}

// anchors checks everything in the folder of anchors. A checkpoint that was seen
// must be of this journal: its root is the one over the first so many records,
// which are all here, so that the signed tree continues it.
func (v *verifier) anchors() {
	for _, name := range v.archive.names() {
		rest, ok := strings.CutPrefix(name, anchorFolder)
		if !ok {
			continue
		}
		folder, file, _ := strings.Cut(rest, "/")
		s := Sighting{File: name, Verdict: Proven}
		seen := v.seen[anchorFolder+folder+"/"+anchorCheckpoint]
		switch {
		case file == anchorCheckpoint:
			continue
		case strings.HasSuffix(file, stampSuffix):
			s.Kind = anchor.TimeStamp
		case strings.HasSuffix(file, cosignedSuffix):
			s.Kind = anchor.Cosignature
		default:
			v.problem("%s is geen tijdstempel en geen getuigenis", "%s is no anchor", name)
			continue
		}
		s.Size = seen.Size
		proof, err := v.archive.read(name, 1<<20)
		switch {
		case err != nil:
			s.is(Contradicted, "%v", "%v", err)
		case seen.Note == "" || folder != number(seen.Size):
			s.is(Contradicted, "de controlestand ernaast klopt niet", "the checkpoint beside it does not hold")
		case s.Kind == anchor.TimeStamp:
			s.stamp(proof, seen.Note, v.trust.Roots)
		default:
			s.cosignature(string(proof), seen.Note, v.witnesses)
		}
		v.report.Anchors = append(v.report.Anchors, s)
	}
	slices.SortStableFunc(v.report.Anchors, func(a, b Sighting) int { return cmp.Compare(a.Size, b.Size) })
}

// stamp checks a time stamp over a checkpoint.
func (s *Sighting) stamp(token []byte, signed string, roots *x509.CertPool) {
	stamp, err := anchor.ReadStamp(token, signed, nil)
	if err != nil {
		s.is(Contradicted, "de tijdstempel klopt niet: %v", "time stamp: %v", err)
		return
	}
	s.At, s.By = stamp.At.Format(time.RFC3339), stamp.By
	if roots == nil {
		s.is(NotProven, "van wie deze stempel is, is niet opgegeven: hij noemt %s", "whose stamp this is was not given: it names %s", s.By)
	} else if _, err := anchor.ReadStamp(token, signed, roots); err != nil {
		s.is(NotProven, "het certificaat van %s hoort niet bij een dat is opgegeven: %v", "the certificate of %s is not under one that was given: %v", s.By, err)
	}
}

// cosignature checks a checkpoint that a witness signed as well.
func (s *Sighting) cosignature(cosigned, signed string, witnesses []*anchor.Verifier) {
	more, ok := strings.CutPrefix(cosigned, signed)
	if !ok {
		s.is(Contradicted, "het gaat over iets anders dan de controlestand ernaast", "it is over something else than the checkpoint beside it")
		return
	}
	for _, w := range witnesses {
		_, at, err := w.Open([]byte(cosigned))
		if err == nil {
			s.By, s.At = w.Name(), at.Format(time.RFC3339)
			return
		}
		// Another key can have this name and these 4 bytes: who made one takes nothing
		// from the journal by it.
		if !errors.As(err, new(*note.UnverifiedNoteError)) && !errors.As(err, new(*note.InvalidSignatureError)) {
			s.By = w.Name()
			s.is(Contradicted, "de medeondertekening van %s klopt niet: %v", "cosignature of %s: %v", w.Name(), err)
			return
		}
	}
	line, _, _ := strings.Cut(strings.TrimPrefix(more, "— "), "\n")
	name, sig64, _ := strings.Cut(line, " ")
	sig, err := base64.StdEncoding.DecodeString(sig64)
	if err != nil || len(sig) < 4+8 {
		s.is(Contradicted, "er staat geen medeondertekening in", "it holds no cosignature")
		return
	}
	s.By, s.At = name, time.Unix(int64(binary.BigEndian.Uint64(sig[4:])), 0).UTC().Format(time.RFC3339)
	s.is(NotProven, "van wie deze medeondertekening is, is niet opgegeven: zij noemt %s", "whose cosignature this is was not given: it names %s", name)
}
