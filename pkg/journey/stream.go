package journey

import (
	"context"
	"time"
)

// Stream is Find for those who watch it. From time to time show gets what is
// there by then, the newest requests first, and how far the search is: nil when
// nothing is there yet, and the same result again when nothing is new. What is
// fetched to be shown is not fetched again for the answer, which is that of Find.
func (f *Finder) Stream(ctx context.Context, q Query, show func(*Result, Progress)) (*Result, error) {
	return newStream(f, q, show).find(f.withBudget(ctx))
}

// firstShown requests are few enough to be there at once. All others are fetched
// together: what a search costs Tempo depends little on how many traces it is for.
const firstShown = 8

// stream is a search that is watched. The goroutine that searches logs, or
// traces when no logs are searched, shows what is found.
type stream struct {
	Finder
	query Query
	show  func(*Result, Progress)
	known *recall

	read      LogResult // lines, by now
	ids       map[TraceID]bool
	found     TraceResult // once searched is closed
	foundErr  error
	searched  chan struct{}
	untold    bool    // something is found that is not shown
	shown     *Result // last
	progress  Progress
	spentLogs SourceStats // on what was shown, beside the search
	spent     SourceStats // the same, of traces
}

func newStream(f *Finder, q Query, show func(*Result, Progress)) *stream {
	return &stream{
		Finder: *f, query: q, show: show, known: newRecall(f.Extract),
		ids: make(map[TraceID]bool), searched: make(chan struct{}),
	}
}

// find is Find by sources that tell what they find.
func (s *stream) find(ctx context.Context) (*Result, error) {
	told := s.Finder
	told.Logs, told.Traces = toldLogs{s.known.logs(s.Logs), s}, toldTraces{s.known.traces(s.Traces), s}
	answer, err := told.answer(ctx, s.query)
	if err != nil {
		return nil, err
	}
	res := &answer.Result
	res.Loki.Stats = res.Loki.Stats.Add(s.spentLogs)
	res.Tempo.Stats = res.Tempo.Stats.Add(s.spent)
	return res, nil
}

// toldLogs tell of each page of lines.
type toldLogs struct {
	recalledLogs
	*stream
}

// Search implements LogSource.
func (l toldLogs) Search(ctx context.Context, logql string, in TimeRange, limit int) (LogResult, error) {
	begin := time.Now()
	for page, err := range l.Pages(ctx, logql, in, limit) {
		l.readPage(page)
		l.read.Stats.Took = time.Since(begin)
		if err != nil {
			return LogResult{Stats: l.read.Stats}, err
		}
		l.tell(ctx)
	}
	return l.read, nil
}

// toldTraces tell of what is found when no logs are searched; else its search
// is told with the next page of lines.
type toldTraces struct {
	recalledTraces
	*stream
}

// Search implements TraceSource.
func (t toldTraces) Search(ctx context.Context, traceql string, in TimeRange, limit int) (TraceResult, error) {
	t.found, t.foundErr = t.TraceSource.Search(ctx, traceql, in, limit)
	close(t.searched)
	if t.query.LogQL == "" && t.foundErr == nil {
		t.untold = true
		t.tell(ctx)
	}
	return t.found, t.foundErr
}

// readPage adds the lines of a page. Pages are read newest first: once there are
// as many requests as are asked for, later pages hold none that is shown.
func (s *stream) readPage(page LogResult) {
	s.read.Lines = append(s.read.Lines, page.Lines...)
	s.read.Stats = s.read.Stats.Add(page.Stats)
	s.read.Cut, s.read.Since, s.read.Searched = page.Cut, page.Since, page.Searched
	s.read.Notices = append(s.read.Notices, page.Notices...)
	enough := len(s.ids) >= s.query.Limit && s.query.TraceQL == ""
	for i := range page.Lines {
		if id := s.Extract(&page.Lines[i]).TraceID; !id.IsZero() && !s.ids[id] {
			s.ids[id] = true
			s.untold = s.untold || !enough
		}
	}
}

// tell fetches what is found and not shown, a few requests first, and shows it.
func (s *stream) tell(ctx context.Context) {
	for s.untold && s.tracesAreSearched() {
		n := s.query.Limit
		if s.shown == nil {
			n = min(n, firstShown)
		}
		res, err := s.part(ctx, s.list(), n)
		if err != nil {
			return // the whole will meet it, too, and say so
		}
		s.untold = n < min(res.Matched, s.query.Limit)
		s.nowShown(res)
	}
	s.show(s.shown, s.far())
}

func (s *stream) nowShown(res *Result) {
	s.shown, s.progress.Found, s.progress.Fetched = res, res.Matched, len(res.Journeys)
	s.show(res, s.far())
}

func (s *stream) tracesAreSearched() bool {
	select {
	case <-s.searched:
		return true
	default:
		return s.query.TraceQL == ""
	}
}

// far says how far the search is.
func (s *stream) far() Progress {
	p := s.progress
	p.From, p.Lines = s.read.Since, len(s.read.Lines)
	p.Found = max(p.Found, len(s.ids))
	p.Bytes = s.read.Stats.Bytes + s.spentLogs.Bytes + s.spent.Bytes
	if s.tracesAreSearched() {
		p.Bytes += s.found.Stats.Bytes
	}
	return p
}

// list asks for what can be shown soonest: lines that the search did not find can
// wait for the whole.
func (s *stream) list() Query {
	q := s.query
	if q.Depth == Lined {
		q.Depth = Listed
	}
	return q
}

// part is the answer about the newest n requests, by what is found by now, within
// the budget that ctx has. It has no notices and marks no stages: they are about the
// whole.
func (s *stream) part(ctx context.Context, q Query, n int) (*Result, error) {
	f := s.Finder
	f.Logs = answeredLogs{s.known.logs(s.Logs), s.read}
	f.Traces = answeredTraces{s.known.traces(s.Traces), s.found, s.foundErr}
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

// answeredLogs have been searched already; nothing is spent on it again.
type answeredLogs struct {
	recalledLogs
	read LogResult
}

// Search implements LogSource.
func (l answeredLogs) Search(context.Context, string, TimeRange, int) (LogResult, error) {
	return LogResult{Lines: l.read.Lines}, nil
}

// answeredTraces have been searched already; nothing is spent on it again.
type answeredTraces struct {
	recalledTraces
	found TraceResult
	err   error
}

// Search implements TraceSource.
func (t answeredTraces) Search(context.Context, string, TimeRange, int) (TraceResult, error) {
	return TraceResult{Sightings: t.found.Sightings}, t.err
}
