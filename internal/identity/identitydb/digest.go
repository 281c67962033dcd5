package identitydb

import (
	"context"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/sqldb"
)

// SetDigest implements [identity.DigestStore].
func (s Store) SetDigest(ctx context.Context, p identity.PersonID, e identity.Every) error {
	return s.exec(ctx, `INSERT INTO digests (person_id, every) VALUES ($1, $2) ON CONFLICT (person_id) DO UPDATE SET every = excluded.every`, p, e)
}

// Digests implements [identity.DigestStore].
func (s Store) Digests(ctx context.Context, people []identity.PersonID) (map[identity.PersonID]identity.Every, error) {
	chosen := map[identity.PersonID]identity.Every{}
	if len(people) == 0 {
		return chosen, nil
	}
	args := make([]any, len(people))
	for i, p := range people {
		args[i] = p
	}
	err := s.DB.Read(ctx, nobody, func(tx *sqldb.Tx) error {
		_, err := sqldb.All(ctx, tx, func(r sqldb.Row) (p identity.PersonID, err error) {
			var e identity.Every
			err = r.Scan(&p, &e)
			chosen[p] = e
			return p, err
		}, `SELECT person_id, every FROM digests WHERE person_id IN (`+sqldb.Places(1, len(people))+`)`, args...)
		return err
	})
	return chosen, err
}
