package datasource

import (
	"encoding/json"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
)

// testElsewhere asks what links of Grafana's own send, as alert rules and calls
// of the API do.
func testElsewhere(t *testing.T, f fixture) {
	q := f.requests[0]
	id := q.TraceID.String()
	for name, query := range map[string]map[string]any{
		"a trace ID":           {"query": id},
		"of Tempo's type":      {"query": id, "queryType": "traceql"},
		"of the default query": {"query": id, "queryType": "search", "limit": 50},
		"a traceparent":        {"query": "00-" + id + "-00f067aa0ba902b7-01"},
	} {
		t.Run(name, func(t *testing.T) {
			steps := frameNamed(f.query(t, query), "steps")
			require.Equal(t, len(q.Spans)+len(q.Lines), steps.Rows())
		})
	}
	testRemarks(t, f)
}

// testRemarks asks what needs a word to the user.
func testRemarks(t *testing.T, f fixture) {
	t.Run("what can be both languages", func(t *testing.T) {
		const text = `{rootServiceName="istio-ingressgateway.istio-system"}`
		remark := data.Notice{
			Text: "This text can be LogQL or TraceQL; it was searched as TraceQL. Enter it as LogQL if you mean log lines.",
		}
		frames := f.query(t, map[string]any{"query": text})
		require.Positive(t, frameNamed(frames, "journeys").Rows())
		require.Contains(t, frames[0].Meta.Notices, remark)
		require.NotContains(t, f.query(t, map[string]any{"query": text, "queryType": "traceql"})[0].Meta.Notices, remark)
	})
	t.Run("counted", func(t *testing.T) {
		frames := f.query(t, map[string]any{"query": "{ }", "queryType": "metrics", "instant": true})
		require.Positive(t, frames[0].Rows())
	})
	t.Run("what is no question", func(t *testing.T) {
		raw, err := json.Marshal(map[string]string{"query": "null"})
		require.NoError(t, err)
		res, err := f.source.QueryData(t.Context(), &backend.QueryDataRequest{Queries: []backend.DataQuery{{RefID: "A", JSON: raw, TimeRange: f.in}}})
		require.NoError(t, err)
		require.Equal(t, backend.StatusBadRequest, res.Responses["A"].Status)
		require.EqualError(t, res.Responses["A"].Error,
			`"null" is neither a trace ID nor LogQL nor TraceQL: correct the link that sent it, or enter a trace ID or a query.`)
	})
}

func frameNamed(frames data.Frames, name string) *data.Frame {
	for _, f := range frames {
		if f.Name == name {
			return f
		}
	}
	return data.NewFrame(name)
}
