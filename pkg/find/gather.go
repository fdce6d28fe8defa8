package find

import (
	"context"

	"github.com/requestjourney/requestjourney/pkg/join"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// gather assigns every line to the trace whose ID it carries, or whose request ID
// it carries if it has no trace ID. It returns one Raw for each found trace, in the
// same order. It drops lines of other traces, which the log source may return
// because it searches for the text of the IDs.
func gather(foundTraces []journey.FoundTrace, traces []journey.Trace, lines []journey.Line, extract journey.Extractor, others []journey.FoundTrace) []journey.Raw {
	var withoutTrace []*journey.Line
	raws := make([]journey.Raw, len(foundTraces))
	index := make(map[journey.TraceID]int, len(foundTraces))
	for i, s := range foundTraces {
		raws[i].Trace = traces[i]
		index[s.TraceID] = i
	}
	for i := range lines {
		tc := extract(&lines[i])
		at, ok := index[tc.TraceID]
		if !ok {
			if tc.TraceID.IsZero() {
				withoutTrace = append(withoutTrace, &lines[i])
			}
			continue
		}
		raws[at].Lines = append(raws[at].Lines, lines[i])
		raws[at].Contexts = append(raws[at].Contexts, tc)
	}
	joinByRequestID(raws, withoutTrace, others)
	return raws
}

// joinAll turns each fetched request into a journey. It skips requests for which
// nothing could be fetched.
func (f *Finder) joinAll(ctx context.Context, foundTraces []journey.FoundTrace, traces []journey.Trace, lines []journey.Line, isShared bool, res *search) error {
	defer f.stage(ctx, "join")()
	for i, raw := range gather(foundTraces, traces, lines, f.Extract, res.requestIDs.traces) {
		if err := ctx.Err(); err != nil {
			return err
		}
		raw.Depth, raw.LinesErr, raw.LinesCut, raw.Shared = res.Query.Depth, res.linesErr, res.LinesSince, isShared
		raw.Connections = res.connections.found
		j := join.Join(raw, f.Identity, f.now())
		if traces[i].Err == nil || len(j.Spans)+len(j.Lines) > 0 {
			res.Journeys = append(res.Journeys, j)
			f.cacheFinished(j, raw)
		}
	}
	return nil
}

// withHits adds lines that the LogQL search found but the search for trace IDs did
// not: only the trace ID rules may recognise the form of an ID.
func withHits(lines, hits []journey.Line) []journey.Line {
	if len(hits) == 0 {
		return lines
	}
	known := newKnownLines(len(lines))
	for i := range lines {
		known.add(lines[i].Time, lines[i].Labels)
	}
	for i := range hits {
		if !known.has(&hits[i]) {
			lines = append(lines, hits[i])
		}
	}
	return lines
}
