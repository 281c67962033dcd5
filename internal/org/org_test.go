package org_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/org"
)

func TestTidyWritesADescriptionInOneSpelling(t *testing.T) {
	group := org.Profile{GroupStaff: ptr(60), GroupTurnover: ptr(int64(1)), GroupBalance: ptr(int64(2))}
	for _, tt := range []struct {
		name     string
		inGroup  org.Fact
		want     org.Profile
		sectors  []org.Sector
		wantSort []org.Sector
	}{
		{"a group keeps its numbers", org.Yes, group, []org.Sector{org.GHZ, org.VVT, org.GHZ}, []org.Sector{org.VVT, org.GHZ}},
		{"without a group there are none", org.No, org.Profile{}, []org.Sector{org.Supervisor}, []org.Sector{org.Supervisor}},
		{"where nobody knows they stay, for Check to ask about", org.Unknown, group, nil, nil},
	} {
		o := org.Organisation{Name: "  De Linde\t", Profile: group}
		o.Profile.InGroup, o.Profile.Sectors = tt.inGroup, tt.sectors
		tt.want.InGroup, tt.want.Sectors = tt.inGroup, tt.wantSort
		if diff := cmp.Diff(org.Organisation{Name: "De Linde", Profile: tt.want}, o.Tidy()); diff != "" {
			t.Errorf("%s: Tidy (-want +got):\n%s", tt.name, diff)
		}
	}
	given := []org.Sector{org.GHZ, org.VVT}
	org.Organisation{Profile: org.Profile{Sectors: given}}.Tidy()
	if given[0] != org.GHZ {
		t.Error("Tidy changed what it was given")
	}
}

func TestANameAloneCanBeChecked(t *testing.T) {
	if err := (org.Organisation{Name: "Nieuw"}).CheckName(); err != nil {
		t.Errorf("CheckName of a name = %v, want nil", err)
	}
	for _, name := range []string{"", "\n", "a\x00b"} {
		if err := (org.Organisation{Name: name}).CheckName(); fault.KindOf(err) != fault.Invalid {
			t.Errorf("CheckName(%q) = %v, want a refusal", name, err)
		}
	}
}
