package semconv

import "github.com/requestjourney/requestjourney/pkg/journey"

// LineService returns the name of the service that wrote a line, or "" if neither its labels
// nor its metadata name it.
func (id Identity) LineService(l *journey.Line) string { return knownName(id.OfLine(l).Name) }

// SpanService returns the name of the service that sent a span, or "" if the span does not
// name it.
func (id Identity) SpanService(s *journey.Span) string { return knownName(id.OfSpan(s).Name) }

func knownName(service string) string {
	if service == UnknownService {
		return ""
	}
	return service
}
