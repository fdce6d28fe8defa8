// Package find answers queries: it finds requests, fetches their spans and lines from
// both sources in parallel, and joins them. Finder.Find shows all steps; streams and
// live lists run the same steps over what has arrived so far.
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

// Finder answers queries from a log source and a trace source.
type Finder struct {
	Logs     journey.LogSource
	LogTail  journey.LogTail // follows the lines of Logs; only Follow needs it
	Traces   journey.TraceSource
	Extract  journey.Extractor
	Identity semconv.Identity
	Slack    time.Duration // how long before and after a trace its lines are searched
	Limits   journey.Limits
	Warning  string           // about the settings, added to every answer; "" for none
	Cache    OwnerCache       // finished journeys, which are not fetched again
	Now      func() time.Time // nil means time.Now
	// Stage marks the start of a stage that queries no source, and returns a function
	// that marks its end. It may be nil.
	Stage func(ctx context.Context, name string) (end func())
}

func (f *Finder) now() time.Time {
	if f.Now == nil {
		return time.Now()
	}
	return f.Now()
}

// Find joins the logs and traces of the requests that match q into journeys.
//
// If one source fails, the result is partial and has a notice. An error is always
// about the whole query: a *SourceError or the context's error.
func (f *Finder) Find(ctx context.Context, q journey.Query) (*journey.Result, error) {
	s, err := f.withMemoryBudget().answer(ctx, q)
	if err != nil {
		return nil, err
	}
	return &s.Result, nil
}

// search is the state of one running query.
type search struct {
	journey.Result
	hits    []journey.Line // lines that the LogQL search found
	advice  string         // about a TraceQL query that matched nothing
	warning string         // about the settings

	searchedLogs, searchedTraces coverage         // what the searches covered
	searchedLines                []journey.Notice // what fetching the requests' lines did not cover
	unordered                    string           // why the found traces may not be the newest

	unchecked    string                   // the search of two that failed: "LogQL" or "TraceQL"
	linesErr     error                    // why fetching the requests' lines failed
	byRequestID  map[journey.TraceID]bool // traces that the search by request ID found
	requestIDErr error                    // why that search failed
	requestIDs   requestIDMatches         // for a query by trace ID
	connections  connections              // for a query by trace ID
}

func (f *Finder) newSearch(q journey.Query) *search {
	if q.Type == journey.QueryJourney {
		q.Depth = journey.DepthWhole
	}
	return &search{Result: journey.Result{Query: q, Limits: f.Limits}, warning: f.Warning, byRequestID: make(map[journey.TraceID]bool)}
}

// answer does the work of Find, within the memory budget of the sources.
func (f *Finder) answer(ctx context.Context, q journey.Query) (*search, error) {
	res := f.newSearch(q)

	// Which requests match, and when did they run?
	foundTraces, err := f.discover(ctx, q, res)
	if err != nil {
		return nil, err
	}

	// Finished requests need not be fetched again.
	cached, toFetch := f.fromCache(foundTraces, res)
	if err := f.fetchAndJoin(ctx, toFetch, len(foundTraces) > 1, res); err != nil {
		return nil, err
	}
	res.Journeys = append(res.Journeys, cached...)
	newestFirst(res.Journeys)

	// One request may have several trace IDs.
	f.linkSplitRequests(res)

	// Lines without any ID are only shown.
	f.addNearby(ctx, res)

	// Sum up all journeys, and say what is missing.
	res.Graph = graph.Of(res.Journeys)
	res.Verdict = overall(res)
	res.explain()
	return res, nil
}

// fetchAndJoin fetches spans and lines, as deep as the query needs, and joins them
// into journeys, each with its graph and findings. isShared says that several requests
// share the limit on lines.
func (f *Finder) fetchAndJoin(ctx context.Context, foundTraces []journey.FoundTrace, isShared bool, res *search) error {
	traces, lines, err := f.fetch(ctx, foundTraces, res)
	if err != nil {
		return err
	}
	res.SpansErr = journey.FirstError(traces)
	if err := f.bothFailed(ctx, res); err != nil {
		return err
	}
	return f.joinAll(ctx, foundTraces, traces, lines, isShared, res)
}

func (f *Finder) stage(ctx context.Context, name string) (end func()) {
	if f.Stage == nil {
		return func() {}
	}
	return f.Stage(ctx, name)
}

// bothFailed returns the error of a query by trace ID that neither source answered.
func (f *Finder) bothFailed(ctx context.Context, res *search) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	isSearch := res.Query.Type == journey.QuerySearch
	if isSearch || res.Loki.Err == nil || res.Tempo.Err == nil {
		return nil
	}
	return errors.Join(res.Loki.Err, res.Tempo.Err)
}

// answered records one answer of a source.
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
	answered(r, stats, journey.FirstError(traces))
}

func newestFirst(js []*journey.Journey) {
	slices.SortStableFunc(js, func(a, b *journey.Journey) int {
		return cmp.Or(b.Start.Compare(a.Start), slices.Compare(a.TraceID[:], b.TraceID[:]))
	})
}

// withMemoryBudget returns a Finder that reads at most limits.answers megabytes.
func (f *Finder) withMemoryBudget() *Finder {
	budgeted := *f
	if f.Limits.Answers > 0 {
		budget := journey.NewMemoryBudget(int64(f.Limits.Answers) << 20)
		budgeted.Logs, budgeted.Traces = journey.Within(f.Logs, budget), journey.Within(f.Traces, budget)
	}
	return &budgeted
}
