// Package continuity keeps how care goes on without ICT: which care processes need
// which systems, how long each can bear an outage, what people do meanwhile, and
// whether a system comes back as was promised.
//
// # Words
//
// A [Process] is care that people give: handing out medication, planning routes. A
// [System] is what it needs: the client record, the network, power. A system may
// need others: when these are down, it is down. A [Card] is the downtime card (in
// Dutch noodkaart) that hangs on the wall. A [Test] is a restore that somebody
// timed. A [Tree] is who calls whom. An [Outage] is one time that a system was
// down, with everything that was written on paper until it is back in the system.
//
// # Three lengths
//
// A process is to be back within its recovery time objective (RTO), may lose the
// work of its recovery point objective (RPO), and is in danger after the longest
// outage that it bears. NEN 7510-2 5.29, 5.30, 8.13 and 8.14 ask for these, and to
// test them.
package continuity

import (
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/record"
	"aantoonbaar/internal/ref"
)

// An ID names a record of this room, e.g. "prc_01k3q8…".
type ID string

// A Change is who changed a record of this room last.
type Change = record.Change

// A Record is anything that this room keeps.
type Record = record.Record

// The kinds of records, as the journal names them.
const (
	ProcessKind = "process"
	SystemKind  = "system"
	CardKind    = "card"
	TestKind    = "restore-test"
	TreeKind    = "phone-tree"
	OutageKind  = "outage"
)

// A Process is one care process.
type Process struct {
	ID         ID        `json:"id"`
	Name       string    `json:"name"`
	Owner      string    `json:"owner,omitempty"` // a person or a role, in the organisation's own words
	RTO        Span      `json:"rto"`             // back within
	RPO        Span      `json:"rpo"`             // work that may be lost; 0 for none
	Bears      Span      `json:"bears"`           // the longest outage before care is in danger
	Systems    []ID      `json:"systems,omitempty"`
	Suppliers  string    `json:"suppliers,omitempty"` // whom it needs besides those of its systems
	People     string    `json:"people,omitempty"`    // people and places that it needs
	WorkAround string    `json:"work_around,omitempty"`
	Gone       time.Time `json:"gone,omitzero"` // when it was taken out; zero while it is there
	Change
}

// Ref is the journal's name for the process.
func (p Process) Ref() ref.Ref { return ref.Ref{Kind: ProcessKind, ID: string(p.ID)} }

// A Kind is what a system is.
type Kind string

// The kinds. Those with a downtime card come first.
const (
	ClientRecord Kind = "ecd" // the client record
	Network      Kind = "network"
	Phones       Kind = "phones"
	Power        Kind = "power"
	Medication   Kind = "medication"
	Planning     Kind = "planning"
	Alarm        Kind = "alarm"
	Mail         Kind = "mail"
	Other        Kind = "other"
)

// Kinds lists every kind in the order in which people choose.
var Kinds = []Kind{ClientRecord, Network, Phones, Power, Medication, Planning, Alarm, Mail, Other}

var kindNames = map[Kind]i18n.Text{
	ClientRecord: i18n.T("Dossier (ECD of EPD)", "Client record"),
	Network:      i18n.T("Netwerk en internet", "Network and internet"),
	Phones:       i18n.T("Telefonie", "Phones"),
	Power:        i18n.T("Stroom", "Power"),
	Medication:   i18n.T("Medicatiesysteem", "Medication system"),
	Planning:     i18n.T("Planning en roosters", "Planning and rotas"),
	Alarm:        i18n.T("Zorgalarm en deuren", "Care alarm and doors"),
	Mail:         i18n.T("Mail en berichten", "Mail and messages"),
	Other:        i18n.T("Iets anders", "Something else"),
}

// Name returns what people call the kind.
func (k Kind) Name() i18n.Text { return kindNames[k] }

// A System is something that processes need and that can be down.
type System struct {
	ID        ID        `json:"id"`
	Kind      Kind      `json:"kind"`
	Name      string    `json:"name"`
	Supplier  string    `json:"supplier,omitempty"`
	Place     string    `json:"place,omitempty"`      // where it runs
	Backup    string    `json:"backup,omitempty"`     // how copies are made, or what stands by
	CopyEvery Span      `json:"copy_every,omitempty"` // between two copies; 0 when nobody said
	Promised  Span      `json:"promised,omitempty"`   // within which it is back, as promised; 0 when nobody promised
	Needs     []ID      `json:"needs,omitempty"`      // other systems
	Gone      time.Time `json:"gone,omitzero"`        // when it was taken out; zero while it is there
	Change
}

// Ref is the journal's name for the system.
func (s System) Ref() ref.Ref { return ref.Ref{Kind: SystemKind, ID: string(s.ID)} }

// The longest texts, in characters, and the most that one record points at.
const (
	maxName  = 120
	maxText  = 2000
	maxLinks = 60
)

// tidy takes away what only typing left.
func (p Process) tidy() Process {
	p.Name, p.Owner, p.Suppliers = strings.TrimSpace(p.Name), strings.TrimSpace(p.Owner), strings.TrimSpace(p.Suppliers)
	p.People, p.WorkAround = strings.TrimSpace(p.People), strings.TrimSpace(p.WorkAround)
	slices.Sort(p.Systems)
	p.Systems = slices.Compact(p.Systems)
	return p
}

// check complains about every field that cannot be stored as it is.
func (p Process) check(k *fault.Checker, h Held) {
	k.Need(p.Name != "", "name", i18n.T("Schrijf op hoe dit zorgproces heet.", "Write what this care process is called."))
	k.Line(p.Name, "name", maxName)
	for _, other := range h.Now().Processes {
		k.Need(other.ID == p.ID || !strings.EqualFold(other.Name, p.Name), "name", i18n.T("Er is al een zorgproces dat zo heet.", "There is a care process of this name already."))
	}
	k.Line(p.Owner, "owner", maxName)
	bears := p.Bears.check(k, "bears", 1, i18n.T("Vul in hoelang dit proces hoogstens stil mag liggen.", "Give the longest outage that this process bears."))
	rto := p.RTO.check(k, "rto", 1, i18n.T("Vul in binnen welke tijd het weer moet lopen.", "Give the time within which it must run again."))
	k.Need(!bears || !rto || p.RTO <= p.Bears, "rto", i18n.T(
		"Het weer laten lopen mag niet langer duren dan het proces stil mag liggen ("+p.Bears.In(i18n.NL)+").",
		"Getting it back may not take longer than the outage that the process bears ("+p.Bears.In(i18n.EN)+")."))
	p.RPO.check(k, "rpo", 0, i18n.T("Vul in hoeveel werk verloren mag gaan. 0 is niets.", "Give how much work may be lost. 0 is none."))
	k.Need(len(p.Systems) <= maxLinks && h.haveSystems(p.Systems), "systems", i18n.T("Kies systemen uit de lijst.", "Choose systems from the list."))
	k.Text(p.Suppliers, "suppliers", maxText)
	k.Text(p.People, "people", maxText)
	k.Text(p.WorkAround, "work_around", maxText)
}

func (s System) tidy() System {
	s.Name, s.Supplier, s.Place, s.Backup = strings.TrimSpace(s.Name), strings.TrimSpace(s.Supplier), strings.TrimSpace(s.Place), strings.TrimSpace(s.Backup)
	slices.Sort(s.Needs)
	s.Needs = slices.Compact(s.Needs)
	return s
}

func (s System) check(k *fault.Checker, h Held) {
	k.Need(kindNames[s.Kind].NL != "", "kind", i18n.T("Kies wat voor systeem dit is.", "Choose what kind of system this is."))
	k.Need(s.Name != "", "name", i18n.T("Schrijf op hoe dit systeem heet.", "Write what this system is called."))
	k.Line(s.Name, "name", maxName)
	for _, other := range h.Now().Systems {
		k.Need(other.ID == s.ID || !strings.EqualFold(other.Name, s.Name), "name", i18n.T("Er is al een systeem dat zo heet.", "There is a system of this name already."))
	}
	k.Line(s.Supplier, "supplier", maxName)
	k.Line(s.Place, "place", maxName)
	k.Text(s.Backup, "backup", maxText)
	s.CopyEvery.check(k, "copy_every", 0, i18n.Text{})
	s.Promised.check(k, "promised", 0, i18n.Text{})
	k.Need(len(s.Needs) <= maxLinks && h.haveSystems(s.Needs) && !slices.Contains(s.Needs, s.ID), "needs", i18n.T("Kies andere systemen uit de lijst.", "Choose other systems from the list."))
}
