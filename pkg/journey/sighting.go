package journey

import (
	"cmp"
	"slices"
	"time"
)

// sightingsOf collects the trace IDs of lines with the times they were seen at.
func sightingsOf(lines []Line, extract Extractor) []Sighting {
	index := make(map[TraceID]int)
	var out []Sighting
	for i := range lines {
		id := extract(&lines[i]).TraceID
		if id.IsZero() {
			continue
		}
		seen := instant(lines[i].Time)
		if at, known := index[id]; known {
			out[at].Seen = out[at].Seen.Union(seen)
			continue
		}
		index[id] = len(out)
		out = append(out, Sighting{TraceID: id, Seen: seen})
	}
	return out
}

// instant is the range that holds only t.
func instant(t time.Time) TimeRange { return TimeRange{From: t, To: t.Add(1)} }

// inBoth keeps what a and b both saw, with the time of either.
func inBoth(a, b []Sighting) []Sighting {
	seen := make(map[TraceID]TimeRange, len(a))
	for _, s := range a {
		seen[s.TraceID] = s.Seen
	}
	var out []Sighting
	for _, s := range b {
		if other, ok := seen[s.TraceID]; ok {
			out = append(out, Sighting{TraceID: s.TraceID, Seen: s.Seen.Union(other)})
		}
	}
	return out
}

// newestSightings keeps the limit newest and notes in res when some were left out.
func newestSightings(all []Sighting, limit int, res *search) []Sighting {
	slices.SortFunc(all, func(a, b Sighting) int {
		return cmp.Or(b.Seen.To.Compare(a.Seen.To), slices.Compare(a.TraceID[:], b.TraceID[:]))
	})
	res.Matched = len(all)
	if len(all) > limit {
		all = all[:limit]
	}
	return all
}

// boundsOfSightings is zero when the time of any is unknown.
func boundsOfSightings(sightings []Sighting) TimeRange {
	var bounds TimeRange
	for _, s := range sightings {
		if s.Seen.IsZero() {
			return TimeRange{}
		}
		bounds = bounds.Union(s.Seen)
	}
	return bounds
}

// longest is how long a span may be and still be believed.
const longest = 7 * 24 * time.Hour

// outside is what of want lies before and after have.
func outside(want, have TimeRange) []TimeRange {
	var rest []TimeRange
	if want.From.Before(have.From) {
		rest = append(rest, TimeRange{From: want.From, To: have.From})
	}
	if want.To.After(have.To) {
		rest = append(rest, TimeRange{From: have.To, To: want.To})
	}
	return rest
}

// boundsOfSpans encloses all spans, but for those with times that nobody can
// believe: normalize mends these; as bounds they would ask Loki for years. It is
// zero when there are none.
func boundsOfSpans(spans []Span) TimeRange {
	var bounds TimeRange
	for i := range spans {
		s := &spans[i]
		if started(s) && s.Duration >= 0 && s.Duration <= longest {
			bounds = bounds.Union(TimeRange{From: s.Start, To: s.End().Add(1)})
		}
	}
	return bounds
}
