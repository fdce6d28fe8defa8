package findings

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// commonRetention is for how long spans are commonly kept (Tempo's default
// block_retention).
const commonRetention = 14 * 24 * time.Hour

// traceNotFound says why there may be no spans, as far as the lines say.
func traceNotFound(s Request) []journey.Finding {
	if len(s.Spans) > 0 || s.Trace.Err != nil {
		return nil
	}
	if len(s.Journey.Lines) == 0 {
		return s.nothingKnown()
	}
	if slices.ContainsFunc(s.Journey.Lines, func(l *journey.PlacedLine) bool { return l.Context.Sampled == journey.SampledNo }) {
		return []journey.Finding{{
			Severity: journey.SeverityInfo, Code: journey.FindingSampledOut,
			Message: "The request was not sampled, according to its log lines. Tempo has no spans of it.",
			Advice:  "Raise the sampling rate of the mesh or the SDK if such requests must have spans.",
		}}
	}
	return []journey.Finding{{
		Severity: journey.SeverityWarning, Code: journey.FindingTraceNotFound,
		Message:  "Log lines carry this trace ID, but Tempo has no spans of the trace.",
		Advice:   s.likelyReason(),
		Evidence: journey.Attributes{{Key: "lastLine", Value: s.Journey.Lines[len(s.Journey.Lines)-1].Time.UTC().Format(time.RFC3339Nano)}},
	}}
}

// nothingKnown says why there may be neither spans nor lines.
func (s Request) nothingKnown() []journey.Finding {
	if s.LinesErr != nil {
		return []journey.Finding{{
			Severity: journey.SeverityWarning, Code: journey.FindingTraceNotFound,
			Message: fmt.Sprintf("Tempo has no trace %s, and Loki could not be searched for its lines.", s.TraceID),
			Advice:  "Try again when Loki is reachable. Check the ID, and Tempo's retention and tenant.",
		}}
	}
	if s.Raw.Depth == journey.DepthSummary {
		return []journey.Finding{{
			Severity: journey.SeverityWarning, Code: journey.FindingTraceNotFound,
			Message: fmt.Sprintf("Tempo found the trace %s but returned no spans. Its log lines were not searched.", s.TraceID),
			Advice:  "Open the request to search its lines. If Tempo has just restarted, try again.",
		}}
	}
	return []journey.Finding{{
		Severity: journey.SeverityWarning, Code: journey.FindingTraceNotFound,
		Message: fmt.Sprintf("Neither Tempo nor Loki knows the trace %s.", s.TraceID),
		Advice:  "Check the ID, the time range, retention and tenants. A request younger than a minute may not be stored yet.",
	}}
}

func (s Request) likelyReason() string {
	switch age := s.Now.Sub(s.Journey.Lines[len(s.Journey.Lines)-1].Time); {
	case age > commonRetention:
		return "The request is older than two weeks, Tempo's default retention. Check block_retention."
	case s.TraceID.Is64Bit():
		return "The lines carry a 64-bit ID. Check whether Tempo stores the spans under a 128-bit ID that ends in it; if not, check sampling and Tempo's tenant."
	}
	return "Check the sampling rate, whether the services export to this Tempo, and Tempo's tenant."
}

func traceTruncated(s Request) []journey.Finding {
	if s.Trace.Truncated == "" {
		return nil
	}
	return []journey.Finding{{
		Severity: journey.SeverityWarning, Code: journey.FindingTraceTruncated,
		Message:  "Tempo returned only a part of this trace: " + strings.TrimSuffix(s.Trace.Truncated, ".") + ".",
		Advice:   "Raise max_bytes_per_trace in Tempo's overrides to see it whole.",
		Evidence: journey.Attributes{{Key: "tempo", Value: s.Trace.Truncated}},
	}}
}

// ghosts are the services that wrote lines for the trace but sent no span.
func ghosts(s Request) []journey.Finding {
	if len(s.Spans) == 0 || s.Trace.Truncated != "" {
		return nil
	}
	lines, carryTraceID := s.ghostLines()
	var fs []journey.Finding
	for _, node := range slices.Sorted(maps.Keys(lines)) {
		f := journey.Finding{
			Severity: journey.SeverityWarning, Code: journey.FindingPropagationBroken, Node: node,
			Message:  fmt.Sprintf("%s wrote %s for this trace but sent no span.", node, journey.Count(lines[node], "log line")),
			Advice:   fmt.Sprintf("Instrument %s, or check that it exports its spans to this Tempo.", node),
			Evidence: journey.Attributes{{Key: "lines", Value: int64(lines[node])}},
		}
		if !carryTraceID[node] {
			f.Severity = journey.SeverityInfo
			f.Message = fmt.Sprintf("%s wrote %s with the request's ID but takes no part in the trace.", node, journey.Count(lines[node], "log line"))
			f.Advice = fmt.Sprintf("Turn on tracing in %s to see what it did.", node)
		}
		if node == semconv.UnknownService {
			f.Severity = journey.SeverityInfo
			f.Message = fmt.Sprintf("No label says which service wrote %s of this trace.", journey.Count(lines[node], "log line"))
			f.Advice = "Add the label that names the service to serviceLabels in the data source's settings."
		}
		fs = append(fs, f)
	}
	return fs
}

// ghostLines counts the lines of each ghost, and says which ghosts log the trace ID.
func (s Request) ghostLines() (lines map[string]int, carryTraceID map[string]bool) {
	lines, carryTraceID = make(map[string]int), make(map[string]bool)
	for _, l := range s.Journey.Lines {
		if l.Placement == journey.PlacedOnGhost {
			lines[l.Node]++
			carryTraceID[l.Node] = carryTraceID[l.Node] || l.JoinedBy != journey.JoinedByRequest
		}
	}
	return lines, carryTraceID
}

// missingParents are the spans that nobody sent but others name as their
// parent; one finding per service that was called.
func missingParents(s Request) []journey.Finding {
	if s.Trace.Truncated != "" {
		return nil
	}
	at := make(map[string]int)
	missing := make(map[string]map[journey.SpanID]bool)
	var fs []journey.Finding
	for i, span := range s.Spans {
		if span.Parent != nil || span.ParentID.IsZero() || fromOutside(i, span) {
			continue
		}
		if _, known := at[span.Node]; !known {
			at[span.Node] = len(fs)
			missing[span.Node] = make(map[journey.SpanID]bool)
			fs = append(fs, missingParent(i, span))
		}
		missing[span.Node][span.ParentID] = true
	}
	for node, i := range at {
		fs[i].Evidence = append(fs[i].Evidence, journey.Attribute{Key: "missingSpans", Value: int64(len(missing[node]))})
	}
	return fs
}

func missingParent(position int, span *journey.Span) journey.Finding {
	return journey.Finding{
		Severity: journey.SeverityWarning, Code: journey.FindingPropagationBroken, Node: span.Node, SpanID: span.SpanID,
		Message:  fmt.Sprintf("The caller of %q in %s is missing: its span %s is not in the trace.", span.Name, span.Node, span.ParentID),
		Advice:   missingParentAdvice(position, span),
		Evidence: journey.Attributes{{Key: "parentSpanID", Value: span.ParentID.String()}},
	}
}

func missingParentAdvice(position int, span *journey.Span) string {
	if position == 0 {
		return "The start of the request is missing. Check that its sender exports spans to this Tempo."
	}
	return fmt.Sprintf("Check that the caller of %s exports its spans to this Tempo.", span.Node)
}

// fromOutside says that the request came into the mesh with a trace context:
// the parent of the gateway's span belongs to a browser or another company and
// is missed by nobody.
func fromOutside(position int, span *journey.Span) bool {
	return position == 0 && semconv.IsGateway(span)
}

// severalRoots means that the context got lost on the way: a service began the
// trace again under the same ID.
func severalRoots(s Request) []journey.Finding {
	var roots []*journey.Span
	for _, span := range s.Spans {
		if span.Parent == nil && span.ParentID.IsZero() && span.Kind != journey.KindConsumer {
			roots = append(roots, span)
		}
	}
	if len(roots) < 2 {
		return nil
	}
	names := []any{}
	for _, root := range roots[:min(len(roots), mostEvidence)] {
		names = append(names, root.Node+" "+root.Name)
	}
	second := roots[1]
	return []journey.Finding{{
		Severity: journey.SeverityWarning, Code: journey.FindingPropagationBroken, Node: second.Node, SpanID: second.SpanID,
		Message:  fmt.Sprintf("The trace has %d roots; the second is %s. Its caller did not propagate the trace context.", len(roots), second.Node),
		Advice:   fmt.Sprintf("Check that the caller of %s forwards the trace headers (traceparent or x-b3-*).", second.Node),
		Evidence: journey.Attributes{{Key: "roots", Value: names}},
	}}
}

// notInstrumented are calls to somebody who sent no span and wrote no line.
// Databases and queues never do, so they are not reported; of the
// services behind a waypoint the finding about ambient mode says it.
func notInstrumented(s Request) []journey.Finding {
	if s.Trace.Truncated != "" {
		return nil
	}
	var fs []journey.Finding
	known := make(map[string]bool)
	for _, c := range s.Calls {
		if !c.Unanswered() || known[c.Target] || semconv.IsWaypoint(c.Outer()) || s.wasNotReached(c) {
			continue
		}
		known[c.Target] = true
		fs = append(fs, journey.Finding{
			Severity: journey.SeverityInfo, Code: journey.FindingNotInstrumented, Node: c.Source, SpanID: c.Outer().SpanID,
			Message:  fmt.Sprintf("%s called %s, which sent no span.", c.Source, c.Peer.Name),
			Advice:   fmt.Sprintf("If %s is yours, instrument it to see what it did with the request.", c.Peer.Name),
			Evidence: journey.Attributes{{Key: "peer", Value: c.Peer.Name}},
		})
	}
	return fs
}

// ambient says what cannot be seen in Istio's ambient mode, where it was seen
// that the request went through a waypoint.
func ambient(s Request) []journey.Finding {
	at := slices.IndexFunc(s.Spans, semconv.IsWaypoint)
	if at < 0 {
		return nil
	}
	waypoint := s.Spans[at]
	return []journey.Finding{{
		Severity: journey.SeverityInfo, Code: journey.FindingAmbientL4, Node: waypoint.Node, SpanID: waypoint.SpanID,
		Message: "The request went through Istio's ambient mode. ztunnel works on layer 4, so its hops have no spans and its lines no trace ID.",
		Advice:  "Expected in ambient mode. Instrument applications to see these hops.",
	}}
}
