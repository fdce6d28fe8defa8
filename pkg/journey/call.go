package journey

import "cmp"

// call is one call from a service to another, with the spans that tell of it:
// up to four when both ends have a sidecar.
//
//	client → clientProxy → (network) → serverProxy → server
type call struct {
	kind           HopKind
	source, target string
	client         *Span // the caller's application
	clientProxy    *Span // the caller's sidecar, or a gateway
	serverProxy    *Span // the callee's sidecar
	server         *Span // the callee's application
	peer           peer  // what the target is, when it sent no span of this call
	shared         bool  // the caller's span tells of several calls: its proxy's retries
}

// outer is the call as the caller's outermost span saw it, nil when the caller
// sent none.
func (c *call) outer() *Span { return firstSpan(c.client, c.clientProxy) }

// seen is the call as the outermost span of either side saw it.
func (c *call) seen() *Span { return firstSpan(c.client, c.clientProxy, c.serverProxy, c.server) }

func firstSpan(spans ...*Span) *Span {
	for _, s := range spans {
		if s != nil {
			return s
		}
	}
	return nil
}

// spans are those of the call that were seen.
func (c *call) spans() []*Span {
	var seen []*Span
	for _, s := range []*Span{c.client, c.clientProxy, c.serverProxy, c.server} {
		if s != nil {
			seen = append(seen, s)
		}
	}
	return seen
}

// unanswered says that nothing is seen of the callee. Databases and queues send no
// spans anyway.
func (c *call) unanswered() bool {
	return c.kind == HopCall && c.peer.kind == KindExternal && c.target == c.peer.id()
}

// failed says that an end which was seen reports an error.
func (c *call) failed() bool {
	for _, s := range c.spans() {
		if s.Status == StatusError {
			return true
		}
	}
	return false
}

// peer is the other end of a call, as the caller's span names it.
type peer struct {
	kind   ServiceKind
	name   string // as people call it
	key    string // what tells it apart from others of that name; "" when the name does
	system string // "postgresql", "kafka", …; ""
}

// id is the peer's node in the graph. It cannot be a service's: a topic may be
// named like the service that reads it.
func (p peer) id() string { return string(p.kind) + "/" + cmp.Or(p.key, p.name) }
