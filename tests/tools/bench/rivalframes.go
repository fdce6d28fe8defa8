package bench

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"strconv"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/data/utils/jsoniter"
	"github.com/grafana/tempo/pkg/tempopb"
	commonv1 "github.com/grafana/tempo/pkg/tempopb/common/v1"
	resourcev1 "github.com/grafana/tempo/pkg/tempopb/resource/v1"
	tracev1 "github.com/grafana/tempo/pkg/tempopb/trace/v1"
	j "github.com/json-iterator/go"
)

// lokiFrame reads Loki's JSON the way that Grafana's Loki data source does: by
// json-iterator, value by value, into a frame of columns.
func lokiFrame(body []byte) (*data.Frame, error) {
	frame := data.NewFrame("",
		data.NewField("labels", nil, []json.RawMessage{}), data.NewField("Time", nil, []time.Time{}), data.NewField("Line", nil, []string{}),
		data.NewField("tsNs", nil, []string{}), data.NewField("labelTypes", nil, []json.RawMessage{}), data.NewField("id", nil, []string{}))
	iter := jsoniter.NewIterator(j.ParseBytes(j.ConfigDefault, body))
	err := eachKey(iter, func(key string) error {
		if key != "data" {
			return iter.Skip()
		}
		return eachKey(iter, func(key string) error {
			if key != "result" {
				return iter.Skip()
			}
			return eachItem(iter, func() error { return appendStream(frame, iter) })
		})
	})
	return frame, err
}

func eachKey(iter *jsoniter.Iterator, visit func(string) error) error {
	for {
		key, err := iter.ReadObject()
		if err != nil || key == "" {
			return err
		}
		if err := visit(key); err != nil {
			return err
		}
	}
}

func eachItem(iter *jsoniter.Iterator, visit func() error) error {
	for {
		more, err := iter.ReadArray()
		if err != nil || !more {
			return err
		}
		if err := visit(); err != nil {
			return err
		}
	}
}

func appendStream(frame *data.Frame, iter *jsoniter.Iterator) error {
	labels := map[string]string{}
	return eachKey(iter, func(key string) error {
		switch key {
		case "stream":
			return iter.ReadVal(&labels)
		case "values":
			return eachItem(iter, func() error { return appendLine(frame, iter, labels) })
		}
		return iter.Skip()
	})
}

// appendLine reads [time, line, {structuredMetadata, parsed}].
func appendLine(frame *data.Frame, iter *jsoniter.Iterator, stream map[string]string) error {
	var nanos, line string
	all, types := maps.Clone(stream), make(map[string]string, len(stream))
	for name := range stream {
		types[name] = "I"
	}
	for position := 0; ; position++ {
		more, err := iter.ReadArray()
		if err != nil {
			return err
		}
		if !more {
			return appendRow(frame, nanos, line, all, types)
		}
		switch position {
		case 0:
			nanos, err = iter.ReadString()
		case 1:
			line, err = iter.ReadString()
		default:
			err = readMetadata(iter, all, types)
		}
		if err != nil {
			return err
		}
	}
}

func readMetadata(iter *jsoniter.Iterator, all, types map[string]string) error {
	return eachKey(iter, func(kind string) error {
		return eachKey(iter, func(name string) (err error) {
			all[name], err = iter.ReadString()
			types[name] = kind[:1]
			return err
		})
	})
}

// appendRow adds Grafana's columns, the row's ID among them: a hash of all that
// tells rows apart.
func appendRow(frame *data.Frame, nanos, line string, labels, types map[string]string) error {
	at, err := strconv.ParseInt(nanos, 10, 64)
	if err != nil {
		return err
	}
	labelsJSON, err := j.ConfigCompatibleWithStandardLibrary.Marshal(labels)
	if err != nil {
		return err
	}
	typesJSON, err := j.ConfigCompatibleWithStandardLibrary.Marshal(types)
	if err != nil {
		return err
	}
	hash := fnv.New32()
	_, _ = hash.Write(labelsJSON)
	_, _ = hash.Write([]byte(line))
	frame.AppendRow(json.RawMessage(labelsJSON), time.Unix(0, at).UTC(), line, nanos, json.RawMessage(typesJSON),
		fmt.Sprintf("%s_%x", nanos, hash.Sum32()))
	return nil
}

// traceFrame has the columns of Grafana's trace view.
func traceFrame(trace *tempopb.Trace) (*data.Frame, error) {
	frame := data.NewFrame("Trace",
		data.NewField("traceID", nil, []string{}), data.NewField("spanID", nil, []string{}), data.NewField("parentSpanID", nil, []string{}),
		data.NewField("operationName", nil, []string{}), data.NewField("serviceName", nil, []string{}), data.NewField("kind", nil, []string{}),
		data.NewField("statusCode", nil, []int64{}), data.NewField("statusMessage", nil, []string{}),
		data.NewField("instrumentationLibraryName", nil, []string{}), data.NewField("instrumentationLibraryVersion", nil, []string{}),
		data.NewField("traceState", nil, []string{}), data.NewField("serviceTags", nil, []json.RawMessage{}),
		data.NewField("startTime", nil, []float64{}), data.NewField("duration", nil, []float64{}), data.NewField("logs", nil, []json.RawMessage{}),
		data.NewField("references", nil, []json.RawMessage{}), data.NewField("tags", nil, []json.RawMessage{}))
	for _, group := range trace.GetResourceSpans() {
		service, tags, err := processOf(group.Resource)
		if err != nil {
			return nil, err
		}
		for _, scope := range group.ScopeSpans {
			for _, s := range scope.Spans {
				if err := appendSpan(frame, s, scope.Scope, service, tags); err != nil {
					return nil, err
				}
			}
		}
	}
	return frame, nil
}

func processOf(resource *resourcev1.Resource) (service string, tags json.RawMessage, err error) {
	service = "<unknown>"
	for _, a := range resource.GetAttributes() {
		if a.Key == "service.name" {
			service = a.Value.GetStringValue()
		}
	}
	tags, err = json.Marshal(keyValues(resource.GetAttributes()))
	return service, tags, err
}

type keyValue struct {
	Key   string `json:"key"`
	Value any    `json:"value"`
}

func keyValues(attributes []*commonv1.KeyValue) []keyValue {
	pairs := make([]keyValue, len(attributes), len(attributes)+2)
	for i, a := range attributes {
		pairs[i].Key = a.Key
		switch v := a.Value.GetValue().(type) {
		case *commonv1.AnyValue_StringValue:
			pairs[i].Value = v.StringValue
		case *commonv1.AnyValue_IntValue:
			pairs[i].Value = v.IntValue
		case *commonv1.AnyValue_BoolValue:
			pairs[i].Value = v.BoolValue
		case *commonv1.AnyValue_DoubleValue:
			pairs[i].Value = v.DoubleValue
		}
	}
	return pairs
}

func appendSpan(frame *data.Frame, s *tracev1.Span, scope *commonv1.InstrumentationScope, service string, process json.RawMessage) error {
	all := keyValues(s.Attributes)
	if s.Status.GetCode() == tracev1.Status_STATUS_CODE_ERROR {
		all = append(all, keyValue{"error", true})
	}
	tags, err := json.Marshal(all)
	if err != nil {
		return err
	}
	logs, err := json.Marshal(eventsOf(s.Events))
	if err != nil {
		return err
	}
	frame.AppendRow(hex.EncodeToString(s.TraceId), hex.EncodeToString(s.SpanId), hex.EncodeToString(s.ParentSpanId),
		s.Name, service, s.Kind.String(), int64(s.Status.GetCode()), s.Status.GetMessage(), scope.GetName(), scope.GetVersion(), s.TraceState,
		process, float64(s.StartTimeUnixNano)/1e6, float64(s.EndTimeUnixNano-s.StartTimeUnixNano)/1e6, json.RawMessage(logs),
		json.RawMessage("[]"), json.RawMessage(tags))
	return nil
}

type traceLog struct {
	Timestamp float64    `json:"timestamp"`
	Fields    []keyValue `json:"fields"`
	Name      string     `json:"name"`
}

func eventsOf(events []*tracev1.Span_Event) []traceLog {
	logs := make([]traceLog, len(events))
	for i, e := range events {
		logs[i] = traceLog{float64(e.TimeUnixNano) / 1e6, keyValues(e.Attributes), e.Name}
	}
	return logs
}
