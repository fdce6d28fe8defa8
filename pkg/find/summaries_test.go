package find_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

// counting records for which requests summaries and whole traces were fetched.
type counting struct {
	*traces
	asked []string
}

func (c *counting) Summaries(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	c.asked = append(c.asked, fmt.Sprint("summaries of ", ids(foundTraces)))
	return c.traces.Summaries(ctx, foundTraces)
}

func (c *counting) Get(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	c.asked = append(c.asked, fmt.Sprint("whole ", ids(foundTraces)))
	return c.traces.Get(ctx, foundTraces)
}

// ids formats trace IDs; of more than two, the first and the last.
func ids(foundTraces []journey.FoundTrace) string {
	var all []string
	for _, s := range foundTraces {
		all = append(all, s.TraceID.Short())
	}
	if len(all) > 2 {
		return fmt.Sprintf("%d from %s to %s", len(all), all[0], all[len(all)-1])
	}
	return strings.Join(all, " ")
}

// everySecond returns n requests, the newest, with the highest ID, first.
func everySecond(t *testing.T, n int) *counting {
	t.Helper()
	c := &counting{traces: &traces{}}
	for id := 1; id <= n; id++ {
		c.all = append(c.all, journeytest.Trace(t, id, fmt.Sprintf("shop server %d %d GET", id*1000, id*1000+100)))
	}
	slices.Reverse(c.all)
	return c
}

func (c *counting) finder(now time.Time) *find.Finder {
	return &find.Finder{
		Logs: &logs{}, Traces: c, Extract: journeytest.Extract, Slack: time.Minute, Limits: journey.DefaultLimits(),
		Now: func() time.Time { return now },
	}
}

func listOf(limit int) journey.Query {
	return journey.Query{Type: journey.QuerySearch, TraceQL: "GET", Range: hour, Limit: limit, Depth: journey.DepthSummary}
}

// TestYoungRequestsAreFetchedWhole: spans of requests of the last minute may still
// arrive, so their summaries would be useless.
func TestYoungRequestsAreFetchedWhole(t *testing.T) {
	for name, tc := range map[string]struct {
		now  int // s
		want string
	}{
		"all are old":      {now: 1000, want: "summaries of 4 from 4 to 1"},
		"some are young":   {now: 62, want: "summaries of 1, whole 3 from 4 to 2"},
		"none is old":      {now: 5, want: "whole 4 from 4 to 1"},
		"clocks are wrong": {now: -3000, want: "whole 4 from 4 to 1"},
	} {
		t.Run(name, func(t *testing.T) {
			c := everySecond(t, 4)
			res := mustFind(t, c.finder(journeytest.At(1000*tc.now)), listOf(10))
			if got := strings.Join(c.asked, ", "); got != tc.want || len(res.Journeys) != 4 {
				t.Errorf("asked for %s, found %d; want %s, and all found", got, len(res.Journeys), tc.want)
			}
		})
	}
}

// TestAStreamedListSearchesOnceMore: a stream needs one more search than a list, for
// the few requests that it shows first.
func TestAStreamedListSearchesOnceMore(t *testing.T) {
	c := everySecond(t, 60)
	var shown []int
	_, err := c.finder(journeytest.At(3_600_000)).Stream(t.Context(), listOf(50), func(res *journey.Result, _ journey.Progress) {
		shown = append(shown, len(res.Journeys))
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "summaries of 8 from 3c to 35, summaries of 42 from 34 to b"
	if got := strings.Join(c.asked, ", "); got != want {
		t.Errorf("asked for %s, want %s", got, want)
	}
	if got := slices.Compact(shown); !slices.Equal(got, []int{8, 50}) {
		t.Errorf("showed %v, want 8, then 50", got)
	}
}
