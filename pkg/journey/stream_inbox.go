package journey

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// inbox holds what has come in since it was emptied: whoever follows a source
// must not wait for whoever fetches.
type inbox struct {
	most int // lines

	mu        sync.Mutex
	lines     []Line
	sightings []Sighting
	searched  bool          // for traces
	logsErr   error         // why there is no tail
	tracesErr error         // why traces were not searched for
	late      time.Duration // of the newest time, in which traces are not searched yet
}

func newInbox(most int) *inbox { return &inbox{most: most} }

// add keeps the newest lines: of more there could be no more requests shown.
func (b *inbox) add(lines []Line) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lines = append(b.lines, lines...)
	if surplus := len(b.lines) - b.most; surplus > 0 {
		b.lines = slices.Clone(b.lines[surplus:])
	}
}

// tail notes that the tail works, or why it ended.
func (b *inbox) tail(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.logsErr = err
}

// sighted adds traces, or the reason why none could be looked for.
func (b *inbox) sighted(found TraceResult, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sightings, b.searched, b.tracesErr = append(b.sightings, found.Sightings...), err == nil, err
	if err == nil {
		b.late = found.Late
	}
}

// empty puts what came in to what the stream has read, and tells which requests
// were seen, and what the user must know of the sources.
func (b *inbox) empty(s *stream) (seen []TraceID, notices []Notice) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.lines {
		if id := s.Extract(&b.lines[i]).TraceID; !id.IsZero() {
			seen = append(seen, id)
		}
	}
	s.read.Lines = newestLines(LogResult{Lines: append(s.read.Lines, b.lines...)}, b.most).Lines
	seen = append(seen, addSightings(&s.found, b.sightings, s.Limits.Journeys)...)
	b.lines, b.sightings = nil, nil
	if b.searched {
		s.foundErr = nil
	}
	return seen, b.notices()
}

func (b *inbox) notices() (notices []Notice) {
	switch {
	case b.logsErr != nil:
		notices = append(notices, Notice{SeverityWarning, brokenTail(b.logsErr)})
	case b.tracesErr != nil:
		notices = append(notices, Notice{SeverityWarning, "The newest traces could not be searched for: " + b.tracesErr.Error()})
	}
	if b.late > 0 {
		notices = append(notices, lateness(b.late))
	}
	return notices
}

// addSightings adds sightings and tells which are new, or longer than was known.
func addSightings(r *TraceResult, sightings []Sighting, most int) (news []TraceID) {
	at := make(map[TraceID]int, len(r.Sightings))
	for i, s := range r.Sightings {
		at[s.TraceID] = i
	}
	for _, s := range sightings {
		i, known := at[s.TraceID]
		if !known {
			i = len(r.Sightings)
			at[s.TraceID], r.Sightings = i, append(r.Sightings, Sighting{TraceID: s.TraceID})
		}
		if seen := r.Sightings[i].Seen.Union(s.Seen); seen != r.Sightings[i].Seen || !known {
			r.Sightings[i].Seen = seen
			news = append(news, s.TraceID)
		}
	}
	slices.SortFunc(r.Sightings, func(a, b Sighting) int {
		return cmp.Or(b.Seen.To.Compare(a.Seen.To), slices.Compare(a.TraceID[:], b.TraceID[:]))
	})
	r.Sightings = r.Sightings[:min(len(r.Sightings), most)]
	return news
}
