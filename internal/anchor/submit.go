package anchor

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// A Remote is a witness elsewhere, as the program that asks it sees it.
type Remote struct {
	Address string // where "/add-checkpoint" is put behind
	Key     *Verifier
	Client  *http.Client
}

var _ Target = (*Remote)(nil)

// NewRemote makes a target of "KEY@URL".
func NewRemote(text string) (*Remote, error) {
	key, address, ok := strings.Cut(text, "@")
	if !ok {
		return nil, fmt.Errorf("witness %q: write it as KEY@URL", text)
	}
	v, err := ReadVerifier(key)
	if err != nil {
		return nil, fmt.Errorf("witness %q: %w", text, err)
	}
	if _, err := checkAddress(address); err != nil {
		return nil, fmt.Errorf("witness %q: %w", text, err)
	}
	return &Remote{Address: strings.TrimSuffix(address, "/"), Key: v, Client: NewClient()}, nil
}

// Kind implements [Target].
func (*Remote) Kind() Kind { return Cosignature }

// Name implements [Target].
func (r *Remote) Name() string { return r.Key.Name() }

// Rest implements [Target]: every checkpoint may be shown.
func (*Remote) Rest() time.Duration { return 0 }

// sizeType is how a witness says which size it expects to be continued.
const sizeType = "text/x.tlog.size"

// Anchor implements [Target]. The witness may know more or less than we
// remember: then it says its size, and is shown the proof from there.
func (r *Remote) Anchor(ctx context.Context, s Statement) (Anchor, error) {
	got, err := r.ask(ctx, s, s.Last)
	if err != nil {
		return Anchor{}, err
	}
	if got.status == http.StatusConflict && got.media == sizeType {
		known, err := strconv.ParseInt(strings.TrimSuffix(string(got.body), "\n"), 10, 64)
		if err != nil || known < 0 {
			return Anchor{}, fmt.Errorf("%s answers with a size that is none: %q", r.Name(), got.body)
		}
		if known > s.Size {
			return Anchor{}, &Refusal{r.Name(), fmt.Sprintf("it saw %d entries, and here are %d", known, s.Size)}
		}
		if got, err = r.ask(ctx, s, known); err != nil {
			return Anchor{}, err
		}
	}
	switch got.status {
	case http.StatusOK:
		return r.read(s, got.body)
	case http.StatusConflict, http.StatusUnprocessableEntity:
		return Anchor{}, &Refusal{r.Name(), "these entries do not continue what it saw before"}
	}
	return Anchor{}, fmt.Errorf("%s answers with status %d", r.Name(), got.status)
}

// ask sends the checkpoint with the proof that it continues the first old entries.
func (r *Remote) ask(ctx context.Context, s Statement, old int64) (reply, error) {
	var proof tlog.TreeProof
	if old > 0 && old < s.Size {
		var err error
		if proof, err = s.Prove(ctx, old); err != nil {
			return reply{}, fmt.Errorf("prove growth from %d to %d entries: %w", old, s.Size, err)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "old %d\n", old)
	for _, h := range proof {
		b.WriteString(h.String() + "\n")
	}
	b.WriteString("\n" + s.Note)
	return post(ctx, r.Client, r.Address+"/add-checkpoint", "text/plain; charset=utf-8", []byte(b.String()))
}

// read puts the cosignature under the checkpoint and verifies it.
func (r *Remote) read(s Statement, lines []byte) (Anchor, error) {
	whole := s.Note + string(lines)
	text, at, err := r.Key.Open([]byte(whole))
	if err != nil {
		return Anchor{}, fmt.Errorf("cosignature of %s: %w", r.Name(), err)
	}
	if !strings.HasPrefix(s.Note, text) {
		return Anchor{}, fmt.Errorf("cosignature of %s is over something else", r.Name())
	}
	return Anchor{Kind: Cosignature, Who: r.Name(), Size: s.Size, Proof: []byte(whole), At: at}, nil
}
