package frames

import (
	"encoding/json"
	"slices"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// traceTable is what Grafana's trace view reads, one row per span.
var traceTable = table[spanRow]{
	text("traceID", func(r spanRow) string { return r.traceID }),                            // 32 hex digits
	text("spanID", spanRow.spanID),                                                          // never empty
	text("parentSpanID", func(r spanRow) string { return parentSpanID(r.Span) }),            // empty for a root
	text("operationName", func(r spanRow) string { return r.Name }),                         // the span's name
	text("serviceName", func(r spanRow) string { return spanService(r.Span) }),              // service.name of its resource
	text("kind", func(r spanRow) journey.SpanKind { return r.Kind }),                        // OpenTelemetry's: server, client, producer, consumer, internal
	col("statusCode", "", func(r spanRow) int64 { return statusCode(r.Status) }),            // 0 unset, 1 ok, 2 error
	text("statusMessage", func(r spanRow) string { return r.StatusMessage }),                // the span's own
	text("instrumentationLibraryName", func(r spanRow) string { return r.ScopeName }),       // of the span's scope
	text("instrumentationLibraryVersion", func(r spanRow) string { return r.ScopeVersion }), // of the span's scope
	text("traceState", func(r spanRow) string { return r.TraceState }),                      // as sent
	object("serviceTags", func(r spanRow) json.RawMessage { return keyValues(r.Resource) }), // attributes of the resource
	number("startTime", "", func(r spanRow) float64 { return epochMs(r.Start) }),            // ms since 1970
	number("duration", "ms", func(r spanRow) float64 { return ms(r.Duration) }),             // of the span
	object("logs", spanRow.logs),                                                            // the span's events, and the lines on it
	object("references", spanRow.references),                                                // span links
	object("tags", spanRow.tags),                                                            // attributes; error where the span failed
	object("warnings", spanRow.warnings),                                                    // messages of the findings on the span
	object("stackTraces", spanRow.stackTraces),                                              // of its exceptions
}

type spanRow struct {
	*journey.Span
	traceID string
	lines   []*journey.PlacedLine // placed on the span
	remarks []string              // messages of the findings on the span
}

// spanRows keeps the spans of a journey together: the trace view shows one
// trace, the first.
func spanRows(js []*journey.Journey) []spanRow {
	var rows []spanRow
	for _, j := range js {
		traceID, lines, remarks := j.TraceID.String(), linesBySpan(j), remarksBySpan(j)
		rows = slices.Grow(rows, len(j.Spans))
		for _, s := range j.Spans {
			rows = append(rows, spanRow{s, traceID, lines[s], remarks[s.SpanID]})
		}
	}
	return rows
}

func linesBySpan(j *journey.Journey) map[*journey.Span][]*journey.PlacedLine {
	lines := make(map[*journey.Span][]*journey.PlacedLine, len(j.Spans))
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

// spanID is never empty: one empty ID blanks the whole trace view.
func (r spanRow) spanID() string {
	if id := r.SpanID.String(); id != "" {
		return id
	}
	return "0000000000000000"
}

// statusCode is OTLP's number.
func statusCode(s journey.SpanStatus) int64 {
	switch s {
	case journey.StatusOK:
		return 1
	case journey.StatusError:
		return 2
	}
	return 0
}

// tags are the attributes; the trace view marks spans by the tag error.
func (r spanRow) tags() json.RawMessage {
	pairs := make([]pair, 0, len(r.Attributes)+1)
	if r.Status == journey.StatusError {
		pairs = append(pairs, pair{"error", true})
	}
	for _, a := range r.Attributes {
		if a.Key != "error" || r.Status != journey.StatusError {
			pairs = append(pairs, pair{a.Key, a.Value})
		}
	}
	return appendKeyValues(nil, pairs)
}

func keyValues(attrs journey.Attributes) json.RawMessage {
	return appendKeyValues(nil, appendPairs(nil, "", attrs))
}

// logs are the span's events and its log lines, in time order.
func (r spanRow) logs() json.RawMessage {
	entries := make([]logEntry, 0, len(r.Events)+len(r.lines))
	for _, e := range r.Events {
		entries = append(entries, logEntry{e.Time, e.Name, appendPairs(nil, "", e.Attributes)})
	}
	for _, l := range r.lines {
		entries = append(entries, lineEntry(l))
	}
	slices.SortStableFunc(entries, func(a, b logEntry) int { return a.time.Compare(b.time) })
	return appendEntries(nil, entries)
}

// references are the span links, which the trace view offers to follow.
func (r spanRow) references() json.RawMessage {
	b := []byte{'['}
	for i, l := range r.Links {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"traceID":`...)
		b = appendString(b, l.TraceID.String())
		b = append(b, `,"spanID":`...)
		b = appendString(b, l.SpanID.String())
		b = append(b, `,"tags":`...)
		b = appendKeyValues(b, appendPairs(nil, "", l.Attributes))
		b = append(b, '}')
	}
	return append(b, ']')
}

// warnings are what was found about the span.
func (r spanRow) warnings() json.RawMessage { return appendTexts(nil, r.remarks) }

// stackTraces are those of the span's exceptions
// (https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/).
func (r spanRow) stackTraces() json.RawMessage {
	var traces []string
	for _, e := range r.Events {
		if trace := e.Attributes.Text("exception.stacktrace"); trace != "" {
			traces = append(traces, trace)
		}
	}
	return appendTexts(nil, traces)
}

func appendTexts(b []byte, texts []string) []byte {
	b = append(b, '[')
	for i, t := range texts {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, t)
	}
	return append(b, ']')
}
