package reading_test

import (
	"bytes"
	"fmt"
	"runtime"
	"testing"
	"time"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/reading"
)

func TestPeopleBecomeKeysAtTheDoor(t *testing.T) {
	secret := accesslog.Secret("of one organisation")
	e := reading.Entry{At: time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC), User: []byte("7"), Patient: []byte("7"), Action: accesslog.Read}
	door := reading.NewDoor(secret, "ECD")
	first, again := door.Event([]byte("line"), &e), door.Event([]byte("line"), &e)
	if first != again || first.User != secret.Of(accesslog.OfUser, "7") || first.Patient != secret.Of(accesslog.OfPatient, "7") || first.User == first.Patient {
		t.Errorf("%+v, and again %+v", first, again)
	}
	if other := reading.NewDoor(secret, "LAB").Event([]byte("line"), &e); other.ID == first.ID || other.User != first.User {
		t.Errorf("another source: %+v", other)
	}
	if other := reading.NewDoor(accesslog.Secret("of another"), "ECD").Event([]byte("line"), &e); other.User == first.User || other.Patient == first.Patient {
		t.Errorf("another organisation: %+v", other)
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
