package identity

import (
	"context"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/fault"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func TestAttemptsWaitLongerAndLonger(t *testing.T) {
	var s Slowdown
	var ok bool
	now := noon
	for i := range 4 {
		if s, ok = s.Next(now, longestPassword); !ok || !s.Until.IsZero() {
			t.Fatalf("attempt %d: ok %t, wait until %s, want none", i+1, ok, s.Until)
		}
	}
	for i, want := range []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 15 * time.Minute, 15 * time.Minute} {
		if s, ok = s.Next(now, longestPassword); !ok || s.Until.Sub(now) != want {
			t.Fatalf("attempt %d: ok %t, wait %s, want %s", i+5, ok, s.Until.Sub(now), want)
		}
		if after, ok := s.Next(s.Until.Add(-time.Second), longestPassword); ok || after != s {
			t.Fatalf("attempt during the wait was taken, or counted: %+v", after)
		}
		now = s.Until
	}
	if s, ok = s.Next(now.Add(ForgetAfter+time.Second), longestPassword); !ok || s.Failures != 1 {
		t.Errorf("a day later: ok %t, %d failures, want a fresh start", ok, s.Failures)
	}
	for range 100 { // the wait must not overflow into none
		s, _ = s.Next(s.Until, longestCode)
	}
	if wait := s.Until.Sub(s.Last); wait != longestCode {
		t.Errorf("after 100 attempts the wait is %s, want %s", wait, longestCode)
	}
}

func TestSessionsEndByThemselves(t *testing.T) {
	for _, tt := range []struct {
		name           string
		idle, absolute time.Duration
		want           bool
	}{
		{"just used", 0, time.Hour, false},
		{"a second before the hour", IdleEnd - time.Second, 2 * time.Hour, false},
		{"an hour unused", IdleEnd, 2 * time.Hour, true},
		{"in use, a second before twelve hours", 0, AbsoluteEnd - time.Second, false},
		{"in use for twelve hours", 0, AbsoluteEnd, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := SignedIn{Started: noon.Add(-tt.absolute), Seen: noon.Add(-tt.idle)}
			if got := in.Over(noon); got != tt.want {
				t.Errorf("Over = %t, want %t", got, tt.want)
			}
		})
	}
}

// TestCodesFollowTheStandard uses the secret and times of RFC 6238, appendix B
// (its eight digits end in our six).
func TestCodesFollowTheStandard(t *testing.T) {
	secret := []byte("12345678901234567890")
	for _, tt := range []struct {
		at   int64
		code string
	}{{59, "287082"}, {1111111109, "081804"}, {1234567890, "005924"}, {20000000000, "353130"}} {
		step, ok, err := matchTOTP(secret, tt.code, 0, time.Unix(tt.at, 0))
		if err != nil || !ok || step != tt.at/30 {
			t.Errorf("at %d: step %d, ok %t, %v, want step %d", tt.at, step, ok, err, tt.at/30)
		}
	}
}

func TestACodeCountsOnceAndNearItsTime(t *testing.T) {
	secret, at := []byte("12345678901234567890"), int64(1111111109)
	step := at / 30
	for _, tt := range []struct {
		name string
		now  int64
		used int64
		want bool
	}{
		{"in its own half minute", at, 0, true},
		{"the clock is a step behind", at - 30, 0, true},
		{"the clock is a step ahead", at + 30, 0, true},
		{"two steps early", at - 60, 0, false},
		{"two steps late", at + 60, 0, false},
		{"used before", at, step, false},
		{"a later one was used", at, step + 1, false},
		{"an earlier one was used", at, step - 1, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, got, err := matchTOTP(secret, "081804", tt.used, time.Unix(tt.now, 0))
			if err != nil || got != tt.want {
				t.Errorf("match = %t, %v, want %t", got, err, tt.want)
			}
		})
	}
}

func TestPasswordsThatAreEasyToGuessAreRefused(t *testing.T) {
	p, orgs := Person{Name: "Marieke de Wit", Email: "m.bakker@lindezorg.example"}, []string{"Stichting Ouderenzorg De Linde"}
	for _, tt := range []struct {
		name, password string
		want           bool
	}{
		{"a sentence", "vier paarden slapen op het dak", true},
		{"fifteen characters", "kwdzpxabqhtnvjm", true},
		{"fourteen characters", "kwdzpxabqhtnvj", false},
		{"fifteen letters of more than a byte", "ééáíóúàèìòùçñöü", true},
		{"one letter", "aaaaaaaaaaaaaaaaaaaa", false},
		{"a part of the name", "mijnnaamismarieke2026", false},
		{"the whole name, of short words", "zo heet ik: Marieke-de-Wit!", false},
		{"a part of the address", "die bakker om de hoek", false},
		{"the address, whole", "hier is m.bakker dus", false},
		{"where the address is", "wij van lindezorg zijn er", false},
		{"a part of the organisation", "onder de LINDE staat een bank", false},
		{"a short word of the name in another word", "de witte fiets staat buiten", true},
		{"a common word with figures", "Wachtwoord123456", false},
		{"with signs and a year", "!!Welkom-Welkom-2026!!", false},
		{"figures for letters", "W4chtw00rdG3heim!", false},
		{"again and again", "zomerzomerzomerzomer", false},
		{"a row of keys", "qwertyuiopasdfgh", false},
		{"a row of keys backwards, and figures", "9876543210poiuytrewq", false},
		{"three common words", "ziekenhuis zomer 2026 amsterdam", false},
		{"a sentence that everybody has read", "Correct Horse Battery Staple", false},
		{"common words in a sentence", "in de zomer ruikt koffie naar regen", true},
		{"a tab", "de kat slaapt\top de wasbak", false},
		{"a line break", "de kat slaapt\nop de wasbak", false},
		{"text that runs the other way", "de kat slaapt \u202eop de wasbak", false},
		{"not text", "de kat slaapt \xffop de wasbak", false},
		{"two hundred and one", strings.Repeat("abcdefgh ", 23)[:201], false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var c fault.Checker
			checkPassword(&c, "password", tt.password, p, orgs)
			if got := c.Fault("x") == nil; got != tt.want {
				t.Errorf("accepted = %t, want %t", got, tt.want)
			}
		})
	}
}

func TestHashesMatchTheirPasswordOnly(t *testing.T) {
	h, ctx := NewHasher(1, 64, 2), t.Context()
	stored, err := h.Hash(ctx, "de kat slaapt")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, stored, password string
		want                   bool
	}{
		{"the password", stored, "de kat slaapt", true},
		{"another", stored, "de hond slaapt", false},
		{"nothing", stored, "", false},
		{"no account", "", "de kat slaapt", false},
		{"made with other costs", mustHash(t, NewHasher(2, 128, 1), "de kat slaapt"), "de kat slaapt", true},
	} {
		got, err := h.Matches(ctx, tt.stored, tt.password)
		if err != nil || got != tt.want {
			t.Errorf("%s: %t, %v, want %t", tt.name, got, err, tt.want)
		}
	}
	for _, damaged := range []string{"x", "$argon2i$v=19$m=64,t=1,p=1$AA$AA", "$argon2id$v=19$m=64,t=0,p=1$AA$AA", "$argon2id$v=19$m=64,t=1,p=1$AA$"} {
		if _, err := h.Matches(ctx, damaged, "x"); err == nil {
			t.Errorf("stored hash %q was taken", damaged)
		}
	}
	if again := mustHash(t, h, "de kat slaapt"); again == stored {
		t.Error("two hashes of one password are the same: no salt")
	}
}

func mustHash(t *testing.T, h *Hasher, password string) string {
	t.Helper()
	s, err := h.Hash(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestACrowdIsSentAway: so many may wait and no more.
func TestACrowdIsSentAway(t *testing.T) {
	h := NewHasher(1, 64, 1)
	h.waiting.Store(maxWaiting)
	if _, err := h.Hash(t.Context(), "x"); fault.KindOf(err) != fault.Overload {
		t.Errorf("one too many: %v, want Overload", err)
	}
	h.waiting.Store(maxWaiting - 1)
	if _, err := h.Hash(t.Context(), "x"); err != nil {
		t.Errorf("the last that may wait: %v", err)
	}
	if n := h.waiting.Load(); n != maxWaiting-1 {
		t.Errorf("%d wait afterwards, want %d", n, maxWaiting-1)
	}
}

// TestWhoLeavesGivesUpWaiting: a request that was cancelled holds no place.
func TestWhoLeavesGivesUpWaiting(t *testing.T) {
	h := NewHasher(1, 64, 1)
	h.slots <- struct{}{}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	if _, err := h.Hash(ctx, "x"); err == nil {
		t.Error("a cancelled request got a hash")
	}
	<-h.slots
	if _, err := h.Hash(t.Context(), "x"); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestRecoveryCodesReadEasily(t *testing.T) {
	codes := newRecoveryCodes()
	seen := map[string]bool{}
	for _, c := range codes {
		if len(c) != 19 || strings.Count(c, "-") != 3 || seen[c] {
			t.Errorf("code %q is not one of ours", c)
		}
		seen[c] = true
		typed := strings.ToUpper(strings.ReplaceAll(c, "-", " "))
		if string(hashRecoveryCode("per_1", typed)) != string(hashRecoveryCode("per_1", c)) {
			t.Errorf("code %q typed as %q is another code", c, typed)
		}
		if string(hashRecoveryCode("per_2", c)) == string(hashRecoveryCode("per_1", c)) {
			t.Error("a code is as good for somebody else")
		}
	}
	if len(codes) != RecoveryCodes {
		t.Errorf("%d codes, want %d", len(codes), RecoveryCodes)
	}
}

func TestAddressesAreThoseOfPeople(t *testing.T) {
	for email, want := range map[string]bool{
		"jan@zorg.nl": true, "jan.de-vries+x@zorg.example": true,
		"": false, "jan": false, "jan\u202e@zorg.nl": false, "jan@": false, "@zorg.nl": false, "jan@zorg": false, "Jan <jan@zorg.nl>": false, "jan@zorg.nl\r\nBcc: x@y.nl": false,
	} {
		var c fault.Checker
		checkEmail(&c, email)
		if got := c.Fault("x") == nil; got != want {
			t.Errorf("address %q accepted = %t, want %t", email, got, want)
		}
	}
}
