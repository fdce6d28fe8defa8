package extract

import (
	"strings"
	"testing"
)

func TestJunkIsNoID(t *testing.T) {
	values := map[string]string{
		"dash":                    "-",
		"null":                    "null",
		"undefined":               "undefined",
		"none":                    "none",
		"None":                    "None",
		"nil":                     "<nil>",
		"NaN":                     "NaN",
		"empty":                   "",
		"one zero":                "0",
		"zeros":                   strings.Repeat("0", 32),
		"zeros, 64-bit":           strings.Repeat("0", 16),
		"zeros after 0x":          "0x" + strings.Repeat("0", 32),
		"zeros, decimal":          strings.Repeat("0", 18),
		"request ID":              "84961386-6d84-929d-98bd-c5aee93b5c88",
		"braced UUID":             "{84961386-6d84-929d-98bd-c5aee93b5c88}",
		"UUID with a suffix":      "84961386-6d84-929d-98bd-c5aee93b5c88-1",
		"Git commit":              "0dd0c98a3f5c6b7d8e9f0a1b2c3d4e5f60718293",
		"short Git commit":        "0dd0c98",
		"digest":                  strings.Repeat("0123456789abcdef", 4),
		"object ID":               "507f1f77bcf86cd799439011",
		"container ID":            "3b5c7d9e1f20",
		"pod":                     "reviews-v1-7f99b5d5c4-x2x7p",
		"pod template":            "7f99b5d5c4",
		"time in ms":              "1773220442481",
		"decimal above 64 bits":   "18446744073709551616",
		"base64":                  "4bf92f3577b34da6a3ce929d0e0e47==",
		"word of hex letters":     "deadbeefcafe",
		"hex that goes on":        trace + "x",
		"hex with underscore":     trace + "_1",
		"hex with dash":           trace + "-1",
		"hex, dot, word":          trace + ".log",
		"not all hex":             "4bf92f3577b34da6a3ce929d0e0e473g",
		"16 words":                "ghijklmnopqrstuv",
		"template":                "%REQ(X-B3-TRACEID)%",
		"variable":                "${trace_id}",
		"float":                   "4.2e18",
		"short traceparent":       "00-4bf92f3577b34da6-" + span + "-01",
		"b3 with a short span":    trace + "-00f067aa-1",
		"uber of three":           "4bf92f357:00f067:0",
		"short Amazon":            "Root=1-5759e988-bd862e3fe1be46a99427",
		"Amazon, self only":       "Self=1-67891234-12456789abcdef0123456789",
		"IPv6":                    "2001:db8:85a3:8d3:1319:8a2e:370:7348",
		"MAC":                     "00:1b:44:11:3a:b7",
		"ARN":                     "arn:aws:iam::123456789012:role/x",
		"42-digit number with 0x": "0x" + strings.Repeat("1", 40),
	}
	forms := []string{`trace_id=%`, `{"trace_id":"%"}`, `traceId: %, x`, `{"log":"{\"traceid\":\"%\"}"}`, `X-B3-TraceId=%`, `traceparent=%`, `b3: %`}
	var cases []lineCase
	for name, value := range values {
		for _, form := range forms {
			line := strings.ReplaceAll(form, "%", value)
			cases = append(cases, lineCase{name + " in " + form, line, nothing})
		}
	}
	runLines(t, cases)
}

func TestNotKeys(t *testing.T) { runLines(t, unkeyedLines) }

var unkeyedLines = []lineCase{
	{"request ID key", `request_id=` + other, nothing},
	{"x-request-id key", `{"x-request-id":"` + other + `"}`, nothing},
	{"id key", `{"id":"` + other + `"}`, nothing},
	{"id key after a trace object", `{"trace":{"sampled":true},"id":"` + other + `"}`, nothing},
	{"digest", `md5=` + other + ` sha=` + other64, nothing},
	{"digest and hash", `md5: ` + other + ` ` + other64, nothing},
	{"unknown key with two IDs", `pair="` + other + ` ` + other64 + `"`, nothing},
	{"32 digits alone", `stored ` + other + ` in 4 ms`, nothing},
	{"32 digits and a word", `stored ` + other + ` deadbeef`, nothing},
	{"array of numbers", `[1,` + other64 + `,` + other64 + `,3]`, nothing},
	{"list of long numbers", `[1,1234567890123456,6543210987654321]`, nothing},
	{"64-bit pair", `[2026] ` + other64 + ` ` + other64 + ` x`, nothing},
	{"parent only", `parent_trace_id=` + other + ` parentTraceId=` + other, nothing},
	{"linked only", `linked_trace_id=` + other + ` link.trace.id=` + other, nothing},
	{"links", `{"links":[{"trace_id":"` + other + `","span_id":"` + other64 + `"}]}`, nothing},
	{"span without trace", `span_id=` + span + ` trace_flags=01`, nothing},
	{"stack trace ID", `stacktrace_id=` + other + ` stackTraceId=` + other, nothing},
	{"word that ends in traceid", `subtraceid=` + other, nothing},
	{"key without value", `the trace_id`, nothing},
	{"key in a sentence", `the trace_id ` + other + ` is gone`, nothing},
	{"log level", `TRACE: ` + `loaded`, nothing},
	{"path", `GET /api/traces/` + other, nothing},
	{"empty", ``, nothing},
}
