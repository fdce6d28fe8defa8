package mesh

import (
	"maps"
	"slices"
	"strings"

	collector "go.opentelemetry.io/proto/otlp/collector/logs/v1"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	logs "go.opentelemetry.io/proto/otlp/logs/v1"
	resource "go.opentelemetry.io/proto/otlp/resource/v1"
	"google.golang.org/protobuf/proto"
)

// byOTLP sends a line from the SDK to Loki's OTLP endpoint: Loki makes labels
// and structured metadata of the resource, and metadata of the context.
func byOTLP(l *Line, _ writtenLine, from origin) {
	l.resource = append(workloadResource(from.workload), tag{"k8s.container.name", from.container})
	l.Labels = map[string]string{}
	for _, t := range l.resource {
		l.Labels[strings.ReplaceAll(t.key, ".", "_")], _ = t.value.(string)
	}
	l.context = from.tc
}

// otlpLogBatches is a body of OTLP logs for each pod that sends its lines so.
func otlpLogBatches(requests []*Request) ([][]byte, error) {
	byPod, resources := map[string][]*logs.LogRecord{}, map[string][]tag{}
	for _, q := range requests {
		for _, lines := range [][]Line{q.Lines, q.Unrelated} {
			for i := range lines {
				if l := &lines[i]; l.resource != nil {
					pod := l.Labels["k8s_pod_name"]
					byPod[pod], resources[pod] = append(byPod[pod], logRecord(l)), l.resource
				}
			}
		}
	}
	var batches [][]byte
	for _, pod := range slices.Sorted(maps.Keys(byPod)) {
		export := &collector.ExportLogsServiceRequest{ResourceLogs: []*logs.ResourceLogs{{
			Resource:  &resource.Resource{Attributes: attributes(resources[pod])},
			ScopeLogs: []*logs.ScopeLogs{{LogRecords: byPod[pod]}},
		}}}
		body, err := proto.MarshalOptions{Deterministic: true}.Marshal(export)
		if err != nil {
			return nil, err
		}
		batches = append(batches, body)
	}
	return batches, nil
}

// logRecord is a line with the context that the SDK knew.
func logRecord(l *Line) *logs.LogRecord {
	record := &logs.LogRecord{
		TimeUnixNano:         uint64(l.Time.UnixNano()),
		ObservedTimeUnixNano: uint64(l.Time.UnixNano()),
		SeverityText:         strings.ToUpper(l.Level),
		SeverityNumber:       severities[l.Level],
		Body:                 &common.AnyValue{Value: &common.AnyValue_StringValue{StringValue: l.Body}},
		TraceId:              l.context.traceID[:],
		SpanId:               l.context.spanID[:],
	}
	if l.context.sampled {
		record.Flags = 1
	}
	return record
}

var severities = map[string]logs.SeverityNumber{
	"debug": logs.SeverityNumber_SEVERITY_NUMBER_DEBUG, "info": logs.SeverityNumber_SEVERITY_NUMBER_INFO,
	"warn": logs.SeverityNumber_SEVERITY_NUMBER_WARN, "error": logs.SeverityNumber_SEVERITY_NUMBER_ERROR,
}
