package faults

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/grafana/loki/pkg/push"
	"github.com/klauspost/compress/snappy"

	"github.com/requestjourney/requestjourney/tests/harness/ask"
	"github.com/requestjourney/requestjourney/tests/harness/host"
)

const (
	hostileTenant = "hostile"
	hostileTrace  = "7f3a0000000000000000000000000001"
)

// hostileLines are what a writer of logs may do to who reads them.
var hostileLines = map[string]string{
	"ANSI codes":     "\x1b[31merror\x1b[0m \x1b]0;title\x07 \x1b[2J",
	"markup":         `<script>alert(1)</script><img src=x onerror=alert(1)> &lt;b&gt;`,
	"bidi controls":  "user \u202eadmin\u202c \u2066isolated\u2069 \u200b",
	"invalid UTF-8":  "before \xff\xfe\xc3\x28 after",
	"NUL":            "before \x00 after",
	"lone surrogate": "before \xed\xa0\x80 after",
	"line breaks":    "one\r\ntwo\u2028three\u2029four",
	"JSON in pieces": `{"trace_id":"x","msg":"\ud800","a":` + strings.Repeat("[", 2000),
	"a long line":    strings.Repeat("x", 200_000),
}

// TestHostileLinesAreText holds that every line arrives as the text it is, in
// frames that Grafana can read: only what no text may hold is replaced.
func TestHostileLinesAreText(t *testing.T) {
	r := newRig(t)
	r.pushHostile(t)
	source, s := r.source()
	s.of("Loki")["tenant"] = hostileTenant
	res, err := r.plugin.Query(t.Context(), source, host.Caller{}, r.in, map[string]any{"A": map[string]any{"queryType": "journey", "traceId": hostileTrace}})
	if err != nil || res.Responses["A"].Error != nil {
		t.Fatal(err, res.Responses["A"].Error)
	}
	bodies := make(map[string]string)
	for _, f := range res.Responses["A"].Frames {
		raw, err := json.Marshal(f)
		if err != nil || !utf8.Valid(raw) {
			t.Errorf("the frame %s is not JSON in UTF-8: %v", f.Name, err)
		}
		if f.Name == "logs" {
			for _, row := range ask.Rows(f) {
				name, body, _ := strings.Cut(row.Text("body"), ": ")
				bodies[name] = body
			}
		}
	}
	for name, sent := range hostileLines {
		got := replaced.ReplaceAllString(bodies[name], "\uFFFD")
		if want := strings.ToValidUTF8(sent, "\uFFFD"); got != want {
			t.Errorf("%s: got %.200q, want %.200q", name, got, want)
		}
	}
}

// replaced are bytes that no text may hold; some replace each, some all at once.
var replaced = regexp.MustCompile("\uFFFD+")

// pushHostile sends the lines as an agent would, each with its name before it.
func (r *rig) pushHostile(t *testing.T) {
	t.Helper()
	stream := push.Stream{Labels: `{service_name="hostile"}`}
	for name, line := range hostileLines {
		stream.Entries = append(stream.Entries, push.Entry{
			Timestamp: r.at, Line: name + ": " + line,
			StructuredMetadata: push.LabelsAdapter{{Name: "trace_id", Value: hostileTrace}},
		})
	}
	raw, err := (&push.PushRequest{Streams: []push.Stream{stream}}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.servers.LokiURL+"/loki/api/v1/push", bytes.NewReader(snappy.Encode(nil, raw)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-protobuf")
	req.Header.Set("X-Scope-OrgID", hostileTenant)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, _ := io.ReadAll(res.Body); res.StatusCode != http.StatusNoContent {
		t.Fatalf("Loki took no lines: %s: %s", res.Status, body)
	}
}
