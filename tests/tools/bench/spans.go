package bench

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/grafana/tempo/pkg/tempopb"
	commonv1 "github.com/grafana/tempo/pkg/tempopb/common/v1"
	resourcev1 "github.com/grafana/tempo/pkg/tempopb/resource/v1"
	tracev1 "github.com/grafana/tempo/pkg/tempopb/trace/v1"
)

const (
	server   = tracev1.Span_SPAN_KIND_SERVER
	client   = tracev1.Span_SPAN_KIND_CLIENT
	internal = tracev1.Span_SPAN_KIND_INTERNAL
)

// hop is a span of the shop's one kind of request; parent is its index.
type hop struct {
	parent  int
	service string
	kind    tracev1.Span_SpanKind
	name    string
	peer    string
}

// checkout is a purchase: a gateway, nine services and a database.
var checkout = []hop{
	{-1, "istio-ingressgateway", server, "POST /checkout", ""},
	{0, "frontend", server, "POST /checkout", ""},
	{1, "frontend", client, "GET /cart", "cart"},
	{2, "cart", server, "GET /cart", ""},
	{3, "cart", client, "HGETALL", "redis"},
	{1, "frontend", client, "POST /orders", "checkout"},
	{5, "checkout", server, "POST /orders", ""},
	{6, "checkout", client, "GET /products", "catalog"},
	{7, "catalog", server, "GET /products", ""},
	{8, "catalog", internal, "parse products", ""},
	{6, "checkout", client, "POST /convert", "currency"},
	{10, "currency", server, "POST /convert", ""},
	{6, "checkout", client, "POST /charge", "payment"},
	{12, "payment", server, "POST /charge", ""},
	{6, "checkout", client, "POST /ship", "shipping"},
	{14, "shipping", server, "POST /ship", ""},
	{6, "checkout", client, "POST /confirmation", "email"},
	{16, "email", server, "POST /confirmation", ""},
	{1, "frontend", client, "GET /ads", "ads"},
	{18, "ads", server, "GET /ads", ""},
}

// payment is the hop that fails in one request of twenty.
const payment = 13

// shape is how a trace differs from a single checkout: it repeats it until it
// has so many spans, each with so many bytes of attributes. The zero shape is a
// single one with the attributes that SDKs and proxies send.
type shape struct {
	spans     int
	statement int // length of the SQL of each span
	lean      bool
}

// deep is a trace of many small spans, such as a batch job's.
func deep(spans int) shape { return shape{spans: spans, lean: true} }

// heavy is a trace of spans of a kilobyte each.
func heavy(bytes int) shape { return shape{spans: max(bytes/1000, 1), statement: 605} }

func (s shape) size() int { return cmp.Or(s.spans, len(checkout)) }

// span is one of a trace, before it is sent.
type span struct {
	hop
	id, parent uint64
	start      time.Time
	duration   time.Duration
	failed     bool
}

// spans are all of a request. Each begins within its parent and ends before it.
func (r *request) spans() []span {
	random := r.random()
	spans := make([]span, r.shape.size())
	failed := random.IntN(20) == 0
	for i := range spans {
		hop := checkout[i%len(checkout)]
		s := span{hop: hop, id: random.Uint64() | 1, start: r.start, duration: 400 * time.Millisecond}
		if i > 0 {
			parent := &spans[i-i%len(checkout)+max(hop.parent, 0)]
			if hop.parent < 0 {
				parent = &spans[0]
			}
			s.within(parent, i%len(checkout), random)
		}
		s.failed = failed && i%len(checkout) == payment
		spans[i] = s
	}
	return spans
}

func (s *span) within(parent *span, place int, random *rand.Rand) {
	s.parent = parent.id
	gap := parent.duration / 20
	s.start = parent.start.Add(gap * time.Duration(place) / 3).Add(time.Duration(random.IntN(1000)) * time.Microsecond / 10)
	s.duration = max(parent.start.Add(parent.duration).Sub(s.start)-gap, time.Microsecond)
}

// trace is the request's spans as its services send them.
func (r *request) trace() *tempopb.Trace {
	trace := &tempopb.Trace{}
	groups := map[string]*tracev1.ScopeSpans{}
	random := r.random()
	for _, s := range r.spans() {
		group := groups[s.service]
		if group == nil {
			group = &tracev1.ScopeSpans{Scope: &commonv1.InstrumentationScope{Name: "otelhttp", Version: "0.61.0"}}
			groups[s.service] = group
			trace.ResourceSpans = append(trace.ResourceSpans, &tracev1.ResourceSpans{
				Resource: &resourcev1.Resource{Attributes: resourceOf(s.service)}, ScopeSpans: []*tracev1.ScopeSpans{group},
			})
		}
		group.Spans = append(group.Spans, r.wire(&s, random))
	}
	return trace
}

func resourceOf(service string) []*commonv1.KeyValue {
	return []*commonv1.KeyValue{
		text("service.name", service), text("service.namespace", namespace), text("service.version", "1.14.2"),
		text("k8s.namespace.name", namespace), text("k8s.pod.name", podOf(service)), text("k8s.node.name", "node-3"),
		text("host.name", podOf(service)), text("deployment.environment.name", "production"),
		text("telemetry.sdk.name", "opentelemetry"), text("telemetry.sdk.language", "go"), text("telemetry.sdk.version", "1.38.0"),
	}
}

func (r *request) wire(s *span, random *rand.Rand) *tracev1.Span {
	sent := &tracev1.Span{
		TraceId: r.id[:], SpanId: eight(s.id), Name: s.name, Kind: s.kind,
		StartTimeUnixNano: uint64(s.start.UnixNano()), EndTimeUnixNano: uint64(s.start.Add(s.duration).UnixNano()),
		Attributes: r.attributes(s, random), Status: &tracev1.Status{},
	}
	if s.parent != 0 {
		sent.ParentSpanId = eight(s.parent)
	}
	if s.failed {
		sent.Status = &tracev1.Status{Code: tracev1.Status_STATUS_CODE_ERROR, Message: "card declined"}
		sent.Events = []*tracev1.Span_Event{{TimeUnixNano: sent.EndTimeUnixNano, Name: "exception", Attributes: []*commonv1.KeyValue{
			text("exception.type", "payment.DeclinedError"), text("exception.message", "card declined"),
		}}}
	}
	return sent
}

func (r *request) attributes(s *span, random *rand.Rand) []*commonv1.KeyValue {
	if r.shape.lean {
		return []*commonv1.KeyValue{number("batch.item", random.Int64N(1e6))}
	}
	status := int64(200)
	if s.failed {
		status = 500
	}
	method, path, _ := strings.Cut(s.name, " ")
	all := []*commonv1.KeyValue{
		text("http.request.method", method), text("url.path", path), text("http.route", path), number("http.response.status_code", status),
		text("server.address", cmp.Or(s.peer, s.service)), number("server.port", 8080), text("network.protocol.version", "1.1"),
		text("user_agent.original", "okhttp/4.12.0"), text("client.address", fmt.Sprintf("10.44.%d.%d", random.IntN(4), random.IntN(250))),
		text("campaign", r.campaign),
	}
	if r.shape.statement > 0 {
		all = append(all, text("db.query.text", statement(r.shape.statement, random)))
	}
	return all
}

func statement(length int, random *rand.Rand) string {
	var sql strings.Builder
	sql.WriteString("SELECT id, name, price FROM products WHERE id IN (")
	for sql.Len() < length {
		fmt.Fprintf(&sql, "%d, ", random.IntN(1e6))
	}
	return sql.String() + "0)"
}

func eight(id uint64) []byte { return binary.BigEndian.AppendUint64(nil, id) }

func text(key, value string) *commonv1.KeyValue {
	return &commonv1.KeyValue{Key: key, Value: &commonv1.AnyValue{Value: &commonv1.AnyValue_StringValue{StringValue: value}}}
}

func number(key string, value int64) *commonv1.KeyValue {
	return &commonv1.KeyValue{Key: key, Value: &commonv1.AnyValue{Value: &commonv1.AnyValue_IntValue{IntValue: value}}}
}
