package find_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

// reads answers each read of a trace with the next of its answers, and the last one
// from then on.
type reads struct {
	traces
	answers [][]journey.Span
	asked   int
}

func (r *reads) Get(_ context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	answer := r.answers[min(r.asked, len(r.answers)-1)]
	r.asked++
	var out []journey.Trace
	for _, found := range foundTraces {
		out = append(out, journey.Trace{TraceID: found.TraceID, Spans: slices.Clone(answer)})
	}
	return out, journey.SourceStats{Requests: len(foundTraces)}
}

func (r *reads) Summaries(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	return r.Get(ctx, foundTraces)
}

func TestTracesAreReadAgain(t *testing.T) {
	all := journeytest.Trace(t, 1, `
		shop server 0 100 GET
		  shop client 10 90 GET
		    cart server 20 80 GET
		      cart client 30 70 GET
		        pay server 40 60 POST`).Spans
	require.Len(t, all, 5)
	part := func(numbers ...int) (some []journey.Span) {
		for _, n := range numbers {
			some = append(some, all[n])
		}
		return some
	}
	seconds := func(n int) time.Time { return journeytest.At(n * 1000) }
	for _, tt := range []struct {
		name    string
		now     time.Time
		answers [][]journey.Span
		spans   int
		asked   int
	}{
		{"whole", seconds(5), [][]journey.Span{all}, 5, 1},
		{"unknown while an ingester moves it", seconds(5), [][]journey.Span{nil, all}, 5, 2},
		{"unknown for longer", seconds(5), [][]journey.Span{nil, nil, all}, 5, 3},
		{"unknown, and its time is, too", seconds(3600), [][]journey.Span{nil, all}, 5, 2},
		{"not there", seconds(5), [][]journey.Span{nil}, 0, 3},
		{"each replica has a part", seconds(5), [][]journey.Span{part(0, 2, 3), part(0, 1, 4)}, 5, 2},
		{"a span is missing for good", seconds(5), [][]journey.Span{part(0, 2, 3, 4)}, 4, 3},
		{"an old trace lacks a span", seconds(3600), [][]journey.Span{part(0, 2, 3, 4), all}, 4, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l, _ := world(t)
			s := &reads{answers: tt.answers}
			f := find.Finder{
				Logs: l, Traces: s, Extract: journeytest.Extract, Slack: time.Minute, Limits: journey.DefaultLimits(),
				Now: func() time.Time { return tt.now },
			}
			res, err := f.Find(t.Context(), journey.Query{
				Type: journey.QueryJourney, TraceID: journeytest.TraceID(1), Range: hour, Limit: 1, Depth: journey.DepthWhole,
			})
			require.NoError(t, err)
			require.Len(t, res.Journeys, 1)
			require.Len(t, res.Journeys[0].Spans, tt.spans)
			require.Equal(t, tt.asked, s.asked)
		})
	}
}

// TestUnknownTracesOfAList: a few unknown traces of a list are read again once; many
// were not sampled.
func TestUnknownTracesOfAList(t *testing.T) {
	for _, tt := range []struct {
		traces, asked int
	}{{2, 2}, {16, 2}, {17, 1}} {
		var rows strings.Builder
		for n := range tt.traces {
			fmt.Fprintf(&rows, "%d %d 1 shop boom\n", 1000+n, n+1)
		}
		l := &logs{lines: journeytest.Lines(t, rows.String())}
		s := &reads{answers: [][]journey.Span{nil}}
		f := find.Finder{
			Logs: l, Traces: s, Extract: journeytest.Extract, Slack: time.Minute, Limits: journey.DefaultLimits(),
			Now: func() time.Time { return journeytest.At(70_000) },
		}
		_, err := f.Find(t.Context(), journey.Query{Type: journey.QuerySearch, LogQL: "boom", Range: hour, Limit: 50, Depth: journey.DepthWhole})
		require.NoError(t, err)
		require.Equal(t, tt.asked, s.asked, "%d traces", tt.traces)
	}
}
