package journey

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// accessOfJSON reads the JSON access logs of Envoy (Istio's field names),
// Traefik (https://doc.traefik.io/traefik/observability/access-logs/), Linkerd
// (https://linkerd.io/2/features/access-logging/) and nginx as commonly set up.
func accessOfJSON(body string) (access, bool) {
	if !strings.Contains(body, "ethod") && !strings.Contains(body, " HTTP/") {
		return access{}, false // neither "method", "RequestMethod" nor a wrapped request line
	}
	var fields map[string]any
	dec := json.NewDecoder(strings.NewReader(body))
	dec.UseNumber()
	if err := dec.Decode(&fields); err != nil {
		return access{}, false
	}
	f := jsonFields(fields)
	if wrapped := f.text("log", "message"); strings.Contains(wrapped, " HTTP/") || strings.HasPrefix(wrapped, "{") {
		return accessOf(wrapped) // fluent-bit and Docker put the line into a field
	}
	if request, ok := fields["request"].(map[string]any); ok {
		return accessOfCaddy(f, request)
	}
	a := access{
		start:     f.time("start_time", "StartUTC", "timestamp", "time_iso8601"),
		took:      f.took(),
		status:    number(f.text("response_code", "DownstreamStatus", "status")),
		method:    f.text("method", "RequestMethod", "request_method"),
		path:      withoutQuery(pathOf(f.text("path", "RequestPath", "uri", "request_uri"))),
		ofProxy:   f.has("response_code", "DownstreamStatus", "upstream_status", "upstream_addr", "request_method", "client.addr"),
		requestID: noDash(f.text("request_id", "x_request_id", "request_X-Request-Id", "req_id")),
	}
	if a.method == "" || a.status == unknown {
		return access{}, false
	}
	a.readCluster(f.text("upstream_cluster"))
	if service := f.text("ServiceName"); service != "" { // Traefik: always on the way out
		a.view, a.peer = viewClient, traefikService(service)
	}
	if f.text("client.addr") != "" { // Linkerd writes access lines of inbound requests alone
		a.view = viewServer
	}
	return a, true
}

// accessOfCaddy reads the access lines of Caddy, whose request is an object
// (https://caddyserver.com/docs/logging#access-logs).
func accessOfCaddy(f, request jsonFields) (access, bool) {
	a := access{
		took: secondsOf(f.text("duration")), status: number(f.text("status")), ofProxy: true,
		method: request.text("method"), path: withoutQuery(request.text("uri")),
	}
	return a, a.method != "" && a.status != unknown
}

// jsonFields are the top-level fields of a JSON line.
type jsonFields map[string]any

// text is the first of keys that is there, as text.
func (f jsonFields) text(keys ...string) string {
	for _, key := range keys {
		switch v := f[key].(type) {
		case string:
			return v
		case json.Number:
			return v.String()
		}
	}
	return ""
}

// has says that one of keys, which proxies alone write, is there.
func (f jsonFields) has(keys ...string) bool { return f.text(keys...) != "" }

func (f jsonFields) time(keys ...string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, f.text(keys...))
	if err != nil {
		return time.Time{}
	}
	return t
}

// took reads durations in the unit that each field has.
func (f jsonFields) took() time.Duration {
	for _, field := range []struct {
		key  string
		unit time.Duration
	}{
		{"duration", time.Millisecond}, // Envoy
		{"Duration", time.Nanosecond},  // Traefik
		{"total_ns", time.Nanosecond},  // Linkerd
		{"request_time", time.Second},  // nginx
	} {
		if n, err := strconv.ParseFloat(f.text(field.key), 64); err == nil {
			return time.Duration(n * float64(field.unit))
		}
	}
	return unknown
}

// traefikService takes the Kubernetes service out of "bookinfo-productpage-9080@kubernetes"
// or "bookinfo-productpage-http@kubernetescrd"; as with ingress-nginx, it is
// compared by its end.
func traefikService(name string) string {
	name, _, _ = strings.Cut(name, "@")
	return ingressBackend(name)
}

func secondsOf(s string) time.Duration {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || n < 0 {
		return unknown
	}
	return time.Duration(n * float64(time.Second))
}
