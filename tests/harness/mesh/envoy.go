package mesh

import (
	"fmt"
	"net"
	"strconv"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

const (
	proxyContainer = "istio-proxy"
	clientAddress  = "203.0.113.17" // of the browser, outside of the mesh
	browser        = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
)

// observation is an exchange as an Envoy saw it: the caller's on the way out
// (ViewClient) or the callee's on the way in (ViewServer). A gateway sees the
// way out alone: Istio has it listen in the outbound direction.
type observation struct {
	window
	*exchange
	self        *workload
	outbound    bool
	waypoint    bool
	serviceTime window // from the request's last byte sent upstream to the answer's first
}

func observe(e *exchange, view string) *observation {
	if view == ViewClient {
		return &observation{exchange: e, self: e.from, outbound: true, window: e.out, serviceTime: e.in}
	}
	return &observation{exchange: e, self: e.to, window: e.in, serviceTime: e.served}
}

// sidecars are the Envoys on an exchange's way: the caller's, which may be a
// gateway, and the callee's.
func sidecars(e *exchange, requestID string) []sight {
	var sights []sight
	for _, view := range []string{ViewClient, ViewServer} {
		o := observe(e, view)
		sights = append(sights, sight{
			by: o.self, container: proxyContainer, hop: hopView(e, view), at: o.end, spans: []*span{o.span(requestID)},
			line: func(tc traceContext) writtenLine {
				return writtenLine{body: o.accessLine(tc.requestID, tc.sent), namesTrace: true}
			},
		})
	}
	return sights
}

// defaultSidecars are sidecars with Istio's default access log.
func defaultSidecars(e *exchange, requestID string) []sight {
	sights := sidecars(e, requestID)
	for i := range sights {
		named := sights[i].line
		sights[i].line = func(tc traceContext) writtenLine {
			body, _, _ := strings.Cut(named(tc).body, " traceID=")
			return writtenLine{body: body, namesRequest: true}
		}
	}
	return sights
}

// span is as Istio configures it: the client and the server have a span of
// their own (shared_span_context: false), and 128-bit trace IDs.
func (o *observation) span(requestID string) *span {
	s := &span{
		window: o.window, by: o.self, proxy: true, zipkin: true, failed: o.failed(),
		name: o.spanName(), kind: journey.KindServer,
	}
	if o.outbound {
		s.kind = journey.KindClient
	}
	s.tags = []tag{
		{"component", "proxy"},
		{"node_id", o.nodeID()},
		{"guid:x-request-id", requestID},
		{"http.method", o.method},
		{"http.url", "http://" + o.authority + o.path},
		{"http.protocol", "HTTP/1.1"},
		{"http.status_code", strconv.Itoa(o.status)},
		{"user_agent", o.userAgent()},
		{"request_size", "0"},
		{"response_size", strconv.Itoa(o.size)},
		{"response_flags", "-"},
		{"downstream_cluster", "-"},
		{"upstream_cluster", o.cluster()},
		{"upstream_cluster.name", o.cluster()},
		{"peer.address", o.downstreamIP()},
		{"istio.canonical_service", o.self.service},
		{"istio.canonical_revision", o.self.revision},
		{"istio.mesh_id", "cluster.local"},
		{"istio.namespace", o.self.namespace},
		{"istio.cluster_id", "Kubernetes"},
	}
	if o.failed() {
		s.tags = append(s.tags, tag{"error", "true"})
	}
	return s
}

// spanName is the route's: a gateway has routes by path, a sidecar one for
// everything.
func (o *observation) spanName() string {
	if o.self.app == nil && !o.waypoint {
		return o.operation
	}
	return fmt.Sprintf("%s:%d/*", o.to.host(), o.to.port)
}

// accessLine is Istio's default text format with the trace ID at its end:
//
//	[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%"
//	%RESPONSE_CODE% %RESPONSE_FLAGS% %RESPONSE_CODE_DETAILS% %CONNECTION_TERMINATION_DETAILS%
//	"%UPSTREAM_TRANSPORT_FAILURE_REASON%" %BYTES_RECEIVED% %BYTES_SENT% %DURATION%
//	%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%"
//	"%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER_RAW%
//	%UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS%
//	%REQUESTED_SERVER_NAME% %ROUTE_NAME% traceID=%REQ(X-B3-TRACEID)%
func (o *observation) accessLine(requestID, traceID string) string {
	return strings.Join([]string{
		"[" + o.start.Format("2006-01-02T15:04:05.000Z") + "]",
		fmt.Sprintf(`"%s %s HTTP/1.1"`, o.method, o.path),
		strconv.Itoa(o.status), "-", "via_upstream", "-", `"-"`,
		"0", strconv.Itoa(o.size),
		strconv.FormatInt(o.duration().Milliseconds(), 10),
		strconv.FormatInt(o.serviceTime.duration().Milliseconds(), 10),
		strconv.Quote(o.forwardedFor()), strconv.Quote(o.userAgent()), strconv.Quote(requestID), strconv.Quote(o.authority),
		strconv.Quote(address(o.to.podIP, o.to.port)), o.cluster(),
		o.connection(),
		"traceID=" + traceID,
	}, " ")
}

// connection is the addresses on both sides, the SNI and the route.
func (o *observation) connection() string {
	upstream, downstream := o.ports[1], o.ports[0]
	switch {
	case o.self.app == nil:
		return strings.Join([]string{address(o.self.podIP, upstream), address(o.self.podIP, o.self.port),
			address(clientAddress, downstream), "-", "-"}, " ")
	case o.outbound:
		return strings.Join([]string{address(o.self.podIP, upstream), address(o.to.clusterIP, o.to.port),
			address(o.self.podIP, downstream), "-", "default"}, " ")
	}
	sni := fmt.Sprintf("outbound_.%d_._.%s", o.to.port, o.to.host())
	return strings.Join([]string{address("127.0.0.6", o.ports[2]), address(o.self.podIP, o.self.port),
		address(o.from.podIP, upstream), sni, "default"}, " ")
}

func (o *observation) cluster() string {
	switch {
	case o.waypoint:
		return fmt.Sprintf("inbound-vip|%d|http|%s", o.to.port, o.to.host())
	case o.outbound:
		return fmt.Sprintf("outbound|%d||%s", o.to.port, o.to.host())
	}
	return fmt.Sprintf("inbound|%d||", o.to.port)
}

func (o *observation) nodeID() string {
	kind := "sidecar"
	switch {
	case o.waypoint:
		kind = "waypoint"
	case o.self.app == nil:
		kind = "router"
	}
	w := o.self
	return fmt.Sprintf("%s~%s~%s.%s~%s.svc.cluster.local", kind, w.podIP, w.pod, w.namespace, w.namespace)
}

// downstreamIP is where the request came from.
func (o *observation) downstreamIP() string {
	switch {
	case o.self.app == nil:
		return clientAddress
	case o.outbound:
		return o.self.podIP
	}
	return o.from.podIP
}

// forwardedFor is added by the gateway; applications do not pass it on.
func (o *observation) forwardedFor() string {
	if o.from.app == nil {
		return clientAddress
	}
	return "-"
}

func (o *observation) userAgent() string {
	if o.from.app == nil {
		return browser
	}
	return o.from.app.userAgent()
}

func address(ip string, port int) string { return net.JoinHostPort(ip, strconv.Itoa(port)) }
