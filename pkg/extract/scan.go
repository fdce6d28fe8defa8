package extract

import "github.com/requestjourney/requestjourney/pkg/journey"

// scanner goes over a line once, from word to word. A word that is a key gives
// its value; a word that is an ID is looked at in its place.
type scanner struct {
	line  string
	found ranking
	in    quotes
	// within is what "id" means in the object that ends before withinEnd.
	within    field
	withinEnd int
	// unclosed says that a bracket was never closed: the line is cut off, and
	// no other end is looked for.
	unclosed bool
}

// fromBody finds the context in a log line of any format.
func fromBody(body string) journey.TraceContext {
	s := scanner{line: body}
	for pos := 0; pos < len(body) && !s.found.full; {
		start := s.gap(pos, len(body))
		end := start
		for end < len(body) && wordByte[body[end]] {
			end++
		}
		pos = end
		if mayBeID(end - start) {
			s.bare(start, end)
		}
		if mayBeKey(body[start:end]) {
			pos = s.word(start, end)
		}
	}
	return s.found.best()
}

// gap goes from pos to the next word, or to end.
func (s *scanner) gap(pos, end int) int {
	for pos < end && !wordByte[s.line[pos]] {
		if s.line[pos] == '"' {
			s.in.see(s.line, pos)
		}
		pos++
	}
	return pos
}

// word looks whether line[start:end] is a key and says where to go on.
func (s *scanner) word(start, end int) int {
	k := classifyWord(s.line, start, end)
	if k.field == fieldNone {
		return end
	}
	if isParameter(s.line, start) {
		k.rank = rankWeak
	}
	value, ok := afterKey(s.line, end)
	switch {
	case !ok:
		return end
	case k.field == fieldOther:
		s.gap(end, value)
		return s.skip(value)
	}
	s.take(k, start, value)
	return end
}

// take offers what the value says of the key k at start.
func (s *scanner) take(k key, start, value int) {
	switch k.field {
	case fieldTraceObject, fieldSpanObject:
		if value < len(s.line) && s.line[value] == '{' {
			s.enter(k.field, value)
			return
		}
	case fieldID:
		if start >= s.withinEnd {
			return
		}
		k.field = s.within
	}
	s.offer(k.rank, start, readValue(k, s.line[unwrap(s.line, value):]))
}

// offer notes the context of the key or ID at start.
func (s *scanner) offer(r rank, start int, ctx journey.TraceContext) {
	s.found.offer(r, s.in.around(s.line, start), ctx)
}

// enter notes the object that starts at start, whose "id" is that of the trace
// or span. Inner objects end it early, which costs an ID but takes none for
// another.
func (s *scanner) enter(object field, start int) {
	s.within = fieldTrace
	if object == fieldSpanObject {
		s.within = fieldSpan
	}
	for s.withinEnd = max(s.withinEnd, start); s.withinEnd < len(s.line) && s.line[s.withinEnd] != '}'; {
		s.withinEnd++
	}
}

// skip says where a value ends, with all that it holds.
func (s *scanner) skip(value int) int {
	if value >= len(s.line) || s.line[value] != '{' && s.line[value] != '[' {
		return s.skipID(value)
	}
	depth := 0
	for i := value; i < len(s.line) && !s.unclosed; i++ {
		switch s.line[i] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if depth == 0 {
			return i
		}
	}
	s.unclosed = true
	return value
}

// skipID goes behind a value that is an ID, not behind other words: they may be
// keys themselves.
func (s *scanner) skipID(value int) int {
	id := unwrap(s.line, value)
	if traceValue(s.line[id:], false).TraceID.IsZero() {
		return value
	}
	s.gap(value, id)
	return id + wordRun(s.line[id:])
}

// readValue reads what field k holds at the start of value.
func readValue(k key, value string) (ctx journey.TraceContext) {
	switch k.field {
	case fieldTrace:
		return traceValue(value, k.decimal)
	case fieldHeader:
		return headerValue(value)
	case fieldSpan:
		ctx.SpanID = spanID(value, k.decimal)
	case fieldSampled:
		ctx.Sampled = sampledValue(value)
	case fieldTraceObject: // a plain "trace" is much else too: only the full form
		if hexRun(value) == digits128 {
			ctx.TraceID = traceID(value, false)
		}
	case fieldSpanObject:
		if hexRun(value) == digits64 {
			ctx.SpanID = spanID(value, false)
		}
	}
	return ctx
}
