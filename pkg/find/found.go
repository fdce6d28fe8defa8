package find

import (
	"cmp"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// foundInLines collects the trace IDs of lines with the times they were seen at.
func foundInLines(lines []journey.Line, extract journey.Extractor) []journey.FoundTrace {
	index := make(map[journey.TraceID]int)
	var out []journey.FoundTrace
	for i := range lines {
		id := extract(&lines[i]).TraceID
		if id.IsZero() {
			continue
		}
		seen := instant(lines[i].Time)
		if at, known := index[id]; known {
			out[at].Range = out[at].Range.Union(seen)
			continue
		}
		index[id] = len(out)
		out = append(out, journey.FoundTrace{TraceID: id, Range: seen})
	}
	return out
}

// instant is the range that holds only t.
func instant(t time.Time) journey.TimeRange { return journey.TimeRange{From: t, To: t.Add(1)} }

// inBoth keeps what a and b both saw, with the time of either.
func inBoth(a, b []journey.FoundTrace) []journey.FoundTrace {
	seen := make(map[journey.TraceID]journey.TimeRange, len(a))
	for _, s := range a {
		seen[s.TraceID] = s.Range
	}
	var out []journey.FoundTrace
	for _, s := range b {
		if other, ok := seen[s.TraceID]; ok {
			out = append(out, journey.FoundTrace{TraceID: s.TraceID, Range: s.Range.Union(other)})
		}
	}
	return out
}

// newestFound keeps the limit newest and notes in res when some were left out.
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

// boundsOfFound is zero when the time of any is unknown.
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

// longestSpan is how long a span may be and still be believed.
const longestSpan = 7 * 24 * time.Hour

// outside is what of want lies before and after have.
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

// boundsOfSpans encloses all spans, except those with unbelievable times: package adjust
// fixes these; as bounds they would make a search over years. It is
// zero when there are none.
func boundsOfSpans(spans []journey.Span) journey.TimeRange {
	var bounds journey.TimeRange
	for i := range spans {
		s := &spans[i]
		if journey.HasStart(s) && s.Duration >= 0 && s.Duration <= longestSpan {
			bounds = bounds.Union(journey.TimeRange{From: s.Start, To: s.End().Add(1)})
		}
	}
	return bounds
}
