package frames_test

import (
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// noon is when every fixture begins.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func after(millis int) time.Time { return noon.Add(time.Duration(millis) * time.Millisecond) }

func millis(n int) time.Duration { return time.Duration(n) * time.Millisecond }

// part adds a span, a line or a finding to a journey.
type part func(*journey.Journey)

// request builds a journey out of its parts; parents and lines find their
// spans by ID.
func request(id string, verdict journey.Verdict, start, end int, parts ...part) *journey.Journey {
	traceID, err := journey.ParseTraceID(id)
	if err != nil {
		panic(err)
	}
	j := &journey.Journey{TraceID: traceID, Verdict: verdict, Start: after(start), End: after(end)}
	for _, add := range parts {
		add(j)
	}
	return j
}

// span of a service from start for dur milliseconds; parent may be "".
func span(id, parent, service string, kind journey.SpanKind, name string, start, dur int, options ...func(*journey.Span)) part {
	return func(j *journey.Journey) {
		s := &journey.Span{
			TraceID: j.TraceID, SpanID: spanID(id), ParentID: spanID(parent),
			Name: name, Kind: kind, Status: journey.StatusUnset,
			ServiceName: service, Node: "bookinfo/" + service,
			Start: after(start), Duration: millis(dur), Critical: millis(dur) / 2,
			Resource: journey.Attributes{{Key: "service.name", Value: service}},
			Parent:   spanOf(j, spanID(parent)),
		}
		for _, option := range options {
			option(s)
		}
		j.Spans = append(j.Spans, s)
	}
}

func failed(message string) func(*journey.Span) {
	return func(s *journey.Span) { s.Status, s.StatusMessage = journey.StatusError, message }
}

func attr(key string, value any) func(*journey.Span) {
	return func(s *journey.Span) { s.Attributes = append(s.Attributes, journey.Attribute{Key: key, Value: value}) }
}

// line of a service at a time; onSpan is "" when it was placed otherwise.
func line(at int, service, onSpan, level, body string, placement journey.Placement) part {
	return func(j *journey.Journey) {
		j.Lines = append(j.Lines, &journey.PlacedLine{
			Line: journey.Line{
				Time: after(at), Body: body,
				Labels:   journey.Labels{{Name: "app", Value: service}, {Name: "namespace", Value: "bookinfo"}},
				Metadata: journey.Labels{{Name: "pod", Value: service + "-7d9f"}},
			},
			Context: journey.TraceContext{TraceID: j.TraceID},
			Level:   level, Placement: placement, JoinedBy: journey.JoinedByTrace,
			Span: spanOf(j, spanID(onSpan)), Node: "bookinfo/" + service,
		})
	}
}

func finding(severity journey.Severity, code journey.FindingCode, service, span, message, advice string, evidence ...journey.Attribute) part {
	return func(j *journey.Journey) {
		j.Findings = append(j.Findings, journey.Finding{
			Severity: severity, Code: code, TraceID: j.TraceID,
			Node: "bookinfo/" + service, SpanID: spanID(span),
			Message: message, Advice: advice, Evidence: evidence,
		})
	}
}

func spanOf(j *journey.Journey, id journey.SpanID) *journey.Span {
	for _, s := range j.Spans {
		if !id.IsZero() && s.SpanID == id {
			return s
		}
	}
	return nil
}

func spanID(id string) journey.SpanID {
	if id == "" {
		return journey.SpanID{}
	}
	parsed, err := journey.ParseSpanID(id)
	if err != nil {
		panic(err)
	}
	return parsed
}
