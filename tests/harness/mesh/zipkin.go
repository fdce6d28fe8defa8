package mesh

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// zipkinSpan is a span of Zipkin's API v2, as Envoy writes it.
type zipkinSpan struct {
	TraceID   string            `json:"traceId"`
	ParentID  string            `json:"parentId,omitempty"`
	ID        string            `json:"id"`
	Kind      string            `json:"kind"`
	Name      string            `json:"name"`
	Timestamp int64             `json:"timestamp"` // µs
	Duration  int64             `json:"duration"`  // µs
	Local     zipkinEndpoint    `json:"localEndpoint"`
	Tags      map[string]string `json:"tags"`
}

type zipkinEndpoint struct {
	ServiceName string `json:"serviceName"`
	IPv4        string `json:"ipv4"`
}

// zipkinBatches is a body for each proxy that has something to report.
func zipkinBatches(requests []*Request) ([][]byte, error) {
	var batches [][]byte
	byPod := spansBySender(requests, true)
	for _, pod := range slices.Sorted(maps.Keys(byPod)) {
		var batch []zipkinSpan
		for _, s := range byPod[pod] {
			batch = append(batch, encodeZipkin(s))
		}
		body, err := json.Marshal(batch)
		if err != nil {
			return nil, err
		}
		batches = append(batches, body)
	}
	return batches, nil
}

func encodeZipkin(s *span) zipkinSpan {
	z := zipkinSpan{
		TraceID:   s.sentTraceID,
		ParentID:  s.parent.String(),
		ID:        s.id.String(),
		Kind:      strings.ToUpper(string(s.kind)),
		Name:      s.name,
		Timestamp: s.start.UnixMicro(),
		Duration:  s.duration().Microseconds(),
		Local:     zipkinEndpoint{ServiceName: cmp.Or(s.endpoint, s.by.service+"."+s.by.namespace), IPv4: s.by.podIP},
		Tags:      make(map[string]string, len(s.tags)),
	}
	for _, t := range s.tags {
		z.Tags[t.key] = t.value.(string)
	}
	return z
}

// spansBySender is the spans that are sent as Zipkin, or else as OTLP, by who
// sends them: a pod's proxy or its application.
func spansBySender(requests []*Request, zipkin bool) map[string][]*span {
	bySender := map[string][]*span{}
	for _, q := range requests {
		for _, s := range q.spans {
			if s.zipkin != zipkin {
				continue
			}
			sender := s.by.pod
			if s.proxy {
				sender += " proxy"
			}
			bySender[sender] = append(bySender[sender], s)
		}
	}
	return bySender
}
