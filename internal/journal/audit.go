package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/sqldb"
)

// An Audit is the outcome of reading a whole journal again.
type Audit struct {
	Entries  int64
	Erased   int64       // entries of which only the leaf is left, by request
	Problems []i18n.Text // what does not hold; empty means that everything does
	Rows     []i18n.Text // records that are otherwise in the data than the journal tells; looked for by whoever knows the rooms, and never by Check
	Remarks  []i18n.Text // what could not be looked at, or should be known beside it; no fault of the journal
	Checked  int         // checkpoints whose signature and root were compared
	Odd      []int64     // entries whose moment does not fit their place: see [Odd]. The clock was wrong, or somebody dated them

	moments []time.Time
}

// Check reads org's whole journal and compares every entry with its leaf, every
// leaf with the tree, the stored hashes with the tree, and every checkpoint with
// all of them. It finds a changed, removed, inserted, swapped or re-dated entry. One
// that was written with another date than the day on which it was stands in Odd.
//
// Not found are: another name in ActorName, which no leaf holds; another actor,
// action or object in an erased entry; and a journal that was rewritten as a
// whole with all its checkpoints. The last shows to whoever kept a checkpoint.
//
// Public are the keys under which checkpoints may be; one that the journal says
// was retired holds for checkpoints up to there.
func Check(ctx context.Context, tx *sqldb.Tx, org string, public ...string) (Audit, error) {
	var a Audit
	size, err := Size(ctx, tx, org)
	if err != nil {
		return a, err
	}
	tree := &memory{}
	roots := map[int64]tlog.Hash{}
	points, err := sqldb.All(ctx, tx, scanSigned, `SELECT size, note FROM journal_checkpoints WHERE org_id = $1 ORDER BY size`, org)
	if err != nil {
		return a, fmt.Errorf("read checkpoints: %w", err)
	}
	ring, err := newKeyring(ctx, tx, org, public)
	if err != nil {
		return a, err
	}
	for _, p := range points {
		c, err := ring.verify(p.Note, org)
		if err != nil {
			why := whyNot(err)
			a.problem(i18n.T(fmt.Sprintf("de handtekening over %d regels klopt niet: %s", p.Size, why.NL),
				fmt.Sprintf("the checkpoint over %d entries does not hold: %s", p.Size, why.EN)))
			continue
		}
		roots[c.Size], a.Checked = c.Root, a.Checked+1
		if c.Size > size {
			a.problem(i18n.Tf("een handtekening gaat over %d regels, en er zijn er %d: er zijn regels weggehaald",
				"a checkpoint states %d entries, and there are %d: entries were removed", c.Size, size))
		}
	}
	if err := a.walk(ctx, tx, org, tree, roots); err != nil {
		return a, err
	}
	if a.Entries != size {
		a.problem(i18n.Tf("volgens de teller zijn er %d regels, en er zijn er %d", "the head states %d entries, and there are %d", size, a.Entries))
	}
	for _, i := range Odd(a.moments) {
		a.Odd = append(a.Odd, int64(i))
	}
	a.moments = nil
	return a, a.before(ctx, tx, org)
}

// Check does what [Check] does, and compares the journal with what was signed as
// far as it is remembered outside the database.
func (s *Signer) Check(ctx context.Context, tx *sqldb.Tx, org string) (Audit, error) {
	public, err := s.publics()
	if err != nil {
		return Audit{}, err
	}
	a, err := Check(ctx, tx, org, public...)
	if err != nil {
		return a, err
	}
	err = s.Memory.Compare(ctx, tx, org)
	if fork := (*Fork)(nil); errors.As(err, &fork) {
		a.problem(fork.Says())
		return a, nil
	}
	if err != nil {
		return a, err
	}
	forgot, err := s.Forgot(ctx, tx, org)
	if forgot {
		a.Remarks = append(a.Remarks, Forgotten)
	}
	return a, err
}

// Forgotten says what a check cannot tell without the memory of signatures.
var Forgotten = i18n.T(
	"buiten de database is niets meer onthouden van wat eerder is ondertekend. Of intussen een oudere database is teruggezet, kan deze controle niet zeggen. Zet de map signed uit de back-up terug, of vergelijk met een handtekening die iemand anders bewaart",
	"outside the database nothing is remembered any more of what was signed before. Whether an older database was put back meanwhile, this check cannot tell. Put the folder signed back from the backup, or compare with a checkpoint that somebody else keeps")

// before looks at rows that no walk along the entries meets.
func (a *Audit) before(ctx context.Context, tx *sqldb.Tx, org string) error {
	n, _, err := sqldb.One(ctx, tx, sqldb.Scalar[int64], `SELECT count(*) FROM journal WHERE org_id = $1 AND seq < 0`, org)
	if err != nil {
		return err
	}
	if n > 0 {
		a.problem(i18n.Tf("er zijn %d regels voor de eerste gezet", "%d entries were put before the first", n))
	}
	return nil
}

// scanSigned reads a checkpoint as it is stored, whatever its text holds.
func scanSigned(r sqldb.Row) (c Checkpoint, err error) {
	err = r.Scan(&c.Size, &c.Note)
	return c, err
}

func (a *Audit) problem(says i18n.Text) {
	if len(a.Problems) < 100 {
		a.Problems = append(a.Problems, says)
	}
}

// Says returns the problems in one language.
func (a Audit) Says(l i18n.Lang) (all []string) {
	for _, p := range a.Problems {
		all = append(all, p.In(l))
	}
	return all
}

// A row is an entry with the hashes that stand beside its leaf, of which proofs and
// the next root are made.
type row struct {
	Entry
	branches []byte
}

func scanRow(r sqldb.Row) (e row, err error) {
	e.Entry, err = scanAny(beside{r, &e.branches})
	return e, err
}

// beside scans one column more than it is asked for.
type beside struct {
	sqldb.Row
	last *[]byte
}

// Scan implements [sqldb.Row].
func (b beside) Scan(dest ...any) error { return b.Row.Scan(append(dest, b.last)...) }

// walk rebuilds the tree from the entries, a thousand at a time, and compares
// its root with each checkpoint when it has that size.
func (a *Audit) walk(ctx context.Context, tx *sqldb.Tx, org string, tree *memory, roots map[int64]tlog.Hash) error {
	const page = 1000
	for {
		rows, err := sqldb.All(ctx, tx, scanRow, `SELECT `+fields+`, branches FROM journal WHERE org_id = $1 AND seq >= $2 ORDER BY seq LIMIT $3`, org, a.Entries, page)
		if err != nil {
			return err
		}
		for _, e := range rows {
			if e.Seq != a.Entries {
				a.problem(i18n.Tf("regel %d ontbreekt", "entry %d is missing", a.Entries))
				return nil
			}
			if err := a.entry(org, e, tree); err != nil {
				return err
			}
			if want, ok := roots[a.Entries]; ok {
				got, err := tlog.TreeHash(a.Entries, tree)
				if err != nil {
					return err
				}
				if got != want {
					a.problem(i18n.Tf("de eerste %d regels zijn niet de regels die zijn ondertekend", "the first %d entries are not the ones that were signed", a.Entries))
				}
			}
		}
		if len(rows) < page {
			return nil
		}
	}
}

func (a *Audit) entry(org string, e row, tree *memory) error {
	var leaf tlog.Hash
	copy(leaf[:], e.Leaf)
	rec, err := e.Record(org)
	if err != nil {
		return err
	}
	erased := e.Salt == nil && e.Data == nil
	if erased {
		a.Erased++
	}
	if e.OddAt != "" {
		a.problem(i18n.Tf("het moment van regel %d staat er anders dan dit programma het schrijft: %q", "the moment of entry %d is not spelled as this program writes it: %q", e.Seq, e.OddAt))
	}
	if tlog.RecordHash(rec) != leaf || !erased && !e.Holds() {
		a.problem(i18n.Tf("regel %d is veranderd nadat hij was geschreven", "entry %d was changed after it was written", e.Seq))
	}
	stored, err := tlog.StoredHashesForRecordHash(e.Seq, leaf, tree)
	if err != nil {
		return err
	}
	if !bytes.Equal(branchesOf(stored), e.branches) {
		a.problem(i18n.Tf("de controlegetallen die bij regel %d staan volgen niet uit de regels", "the hashes that stand with entry %d are not what the entries make", e.Seq))
	}
	*tree = append(*tree, stored...)
	a.moments = append(a.moments, e.At)
	a.Entries++
	return nil
}

// memory is a whole tree's stored hashes, by index.
type memory []tlog.Hash

// ReadHashes implements [tlog.HashReader].
func (m *memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	all := make([]tlog.Hash, len(indexes))
	for i, idx := range indexes {
		if idx >= int64(len(*m)) {
			return nil, fmt.Errorf("hash %d is missing", idx)
		}
		all[i] = (*m)[idx]
	}
	return all, nil
}
