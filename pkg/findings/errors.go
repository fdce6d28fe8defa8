package findings

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// errorOrigins are the failed spans below which nothing failed: where an error
// began, not the chain of callers that passed it on. One finding per service
// and kind of error. When the request survived them they are warnings; without
// spans, the earliest error line has to do.
func errorOrigins(s Request) []journey.Finding {
	if len(s.Spans) == 0 {
		return errorLineOrigin(s)
	}
	retried := retriedSpans(s)
	passedOn := s.aboveFailures(retried)
	var fs []journey.Finding
	type origin struct{ node, why string }
	known, ofNode := make(map[origin]bool), make(map[string]int)
	for _, span := range s.Spans {
		o := origin{span.Node, why(span)}
		if s.hasFailed(span) && !passedOn[span] && !retried[span] && !passesMistakeOn(span) && !known[o] && ofNode[o.node] < mostOrigins {
			known[o] = true
			ofNode[o.node]++
			fs = append(fs, errorOrigin(s, span))
		}
	}
	return fs
}

// mostOrigins bounds the findings of one service: messages may hold what differs
// from call to call.
const mostOrigins = 3

// aboveFailures are the spans to which the failure of another one came up, but
// for those that a retry made good. Those between need not report the failure:
// Linkerd's proxies never do.
func (s Request) aboveFailures(retried map[*journey.Span]bool) map[*journey.Span]bool {
	above := make(map[*journey.Span]bool)
	for _, span := range s.Spans {
		if !s.hasFailed(span) || retried[span] {
			continue
		}
		for p := s.above(span); p != nil && !above[p]; p = s.above(p) {
			above[p] = true
		}
	}
	return above
}

// above is the span that a failure of span comes up to: its parent, or the span
// around it where the parent is missing, but none that absorbed what failed
// below it.
func (s Request) above(span *journey.Span) *journey.Span {
	p := span.Parent
	if p == nil {
		p = s.around[span]
	}
	if p == nil || absorbs(p) && !s.hasFailed(p) {
		return nil
	}
	return p
}

// hasFailed says that the span reports an error, or that the access line of the
// proxy that sent it says what the span does not.
func (s Request) hasFailed(span *journey.Span) bool {
	return span.Status == journey.StatusError || s.answered[span] > 0
}

// failedAnswers are the 5xx that proxies' access lines report, by the spans that
// the lines name.
func failedAnswers(lines []*journey.PlacedLine) map[*journey.Span]int {
	answers := make(map[*journey.Span]int)
	for _, l := range lines {
		if l.ProxyStatus >= 500 && l.Placement == journey.PlacedBySpan && !semconv.IsOutbound(l.Span) {
			answers[l.Span] = l.ProxyStatus
		}
	}
	return answers
}

// absorbs says that the application coped with what failed below its span: it
// received a request, and reports that it ended well. A proxy copes with nothing.
func absorbs(s *journey.Span) bool {
	return (s.Kind == journey.KindServer || s.Kind == journey.KindConsumer) && !semconv.IsProxy(s) && s.Status != journey.StatusError && semconv.SaysSucceeded(s)
}

// passesMistakeOn says that the span is a client's that got a 4xx, which its
// service passed on as the answer: the conventions call that an error of the
// client span, but nobody failed.
func passesMistakeOn(s *journey.Span) bool {
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

// reachesCaller says that the failure of span came up to a span without a caller.
func (s Request) reachesCaller(span *journey.Span) bool {
	for p := s.above(span); p != nil; p = s.above(p) {
		span = p
	}
	return span.Parent == nil && s.around[span] == nil && s.hasFailed(span)
}

func errorOrigin(s Request, span *journey.Span) journey.Finding {
	f := journey.Finding{
		Severity: journey.SeverityError, Code: journey.FindingErrorOrigin, Node: span.Node, SpanID: span.SpanID,
		Message:  originMessage(s, span),
		Advice:   fmt.Sprintf("Start with the log lines of %s. Its callers only passed the error on.", span.Node),
		Evidence: journey.Attributes{{Key: "operation", Value: span.Name}, {Key: "statusMessage", Value: span.StatusMessage}, {Key: "lines", Value: errorLines(s, span.Node)}},
	}
	if !s.reachesCaller(span) {
		f.Severity = journey.SeverityWarning
		f.Advice = fmt.Sprintf("The request continued without it. Check the log lines of %s for what was lost.", span.Node)
	}
	return f
}

// originMessage names the peer that a failed call was for, where that has no span
// that could say more.
func originMessage(s Request, span *journey.Span) string {
	if span.Status != journey.StatusError {
		return fmt.Sprintf("%s answered %d, according to its access line. Its span %q reports no failure.", span.Node, s.answered[span], semconv.Operation(span))
	}
	if to, ok := semconv.PeerOf(span); ok && semconv.IsOutbound(span) && !s.hasChild(span) {
		return fmt.Sprintf("%s failed in %q%s when it called %s, which sent no span.", span.Node, semconv.Operation(span), why(span), to.Name)
	}
	return fmt.Sprintf("%s failed in %q%s. None of its downstream calls failed, so the error started here.", span.Node, semconv.Operation(span), why(span))
}

func (s Request) hasChild(span *journey.Span) bool {
	return slices.ContainsFunc(s.Spans, func(c *journey.Span) bool { return c.Parent == span })
}

func errorLineOrigin(s Request) []journey.Finding {
	at := slices.IndexFunc(s.Journey.Lines, func(l *journey.PlacedLine) bool { return l.Level == journey.LevelError })
	if at < 0 {
		return nil
	}
	node := s.Journey.Lines[at].Node
	return []journey.Finding{{
		Severity: journey.SeverityError, Code: journey.FindingErrorOrigin, Node: node,
		Message:  fmt.Sprintf("%s wrote the first error line.", node),
		Advice:   fmt.Sprintf("Start with the log lines of %s. Without spans, nothing says which service called which.", node),
		Evidence: journey.Attributes{{Key: "lines", Value: errorLines(s, node)}},
	}}
}

// mostEvidence bounds how many lines a finding carries along.
const mostEvidence = 5

func errorLines(s Request, node string) []any {
	lines := []any{}
	for _, l := range s.Journey.Lines {
		if l.Node == node && l.Level == journey.LevelError && len(lines) < mostEvidence {
			lines = append(lines, l.Body)
		}
	}
	return lines
}

// why is the span's own account of its failure, to be put behind what failed:
// its status message, else its status code, else the type of its error
// (https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/).
func why(s *journey.Span) string {
	if s.StatusMessage != "" {
		return ": " + s.StatusMessage
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

// clientClosed is the status with which nginx, Traefik and Caddy log that their client
// closed the connection before the answer.
const clientClosed = 499

// clientAborts are requests that their own client gave up, according to the access
// line of the proxy at the edge. No span needs to say so. Where the line also says that
// no upstream answered, proxy-answered reports it.
func clientAborts(s Request) []journey.Finding {
	for _, l := range s.Journey.Lines {
		if l.ProxyStatus != clientClosed || l.Answer != nil || l.Placement != journey.PlacedBySpan || l.Span.Parent != nil || semconv.IsOutbound(l.Span) {
			continue
		}
		return []journey.Finding{{
			Severity: journey.SeverityWarning, Code: journey.FindingErrorOrigin, Node: l.Node, SpanID: l.Span.SpanID,
			Message: fmt.Sprintf("The client of %s gave up after %s: the access line says %d.", l.Node, ms(l.Span.Duration), clientClosed),
			Advice:  "Check the client's timeout, and what the request waited for.",
			Evidence: journey.Attributes{
				{Key: "operation", Value: l.Span.Name}, {Key: "statusMessage", Value: l.Span.StatusMessage}, {Key: "lines", Value: []any{l.Body}},
			},
		}}
	}
	return nil
}
