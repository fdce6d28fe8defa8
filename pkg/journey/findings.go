package journey

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// findingsOf says what broke in a journey and what cannot be seen of it, the
// gravest first.
func findingsOf(j *Journey, t Trace) []Finding {
	var fs []Finding
	for _, look := range []func(*Journey, Trace) []Finding{
		errorOrigins,
		traceNotFound,
		traceTruncated,
		propagationBroken,
	} {
		fs = append(fs, look(j, t)...)
	}
	for i := range fs {
		fs[i].TraceID = j.TraceID
	}
	slices.SortStableFunc(fs, func(a, b Finding) int { return cmp.Compare(rank(a.Severity), rank(b.Severity)) })
	return fs
}

func rank(s Severity) int {
	return slices.Index([]Severity{SeverityError, SeverityWarning, SeverityInfo}, s)
}

// errorOrigins are the failed spans below which nothing failed: where the error
// began, not the chain of callers that passed it on. One finding per service.
func errorOrigins(j *Journey, _ Trace) []Finding {
	passedOn := make(map[*Span]bool)
	for _, s := range j.Spans {
		if s.Status == StatusError && s.Parent != nil {
			passedOn[s.Parent] = true
		}
	}
	var fs []Finding
	told := make(map[string]bool)
	for _, s := range j.Spans {
		if s.Status != StatusError || passedOn[s] || told[s.Node] {
			continue
		}
		told[s.Node] = true
		fs = append(fs, errorOrigin(j, s))
	}
	return fs
}

func errorOrigin(j *Journey, s *Span) Finding {
	return Finding{
		Severity: SeverityError, Code: FindingErrorOrigin, Node: s.Node, SpanID: s.SpanID,
		Message:  fmt.Sprintf("%s failed in %q%s; nothing that it called failed.", s.Node, s.Name, why(s)),
		Advice:   fmt.Sprintf("Start with the log lines of %s: its callers only passed the error on.", s.Node),
		Evidence: Attributes{{"operation", s.Name}, {"statusMessage", s.StatusMessage}, {"lines", errorLines(j, s.Node)}},
	}
}

// why is the span's own account of its failure: status message, HTTP or gRPC
// status (https://opentelemetry.io/docs/specs/semconv/http/http-spans/).
func why(s *Span) string {
	if s.StatusMessage != "" {
		return ": " + s.StatusMessage
	}
	for _, key := range []string{"http.response.status_code", "http.status_code", "rpc.grpc.status_code", "grpc.status_code"} {
		for _, a := range s.Attributes {
			if a.Key == key {
				return fmt.Sprintf(" with status %v", a.Value)
			}
		}
	}
	return ""
}

// mostEvidence bounds how many lines a finding carries along.
const mostEvidence = 5

func errorLines(j *Journey, node string) []any {
	lines := []any{}
	for _, l := range j.Lines {
		if l.Node == node && l.Level == LevelError && len(lines) < mostEvidence {
			lines = append(lines, l.Body)
		}
	}
	return lines
}

func traceNotFound(j *Journey, t Trace) []Finding {
	if len(j.Spans) > 0 || t.Err != nil {
		return nil
	}
	if len(j.Lines) > 0 && slices.ContainsFunc(j.Lines, func(l *PlacedLine) bool { return l.Context.Sampled == SampledNo }) {
		return []Finding{{
			Severity: SeverityInfo, Code: FindingSampledOut,
			Message: "The request was not sampled: its log lines say so, and Tempo has no spans of it.",
			Advice:  "Raise the sampling rate of the mesh or the SDK if such requests must have spans.",
		}}
	}
	if len(j.Lines) > 0 {
		return []Finding{{
			Severity: SeverityWarning, Code: FindingTraceNotFound,
			Message: "Tempo has no spans of this trace, though log lines carry its ID.",
			Advice:  "If the request is younger than a minute, ask again; else check sampling, Tempo's retention and its tenant.",
		}}
	}
	return []Finding{{
		Severity: SeverityWarning, Code: FindingTraceNotFound,
		Message: fmt.Sprintf("Neither Tempo nor Loki knows the trace %s.", j.TraceID),
		Advice:  "Check the ID, the time range, retention and the tenants; a request younger than a minute may not be stored yet.",
	}}
}

func traceTruncated(_ *Journey, t Trace) []Finding {
	if t.Truncated == "" {
		return nil
	}
	return []Finding{{
		Severity: SeverityWarning, Code: FindingTraceTruncated,
		Message:  "Tempo returned only a part of this trace: " + strings.TrimSuffix(t.Truncated, ".") + ".",
		Advice:   "Raise max_bytes_per_trace in Tempo's overrides to see it whole.",
		Evidence: Attributes{{"tempo", t.Truncated}},
	}}
}

// propagationBroken finds services that logged the ID but sent no span, and
// spans whose parent nobody sent.
func propagationBroken(j *Journey, _ Trace) []Finding {
	if len(j.Spans) == 0 {
		return nil
	}
	var fs []Finding
	for _, g := range ghostsOf(j) {
		fs = append(fs, Finding{
			Severity: SeverityWarning, Code: FindingPropagationBroken, Node: g.node,
			Message:  fmt.Sprintf("%s wrote %s for this trace but sent no span.", g.node, count(g.lines, "log line")),
			Advice:   fmt.Sprintf("Instrument %s, or check that it exports its spans to this Tempo.", g.node),
			Evidence: Attributes{{"lines", int64(g.lines)}},
		})
	}
	for i, s := range j.Spans {
		if s.Parent == nil && !s.ParentID.IsZero() && !fromOutside(i, s) {
			fs = append(fs, Finding{
				Severity: SeverityWarning, Code: FindingPropagationBroken, Node: s.Node, SpanID: s.SpanID,
				Message:  fmt.Sprintf("The caller of %q in %s is missing: its span %s is not in the trace.", s.Name, s.Node, s.ParentID),
				Advice:   fmt.Sprintf("Check that whatever calls %s exports its spans, and to this Tempo.", s.Node),
				Evidence: Attributes{{"parentSpanID", s.ParentID.String()}},
			})
		}
	}
	return fs
}

// fromOutside says that the request came into the mesh with a trace context:
// the parent of the gateway's span belongs to a browser or another company and
// is missed by nobody.
func fromOutside(position int, s *Span) bool { return position == 0 && isRouter(s) }

type ghost struct {
	node  string
	lines int
}

// ghostsOf are the services that wrote lines but sent no span, by name.
func ghostsOf(j *Journey) []ghost {
	var ghosts []ghost
	for _, l := range j.Lines {
		if l.Placement != PlacedOnGhost {
			continue
		}
		at, known := slices.BinarySearchFunc(ghosts, l.Node, func(g ghost, node string) int { return cmp.Compare(g.node, node) })
		if !known {
			ghosts = slices.Insert(ghosts, at, ghost{node: l.Node})
		}
		ghosts[at].lines++
	}
	return ghosts
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
