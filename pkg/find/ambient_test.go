package find_test

import (
	"errors"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

const (
	throughWaypoint = "shop client 0 100 GET\n  waypoint server 10 90 x node_id=waypoint~10.1.1.5~waypoint-5d9c7b6f88-k2x9q.shop~x"
	behindGateway   = "edge client 0 100 GET node_id=router~10.1.1.5~edge-5d9c7b6f88-k2x9q.shop~x\n  shop server 10 90 GET"
	behindSidecar   = "edge client 0 100 GET node_id=router~10.1.1.5~edge-5d9c7b6f88-k2x9q.shop~x\n  shop server 10 90 GET node_id=sidecar~10.1.1.6~shop-1.shop~x"
	ownTunnel       = "200 0 0 ztunnel info\taccess\tconnection complete\tsrc.addr=10.1.1.1:4000 src.workload=\"shop-5d9c7b6f88-aaaaa\" " +
		"dst.addr=10.1.1.5:15008 dst.workload=\"waypoint-5d9c7b6f88-k2x9q\" direction=\"outbound\" bytes_sent=84 bytes_recv=700 duration=\"200ms\""
)

// Only an opened request whose spans show the ambient mode is worth a query.
func TestConnectionsAreSearched(t *testing.T) {
	opened := journey.Query{Type: journey.QueryJourney, TraceID: journeytest.TraceID(1), Range: hour, Limit: 1}
	listed := journey.Query{Type: journey.QuerySearch, TraceQL: "GET", Depth: journey.DepthWhole, Range: hour, Limit: 1}
	for name, tc := range map[string]struct {
		spans       string
		query       journey.Query
		searches    int
		connections int
	}{
		"a request through a waypoint":            {throughWaypoint, opened, 1, 1},
		"a list":                                  {throughWaypoint, listed, 0, 0},
		"a service without a sidecar":             {behindGateway, opened, 1, 0},
		"a service with a sidecar":                {behindSidecar, opened, 0, 0},
		"applications with OpenTelemetry's SDK":   {"shop client 0 100 GET\n  pay server 10 90 GET", opened, 0, 0},
		"a gateway that does not belong to Istio": {"edge client 0 100 GET component=traefik\n  shop server 10 90 GET", opened, 0, 0},
		"a gateway of Istio that nobody answered": {"edge client 0 100 GET node_id=router~10.1.1.5~edge-1.shop~x", opened, 0, 0},
		"a single span":                           {"[shop] internal 0 0 GET", opened, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := &traces{all: []journey.Trace{journeytest.Trace(t, 1, tc.spans)}}
			l := &logs{lines: journeytest.Lines(t, ownTunnel)}
			f := find.Finder{Logs: l, Traces: s, Extract: journeytest.Extract, Slack: time.Second, Limits: journey.DefaultLimits()}
			res, err := f.Find(t.Context(), tc.query)
			if err != nil {
				t.Fatal(err)
			}
			if l.connections != tc.searches {
				t.Errorf("connections were searched %d times, want %d", l.connections, tc.searches)
			}
			if n := len(res.Journeys[0].Connections); n != tc.connections {
				t.Errorf("got %d connections, want %d", n, tc.connections)
			}
		})
	}
}

// A list does not search connections, so what it cached lacks them.
func TestACachedRequestIsOpened(t *testing.T) {
	s := &traces{all: []journey.Trace{journeytest.Trace(t, 1, throughWaypoint)}}
	l := &logs{lines: journeytest.Lines(t, ownTunnel)}
	f := find.Finder{
		Logs: l, Traces: s, Extract: journeytest.Extract, Slack: time.Second, Limits: journey.DefaultLimits(),
		Cache: find.NewCache(plenty).For("me"), Now: func() time.Time { return journeytest.Epoch.Add(time.Hour) },
	}
	for i, q := range []journey.Query{
		{Type: journey.QuerySearch, TraceQL: "GET", Depth: journey.DepthWhole, Range: hour, Limit: 1},
		{Type: journey.QueryJourney, TraceID: journeytest.TraceID(1), Range: hour, Limit: 1},
		{Type: journey.QueryJourney, TraceID: journeytest.TraceID(1), Range: hour, Limit: 1},
	} {
		res, err := f.Find(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if want := min(i, 1); l.connections != want || len(res.Journeys[0].Connections) != want {
			t.Errorf("query %d: got %d connections by %d searches, want %d", i, len(res.Journeys[0].Connections), l.connections, want)
		}
		if want := max(0, i-1); res.Cached != want {
			t.Errorf("query %d: %d requests were cached, want %d", i, res.Cached, want)
		}
	}
}

func TestMissingConnectionsAreExplained(t *testing.T) {
	q := journey.Query{Type: journey.QueryJourney, TraceID: journeytest.TraceID(1), Range: hour, Limit: 1}
	s := &traces{all: []journey.Trace{journeytest.Trace(t, 1, throughWaypoint)}}
	limits := journey.DefaultLimits()
	limits.Connections = 1
	for name, tc := range map[string]struct {
		logs   *logs
		notice string
	}{
		"Loki fails": {&logs{err: errors.New("Loki is down")}, "ztunnel's lines are missing: Loki is down"},
		"too many": {&logs{lines: journeytest.Lines(t, ownTunnel+"\n"+ownTunnel)},
			"More than 1 lines of ztunnel were found, so connections are only possible. Raise limits.connections in the data source's settings to compare all."},
	} {
		t.Run(name, func(t *testing.T) {
			f := find.Finder{Logs: tc.logs, Traces: s, Extract: journeytest.Extract, Slack: time.Second, Limits: limits}
			res, err := f.Find(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			wantNotice(t, res, tc.notice)
			for _, c := range res.Journeys[0].Connections {
				if c.Certain {
					t.Error("a connection is certain though not all lines were compared")
				}
			}
			for _, finding := range res.Journeys[0].Findings {
				if finding.Code == journey.FindingAmbientL4 {
					t.Errorf("nothing was searched, but it says: %s", finding.Message)
				}
			}
		})
	}
}
