package accesslog_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/requestjourney/requestjourney/pkg/accesslog"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

var arrived = time.Date(2026, 3, 11, 9, 14, 0, 0, time.UTC)

// ztunnelLines are lines as ztunnel writes them, and what they say; nil where a line is
// of no connection.
var ztunnelLines = map[string]struct {
	body string
	want *journey.Connection
}{
	"text, at the server": {
		"2026-10-10T01:00:04.396760Z\tinfo\taccess\tconnection complete\tsrc.addr=10.244.0.9:58866 src.workload=\"tester-577d497fbd-c4gtz\" src.namespace=\"demo\" src.identity=\"spiffe://cluster.local/ns/demo/sa/default\" dst.addr=10.244.0.8:15008 dst.hbone_addr=10.244.0.8:80 dst.service=\"notes.demo.svc.cluster.local\" dst.workload=\"notes-76f869bb97-vsdh7\" dst.namespace=\"demo\" dst.identity=\"spiffe://cluster.local/ns/demo/sa/default\" direction=\"inbound\" bytes_sent=853 bytes_recv=84 duration=\"2ms\"",
		connection(journey.Inbound, "2026-10-10T01:00:04.39676Z", 2*time.Millisecond, 853, 84, ""),
	},
	"JSON, at the client": {
		`{"level":"info","time":"2026-10-10T01:00:04.396865Z","scope":"access","message":"connection complete","src.addr":"10.244.0.9:58866","src.workload":"tester-577d497fbd-c4gtz","src.namespace":"demo","dst.addr":"10.244.0.8:15008","dst.hbone_addr":"10.244.0.8:80","dst.service":"notes.demo.svc.cluster.local","dst.workload":"notes-76f869bb97-vsdh7","dst.namespace":"demo","direction":"outbound","bytes_sent":84,"bytes_recv":853,"duration":"1006ms"}`,
		connection(journey.Outbound, "2026-10-10T01:00:04.396865Z", 1006*time.Millisecond, 84, 853, ""),
	},
	"older text without quotes, wrapped by fluent-bit": {
		`{"log":"2026-10-10T01:00:04.396760Z\tinfo\taccess\tconnection complete\tsrc.addr=10.244.0.9:58866 src.workload=tester-577d497fbd-c4gtz src.namespace=demo dst.addr=10.244.0.8:15008 dst.hbone_addr=10.244.0.8:80 dst.service=notes.demo.svc.cluster.local dst.workload=notes-76f869bb97-vsdh7 dst.namespace=demo direction=\"outbound\" bytes_sent=84 bytes_recv=158 duration=\"118ms\"\n"}`,
		connection(journey.Outbound, "2026-10-10T01:00:04.39676Z", 118*time.Millisecond, 84, 158, ""),
	},
	"a refused connection with the prefix of the container runtime": {
		"2026-10-10T01:00:04.397000000Z stdout F 2026-10-10T01:00:04.396760Z\terror\taccess\tconnection complete\tsrc.addr=10.244.0.9:58866 src.workload=\"tester-577d497fbd-c4gtz\" src.namespace=\"demo\" dst.addr=10.244.0.8:15008 dst.hbone_addr=10.244.0.8:80 dst.service=\"notes.demo.svc.cluster.local\" dst.workload=\"notes-76f869bb97-vsdh7\" dst.namespace=\"demo\" direction=\"inbound\" bytes_sent=0 bytes_recv=0 duration=\"0ms\" error=\"connection closed due to policy rejection: allow policies exist, but none allowed\"",
		connection(journey.Inbound, "2026-10-10T01:00:04.39676Z", 0, 0, 0, "connection closed due to policy rejection: allow policies exist, but none allowed"),
	},
	"a connection that opens": {
		"2026-10-10T01:00:04.396760Z\tdebug\taccess\tconnection opened\tsrc.addr=10.244.0.9:58866 src.workload=\"tester\" dst.addr=10.244.0.8:15008 direction=\"outbound\"", nil,
	},
	"a refused connection without workloads": {
		"2026-10-10T01:00:04.396760Z\twarn\taccess\tconnection failed\tsrc.addr=10.244.0.9:58866 dst.addr=10.244.0.8:15008 direction=\"inbound\" error=\"http status: 401 Unauthorized\"", nil,
	},
	"an application's line": {"connection complete, src.addr=none", nil},
	"broken JSON":           {`{"message":"connection complete","src.addr":`, nil},
}

func connection(d journey.Direction, closed string, took time.Duration, sent, received int64, failure string) *journey.Connection {
	at, err := time.Parse(time.RFC3339Nano, closed)
	if err != nil {
		panic(err)
	}
	return &journey.Connection{
		Direction: d, Host: "notes.demo.svc.cluster.local", Opened: at.Add(-took), Closed: at, Sent: sent, Received: received, Error: failure,
		Client: journey.Workload{Pod: "tester-577d497fbd-c4gtz", Namespace: "demo", Address: "10.244.0.9:58866"},
		Server: journey.Workload{Pod: "notes-76f869bb97-vsdh7", Namespace: "demo", Address: "10.244.0.8:80"},
	}
}

func TestParseConnection(t *testing.T) {
	for name, tc := range ztunnelLines {
		t.Run(name, func(t *testing.T) {
			got, ok := accesslog.ParseConnection(&journey.Line{Time: arrived, Body: tc.body})
			if ok != (tc.want != nil) {
				t.Fatalf("ok is %v", ok)
			}
			if ok {
				if diff := cmp.Diff(*tc.want, got); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}
