package reading

import (
	"unique"

	"aantoonbaar/internal/accesslog"
)

// The kinds of keys of what people have in common.
const (
	ofSurname  = "surname"
	ofPostcode = "postcode"
	ofHouse    = "house"
)

// Fact is the fact of a row, with keys for people. Of somebody in the list of staff it
// is that they belong to their team; it has no kind for whoever has no team, and for
// who is cared for.
func (d *Door) Fact(k *Known) accesslog.Fact {
	kind := k.Kind
	if k.Person {
		if !k.Works || k.Team == "" {
			return accesslog.Fact{}
		}
		kind = accesslog.Staff
	}
	f := accesslog.Fact{Kind: kind, User: d.key(d.users, accesslog.OfUser, []byte(k.User)), Team: unique.Make(k.Team).Value(), Other: unique.Make(k.Other).Value(), From: k.From, To: k.To}
	f.Patient = d.key(d.patients, accesslog.OfPatient, []byte(k.Patient))
	return f
}

// Link is what a row of a list of people tells of somebody besides care and work, under
// the key of that person. Names and addresses are compared as [plainSurname],
// [plainPostcode] and [plainHouse] write them; a house is one only with its postcode.
func (d *Door) Link(k *Known) (key accesslog.Key, l accesslog.Link) {
	surname := k.Surname
	if surname == "" {
		surname = surnameIn(k.Name)
	}
	postcode, house := plainPostcode(k.Postcode), plainHouse(k.House)
	l = accesslog.Link{Surname: d.secret.Of(ofSurname, plainSurname(surname)), Postcode: d.secret.Of(ofPostcode, postcode), Known: k.WellKnown}
	if postcode != "" && house != "" {
		l.House = d.secret.Of(ofHouse, postcode+" "+house)
	}
	if !k.Works {
		return d.key(d.patients, accesslog.OfPatient, []byte(k.Patient)), l
	}
	l.Patient = d.key(d.patients, accesslog.OfPatient, []byte(k.AsClient))
	l.Team = unique.Make(k.Team).Value()
	return d.key(d.users, accesslog.OfUser, []byte(k.User)), l
}
