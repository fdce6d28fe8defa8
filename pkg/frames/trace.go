package frames

import (
	"slices"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/jsonfield"
	"github.com/requestjourney/requestjourney/pkg/table"
)

// traceTable is what Grafana's trace view reads, one row per span.
var traceTable = table.Table[spanRow]{
	table.Text("traceID", func(r spanRow) string { return r.traceID }),                                         // 32 hex digits
	table.SpanIDs("spanID", noSpanID, func(r spanRow) journey.SpanID { return r.SpanID }),                      // never empty
	table.SpanIDs("parentSpanID", "", func(r spanRow) journey.SpanID { return parentSpanID(r.Span) }),          // empty for a root
	table.Text("operationName", func(r spanRow) string { return r.Name }),                                      // the span's name
	table.Text("serviceName", func(r spanRow) string { return spanService(r.Span) }),                           // service.name of its resource
	table.Text("kind", func(r spanRow) journey.SpanKind { return r.Kind }),                                     // OpenTelemetry's: server, client, producer, consumer, internal
	table.Count("statusCode", func(r spanRow) int { return statusCode(r.Status) }),                             // 0 unset, 1 ok, 2 error
	table.Text("statusMessage", func(r spanRow) string { return r.StatusMessage }),                             // the span's own
	table.Text("instrumentationLibraryName", func(r spanRow) string { return r.ScopeName }),                    // of the span's scope
	table.Text("instrumentationLibraryVersion", func(r spanRow) string { return r.ScopeVersion }),              // of the span's scope
	table.Text("traceState", func(r spanRow) string { return r.TraceState }),                                   // as sent
	table.Object("serviceTags", func(b []byte, r spanRow) []byte { return r.resources.appendTags(b, r.Span) }), // attributes of the resource
	table.Number("startTime", "", func(r spanRow) float64 { return epochMs(r.Start) }),                         // ms since 1970
	table.Number("duration", "ms", func(r spanRow) float64 { return table.Milliseconds(r.Duration) }),          // of the span
	table.Object("logs", func(b []byte, r spanRow) []byte { return appendLogs(b, r.Events, r.lines[r.Span]) }), // the span's events, and the lines on it; corrected for clock skew
	table.Object("references", appendReferences),                                                               // span links
	table.Object("tags", appendSpanTags),                                                                       // attributes; error where the span failed
	table.Object("warnings", func(b []byte, r spanRow) []byte { return appendTexts(b, r.remarks[r.SpanID]) }),  // messages of the findings on the span
	table.Object("stackTraces", appendStackTraces),                                                             // of its exceptions
}

// noSpanID stands for the zero ID: one empty ID blanks the whole trace view.
const noSpanID = "0000000000000000"

type spanRow struct {
	*journey.Span
	*traceRows
}

// traceRows is what the rows of a trace have in common.
type traceRows struct {
	traceID   string
	lines     map[*journey.Span][]*journey.PlacedLine // placed on each span
	remarks   map[journey.SpanID][]string             // messages of the findings on each span
	resources *resources
}

// spanRows keeps the spans of a journey together: the trace view shows one
// trace, the first.
func spanRows(js []*journey.Journey) []spanRow {
	var rows []spanRow
	resources := newResources()
	for _, j := range js {
		trace := &traceRows{j.TraceID.String(), linesBySpan(j), remarksBySpan(j), resources}
		rows = slices.Grow(rows, len(j.Spans))
		for _, s := range j.Spans {
			rows = append(rows, spanRow{s, trace})
		}
	}
	return rows
}

func linesBySpan(j *journey.Journey) map[*journey.Span][]*journey.PlacedLine {
	lines := make(map[*journey.Span][]*journey.PlacedLine)
	for _, l := range j.Lines {
		if l.Span != nil {
			lines[l.Span] = append(lines[l.Span], l)
		}
	}
	return lines
}

func remarksBySpan(j *journey.Journey) map[journey.SpanID][]string {
	remarks := make(map[journey.SpanID][]string, len(j.Findings))
	for _, f := range j.Findings {
		if !f.SpanID.IsZero() {
			remarks[f.SpanID] = append(remarks[f.SpanID], f.Message)
		}
	}
	return remarks
}

// statusCode is OTLP's number.
func statusCode(s journey.SpanStatus) int {
	switch s {
	case journey.StatusOK:
		return 1
	case journey.StatusError:
		return 2
	}
	return 0
}

// appendSpanTags writes the attributes; the trace view marks spans by the tag error.
func appendSpanTags(b []byte, r spanRow) []byte {
	failed := r.Status == journey.StatusError
	b = append(b, '[')
	if failed {
		b = append(b, `{"key":"error","value":true}`...)
	}
	for _, a := range r.Attributes {
		if a.Key != "error" || !failed {
			b = jsonfield.AppendKeyValue(b, a)
		}
	}
	return append(b, ']')
}

// appendReferences writes the span links, which the trace view offers to follow.
func appendReferences(b []byte, r spanRow) []byte {
	b = append(b, '[')
	for _, l := range r.Links {
		b = append(jsonfield.AppendComma(b, '['), `{"traceID":`...)
		b = append(jsonfield.AppendString(b, l.TraceID.String()), `,"spanID":`...)
		b = append(jsonfield.AppendString(b, l.SpanID.String()), `,"tags":`...)
		b = append(jsonfield.AppendKeyValues(b, l.Attributes), '}')
	}
	return append(b, ']')
}

// appendStackTraces writes those of the span's exceptions
// (https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/).
func appendStackTraces(b []byte, r spanRow) []byte {
	b = append(b, '[')
	for i := range r.Events {
		if trace := r.Events[i].Attributes.Text("exception.stacktrace"); trace != "" {
			b = jsonfield.AppendString(jsonfield.AppendComma(b, '['), trace)
		}
	}
	return append(b, ']')
}

func appendTexts(b []byte, texts []string) []byte {
	b = append(b, '[')
	for _, t := range texts {
		b = jsonfield.AppendString(jsonfield.AppendComma(b, '['), t)
	}
	return append(b, ']')
}
