package frames_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

var core = frames.CoreSources{LokiUID: "loki-1", TempoUID: "tempo-1", LogScope: `{app="shop"}`}

// requireSame holds that both encodings of a result are the same to Grafana.
func requireSame(t *testing.T, res *journey.Result) {
	t.Helper()
	files, err := frames.Arrow(t.Context(), res, frames.Names(), "A", core)
	require.NoError(t, err)
	want := core.AddLinks(frames.Encode(res, frames.Names(), "A"))
	require.Len(t, files, len(want))
	for i, frame := range want {
		bySDK, err := frame.MarshalArrow()
		require.NoError(t, err, frame.Name)
		require.Equal(t, seen(t, bySDK), seen(t, files[i]), frame.Name)
	}
}

// seen is what Grafana tells browsers of a frame.
func seen(t *testing.T, file []byte) string {
	t.Helper()
	frame, err := data.UnmarshalArrowFrame(file)
	require.NoError(t, err)
	text, err := frame.MarshalJSON()
	require.NoError(t, err)
	return string(text)
}

func TestArrowIsWhatEncodeGives(t *testing.T) {
	for name, res := range fixtures() {
		t.Run(name, func(t *testing.T) { requireSame(t, res) })
	}
}

// TestArrowInManyBatches has rows that take several batches, of which some are
// larger than a batch on their own.
func TestArrowInManyBatches(t *testing.T) {
	res := &journey.Result{Query: journey.Query{Type: journey.QueryJourney}}
	var parts []part
	for i := range 1500 {
		parts = append(parts, span(fmt.Sprintf("%x", i+1), "1", "reviews", journey.KindServer, "GET /reviews/0", i, 50, attr("n", int64(i))))
		if i%100 == 0 {
			parts = append(parts, line(i, "reviews", fmt.Sprintf("%x", i+1), "info", strings.Repeat("é ", i*150), journey.PlacedBySpan))
		}
	}
	res.Journeys = append(res.Journeys, request(someTrace, journey.VerdictComplete, 0, 100, parts...))
	requireSame(t, res)
}

func TestArrowIsSmall(t *testing.T) {
	res := deepRequest(2000)
	files, err := frames.Arrow(t.Context(), res, frames.Names(), "A", core)
	require.NoError(t, err)
	sent, whole := 0, 0
	for i, frame := range frames.Encode(res, frames.Names(), "A") {
		raw, err := frame.MarshalArrow()
		require.NoError(t, err)
		sent, whole = sent+len(files[i]), whole+len(raw)
	}
	require.Less(t, sent, whole/5)
}

// Lines have no duration: between spans, and for batches on end.
func TestArrowHoldsNulls(t *testing.T) {
	res := deepRequest(5000)
	for i := range 5000 {
		line(i, "reviews", "", "info", "a line", journey.PlacedByService)(res.Journeys[0])
	}
	requireSame(t, res)
}

func TestArrowEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := frames.Arrow(ctx, deepRequest(10), frames.Names(), "A", core)
	require.ErrorIs(t, err, context.Canceled)
}
