package findings

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// tempoRetention is Tempo's default block_retention.
const tempoRetention = 14 * 24 * time.Hour

// traceNotFound reports that Tempo has no spans, and why if the lines say so.
func traceNotFound(r Request) []journey.Finding {
	switch {
	case len(r.Spans) > 0 || r.Trace.Err != nil:
		return nil
	case len(r.Journey.Lines) == 0:
		return []journey.Finding{nothingFound(r)}
	case slices.ContainsFunc(r.Journey.Lines, func(l *journey.PlacedLine) bool { return l.Context.Sampled == journey.SampledNo }):
		return []journey.Finding{{
			Severity: journey.SeverityInfo, Code: journey.FindingSampledOut,
			Message: "The request was not sampled, according to its log lines. Tempo has no spans of it.",
			Advice:  "Raise the sampling rate of the mesh or the SDK if such requests must have spans.",
		}}
	}
	return []journey.Finding{{
		Severity: journey.SeverityWarning, Code: journey.FindingTraceNotFound,
		Message:  "Log lines carry this trace ID, but Tempo has no spans of the trace.",
		Advice:   r.missingTraceAdvice(),
		Evidence: journey.Attributes{{Key: "lastLine", Value: r.lastLineTime().UTC().Format(time.RFC3339Nano)}},
	}}
}

// nothingFound reports a request without spans and without lines.
func nothingFound(r Request) journey.Finding {
	f := journey.Finding{
		Severity: journey.SeverityWarning, Code: journey.FindingTraceNotFound,
		Message: fmt.Sprintf("Neither Tempo nor Loki knows the trace %s.", r.TraceID),
		Advice:  "Check the ID, the time range, retention and tenants. A request younger than a minute may not be stored yet.",
	}
	if r.LinesErr != nil {
		f.Message = fmt.Sprintf("Tempo has no trace %s, and Loki could not be searched for its lines.", r.TraceID)
		f.Advice = "Try again when Loki is reachable. Check the ID, and Tempo's retention and tenant."
	} else if r.Raw.Depth == journey.DepthSummary {
		f.Message = fmt.Sprintf("Tempo found the trace %s but returned no spans. Its log lines were not searched.", r.TraceID)
		f.Advice = "Open the request to search its lines. If Tempo has just restarted, try again."
	}
	return f
}

// missingTraceAdvice suggests why a trace that log lines mention is not in Tempo.
func (r Request) missingTraceAdvice() string {
	switch age := r.Now.Sub(r.lastLineTime()); {
	case age > tempoRetention:
		return "The request is older than two weeks, Tempo's default retention. Check block_retention."
	case r.TraceID.Is64Bit():
		return "The lines carry a 64-bit ID. Check whether Tempo stores the spans under a 128-bit ID that ends in it; if not, check sampling and Tempo's tenant."
	}
	return "Check the sampling rate, whether the services export to this Tempo, and Tempo's tenant."
}

func (r Request) lastLineTime() time.Time { return r.Journey.Lines[len(r.Journey.Lines)-1].Time }

func traceTruncated(r Request) []journey.Finding {
	if r.Trace.Truncated == "" {
		return nil
	}
	return []journey.Finding{{
		Severity: journey.SeverityWarning, Code: journey.FindingTraceTruncated,
		Message:  "Tempo returned only a part of this trace: " + strings.TrimSuffix(r.Trace.Truncated, ".") + ".",
		Advice:   "Raise max_bytes_per_trace in Tempo's overrides to see it whole.",
		Evidence: journey.Attributes{{Key: "tempo", Value: r.Trace.Truncated}},
	}}
}
