package web

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

var (
	money    = regexp.MustCompile(`^(-?)([0-9][0-9.,]*)$`)
	decimals = regexp.MustCompile(`^(.*)[.,]([0-9]{1,2})$`)
)

// ParseEuro reads an amount of euros as people type it, in cents: 4800, 4.800,
// € 4.800,50. What stands behind the last dot or comma is cents when it is one or
// two digits. "" is zero. It judges spelling only: an amount below zero, or larger
// than anybody has, is for the room to refuse.
func ParseEuro(c *fault.Checker, name, s string) int64 {
	s = strings.NewReplacer("€", "", " ", "", "\u00a0", "", ",-", "").Replace(strings.TrimSpace(s))
	if s == "" {
		return 0
	}
	m := money.FindStringSubmatch(s)
	if m == nil {
		c.Need(false, name, i18n.T("Vul een bedrag in, zoals 1250 of 1.250,50.", "Give an amount, such as 1250 or 1250.50."))
		return 0
	}
	whole, cents := m[2], "0"
	if d := decimals.FindStringSubmatch(m[2]); d != nil {
		whole, cents = d[1], (d[2] + "0")[:2]
	}
	whole = strings.NewReplacer(".", "", ",", "").Replace(whole)
	euros, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || euros > math.MaxInt64/200 {
		euros = math.MaxInt64 / 200
	}
	n, _ := strconv.ParseInt(cents, 10, 64) // two digits
	if m[1] == "-" {
		return -(euros*100 + n)
	}
	return euros*100 + n
}

// TypedEuro writes an amount of cents for a field; "" for zero.
func TypedEuro(cents int64) string {
	switch {
	case cents == 0:
		return ""
	case cents%100 == 0:
		return strconv.FormatInt(cents/100, 10)
	}
	return strconv.FormatInt(cents/100, 10) + "," + strconv.FormatInt(100+cents%100, 10)[1:]
}
