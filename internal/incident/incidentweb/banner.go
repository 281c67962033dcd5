package incidentweb

import (
	"strings"
	"time"

	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/web"
)

// A bannerPart is what the banner shows: the incident of which a term ends first.
type bannerPart struct {
	web.View
	First incident.Standing
	More  int // other open incidents
	Zone  *time.Location
}

// isHere reports whether the reader is at that incident already.
func (p bannerPart) isHere() bool {
	return strings.HasPrefix(p.Path+"/", "/o/"+p.Place.ID+pathOf(p.First.ID)+"/")
}

// moment is by when the first step must have been taken, by which rule; "" when no
// term runs. It is the same all day: no page has to be made anew for it.
func (p bannerPart) moment() string {
	c := p.First.Next
	if c.From.IsZero() {
		return ""
	}
	return page{View: p.View, Zone: p.Zone}.due(incident.Duty{}, c)
}
