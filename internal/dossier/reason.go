package dossier

import (
	"encoding/json"
	"strings"

	"aantoonbaar/internal/i18n"
)

// A Reason says in both languages what is missing, wrong or erased. A program reads its
// English words: in JSON it is that text alone. What a library says of bytes that it
// cannot read stands in it as it said it, in English.
type Reason struct{ i18n.Text }

func because(nl, en string, args ...any) Reason { return Reason{i18n.Tf(nl, en, args...)} }

// MarshalJSON implements [json.Marshaler].
func (r Reason) MarshalJSON() ([]byte, error) { return json.Marshal(r.EN) }

// UnmarshalJSON implements [json.Unmarshaler].
func (r *Reason) UnmarshalJSON(text []byte) error {
	err := json.Unmarshal(text, &r.EN)
	r.NL = r.EN
	return err
}

// String is the reason in English.
func (r Reason) String() string { return r.EN }

// Reasons puts reasons into one line.
func Reasons(all []Reason, l i18n.Lang) string {
	var says []string
	for _, r := range all {
		says = append(says, r.In(l))
	}
	return strings.Join(says, "; ")
}
