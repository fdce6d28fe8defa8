package foreign

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// finding is one that the plugin raised.
type finding struct{ code, node, severity, message string }

// evidence is what is true of one trace of a request.
type evidence struct {
	request request
	traceID string
	lines   []line
	stored  map[string]bool // IDs of spans
}

const (
	errorOrigin  = string(journey.FindingErrorOrigin)
	broken       = string(journey.FindingPropagationBroken)
	sampledOut   = string(journey.FindingSampledOut)
	notFound     = string(journey.FindingTraceNotFound)
	clockSkew    = string(journey.FindingClockSkew)
	retry        = string(journey.FindingRetry)
	repeated     = string(journey.FindingRepeatedCalls)
	slowHop      = string(journey.FindingSlowHop)
	silent       = string(journey.FindingNotInstrumented)
	linesOutside = string(journey.FindingLinesOutside)
	proxied      = string(journey.FindingProxyAnswered)
)

// shows are the findings that report a fault.
var shows = map[fault][]string{
	killed:      {errorOrigin},
	refused:     {errorOrigin},
	hidden:      {errorOrigin},
	unknown:     {errorOrigin},
	failing:     {errorOrigin},
	paused:      {errorOrigin},
	timeout:     {errorOrigin},
	slow:        {slowHop},
	abort:       {errorOrigin, proxied},
	sampling:    {sampledOut, notFound},
	skewed:      {clockSkew},
	unconnected: {silent, broken},
}

// confirms says whether a finding is true of the trace. Nothing was planted that
// would make a finding true that has no rule here, such as time lost in proxies.
func (e *evidence) confirms(f finding) bool {
	rule := map[string]func(finding) bool{
		errorOrigin: e.errorBegan, broken: e.isMissing, sampledOut: e.wasLeftOut, notFound: e.wasLeftOut, clockSkew: e.isSkewed,
		retry: e.redisFailed, repeated: e.wereRepeated, slowHop: e.wasSlow, silent: e.isSilent, linesOutside: e.wroteOutside,
		proxied: e.wasAborted,
	}[f.code]
	return rule != nil && rule(f)
}

// origin is on whom an error begins, and what its text must say.
type origin struct{ node, text, severity string }

// origins are where the planted errors begin: on the program that failed, or,
// where that sent nothing, on its caller, with what that saw.
var origins = map[fault]origin{
	unknown: {"customer", "500", "error"},
	killed:  {"frontend", "sent no span", "error"},
	refused: {"frontend", "connection refused", "error"},
	hidden:  {"frontend", "connection refused", "warning"},
	failing: {"stock", "on fire", "error"},
	paused:  {"frontend", "deadline exceeded", "error"},
	timeout: {"shop", "timeout", "error"},
}

func (e *evidence) errorBegan(f finding) bool {
	if f.node == "redis-manual" {
		return f.severity == "warning" && e.redisFailed(f)
	}
	if len(e.stored) == 0 { // lines alone
		return f.node == "driver" && strings.Contains(f.message, "wrote the first error line") && e.redisFailed(f)
	}
	if e.request.fault == abort {
		return f.severity != "error" && containsAny(f.message, "cancel", "gave up", "closed")
	}
	o, planted := origins[e.request.fault]
	return planted && f.node == o.node && f.severity == o.severity && strings.Contains(f.message, o.text)
}

// wasAborted: the edges answer by themselves only when their client has gone.
func (e *evidence) wasAborted(f finding) bool {
	return e.request.fault == abort && strings.Contains(f.message, "the caller closed the connection")
}

func containsAny(text string, parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// redisFailed: HotROD's driver plays a Redis that fails now and then, and says so.
func (e *evidence) redisFailed(finding) bool { return e.count("driver-0", "redis timeout") > 0 }

// count counts lines of a pod that hold a text.
func (e *evidence) count(pod, text string) (n int) {
	for _, l := range e.lines {
		if l.from.pod == pod && strings.Contains(l.body, text) {
			n++
		}
	}
	return n
}

var timesInText = regexp.MustCompile(`called \S+ (\d+) times for`)

// wereRepeated: the driver writes a line after each call, the frontend before.
func (e *evidence) wereRepeated(f finding) bool {
	calls := map[string]int{
		"driver":   e.count("driver-0", "Got driver's ID") + e.count("driver-0", "\tredis timeout\t"),
		"frontend": e.count("frontend-0", "\tFinding route\t"),
	}[f.node]
	return first(timesInText, f.message) == strconv.Itoa(calls)
}

func (e *evidence) wasSlow(f finding) bool {
	switch {
	case e.request.fault == slow, e.request.fault == abort && strings.HasPrefix(e.request.path, "/shop"):
		return f.node == "stock"
	case e.request.fault == paused:
		return f.node == "driver" || f.node == "frontend" && strings.Contains(f.message, "FindNearest")
	}
	return false
}

var aheadInText = regexp.MustCompile(`([0-9.]+) s ahead`)

func (e *evidence) isSkewed(f finding) bool {
	ahead, err := strconv.ParseFloat(first(aheadInText, f.message), 64)
	off := time.Duration(ahead*float64(time.Second)) - skew
	return err == nil && e.request.fault == skewed && f.node == "stock" && off.Abs() < 200*time.Millisecond
}

// wasLeftOut: only one edge samples, and what it leaves out has no spans.
func (e *evidence) wasLeftOut(finding) bool {
	return e.request.edge == samplingEdge[0] && len(e.stored) == 0
}

// isSilent: the caller names the address of a program that sent no span of this
// trace, since it was gone, or since its trace is another.
func (e *evidence) isSilent(f finding) bool {
	switch e.request.fault {
	case killed, refused, hidden:
		return f.node == "frontend"
	case unconnected:
		return f.node == "cart" || f.node == "traefik"
	}
	return false
}

var (
	spanInText  = regexp.MustCompile(`its span ([0-9a-f]{16}) is not in the trace`)
	wroteInText = regexp.MustCompile(`wrote (\d+) log lines? for this trace but sent no span`)
)

// isMissing: the span that is said to be missing is, or the service sent none and
// wrote as many lines as it is said to have written.
func (e *evidence) isMissing(f finding) bool {
	if id := first(spanInText, f.message); id != "" {
		return !e.stored[id]
	}
	wrote := 0
	for _, l := range e.lines {
		if !l.from.sendsAs(f.node) {
			continue
		}
		if wrote++; e.stored[l.spanID] {
			return false
		}
	}
	return first(wroteInText, f.message) == strconv.Itoa(wrote)
}

// wroteOutside: a program of that service wrote a line after the answer, by the
// right time.
func (e *evidence) wroteOutside(f finding) bool {
	for _, l := range e.lines {
		if l.from.sendsAs(f.node) && l.at.Add(-l.from.clock).After(e.request.ended) {
			return true
		}
	}
	return false
}
