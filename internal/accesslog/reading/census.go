package reading

import "time"

// A Census is what a log has and lacks, counted while it is read. The zero Census is
// ready.
type Census struct {
	Lines   int64 // that were read
	Refused int64
	Glass   int64 // by the emergency procedure
	Nobody  int64 // that name no patient
	From    time.Time
	Until   time.Time
	fields  [9]int64
	hours   map[int64]int64 // lines by the hour since 1970
}

// Take counts an entry.
func (c *Census) Take(e *Entry) {
	c.Lines++
	for i, m := range MandatoryFields {
		if e.Has&m.Field != 0 {
			c.fields[i]++
		}
	}
	if e.Glass {
		c.Glass++
	}
	if len(e.Patient) == 0 {
		c.Nobody++
	}
	if c.From.IsZero() || e.At.Before(c.From) {
		c.From = e.At
	}
	if e.At.After(c.Until) {
		c.Until = e.At
	}
	if c.hours == nil {
		c.hours = map[int64]int64{}
	}
	c.hours[e.At.Unix()/3600]++
}

// A Filled is a mandatory field with the share of lines that have it.
type Filled struct {
	Mandatory

	Share float64 // between 0 and 1; 0 of no lines
}

// Fields says for every mandatory field how many lines have it.
func (c *Census) Fields() (all []Filled) {
	for i, m := range MandatoryFields {
		all = append(all, Filled{m, float64(c.fields[i]) / float64(max(1, c.Lines))})
	}
	return all
}

// A Gap is a stretch of hours in which nothing was logged.
type Gap struct{ From, Until time.Time }

// Gaps are the stretches of at least so many whole hours without a line, between the
// first and the last. Nights can be quiet; a day cannot.
func (c *Census) Gaps(hours int64) (gaps []Gap) {
	if c.Lines == 0 {
		return nil
	}
	first, last := c.From.Unix()/3600, c.Until.Unix()/3600
	quiet := int64(0)
	for h := first; h <= last; h++ {
		if c.hours[h] > 0 {
			if quiet >= hours {
				gaps = append(gaps, Gap{time.Unix((h-quiet)*3600, 0).UTC(), time.Unix(h*3600, 0).UTC()})
			}
			quiet = 0
			continue
		}
		quiet++
	}
	return gaps
}
