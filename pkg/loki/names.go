package loki

import (
	"slices"
	"strings"
	"sync"
)

// usualNames are those beside trace_id under which agents and SDKs put a trace
// ID or a propagation header into structured metadata or a stream label. Loki
// has already turned dots and dashes into underscores.
var usualNames = []string{
	"traceid", "traceID", "traceId", "TraceID", "TraceId", "otelTraceID",
	"otel_trace_id", "mdc_traceId", "contextMap_trace_id", "x_b3_traceid", "dd_trace_id",
	"traceparent", "b3", "uber_trace_id", "x_amzn_trace_id", "x_cloud_trace_context",
	"tid", // Grafana Alloy's span logs
}

// mostNames bounds how many names a query asks for: Loki searches for each of them
// on every line.
const mostNames = 32

// names are those under which IDs are searched. Names that lines were seen to
// have are learned; it is safe for concurrent use.
type names struct {
	mu      sync.Mutex
	learned []string
}

// all are the usual names and those learned.
func (n *names) all() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Concat(usualNames, n.learned)
}

// learn takes a name that looks like one of a trace ID.
func (n *names) learn(name string) {
	if !mayHoldID(name) || slices.Contains(usualNames, name) {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(usualNames)+len(n.learned) < mostNames && !slices.Contains(n.learned, name) {
		n.learned = append(n.learned, name)
	}
}

// mayHoldID knows names that end as those of trace IDs and headers do, and that
// can stand in a query as they are.
func mayHoldID(name string) bool {
	if name == traceIDName || !isName(name) {
		return false
	}
	bare := strings.ToLower(strings.ReplaceAll(name, "_", ""))
	return slices.ContainsFunc([]string{"traceid", "traceparent", "tracecontext"}, func(end string) bool { return strings.HasSuffix(bare, end) })
}

// isName says that LogQL and its templates take the name without quotes.
func isName(name string) bool {
	for i := range len(name) {
		c := name[i]
		digit := c >= '0' && c <= '9'
		if c != '_' && (c|0x20 < 'a' || c|0x20 > 'z') && (!digit || i == 0) {
			return false
		}
	}
	return name != ""
}
