package mesh

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// The versions of Traefik differ in what they pass on and in how they log it.
const (
	traefikB3  = "v2.11" // Zipkin with B3 headers
	traefikW3C = "v3.5"  // OpenTelemetry
)

// traefik is a gateway with a span for each of its sides.
func traefik(e *exchange) sight {
	forwarded := window{e.out.start.Add(80 * time.Microsecond), e.out.end.Add(-40 * time.Microsecond)}
	s := sight{by: e.from, container: e.from.container, hop: hopView(e, ViewClient), at: e.out.end}
	if e.from.version == traefikB3 {
		s.spans, s.lineOn = traefikZipkin(e, forwarded), 1
	} else {
		s.spans = traefikOTLP(e, forwarded)
	}
	s.line = func(tc traceContext) writtenLine {
		return writtenLine{body: traefikLine(e, tc), namesTrace: true, namesSpan: true}
	}
	return s
}

func traefikZipkin(e *exchange, forwarded window) []*span {
	tags := func(url string) []tag {
		all := []tag{{"component", "traefik"}, {"http.method", e.method}, {"http.url", url}, {"http.host", e.authority},
			{"http.status_code", strconv.Itoa(e.status)}}
		if e.failed() {
			all = append(all, tag{"error", "true"})
		}
		return all
	}
	return []*span{
		{window: e.out, by: e.from, proxy: true, zipkin: true, endpoint: "traefik", failed: e.failed(), kind: journey.KindServer,
			name: "EntryPoint web " + e.authority, tags: tags(e.path)},
		{window: forwarded, by: e.from, proxy: true, zipkin: true, endpoint: "traefik", failed: e.failed(), kind: journey.KindClient,
			name: "forward " + traefikService(e), tags: append(tags("http://"+address(e.to.podIP, e.to.port)+e.path), tag{"traefik.service.name", traefikService(e)})},
	}
}

func traefikOTLP(e *exchange, forwarded window) []*span {
	resource := []tag{
		{"service.name", "traefik"}, {"service.version", "3.5.0"}, {"telemetry.sdk.language", "go"},
		{"telemetry.sdk.name", "opentelemetry"}, {"telemetry.sdk.version", "1.36.0"},
	}
	return []*span{
		{window: e.out, by: e.from, proxy: true, resource: resource, failed: e.failed(), kind: journey.KindServer,
			name: e.method, scope: "github.com/traefik/traefik",
			tags: []tag{
				{"entry_point", "web"}, {"http.request.method", e.method}, {"network.protocol.version", "1.1"}, {"url.path", pathOf(e)},
				{"url.scheme", "http"}, {"user_agent.original", browser}, {"server.address", e.authority}, {"client.address", clientAddress},
				{"http.response.status_code", int64(e.status)},
			}},
		{window: forwarded, by: e.from, proxy: true, resource: resource, failed: e.failed(), kind: journey.KindClient,
			name: "ReverseProxy", scope: "github.com/traefik/traefik",
			tags: []tag{
				{"http.request.method", e.method}, {"url.full", "http://" + address(e.to.podIP, e.to.port) + e.path}, {"url.scheme", "http"},
				{"server.address", e.to.podIP}, {"server.port", int64(e.to.port)}, {"network.peer.address", e.to.podIP},
				{"http.response.status_code", int64(e.status)},
			}},
	}
}

func traefikService(e *exchange) string {
	return fmt.Sprintf("%s-%s-%d@kubernetes", e.to.namespace, e.to.service, e.to.port)
}

// traefikLine is the JSON access log, its keys in alphabetical order. Version 2
// shows the request's headers as they go on, version 3 has fields for the
// context of its entry point.
func traefikLine(e *exchange, tc traceContext) string {
	fields := map[string]any{
		"ClientAddr": address(clientAddress, e.ports[0]), "ClientHost": clientAddress, "ClientPort": strconv.Itoa(e.ports[0]), "ClientUsername": "-",
		"DownstreamContentSize": e.size, "DownstreamStatus": e.status, "Duration": e.out.duration().Nanoseconds(), "GzipRatio": 0,
		"OriginContentSize": e.size, "OriginDuration": e.in.duration().Nanoseconds(), "OriginStatus": e.status,
		"Overhead": (e.out.duration() - e.in.duration()).Nanoseconds(), "RequestAddr": e.authority, "RequestContentSize": 0,
		"RequestCount": e.ports[1], "RequestHost": e.authority, "RequestMethod": e.method, "RequestPath": e.path, "RequestPort": "-",
		"RequestProtocol": "HTTP/1.1", "RequestScheme": "http", "RetryAttempts": 0, "RouterName": traefikService(e),
		"ServiceAddr": address(e.to.podIP, e.to.port), "ServiceName": traefikService(e), "ServiceURL": "http://" + address(e.to.podIP, e.to.port),
		"StartLocal": e.out.start.Format(time.RFC3339Nano), "StartUTC": e.out.start.Format(time.RFC3339Nano),
		"entryPointName": "web", "level": "info", "msg": "", "request_User-Agent": browser, "time": e.out.end.Format(time.RFC3339),
	}
	if tc.headers == b3 {
		fields["request_X-B3-Traceid"], fields["request_X-B3-Spanid"] = tc.sent, tc.spanID.String()
		fields["request_X-B3-Sampled"] = tc.flags()[1:]
	} else {
		fields["TraceId"], fields["SpanId"] = tc.traceID.String(), tc.spanID.String()
	}
	body, err := json.Marshal(fields)
	if err != nil {
		panic(err) // strings and numbers alone
	}
	return string(body)
}
