package i18n_test

import (
	"testing"
	"time"

	"aantoonbaar/internal/i18n"
)

func TestNumbersAndDaysReadAsInEachLanguage(t *testing.T) {
	day := time.Date(2026, 3, 1, 9, 5, 0, 0, time.UTC)
	for _, tt := range []struct{ name, got, want string }{
		{"thousands", i18n.NL.Num(1234567), "1.234.567"},
		{"thousands in English", i18n.EN.Num(1234567), "1,234,567"},
		{"a small number", i18n.NL.Num(999), "999"},
		{"below zero", i18n.NL.Num(-1234), "-1.234"},
		{"one decimal", i18n.NL.Decimal(32.45), "32,5"},
		{"no decimal where there is none", i18n.EN.Decimal(1250), "1,250"},
		{"just below one", i18n.NL.Decimal(-0.5), "-0,5"},
		{"whole euros", i18n.NL.Euro(480000), "€ 4.800"},
		{"cents", i18n.EN.Euro(480005), "€4,800.05"},
		{"cents below zero", i18n.NL.Euro(-50), "€ -0,50"},
		{"a day", i18n.NL.LongDay(day), "zondag 1 maart 2026"},
		{"no day", i18n.NL.Day(time.Time{}), ""},
		{"a moment", i18n.NL.Moment(day), "1 maart 2026, 9.05 uur"},
		{"a moment in English", i18n.EN.Moment(day), "1 March 2026, 9:05"},
		{"one", i18n.NL.Plural(1, "%s actie", "%s acties", "%s action", "%s actions"), "1 actie"},
		{"none is many", i18n.EN.Plural(0, "%s actie", "%s acties", "%s action", "%s actions"), "0 actions"},
		{"a row of words", i18n.NL.And([]string{"a", "b", "c"}), "a, b en c"},
		{"the zero language is Dutch", i18n.Lang("").Day(day), "1 maart 2026"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}
