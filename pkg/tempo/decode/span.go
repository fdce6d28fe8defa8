package decode

import (
	trace "github.com/grafana/tempo/pkg/tempopb/trace/v1"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/wire"
)

// span reads a Span. Attributes, events and links are left out if there is no memory
// for them.
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
		case fieldSpanStatus:
			s.Status, s.StatusMessage = statusOf(f.Message)
		default:
			d.repeated(s, f)
		}
	}
	s.Attributes = d.own.added()
	s.Start = unixNano(start)
	s.Duration = max(unixNano(end).Sub(s.Start), 0)
	return m.Err()
}

// repeated reads a field that a span may have several of.
func (d *traceDecoder) repeated(s *journey.Span, f wire.Field) {
	switch {
	case f.Number == fieldAttributes && d.fits(attributeBytes):
		d.own.add(attributeOf(f.Message, 0))
	case f.Number == fieldEvents && d.fits(eventBytes):
		s.Events = append(s.Events, d.event(f.Message))
	case f.Number == fieldLinks && d.fits(linkBytes):
		s.Links = append(s.Links, d.link(f.Message))
	}
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

// attributesOf reads all fields with this number. Each is a KeyValue.
func (d *traceDecoder) attributesOf(m wire.Message, number protowire.Number) journey.Attributes {
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		if f.Number == number && d.fits(attributeBytes) {
			d.others.add(attributeOf(f.Message, 0))
		}
	}
	return d.others.added()
}
