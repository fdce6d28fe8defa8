package tempo_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
	"github.com/requestjourney/requestjourney/pkg/tempo"
)

// testSpansBy finds spans by Envoy's node ID and by the service, with all that lines
// are compared with, and none of other pods.
func testSpansBy(t *testing.T, f *fixture) {
	pod := strings.ToLower(strings.ReplaceAll(f.service, "/", "-"))
	proxy := f.span(newID(t), 1, 0, 20*time.Millisecond)
	proxy.Attributes = append(proxy.Attributes, text("node_id", "sidecar~10.8.0.4~"+pod+".shop~shop.svc.cluster.local"),
		text("http.method", "GET"), text("http.url", "http://cart/basket?x=1"), text("http.status_code", "200"))
	other := f.span(newID(t), 1, time.Second, time.Millisecond)
	other.Attributes = append(other.Attributes, text("node_id", "sidecar~10.8.0.5~"+pod+"x.shop~shop.svc.cluster.local"))
	f.push(t, proxy)
	f.push(t, other)
	f.found(t, 2)
	for name, source := range map[string]*tempo.Source{"gRPC": f.grpc, "HTTP": f.web} {
		byPod, err := source.SpansBy(t.Context(), journey.Writers{Pods: []string{pod, "another.pod"}}, f.in, 10)
		require.NoError(t, err, name)
		require.Len(t, byPod.Traces, 1, name)
		require.Equal(t, 1, byPod.Stats.Requests, name)
		require.False(t, byPod.Cut, name)
		require.Len(t, byPod.Traces[0].Spans, 1, name)
		span := &byPod.Traces[0].Spans[0]
		require.Equal(t, []string{pod, "GET", "/basket", "200", string(journey.KindServer)},
			[]string{semconv.PodOfSpan(span), semconv.Method(span), semconv.Path(span), semconv.HTTPStatus(span), string(span.Kind)}, name)
		require.Equal(t, []any{f.at.UTC(), 20 * time.Millisecond}, []any{span.Start.UTC(), span.Duration}, name)

		byService, err := source.SpansBy(t.Context(), journey.Writers{Services: []string{f.service}}, f.in, 10)
		require.NoError(t, err, name)
		require.Len(t, byService.Traces, 2, name)
		require.Equal(t, f.service, byService.Traces[0].Spans[0].ServiceName, name)

		cut, err := source.SpansBy(t.Context(), journey.Writers{Services: []string{f.service}}, f.in, 2)
		require.NoError(t, err, name)
		require.True(t, cut.Cut, name)
	}
}
