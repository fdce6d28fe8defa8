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
	FindingErrorOrigin       FindingCode = "error-origin"
	FindingPropagationBroken FindingCode = "propagation-broken"
	FindingSampledOut        FindingCode = "sampled-out"
	FindingTraceNotFound     FindingCode = "trace-not-found"
	FindingTraceTruncated    FindingCode = "trace-truncated"
	FindingClockSkew         FindingCode = "clock-skew"
	FindingRetry             FindingCode = "retry"
	FindingRepeatedCalls     FindingCode = "repeated-calls"
	FindingSlowHop           FindingCode = "slow-hop"
	FindingProxyTime         FindingCode = "proxy-time"
	FindingNotInstrumented   FindingCode = "not-instrumented"
	FindingAmbientL4         FindingCode = "ambient-l4"
	FindingLinesOutside      FindingCode = "lines-outside"
	FindingSplitRequest      FindingCode = "split-request"
)
