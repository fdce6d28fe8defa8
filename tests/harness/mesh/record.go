package mesh

import (
	"cmp"
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
	zipkin      bool   // sent as Zipkin, else as OTLP
	endpoint    string // Zipkin's name of the service; the workload's and namespace's when empty
	scope       string // instrumentation scope
	resource    []tag  // of a proxy that sends OTLP
	tags        []tag
	cause       *cause
}

// tag is an attribute with a string or int value.
type tag struct {
	key   string
	value any
}

// sight is what a proxy reports of an exchange that goes through it.
type sight struct {
	by        *workload
	container string
	hop       HopView
	spans     []*span // each the parent of the next
	at        time.Time
	line      func(traceContext) writtenLine // nil when it writes none
	lineOn    int                            // which of the spans the line is of
	aside     bool                           // the next one's request does not come from here
	tunnel    *tunnel                        // the exchange's connection that the line is of, or nil
}

// recorder walks the exchanges of a request and writes down what is reported
// of them.
type recorder struct {
	*design
	rand       *rand.Rand
	request    *Request
	requestID  string
	travelsIn  headers
	mishap     mishap
	start, end time.Time
	owners     map[journey.SpanID]*workload
	tunnels    tunnels
	plain      bool // lines carry no ID
}

func record(d *design, p plot, rand *rand.Rand, plain bool) *Request {
	r := &recorder{design: d, rand: rand, request: &Request{}, mishap: p.mishap, owners: map[journey.SpanID]*workload{}, plain: plain}
	r.request.Scenario, r.request.Status, r.request.Findings = p.scenario, p.root.status, slices.Clone(p.findings)
	parent := r.identify(d.headers(p.root))
	r.exchange(p.root, parent)
	if plain {
		r.addBackground()
	}
	r.finish()
	return r.request
}

// exchange writes down an exchange and all below it. Every span is the child
// of the one before on the way in.
func (r *recorder) exchange(e *exchange, parent journey.SpanID) {
	r.hop(e)
	if e.from.app != nil {
		parent = r.add(e.from.app.clientSpan(e), parent)
	}
	for _, seen := range r.proxies(e, r.requestID) {
		if passedOn := r.sight(seen, parent); !seen.aside {
			parent = passedOn
		}
	}
	r.tunnels.inbound(e, parent, journey.SpanID{})
	if e.refused {
		return
	}
	if e.to == r.mishap.beginsAnew {
		parent = journey.SpanID{}
	}
	if served := e.to.app.serverSpan(e); served != nil {
		waypoint := parent
		parent = r.add(served, parent)
		r.tunnels.inbound(e, parent, waypoint)
	}
	for _, s := range e.steps {
		r.step(e, s, parent)
	}
}

// sight writes down what a proxy reports, and returns the span that it passes
// on to the next.
func (r *recorder) sight(seen sight, parent journey.SpanID) journey.SpanID {
	received, ids := parent, []journey.SpanID{}
	if seen.by == r.mishap.untraced {
		seen.spans = nil
	}
	for _, s := range seen.spans {
		parent = r.add(s, parent)
		ids = append(ids, parent)
	}
	r.tunnels.add(seen, parent)
	if seen.line == nil {
		return parent
	}
	tc := r.context(parent)
	tc.received = received
	if len(ids) > 0 {
		tc.spanID = ids[seen.lineOn]
		tc.passedOn = parent
	}
	written := seen.line(tc)
	r.line(Line{tunnel: seen.tunnel, Time: r.justAfter(seen.at), Service: seen.by.service, SpanID: r.own(seen.by, tc.spanID), Hop: seen.hop}, written,
		origin{seen.by, seen.container, tc})
	return parent
}

func (r *recorder) context(span journey.SpanID) traceContext {
	return traceContext{
		traceID: r.request.TraceID, sent: r.request.SentTraceID, spanID: span, received: span, passedOn: span,
		sampled: !r.mishap.unsampled, requestID: r.requestID, headers: r.travelsIn,
	}
}

// step writes down a piece of work of the application that serves e.
func (r *recorder) step(e *exchange, s *step, parent journey.SpanID) {
	if s.name != "" {
		if internal := e.to.app.internalSpan(e, s); internal != nil {
			parent = r.add(internal, parent)
		}
	}
	if s.call != nil {
		r.exchange(s.call, parent)
	}
	for _, n := range s.notes {
		n.at = r.justAfter(n.at)
		tc := r.context(parent)
		line := Line{Time: n.at, Service: e.to.service, SpanID: r.own(e.to, parent), Hop: hopView(e, ViewServer), Level: n.level}
		written := e.to.app.write(n, e, tc)
		if n.late && !written.namesSpan {
			line.SpanID = journey.SpanID{}
		}
		r.line(line, written, origin{e.to, e.to.container, tc})
	}
}

// line sends a line on its way to Loki.
func (r *recorder) line(l Line, written writtenLine, from origin) {
	l.Body, l.Says, l.ByRequest = written.body, written.namesSpan && !l.SpanID.IsZero(), written.namesRequest
	if r.plain {
		r.shipPlainly(&l, written, from)
		return
	}
	r.ship(&l, written, from)
	if written.namesTrace || written.namesRequest {
		r.request.Lines = append(r.request.Lines, l)
		return
	}
	l.SpanID = journey.SpanID{}
	r.request.Unrelated = append(r.request.Unrelated, l)
}

// add gives a span its place in the trace, even if it gets lost on its way to
// Tempo.
func (r *recorder) add(s *span, parent journey.SpanID) journey.SpanID {
	s.id, s.parent = r.spanID(), parent
	r.owners[s.id] = s.by
	s.traceID, s.sentTraceID = r.request.TraceID, r.request.SentTraceID
	r.worked(s.window)
	if r.mishap.loses(s) {
		return s.id
	}
	r.request.spans = append(r.request.spans, s)
	r.request.Spans = append(r.request.Spans, Span{
		ID: s.id, Parent: s.parent, Service: s.by.service, Version: s.by.version, Name: s.name, Kind: s.kind,
		Start: s.start, End: s.end, Error: s.failed, Proxy: s.proxy,
	})
	return s.id
}

// own is the span if it is the workload's: the context of one that is not
// traced is its caller's.
func (r *recorder) own(w *workload, span journey.SpanID) journey.SpanID {
	if r.owners[span] != w {
		return journey.SpanID{}
	}
	return span
}

// worked widens the time of the request.
func (r *recorder) worked(w window) {
	if r.start.IsZero() || w.start.Before(r.start) {
		r.start = w.start
	}
	if w.end.After(r.end) {
		r.end = w.end
	}
}

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
	r.tunnels.finish(q)
	slices.SortStableFunc(q.Spans, func(a, b Span) int { return a.Start.Compare(b.Start) })
	byTime := func(a, b Line) int { return a.Time.Compare(b.Time) }
	slices.SortStableFunc(q.Lines, byTime)
	slices.SortStableFunc(q.Unrelated, byTime)
	slices.SortFunc(q.Hops, func(a, b Hop) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target))
	})
	slices.SortFunc(q.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Node, b.Node))
	})
	q.Start, q.End = r.start, r.end
	for i := range q.Spans {
		q.Services = append(q.Services, q.Spans[i].Service)
	}
	slices.Sort(q.Services)
	q.Services = slices.Compact(q.Services)
}
