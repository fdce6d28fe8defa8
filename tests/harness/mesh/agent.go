package mesh

import (
	"fmt"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// agent is an application with OpenTelemetry's SDK and its stable semantic
// conventions for HTTP, gRPC and messaging.
type agent struct {
	language string
	client   string // User-Agent of its calls
	// writes puts a note on a line.
	writes func(n note, e *exchange, tc traceContext) writtenLine
}

func (a agent) userAgent() string { return a.client }

func (a agent) resource() []tag {
	return []tag{{"telemetry.sdk.language", a.language}, {"telemetry.sdk.name", "opentelemetry"}, {"telemetry.sdk.version", "1.38.0"}}
}

func (a agent) write(n note, e *exchange, tc traceContext) writtenLine { return a.writes(n, e, tc) }

func (a agent) serverSpan(e *exchange) *span {
	s := &span{window: e.served, by: e.to, kind: journey.KindServer, failed: e.failed(), scope: a.scope("server")}
	switch {
	case e.topic != "":
		s.kind, s.name = journey.KindConsumer, "process "+e.topic
		s.tags = append(messageTags(e, "process"), tag{"messaging.consumer.group.name", e.to.service})
	case e.rpc():
		s.name, s.tags = strings.TrimPrefix(e.route, "/"), rpcTags(e)
	default:
		s.name = e.method + " " + e.route
		s.tags = []tag{
			{"http.request.method", e.method}, {"url.scheme", "http"}, {"url.path", pathOf(e)}, {"http.route", e.route},
			{"server.address", e.to.service}, {"server.port", int64(e.to.port)}, {"http.response.status_code", int64(e.status)},
		}
	}
	return s
}

func (a agent) clientSpan(e *exchange) *span {
	s := &span{window: e.caller, by: e.from, kind: journey.KindClient, failed: e.failed() && e.topic == "", scope: a.scope("client")}
	switch {
	case e.topic != "":
		s.kind, s.name, s.tags = journey.KindProducer, "send "+e.topic, messageTags(e, "send")
	case e.rpc():
		s.name, s.tags = strings.TrimPrefix(e.route, "/"), append(rpcTags(e), tag{"server.address", e.to.service})
	default:
		s.name = e.method
		s.tags = []tag{
			{"http.request.method", e.method}, {"url.full", "http://" + e.authority + e.path},
			{"server.address", e.to.service}, {"server.port", int64(e.to.port)}, {"http.response.status_code", int64(e.status)},
		}
	}
	return s
}

func (a agent) internalSpan(e *exchange, s *step) *span {
	kind, scope := journey.KindInternal, e.to.service
	if s.kind != "" {
		kind, scope = s.kind, a.scope("sql")
	}
	return &span{window: s.window, by: e.to, kind: kind, failed: s.cause != nil, cause: s.cause, name: s.name, scope: scope, tags: s.tags}
}

func (a agent) scope(library string) string { return "opentelemetry." + a.language + "." + library }

// messageTags are of OpenTelemetry's conventions for messaging
// (https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/).
func messageTags(e *exchange, operation string) []tag {
	return []tag{
		{"messaging.system", "kafka"}, {"messaging.destination.name", e.topic},
		{"messaging.operation.name", operation}, {"messaging.operation.type", operation},
	}
}

// rpcTags are of its conventions for gRPC; 2 is UNKNOWN.
func rpcTags(e *exchange) []tag {
	service, method, _ := strings.Cut(strings.TrimPrefix(e.route, "/"), "/")
	code := int64(0)
	if e.failed() {
		code = 2
	}
	return []tag{{"rpc.system", "grpc"}, {"rpc.service", service}, {"rpc.method", method}, {"rpc.grpc.status_code", code}}
}

func pathOf(e *exchange) string {
	path, _, _ := strings.Cut(e.path, "?")
	return path
}

// plain is the message alone: an SDK sends the rest beside it.
func plain(n note, _ *exchange, _ traceContext) writtenLine {
	return writtenLine{body: n.message, namesTrace: true, namesSpan: true}
}

// queries is a CLIENT span of a statement on a database.
func queries(system, database, statement string) part {
	operation, _, _ := strings.Cut(statement, " ")
	return asks(fmt.Sprintf("%s %s", operation, database), 400_000, 2_500_000,
		tag{"db.system.name", system}, tag{"db.namespace", database}, tag{"db.operation.name", operation}, tag{"db.query.text", statement},
		tag{"server.address", system + ".data.svc.cluster.local"})
}
