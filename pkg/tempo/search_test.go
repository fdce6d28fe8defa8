package tempo

import (
	"strings"
	"testing"

	"github.com/grafana/tempo/pkg/tempopb"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/tempo/decode"
)

// TestSearchRequest has Tempo's own code read the request.
func TestSearchRequest(t *testing.T) {
	r := request{traceql: `{ status = error } | select(name)`, in: hour, limit: 1 << 20, spans: 7}
	var got tempopb.SearchRequest
	require.NoError(t, got.Unmarshal(r.encode()))
	start, end := seconds(hour)
	require.Equal(t, tempopb.SearchRequest{Query: r.traceql, Start: uint32(start), End: uint32(end), Limit: 1 << 20, SpansPerSpanSet: 7}, got)
	require.NoError(t, got.Unmarshal(request{}.encode()))
}

// TestSearchOfNothing: see decode's test of the same name.
func TestSearchOfNothing(t *testing.T) {
	many := `{"metrics":{},"traces":[{}` + strings.Repeat(",{}", decode.MaxBytes/256) + `]}`
	_, err := answering(t, []byte(many)).Search(t.Context(), "{}", hour, 1)
	require.Equal(t, journey.ErrTooMuch, kindOfFault(t, err))
}
