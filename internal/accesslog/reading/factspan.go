package reading

import "time"

// Why a row says no time that holds.
var (
	errFrom     = wrong("Het begin is geen datum of tijd die wij kunnen lezen.", "The beginning is no date or time that we can read.")
	errTo       = wrong("Het einde is geen datum of tijd die wij kunnen lezen.", "The end is no date or time that we can read.")
	errDuration = wrong("De duur is geen aantal minuten.", "The duration is no number of minutes.")
	errBackward = wrong("Het einde ligt voor het begin.", "The end is before the beginning.")
	errEndless  = wrong("Er staat wel een begintijd, en geen einde.", "There is a time of beginning, and no end.")
)

// forever is the year from which an end is none: systems write 31-12-9999 for it.
const forever = 2200

// span reads from when until when the fact of a row holds. A day is the whole of it.
func (l *factList) span(cells []string, ends ending) (from, to time.Time, err error) {
	clocks, until := times(l.at.cell(cells, ColFromClock))
	if clock := l.at.cell(cells, ColToClock); clock != "" {
		until = clock
	}
	begin, err := l.moment(l.at.cell(cells, ColFrom), clocks, false)
	if err != nil {
		return from, to, err
	}
	end, err := l.end(cells, begin, until)
	if err != nil {
		return from, to, err
	}
	if (begin.bare || begin.at.IsZero()) && end.bare && ends != endsGiven {
		end.day = true
	}
	switch {
	case end.day:
		to = l.clock.last(end)
	case !end.at.IsZero():
		to = end.at
	case begin.at.IsZero() || ends == endsOpen:
	case begin.day || begin.bare:
		to = l.clock.last(begin)
	case ends == endsGiven:
		return from, to, errEndless
	default:
		to = begin.at
	}
	if !begin.at.IsZero() && !to.IsZero() && to.Before(begin.at) {
		return from, to, errBackward
	}
	return utc(begin.at), utc(to), nil
}

// moment reads a cell with a day or a moment, and one with a time of the clock on it.
// Of no day it is the zero point, which is open: as are an end in another age, a
// beginning before there were records on computers, and the year 1, which databases
// write for no day.
func (l *factList) moment(day, clock string, end bool) (p point, err error) {
	if day == "" {
		return p, nil
	}
	bad := errFrom
	if end {
		bad = errTo
	}
	p, ok := l.clock.point(day)
	if !ok {
		return p, bad
	}
	if clock != "" && (p.day || p.bare) {
		at, ok := timeOfDay(clock)
		if !ok {
			return p, bad
		}
		p = point{at: l.clock.on(p, at)}
	}
	if year := p.at.Year(); year == 1 || end && year >= forever || !end && year >= 1900 && year < 1970 {
		return point{}, nil
	}
	if !sensible(p.at) {
		return p, bad
	}
	return p, nil
}

// end reads when the fact of a row ended. A time of the clock without a day is of the
// day of the beginning, or of the next when it is earlier than that: a night.
func (l *factList) end(cells []string, begin point, clock string) (point, error) {
	if day := l.at.cell(cells, ColTo); day != "" {
		return l.moment(day, clock, true)
	}
	if begin.at.IsZero() {
		return point{}, nil
	}
	if clock != "" {
		at, ok := timeOfDay(clock)
		if !ok {
			return point{}, errTo
		}
		end := l.clock.on(begin, at)
		if !begin.day && end.Before(begin.at) {
			end = l.clock.on(point{at: begin.at.In(l.clock.zone).AddDate(0, 0, 1)}, at)
		}
		return point{at: end}, nil
	}
	text := l.at.cell(cells, ColDuration)
	if text == "" {
		return point{}, nil
	}
	long, ok := duration(text)
	if !ok {
		return point{}, errDuration
	}
	return point{at: begin.at.Add(long)}, nil
}

// utc is a moment in UTC; the zero moment stays that.
func utc(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC()
}
