package mesh

import (
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// span is a span before it is put on the wire.
type span struct {
	window
	sentTraceID string // 16 or 32 hex digits
	traceID     journey.TraceID
	id, parent  journey.SpanID
	name        string
	kind        journey.SpanKind
	failed      bool
	by          *workload
	proxy       bool   // by the workload's proxy, else by its application
	scope       string // instrumentation scope of an application's span
	tags        []tag
	cause       *cause
}

// tag is an attribute with a string or int value.
type tag struct {
	key   string
	value any
}

// recorder walks the exchanges of a request and writes down what is reported
// of them.
type recorder struct {
	rand      *rand.Rand
	request   *Request
	requestID string
}

func record(root *exchange, scenario Scenario, rand *rand.Rand) *Request {
	r := &recorder{rand: rand, request: &Request{}}
	r.request.Scenario, r.request.Status = scenario, root.status
	parent := r.identify()
	r.exchange(root, parent)
	r.finish()
	return r.request
}

// identify chooses the IDs. A third of the clients send B3 headers with a
// 64-bit trace ID and their own span, which nobody reports; for the others the
// gateway begins a trace with 128 bits.
func (r *recorder) identify() (parent journey.SpanID) {
	id := &r.request.TraceID
	if r.rand.IntN(3) == 0 {
		binary.BigEndian.PutUint64(id[8:], r.rand.Uint64()|1)
		r.request.SentTraceID = hex.EncodeToString(id[8:])
		parent = r.spanID()
	} else {
		binary.BigEndian.PutUint64(id[:8], r.rand.Uint64()|1)
		binary.BigEndian.PutUint64(id[8:], r.rand.Uint64())
		r.request.SentTraceID = id.String()
	}
	// Envoy marks a sampled request by a 9 in the version's place.
	r.requestID = fmt.Sprintf("%08x-%04x-9%03x-%04x-%012x", r.rand.Uint32(), r.rand.IntN(1<<16),
		r.rand.IntN(1<<12), 0x8000|r.rand.IntN(1<<14), r.rand.Uint64N(1<<48))
	return parent
}

func (r *recorder) spanID() (id journey.SpanID) {
	binary.BigEndian.PutUint64(id[:], r.rand.Uint64()|1)
	return id
}

// exchange writes down an exchange and all below it. Every span is the child
// of the one before on the way in.
func (r *recorder) exchange(e *exchange, parent journey.SpanID) {
	r.hop(e)
	if e.from.app != nil {
		parent = r.add(e.from.app.clientSpan(e), parent)
	}
	for _, view := range []string{ViewClient, ViewServer} {
		p := observe(e, view)
		parent = r.add(p.span(r.requestID), parent)
		r.line(Line{
			Time: r.justAfter(p.end), Body: p.accessLine(r.requestID, r.request.SentTraceID),
			Labels: labels(p.self, proxyContainer), Service: p.self.service, SpanID: parent, Hop: hopView(e, view),
		})
	}
	if served := e.to.app.serverSpan(e); served != nil {
		parent = r.add(served, parent)
	}
	for _, s := range e.steps {
		r.step(e, s, parent)
	}
}

// step writes down a piece of work of the application that serves e.
func (r *recorder) step(e *exchange, s *step, parent journey.SpanID) {
	if internal := e.to.app.internalSpan(e, s); internal != nil {
		parent = r.add(internal, parent)
	}
	if s.call != nil {
		r.exchange(s.call, parent)
	}
	for _, n := range s.notes {
		n.at = r.justAfter(n.at)
		written := e.to.app.write(n, e, traceContext{r.request.TraceID, r.request.SentTraceID, parent})
		line := Line{
			Time: n.at, Body: written.body, Labels: labels(e.to, e.to.container),
			Service: e.to.service, SpanID: parent, Says: written.namesSpan, Hop: hopView(e, ViewServer), Level: n.level,
		}
		if written.namesTrace {
			r.line(line)
			continue
		}
		line.SpanID = journey.SpanID{}
		r.request.Unrelated = append(r.request.Unrelated, line)
	}
}

// add gives a span its place in the trace.
func (r *recorder) add(s *span, parent journey.SpanID) journey.SpanID {
	s.id, s.parent = r.spanID(), parent
	s.traceID, s.sentTraceID = r.request.TraceID, r.request.SentTraceID
	r.request.spans = append(r.request.spans, s)
	r.request.Spans = append(r.request.Spans, Span{
		ID: s.id, Parent: s.parent, Service: s.by.service, Version: s.by.version, Name: s.name, Kind: s.kind,
		Start: s.start, End: s.end, Error: s.failed, Proxy: s.proxy,
	})
	return s.id
}

func (r *recorder) line(l Line) { r.request.Lines = append(r.request.Lines, l) }

// justAfter is when a line about t is written, in nanoseconds as the container
// runtime stamps them.
func (r *recorder) justAfter(t time.Time) time.Time {
	return t.Add(20*time.Microsecond + time.Duration(r.rand.IntN(80_000)))
}

func (r *recorder) hop(e *exchange) {
	hop := r.request.Hop(e.from.service, e.to.service)
	if hop == nil {
		r.request.Hops = append(r.request.Hops, Hop{Source: e.from.service, Target: e.to.service})
		hop = &r.request.Hops[len(r.request.Hops)-1]
	}
	hop.Calls++
	if e.failed() {
		hop.Errors++
	}
}

func hopView(e *exchange, view string) HopView {
	return HopView{Source: e.from.service, Target: e.to.service, View: view}
}

// finish puts everything in order.
func (r *recorder) finish() {
	q := r.request
	slices.SortStableFunc(q.Spans, func(a, b Span) int { return a.Start.Compare(b.Start) })
	byTime := func(a, b Line) int { return a.Time.Compare(b.Time) }
	slices.SortStableFunc(q.Lines, byTime)
	slices.SortStableFunc(q.Unrelated, byTime)
	slices.SortFunc(q.Hops, func(a, b Hop) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target))
	})
	q.Start = q.Spans[0].Start
	for i := range q.Spans {
		if q.Spans[i].End.After(q.End) {
			q.End = q.Spans[i].End
		}
		q.Services = append(q.Services, q.Spans[i].Service)
	}
	slices.Sort(q.Services)
	q.Services = slices.Compact(q.Services)
}
