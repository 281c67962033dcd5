package web_test

import (
	"strings"
	"testing"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/web"
)

func TestAListThatCameBackIsReadWhole(t *testing.T) {
	for text, want := range map[string]int{`[]`: 0, `[1]`: 1, ` [1, 2, 3] `: 3} {
		if got, err := web.ReadList[int](strings.NewReader(text), 3); err != nil || len(got) != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{``, `null`, `1`, `{}`, `[`, `[1`, `[1,`, `[1 2]`, `["a"]`, `[1]]`, `[1] 2`, `[1,2,3,4]`} {
		if got, err := web.ReadList[int](strings.NewReader(text), 3); fault.KindOf(err) != fault.Invalid || got != nil {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
}

// TestOfAListThatIsTooLongTheRestIsNotRead, so that it takes no memory.
func TestOfAListThatIsTooLongTheRestIsNotRead(t *testing.T) {
	text := "[{}" + strings.Repeat(",{}", 100_000) + "]"
	from := strings.NewReader(text)
	if _, err := web.ReadList[struct{ Name string }](from, 1_000); fault.KindOf(err) != fault.Invalid {
		t.Fatalf("100 001 of at most 1 000: %v", err)
	}
	if read := len(text) - from.Len(); read > 10_000 {
		t.Errorf("%d bytes were read to see that there are more than 1 000", read)
	}
}
