package setup

import (
	"testing"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

func TestPatternForFindsTheIDByWhatIsBeforeIt(t *testing.T) {
	const text = "4bf92f3577b34da6a3ce929d0e0e4736"
	id, err := journey.ParseTraceID(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, body, want string }{
		{"logfmt", "level=info traceID=" + text + " done", `traceID=` + hexID},
		{"JSON", `{"a":1,"trace_id":"` + text + `"}`, `"trace_id":"` + hexID},
		{"JSON with spaces", `{"trace_id": "` + text + `"}`, `"trace_id":\s*"` + hexID},
		{"JSON in JSON", `{"log":"{\"traceId\":\"` + text + `\"}"}`, `\\"traceId\\":\\"` + hexID},
		{"traceparent", "traceparent=00-" + text + "-00f067aa0ba902b7-01", `traceparent=00-` + hexID},
		{"upper case", "TraceId: 4BF92F3577B34DA6A3CE929D0E0E4736", `TraceId:\s*` + hexID},
		{"Spring", "INFO [shop," + text + ",00f067aa0ba902b7] served", `INFO\s*\[shop,` + hexID},
		{"nothing before it", text + " 00f067aa0ba902b7", ""},
		{"not in the text", "dd.trace_id=123", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := patternFor(test.body, id); got != test.want {
				t.Errorf("pattern %s, want %s", got, test.want)
			}
		})
	}
}
