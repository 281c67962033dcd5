package app_test

import (
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
)

func reviewDeeds() []deed {
	const officer, director = identity.SecurityOfficer, identity.BoardMember
	return []deed{
		{"review.List", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Review.List(p.ctx(), p.by(identity.Reader))) }
		}},
		{"review.Find", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Review.Find(p.ctx(), p.by(identity.Reader), p.review)) }
		}},
		{"review.Begin", changes, identity.PrepareBoard, "", func(p *provider) func() error {
			p.concluded()
			return func() error {
				return only(p.Review.Begin(p.ctx(), p.by(officer), midnight(p.clock()).AddDate(1, 0, 0)))
			}
		}},
		{"review.Change", changes, identity.PrepareBoard, "", func(p *provider) func() error {
			sheet, err := p.Review.Find(p.ctx(), p.by(officer), p.review)
			p.must(err)
			sheet.Review.Outcome = "Het past nog."
			return func() error { return p.Review.Change(p.ctx(), p.by(officer), sheet.Review) }
		}},
		{"review.Decide", changes, identity.Plan, "", func(p *provider) func() error {
			a := plan.Action{Title: "Oefenen", OwnerText: "Sanne", Due: midnight(p.clock()).AddDate(0, 1, 0)}
			return func() error { return only(p.Review.Decide(p.ctx(), p.by(officer), p.review, a)) }
		}},
		{"review.Sign", changes, identity.Sign, "", func(p *provider) func() error {
			sig := p.reviewed()
			return func() error { return p.Review.Sign(p.ctx(), p.by(director), p.review, sig) }
		}},
		{"review.Prove", changes, identity.Evidence, "", func(p *provider) func() error {
			id := p.concluded()
			return func() error { return p.Review.Prove(p.ctx(), p.by(officer), id) }
		}},
	}
}
