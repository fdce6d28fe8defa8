package findings

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// errorOrigins reports the spans where an error started: failed spans below
// which no span failed. The callers above only passed the error on. It reports
// each service and reason once. If the request itself succeeded, the findings
// are warnings. Without spans, it reports the earliest error line.
func errorOrigins(r Request) []journey.Finding {
	if len(r.Spans) == 0 {
		return errorLineOrigin(r)
	}
	retried := retriedSpans(r)
	passedOn := r.aboveFailures(retried)
	var fs []journey.Finding
	type origin struct{ node, reason string }
	known, perNode := make(map[origin]bool), make(map[string]int)
	for _, span := range r.Spans {
		if !r.hasFailed(span) || passedOn[span] || retried[span] || isClientMistakePassedOn(span) {
			continue
		}
		o := origin{span.Node, failureReason(span)}
		if !known[o] && perNode[o.node] < maxOriginsPerService {
			known[o] = true
			perNode[o.node]++
			fs = append(fs, errorOrigin(r, span))
		}
	}
	return fs
}

// maxOriginsPerService limits the findings about one service, because status
// messages may differ from call to call.
const maxOriginsPerService = 3

// aboveFailures returns all spans that a failure below them reached, including
// spans that report no error themselves: Linkerd's proxies never report one.
// Failures that a retry fixed do not count.
func (r Request) aboveFailures(retried map[*journey.Span]bool) map[*journey.Span]bool {
	above := make(map[*journey.Span]bool)
	for _, span := range r.Spans {
		if !r.hasFailed(span) || retried[span] {
			continue
		}
		for p := r.above(span); p != nil && !above[p]; p = r.above(p) {
			above[p] = true
		}
	}
	return above
}

// above returns the span that a failure of span reaches next: its parent or, if
// the parent is missing, the span that encloses it in time. It returns nil if
// that span absorbs the failure.
func (r Request) above(span *journey.Span) *journey.Span {
	p := span.Parent
	if p == nil {
		p = r.enclosing[span]
	}
	if p == nil || absorbs(p) && !r.hasFailed(p) {
		return nil
	}
	return p
}

// hasFailed reports whether the span failed, according to its status or to the
// access line of the proxy that sent it.
func (r Request) hasFailed(span *journey.Span) bool {
	return span.Status == journey.StatusError || r.proxyErrors[span] > 0
}

// proxyErrors returns the 5xx statuses in proxies' access lines, by the span
// that each line names.
func proxyErrors(lines []*journey.PlacedLine) map[*journey.Span]int {
	statuses := make(map[*journey.Span]int)
	for _, l := range lines {
		if l.ProxyStatus >= 500 && l.Placement == journey.PlacedBySpan && !semconv.IsOutbound(l.Span) {
			statuses[l.Span] = l.ProxyStatus
		}
	}
	return statuses
}

// absorbs reports whether the application handled the failures below this span:
// it received a request and reports success. A proxy never handles a failure.
func absorbs(s *journey.Span) bool {
	receives := s.Kind == journey.KindServer || s.Kind == journey.KindConsumer
	return receives && !semconv.IsProxy(s) && s.Status != journey.StatusError && semconv.SaysSucceeded(s)
}

// isClientMistakePassedOn reports whether a client span received a 4xx that its
// service returned to its own caller. The semantic conventions mark such a
// client span as an error, but no service failed.
func isClientMistakePassedOn(s *journey.Span) bool {
	code := semconv.HTTPCode(s)
	if s.Kind != journey.KindClient || code < 400 || code >= 500 {
		return false
	}
	p := s.Parent
	for p != nil && p.Node == s.Node && p.Kind != journey.KindServer && p.Status != journey.StatusError {
		p = p.Parent
	}
	return p != nil && p.Node == s.Node && p.Status != journey.StatusError && semconv.HTTPCode(p) == code
}

// reachesRoot reports whether the failure of span reached a span without a caller.
func (r Request) reachesRoot(span *journey.Span) bool {
	for p := r.above(span); p != nil; p = r.above(p) {
		span = p
	}
	return span.Parent == nil && r.enclosing[span] == nil && r.hasFailed(span)
}

func errorOrigin(r Request, span *journey.Span) journey.Finding {
	f := journey.Finding{
		Severity: journey.SeverityError, Code: journey.FindingErrorOrigin, Node: span.Node, SpanID: span.SpanID,
		Message:  errorOriginMessage(r, span),
		Advice:   fmt.Sprintf("Start with the log lines of %s. Its callers only passed the error on.", span.Node),
		Evidence: journey.Attributes{{Key: "operation", Value: span.Name}, {Key: "statusMessage", Value: span.StatusMessage}, {Key: "lines", Value: errorLines(r, span.Node)}},
	}
	if !r.reachesRoot(span) {
		f.Severity = journey.SeverityWarning
		f.Advice = fmt.Sprintf("The request continued without it. Check the log lines of %s for what was lost.", span.Node)
	}
	return f
}

// errorOriginMessage names the called peer if no span shows what happened there.
func errorOriginMessage(r Request, span *journey.Span) string {
	operation, reason := semconv.Operation(span), failureReason(span)
	if span.Status != journey.StatusError {
		return fmt.Sprintf("%s answered %d, according to its access line. Its span %q reports no failure.", span.Node, r.proxyErrors[span], operation)
	}
	if peer, ok := semconv.PeerOf(span); ok && semconv.IsOutbound(span) && !r.hasChild(span) {
		return fmt.Sprintf("%s failed in %q%s. It called %s, which sent no span.", span.Node, operation, reason, peer.Name)
	}
	if r.hasFailureBelow(span) {
		return fmt.Sprintf("%s failed in %q%s. Calls below it failed, too, but were retried or handled, so the error started here.", span.Node, operation, reason)
	}
	return fmt.Sprintf("%s failed in %q%s. None of its downstream calls failed, so the error started here.", span.Node, operation, reason)
}

// hasFailureBelow reports whether a span below this one failed.
func (r Request) hasFailureBelow(span *journey.Span) bool {
	return slices.ContainsFunc(r.Spans, func(s *journey.Span) bool {
		for p := s.Parent; p != nil; p = p.Parent {
			if p == span {
				return r.hasFailed(s)
			}
		}
		return false
	})
}

func (r Request) hasChild(span *journey.Span) bool {
	return slices.ContainsFunc(r.Spans, func(c *journey.Span) bool { return c.Parent == span })
}

func errorLineOrigin(r Request) []journey.Finding {
	first := slices.IndexFunc(r.Journey.Lines, func(l *journey.PlacedLine) bool { return l.Level == journey.LevelError })
	if first < 0 {
		return nil
	}
	node := r.Journey.Lines[first].Node
	return []journey.Finding{{
		Severity: journey.SeverityError, Code: journey.FindingErrorOrigin, Node: node,
		Message:  fmt.Sprintf("%s wrote the first error line.", node),
		Advice:   fmt.Sprintf("Start with the log lines of %s. Without spans, nothing says which service called which.", node),
		Evidence: journey.Attributes{{Key: "lines", Value: errorLines(r, node)}},
	}}
}

// maxEvidence limits how many log lines or roots a finding lists.
const maxEvidence = 5

func errorLines(r Request, node string) []any {
	lines := []any{}
	for _, l := range r.Journey.Lines {
		if l.Node == node && l.Level == journey.LevelError && len(lines) < maxEvidence {
			lines = append(lines, l.Body)
		}
	}
	return lines
}

// failureReason returns the span's own reason for its failure, ready to append
// to a sentence: its status message, its HTTP or gRPC status, or its error.type
// (https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/).
func failureReason(s *journey.Span) string {
	if s.StatusMessage != "" {
		return ": " + strings.TrimSuffix(s.StatusMessage, ".")
	}
	if code := semconv.HTTPCode(s); code > 0 {
		return " with status " + strconv.Itoa(code)
	}
	if name := semconv.GRPCStatus(s); name != "" && name != "OK" {
		return fmt.Sprintf(" with gRPC status %d (%s)", semconv.GRPCCode(s), name)
	}
	if kind := semconv.ErrorType(s); kind != "" && kind != "_OTHER" {
		return ": " + kind
	}
	return ""
}
