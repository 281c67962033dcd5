package bench

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

// proofs measures the journal and the dossier in a database of their own: how
// fast entries are written for good, beside bare commits on the same disk; how
// fast they are proven; and how fast a large dossier is checked, beside hashing
// the same bytes.
func (b *Bench) proofs(ctx context.Context) (err error) {
	db, err := sqldb.OpenSQLite(ctx, filepath.Join(b.folder, "proofs.db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Migrate(ctx, b.report.At); err != nil {
		return err
	}
	signer, err := journal.LoadSigner(filepath.Join(b.folder, "proofs-key"))
	if err != nil {
		return err
	}
	w := &writer{db: db, at: b.report.At}
	times, entries := b.choose(2_000, 300), b.choose(100_000, 10_000)
	p := place{name: "SQLite"}
	const batch = 100
	took, err := b.beside(ctx, times, func() error { return w.append(ctx, 1) }, func() error { return w.append(ctx, batch) })
	if err != nil {
		return fmt.Errorf("append: %w", err)
	}
	b.report.add(p, "append one journal entry for good, p50", took[0].P50, "ms", none)
	b.report.add(p, "entries for good one by one, against bare commits beside them (goal: at least 80)", 100*took[2].P50/took[0].P50, "%", none)
	b.report.add(p, fmt.Sprintf("entries for good in batches of %d, against the same (goal: at least 80)", batch), 100*batch*took[2].P50/took[1].P50, "%", none)
	for w.size < entries {
		if err := w.append(ctx, 1000); err != nil {
			return err
		}
	}
	return b.dossier(ctx, p, w, signer)
}

// beside measures several acts and a bare commit on the same disk, in turns, so that
// whatever else the disk does disturbs all alike. The commit is the last measure.
func (b *Bench) beside(ctx context.Context, times int, acts ...func() error) ([]Measure, error) {
	commit, end, err := b.commits(ctx)
	if err != nil {
		return nil, err
	}
	acts = append(acts, commit)
	took := make([][]time.Duration, len(acts))
	for range times {
		for k, act := range acts {
			d, err := stopwatch(act)
			if err != nil {
				return nil, errors.Join(err, end())
			}
			took[k] = append(took[k], d)
		}
	}
	all := make([]Measure, len(acts))
	for k := range took {
		all[k] = percentiles(took[k])
	}
	return all, end()
}

// dossier measures proofs, and the check of a dossier of everything that w wrote.
func (b *Bench) dossier(ctx context.Context, p place, w *writer, signer *journal.Signer) error {
	src := dossier.Source{Org: benchOrg, Public: signer.Public()}
	err := w.db.Write(ctx, sqldb.Org(benchOrg), func(tx *sqldb.Tx) (err error) {
		if src.Checkpoint, err = signer.Sign(ctx, tx, benchOrg, w.at); err != nil {
			return err
		}
		src.Entries, err = journal.Range(ctx, tx, benchOrg, 0, src.Checkpoint.Size, int(src.Checkpoint.Size))
		return err
	})
	if err != nil {
		return err
	}
	proofs := b.choose(5_000, 500)
	took, err := stopwatch(func() error {
		return w.db.Read(ctx, sqldb.Org(benchOrg), func(tx *sqldb.Tx) error {
			for i := range proofs {
				if _, _, err := journal.Prove(ctx, tx, benchOrg, src.Checkpoint.Size, int64(i*7919)%src.Checkpoint.Size); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		return fmt.Errorf("prove: %w", err)
	}
	b.report.add(p, fmt.Sprintf("inclusion proofs in a journal of %d entries", src.Checkpoint.Size), float64(proofs)/took.Seconds(), "per second", none)
	book, err := dossier.BookOf(src.Org, src.Entries)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := dossier.Pack(ctx, &file, src, book, nil, signer.Note); err != nil {
		return err
	}
	return b.verify(ctx, p, file.Bytes(), src)
}

// verify measures the check of a dossier beside hashing its bytes.
func (b *Bench) verify(ctx context.Context, p place, file []byte, src dossier.Source) error {
	checked, err := repeat(b.choose(9, 3), func(int) error {
		r, err := dossier.Verify(ctx, bytes.NewReader(file), int64(len(file)), src.Public)
		if err == nil && r.Verdict != dossier.Proven {
			err = fmt.Errorf("the dossier is %s: %v", r.Verdict, r.Problems)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	hashed, err := repeat(9, func(int) error { sha256.Sum256(file); return nil })
	if err != nil {
		return err
	}
	b.report.add(p, fmt.Sprintf("check a dossier of %d entries (%d MB), p50", len(src.Entries), len(file)/1_000_000), checked.P50, "ms", none)
	b.report.add(p, "the same, against SHA-256 of the same bytes (goal: within 3)", checked.P50/hashed.P50, "times", none)
	return nil
}

const benchOrg = "org_bench"

// A writer appends to one journal.
type writer struct {
	db   *sqldb.DB
	at   time.Time
	size int
}

// append writes n entries in one transaction: answers, over all requirements in turn.
func (w *writer) append(ctx context.Context, n int) error {
	drafts := make([]journal.Draft, n)
	for i := range drafts {
		w.size++
		requirement := fmt.Sprintf("nen7510-2:2024/%d.%d", 5+w.size%4, 1+w.size%37)
		drafts[i] = journal.Draft{
			At: w.at.Add(time.Duration(w.size) * time.Second), ActorID: "per_01k3q8", ActorName: "Marieke de Vries", Action: "answer.save",
			Object: ref.Ref{Kind: "requirement", ID: requirement},
			Data: assessment.Saved{After: assessment.Answer{
				Requirement: requirement, Applies: assessment.Applies, Design: assessment.Statement{Reply: assessment.Yes},
				Explanation: fmt.Sprintf("Vastgelegd in het kwaliteitshandboek, hoofdstuk %d.", w.size), Version: int64(w.size),
			}},
		}
	}
	return w.db.Write(ctx, sqldb.Org(benchOrg), func(tx *sqldb.Tx) error { return journal.Append(ctx, tx, benchOrg, drafts...) })
}
