package findings

import (
	"fmt"
	"maps"
	"slices"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// ghosts reports services that wrote lines for the trace but sent no span.
func ghosts(r Request) []journey.Finding {
	if len(r.Spans) == 0 || r.Trace.Truncated != "" {
		return nil
	}
	lines, carryTraceID := r.ghostLines()
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

// ghostLines counts the lines of each ghost, and returns the ghosts whose lines
// carry the trace ID.
func (r Request) ghostLines() (lines map[string]int, carryTraceID map[string]bool) {
	lines, carryTraceID = make(map[string]int), make(map[string]bool)
	for _, l := range r.Journey.Lines {
		if l.Placement == journey.PlacedOnGhost {
			lines[l.Node]++
			carryTraceID[l.Node] = carryTraceID[l.Node] || l.JoinedBy != journey.JoinedByRequest
		}
	}
	return lines, carryTraceID
}

// missingParents reports spans whose parent is not in the trace: one finding for
// each service that was called.
func missingParents(r Request) []journey.Finding {
	if r.Trace.Truncated != "" {
		return nil
	}
	index := make(map[string]int)
	missing := make(map[string]map[journey.SpanID]bool)
	var fs []journey.Finding
	for i, span := range r.Spans {
		if span.Parent != nil || span.ParentID.IsZero() || isFromOutside(i, span) {
			continue
		}
		if _, known := index[span.Node]; !known {
			index[span.Node] = len(fs)
			missing[span.Node] = make(map[journey.SpanID]bool)
			fs = append(fs, missingParent(i, span))
		}
		missing[span.Node][span.ParentID] = true
	}
	for node, i := range index {
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

// isFromOutside reports whether the request entered the mesh with a trace
// context. The parent of the gateway's span then belongs to a browser or another
// company, so nothing is missing.
func isFromOutside(position int, span *journey.Span) bool {
	return position == 0 && semconv.IsGateway(span)
}

// severalRoots reports that the trace context got lost: a service started a new
// root under the same trace ID.
func severalRoots(r Request) []journey.Finding {
	var roots []*journey.Span
	for _, span := range r.Spans {
		if span.Parent == nil && span.ParentID.IsZero() && span.Kind != journey.KindConsumer {
			roots = append(roots, span)
		}
	}
	if len(roots) < 2 {
		return nil
	}
	names := []any{}
	for _, root := range roots[:min(len(roots), maxEvidence)] {
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
