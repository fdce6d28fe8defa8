package findings_test

import (
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/join"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// TestBlame checks which services are blamed for an error or a wait. Each case is
// a trace as journeytest.Trace reads it, and all its findings.
func TestBlame(t *testing.T) {
	for name, tc := range map[string]struct{ spans, lines, want string }{
		"a server that succeeded absorbed the failure below it": {
			spans: `
			lobby server 0 100 GET error
			  lobby client 5 60 find error
			    keys server 6 90 find http.response.status_code=200
			      cabinet client 10 20 get error
			`,
			want: `
			error error-origin lobby: lobby failed in "find". Calls below it failed, too, but were retried or handled, so the error started here.
			warning error-origin cabinet: cabinet failed in "get". None of its downstream calls failed, so the error started here.
			`,
		},
		"a server without a status absorbs nothing": {
			spans: `
			lobby server 0 100 GET error
			  keys server 6 90 find
			    cabinet server 10 20 get error
			`,
			want: `error error-origin cabinet: cabinet failed in "get". None of its downstream calls failed, so the error started here.`,
		},
		"a 404 that is passed on is not a failure": {
			spans: `
			door server 0 100 GET http.response.status_code=404
			  door client 1 99 forward error http.response.status_code=404
			    lobby server 2 98 GET http.response.status_code=404
			`,
		},
		"a 404 that fails the caller is the caller's failure": {
			spans: `
			lobby server 0 100 GET error http.response.status_code=500
			  lobby client 1 99 find error http.response.status_code=404
			    keys server 2 98 find http.response.status_code=404
			`,
			want: `error error-origin lobby: lobby failed in "find" with status 404. None of its downstream calls failed, so the error started here.`,
		},
		"attributes say that the server failed": {
			spans: `
			shop client 0 100 pay rpc.grpc.status_code=14
			  pay server 10 90 pay rpc.grpc.status_code=14
			`,
			want: `error error-origin pay: pay failed in "pay" with gRPC status 14 (UNAVAILABLE). None of its downstream calls failed, so the error started here.`,
		},
		"a client's mistake is not the server's failure": {
			spans: `
			shop server 0 100 GET http.response.status_code=404
			  pay server 10 90 pay rpc.grpc.status_code=5
			`,
		},
		"OpenTracing's error tag marks a failure": {
			spans: `shop server 0 100 GET error=true`,
			want:  `error error-origin shop: shop failed in "GET". None of its downstream calls failed, so the error started here.`,
		},
		"a peer that sent no span is named": {
			spans: `
			shop server 0 100 GET error http.response.status_code=502
			  shop client 10 90 pay error http.response.status_code=503 server.address=pay.internal
			`,
			want: `
			error error-origin shop: shop failed in "pay" with status 503. It called pay.internal, which sent no span.
			info not-instrumented shop: shop called pay.internal, which sent no span.
			`,
		},
		"the type of an error": {
			spans: `shop server 0 100 GET error error.type=timeout`,
			want:  `error error-origin shop: shop failed in "GET": timeout. None of its downstream calls failed, so the error started here.`,
		},
		"two errors of one service": {
			spans: `
			shop server 0 100 GET
			  pay server 10 20 pay error http.response.status_code=500
			  pay server 30 40 refund error http.response.status_code=503
			  pay server 50 60 pay error http.response.status_code=500
			`,
			want: `
			warning error-origin pay: pay failed in "pay" with status 500. None of its downstream calls failed, so the error started here.
			warning error-origin pay: pay failed in "refund" with status 503. None of its downstream calls failed, so the error started here.
			`,
		},
		"a failure below a missing span passed through it": {
			spans: `
			bridge server 0 100 GET error http.response.status_code=500
			[pier] server 10 90 GET error http.response.status_code=500
			`,
			want: `
			error error-origin pier: pier failed in "GET" with status 500. None of its downstream calls failed, so the error started here.
			warning propagation-broken pier: The caller of "GET" in pier is missing: its span 000000000000dead is not in the trace.
			`,
		},
		"a failure after the answer did not cause the request's failure": {
			spans: `
			bridge server 0 100 GET error http.response.status_code=500
			[pier] server 400 500 POST error http.response.status_code=500
			`,
			want: `
			error error-origin bridge: bridge failed in "GET" with status 500. None of its downstream calls failed, so the error started here.
			error error-origin pier: pier failed in "POST" with status 500. None of its downstream calls failed, so the error started here.
			warning propagation-broken pier: The caller of "POST" in pier is missing: its span 000000000000dead is not in the trace.
			`,
		},
		"a wait below a missing span is not the caller's own": {
			spans: `
			bridge server 0 900 GET
			[pier] server 10 890 GET
			`,
			want: `
			warning propagation-broken pier: The caller of "GET" in pier is missing: its span 000000000000dead is not in the trace.
			warning slow-hop pier: pier itself took 880 ms of the request's 900 ms, most of it in "GET".
			`,
		},
		"work after the answer is not slow": {
			spans: `
			gateway server 0 2000 POST
			  post server 40 1960 POST
			    post producer 1900 1904 send messaging.system=kafka messaging.destination.name=stamps
			      printer consumer 600000 600900 print messaging.system=kafka messaging.destination.name=stamps
			`,
			want: `warning slow-hop post: post itself took 1.92 s of the request's 2 s, most of it in "POST".`,
		},
		"sequential calls of one operation are one wait": {
			spans: `
			shop server 0 1000 GET
			  shop client 10 310 SELECT db.system=mysql db.name=orders
			  shop client 320 620 SELECT db.system=mysql db.name=orders
			  shop client 630 930 SELECT db.system=mysql db.name=orders
			`,
			want: `warning slow-hop shop: shop waited 900 ms of the request's 1 s for orders, in 3 calls of "SELECT".`,
		},
		"calls that overlap by microseconds are not the caller's own work": {
			spans: `
			museum server 0 1000 GET
			  art server 10 501 GET
			  sound server 500 990 GET
			`,
		},
		"the caller's own work during the call is not proxy time": {
			spans: `
			cinema server 0 1100 GET
			  cinema client 0 1000 GET server.address=films
			    cinema internal 10 900 login
			    films server 920 980 GET
			`,
			want: `warning slow-hop cinema: cinema itself took 1.04 s of the request's 1.1 s, most of it in "login".`,
		},
		"unexplained time is proxy time": {
			spans: `
			cinema server 0 400 GET
			  cinema client 10 390 GET server.address=films
			    films server 300 380 GET
			`,
			want: `warning proxy-time cinema: cinema waited 380 ms; films took 80 ms. The other 300 ms were network or proxies.`,
		},
		"an access line reports an error that the proxy's span does not": {
			spans: `caddy server 0 95 GET http.response.status_code=200`,
			lines: `95 1 1 caddy {"level":"error","logger":"http.log.access","request":{"method":"GET","uri":"/cups"},"duration":0.09,"status":502}`,
			want:  `error error-origin caddy: caddy answered 502, according to its access line. Its span "GET" reports no failure.`,
		},
		"an access line with a 404 is not a failure": {
			spans: `caddy server 0 95 GET http.response.status_code=404`,
			lines: `95 1 1 caddy {"level":"info","logger":"http.log.access","request":{"method":"GET","uri":"/cups"},"duration":0.09,"status":404}`,
		},
		"an access line between two services that says 499": {
			spans: `
			tea server 0 100 GET
			  caddy server 10 90 GET
			`,
			lines: `90 1 2 caddy {"level":"info","logger":"http.log.access","request":{"method":"GET","uri":"/cups"},"duration":0.08,"status":499}`,
		},
		"an access line of a proxy in front of the failed service": {
			spans: `
			nginx server 0 100 GET
			  tea server 10 90 GET error http.response.status_code=500
			`,
			lines: `100 1 1 nginx 10.2.0.9 - - [11/Mar/2026:09:14:00 +0000] "GET /cups HTTP/1.1" 502 160 "-" "curl/8"`,
			want:  `error error-origin tea: tea failed in "GET" with status 500. None of its downstream calls failed, so the error started here.`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			raw := journey.Raw{Trace: journeytest.Trace(t, 1, tc.spans), Lines: journeytest.Lines(t, tc.lines)}
			for i := range raw.Lines {
				raw.Contexts = append(raw.Contexts, journeytest.Extract(&raw.Lines[i]))
			}
			journeytest.WantText(t, onlyFindings(join.Join(raw, semconv.Identity{}, time.Now())), tc.want)
		})
	}
}

func onlyFindings(j *journey.Journey) string {
	var b strings.Builder
	for _, f := range j.Findings {
		b.WriteString(string(f.Severity) + " " + string(f.Code) + " " + f.Node + ": " + f.Message + "\n")
	}
	return b.String()
}
