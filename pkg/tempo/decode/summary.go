package decode

import (
	"slices"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
	"github.com/requestjourney/requestjourney/pkg/wire"
)

// Summaries reads the traces that a search returns, with their spans. It is not safe
// for concurrent use.
type Summaries struct {
	places   map[string]place
	own      []any // values of one span, by place; nil if it has none
	shared   []any // values of its resource, by place
	resource journey.Attributes
	keys     semconv.Fields
	memory   *Budget // for spans
	// WritesNil reports whether Tempo writes the text "nil" for an attribute that a
	// span lacks. It may be nil.
	WritesNil func() bool
}

// place says where the value of an attribute is stored.
type place struct {
	resource bool
	at       int
}

func NewSummaries(room *Budget) *Summaries {
	d := &Summaries{memory: room, places: make(map[string]place), keys: semconv.SpanFields()}
	d.keys.Resource = append([]string{keyService}, d.keys.Resource...)
	for i, key := range d.keys.Span {
		d.places[key] = place{at: i}
	}
	for i, key := range d.keys.Resource {
		d.places[key] = place{resource: true, at: i}
	}
	d.own, d.shared = make([]any, len(d.keys.Span)), make([]any, len(d.keys.Resource))
	return d
}

// Summary is a trace as a search returns it.
type Summary struct {
	journey.Trace
	Cut    bool // more spans matched than were returned
	Mute   bool // spans may have a status that the search did not return; see lacksStatus
	linked bool // spans have links; a search returns only the last one
}

// Trace reads a TraceSearchMetadata. The trace is partial if Tempo has counted more
// spans, stores it in fragments, or did not return all matching spans.
func (d *Summaries) Trace(m wire.Message) (Summary, error) {
	var t Summary
	var counted, matched uint64
	var fragments []string
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		var err error
		switch f.Number {
		case fieldTraceID:
			t.TraceID, err = journey.ParseTraceID(f.Text())
		case fieldServiceStats:
			counted += spanCount(f.Message)
		case fieldSpanSets:
			var set spanSet
			set, err = d.spanSet(&t, f.Message)
			matched += set.matched
			fragments = append(fragments, set.fragment)
		}
		if err != nil {
			return t, err
		}
	}
	slices.Sort(fragments)
	t.Cut = matched != uint64(len(t.Spans))
	t.Partial = t.Cut || t.linked || counted != matched || len(slices.Compact(fragments)) != 1
	return t, m.Err()
}

// spanCount returns the number of spans of one service.
func spanCount(entry wire.Message) (count uint64) {
	for f, ok := entry.Next(); ok; f, ok = entry.Next() {
		if f.Number != fieldStats {
			continue
		}
		stats := f.Message
		for g, ok := stats.Next(); ok; g, ok = stats.Next() {
			if g.Number == fieldSpanCount {
				count = g.Uint
			}
		}
	}
	return count
}

// spanSet is a group of spans of one fragment and one service.
type spanSet struct {
	matched  uint64
	fragment string
}

func (d *Summaries) spanSet(t *Summary, m wire.Message) (set spanSet, err error) {
	spans := m.Count(fieldSetSpans)
	if d.memory.take(spans, spanBytes) < spans {
		return set, ErrMemory
	}
	t.Spans = slices.Grow(t.Spans, spans)
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		switch f.Number {
		case fieldSetSpans:
			if err = d.span(t, f.Message); err != nil {
				return set, err
			}
		case fieldSetMatched:
			set.matched = f.Uint
		case fieldSetGroups:
			if a := attributeOf(f.Message, 0); strings.HasPrefix(a.Key, byTrace) {
				set.fragment, _ = a.Value.(string)
			}
		}
	}
	return set, m.Err()
}

func (d *Summaries) span(t *Summary, m wire.Message) (err error) {
	clear(d.own)
	clear(d.shared)
	t.Spans = append(t.Spans, journey.Span{TraceID: t.TraceID, Kind: journey.KindUnspecified, Status: journey.StatusUnset})
	s := &t.Spans[len(t.Spans)-1]
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		switch f.Number {
		case fieldFoundID:
			s.SpanID, err = spanIDOf(f.Text())
		case fieldFoundName:
			s.Name = f.Text()
		case fieldFoundStart:
			s.Start = unixNano(f.Uint)
		case fieldFoundDuration:
			s.Duration = nanoseconds(f.Uint)
		case fieldFoundAttributes:
			err = d.attribute(t, s, attributeOf(f.Message, 0))
		}
		if err != nil {
			return err
		}
	}
	s.Attributes = collect(d.keys.Span, d.own)
	t.Mute = t.Mute || d.lacksStatus()
	s.Resource = d.resourceOf()
	s.ServiceName = s.Resource.Text(keyService)
	return m.Err()
}

// lacksStatus reports whether the span may have a status that a search does not
// return: Tempo's column for http.status_code holds only numbers, but proxies send
// text.
func (d *Summaries) lacksStatus() bool {
	has := func(key string) bool { return d.own[d.places[key].at] != nil }
	return has("http.method") && !has(KeyHTTPStatus) && !has("http.response.status_code")
}

// attribute stores the value of an intrinsic or of an attribute.
func (d *Summaries) attribute(t *Summary, s *journey.Span, a journey.Attribute) (err error) {
	text, _ := a.Value.(string)
	switch a.Key {
	case keyStatus:
		s.Status = journey.SpanStatus(text)
	case keyStatusMessage:
		s.StatusMessage = text
	case KeyKind:
		s.Kind = journey.SpanKind(text)
	case keyScopeName:
		s.ScopeName = text
	case keyParentID:
		s.ParentID, err = spanIDOf(text)
	case keyLink:
		t.linked = t.linked || text != ""
	default:
		p, known := d.places[a.Key]
		switch {
		case text == "nil" && d.WritesNil != nil && d.WritesNil():
		case known && p.resource:
			d.shared[p.at] = a.Value
		case known:
			d.own[p.at] = a.Value
		}
	}
	return err
}

// resourceOf returns the resource of the last span. If the span before it had the same
// resource, as is usual in a group, both share it.
func (d *Summaries) resourceOf() journey.Attributes {
	resource := collect(d.keys.Resource, d.shared)
	if slices.EqualFunc(resource, d.resource, func(a, b journey.Attribute) bool { return a.Key == b.Key && equalTexts(a.Value, b.Value) }) {
		return d.resource
	}
	d.resource = resource
	return resource
}

// equalTexts returns false for values that are not texts, such as arrays.
func equalTexts(a, b any) bool {
	text, ok := a.(string)
	other, same := b.(string)
	return ok && same && text == other
}

// collect returns the values that are not nil, in the order of the keys.
func collect(keys []string, values []any) journey.Attributes {
	n := 0
	for _, value := range values {
		if value != nil {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	attributes := make(journey.Attributes, 0, n)
	for i, value := range values {
		if value != nil {
			attributes = append(attributes, journey.Attribute{Key: keys[i], Value: value})
		}
	}
	return attributes
}

// spanIDOf reads an ID in hex. The parent of a root is empty or all zeros.
func spanIDOf(text string) (id journey.SpanID, err error) {
	if strings.Trim(text, "0") == "" {
		return id, nil
	}
	return journey.ParseSpanID(text)
}
