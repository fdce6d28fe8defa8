package tempo

import (
	"slices"
	"strings"

	trace "github.com/grafana/tempo/pkg/tempopb/trace/v1"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/wire"
)

// Field numbers of a trace by its ID
// (https://github.com/grafana/tempo/blob/v2.9.0/pkg/tempopb/tempo.proto and
// OTLP's trace.proto).
const (
	fieldTrace   protowire.Number = 1 // TraceByIDResponse.trace
	fieldStatus  protowire.Number = 3 // TraceByIDResponse.status; 0 is complete
	fieldMessage protowire.Number = 4 // TraceByIDResponse.message

	fieldResourceSpans protowire.Number = 1 // Trace.resourceSpans
	fieldResource      protowire.Number = 1 // ResourceSpans.resource
	fieldScopeSpans    protowire.Number = 2 // ResourceSpans.scope_spans
	fieldOfResource    protowire.Number = 1 // Resource.attributes
	fieldScope         protowire.Number = 1 // ScopeSpans.scope
	fieldSpans         protowire.Number = 2 // ScopeSpans.spans
	fieldScopeName     protowire.Number = 1 // InstrumentationScope.name
	fieldScopeVersion  protowire.Number = 2 // InstrumentationScope.version

	fieldSpanID     protowire.Number = 2 // Span.span_id
	fieldTraceState protowire.Number = 3
	fieldParentID   protowire.Number = 4
	fieldName       protowire.Number = 5
	fieldKind       protowire.Number = 6
	fieldStart      protowire.Number = 7
	fieldEnd        protowire.Number = 8
	fieldAttributes protowire.Number = 9
	fieldEvents     protowire.Number = 11
	fieldLinks      protowire.Number = 13
	fieldSpanStatus protowire.Number = 15

	fieldStatusText protowire.Number = 2 // Status.message
	fieldStatusCode protowire.Number = 3 // Status.code

	fieldEventTime       protowire.Number = 1 // Event.time_unix_nano
	fieldEventName       protowire.Number = 2
	fieldEventAttributes protowire.Number = 3

	fieldLinkTraceID    protowire.Number = 1 // Link.trace_id
	fieldLinkSpanID     protowire.Number = 2
	fieldLinkAttributes protowire.Number = 4
)

// traceDecoder reads a TraceByIDResponse. No span is dropped for being malformed:
// an ID longer than OTLP allows becomes the zero ID, which leaves its span outside
// the tree; a span that ends before it starts has no duration.
type traceDecoder struct {
	id        journey.TraceID // of all spans: what Tempo stores under it belongs to it
	spans     []journey.Span
	own       attributePool // of spans
	others    attributePool // of resources, events and links
	memory    *memoryBudget // for what is read
	spare     int           // spans for which room is taken, and that were not read yet
	full      bool          // there was more than room
	truncated string
}

// fits takes room for what is about to be read, and is false when there is none.
func (d *traceDecoder) fits(bytes int) bool {
	if d.memory.take(1, bytes) == 1 {
		return true
	}
	d.full = true
	return false
}

func (d *traceDecoder) response(m wire.Message) error {
	partial, words := false, ""
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		switch f.Number {
		case fieldTrace:
			if err := d.trace(f.Message); err != nil {
				return err
			}
		case fieldStatus:
			partial = f.Uint != 0
		case fieldMessage:
			words = strings.Join(strings.Fields(f.Text()), " ")
		}
	}
	if partial && words == "" {
		words = "Tempo returned only a part of the trace"
	}
	if partial {
		d.truncated = words
	}
	return m.Err()
}

func (d *traceDecoder) trace(m wire.Message) error {
	d.spare += d.memory.take(countSpans(m), spanBytes)
	d.spans = slices.Grow(d.spans, d.spare)
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		if f.Number != fieldResourceSpans {
			continue
		}
		if err := d.resourceSpans(f.Message); err != nil {
			return err
		}
	}
	return m.Err()
}

// countSpans is quick, since what spans say is skipped, and doubling the room
// for them instead would take several times as much of it.
func countSpans(trace wire.Message) (n int) {
	for resource, ok := trace.Next(); ok; resource, ok = trace.Next() {
		if resource.Number != fieldResourceSpans {
			continue
		}
		for scope, ok := resource.Message.Next(); ok; scope, ok = resource.Message.Next() {
			if scope.Number == fieldScopeSpans {
				n += scope.Message.Count(fieldSpans)
			}
		}
	}
	return n
}

// resourceSpans reads the resource first, wherever it stands: spans of one
// resource share its attributes, which are not to be changed.
func (d *traceDecoder) resourceSpans(m wire.Message) error {
	var like journey.Span
	rest := m
	for f, ok := rest.Next(); ok; f, ok = rest.Next() {
		if f.Number == fieldResource {
			like.Resource = d.attributesOf(f.Message, fieldOfResource)
		}
	}
	like.ServiceName = like.Resource.Text(keyService)
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		if f.Number != fieldScopeSpans {
			continue
		}
		if err := d.scopeSpans(f.Message, like); err != nil {
			return err
		}
	}
	return m.Err()
}

func (d *traceDecoder) scopeSpans(m wire.Message, like journey.Span) error {
	rest := m
	for f, ok := rest.Next(); ok; f, ok = rest.Next() {
		if f.Number == fieldScope {
			like.ScopeName, like.ScopeVersion = scopeOf(f.Message)
		}
	}
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		if f.Number != fieldSpans {
			continue
		}
		if d.spare == 0 {
			d.full = true
			return nil
		}
		d.spare--
		d.spans = append(d.spans, like)
		if err := d.span(&d.spans[len(d.spans)-1], f.Message); err != nil {
			return err
		}
	}
	return m.Err()
}

func scopeOf(m wire.Message) (name, version string) {
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		switch f.Number {
		case fieldScopeName:
			name = f.Text()
		case fieldScopeVersion:
			version = f.Text()
		}
	}
	return name, version
}

func (d *traceDecoder) span(s *journey.Span, m wire.Message) error {
	s.TraceID, s.Kind, s.Status = d.id, journey.KindUnspecified, journey.StatusUnset
	var start, end uint64
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		switch f.Number {
		case fieldSpanID:
			s.SpanID, _ = journey.SpanIDFromBytes([]byte(f.Text()))
		case fieldParentID:
			s.ParentID, _ = journey.SpanIDFromBytes([]byte(f.Text()))
		case fieldTraceState:
			s.TraceState = f.Text()
		case fieldName:
			s.Name = f.Text()
		case fieldKind:
			s.Kind = kindOf(f.Uint)
		case fieldStart:
			start = f.Uint
		case fieldEnd:
			end = f.Uint
		case fieldAttributes:
			if d.fits(attributeBytes) {
				d.own.add(attributeOf(f.Message, 0))
			}
		case fieldEvents:
			if d.fits(eventBytes) {
				s.Events = append(s.Events, d.event(f.Message))
			}
		case fieldLinks:
			if d.fits(linkBytes) {
				s.Links = append(s.Links, d.link(f.Message))
			}
		case fieldSpanStatus:
			s.Status, s.StatusMessage = statusOf(f.Message)
		}
	}
	s.Attributes = d.own.added()
	s.Start = unixNano(start)
	s.Duration = max(unixNano(end).Sub(s.Start), 0)
	return m.Err()
}

func kindOf(kind uint64) journey.SpanKind {
	switch trace.Span_SpanKind(kind) {
	case trace.Span_SPAN_KIND_INTERNAL:
		return journey.KindInternal
	case trace.Span_SPAN_KIND_SERVER:
		return journey.KindServer
	case trace.Span_SPAN_KIND_CLIENT:
		return journey.KindClient
	case trace.Span_SPAN_KIND_PRODUCER:
		return journey.KindProducer
	case trace.Span_SPAN_KIND_CONSUMER:
		return journey.KindConsumer
	}
	return journey.KindUnspecified
}

func statusOf(m wire.Message) (status journey.SpanStatus, message string) {
	status = journey.StatusUnset
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		switch f.Number {
		case fieldStatusText:
			message = f.Text()
		case fieldStatusCode:
			status = codeOf(trace.Status_StatusCode(f.Uint))
		}
	}
	return status, message
}

func codeOf(code trace.Status_StatusCode) journey.SpanStatus {
	switch code {
	case trace.Status_STATUS_CODE_OK:
		return journey.StatusOK
	case trace.Status_STATUS_CODE_ERROR:
		return journey.StatusError
	}
	return journey.StatusUnset
}

func (d *traceDecoder) event(m wire.Message) (e journey.Event) {
	e.Attributes = d.attributesOf(m, fieldEventAttributes)
	e.Time = unixNano(0)
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		switch f.Number {
		case fieldEventTime:
			e.Time = unixNano(f.Uint)
		case fieldEventName:
			e.Name = f.Text()
		}
	}
	return e
}

func (d *traceDecoder) link(m wire.Message) (l journey.Link) {
	l.Attributes = d.attributesOf(m, fieldLinkAttributes)
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		switch f.Number {
		case fieldLinkTraceID:
			l.TraceID, _ = journey.TraceIDFromBytes([]byte(f.Text()))
		case fieldLinkSpanID:
			l.SpanID, _ = journey.SpanIDFromBytes([]byte(f.Text()))
		}
	}
	return l
}

// attributesOf reads the fields of that number, each a KeyValue.
func (d *traceDecoder) attributesOf(m wire.Message, number protowire.Number) journey.Attributes {
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		if f.Number == number && d.fits(attributeBytes) {
			d.others.add(attributeOf(f.Message, 0))
		}
	}
	return d.others.added()
}
