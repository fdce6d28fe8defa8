package mesh

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

const linkerdContainer = "linkerd-proxy"

// behindTraefik is Traefik before the mesh, and Linkerd's proxies in it. Those
// report both directions, and write access lines of what comes in alone.
func behindTraefik(e *exchange, _ string) []sight {
	in := sight{
		by: e.to, container: linkerdContainer, hop: hopView(e, ViewServer), at: e.in.end,
		spans: []*span{linkerdSpan(e, e.to, e.in, journey.KindServer)},
		line:  func(tc traceContext) writtenLine { return linkerdLine(e, tc) },
	}
	if e.from.app == nil {
		return []sight{traefik(e), in}
	}
	out := sight{by: e.from, spans: []*span{linkerdSpan(e, e.from, e.out, journey.KindClient)}}
	return []sight{out, in}
}

// linkerdSpan is named by its path. All proxies call themselves linkerd-proxy;
// whose they are is in the pod's labels, which become resource attributes.
func linkerdSpan(e *exchange, w *workload, at window, kind journey.SpanKind) *span {
	direction := "inbound"
	if kind == journey.KindClient {
		direction = "outbound"
	}
	deployment := strings.TrimSuffix(w.service, "-svc")
	return &span{
		window: at, by: w, proxy: true, kind: kind, name: pathOf(e),
		resource: []tag{
			{"service.name", linkerdContainer}, {"app", w.service}, {"version", w.version},
			{"linkerd.io/control-plane-ns", "linkerd"}, {"linkerd.io/proxy-deployment", deployment},
			{"linkerd.io/workload-ns", w.namespace}, {"pod-template-hash", podTemplateHash(w)},
			{"k8s.container.name", linkerdContainer}, {"k8s.pod.uid", podUID(w)},
		},
		tags: []tag{
			{"direction", direction}, {"http.request.method", e.method}, {"url.scheme", "http"}, {"url.path", pathOf(e)},
			{"server.address", e.to.service + "." + e.to.namespace}, {"server.port", strconv.Itoa(e.to.port)},
			{"http.response.status_code", strconv.Itoa(e.httpStatus())},
		},
	}
}

// linkerdLine is the JSON access log. Its trace_id is the header x-b3-traceid,
// else x-request-id, which names no trace; it never is traceparent.
func linkerdLine(e *exchange, tc traceContext) writtenLine {
	id := tc.requestID
	if tc.headers == b3 {
		id = tc.sent
	}
	body, err := json.Marshal(map[string]any{
		"client.addr": address(e.from.podIP, e.ports[1]), "client.id": linkerdIdentity(e.from), "host": e.authority,
		"method": e.method, "processing_ns": "48211", "request_bytes": "", "response_bytes": strconv.Itoa(e.size),
		"status": e.httpStatus(), "timestamp": e.in.start.Format(time.RFC3339Nano), "total_ns": strconv.FormatInt(e.in.duration().Nanoseconds(), 10),
		"trace_id": id, "uri": "http://" + e.authority + e.path, "user_agent": linkerdUserAgent(e), "version": linkerdVersion(e),
	})
	if err != nil {
		panic(err) // strings and ints alone
	}
	return writtenLine{body: string(body), namesTrace: tc.headers == b3}
}

func linkerdUserAgent(e *exchange) string {
	if e.from.app == nil {
		return browser
	}
	return e.from.app.userAgent()
}

func linkerdVersion(e *exchange) string {
	if e.rpc() {
		return "HTTP/2.0"
	}
	return "HTTP/1.1"
}

// linkerdIdentity is that of a client in the mesh.
func linkerdIdentity(w *workload) string {
	if w.app == nil {
		return "-"
	}
	return strings.TrimSuffix(w.service, "-svc") + "." + w.namespace + ".serviceaccount.identity.linkerd.cluster.local"
}

// podTemplateHash is the second last part of a pod's name.
func podTemplateHash(w *workload) string {
	parts := strings.Split(w.pod, "-")
	return parts[len(parts)-2]
}

// podUID follows from the pod's name.
func podUID(w *workload) string {
	hash := podTemplateHash(w)
	return "7f1d2c30-0000-4000-8000-" + strings.Repeat("0", 12-len(hash)) + strings.Map(hexDigit, hash)
}

func hexDigit(r rune) rune { return rune("0123456789abcdef"[r%16]) }
