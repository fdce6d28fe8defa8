// Package semconv reads the attributes of spans in all conventions that are in use:
// OpenTelemetry's present and former ones, Istio's, Envoy's, Zipkin's and Linkerd's. No
// other package of the domain knows names of attributes.
package semconv

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// The attributes of OpenTelemetry's present and former semantic conventions
// (https://opentelemetry.io/docs/specs/semconv/http/http-spans/), and Envoy's tags
// (https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/observability/tracing).

// IsProxy reports whether a proxy sent the span, not the application behind it.
func IsProxy(s *journey.Span) bool {
	return s.Attributes.Text("component") == "proxy" || s.Attributes.Text("node_id") != "" || s.ServiceName == linkerdProxy
}

// IsWaypoint recognizes a proxy of Istio's ambient mode by its node ID.
func IsWaypoint(s *journey.Span) bool {
	return strings.HasPrefix(s.Attributes.Text("node_id"), "waypoint~")
}

// IsGateway recognizes the spans of gateways: Envoy's node ID begins with the role
// that Istio gave it; nginx and Traefik name themselves as the instrumentation
// scope.
func IsGateway(s *journey.Span) bool {
	return strings.HasPrefix(s.Attributes.Text("node_id"), "router~") ||
		s.Attributes.Text("component") == "traefik" || s.ScopeName == "nginx" || strings.HasPrefix(s.ScopeName, "github.com/traefik/traefik")
}

// HTTPStatus returns the HTTP status as text, or "" if the span has none.
func HTTPStatus(s *journey.Span) string {
	return attributeText(s, "http.response.status_code", "http.status_code")
}

// attributeText returns the value of the first key that the span has, of any type, as text.
func attributeText(s *journey.Span, keys ...string) string {
	for _, key := range keys {
		for _, a := range s.Attributes {
			if a.Key == key {
				return fmt.Sprint(a.Value)
			}
		}
	}
	return ""
}

// Path returns the requested path without the query.
func Path(s *journey.Span) string {
	if path := s.Attributes.Text("url.path", "http.target"); path != "" {
		return journey.WithoutQuery(path)
	}
	if uri := s.Attributes.Text("url.full", "http.url"); uri != "" {
		return journey.WithoutQuery(journey.PathOf(uri))
	}
	return ""
}

// Operation returns the method and path, which say more about one request than the route of a
// proxy does. If the span lacks one of them, it returns the span's name.
func Operation(s *journey.Span) string {
	verb, path := Method(s), Path(s)
	if verb == "" || path == "" {
		return s.Name
	}
	return verb + " " + path
}

// PodOfSpan returns the Kubernetes pod that sent the span. Envoy's node ID is
// "sidecar~<address>~<pod>.<namespace>~<domain>".
func PodOfSpan(s *journey.Span) string {
	if pod := s.Resource.Text("k8s.pod.name"); pod != "" {
		return pod
	}
	if node := strings.Split(s.Attributes.Text("node_id"), "~"); len(node) == 4 {
		pod, _, _ := strings.Cut(node[2], ".")
		return pod
	}
	return ""
}

// podLabels are the names that fluent-bit, Promtail, Alloy and OpenTelemetry give
// the pod.
var podLabels = []string{"pod", "pod_name", "k8s_pod_name", "kubernetes_pod_name"}

// PodLabels returns the labels and metadata that PodOfLine reads.
func PodLabels() []string { return podLabels }

// PodOfLine returns the pod that wrote the line, by the labels of fluent-bit, Promtail, Alloy
// and OpenTelemetry.
func PodOfLine(l *journey.Line) string {
	for _, name := range podLabels {
		if pod := cmp.Or(l.Labels.Get(name), l.Metadata.Get(name), l.Parsed.Get(name)); pod != "" {
			return pod
		}
	}
	return ""
}

// RequestID returns the ID that proxies pass on with the request, or "" if the span has none.
// It is in Envoy's tag, or in the header as OpenTelemetry's conventions and some SDKs name it.
func RequestID(s *journey.Span) string {
	return s.Attributes.Text("guid:x-request-id", "http.request.header.x-request-id", "x-request-id")
}

// RequestIDAttributes are the attributes that RequestID reads.
func RequestIDAttributes() []string {
	return []string{"guid:x-request-id", "http.request.header.x-request-id", "x-request-id"}
}

// Method returns the HTTP method of the call, or "" if the span has none.
func Method(s *journey.Span) string { return s.Attributes.Text("http.request.method", "http.method") }

// ResponseSize returns the bytes of the response's body. ok is false if the span does not
// say.
func ResponseSize(s *journey.Span) (size int64, ok bool) {
	for _, key := range sizeAttributes {
		if size, err := strconv.ParseInt(attributeText(s, key), 10, 64); err == nil {
			return size, true
		}
	}
	return 0, false
}

// sizeAttributes are Envoy's tag and OpenTelemetry's present and former attributes. They
// are not among SpanFields, because only opened requests are compared by size.
var sizeAttributes = []string{"response_size", "http.response.body.size", "http.response_content_length"}

// Statement returns the database query, or "" if the span does not say.
func Statement(s *journey.Span) string { return s.Attributes.Text("db.query.text", "db.statement") }

// IsIstio reports whether a proxy of Istio sent the span.
func IsIstio(s *journey.Span) bool {
	return s.Attributes.Text("istio.canonical_service", "istio.namespace") != "" || strings.Count(s.Attributes.Text("node_id"), "~") == 3
}
