package find

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"github.com/requestjourney/requestjourney/pkg/accesslog"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// arrivals buffers new lines and traces until the next update of a live list, so
// that reading from a source never waits for fetching.
type arrivals struct {
	maxLines int

	mu        sync.Mutex
	lines     []journey.Line
	found     []journey.FoundTrace
	searched  bool          // a search for traces succeeded
	logsErr   error         // why the tail stopped; nil while it works
	tracesErr error         // why the last search for traces failed
	late      time.Duration // how much of the newest time Tempo does not search yet
}

func newArrivals(maxLines int) *arrivals { return &arrivals{maxLines: maxLines} }

// add adds lines, and drops the oldest beyond maxLines.
func (b *arrivals) add(lines []journey.Line) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lines = append(b.lines, lines...)
	if surplus := len(b.lines) - b.maxLines; surplus > 0 {
		b.lines = slices.Clone(b.lines[surplus:])
	}
}

// tail records that the tail works, or why it stopped.
func (b *arrivals) tail(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.logsErr = err
}

// addFound adds found traces, or the reason why the search failed.
func (b *arrivals) addFound(found journey.TraceResult, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.found, b.searched, b.tracesErr = append(b.found, found.Found...), err == nil, err
	if err == nil {
		b.late = found.Late
	}
}

// drain moves all lines and traces to the stream. It returns the requests that
// they belong to, and notices about the sources.
func (b *arrivals) drain(s *stream) (ids []journey.TraceID, notices []journey.Notice) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.lines {
		// The zero trace ID stands for requests that have only a request ID.
		if id := s.Extract(&b.lines[i]).TraceID; !id.IsZero() || accesslog.RequestID(&b.lines[i]) != "" {
			ids = append(ids, id)
		}
	}
	s.read.Lines = newestLines(journey.LogResult{Lines: append(s.read.Lines, b.lines...)}, b.maxLines).Lines
	ids = append(ids, addFound(&s.found, b.found, s.Limits.Journeys)...)
	b.lines, b.found = nil, nil
	if b.searched {
		s.foundErr = nil
	}
	return ids, b.notices()
}

func (b *arrivals) notices() (notices []journey.Notice) {
	switch {
	case b.logsErr != nil:
		notices = append(notices, journey.Notice{Code: journey.NoticeSourceFailed, Severity: journey.SeverityWarning, Text: brokenTail(b.logsErr)})
	case b.tracesErr != nil:
		notices = append(notices, journey.Notice{Code: journey.NoticeSourceFailed, Severity: journey.SeverityWarning, Text: "The search for the newest traces failed: " + b.tracesErr.Error()})
	}
	if b.late > 0 {
		notices = append(notices, lateNotice(b.late))
	}
	return notices
}

// addFound adds traces to r, and returns those that are new or cover more time
// than before. It keeps only the newest, at most limit.
func addFound(r *journey.TraceResult, foundTraces []journey.FoundTrace, limit int) (changed []journey.TraceID) {
	at := make(map[journey.TraceID]int, len(r.Found))
	for i, s := range r.Found {
		at[s.TraceID] = i
	}
	for _, s := range foundTraces {
		i, known := at[s.TraceID]
		if !known {
			i = len(r.Found)
			at[s.TraceID], r.Found = i, append(r.Found, journey.FoundTrace{TraceID: s.TraceID})
		}
		if during := r.Found[i].Range.Union(s.Range); during != r.Found[i].Range || !known {
			r.Found[i].Range = during
			changed = append(changed, s.TraceID)
		}
	}
	slices.SortFunc(r.Found, func(a, b journey.FoundTrace) int {
		return cmp.Or(b.Range.To.Compare(a.Range.To), slices.Compare(a.TraceID[:], b.TraceID[:]))
	})
	r.Found = r.Found[:min(len(r.Found), limit)]
	return changed
}
