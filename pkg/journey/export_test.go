package journey

// BytesOf is what a journey counts for in a Kept.
func BytesOf(j *Journey) int64 { return bytesOfJourney(j) }
