package journey

// Finding is a machine-readable remark about a journey.
type Finding struct {
	Severity Severity
	Code     FindingCode
	TraceID  TraceID
	Node     string // service ID; "" if the finding is about the whole journey
	SpanID   SpanID
	Message  string // what happened, at most two short sentences
	Advice   string // what to do, at most two short sentences
	Evidence Attributes
}

// Severity ranks findings.
type Severity string

// The severities.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityInfo    Severity = "info"
)

// FindingCode names a kind of finding; codes are a public contract.
type FindingCode string

// The finding codes.
const (
	// Where an error started: a failed span below which no span failed. The callers above it
	// only passed the error on.
	FindingErrorOrigin FindingCode = "error-origin"
	// A part of the request is not visible: a service logged but sent no spans, a parent span
	// is missing, or the trace has several roots.
	FindingPropagationBroken FindingCode = "propagation-broken"
	// Tempo has no spans, and log lines say that the trace was not sampled.
	FindingSampledOut FindingCode = "sampled-out"
	// Tempo has no spans under this trace ID.
	FindingTraceNotFound FindingCode = "trace-not-found"
	// The request ended less than a minute ago, and some of its spans may still be arriving.
	// Findings that these spans could refute are not shown until then.
	FindingYoung FindingCode = "young"
	// Tempo returned only a part of the trace.
	FindingTraceTruncated FindingCode = "trace-truncated"
	// A host's clock is wrong: effects came before their causes. Its spans and lines are shown
	// at the corrected time.
	FindingClockSkew FindingCode = "clock-skew"
	// A service repeated a call that had failed.
	FindingRetry FindingCode = "retry"
	// One span made the same call five times or more, each after the one before had ended.
	FindingRepeatedCalls FindingCode = "repeated-calls"
	// One service's own work is at least 500 ms of the critical path, and at least half of the
	// request's duration.
	FindingSlowHop FindingCode = "slow-hop"
	// The caller waited at least 100 ms longer than the callee worked, and that is at least
	// half of the wait.
	FindingProxyTime FindingCode = "proxy-time"
	// A called service sent no span and wrote no line.
	FindingNotInstrumented FindingCode = "not-instrumented"
	// A request went through Istio's ambient mode, and ztunnel's lines about some of its hops
	// were not found. Lists do not search them.
	FindingAmbientL4 FindingCode = "ambient-l4"
	// A service wrote lines more than a second before the first or after the last span.
	FindingLinesOutside FindingCode = "lines-outside"
	// A proxy made the response itself instead of passing one on: its access line or its
	// span says why.
	FindingProxyAnswered FindingCode = "proxy-answered"
	// One request has several trace IDs.
	FindingSplitRequest FindingCode = "split-request"
)
