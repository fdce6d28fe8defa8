package journey

import "strings"

// callsOf finds the calls between the services of a journey, in the order in
// which their spans started. Sidecars are folded into their service: they make
// a call's spans more, not its hops.
func callsOf(j *Journey) []*call {
	b := callBuilder{
		spans: j.Spans, children: make(map[*Span][]*Span), known: make(map[string]bool),
		namespaces: make(map[string]map[string]bool), published: make(map[*Span]bool),
	}
	for _, s := range j.Spans {
		b.know(s.Node, Identity{}.ofSpan(s).Namespace)
		if s.Parent != nil {
			b.children[s.Parent] = append(b.children[s.Parent], s)
		}
	}
	for _, l := range j.Lines {
		b.know(l.Node, Identity{}.ofLine(&l.Line).Namespace)
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

// toGhosts adds the calls that only lines speak of: a ghost wrote down the span
// ID that its caller had sent. Its caller's span stays that of the call to whoever
// received it with a span.
func (b *callBuilder) toGhosts(lines []*PlacedLine) {
	type received struct {
		caller *Span
		ghost  string
	}
	known := make(map[received]bool)
	for _, l := range lines {
		to := received{l.caller, l.Node}
		if l.Placement == PlacedOnGhost && l.caller != nil && !known[to] {
			known[to] = true
			b.add(&call{kind: HopCall, source: l.caller.Node, target: l.Node})
		}
	}
}

type callBuilder struct {
	spans    []*Span
	byID     map[SpanID]*Span // once a link is met
	children map[*Span][]*Span
	known    map[string]bool // nodes that sent spans or wrote lines
	// namespaces are those in which the nodes of each name are.
	namespaces map[string]map[string]bool
	published  map[*Span]bool // spans whose message is drawn up to its queue
	calls      []*call
}

// into adds the call that a span received from another service, or the message
// that it took from a queue.
func (b *callBuilder) into(s *Span) {
	p := s.Parent
	switch {
	case p != nil && p.Node != s.Node:
		b.received(p, s)
	case isReceiving(s) && (p == nil || !isReceiving(p)):
		if q, ok := queueOf(s); ok {
			b.add(&call{kind: HopMessaging, source: q.id(), target: s.Node, server: s, peer: q})
		}
	}
}

// received adds the call between the spans on both sides of a process boundary.
func (b *callBuilder) received(p, s *Span) {
	c := &call{kind: HopCall, source: p.Node, target: s.Node}
	if isOutbound(p) {
		c.client, c.clientProxy = callerSpans(p)
	}
	c.serverProxy, c.server = b.calleeSpans(s)
	if isMessaging(p) || isMessaging(s) {
		b.throughQueue(c, p, s)
		return
	}
	b.add(c)
}

// outOf adds the call that a span made but nobody reported to have received.
func (b *callBuilder) outOf(s *Span) {
	if !isOutbound(s) && !isWaypoint(s) || b.isReceived(s) || b.isPart(s) {
		return
	}
	to, ok := peerOf(s)
	if !ok {
		return
	}
	c := &call{kind: HopCall, source: s.Node, target: b.nodeOf(to), peer: to}
	if to.kind == KindQueue {
		c.kind = HopMessaging
	}
	if c.target == c.source {
		return
	}
	c.client, c.clientProxy = callerSpans(s)
	b.add(c)
}

// isReceived says that somebody reports to have received the call, though it be
// the caller itself, or that the caller's sidecar passed it on.
func (b *callBuilder) isReceived(s *Span) bool {
	for _, child := range b.children[s] {
		switch {
		case child.Node != s.Node:
			return true
		case isWaypoint(s):
		case isCallee(child), isOutbound(child) && (isProxy(child) || b.isReceived(child)):
			return true
		}
	}
	return false
}

// isPart says that a client span is the transport or another layer of the call
// that its parent makes: a lookup of its host, the HTTP request to a database.
// Where somebody received the parent's call, the span is another one, such as
// for a token, unless the parent's is a message.
func (b *callBuilder) isPart(s *Span) bool {
	p := s.Parent
	if p == nil || p.Node != s.Node || !isOutbound(p) || isProxy(s) {
		return false
	}
	to, ok := peerOf(p)
	return ok && (to.kind != KindExternal || !b.isReceived(p)) || b.isPart(p)
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

// nodeOf is the node that a peer's name means: a service of this journey when
// there is one of that name, such as a ghost that only wrote lines.
func (b *callBuilder) nodeOf(to peer) string {
	if to.kind != KindExternal {
		return to.id()
	}
	if b.known[to.name] {
		return to.name
	}
	if service := b.clusterService(to.name); service != "" {
		return service
	}
	return to.id()
}

// clusterService is the known service that a host name inside of Kubernetes
// means: "name.namespace.svc" and what follows it, or "name.namespace" where the
// service is in that namespace; "" for others, as the "toys" of toys.io is
// nobody's service here.
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

// links adds the spans of this trace that a span names as causes beside its parent.
func (b *callBuilder) links(s *Span) {
	if len(s.Links) > 0 && b.byID == nil {
		b.byID = bySpanID(b.spans)
	}
	for _, l := range s.Links {
		from := b.byID[l.SpanID]
		if from != nil && l.TraceID == s.TraceID && from != s.Parent && from.Node != s.Node {
			b.add(&call{kind: HopLink, source: from.Node, target: s.Node, server: s})
		}
	}
}

// markShared finds the calls that share the caller's span.
func (b *callBuilder) markShared() {
	of := make(map[*Span]*call)
	for _, c := range b.calls {
		outer := c.outer()
		if outer == nil || c.kind != HopCall {
			continue
		}
		if other := of[outer]; other != nil {
			other.shared, c.shared = true, true
		}
		of[outer] = c
	}
}

func (b *callBuilder) add(c *call) { b.calls = append(b.calls, c) }

// callerSpans are the application's and the sidecar's span of a call, given the
// innermost of them.
func callerSpans(s *Span) (app, proxy *Span) {
	if !isProxy(s) {
		return s, nil
	}
	if p := s.Parent; p != nil && p.Node == s.Node && isOutbound(p) && !isProxy(p) {
		return p, s
	}
	return nil, s
}

// calleeSpans are the sidecar's and the application's span of a call, given the
// outermost of them.
func (b *callBuilder) calleeSpans(s *Span) (proxy, app *Span) {
	if !isProxy(s) {
		return nil, s
	}
	for _, child := range b.children[s] {
		if child.Node == s.Node && !isProxy(child) && !isOutbound(child) {
			return s, child
		}
	}
	return s, nil
}
