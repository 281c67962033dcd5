package received

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
)

// A file is an upload while it is checked. It has no name any more where the
// system allows that: a program that is killed leaves nothing behind.
type file struct {
	*os.File
	size int64
	sum  string // SHA-256, hex
}

// done lets go of the file.
func (f *file) done() {
	_ = os.Remove(f.Name()) // gone already, as a rule
	_ = f.Close()           // of what was only read
}

// arrivals counts the uploads of each organisation. The zero value has none.
type arrivals struct {
	mu sync.Mutex
	of map[org.ID]int
}

// begin reports whether there is room for another, and counts it if so.
func (a *arrivals) begin(id org.ID) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.of[id] >= maxAtOnce {
		return false
	}
	if a.of == nil {
		a.of = map[org.ID]int{}
	}
	a.of[id]++
	return true
}

// end forgets one.
func (a *arrivals) end(id org.ID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.of[id]--; a.of[id] == 0 {
		delete(a.of, id)
	}
}

// arrive writes an upload to disk as it comes in, and hashes it.
func arrive(folder string, content io.Reader) (_ *file, err error) {
	if content == nil {
		return nil, noFile()
	}
	tmp, err := os.CreateTemp(folder, ".received-*") // readable by its owner only
	if err != nil {
		return nil, fmt.Errorf("receive dossier: %w", err)
	}
	f := &file{File: tmp}
	defer func() {
		if err != nil {
			f.done()
		}
	}()
	_ = os.Remove(tmp.Name())
	hash, from := sha256.New(), &sender{r: content}
	f.size, err = io.Copy(io.MultiWriter(tmp, hash), io.LimitReader(from, MaxFile+1))
	f.sum = hex.EncodeToString(hash.Sum(nil))
	switch {
	case from.err != nil:
		return nil, cutOff()
	case err != nil:
		return nil, fmt.Errorf("receive dossier: %w", err)
	case f.size > MaxFile:
		return nil, tooLarge()
	case f.size == 0:
		return nil, noFile()
	}
	return f, nil
}

// A sender remembers that reading failed: that is in the hands of who sends, and a
// failure to write is ours.
type sender struct {
	r   io.Reader
	err error
}

// Read implements [io.Reader].
func (c *sender) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		c.err = err
	}
	return n, err
}

// describe is what is kept of the file and of what the check found.
func (f *file) describe(r *dossier.Report, name string) Received {
	at, err := time.Parse(journal.StampLayout, r.At)
	if err != nil {
		at = time.Time{}
	}
	x := Received{
		From: short(r.Organisation, 200), Size: r.Size, Root: r.Root, At: at, Verdict: r.Verdict, Keys: []string{short(r.Key, 300)},
		Counts: Counts{r.Count(dossier.Proven), r.Count(dossier.Erased), r.Count(dossier.NotProven), r.Count(dossier.Contradicted)},
		File:   short(name, 200), Bytes: f.size, SHA256: f.sum,
	}
	for _, p := range r.Problems[:min(len(r.Problems), 10)] {
		x.Problems, x.Dutch = append(x.Problems, short(p.EN, 300)), append(x.Dutch, short(p.NL, 300))
	}
	return x
}

// short is text of somebody else's making, on one line and not too long.
func short(text string, limit int) string {
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, "�"), func(r rune) bool { return r < ' ' }), " ")
	if utf8.RuneCountInString(text) > limit {
		text = string([]rune(text)[:limit]) + "…"
	}
	return text
}

// Why nothing was stored.
var errBusy = &fault.Fault{
	Kind: fault.Overload, Code: "received.busy",
	Says: i18n.T("Er worden nu al andere dossiers gecontroleerd.", "Other dossiers are being checked right now."),
	Hint: i18n.T("Wacht een minuut en kies het bestand opnieuw. Er is niets opgeslagen.", "Wait a minute and choose the file again. Nothing was stored."),
}

func wrong(code, field string, says i18n.Text) error {
	var c fault.Checker
	c.Need(false, field, says)
	return c.Fault(code)
}

func wrongKey() error {
	return wrong("received.wrong-key", "key", i18n.T("Dit is geen sleutel. Een sleutel ziet eruit als aantoonbaar-1a2b3c4d+5e6f7a8b+A… Neem hem helemaal over, of laat het veld leeg.", "This is no key. A key looks like aantoonbaar-1a2b3c4d+5e6f7a8b+A… Take over the whole of it, or leave the field empty."))
}

func noFile() error {
	return wrong("received.no-file", "file", i18n.T("Kies het dossier. Er kwam geen bestand aan, of een leeg bestand.", "Choose the dossier. No file arrived, or an empty one."))
}

func noDossier() error {
	return wrong("received.no-dossier", "file", i18n.T("Dit bestand is geen dossier, of het is zo beschadigd dat niet meer te zien is van wie. Kies het .zip-bestand zoals u het kreeg, zonder het uit te pakken of opnieuw in te pakken.", "This file is no dossier, or so damaged that nobody can tell whose it is. Choose the .zip file as you got it, without unpacking it or packing it again."))
}

func tooLarge() error {
	return &fault.Fault{
		Kind: fault.TooLarge, Code: "received.too-large",
		Says: i18n.Tf("Dit bestand is groter dan %d GB.", "This file is larger than %d GB.", MaxFile>>30),
		Hint: i18n.T("Vraag een dossier zonder de bestanden van het bewijs, of controleer dit op een eigen computer met aantoonbaar verify. Er is niets opgeslagen.", "Ask for a dossier without the files of evidence, or check this one on a computer of your own with aantoonbaar verify. Nothing was stored."),
	}
}

// cutOff is the answer to an upload that broke off halfway. The reason is in the
// sender's hands, so it is no error of ours.
func cutOff() error {
	return &fault.Fault{
		Kind: fault.Invalid, Code: "received.cut-off",
		Says: i18n.T("Het bestand kwam niet heel aan.", "The file did not arrive whole."),
		Hint: i18n.T("Kies het opnieuw. Er is niets opgeslagen.", "Choose it again. Nothing was stored."),
	}
}
