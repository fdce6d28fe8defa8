package mesh

import (
	"cmp"
	"math/rand/v2"
	"time"
)

// Kind names a mesh: its proxies, its applications, and how what they report
// travels to Tempo and Loki.
type Kind string

// The kinds.
const (
	// KindIstio is Bookinfo with Istio's sidecars: B3 headers, Zipkin spans of
	// the proxies and OTLP of two applications, lines by fluent-bit.
	KindIstio Kind = "istio"
	// KindIstioLabels is the same, with the trace ID as a stream label.
	KindIstioLabels Kind = "istio-labels"
	// KindIstioDefault is KindIstio with the access log that Istio has by default: its
	// lines name the request's ID only.
	KindIstioDefault Kind = "istio-default"
	// KindIstioOTel is Bookinfo with Istio's sidecars and its OpenTelemetry
	// provider behind ingress-nginx: traceparent in JSON access lines, wrapped by
	// fluent-bit or with the container runtime's prefix.
	KindIstioOTel Kind = "istio-otel"
	// KindLinkerd is emojivoto on Linkerd behind two versions of Traefik, of
	// which one passes on B3 and the other traceparent.
	KindLinkerd Kind = "linkerd"
	// KindAmbient is Bookinfo in Istio's ambient mode: a gateway, waypoints and
	// ztunnels. Their lines come by Alloy, the applications' by OTLP, both with
	// the context in structured metadata.
	KindAmbient Kind = "ambient"
	// KindOTLP is a shop of applications with OpenTelemetry's SDK, a database
	// and a queue, without a mesh: all goes by OTLP, lines to Loki's endpoint.
	KindOTLP Kind = "otlp"
)

// Kinds are all kinds.
func Kinds() []Kind {
	return []Kind{KindIstio, KindIstioLabels, KindIstioDefault, KindIstioOTel, KindLinkerd, KindAmbient, KindOTLP}
}

// About is the kind in a few words.
func (k Kind) About() string { return about[k] }

var about = map[Kind]string{
	KindIstio:        "Bookinfo on Istio's sidecars: B3 of 64 and 128 bits, Zipkin spans, Istio's text lines with `traceID=`, fluent-bit",
	KindIstioLabels:  "the same, with the trace ID as a stream label (`label_keys $trace_id`)",
	KindIstioDefault: "the same, with Istio's default access log: `x-request-id`, no trace ID",
	KindIstioOTel:    "Bookinfo on Istio's sidecars with its OpenTelemetry provider behind ingress-nginx: `traceparent` in JSON lines, wrapped by fluent-bit and CRI",
	KindLinkerd:      "emojivoto on Linkerd behind Traefik v2 (B3) and v3 (W3C): JSON access lines, gRPC",
	KindAmbient:      "Bookinfo in Istio's ambient mode: waypoints, ztunnels without any ID, lines by Alloy and OTLP with structured metadata",
	KindOTLP:         "applications with OpenTelemetry's SDKs alone, a database and a queue: spans and lines by OTLP",
}

// design is how a mesh is built.
type design struct {
	topology
	// proxies are those on the way of an exchange, in order.
	proxies func(e *exchange, requestID string) []sight
	// ship labels a line and may wrap its body, as log shippers do.
	ship func(l *Line, written writtenLine, from origin)
	// headers says what a request's context travels in.
	headers func(root *exchange) headers
}

// headers are how a trace's context travels with a request.
type headers int8

const (
	fromSDKs headers = iota // begun by the first application
	b3                      // a third of the clients begin with a trace ID of 64 bits
	w3c                     // a third of the clients begin with a span of their own
)

func only(h headers) func(*exchange) headers { return func(*exchange) headers { return h } }

// byTraefik differs with the gateway's version.
func byTraefik(root *exchange) headers {
	if root.from.version == traefikB3 {
		return b3
	}
	return w3c
}

// topology plays requests; number counts them from 1.
type topology interface {
	play(c *clock, start time.Time, number uint64) plot
}

func designOf(opts Options, rand *rand.Rand) *design {
	switch opts.Kind {
	case KindIstio, "":
		return &design{
			topology: newBookinfo(cmp.Or(opts.Namespace, "bookinfo"), rand),
			proxies:  sidecars, ship: byFluentBit, headers: only(b3),
		}
	case KindIstioLabels:
		return &design{
			topology: newBookinfo(cmp.Or(opts.Namespace, "bookinfo"), rand),
			proxies:  sidecars, ship: byTraceLabel, headers: only(b3),
		}
	case KindIstioDefault:
		return &design{
			topology: newBookinfo(cmp.Or(opts.Namespace, "bookinfo"), rand),
			proxies:  defaultSidecars, ship: byFluentBit, headers: only(b3),
		}
	case KindIstioOTel:
		return &design{
			topology: newIstioOTel(cmp.Or(opts.Namespace, "bookinfo"), rand),
			proxies:  behindNginx, ship: byCRI, headers: only(w3c),
		}
	case KindLinkerd:
		return &design{
			topology: newEmojivoto(cmp.Or(opts.Namespace, "emojivoto"), rand),
			proxies:  behindTraefik, ship: byFluentBit, headers: byTraefik,
		}
	case KindAmbient:
		a := newAmbient(cmp.Or(opts.Namespace, "bookinfo"), rand)
		return &design{topology: a.topology(), proxies: a.proxies, ship: a.ship, headers: only(w3c)}
	case KindOTLP:
		return &design{topology: newShop(cmp.Or(opts.Namespace, "shop"), rand), proxies: noProxies, ship: byOTLP, headers: only(fromSDKs)}
	}
	panic("there is no mesh of kind " + string(opts.Kind))
}
