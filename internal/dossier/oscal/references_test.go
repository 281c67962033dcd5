package oscal_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"aantoonbaar/internal/dossier/oscal"
)

var uuidLine = regexp.MustCompile(`"uuid": "([^"]+)"`)

// uuids returns every uuid that a document gives, in order; the document's own
// is the first.
func uuids(document []byte) (all []string) {
	for _, m := range uuidLine.FindAllSubmatch(document, -1) {
		all = append(all, string(m[1]))
	}
	return all
}

func parse(t *testing.T, d document) (content any) {
	t.Helper()
	if err := json.Unmarshal(d.JSON, &content); err != nil {
		t.Fatalf("%s: %v", d.Name, err)
	}
	return content
}

// at follows keys and indexes into parsed JSON.
func at(t *testing.T, content any, path ...any) any {
	t.Helper()
	for _, step := range path {
		switch step := step.(type) {
		case string:
			content = content.(map[string]any)[step]
		case int:
			content = content.([]any)[step]
		}
	}
	return content
}

func find(t *testing.T, d document, path ...any) any {
	t.Helper()
	return at(t, parse(t, d), path...)
}

// propOf returns the value of a property of ours; "" when it is not there.
func propOf(t *testing.T, content any, name string) string {
	t.Helper()
	for _, p := range at(t, content, "props").([]any) {
		if p := p.(map[string]any); p["name"] == name && p["ns"] == oscal.Namespace {
			return p["value"].(string)
		}
	}
	return ""
}

// walk calls visit for every value under content, with the keys that lead there
// without the indexes: "catalog/groups/controls/id".
func walk(content any, path string, visit func(path string, v any)) {
	visit(path, content)
	switch v := content.(type) {
	case map[string]any:
		for key, inner := range v {
			walk(inner, strings.TrimPrefix(path+"/"+key, "/"), visit)
		}
	case []any:
		for _, inner := range v {
			walk(inner, path, visit)
		}
	}
}

func last(path string) string { return path[strings.LastIndex(path, "/")+1:] }

// texts returns the strings at paths that end in one of the keys.
func texts(content any, keys ...string) (all []string) {
	walk(content, "", func(path string, v any) {
		if s, ok := v.(string); ok && slices.Contains(keys, last(path)) {
			all = append(all, s)
		}
	})
	return all
}

func set(all []string) map[string]bool {
	in := map[string]bool{}
	for _, s := range all {
		in[s] = true
	}
	return in
}

func TestNoUUIDAndNoIDStandsTwice(t *testing.T) {
	each(t, func(t *testing.T, w written) {
		for _, d := range w.documents {
			for _, ids := range [][]string{uuids(d.JSON), texts(w.content[d.Name], "id")} {
				seen := map[string]bool{}
				for _, id := range ids {
					if seen[id] {
						t.Errorf("%s: %s stands twice", d.Name, id)
					}
					seen[id] = true
				}
			}
		}
	})
}

// TestEveryReferenceLeadsSomewhere: UUIDs within a document or, for the plan of
// action, within the plan that it imports; fragments within the document;
// controls in the catalog and in the profile; documents beside the document.
func TestEveryReferenceLeadsSomewhere(t *testing.T) {
	each(t, func(t *testing.T, w written) {
		content := w.content
		ids := set(texts(content[oscal.CatalogName], "id"))
		selected := set(texts(content[oscal.ProfileName], "with-ids"))
		if len(selected) != len(w.Catalogue.Requirements) {
			t.Errorf("the profile selects %d controls of %d", len(selected), len(w.Catalogue.Requirements))
		}
		for id := range selected {
			if !ids[id] {
				t.Errorf("the profile selects %s, which the catalog does not have", id)
			}
		}
		for _, d := range w.documents {
			inside := set(append(uuids(d.JSON), texts(content[d.Name], "id")...))
			known := inside
			if d.Name == oscal.POAMName {
				known = set(append(uuids(d.JSON), uuids(w.documents[2].JSON)...))
			}
			walk(content[d.Name], "", func(path string, v any) {
				s, ok := v.(string)
				if !ok {
					checkControlProp(t, d.Name, v, selected)
					return
				}
				key := last(path)
				switch {
				case key != "uuid" && (strings.HasSuffix(key, "-uuid") || strings.HasSuffix(key, "-uuids")):
					if !known[s] {
						t.Errorf("%s: %s points at %s, which is not there", d.Name, path, s)
					}
				case key == "control-id" && !selected[s]:
					t.Errorf("%s: %s is not in the profile", d.Name, s)
				case key == "href" && strings.HasPrefix(s, "#"):
					if !inside[s[1:]] {
						t.Errorf("%s: %s points at %s, which is not there", d.Name, path, s)
					}
				case key == "href" && strings.HasSuffix(s, ".json"):
					if content[s] == nil {
						t.Errorf("%s: %s names %s, which is not there", d.Name, path, s)
					}
				}
			})
		}
	})
}

func checkControlProp(t *testing.T, name string, v any, selected map[string]bool) {
	t.Helper()
	if p, ok := v.(map[string]any); ok && p["name"] == "control-id" && !selected[p["value"].(string)] {
		t.Errorf("%s: prop control-id %v is not in the profile", name, p["value"])
	}
}

// TestEveryFileOfEvidenceIsLinked where the dossier has it, with its hash.
func TestEveryFileOfEvidenceIsLinked(t *testing.T) {
	s := half(t)
	hrefs := set(texts(find(t, write(t, s)[2], "system-security-plan", "back-matter"), "href"))
	for _, it := range s.Evidence {
		if it.Form == "file" && !hrefs["../evidence/"+it.File.Sum.String()] {
			t.Errorf("%s is not linked", it.ID)
		}
	}
}

// TestEveryRequirementHasItsPlace in the plan, once, with a state; what does not
// apply with its reason.
func TestEveryRequirementHasItsPlace(t *testing.T) {
	each(t, func(t *testing.T, w written) {
		all := at(t, w.content[oscal.SSPName], "system-security-plan", "control-implementation", "implemented-requirements").([]any)
		if len(all) != len(w.Catalogue.Requirements) {
			t.Fatalf("%d requirements, want %d", len(all), len(w.Catalogue.Requirements))
		}
		for i, r := range w.Catalogue.Requirements {
			if got := at(t, all[i], "control-id"); got != strings.NewReplacer(":", "-", "/", "_").Replace(r.ID) {
				t.Errorf("requirement %d is %v, want %s", i, got, r.ID)
			}
			status := at(t, all[i], "by-components", 0, "implementation-status").(map[string]any)
			if excluded := propOf(t, all[i], "state") == "nvt"; excluded != (status["state"] == "not-applicable") || excluded != (status["remarks"] != nil) {
				t.Errorf("%s: state %s with status %v", r.ID, propOf(t, all[i], "state"), status)
			}
		}
	})
}

// TestNoControlLeansOnWhatWasWithdrawn, while the piece itself stays in the list.
func TestNoControlLeansOnWhatWasWithdrawn(t *testing.T) {
	s := small(t)
	s.Evidence[0].WithdrawnAt, s.Evidence[0].WithdrawnBecause = moment.At, "Er is een nieuwe."
	ssp := find(t, write(t, s)[2], "system-security-plan")
	if links := texts(at(t, ssp, "control-implementation"), "href"); len(links) > 0 {
		t.Errorf("linked: %v", links)
	}
	piece := at(t, ssp, "back-matter", "resources", 0)
	if propOf(t, piece, "standing") != "withdrawn" || at(t, piece, "remarks") != "Er is een nieuwe." {
		t.Errorf("piece: %v", piece)
	}
}
