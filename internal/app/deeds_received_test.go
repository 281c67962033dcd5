package app_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/received"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

func receivedDeeds() []deed {
	return []deed{
		{"received.List", reads, identity.SeeReceived, "", func(p *provider) func() error {
			return func() error { return only(p.Received.List(p.ctx(), p.by(identity.Reader))) }
		}},
		{"received.Find", reads, identity.SeeReceived, "", func(p *provider) func() error {
			return func() error { return only2(p.Received.Find(p.ctx(), p.by(identity.Reader), p.received)) }
		}},
		{"received.Check", reads, identity.Evidence, "", func(p *provider) func() error {
			return func() error { return only(p.look(p.by(identity.Contributor))) }
		}},
		{"received.Keep", changes, identity.Evidence, "", func(p *provider) func() error {
			c, err := p.look(p.by(identity.Contributor))
			p.must(err)
			return func() error {
				return only(p.Received.Keep(p.ctx(), p.by(identity.Contributor), c.Carried, p.mark("received")))
			}
		}},
		{"dossier.KeepReceipt", changes, identity.Export, "", func(p *provider) func() error {
			text := p.receiptBy(p.elsewhereWitness())
			return func() error {
				return only(p.Dossier.KeepReceipt(p.ctx(), p.by(identity.SecurityOfficer), dossier.Handed{Text: text, Giver: p.mark("giver")}))
			}
		}},
	}
}

// look checks the dossier of an organisation on another installation, without
// keeping it.
func (p *provider) look(by identity.Actor) (received.Checked, error) {
	p.Helper()
	file, key, err := foreign()
	p.must(err)
	return p.Received.Check(p.ctx(), by, received.Upload{Name: "dossier.zip", Key: key, Content: bytes.NewReader(file)})
}

// foreign is the dossier of an organisation on another installation, with its key.
// It is made once: making one takes a database of its own.
var foreign = func() func() ([]byte, string, error) {
	var once sync.Once
	var file []byte
	var key string
	var err error
	return func() ([]byte, string, error) {
		once.Do(func() { file, key, err = makeForeign() })
		return file, key, err
	}
}()

func makeForeign() (file []byte, key string, err error) {
	dir, err := os.MkdirTemp("", "elsewhere")
	if err != nil {
		return nil, "", err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	ctx, now := context.Background(), time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	signer, err := journal.LoadSigner(filepath.Join(dir, "key"))
	if err != nil {
		return nil, "", err
	}
	db, err := sqldb.OpenSQLite(ctx, filepath.Join(dir, "a.db"))
	if err != nil {
		return nil, "", err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Migrate(ctx, now); err != nil {
		return nil, "", err
	}
	src := dossier.Source{Org: "org_elsewhere", Public: signer.Public()}
	err = db.Write(ctx, sqldb.Org(src.Org), func(tx *sqldb.Tx) (err error) {
		found := journal.Draft{At: now, ActorID: "per_1", ActorName: "Noor", Action: "organisation.found", Object: ref.Ref{Kind: "profile", ID: "profile"}, Data: duty.Saved{After: duty.Told{Name: "Duinrand ICT"}}}
		if err := journal.Append(ctx, tx, src.Org, found); err != nil {
			return err
		}
		if src.Checkpoint, err = signer.Sign(ctx, tx, src.Org, now); err != nil {
			return err
		}
		src.Entries, err = journal.Range(ctx, tx, src.Org, 0, 1, 1)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	book, err := dossier.BookOf(src.Org, src.Entries)
	if err != nil {
		return nil, "", err
	}
	var b bytes.Buffer
	err = dossier.Pack(ctx, &b, src, book, nil, signer.Note)
	return b.Bytes(), src.Public, err
}
