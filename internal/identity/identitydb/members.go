package identitydb

import (
	"context"
	"fmt"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

const memberColumns = `SELECT m.org_id, o.name, p.person_id, p.name, p.email, p.lang, m.role, m.since, m.ended_at, m.about, m.from_at, m.until_at
	FROM memberships AS m JOIN organisations AS o ON o.org_id = m.org_id JOIN people AS p ON p.person_id = m.person_id`

func scanMember(r sqldb.Row) (identity.Membership, error) {
	var m identity.Membership
	p := &m.Person
	err := r.Scan(&m.Org, &m.OrgName, &p.ID, &p.Name, &p.Email, &p.Lang, &m.Role, sqldb.Instant{Time: &m.Since},
		sqldb.Instant{Time: &m.Ended}, &m.Admission.About, sqldb.Instant{Time: &m.Admission.From}, sqldb.Instant{Time: &m.Admission.Until})
	return m, err
}

// MembershipsOf implements [identity.MemberStore].
func (s Store) MembershipsOf(ctx context.Context, p identity.PersonID) (all []identity.Membership, err error) {
	err = s.DB.Read(ctx, sqldb.Person(p), func(tx *sqldb.Tx) (err error) {
		all, err = sqldb.All(ctx, tx, scanMember, memberColumns+` WHERE m.person_id = $1 AND m.ended_at IS NULL ORDER BY o.name, m.org_id`, p)
		return err
	})
	return all, err
}

// Members implements [identity.MemberStore].
func (s Store) Members(ctx context.Context, id org.ID) (all []identity.Membership, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
		all, err = sqldb.All(ctx, tx, scanMember, memberColumns+` WHERE m.org_id = $1 AND m.ended_at IS NULL ORDER BY p.name, p.person_id`, id)
		return err
	})
	return all, err
}

// Left implements [identity.MemberStore].
func (s Store) Left(ctx context.Context, id org.ID) (all []identity.Membership, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
		all, err = sqldb.All(ctx, tx, scanMember, memberColumns+` WHERE m.org_id = $1 AND m.ended_at IS NOT NULL ORDER BY p.name, p.person_id`, id)
		return err
	})
	return all, err
}

// FindMember implements [identity.MemberStore].
func (s Store) FindMember(ctx context.Context, id org.ID, email string) (m identity.Membership, ok bool, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
		m, ok, err = sqldb.One(ctx, tx, scanMember, memberColumns+` WHERE m.org_id = $1 AND p.email = $2`, id, email)
		return err
	})
	return m, ok, err
}

// OrganisationName implements [identity.MemberStore].
func (s Store) OrganisationName(ctx context.Context, id org.ID) (name string, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
		name, _, err = sqldb.One(ctx, tx, sqldb.Scalar[string], `SELECT name FROM organisations WHERE org_id = $1`, id)
		return err
	})
	return name, err
}

// AddMember implements [identity.MemberStore].
func (s Store) AddMember(ctx context.Context, id org.ID, m identity.Membership, entry journal.Draft) (ok bool, err error) {
	err = s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		ok, err = addMember(ctx, tx, id, m, entry)
		return err
	})
	return ok, err
}

// addMember gives a place, or gives back one that had ended. Who was one of the
// organisation's own people does not come back as its assessor, whatever was
// agreed when the invitation was made.
func addMember(ctx context.Context, tx *sqldb.Tx, id org.ID, m identity.Membership, entry journal.Draft) (bool, error) {
	n, err := tx.Changed(ctx, `INSERT INTO memberships (org_id, person_id, role, since, about, from_at, until_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (org_id, person_id) DO UPDATE SET role = excluded.role, since = excluded.since, ended_at = NULL,
			about = excluded.about, from_at = excluded.from_at, until_at = excluded.until_at
		WHERE (memberships.ended_at IS NOT NULL OR memberships.until_at <= excluded.since)
		AND (excluded.role <> 'assessor' OR memberships.role = 'assessor')`,
		id, m.Person.ID, m.Role, sqldb.At(m.Since), m.Admission.About, sqldb.At(m.Admission.From), sqldb.At(m.Admission.Until))
	if err != nil || n == 0 {
		return false, err
	}
	return true, journal.Append(ctx, tx, id, entry)
}

// ChangeMember implements [identity.MemberStore]. It holds all places of the
// organisation: two administrators who demote each other at the same moment
// must not both succeed.
func (s Store) ChangeMember(ctx context.Context, id org.ID, p identity.PersonID, decide identity.DecideMember) (ok bool, err error) {
	err = s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		holders, err := sqldb.All(ctx, tx, sqldb.Scalar[identity.Role],
			locked(tx.Engine, `SELECT role FROM memberships WHERE org_id = $1 AND ended_at IS NULL ORDER BY person_id`), id)
		if err != nil {
			return err
		}
		administrators := 0
		for _, r := range holders {
			if r == identity.Administrator {
				administrators++
			}
		}
		m, found, err := sqldb.One(ctx, tx, scanMember, memberColumns+` WHERE m.org_id = $1 AND m.person_id = $2 AND m.ended_at IS NULL`, id, p)
		if err != nil || !found {
			return err
		}
		m, entry, err := decide(m, administrators)
		if err != nil {
			return err
		}
		ok = true
		if err := tx.Exec(ctx, `UPDATE memberships SET role = $3, ended_at = $4 WHERE org_id = $1 AND person_id = $2`, id, p, m.Role, sqldb.At(m.Ended)); err != nil {
			return err
		}
		if err := journal.Append(ctx, tx, id, entry); err != nil {
			return err
		}
		if m.Role == identity.Administrator && m.Ended.IsZero() {
			return nil
		}
		return endInvitations(ctx, tx, id, p, entry)
	})
	return ok, err
}

// endInvitations withdraws the invitations that p made and nobody has used yet,
// and the links to the journal. Whoever makes one sees it, and could come back
// through it.
func endInvitations(ctx context.Context, tx *sqldb.Tx, id org.ID, p identity.PersonID, entry journal.Draft) error {
	links, err := sqldb.All(ctx, tx, sqldb.Scalar[string], locked(tx.Engine, `SELECT link_id FROM links AS l
		WHERE for_org = $1 AND kind IN ($2, $5) AND used_at IS NULL AND until > $3
		AND EXISTS (SELECT 1 FROM journal AS j WHERE j.org_id = $1 AND j.object = 'link/' || l.link_id AND j.actor_id = $4)
		ORDER BY link_id`), id, identity.InviteLink, sqldb.At(entry.At), p, identity.LogLinks)
	if err != nil {
		return fmt.Errorf("find invitations of %s: %w", p, err)
	}
	return withdraw(ctx, tx, id, links, entry)
}

// withdraw ends links, in the name and at the moment of entry, each with an entry
// of its own.
func withdraw(ctx context.Context, tx *sqldb.Tx, id org.ID, links []string, entry journal.Draft) error {
	for _, link := range links {
		if err := tx.Exec(ctx, `UPDATE links SET used_at = $2 WHERE link_id = $1`, link, sqldb.At(entry.At)); err != nil {
			return fmt.Errorf("withdraw invitation %s: %w", link, err)
		}
		entry.Action, entry.Object, entry.Data = "identity.link-withdrawn", ref.Ref{Kind: "link", ID: link}, nil
		if err := journal.Append(ctx, tx, id, entry); err != nil {
			return err
		}
	}
	return nil
}
