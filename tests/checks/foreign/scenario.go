package foreign

import "time"

// fault is what was planted in a request.
type fault string

const (
	none        fault = "none"
	killed      fault = "a service killed while it worked"
	refused     fault = "a service that is gone"
	hidden      fault = "a service that is gone, and the caller answers 200"
	unknown     fault = "a 500 from the last service"
	failing     fault = "a 500 after an exception"
	paused      fault = "a service that hangs, and a gRPC deadline"
	timeout     fault = "a timeout"
	slow        fault = "a slow service"
	abort       fault = "a client that gave up"
	sampling    fault = "10 % head sampling"
	skewed      fault = "a clock that is 3 s ahead"
	unconnected fault = "a propagator that is off"
)

// scenario is a kind of request.
type scenario struct {
	fault fault
	edges []string // pods, in turn
	path  string
	times int
	// abort is when the client gives up; never when it is 0.
	abort time.Duration
	// before and after change what runs.
	before, after []action
	// during happens while a request is under way.
	during *action
}

// action is something done to a program, wait after the request began.
type action struct {
	do   string // "kill", "start", "pause", "resume", "settle"
	pod  string
	wait time.Duration
}

const (
	dispatch = "/dispatch?customer=123"
)

var (
	both         = []string{"caddy-0", "traefik-0"}
	samplingEdge = []string{"sampling-0"}
)

// warmUp is played before anything is measured: the first request to a Node
// service takes as long as loading it does.
func warmUp() []scenario {
	return []scenario{
		{edges: append(samplingEdge, both...), path: dispatch, times: 3},
		{edges: both, path: "/shop?mode=ok", times: 6},
		{edges: both, path: "/shop?mode=late", times: 6},
		{edges: both, path: "/cart?mode=ok", times: 6},
	}
}

// scenarios are played one after the other: what one does to a program it undoes.
func scenarios() []scenario {
	kill := func(pod string) []action { return []action{{do: "kill", pod: pod}} }
	start := func(pod string) []action { return []action{{do: "start", pod: pod}} }
	return []scenario{
		{fault: none, edges: both, path: dispatch, times: 10},
		{fault: none, edges: both, path: "/shop?mode=ok", times: 10},
		{fault: unknown, edges: both, path: "/dispatch?customer=999", times: 6},
		{fault: killed, edges: both, path: dispatch, times: 1, before: []action{{do: "settle"}}, during: &action{do: "kill", pod: "customer-0", wait: 150 * time.Millisecond}},
		{fault: refused, edges: both, path: dispatch, times: 6, after: start("customer-0")},
		{fault: hidden, edges: both, path: dispatch, times: 4, before: append([]action{{do: "settle"}}, kill("route-0")...), after: start("route-0")},
		{fault: paused, edges: both, path: dispatch, times: 4, before: []action{{do: "pause", pod: "driver-0"}}, after: []action{{do: "resume", pod: "driver-0"}}},
		{fault: failing, edges: both, path: "/shop?mode=fail", times: 8},
		{fault: timeout, edges: both, path: "/shop?mode=timeout", times: 8},
		{fault: slow, edges: both, path: "/shop?mode=slow", times: 4},
		{fault: abort, edges: both, path: "/shop?mode=abort", times: 6, abort: 300 * time.Millisecond},
		{fault: abort, edges: both, path: dispatch, times: 4, abort: 200 * time.Millisecond},
		{fault: skewed, edges: both, path: "/shop?mode=late", times: 8},
		{fault: unconnected, edges: both, path: "/cart?mode=ok", times: 8},
		{fault: sampling, edges: samplingEdge, path: "/shop?mode=ok", times: 40},
		{fault: sampling, edges: samplingEdge, path: dispatch, times: 10},
	}
}
