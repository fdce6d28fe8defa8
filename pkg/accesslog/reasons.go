package accesslog

import "strings"

// reason is why a proxy made a response itself. In texts, %s stands for the upstream.
type reason struct {
	code  string // as the proxy writes it
	cause string // follows "answered by itself:"
	check string // what to check
	istio string // what to check instead in an Istio mesh; "" for check
	long  string // Envoy's long name of the flag

	isCaller bool // the caller ended the request
}

// envoyFlags are Envoy's response flags, what says most first: a request may have
// several of them
// (https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags).
// DI, RFCF, LH and URX are missing: with them alone, something else made the response,
// such as the upstream's last answer after all retries.
var envoyFlags = []reason{
	{code: "UH", long: "NoHealthyUpstream", cause: "%s had no healthy endpoint", check: "Check the endpoints of %s and their health checks.",
		istio: "Check the endpoints of %s and the outlier detection in its DestinationRule."},
	{code: "UF", long: "UpstreamConnectionFailure", cause: "the connection to %s failed", check: "Check that %s is running and listens on that port, and that TLS settings agree.",
		istio: "Check that %s is running and listens on that port, and that mTLS settings agree (PeerAuthentication, DestinationRule)."},
	{code: "UO", long: "UpstreamOverflow", cause: "the circuit breaker of %s was open", check: "Check the limits on connections and pending requests for %s.",
		istio: "Check connectionPool in the DestinationRule of %s."},
	{code: "UT", long: "UpstreamRequestTimeout", cause: "%s did not answer within the timeout", check: "Check why %s is slow, and the timeout of the route.",
		istio: "Check why %s is slow, and the timeout in its VirtualService."},
	{code: "UC", long: "UpstreamConnectionTermination", cause: "%s closed the connection before it answered", check: "Check whether %s crashed or closes idle connections earlier than its callers do."},
	{code: "UR", long: "UpstreamRemoteReset", cause: "%s reset the request", check: "Check the log lines of %s for a crash or a refused stream."},
	{code: "LR", long: "LocalReset", cause: "the proxy reset the connection to %s", check: "Check the limits and timeouts of the connection to %s."},
	{code: "UPE", long: "UpstreamProtocolError", cause: "%s broke the HTTP protocol", check: "Check that the protocol of the port is the one that %s speaks.",
		istio: "Check that the name or appProtocol of the port says which protocol %s speaks."},
	{code: "UMSDR", long: "UpstreamMaxStreamDurationReached", cause: "the request to %s reached the maximum stream duration", check: "Check max_stream_duration of the route to %s."},
	{code: "DF", long: "DnsResolutionFailed", cause: "the host name of %s could not be resolved", check: "Check DNS and the host name of %s."},
	{code: "NR", long: "NoRouteFound", cause: "no route matched the request", check: "Check the routes for the request's host and path.",
		istio: "Check host, path and gateway in the VirtualServices, and the Sidecar egress hosts."},
	{code: "NC", long: "NoClusterFound", cause: "the route names a cluster that does not exist", check: "Check the cluster that the route names.",
		istio: "Check that the subsets in the VirtualService exist in the DestinationRule."},
	{code: "UAEX", long: "UnauthorizedExternalService", cause: "the external authorization service refused the request", check: "Check the decision and the health of the authorization service.",
		istio: "Check the AuthorizationPolicy with action CUSTOM, and the health of its provider."},
	{code: "RLSE", long: "RateLimitServiceError", cause: "the rate limit service failed", check: "Check the rate limit service."},
	{code: "RL", long: "RateLimited", cause: "the rate limit was exceeded", check: "Check the rate limit, and who sends that many requests."},
	{code: "FI", long: "FaultInjected", cause: "a fault was injected on purpose", check: "Remove the fault injection if nobody is testing.",
		istio: "Remove fault.abort from the VirtualService if nobody is testing."},
	{code: "IH", long: "InvalidEnvoyRequestHeaders", cause: "the request had an invalid x-envoy header", check: "Check the x-envoy-* headers that the caller sends."},
	{code: "SI", long: "StreamIdleTimeout", cause: "the stream was idle for too long", check: "Check the stream idle timeout, and which side stopped sending."},
	{code: "DPE", long: "DownstreamProtocolError", cause: "the caller broke the HTTP protocol", check: "Check the request that the caller sends: its headers and its protocol."},
	{code: "OM", long: "OverloadManagerTerminated", cause: "the proxy was overloaded", check: "Check the memory and connections of the proxy (overload manager)."},
	{code: "DO", long: "DropOverLoad", cause: "the proxy drops a share of the requests to %s", check: "Check drop_overload in the endpoints' configuration of %s."},
	{code: "UDO", long: "UnconditionalDropOverload", cause: "the proxy drops all requests to %s", check: "Check drop_overload in the endpoints' configuration of %s."},
	{code: "NFCF", long: "NoFilterConfigFound", cause: "a filter's configuration was missing", check: "Check that the proxy received its extension configuration.",
		istio: "Check the EnvoyFilters and WasmPlugins of the proxy."},
	{code: "DT", long: "DurationTimeout", cause: "the connection reached its maximum duration", check: "Check the maximum connection duration of the listener."},
	{code: "DC", long: "DownstreamConnectionTermination", isCaller: true, cause: "the caller closed the connection before the response", check: "Check the caller's timeout: it may be shorter than the work takes."},
	{code: "DR", long: "DownstreamRemoteReset", isCaller: true, cause: "the caller reset the request before the response", check: "Check the caller's timeout: it may be shorter than the work takes."},
}

// envoyDetails are the beginnings of Envoy's response code details that say more than
// the flags do
// (https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/response_code_details).
var envoyDetails = []reason{
	{code: "rbac_access_denied", cause: "an authorization policy denied the request", check: "Check the RBAC policies of the proxy.",
		istio: "Check the AuthorizationPolicies of the workload."},
	{code: "jwt_authn_access_denied", cause: "the request's JWT was missing or invalid", check: "Check the token that the caller sends.",
		istio: "Check the RequestAuthentication of the workload, and the token that the caller sends."},
	{code: "ext_authz_denied", cause: "the external authorization service refused the request", check: "Check the decision of the authorization service.",
		istio: "Check the AuthorizationPolicy with action CUSTOM."},
	{code: "ext_authz_error", cause: "the external authorization service failed", check: "Check the authorization service.",
		istio: "Check the provider that the AuthorizationPolicy with action CUSTOM names."},
	{code: "no_healthy_upstream", cause: "%s had no healthy endpoint", check: "Check the endpoints of %s and their health checks.",
		istio: "Check the endpoints of %s and the outlier detection in its DestinationRule."},
	{code: "route_not_found", cause: "no route matched the request", check: "Check the routes for the request's host and path.",
		istio: "Check host, path and gateway in the VirtualServices, and the Sidecar egress hosts."},
	{code: "cluster_not_found", cause: "the route names a cluster that does not exist", check: "Check the cluster that the route names.",
		istio: "Check that the subsets in the VirtualService exist in the DestinationRule."},
	{code: "response_timeout", cause: "%s did not answer within the timeout", check: "Check why %s is slow, and the timeout of the route.",
		istio: "Check why %s is slow, and the timeout in its VirtualService."},
	{code: "upstream_per_try_timeout", cause: "each attempt at %s took longer than the timeout of a try", check: "Check why %s is slow, and the per-try timeout.",
		istio: "Check why %s is slow, and retries.perTryTimeout in its VirtualService."},
	{code: "upstream_reset_before_response_started", cause: "the connection to %s was lost before it answered", check: "Check whether %s crashed, refuses connections or closes idle ones early."},
	{code: "upstream_reset_after_response_started", cause: "the connection to %s was lost while it answered", check: "Check whether %s crashed while it answered."},
	{code: "overload", cause: "the circuit breaker of %s was open, or the proxy was overloaded", check: "Check the limits on connections and pending requests for %s.",
		istio: "Check connectionPool in the DestinationRule of %s."},
	{code: "request_rate_limited", cause: "the rate limit was exceeded", check: "Check the rate limit, and who sends that many requests."},
	{code: "local_rate_limited", cause: "the rate limit was exceeded", check: "Check the rate limit, and who sends that many requests."},
	{code: "rate_limiter_error", cause: "the rate limit service failed", check: "Check the rate limit service."},
	{code: "fault_filter_abort", cause: "a fault was injected on purpose", check: "Remove the fault injection if nobody is testing.",
		istio: "Remove fault.abort from the VirtualService if nobody is testing."},
	{code: "direct_response", cause: "the route has a response of its own", check: "Check the direct response of the route.",
		istio: "Check directResponse and redirect in the VirtualServices."},
	{code: "maintenance_mode", cause: "the cluster of %s is in maintenance mode", check: "Check the maintenance mode of the cluster."},
	{code: "stream_idle_timeout", cause: "the stream was idle for too long", check: "Check the stream idle timeout, and which side stopped sending."},
	{code: "request_overall_timeout", cause: "the request was not complete within the timeout", check: "Check why the caller sends its request so slowly."},
	{code: "request_payload_too_large", cause: "the request's body was too large", check: "Check the size limit of the proxy's buffer."},
	{code: "request_headers_too_large", cause: "the request's headers were too large", check: "Check the limit on the size of headers."},
	{code: "downstream_remote_disconnect", isCaller: true, cause: "the caller closed the connection before the response", check: "Check the caller's timeout: it may be shorter than the work takes."},
	{code: "downstream_local_disconnect", cause: "the proxy closed the connection to the caller", check: "Check the limits and timeouts of the listener."},
	{code: "upstream_per_try_idle_timeout", cause: "%s sent nothing for longer than the idle timeout of a try", check: "Check why %s is slow, and the per-try idle timeout."},
	{code: "upstream_max_stream_duration_reached", cause: "the request to %s reached the maximum stream duration", check: "Check max_stream_duration of the route to %s."},
	{code: "max_duration_timeout", cause: "the request reached the maximum stream duration", check: "Check max_stream_duration of the listener."},
	{code: "duration_timeout", cause: "the connection reached its maximum duration", check: "Check the maximum connection duration of the listener."},
	{code: "request_header_timeout", cause: "the caller sent its headers too slowly", check: "Check the caller's network and the timeout for headers."},
	{code: "response_payload_too_large", cause: "the response of %s was too large", check: "Check the size limit of the proxy's buffer."},
	{code: "route_configuration_not_found", cause: "the proxy had no routes", check: "Check that the proxy received its route configuration.",
		istio: "Check istioctl proxy-status: the proxy may not have received its routes."},
	{code: "filter_chain_not_found", cause: "no filter chain matched the connection", check: "Check the TLS server names and ports of the listener.",
		istio: "Check the port and the TLS mode (PeerAuthentication, Gateway)."},
	{code: "missing_host_header", cause: "the request had no host", check: "Check the request that the caller sends."},
	{code: "missing_path_rejected", cause: "the request had no path", check: "Check the request that the caller sends."},
	{code: "absolute_path_rejected", cause: "the request had an absolute URL instead of a path", check: "Check the request that the caller sends."},
	{code: "path_normalization_failed", cause: "the request's path was invalid", check: "Check the path that the caller sends."},
	{code: "low_version", cause: "the caller used HTTP/1.0 or older", check: "Check the HTTP version of the caller.",
		istio: "Check the HTTP version of the caller; Istio's proxies refuse HTTP/1.0 by default."},
	{code: "upgrade_failed", cause: "the proxy does not allow this upgrade", check: "Check that WebSockets or the other upgrade are allowed on the route."},
	{code: "http1.", cause: "the caller or %s broke the HTTP/1.1 protocol", check: "Check the request that the caller sends, and the answer of %s."},
	{code: "http2.", cause: "the caller or %s broke the HTTP/2 protocol", check: "Check the request that the caller sends, and the answer of %s."},
	{code: "admin_filter_response", cause: "the proxy's admin endpoint answered", check: "Check the port and path of the request."},
	{code: "dns_resolution_failed", cause: "the host name of %s could not be resolved", check: "Check DNS and the host name of %s."},
}

// statusReasons are why Traefik, nginx and Caddy answer by themselves, by the status:
// they write no reason into their access lines.
var statusReasons = map[int]reason{
	400: {cause: "the request was malformed", check: "Check the request that the caller sends."},
	401: {cause: "the request was not authenticated", check: "Check the credentials that the caller sends, and the authentication on the route."},
	403: {cause: "the request was refused", check: "Check the access rules of the route."},
	404: {cause: "no route matched the request", check: "Check the routes for the request's host and path."},
	408: {cause: "the caller sent its request too slowly", check: "Check the caller's network and the timeout for requests."},
	413: {cause: "the request's body was too large", check: "Check the size limit for bodies on the route."},
	429: {cause: "the rate limit was exceeded", check: "Check the rate limit, and who sends that many requests."},
	499: {cause: "the caller closed the connection before the response", check: "Check the caller's timeout: it may be shorter than the work takes."},
	500: {cause: "the proxy failed internally", check: "Check the proxy's error log."},
	502: {cause: "the connection to %s failed, or its answer was not HTTP", check: "Check that %s is running, and which port and protocol it serves."},
	503: {cause: "no server of %s was available", check: "Check the endpoints of %s and their health checks."},
	504: {cause: "%s did not answer within the timeout", check: "Check why %s is slow, and the timeout of the route."},
}

// haproxyStates are the first letter of HAProxy's termination state: who ended the
// session, and why (https://docs.haproxy.org/3.0/configuration.html#8.5).
var haproxyStates = map[byte]reason{
	'C': {cause: "the caller closed the connection before the response", check: "Check the caller's timeout: it may be shorter than the work takes."},
	'c': {cause: "the caller was idle for longer than its timeout", check: "Check timeout client, and why the caller stopped sending."},
	'S': {cause: "%s refused or closed the connection", check: "Check that %s is running and listens on that port."},
	's': {cause: "%s did not answer within the timeout", check: "Check why %s is slow, and timeout server, connect and queue."},
	'P': {cause: "the proxy refused the request", check: "Check the http-request deny rules and the protocol checks of the frontend."},
	'R': {cause: "the proxy had no resources left", check: "Check the memory, sockets and ports of the proxy."},
	'I': {cause: "the proxy failed internally", check: "Check the proxy's error log."},
	'D': {cause: "the server was marked down", check: "Check the health checks of %s."},
	'U': {cause: "the backup server became active", check: "Check the health checks of %s."},
	'K': {cause: "an administrator ended the session", check: "Check who shut the server's sessions down."},
	'L': {cause: "a rule of the proxy made the response", check: "Check the http-request return and redirect rules of the frontend."},
}

// linkerdErrors are parts of the texts in l5d-proxy-error, the header with which
// Linkerd's proxies say that they made a response themselves
// (https://github.com/linkerd/linkerd2-proxy/blob/main/linkerd/app/core/src/errors/respond.rs).
var linkerdErrors = []reason{
	{code: "fail-fast", cause: "%s had no ready endpoint", check: "Check that the pods of %s are ready (linkerd diagnostics endpoints)."},
	{code: "service unavailable", cause: "%s had no ready endpoint", check: "Check that the pods of %s are ready (linkerd diagnostics endpoints)."},
	{code: "load shed", cause: "the queue of requests to %s was full", check: "Check why %s is slow, and whether it needs more pods."},
	{code: "connect timed out", cause: "the connection to %s timed out", check: "Check that %s is running and that a network policy lets the connection through."},
	{code: "connection refused", cause: "%s refused the connection", check: "Check that %s is running and listens on that port."},
	{code: "connection closed", cause: "%s closed the connection before it answered", check: "Check whether %s crashed or closes idle connections early."},
	{code: "connection reset", cause: "%s closed the connection before it answered", check: "Check whether %s crashed or closes idle connections early."},
	{code: "unauthorized", cause: "an authorization policy denied the request", check: "Check the Server and AuthorizationPolicy resources of %s."},
	{code: "no route", cause: "no route matched the request", check: "Check the HTTPRoute and Server resources of %s."},
	{code: "timed out", cause: "%s did not answer within the timeout", check: "Check why %s is slow, and the timeouts of its routes."},
	{code: "timeout", cause: "%s did not answer within the timeout", check: "Check why %s is slow, and the timeouts of its routes."},
	{code: "rate limit", cause: "the rate limit was exceeded", check: "Check the HTTPLocalRateLimitPolicy of %s, and who sends that many requests."},
	{code: "loop", cause: "the proxy called itself in a loop", check: "Check the addresses that %s and its Service resolve to."},
}

// linkerdReason is the reason that the text of l5d-proxy-error names.
func linkerdReason(text string) reason {
	for _, r := range linkerdErrors {
		if strings.Contains(strings.ToLower(text), r.code) {
			return r
		}
	}
	return reason{cause: "Linkerd reports " + text, check: "Check the log lines of the linkerd-proxy container."}
}

// haproxyReason reads who ended the session and when. Once the response was on its way
// (D, L), its status is the server's.
func haproxyReason(state string) (reason, bool) {
	if state[1] == 'D' || state[1] == 'L' {
		return reason{}, false
	}
	if state[:2] == "PH" {
		return reason{cause: "the response of %s was invalid or blocked", check: "Check what %s answered, and the http-response rules of the backend."}, true
	}
	why, known := haproxyStates[state[0]]
	return why, known
}

// flagReason is the reason of the flag that says most, e.g. UF of "UF,URX".
func flagReason(flags string) (reason, bool) {
	set := strings.Split(flags, ",")
	for _, r := range envoyFlags {
		for _, flag := range set {
			if flag = strings.TrimSpace(flag); flag == r.code || flag == r.long {
				return r, true
			}
		}
	}
	return reason{}, false
}

func detailReason(details string) (reason, bool) {
	for _, r := range envoyDetails {
		if strings.HasPrefix(details, r.code) {
			return r, true
		}
	}
	return reason{}, false
}
