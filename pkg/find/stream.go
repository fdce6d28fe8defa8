package find

import (
	"context"
	"time"

	"github.com/requestjourney/requestjourney/pkg/accesslog"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Stream is Find with intermediate results. It calls show from time to time with the
// requests found so far, the newest first, and with the progress of the search. The
// result is nil if nothing is there yet, and the same as before if nothing is new.
// Stream returns the same result as Find, and fetches nothing twice.
func (f *Finder) Stream(ctx context.Context, q journey.Query, show func(*journey.Result, journey.Progress)) (*journey.Result, error) {
	return newStream(f, q, show).find(ctx)
}

// firstShown is how many requests are fetched and shown first, because so few arrive
// quickly. All others are fetched together: what a search costs Tempo depends little
// on the number of traces.
const firstShown = 8

// stream is a running search with intermediate results. The goroutine that searches
// logs shows them; without a LogQL query, the one that searches traces.
type stream struct {
	Finder
	budgeted Finder // has the memory budget of the current answer
	query    journey.Query
	show     func(*journey.Result, journey.Progress)
	known    *memo

	read      journey.LogResult        // the lines read so far
	ids       map[journey.TraceID]bool // trace IDs in these lines
	found     journey.TraceResult      // valid once searched is closed
	foundErr  error
	searched  chan struct{}
	pending   bool            // some found requests are not shown yet
	shown     *journey.Result // the last result shown
	progress  journey.Progress
	spentLogs journey.SourceStats // what intermediate results cost Loki, besides the search
	spent     journey.SourceStats // the same for Tempo
}

func newStream(f *Finder, q journey.Query, show func(*journey.Result, journey.Progress)) *stream {
	return &stream{
		Finder: *f, query: q, show: show, known: newMemo(f.Extract),
		ids: make(map[journey.TraceID]bool), searched: make(chan struct{}),
	}
}

// find runs Find with sources that show what they find.
func (s *stream) find(ctx context.Context) (*journey.Result, error) {
	s.budgeted = *s.withMemoryBudget()
	f := s.budgeted
	f.Logs, f.Traces = streamedLogs{s.known.logs(f.Logs), s}, streamedTraces{s.known.traces(f.Traces), s}
	answer, err := f.answer(ctx, s.query)
	if err != nil {
		return nil, err
	}
	res := &answer.Result
	res.Loki.Stats = res.Loki.Stats.Add(s.spentLogs)
	res.Tempo.Stats = res.Tempo.Stats.Add(s.spent)
	return res, nil
}

// streamedLogs shows the requests of each page of lines.
type streamedLogs struct {
	memoLogs
	*stream
}

// Search implements LogSource.
func (l streamedLogs) Search(ctx context.Context, logql string, in journey.TimeRange, limit int) (journey.LogResult, error) {
	begin := time.Now()
	for page, err := range l.Pages(ctx, logql, in, limit) {
		l.readPage(page)
		l.read.Stats.Took = time.Since(begin)
		if err != nil {
			return journey.LogResult{Stats: l.read.Stats}, err
		}
		l.showFound(ctx)
	}
	return l.read, nil
}

// streamedTraces shows the found traces if the query has no LogQL. Otherwise the
// next page of lines shows them.
type streamedTraces struct {
	memoTraces
	*stream
}

// Search implements TraceSource.
func (t streamedTraces) Search(ctx context.Context, traceql string, in journey.TimeRange, limit int) (journey.TraceResult, error) {
	t.found, t.foundErr = t.TraceSource.Search(ctx, traceql, in, limit)
	close(t.searched)
	if t.query.LogQL == "" && t.foundErr == nil {
		t.pending = true
		t.showFound(ctx)
	}
	return t.found, t.foundErr
}

// readPage adds the lines of a page. Pages come newest first: once there are enough
// requests for the query's limit, later pages contain none that is shown.
func (s *stream) readPage(page journey.LogResult) {
	s.read.Lines = append(s.read.Lines, page.Lines...)
	s.read.Stats = s.read.Stats.Add(page.Stats)
	s.read.Cut, s.read.Since, s.read.Searched = page.Cut, page.Since, page.Searched
	s.read.Notices = append(s.read.Notices, page.Notices...)
	enough := len(s.ids) >= s.query.Limit && s.query.TraceQL == ""
	for i := range page.Lines {
		id := s.Extract(&page.Lines[i]).TraceID
		if id.IsZero() && accesslog.RequestID(&page.Lines[i]) != "" {
			s.pending = s.pending || !enough
		}
		if !id.IsZero() && !s.ids[id] {
			s.ids[id] = true
			s.pending = s.pending || !enough
		}
	}
}

// showFound fetches and shows requests that are not shown yet, a few of them first.
func (s *stream) showFound(ctx context.Context) {
	for s.pending && s.tracesAreSearched() {
		n := s.query.Limit
		if s.shown == nil {
			n = min(n, firstShown)
		}
		res, err := s.part(ctx, s.list(), n)
		if err != nil {
			return // the final answer will meet and report the same error
		}
		s.pending = n < min(res.Matched, s.query.Limit)
		s.nowShown(res)
	}
	s.show(s.shown, s.progressNow())
}

func (s *stream) nowShown(res *journey.Result) {
	s.shown, s.progress.Found, s.progress.Fetched = res, res.Matched, len(res.Journeys)
	s.show(res, s.progressNow())
}

func (s *stream) tracesAreSearched() bool {
	select {
	case <-s.searched:
		return true
	default:
		return s.query.TraceQL == ""
	}
}

// progressNow returns how far the search is.
func (s *stream) progressNow() journey.Progress {
	p := s.progress
	p.From, p.Lines = s.read.Since, len(s.read.Lines)
	p.Found = max(p.Found, len(s.ids))
	p.Bytes = s.read.Stats.Bytes + s.spentLogs.Bytes + s.spent.Bytes
	if s.tracesAreSearched() {
		p.Bytes += s.found.Stats.Bytes
	}
	return p
}

// list returns the query for intermediate results: lines that the search did not
// find can wait for the final answer.
func (s *stream) list() journey.Query {
	q := s.query
	if q.Depth == journey.DepthLines {
		q.Depth = journey.DepthSummary
	}
	return q
}

// part returns the answer for the newest n requests found so far. It adds no notices
// and marks no stages, which are about the final answer.
func (s *stream) part(ctx context.Context, q journey.Query, n int) (*journey.Result, error) {
	f := s.budgeted
	f.Logs = finishedLogs{s.known.logs(f.Logs), s.read}
	f.Traces = finishedTraces{s.known.traces(f.Traces), s.found, s.foundErr}
	f.Stage = nil
	q.Limit = n
	answer, err := f.answer(ctx, q)
	if err != nil {
		return nil, err
	}
	res := &answer.Result
	res.Query, res.Notices = s.query, nil
	s.spentLogs, s.spent = s.spentLogs.Add(res.Loki.Stats), s.spent.Add(res.Tempo.Stats)
	return res, nil
}

// finishedLogs returns the lines that the search has already found.
type finishedLogs struct {
	memoLogs
	read journey.LogResult
}

// Search implements LogSource.
func (l finishedLogs) Search(context.Context, string, journey.TimeRange, int) (journey.LogResult, error) {
	return journey.LogResult{Lines: l.read.Lines}, nil
}

// finishedTraces returns the traces that the search has already found.
type finishedTraces struct {
	memoTraces
	found journey.TraceResult
	err   error
}

// Search implements TraceSource.
func (t finishedTraces) Search(context.Context, string, journey.TimeRange, int) (journey.TraceResult, error) {
	return journey.TraceResult{Found: t.found.Found}, t.err
}
