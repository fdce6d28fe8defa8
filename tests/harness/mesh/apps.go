package mesh

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// application is what runs beside a sidecar: which spans it reports, if any,
// and how it writes lines.
type application interface {
	// serverSpan is the span of serving e, clientSpan of making the call e,
	// and internalSpan of a step in serving e; nil when it reports none.
	serverSpan(e *exchange) *span
	clientSpan(e *exchange) *span
	internalSpan(e *exchange, s *step) *span
	// write puts a note on a line; tc is the context that the application had.
	write(n note, e *exchange, tc traceContext) writtenLine
	userAgent() string
	// resource describes the SDK, in addition to the workload; nil without one.
	resource() []tag
}

// traceContext is what the writer of a line knows about the trace.
type traceContext struct {
	traceID   journey.TraceID // as an SDK prints it: 32 hex digits
	sent      string          // as the header x-b3-traceid has it
	spanID    journey.SpanID  // that the line is of
	received  journey.SpanID  // that came with the request
	passedOn  journey.SpanID  // that goes on with it
	sampled   bool
	requestID string
	headers   headers // that all this came in
}

// flags are W3C's.
func (tc traceContext) flags() string {
	if tc.sampled {
		return "01"
	}
	return "00"
}

// writtenLine is a log line, and what it says of the trace.
type writtenLine struct {
	body                  string
	namesTrace, namesSpan bool
	namesRequest          bool           // by the ID that its spans have, too
	record                map[string]any // what a parser makes of the line, if it can
}

// flask is Python with OpenTelemetry's Flask and requests instrumentation,
// which use the older HTTP attributes.
type flask struct{}

func (flask) userAgent() string { return "python-requests/2.32.3" }

func (flask) resource() []tag {
	return []tag{{"telemetry.sdk.language", "python"}, {"telemetry.sdk.name", "opentelemetry"}, {"telemetry.sdk.version", "1.29.0"}}
}

func (flask) serverSpan(e *exchange) *span {
	return &span{
		window: e.served, by: e.to, kind: journey.KindServer, failed: e.failed(),
		name: e.method + " " + e.route, scope: "opentelemetry.instrumentation.flask",
		tags: []tag{
			{"http.method", e.method}, {"http.scheme", "http"}, {"http.host", e.authority},
			{"http.target", e.path}, {"http.route", e.route}, {"http.flavor", "1.1"},
			{"http.user_agent", browser}, {"http.status_code", int64(e.status)},
			{"net.host.port", int64(e.to.port)}, {"net.peer.ip", "127.0.0.6"},
		},
	}
}

func (flask) clientSpan(e *exchange) *span {
	return &span{
		window: e.caller, by: e.from, kind: journey.KindClient, failed: e.failed(),
		name: e.method, scope: "opentelemetry.instrumentation.requests",
		tags: []tag{{"http.method", e.method}, {"http.url", "http://" + e.authority + e.path}, {"http.status_code", int64(e.status)}},
	}
}

func (flask) internalSpan(e *exchange, s *step) *span {
	return &span{
		window: s.window, by: e.to, kind: journey.KindInternal, failed: s.cause != nil, cause: s.cause,
		name: s.name, scope: "productpage",
	}
}

// write uses the format of OpenTelemetry's logging instrumentation.
func (flask) write(n note, _ *exchange, tc traceContext) writtenLine {
	message := n.message
	if n.cause != nil {
		message += ": " + n.cause.kind + ": " + n.cause.message
	}
	body := fmt.Sprintf("%s %s [productpage] [%s] [trace_id=%s span_id=%s resource.service.name=productpage trace_sampled=True] - %s",
		n.at.Format("2006-01-02 15:04:05,000"), pythonLevel(n.level), n.source, tc.traceID, tc.spanID, message)
	return writtenLine{body: body, namesTrace: true, namesSpan: true}
}

func pythonLevel(level string) string {
	if level == "warn" {
		return "WARNING"
	}
	return strings.ToUpper(level)
}

// liberty is Java with OpenTelemetry's agent, which uses the stable HTTP
// attributes and puts the context into logback's MDC.
type liberty struct{}

func (liberty) userAgent() string { return "Java/17.0.12" }

func (liberty) resource() []tag {
	return []tag{{"telemetry.sdk.language", "java"}, {"telemetry.sdk.name", "opentelemetry"}, {"telemetry.sdk.version", "1.44.1"},
		{"telemetry.distro.name", "opentelemetry-java-instrumentation"}, {"process.runtime.name", "OpenJDK Runtime Environment"}}
}

func (liberty) serverSpan(e *exchange) *span {
	return &span{
		window: e.served, by: e.to, kind: journey.KindServer, failed: e.failed(),
		name: e.method + " " + e.route, scope: "io.opentelemetry.servlet-3.0",
		tags: []tag{
			{"http.request.method", e.method}, {"url.scheme", "http"}, {"url.path", e.path}, {"http.route", e.route},
			{"server.address", e.to.service}, {"server.port", int64(e.to.port)},
			{"network.protocol.version", "1.1"}, {"network.peer.address", "127.0.0.6"},
			{"user_agent.original", e.from.app.userAgent()}, {"http.response.status_code", int64(e.status)},
			{"thread.name", worker(e)},
		},
	}
}

func (liberty) clientSpan(e *exchange) *span {
	s := &span{
		window: e.caller, by: e.from, kind: journey.KindClient, failed: e.failed(),
		name: e.method, scope: "io.opentelemetry.http-url-connection",
		tags: []tag{
			{"http.request.method", e.method}, {"url.full", "http://" + e.authority + e.path},
			{"server.address", e.to.service}, {"server.port", int64(e.to.port)}, {"http.response.status_code", int64(e.status)},
		},
	}
	if e.failed() {
		s.tags = append(s.tags, tag{"error.type", fmt.Sprint(e.status)})
	}
	return s
}

func (liberty) internalSpan(e *exchange, s *step) *span {
	return &span{
		window: s.window, by: e.to, kind: journey.KindInternal, failed: s.cause != nil, cause: s.cause,
		name: s.name, scope: "io.opentelemetry.opentelemetry-instrumentation-annotations-1.16",
		tags: []tag{{"code.function.name", "application.rest." + s.name}},
	}
}

// write gives JSON as logstash-logback-encoder does.
func (liberty) write(n note, e *exchange, tc traceContext) writtenLine {
	entry := struct {
		Timestamp string `json:"@timestamp"`
		Version   string `json:"@version"`
		Message   string `json:"message"`
		Logger    string `json:"logger_name"`
		Thread    string `json:"thread_name"`
		Level     string `json:"level"`
		LevelNo   int    `json:"level_value"`
		Stack     string `json:"stack_trace,omitempty"`
		TraceID   string `json:"traceId"`
		SpanID    string `json:"spanId"`
	}{
		n.at.Format("2006-01-02T15:04:05.000Z"), "1", n.message, n.source, worker(e),
		strings.ToUpper(n.level), logbackLevels[n.level], "", tc.traceID.String(), tc.spanID.String(),
	}
	if n.cause != nil {
		entry.Stack = n.cause.stack
	}
	body, err := json.Marshal(entry)
	if err != nil {
		panic(err) // strings and ints alone
	}
	return writtenLine{body: string(body), namesTrace: true, namesSpan: true}
}

var logbackLevels = map[string]int{"debug": 10000, "info": 20000, "warn": 30000, "error": 40000}

// worker names a thread of the pool; which one follows from the connection.
func worker(e *exchange) string { return fmt.Sprintf("Default Executor-thread-%d", e.ports[2]%64+1) }

// bare applications have no instrumentation, only their sidecars report.
type bare struct{}

func (bare) serverSpan(*exchange) *span          { return nil }
func (bare) clientSpan(*exchange) *span          { return nil }
func (bare) internalSpan(*exchange, *step) *span { return nil }
func (bare) resource() []tag                     { return nil }

// node is Node.js; it logs the trace ID of the header that it got.
type node struct{ bare }

func (node) userAgent() string { return "node" }

func (node) write(n note, _ *exchange, tc traceContext) writtenLine {
	body := fmt.Sprintf("%s %s: %s traceId=%s", n.at.Format("2006-01-02T15:04:05.000Z"), n.level, n.message, tc.sent)
	return writtenLine{body: body, namesTrace: true}
}

// webrick is Ruby's web server; its access lines know nothing of traces.
type webrick struct{ bare }

func (webrick) userAgent() string { return "Ruby" }

func (webrick) write(n note, e *exchange, _ traceContext) writtenLine {
	body := fmt.Sprintf(`127.0.0.6 - - [%s] "%s %s HTTP/1.1" %d %d`,
		n.at.Format("02/Jan/2006:15:04:05 UTC"), e.method, e.path, e.status, e.size)
	return writtenLine{body: body}
}
