package app_test

import (
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

func boardDeeds() []deed {
	change := func(name string, act identity.Action, role identity.Role, call func(*provider, identity.Actor) error) deed {
		return deed{"board." + name, changes, act, "", func(p *provider) func() error { return func() error { return call(p, p.by(role)) } }}
	}
	const director, officer = identity.BoardMember, identity.SecurityOfficer
	return []deed{
		{"board.Page", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Board.Page(p.ctx(), p.by(identity.Reader))) }
		}},
		{"board.Waiting", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Board.Waiting(p.ctx(), p.by(identity.Reader))) }
		}},
		{"board.Review", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Board.Review(p.ctx(), p.by(identity.Reader), board.Plan)) }
		}},
		{"board.Approval", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Board.Approval(p.ctx(), p.by(identity.Reader), p.approvals[0].ID)) }
		}},
		{"board.Sign", changes, identity.Sign, "", func(p *provider) func() error {
			by := p.by(director)
			p.plan() // a version that nobody has signed
			review, err := p.Board.Review(p.ctx(), by, board.Plan)
			p.must(err)
			return func() error {
				return only(p.Board.Sign(p.ctx(), by, board.Signature{Subject: board.Plan, SHA256: review.SHA256, Name: by.Name, Lang: i18n.NL}))
			}
		}},
		change("Ask", identity.PrepareBoard, officer, func(p *provider, by identity.Actor) error {
			return only(p.Board.Ask(p.ctx(), by, board.Decision{
				Title: "Oefenen", What: "Twee keer per jaar", Why: "Niemand weet hoe het moet", RiskIfNot: "Stilstand", By: midnight(p.clock()).AddDate(0, 1, 0),
			}))
		}),
		change("Withdraw", identity.PrepareBoard, officer, func(p *provider, by identity.Actor) error {
			return p.Board.Withdraw(p.ctx(), by, p.decisions[0].ID, p.decisions[0].Version)
		}),
		change("Say", identity.PrepareBoard, officer, func(p *provider, by identity.Actor) error {
			return p.Board.Say(p.ctx(), by, "Wij zijn halverwege.", 1)
		}),
		change("Decide", identity.Sign, director, func(p *provider, by identity.Actor) error {
			return only(p.Board.Decide(p.ctx(), by, board.Answer{Decision: p.decisions[0].ID, Version: p.decisions[0].Version, Status: board.Agreed}))
		}),
		change("AddCertificate", identity.Training, director, func(p *provider, by identity.Actor) error {
			c := p.certificate
			c.Provider = "Een andere opleider"
			return only(p.Board.AddCertificate(p.ctx(), by, c))
		}),
		change("WithdrawCertificate", identity.Training, director, func(p *provider, by identity.Actor) error {
			return p.Board.WithdrawCertificate(p.ctx(), by, p.certificate.ID)
		}),
	}
}
