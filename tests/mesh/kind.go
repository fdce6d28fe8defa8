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
	// KindIstioOTel is Bookinfo with Istio's sidecars and its OpenTelemetry
	// provider behind ingress-nginx: traceparent in JSON access lines, wrapped by
	// fluent-bit or with the container runtime's prefix.
	KindIstioOTel Kind = "istio-otel"
	// KindOTLP is a shop of applications with OpenTelemetry's SDK, a database
	// and a queue, without a mesh: all goes by OTLP, lines to Loki's endpoint.
	KindOTLP Kind = "otlp"
)

// Kinds are all kinds.
func Kinds() []Kind {
	return []Kind{KindIstio, KindIstioOTel, KindOTLP}
}

// design is how a mesh is built.
type design struct {
	topology
	// proxies are those on the way of an exchange, in order.
	proxies func(e *exchange, requestID string) []sight
	// ship labels a line and may wrap its body, as log shippers do.
	ship func(l *Line, written writtenLine, from origin)
	// client says what the sender of a request begins it with.
	client client
}

// client is how requests come in.
type client int8

const (
	withoutContext client = iota
	someLong              // a third has a trace ID of 128 bits and a span
	someShort             // a third has a trace ID of 64 bits and a span
)

// topology plays requests; number counts them from 1.
type topology interface {
	play(c *clock, start time.Time, number uint64) plot
}

func designOf(opts Options, rand *rand.Rand) *design {
	switch opts.Kind {
	case KindIstio, "":
		return &design{
			topology: newBookinfo(cmp.Or(opts.Namespace, "bookinfo"), rand),
			proxies:  sidecars, ship: byFluentBit, client: someShort,
		}
	case KindIstioOTel:
		return &design{
			topology: newIstioOTel(cmp.Or(opts.Namespace, "bookinfo"), rand),
			proxies:  behindNginx, ship: byCRI, client: someLong,
		}
	case KindOTLP:
		return &design{topology: newShop(cmp.Or(opts.Namespace, "shop"), rand), proxies: noProxies, ship: byOTLP}
	}
	panic("there is no mesh of kind " + string(opts.Kind))
}
