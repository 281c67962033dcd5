package eventfile_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/eventfile"
)

type known struct {
	Works bool
	Key   accesslog.Key
	Link  accesslog.Link
}

func drawnKey(t *rapid.T, name string) (k accesslog.Key) {
	if n := rapid.IntRange(0, 6).Draw(t, name); n > 0 {
		k = someone(name, n)
	}
	return k
}

func drawnMoment(t *rapid.T, name string) time.Time {
	if rapid.Bool().Draw(t, name+" is open") {
		return time.Time{}
	}
	return time.UnixMicro(rapid.SampledFrom([]int64{0, 1, -1, 1_790_000_000_123_456}).Draw(t, name)).UTC()
}

func writtenFacts(t fataler, facts []accesslog.Fact) []byte {
	t.Helper()
	var b bytes.Buffer
	w := eventfile.NewFactWriter(&b)
	for i := range facts {
		if err := w.Add(&facts[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestFactsAndLinksAreReadAsTheyWereWritten with everything that can be open or nobody.
func TestFactsAndLinksAreReadAsTheyWereWritten(t *testing.T) {
	fact := rapid.Custom(func(t *rapid.T) accesslog.Fact {
		return accesslog.Fact{
			Kind: rapid.SampledFrom([]accesslog.FactKind{accesslog.Appointment, accesslog.Duty}).Draw(t, "kind"), Patient: drawnKey(t, "patient"), User: drawnKey(t, "user"),
			Team: rapid.String().Draw(t, "team"), Other: rapid.String().Draw(t, "other"), From: drawnMoment(t, "from"), To: drawnMoment(t, "to"),
		}
	})
	link := rapid.Custom(func(t *rapid.T) known {
		return known{rapid.Bool().Draw(t, "works"), drawnKey(t, "key"), accesslog.Link{
			Surname: drawnKey(t, "surname"), Postcode: drawnKey(t, "postcode"), House: drawnKey(t, "house"), Patient: drawnKey(t, "patient"), Team: rapid.String().Draw(t, "team"), Known: rapid.Bool().Draw(t, "known"),
		}}
	})
	rapid.Check(t, func(t *rapid.T) {
		facts := rapid.SliceOfN(fact, 0, 40).Draw(t, "facts")
		b := writtenFacts(t, facts)
		var got []accesslog.Fact
		if err := eventfile.ReadFacts(bytes.NewReader(b), int64(len(b)), func(f *accesslog.Fact) error { got = append(got, *f); return nil }); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(facts, got); diff != "" && len(facts)+len(got) > 0 {
			t.Fatal(diff)
		}
		links := rapid.SliceOfN(link, 0, 40).Draw(t, "links")
		var out bytes.Buffer
		w := eventfile.NewLinkWriter(&out)
		for _, l := range links {
			if err := w.Add(l.Works, l.Key, l.Link); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		var back []known
		if err := eventfile.ReadLinks(bytes.NewReader(out.Bytes()), int64(out.Len()), func(works bool, key accesslog.Key, l accesslog.Link) error {
			back = append(back, known{works, key, l})
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(links, back); diff != "" && len(links)+len(back) > 0 {
			t.Fatal(diff)
		}
	})
}

// TestManyFacts are more than a group holds.
func TestManyFacts(t *testing.T) {
	facts := make([]accesslog.Fact, 200_000)
	for i := range facts {
		facts[i] = accesslog.Fact{Kind: accesslog.Duty, User: accesslog.Key{byte(i), byte(i >> 8), byte(i >> 16), 1}, Team: "team", From: begin.Add(time.Duration(i) * time.Minute)}
	}
	b, n := writtenFacts(t, facts), 0
	err := eventfile.ReadFacts(bytes.NewReader(b), int64(len(b)), func(f *accesslog.Fact) error {
		if *f != facts[n] {
			t.Fatalf("fact %d = %+v", n, *f)
		}
		n++
		return nil
	})
	if err != nil || n != len(facts) {
		t.Errorf("%d facts come back, %v", n, err)
	}
}

// TestAFileOfAnotherKindIsRefused, and a damaged one is no panic.
func TestAFileOfAnotherKindIsRefused(t *testing.T) {
	events, facts := written(t, many(10)), writtenFacts(t, make([]accesslog.Fact, 2000))
	nothing := func(*accesslog.Fact) error { return nil }
	if err := eventfile.ReadFacts(bytes.NewReader(events), int64(len(events)), nothing); !errors.Is(err, eventfile.ErrForeign) {
		t.Errorf("events as facts: %v", err)
	}
	if err := eventfile.Read(bytes.NewReader(facts), int64(len(facts)), func(*accesslog.Event) error { return nil }); !errors.Is(err, eventfile.ErrForeign) {
		t.Errorf("facts as events: %v", err)
	}
	r := rand.New(rand.NewPCG(4, 4))
	for range 300 {
		b := bytes.Clone(facts)
		b[r.IntN(len(b))] ^= 1 << r.IntN(8)
		_ = eventfile.ReadFacts(bytes.NewReader(b), int64(len(b)), nothing) // it returns
	}
	if err := eventfile.ReadFacts(bytes.NewReader(facts), int64(len(facts)), nothing); err != nil {
		t.Errorf("the whole file: %v", err)
	}
}
