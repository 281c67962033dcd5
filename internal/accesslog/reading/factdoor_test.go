package reading_test

import (
	"fmt"
	"strings"
	"testing"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/reading"
)

// TestNamesAndAddressesAreComparedAsPeopleWould, in whatever way two lists write them.
func TestNamesAndAddressesAreComparedAsPeopleWould(t *testing.T) {
	door := reading.NewDoor(accesslog.Secret("one"), "lists")
	name := func(k reading.Known) accesslog.Key { _, l := door.Link(&k); return l.Surname }
	for _, same := range [][]reading.Known{
		{{Surname: "van der Berg"}, {Surname: "Berg, van der"}, {Surname: " BERG "}, {Surname: "v.d. Berg"}, {Name: "Berg, A. van der"}, {Name: "A. van der Berg"}, {Name: "Mevr. A.B. (Anna) van der Berg"}, {Name: "Anna van der Berg"}, {Name: "berg a."}},
		{{Surname: "Yılmaz"}, {Surname: "yilmaz"}, {Name: "Mehmet Yilmaz"}},
		{{Surname: "'t Hooft"}, {Surname: "’t Hooft"}, {Surname: "Hooft, 't"}},
		{{Surname: "Brontë"}, {Surname: "Bronte\u0308"}, {Surname: "BRONTE"}},
		{{Surname: "Jansen-de Vries"}, {Surname: "Jansen - de Vries"}, {Surname: "jansen vries"}},
		{{Surname: "Øster"}, {Surname: "oster"}},
		{{Surname: "أحمد"}, {Surname: " أحمد"}},
		{{Surname: "Ten"}, {Surname: "ten"}},
		{{Surname: "van Geen"}, {Surname: "VAN GEEN"}},
	} {
		for _, k := range same {
			if name(k) != name(same[0]) || name(k).Zero() {
				t.Errorf("%q %q is not %q", k.Surname, k.Name, same[0].Surname)
			}
		}
	}
	for _, other := range [][2]string{{"Berg", "Bergen"}, {"de Vries", "de Groot"}, {"Jansen", "Jansen-de Vries"}} {
		if name(reading.Known{Surname: other[0]}) == name(reading.Known{Surname: other[1]}) {
			t.Errorf("%q is %q", other[0], other[1])
		}
	}
	house := func(postcode, number string) accesslog.Key {
		_, l := door.Link(&reading.Known{Postcode: postcode, House: number})
		return l.House
	}
	for _, same := range [][4]string{{"1234 AB", "12 A", "1234ab", "12a"}, {"1234AB", "12-a", "1234 ab", "12 A"}, {"1234 AB", "12", "1234AB", "012"}, {"1234 AB", "12-1", "1234AB", "12 1"}} {
		if a, b := house(same[0], same[1]), house(same[2], same[3]); a != b || a.Zero() {
			t.Errorf("%s is %s and %s", same, a, b)
		}
	}
	for _, other := range [][4]string{{"1234 AB", "12", "1234 AC", "12"}, {"1234 AB", "12-1", "1234 AB", "121"}, {"1234 AB", "12", "1234 AB", "12a"}} {
		if house(other[0], other[1]) == house(other[2], other[3]) {
			t.Errorf("%s are one house", other)
		}
	}
}

// TestWhatNobodyKnowsIsNothingInCommon: two people without a name are no family.
func TestWhatNobodyKnowsIsNothingInCommon(t *testing.T) {
	door := reading.NewDoor(accesslog.Secret("one"), "lists")
	for _, k := range []reading.Known{{}, {Surname: "-", Postcode: "-", House: "-"}, {Surname: "Onbekend", Postcode: "onbekend", House: "onbekend"}, {Name: "n.v.t.", House: "12"}, {Surname: "NULL"}} {
		if key, l := door.Link(&k); !key.Zero() || l != (accesslog.Link{}) {
			t.Errorf("%+v is linked as %+v", k, l)
		}
	}
}

func TestNoNamePassesTheDoor(t *testing.T) {
	k := reading.Known{Person: true, Works: true, User: "m12345", Name: "Anna van der Berg", Surname: "van der Berg", Postcode: "1234 AB", House: "12", AsClient: "999911120", Team: "Noord"}
	door := reading.NewDoor(accesslog.Secret("one"), "lists")
	key, link := door.Link(&k)
	said := strings.ToLower(fmt.Sprintf("%+v %+v %+v", key, link, door.Fact(&k)))
	for _, word := range []string{"berg", "anna", "1234", "99991"} {
		if strings.Contains(said, word) {
			t.Errorf("%q is in %s", word, said)
		}
	}
	if key != accesslog.Secret("one").Of(accesslog.OfUser, "m12345") || link.Patient != accesslog.Secret("one").Of(accesslog.OfPatient, "999911120") || link.Team != "Noord" {
		t.Errorf("m12345 is %s, linked as %+v", key, link)
	}
	if f := door.Fact(&k); f.Kind != accesslog.Staff || f.User != key || f.Team != "Noord" {
		t.Errorf("of the staff there is the fact %+v", f)
	}
	k.Team = ""
	if f := door.Fact(&k); f != (accesslog.Fact{}) {
		t.Errorf("without a team there is the fact %+v", f)
	}
	keys := map[accesslog.Key]string{}
	for what, k := range map[string]reading.Known{"surname": {Surname: "1a"}, "postcode": {Postcode: "1a"}} {
		_, l := door.Link(&k)
		for _, key := range []accesslog.Key{l.Surname, l.Postcode} {
			if keys[key] != "" && !key.Zero() {
				t.Errorf("a %s is a %s", what, keys[key])
			}
			keys[key] = what
		}
	}
	_, other := reading.NewDoor(accesslog.Secret("two"), "lists").Link(&k)
	if other.Surname == link.Surname || other.Postcode == link.Postcode || other.House == link.House {
		t.Error("another organisation has the same keys: their lists could be joined")
	}
}

func TestAMarkOfWellKnownPeopleIsReadAsPeopleSetIt(t *testing.T) {
	const head = "Cliëntnummer;Achternaam;VIP\n"
	for mark, want := range map[string]bool{"ja": true, "x": true, "✓": true, "*": true, "true": true, "1": true, "VIP": true, "": false, "nee": false, "-": false, "false": false, "0": false, "onbekend": false} {
		file := head + "p1;Jansen;" + mark + "\n"
		taken, refused := known(t, reading.GuessFacts([]byte(file), "", amsterdam), strings.NewReader(file))
		if len(taken) != 1 || len(refused) > 0 || taken[0].WellKnown != want {
			t.Errorf("%q: read %+v, want %t; refused %+v", mark, taken, want, refused)
		}
	}
}
