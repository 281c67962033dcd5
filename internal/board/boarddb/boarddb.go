// Package boarddb keeps what the board was asked, decided and signed in SQLite
// or PostgreSQL.
package boarddb

import (
	"context"
	"encoding/json"
	"fmt"

	"aantoonbaar/internal/board"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// A Store implements [board.Store] on DB. Signer signs the checkpoints under approvals.
type Store struct {
	DB     *sqldb.DB
	Signer *journal.Signer
}

var _ board.Store = (*Store)(nil)

// Load implements [board.Store].
func (s *Store) Load(ctx context.Context, id org.ID) (held board.Held, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if held.Decisions, err = sqldb.All(ctx, tx, scanDecision, selectDecisions, id); err != nil {
			return fmt.Errorf("read decisions: %w", err)
		}
		if held.Sentence, _, err = sqldb.One(ctx, tx, scanSentence, `SELECT said, said_by, said_at, version FROM board_sentences WHERE org_id = $1`, id); err != nil {
			return fmt.Errorf("read sentence: %w", err)
		}
		if held.Approvals, err = sqldb.All(ctx, tx, scanApproval, selectApprovals+` WHERE org_id = $1 ORDER BY signed_at DESC, approval_id DESC`, id); err != nil {
			return fmt.Errorf("read approvals: %w", err)
		}
		if held.Certificates, err = sqldb.All(ctx, tx, scanCertificate, selectCertificates, id); err != nil {
			return fmt.Errorf("read certificates: %w", err)
		}
		return nil
	})
	return held, err
}

const selectDecisions = `
	SELECT decision_id, title, what, why, cost_cents, cost_yearly, risk_if_not, answer_by, asked_by, asked_at,
	       status, reason, decided_by, decided_at, version
	FROM decisions
	WHERE org_id = $1
	ORDER BY asked_at DESC, decision_id DESC`

func scanDecision(r sqldb.Row) (d board.Decision, err error) {
	err = r.Scan(&d.ID, &d.Title, &d.What, &d.Why, &d.CostCents, &d.CostYearly, &d.RiskIfNot, sqldb.Day{Time: &d.By},
		&d.AskedBy, sqldb.Instant{Time: &d.AskedAt}, &d.Status, &d.Reason, &d.DecidedBy, sqldb.Instant{Time: &d.DecidedAt}, &d.Version)
	return d, err
}

func scanSentence(r sqldb.Row) (s board.Sentence, err error) {
	err = r.Scan(&s.Text, &s.By, sqldb.Instant{Time: &s.At}, &s.Version)
	return s, err
}

// SaveDecision implements [board.Store].
func (s *Store) SaveDecision(ctx context.Context, id org.ID, d board.Decision, entry journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		n, err := tx.Changed(ctx, `
			INSERT INTO decisions (org_id, decision_id, title, what, why, cost_cents, cost_yearly, risk_if_not, answer_by,
			                       asked_by, asked_at, status, reason, decided_by, decided_at, version)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
			ON CONFLICT (org_id, decision_id) DO UPDATE
			SET status = excluded.status, reason = excluded.reason, decided_by = excluded.decided_by,
			    decided_at = excluded.decided_at, version = excluded.version
			WHERE decisions.version = excluded.version - 1`,
			id, d.ID, d.Title, d.What, d.Why, d.CostCents, d.CostYearly, d.RiskIfNot, sqldb.On(d.By),
			d.AskedBy, sqldb.At(d.AskedAt), d.Status, d.Reason, d.DecidedBy, sqldb.At(d.DecidedAt), d.Version)
		return kept(ctx, tx, id, n, err, entry)
	})
}

// SaveSentence implements [board.Store].
func (s *Store) SaveSentence(ctx context.Context, id org.ID, said board.Sentence, entry journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		n, err := tx.Changed(ctx, `
			INSERT INTO board_sentences (org_id, said, said_by, said_at, version)
			VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (org_id) DO UPDATE
			SET said = excluded.said, said_by = excluded.said_by, said_at = excluded.said_at, version = excluded.version
			WHERE board_sentences.version = excluded.version - 1`,
			id, said.Text, said.By, sqldb.At(said.At), said.Version)
		return kept(ctx, tx, id, n, err, entry)
	})
}

// kept writes the entry of a change that touched n rows; none means that somebody
// else was first.
func kept(ctx context.Context, tx *sqldb.Tx, id org.ID, n int, err error, entry journal.Draft) error {
	if err != nil {
		return fmt.Errorf("%s: %w", entry.Action, err)
	}
	if n != 1 {
		return board.ErrStale
	}
	return journal.Append(ctx, tx, id, entry)
}

const selectCertificates = `
	SELECT certificate_id, person_name, board_role, appointed_on, topics, provider, from_on, to_on, valid_until,
	       evidence, added_by, added_at, withdrawn_at
	FROM certificates
	WHERE org_id = $1
	ORDER BY added_at DESC, certificate_id DESC`

func scanCertificate(r sqldb.Row) (c board.Certificate, err error) {
	var topics []byte
	err = r.Scan(&c.ID, &c.Person, &c.Role, sqldb.Day{Time: &c.Appointed}, &topics, &c.Provider, sqldb.Day{Time: &c.From}, sqldb.Day{Time: &c.To},
		sqldb.Day{Time: &c.ValidUntil}, &c.Evidence, &c.AddedBy, sqldb.Instant{Time: &c.AddedAt}, sqldb.Instant{Time: &c.Withdrawn})
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(topics, &c.Topics)
}

// SaveCertificate implements [board.Store]. A certificate that is known can only be withdrawn.
func (s *Store) SaveCertificate(ctx context.Context, id org.ID, c board.Certificate, entry journal.Draft) error {
	topics, err := json.Marshal(c.Topics)
	if err != nil {
		return fmt.Errorf("encode topics: %w", err)
	}
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		n, err := tx.Changed(ctx, `
			INSERT INTO certificates (org_id, certificate_id, person_name, board_role, appointed_on, topics, provider, from_on, to_on,
			                          valid_until, evidence, added_by, added_at, withdrawn_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
			ON CONFLICT (org_id, certificate_id) DO UPDATE
			SET withdrawn_at = excluded.withdrawn_at
			WHERE certificates.withdrawn_at IS NULL`,
			id, c.ID, c.Person, c.Role, sqldb.On(c.Appointed), string(topics), c.Provider, sqldb.On(c.From), sqldb.On(c.To),
			sqldb.On(c.ValidUntil), c.Evidence, c.AddedBy, sqldb.At(c.AddedAt), sqldb.At(c.Withdrawn))
		return kept(ctx, tx, id, n, err, entry)
	})
}
