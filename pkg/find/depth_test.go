package find_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/join"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// TestDepth: a list uses only the lines that the search found, and says so. Other
// queries search all lines of their requests.
func TestDepth(t *testing.T) {
	for _, tc := range []struct {
		want  journey.Depth
		lines int
	}{
		{journey.DepthSummary, 1}, {journey.DepthLines, 2}, {journey.DepthWhole, 2},
	} {
		t.Run(fmt.Sprint(tc.want), func(t *testing.T) {
			_, s := world(t)
			l := &logs{lines: journeytest.Lines(t, "5050 2 1 shop boom\n5060 2 1 shop other")}
			f := find.Finder{Logs: l, Traces: s, Extract: journeytest.Extract, Slack: time.Second, Limits: journey.DefaultLimits()}
			q := journey.Query{Type: journey.QuerySearch, LogQL: "boom", Range: hour, Limit: 10, Depth: tc.want}
			res := mustFind(t, &f, q)
			if j := res.Journeys[0]; j.Depth != tc.want || len(j.Lines) != tc.lines {
				t.Errorf("got depth %d with %d lines, want %d with %d", j.Depth, len(j.Lines), tc.want, tc.lines)
			}
			if asked := !l.asked.IsZero(); asked != (tc.want > journey.DepthSummary) {
				t.Errorf("lines were asked for: %t", asked)
			}
			isSaid := slices.ContainsFunc(res.Notices, func(n journey.Notice) bool { return strings.Contains(n.Text, "your query matched") })
			if isSaid != (tc.want == journey.DepthSummary) {
				t.Errorf("notices: %v", res.Notices)
			}
		})
	}
}

// TestASummaryIsFetchedAgainForItsLines: a cached list has not all lines.
func TestASummaryIsFetchedAgainForItsLines(t *testing.T) {
	f, l, _ := keeping(t, find.NewCache(plenty), journeytest.At(int(time.Hour.Milliseconds())))
	list := wholeSearch("boom")
	list.Depth = journey.DepthSummary
	mustFind(t, f, list)
	list.Depth = journey.DepthLines
	mustFind(t, f, list)
	if l.asked.IsZero() {
		t.Error("the lines were not asked for")
	}
}

// TestAStreamShowsTheListFirst: intermediate results are summaries; the final answer
// is as deep as the query asks.
func TestAStreamShowsTheListFirst(t *testing.T) {
	l := manyRequests(t, 5)
	f := find.Finder{Logs: l, Traces: &traces{}, Extract: journeytest.Extract, Slack: time.Second, Limits: journey.DefaultLimits()}
	q := journey.Query{Type: journey.QuerySearch, LogQL: "boom", Range: hour, Limit: 5, Depth: journey.DepthLines}
	shown := 0
	res, err := f.Stream(t.Context(), q, func(res *journey.Result, _ journey.Progress) {
		shown++
		if len(l.fetched) > 0 || res.Journeys[0].Depth != journey.DepthSummary {
			t.Errorf("shown with depth %d after %d searches for lines", res.Journeys[0].Depth, len(l.fetched))
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if shown == 0 || res.Journeys[0].Depth != journey.DepthLines || len(l.fetched) == 0 {
		t.Errorf("shown %d times; the end has depth %d after %d searches for lines", shown, res.Journeys[0].Depth, len(l.fetched))
	}
}

// TestAListDoesNotSayThatLokiHasNoLines: if lines were not searched, it is unknown
// whether Loki has any.
func TestAListDoesNotSayThatLokiHasNoLines(t *testing.T) {
	for _, tc := range []struct {
		depth journey.Depth
		want  string
	}{{journey.DepthSummary, "were not searched"}, {journey.DepthLines, "Neither Tempo nor Loki"}} {
		j := join.Join(journey.Raw{Trace: journey.Trace{TraceID: journeytest.TraceID(1)}, Depth: tc.depth}, semconv.Identity{}, time.Now())
		if len(j.Findings) != 1 || !strings.Contains(j.Findings[0].Message, tc.want) {
			t.Errorf("depth %d: %v, want one that says %q", tc.depth, j.Findings, tc.want)
		}
	}
}
