package adjust

import (
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// Skews are what was added to the times of spans whose clocks were wrong. The same is
// added to the lines that these clocks stamped.
type Skews struct {
	bySpan map[journey.SpanID]time.Duration
	byPod  map[string]time.Duration
	byNode map[string]time.Duration // services whose spans all moved by the same time
}

func SkewsOf(spans []*journey.Span, adjustments []journey.Adjustment) Skews {
	moved := make(map[journey.SpanID]time.Duration)
	for _, a := range adjustments {
		if a.Step != journey.StepClockSkew {
			continue
		}
		for _, id := range a.SpanIDs {
			moved[id] = a.Offset
		}
	}
	s := Skews{bySpan: moved, byPod: make(map[string]time.Duration), byNode: make(map[string]time.Duration)}
	if len(moved) == 0 {
		return s
	}
	several := make(map[string]bool)
	for _, span := range spans {
		offset := moved[span.SpanID]
		if known, ok := s.byNode[span.Node]; ok && (known-offset).Abs() > clockTolerance {
			several[span.Node] = true
		}
		s.byNode[span.Node] = offset
		if pod := semconv.PodOfSpan(span); pod != "" {
			s.byPod[pod] = offset
		}
	}
	for node := range several {
		delete(s.byNode, node)
	}
	return s
}

// Of returns the skew of a line of a service in a pod, which may be "".
func (s Skews) Of(node, pod string) time.Duration {
	if offset, ok := s.byPod[pod]; ok {
		return offset
	}
	return s.byNode[node]
}

// OnSpan returns the skew of a line that names its span.
func (s Skews) OnSpan(span *journey.Span) time.Duration { return s.bySpan[span.SpanID] }
