package frames_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// FuzzEncode holds that whatever a journey holds comes through Arrow as it was
// put in, and that every cell of JSON is JSON.
func FuzzEncode(f *testing.F) {
	f.Add("GET /", "shop", "msg", int64(1), int64(2), 0.5, []byte{1})
	f.Add("", "", "", int64(0), int64(0), 0.0, []byte{})
	f.Add("\xff\x00", "\u202e</script>", `"\`, int64(-1<<63), int64(1<<62), 1e308, []byte("\xff"))
	f.Fuzz(func(t *testing.T, name, service, text string, start, length int64, fraction float64, raw []byte) {
		j := request(someTrace, journey.VerdictPartial, 0, 120,
			span("a1", "", service, journey.KindServer, name, 0, 120,
				attr(text, fraction), attr("raw", raw), attr("list", []any{text, start, nil, fraction}), attr("tree", journey.Attributes{{Key: name, Value: length}})),
			span("b1", "a1", service, journey.KindClient, text, 5, 110, failed(text)),
			line(25, service, "b1", text, name+text, journey.PlacedBySpan),
			finding(journey.SeverityError, journey.FindingErrorOrigin, service, "b1", text, name, journey.Attribute{Key: text, Value: fraction}),
		)
		j.Spans[0].Start, j.Spans[0].Duration = time.Unix(0, start), time.Duration(length)
		res := &journey.Result{
			Query: journey.Query{Type: journey.QueryJourney}, Journeys: []*journey.Journey{j}, Verdict: journey.VerdictPartial,
			Graph:   journey.Graph{Services: []*journey.Service{{ID: service, Name: name, Namespace: text}}, Hops: []*journey.Hop{{Source: service, Target: text}}},
			Notices: []journey.Notice{{Severity: journey.SeverityInfo, Text: text}},
		}
		for _, frame := range frames.Encode(res, frames.Names(), "A") {
			requireComesThrough(t, frame)
		}
		requireSame(t, res)
	})
}

const someTrace = "80f198ee56343ba864fe8b2a57d3eff7"

func requireComesThrough(t *testing.T, frame *data.Frame) {
	t.Helper()
	arrow, err := frame.MarshalArrow()
	require.NoError(t, err, frame.Name)
	back, err := data.UnmarshalArrowFrame(arrow)
	require.NoError(t, err, frame.Name)
	require.Equal(t, len(frame.Fields), len(back.Fields))
	for i, field := range frame.Fields {
		for row := range field.Len() {
			want, got := field.At(row), back.Fields[i].At(row)
			require.Empty(t, cmp.Diff(want, got), "%s.%s", frame.Name, field.Name)
			if cell, isJSON := want.(json.RawMessage); isJSON {
				require.True(t, json.Valid(cell), "%s.%s: %s", frame.Name, field.Name, cell)
			}
		}
	}
	_, err = json.Marshal(frame)
	require.NoError(t, err, frame.Name)
}
