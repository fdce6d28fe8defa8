// Package decode reads spans from the messages of Tempo: traces by ID, and the traces
// that a search returns, in protobuf and in JSON.
package decode

import (
	"slices"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/wire"
)

// Trace reads a TraceByIDResponse (/api/v2/traces) or, if isV1, the Trace that Tempo
// before 2.6 returns instead (/api/traces). Traces that are read at the same time share
// the memory budget. If it is used up, the trace has no spans and the error is
// ErrMemory.
func Trace(id journey.TraceID, body []byte, isV1 bool, memory *Budget) (trace journey.Trace, err error) {
	trace.TraceID = id
	size := len(body)
	d := traceDecoder{id: id, memory: memory, own: poolFor(size), others: poolFor(size / 2)}
	if isV1 {
		err = d.trace(wire.New(body))
	} else {
		err = d.response(wire.New(body))
	}
	if err == nil && d.full {
		err = ErrMemory
	}
	if err == nil {
		trace.Spans, trace.Truncated = d.spans, d.truncated
	}
	return trace, err
}

// traceDecoder reads a TraceByIDResponse. It never drops a malformed span. An ID
// longer than OTLP allows becomes the zero ID, so the span is outside the tree. A
// span that ends before it starts has no duration.
type traceDecoder struct {
	id        journey.TraceID // of all spans: what Tempo stores under it belongs to it
	spans     []journey.Span
	own       attributePool // of spans
	others    attributePool // of resources, events and links
	memory    *Budget
	spare     int  // spans for which memory is taken but which are not read yet
	full      bool // the budget was used up
	truncated string
}

// fits takes memory from the budget. It returns false if too little is left.
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

// countSpans counts the spans of a Trace. It skips their contents, so it is quick. It
// saves memory: a slice that doubles would take several times as much.
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

// resourceSpans reads the resource first, wherever it is in the message. All spans of
// a resource share its attributes, so nobody may change them.
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
