package journey

// LineService is the name of the service that wrote a line, or "" when neither
// its labels nor its metadata tell.
func (id Identity) LineService(l *Line) string { return knownName(id.ofLine(l).Name) }

// SpanService is the name of the service that sent a span, or "" when it does
// not tell.
func (id Identity) SpanService(s *Span) string { return knownName(id.ofSpan(s).Name) }

func knownName(service string) string {
	if service == unknownService {
		return ""
	}
	return service
}
