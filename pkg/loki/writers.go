package loki

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// LinesBy implements journey.LogSource. Which label names a pod differs from stream to
// stream, so all streams of the scope are read and labels are compared, which costs
// far less than comparing texts. The texts are compared last, of the few lines left.
func (s *Source) LinesBy(ctx context.Context, w journey.Writers, in journey.TimeRange, limit int) (journey.LogResult, error) {
	var since journey.TimeRange
	if oldest := in.To.Add(-s.slice); oldest.After(in.From) {
		since, in.From = journey.TimeRange{From: oldest}, oldest
	}
	filter := writersFilter(w)
	query := s.scope + filter + withoutID
	if filter == "" || len(query) > maxQueryBytes {
		return journey.LogResult{Cut: true, Since: in.To}, nil
	}
	found, err := s.newest(ctx, query, in, limit)
	if !found.Cut && !since.From.IsZero() {
		found.Cut, found.Since = true, since.From
	}
	return found, s.scopeFault(err)
}

// withoutID leaves out lines that have an ID of a trace in metadata, or one of a trace
// or request behind its usual keys, or in an access line. A key without an ID, as
// in trace_id="", leaves out none.
const withoutID = " | " + traceIDName + `=""` +
	" !~ `(?i)(?:trace[-_. ]?id|request[-_. ]?id|traceparent)[\\\\\"'\\]]*\\s*[:=]\\s*[\\\\\"'\\[]*[0-9a-z][0-9a-z-]{15}`" +
	" !~ ` HTTP/.*\"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\"`"

// writersFilter finds the lines of pods and services by any label or metadata that may
// name them; "" when no name can be used.
func writersFilter(w journey.Writers) string {
	var conditions []string
	add := func(labels, values []string, before string) {
		if len(values) == 0 {
			return
		}
		pattern := strconv.Quote(before + "(?:" + strings.Join(quotedMeta(values), "|") + ")")
		for _, label := range labels {
			if isName(label) {
				conditions = append(conditions, label+"=~"+pattern)
			}
		}
	}
	add(w.PodLabels, w.Pods, "")
	add(w.ServiceLabels, w.Services, "(?:.*/)?") // Promtail's job is "namespace/container"
	if len(conditions) == 0 {
		return ""
	}
	return " | " + strings.Join(conditions, " or ")
}

func quotedMeta(texts []string) []string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = regexp.QuoteMeta(text)
	}
	return quoted
}
