package adjust

import (
	"encoding/binary"
	"slices"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// foldParts merges a part of a span into its span. That is the span with its ID and
// service, or else the callee that had this ID until Tempo gave it another (see
// hangTriesOnCaller)
// (https://github.com/openzipkin/brave/blob/master/brave/src/main/java/brave/internal/handler/OrphanTracker.java).
func (t *trace) foldParts() {
	if !slices.ContainsFunc(t.spans, isPartOfSpan) {
		return
	}
	byID := make(map[journey.SpanID][]*journey.Span)
	for _, s := range t.spans {
		if !isPartOfSpan(s) {
			byID[s.SpanID] = append(byID[s.SpanID], s)
			byID[s.ParentID] = append(byID[s.ParentID], s)
		}
	}
	t.spans = slices.DeleteFunc(t.spans, func(s *journey.Span) bool {
		if !isPartOfSpan(s) || s.SpanID.IsZero() {
			return false
		}
		for _, whole := range byID[s.SpanID] {
			isEnd := whole.Kind == journey.KindClient || whole.Kind == journey.KindServer
			if isEnd && whole.ServiceName == s.ServiceName && (whole.SpanID == s.SpanID || isRenumbered(whole, len(t.spans))) {
				merge(whole, s)
				return true
			}
		}
		return false
	})
}

// isPartOfSpan reports whether a span has neither a kind nor times.
func isPartOfSpan(s *journey.Span) bool {
	return s.Kind == journey.KindUnspecified && s.Duration <= 0 && !journey.HasStart(s) && !semconv.IsNameless(s.ServiceName)
}

// hangTriesOnCaller corrects a call over Zipkin that was tried several times. Caller and
// callees shared one ID. Tempo gives the callees the IDs 1, 2, 3 … instead, and makes all
// spans below the shared ID children of the last callee, even the other callees
// (https://github.com/grafana/tempo/blob/v2.9.0/modules/frontend/combiner/trace_by_id_deduper.go).
func (t *trace) hangTriesOnCaller() {
	byID := journey.BySpanID(t.spans)
	for t.hangSomeOnCaller(byID) {
		// A moved span may be another try beside its new parent. This ends, because a
		// span moves below a client at most once.
	}
}

func (t *trace) hangSomeOnCaller(byID map[journey.SpanID]*journey.Span) bool {
	var tried []*journey.Span                         // the last try of each call
	others := make(map[*journey.Span][]*journey.Span) // the tries that were hung on it
	for _, s := range t.spans {
		last := byID[s.ParentID]
		if last == nil || !isTryOf(s, last, len(t.spans)) {
			continue
		}
		if caller := byID[last.ParentID]; caller == nil || caller.Kind != journey.KindClient {
			continue
		}
		if others[last] == nil {
			tried = append(tried, last)
		}
		others[last] = append(others[last], s)
	}
	for _, last := range tried {
		t.hang(byID[last.ParentID], last, others[last])
	}
	return len(tried) > 0
}

// hang makes the tries children of their caller. Each child of the last try becomes a
// child of the span that most likely called it.
func (t *trace) hang(caller, last *journey.Span, others []*journey.Span) {
	all := append([]*journey.Span{caller, last}, others...)
	for _, s := range t.spans {
		if s.ParentID == last.SpanID && !slices.Contains(all, s) {
			s.ParentID = likeliestParent(s, all).SpanID
		}
	}
	for _, s := range others {
		s.ParentID = caller.SpanID
	}
}

// isTryOf reports whether s is another try of the same call as last, although Tempo made it
// a child of last: it did not run within last's time.
func isTryOf(s, last *journey.Span, spans int) bool {
	end := s.Start.Add(max(s.Duration, 0)) // it may not have ended
	within := !s.Start.Before(last.Start) && !end.After(last.End())
	return s != last && !within && isRenumbered(s, spans) && isRenumbered(last, spans) &&
		s.Name == last.Name && s.ServiceName == last.ServiceName
}

// isRenumbered reports whether Tempo numbered a callee's span: Tempo counts up from 1 to at
// most the number of spans.
func isRenumbered(s *journey.Span, spans int) bool {
	id := binary.BigEndian.Uint64(s.SpanID[:])
	return s.Kind == journey.KindServer && 0 < id && id <= uint64(spans)
}
