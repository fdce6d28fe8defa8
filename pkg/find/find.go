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

func (f *Finder) newSearch(q journey.Query) *search {
	if q.Type == journey.QueryJourney {
		q.Depth = journey.DepthWhole
	}
	return &search{Result: journey.Result{Query: q, Limits: f.Limits}, warning: f.Warning, byRequestID: make(map[journey.TraceID]bool)}
}

// answer is Find, within the memory budget that the sources have.
func (f *Finder) answer(ctx context.Context, q journey.Query) (*search, error) {
	res := f.newSearch(q)

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

// withMemoryBudget is the finder with a budget of limits.answers for all that it reads.
func (f *Finder) withMemoryBudget() *Finder {
	own := *f
	if f.Limits.Answers > 0 {
		budget := journey.NewMemoryBudget(int64(f.Limits.Answers) << 20)
		own.Logs, own.Traces = journey.Within(f.Logs, budget), journey.Within(f.Traces, budget)
	}
	return &own
}
