package dossier

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/journal"
)

// TestAFileTakesNoMoreThanItsSizeAllows: what is in it is anybody's, and must not
// take hundreds of times its size in memory before anything was verified.
func TestAFileTakesNoMoreThanItsSizeAllows(t *testing.T) {
	const size = 2 << 20
	manifest := fmt.Sprintf("%s\norg_x\n%d %s\nkey\n", Format, size, tlog.Hash{})
	for name, content := range map[string]string{
		RecordsName:     strings.Repeat("\n", size),
		OpenedName:      strings.Repeat("\n", size),
		ClaimsName:      `{"claims":[{}` + strings.Repeat(",{}", size/3) + `]}`,
		CheckpointsName: strings.Repeat("\n", size),
	} {
		t.Run(name, func(t *testing.T) {
			var file bytes.Buffer
			z := zip.NewWriter(&file)
			for _, f := range [][2]string{{name, content}, {ManifestName, manifest + "\n— key AAAAAAAA\n"}} {
				w, err := z.CreateHeader(&zip.FileHeader{Name: f[0], Method: zip.Store, Modified: epoch})
				if err != nil {
					t.Fatal(err)
				}
				if _, err := w.Write([]byte(f[1])); err != nil {
					t.Fatal(err)
				}
			}
			if err := z.Close(); err != nil {
				t.Fatal(err)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r, err := Verify(t.Context(), bytes.NewReader(file.Bytes()), int64(file.Len()))
			runtime.ReadMemStats(&after)
			if err != nil || r.Verdict != Contradicted {
				t.Fatalf("Verify = %+v, %v", r, err)
			}
			if took := after.TotalAlloc - before.TotalAlloc; took > 20*size {
				t.Errorf("%d MB take %d MB", size>>20, took>>20)
			}
		})
	}
}

// chain is a verifier of a journal that tells of n rotations of its key, each signed
// by both keys.
func chain(t *testing.T, n int) (v *verifier, keys []string) {
	t.Helper()
	v = &verifier{changed: map[int64]bool{}, report: &Report{}, roots: map[int64]tlog.Hash{}, bySize: map[int64]string{}}
	v.manifest.Org = "org_x"
	var signing []note.Signer
	for range n + 1 {
		secret, public, err := note.GenerateKey(rand.Reader, "aantoonbaar-0a0a0a0a")
		if err != nil {
			t.Fatal(err)
		}
		s, err := note.NewSigner(secret)
		if err != nil {
			t.Fatal(err)
		}
		keys, signing = append(keys, public), append(signing, s)
	}
	for i := range n {
		told, err := json.Marshal(journal.Rotated{Old: keys[i], New: keys[i+1]})
		if err != nil {
			t.Fatal(err)
		}
		v.entries = append(v.entries, journal.Entry{Seq: int64(i), Action: journal.ActKeyRotated, Data: told})
		size := int64(i) + 1
		v.roots[size] = tlog.Hash{}
		signed, err := note.Sign(&note.Note{Text: fmt.Sprintf("aantoonbaar-0a0a0a0a/org_x\n%d\n%s\n", size, tlog.Hash{})}, signing[i], signing[i+1])
		if err != nil {
			t.Fatal(err)
		}
		v.bySize[size] = string(signed)
	}
	return v, keys
}

// TestOneKeyLeadsToAllThatFollow, from either end, and to no endless row of them.
func TestOneKeyLeadsToAllThatFollow(t *testing.T) {
	for _, from := range []int{0, 60, 30} {
		v, keys := chain(t, 60)
		v.trust.Keys = []string{keys[from]}
		v.rotations()
		if len(v.ring.public) != 61 || len(v.report.Problems) > 0 {
			t.Errorf("from key %d there are %d of 61, %v", from, len(v.ring.public), v.report.Problems)
		}
		first, err := note.NewVerifier(keys[0])
		if err != nil {
			t.Fatal(err)
		}
		if v.ring.may(idOf(first), 2) || !v.ring.may(idOf(first), 1) {
			t.Errorf("from key %d the first key signs beyond its end, or not up to it", from)
		}
	}
	v, keys := chain(t, maxRotations+1)
	v.trust.Keys = keys[:1]
	v.rotations()
	if len(v.report.Problems) != 1 || !strings.Contains(v.report.Problems[0].EN, "more than 1000") {
		t.Errorf("too many rotations: %v", v.report.Problems)
	}
}
