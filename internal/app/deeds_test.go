package app_test

import (
	"reflect"
	"slices"
	"strings"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
)

// A deed is one exported method of a service, with a good call of it.
type deed struct {
	name string // "plan.Add"
	does effect
	may  identity.Action // what the actor must be allowed to do; "" for a method without an actor
	why  string          // Passes: why the journal says nothing of it

	// call prepares everything, and returns the call itself; nil where why says
	// what stands in the way. The call can be made again if it failed.
	call func(*provider) func() error
}

// An effect is what becomes of the journal.
type effect string

const (
	changes effect = "changes" // an entry, in the same transaction
	reads   effect = "reads"   // nothing is stored at all
	passes  effect = "passes"  // something is stored, and not of an organisation
)

// deeds lists every method of every service.
func deeds() []deed {
	return slices.Concat(identityReads(), identityChanges(), accountChanges(), ceremonies(), dutyDeeds(), evidenceDeeds(), assessmentDeeds(), planDeeds(), boardDeeds(), dossierDeeds(), certificateDeeds(), auditDeeds(), incidentDeeds(), reviewDeeds(), programmeDeeds(), receivedDeeds(), continuityDeeds(), peopleDeeds(), exerciseDeeds(), accesslogReads(), accesslogChanges())
}

// A method is one that the program has.
type method struct {
	name string
	of   reflect.Value
	by   int // which argument is the actor; -1 for none
}

// methods finds every exported method of every service.
func (s *site) methods() (all []method) {
	actor := reflect.TypeFor[identity.Actor]()
	for room, service := range map[string]any{
		"identity": s.Identity, "duty": s.Duty, "evidence": s.Evidence, "assessment": s.Assessment, "plan": s.Plan, "board": s.Board, "dossier": s.Dossier, "certification": s.Certified, "audit": s.Audit, "incident": s.Incident, "review": s.Review, "programme": s.Programme, "received": s.Received, "continuity": s.Continuity, "people": s.People, "exercise": s.Exercise, "accesslog": s.Logs,
	} {
		v := reflect.ValueOf(service)
		for i := range v.NumMethod() {
			m := method{name: room + "." + v.Type().Method(i).Name, of: v.Method(i), by: -1}
			for j := range m.of.Type().NumIn() {
				if m.of.Type().In(j) == actor {
					m.by = j
				}
			}
			all = append(all, m)
		}
	}
	slices.SortFunc(all, func(a, b method) int { return strings.Compare(a.name, b.name) })
	return all
}

// as calls the method with nothing but an actor. Whoever may not must be refused
// before anything else is looked at; for others the call may even break down.
func (m method) as(s *site, by identity.Actor) (err error) {
	defer func() { _ = recover() }()
	var args []reflect.Value
	for i := range m.of.Type().NumIn() {
		args = append(args, reflect.Zero(m.of.Type().In(i)))
	}
	args[0], args[m.by] = reflect.ValueOf(s.ctx()), reflect.ValueOf(by)
	call := m.of.Call
	if m.of.Type().IsVariadic() {
		call = m.of.CallSlice
	}
	out := call(args)
	err, _ = out[len(out)-1].Interface().(error)
	return err
}

// elsewhere gives who a place in a second organisation, which hears of every
// change of that person's account too.
func (p *provider) elsewhere(who identity.Person) {
	p.Helper()
	p.second = p.newOrg()
	_, err := p.Duty.Found(p.ctx(), identity.OperatorActor(p.second), org.Organisation{Name: "Tweede zorg"})
	p.must(err)
	p.must(identity.Console{Service: p.Identity}.AddMember(p.ctx(), p.second, who.ID, identity.Reader))
}

// only drops what a call returns besides its error.
func only[V any](_ V, err error) error { return err }

func only2[V, W any](_ V, _ W, err error) error { return err }
