package find

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"github.com/requestjourney/requestjourney/pkg/accesslog"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// arrivals holds what has come in since it was emptied: the goroutine that
// follows a source must not wait for the one that fetches.
type arrivals struct {
	most int // lines

	mu        sync.Mutex
	lines     []journey.Line
	found     []journey.FoundTrace
	searched  bool          // for traces
	logsErr   error         // why there is no tail
	tracesErr error         // why traces were not searched for
	late      time.Duration // of the newest time, in which traces are not searched yet
}

func newArrivals(most int) *arrivals { return &arrivals{most: most} }

// add keeps the newest lines: of more there could be no more requests shown.
func (b *arrivals) add(lines []journey.Line) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lines = append(b.lines, lines...)
	if surplus := len(b.lines) - b.most; surplus > 0 {
		b.lines = slices.Clone(b.lines[surplus:])
	}
}

// tail notes that the tail works, or why it ended.
func (b *arrivals) tail(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.logsErr = err
}

// addFound adds traces, or the reason why none could be searched.
func (b *arrivals) addFound(found journey.TraceResult, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.found, b.searched, b.tracesErr = append(b.found, found.Found...), err == nil, err
	if err == nil {
		b.late = found.Late
	}
}

// drain adds what came in to what the stream has read. It returns which requests arrived,
// and what the user must know about the sources.
func (b *arrivals) drain(s *stream) (seen []journey.TraceID, notices []journey.Notice) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.lines {
		// The zero ID stands for requests that only their request ID leads to.
		if id := s.Extract(&b.lines[i]).TraceID; !id.IsZero() || accesslog.RequestID(&b.lines[i]) != "" {
			seen = append(seen, id)
		}
	}
	s.read.Lines = newestLines(journey.LogResult{Lines: append(s.read.Lines, b.lines...)}, b.most).Lines
	seen = append(seen, addFound(&s.found, b.found, s.Limits.Journeys)...)
	b.lines, b.found = nil, nil
	if b.searched {
		s.foundErr = nil
	}
	return seen, b.notices()
}

func (b *arrivals) notices() (notices []journey.Notice) {
	switch {
	case b.logsErr != nil:
		notices = append(notices, journey.Notice{Severity: journey.SeverityWarning, Text: brokenTail(b.logsErr)})
	case b.tracesErr != nil:
		notices = append(notices, journey.Notice{Severity: journey.SeverityWarning, Text: "The newest traces could not be searched for: " + b.tracesErr.Error()})
	}
	if b.late > 0 {
		notices = append(notices, lateNotice(b.late))
	}
	return notices
}

// addFound adds found traces and returns those that are new, or longer than was known.
func addFound(r *journey.TraceResult, foundTraces []journey.FoundTrace, most int) (news []journey.TraceID) {
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
		if seen := r.Found[i].Range.Union(s.Range); seen != r.Found[i].Range || !known {
			r.Found[i].Range = seen
			news = append(news, s.TraceID)
		}
	}
	slices.SortFunc(r.Found, func(a, b journey.FoundTrace) int {
		return cmp.Or(b.Range.To.Compare(a.Range.To), slices.Compare(a.TraceID[:], b.TraceID[:]))
	})
	r.Found = r.Found[:min(len(r.Found), most)]
	return news
}
