// Package adjust puts right the spans of a trace: their IDs, their tree and their
// clocks. Each adjuster is named, and the reason for its place in the order stands
// beside it.
package adjust

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// Result is the spans of a trace as the rest of the package relies on them:
// each with an ID of its own, Parent set without a cycle, in order of start.
type Result struct {
	Spans       []*journey.Span
	Adjustments []journey.Adjustment
}

// Spans makes sense of spans as they come: from many exporters, in
// fragments, with clocks that differ. No span is lost; spans is left as it is,
// and adjustments report what was changed in the copies. Normalised spans normalise to
// themselves.
func Spans(spans []journey.Span) Result {
	t := trace{spans: copies(spans)}
	t.run(
		// Exporters that retry, two pipelines, and stores that keep replicas send a
		// span twice. First of all, since any later step would make the copies differ.
		(*trace).foldDuplicates,
		// Grafana's trace view goes blank over one empty ID, and lines and
		// findings name spans by it.
		(*trace).fillSpanIDs,
		// Brave may report a part of a span once more, without times or kind. Before
		// IDs are made unique, since the ID says whose part it is.
		(*trace).foldParts,
		// In Zipkin's model, which Envoy follows by default, the two ends of a call
		// share one ID. Before parents are looked up by ID.
		(*trace).splitSharedIDs,
		// Tempo makes shared IDs unique, too, but hangs the tries of one call below
		// one another. Needs IDs to be unique; before parents are looked up.
		(*trace).hangTriesOnCaller,
		// Spans come in any order and some never do. Needs IDs to be unique.
		(*trace).findParents,
		// A faulty tracer makes a span its own ancestor, and every walk up would
		// be endless. From here on spans are a forest.
		(*trace).cutCycles,
		// Where context gets lost a request has several beginnings: nothing to
		// fix, only to report.
		(*trace).countRoots,
		// Without a service there is no node to draw. The parent's will do inside
		// of one process, so parents are needed.
		(*trace).nameServices,
		// Spans that were never ended or lack a start would stretch or hide the
		// journey. Before clocks, which are compared by starts and ends.
		(*trace).closeOpenEnds,
		// Some senders leave the status unset. Before clocks, which trust the calls
		// that succeeded.
		(*trace).readFailures,
		// Hosts' clocks differ; an effect cannot come before its cause. Last, since
		// it needs parents, services and times.
		(*trace).alignClocks,
	)
	slices.SortFunc(t.spans, compareSpans)
	return Result{Spans: t.spans, Adjustments: t.adjustments}
}

// trace is a trace on its way through the steps.
type trace struct {
	spans       []*journey.Span
	adjustments []journey.Adjustment
	taken       map[journey.SpanID]bool           // IDs that are or were in use, once one must be made up
	children    map[*journey.Span][]*journey.Span // once cycles are cut
	topDown     []*journey.Span                   // parents before children, once cycles are cut
}

func (t *trace) run(steps ...func(*trace)) {
	for _, step := range steps {
		step(t)
	}
}

// report notes that a step concerned spans, if it did.
func (t *trace) report(step journey.AdjustmentStep, spans []*journey.Span, message string) {
	if len(spans) > 0 {
		t.adjustments = append(t.adjustments, journey.Adjustment{Step: step, SpanIDs: idsOf(spans), Message: message})
	}
}

// copies leaves the input alone; attributes are shared, since no step changes
// them.
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

// compareSpans orders by start, then ID; the other fields order spans while IDs
// are not yet unique.
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

// readFailures sets the status of spans whose sender left it unset and reports
// the failure by attributes alone, as Envoy did over OTLP until Istio 1.23
// (https://github.com/istio/istio/issues/50195) and OpenTracing's clients do.
func (t *trace) readFailures() {
	for _, s := range t.spans {
		if s.Status == journey.StatusUnset && semconv.SaysFailed(s) {
			s.Status = journey.StatusError
		}
	}
}
