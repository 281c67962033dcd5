package oscal_test

import (
	"bytes"
	"cmp"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// NIST's schema lies beside the project and is not part of it. Whoever has it
// elsewhere names the file in this variable; "none" there does without, which
// scripts/check.sh says only where the schema is missing, and tells in its last line.
const schemaVariable = "AANTOONBAAR_OSCAL_SCHEMA"

const besideProject = "../../../../shared/data/oscal/oscal_complete_schema_1.2.2.json"

// schemas holds a schema for each of OSCAL's models, by the name of its root. One
// schema for all of them would answer with every model that it is not.
type schemas map[string]*jsonschema.Schema

var compiled = sync.OnceValues(func() (schemas, error) {
	file, err := os.Open(cmp.Or(os.Getenv(schemaVariable), besideProject))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		return nil, err
	}
	const name = "file:///oscal.json"
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(name, text); err != nil {
		return nil, err
	}
	all := schemas{}
	for i, model := range text.(map[string]any)["oneOf"].([]any) {
		root := model.(map[string]any)["required"].([]any)[0].(string)
		if all[root], err = c.Compile(name + "#/oneOf/" + strconv.Itoa(i)); err != nil {
			return nil, err
		}
	}
	return all, nil
})

// nist returns the schemas, or nil where somebody chose to do without them.
func nist(t *testing.T) schemas {
	t.Helper()
	if os.Getenv(schemaVariable) == "none" {
		t.Logf("%s=none: documents are not held against NIST's schema", schemaVariable)
		return nil
	}
	all, err := compiled()
	if err != nil {
		t.Fatalf("NIST's schema of OSCAL cannot be read: %v\nPut oscal_complete_schema_1.2.2.json of https://github.com/usnistgov/OSCAL/releases at that place, name it in %s, or set that to none to test without it.", err, schemaVariable)
	}
	return all
}

// validate holds a document against the schema of its model.
func (s schemas) validate(document []byte) error {
	content, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		return err
	}
	root := ""
	for key := range content.(map[string]any) {
		root = key
	}
	return s[root].Validate(content)
}

// TestTheSchemaRefusesWhatIsWrong shows that a pass means something: each line
// breaks one rule.
func TestTheSchemaRefusesWhatIsWrong(t *testing.T) {
	all := nist(t)
	if all == nil {
		return
	}
	documents := write(t, small(t))
	for _, tt := range []struct{ name, in, old, new string }{
		{"a date without a zone", "ssp.json", `27T09:30:15.123456Z`, `27T09:30:15.123456`},
		{"a UUID of another kind", "poam.json", `"uuid": "`, `"uuid": "x`},
		{"a field that there is not", "catalog.json", `"class": "clause"`, `"classes": "clause"`},
		{"a field that is missing", "profile.json", `"imports": [`, `"remarks": [`},
		{"a state that there is not", "ssp.json", `"state": "operational"`, `"state": "fine"`},
		{"space at the end", "ssp.json", `"system-name": "Thuiszorg De Linde"`, `"system-name": "Thuiszorg De Linde "`},
		{"an address that is none", "ssp.json", `"href": "../evidence/`, `"href": "%zz/`},
	} {
		i := slices.IndexFunc(documents, func(d document) bool { return d.Name == tt.in })
		broken := bytes.Replace(documents[i].JSON, []byte(tt.old), []byte(tt.new), 1)
		if bytes.Equal(broken, documents[i].JSON) {
			t.Fatalf("%s: %s has no %s", tt.name, tt.in, tt.old)
		}
		if err := all.validate(broken); err == nil {
			t.Errorf("%s: the schema takes it", tt.name)
		}
	}
}
