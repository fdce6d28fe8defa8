package place

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/requestjourney/requestjourney/pkg/accesslog"
	"github.com/requestjourney/requestjourney/pkg/adjust"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// Connections finds the connections that may have carried the journey's calls, in time
// order. A connection may have carried a call if both ends agree, it was open during the
// call, and it transferred enough bytes. ztunnel's lines have no ID, and a connection
// that is still open has no line yet. So a connection is certain only if all of this holds:
//
//  1. It fits calls of one hop only.
//  2. It was opened and closed with one of these calls. A connection that other requests
//     used too is open for longer.
//  3. These calls do not have more connections than there are calls. Otherwise some
//     connections are of other requests.
//  4. The pods at both ends are known, and no limit left out lines.
//
// All other connections are possible.
func Connections(j *journey.Journey, found journey.ConnectionLines, adjustments []journey.Adjustment) []*journey.Connection {
	skews := adjust.SkewsOf(j.Spans, adjustments)
	ends := endsOf(j.Calls, skews)
	var open []*openConnection
	for i := range found.Lines {
		if c := newConnection(&found.Lines[i], ends); c != nil {
			open = append(open, c)
		}
	}
	connections := make([]*journey.Connection, 0, len(open))
	for _, c := range open {
		c.Certain = !found.Cut && c.isCertain()
		connections = append(connections, c.onHop())
	}
	slices.SortStableFunc(connections, func(a, b *journey.Connection) int { return a.Line.Time.Compare(b.Line.Time) })
	return connections
}

// carried is a call as the ztunnel at one of its ends sees it.
type carried struct {
	call           *journey.Call
	direction      journey.Direction
	caller, callee *journey.Span // callee is nil if it sent no span
	client, server workload
	host           string // that the caller called; "" if not known
	size           int64  // of the response's body; unknownSize if not known
	skew           time.Duration
	fitting        []*openConnection
}

// workload is an end of a call: a pod, or its service if the pod is not known.
type workload struct{ pod, service string }

const unknownSize = -1

// callEnds finds the ends of calls by direction and by the caller's pod, which is "" if it is
// not known.
type callEnds map[callEnd][]*carried

type callEnd struct {
	direction journey.Direction
	pod       string
}

// endsOf lists the ends of all calls whose caller is known.
func endsOf(calls []*journey.Call, skews adjust.Skews) callEnds {
	ends := make(callEnds)
	for _, c := range calls {
		callee := journey.FirstSpan(c.ServerProxy, c.Server)
		caller := c.Outer()
		if caller == nil && callee != nil {
			caller = callee.Parent // a waypoint, whose only span is the server's
		}
		if c.Kind != journey.HopCall || caller == nil {
			continue
		}
		for _, direction := range []journey.Direction{journey.Outbound, journey.Inbound} {
			e := newCarried(c, direction, caller, callee, skews)
			key := callEnd{direction, e.client.pod}
			ends[key] = append(ends[key], e)
		}
	}
	return ends
}

func newCarried(c *journey.Call, direction journey.Direction, caller, callee *journey.Span, skews adjust.Skews) *carried {
	e := &carried{call: c, direction: direction, caller: caller, callee: callee, host: calledHost(caller, callee), size: sizeOf(callee, caller)}
	e.client, e.server = workload{semconv.PodOfSpan(caller), c.Source}, workload{"", c.Target}
	if callee != nil {
		e.server.pod = semconv.PodOfSpan(callee)
	}
	e.skew = skews.Of(e.span().Node, semconv.PodOfSpan(e.span()))
	return e
}

// sizeOf returns the size of the response that the first of spans reports.
func sizeOf(spans ...*journey.Span) int64 {
	for _, s := range spans {
		if s == nil {
			continue
		}
		if size, ok := semconv.ResponseSize(s); ok {
			return size
		}
	}
	return unknownSize
}

// calledHost is the host that the caller's span names. A waypoint on the way names the
// service behind it.
func calledHost(caller, callee *journey.Span) string {
	for _, s := range []*journey.Span{callee, caller} {
		if s == nil || s == callee && !semconv.IsWaypoint(s) {
			continue
		}
		peer, ok := semconv.PeerOf(s)
		if ok && peer.Kind == journey.KindExternal && strings.ContainsFunc(peer.Name, unicode.IsLetter) {
			return peer.Name
		}
	}
	return ""
}

// span is the one at this end: the caller's if the callee sent none.
func (e *carried) span() *journey.Span {
	if e.direction == journey.Inbound && e.callee != nil {
		return e.callee
	}
	return e.caller
}

// openConnection is a connection, and the calls that it may have carried.
type openConnection struct {
	journey.Connection
	calls []*carried
}

// newConnection reads a line. It returns nil if the line is of no connection that may
// have carried a call of the journey.
func newConnection(l *journey.Line, ends callEnds) *openConnection {
	read, ok := accesslog.ParseConnection(l)
	if !ok {
		return nil
	}
	c := &openConnection{Connection: read}
	c.Line = &journey.PlacedLine{Line: *l, JoinedBy: journey.JoinedByNearby, Level: accesslog.Level(l, accesslog.Entry{})}
	for _, pod := range []string{c.Client.Pod, ""} {
		for _, e := range ends[callEnd{c.Direction, pod}] {
			if e.isDuring(c) && e.isBetween(c) && e.hasBytes(c) {
				c.calls = append(c.calls, e)
				e.fitting = append(e.fitting, c)
			}
		}
	}
	if len(c.calls) == 0 {
		return nil
	}
	return c
}

// isCertain follows rules 1 to 4 of Connections.
func (c *openConnection) isCertain() bool {
	calls, connections := c.related()
	for _, e := range calls {
		isOneHop := e.call.Source == calls[0].call.Source && e.call.Target == calls[0].call.Target
		knowsPods := e.client.pod != "" && (e.callee == nil || e.server.pod != "")
		if !isOneHop || !knowsPods {
			return false
		}
	}
	return 0 < connections && connections <= len(calls)
}

// related returns the calls that the connection may have carried, and counts the connections
// that may have carried one of these calls, and so on. It returns none if one of the
// connections was not opened and closed with a call.
func (c *openConnection) related() (calls []*carried, count int) {
	knownCalls, known := make(map[*carried]bool), map[*openConnection]bool{c: true}
	connections := []*openConnection{c}
	for i := 0; i < len(connections); i++ {
		if !slices.ContainsFunc(connections[i].calls, func(e *carried) bool { return e.isOwn(connections[i]) }) {
			return nil, 0
		}
		for _, e := range connections[i].calls {
			if knownCalls[e] {
				continue
			}
			knownCalls[e] = true
			calls = append(calls, e)
			for _, o := range e.fitting {
				if !known[o] {
					known[o] = true
					connections = append(connections, o)
				}
			}
		}
	}
	return calls, len(connections)
}

// onHop puts the connection on the call that it fits best: the one that it was opened
// for, as far as the times show it. If several calls of the hop fit, a connection that is
// certainly the hop's is only on the service.
func (c *openConnection) onHop() *journey.Connection {
	best := slices.MinFunc(c.calls, func(a, b *carried) int { return cmp.Compare(a.distance(c), b.distance(c)) })
	c.Source, c.Target = best.call.Source, best.call.Target
	l := c.Line
	l.Span, l.Node = best.span(), best.span().Node
	switch {
	case !c.Certain:
		l.Placement = journey.PlacedPossibly
	case len(c.calls) > 1:
		l.Span, l.Placement = nil, journey.PlacedByService
	default:
		l.Placement = journey.PlacedByTime
	}
	moveBy(l, best.skew)
	return &c.Connection
}

func (e *carried) distance(c *openConnection) time.Duration {
	return c.Opened.Add(e.skew).Sub(e.caller.Start).Abs()
}
