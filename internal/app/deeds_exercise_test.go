package app_test

import "aantoonbaar/internal/identity"

func exerciseDeeds() []deed {
	return []deed{
		{"exercise.Library", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Exercise.Library(p.ctx(), p.by(identity.Reader))) }
		}},
		{"exercise.Scenario", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Exercise.Scenario(p.ctx(), p.by(identity.Reader), "fire")) }
		}},
	}
}
