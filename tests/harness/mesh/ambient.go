package mesh

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// ambient is the bookshop in Istio's ambient mode, behind a gateway:
//
//	gateway → productpage → (waypoint) → details
//	                      → (waypoint) → reviews → (waypoint) → ratings
//
// A ztunnel on every node carries the bytes.
type ambient struct {
	bookshop
	gateway, waypoint *workload
	ztunnels          map[string]*workload // by node
}

func newAmbient(namespace string, rand *rand.Rand) *ambient {
	sdk := func(language, client string) application {
		return agent{language: language, client: client, writes: plain}
	}
	a := &ambient{
		bookshop: newBookshop(namespace, rand, sdk("java", "Java/21.0.5"), sdk("nodejs", "node")),
		gateway:  workloadIn(namespace, "bookinfo-gateway-istio", "", 0, rand),
		waypoint: workloadIn(namespace, "waypoint", "", 5, rand),
		ztunnels: map[string]*workload{},
	}
	a.productpage.app = sdk("python", "python-requests/2.32.3")
	for _, w := range []*workload{a.gateway, a.waypoint} {
		w.container, w.port = proxyContainer, 8080
	}
	for i, w := range []*workload{a.gateway, a.productpage, a.details, a.reviews, a.ratings, a.waypoint} {
		z := workloadIn("istio-system", "ztunnel", "", i, rand)
		z.node, z.container, z.pod = w.node, proxyContainer, "ztunnel-"+podHash(rand) // of a DaemonSet
		a.ztunnels[w.node] = z
	}
	return a
}

func (a *ambient) topology() topology {
	return &scripted{gateways: []*workload{a.gateway}, first: a.productpage, authority: "bookinfo.example.com", scripts: a.scripts()}
}

func (a *ambient) scripts() []script {
	visit := func(scenario Scenario, findings []Finding, parts ...part) script {
		return a.visit(scenario, append(findings, Finding{journey.FindingAmbientL4, "waypoint"}), parts...)
	}
	at := func(code journey.FindingCode, service string) []Finding { return []Finding{{code, service}} }
	rated := calls(a.ratings, "/ratings/0", a.rates())
	fails := calls(a.ratings, "/ratings/0", does(answers(http.StatusServiceUnavailable, "no connection to mongodb:27017")))
	return []script{
		visit("normal", nil, rated),
		{scenario: "no waypoint", path: "/login", serve: does(says("info", "login page"))},
		visit("failed", at(journey.FindingErrorOrigin, "ratings"), fails, passesOn(500, "ratings answered 503")),
		visit("degraded", at(journey.FindingErrorOrigin, "ratings"), fails, says("warn", "reviews are shown without stars")),
		visit("slow", at(journey.FindingSlowHop, "ratings"), calls(a.ratings, "/ratings/0", does(takes(900*time.Millisecond, 2*time.Second)))),
		visit("ratings sends no spans", at(journey.FindingPropagationBroken, "ratings"), rated).with(mishap{unsent: func(s *span) bool { return s.by == a.ratings }}),
		visit("a clock is off", at(journey.FindingClockSkew, "ratings"), rated).with(mishap{skewed: a.ratings.node, skew: -400 * time.Millisecond}),
		visit("a line comes late", at(journey.FindingLinesOutside, "reviews"), rated, saysLater("info", "cache refreshed", 3*time.Second)),
		a.visit("not sampled", at(journey.FindingSampledOut, ""), rated).with(mishap{unsampled: true}),
		a.visit("no collector", at(journey.FindingTraceNotFound, ""), rated).with(mishap{unsent: all}),
		visit("rated twice", nil, rated, rated),
		visit("rated twice at once", nil, atOnce(rated, rated)),
		visit("not rated", nil),
	}
}

// proxies are the gateway, and for what the waypoint serves the waypoint;
// ztunnels write lines at both ends, but know nothing of requests.
func (a *ambient) proxies(e *exchange, requestID string) []sight {
	sights := []sight{a.ztunnelAt(e, e.from, "outbound")}
	if e.from == a.gateway {
		s := otelSidecar(e, ViewClient, requestID)
		sights = append(sights, s)
	} else {
		sights = append(sights, a.waypointOf(e, requestID))
	}
	return append(sights, a.ztunnelAt(e, e.to, "inbound"))
}

func (a *ambient) waypointOf(e *exchange, requestID string) sight {
	o := &observation{exchange: e, self: a.waypoint, waypoint: true, window: e.mid, serviceTime: e.in}
	s := o.span(requestID)
	s.zipkin, s.resource = false, envoyResource(a.waypoint)
	return sight{
		by: a.waypoint, container: proxyContainer, hop: hopView(e, ViewServer), at: e.mid.end, spans: []*span{s},
		line: func(tc traceContext) writtenLine {
			return writtenLine{body: o.waypointLine(tc), namesTrace: true, record: map[string]any{"trace_id": tc.traceID.String()}}
		},
	}
}

// waypointLine is Istio's default text format with traceID=%TRACE_ID% at its
// end, as a waypoint fills it in: what comes in arrives from its own listener
// for HBONE, and goes out by it.
func (o *observation) waypointLine(tc traceContext) string {
	return strings.Join([]string{
		"[" + o.start.Format("2006-01-02T15:04:05.000Z") + "]",
		fmt.Sprintf(`"%s %s HTTP/1.1"`, o.method, o.path),
		strconv.Itoa(o.status), "-", "via_upstream", "-", `"-"`,
		"0", strconv.Itoa(o.size),
		strconv.FormatInt(o.duration().Milliseconds(), 10),
		strconv.FormatInt(o.serviceTime.duration().Milliseconds(), 10),
		`"-"`, strconv.Quote(o.userAgent()), strconv.Quote(tc.requestID), strconv.Quote(o.authority),
		strconv.Quote("envoy://connect_originate/" + address(o.to.podIP, o.to.port)), o.cluster(),
		"envoy://internal_client_address/", address(o.to.clusterIP, o.to.port), address(o.from.podIP, o.ports[0]), "-", "default",
		"traceID=" + tc.traceID.String(),
	}, " ")
}

// ztunnelAt is the line of the ztunnel on one end's node. It reports the
// connection and has no trace ID.
func (a *ambient) ztunnelAt(e *exchange, w *workload, direction string) sight {
	at := e.out
	if direction == "inbound" {
		at = e.in
	}
	from, to := e.from, e.to
	switch {
	case from == a.gateway: // straight to the application
	case direction == "outbound":
		to = a.waypoint
	default:
		from = a.waypoint
	}
	return sight{
		by: a.ztunnels[w.node], container: proxyContainer, hop: hopView(e, ViewServer), at: at.end,
		line: func(traceContext) writtenLine {
			return writtenLine{body: ztunnelLine(e, from, to, direction, at)}
		},
	}
}

// ztunnelLine is of a connection, which here carries one request.
func ztunnelLine(e *exchange, from, to *workload, direction string, at window) string {
	return fmt.Sprintf("%s\tinfo\taccess\tconnection complete\tsrc.addr=%s src.workload=%q src.namespace=%q src.identity=%q "+
		"dst.addr=%s dst.hbone_addr=%s dst.service=%q dst.workload=%q dst.namespace=%q dst.identity=%q "+
		"direction=%q bytes_sent=%d bytes_recv=%d duration=\"%dms\"",
		at.end.Format("2006-01-02T15:04:05.000000Z"), address(from.podIP, e.ports[0]), from.pod, from.namespace, spiffe(from),
		address(to.podIP, 15008), address(e.to.podIP, e.to.port), e.to.host(), to.pod, to.namespace, spiffe(to),
		direction, e.size, 444, at.duration().Milliseconds())
}

// spiffe is the identity of a workload's service account.
func spiffe(w *workload) string {
	account := w.service
	if w.app != nil {
		account = "bookinfo-" + account
	}
	return "spiffe://cluster.local/ns/" + w.namespace + "/sa/" + account
}

// ship sends the SDKs' lines by OTLP; those of the others are read by Alloy.
func (a *ambient) ship(l *Line, written writtenLine, from origin) {
	if _, sdk := from.app.(agent); sdk {
		byOTLP(l, written, from)
		return
	}
	byAlloy(l, written, from)
}

// byAlloy gives a line the labels of Alloy's documentation, and what it parsed
// of the line as structured metadata. There is no label that names a workload
// without app.kubernetes.io/name.
func byAlloy(l *Line, written writtenLine, from origin) {
	l.Labels = map[string]string{
		"cluster": "kind", "namespace": from.namespace, "pod": from.pod, "container": from.container,
		"job": from.namespace + "/" + from.container,
	}
	l.Metadata = map[string]string{}
	for key, value := range written.record {
		l.Metadata[key] = fmt.Sprint(value)
	}
}
