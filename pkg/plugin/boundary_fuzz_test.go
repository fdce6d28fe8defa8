package plugin

import (
	"encoding/json"
	"errors"
	"io"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"github.com/stretchr/testify/require"
)

// FuzzBoundary holds that all answers reach Grafana, whatever bytes lines, labels,
// spans and servers' errors hold: each query gets its own, every text is UTF-8,
// and a query about something else is answered as ever.
func FuzzBoundary(f *testing.F) {
	f.Add("level=info msg=hello", "shop", "GET /", "parse error at line 1")
	f.Add("\xff\xfe broken", "app\x80", "caf\xe9 \xc3", "\xe2 says no")
	f.Add("", "", "", "")
	f.Add("“quoted” {\"trace_id\":\"\xf0\x9f\"}", "a\x00b", "\u202e</script>\xed\xa0\x80", "“rate({app=\"x\"}[1m])” is no log query")
	const ticket = "encoded frames under " // the prefix in package encodedframes
	f.Add(ticket+"1", ticket, ticket, ticket)
	servers := newTwoServers(f)
	b := newBoundary(f, servers.settings())
	var plain data.Frames
	f.Fuzz(func(t *testing.T, line, label, attribute, fault string) {
		if plain == nil {
			plain = framesOf(t, b.query(t, map[string]map[string]any{"plain": plainQuery})["plain"])
		}
		servers.say.Store(&words{line, label, attribute, fault})
		answers := b.query(t, queriesAbout(fault))
		for refID, answer := range answers {
			require.Equal(t, refID == "wrong logql" || refID == "wrong traceql" || refID == "wrong id", answer.Error != "", "%s: %s", refID, answer.Error)
			requireValid(t, refID, answer.Error)
			requireValidFrames(t, framesOf(t, answer))
		}
		requireSameRows(t, plain, framesOf(t, answers["plain"]))
		b.requireOthers(t, fault)
	})
}

var plainQuery = map[string]any{"queryType": "journey", "traceId": plainTrace}

func queriesAbout(text string) map[string]map[string]any {
	all := []string{"journeys", "steps", "nodes", "edges", "trace", "logs", "findings"}
	return map[string]map[string]any{
		"plain":         plainQuery,
		"journey":       {"queryType": "journey", "traceId": strangeTrace},
		"logql":         {"logql": `{app="x"} |= "` + text, "frames": all},
		"traceql":       {"traceql": `{}`, "frames": all},
		"metrics":       {"queryType": "metrics", "logql": `{app="x"}`, "by": "service", "metric": "findings", "instant": true},
		"wrong logql":   {"logql": `{wrong="x"}`},
		"wrong traceql": {"traceql": `{ .wrong = 1 }`},
		"wrong id":      {"queryType": "journey", "traceId": "wrong" + text},
	}
}

// requireOthers asks what is no query.
func (b boundary) requireOthers(t *testing.T, text string) {
	t.Helper()
	health, err := b.diagnostics.CheckHealth(t.Context(), &pluginv2.CheckHealthRequest{PluginContext: b.about})
	require.NoError(t, err)
	requireValid(t, "health", health.Message)
	require.True(t, json.Valid(health.JsonDetails))

	parts, err := b.resources.CallResource(t.Context(), &pluginv2.CallResourceRequest{PluginContext: b.about, Method: "GET", Path: "loki/labels", Url: "loki/labels"})
	for err == nil {
		var part *pluginv2.CallResourceResponse
		if part, err = parts.Recv(); err == nil {
			requireValid(t, "a resource", string(part.Body))
			require.True(t, json.Valid(part.Body))
		}
	}
	require.True(t, errors.Is(err, io.EOF), err)

	streamed := b.stream(t, map[string]any{"refId": "A", "logql": `{app="x"}`, "frames": []string{"logs", "trace"}})
	require.Equal(t, streamDone, streamed[len(streamed)-1].State)
	streamed = b.stream(t, map[string]any{"refId": "A", "logql": `{wrong="x"}`})
	require.Equal(t, streamFailed, streamed[len(streamed)-1].State)
	refused, err := b.streams.SubscribeStream(t.Context(), &pluginv2.SubscribeStreamRequest{PluginContext: b.about, Path: "no stream", Data: []byte(text)})
	require.NoError(t, err)
	requireValid(t, "a refusal", string(refused.Data))
}

func framesOf(t *testing.T, answer *pluginv2.DataResponse) data.Frames {
	t.Helper()
	frames, err := data.UnmarshalArrowFrames(answer.Frames)
	require.NoError(t, err)
	return frames
}

func requireValidFrames(t *testing.T, frames data.Frames) {
	t.Helper()
	for _, frame := range frames {
		for _, field := range frame.Fields {
			requireValid(t, frame.Name, field.Name+field.Labels.String())
			for row := range field.Len() {
				switch cell := field.At(row).(type) {
				case string:
					requireValid(t, frame.Name+"."+field.Name, cell)
				case json.RawMessage:
					requireValid(t, frame.Name+"."+field.Name, string(cell))
					require.True(t, json.Valid(cell), "%s.%s: %s", frame.Name, field.Name, cell)
				}
			}
		}
		for _, notice := range frame.Meta.Notices {
			requireValid(t, frame.Name, notice.Text)
		}
	}
}

func requireValid(t *testing.T, what, text string) {
	t.Helper()
	require.True(t, utf8.ValidString(text), "%s: %q", what, text)
}

// requireSameRows leaves out what each answer says of itself.
func requireSameRows(t *testing.T, want, got data.Frames) {
	t.Helper()
	require.Equal(t, len(want), len(got))
	for i := range want {
		require.Empty(t, cmp.Diff(want[i].Fields, got[i].Fields, data.FrameTestCompareOptions()...), want[i].Name)
	}
}
