// Package extract reads the trace context that a log line carries: trace ID,
// span ID and sampling decision, out of structured metadata, stream labels and
// the line itself.
//
// Lines come from proxies, meshes, frameworks and hand-written loggers, so the
// built-in rules know every common key and value form and need no settings. A
// user's rules are asked first. What merely looks like an ID (request IDs,
// digests, object IDs, "null", zeros) is never taken for one: a line on the
// wrong request is worse than a line without a request.
//
// Several contexts in one line are ranked, and the first of the best rank wins:
//
//  1. the user's rules, in their order;
//  2. structured metadata, then stream labels, then what the parsers of the LogQL
//     query found, then the line, then the texts that were parsed out of it: a
//     query that rewrites lines leaves the ID in none of the others;
//  3. within a line: its fields, then what its strings say, by depth of quotes;
//  4. within each: keys that name the writer's own context (trace_id, traceId,
//     trace.id, message_trace_id, "Trace ID", @tr, Spring's brackets, Google
//     Cloud's projects/…/traces/…), then propagation headers (traceparent, b3,
//     X-B3-TraceId, uber-trace-id, X-Amzn-Trace-Id, X-Cloud-Trace-Context, dd.*,
//     a trace ID with its span ID behind it);
//  5. keys with an unknown prefix (checkout_trace_id), a plain "trace", tid,
//     operation_Id, and URL parameters.
//
// Keys of other contexts are never read: parent_trace_id, linked_trace_id,
// whatever is inside "links" or "parent", and what a query="…" searches for.
// Nor is an ID whose line was cut off within it. A lower rank fills in a missing
// span ID or sampling decision only when it is about the same trace
// or of none; it also completes a 64-bit trace ID to the 128 bits of the same
// trace.
package extract

import (
	"encoding/binary"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Extractor finds trace contexts by a user's rules and the built-in ones. It is
// safe for concurrent use.
type Extractor struct{ rules []compiledRule }

// New checks the user's rules, which may be none. Its error is one sentence
// that names the rule at fault.
func New(rules []Rule) (*Extractor, error) {
	compiled, err := compileRules(rules)
	if err != nil {
		return nil, err
	}
	return &Extractor{rules: compiled}, nil
}

// Extract is a journey.Extractor: the context has a zero TraceID, and then
// nothing else either, when the line carries no trace ID.
func (e *Extractor) Extract(line *journey.Line) journey.TraceContext {
	ctx := e.byRules(line)
	if !complete(ctx) {
		merge(&ctx, fromMetadata(line.Metadata))
	}
	if !complete(ctx) {
		merge(&ctx, fromLabels(line.Labels))
	}
	if !complete(ctx) {
		merge(&ctx, fromLabels(line.Parsed))
	}
	if !complete(ctx) {
		merge(&ctx, fromBody(line.Body))
	}
	if ctx.TraceID.IsZero() {
		merge(&ctx, fromTexts(line.Parsed))
	}
	if ctx.TraceID.IsZero() {
		return journey.TraceContext{}
	}
	return ctx
}

func complete(c journey.TraceContext) bool {
	return !c.TraceID.IsZero() && !c.SpanID.IsZero() && c.Sampled != journey.SampledUnknown
}

// merge fills what ctx lacks from next, and says whether next may belong to the
// same trace; when it does not, ctx stays as it is.
func merge(ctx *journey.TraceContext, next journey.TraceContext) bool {
	if !next.TraceID.IsZero() {
		if !ctx.TraceID.IsZero() && !sameTrace(ctx.TraceID, next.TraceID) {
			return false
		}
		if is64Bit(ctx.TraceID) {
			ctx.TraceID = next.TraceID
		}
	}
	if ctx.SpanID.IsZero() {
		ctx.SpanID = next.SpanID
	}
	if ctx.Sampled == journey.SampledUnknown {
		ctx.Sampled = next.Sampled
	}
	return true
}

// sameTrace says whether a and b name one trace: B3 and Datadog also carry the
// lower 64 bits of a 128-bit ID alone.
func sameTrace(a, b journey.TraceID) bool {
	if a == b {
		return true
	}
	return [8]byte(a[8:]) == [8]byte(b[8:]) && (is64Bit(a) || is64Bit(b))
}

func is64Bit(id journey.TraceID) bool { return binary.BigEndian.Uint64(id[:8]) == 0 }
