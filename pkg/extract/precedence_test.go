package extract

import "testing"

func TestPrecedence(t *testing.T) { runLines(t, precedenceLines) }

const full = trace + " " + span + " -"

var precedenceLines = []lineCase{
	{"first wins", `trace_id=` + trace + ` span_id=` + span + ` trace_id=` + other + ` span_id=` + other64, full},
	{"a span after another trace is not taken", `trace_id=` + trace + ` trace_id=` + other + ` span_id=` + other64, trace + " - -"},
	{"span first", `span_id=` + span + ` trace_id=` + trace, full},
	{"parent before own", `parent_trace_id=` + other + ` trace_id=` + trace + ` parent_span_id=` + other64 + ` span_id=` + span, full},
	{"links before own", `{"links":[{"trace_id":"` + other + `","attributes":{"a":[1]}}],"trace_id":"` + trace + `","span_id":"` + span + `"}`, full},
	{"unclosed links do not hide the rest", `links: [see trace_id=` + trace + ` span_id=` + span, full},
	{"parent in prose", `parent: trace_id=` + trace, trace + " - -"},
	{"level TRACE before the key", `TRACE: trace_id=` + trace, trace + " - -"},
	{"junk, then an ID", `trace_id=- traceId=` + trace, trace + " - -"},
	{"own key before header", `X-B3-TraceId=` + other + ` X-B3-SpanId=` + other64 + ` trace_id=` + trace, trace + " - -"},
	{"own span before the caller's", `traceparent=00-` + trace + `-` + other64 + `-01 trace_id=` + trace + ` span_id=` + span, trace + " " + span + " yes"},
	{"dumped header is no Spring bracket", `map[Traceparent:[00-` + trace + `-` + other64 + `-01]] trace_id=` + trace + ` span_id=` + span, trace + " " + span + " yes"},
	{"header completes own", `trace_id=` + trace + ` traceparent=00-` + trace + `-` + span + `-00`, trace + " " + span + " no"},
	{"header of another trace completes nothing", `trace_id=` + trace + ` traceparent=00-` + other + `-` + other64 + `-00`, trace + " - -"},
	{"unknown prefix last", `checkout_trace_id=` + other + ` X-B3-TraceId=` + trace, trace + " - -"},
	{"unknown prefix alone", `checkout_trace_id=` + trace, trace + " - -"},
	{"URL parameter last", `"GET /x?traceId=` + other + `&b=1 HTTP/1.1" 200 traceID=` + trace, trace + " - -"},
	{"URL parameter alone", `"GET /x?traceId=` + trace + `&b=1 HTTP/1.1" 200`, trace + " - -"},
	{"128 bits before 64", `x_b3_traceid=` + trace64 + ` trace_id=` + trace, trace + " - -"},
	{"64 bits completed to 128", `trace_id=` + trace64 + ` x_b3_traceid=` + trace, trace + " - -"},
	{"Datadog beside OpenTelemetry", `dd.trace_id=11803532876627986230 dd.span_id=67667974448284343 trace_id=` + trace, full},
	{"field before message", `{"msg":"got trace_id=` + other + ` from cart","trace_id":"` + trace + `","span_id":"` + span + `"}`, full},
	{"field before message in logfmt", `msg="got trace_id=` + other + ` from cart" trace_id=` + trace + ` span_id=` + span, full},
	{"field before message when wrapped", `{"log":"{\"msg\":\"got trace_id=` + other + ` from cart\",\"trace_id\":\"` + trace + `\"}"}`, trace + " - -"},
	{"field before message in wrapped logfmt", `{"log":"msg=\"got trace_id=` + other + `\" trace_id=` + trace + `"}`, trace + " - -"},
	{"message when there is no field", `{"msg":"got trace_id=` + trace + ` from cart","id":"7"}`, trace + " - -"},
	{"Spring's brackets before the message", `INFO [shop,` + trace + `,` + span + `] c.e.Orders : got trace_id=` + other, full},
	{"plain trace last", `trace=` + other + ` span=` + other64 + ` X-B3-TraceId=` + trace, trace + " - -"},
	{"plain trace", `trace=` + trace + ` span=` + span, full},
	{"plain trace is full or nothing", `trace=` + trace64 + ` span=7`, nothing},
}
