package find

import (
	"context"
	"slices"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// fetch fetches the spans and lines of found requests from both sources in
// parallel. Lists need only the lines that the search found. Otherwise it searches
// lines around the time of each request. If that is unknown (a bare trace ID), it
// waits for the spans and uses their time, which costs Loki far less than a search
// of the whole time range.
func (f *Finder) fetch(ctx context.Context, foundTraces []journey.FoundTrace, res *search) (traces []journey.Trace, lines []journey.Line, err error) {
	if len(foundTraces) == 0 {
		return nil, nil, nil
	}
	if res.Query.Depth == journey.DepthSummary {
		return f.traces(ctx, foundTraces, res), res.hits, nil
	}
	traces, lines, wanted, err := f.fetchBoth(ctx, foundTraces, res)
	// A LogQL search finds only matching lines: a long request has other lines
	// before and after them.
	if gaps := f.unsearched(traces, wanted); err == nil && len(gaps) > 0 {
		lines = append(lines, f.notIn(wanted, f.lines(ctx, gaps, res))...)
	}
	if res.Query.Type == journey.QueryJourney {
		f.matchLines(ctx, foundTraces[0].TraceID, lines, &res.requestIDs)
		res.Loki.Stats, res.Tempo.Stats = res.Loki.Stats.Add(res.requestIDs.stats.loki), res.Tempo.Stats.Add(res.requestIDs.stats.tempo)
		lines = withHits(lines, res.requestIDs.withoutTraceID(f.Extract))
		res.Loki.Stats = res.Loki.Stats.Add(res.connections.stats)
	}
	return traces, withHits(lines, res.hits), err
}

// fetchBoth fetches spans and lines in parallel. It also returns the time ranges in
// which it searched lines.
func (f *Finder) fetchBoth(ctx context.Context, foundTraces []journey.FoundTrace, res *search) (traces []journey.Trace, lines []journey.Line, wanted []journey.FoundTrace, err error) {
	traces, wanted = make([]journey.Trace, len(foundTraces)), f.around(foundTraces)
	tracesDone := make(chan struct{})
	onSpans := func(search func()) func() error {
		return func() error {
			if <-tracesDone; res.Query.Type == journey.QueryJourney {
				search()
			}
			return nil
		}
	}
	err = journey.InParallel(
		func() error {
			defer close(tracesDone)
			copy(traces, f.traces(ctx, foundTraces, res))
			return nil
		},
		func() error {
			if boundsOfFound(foundTraces).IsZero() {
				<-tracesDone
				wanted = f.aroundSpans(traces, foundTraces, res.Query.Range)
			}
			lines = f.lines(ctx, wanted, res)
			return nil
		},
		onSpans(func() { res.requestIDs = f.matchSpans(ctx, &traces[0]) }),
		onSpans(func() { res.connections = f.searchConnections(ctx, traces[0].Spans) }),
	)
	return traces, lines, wanted, err
}

// around returns the time ranges in which to search lines of found requests.
func (f *Finder) around(foundTraces []journey.FoundTrace) []journey.FoundTrace {
	wanted := make([]journey.FoundTrace, len(foundTraces))
	for i, s := range foundTraces {
		wanted[i] = journey.FoundTrace{TraceID: s.TraceID, Range: s.Range.Widen(f.Slack)}
	}
	return wanted
}

// aroundSpans returns the time ranges in which to search lines of requests whose
// time only their spans show. Without spans, that is everywhere.
func (f *Finder) aroundSpans(traces []journey.Trace, foundTraces []journey.FoundTrace, everywhere journey.TimeRange) []journey.FoundTrace {
	wanted := make([]journey.FoundTrace, len(foundTraces))
	for i, s := range foundTraces {
		during := boundsOfSpans(traces[i].Spans)
		if during.IsZero() {
			during = everywhere
		}
		wanted[i] = journey.FoundTrace{TraceID: s.TraceID, Range: during.Widen(f.Slack)}
	}
	return wanted
}

// unsearched returns the time ranges around the requests' spans in which no lines
// were searched yet.
func (f *Finder) unsearched(traces []journey.Trace, searched []journey.FoundTrace) (gaps []journey.FoundTrace) {
	for i := range traces {
		spans := boundsOfSpans(traces[i].Spans)
		if spans.IsZero() {
			continue
		}
		for _, gap := range outside(spans.Widen(f.Slack), searched[i].Range) {
			gaps = append(gaps, journey.FoundTrace{TraceID: searched[i].TraceID, Range: gap})
		}
	}
	return gaps
}

// notIn drops the lines that an earlier search has returned.
func (f *Finder) notIn(searched []journey.FoundTrace, lines []journey.Line) []journey.Line {
	ranges := make(map[journey.TraceID]journey.TimeRange, len(searched))
	for _, s := range searched {
		ranges[s.TraceID] = s.Range
	}
	return slices.DeleteFunc(lines, func(l journey.Line) bool {
		in, ok := ranges[f.Extract(&l).TraceID]
		return ok && in.Contains(l.Time)
	})
}

// lines fetches the lines of requests, and records the outcome in res.
func (f *Finder) lines(ctx context.Context, wanted []journey.FoundTrace, res *search) []journey.Line {
	found, err := f.Logs.Lines(ctx, wanted, f.Limits.Lines)
	answered(&res.Loki, found.Stats, err)
	res.searchedLines = append(res.searchedLines, found.Notices...)
	if found.Cut {
		res.Loki.Cut = journey.LimitLines
		if found.Since.After(res.LinesSince) {
			res.LinesSince = found.Since
		}
	}
	if err != nil {
		res.linesErr = err
	}
	return found.Lines
}

// traces fetches traces or their summaries, as the query needs, and records the
// outcome in res.
func (f *Finder) traces(ctx context.Context, foundTraces []journey.FoundTrace, res *search) []journey.Trace {
	fetch := f.summaries
	if res.Query.Depth == journey.DepthWhole {
		fetch = f.whole
	}
	traces, stats := fetch(ctx, foundTraces)
	gotTraces(&res.Tempo, traces, stats)
	return traces
}
