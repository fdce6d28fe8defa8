package find

import (
	"context"
	"slices"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// fetch asks both sources at once for what the query needs of the found
// requests: of a list the lines that the search found are enough. Other lines
// are searched around the time of each found trace; where no time is
// known (a bare trace ID), the spans have it, which is far cheaper for Loki than
// a search through the whole time range.
func (f *Finder) fetch(ctx context.Context, foundTraces []journey.FoundTrace, res *search) (traces []journey.Trace, lines []journey.Line, err error) {
	if len(foundTraces) == 0 {
		return nil, nil, nil
	}
	if res.Query.Depth == journey.DepthSummary {
		return f.traces(ctx, foundTraces, res), res.hits, nil
	}
	traces, lines, wanted, err := f.fetchBoth(ctx, foundTraces, res)
	// A search by logs saw only the lines that match: a long request has others
	// before and after them.
	if rest := f.unsearched(traces, wanted); err == nil && len(rest) > 0 {
		lines = append(lines, f.notIn(wanted, f.lines(ctx, rest, res))...)
	}
	if res.Query.Type == journey.QueryJourney {
		f.matchLines(ctx, foundTraces[0].TraceID, lines, &res.requestIDs)
		res.Loki.Stats, res.Tempo.Stats = res.Loki.Stats.Add(res.requestIDs.stats.loki), res.Tempo.Stats.Add(res.requestIDs.stats.tempo)
		lines = withHits(lines, res.requestIDs.withoutTraceID(f.Extract))
	}
	return traces, withHits(lines, res.hits), err
}

// fetchBoth asks both sources at once. It also returns where lines were searched.
func (f *Finder) fetchBoth(ctx context.Context, foundTraces []journey.FoundTrace, res *search) (traces []journey.Trace, lines []journey.Line, wanted []journey.FoundTrace, err error) {
	traces, wanted = make([]journey.Trace, len(foundTraces)), f.around(foundTraces)
	gotTraces := make(chan struct{})
	err = journey.InParallel(
		func() error {
			defer close(gotTraces)
			copy(traces, f.traces(ctx, foundTraces, res))
			return nil
		},
		func() error {
			if boundsOfFound(foundTraces).IsZero() {
				<-gotTraces
				wanted = f.aroundSpans(traces, foundTraces, res.Query.Range)
			}
			lines = f.lines(ctx, wanted, res)
			return nil
		},
		func() error {
			<-gotTraces
			if res.Query.Type == journey.QueryJourney {
				res.requestIDs = f.matchSpans(ctx, &traces[0])
			}
			return nil
		},
	)
	return traces, lines, wanted, err
}

// around is where the lines of found requests are searched.
func (f *Finder) around(foundTraces []journey.FoundTrace) []journey.FoundTrace {
	wanted := make([]journey.FoundTrace, len(foundTraces))
	for i, s := range foundTraces {
		wanted[i] = journey.FoundTrace{TraceID: s.TraceID, Range: s.Range.Widen(f.Slack)}
	}
	return wanted
}

// aroundSpans is where the lines of requests are searched whose spans alone
// tell when they were: everywhere when there are none.
func (f *Finder) aroundSpans(traces []journey.Trace, foundTraces []journey.FoundTrace, everywhere journey.TimeRange) []journey.FoundTrace {
	wanted := make([]journey.FoundTrace, len(foundTraces))
	for i, s := range foundTraces {
		seen := boundsOfSpans(traces[i].Spans)
		if seen.IsZero() {
			seen = everywhere
		}
		wanted[i] = journey.FoundTrace{TraceID: s.TraceID, Range: seen.Widen(f.Slack)}
	}
	return wanted
}

// unsearched is the time around the requests' spans in which their lines were
// not searched.
func (f *Finder) unsearched(traces []journey.Trace, looked []journey.FoundTrace) (rest []journey.FoundTrace) {
	for i := range traces {
		spans := boundsOfSpans(traces[i].Spans)
		if spans.IsZero() {
			continue
		}
		for _, part := range outside(spans.Widen(f.Slack), looked[i].Range) {
			rest = append(rest, journey.FoundTrace{TraceID: looked[i].TraceID, Range: part})
		}
	}
	return rest
}

// notIn leaves out the lines that an earlier look has returned.
func (f *Finder) notIn(looked []journey.FoundTrace, lines []journey.Line) []journey.Line {
	seen := make(map[journey.TraceID]journey.TimeRange, len(looked))
	for _, s := range looked {
		seen[s.TraceID] = s.Range
	}
	return slices.DeleteFunc(lines, func(l journey.Line) bool {
		in, ours := seen[f.Extract(&l).TraceID]
		return ours && !l.Time.Before(in.From) && l.Time.Before(in.To)
	})
}

// lines fetches the lines of requests and notes what became of it.
func (f *Finder) lines(ctx context.Context, wanted []journey.FoundTrace, res *search) []journey.Line {
	found, err := f.Logs.Lines(ctx, wanted, f.Limits.Lines)
	answered(&res.Loki, found.Stats, err)
	res.searchedLines = append(res.searchedLines, found.Notices...)
	if found.Cut {
		res.Loki.Cut = "lines"
		if found.Since.After(res.LinesSince) {
			res.LinesSince = found.Since
		}
	}
	if err != nil {
		res.linesErr = err
	}
	return found.Lines
}

// traces fetches traces as far as the query needs them, and notes what became
// of it.
func (f *Finder) traces(ctx context.Context, foundTraces []journey.FoundTrace, res *search) []journey.Trace {
	fetch := f.summaries
	if res.Query.Depth == journey.DepthWhole {
		fetch = f.Traces.Get
	}
	traces, stats := fetch(ctx, foundTraces)
	gotTraces(&res.Tempo, traces, stats)
	return traces
}
