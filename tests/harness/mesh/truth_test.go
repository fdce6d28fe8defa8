package mesh

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

func TestScenariosLeaveTheirMarks(t *testing.T) {
	normal := []Hop{
		{Source: "istio-ingressgateway", Target: "productpage", Calls: 1},
		{Source: "productpage", Target: "details", Calls: 1},
		{Source: "productpage", Target: "reviews", Calls: 1},
	}
	asked := append(slices.Clone(normal), Hop{Source: "reviews", Target: "ratings", Calls: 1})
	degraded := slices.Clone(asked)
	degraded[3].Errors = 1
	failed := slices.Clone(degraded)
	failed[0].Errors, failed[2].Errors = 1, 1

	for _, q := range requests(1, 300) {
		switch q.Scenario {
		case ScenarioDegraded:
			require.Equal(t, degraded, q.Hops)
			require.Equal(t, 3, q.ErrorSpans(), "ratings' proxy, reviews' proxy and reviews")
			require.Equal(t, map[string]int{"ratings": 1}, linesAt(q, "error"))
			require.Equal(t, map[string]int{"reviews": 1}, linesAt(q, "warn"))
		case ScenarioFailed:
			require.Equal(t, failed, q.Hops)
			// All but the two spans of details on each side.
			require.Equal(t, len(q.Spans)-4, q.ErrorSpans(), dump(q))
			require.Equal(t, map[string]int{"ratings": 1, "reviews": 1, "productpage": 1}, linesAt(q, "error"))
		default:
			require.Contains(t, [][]Hop{normal, asked}, q.Hops)
			require.Zero(t, q.ErrorSpans())
			require.Empty(t, linesAt(q, "error"))
		}
	}
}

func TestSpansAreOneTree(t *testing.T) {
	for _, q := range requests(2, 200) {
		byID := map[journey.SpanID]*Span{}
		for i := range q.Spans {
			byID[q.Spans[i].ID] = &q.Spans[i]
		}
		require.Len(t, byID, len(q.Spans))
		roots := 0
		for _, s := range q.Spans {
			parent := byID[s.Parent]
			if parent == nil {
				roots++
				require.Equal(t, "istio-ingressgateway", s.Service)
				require.Equal(t, len(q.SentTraceID) == 32, s.Parent.IsZero(), "a client with B3 headers has a span")
				continue
			}
			require.Falsef(t, s.Start.Before(parent.Start) || s.End.After(parent.End), "%s %s is not within its parent\n%s", s.Service, s.Name, dump(q))
		}
		require.Equal(t, 1, roots)
	}
}

func TestHopsFollowFromSpans(t *testing.T) {
	for _, q := range requests(3, 200) {
		service := map[journey.SpanID]string{}
		for _, s := range q.Spans {
			service[s.ID] = s.Service
		}
		calls := map[string]int{}
		for _, s := range q.Spans {
			if from := service[s.Parent]; from != "" && from != s.Service {
				calls[from+"→"+s.Service]++
			}
		}
		want := map[string]int{}
		for _, h := range q.Hops {
			want[h.Source+"→"+h.Target] = h.Calls
		}
		require.Equal(t, want, calls)
		require.Equal(t, slices.Compact(slices.Sorted(maps.Values(service))), q.Services)
	}
}

func TestLinesBelongToTheirSpans(t *testing.T) {
	for _, q := range requests(4, 200) {
		spans := map[journey.SpanID]Span{}
		for _, s := range q.Spans {
			spans[s.ID] = s
		}
		for _, l := range q.Lines {
			s, ok := spans[l.SpanID]
			require.True(t, ok, l.Body)
			require.Equal(t, s.Service, l.Service, l.Body)
			require.False(t, l.Time.Before(s.Start), l.Body)
			require.Equal(t, l.Says, strings.Contains(l.Body, l.SpanID.String()), l.Body)
			require.NotNil(t, q.Hop(l.Hop.Source, l.Hop.Target), l.Body)
			if proxyLine := l.Labels["container"] == proxyContainer; proxyLine {
				require.True(t, s.Proxy)
				require.False(t, l.Time.Before(s.End), "an access line is written at the end")
				require.Equal(t, l.Hop.View == ViewClient, s.Kind == journey.KindClient)
			}
		}
		require.Len(t, q.Unrelated, 1, "details writes one line that names no trace")
		require.NotContains(t, q.Unrelated[0].Body, q.SentTraceID)
	}
}

var update = flag.Bool("update", false, "rewrite the golden files")

// The golden files show a request of each kind to a person; with seed 11 some
// have IDs of 64 bits.
func TestGolden(t *testing.T) {
	seen := map[Scenario]bool{}
	for _, q := range requests(11, 300) {
		if seen[q.Scenario] {
			continue
		}
		seen[q.Scenario] = true
		golden := filepath.Join("testdata", string(q.Scenario)+".txt")
		if *update {
			require.NoError(t, os.WriteFile(golden, []byte(dump(q)), 0o644))
		}
		want, err := os.ReadFile(golden)
		require.NoError(t, err, "make it with: go test ./tests/harness/mesh -run Golden -update")
		require.Equal(t, string(want), dump(q))
	}
	require.Len(t, seen, 5)
}

// dump is a request as indented text: its spans, then its lines.
func dump(q *Request) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s, status %d, trace %s sent as %s\n\n", q.Scenario, q.Status, q.TraceID, q.SentTraceID)
	depth := map[journey.SpanID]int{}
	for _, s := range q.Spans {
		depth[s.ID] = depth[s.Parent] + 1
		from, failed := "app", ""
		if s.Proxy {
			from = "proxy"
		}
		if s.Error {
			failed = " ERROR"
		}
		fmt.Fprintf(&text, "%s%s %s %s %q %s +%s %s%s\n", strings.Repeat("  ", depth[s.ID]-1),
			s.ID, s.Service, from, s.Name, s.Kind, s.Start.Sub(q.Start), s.End.Sub(s.Start), failed)
	}
	dumpLines(&text, "lines", q.Start, q.Lines)
	dumpLines(&text, "unrelated", q.Start, q.Unrelated)
	for _, f := range q.Findings {
		fmt.Fprintf(&text, "\nfinding %s on %q\n", f.Code, f.Node)
	}
	return text.String()
}

func dumpLines(text *strings.Builder, title string, start time.Time, lines []Line) {
	fmt.Fprintf(text, "\n%s\n", title)
	for _, l := range lines {
		fmt.Fprintf(text, "+%s %s %s→%s %s span %s level %q\n  %s\n  %s\n",
			l.Time.Sub(start), l.Service, l.Hop.Source, l.Hop.Target, l.Hop.View, l.SpanID, l.Level, selector(l.Labels), l.Body)
		if len(l.Metadata) > 0 {
			fmt.Fprintf(text, "  metadata %s\n", selector(l.Metadata))
		}
	}
}

func linesAt(q *Request, level string) map[string]int {
	n := map[string]int{}
	for _, l := range q.Lines {
		if l.Level == level {
			n[l.Service]++
		}
	}
	return n
}
