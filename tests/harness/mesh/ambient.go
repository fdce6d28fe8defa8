package mesh

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
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
		return a.visit(scenario, findings, parts...)
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
// ztunnels write lines of connections, but know nothing of requests.
func (a *ambient) proxies(e *exchange, requestID string) (sights []sight) {
	proxy := a.waypointOf
	if e.from == a.gateway {
		proxy = func(e *exchange, requestID string) sight { return otelSidecar(e, ViewClient, requestID) }
	}
	for _, t := range a.tunnels(e) {
		sights = append(sights, a.tunnelSights(t)...)
	}
	return append(sights, proxy(e, requestID))
}

func (a *ambient) waypointOf(e *exchange, requestID string) sight {
	o := &observation{exchange: e, self: a.waypoint, waypoint: true, window: e.mid, serviceTime: e.in}
	s := o.span(requestID)
	s.zipkin, s.resource = false, envoyResource(a.waypoint)
	if e.ports[0]%2 == 1 {
		asSince129(s, e)
	}
	return sight{
		by: a.waypoint, container: proxyContainer, hop: hopView(e, ViewServer), at: e.mid.end, spans: []*span{s},
		line: func(tc traceContext) writtenLine {
			return writtenLine{body: o.waypointLine(tc), namesTrace: true, record: map[string]any{"trace_id": tc.traceID.String()}}
		},
	}
}

// asSince129 turns a waypoint's span into the form that it has since Istio 1.29: it names
// the workloads at both ends (https://github.com/istio/istio/issues/58348), and its
// service.name may be the service's (https://github.com/kiali/kiali/issues/8916).
func asSince129(s *span, e *exchange) {
	s.resource[0].value = e.to.service + "." + e.to.namespace
	s.tags = slices.DeleteFunc(s.tags, func(t tag) bool { return strings.HasPrefix(t.key, "istio.canonical_") })
	s.tags = append(s.tags,
		tag{"istio.source_workload", e.from.service + "-v1"}, tag{"istio.source_namespace", e.from.namespace},
		tag{"istio.source_canonical_service", e.from.service},
		tag{"istio.destination_workload", e.to.service + "-v1"}, tag{"istio.destination_namespace", e.to.namespace},
		tag{"istio.destination_canonical_service", e.to.service}, tag{"istio.destination_instance_name", e.to.pod},
	)
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
