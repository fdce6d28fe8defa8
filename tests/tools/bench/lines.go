package bench

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/grafana/loki/pkg/push"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Flavour is a way in which lines carry their trace ID, which decides what it
// costs Loki to find them.
type Flavour struct {
	Name     string
	About    string
	Selector string // of its streams
	labels   func(service string) string
	write    func(*record) push.Entry
}

// Flavours are those that are measured, the cheapest first.
func Flavours() []Flavour {
	return []Flavour{
		{"otlp", "structured metadata `trace_id`, as OTLP brings it", `{k8s_namespace_name="` + namespace + `"}`, otlpLabels, otlpEntry},
		{"text", "JSON and logfmt lines with a `trace_id` in them", `{container="app"}`, appLabels, appEntry},
		{"access", "Istio's text access lines with `traceID=` at their end", `{container="istio-proxy"}`, proxyLabels, accessEntry},
	}
}

const namespace = "shop"

func podOf(service string) string { return service + "-7f99b5d5c4-x2x7p" }

func otlpLabels(service string) string {
	return fmt.Sprintf(`{deployment_environment_name="production", k8s_namespace_name=%q, k8s_pod_name=%q, service_name=%q, service_namespace=%q}`,
		namespace, podOf(service), service, namespace)
}

func appLabels(service string) string {
	return fmt.Sprintf(`{app=%q, container="app", namespace=%q, pod=%q}`, service, namespace, podOf(service))
}

func proxyLabels(service string) string {
	return fmt.Sprintf(`{app=%q, container="istio-proxy", namespace=%q, pod=%q}`, service, namespace, podOf(service))
}

// record is what a line tells.
type record struct {
	at       time.Time
	service  string
	trace    journey.TraceID // zero for a line of no request
	span     uint64
	hop      hop
	took     time.Duration
	campaign string
	order    int
	failed   bool
}

func (r *record) level() string {
	if r.failed {
		return "error"
	}
	return "info"
}

func (r *record) message() string {
	if r.trace.IsZero() {
		return "served the health probe of the kubelet and kept the connection open for the next one"
	}
	return fmt.Sprintf("handled %s in %d ms order=o-%d campaign=%s", r.hop.name, r.took.Milliseconds(), r.order, r.campaign)
}

func otlpEntry(r *record) push.Entry {
	entry := push.Entry{Timestamp: r.at, Line: r.message(), StructuredMetadata: push.LabelsAdapter{
		{Name: "scope_name", Value: "shop/" + r.service}, {Name: "severity_number", Value: "9"}, {Name: "severity_text", Value: r.level()},
	}}
	if !r.trace.IsZero() {
		entry.StructuredMetadata = append(entry.StructuredMetadata,
			push.LabelAdapter{Name: "span_id", Value: fmt.Sprintf("%016x", r.span)},
			push.LabelAdapter{Name: "trace_flags", Value: "1"},
			push.LabelAdapter{Name: "trace_id", Value: r.trace.String()})
	}
	return entry
}

// appEntry is JSON from one half of the services and logfmt from the other.
func appEntry(r *record) push.Entry {
	form := `{"level":%q,"ts":%q,"logger":%q,"msg":%q`
	tail := `,"trace_id":%q,"span_id":%q`
	end := `}`
	if len(r.service)%2 == 0 {
		form, tail, end = `level=%s ts=%s logger=%s msg=%q`, ` trace_id=%s span_id=%s`, ``
	}
	line := fmt.Sprintf(form, r.level(), r.at.UTC().Format(time.RFC3339Nano), "shop/"+r.service, r.message())
	if !r.trace.IsZero() {
		line += fmt.Sprintf(tail, r.trace.String(), fmt.Sprintf("%016x", r.span))
	}
	return push.Entry{Timestamp: r.at, Line: line + end}
}

// accessEntry is Istio's default format with the trace ID appended, which "-"
// stands for where there is none.
func accessEntry(r *record) push.Entry {
	path, request, id := "/healthz", "-", "-"
	if !r.trace.IsZero() {
		_, route, _ := strings.Cut(r.hop.name, " ")
		path = fmt.Sprintf("%s?campaign=%s&order=o-%d", route, r.campaign, r.order)
		request, id = requestID(r.trace), r.trace.String()
	}
	status := 200
	if r.failed {
		status = 500
	}
	return push.Entry{Timestamp: r.at, Line: fmt.Sprintf(
		`[%s] "POST %s HTTP/1.1" %d - via_upstream - "-" 512 1733 %d %d "-" "okhttp/4.12.0" %q "%s.%s:8080" "10.44.1.27:8080" inbound|8080|| 127.0.0.6:50513 10.44.1.27:8080 10.44.1.23:46520 outbound_.8080_._.%s.%s.svc.cluster.local default traceID=%s`,
		r.at.Add(-r.took).UTC().Format("2006-01-02T15:04:05.000Z"), path, status, r.took.Milliseconds(), max(r.took.Milliseconds()-1, 0),
		request, r.service, namespace, r.service, namespace, id)}
}

// requestID is the x-request-id of a request, which follows from its trace ID.
func requestID(id journey.TraceID) string {
	return fmt.Sprintf("%x-%x-4%x-%x-%x", id[0:4], id[4:6], id[6:8], id[8:10], id[10:16])
}

// records are the lines of a request, on its server spans in turn, and those
// without an ID that are written around it by all flavours in turn.
func (r *request) records() (own, noise []record) {
	random := r.random()
	var servers []span
	for _, s := range r.spans()[:min(r.shape.size(), len(checkout))] {
		if s.kind == server {
			servers = append(servers, s)
		}
	}
	for i := range r.lines {
		s := servers[i%len(servers)]
		end := s.start.Add(s.duration).Add(-time.Duration(i/len(servers)) * time.Millisecond)
		own = append(own, record{at: end, service: s.service, trace: r.id, span: s.id, hop: s.hop, took: s.duration,
			campaign: r.campaign, order: r.number, failed: s.failed})
	}
	for range r.noise {
		noise = append(noise, probe(r.start, servers, random))
	}
	return own, noise
}

func probe(around time.Time, servers []span, random *rand.Rand) record {
	s := servers[random.IntN(len(servers))]
	return record{at: around.Add(time.Duration(random.IntN(6e8))), service: s.service, hop: s.hop, took: time.Millisecond}
}
