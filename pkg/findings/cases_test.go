package findings_test

import (
	"errors"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/findings"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

// reasonCases are failures that give their reason in different ways.
var reasonCases = map[string]findingCase{
	"error-origin: by its status message": {
		spans: "shop server 0 100 GET error http.status_code=500",
		with:  func(raw *journey.Raw) { raw.Trace.Spans[0].StatusMessage = "no stock" },
		want:  "error error-origin shop",
	},
	"error-origin: by its HTTP status": {
		spans: "shop server 0 100 GET error http.response.status_code=503",
		want:  "error error-origin shop",
	},
	"error-origin: by its gRPC status": {
		spans: "shop server 0 100 GET error rpc.grpc.status_code=14",
		want:  "error error-origin shop",
	},
	"error-origin: the client gave up": {
		spans: "caddy server 0 95 GET\n  tea server 10 400 GET",
		lines: `95 1 1 caddy {"level":"info","logger":"http.log.access","request":{"method":"GET","uri":"/"},"duration":0.09,"status":499}`,
		want:  "warning error-origin caddy",
	},
	"error-origin: only by a proxy's access line": {
		spans: "caddy server 0 95 GET http.response.status_code=200",
		lines: `95 1 1 caddy {"level":"error","logger":"http.log.access","request":{"method":"GET","uri":"/"},"duration":0.09,"status":502}`,
		want:  "error error-origin caddy",
	},
	"error-origin: of a call whose peer sent no span": {
		spans: `
			shop server 0 100 GET error
			  shop client 10 90 pay error http.response.status_code=503 server.address=pay.example.com`,
		want: "error error-origin shop\ninfo not-instrumented shop",
	},
	"slow-hop: sequential calls of one operation": {
		spans: `
			shop server 0 1000 GET
			  shop client 10 310 SELECT db.system=mysql db.name=orders
			  shop client 320 620 SELECT db.system=mysql db.name=orders
			  shop client 630 930 SELECT db.system=mysql db.name=orders`,
		want: "warning slow-hop shop",
	},
	"error-origin: with its error lines": {
		spans: "shop server 0 100 GET error",
		lines: "50 1 0 shop level=error no stock\n60 1 0 shop level=info goodbye\n70 1 0 shop level=error no cart",
		want:  "error error-origin shop",
	},
}

// missingCases are requests with missing spans or lines.
var missingCases = map[string]findingCase{
	"trace-not-found: the Loki query failed": {
		with: func(raw *journey.Raw) { raw.LinesErr = errors.New("Loki is down") },
		want: "warning trace-not-found",
	},
	"trace-not-found: in a list, which does not search lines": {
		with: func(raw *journey.Raw) { raw.Depth = journey.DepthSummary },
		want: "warning trace-not-found",
	},
	"trace-not-found: younger than a minute": {
		lines: "0 1 0 shop hello",
		after: 59 * time.Second,
		want:  "info young ",
	},
	"trace-not-found: older than Tempo keeps traces": {
		lines: "0 1 0 shop hello",
		after: 15 * 24 * time.Hour,
		want:  "warning trace-not-found",
	},
	"trace-not-found: an ID of 64 bits": {
		lines: "0 1 0 shop hello",
		want:  "warning trace-not-found",
	},
	"trace-not-found: an ID of 128 bits": {
		lines: "0 1 0 shop hello",
		with:  func(raw *journey.Raw) { raw.Trace.TraceID[0] = 0xab },
		want:  "warning trace-not-found",
	},
	"sampled-out": {
		lines: "0 1 0 shop hello",
		with:  func(raw *journey.Raw) { raw.Contexts[0].Sampled = journey.SampledNo },
		want:  "info sampled-out",
	},
	"propagation-broken: ghosts, one of them without a name": {
		spans: "shop server 0 100 GET",
		lines: "10 1 0 pay one\n20 1 0 pay two\n30 1 0 unknown_service three",
		want:  "warning propagation-broken pay\ninfo propagation-broken unknown_service",
	},
	"propagation-broken: a ghost that logs only the request's ID": {
		spans: "shop server 0 100 GET",
		lines: "10 0 0 ingress one 84961386-6d84-929d-98bd-c5aee93b5c88",
		want:  "info propagation-broken ingress",
	},
	"propagation-broken: a caller in the middle is missing": {
		spans: "gateway server 0 100 GET\n[shop] server 5 40 GET\n[shop] server 50 90 PUT",
		want:  "warning propagation-broken shop",
	},
	"split-request": {
		by: func(t *testing.T) []journey.Finding {
			j := &journey.Journey{TraceID: journeytest.TraceID(1), Verdict: journey.VerdictComplete}
			findings.SplitRequest(j, []journey.TraceID{journeytest.TraceID(1), journeytest.TraceID(2)})
			return j.Findings
		},
		want: "warning split-request",
	},
}

// loopCases are repeated calls.
var loopCases = map[string]findingCase{
	"repeated-calls, near miss: six at once": {
		spans: `
			shop server 0 100 GET
			  shop client 10 40 GET server.address=pay
			    pay server 12 38 GET
			  shop client 10 41 GET server.address=pay
			    pay server 12 39 GET
			  shop client 10 42 GET server.address=pay
			    pay server 12 40 GET
			  shop client 10 43 GET server.address=pay
			    pay server 12 41 GET
			  shop client 10 44 GET server.address=pay
			    pay server 12 42 GET
			  shop client 10 45 GET server.address=pay
			    pay server 12 43 GET`,
		want: "",
	},
	"repeated-calls, near miss: ten by two workers": {
		spans: `
			shop server 0 100 GET
			  shop client 10 20 GET server.address=pay.example.com
			  shop client 10 21 GET server.address=pay.example.com
			  shop client 20 30 GET server.address=pay.example.com
			  shop client 21 31 GET server.address=pay.example.com
			  shop client 30 40 GET server.address=pay.example.com
			  shop client 31 41 GET server.address=pay.example.com
			  shop client 40 50 GET server.address=pay.example.com
			  shop client 41 51 GET server.address=pay.example.com
			  shop client 50 60 GET server.address=pay.example.com
			  shop client 51 61 GET server.address=pay.example.com`,
		want: "info not-instrumented shop",
	},
	"repeated-calls, near miss: each begins before the last one ends": {
		spans: `
			shop server 0 100 GET
			  shop client 10 22 GET server.address=pay.example.com
			  shop client 20 32 GET server.address=pay.example.com
			  shop client 30 42 GET server.address=pay.example.com
			  shop client 40 52 GET server.address=pay.example.com
			  shop client 50 62 GET server.address=pay.example.com`,
		want: "info not-instrumented shop",
	},
	"repeated-calls, near miss: four": {
		spans: `
			shop server 0 100 GET
			  shop client 10 20 SELECT db.system=mysql db.name=orders
			  shop client 20 30 SELECT db.system=mysql db.name=orders
			  shop client 30 40 SELECT db.system=mysql db.name=orders
			  shop client 40 50 SELECT db.system=mysql db.name=orders`,
		want: "",
	},
	"repeated-calls, near miss: one call that six received": {
		spans: `
			shop server 0 200 GET
			  shop client 10 110 send
			    pay server 20 30 receive
			    pay server 30 40 receive
			    pay server 40 50 receive
			    pay server 50 60 receive
			    pay server 60 70 receive
			    pay server 70 80 receive`,
		want: "",
	},
	"repeated-calls, near miss: five requests that each call once": {
		spans: `
			shop server 0 100 GET
			  shop internal 10 30 one
			    shop client 10 20 SELECT db.system=mysql db.name=orders
			  shop internal 20 40 two
			    shop client 20 30 SELECT db.system=mysql db.name=orders
			  shop internal 30 50 three
			    shop client 30 40 SELECT db.system=mysql db.name=orders
			  shop internal 40 60 four
			    shop client 40 50 SELECT db.system=mysql db.name=orders
			  shop internal 50 70 five
			    shop client 50 60 SELECT db.system=mysql db.name=orders`,
		want: "",
	},
	"repeated-calls: clocks that are off by a millisecond": {
		spans: `
			shop server 0 100 GET
			  shop client 10 21 SELECT db.system=mysql db.name=orders
			  shop client 20 31 SELECT db.system=mysql db.name=orders
			  shop client 30 41 SELECT db.system=mysql db.name=orders
			  shop client 40 51 SELECT db.system=mysql db.name=orders
			  shop client 50 61 SELECT db.system=mysql db.name=orders`,
		want: "info repeated-calls shop",
	},
	"repeated-calls: from a library with its own service name": {
		spans: `
			shop server 0 100 GET
			  redis client 10 20 GET
			  redis client 20 30 GET
			  redis client 30 40 GET
			  redis client 40 50 GET
			  redis client 50 60 GET`,
		want: "info repeated-calls shop",
	},
	"retry, near miss: a caller without spans of its own": {
		spans: `
			shop server 0 100 GET
			  pay server 10 20 GET error
			  pay server 30 40 GET`,
		want: "warning error-origin pay",
	},
	"repeated-calls: six, and one in parallel": {
		spans: `
			shop server 0 200 GET
			  shop client 10 150 GET server.address=pay.example.com
			  shop client 10 30 GET server.address=pay.example.com
			  shop client 35 55 GET server.address=pay.example.com
			  shop client 60 80 GET server.address=pay.example.com
			  shop client 85 105 GET server.address=pay.example.com
			  shop client 110 130 GET server.address=pay.example.com
			  shop client 135 155 GET server.address=pay.example.com`,
		want: "info not-instrumented shop\ninfo repeated-calls shop",
	},
}

// timeCases test start times and durations.
var timeCases = map[string]findingCase{
	"lines-outside: each service has its own distance": {
		spans: "shop server 10000 10100 GET\n  shop client 10010 10090 pay\n    pay server 10020 10080 pay",
		lines: "3000 1 0 shop early\n13000 1 0 pay late\n14100 1 0 pay later\n21100 1 0 shop much later",
		want:  "info lines-outside pay\ninfo lines-outside shop",
	},
	"slow-hop: the wait for a database": {
		spans: "shop server 0 2000 GET\n  shop client 50 1950 SELECT db.system=mysql db.name=orders",
		want:  "warning slow-hop shop",
	},
	"proxy-time: the caller's own work is subtracted": {
		spans: `
			shop server 0 480 GET
			  shop client 0 440 GET server.address=pay
			    shop internal 10 50 login
			    pay server 400 420 GET`,
		want: "warning proxy-time shop",
	},
	"clock-skew: two services, ahead and behind": {
		spans: `
			shop server 1000 1100 GET host=a
			  shop client 1010 1050 pay host=a
			    pay server 7020 7040 pay host=b
			  shop client 1060 1090 stock host=a
			    stock server 65 85 stock host=c`,
		want: "warning clock-skew pay\nwarning clock-skew stock",
	},
}

// edgeCases are slow requests of which only the proxy at the edge sent spans.
var edgeCases = map[string]findingCase{
	"slow-hop, near miss: a proxy whose upstream is not in the trace": {
		spans: "caddy server 0 1200 GET",
		lines: `1200 1 1 caddy {"level":"info","logger":"http.log.access","request":{"method":"GET","uri":"/"},"duration":1.2,"status":200}`,
		want:  "",
	},
	"slow-hop: a service that logs no access lines": {
		spans: "shop server 0 1200 GET",
		lines: "1200 1 1 shop INFO done",
		want:  "warning slow-hop shop",
	},
}

// proxyCases are responses that a proxy made itself.
var proxyCases = map[string]findingCase{
	"proxy-answered: by the access line of a sidecar": {
		spans: "ferry client 0 100 GET error component=proxy node_id=sidecar~1~ferry-1.bay~bay istio.canonical_service=ferry http.status_code=503 upstream_cluster=outbound|80||dock.bay.svc.cluster.local response_flags=UH",
		lines: `100 1 1 ferry [2026-03-11T09:14:00.000Z] "GET /berth HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 45 100 - "-" "ferry/1" "84961386-6d84-929d-98bd-c5aee93b5c88" "dock" "-" outbound|80||dock.bay.svc.cluster.local 10.8.0.4:41000 10.9.0.8:80 10.8.0.4:40990 - default`,
		want:  "error error-origin ferry\nerror proxy-answered ferry",
	},
	"proxy-answered: by the flags of a span alone": {
		spans: "ferry client 0 100 GET error component=proxy node_id=sidecar~1~ferry-1.bay~bay http.status_code=504 upstream_cluster=outbound|80||dock.bay.svc.cluster.local response_flags=UT",
		want:  "error error-origin ferry\nerror proxy-answered ferry",
	},
	"proxy-answered: a gateway refuses": {
		spans: "gate server 0 100 GET http.response.status_code=403",
		lines: `100 1 0 gate {"method":"GET","path":"/cups","response_code":403,"response_flags":"UAEX","response_code_details":"ext_authz_denied","duration":100}`,
		want:  "warning proxy-answered gate",
	},
	"proxy-answered: the caller left": {
		spans: "gate server 0 100 GET",
		lines: `100 1 0 gate {"method":"GET","path":"/cups","response_code":0,"response_flags":"DC","response_code_details":"downstream_remote_disconnect","duration":100}`,
		want:  "warning proxy-answered gate",
	},
	"proxy-answered, near miss: from upstream": {
		spans: "ferry client 0 100 GET error component=proxy node_id=sidecar~1~ferry-1.bay~bay http.status_code=503 upstream_cluster=outbound|80||dock.bay.svc.cluster.local response_flags=-",
		lines: `100 1 1 ferry [2026-03-11T09:14:00.000Z] "GET /berth HTTP/1.1" 503 - via_upstream - "-" 0 45 100 99 "-" "ferry/1" "84961386-6d84-929d-98bd-c5aee93b5c88" "dock" "10.8.0.5:8080" outbound|80||dock.bay.svc.cluster.local 10.8.0.4:41000 10.9.0.8:80 10.8.0.4:40990 - default`,
		want:  "error error-origin ferry\ninfo not-instrumented ferry",
	},
	"proxy-answered, near miss: the caller's proxy has the flag of used-up retries, and another proxy the status": {
		spans: `
			ferry client 0 100 GET error component=proxy node_id=sidecar~1~ferry-1.bay~bay http.status_code=503 response_flags=URX
			  dock server 5 40 GET error component=proxy node_id=sidecar~2~dock-1.bay~bay http.status_code=503 response_flags=-`,
		want: "error error-origin dock",
	},
}
