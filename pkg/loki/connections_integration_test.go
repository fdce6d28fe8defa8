package loki_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// testConnections finds ztunnel's lines of two clients, in all forms, and no others.
func testConnections(t *testing.T, f *fixture) {
	const text = "2026-10-10T01:00:04.396760Z\tinfo\taccess\tconnection complete\tsrc.addr=10.244.0.9:58866 src.workload="
	want := []string{
		text + `"shop-577d497fbd-c4gtz" dst.workload="cart-1"`,
		text + `shop-577d497fbd-c4gtz dst.workload=cart-1`,
		`{"message":"connection complete","src.workload":"pay-76f869bb97-vsdh7","dst.workload":"cart-1"}`,
		`{"log":"{\"message\":\"connection complete\",\"src.workload\":\"pay-76f869bb97-vsdh7\"}"}`,
	}
	others := []string{
		text + `"carts-577d497fbd-c4gtz" dst.workload="shop-577d497fbd-c4gtz"`, // the server
		"connection opened src.workload=\"shop-577d497fbd-c4gtz\"",
		"shop-577d497fbd-c4gtz: connection complete",
		text + `"shop.577d497fbd-c4gtz"`,
	}
	for i, body := range slices.Concat(want, others) {
		f.push(t, line{body: body, offset: time.Duration(i) * time.Second})
	}
	got, err := f.source.Connections(t.Context(), []string{"shop-577d497fbd-c4gtz", "pay-"}, f.in, 10)
	require.NoError(t, err)
	require.Equal(t, 1, got.Stats.Requests)
	require.False(t, got.Cut)
	require.ElementsMatch(t, want, bodiesOf(got.Lines))
	testConnectionsCut(t, f, want[2:])
}

func testConnectionsCut(t *testing.T, f *fixture, newest []string) {
	cut, err := f.source.Connections(t.Context(), []string{"shop-577d497fbd-c4gtz", "pay-"}, f.in, 2)
	require.NoError(t, err)
	require.True(t, cut.Cut)
	require.ElementsMatch(t, newest, bodiesOf(cut.Lines))

	long := journey.TimeRange{From: f.in.To.Add(-48 * time.Hour), To: f.in.To}
	got, err := f.source.Connections(t.Context(), []string{"shop-577d497fbd-c4gtz", "pay-"}, long, 10)
	require.NoError(t, err)
	require.Equal(t, 1, got.Stats.Requests, "only the newest slice is searched")
	require.True(t, got.Cut)
}

func bodiesOf(lines []journey.Line) (bodies []string) {
	for i := range lines {
		bodies = append(bodies, lines[i].Body)
	}
	return bodies
}
