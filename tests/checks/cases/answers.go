package cases

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// ownAnswers are the reasons for which a proxy makes a response itself, each with words
// that the finding proxy-answered must say about it. For each there is a near miss: the
// same status, which the proxy only passed on.
var ownAnswers = []struct {
	proxy  string
	source string // where the reason is documented
	all    []ownAnswer
}{
	{"Envoy's response flags", "https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags", []ownAnswer{
		{503, "UH", "no_healthy_upstream", "no healthy endpoint"},
		{503, "UF", "upstream_reset_before_response_started{remote_connection_failure,delayed_connect_error:_111}", "connection to silo failed"},
		{503, "UF,URX", "upstream_reset_before_response_started{connection_timeout}", "connection to silo failed"},
		{503, "UO", "upstream_reset_before_response_started{overflow}", "circuit breaker of silo was open"},
		{504, "UT", "upstream_response_timeout", "did not answer within the timeout"},
		{503, "UC", "upstream_reset_before_response_started{connection_termination}", "closed the connection before it answered"},
		{503, "UR", "upstream_reset_before_response_started{remote_reset}", "silo reset the request"},
		{503, "LR", "upstream_reset_before_response_started{local_reset}", "the proxy reset the connection to silo"},
		{502, "UPE", "upstream_reset_before_response_started{protocol_error}", "silo broke the http protocol"},
		{503, "UMSDR", "upstream_max_stream_duration_reached", "maximum stream duration"},
		{503, "DF", "dns_resolution_failed", "could not be resolved"},
		{404, "NR", "route_not_found", "no route matched"},
		{503, "NC", "cluster_not_found", "a cluster that does not exist"},
		{403, "UAEX", "ext_authz_denied", "authorization service refused"},
		{500, "RLSE", "rate_limiter_error", "rate limit service failed"},
		{429, "RL", "request_rate_limited", "rate limit was exceeded"},
		{503, "FI", "fault_filter_abort", "injected on purpose"},
		{400, "IH", "invalid_envoy_request_headers", "invalid x-envoy header"},
		{408, "SI", "stream_idle_timeout", "idle for too long"},
		{400, "DPE", "http1.codec_error", "the caller broke the http protocol"},
		{503, "OM", "overload", "overloaded"},
		{503, "DO", "drop_overload", "drops a share"},
		{503, "UDO", "unconditional_drop_overload", "drops all requests"},
		{500, "NFCF", "-", "configuration was missing"},
		{504, "DT", "-", "maximum duration"},
		{503, "NoHealthyUpstream", "-", "no healthy endpoint"},
		{503, "UpstreamConnectionFailure,UpstreamRetryLimitExceeded", "-", "connection to silo failed"},
		{0, "DC", "downstream_remote_disconnect", "the caller closed the connection"},
		{0, "DR", "http2.remote_reset", "the caller reset the request"},
	}},
	{"Envoy's response code details", "https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/response_code_details", []ownAnswer{
		{403, "-", "rbac_access_denied_matched_policy[ns[mill]-policy[deny-all]-rule[0]]", "an authorization policy denied"},
		{401, "-", "jwt_authn_access_denied{Jwt_is_missing}", "jwt was missing"},
		{403, "-", "ext_authz_error", "authorization service failed"},
		{504, "-", "upstream_per_try_timeout", "each attempt at silo"},
		{504, "-", "upstream_per_try_idle_timeout", "idle timeout of a try"},
		{408, "-", "request_overall_timeout", "not complete within the timeout"},
		{408, "-", "request_header_timeout", "its headers too slowly"},
		{413, "-", "request_payload_too_large", "body was too large"},
		{500, "-", "response_payload_too_large", "response of silo was too large"},
		{431, "-", "request_headers_too_large", "headers were too large"},
		{429, "-", "local_rate_limited", "rate limit was exceeded"},
		{503, "-", "maintenance_mode", "maintenance mode"},
		{404, "-", "route_configuration_not_found", "had no routes"},
		{400, "-", "missing_host_header", "had no host"},
		{404, "-", "missing_path_rejected", "had no path"},
		{404, "-", "absolute_path_rejected", "absolute url"},
		{400, "-", "path_normalization_failed", "path was invalid"},
		{426, "-", "low_version", "http/1.0"},
		{403, "-", "upgrade_failed", "does not allow this upgrade"},
		{503, "-", "direct_response", "a response of its own"},
		{503, "-", "something_new", "something_new"},
	}},
	{"Traefik", "https://doc.traefik.io/traefik/observability/access-logs/", []ownAnswer{
		{502, "json", "0", "connection to mill-silo failed"},
		{503, "json", "0", "no server of mill-silo was available"},
		{504, "json", "0", "did not answer within the timeout"},
		{429, "json", "0", "rate limit was exceeded"},
		{404, "clf", `19 "-" "curl" 7 "-" "-"`, "no route matched"},
		{503, "clf", `20 "-" "curl" 7 "mill-silo@kubernetes" "-"`, "was available"},
	}},
	{"nginx", "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#variables", []ownAnswer{
		{502, "nginx", "0 0.001 502", "connection to mill-silo failed"},
		{504, "nginx", "0 60.000 504", "did not answer within the timeout"},
		{503, "nginx", "- - -", "no server of mill-silo was available"},
		{499, "nginx", "0 1.000 -", "the caller closed the connection"},
	}},
	{"HAProxy", "https://docs.haproxy.org/3.0/configuration.html#8.5", []ownAnswer{
		{503, "haproxy", "SC--", "refused or closed the connection"},
		{504, "haproxy", "sH--", "did not answer within the timeout"},
		{502, "haproxy", "SH--", "refused or closed the connection"},
		{503, "haproxy", "sQ--", "did not answer within the timeout"},
		{400, "haproxy", "CH--", "the caller closed the connection"},
		{408, "haproxy", "cR--", "the caller was idle"},
		{403, "haproxy", "PR--", "the proxy refused the request"},
		{500, "haproxy", "RC--", "no resources left"},
		{500, "haproxy", "IH--", "failed internally"},
		{502, "haproxy", "PH--", "response of silo was invalid"},
	}},
	{"Linkerd's header l5d-proxy-error", "https://github.com/linkerd/linkerd2-proxy/blob/main/linkerd/app/core/src/errors/respond.rs", []ownAnswer{
		{503, "linkerd", "HTTP Balancer service in fail-fast", "silo had no ready endpoint"},
		{504, "linkerd", "endpoint 10.7.0.2:8080: connect timed out after 1s", "connection to silo timed out"},
		{502, "linkerd", "endpoint 10.7.0.2:8080: Connection refused (os error 111)", "silo refused the connection"},
		{403, "linkerd", "unauthorized request on route", "an authorization policy denied"},
		{504, "linkerd", "HTTP response timeout after 1s", "did not answer within the timeout"},
		{508, "linkerd", "inbound connection must not target a loop", "in a loop"},
	}},
}

// ownAnswer is a status and the reason as the proxy writes it: for Envoy flags and
// details, for others the format of the line and what stands in it.
type ownAnswer struct {
	status        int
	flags, detail string
	words         string
}

// answerKinds are tables of requests with each reason, and of their near misses.
func answerKinds() (all []kind) {
	for _, of := range ownAnswers {
		own := kind{Kind: of.proxy, Rule: "A proxy made the response itself: the finding names the cause."}
		near := kind{Kind: of.proxy + ", near misses", Rule: "The proxy passed the upstream's response on."}
		for _, a := range of.all {
			name := strings.TrimSpace(fmt.Sprint(a.status, " ", a.flags, " ", a.detail))
			own.Rows = append(own.Rows, a.row(name, of.source, true))
			near.Rows = append(near.Rows, a.row(name, of.source, false))
		}
		all = append(all, own, near)
	}
	return all
}

// row is a request through a proxy whose upstream is silo. If isOwn, the proxy made the
// response itself and silo sent no span; else silo answered with that status.
func (a ownAnswer) row(name, source string, isOwn bool) json.RawMessage {
	status := a.status
	if !isOwn && status == 0 {
		status = 200 // an upstream always has a status
	}
	found := map[string]any{"code": "proxy-answered"}
	wanted := map[string]any{"spans": 2, "noFindings": []any{found}}
	if isOwn {
		found["node"], found["text"] = "gate", a.words
		wanted = map[string]any{"findings": []any{found}}
	}
	r := map[string]any{"name": name, "source": source, "spans": a.spans(status, isOwn), "want": wanted}
	if a.flags != "linkerd" {
		l := map[string]any{"at": 80, "labels": map[string]string{"app": "gate"}, "line": a.line(status, isOwn)}
		if a.flags == "clf" { // which has no field for a header
			l["metadata"] = map[string]string{"trace_id": "$T", "span_id": "$S1"}
		}
		r["lines"] = []any{l}
	}
	raw, err := json.Marshal(r)
	if err != nil {
		panic(err) // a table of texts and numbers
	}
	return raw
}

// spans are the proxy's and, unless isOwn, silo's.
func (a ownAnswer) spans(status int, isOwn bool) []any {
	span := func(id, parent, service, kind, name string, start, end int) map[string]any {
		s := map[string]any{"id": id, "parent": parent, "service": service, "kind": kind, "name": name, "start": start, "end": end,
			"attrs": map[string]any{"http.method": "GET", "http.status_code": strconv.Itoa(status)}}
		if status >= 500 || status == 0 {
			s["status"] = "error"
		}
		return s
	}
	proxy := span("1", "", "gate", "client", "silo.mill.svc.cluster.local:80/*", 0, 80)
	attrs := proxy["attrs"].(map[string]any)
	attrs["peer.service"] = "silo"
	if !isOwn {
		return []any{proxy, span("2", "1", "silo", "server", "GET /sacks", 4, 76)}
	}
	if a.flags == "linkerd" {
		attrs["http.response.header.l5d-proxy-error"] = a.detail
	}
	return []any{proxy}
}

// line is the proxy's access line.
func (a ownAnswer) line(status int, isOwn bool) string {
	or := func(own, passedOn string) string {
		if isOwn {
			return own
		}
		return passedOn
	}
	const id = `traceparent=00-$T-$S1-01`
	switch a.flags {
	case "json":
		return fmt.Sprintf(`{"ClientAddr":"10.1.0.1:4000","DownstreamStatus":%d,"Duration":80000000,"OriginStatus":%s,"RequestMethod":"GET",`+
			`"RequestPath":"/sacks","RetryAttempts":0,"RouterName":"mill-silo@kubernetes","ServiceName":"mill-silo-80@kubernetes","StartUTC":"$I0",`+
			`"level":"info","request_Traceparent":"00-$T-$S1-01","time":"$I80"}`, status, or(a.detail, strconv.Itoa(status)))
	case "clf":
		rest := or(a.detail, `11 "-" "curl" 7 "mill-silo@kubernetes" "http://10.7.0.2:8080"`)
		return fmt.Sprintf(`10.1.0.1 - - [$L0] "GET /sacks HTTP/1.1" %d %s 80ms`, status, rest)
	case "nginx":
		rest := or(a.detail, fmt.Sprint("512 0.076 ", status))
		return fmt.Sprintf(`10.1.0.1 - - [$L0] "GET /sacks HTTP/1.1" %d 150 "-" "curl" 40 0.080 [mill-silo-80] [] 10.7.0.2:8080 %s $R1 %s`, status, rest, id)
	case "haproxy":
		state := or(a.detail, a.detail[:1]+"D--") // the response was on its way
		return fmt.Sprintf(`haproxy[7]: 10.0.1.2:33317 [06/Feb/2026:12:14:14.655] gate silo/pod1 0/0/1/79/80 %d 2750 - - %s 1/1/1/1/0 0/0 "GET /sacks HTTP/1.1" %s`, status, state, id)
	}
	return fmt.Sprintf(`[$I0] "GET /sacks HTTP/1.1" %d %s %s - "-" 0 45 80 79 "-" "curl" "$R1" "silo" "10.7.0.2:8080" outbound|80||silo.mill.svc.cluster.local 10.7.0.1:41000 10.9.0.8:80 10.7.0.1:40990 - default %s`,
		status, or(a.flags, "-"), or(a.detail, "via_upstream"), id)
}
