package extract

import (
	"testing"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

const (
	trace   = "4bf92f3577b34da6a3ce929d0e0e4736"
	trace64 = "a3ce929d0e0e4736"
	span    = "00f067aa0ba902b7"
	other   = "24b65cc591d3a69da10f308ab41343d7"
	other64 = "6db7a6a82703fee9"
)

// want is a context in a test's words: "trace span sampled", each "-" when
// unknown. IDs are written in full.
func want(ctx journey.TraceContext) string {
	text := "-"
	if !ctx.TraceID.IsZero() {
		text = ctx.TraceID.String()
	}
	if ctx.SpanID.IsZero() {
		text += " -"
	} else {
		text += " " + ctx.SpanID.String()
	}
	return text + " " + [...]string{"-", "yes", "no"}[ctx.Sampled]
}

type lineCase struct{ name, line, want string }

func runLines(t *testing.T, cases []lineCase) {
	t.Helper()
	e, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := want(e.Extract(&journey.Line{Body: c.line})); got != c.want {
				t.Errorf("\n line %s\n got  %s\n want %s", c.line, got, c.want)
			}
		})
	}
}

const nothing = "- - -"

const istioText = `[2020-11-25T21:26:18.409Z] "GET /status/418 HTTP/1.1" 418 - via_upstream - "-" 0 135 4 4 "-" "curl/7.73.0-DEV" "84961386-6d84-929d-98bd-c5aee93b5c88" "httpbin:8000" "10.44.1.27:80" outbound|8000||httpbin.foo.svc.cluster.local 10.44.1.23:37652 10.0.45.184:8000 10.44.1.23:46520 - default`

const ztunnel = `2026-03-11T09:14:02.481774Z info access connection complete src.addr=10.244.1.12:51514 src.workload="waypoint-5c8f5d8b5b-7xk2p" src.namespace="bookinfo" src.identity="spiffe://cluster.local/ns/bookinfo/sa/waypoint" dst.addr=10.244.1.31:15008 dst.hbone_addr=10.244.1.31:9080 direction="inbound" bytes_sent=444 bytes_recv=716 duration="6000ms"`

func TestProxies(t *testing.T) { runLines(t, proxyLines) }

var proxyLines = []lineCase{
	{"Istio's default has only a request ID", istioText, nothing},
	{"Istio with a trace ID at the end", istioText + " traceID=" + trace, trace + " - -"},
	{"64-bit", istioText + " traceID=" + trace64, "0000000000000000" + trace64 + " - -"},
	{"not traced", istioText + " traceID=-", nothing},
	{"Istio JSON", `{"response_code":503,"request_id":"84961386-6d84-929d-98bd-c5aee93b5c88","trace_id":"` + trace + `","method":"GET"}`, trace + " - -"},
	{"Istio JSON, null", `{"response_code":503,"trace_id":null,"method":"GET"}`, nothing},
	{"TRACEPARENT in JSON", `{"path":"/","traceparent":"00-` + trace + `-` + span + `-01"}`, trace + " " + span + " yes"},
	{"TRACEPARENT in text", istioText + ` traceparent: "00-` + trace + `-` + span + `-00"`, trace + " " + span + " no"},
	{"TRACEPARENT without a key", istioText + ` "00-` + trace + `-` + span + `-01"`, trace + " " + span + " yes"},
	{"Envoy's header dump", `[debug][http] [source/common/http/conn_manager_impl.cc:1100] ':path', '/' 'x-b3-traceid', '` + trace + `' 'x-b3-spanid', '` + span + `' 'x-b3-sampled', '1'`, trace + " " + span + " yes"},
	{"ztunnel has none", ztunnel, nothing},
	{"Traefik v2", `{"level":"info","request_X-B3-Traceid":"` + trace + `","request_X-B3-Spanid":"` + span + `","request_X-B3-Sampled":"1","RequestHost":"shop.example"}`, trace + " " + span + " yes"},
	{"Traefik v3.2", `{"RequestPath":"/","SpanId":"` + span + `","TraceId":"` + trace + `","level":"info"}`, trace + " " + span + " -"},
	{"Traefik v3.7", `{"SpanId":"` + span + `","TraceId":"` + trace + `","span_id":"` + span + `","trace_id":"` + trace + `"}`, trace + " " + span + " -"},
	{"ingress-nginx JSON", `{"status": "200", "trace_id": "` + trace + `", "span_id": "` + span + `", "req_id": "` + other + `"}`, trace + " " + span + " -"},
	{"ingress-nginx positional", `10.0.0.1 - - [11/Mar/2026:09:14:02 +0000] "GET / HTTP/1.1" 200 612 "-" "curl/8.5.0" 81 0.004 [shop-web-80] [] 10.244.1.31:80 612 0.004 200 ` + trace + ` ` + span + ` ` + other, trace + " " + span + " -"},
	{"ingress-nginx without tracing", `10.0.0.1 - - [11/Mar/2026:09:14:02 +0000] "GET / HTTP/1.1" 200 612 "-" "curl/8.5.0" 81 0.004 [shop-web-80] [] 10.244.1.31:80 612 0.004 200 - - ` + other, nothing},
	{"Linkerd with x-b3-traceid", `{"client.addr":"10.42.0.5:1234","host":"web:80","method":"GET","trace_id":"` + trace + `"}`, trace + " - -"},
	{"Linkerd with x-request-id", `{"client.addr":"10.42.0.5:1234","trace_id":"84961386-6d84-929d-98bd-c5aee93b5c88"}`, nothing},
	{"Linkerd with x-amzn-trace-id", `{"client.addr":"10.42.0.5:1234","trace_id":"Root=1-5759e988-bd862e3fe1be46a994272793"}`, "5759e988bd862e3fe1be46a994272793 - -"},
	{"Linkerd with nothing", `{"client.addr":"10.42.0.5:1234","trace_id":""}`, nothing},
}

func TestApplications(t *testing.T) { runLines(t, applicationLines) }

var applicationLines = []lineCase{
	{"Spring", `2026-03-11 09:14:02 INFO [boot-otel-tempo-provider1,24b65cc591d3a69da10f308ab41343d7,6db7a6a82703fee9] 1 --- [nio-8080-exec-1] c.e.Orders : placed`, other + " " + other64 + " -"},
	{"Spring without a name", `INFO [,` + trace + `,` + span + `] 1 --- [main] c.e.Orders`, trace + " " + span + " -"},
	{"Spring WebFlux", `INFO [,,] 1 --- [main] c.e.Orders`, nothing},
	{"Spring with a slash", `INFO [` + trace + `/` + span + `] c.e.Orders`, trace + " " + span + " -"},
	{"Spring Boot 3", `INFO 1 --- [shop] [main] [` + trace + `-` + span + `] c.e.Orders`, trace + " " + span + " -"},
	{"Spring Cloud Sleuth", `INFO [shop,` + trace64 + `,` + span + `,true] 1 --- [main]`, "0000000000000000" + trace64 + " " + span + " yes"},
	{"Spring Cloud Sleuth, not exported", `INFO [shop,` + trace64 + `,` + span + `,false] 1 --- [main]`, "0000000000000000" + trace64 + " " + span + " no"},
	{"zap", `{"level":"info","ts":1773220442.48,"msg":"placed","trace_id":"` + trace + `","span_id":"` + span + `","trace_flags":"01"}`, trace + " " + span + " yes"},
	{"slog text", `time=2026-03-11T09:14:02Z level=INFO msg="placed" traceId=` + trace + ` spanId=` + span, trace + " " + span + " -"},
	{"logrus JSON", `{"level":"info","traceID":"` + trace + `"}`, trace + " - -"},
	{"logrus with colours", "\x1b[36mINFO\x1b[0m[0003] placed \x1b[36mtraceID\x1b[0m=" + trace, trace + " - -"},
	{"ECS", `{"@timestamp":"2026-03-11","trace.id":"` + trace + `","span.id":"` + span + `"}`, trace + " " + span + " -"},
	{"ECS nested", `{"trace":{"id":"` + trace + `"},"transaction":{"id":"` + other64 + `"},"span":{"id":"` + span + `"}}`, trace + " " + span + " -"},
	{"Datadog", `{"dd.trace_id":"11803532876627986230","dd.span_id":"67667974448284343","msg":"x"}`, "0000000000000000" + trace64 + " " + span + " -"},
	{"Datadog, number", `{"dd":{"trace_id":11803532876627986230,"span_id":67667974448284343}}`, "0000000000000000" + trace64 + " " + span + " -"},
	{"Datadog text", `[dd.service=shop dd.env=prod dd.trace_id=11803532876627986230 dd.span_id=67667974448284343] placed`, "0000000000000000" + trace64 + " " + span + " -"},
	{"Datadog, 16 digits are decimal", `dd.trace_id=1234567890123456`, "0000000000000000000462d53c8abac0 - -"},
	{"16 digits elsewhere are hex", `trace_id=1234567890123456`, "00000000000000001234567890123456 - -"},
	{"Datadog, 128-bit", `dd.trace_id=` + trace + ` dd.span_id=67667974448284343`, trace + " " + span + " -"},
	{"Python", `2026-03-11 09:14:02,481 INFO [shop] [app.py:12] [trace_id=` + trace + ` span_id=` + span + ` resource.service.name=shop trace_sampled=True] - placed`, trace + " " + span + " yes"},
	{"Python, not traced", `INFO [trace_id=0 span_id=0 resource.service.name=shop trace_sampled=False] - placed`, nothing},
	{"structlog", `{"event":"placed","span":{"span_id":"0xf067aa0ba902b7","trace_id":"0x` + trace + `","parent_span_id":"0xdeadbeefdeadbeef"}}`, trace + " " + span + " -"},
	{"structlog, zeros lost", `{"event":"placed","span":{"trace_id":"0x92f3577b34da6a3ce929d0e0e4736","span_id":"0xf067aa0ba902b7"}}`, "00092f3577b34da6a3ce929d0e0e4736 " + span + " -"},
	{"colon and space", `placed order 7, traceId: ` + trace + `, spanId: ` + span + `.`, trace + " " + span + " -"},
	{"Go map", `map[X-B3-Spanid:[` + span + `] X-B3-Traceid:[` + trace + `]]`, trace + " " + span + " -"},
	{"Ruby hash", `{"trace_id"=>"` + trace + `", :span_id=>"` + span + `"}`, trace + " " + span + " -"},
	{"Python dict", `{'trace_id': '` + trace + `', 'span_id': '` + span + `'}`, trace + " " + span + " -"},
	{"upper case", `TRACE_ID=4BF92F3577B34DA6A3CE929D0E0E4736 SPAN_ID=00F067AA0BA902B7`, trace + " " + span + " -"},
	{"zeros lost", `trace_id=92f3577b34da6a3ce929d0e0e4736`, "00092f3577b34da6a3ce929d0e0e4736 - -"},
	{"zeros lost, 64-bit", `trace_id=bcedeadbeef01`, "0000000000000000000bcedeadbeef01 - -"},
}

func TestWrapping(t *testing.T) { runLines(t, wrappedLines) }

var wrappedLines = []lineCase{
	{"fluent-bit", `{"time":"2026-03-11T09:14:02Z","stream":"stdout","log":"{\"app\":\"shop\",\"trace_id\":\"` + trace + `\",\"span_id\":\"` + span + `\"}\n","kubernetes":{"pod_name":"shop-7f99b5d5c4-x2x7p"}}`, trace + " " + span + " -"},
	{"wrapped twice", `{"log":"{\"message\":\"{\\\"traceId\\\":\\\"` + trace + `\\\"}\"}"}`, trace + " - -"},
	{"escaped by code point", `{"log":"{\u0022trace_id\u0022:\u0022` + trace + `\u0022}"}`, trace + " - -"},
	{"text in JSON", `{"log":"a\ntrace_id=` + trace + `\tspan_id=` + span + `\n"}`, trace + " " + span + " -"},
	{"Envoy text in JSON", `{"log":"\"GET / HTTP/1.1\" 200 - traceID=` + trace + `\n"}`, trace + " - -"},
	{"log_processed", `{"log_processed":{"trace_id":"` + trace + `","spanId":"` + span + `"}}`, trace + " " + span + " -"},
	{"CRI prefix", `2026-03-11T09:14:02.481774331Z stderr F {"msg":"x","trace_id":"` + trace + `"}`, trace + " - -"},
	{"flattened", `message_trace_id=` + trace + ` message_RequestHost=shop message_request_X_B3_SpanId=` + span, trace + " " + span + " -"},
}

func TestHeaders(t *testing.T) { runLines(t, headerLines) }

var headerLines = []lineCase{
	{"traceparent", `traceparent=00-` + trace + `-` + span + `-01`, trace + " " + span + " yes"},
	{"traceparent of a later version", `traceparent=01-` + trace + `-` + span + `-01-more`, trace + " " + span + " yes"},
	{"traceparent of no version", `traceparent=ff-` + trace + `-` + span + `-01`, nothing},
	{"traceparent that goes on", `traceparent=00-` + trace + `-` + span + `-01-more`, nothing},
	{"traceparent as trace ID", `trace_id=00-` + trace + `-` + span + `-00`, trace + " " + span + " no"},
	{"traceparent of zeros", `traceparent=00-00000000000000000000000000000000-0000000000000000-00`, nothing},
	{"b3", `b3: ` + trace + `-` + span + `-1`, trace + " " + span + " yes"},
	{"b3 64-bit with parent", `b3: ` + trace64 + `-` + span + `-0-` + other64, "0000000000000000" + trace64 + " " + span + " no"},
	{"b3 debug", `b3=` + trace + `-` + span + `-d`, trace + " " + span + " yes"},
	{"b3 without state", `"b3":"` + trace + `-` + span + `"`, trace + " " + span + " -"},
	{"b3 decision only", `b3: 0`, nothing},
	{"b3 multi", `X-B3-TraceId: ` + trace + ` X-B3-ParentSpanId: ` + other64 + ` X-B3-SpanId: ` + span + ` X-B3-Sampled: 0`, trace + " " + span + " no"},
	{"uber", `uber-trace-id: ` + trace + `:` + span + `:0:1`, trace + " " + span + " yes"},
	{"uber, zeros lost", `uber-trace-id=3ce929d0e0e4736:f067aa0ba902b7:0:0`, "000000000000000003ce929d0e0e4736 " + span + " no"},
	{"uber, URL-encoded", `"Uber-Trace-Id":"` + trace + `%3A` + span + `%3A0%3A3"`, trace + " " + span + " yes"},
	{"Amazon", `X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793`, "5759e988bd862e3fe1be46a994272793 - -"},
	{"Amazon, all fields", `X-Amzn-Trace-Id: Self=1-67891234-12456789abcdef0123456789;Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1`, "5759e988bd862e3fe1be46a994272793 53995c3f42cd8ad8 yes"},
	{"Amazon's load balancer", `https 2026-03-11T09:14:02Z app/lb/1 "GET https://x/ HTTP/1.1" "curl/8" "Root=1-5759e988-bd862e3fe1be46a994272793" "x"`, "5759e988bd862e3fe1be46a994272793 - -"},
	{"Google", `X-Cloud-Trace-Context: ` + trace + `/1234;o=1`, trace + " 00000000000004d2 yes"},
	{"X-Ray ID", `"xray_trace_id":"1-5759e988-bd862e3fe1be46a994272793"`, "5759e988bd862e3fe1be46a994272793 - -"},
}

func TestExtractIsAnExtractor(t *testing.T) {
	e, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	var extractor journey.Extractor = e.Extract
	if got := extractor(&journey.Line{}); got != (journey.TraceContext{}) {
		t.Errorf("%+v out of nothing", got)
	}
}
