package tempo

import (
	"slices"
	"strings"
	"time"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
	"github.com/requestjourney/requestjourney/pkg/wire"
)

// Field numbers of a search's answer
// (https://github.com/grafana/tempo/blob/v2.9.0/pkg/tempopb/tempo.proto).
const (
	fieldTraces protowire.Number = 1 // SearchResponse.traces, TraceSearchMetadata

	fieldTraceID      protowire.Number = 1 // TraceSearchMetadata.traceID, hex
	fieldTraceStart   protowire.Number = 4 // …startTimeUnixNano
	fieldTraceMillis  protowire.Number = 5 // …durationMs
	fieldSpanSets     protowire.Number = 7 // …spanSets
	fieldServiceStats protowire.Number = 8 // …serviceStats, a map

	fieldService   protowire.Number = 1 // the key of the map
	fieldStats     protowire.Number = 2 // the value of the map, ServiceStats
	fieldSpanCount protowire.Number = 1 // ServiceStats.spanCount

	fieldSetSpans   protowire.Number = 1 // SpanSet.spans
	fieldSetMatched protowire.Number = 2 // SpanSet.matched
	fieldSetGroups  protowire.Number = 3 // SpanSet.attributes

	fieldFoundID         protowire.Number = 1 // Span.spanID, hex
	fieldFoundName       protowire.Number = 2
	fieldFoundStart      protowire.Number = 3
	fieldFoundDuration   protowire.Number = 4
	fieldFoundAttributes protowire.Number = 5
)

// summaryDecoder reads the spans of a search's answer. It is not safe for
// concurrent use.
type summaryDecoder struct {
	places   map[string]place
	own      []any // values of a span, by place; nil for none
	shared   []any // of its resource
	resource journey.Attributes
	keys     semconv.Fields
	memory   *memoryBudget // for spans
	nils     func() bool   // whether Tempo writes the text "nil" for what a span lacks; nil when it does not
}

// place is where an attribute belongs.
type place struct {
	resource bool
	at       int
}

func newSummaryDecoder(room *memoryBudget) *summaryDecoder {
	d := &summaryDecoder{memory: room, places: make(map[string]place), keys: semconv.SpanFields()}
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

// summary is a trace as a search returns it.
type summary struct {
	journey.Trace
	cut    bool // more spans matched than were returned
	mute   bool // spans lack a status that they may have, see lacksStatus
	linked bool // spans have links, of which a search returns only the last
}

// trace reads a TraceSearchMetadata. The trace is partial when Tempo knows of
// more spans, holds fragments, or the search does not return all.
func (d *summaryDecoder) trace(m wire.Message) (summary, error) {
	var t summary
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
	t.cut = matched != uint64(len(t.Spans))
	t.Partial = t.cut || t.linked || counted != matched || len(slices.Compact(fragments)) != 1
	return t, m.Err()
}

// spanCount is that of one service.
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

// spanSet is a group of a trace's spans: one fragment's, and one service's.
type spanSet struct {
	matched  uint64
	fragment string
}

func (d *summaryDecoder) spanSet(t *summary, m wire.Message) (set spanSet, err error) {
	spans := m.Count(fieldSetSpans)
	if d.memory.take(spans, spanBytes) < spans {
		return set, errMemory
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

func (d *summaryDecoder) span(t *summary, m wire.Message) (err error) {
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
	t.mute = t.mute || d.lacksStatus()
	s.Resource = d.resourceOf()
	s.ServiceName = s.Resource.Text(keyService)
	return m.Err()
}

// lacksStatus says that the span may have a status that a search does not return:
// http.status_code has a column for numbers alone, and proxies send it as text.
func (d *summaryDecoder) lacksStatus() bool {
	has := func(key string) bool { return d.own[d.places[key].at] != nil }
	return has("http.method") && !has(keyHTTPStatus) && !has("http.response.status_code")
}

// attribute puts a value where it belongs.
func (d *summaryDecoder) attribute(t *summary, s *journey.Span, a journey.Attribute) (err error) {
	text, _ := a.Value.(string)
	switch a.Key {
	case keyStatus:
		s.Status = journey.SpanStatus(text)
	case keyStatusMessage:
		s.StatusMessage = text
	case keyKind:
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
		case text == "nil" && d.nils != nil && d.nils():
		case known && p.resource:
			d.shared[p.at] = a.Value
		case known:
			d.own[p.at] = a.Value
		}
	}
	return err
}

// resourceOf is that of the span before, where it is the same: spans of a group
// mostly share it.
func (d *summaryDecoder) resourceOf() journey.Attributes {
	resource := collect(d.keys.Resource, d.shared)
	if slices.EqualFunc(resource, d.resource, func(a, b journey.Attribute) bool { return a.Key == b.Key && equalTexts(a.Value, b.Value) }) {
		return d.resource
	}
	d.resource = resource
	return resource
}

// equalTexts is false for what cannot be compared, such as arrays.
func equalTexts(a, b any) bool {
	text, ok := a.(string)
	other, same := b.(string)
	return ok && same && text == other
}

// collect gives the values that are there, in the order of the keys.
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

// spanIDOf reads the hex of a search; a root's parent is empty or zeros.
func spanIDOf(text string) (id journey.SpanID, err error) {
	if strings.Trim(text, "0") == "" {
		return id, nil
	}
	return journey.ParseSpanID(text)
}

// seen reaches to the next whole millisecond, since Tempo cuts the duration.
func seen(startNanos uint64, durationMs uint64) journey.TimeRange {
	if startNanos == 0 {
		return journey.TimeRange{}
	}
	start := unixNano(startNanos)
	return journey.TimeRange{From: start, To: start.Add(time.Duration(durationMs+1) * time.Millisecond)}
}
