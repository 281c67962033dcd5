package dossier

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/legaltime"
)

// A Trust is whom the reader of a dossier relies on. What is not named proves nothing.
type Trust struct {
	Keys      []string       // of the installation: "name+hash+key"
	Witnesses []string       // of witnesses: "name+hash+key"
	Roots     *x509.CertPool // of time-stamping authorities; nil for none
	Longest   int64          // list in the file that is read into memory, in bytes; 0 for a GiB
}

// Verify checks the dossier in r, which is size bytes long, against public keys
// ("name+hash+key"). Without keys it says whether the file is whole, and proves
// nothing. It returns an error only when r cannot be read or is no dossier at
// all; everything else is in the report.
func Verify(ctx context.Context, r io.ReaderAt, size int64, public ...string) (*Report, error) {
	return Trust{Keys: public}.Verify(ctx, r, size)
}

// Verify does what the function does, and looks at what others saw too.
func (t Trust) Verify(ctx context.Context, r io.ReaderAt, size int64) (*Report, error) {
	for _, p := range t.Keys {
		if _, err := note.NewVerifier(p); err != nil {
			return nil, fmt.Errorf("public key %q: %w", p, err)
		}
	}
	var witnesses []*anchor.Verifier
	for _, p := range t.Witnesses {
		w, err := anchor.ReadVerifier(p)
		if err != nil {
			return nil, fmt.Errorf("witness %q: %w", p, err)
		}
		witnesses = append(witnesses, w)
	}
	a, err := openArchive(r, size)
	if err != nil {
		return nil, err
	}
	if t.Longest > 0 {
		a.longest = uint64(t.Longest)
	}
	v := &verifier{archive: a, trust: t, witnesses: witnesses, changed: map[int64]bool{}, report: &Report{KeyGiven: len(t.Keys) > 0}}
	v.whole(ctx)
	v.conclude()
	v.report.conclude()
	v.report.Log = v.log()
	return v.report, ctx.Err()
}

// A verifier takes one dossier apart. Its parts work at the same time; each
// writes fields of its own, and complaints through problem.
type verifier struct {
	archive   *archive
	trust     Trust
	witnesses []*anchor.Verifier

	manifest Manifest
	stated   Book // the claims as the file states them
	own      Book // and as the entries make them
	entries  []journal.Entry
	tree     leaves

	notes  []statement                   // every checkpoint besides those of proofs
	roots  map[int64]tlog.Hash           // of the tree, at the size of each of those
	bySize map[int64]string              // of them, by size; those of anchors only when there is no other
	ring   *ring                         // keys that count
	seen   map[string]journal.Checkpoint // those that hold, by name of the file

	mu      sync.Mutex     // guards changed and report.Problems
	changed map[int64]bool // entries of which what was opened is not what was committed to
	odd     map[int64]bool // entries whose moment does not fit their place
	report  *Report
}

func (v *verifier) problem(nl, en string, args ...any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.report.Problems) < 100 {
		v.report.Problems = append(v.report.Problems, because(nl, en, args...))
	}
}

// whole checks what does not belong to a single claim.
func (v *verifier) whole(ctx context.Context) {
	signed, err := v.archive.read(ManifestName, 64<<20)
	if err != nil {
		v.problem("%v", "%v", err)
		return
	}
	if v.manifest, err = parseManifest(signed); err != nil {
		v.problem("%v", "%v", err)
	}
	v.report.Org, v.report.Size, v.report.Key = v.manifest.Org, v.manifest.Size, v.manifest.Public
	v.report.Root = base64.StdEncoding.EncodeToString(v.manifest.Root[:])
	var parts sync.WaitGroup
	parts.Go(func() { v.files(ctx) })
	v.journal()
	parts.Go(v.books)
	v.checkpoints()
	if _, err := note.Open(signed, note.VerifierList(v.ring.allows(v.manifest.Size)...)); err != nil {
		v.problem("de handtekening onder de inhoudslijst klopt niet: %v", "signature under the manifest: %v", err)
	}
	v.anchors()
	parts.Wait()
}

// files compares the SHA-256 of every file with the manifest, and every byte of the
// whole with the same files packed again, so that nothing hides between them.
func (v *verifier) files(ctx context.Context) {
	again, listed := v.archive.repacker(), v.listed()
	for i, f := range v.archive.files {
		sum, err := again.add(ctx, f)
		switch {
		case err != nil:
			v.problem("%v", "%v", err)
		case i < listed && sum != v.manifest.Files[i].SHA256:
			v.problem("%s is niet het bestand dat werd ingepakt", "%s is not the file that was packed", f.Name)
		}
	}
	if after, differs := again.end(); differs != nil {
		v.problem("opnieuw ingepakt komt het bestand er anders uit: %v", "packed again, the file comes out otherwise: %v", differs)
	} else if after != 0 {
		v.problem("er staan %d bytes achter het einde", "there are %d bytes after the end", after)
	}
}

// listed compares the list of files with the manifest, which is the last of them.
// It returns how many stand where the manifest says.
func (v *verifier) listed() int {
	for i, f := range v.manifest.Files {
		if i >= len(v.archive.files) || v.archive.files[i].Name != f.Name {
			v.problem("%s staat in de inhoudslijst, en ontbreekt of staat niet op zijn plaats", "%s stands in the manifest, and is missing or out of its place", f.Name)
			return i
		}
	}
	if n := len(v.archive.files) - 1; n != len(v.manifest.Files) {
		v.problem("er zijn %d bestanden, en de inhoudslijst noemt er %d", "there are %d files, and the manifest names %d", n, len(v.manifest.Files))
	}
	return len(v.manifest.Files)
}

// journal checks records, tree and what was opened.
func (v *verifier) journal() {
	v.records()
	if n := int64(len(v.tree)); n != v.manifest.Size {
		v.problem("er zijn %d regels, en volgens de inhoudslijst zijn het er %d", "there are %d records, and the manifest states %d", n, v.manifest.Size)
	}
	v.open()
	v.dates()
	for i := range v.entries {
		switch e := &v.entries[i]; {
		case e.Data != nil:
		case opens(e.Action):
			v.report.Erased++
		default:
			v.report.Closed++
		}
	}
}

// dates finds entries that say another moment than those around them: what they say
// stands where it stands, and not when it was written.
func (v *verifier) dates() {
	moments := make([]time.Time, len(v.entries))
	for i := range v.entries {
		moments[i] = v.entries[i].At
	}
	v.odd = map[int64]bool{}
	for _, i := range journal.Odd(moments) {
		v.odd[int64(i)] = true
	}
}

// records reads the record of every entry, and hashes it.
func (v *verifier) records() {
	lines := v.lines(RecordsName, shortestRecord)
	v.entries, v.tree = make([]journal.Entry, len(lines)), make(leaves, len(lines))
	commits := make([][sha256.Size]byte, len(lines))
	v.each(RecordsName, len(lines), func(i int) error {
		v.tree[i] = leafOf(lines[i])
		r, err := parseRecord(lines[i])
		if err != nil {
			return err
		}
		if r.seq != int64(i) || string(r.org) != v.manifest.Org {
			return fmt.Errorf("is entry %d of %s, and entry %d of %s belongs there", r.seq, r.org, i, v.manifest.Org)
		}
		v.entries[i], err = r.entry(&commits[i])
		return err
	})
}

// open adds to the entries what was opened of them.
func (v *verifier) open() {
	lines := v.lines(OpenedName, shortestOpening)
	last := int64(-1)
	for i, line := range lines { // in order first: then no two parts write to one entry
		seq, err := openingOf(line)
		switch {
		case err != nil:
			v.problem("regel %d van %s klopt niet: %v", "line %d of %s %v", i+1, OpenedName, err)
			return
		case seq >= int64(len(v.entries)) || seq <= last:
			v.problem("%s zegt wat in regel %d staat, en die is er niet of stond er al", "%s opens entry %d, which is not there or was opened before", OpenedName, seq)
			return
		}
		last = seq
	}
	salts := make([][saltSize]byte, len(lines))
	v.each(OpenedName, len(lines), func(i int) error {
		o, err := parseOpening(lines[i], &salts[i])
		if err != nil {
			return err
		}
		e := &v.entries[o.seq]
		e.ActorName, e.Data, e.Salt = o.name, o.data, salts[i][:]
		if !e.Holds() {
			v.mu.Lock()
			v.changed[e.Seq] = true
			v.mu.Unlock()
			return fmt.Errorf("says of entry %d what was changed after it was written", e.Seq)
		}
		return nil
	})
}

// lines splits a file into its lines, each of which has an end. What is made of a
// line takes some times its shortest: a file of nothing but ends of lines would take
// hundreds of times its size.
func (v *verifier) lines(name string, shortest int) [][]byte {
	text, err := v.archive.read(name, v.archive.longest)
	if err != nil {
		v.problem("%v", "%v", err)
	}
	most := len(text) / shortest
	var lines [][]byte
	for len(text) > 0 {
		end := bytes.IndexByte(text, '\n')
		if end < 0 {
			v.problem("de laatste regel van %s heeft geen einde", "the last line of %s has no end", name)
			break
		}
		if len(lines) == most {
			v.problem("%s heeft regels die te kort zijn", "%s has lines that are too short", name)
			return nil
		}
		lines, text = append(lines, text[:end]), text[end+1:]
	}
	return lines
}

// each calls f with every line's index, on all processors. In each part of the
// lines it stops at the first that is wrong.
func (v *verifier) each(name string, lines int, f func(i int) error) {
	parts := runtime.GOMAXPROCS(0)
	var all sync.WaitGroup
	for p := range parts {
		all.Go(func() {
			for i := p * lines / parts; i < (p+1)*lines/parts; i++ {
				if err := f(i); err != nil {
					v.problem("regel %d van %s klopt niet: %v", "line %d of %s %v", i+1, name, err)
					return
				}
			}
		})
	}
	all.Wait()
}

// reckoned reads the day on which a file says that it is reckoned what counts. No
// entry tells it: it is a word of whoever signed, and no day before the last entry,
// wherever days begin.
func (v *verifier) reckoned(claims []byte, last string) string {
	on := dayIn(claims)
	if on == "" {
		return ""
	}
	day, err := legaltime.Read(on)
	at, errAt := time.Parse(journal.StampLayout, last)
	if err != nil || errAt != nil || day.Before(legaltime.DayOf(at, time.UTC).AddDate(0, 0, -1)) {
		v.problem("%s is gerekend op %q, en dat is geen dag op of na de laatste regel", "%s is reckoned on %q, which is no day on or after its last entry", ClaimsName, on)
	}
	return on
}

// dayIn reads the day out of the beginning of a file of claims; "" when there is none.
func dayIn(claims []byte) string {
	d := json.NewDecoder(bytes.NewReader(claims))
	for name := ""; name != "claims"; {
		key, err := d.Token()
		if err != nil {
			return ""
		}
		if key == json.Delim('{') {
			continue
		}
		var value json.RawMessage
		if name, _ = key.(string); name == "claims" || d.Decode(&value) != nil {
			return ""
		}
		if name == "on" {
			var on string
			_ = json.Unmarshal(value, &on) // what is no text is no day
			return on
		}
	}
	return ""
}

// books works out what the entries claim, and reads what the file claims. Where that
// is the same to the letter, as in every dossier of this very version, it is not
// taken apart.
func (v *verifier) books() {
	own, err := BookOf(v.manifest.Org, v.entries)
	if err != nil {
		v.problem("uit de regels volgen geen beweringen: %v", "the entries make no claims: %v", err)
		own = Book{}
	}
	text, err := v.archive.read(ClaimsName, v.archive.longest)
	if err != nil {
		v.problem("%v", "%v", err)
	}
	own.On = v.reckoned(text, own.At)
	if v.own = own; err != nil {
		return
	}
	if same, err := own.text(); err == nil && bytes.Equal(text, same) {
		v.stated = own
		return
	}
	if err := json.Unmarshal(text, &v.stated); err != nil {
		v.problem("%s: %v", "%s: %v", ClaimsName, err)
	}
}
