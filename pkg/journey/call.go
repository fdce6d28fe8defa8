package journey

import "cmp"

// Call is one call from a service to another, with the spans that report it:
// up to four when both ends have a sidecar.
//
//	client → clientProxy → (network) → serverProxy → server
type Call struct {
	Kind           HopKind
	Source, Target string
	Client         *Span // the caller's application
	ClientProxy    *Span // the caller's sidecar, or a gateway
	ServerProxy    *Span // the callee's sidecar
	Server         *Span // the callee's application
	Peer           Peer  // what the target is, when it sent no span of this call
	Shared         bool  // the caller's span reports several calls: its proxy's retries
}

// Outer is the call as the caller's outermost span saw it, nil when the caller
// sent none.
func (c *Call) Outer() *Span { return FirstSpan(c.Client, c.ClientProxy) }

// Seen is the call as the outermost span of either side saw it.
func (c *Call) Seen() *Span { return FirstSpan(c.Client, c.ClientProxy, c.ServerProxy, c.Server) }

func FirstSpan(spans ...*Span) *Span {
	for _, s := range spans {
		if s != nil {
			return s
		}
	}
	return nil
}

// Spans are those of the call that were seen.
func (c *Call) Spans() []*Span {
	var seen []*Span
	for _, s := range []*Span{c.Client, c.ClientProxy, c.ServerProxy, c.Server} {
		if s != nil {
			seen = append(seen, s)
		}
	}
	return seen
}

// Unanswered says that nothing is seen of the callee. Databases and queues send no
// spans anyway.
func (c *Call) Unanswered() bool {
	return c.Kind == HopCall && c.Peer.Kind == KindExternal && c.Target == c.Peer.ID()
}

// Failed says that an end which was seen reports an error.
func (c *Call) Failed() bool {
	for _, s := range c.Spans() {
		if s.Status == StatusError {
			return true
		}
	}
	return false
}

// Peer is the other end of a call, as the caller's span names it.
type Peer struct {
	Kind   ServiceKind
	Name   string // as people call it
	Key    string // what separates it from others of that name; "" when the name does
	System string // "postgresql", "kafka", …; ""
}

// ID is the peer's node in the graph. It cannot be a service's: a topic may be
// named like the service that reads it.
func (p Peer) ID() string { return string(p.Kind) + "/" + cmp.Or(p.Key, p.Name) }
