package oscal_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"aantoonbaar/internal/dossier/oscal"
)

// OSCAL has rules that its JSON schema does not know: which values a field may
// have, and what must go together. They stand in NIST's metaschemas; here are
// those that touch what we write.

// allowed are the values that a field may have, by the end of its path. Where
// OSCAL allows others too, ours are in the list.
var allowed = map[string][]string{
	"implementation-status/state":         {"implemented", "partial", "planned", "not-applicable", "not-implemented", "not-answered"}, // the last two are ours
	"system-characteristics/status/state": {"operational"},
	"components/status/state":             {"operational"},
	"components/type":                     {"this-system"},
	"subjects/type":                       {"component"},
	"parties/type":                        {"person", "organization"},
	"hashes/algorithm":                    {"SHA-256"},
	"observations/methods":                {"EXAMINE", "INTERVIEW", "TEST", "UNKNOWN"},
	"observations/types":                  {"ssp-statement-issue", "control-objective", "mitigation", "finding", "discovery", "historic"},
	"risks/status":                        {"open", "investigating", "remediating", "deviation-requested", "deviation-approved", "closed"},
	"remediations/lifecycle":              {"recommendation", "planned", "completed"},
	"tasks/type":                          {"milestone", "action"},
	"links/rel":                           {"reference", "related"},
	"controls/class":                      {"clause", "measure"},
	"metadata/oscal-version":              {"1.2.2"},
}

// ownNames are the names of props and parts that are OSCAL's own where we use
// them, by the end of the path of what has them.
var ownNames = map[string][]string{
	"controls/props":     {"label", "sort-id", "alt-identifier", "status"},
	"resources/props":    {"type", "version", "published"},
	"remediations/props": {"type"},
	"controls/parts":     {"overview", "statement", "guidance", "example", "assessment-method"},
	"parts/parts":        {"item"},
}

// ownValues are the values of such props.
var ownValues = map[string][]string{
	"resources/props type":    {"evidence"},
	"remediations/props type": {"avoid", "mitigate", "transfer", "accept", "share", "contingency", "none"},
}

// end returns the last n keys of a path.
func end(path string, n int) string {
	keys := strings.Split(path, "/")
	return strings.Join(keys[max(0, len(keys)-n):], "/")
}

func TestValuesAreThoseOfOSCAL(t *testing.T) {
	met := map[string]bool{}
	each(t, func(t *testing.T, w written) {
		for _, d := range w.documents {
			walk(w.content[d.Name], "", func(path string, v any) {
				s, ok := v.(string)
				for key, values := range allowed {
					if !ok || path != key && !strings.HasSuffix(path, "/"+key) {
						continue
					}
					met[key] = true
					if !slices.Contains(values, s) {
						t.Errorf("%s: %s is %q, want one of %v", d.Name, path, s, values)
					}
				}
			})
		}
	})
	for key := range allowed {
		if !met[key] {
			t.Errorf("no document has %s: the check looks in the wrong place", key)
		}
	}
}

func TestNamesAreThoseOfOSCALOrOurs(t *testing.T) {
	each(t, func(t *testing.T, w written) {
		for _, d := range w.documents {
			walk(w.content[d.Name], "", func(path string, v any) {
				one, ok := v.(map[string]any)
				if key := last(path); !ok || key != "props" && key != "parts" {
					return
				}
				name, where := one["name"].(string), end(path, 2)
				switch {
				case one["ns"] == oscal.Namespace:
				case one["ns"] != nil:
					t.Errorf("%s: namespace %v", d.Name, one["ns"])
				case !slices.Contains(ownNames[where], name):
					t.Errorf("%s: %s has %q, which OSCAL does not know there", d.Name, where, name)
				default:
					if values := ownValues[where+" "+name]; values != nil && !slices.Contains(values, one["value"].(string)) {
						t.Errorf("%s: %s %s is %v", d.Name, where, name, one["value"])
					}
				}
			})
		}
	})
}

// TestWhatMustGoTogetherDoes: rules about one thing and what is in it.
func TestWhatMustGoTogetherDoes(t *testing.T) {
	sha256 := regexp.MustCompile(`^[0-9a-f]{64}$`)
	each(t, func(t *testing.T, w written) {
		for _, d := range w.documents {
			content := w.content[d.Name]
			roles := set(texts(at(t, content, root(content), "metadata", "roles"), "id"))
			walk(content, "", func(path string, v any) {
				one, ok := v.(map[string]any)
				switch where := last(path); {
				case !ok:
					if where == "role-id" && !roles[v.(string)] {
						t.Errorf("%s: role %v is not in the metadata", d.Name, v)
					}
				case where == "hashes" && !sha256.MatchString(one["value"].(string)):
					t.Errorf("%s: %v is no SHA-256", d.Name, one["value"])
				case where == "information-types" && one["uuid"] == nil:
					t.Errorf("%s: an information type without a UUID", d.Name)
				case where == "groups" && one["groups"] != nil && one["controls"] != nil:
					t.Errorf("%s: group %v has groups and controls", d.Name, one["id"])
				case where == "controls" && !slices.ContainsFunc(one["parts"].([]any), func(p any) bool { return p.(map[string]any)["name"] == "statement" }):
					t.Errorf("%s: control %v has no statement", d.Name, one["id"])
				case where == "within-date-range" && one["start"].(string) > one["end"].(string):
					t.Errorf("%s: a milestone ends before it begins: %v", d.Name, one)
				}
			})
		}
	})
}

func root(content any) string {
	for key := range content.(map[string]any) {
		return key
	}
	return ""
}

// TestTheTextOfTheNormIsNotThere, and the catalog says so.
func TestTheTextOfTheNormIsNotThere(t *testing.T) {
	each(t, func(t *testing.T, w written) {
		meta := at(t, w.content[oscal.CatalogName], "catalog", "metadata")
		if propOf(t, meta, "norm-text") != "not-included" || at(t, meta, "remarks") == nil {
			t.Error("the catalog does not say that the norm's text is not included")
		}
	})
}
