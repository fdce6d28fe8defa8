package find

import (
	"cmp"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// foundInLines collects the trace IDs in lines, each with the times of its lines.
func foundInLines(lines []journey.Line, extract journey.Extractor) []journey.FoundTrace {
	index := make(map[journey.TraceID]int)
	var out []journey.FoundTrace
	for i := range lines {
		id := extract(&lines[i]).TraceID
		if id.IsZero() {
			continue
		}
		at := instant(lines[i].Time)
		if known, ok := index[id]; ok {
			out[known].Range = out[known].Range.Union(at)
			continue
		}
		index[id] = len(out)
		out = append(out, journey.FoundTrace{TraceID: id, Range: at})
	}
	return out
}

// instant returns the range that contains only t.
func instant(t time.Time) journey.TimeRange { return journey.TimeRange{From: t, To: t.Add(1)} }

// inBoth returns the traces that both a and b found, with both time ranges.
func inBoth(a, b []journey.FoundTrace) []journey.FoundTrace {
	inA := make(map[journey.TraceID]journey.TimeRange, len(a))
	for _, s := range a {
		inA[s.TraceID] = s.Range
	}
	var out []journey.FoundTrace
	for _, s := range b {
		if other, ok := inA[s.TraceID]; ok {
			out = append(out, journey.FoundTrace{TraceID: s.TraceID, Range: s.Range.Union(other)})
		}
	}
	return out
}

// newestFound returns the newest traces, at most limit, and stores in res how many
// there were.
func newestFound(all []journey.FoundTrace, limit int, res *search) []journey.FoundTrace {
	slices.SortFunc(all, func(a, b journey.FoundTrace) int {
		return cmp.Or(b.Range.To.Compare(a.Range.To), slices.Compare(a.TraceID[:], b.TraceID[:]))
	})
	res.Matched = len(all)
	if len(all) > limit {
		all = all[:limit]
	}
	return all
}

// boundsOfFound returns the range that encloses all traces; zero if the time of
// any trace is unknown.
func boundsOfFound(foundTraces []journey.FoundTrace) journey.TimeRange {
	var bounds journey.TimeRange
	for _, s := range foundTraces {
		if s.Range.IsZero() {
			return journey.TimeRange{}
		}
		bounds = bounds.Union(s.Range)
	}
	return bounds
}

// maxSpanDuration is the longest plausible duration of a span.
const maxSpanDuration = 7 * 24 * time.Hour

// outside returns the parts of want before and after have.
func outside(want, have journey.TimeRange) []journey.TimeRange {
	var rest []journey.TimeRange
	if want.From.Before(have.From) {
		rest = append(rest, journey.TimeRange{From: want.From, To: have.From})
	}
	if want.To.After(have.To) {
		rest = append(rest, journey.TimeRange{From: have.To, To: want.To})
	}
	return rest
}

// boundsOfSpans returns the range that encloses all spans, zero if there are none.
// It skips spans with implausible times: package adjust fixes them later, but here
// they would make Loki search years.
func boundsOfSpans(spans []journey.Span) journey.TimeRange {
	var bounds journey.TimeRange
	for i := range spans {
		s := &spans[i]
		if journey.HasStart(s) && s.Duration >= 0 && s.Duration <= maxSpanDuration {
			bounds = bounds.Union(journey.TimeRange{From: s.Start, To: s.End().Add(1)})
		}
	}
	return bounds
}
