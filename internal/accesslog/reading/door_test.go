package reading_test

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/reading"
)

func TestNoNumberPassesTheDoor(t *testing.T) {
	door := reading.NewDoor(accesslog.Secret("one"), "ECD")
	e := reading.Entry{At: time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC), User: []byte("m12345"), Patient: []byte("999911120"), Team: []byte("Noord")}
	event := door.Event([]byte("a line with m12345 and 999911120"), &e)
	if text := fmt.Sprintf("%+v %s %s", event, event.User, event.Patient); strings.Contains(text, "12345") || strings.Contains(text, "9999111") {
		t.Errorf("a number is in %s", text)
	}
	if same := door.Event(nil, &reading.Entry{At: e.At, User: []byte("7"), Patient: []byte("7")}); same.User == same.Patient || same.User != accesslog.Secret("one").Of(accesslog.OfUser, "7") {
		t.Errorf("a user and a patient of one number: %s and %s", same.User, same.Patient)
	}
	again := door.Event([]byte("a line with m12345 and 999911120"), &e)
	if again != event {
		t.Error("one line makes two events")
	}
	for name, other := range map[string]accesslog.Event{
		"another line":   door.Event([]byte("b"), &e),
		"another source": reading.NewDoor(accesslog.Secret("one"), "EPD").Event([]byte("a line with m12345 and 999911120"), &e),
	} {
		if other.ID == event.ID || other.User != event.User {
			t.Errorf("%s: the event is %x and the user %s", name, other.ID, other.User)
		}
	}
	if elsewhere := reading.NewDoor(accesslog.Secret("two"), "ECD").Event([]byte("a line with m12345 and 999911120"), &e); elsewhere.User == event.User || elsewhere.Patient == event.Patient {
		t.Error("another organisation has the same keys: their logs could be joined")
	}
	nobody := door.Event(nil, &reading.Entry{At: e.At})
	if !nobody.User.Zero() || !nobody.Patient.Zero() {
		t.Error("nobody has a key")
	}
}

// TestADoorDoesNotRememberWhatNobodyIsCalled: numbers of half a MB, each another.
func TestADoorDoesNotRememberWhatNobodyIsCalled(t *testing.T) {
	door := reading.NewDoor(accesslog.Secret("s"), "ECD")
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for n := range 200 {
		long := append(bytes.Repeat([]byte("x"), 1<<19), fmt.Sprint(n)...)
		if event := door.Event(nil, &reading.Entry{User: long, Patient: long}); event.User.Zero() {
			t.Fatal("no key")
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 8<<20 {
		t.Errorf("it keeps %d MB", grown>>20)
	}
	runtime.KeepAlive(door)
}
