// Package adjust corrects the spans of a trace: their IDs, their tree and their
// clocks. The steps have names, and the comment at each step says why it comes there.
package adjust

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// Result is the spans of a trace as all other packages expect them: each has its own ID,
// no cycle of parents exists, and they are in order of start.
type Result struct {
	Spans       []*journey.Span
	Adjustments []journey.Adjustment
}

// Spans corrects spans as they arrive: from many exporters, in fragments, with clocks that
// differ. It loses no span and changes only copies. The adjustments report what it changed.
// Corrected spans do not change when they are corrected again.
func Spans(spans []journey.Span) Result {
	t := trace{spans: copies(spans)}
	t.fixIDs()
	t.buildTree()
	t.completeSpans()
	// Hosts' clocks differ, but an effect cannot come before its cause. This is last,
	// because it needs parents, services and times.
	t.alignClocks()
	slices.SortFunc(t.spans, compareSpans)
	return Result{Spans: t.spans, Adjustments: t.adjustments}
}

// fixIDs gives each span its own ID. Parents are found by ID, so this comes first.
func (t *trace) fixIDs() {
	// Exporters that retry, two pipelines, and stores with replicas send a span twice.
	// This is first, because any other step would make the copies differ.
	t.foldDuplicates()
	// Grafana's trace view stays empty if one ID is empty, and lines and findings name
	// spans by their IDs.
	t.fillSpanIDs()
	// Brave may report a part of a span again, without times or kind. The ID says which
	// span the part belongs to, so this comes before IDs are made unique.
	t.foldParts()
	// In Zipkin's model, which Envoy follows by default, both ends of a call have the
	// same ID.
	t.splitSharedIDs()
	// Tempo makes shared IDs unique, too, but puts the tries of one call below one
	// another. This needs unique IDs.
	t.hangTriesOnCaller()
}

// buildTree finds the parents. Afterwards the spans are a forest.
func (t *trace) buildTree() {
	// Spans come in any order, and some never come.
	t.findParents()
	// A faulty tracer can make a span its own ancestor. Then no walk up would end.
	t.cutCycles()
	// A request whose context gets lost has several roots. This only reports them.
	t.countRoots()
}

// completeSpans fills in what spans lack.
func (t *trace) completeSpans() {
	// A span without a service has no node in the graph. Inside a process, the
	// parent's service is right.
	t.nameServices()
	// Spans that never ended or have no start would stretch or hide the journey. Clocks
	// are compared by starts and ends.
	t.closeOpenEnds()
	// Some senders leave the status unset. Clocks are compared by calls that succeeded.
	t.readFailures()
}

// trace is what the steps work on.
type trace struct {
	spans       []*journey.Span
	adjustments []journey.Adjustment
	taken       map[journey.SpanID]bool           // IDs that are or were in use; nil until a new one is needed
	children    map[*journey.Span][]*journey.Span // set after cycles are cut
	topDown     []*journey.Span                   // parents before children; set after cycles are cut
}

// report adds an adjustment, if the step concerned any spans.
func (t *trace) report(step journey.AdjustmentStep, spans []*journey.Span, message string) {
	if len(spans) > 0 {
		t.adjustments = append(t.adjustments, journey.Adjustment{Step: step, SpanIDs: idsOf(spans), Message: message})
	}
}

// copies copies spans. Attributes are shared, because no step changes them.
func copies(spans []journey.Span) []*journey.Span {
	block := slices.Clone(spans)
	out := make([]*journey.Span, len(block))
	for i := range block {
		block[i].Parent, block[i].Node, block[i].Critical = nil, "", 0
		out[i] = &block[i]
	}
	slices.SortFunc(out, compareSpans)
	return out
}

// compareSpans orders spans by start, then by ID. While IDs are not unique yet, the other
// fields decide.
func compareSpans(a, b *journey.Span) int {
	if c := a.Start.Compare(b.Start); c != 0 {
		return c
	}
	if c := bytes.Compare(a.SpanID[:], b.SpanID[:]); c != 0 {
		return c
	}
	return cmp.Or(
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.ServiceName, b.ServiceName),
		cmp.Compare(a.Name, b.Name),
		cmp.Compare(a.Duration, b.Duration),
		bytes.Compare(a.ParentID[:], b.ParentID[:]),
	)
}

func idsOf(spans []*journey.Span) []journey.SpanID {
	ids := make([]journey.SpanID, len(spans))
	for i, s := range spans {
		ids[i] = s.SpanID
	}
	return ids
}

// readFailures sets the status of spans that report a failure only in attributes, as
// Envoy did over OTLP until Istio 1.23 (https://github.com/istio/istio/issues/50195), and
// as OpenTracing's clients do.
func (t *trace) readFailures() {
	for _, s := range t.spans {
		if s.Status == journey.StatusUnset && semconv.SaysFailed(s) {
			s.Status = journey.StatusError
		}
	}
}
