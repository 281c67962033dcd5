package identitydb

import (
	"context"
	"fmt"
	"time"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

const linkColumns = `SELECT link_id, kind, for_org, person_id, name, email, role, about, made_by, made_at, until, used_at, admission, from_at, until_at FROM links`

func scanLink(r sqldb.Row) (identity.Link, error) {
	var l identity.Link
	err := r.Scan(&l.ID, &l.Kind, &l.Org, &l.Person, &l.Name, &l.Email, &l.Role, &l.About, &l.MadeBy,
		sqldb.Instant{Time: &l.Made}, sqldb.Instant{Time: &l.Until}, sqldb.Instant{Time: &l.Used},
		&l.Admission.About, sqldb.Instant{Time: &l.Admission.From}, sqldb.Instant{Time: &l.Admission.Until})
	return l, err
}

// AddLink implements [identity.LinkStore].
func (s Store) AddLink(ctx context.Context, l identity.Link, hash []byte, entry journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(l.Org), func(tx *sqldb.Tx) error {
		if l.Kind == identity.InviteLink {
			if err := endEarlier(ctx, tx, l, entry); err != nil {
				return err
			}
		}
		if l.Kind == identity.ResetLink { // the earlier one may have gone to the wrong address
			if err := tx.Exec(ctx, `UPDATE links SET used_at = $3 WHERE kind = $1 AND person_id = $2 AND used_at IS NULL`, l.Kind, l.Person, sqldb.At(l.Made)); err != nil {
				return fmt.Errorf("end earlier reset link: %w", err)
			}
		}
		err := tx.Exec(ctx, `INSERT INTO links (secret_hash, link_id, kind, for_org, person_id, name, email, role, about, made_by, made_at, until, admission, from_at, until_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
			hash, l.ID, l.Kind, l.Org, l.Person, l.Name, l.Email, l.Role, l.About, l.MadeBy, sqldb.At(l.Made), sqldb.At(l.Until),
			l.Admission.About, sqldb.At(l.Admission.From), sqldb.At(l.Admission.Until))
		if err != nil || l.Org == "" {
			return err
		}
		return journal.Append(ctx, tx, l.Org, entry)
	})
}

// endEarlier withdraws the invitations that an invitation takes the place of, each
// with its entry.
func endEarlier(ctx context.Context, tx *sqldb.Tx, l identity.Link, entry journal.Draft) error {
	links, err := sqldb.All(ctx, tx, sqldb.Scalar[string], locked(tx.Engine, `SELECT link_id FROM links
		WHERE for_org = $1 AND kind = $2 AND email = $3 AND used_at IS NULL AND until > $4 ORDER BY link_id`), l.Org, l.Kind, l.Email, sqldb.At(l.Made))
	if err != nil {
		return fmt.Errorf("find earlier invitation: %w", err)
	}
	return withdraw(ctx, tx, l.Org, links, entry)
}

// FindLink implements [identity.LinkStore].
func (s Store) FindLink(ctx context.Context, hash []byte) (identity.Link, bool, error) {
	return find(ctx, s.DB, scanLink, linkColumns+` WHERE secret_hash = $1`, hash)
}

// LinksOf implements [identity.LinkStore].
func (s Store) LinksOf(ctx context.Context, id org.ID, now time.Time) (all []identity.Link, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
		all, err = sqldb.All(ctx, tx, scanLink, linkColumns+` WHERE for_org = $1 AND used_at IS NULL AND until > $2 ORDER BY made_at DESC, link_id DESC LIMIT 500`, id, sqldb.At(now))
		return err
	})
	return all, err
}

// WithdrawLink implements [identity.LinkStore].
func (s Store) WithdrawLink(ctx context.Context, id org.ID, link string, entry journal.Draft) (ok bool, err error) {
	err = s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		n, err := tx.Changed(ctx, `UPDATE links SET used_at = $3 WHERE for_org = $1 AND link_id = $2 AND used_at IS NULL`, id, link, sqldb.At(entry.At))
		if err != nil || n == 0 {
			return err
		}
		ok = true
		return journal.Append(ctx, tx, id, entry)
	})
	return ok, err
}

// CreatePerson implements [identity.LinkStore].
func (s Store) CreatePerson(ctx context.Context, p identity.Person, now time.Time) error {
	return s.DB.Write(ctx, nobody, func(tx *sqldb.Tx) error {
		return insertPerson(ctx, tx, identity.Enrolment{Person: p}, now)
	})
}

func insertPerson(ctx context.Context, tx *sqldb.Tx, e identity.Enrolment, now time.Time) error {
	p := e.Person
	n, err := tx.Changed(ctx, `INSERT INTO people (person_id, name, email, lang, password, totp, totp_step, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (email) DO NOTHING`,
		p.ID, p.Name, p.Email, p.Lang, e.Password, e.TOTP, e.TOTPStep, sqldb.At(now))
	if err != nil {
		return fmt.Errorf("insert person: %w", err)
	}
	if n == 0 {
		return identity.ErrTaken
	}
	return nil
}

// Enrol implements [identity.LinkStore].
func (s Store) Enrol(ctx context.Context, e identity.Enrolment) error {
	now := e.Start.Session.Started
	return s.DB.Write(ctx, sqldb.Person(e.Person.ID), func(tx *sqldb.Tx) error {
		if err := useUp(ctx, tx, e.Link, e.Halfway, now); err != nil {
			return err
		}
		store := insertPerson
		if e.Reset {
			store = resetPerson
		}
		if err := store(ctx, tx, e, now); err != nil {
			return err
		}
		if e.Passkey != nil {
			if ok, err := insertPasskey(ctx, tx, *e.Passkey); err != nil || !ok {
				return fmt.Errorf("insert passkey: stored %t: %w", ok, err)
			}
		}
		if err := setCodes(ctx, tx, e.Person.ID, e.Codes); err != nil {
			return err
		}
		if err := insertSession(ctx, tx, e.Start); err != nil {
			return err
		}
		if e.Member == nil {
			return everywhere(ctx, tx, e.Person.ID, e.Entry)
		}
		if err := move(ctx, tx, e.Member.Org); err != nil {
			return err
		}
		_, err := addMember(ctx, tx, e.Member.Org, *e.Member, e.Entry)
		return err
	})
}

// resetPerson replaces all means of a person who lost them, and ends what they opened.
func resetPerson(ctx context.Context, tx *sqldb.Tx, e identity.Enrolment, _ time.Time) error {
	for _, query := range []string{`DELETE FROM passkeys WHERE person_id = $1`, `DELETE FROM sessions WHERE person_id = $1`} {
		if err := tx.Exec(ctx, query, e.Person.ID); err != nil {
			return fmt.Errorf("end old means: %w", err)
		}
	}
	err := tx.Exec(ctx, `UPDATE people SET password = $2, totp = $3, totp_step = $4 WHERE person_id = $1`,
		e.Person.ID, e.Password, e.TOTP, e.TOTPStep)
	if err != nil {
		return fmt.Errorf("set new means: %w", err)
	}
	return nil
}

// AcceptInvitation implements [identity.LinkStore].
func (s Store) AcceptInvitation(ctx context.Context, link []byte, m identity.Membership, entry journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(m.Org), func(tx *sqldb.Tx) error {
		if err := useUp(ctx, tx, link, nil, m.Since); err != nil {
			return err
		}
		ok, err := addMember(ctx, tx, m.Org, m, entry)
		if err == nil && !ok {
			err = identity.ErrGone
		}
		return err
	})
}
