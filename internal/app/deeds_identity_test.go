package app_test

import (
	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

func identityReads() []deed {
	return []deed{
		{"identity.Account", reads, identity.SelfOnly, "", func(p *provider) func() error {
			return func() error { return only(p.Identity.Account(p.ctx(), p.by(identity.Reader))) }
		}},
		{"identity.OpenFeed", reads, "", "", func(p *provider) func() error {
			secret, err := p.Identity.MakeFeed(p.ctx(), p.by(identity.Reader))
			p.must(err)
			return func() error { return only(p.Identity.OpenFeed(p.ctx(), secret)) }
		}},
		{"identity.Places", reads, identity.SelfOnly, "", func(p *provider) func() error {
			return func() error { return only(p.Identity.Places(p.ctx(), p.by(identity.Reader))) }
		}},
		{"identity.Members", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Identity.Members(p.ctx(), p.by(identity.Reader))) }
		}},
		{"identity.OpenLinks", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Identity.OpenLinks(p.ctx(), p.by(identity.Reader))) }
		}},
		{"identity.Strangers", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Identity.Strangers(p.ctx(), p.by(identity.Reader))) }
		}},
		{"identity.OpenLink", reads, "", "", func(p *provider) func() error {
			return func() error { return only(p.Identity.OpenLink(p.ctx(), p.asked[1])) }
		}},
		{"identity.OpenLogLink", reads, "", "", func(p *provider) func() error {
			secret, err := p.Identity.MakeLogLink(p.ctx(), p.by(identity.Administrator), "De accountant")
			p.must(err)
			return func() error { return only(p.Identity.OpenLogLink(p.ctx(), secret)) }
		}},
		{"identity.PlaceOf", reads, "", "", func(p *provider) func() error {
			in := identity.SignedIn{Person: p.people[identity.Reader]}
			return func() error { return only2(p.Identity.PlaceOf(p.ctx(), in, p.id)) }
		}},
		{"identity.SessionOf", reads, "", "", func(p *provider) func() error {
			secret := p.signIn(p.people[identity.Reader], true)
			return func() error { return only2(p.Identity.SessionOf(p.ctx(), secret)) }
		}},
		{"identity.ShowDemoLink", reads, "", "", func(p *provider) func() error {
			secret := p.demoLink()
			return func() error { return only(p.Identity.ShowDemoLink(p.ctx(), secret)) }
		}},
		{"identity.ShowInvitation", reads, "", "", func(p *provider) func() error {
			secret := p.invitation(p.email())
			return func() error { return only(p.Identity.ShowInvitation(p.ctx(), secret)) }
		}},
		{"identity.SigningKey", reads, identity.SelfOnly, "", func(p *provider) func() error {
			return func() error { return only2(p.Identity.SigningKey(p.ctx(), p.by(identity.Assessor))) }
		}},
		{"identity.AwaitsCode", reads, "", "", func(p *provider) func() error {
			half := p.halfIn(p.newcomer())
			return func() error { return p.Identity.AwaitsCode(p.ctx(), half) }
		}},
		{"identity.ShowEnrol", reads, "", "", func(p *provider) func() error {
			secret, half := p.enrolment()
			return func() error { return only2(p.Identity.ShowEnrol(p.ctx(), secret, half)) }
		}},
		{"identity.ShowTOTP", reads, identity.SelfOnly, "", func(p *provider) func() error {
			half := p.halfTOTP()
			return func() error { return only2(p.Identity.ShowTOTP(p.ctx(), p.by(identity.Reader), half)) }
		}},
	}
}

func identityChanges() []deed {
	return []deed{
		{"identity.MakeLogLink", changes, identity.ManagePeople, "", func(p *provider) func() error {
			return func() error {
				return only(p.Identity.MakeLogLink(p.ctx(), p.by(identity.Administrator), "De accountant"))
			}
		}},
		{"identity.Accept", changes, identity.SelfOnly, "", func(p *provider) func() error {
			guest := p.guest()
			secret := p.invitation(guest.Email)
			by := identity.Actor{Person: guest.ID, Name: guest.Name, Credential: identity.Session}
			return func() error { return only(p.Identity.Accept(p.ctx(), by, secret)) }
		}},
		{"identity.Invite", changes, identity.ManagePeople, "", func(p *provider) func() error {
			return func() error {
				return only(p.Identity.Invite(p.ctx(), p.by(identity.Administrator), "Nieuw", p.email(), identity.Reader))
			}
		}},
		{"identity.InviteAssessor", changes, identity.ManagePeople, "", func(p *provider) func() error {
			admission := identity.Admission{About: string(p.assessed), From: p.clock(), Until: p.clock().AddDate(0, 0, 7)}
			return func() error {
				return only(p.Identity.InviteAssessor(p.ctx(), p.by(identity.Administrator), "Karim", p.email(), admission))
			}
		}},
		{"identity.MakeAskLink", changes, identity.Ask, "", func(p *provider) func() error {
			return func() error {
				return only(p.Identity.MakeAskLink(p.ctx(), p.by(identity.Contributor), assessment.ObjectOf(p.questions[1]), "Collega"))
			}
		}},
		{"identity.WithdrawLink", changes, identity.ManagePeople, "", func(p *provider) func() error {
			links, err := p.Identity.OpenLinks(p.ctx(), p.by(identity.Administrator))
			p.must(err)
			return func() error { return p.Identity.WithdrawLink(p.ctx(), p.by(identity.Administrator), links[0].ID) }
		}},
		{"identity.ChangeRole", changes, identity.ManagePeople, "", func(p *provider) func() error {
			return func() error {
				return p.Identity.ChangeRole(p.ctx(), p.by(identity.Administrator), p.people[identity.Reader].ID, identity.Contributor)
			}
		}},
		{"identity.EndAccess", changes, identity.ManagePeople, "", func(p *provider) func() error {
			return func() error {
				return p.Identity.EndAccess(p.ctx(), p.by(identity.Administrator), p.people[identity.Reader].ID)
			}
		}},
		{"identity.Enrol", changes, "", "", func(p *provider) func() error {
			secret, half := p.enrolment()
			totp, _, err := p.Identity.ShowEnrol(p.ctx(), secret, half)
			p.must(err)
			return func() error { return only2(p.Identity.Enrol(p.ctx(), secret, half, p.code(totp), identity.Browser{})) }
		}},
		{"identity.EnrolPasskey", changes, "", "", func(p *provider) func() error {
			secret := p.invitation(p.email())
			question, half, err := p.Identity.BeginEnrolPasskey(p.ctx(), secret, "Nieuw", i18n.NL)
			p.must(err)
			answer := p.newPasskey(question)
			return func() error { return only(p.Identity.EnrolPasskey(p.ctx(), secret, half, answer, identity.Browser{})) }
		}},
	}
}

// accountChanges concern a person and not one organisation: each of the
// person's organisations gets an entry.
func accountChanges() []deed {
	own := func(call func(*provider, identity.Actor) func() error) func(*provider) func() error {
		return func(p *provider) func() error {
			p.elsewhere(p.people[identity.Reader])
			return call(p, p.by(identity.Reader))
		}
	}
	return []deed{
		{"identity.ChangePerson", changes, identity.SelfOnly, "", own(func(p *provider, by identity.Actor) func() error {
			return func() error { return p.Identity.ChangePerson(p.ctx(), by, "Nieuwe Naam", i18n.EN) }
		})},
		{"identity.ChangePassword", changes, identity.SelfOnly, "", own(func(p *provider, by identity.Actor) func() error {
			return func() error { return p.Identity.ChangePassword(p.ctx(), by, password) }
		})},
		{"identity.ChangeTOTP", changes, identity.SelfOnly, "", own(func(p *provider, by identity.Actor) func() error {
			half := p.halfTOTP()
			totp, _, err := p.Identity.ShowTOTP(p.ctx(), by, half)
			p.must(err)
			return func() error { return p.Identity.ChangeTOTP(p.ctx(), by, half, p.code(totp)) }
		})},
		{"identity.NewRecoveryCodes", changes, identity.SelfOnly, "", own(func(p *provider, by identity.Actor) func() error {
			return func() error { return only(p.Identity.NewRecoveryCodes(p.ctx(), by)) }
		})},
		{"identity.AddPasskey", changes, identity.SelfOnly, "", own(func(p *provider, by identity.Actor) func() error {
			return func() error { // a passkey's question can be answered once, so each try asks anew
				question, half, err := p.Identity.BeginAddPasskey(p.ctx(), by)
				if err != nil {
					return err
				}
				return p.Identity.AddPasskey(p.ctx(), by, half, p.newPasskey(question), "Telefoon")
			}
		})},
		{"identity.MakeSigningKey", changes, identity.SelfOnly, "", own(func(p *provider, by identity.Actor) func() error {
			return func() error { return only(p.Identity.MakeSigningKey(p.ctx(), by, passphrase)) }
		})},
		{"identity.MakeFeed", changes, identity.SelfOnly, "", own(func(p *provider, by identity.Actor) func() error {
			return func() error { return only(p.Identity.MakeFeed(p.ctx(), by)) }
		})},
		{"identity.EndFeed", changes, identity.SelfOnly, "", own(func(p *provider, by identity.Actor) func() error {
			_, err := p.Identity.MakeFeed(p.ctx(), by)
			p.must(err)
			return func() error { return p.Identity.EndFeed(p.ctx(), by) }
		})},
		{"identity.RemovePasskey", changes, identity.SelfOnly, "", own(func(p *provider, by identity.Actor) func() error {
			p.passkey(p.people[identity.Reader])
			return func() error { return p.Identity.RemovePasskey(p.ctx(), by, []byte("first "+string(by.Person))) }
		})},
		{"identity.CheckCode", changes, "", "", own(func(p *provider, by identity.Actor) func() error {
			p.must(p.Identity.ChangePassword(p.ctx(), by, password))
			codes, err := p.Identity.NewRecoveryCodes(p.ctx(), by)
			p.must(err)
			half := p.halfIn(p.people[identity.Reader])
			return func() error { return only2(p.Identity.CheckCode(p.ctx(), half, codes[0], identity.Browser{})) }
		})},
	}
}

// ceremonies store what a browser is in the middle of, or which one is signed
// in. Nothing of an organisation changes.
func ceremonies() []deed {
	const signingIn = "signing in and out changes nothing of an organisation (internal/identity/DESIGN.md)"
	const firstStep = "the first step of two; the second leaves the entry"
	return []deed{
		{"identity.SetDigest", passes, identity.SelfOnly, "how often somebody wants mail is no change of an organisation", func(p *provider) func() error {
			return func() error { return p.Identity.SetDigest(p.ctx(), p.by(identity.Reader), identity.Daily) }
		}},
		{"identity.BeginTOTP", passes, identity.SelfOnly, firstStep, func(p *provider) func() error {
			return func() error { return only(p.Identity.BeginTOTP(p.ctx(), p.by(identity.Reader))) }
		}},
		{"identity.BeginAddPasskey", passes, identity.SelfOnly, firstStep, func(p *provider) func() error {
			return func() error { return only2(p.Identity.BeginAddPasskey(p.ctx(), p.by(identity.Reader))) }
		}},
		{"identity.BeginEnrol", passes, "", firstStep, func(p *provider) func() error {
			secret := p.invitation(p.email())
			return func() error { return only(p.Identity.BeginEnrol(p.ctx(), secret, "Nieuw", i18n.NL, password)) }
		}},
		{"identity.BeginEnrolPasskey", passes, "", firstStep, func(p *provider) func() error {
			secret := p.invitation(p.email())
			return func() error { return only2(p.Identity.BeginEnrolPasskey(p.ctx(), secret, "Nieuw", i18n.NL)) }
		}},
		{"identity.SignText", passes, identity.SelfOnly, "it counts the attempt; whoever asks for the signature stores it with an entry", func(p *provider) func() error {
			return func() error {
				return only2(p.Identity.SignText(p.ctx(), p.by(identity.Assessor), passphrase, []byte("rapport")))
			}
		}},
		{"identity.BeginPasskey", passes, "", signingIn, func(p *provider) func() error {
			return func() error { return only2(p.Identity.BeginPasskey(p.ctx())) }
		}},
		{"identity.CheckPasskey", passes, "", signingIn + "; identityweb's tests sign in with one", nil},
		{"identity.CheckPassword", passes, "", signingIn, func(p *provider) func() error {
			who := p.newcomer()
			return func() error { return only(p.Identity.CheckPassword(p.ctx(), who.Email, password)) }
		}},
		{"identity.UseDemoLink", passes, "", signingIn, func(p *provider) func() error {
			secret := p.demoLink()
			return func() error { return only2(p.Identity.UseDemoLink(p.ctx(), secret, identity.Browser{})) }
		}},
		{"identity.SignOut", passes, "", signingIn, func(p *provider) func() error {
			secret := p.signIn(p.people[identity.Reader], true)
			return func() error { return p.Identity.SignOut(p.ctx(), secret) }
		}},
		{"identity.EndSession", passes, identity.SelfOnly, signingIn, func(p *provider) func() error {
			p.signIn(p.people[identity.Reader], true)
			account, err := p.Identity.Account(p.ctx(), p.by(identity.Reader))
			p.must(err)
			return func() error { return p.Identity.EndSession(p.ctx(), p.by(identity.Reader), account.Sessions[0].ID) }
		}},
		{"identity.EndOtherSessions", passes, identity.SelfOnly, signingIn, func(p *provider) func() error {
			p.signIn(p.people[identity.Reader], true)
			return func() error { return p.Identity.EndOtherSessions(p.ctx(), p.by(identity.Reader)) }
		}},
	}
}
