package app_test

import (
	"aantoonbaar/internal/certification"
	"aantoonbaar/internal/identity"
)

func certificateDeeds() []deed {
	return []deed{
		{"certification.List", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Certified.List(p.ctx(), p.by(identity.Reader))) }
		}},
		{"certification.Ends", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Certified.Ends(p.ctx(), p.by(identity.Reader))) }
		}},
		{"certification.Today", reads, "", "", func(p *provider) func() error {
			return func() error { p.Certified.Today(); return nil }
		}},
		{"certification.Add", changes, identity.Evidence, "", func(p *provider) func() error {
			return func() error { return p.Certified.Add(p.ctx(), p.by(identity.Contributor), p.certified()) }
		}},
		{"certification.Withdraw", changes, identity.Evidence, "", func(p *provider) func() error {
			id := p.register()
			return func() error { return p.Certified.Withdraw(p.ctx(), p.by(identity.Contributor), id) }
		}},
	}
}

// certified is a certificate of a supplier that ends this year.
func (p *provider) certified() certification.Certificate {
	return certification.Certificate{
		Supplier: p.mark("supplier"), Scheme: certification.NEN7510, Edition: "2017", Scope: p.mark("scope"), Reach: certification.WithoutCare,
		Body: p.mark("body"), Accredited: p.mark("accreditation"), Number: p.mark("number"), ValidUntil: midnight(p.clock()).AddDate(0, 1, 0),
	}
}

// register puts a certificate in the register and returns its ID.
func (p *provider) register() certification.ID {
	p.Helper()
	p.must(p.Certified.Add(p.ctx(), p.by(identity.Contributor), p.certified()))
	all, err := p.Certified.List(p.ctx(), p.by(identity.Reader))
	p.must(err)
	return all[len(all)-1].ID
}
