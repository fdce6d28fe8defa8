package cases

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// send sends spans and lines of a row.
func (s *sent) send(ctx context.Context, to *stack.Stack) error {
	if len(s.Spans) > 0 {
		if err := s.sendSpans(ctx, to); err != nil {
			return err
		}
	}
	if len(s.Lines) == 0 {
		return nil
	}
	var streams []object
	for _, l := range s.Lines {
		if l.Metadata == nil {
			l.Metadata = map[string]string{}
		}
		streams = append(streams, object{"stream": l.Labels, "values": [][]any{{s.nanos(l.At), l.Line, l.Metadata}}})
	}
	return mesh.PostJSON(ctx, to.LokiURL+"/loki/api/v1/push", object{"streams": streams})
}

func (s *sent) sendSpans(ctx context.Context, to *stack.Stack) error {
	if s.Zipkin {
		return mesh.PostJSON(ctx, to.TempoZipkin+"/api/v2/spans", s.zipkin())
	}
	return mesh.PostJSON(ctx, to.TempoOTLP+"/v1/traces", s.otlp())
}

type object map[string]any

func (s *sent) nanos(at float64) string {
	return strconv.FormatInt(s.base.UnixNano()+int64(math.Round(at*1e6)), 10)
}

var kindNumbers = map[string]int{"unspecified": 0, "internal": 1, "server": 2, "client": 3, "producer": 4, "consumer": 5}

var statusNumbers = map[string]int{"": 0, "ok": 1, "error": 2}

// otlp is https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
func (s *sent) otlp() object {
	var resources []object
	for _, sp := range s.Spans {
		resource := map[string]any{}
		for key, value := range sp.Resource {
			resource[key] = value
		}
		if sp.Service != "" {
			resource["service.name"] = sp.Service
		}
		resources = append(resources, object{
			"resource":   object{"attributes": keyValues(resource)},
			"scopeSpans": []object{{"scope": object{}, "spans": []object{s.otlpSpan(sp)}}},
		})
	}
	return object{"resourceSpans": resources}
}

func (s *sent) otlpSpan(sp span) object {
	parent := ""
	if sp.Parent != "" {
		parent = s.id(sp.Parent)
	}
	return object{
		"traceId": s.trace(sp.Trace), "spanId": s.id(sp.ID), "parentSpanId": parent, "name": sp.Name, "kind": kindNumbers[sp.Kind],
		"startTimeUnixNano": s.nanos(*sp.Start), "endTimeUnixNano": s.nanos(*sp.End), "attributes": keyValues(sp.Attrs),
		"status": object{"code": statusNumbers[sp.Status], "message": sp.Message},
	}
}

func keyValues(attributes map[string]any) []object {
	pairs := []object{}
	for key, v := range attributes {
		pairs = append(pairs, object{"key": key, "value": otlpValue(v)})
	}
	return pairs
}

func otlpValue(v any) object {
	switch v := v.(type) {
	case bool:
		return object{"boolValue": v}
	case float64:
		if v == math.Trunc(v) {
			return object{"intValue": strconv.FormatFloat(v, 'f', 0, 64)}
		}
		return object{"doubleValue": v}
	default:
		return object{"stringValue": fmt.Sprint(v)}
	}
}

// zipkin is https://zipkin.io/zipkin-api/#/default/post_spans
func (s *sent) zipkin() (spans []object) {
	for _, sp := range s.Spans {
		out := object{"traceId": s.trace(sp.Trace), "id": s.id(sp.ID), "name": sp.Name, "tags": tags(sp.Attrs)}
		if sp.Parent != "" {
			out["parentId"] = s.id(sp.Parent)
		}
		if sp.Kind != "unspecified" {
			out["kind"] = strings.ToUpper(sp.Kind)
		}
		if sp.Shared {
			out["shared"] = true
		}
		local := object{"serviceName": sp.Service}
		if sp.IP != "" {
			local["ipv4"] = sp.IP
		}
		out["localEndpoint"] = local
		if sp.Remote != "" {
			out["remoteEndpoint"] = object{"serviceName": sp.Remote}
		}
		if sp.Start != nil {
			start, end := s.base.UnixMicro()+int64(math.Round(*sp.Start*1000)), s.base.UnixMicro()+int64(math.Round(*sp.End*1000))
			out["timestamp"], out["duration"] = start, max(1, end-start)
		}
		spans = append(spans, out)
	}
	return spans
}

func tags(attributes map[string]any) map[string]string {
	tags := map[string]string{}
	for key, value := range attributes {
		tags[key] = fmt.Sprint(value)
	}
	return tags
}
