package find

import "github.com/requestjourney/requestjourney/pkg/journey"

// BytesOf is what a journey counts for in a Kept.
func BytesOf(j *journey.Journey) int64 { return bytesOfJourney(j) }
