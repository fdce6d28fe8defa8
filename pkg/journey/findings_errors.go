package journey

import (
	"cmp"
	"fmt"
	"slices"
)

// errorOrigins are the failed spans below which nothing failed: where an error
// began, not the chain of callers that passed it on. One finding per service.
// When the request survived them they are warnings; without spans, the earliest
// error line has to do.
func errorOrigins(s scene) []Finding {
	if len(s.Spans) == 0 {
		return errorLineOrigin(s)
	}
	retried := retriedSpans(s)
	passedOn := aboveFailures(s.Spans, retried)
	var fs []Finding
	told := make(map[string]bool)
	for _, span := range s.Spans {
		if span.Status == StatusError && !passedOn[span] && !retried[span] && !told[span.Node] {
			told[span.Node] = true
			fs = append(fs, errorOrigin(s, span))
		}
	}
	return fs
}

// aboveFailures are the ancestors of failed spans, but for those that a retry
// made good. Those between need not report the failure: Linkerd's proxies never do.
func aboveFailures(spans []*Span, retried map[*Span]bool) map[*Span]bool {
	above := make(map[*Span]bool)
	for _, span := range spans {
		if span.Status != StatusError || retried[span] {
			continue
		}
		for p := span.Parent; p != nil && !above[p]; p = p.Parent {
			above[p] = true
		}
	}
	return above
}

func errorOrigin(s scene, span *Span) Finding {
	f := Finding{
		Severity: SeverityError, Code: FindingErrorOrigin, Node: span.Node, SpanID: span.SpanID,
		Message:  fmt.Sprintf("%s failed in %q%s; nothing that it called failed.", span.Node, span.Operation(), why(span)),
		Advice:   fmt.Sprintf("Start with the log lines of %s: its callers only passed the error on.", span.Node),
		Evidence: Attributes{{"operation", span.Name}, {"statusMessage", span.StatusMessage}, {"lines", errorLines(s, span.Node)}},
	}
	if !s.failed() {
		f.Severity = SeverityWarning
		f.Advice = fmt.Sprintf("The request went on without it; see the log lines of %s for what was lost.", span.Node)
	}
	return f
}

func errorLineOrigin(s scene) []Finding {
	at := slices.IndexFunc(s.Journey.Lines, func(l *PlacedLine) bool { return l.Level == LevelError })
	if at < 0 {
		return nil
	}
	node := s.Journey.Lines[at].Node
	return []Finding{{
		Severity: SeverityError, Code: FindingErrorOrigin, Node: node,
		Message:  fmt.Sprintf("%s wrote the first error line.", node),
		Advice:   fmt.Sprintf("Start with the log lines of %s; there are no spans that tell who called whom.", node),
		Evidence: Attributes{{"lines", errorLines(s, node)}},
	}}
}

// why is the span's own account of its failure: its status message, or its HTTP
// or gRPC status (https://opentelemetry.io/docs/specs/semconv/http/http-spans/).
func why(span *Span) string {
	if span.StatusMessage != "" {
		return ": " + span.StatusMessage
	}
	if status := cmp.Or(statusOf(span), attributeText(span, "rpc.grpc.status_code", "grpc.status_code", "rpc.response.status_code")); status != "" {
		return " with status " + status
	}
	return ""
}

// mostEvidence bounds how many lines a finding carries along.
const mostEvidence = 5

func errorLines(s scene, node string) []any {
	lines := []any{}
	for _, l := range s.Journey.Lines {
		if l.Node == node && l.Level == LevelError && len(lines) < mostEvidence {
			lines = append(lines, l.Body)
		}
	}
	return lines
}
