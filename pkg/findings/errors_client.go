package findings

import (
	"fmt"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// statusClientClosed is the status that nginx, Traefik and Caddy log if the client
// closed the connection before the answer.
const statusClientClosed = 499

// clientAborts reports a request that its client gave up, according to the access
// line of the proxy at the edge. Spans need not show it. If the line also says that
// no upstream answered, proxyAnswers reports it instead.
func clientAborts(r Request) []journey.Finding {
	for _, l := range r.Journey.Lines {
		if l.ProxyStatus != statusClientClosed || l.Answer != nil || l.Placement != journey.PlacedBySpan || l.Span.Parent != nil || semconv.IsOutbound(l.Span) {
			continue
		}
		return []journey.Finding{{
			Severity: journey.SeverityWarning, Code: journey.FindingErrorOrigin, Node: l.Node, SpanID: l.Span.SpanID,
			Message: fmt.Sprintf("The client of %s gave up after %s: the access line says %d.", l.Node, journey.DurationText(l.Span.Duration), statusClientClosed),
			Advice:  "Check the client's timeout, and what the request waited for.",
			Evidence: journey.Attributes{
				{Key: "operation", Value: l.Span.Name}, {Key: "statusMessage", Value: l.Span.StatusMessage}, {Key: "lines", Value: []any{l.Body}},
			},
		}}
	}
	return nil
}
