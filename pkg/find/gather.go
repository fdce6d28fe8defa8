package find

import (
	"context"

	"github.com/requestjourney/requestjourney/pkg/join"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// gather puts every line to the trace whose ID it carries: one Raw for each
// found trace, in the same order. Lines of other traces are left out; the log
// source may return some, since it searches for the text of the IDs.
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
		at, ours := index[tc.TraceID]
		if !ours {
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

// joinAll makes a journey of each request that was fetched. A request of which
// nothing could be fetched is left out.
func (f *Finder) joinAll(ctx context.Context, foundTraces []journey.FoundTrace, traces []journey.Trace, lines []journey.Line, shared bool, res *search) error {
	defer f.stage(ctx, "join")()
	for i, raw := range gather(foundTraces, traces, lines, f.Extract, res.requestIDs.traces) {
		if err := ctx.Err(); err != nil {
			return err
		}
		raw.Depth, raw.LinesErr, raw.LinesCut = res.Query.Depth, res.linesErr, res.LinesSince
		raw.Shared = shared
		j := join.Join(raw, f.Identity, f.now())
		if traces[i].Err == nil || len(j.Spans)+len(j.Lines) > 0 {
			res.Journeys = append(res.Journeys, j)
			f.cacheFinished(j, raw)
		}
	}
	return nil
}

// withHits adds the lines that a search has found but that a search for the IDs
// did not: an ID may be written in a form that only the rules know.
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
