package extract

import (
	"testing"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// pairs makes labels of name, value, name, value…
func pairs(text ...string) (ls journey.Labels) {
	for i := 0; i < len(text); i += 2 {
		ls = append(ls, journey.Label{Name: text[i], Value: text[i+1]})
	}
	return ls
}

func TestLabelsAndMetadata(t *testing.T) {
	cases := []struct {
		name string
		line journey.Line
		want string
	}{
		{"OTLP", journey.Line{Metadata: pairs("span_id", span, "trace_flags", "1", "trace_id", trace)}, trace + " " + span + " yes"},
		{"flags of an OTLP record", journey.Line{Metadata: pairs("flags", "1", "span_id", span, "trace_id", trace)}, trace + " " + span + " yes"},
		{"flags without a trace are anything", journey.Line{Body: "trace_id=" + trace, Metadata: pairs("flags", "1")}, trace + " - -"},
		{"stream label of fluent-bit", journey.Line{Labels: pairs("app", "reviews", "trace_id", trace)}, trace + " - -"},
		{"renamed by Loki", journey.Line{Labels: pairs("trace_id", "-", "trace_id_extracted", trace)}, trace + " - -"},
		{"flattened Traefik", journey.Line{Labels: pairs("request_X_B3_Spanid", span, "request_X_B3_Traceid", trace)}, trace + " " + span + " -"},
		{"traceparent", journey.Line{Metadata: pairs("traceparent", "00-"+trace+"-"+span+"-01")}, trace + " " + span + " yes"},
		{"b3", journey.Line{Metadata: pairs("b3", trace+"-"+span+"-0")}, trace + " " + span + " no"},
		{"uber", journey.Line{Metadata: pairs("uber_trace_id", trace+":"+span+":0:1")}, trace + " " + span + " yes"},
		{"Datadog", journey.Line{Metadata: pairs("dd_span_id", "67667974448284343", "dd_trace_id", "11803532876627986230")}, "0000000000000000" + trace64 + " " + span + " -"},
		{"quoted", journey.Line{Labels: pairs("trace_id", `"`+trace+`"`)}, trace + " - -"},
		{"metadata before labels before line", journey.Line{
			Metadata: pairs("trace_id", trace), Labels: pairs("trace_id", other), Body: "trace_id=" + other}, trace + " - -"},
		{"label before line", journey.Line{Labels: pairs("trace_id", trace), Body: "trace_id=" + other + " span_id=" + other64}, trace + " - -"},
		{"junk in the label", journey.Line{Labels: pairs("trace_id", "-"), Body: "trace_id=" + trace}, trace + " - -"},
		{"line completes the label", journey.Line{Labels: pairs("trace_id", trace), Body: `{"span_id":"` + span + `"}`}, trace + " " + span + " -"},
		{"line completes 64 bits", journey.Line{Labels: pairs("trace_id", trace64), Body: "trace_id=" + trace + " span_id=" + span}, trace + " " + span + " -"},
		{"label completes the line", journey.Line{Labels: pairs("span_id", span), Body: "trace_id=" + trace}, trace + " " + span + " -"},
		{"parsed, and the line rewritten", journey.Line{Body: "rope is cut", Parsed: pairs("level", "info", "span_id", span, "trace_id", trace)}, full},
		{"parsed by a regular expression", journey.Line{Body: "took 3ms", Parsed: pairs("took", "3ms", "traceId", trace)}, trace + " - -"},
		{"parsed and renamed by Loki", journey.Line{Labels: pairs("trace_id", "-"), Parsed: pairs("trace_id_extracted", trace)}, trace + " - -"},
		{"parsed and flattened", journey.Line{Parsed: pairs("parent_trace_id", other, "request_X_B3_Traceid", trace)}, trace + " - -"},
		{"parsed header", journey.Line{Parsed: pairs("traceparent", "00-"+trace+"-"+span+"-00")}, trace + " " + span + " no"},
		{"parsed in quotes", journey.Line{Parsed: pairs("trace_id", `"`+trace+`",`)}, trace + " - -"},
		{"metadata before parsed", journey.Line{Metadata: pairs("trace_id", trace), Parsed: pairs("span_id_extracted", other64, "trace_id_extracted", other)}, trace + " - -"},
		{"label before parsed", journey.Line{Labels: pairs("trace_id", trace), Parsed: pairs("trace_id_extracted", other)}, trace + " - -"},
		{"parsed before the line", journey.Line{Body: "asked for trace_id=" + other + " span_id=" + other64, Parsed: pairs("message", "asked for trace_id="+other, "trace_id", trace)}, trace + " - -"},
		{"parsed completes metadata", journey.Line{Metadata: pairs("trace_id", trace), Parsed: pairs("span_id", span)}, full},
		{"parsed junk, and the line", journey.Line{Body: "trace_id=" + trace, Parsed: pairs("trace_id", "null")}, trace + " - -"},
		{"a message that was parsed", journey.Line{Body: "info", Parsed: pairs("level", "info", "message", "placed, trace_id="+trace+" span_id="+span)}, full},
		{"the line before a message that was parsed", journey.Line{Body: "trace_id=" + trace, Parsed: pairs("message", "asked for trace_id="+other)}, trace + " - -"},
		{"a packed line that was parsed", journey.Line{Body: "web", Parsed: pairs("log", `{"msg":"placed","trace_id":"`+trace+`","span_id":"`+span+`"}`)}, full},
		{"nothing parsed is an ID by its form", journey.Line{Body: "web", Parsed: pairs("digest", other, "id", other64, "parent_trace_id", other, "request_id", "84961386-6d84-929d-98bd-c5aee93b5c88", "__error__", "JSONParserErr")}, nothing},
		{"no ID in identity labels", journey.Line{Labels: pairs("container_id", other, "pod", "reviews-v1-7f99b5d5c4-x2x7p", "pod_template_hash", "7f99b5d5c4", "uid", "84961386-6d84-929d-98bd-c5aee93b5c88")}, nothing},
	}
	for _, name := range []string{"trace_id", "traceid", "traceID", "traceId", "TraceId", "TraceID", "TRACE_ID", "trace.id", "trace-id",
		"dd.trace_id", "x_b3_traceid", "X_B3_TraceId", "request_X_B3_Traceid", "message_trace_id", "message_request_X_B3_Traceid",
		"log_processed_trace_id", "attributes_trace_id", "otelTraceID", "contextMap_traceId", "x_trace_id", "shop_trace_id"} {
		cases = append(cases, struct {
			name string
			line journey.Line
			want string
		}{name, journey.Line{Labels: pairs(name, trace)}, trace + " - -"})
	}
	e, _ := New(nil)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := want(e.Extract(&c.line)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
