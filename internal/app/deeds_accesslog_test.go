package app_test

import (
	"fmt"
	"strings"
	"time"

	"aantoonbaar/internal/accesslog/reading"
	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// reviewed is what a provider has of log review: a file that was read, and how many days
// of it have a round.
type reviewed struct {
	load rounds.ID
	days int
	kept map[string]rounds.ID // what was made for the acts on a path
}

const reviewer = identity.PrivacyOfficer

// logBegins is the first day of the log of a provider, and logDays how many it has.
var logBegins = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

const logDays = 150

// logLines is a log on each day of which three people look at records, for no reason.
func (p *provider) logLines() string {
	var b strings.Builder
	b.WriteString("Datum en tijd;Medewerker;Team;Cliëntnummer;Actie\n")
	for day := range logDays {
		for n := range 3 {
			fmt.Fprintf(&b, "%s 1%d:15:00;%s%d;%s;%s%d;Bekeken\n", logBegins.AddDate(0, 0, day).Format("02-01-2006"), n, p.mark("looker"), n, p.mark("ward"), p.mark("client"), (day+n)%5)
		}
	}
	b.WriteString("gisteren;" + p.mark("nobody") + ";x;y;Bekeken\n")
	return b.String()
}

// arrive brings a file.
func (p *provider) arrive(table reading.Table, content string) rounds.Load {
	p.Helper()
	l, err := p.Logs.Arrive(p.ctx(), p.by(reviewer), table, p.mark("system"), p.mark("file")+".csv", strings.NewReader(content))
	p.must(err)
	return l
}

// logged gives the provider a log that was read, once.
func (p *provider) logged() *reviewed {
	p.Helper()
	if p.logs.load != "" {
		return &p.logs
	}
	l := p.arrive(rounds.LogTable, p.logLines())
	p.must(p.Logs.Settle(p.ctx(), p.by(reviewer), l.ID, l.Version, rounds.Setting{Columns: l.Mapping.Columns}))
	p.must(p.Logs.Work(p.ctx(), p.id))
	plan := rounds.Begin
	plan.Cases, plan.Says = 5, p.mark("agreed")
	p.must(p.Logs.SavePlan(p.ctx(), p.by(reviewer), plan))
	p.logs.load = l.ID
	return &p.logs
}

// waits is a file that nobody said yet how to read: another one each time.
func (p *provider) waits() rounds.Load {
	p.Helper()
	return p.arrive(reading.StaffTable, "Personeelsnummer;Naam;Team\n1;"+p.mark("name")+";"+p.mark("ward")+"\n"+fmt.Sprintf("%d;x;y\n", len(p.heldLogs().Loads)))
}

// heldLogs is everything of log review.
func (p *provider) heldLogs() rounds.Held {
	p.Helper()
	h, err := p.Logs.Look(p.ctx(), p.by(reviewer))
	p.must(err)
	return h.Held
}

// roundOfADay is a round of the next day that has none, worked out.
func (p *provider) roundOfADay() rounds.Round {
	p.Helper()
	l := p.logged()
	l.days++
	day := logBegins.AddDate(0, 0, l.days)
	r, err := p.Logs.Open(p.ctx(), p.by(reviewer), day, day.AddDate(0, 0, 1))
	p.must(err)
	p.must(p.Logs.Work(p.ctx(), p.id))
	r, _ = p.heldLogs().Round(r.ID)
	return r
}

// aCase is a case that waits for a verdict.
func (p *provider) aCase() rounds.Case {
	p.Helper()
	r := p.roundOfADay()
	return p.heldLogs().Of(r.ID)[0]
}

// foundUnlawful is a case that somebody found to be without a reason.
func (p *provider) foundUnlawful() rounds.Case {
	p.Helper()
	c := p.aCase()
	c, err := p.Logs.Judge(p.ctx(), p.by(reviewer), c.ID, c.Version, rounds.Ruling{Verdict: rounds.Unlawful, Reason: p.mark("why"), Measures: p.mark("talk")})
	p.must(err)
	return c
}

// askedCase is a case about which somebody was asked, with who holds the link.
func (p *provider) askedCase() (rounds.Case, identity.Actor, string) {
	p.Helper()
	c := p.aCase()
	c, err := p.Logs.Judge(p.ctx(), p.by(reviewer), c.ID, c.Version, rounds.Ruling{Verdict: rounds.Ask, To: p.mark("manager"), Question: p.mark("asks")})
	p.must(err)
	secret, err := p.Identity.MakeAskLink(p.ctx(), p.by(reviewer), rounds.QuestionOf(c.ID), p.mark("manager"))
	p.must(err)
	by, err := p.Identity.OpenLink(p.ctx(), secret)
	p.must(err)
	return c, by, secret
}

// judgedRound is a round of which every case is closed.
func (p *provider) judgedRound() rounds.Round {
	p.Helper()
	r := p.roundOfADay()
	for _, c := range p.heldLogs().Of(r.ID) {
		_, err := p.Logs.Judge(p.ctx(), p.by(reviewer), c.ID, c.Version, rounds.Ruling{Verdict: rounds.Lawful, Reason: p.mark("why")})
		p.must(err)
	}
	return r
}

// closedRound is a round with its report.
func (p *provider) closedRound() rounds.Round {
	p.Helper()
	r := p.judgedRound()
	p.must(p.Logs.Close(p.ctx(), p.by(reviewer), r.ID, r.Version, p.mark("conclusion"), p.by(reviewer).Name))
	r, _ = p.heldLogs().Round(r.ID)
	return r
}

func accesslogReads() []deed {
	return []deed{
		{"accesslog.Look", reads, identity.SeeLogReview, "", func(p *provider) func() error {
			return func() error { return only(p.Logs.Look(p.ctx(), p.by(identity.BoardMember))) }
		}},
		{"accesslog.Preview", reads, identity.ReviewLogs, "", func(p *provider) func() error {
			l := p.waits()
			return func() error { return only(p.Logs.Preview(p.ctx(), p.by(reviewer), l)) }
		}},
		{"accesslog.RefusedLines", reads, identity.ReviewLogs, "", func(p *provider) func() error {
			id := p.logged().load
			return func() error {
				lines, err := p.Logs.RefusedLines(p.ctx(), p.by(reviewer), id)
				if err != nil {
					return err
				}
				return lines.Close()
			}
		}},
		{"accesslog.Reportable", reads, identity.ReviewLogs, "", func(p *provider) func() error {
			c := p.foundUnlawful()
			return func() error { return only(p.Logs.Reportable(p.ctx(), p.by(reviewer), c.ID, c.Version)) }
		}},
		{"accesslog.Proven", reads, identity.SeeLogReview, "", func(p *provider) func() error {
			r := p.closedRound()
			return func() error { return only(p.Logs.Proven(p.ctx(), p.by(identity.BoardMember), r)) }
		}},
		{"accesslog.Asked", reads, identity.AnswerAsked, "", func(p *provider) func() error {
			_, by, _ := p.askedCase()
			return func() error { return only(p.Logs.Asked(p.ctx(), by)) }
		}},
		{"accesslog.Progress", reads, "", "", func(p *provider) func() error {
			id := p.logged().load
			return func() error { p.Logs.Progress(id); return nil }
		}},
		{"accesslog.Run", passes, "", "it only decides when Work works", nil},
	}
}

func accesslogChanges() []deed {
	return []deed{
		{"accesslog.Work", changes, "", "", func(p *provider) func() error {
			p.logged() // the secret is made the first time only, before anything else
			l := p.arrive(rounds.LogTable, p.logLines()+"\n\n")
			p.must(p.Logs.Settle(p.ctx(), p.by(reviewer), l.ID, l.Version, rounds.Setting{Columns: l.Mapping.Columns}))
			return func() error { return p.Logs.Work(p.ctx(), p.id) }
		}},
		{"accesslog.Arrive", changes, identity.ReviewLogs, "", func(p *provider) func() error {
			n := 0
			return func() error {
				n++
				return only(p.Logs.Arrive(p.ctx(), p.by(reviewer), rounds.LogTable, "ECD", "a.csv", strings.NewReader(p.logLines()+strings.Repeat("\n", n))))
			}
		}},
		{"accesslog.Settle", changes, identity.ReviewLogs, "", func(p *provider) func() error {
			l := p.waits()
			return func() error {
				return p.Logs.Settle(p.ctx(), p.by(reviewer), l.ID, l.Version, rounds.Setting{Columns: l.Facts.Columns})
			}
		}},
		{"accesslog.Set", changes, identity.ReviewLogs, "", func(p *provider) func() error {
			l := p.waits()
			return func() error {
				return p.Logs.Set(p.ctx(), p.by(reviewer), l.ID, l.Version, rounds.Setting{Columns: l.Facts.Columns})
			}
		}},
		{"accesslog.Drop", changes, identity.ReviewLogs, "", func(p *provider) func() error {
			l := p.waits()
			return func() error { return p.Logs.Drop(p.ctx(), p.by(reviewer), l.ID, l.Version) }
		}},
		{"accesslog.Overview", changes, identity.ReviewLogs, "", func(p *provider) func() error {
			p.logged()
			return func() error {
				return only(p.Logs.Overview(p.ctx(), p.by(reviewer), rounds.Wish{Number: p.mark("client") + "1", From: logBegins, Until: logBegins.AddDate(0, 0, 30), For: "De cliënt zelf."}))
			}
		}},
		{"accesslog.Keep", changes, identity.ReviewLogs, "", func(p *provider) func() error {
			l := p.waits()
			return func() error { return p.Logs.Keep(p.ctx(), p.by(reviewer), l.ID, l.Version, "Rechtszaak.") }
		}},
		{"accesslog.SavePlan", changes, identity.ReviewLogs, "", func(p *provider) func() error {
			return func() error { return p.Logs.SavePlan(p.ctx(), p.by(reviewer), rounds.Begin) }
		}},
		{"accesslog.ApprovePlan", changes, identity.Sign, "", func(p *provider) func() error {
			p.logged()
			by := p.by(identity.BoardMember)
			return func() error { return p.Logs.ApprovePlan(p.ctx(), by, 1, by.Name) }
		}},
		{"accesslog.Open", changes, identity.ReviewLogs, "", func(p *provider) func() error {
			p.logged()
			day := logBegins.AddDate(0, 0, logDays-1)
			return func() error { return only(p.Logs.Open(p.ctx(), p.by(reviewer), day, day.AddDate(0, 0, 1))) }
		}},
		{"accesslog.Judge", changes, identity.ReviewLogs, "", func(p *provider) func() error {
			c := p.aCase()
			return func() error {
				return only(p.Logs.Judge(p.ctx(), p.by(reviewer), c.ID, c.Version, rounds.Ruling{Verdict: rounds.Lawful, Reason: "Viel in."}))
			}
		}},
		{"accesslog.Names", changes, identity.ReviewLogs, "", func(p *provider) func() error {
			c := p.aCase()
			return func() error { _, _, err := p.Logs.Names(p.ctx(), p.by(reviewer), c.ID); return err }
		}},
		{"accesslog.Answer", changes, identity.AnswerAsked, "", func(p *provider) func() error {
			c, by, _ := p.askedCase()
			return func() error { return p.Logs.Answer(p.ctx(), by, c.ID, "Ik viel in.") }
		}},
		{"accesslog.Report", changes, identity.ReviewLogs, "", func(p *provider) func() error {
			c := p.foundUnlawful()
			return func() error { return p.Logs.Report(p.ctx(), p.by(reviewer), c.ID, c.Version, string(p.incident)) }
		}},
		{"accesslog.Close", changes, identity.ReviewLogs, "", func(p *provider) func() error {
			r, by := p.judgedRound(), p.by(reviewer)
			return func() error { return p.Logs.Close(p.ctx(), by, r.ID, r.Version, "Klaar.", by.Name) }
		}},
		{"accesslog.Break", changes, identity.ReviewLogs, "", func(p *provider) func() error {
			r := p.roundOfADay()
			return func() error { return p.Logs.Break(p.ctx(), p.by(reviewer), r.ID, r.Version, "Het rooster ontbrak.") }
		}},
		{"accesslog.Prove", changes, identity.Evidence, "", func(p *provider) func() error {
			r := p.closedRound()
			return func() error { return p.Logs.Prove(p.ctx(), p.by(reviewer), r.ID) }
		}},
	}
}

// primed has a record for every act of log review on a page, so that looking at pages
// makes none.
func (p *provider) primed(routes []web.Route) {
	p.Helper()
	for _, r := range routes {
		if strings.Contains(r.Pattern, "/inzage/") && strings.Contains(r.Pattern, "{id}") {
			_, path := address(r)
			p.logFor(path)
		}
	}
}

// logFor is the record that an act on path needs: the one of last time as long as it
// can still be used.
func (p *provider) logFor(path string) rounds.ID {
	p.Helper()
	h := p.heldLogs()
	c, _ := h.Case(p.logs.kept[path])
	r, _ := h.Round(p.logs.kept[path])
	again := func(usable bool, fresh func() rounds.ID) rounds.ID {
		if !usable {
			if p.logs.kept == nil {
				p.logs.kept = map[string]rounds.ID{}
			}
			p.logs.kept[path] = fresh()
		}
		return p.logs.kept[path]
	}
	switch {
	case strings.HasSuffix(path, "/zaken/{id}/incident"):
		return again(c.ID != "" && c.Incident == "" && c.Version == 2, func() rounds.ID { return p.foundUnlawful().ID })
	case strings.Contains(path, "/zaken/"):
		return again(c.ID != "" && c.Version == 1, func() rounds.ID { return p.aCase().ID })
	case strings.HasSuffix(path, "/afbreken"):
		return again(r.ID != "" && r.Broken == nil, func() rounds.ID { return p.roundOfADay().ID })
	case strings.HasSuffix(path, "/sluiten"):
		return again(r.ID != "" && r.Report == nil, func() rounds.ID { return p.judgedRound().ID })
	case strings.Contains(path, "/rondes/"):
		return again(r.ID != "", func() rounds.ID { return p.closedRound().ID })
	case strings.HasSuffix(path, "/geweigerd"):
		return p.logged().load
	}
	l, _ := h.Load(p.logs.kept[path])
	return again(l.Stage == rounds.Arrived && l.Version == 1, func() rounds.ID { return p.waits().ID })
}
