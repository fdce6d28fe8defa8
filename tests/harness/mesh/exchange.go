package mesh

import (
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// workload is a version of a service, as one pod.
type workload struct {
	service, version string
	namespace        string
	revision         string // istio.canonical_revision
	container        string // of the application, "" for a gateway
	pod, node        string
	podIP, clusterIP string
	port             int
	app              application // nil for a gateway
	helm             bool        // labelled app.kubernetes.io/name, not app
}

// host is the service's name in the cluster.
func (w *workload) host() string { return w.service + "." + w.namespace + ".svc.cluster.local" }

// window is when something began and ended.
type window struct{ start, end time.Time }

func (w window) duration() time.Duration { return w.end.Sub(w.start) }

// exchange is one HTTP request between two workloads with its response, as
// each of those that took part saw it.
type exchange struct {
	from, to     *workload
	method, path string
	route        string // the callee's pattern for the path
	authority    string
	operation    string        // what the proxies call it
	topic        string        // of the message that to consumes; "" for a request
	lost         time.Duration // between the callers' proxy and the callee's
	refused      bool          // by the callee's proxy: its application saw nothing
	firstTry     *exchange     // that the callee's proxy refused, before this one; or nil
	status       int
	size         int // bytes of the response
	ports        [3]int

	caller window // the calling application; zero when a gateway calls
	out    window // the caller's proxy
	mid    window // a proxy on the way
	in     window // the callee's proxy
	served window // the callee's application

	steps []*step // what the callee's application did, in order
}

func (e *exchange) failed() bool { return e.status >= 500 }

// rpc says that the exchange is a gRPC call, which fails with HTTP status 200.
func (e *exchange) rpc() bool { return strings.HasPrefix(e.route, "/emojivoto.v1.") }

// httpStatus is what proxies see.
func (e *exchange) httpStatus() int {
	if e.rpc() {
		return http.StatusOK
	}
	return e.status
}

// step is a piece of an application's work.
type step struct {
	name string           // of its span
	kind journey.SpanKind // of its span, INTERNAL when empty
	tags []tag            // of its span
	window
	call  *exchange // within the step, or nil
	cause *cause    // why it failed, or nil
	notes []note
}

// cause is a failure as an exception tells it.
type cause struct{ kind, message, stack string }

// note is a line that an application writes. Where in the tree it is found
// says which span was active.
type note struct {
	at      time.Time
	level   string
	message string
	source  string // file and line, or class
	cause   *cause
	late    bool // written so long after the work that only its service is known
}

// clock draws durations, in whole microseconds: what Zipkin can carry.
type clock struct{ rand *rand.Rand }

func (c *clock) between(low, high time.Duration) time.Duration {
	return (low + time.Duration(c.rand.Int64N(int64(high-low)+1))).Truncate(time.Microsecond)
}

// after is a moment not long after t.
func (c *clock) after(t time.Time, low, high time.Duration) time.Time {
	return t.Add(c.between(low, high))
}

// handler does the work of a callee's application from e.served.start on: it
// fills in steps, status and size, and returns when it is done.
type handler func(c *clock, e *exchange) time.Time

// play runs an exchange that the caller begins at start, from the outside in
// and back: caller, its proxy, the network, the callee's proxy, the callee.
func (e *exchange) play(c *clock, start time.Time, serve handler) {
	for i := range e.ports {
		e.ports[i] = 32768 + c.rand.IntN(28000)
	}
	e.out.start = start
	if e.from.app != nil {
		e.caller.start = start
		e.out.start = c.after(start, 150*time.Microsecond, 500*time.Microsecond)
	}
	e.in.start = c.after(e.out.start, 300*time.Microsecond, 1200*time.Microsecond).Add(e.lost)
	if try := e.firstTry; try != nil {
		try.ports, try.out, try.in.start = e.ports, e.out, e.in.start
		try.in.end = c.after(try.in.start, 500*time.Microsecond, 2*time.Millisecond)
		try.served = try.in
		e.in.start = c.after(try.in.end, 25*time.Millisecond, 40*time.Millisecond)
	}
	e.served.start = c.after(e.in.start, 150*time.Microsecond, 500*time.Microsecond)
	e.served.end = serve(c, e)
	e.in.end = c.after(e.served.end, 100*time.Microsecond, 400*time.Microsecond)
	e.out.end = c.after(e.in.end, 200*time.Microsecond, 900*time.Microsecond)
	e.mid = window{middle(e.out.start, e.in.start), middle(e.in.end, e.out.end)}
	if e.from.app != nil {
		e.caller.end = c.after(e.out.end, 100*time.Microsecond, 300*time.Microsecond)
	}
}

func middle(a, b time.Time) time.Time { return a.Add(b.Sub(a) / 2).Truncate(time.Microsecond) }

// publish puts a message on the topic; the consumer takes it a little later.
func (e *exchange) publish(c *clock, start time.Time, serve handler) {
	e.caller.start = start
	e.caller.end = c.after(start, time.Millisecond, 4*time.Millisecond)
	e.served.start = c.after(e.caller.end, 2*time.Millisecond, 20*time.Millisecond)
	e.served.end = serve(c, e)
}

// answered is when the caller had its answer.
func (e *exchange) answered() time.Time {
	if e.from.app != nil {
		return e.caller.end
	}
	return e.out.end
}
