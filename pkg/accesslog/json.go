package accesslog

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// parseJSON reads the JSON access logs of Envoy (Istio's field names),
// Traefik (https://doc.traefik.io/traefik/observability/access-logs/), Linkerd
// (https://linkerd.io/2/features/access-logging/) and nginx as commonly set up.
func parseJSON(body string) (Entry, bool) {
	if !strings.Contains(body, "ethod") && !strings.Contains(body, " HTTP/") {
		return Entry{}, false // neither "method", "RequestMethod" nor a wrapped request line
	}
	var fields map[string]any
	dec := json.NewDecoder(strings.NewReader(body))
	dec.UseNumber()
	if err := dec.Decode(&fields); err != nil {
		return Entry{}, false
	}
	f := jsonFields(fields)
	if wrapped := f.text("log", "message"); strings.Contains(wrapped, " HTTP/") || strings.HasPrefix(wrapped, "{") {
		return Parse(wrapped) // fluent-bit and Docker put the line into a field
	}
	if request, ok := fields["request"].(map[string]any); ok {
		return parseCaddy(f, request)
	}
	return parseFields(f)
}

// parseFields reads the fields of all proxies but Caddy, whose names do not overlap.
func parseFields(f jsonFields) (Entry, bool) {
	a := Entry{
		Start:     f.time("start_time", "StartUTC", "timestamp", "@timestamp", "time_iso8601"),
		Duration:  f.took(),
		Status:    journey.Number(f.text("response_code", "DownstreamStatus", "status")),
		Method:    f.text("method", "RequestMethod", "request_method"),
		Path:      journey.WithoutQuery(journey.PathOf(f.text("path", "x-envoy-origin-path", "x-envoy-original-path", "RequestPath", "uri", "request_uri"))),
		IsProxy:   f.has("response_code", "DownstreamStatus", "upstream_status", "upstream_addr", "request_method", "client.addr"),
		RequestID: noDash(f.text("request_id", "x_request_id", "x-request-id", "request_X-Request-Id", "req_id")),
		flags:     noDash(f.text("response_flags")),
		details:   noDash(f.text("response_code_details")),
		failure:   noDash(f.text("upstream_transport_failure_reason")),
		upstream:  noDash(f.text("upstream_host", "ServiceAddr", "upstream_addr")),
	}
	if a.Method == "" || a.Status == unknown {
		return Entry{}, false
	}
	a.readProxy(f)
	return a, true
}

// readProxy reads what one proxy has and others lack.
func (a *Entry) readProxy(f jsonFields) {
	a.readCluster(f.text("upstream_cluster"))
	if service := f.text("ServiceName"); service != "" { // Traefik: always on the way out
		a.View, a.Peer = ViewClient, traefikService(service)
	}
	if f.text("OriginStatus") == "0" {
		a.own = "Traefik"
	}
	if statuses := f.text("upstream_status"); statuses != "" {
		a.readNginxUpstream(statuses, f.text("upstream_response_length"))
	}
	if f.text("client.addr") != "" { // Linkerd writes access lines of inbound requests alone
		a.View = viewServer
	}
}

// parseCaddy reads the access lines of Caddy, whose request is an object
// (https://caddyserver.com/docs/logging#access-logs).
func parseCaddy(f, request jsonFields) (Entry, bool) {
	a := Entry{
		Duration: secondsOf(f.text("duration")), Status: journey.Number(f.text("status")), IsProxy: true,
		Method: request.text("method"), Path: journey.WithoutQuery(request.text("uri")),
	}
	if strings.HasPrefix(f.text("logger"), "http.log.error") {
		a.own, a.failure = "Caddy", f.text("msg")
	}
	return a, a.Method != "" && a.Status != unknown
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
