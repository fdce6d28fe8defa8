package place_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/adjust"
	"github.com/requestjourney/requestjourney/pkg/graph"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
	"github.com/requestjourney/requestjourney/pkg/place"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// atDock is the journey whose neighbours the tests place: 100 ms in the pod dock-1.
const atDock = `
	ferry client 0 100 GET node_id=sidecar~10.8.0.4~ferry-1.bay~x http.method=GET http.url=http://dock/berth/7 http.status_code=200
	  dock server 5 95 GET node_id=sidecar~10.8.0.5~dock-1.bay~x http.method=GET http.url=http://dock/berth/7 http.status_code=200`

// access is a line of Envoy without the request's ID.
func access(start, took, status int, path string) string {
	return fmt.Sprintf(`[%s] "GET %s HTTP/1.1" %d - via_upstream - "-" 0 45 %d %d "-" "ferry/1" "-" "dock" "10.8.0.5:8080" inbound|80|| 10.8.0.4:41000 10.9.0.8:80 10.8.0.4:40990 - default`,
		journeytest.At(start).Format("2006-01-02T15:04:05.000Z"), path, status, took, took)
}

func TestNearby(t *testing.T) {
	second := func(from, to int, path string) string {
		return fmt.Sprintf("dock server %d %d GET node_id=sidecar~10.8.0.5~dock-1.bay~x http.method=GET http.url=http://dock%s http.status_code=200", from, to, path)
	}
	for name, tc := range map[string]struct {
		lines  string // time, pod, body
		others []string
		near   journey.Near
		want   string
	}{
		"an access line that fits": {
			lines: "95 dock-1 " + access(5, 90, 200, "/berth/7"),
			want:  "95 time 2",
		},
		"the same among other requests at the same time": {
			lines:  "95 dock-1 " + access(5, 90, 200, "/berth/7"),
			others: []string{second(0, 200, "/berth/7"), second(40, 60, "/berth/7"), second(4, 96, "/berth/8")},
			want:   "95 time 2",
		},
		"another request that fits about as well": {
			lines:  "95 dock-1 " + access(5, 90, 200, "/berth/7"),
			others: []string{second(10, 98, "/berth/7")},
			want:   "95 possible 2 under way",
		},
		"two lines that fit the span": {
			lines: "95 dock-1 " + access(5, 90, 200, "/berth/7") + "\n96 dock-1 " + access(6, 90, 200, "/berth/7"),
			want:  "95 possible 1 under way\n96 possible 1 under way",
		},
		"a line that fits no request: some send no spans, which matters to lines without exact times": {
			lines: "60 dock-1 " + access(50, 10, 200, "/berth/7") + "\n70 dock-1 GET /berth/7: berth is free\n95 dock-1 " + access(5, 90, 200, "/berth/7"),
			want:  "60 possible 1 under way\n70 possible 1 under way\n95 time 2",
		},
		"an access line without times": {
			lines: `95 dock-1 10.8.0.4 - - [11/Mar/2026:09:14:00 +0000] "GET /berth/7 HTTP/1.1" 200 45 "-" "ferry/1"`,
			want:  "95 time 2",
		},
		"the same, and another request at the time": {
			lines:  `95 dock-1 10.8.0.4 - - [11/Mar/2026:09:14:00 +0000] "GET /berth/7 HTTP/1.1" 200 45 "-" "ferry/1"`,
			others: []string{second(-500, -400, "/berth/7")},
			want:   "95 possible 1 under way",
		},
		"late, and with its own time": {
			lines: "180 dock-1 " + journeytest.At(50).Format(time.RFC3339Nano) + " GET /berth/7: berth is free",
			want:  "180 time 2",
		},
		"a probe": {
			lines: "60 dock-1 " + access(59, 1, 200, "/healthz") + "\n95 dock-1 " + access(5, 90, 200, "/berth/7"),
			want:  "60 possible 1 under way\n95 time 2",
		},
		"another status, path or duration": {
			lines: "95 dock-1 " + access(5, 90, 503, "/berth/7") + "\n96 dock-1 " + access(5, 90, 200, "/berth/8") + "\n97 dock-1 " + access(5, 40, 200, "/berth/7"),
			want:  "95 possible 1 under way\n96 possible 1 under way\n97 possible 1 under way",
		},
		"an application's line that names the path": {
			lines: "50 dock-1 GET /berth/7: berth is free",
			want:  "50 time 2",
		},
		"one that does not": {
			lines: "50 dock-1 berth is free\n51 dock-1 GET /berth/77: berth is free",
			want:  "50 possible 1 under way\n51 possible 1 under way",
		},
		"another request ended a little before": {
			lines:  "50 dock-1 GET /berth/7: berth is free",
			others: []string{second(-4000, -3000, "/berth/8")},
			want:   "50 possible 1 under way",
		},
		"the line itself says that it was written later": {
			lines:  "50 dock-1 " + journeytest.At(50).Format(time.RFC3339Nano) + " GET /berth/7: berth is free",
			others: []string{second(-4000, -3000, "/berth/8")},
			want:   "50 time 2",
		},
		"the line itself says that it was written earlier": {
			lines: "50 dock-1 " + journeytest.At(-3000).Format(time.RFC3339Nano) + " GET /berth/7: berth is free",
		},
		"a loop": {
			lines: "50 dock-1 GET /berth/7: crane 1 is free\n60 dock-1 GET /berth/7: crane 2 is free",
			want:  "50 possible 1 under way\n60 possible 1 under way",
		},
		"another pod, and another time": {
			lines: "50 dock-2 GET /berth/7\n2000 dock-1 GET /berth/7\n-500 dock-1 GET /berth/7",
		},
		"not all other requests are known": {
			lines: "95 dock-1 " + access(5, 90, 200, "/berth/7"),
			near:  journey.Near{Whole: true},
			want:  "95 possible 1 under way",
		},
		"older lines were left out": {
			lines: "95 dock-1 " + access(5, 90, 200, "/berth/7"),
			near:  journey.Near{Since: journeytest.At(50)},
			want:  "95 possible 1 under way",
		},
	} {
		t.Run(name, func(t *testing.T) {
			near := tc.near
			near.Whole = !near.Whole // true unless the case says otherwise
			near.Lines = linesOfPods(t, tc.lines)
			for i, tree := range tc.others {
				near.Others = append(near.Others, journeytest.Trace(t, 10+i, tree))
			}
			journeytest.WantText(t, dumpNearby(place.Nearby(joined(t, atDock), near, semconv.Identity{})), tc.want)
		})
	}
}

// TestNearbyOfASkewedClock compares lines with spans as their clock stamped both.
func TestNearbyOfASkewedClock(t *testing.T) {
	j := joined(t, strings.ReplaceAll(atDock, "5 95", "-495 -405"))
	lines := linesOfPods(t, "-405 dock-1 "+access(-495, 90, 200, "/berth/7"))
	got := place.Nearby(j, journey.Near{Lines: lines, Whole: true}, semconv.Identity{})
	journeytest.WantText(t, dumpNearby(got), "95 time 2")
	if got[0].Written() != journeytest.At(-405) {
		t.Errorf("written at %v", got[0].Written())
	}
}

func joined(t *testing.T, tree string) *journey.Journey {
	tidy := adjust.Spans(journeytest.Trace(t, 1, tree).Spans)
	graph.NameNodes(tidy.Spans, semconv.Identity{})
	return &journey.Journey{TraceID: journeytest.TraceID(1), Spans: tidy.Spans, Adjustments: tidy.Adjustments}
}

func linesOfPods(t *testing.T, rows string) (lines []journey.Line) {
	for row := range strings.Lines(rows) {
		words := strings.SplitN(strings.TrimSpace(row), " ", 3)
		labels := journey.Labels{{Name: "pod", Value: words[1]}}
		lines = append(lines, journey.Line{Time: journeytest.At(journeytest.Number(t, words[0])), Body: words[2], Labels: labels})
	}
	return lines
}

func dumpNearby(lines []*journey.PlacedLine) string {
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, "%d %s", l.Time.Sub(journeytest.Epoch).Milliseconds(), l.Placement)
		if l.Span != nil {
			fmt.Fprintf(&b, " %d", l.Span.SpanID[7])
		}
		if l.UnderWay > 0 {
			fmt.Fprintf(&b, " %d under way", l.UnderWay)
		}
		b.WriteString("\n")
	}
	return strings.TrimSpace(b.String())
}
