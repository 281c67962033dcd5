package reading_test

import (
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/accesslog/reading"
)

// TestDaysAndClocksAreWrittenInManyWays: begin, clock of the begin and clock of the end,
// and what they say in UTC; "" is refused.
func TestDaysAndClocksAreWrittenInManyWays(t *testing.T) {
	const head = "Medewerker;Team;Dienst;Datum;Begintijd;Eindtijd\n"
	m := reading.GuessFacts([]byte(head+"m1;Noord;D;02-11-2026;07:00;15:30\n"), "duty", amsterdam)
	for row, want := range map[string]string{
		"02-11-2026;07:00;15:30": "02T06:00:00 02T14:30:00", "2/11/2026;7.00;15.30": "02T06:00:00 02T14:30:00", "02.11.2026;0700;1530": "02T06:00:00 02T14:30:00", "20261102;7u;15u30": "02T06:00:00 02T14:30:00",
		"46328;0,25;0,5": "02T05:00:00 02T11:00:00", "02-11-26;07:00:30;15:30:15": "02T06:00:30 02T14:30:15", "maandag 2 november 2026;7:00 uur;8:00 uur": "02T06:00:00 02T07:00:00", "ma 2-nov-26;7h;8h": "02T06:00:00 02T07:00:00",
		"02-11-2026 00:00:00;07:00;15:30": "02T06:00:00 02T14:30:00", "02-11-2026;30-12-1899 07:00:00;1899-12-30 15:30:00": "02T06:00:00 02T14:30:00", "02-11-2026;07:00-15:30;": "02T06:00:00 02T14:30:00", "02-11-2026;07:00 tot 15:30;": "02T06:00:00 02T14:30:00",
		"02-11-2026;15:30;24:00": "02T14:30:00 02T23:00:00", "02-11-2026;22:45;07:15": "02T21:45:00 03T06:15:00", "02-11-2026;;": "01T23:00:00 02T22:59:59", "02-11-2026 07:00;;15:30": "02T06:00:00 02T14:30:00",
		"02-11-2026;24:01;15:30": "", "02-11-2026;7:60;15:30": "", "02-11-2026;-7:00;15:30": "", "02-13-2026;07:00;15:30": "", "1 \u212a 26;07:00;15:30": "", "morgen;07:00;15:30": "", "02-11-2026;vroeg;laat": "", "NaN;07:00;15:30": "", "1e5;07:00;15:30": "", "02-11-2026;0,NaN;15:30": "",
	} {
		taken, refused := known(t, m, strings.NewReader(head+"m1;Noord;D;"+row+"\n"))
		got := ""
		for _, k := range taken {
			got = k.From.Format(time.RFC3339)[8:19] + " " + k.To.Format(time.RFC3339)[8:19]
		}
		if got != want || len(taken)+len(refused) != 1 {
			t.Errorf("%s: read %q, want %q; refused %+v", row, got, want, refused)
		}
	}
	for text, want := range map[string]time.Duration{"25": 25 * time.Minute, "25 min": 25 * time.Minute, "1:30": 90 * time.Minute, "0": 0, "een uur": -1, "-5": -1, "99999999": -1} {
		const visits = "Route;Medewerker;Cliënt;Datum;Tijd;Duur\n"
		m := reading.GuessFacts([]byte(visits+"r;m1;p1;02-11-2026;08:00;5\n"), "visit", amsterdam)
		taken, _ := known(t, m, strings.NewReader(visits+"r;m1;p1;02-11-2026;08:00;"+text+"\n"))
		got := time.Duration(-1)
		for _, k := range taken {
			got = k.To.Sub(k.From)
		}
		if got != want {
			t.Errorf("%s: lasts %s, want %s", text, got, want)
		}
	}
}
