package join

import (
	"fmt"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// FuzzPlace joins arbitrary spans and lines. No line is lost or made up, each is
// on a span of the service that it names as its node, and a ghost has no spans.
func FuzzPlace(f *testing.F) {
	f.Add(journeytest.RandomBytes(1, 20*journeytest.SpanBytes), `[2026-03-11T09:14:02.000Z] "GET /a HTTP/1.1" 500 - via_upstream - "-" 0 1 4 4 "-" "-" "-" "b:1" "-" outbound|1||b.x.svc 1 2 3 - default`)
	f.Add(journeytest.RandomBytes(2, 5*journeytest.SpanBytes), `{"method":"GET","path":"/a","response_code":200,"duration":3}`)
	f.Add([]byte{}, `level=error msg="no spans at all"`)
	f.Fuzz(func(t *testing.T, data []byte, body string) {
		raw := journeytest.FuzzedRaw(data, body)
		j := Join(raw, semconv.Identity{}, time.Now())
		checkPlaced(t, raw, j)
		checkGraph(t, j)
	})
}

func checkPlaced(t *testing.T, raw journey.Raw, j *journey.Journey) {
	left := make(map[string]int)
	for _, l := range raw.Lines {
		left[l.Body]++
	}
	own := make(map[string]bool)
	for _, s := range j.Spans {
		own[s.Node] = true
	}
	for i, l := range j.Lines {
		left[l.Body]--
		if i > 0 && l.Time.Before(j.Lines[i-1].Time) {
			t.Fatal("lines are out of order")
		}
		if l.Span != nil && l.Span.Node != l.Node {
			t.Fatalf("a line of %s is on a span of %s", l.Node, l.Span.Node)
		}
		if (l.Placement == journey.PlacedOnGhost) == own[l.Node] {
			t.Fatalf("placement %s, but spans of %s: %v", l.Placement, l.Node, own[l.Node])
		}
		if (l.Span != nil) != (l.Placement == journey.PlacedBySpan || l.Placement == journey.PlacedByTime) {
			t.Fatalf("placement %s with span %v", l.Placement, l.Span)
		}
	}
	for body, n := range left {
		if n != 0 {
			t.Fatalf("%q was lost or made up", body)
		}
	}
}

// checkGraph holds that every hop has both its ends, which Grafana's node graph
// relies on.
func checkGraph(t *testing.T, j *journey.Journey) {
	nodes := make(map[string]bool)
	lines := 0
	for _, s := range j.Graph.Services {
		nodes[s.ID] = true
		lines += s.Lines
	}
	for _, h := range j.Graph.Hops {
		if !nodes[h.Source] || !nodes[h.Target] {
			t.Fatalf("hop %s has no node at one end", h.ID())
		}
	}
	if lines != len(j.Lines) {
		t.Fatalf("the services have %d lines, the journey %d", lines, len(j.Lines))
	}
}

// BenchmarkJoin joins 200 journeys of 20 spans and 10 lines each.
func BenchmarkJoin(b *testing.B) {
	raws := make([]journey.Raw, 200)
	for i := range raws {
		raws[i] = journeytest.ManyRaw(20, 10)
	}
	for b.Loop() {
		for _, raw := range raws {
			Join(raw, semconv.Identity{}, time.Now())
		}
	}
}

// BenchmarkJoinOne joins one trace of growing size; the cost per span should
// not grow with it.
func BenchmarkJoinOne(b *testing.B) {
	for _, spans := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("spans=%d", spans), func(b *testing.B) {
			raw := journeytest.ManyRaw(spans, spans/10)
			for b.Loop() {
				Join(raw, semconv.Identity{}, time.Now())
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(spans), "ns/span")
		})
	}
}
