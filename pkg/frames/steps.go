package frames

import (
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/jsonfield"
	"github.com/requestjourney/requestjourney/pkg/table"
)

// stepsTable has one row per span or line: the whole request in one frame.
var stepsTable = table.Table[stepRow]{
	table.At("time", func(r stepRow) time.Time { return r.Time }),                        // start of the span, or of the line; corrected for clock skew
	table.Text("kind", stepRow.kind),                                                     // span or log
	table.Text("traceID", func(r stepRow) string { return r.traceID }),                   // 32 hex digits
	table.SpanIDs("spanID", "", stepRow.spanID),                                          // the span's, or that of the span that the line is on
	table.SpanIDs("parentSpanID", "", stepRow.parentSpanID),                              // empty for lines
	table.Text("node", stepRow.node),                                                     // ID of the service in nodes
	table.Text("service", stepRow.service),                                               // its name
	table.Text("body", stepRow.body),                                                     // operation of the span, or the line
	table.MaybeMillis("duration", stepRow.duration),                                      // of the span
	table.Millis("offset", func(r stepRow) time.Duration { return r.Time.Sub(r.start) }), // from the journey's start
	table.Text("level", stepRow.level),                                                   // lines: debug, info, warn, error; spans: ok, error, unset
	table.Text("placement", stepRow.placement),                                           // how the line came to its node: span, time, service, ghost or possible (it may be of another request, or of none)
	table.MaybeMillis("critical", stepRow.critical),                                      // how much of the span is on the critical path
	table.Object("attributes", appendStepAttributes),                                     // the span's attributes, those of its resource after resource.; or the line's labels, its metadata and what the query parsed
	table.MaybeMillis("skew", stepRow.skew),                                              // what was added to the line's time, since its host's clock was off
	table.Text("joinedBy", stepRow.joinedBy),                                             // why the line belongs to the journey: trace (it carries the trace ID), request (it carries the request's ID) or nearby (it carries no ID; a pod or service of the journey wrote it at that time)
	table.CountIfKnown("underWay", stepRow.underWay),                                     // of a line with placement possible: how many requests were in its pod then, this one included
}

type stepRow struct {
	journey.Step
	*request
}

// request is what the rows of a journey have in common.
type request struct {
	traceID   string
	start     time.Time
	names     map[string]string // of services by their ID
	resources *resources
}

// stepRows are the steps of all journeys in time order.
func stepRows(res *journey.Result) []stepRow {
	names, resources := serviceNames(res), newResources()
	var rows []stepRow
	for _, j := range res.Journeys {
		req := &request{j.TraceID.String(), j.Start, names, resources}
		rows = slices.Grow(rows, len(j.Spans)+len(j.Lines)+len(j.Nearby)+len(j.Connections))
		for _, step := range j.Steps() {
			rows = append(rows, stepRow{step, req})
		}
	}
	if len(res.Journeys) > 1 {
		slices.SortStableFunc(rows, func(a, b stepRow) int { return a.Time.Compare(b.Time) })
	}
	return rows
}

func serviceNames(res *journey.Result) map[string]string {
	names := make(map[string]string, len(res.Graph.Services))
	for _, s := range res.Graph.Services {
		names[s.ID] = s.Name
	}
	return names
}

func (r stepRow) kind() string {
	if r.Span != nil {
		return "span"
	}
	return "log"
}

func (r stepRow) joinedBy() journey.JoinedBy {
	if r.Line == nil {
		return ""
	}
	return r.Line.JoinedBy
}

func (r stepRow) underWay() (n int, ok bool) {
	if r.Line == nil {
		return 0, false
	}
	return r.Line.UnderWay, r.Line.UnderWay > 0
}

func (r stepRow) spanID() journey.SpanID {
	if r.Span != nil {
		return r.Span.SpanID
	}
	return lineSpanID(r.Line)
}

// parentSpanID of a line is empty: it is part of its span, not a child.
func (r stepRow) parentSpanID() journey.SpanID {
	if r.Span != nil {
		return parentSpanID(r.Span)
	}
	return journey.SpanID{}
}

func (r stepRow) node() string {
	if r.Span != nil {
		return r.Span.Node
	}
	return r.Line.Node
}

func (r stepRow) service() string {
	if r.Span != nil && r.Span.ServiceName != "" {
		return r.Span.ServiceName
	}
	if name := r.names[r.node()]; name != "" {
		return name
	}
	return r.node()
}

func (r stepRow) body() string {
	if r.Span != nil {
		return r.Span.Name
	}
	return r.Line.Body
}

func (r stepRow) duration() (time.Duration, bool) {
	if r.Span == nil {
		return 0, false
	}
	return r.Span.Duration, true
}

func (r stepRow) critical() (time.Duration, bool) {
	if r.Span == nil {
		return 0, false
	}
	return r.Span.Critical, true
}

func (r stepRow) level() string {
	if r.Span != nil {
		return string(r.Span.Status)
	}
	return r.Line.Level
}

func (r stepRow) placement() journey.Placement {
	if r.Span != nil {
		return ""
	}
	return r.Line.Placement
}

// skew is there for lines: a link to Loki needs the time by which Loki knows them.
func (r stepRow) skew() (time.Duration, bool) {
	if r.Span != nil {
		return 0, false
	}
	return skewOf(r.Line)
}

func appendStepAttributes(b []byte, r stepRow) []byte {
	if r.Span == nil {
		return jsonfield.AppendLabels(b, r.Line.Labels, r.Line.Metadata, r.Line.Parsed)
	}
	return r.resources.appendAll(b, r.Span)
}
