package mesh

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// otelSidecars are Envoys with Istio's OpenTelemetry provider, which pass on
// W3C's traceparent, report by OTLP and write access lines as JSON.
func otelSidecars(e *exchange, requestID string) []sight {
	var sights []sight
	if e.from.app != nil {
		sights = append(sights, otelSidecar(e, ViewClient, requestID))
	}
	if e.firstTry != nil {
		first := otelSidecar(e.firstTry, ViewServer, requestID)
		first.aside = true
		sights = append(sights, first)
	}
	return append(sights, otelSidecar(e, ViewServer, requestID))
}

func otelSidecar(e *exchange, view, requestID string) sight {
	o := observe(e, view)
	s := o.span(requestID)
	s.zipkin, s.resource = false, envoyResource(o.self)
	return sight{
		by: o.self, container: proxyContainer, hop: hopView(e, view), at: o.end, spans: []*span{s},
		line: o.jsonLine,
	}
}

// envoyResource is what Envoy's tracer knows of itself.
func envoyResource(w *workload) []tag {
	return []tag{
		{"service.name", w.service + "." + w.namespace},
		{"telemetry.sdk.language", "cpp"}, {"telemetry.sdk.name", "envoy"}, {"telemetry.sdk.version", "1.35.3"},
	}
}

// jsonLine is Istio's access log as JSON, its keys in alphabetical order, with
// "traceparent":"%REQ(TRACEPARENT)%". Envoy writes its own span into the
// request's headers when it calls upstream; a line of a request that never went
// upstream shows the header as it came in, which names the caller's span.
func (o *observation) jsonLine(tc traceContext) writtenLine {
	named := tc.passedOn
	if o.answersItself() {
		named = tc.received
	}
	body, err := json.Marshal(map[string]any{
		"start_time": o.start.Format("2006-01-02T15:04:05.000Z"), "duration": o.duration().Milliseconds(),
		"method": o.method, "path": o.path, "protocol": "HTTP/1.1", "authority": o.authority,
		"response_code": o.status, "response_flags": o.flags(), "response_code_details": o.details(),
		"connection_termination_details": nil, "upstream_transport_failure_reason": nil,
		"bytes_received": 0, "bytes_sent": o.size, "upstream_service_time": fmt.Sprint(o.serviceTime.duration().Milliseconds()),
		"x_forwarded_for": o.forwardedFor(), "user_agent": o.userAgent(), "request_id": tc.requestID,
		"upstream_host": address(o.to.podIP, o.to.port), "upstream_cluster": o.cluster(), "upstream_local_address": nil,
		"downstream_local_address": address(o.self.podIP, o.self.port), "downstream_remote_address": address(o.downstreamIP(), o.ports[0]),
		"requested_server_name": nil, "route_name": "default",
		"traceparent": traceparent(tc, named),
	})
	if err != nil {
		panic(err) // strings and ints alone
	}
	return writtenLine{
		body: string(body), namesTrace: true, namesSpan: named == tc.spanID,
		record: map[string]any{"trace_id": tc.traceID.String(), "span_id": named.String(), "trace_flags": tc.flags()},
	}
}

// answersItself says that the request goes no further than this proxy.
func (o *observation) answersItself() bool { return o.refused && !o.outbound }

func (o *observation) flags() string {
	if o.answersItself() {
		return "UF"
	}
	return "-"
}

func (o *observation) details() string {
	if o.answersItself() {
		return "upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_111}"
	}
	return "via_upstream"
}

func traceparent(tc traceContext, span journey.SpanID) string {
	return fmt.Sprintf("00-%s-%s-%s", tc.traceID, span, tc.flags())
}

// nginx is ingress-nginx with OpenTelemetry: one span for both sides of the
// gateway. Which of two common formats the access log has is the controller's.
func nginx(e *exchange) sight {
	s := &span{
		window: e.out, by: e.from, proxy: true, failed: e.failed(), name: e.route, kind: journey.KindServer, scope: "nginx",
		resource: []tag{
			{"service.name", e.from.service}, {"telemetry.sdk.language", "cpp"}, {"telemetry.sdk.name", "opentelemetry"},
			{"telemetry.sdk.version", "1.18.0"},
		},
		tags: []tag{
			{"http.method", e.method}, {"http.flavor", "1.1"}, {"http.target", e.path}, {"http.host", e.authority},
			{"http.server_name", e.authority}, {"http.scheme", "https"}, {"http.user_agent", browser},
			{"http.status_code", int64(e.status)}, {"net.host.port", int64(443)}, {"net.peer.ip", clientAddress},
			{"ingress.namespace", e.to.namespace}, {"ingress.service_name", e.to.service}, {"ingress.name", e.to.service},
			{"ingress.upstream", nginxUpstream(e)},
		},
	}
	line := nginxText
	if e.from.version == "json" {
		line = nginxJSON
	}
	return sight{
		by: e.from, container: e.from.container, hop: hopView(e, ViewClient), at: e.out.end, spans: []*span{s},
		line: func(tc traceContext) writtenLine {
			return writtenLine{body: line(e, tc), namesTrace: true, namesSpan: true}
		},
	}
}

func nginxUpstream(e *exchange) string {
	return fmt.Sprintf("%s-%s-%d", e.to.namespace, e.to.service, e.to.port)
}

// nginxText is the default format with OpenTelemetry's variables put before
// the request ID.
func nginxText(e *exchange, tc traceContext) string {
	return fmt.Sprintf(`%s - - [%s] "%s %s HTTP/1.1" %d %d "-" %q 412 %.3f [%s] [] %s %d %.3f %d %s %s %s`,
		clientAddress, e.out.end.Format("02/Jan/2006:15:04:05 +0000"), e.method, e.path, e.status, e.size, browser,
		e.out.duration().Seconds(), nginxUpstream(e), address(e.to.podIP, e.to.port), e.size, e.in.duration().Seconds(), e.status,
		tc.traceID, tc.spanID, nginxRequestID(tc))
}

// nginxJSON is a format that guides to Tempo give.
func nginxJSON(e *exchange, tc traceContext) string {
	return fmt.Sprintf(`{"source": "nginx", "time": %.3f, "resp_body_size": %d, "request_host": %q, "request_address": %q, `+
		`"request_length": 412, "request_method": %q, "uri": %q, "status": %d, "user_agent": %q, "resp_time": %.3f, `+
		`"upstream_addr": %q, "trace_id": %q, "span_id": %q}`,
		float64(e.out.end.UnixMilli())/1000, e.size, e.authority, clientAddress, e.method, e.path, e.status, browser,
		e.out.duration().Seconds(), address(e.to.podIP, e.to.port), tc.traceID, tc.spanID)
}

// nginxRequestID is 32 hex digits, as trace IDs are, but names no trace.
func nginxRequestID(tc traceContext) string {
	id := tc.traceID
	for i := range id {
		id[i] ^= 0x5a
	}
	return id.String()
}

// behindNginx is nginx before the mesh, and sidecars in it.
func behindNginx(e *exchange, requestID string) []sight {
	sights := otelSidecars(e, requestID)
	if e.from.app == nil {
		return append([]sight{nginx(e)}, sights...)
	}
	return sights
}

// retried is a call that the caller's sidecar sends twice, since the sidecar of
// the first pod cannot reach its application.
func retried(broken, to *workload, path string, serve handler) part {
	return func(c *clock, e *exchange, at time.Time) time.Time {
		call := request(e.to, to, path, path)
		first := request(e.to, broken, path, path)
		first.status, first.refused, first.size = http.StatusServiceUnavailable, true, 91
		call.firstTry = first
		call.play(c, at, serve)
		e.steps = append(e.steps, &step{call: call})
		return c.after(call.answered(), 50*time.Microsecond, 300*time.Microsecond)
	}
}
