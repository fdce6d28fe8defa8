package join_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/join"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// ambientSpans are a call through a waypoint, whose name is waypointPod.
const (
	waypointNode = " node_id=waypoint~10.1.1.5~waypoint-5d9c7b6f88-k2x9q.shop~x upstream_cluster=inbound-vip|80|http|cart.shop.svc.cluster.local response_size=500"
	ambientSpans = `
		shop client 0 100 GET k8s.pod=shop-5d9c7b6f88-aaaaa
		  waypoint server 10 90 cart.shop.svc.cluster.local:80/*` + waypointNode + `
		    cart server 20 80 GET k8s.pod=cart-5d9c7b6f88-bbbbb`
	parallelSpans = ambientSpans + `
		shop client 2 102 GET k8s.pod=shop-5d9c7b6f88-aaaaa
		  waypoint server 12 92 cart.shop.svc.cluster.local:80/*` + waypointNode + `
		    cart server 22 82 GET k8s.pod=cart-5d9c7b6f88-bbbbb`
)

// Each row of lines is: direction, opened, closed, client, server, host, sent, received, error.
var connectionCases = map[string]struct{ spans, lines, want string }{
	"both ends, opened and closed with the call": {
		ambientSpans, `
			outbound 5 101 shop-5d9c7b6f88-aaaaa waypoint-5d9c7b6f88-k2x9q cart 84 700
			inbound 15 85 waypoint-5d9c7b6f88-k2x9q cart-5d9c7b6f88-bbbbb cart 700 84`,
		`waypoint→cart inbound certain on cart, 84 and 700 bytes, 70 ms
			shop→waypoint outbound certain on shop, 84 and 700 bytes, 96 ms`,
	},
	"one line is missing": {
		ambientSpans, "outbound 5 101 shop-5d9c7b6f88-aaaaa waypoint-5d9c7b6f88-k2x9q cart 84 700",
		`shop→waypoint outbound certain on shop, 84 and 700 bytes, 96 ms
			info ambient-l4 waypoint: The request went through Istio's ambient mode. ztunnel's lines were found for 1 of 2 hops, not for waypoint → cart.`,
	},
	"a connection that carried other requests, too": {
		ambientSpans, "inbound -4000 900 waypoint-5d9c7b6f88-k2x9q cart-5d9c7b6f88-bbbbb cart 70000 8400\noutbound 5 101 shop-5d9c7b6f88-aaaaa waypoint-5d9c7b6f88-k2x9q cart 84 700",
		`shop→waypoint outbound certain on shop, 84 and 700 bytes, 96 ms
			waypoint→cart inbound possible on cart, 8400 and 70000 bytes, 4900 ms`,
	},
	"two connections for one call": {
		ambientSpans, "inbound 15 85 waypoint-5d9c7b6f88-k2x9q cart-5d9c7b6f88-bbbbb cart 700 84\ninbound 16 86 waypoint-5d9c7b6f88-k2x9q cart-5d9c7b6f88-bbbbb cart 800 84\noutbound 5 101 shop-5d9c7b6f88-aaaaa waypoint-5d9c7b6f88-k2x9q cart 84 700",
		`waypoint→cart inbound possible on cart, 84 and 700 bytes, 70 ms
			waypoint→cart inbound possible on cart, 84 and 800 bytes, 70 ms
			shop→waypoint outbound certain on shop, 84 and 700 bytes, 96 ms`,
	},
	"two connections for two calls of one hop": {
		parallelSpans, `
			outbound 5 101 shop-5d9c7b6f88-aaaaa waypoint-5d9c7b6f88-k2x9q cart 84 700
			outbound 7 103 shop-5d9c7b6f88-aaaaa waypoint-5d9c7b6f88-k2x9q cart 84 701
			inbound 15 85 waypoint-5d9c7b6f88-k2x9q cart-5d9c7b6f88-bbbbb cart 700 84
			inbound 17 87 waypoint-5d9c7b6f88-k2x9q cart-5d9c7b6f88-bbbbb cart 701 84`,
		`waypoint→cart inbound certain, 84 and 700 bytes, 70 ms
			waypoint→cart inbound certain, 84 and 701 bytes, 70 ms
			shop→waypoint outbound certain, 84 and 700 bytes, 96 ms
			shop→waypoint outbound certain, 84 and 701 bytes, 96 ms`,
	},
	"near misses: too short, too late, too few bytes, another pod, another host": {
		ambientSpans, `
			outbound 5 60 shop-5d9c7b6f88-aaaaa waypoint-5d9c7b6f88-k2x9q cart 84 700
			outbound 30 101 shop-5d9c7b6f88-aaaaa waypoint-5d9c7b6f88-k2x9q cart 84 700
			outbound 5 101 shop-5d9c7b6f88-aaaaa waypoint-5d9c7b6f88-k2x9q cart 84 300
			outbound 5 101 shop-5d9c7b6f88-ccccc waypoint-5d9c7b6f88-k2x9q cart 84 700
			outbound 5 101 shop-5d9c7b6f88-aaaaa waypoint-5d9c7b6f88-k2x9q carts 84 700
			inbound 15 85 waypoint-5d9c7b6f88-k2x9q cart-5d9c7b6f88-ddddd cart 700 84`,
		"info ambient-l4 waypoint: The request went through Istio's ambient mode. ztunnel's lines were found for 0 of 2 hops, not for shop → waypoint, waypoint → cart.",
	},
	"a service behind the waypoint that sends no spans, and fails": {
		strings.Join(strings.Split(ambientSpans, "\n")[:3], "\n"), `
			outbound 5 101 shop-5d9c7b6f88-aaaaa waypoint-5d9c7b6f88-k2x9q cart 84 700
			inbound 15 85 waypoint-5d9c7b6f88-k2x9q cart-5d9c7b6f88-bbbbb cart 0 84 refused`,
		`waypoint→external/cart.shop.svc.cluster.local inbound certain on waypoint, 84 and 0 bytes, 70 ms, refused
			shop→waypoint outbound certain on shop, 84 and 700 bytes, 96 ms`,
	},
	"pods that spans do not name": {
		"shop client 0 100 GET\n  waypoint server 10 90 x" + waypointNode + "\n    cart server 20 80 GET", `
			outbound 5 101 shop-5d9c7b6f88-aaaaa waypoint-5d9c7b6f88-k2x9q cart 84 700
			inbound 15 85 waypoint-5d9c7b6f88-k2x9q cart-5d9c7b6f88-bbbbb cart 700 84`,
		`waypoint→cart inbound possible on cart, 84 and 700 bytes, 70 ms
			shop→waypoint outbound possible on shop, 84 and 700 bytes, 96 ms`,
	},
}

func TestConnections(t *testing.T) {
	for name, tc := range connectionCases {
		t.Run(name, func(t *testing.T) {
			raw := journey.Raw{Depth: journey.DepthWhole, Trace: journeytest.Trace(t, 1, tc.spans), Connections: &journey.ConnectionLines{Lines: ztunnelLines(t, tc.lines)}}
			for i := range raw.Trace.Spans {
				namePod(&raw.Trace.Spans[i])
			}
			j := join.Join(raw, semconv.Identity{}, journeytest.At(3_600_000))
			journeytest.WantText(t, dumpConnections(j), tc.want)
		})
	}
}

// namePod moves the pod to where SDKs put it.
func namePod(s *journey.Span) {
	if pod := s.Attributes.Text("k8s.pod"); pod != "" {
		s.Resource = append(s.Resource, journey.Attribute{Key: "k8s.pod.name", Value: pod})
	}
}

func ztunnelLines(t *testing.T, rows string) (lines []journey.Line) {
	for _, row := range strings.Split(strings.TrimSpace(rows), "\n") {
		w := append(strings.Fields(row), "")
		opened, closed := journeytest.Number(t, w[1]), journeytest.Number(t, w[2])
		at := journeytest.At(closed)
		lines = append(lines, journey.Line{Time: at, Body: fmt.Sprintf("%s\tinfo\taccess\tconnection complete\tsrc.addr=10.1.1.1:4000 src.workload=%q src.namespace=\"shop\" "+
			"dst.addr=10.1.1.2:15008 dst.hbone_addr=10.1.1.2:80 dst.service=%q dst.workload=%q dst.namespace=\"shop\" direction=%q bytes_sent=%s bytes_recv=%s duration=\"%dms\" error=%q",
			at.Format(time.RFC3339Nano), w[3], w[5]+".shop.svc.cluster.local", w[4], w[0], w[6], w[7], closed-opened, w[8])})
	}
	return lines
}

func dumpConnections(j *journey.Journey) string {
	var b strings.Builder
	for _, c := range j.Connections {
		certainty := "possible"
		if c.Certain {
			certainty = "certain"
		}
		if c.Line.Span != nil {
			certainty += " on " + c.Line.Span.Node
		}
		fmt.Fprintf(&b, "%s→%s %s %s, %d and %d bytes, %d ms", c.Source, c.Target, c.Direction, certainty, c.Request(), c.Response(), c.Duration().Milliseconds())
		if c.Error != "" {
			b.WriteString(", " + c.Error)
		}
		b.WriteString("\n")
	}
	for _, f := range j.Findings {
		if f.Code == journey.FindingAmbientL4 {
			fmt.Fprintf(&b, "%s %s %s: %s\n", f.Severity, f.Code, f.Node, f.Message)
		}
	}
	return b.String()
}
