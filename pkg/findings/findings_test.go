package findings_test

import (
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/join"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// findingCase is a request, and the severity, code and node of each of its findings.
// testdata/findings.txt holds their whole texts.
type findingCase struct {
	spans, lines, truncated, want string

	with  func(*journey.Raw)                 // changes what the sources returned
	after time.Duration                      // when it was joined, after it began; 0 means an hour
	by    func(*testing.T) []journey.Finding // makes the findings, instead of joining a request
}

// TestFindings checks each finding with a request that raises it and a near miss
// that does not.
func TestFindings(t *testing.T) {
	wantFindings(t, reasonCases, missingCases, loopCases, proxyCases, edgeCases, timeCases, map[string]findingCase{
		"error-origin: the deepest failure": {
			spans: "gateway server 0 100 GET error\n  shop server 5 95 GET error",
			want:  "error error-origin shop",
		},
		"error-origin: through proxies that report nothing": {
			spans: "web server 0 100 GET error\n  web client 5 95 GET error\n    linkerd-proxy client 6 94 GET\n      voting server 10 90 GET error",
			want:  "error error-origin voting",
		},
		"error-origin, near miss: the request survived": {
			spans: "gateway server 0 100 GET\n  shop server 5 95 GET error",
			want:  "warning error-origin shop",
		},
		"error-origin: only lines": {
			lines: "0 1 0 shop INFO x\n5 1 0 db level=error boom\n9 1 0 shop level=error boom",
			want:  "error error-origin db\nwarning trace-not-found",
		},
		"propagation-broken: two roots": {
			spans: "gateway server 0 100 GET\nshop server 5 95 GET",
			want:  "warning propagation-broken shop",
		},
		"propagation-broken, near miss: a consumer starts a new root": {
			spans: "gateway server 0 100 GET\nworker consumer 200 300 job messaging.destination.name=jobs",
			want:  "",
		},
		"propagation-broken: the root is missing": {
			spans: "[shop] server 0 100 GET",
			want:  "warning propagation-broken shop",
		},
		"propagation-broken, near miss: the caller is outside of the mesh": {
			spans: "[gateway] server 0 100 GET node_id=router~10.1.1.1~gw-1.istio-system~x",
			want:  "",
		},
		"not-instrumented: a peer without a span": {
			spans: "shop server 0 100 GET\n  shop client 5 95 pay server.address=pay.example.com",
			want:  "info not-instrumented shop",
		},
		"not-instrumented, near miss: a database": {
			spans: "shop server 0 100 GET\n  shop client 5 95 SELECT db.system=postgresql db.name=shop",
			want:  "",
		},
		"not-instrumented, near miss: a ghost": {
			spans: "shop server 0 100 GET\n  shop client 5 95 pay server.address=pay.svc",
			lines: "50 1 0 pay paid",
			want:  "warning propagation-broken pay",
		},
		"retry: failed, then succeeded": {
			spans: `
			shop server 0 100 GET
			  shop client 10 20 pay error
			    pay server 11 19 pay error
			  shop client 30 40 pay
			    pay server 31 39 pay`,
			want: "warning retry shop",
		},
		"retry: the sidecar's, under one span": {
			spans: `
			shop server 0 100 GET error
			  shop client 10 90 pay error
			    pay server 11 30 pay error
			    pay server 40 80 pay error`,
			want: "error error-origin pay\nwarning retry shop",
		},
		"error-origin: after a retry that succeeded": {
			spans: `
			shop server 0 100 GET error
			  shop client 10 20 pay error
			    pay server 11 19 pay error
			  shop client 30 40 pay
			    pay server 31 39 pay`,
			want: "error error-origin shop\nwarning retry shop",
		},
		"proxy-time, near miss: the sidecar's retries": {
			spans: `
			shop server 0 500 GET
			  shop client 10 490 pay
			    pay server 11 160 pay error
			    pay server 170 320 pay error
			    pay server 330 480 pay`,
			want: "warning retry shop",
		},
		"propagation-broken, near miss: the trace is cut": {
			spans:     "shop server 0 100 GET\n[pay] server 20 30 GET",
			lines:     "50 1 0 ghost hello",
			truncated: "trace exceeds max size",
			want:      "warning trace-truncated",
		},
		"retry, near miss: two calls, the second fails": {
			spans: `
			shop server 0 100 GET
			  shop client 10 20 pay
			    pay server 11 19 pay
			  shop client 30 40 pay error
			    pay server 31 39 pay error`,
			want: "warning error-origin pay",
		},
		"repeated-calls: five in a row": {
			spans: `
			shop server 0 100 GET
			  shop client 10 20 SELECT db.system=mysql db.name=shop
			  shop client 20 30 SELECT db.system=mysql db.name=shop
			  shop client 30 40 SELECT db.system=mysql db.name=shop
			  shop client 40 50 SELECT db.system=mysql db.name=shop
			  shop client 50 60 SELECT db.system=mysql db.name=shop`,
			want: "info repeated-calls shop",
		},
		"repeated-calls, near miss: five different ones": {
			spans: `
			shop server 0 100 GET
			  shop client 10 20 GET http.method=GET http.url=http://pay/a db.system=x
			  shop client 20 30 GET http.method=GET http.url=http://pay/b db.system=x
			  shop client 30 40 GET http.method=GET http.url=http://pay/c db.system=x
			  shop client 40 50 GET http.method=GET http.url=http://pay/d db.system=x
			  shop client 50 60 GET http.method=GET http.url=http://pay/e db.system=x`,
			want: "",
		},
		"repeated-calls: one path with different arguments": {
			spans: `
			shop server 0 100 GET
			  shop client 10 20 GET http.method=GET http.url=http://pay/items/1
			    pay server 11 19 GET
			  shop client 20 30 GET http.method=GET http.url=http://pay/items/2
			    pay server 21 29 GET
			  shop client 30 40 GET http.method=GET http.url=http://pay/items/3
			    pay server 31 39 GET
			  shop client 40 50 GET http.method=GET http.url=http://pay/items/4
			    pay server 41 49 GET
			  shop client 50 60 GET http.method=GET http.url=http://pay/items/5
			    pay server 51 59 GET`,
			want: "info repeated-calls shop",
		},
		"repeated-calls, near miss: five statements": {
			spans: `
			shop server 0 100 GET
			  shop client 10 20 SELECT db.system=x db.query.text=SELECT_a
			  shop client 20 30 SELECT db.system=x db.query.text=SELECT_b
			  shop client 30 40 SELECT db.system=x db.query.text=SELECT_c
			  shop client 40 50 SELECT db.system=x db.query.text=SELECT_d
			  shop client 50 60 SELECT db.system=x db.query.text=SELECT_e`,
			want: "",
		},
		"slow-hop: most of a long wait": {
			spans: "gateway server 0 2000 GET\n  shop server 50 1950 GET",
			want:  "warning slow-hop shop",
		},
		"slow-hop, near miss: no caller waits for it": {
			spans: "gateway server 0 100 GET\n  shop producer 50 60 send messaging.destination.name=jobs\n    worker consumer 100 2000 job messaging.destination.name=jobs",
			want:  "",
		},
		"proxy-time: the caller waited much longer": {
			spans: "shop server 0 400 GET\n  shop client 10 390 pay\n    pay server 380 389 pay",
			want:  "warning proxy-time shop",
		},
		"proxy-time, near miss: a short call": {
			spans: "shop server 0 100 GET\n  shop client 10 90 pay\n    pay server 80 89 pay",
			want:  "",
		},
		"proxy-time, near miss: the callee hung, and the call failed": {
			spans: "shop server 0 400 GET\n  shop client 10 390 pay error\n    pay server 380 389 pay",
			want:  "warning error-origin shop",
		},
		"clock-skew: an effect before its cause": {
			spans: "shop server 1000 1100 GET host=a\n  shop client 1010 1090 pay host=a\n    pay server 520 580 pay host=b",
			want:  "warning clock-skew pay",
		},
		"clock-skew, near miss: a callee that outlasts its caller": {
			spans: "shop server 1000 1100 GET host=a\n  shop client 1010 1090 pay host=a\n    pay server 1020 1300 pay host=b",
			want:  "",
		},
		"ambient-l4": {
			spans: "shop client 0 20 GET\n  waypoint server 0 10 GET node_id=waypoint~10.1.1.1~w-1.bookinfo~x upstream_cluster=inbound-vip|80|http|cart.shop.svc.cluster.local",
			want:  "info ambient-l4 waypoint",
		},
		"lines-outside: after the end": {
			spans: "shop server 0 100 GET",
			lines: "4100 1 1 shop still at it",
			want:  "info lines-outside shop",
		},
		"lines-outside, near miss: written with the answer": {
			spans: "shop server 0 100 GET",
			lines: "120 1 1 shop done",
			want:  "",
		},
		"trace-truncated": {
			spans:     "shop server 0 100 GET",
			truncated: "trace exceeds max size",
			want:      "warning trace-truncated",
		},
		"trace-not-found": {want: "warning trace-not-found"},
	})
}

func TestSampledOut(t *testing.T) {
	raw := journey.Raw{Trace: journey.Trace{TraceID: journeytest.TraceID(1)}, Lines: journeytest.Lines(t, "0 1 0 shop hello")}
	for sampled, want := range map[journey.Sampled]journey.Verdict{
		journey.SampledNo:      journey.VerdictSampledOut,
		journey.SampledYes:     journey.VerdictLogsOnly,
		journey.SampledUnknown: journey.VerdictLogsOnly,
	} {
		raw.Contexts = []journey.TraceContext{{TraceID: journeytest.TraceID(1), Sampled: sampled}}
		if got := join.Join(raw, semconv.Identity{}, time.Now()).Verdict; got != want {
			t.Errorf("sampled %d: verdict %s, want %s", sampled, got, want)
		}
	}
}
