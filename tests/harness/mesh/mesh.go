// Package mesh simulates service meshes that send what real ones send: spans
// to Tempo and log lines to Loki, in the wire formats of the real parts. It
// knows for each request what happened, and hands that truth to tests.
//
// The package goes from what happens to what is seen of it. A kind (kind.go)
// says how a mesh is built. Its topology (bookinfo.go, istio_otel.go,
// emojivoto.go, ambient.go, shop.go) plays requests (play.go) as a tree of
// exchanges (exchange.go). The recorder (record.go) walks the tree and writes
// down what each proxy (envoy.go, envoyotel.go, traefik.go, linkerd.go) and
// application (apps.go, agent.go) reports, along with the truth (truth.go).
// Shippers and encoders put that on the wire (fluentbit.go, cri.go, otlplogs.go,
// zipkin.go, otlp.go).
package mesh

import (
	"math/rand/v2"
	"time"
)

// Options of New; the zero value is fine.
type Options struct {
	// Kind says which mesh; KindIstio when empty.
	Kind Kind
	// Seed makes everything repeatable: meshes with the same options generate
	// the same requests, byte for byte. Another seed gives other trace IDs and
	// other pod names, so that two meshes can share a Loki and a Tempo.
	Seed uint64
	// Namespace holds the application; the application's own name when empty.
	Namespace string
	// Start is when the first request begins; now when zero.
	Start time.Time
	// Every is the mean time between two requests; a second when zero.
	Every time.Duration
	// Plain lines carry no ID: see plain.go.
	Plain bool
}

// Mesh generates requests; it is not safe for concurrent use.
type Mesh struct {
	seed uint64
	next time.Time
	mean time.Duration
	made uint64
	// plain lines carry no ID.
	plain bool
	*design
}

// New makes a mesh of the kind.
func New(opts Options) *Mesh {
	if opts.Start.IsZero() {
		opts.Start = time.Now()
	}
	if opts.Every == 0 {
		opts.Every = time.Second
	}
	return &Mesh{
		seed:   opts.Seed,
		next:   opts.Start.UTC().Truncate(time.Microsecond),
		mean:   opts.Every,
		plain:  opts.Plain,
		design: designOf(opts, rand.New(rand.NewPCG(opts.Seed, 0))),
	}
}

// Requests generates the next n requests, in order of their start.
func (m *Mesh) Requests(n int) []*Request {
	requests := make([]*Request, n)
	for i := range requests {
		requests[i] = m.at(m.next)
		// Between half and one and a half of the mean.
		pause := time.Duration((0.5 + m.random(pauses).Float64()) * float64(m.mean))
		m.next = m.next.Add(pause.Truncate(time.Microsecond))
	}
	return requests
}

// at generates the next request; it depends on nothing but the options, its
// place in the sequence and the start.
func (m *Mesh) at(start time.Time) *Request {
	m.made++
	p := m.play(&clock{rand: m.random(timings)}, start, m.made)
	if m.plain {
		m.plainly(&p, &clock{rand: rand.New(rand.NewPCG(^m.seed, m.made))})
	}
	return record(m.design, p, m.random(identities), m.plain)
}

// Each use of chance has a stream of its own, so that a change in one leaves
// the others as they are.
const (
	timings uint64 = 1 + iota
	identities
	pauses
	streams
)

func (m *Mesh) random(stream uint64) *rand.Rand {
	return rand.New(rand.NewPCG(m.seed, m.made*streams+stream))
}
