// Package latency shows how long a query takes when Loki and Tempo are spread
// over many machines and some of them are slow: little longer than the slowest
// request that it cannot do without.
package latency

import (
	"context"
	"encoding/binary"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/requestjourney/requestjourney/pkg/extract"
	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/loki"
	"github.com/requestjourney/requestjourney/pkg/tempo"
)

const (
	ms = time.Millisecond
	s  = time.Second
	// tracesAtOnce is how many traces are fetched at once (maxGets in pkg/tempo).
	tracesAtOnce = 16
)

// mesh is n requests, a second apart, the last of them an hour ago.
func mesh(n int) []request {
	var all []request
	for i := range n {
		var id journey.TraceID
		id[0] = 0xab // all digits count
		binary.BigEndian.PutUint64(id[8:], uint64(i+1))
		all = append(all, request{id, time.Now().Add(-time.Hour - time.Duration(i)*time.Second)})
	}
	return all
}

func always(d time.Duration) func(journey.TimeRange) time.Duration {
	return func(journey.TimeRange) time.Duration { return d }
}

// evenly takes the same for each trace but for one.
func evenly(d time.Duration, slow journey.TraceID, slowest time.Duration) func(journey.TraceID) time.Duration {
	return func(id journey.TraceID) time.Duration {
		if id == slow {
			return slowest
		}
		return d
	}
}

func (c *cluster) finder(t *testing.T) *find.Finder {
	t.Helper()
	client := &http.Client{Transport: c}
	logs, err := loki.New(loki.Options{URL: "http://loki.example", Client: client})
	if err != nil {
		t.Fatal(err)
	}
	traces, err := tempo.New(tempo.Options{URL: "http://tempo.example", Client: client, NoStream: true})
	if err != nil {
		t.Fatal(err)
	}
	rules, err := extract.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &find.Finder{
		Logs: logs, Traces: traces, Extract: rules.Extract, Slack: journey.DefaultSlack, Limits: journey.DefaultLimits(),
	}
}

// TestNobodyWaitsInLine: the clock stands still while anything computes, so what
// passes is what the query waited for the cluster.
func TestNobodyWaitsInLine(t *testing.T) {
	for name, tc := range map[string]struct {
		requests int
		query    journey.Query
		cluster  *cluster
		want     time.Duration // at most
	}{
		"one journey, found by its trace, then its lines": {
			requests: 1,
			query:    journey.Query{Type: journey.QueryJourney},
			cluster:  &cluster{trace: evenly(2*s, journey.TraceID{}, 0), lines: always(900 * ms)},
			want:     2*s + 900*ms,
		},
		"a search: lines and traces at once, the traces side by side": {
			requests: 200,
			query:    journey.Query{Type: journey.QuerySearch, TraceQL: "{}", Depth: journey.DepthWhole},
			cluster:  &cluster{search: 300 * ms, trace: evenly(50*ms, journey.TraceID{}, 0), lines: always(1 * s)},
			want:     300*ms + 1*s,
		},
		"a search with one slow trace": {
			requests: 200,
			query:    journey.Query{Type: journey.QuerySearch, TraceQL: "{}", Depth: journey.DepthWhole},
			cluster:  &cluster{search: 300 * ms, trace: evenly(50*ms, mesh(1)[0].id, 3*s), lines: always(1 * s)},
			want:     300*ms + 3*s + 200/tracesAtOnce*50*ms,
		},
		"a search by both, whose two sides do not wait for each other": {
			requests: 10,
			query:    journey.Query{Type: journey.QuerySearch, LogQL: `{app="shop"}`, TraceQL: "{}", Depth: journey.DepthWhole},
			cluster:  &cluster{search: 4 * s, trace: evenly(50*ms, journey.TraceID{}, 0), lines: always(500 * ms)},
			want:     4*s + 500*ms,
		},
		"a busy Loki that wants a second's patience": {
			requests: 10,
			query:    journey.Query{Type: journey.QuerySearch, TraceQL: "{}", Depth: journey.DepthWhole},
			cluster:  &cluster{search: 300 * ms, trace: evenly(50*ms, journey.TraceID{}, 0), lines: always(1 * s), refuse: 1},
			want:     300*ms + 1*s + 1*s,
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tc.cluster.requests = mesh(tc.requests)
				tc.query.Range = journey.TimeRange{From: time.Now().Add(-2 * time.Hour), To: time.Now()}
				tc.query.TraceID, tc.query.Limit = tc.cluster.requests[0].id, 500
				begin := time.Now()
				res, err := tc.cluster.finder(t).Find(t.Context(), tc.query)
				if err != nil {
					t.Fatal(err)
				}
				if took := time.Since(begin); took > tc.want {
					t.Errorf("took %s, want at most %s; asked %v", took, tc.want, tc.cluster.calls)
				}
				checkWhole(t, res, tc.requests)
			})
		})
	}
}

// checkWhole wants each request with its span and its line.
func checkWhole(t *testing.T, res *journey.Result, requests int) {
	t.Helper()
	spans, lines := 0, 0
	for _, j := range res.Journeys {
		spans += len(j.Spans)
		lines += len(j.Lines)
	}
	if len(res.Journeys) != requests || spans != requests || lines != requests {
		t.Errorf("got %d journeys, %d spans and %d lines of %d requests; notices %v", len(res.Journeys), spans, lines, requests, res.Notices)
	}
}

// TestSlicesOfALongRangeAreReadSideBySide: a search over a day asks Loki for an
// hour at most at a time, but does not wait for each hour in turn.
func TestSlicesOfALongRangeAreReadSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &cluster{lines: always(1 * s), trace: evenly(50*ms, journey.TraceID{}, 0)}
		in := journey.TimeRange{From: time.Now().Add(-24 * time.Hour), To: time.Now()}
		begin := time.Now()
		if _, err := c.finder(t).Find(t.Context(), journey.Query{Type: journey.QuerySearch, Depth: journey.DepthLines, LogQL: `{app="shop"}`, Range: in, Limit: 50}); err != nil {
			t.Fatal(err)
		}
		for _, asked := range c.calls {
			if asked.in.To.Sub(asked.in.From) > time.Hour {
				t.Errorf("asked Loki for %v at once, want an hour at most", asked.in)
			}
		}
		if took := time.Since(begin); took > 9*s {
			t.Errorf("took %s for %d requests of 1s, want 9s at most", took, len(c.calls))
		}
	})
}

// TestACancelEndsAllWork: nothing of ours goes on, and Loki is left with no more
// than the slices under way.
func TestACancelEndsAllWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &cluster{lines: always(1 * s), trace: evenly(50*ms, journey.TraceID{}, 0)}
		ctx, cancel := context.WithTimeout(t.Context(), 2500*ms)
		defer cancel()
		in := journey.TimeRange{From: time.Now().Add(-30 * 24 * time.Hour), To: time.Now()}
		begin := time.Now()
		_, err := c.finder(t).Find(ctx, journey.Query{Type: journey.QuerySearch, Depth: journey.DepthLines, LogQL: `{app="shop"}`, Range: in, Limit: 50})
		if err == nil || time.Since(begin) != 2500*ms {
			t.Errorf("got %v after %s, want an error when the time is over", err, time.Since(begin))
		}
		synctest.Wait()
		if asked := len(c.calls); asked > 1+2+4 {
			t.Errorf("Loki was asked for %d slices, want those of three waves at most", asked)
		}
	})
}
