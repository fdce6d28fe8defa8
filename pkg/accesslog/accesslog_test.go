package accesslog

import (
	"testing"
	"time"
)

func TestAccessOf(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for name, tc := range map[string]struct {
		line string
		want Entry
	}{
		"Istio, outbound": {
			`[2020-11-25T21:26:18.409Z] "GET /status/418?x=1 HTTP/1.1" 418 - via_upstream - "-" 0 135 4 4 "-" "curl/7.73.0-DEV" "84961386-6d84-929d-98bd-c5aee93b5c88" "httpbin:8000" "10.44.1.27:80" outbound|8000||httpbin.foo.svc.cluster.local 10.44.1.23:37652 10.0.45.184:8000 10.44.1.23:46520 - default traceID=1`,
			Entry{Start: at("2020-11-25T21:26:18.409Z"), Duration: 4 * time.Millisecond, Status: 418, Method: "GET", Path: "/status/418", View: ViewClient, Peer: "httpbin", RequestID: "84961386-6d84-929d-98bd-c5aee93b5c88", IsProxy: true, details: "via_upstream", upstream: "10.44.1.27:80"},
		},
		"Istio, inbound, wrapped by CRI": {
			`2026-03-11T09:14:02.481774331Z stdout F [2020-11-25T21:26:18.409Z] "POST / HTTP/2" 200 - via_upstream - "-" 0 135 3 1 "-" "-" "-" "httpbin:8000" "127.0.0.1:80" inbound|8000|| 127.0.0.6:1 10.44.1.27:80 10.44.1.23:3 outbound_.8000_._.httpbin default`,
			Entry{Start: at("2020-11-25T21:26:18.409Z"), Duration: 3 * time.Millisecond, Status: 200, Method: "POST", Path: "/", View: viewServer, IsProxy: true, details: "via_upstream", upstream: "127.0.0.1:80"},
		},
		"Istio JSON": {
			`{"start_time":"2020-11-25T21:26:18.409Z","method":"GET","path":"/a","response_code":503,"duration":12,"upstream_cluster":"outbound|9080||reviews.bookinfo.svc.cluster.local","request_id":"r1","trace_id":"x"}`,
			Entry{Start: at("2020-11-25T21:26:18.409Z"), Duration: 12 * time.Millisecond, Status: 503, Method: "GET", Path: "/a", View: ViewClient, Peer: "reviews", RequestID: "r1", IsProxy: true},
		},
		"fluent-bit around Istio JSON": {
			`{"time":"x","stream":"stdout","log":"{\"method\":\"GET\",\"path\":\"/a\",\"response_code\":200,\"duration\":1,\"upstream_cluster\":\"inbound|9080||\"}","kubernetes":{}}`,
			Entry{Duration: time.Millisecond, Status: 200, Method: "GET", Path: "/a", View: viewServer, IsProxy: true},
		},
		"Traefik": {
			`{"DownstreamStatus":500,"Duration":1500000,"RequestMethod":"GET","RequestPath":"/api/vote?choice=x","ServiceName":"emojivoto-web-svc-80@kubernetes","StartUTC":"2020-11-25T21:26:18.409123Z"}`,
			Entry{Start: at("2020-11-25T21:26:18.409123Z"), Duration: 1500 * time.Microsecond, Status: 500, Method: "GET", Path: "/api/vote", View: ViewClient, Peer: "emojivoto-web-svc", IsProxy: true},
		},
		"Linkerd": {
			`{"client.addr":"10.1.1.1:1","client.id":"-","host":"web","method":"GET","processing_ns":"38000","request_bytes":"","response_bytes":"","status":200,"timestamp":"2020-11-25T21:26:18.409123Z","total_ns":"2500000","trace_id":"","uri":"http://web/leaderboard","user_agent":"","version":"HTTP/1.1"}`,
			Entry{Start: at("2020-11-25T21:26:18.409123Z"), Duration: 2500 * time.Microsecond, Status: 200, Method: "GET", Path: "/leaderboard", View: viewServer, IsProxy: true},
		},
		"Envoy's own default": {
			`[2016-04-15T20:17:00.310Z] "POST /api/v1/locations HTTP/2" 204 - 154 0 226 100 "10.0.35.28" "nsq2http" "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2" "locations" "tcp://10.0.2.1:80"`,
			Entry{Start: at("2016-04-15T20:17:00.310Z"), Duration: 226 * time.Millisecond, Status: 204, Method: "POST", Path: "/api/v1/locations", RequestID: "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2", IsProxy: true, upstream: "tcp://10.0.2.1:80"},
		},
		"HAProxy with a unique ID": {
			`haproxy[14389]: 10.0.1.2:33317 [06/Feb/2026:12:14:14.655] http-in shop/srv1 10/0/30/69/109 503 2750 - - SC-- 1/1/1/1/0 0/0 "GET /cart?x=1 HTTP/1.1" 0A000101:8225_0A000102:01BB_65C20D56_0001:3835`,
			Entry{Duration: 109 * time.Millisecond, Status: 503, Method: "GET", Path: "/cart", View: ViewClient, Peer: "shop", RequestID: "0A000101:8225_0A000102:01BB_65C20D56_0001:3835", IsProxy: true, termination: "SC--"},
		},
		"ingress-nginx": {
			`10.0.0.1 - - [11/Mar/2026:09:14:02 +0000] "GET /productpage HTTP/1.1" 500 291 "-" "curl/8" 120 0.026 [bookinfo-productpage-9080] [] 10.1.1.1:9080 291 0.026 500 4bf92f3577b34da6a3ce929d0e0e4736 00f067aa0ba902b7 abcd`,
			Entry{Duration: 26 * time.Millisecond, Status: 500, Method: "GET", Path: "/productpage", View: ViewClient, Peer: "bookinfo-productpage", RequestID: "abcd", IsProxy: true, upstream: "10.1.1.1:9080"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := Parse(tc.line)
			if !ok || got != tc.want {
				t.Errorf("got %+v, %v\nwant %+v", got, ok, tc.want)
			}
		})
	}
}

func TestNoAccessLine(t *testing.T) {
	for _, line := range []string{
		"", " ", "{", "{}", `{"method":"GET"}`, `{"level":"info","method":7}`, `GET / HTTP/1.1`, `"GET / HTTP/1.1"`, `"GET / HTTP/1.1" abc`,
		`speaking of HTTP/2 here`, `[ "`, `{"log":"{\"log\":\"x\"}"}`,
	} {
		if a, ok := Parse(line); ok {
			t.Errorf("%q was read as %+v", line, a)
		}
	}
}
