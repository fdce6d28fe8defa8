package graph

import (
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// Calls finds the calls between the services of a journey, in the order in which their spans
// started. A sidecar counts as part of its service: a call through sidecars has more spans, but
// is one hop.
func Calls(j *journey.Journey) []*journey.Call {
	b := callBuilder{
		spans: j.Spans, children: make(map[*journey.Span][]*journey.Span), known: make(map[string]bool),
		namespaces: make(map[string]map[string]bool), published: make(map[*journey.Span]bool),
	}
	for _, s := range j.Spans {
		b.know(s.Node, semconv.Identity{}.OfSpan(s).Namespace)
		if s.Parent != nil {
			b.children[s.Parent] = append(b.children[s.Parent], s)
		}
	}
	for _, l := range j.Lines {
		b.know(l.Node, semconv.Identity{}.OfLine(&l.Line).Namespace)
	}
	for _, s := range j.Spans {
		b.into(s)
		b.outOf(s)
		b.links(s)
	}
	b.toGhosts(j.Lines)
	b.markShared()
	return b.calls
}

// toGhosts adds the calls that only lines show: a ghost logged the span ID that its caller
// sent. The caller's span is not part of the call, because it may be part of a call to a
// service that sent spans.
func (b *callBuilder) toGhosts(lines []*journey.PlacedLine) {
	type received struct {
		caller *journey.Span
		ghost  string
	}
	known := make(map[received]bool)
	for _, l := range lines {
		to := received{l.Caller, l.Node}
		if l.Placement == journey.PlacedOnGhost && l.Caller != nil && !known[to] {
			known[to] = true
			b.add(&journey.Call{Kind: journey.HopCall, Source: l.Caller.Node, Target: l.Node})
		}
	}
}

type callBuilder struct {
	spans    []*journey.Span
	byID     map[journey.SpanID]*journey.Span // nil until the first link
	children map[*journey.Span][]*journey.Span
	known    map[string]bool // nodes that sent spans or wrote lines
	// namespaces are the namespaces of each node.
	namespaces map[string]map[string]bool
	published  map[*journey.Span]bool // spans whose message to its queue was added
	calls      []*journey.Call
}

// into adds the call that a span received from another service, or the message
// that it took from a queue.
func (b *callBuilder) into(s *journey.Span) {
	p := s.Parent
	switch {
	case p != nil && p.Node != s.Node:
		b.received(p, s)
	case semconv.IsReceiving(s) && (p == nil || !semconv.IsReceiving(p)):
		if q, ok := semconv.QueueOf(s); ok {
			b.add(&journey.Call{Kind: journey.HopMessaging, Source: q.ID(), Target: s.Node, Server: s, Peer: q})
		}
	}
}

// received adds the call between a span and its parent in another service.
func (b *callBuilder) received(p, s *journey.Span) {
	c := &journey.Call{Kind: journey.HopCall, Source: p.Node, Target: s.Node}
	if semconv.IsOutbound(p) {
		c.Client, c.ClientProxy = callerSpans(p)
	}
	c.ServerProxy, c.Server = b.calleeSpans(s)
	if semconv.IsMessaging(p) || semconv.IsMessaging(s) {
		b.throughQueue(c, p, s)
		return
	}
	b.add(c)
}

// outOf adds the call that a span made if no span reports that it received it.
func (b *callBuilder) outOf(s *journey.Span) {
	if !semconv.IsOutbound(s) && !semconv.IsWaypoint(s) || b.isReceived(s) || b.isPart(s) {
		return
	}
	to, ok := semconv.PeerOf(s)
	if !ok {
		return
	}
	c := &journey.Call{Kind: journey.HopCall, Source: s.Node, Target: b.nodeOf(to), Peer: to}
	if to.Kind == journey.KindQueue {
		c.Kind = journey.HopMessaging
	}
	if c.Target == c.Source {
		return
	}
	c.Client, c.ClientProxy = callerSpans(s)
	b.add(c)
}

// isReceived reports whether a span shows that the call was received, even by the caller
// itself, or that the caller's sidecar passed it on.
func (b *callBuilder) isReceived(s *journey.Span) bool {
	for _, child := range b.children[s] {
		switch {
		case child.Node != s.Node:
			return true
		case semconv.IsWaypoint(s):
		case semconv.IsCallee(child), semconv.IsOutbound(child) && (semconv.IsProxy(child) || b.isReceived(child)):
			return true
		}
	}
	return false
}

// isPart reports whether a client span is the transport or another layer of its parent's
// call, such as a DNS lookup or the HTTP request to a database. If a service received the
// parent's call, the span is another call, such as one for a token, unless the parent's
// is a message.
func (b *callBuilder) isPart(s *journey.Span) bool {
	p := s.Parent
	if p == nil || p.Node != s.Node || !semconv.IsOutbound(p) || semconv.IsProxy(s) {
		return false
	}
	to, ok := semconv.PeerOf(p)
	return ok && (to.Kind != journey.KindExternal || !b.isReceived(p)) || b.isPart(p)
}

func (b *callBuilder) know(node, namespace string) {
	b.known[node] = true
	if namespace != "" {
		if b.namespaces[node] == nil {
			b.namespaces[node] = make(map[string]bool)
		}
		b.namespaces[node][namespace] = true
	}
}

// nodeOf returns the node of a peer: a service of this journey if one has that name, such as
// a ghost that only wrote lines.
func (b *callBuilder) nodeOf(to journey.Peer) string {
	if to.Kind != journey.KindExternal {
		return to.ID()
	}
	if b.known[to.Name] {
		return to.Name
	}
	if service := b.clusterService(to.Name); service != "" {
		return service
	}
	return to.ID()
}

// clusterService returns the known service of a host name in Kubernetes: of
// "name.namespace.svc" and longer names, or of "name.namespace" if the service is in that
// namespace. For other names it returns "": toys.io is not the service "toys".
func (b *callBuilder) clusterService(host string) string {
	labels := strings.Split(host, ".")
	if len(labels) < 2 {
		return ""
	}
	name, namespace := labels[0], labels[1]
	if qualified := namespace + "/" + name; b.known[qualified] && (len(labels) == 2 || labels[2] == "svc") {
		return qualified
	}
	isService := b.namespaces[name][namespace] && len(labels) == 2 || namespace == "svc" || len(labels) > 2 && labels[2] == "svc"
	if isService && b.known[name] {
		return name
	}
	return ""
}

// links adds the spans of this trace that a span links to as causes.
func (b *callBuilder) links(s *journey.Span) {
	if len(s.Links) > 0 && b.byID == nil {
		b.byID = journey.BySpanID(b.spans)
	}
	for _, l := range s.Links {
		from := b.byID[l.SpanID]
		if from != nil && l.TraceID == s.TraceID && from != s.Parent && from.Node != s.Node {
			b.add(&journey.Call{Kind: journey.HopLink, Source: from.Node, Target: s.Node, Server: s})
		}
	}
}

// markShared finds the calls that share the caller's span.
func (b *callBuilder) markShared() {
	of := make(map[*journey.Span]*journey.Call)
	for _, c := range b.calls {
		outer := c.Outer()
		if outer == nil || c.Kind != journey.HopCall {
			continue
		}
		if other := of[outer]; other != nil {
			other.Shared, c.Shared = true, true
		}
		of[outer] = c
	}
}

func (b *callBuilder) add(c *journey.Call) { b.calls = append(b.calls, c) }

// callerSpans returns the application's and the sidecar's span of a call. It gets the
// innermost of them.
func callerSpans(s *journey.Span) (app, proxy *journey.Span) {
	if !semconv.IsProxy(s) {
		return s, nil
	}
	if p := s.Parent; p != nil && p.Node == s.Node && semconv.IsOutbound(p) && !semconv.IsProxy(p) {
		return p, s
	}
	return nil, s
}

// calleeSpans returns the sidecar's and the application's span of a call. It gets the
// outermost of them.
func (b *callBuilder) calleeSpans(s *journey.Span) (proxy, app *journey.Span) {
	if !semconv.IsProxy(s) {
		return nil, s
	}
	for _, child := range b.children[s] {
		if child.Node == s.Node && !semconv.IsProxy(child) && !semconv.IsOutbound(child) {
			return s, child
		}
	}
	return s, nil
}
