package place

import (
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// isBetween reports whether both ends of a connection agree with the call. The pods
// decide. A waypoint serves many services, and some services send no spans: there the
// host decides that was called.
func (e *carried) isBetween(c *openConnection) bool {
	if !e.client.is(c.Client.Pod) || e.callee != nil && !e.server.is(c.Server.Pod) {
		return false
	}
	if e.callee != nil && !semconv.IsWaypoint(e.callee) || e.host == "" || c.Host == "" {
		return e.callee != nil || e.server.is(c.Server.Pod)
	}
	return sameHost(e.host, c.Host)
}

// is compares a workload with the pod of a connection.
func (w workload) is(pod string) bool {
	if w.pod != "" {
		return w.pod == pod
	}
	return isOf(pod, w.service)
}

// isOf reports whether a pod, by its name, belongs to a service.
func isOf(pod, service string) bool {
	service = service[strings.LastIndexByte(service, '/')+1:]
	return pod == service || strings.HasPrefix(pod, service+"-")
}

// sameHost compares the names of a service in a cluster, of which callers may use only
// the first parts: "reviews", "reviews.bookinfo", "reviews.bookinfo.svc.cluster.local".
func sameHost(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return a == b || strings.HasPrefix(b, a+".")
}

const (
	// clockTolerance is by how much a connection's times may contradict a span's: clocks
	// differ a little.
	clockTolerance = 3 * time.Millisecond
	// ownBefore and ownAfter are how long before and after a call its own connection may
	// open and close. ztunnel cuts durations off at the millisecond.
	ownBefore = 1200 * time.Microsecond
	ownAfter  = 2 * time.Millisecond
	// headerBytes is how many bytes of headers a response may have.
	headerBytes = 16 << 10
)

// isDuring reports whether the connection was open while the callee worked. If the
// callee sent no span, it was open at some time of the call.
func (e *carried) isDuring(c *openConnection) bool {
	from, to := e.caller.End(), e.caller.Start
	if e.callee != nil {
		from, to = e.callee.Start, e.callee.End()
	}
	opened, closed := c.Opened.Add(e.skew), c.Closed.Add(e.skew)
	return !opened.After(from.Add(clockTolerance)) && !closed.Before(to.Add(-clockTolerance))
}

// isOwn reports whether the connection was opened and closed with the call.
func (e *carried) isOwn(c *openConnection) bool {
	opened, closed := c.Opened.Add(e.skew), c.Closed.Add(e.skew)
	return !opened.Before(e.caller.Start.Add(-ownBefore)) && !closed.After(e.caller.End().Add(ownAfter)) &&
		(e.size == unknownSize || c.Response() <= e.size+headerBytes)
}

// hasBytes reports whether the connection transferred the call's response. A connection
// that failed may not have.
func (e *carried) hasBytes(c *openConnection) bool {
	return e.size == unknownSize || c.Response() >= e.size || c.Error != ""
}
