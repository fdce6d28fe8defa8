package extract

import "testing"

// The forms that other people's software writes, a test for each kind, with near
// misses that carry no ID. Sources are named where a form has one.

func TestColours(t *testing.T) { runLines(t, colourLines) }

var colourLines = []lineCase{
	{"Rust's tracing-subscriber", "\x1b[33m WARN\x1b[0m shop: late \x1b[3mtrace_id\x1b[0m\x1b[2m=\x1b[0m" + trace + " \x1b[3mspan_id\x1b[0m\x1b[2m=\x1b[0m" + span, full},
	{"jq's colours", "\x1b[1;39m{\x1b[0m\x1b[34;1m\"trace_id\"\x1b[0m\x1b[1;39m:\x1b[0m \x1b[0;32m\"" + trace + "\"\x1b[0m,\x1b[34;1m\"span_id\"\x1b[0m\x1b[1;39m:\x1b[0m \x1b[0;32m\"" + span + "\"\x1b[0m}", full},
	{"escaped in JSON", `{"log":"\u001b[3mtrace_id\u001b[0m\u001b[2m=\u001b[0m` + trace + `\u001b[0m"}`, trace + " - -"},
	{"escaped as by a shell", `\x1b[3mtrace_id\x1b[0m\x1b[2m=\x1b[0m` + trace, trace + " - -"},
	{"digest", "\x1b[3mdigest\x1b[0m\x1b[2m=\x1b[0m" + trace, nothing},
}

// https://cloud.google.com/trace/docs/trace-context,
// https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry
func TestGoogleCloud(t *testing.T) { runLines(t, googleLines) }

var googleLines = []lineCase{
	{"header", `x-cloud-trace-context: ` + trace + `/67667974448284343;o=1`, trace + " " + span + " yes"},
	{"header, not sampled", `"X-Cloud-Trace-Context":"` + trace + `/67667974448284343;o=0"`, trace + " " + span + " no"},
	{"header without options", `x-cloud-trace-context=` + trace + `/67667974448284343`, full},
	{"header without a span", `x-cloud-trace-context=` + trace + `;o=1`, trace + " - yes"},
	{"header with a zero span", `x-cloud-trace-context=` + trace + `/0;o=1`, trace + " - yes"},
	{"resource", `{"logging.googleapis.com/trace":"projects/shop-1/traces/` + trace + `","logging.googleapis.com/spanId":"` + span + `","logging.googleapis.com/trace_sampled":true}`, trace + " " + span + " yes"},
	{"resource under trace_id", `trace_id=projects/shop/traces/` + trace + ` span_id=` + span, full},
	{"LogEntry", `{"trace":"projects/shop/traces/` + trace + `","spanId":"` + span + `","traceSampled":false}`, trace + " " + span + " no"},
	{"resource with a host", `{"trace":"//cloudtrace.googleapis.com/projects/shop/traces/` + trace + `"}`, trace + " - -"},
	{"a secret's path", `{"trace":"projects/shop/secrets/` + trace + `"}`, nothing},
	{"resource under another key", `{"resource":"projects/shop/traces/` + trace + `"}`, nothing},
}

// https://github.com/serilog/serilog-formatting-compact#reified-properties
func TestSerilog(t *testing.T) { runLines(t, serilogLines) }

var serilogLines = []lineCase{
	{"CLEF", `{"@t":"2026-04-02T07:45:12Z","@m":"x","@tr":"` + trace + `","@sp":"` + span + `"}`, full},
	{"CLEF, wrapped", `{"log":"{\"@tr\":\"` + trace + `\",\"@sp\":\"` + span + `\"}"}`, full},
	{"tr without its sign", `{"tr":"` + trace + `","sp":"` + span + `"}`, nothing},
	{"template's hash", `{"@i":"` + trace + `"}`, nothing},
}

func TestObjectsAndMembers(t *testing.T) { runLines(t, memberLines) }

var memberLines = []lineCase{
	{"Kong", `{"trace_id":{"w3c":"` + trace + `","datadog":"11803532876627986230"},"client_ip":"192.0.2.14"}`, trace + " - -"},
	{"Kong, Datadog first", `{"trace_id":{"datadog":"11803532876627986230","w3c":"` + trace + `"}}`, trace + " - -"},
	{"Kong, Datadog alone", `{"trace_id":{"datadog":"11803532876627986230"}}`, "0000000000000000" + trace64 + " - -"},
	{"Kong with blanks", `{"trace_id": { "b3" : "` + trace + `" }}`, trace + " - -"},
	{"OTLP attribute", `{"attributes":[{"key":"trace_id","value":{"stringValue":"` + trace + `"}},{"key":"span_id","value":{"stringValue":"` + span + `"}}]}`, full},
	{"Go's stdouttrace", `{"Key":"trace_id","Value":{"Type":"STRING","Value":"` + trace + `"}}`, trace + " - -"},
	{"header list", `[{"name":"traceparent","value":"00-` + trace + `-` + span + `-01"}]`, trace + " " + span + " yes"},
	{"header list, wrapped", `{"log":"[{\"key\":\"x-b3-traceid\",\"value\":\"` + trace + `\"},{\"key\":\"x-b3-spanid\",\"value\":\"` + span + `\"}]"}`, full},
	{"attributes of an element", `<data name="trace_id" value="` + trace + `"/><data name="span_id" value="` + span + `"/>`, full},
	{"pairs of bytes", `[(b'x-b3-traceid', b'` + trace + `'), (b'x-b3-spanid', b'` + span + `')]`, full},
	{"pairs of lists", `[["x-b3-traceid","` + trace + `"],["x-b3-spanid","` + span + `"]]`, full},
	{"another key", `{"key":"etag","value":"` + trace + `"}`, nothing},
	{"another object", `{"cache_key":{"w3c":"` + trace + `"}}`, nothing},
	{"empty object", `{"trace_id":{},"etag":"` + trace + `"}`, nothing},
}

func TestKeys(t *testing.T) { runLines(t, keyLines) }

var keyLines = []lineCase{
	// https://grafana.com/docs/alloy/latest/reference/components/otelcol/otelcol.connector.spanlogs/
	{"Alloy's span logs", `span="GET /" dur=48ms svc=shop status=STATUS_CODE_OK tid=` + trace, trace + " - -"},
	{"a thread", `[pid=812 tid=` + other64 + `] done`, nothing},
	// https://learn.microsoft.com/azure/azure-monitor/app/data-model-complete
	{"Application Insights", `{"operation_Id":"` + trace + `","operation_ParentId":"` + other64 + `"}`, trace + " - -"},
	{"an operation's UUID", `{"operationId":"84961386-6d84-929d-98bd-c5aee93b5c88"}`, nothing},
	{"two words", `    Trace ID       : ` + trace, trace + " - -"},
	{"two words twice", `Trace Id: ` + trace + `, Span Id: ` + span, full},
	{"two words in quotes", `{"Trace ID":"` + trace + `","Span ID":"` + span + `"}`, full},
	{"a parent in two words", `Parent Trace ID: ` + trace, nothing},
	{"a backtrace", `Backtrace ID: ` + trace, nothing},
	{"a stack trace", `Stack trace ID: ` + trace, nothing},
	// https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-java-configuration.html
	{"X-Ray's SDK for Java", `AWS-XRAY-TRACE-ID: 1-5759e988-bd862e3fe1be46a994272793@53995c3f42cd8ad8 INFO x`, "5759e988bd862e3fe1be46a994272793 53995c3f42cd8ad8 -"},
	{"X-Ray's SDK for Java without a segment", `AWS-XRAY-TRACE-ID: 1-5759e988-bd862e3fe1be46a994272793 INFO x`, "5759e988bd862e3fe1be46a994272793 - -"},
	// https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
	{"Lambda's report", `XRAY TraceId: 1-5759e988-bd862e3fe1be46a994272793 SegmentId: 53995c3f42cd8ad8 Sampled: true`, "5759e988bd862e3fe1be46a994272793 53995c3f42cd8ad8 yes"},
	{"a segment of something else", `SegmentId: 53995c3f42cd8ad8 Sampled: true`, nothing},
	{"flags beside IDs", `{"traceid":"` + trace + `","spanid":"` + span + `","flags":1}`, trace + " " + span + " yes"},
	{"flags 0 beside IDs", `{"traceid":"` + trace + `","flags":"00"}`, trace + " - no"},
	{"flags of a packet", `{"traceid":"` + trace + `","flags":"ACK"}`, trace + " - -"},
	{"flags of a mask", `{"traceid":"` + trace + `","flags":16}`, trace + " - -"},
}

func TestSeparators(t *testing.T) { runLines(t, separatorLines) }

var separatorLines = []lineCase{
	{"full width", "traceId：" + trace + "，spanId：" + span, full},
	{"Scala's arrow", `Map(span_id -> ` + span + `, trace_id -> ` + trace + `)`, full},
	{"Scala's arrow behind another key", `Map(md5 -> ` + trace + `)`, nothing},
	{"Go's assignment", `trace_id:=` + trace, trace + " - -"},
	{"Rust's Option", `trace_id=Some("` + trace + `") span_id=Some("` + span + `")`, full},
	{"Rust's newtype", `trace_id: TraceId(` + trace + `), trace_flags: TraceFlags(0)`, trace + " - no"},
	{"Java's Optional", `traceId=Optional[` + trace + `] spanId=Optional[` + span + `]`, full},
	{"none", `trace_id=None digest=Some("` + trace + `")`, nothing},
	{"percent-encoded JSON", `GET /?ctx=%7B%22trace_id%22%3A%22` + trace + `%22%2C%22span_id%22%3A%22` + span + `%22%7D`, full},
	{"percent-encoded header", `GET /?h={%22traceparent%22:%2200-` + trace + `-` + span + `-01%22}`, trace + " " + span + " yes"},
	{"percent-encoded parameter", `next=/x?traceparent%3D00-` + trace + `-` + span + `-00`, trace + " " + span + " no"},
	{"percent-encoded hash", `GET /?opts=%7B%22etag%22%3A%22` + trace + `%22%7D`, nothing},
}

func TestPairs(t *testing.T) { runLines(t, pairLines) }

var pairLines = []lineCase{
	{"bars", `WARN | ` + trace + ` | ` + span + ` | c.b.Oven`, full},
	{"tabs", "GET\t200\t" + trace + "\t" + span, full},
	{"tabs in JSON", `{"log":"GET\t200 ` + trace + `\t` + span + `\n"}`, full},
	{"semicolons", `2026-02-11;` + trace + `;` + span + `;done`, full},
	{"commas", `a,` + trace + `,` + span + `,b`, full},
	{"brackets", `[` + trace + `] [` + span + `] done`, full},
	{"quotes", `"` + trace + `" "` + span + `"`, full},
	{"a slash in parentheses", `RealSpan(` + trace + `/` + span + `)`, full},
	{"behind a title", `'knead dough' : ` + trace + ` ` + span + ` SERVER`, full},
	{"Sleuth, decimal digits", `[shop,1234567890123456,6543210987654321] x`, "00000000000000001234567890123456 6543210987654321 -"},
	{"Jaeger's client", `Reporting span ` + trace64 + `:` + span + `:0:1`, "0000000000000000" + trace64 + " " + span + " yes"},
	{"Jaeger's client, a zero lost", `Reporting span 3ce929d0e0e4736:` + span + `:0:1`, "000000000000000003ce929d0e0e4736 " + span + " yes"},
	{"segments of a path", `GET /assets/` + trace + `/` + span + `/app.js`, nothing},
	{"accounts", `22351976153118232990084636152980 2922097211986548`, nothing},
	{"accounts with bars", `22351976153118232990084636152980|2922097211986548|x`, nothing},
	{"members of a cluster", `[peers: [` + other64 + `,` + span + `,` + trace64 + `], term: 12]`, nothing},
	{"two members", `rport [` + other64 + `,` + span + `] online`, nothing},
	{"two members with a title", `[members ` + other64 + `, ` + span + `]`, nothing},
	{"a range", `node 1: [ffff90c000000000-ffff90c03fffffff] mapped`, nothing},
	{"a range with a comma", `[00000000a10c4000, 00000000a10cafff]`, nothing},
	{"IPv6", `peer 2001:db8:85a3:8d3:1319:8a2e:370:7348 closed`, nothing},
}

func TestOtherContexts(t *testing.T) { runLines(t, otherContextLines) }

var otherContextLines = []lineCase{
	// https://docs.cilium.io/en/stable/_api/v1/flow/README/#tracecontext
	{"Cilium Hubble", `{"flow":{"trace_context":{"parent":{"trace_id":"` + trace + `"}},"node_name":"n"}}`, trace + " - -"},
	{"a parent's span", `{"trace_context":{"parent":{"trace_id":"` + trace + `","span_id":"` + other64 + `"}},"span_id":"` + span + `"}`, full},
	{"a parent in Java", `SdkSpan{parentSpanContext=ImmutableSpanContext{traceId=` + trace + `, spanId=` + other64 + `}, traceId=` + trace + `, spanId=` + span + `}`, full},
	{"a parent's flags", `SdkSpan{traceId=` + trace + `, parentSpanContext=ImmutableSpanContext{traceFlags=00}}`, trace + " - -"},
	{"a parent in JavaScript", "{\n traceId: '" + trace + "',\n parentSpanContext: {\n spanId: '" + other64 + "'\n },\n}", trace + " - -"},
	{"a query of Loki", `caller=metrics.go:237 query="{app=\"x\"} | trace_id=\"` + other + `\"" query_type=filter`, nothing},
	{"a query beside the own trace", `traceID=` + trace + ` query="{app=\"x\"} |= \"trace_id=` + other + `\""`, trace + " - -"},
	{"a query in JSON", `{"query":"{ trace:id = \"` + other + `\" } | select(trace_id=\"` + other + `\")","msg":"x"}`, nothing},
	{"a query before the own trace", `query="{ } |= \"trace_id=` + other + `\"" span_id=` + span + ` trace_id=` + trace, full},
	{"a query in a URL", `GET /loki/api/v1/query_range?query=%7B%7D%20%7C%20trace_id%3D%22` + other + `%22&limit=1 HTTP/1.1`, nothing},
	{"an empty query before the own trace", `query= trace_id=` + trace, trace + " - -"},
	{"a query that was cut", `query="{app=\"x\"} trace_id=` + trace, trace + " - -"},
	{"a query without quotes", `expr=trace_id=` + other, nothing},
}

func TestCutLines(t *testing.T) { runLines(t, cutLines) }

var cutLines = []lineCase{
	{"half of an ID", `{"msg":"x","trace_id":"` + trace64, nothing},
	{"most of an ID", `{"msg":"x","traceId":"` + trace[:30], nothing},
	{"half of an ID, then a line break", `{"msg":"x","trace_id":"` + trace64 + "\n", nothing},
	{"half of an ID in a whole wrapper", `{"log":"{\"trace_id\":\"` + trace64 + `","stream":"stdout"}`, nothing},
	{"half of a span", `{"trace_id":"` + trace + `","span_id":"` + span[:13], trace + " - -"},
	{"a whole ID without its quote", `{"msg":"x","trace_id":"` + trace, trace + " - -"},
	{"a short ID with its quote", `{"trace_id":"` + trace64 + `"}`, "0000000000000000" + trace64 + " - -"},
	{"a short ID at the end", `traceID=` + trace64, "0000000000000000" + trace64 + " - -"},
	{"a coloured ID", "\"trace_id\": \x1b[32m\"" + trace64 + "\"\x1b[0m", "0000000000000000" + trace64 + " - -"},
}
