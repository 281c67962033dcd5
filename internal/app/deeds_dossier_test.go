package app_test

import (
	"io"

	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/identity"
)

func dossierDeeds() []deed {
	return []deed{
		{"dossier.List", reads, identity.Export, "", func(p *provider) func() error {
			return func() error { return only(p.Dossier.List(p.ctx(), p.by(identity.BoardMember))) }
		}},
		{"dossier.Open", reads, identity.Export, "", func(p *provider) func() error {
			made, err := p.Dossier.Make(p.ctx(), p.by(identity.Administrator), dossier.Request{For: "de inspectie", Files: true})
			p.must(err)
			return func() error {
				write, err := p.Dossier.Open(p.ctx(), p.by(identity.PrivacyOfficer), made.Size, true)
				if err != nil {
					return err
				}
				return write(io.Discard)
			}
		}},
		{"dossier.Make", changes, identity.Export, "", func(p *provider) func() error {
			return func() error {
				return only(p.Dossier.Make(p.ctx(), p.by(identity.SecurityOfficer), dossier.Request{For: "de inspectie"}))
			}
		}},
	}
}
