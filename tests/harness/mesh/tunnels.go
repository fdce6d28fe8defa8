package mesh

import "github.com/requestjourney/requestjourney/pkg/journey"

// tunnels collects the truth about the connections of a request.
type tunnels struct {
	ends map[*tunnel]*Connection
	hops map[string]bool // by the graph's hop: whether ztunnel wrote a line of it
}

// add notes the end of a connection. What a client opened belongs on the client's span.
func (t *tunnels) add(seen sight, client journey.SpanID) {
	if t.ends == nil {
		t.ends, t.hops = make(map[*tunnel]*Connection), make(map[string]bool)
	}
	own := seen.tunnel
	if own == nil {
		return
	}
	t.ends[own] = &Connection{SpanID: client}
	if hop := own.from.service + " " + own.to.service; isAtWaypoint(own) {
		if own.direction == journey.Inbound {
			hop = own.from.service + " " + own.exchange.to.service
		}
		t.hops[hop] = t.hops[hop] || !own.isOpen
	}
}

func isAtWaypoint(t *tunnel) bool { return t.from.service == "waypoint" || t.to.service == "waypoint" }

// inbound notes the spans that a connection to the exchange's service belongs on.
func (t *tunnels) inbound(e *exchange, span, otherwise journey.SpanID) {
	for own, end := range t.ends {
		if own.exchange == e && own.direction == journey.Inbound {
			*end = Connection{SpanID: span, Else: otherwise}
		}
	}
}

// finish adds the truth to the request.
func (t *tunnels) finish(q *Request) {
	for i := range q.Unrelated {
		q.Unrelated[i].Connection = t.ends[q.Unrelated[i].tunnel]
	}
	for _, isFound := range t.hops {
		if !isFound && len(q.Spans) > 0 {
			q.Findings = append(q.Findings, Finding{journey.FindingAmbientL4, "waypoint"})
			return
		}
	}
}
