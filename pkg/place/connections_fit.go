package place

import (
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// isBetween reports whether both ends of a connection agree with the call. The pods
// decide. A waypoint serves many services, and some services send no spans: there the
// host decides that was called.
func (e *carried) isBetween(c *openConnection) bool {
	if !isWorkload(c.Client, e.caller, e.call.Source) {
		return false
	}
	if e.callee != nil && !isWorkload(c.Server, e.callee, e.call.Target) {
		return false
	}
	if e.callee != nil && !semconv.IsWaypoint(e.callee) || e.host == "" || c.Host == "" {
		return e.callee != nil || isOf(c.Server.Pod, e.call.Target)
	}
	return sameHost(e.host, c.Host)
}

// isWorkload compares a workload with the pod that sent a span, or else with its service.
func isWorkload(w journey.Workload, s *journey.Span, service string) bool {
	if pod := semconv.PodOfSpan(s); pod != "" {
		return w.Pod == pod
	}
	if namespace := (semconv.Identity{}).OfSpan(s).Namespace; namespace != "" && w.Namespace != "" && namespace != w.Namespace {
		return false
	}
	return isOf(w.Pod, service)
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
	size, isKnown := e.responseSize()
	return !opened.Before(e.caller.Start.Add(-ownBefore)) && !closed.After(e.caller.End().Add(ownAfter)) &&
		(!isKnown || c.Response() <= size+headerBytes)
}

// hasBytes reports whether the connection transferred the call's response. A connection
// that failed may not have.
func (e *carried) hasBytes(c *openConnection) bool {
	size, isKnown := e.responseSize()
	return !isKnown || c.Response() >= size || c.Error != ""
}

func (e *carried) responseSize() (int64, bool) {
	if e.callee != nil {
		if size, ok := semconv.ResponseSize(e.callee); ok {
			return size, true
		}
	}
	return semconv.ResponseSize(e.caller)
}
