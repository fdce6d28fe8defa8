package journey

// Finding is a machine-readable remark on a journey.
type Finding struct {
	Severity Severity
	Code     FindingCode
	TraceID  TraceID
	Node     string // service ID, "" when the finding is about the whole
	SpanID   SpanID
	Message  string // what was seen, one sentence
	Advice   string // what to do about it, one sentence
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
	// Where an error began: a failed span below which nothing failed. Callers above it only
	// passed it on.
	FindingErrorOrigin FindingCode = "error-origin"
	// A service on the way cannot be seen: it logged without sending spans, its span is
	// missing, or the trace begins more than once.
	FindingPropagationBroken FindingCode = "propagation-broken"
	// Lines carry the trace ID, and say that its spans were not to be kept.
	FindingSampledOut FindingCode = "sampled-out"
	// Tempo has no spans under this trace ID.
	FindingTraceNotFound FindingCode = "trace-not-found"
	// The request ended less than a minute ago, and spans of it are missing that may still be
	// on their way. Until they had the time to arrive, nothing is said that they could refute.
	FindingYoung FindingCode = "young"
	// Tempo answered only a part of the trace.
	FindingTraceTruncated FindingCode = "trace-truncated"
	// A host's clock is off: effects came before their causes. Its spans and lines are shown
	// at the corrected time.
	FindingClockSkew FindingCode = "clock-skew"
	// A call was repeated after it failed.
	FindingRetry FindingCode = "retry"
	// One span called the same operation five times or more, one after the other.
	FindingRepeatedCalls FindingCode = "repeated-calls"
	// One service by itself is at least half of a long wait: 500 ms or more of the critical
	// path.
	FindingSlowHop FindingCode = "slow-hop"
	// The caller waited at least 100 ms longer than the callee worked, and that is most of the
	// wait.
	FindingProxyTime FindingCode = "proxy-time"
	// A service was called that sent no span and wrote no line.
	FindingNotInstrumented FindingCode = "not-instrumented"
	// The request went through Istio's ambient mode, of which layer 4 leaves no trace.
	FindingAmbientL4 FindingCode = "ambient-l4"
	// Lines were written well before the first or after the last span.
	FindingLinesOutside FindingCode = "lines-outside"
	// A proxy made the response itself instead of passing one on: its access line or its
	// span says why.
	FindingProxyAnswered FindingCode = "proxy-answered"
	// What is one request carries several trace IDs.
	FindingSplitRequest FindingCode = "split-request"
)
