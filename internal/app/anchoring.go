package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/anchor/anchordb"
	"aantoonbaar/internal/config"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

// targets reads from the configuration who outside gets to see checkpoints.
func targets(c config.Config) (all []anchor.Target, err error) {
	roots, err := anchor.ReadRoots(c.TimestampRoots)
	if err != nil {
		return nil, err
	}
	for _, address := range c.Timestamp {
		t, err := anchor.NewAuthority(address, roots)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	for _, text := range c.Witness {
		t, err := anchor.NewRemote(text)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, nil
}

// witnessKey is the file with the key of this installation as a witness.
const witnessKey = "witness-key"

// witness makes the witness that this installation is for others.
func (a *App) witness() (*anchor.Witness, error) {
	return anchor.LoadWitness(filepath.Join(a.Config.Data, witnessKey), a.Signer.Origin+"-witness", a.Config.WitnessFor, &anchordb.Store{DB: a.DB}, a.Now)
}

// anchorEvery is how often a look is taken at which journals have a checkpoint
// that others have not seen; the first round waits until it was signed.
const (
	anchorEvery = time.Hour
	anchorFirst = time.Minute
)

// anchor shows checkpoints to others until ctx ends. Nothing ever waits for it.
func (a *App) anchor(ctx context.Context) {
	if len(a.targets) == 0 {
		return
	}
	for pause := anchorFirst; ; pause = anchorEvery {
		rest(ctx, pause)
		if ctx.Err() != nil {
			return
		}
		if err := a.AnchorAll(ctx); err != nil && ctx.Err() == nil {
			a.log.ErrorContext(ctx, "showing checkpoints to others failed", slog.Any("err", err))
		}
	}
}

// AnchorAll shows the newest checkpoint of every journal to those who have not
// seen it and may be asked now. Who does not answer is asked for no other journal
// in this round. An error that it returns is of our own database.
func (a *App) AnchorAll(ctx context.Context) error {
	ids, err := a.organisations(ctx)
	if err != nil {
		return err
	}
	silent := map[anchor.Target]bool{}
	for _, id := range ids {
		if err := a.anchorOne(ctx, id, silent); err != nil {
			return err
		}
	}
	return nil
}

func (a *App) anchorOne(ctx context.Context, id org.ID, silent map[anchor.Target]bool) error {
	refused := false
	for _, t := range a.targets {
		s, try, err := a.statement(ctx, id, t)
		if err != nil {
			return err
		}
		if s.Note != "" && !silent[t] {
			begun := a.Now()
			if try, err = a.show(ctx, id, t, s, try); err != nil {
				return err
			}
			silent[t] = try.Failures > 0 && !try.Refused
			rest(ctx, 3*a.Now().Sub(begun)) // many journals are spread over time
		}
		refused = refused || try.Refused
	}
	a.watch.refuse(id, refused)
	return nil
}

// statement is what t is to be shown of id's journal; it has no Note when there
// is nothing new, or when it is not time yet. A journal that is not what was
// signed is shown to nobody.
func (a *App) statement(ctx context.Context, id org.ID, t anchor.Target) (s anchor.Statement, try anchor.Try, err error) {
	err = a.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		tries, err := anchordb.Tries(ctx, tx, string(id))
		if err != nil {
			return err
		}
		try = anchor.Try{Kind: t.Kind(), Who: t.Name()}
		for _, x := range tries {
			if x.Kind == t.Kind() && x.Who == t.Name() {
				try = x
			}
		}
		point, _, err := journal.Last(ctx, tx, string(id))
		if err != nil {
			return err
		}
		last, _, err := anchordb.Last(ctx, tx, string(id), t.Kind(), t.Name())
		if err != nil {
			return err
		}
		now := a.Now()
		if point.Size <= last.Size || now.Before(try.Next()) || now.Before(last.Kept.Add(t.Rest())) {
			return nil
		}
		if err := a.Signer.Memory.Compare(ctx, tx, string(id)); err != nil {
			if errors.As(err, new(*journal.Fork)) {
				return nil // told by the nightly check and by every round of signing
			}
			return err
		}
		s = anchor.Statement{Size: point.Size, Note: point.Note, Last: last.Size, Prove: func(ctx context.Context, old int64) (tlog.TreeProof, error) {
			return a.growth(ctx, id, old, point.Size)
		}}
		return nil
	})
	return s, try, err
}

// growth proves that a journal of size entries continues the one of old entries.
func (a *App) growth(ctx context.Context, id org.ID, old, size int64) (p tlog.TreeProof, err error) {
	err = a.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		p, err = journal.ProveGrowth(ctx, tx, string(id), old, size)
		return err
	})
	return p, err
}

// show asks t for an anchor and keeps it, or how the attempt went. The error is
// of our own database only.
func (a *App) show(ctx context.Context, id org.ID, t anchor.Target, s anchor.Statement, try anchor.Try) (anchor.Try, error) {
	got, failure := t.Anchor(ctx, s)
	if ctx.Err() != nil {
		return try, ctx.Err() // we stop: that says nothing of t
	}
	now := a.Now()
	if failure == nil {
		got.ID, got.Kept = ref.NewID("anc", now), now
		err := a.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
			_, err := anchordb.Keep(ctx, tx, string(id), got) // another process may have kept the same
			return err
		})
		return anchor.Try{Kind: t.Kind(), Who: t.Name()}, err
	}
	try.At, try.Failures, try.Problem = now, try.Failures+1, failure.Error()
	try.Refused = errors.As(failure, new(*anchor.Refusal))
	log := a.log.With(slog.String("org", string(id)), slog.String("who", t.Name()), slog.Any("err", failure))
	if try.Refused {
		log.ErrorContext(ctx, "a witness refuses a journal")
	} else {
		log.WarnContext(ctx, "a checkpoint was shown in vain")
	}
	return try, a.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error { return anchordb.Fail(ctx, tx, string(id), try) })
}

// anchorsHold compares every anchor that is kept of a journal with what it is
// over, and says what does not fit.
func (a *App) anchorsHold(ctx context.Context, tx *sqldb.Tx, id org.ID) (problems []i18n.Text, err error) {
	size, err := journal.Size(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	keys := map[string]*anchor.Verifier{}
	for _, t := range a.targets {
		if r, ok := t.(*anchor.Remote); ok {
			keys[r.Name()] = r.Key
		}
	}
	const page = 200
	for after := ""; ; {
		anchors, err := anchordb.After(ctx, tx, string(id), after, page)
		if err != nil {
			return nil, err
		}
		for _, x := range anchors {
			after = x.ID
			point, _, err := journal.Point(ctx, tx, string(id), x.Size)
			if err != nil {
				return nil, err
			}
			if says := fits(x, point, size, keys[x.Who]); !says.IsZero() {
				problems = append(problems, i18n.T(
					fmt.Sprintf("wat %s vastlegde over de eerste %d regels klopt niet: %s", x.Who, x.Size, says.NL),
					fmt.Sprintf("the %s by %s over %d entries %s", x.Kind, x.Who, x.Size, says.EN)))
			}
		}
		if len(anchors) < page {
			return problems, nil
		}
	}
}

// fits says what is wrong between an anchor and the checkpoint at its size; zero for nothing.
func fits(x anchor.Anchor, point journal.Checkpoint, size int64, key *anchor.Verifier) i18n.Text {
	if x.Size > size || point.Note == "" {
		return i18n.T("de handtekening waar dit over gaat is er niet meer; er zijn regels weggehaald", "has no checkpoint any more: entries were removed")
	}
	if x.Kind == anchor.TimeStamp {
		if _, err := anchor.ReadStamp(x.Proof, point.Note, nil); err != nil {
			return i18n.T("het tijdstempel past niet bij de handtekening", "does not hold: "+err.Error())
		}
		return i18n.Text{}
	}
	if len(x.Proof) < len(point.Note) || string(x.Proof[:len(point.Note)]) != point.Note {
		return i18n.T("het gaat over een andere handtekening", "is over another checkpoint")
	}
	if x.Kind == anchor.Received {
		own, err := anchor.ReadVerifier(x.Key)
		if err != nil {
			return i18n.T("de sleutel van het ontvangstbewijs is geen sleutel", "stands under a key that is none")
		}
		key = own
	}
	if key != nil {
		if _, _, err := key.Open(x.Proof); err != nil {
			return i18n.T("het is niet door deze getuige ondertekend", "does not hold: "+err.Error())
		}
	}
	return i18n.Text{}
}
