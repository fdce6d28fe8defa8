package tempo

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// errSmaller says that Tempo refused a batch and stated what it allows.
var errSmaller = errors.New("the batch must be smaller")

// errYoung says that Tempo refused a batch because it does not search that time
// yet, which is no fault of the query.
var errYoung = errors.New("the batch is of time that is not searched yet")

// batches divides traces, in order of time, into those that one search may be
// for. A trace that no search may be for is in none of them.
func (s *Source) batches(byTime []journey.FoundTrace) (batches [][]journey.FoundTrace) {
	most := tracesPerSummarySearch
	if results := s.limits.results.Value(); results > 0 {
		most = min(most, int(results)-1) // at its limit Tempo looks no further
	}
	if most < 1 {
		return nil
	}
	var in journey.TimeRange // of the batch that is being filled
	begin := 0
	for i, foundTrace := range byTime {
		if i > begin && (i-begin == most || !s.fits(in.Union(foundTrace.Range))) {
			batches, begin, in = append(batches, byTime[begin:i]), i, journey.TimeRange{}
		}
		in = in.Union(foundTrace.Range)
	}
	if begin < len(byTime) {
		batches = append(batches, byTime[begin:])
	}
	return batches
}

// spansPerSet is how many spans of a group one search may return.
func (s *Source) spansPerSet() int {
	if most := s.limits.spans.Value(); most > 0 {
		return min(mostSpansPerSet, int(most))
	}
	return mostSpansPerSet
}

// fits says that one search may span a range, as far as is known.
func (s *Source) fits(in journey.TimeRange) bool {
	longest := s.limits.longest.Value()
	return longest == 0 || secondsLong(in) <= longest
}

// summariesWithin searches for a batch, in smaller ones when Tempo refuses it.
func (s *Source) summariesWithin(ctx context.Context, batch []journey.FoundTrace, into *summaries) error {
	err := s.summariesOf(ctx, batch, into)
	for range mostRefusals {
		if !errors.Is(err, errSmaller) {
			return err
		}
		err = nil
		for _, smaller := range s.batches(batch) {
			err = errors.Join(err, s.summariesOf(ctx, smaller, into))
		}
	}
	return err
}

// searchable are the traces that a search can be for.
func (s *Source) searchable(byTime []journey.FoundTrace) []journey.FoundTrace {
	return slices.DeleteFunc(slices.Clone(byTime), func(foundTrace journey.FoundTrace) bool { return !s.isSearched(foundTrace) })
}

// isSearched says that a search leaves out none of the time that a trace may be
// in. Where Tempo does not search the newest time, its traces are had by ID.
func (s *Source) isSearched(foundTrace journey.FoundTrace) bool {
	late := s.late(foundTrace.Range.To)
	return late == 0 || foundTrace.Range.To.Before(s.now().Add(-late))
}

// lastSeen is the end of the time in which traces were found.
func lastSeen(foundTraces []journey.FoundTrace) (last time.Time) {
	for _, foundTrace := range foundTraces {
		last = maxTime(last, foundTrace.Range.To)
	}
	return last
}

// askRecent asks for names or values, of the newest part of a range where Tempo
// allows no longer one: they are suggestions, and most are in any part.
func (s *Source) askRecent(ctx context.Context, path string, params url.Values, in journey.TimeRange) ([]byte, error) {
	for tries := 0; ; tries++ {
		asked := request{in: s.recent(ctx, in)}
		setRange(params, asked.in)
		body, err := s.endpoint.Ask(ctx, httpsource.Request{Path: path, Params: params, Accept: jsonType})
		if again := s.limits.learn(asked, err) || s.learnLate(err); !again || tries == mostRefusals {
			return body, err
		}
	}
}

// recent is a range that Tempo allows, and of which it searches a minute at
// least where it leaves out the newest time.
func (s *Source) recent(ctx context.Context, in journey.TimeRange) journey.TimeRange {
	in = wholeSeconds(in)
	wait, stop := s.meanwhile(ctx, in.To)
	defer stop()
	wait()
	if late := s.late(in.To); late > 0 {
		if before := s.now().Add(-late - time.Minute); in.From.After(before) {
			in.From = before
		}
	}
	return s.limits.newestOf(in)
}
