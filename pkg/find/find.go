// Package find answers queries: it discovers requests, fetches their spans and lines
// from both sources at once, and joins them. Finder.Find is the whole way; streams and
// live lists take the same steps over what has arrived so far.
package find

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/graph"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// Finder answers queries out of a log source and a trace source.
type Finder struct {
	Logs     journey.LogSource
	LogTail  journey.LogTail // of the same lines; only Follow needs it
	Traces   journey.TraceSource
	Extract  journey.Extractor
	Identity semconv.Identity
	Slack    time.Duration // how long around a trace its lines are searched
	Limits   journey.Limits
	Warning  string           // on the settings, for every answer; "" for none
	Cache    OwnerCache       // of finished journeys, which are not asked for twice
	Now      func() time.Time // time.Now when nil
	// Stage marks the beginning of a stage that asks no source, and returns what marks
	// its end; nil when nobody watches.
	Stage func(ctx context.Context, name string) (end func())
}

func (f *Finder) now() time.Time {
	if f.Now == nil {
		return time.Now()
	}
	return f.Now()
}

// Find joins the logs and traces of the requests that q asks for into journeys.
//
// One source failing gives a partial result with a notice. The error, always
// about the whole query, is a *SourceError or the context's.
func (f *Finder) Find(ctx context.Context, q journey.Query) (*journey.Result, error) {
	s, err := f.withMemoryBudget().answer(ctx, q)
	if err != nil {
		return nil, err
	}
	return &s.Result, nil
}

// search is the state of one query while it is answered.
type search struct {
	journey.Result
	hits    []journey.Line // that a LogQL search read
	advice  string         // on a TraceQL query that matched nothing
	warning string         // on the settings

	searchedLogs, searchedTraces coverage         // by the searches
	searchedLines                []journey.Notice // on fetching the requests' lines
	unordered                    string           // why the traces found need not be the newest

	unchecked    string                   // "LogQL" or "TraceQL" when that search of two failed
	linesErr     error                    // of fetching the requests' lines
	byRequestID  map[journey.TraceID]bool // traces that were found by request IDs
	requestIDErr error                    // of that search
	requestIDs   requestIDMatches         // of the journey that was asked for
}

// answer is Find, within the budget that ctx has.
func (f *Finder) answer(ctx context.Context, q journey.Query) (*search, error) {
	if q.Type == journey.QueryJourney {
		q.Depth = journey.DepthWhole
	}
	res := &search{Result: journey.Result{Query: q, Limits: f.Limits}, warning: f.Warning, byRequestID: make(map[journey.TraceID]bool)}

	// Which requests are meant, and when were they seen?
	foundTraces, err := f.discover(ctx, q, res)
	if err != nil {
		return nil, err
	}

	// What is finished need not be asked for twice.
	known, foundTraces := f.fromCache(foundTraces, res)

	// Spans and lines of the others, as far as is asked, both sources at once.
	traces, lines, err := f.fetch(ctx, foundTraces, res)
	if err != nil {
		return nil, err
	}
	res.SpansErr = firstErr(traces)
	if err := f.bothFailed(ctx, res); err != nil {
		return nil, err
	}

	// Spans and lines become journeys, each with its graph and its findings.
	shared := len(foundTraces)+len(known) > 1
	if err := f.joinAll(ctx, foundTraces, traces, lines, shared, res); err != nil {
		return nil, err
	}
	res.Journeys = append(res.Journeys, known...)
	newestFirst(res.Journeys)

	// One request may run under several trace IDs.
	f.linkSplitRequests(res)

	// The answer over all of them, with what could not be seen.
	res.Graph = graph.Of(res.Journeys)
	res.Verdict = overall(res)
	res.explain()
	return res, nil
}

func (f *Finder) stage(ctx context.Context, name string) (end func()) {
	if f.Stage == nil {
		return func() {}
	}
	return f.Stage(ctx, name)
}

// discover names the requests that q asks for, newest first.
func (f *Finder) discover(ctx context.Context, q journey.Query, res *search) ([]journey.FoundTrace, error) {
	if q.Type == journey.QueryJourney {
		return []journey.FoundTrace{{TraceID: q.TraceID}}, nil
	}
	var byLogs, byTraces []journey.FoundTrace
	if err := journey.InParallel(
		func() error { byLogs = f.searchLogs(ctx, q, res); return nil },
		func() error { byTraces = f.searchTraces(ctx, q, res); return nil },
	); err != nil {
		return nil, err
	}
	if err := f.searchFailed(ctx, q, res); err != nil {
		return nil, err
	}
	byLogs = f.foundByRequestID(ctx, res, byLogs)
	return newestFound(matching(q, res, byLogs, byTraces), q.Limit, res), nil
}

// matching keeps the requests that match all that q asks. Where one of two
// searches failed, the other's requests stand, and a notice says so.
func matching(q journey.Query, res *search, byLogs, byTraces []journey.FoundTrace) []journey.FoundTrace {
	switch {
	case q.TraceQL == "" || q.LogQL == "":
		return append(byLogs, byTraces...)
	case res.Tempo.Err != nil:
		res.unchecked = "TraceQL"
		return byLogs
	case res.Loki.Err != nil:
		res.unchecked = "LogQL"
		return byTraces
	}
	return inBoth(byLogs, byTraces)
}

func (f *Finder) searchLogs(ctx context.Context, q journey.Query, res *search) []journey.FoundTrace {
	if q.LogQL == "" {
		return nil
	}
	found, err := f.Logs.Search(ctx, q.LogQL, q.Range, f.Limits.SearchLines)
	answered(&res.Loki, found.Stats, err)
	if err != nil {
		return nil
	}
	res.hits, res.MoreLines, res.Loki.Searched = found.Lines, found.Cut, found.Searched
	res.searchedLogs = searchedByLogs(&found)
	if found.Cut {
		res.Loki.Cut = "searchLines"
	}
	return foundInLines(found.Lines, f.Extract)
}

func (f *Finder) searchTraces(ctx context.Context, q journey.Query, res *search) []journey.FoundTrace {
	if q.TraceQL == "" {
		return nil
	}
	found, err := f.findTraces(ctx, q)
	answered(&res.Tempo, found.Stats, err)
	res.advice, res.searchedTraces, res.unordered = found.Advice, searchedByTraces(&found), found.Unordered
	res.Tempo.Searched = found.Searched
	if found.Cut {
		res.Tempo.Cut = "journeys"
	}
	return found.Found
}

// findTraces searches for as many traces as q needs. To count, it finds more than
// are fetched, unless that is more than the server allows.
func (f *Finder) findTraces(ctx context.Context, q journey.Query) (journey.TraceResult, error) {
	switch {
	case q.LogQL != "": // the logs will leave only some of them
		return f.Traces.Search(ctx, q.TraceQL, q.Range, f.Limits.Journeys)
	case !q.Counted:
		return f.Traces.Search(ctx, q.TraceQL, q.Range, q.Limit)
	}
	found, err := f.Traces.Search(ctx, q.TraceQL, q.Range, foundPerFetched*f.Limits.Journeys)
	var fault *journey.SourceError
	if errors.As(err, &fault) && fault.Kind == journey.ErrTooMuch {
		spent := found.Stats
		found, err = f.Traces.Search(ctx, q.TraceQL, q.Range, q.Limit)
		found.Stats = spent.Add(found.Stats)
	}
	return found, err
}

// searchFailed decides whether the query can go on: not when the user's query
// is wrong, and not when nothing was found out.
func (f *Finder) searchFailed(ctx context.Context, q journey.Query, res *search) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, err := range []error{res.Loki.Err, res.Tempo.Err} {
		var source *journey.SourceError
		if errors.As(err, &source) && source.Kind == journey.ErrBadQuery {
			return err
		}
	}
	if q.LogQL != "" && res.Loki.Err == nil || q.TraceQL != "" && res.Tempo.Err == nil {
		return nil
	}
	return errors.Join(res.Loki.Err, res.Tempo.Err)
}

// bothFailed is the error of a query that neither source answered.
func (f *Finder) bothFailed(ctx context.Context, res *search) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	searched := res.Query.Type == journey.QuerySearch
	if searched || res.Loki.Err == nil || res.Tempo.Err == nil {
		return nil
	}
	return errors.Join(res.Loki.Err, res.Tempo.Err)
}

func answered(r *journey.SourceReport, stats journey.SourceStats, err error) {
	r.Asked = true
	r.Stats = r.Stats.Add(stats)
	if r.Err == nil {
		r.Err = err
	}
}

func gotTraces(r *journey.SourceReport, traces []journey.Trace, stats journey.SourceStats) {
	for _, t := range traces {
		if len(t.Spans) > 0 {
			r.Found++
		}
	}
	answered(r, stats, firstErr(traces))
}

func firstErr(traces []journey.Trace) error {
	for _, t := range traces {
		if t.Err != nil {
			return t.Err
		}
	}
	return nil
}

func newestFirst(js []*journey.Journey) {
	slices.SortStableFunc(js, func(a, b *journey.Journey) int {
		return cmp.Or(b.Start.Compare(a.Start), slices.Compare(a.TraceID[:], b.TraceID[:]))
	})
}

// foundPerFetched is how many times limits.journeys requests a search finds whose
// journeys are counted: finding them costs little, fetching them much.
const foundPerFetched = 10

// withMemoryBudget is the finder with a budget of limits.answers for all that it reads.
func (f *Finder) withMemoryBudget() *Finder {
	own := *f
	if f.Limits.Answers > 0 {
		budget := journey.NewMemoryBudget(int64(f.Limits.Answers) << 20)
		own.Logs, own.Traces = journey.Within(f.Logs, budget), journey.Within(f.Traces, budget)
	}
	return &own
}
