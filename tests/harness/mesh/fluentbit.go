package mesh

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/grafana/loki/pkg/push"
	"github.com/klauspost/compress/snappy"
)

// labels are what fluent-bit's Loki output is usually told to take from its
// Kubernetes filter.
func labels(w *workload, container string) map[string]string {
	l := map[string]string{
		"job":       "fluent-bit",
		"namespace": w.namespace,
		"pod":       w.pod,
		"container": container,
		"app":       w.service,
		"host":      w.node,
	}
	if w.helm {
		delete(l, "app")
		l["app_kubernetes_io_name"] = w.service
		return l
	}
	if w.version != "" {
		l["version"] = w.version
	}
	return l
}

// origin is where a line comes from.
type origin struct {
	*workload
	container string
	tc        traceContext
}

// byFluentBit labels a line and leaves it as it is.
func byFluentBit(l *Line, _ writtenLine, from origin) {
	l.Labels = labels(from.workload, from.container)
}

// byTraceLabel makes the trace ID a label, as fluent-bit does with
// "label_keys $trace_id". Fields of lines that it parsed become the record; what
// is a label is no field any more.
func byTraceLabel(l *Line, written writtenLine, from origin) {
	l.Labels = labels(from.workload, from.container)
	if !written.namesTrace {
		return
	}
	l.Labels["trace_id"] = from.tc.sent
	if strings.Contains(l.Body, from.tc.traceID.String()) {
		l.Labels["trace_id"] = from.tc.traceID.String()
	}
	var record map[string]any
	if json.Unmarshal([]byte(l.Body), &record) != nil {
		return
	}
	delete(record, "traceId")
	if body, err := json.Marshal(record); err == nil {
		l.Body = string(body)
	}
}

// pushBody is the lines of the requests as a body of Loki's push API: streams
// in order of their labels, lines in order of time. It is nil without any.
func pushBody(requests []*Request) ([]byte, error) {
	byStream := map[string][]push.Entry{}
	for _, q := range requests {
		for _, lines := range [][]Line{q.Lines, q.Unrelated} {
			for i := range lines {
				if lines[i].resource != nil {
					continue
				}
				stream := selector(lines[i].Labels)
				byStream[stream] = append(byStream[stream], push.Entry{
					Timestamp: lines[i].Time, Line: lines[i].Body, StructuredMetadata: metadata(lines[i].Metadata),
				})
			}
		}
	}
	var body push.PushRequest
	for _, stream := range slices.Sorted(maps.Keys(byStream)) {
		entries := byStream[stream]
		slices.SortStableFunc(entries, func(a, b push.Entry) int { return a.Timestamp.Compare(b.Timestamp) })
		body.Streams = append(body.Streams, push.Stream{Labels: stream, Entries: entries})
	}
	if len(body.Streams) == 0 {
		return nil, nil // Loki refuses a body without streams
	}
	wire, err := body.Marshal()
	return snappy.Encode(nil, wire), err
}

func metadata(pairs map[string]string) push.LabelsAdapter {
	var out push.LabelsAdapter
	for _, name := range slices.Sorted(maps.Keys(pairs)) {
		out = append(out, push.LabelAdapter{Name: name, Value: pairs[name]})
	}
	return out
}

// selector is the labels as the push API wants them.
func selector(labels map[string]string) string {
	pairs := make([]string, 0, len(labels))
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		pairs = append(pairs, fmt.Sprintf("%s=%q", name, labels[name]))
	}
	return "{" + strings.Join(pairs, ", ") + "}"
}
