package join

import (
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/place"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// NearbyWriters says whose lines may be near a journey, and when: their lines are wanted
// during lines, and the other requests that they served during others.
func NearbyWriters(j *journey.Journey, id semconv.Identity) (w journey.Writers, lines, others journey.TimeRange) {
	return place.NearbyWriters(j, id)
}

// AddNearby adds the lines that were found near a journey.
func AddNearby(j *journey.Journey, near journey.Near, id semconv.Identity) {
	j.Nearby = place.Nearby(j, near, id)
}
