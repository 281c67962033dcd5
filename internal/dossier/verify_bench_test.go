package dossier_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

// BenchmarkVerify checks a dossier of 100,000 entries, beside hashing its bytes.
func BenchmarkVerify(b *testing.B) {
	m := begin(b, "org_linde")
	for from := 0; from < 100_000; from += 10_000 {
		drafts := make([]journal.Draft, 10_000)
		for i := range drafts {
			n := from + i
			requirement := fmt.Sprintf("nen7510-2:2024/%d.%d", 5+n%4, 1+n%37)
			drafts[i] = journal.Draft{
				At: noon.Add(24*time.Hour + time.Duration(n)*time.Second), ActorID: "per_01k3q8", ActorName: "Marieke de Vries", Action: "answer.save", Object: ref.Ref{Kind: "requirement", ID: requirement},
				Data: assessment.Saved{After: assessment.Answer{Requirement: requirement, Applies: assessment.Applies, Design: assessment.Statement{Reply: assessment.Yes}, Explanation: fmt.Sprintf("Vastgelegd in hoofdstuk %d.", n), Version: int64(n)}},
			}
		}
		m.write(func(ctx context.Context, tx *sqldb.Tx) error { return journal.Append(ctx, tx, m.org, drafts...) })
	}
	file := m.pack(m.source(), standard...)
	b.Run("check", func(b *testing.B) {
		b.SetBytes(int64(len(file)))
		for b.Loop() {
			if r := m.verify(file, m.signer.Public()); r.Verdict != dossier.Proven {
				b.Fatal(r.Verdict, r.Problems)
			}
		}
	})
	b.Run("baseline: SHA-256", func(b *testing.B) {
		b.SetBytes(int64(len(file)))
		for b.Loop() {
			sha256.Sum256(file)
		}
	})
	b.Run("baseline: SHA-256 of each record", func(b *testing.B) {
		lines := bytes.SplitAfter(file, []byte("\n"))
		for b.Loop() {
			for _, l := range lines {
				sha256.Sum256(l)
			}
		}
	})
}
