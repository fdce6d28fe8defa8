package find

import (
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// BytesOf returns the size of a journey in a Cache.
func BytesOf(j *journey.Journey) int64 { return bytesOfJourney(j) }

func init() { rereadPauses = []time.Duration{0, 0} }
