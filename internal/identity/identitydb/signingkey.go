package identitydb

import (
	"context"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/sqldb"
)

// SetSigningKey implements [identity.SigningKeyStore].
func (s Store) SetSigningKey(ctx context.Context, k identity.SigningKey, entry journal.Draft) error {
	_, err := s.change(ctx, k.Person, entry, func(tx *sqldb.Tx) (bool, error) {
		return true, tx.Exec(ctx, `INSERT INTO signing_keys (person_id, public_key, sealed, made_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (person_id) DO UPDATE SET public_key = excluded.public_key, sealed = excluded.sealed, made_at = excluded.made_at`,
			k.Person, []byte(k.Public), k.Sealed, sqldb.At(k.Made))
	})
	return err
}

// SigningKeyOf implements [identity.SigningKeyStore].
func (s Store) SigningKeyOf(ctx context.Context, p identity.PersonID) (identity.SigningKey, bool, error) {
	return find(ctx, s.DB, scanSigningKey, `SELECT person_id, public_key, sealed, made_at FROM signing_keys WHERE person_id = $1`, p)
}

func scanSigningKey(r sqldb.Row) (identity.SigningKey, error) {
	var k identity.SigningKey
	var public []byte
	err := r.Scan(&k.Person, &public, &k.Sealed, sqldb.Instant{Time: &k.Made})
	k.Public = public
	return k, err
}
