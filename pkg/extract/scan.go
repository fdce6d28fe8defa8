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
	if at, ok := afterKey(s.line, end); ok {
		return s.key(k, start, end, at)
	}
	return end
}

// key takes the value at at of the key k at line[start:end] and says where to
// go on.
func (s *scanner) key(k key, start, end, at int) int {
	switch k.field {
	case fieldOther:
		s.gap(end, at)
		return s.skip(at)
	case fieldTraceObject, fieldSpanObject:
		if at < len(s.line) && s.line[at] == '{' {
			s.enter(k.field, at)
			return end
		}
	case fieldID:
		if start >= s.withinEnd {
			return end
		}
		k.field = s.within
	}
	s.offer(k.rank, start, readValue(k, s.line[unwrap(s.line, at):]))
	return end
}

// offer notes a context that line[start:] gave.
func (s *scanner) offer(at rank, start int, ctx journey.TraceContext) {
	s.found.offer(at, s.in.around(s.line, start), ctx)
}

// enter notes the object at at, whose "id" is that of the trace or span. Inner
// objects end it early, which costs an ID but takes none for another.
func (s *scanner) enter(object field, at int) {
	s.within = fieldTrace
	if object == fieldSpanObject {
		s.within = fieldSpan
	}
	for s.withinEnd = max(s.withinEnd, at); s.withinEnd < len(s.line) && s.line[s.withinEnd] != '}'; {
		s.withinEnd++
	}
}

// skip says where the value at at ends, nested ones included.
func (s *scanner) skip(at int) int {
	if at >= len(s.line) || s.line[at] != '{' && s.line[at] != '[' {
		return s.skipID(at)
	}
	depth := 0
	for i := at; i < len(s.line) && !s.unclosed; i++ {
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
	return at
}

// skipID goes behind a value that is an ID, not behind other words: they may be
// keys themselves.
func (s *scanner) skipID(at int) int {
	value := unwrap(s.line, at)
	if traceValue(s.line[value:], false).TraceID.IsZero() {
		return at
	}
	return s.gap(at, value) + wordRun(s.line[value:])
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
