package journey

import "time"

// Progress says how far a search has come.
type Progress struct {
	From    time.Time // what is newer is searched; zero when not known
	Lines   int       // that were read
	Bytes   int64     // of all answers
	Found   int       // requests that match
	Fetched int       // requests that are there
}
