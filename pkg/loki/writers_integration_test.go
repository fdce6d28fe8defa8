package loki_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// testLinesBy finds the lines of pods and services by labels and metadata, and leaves
// out what has an ID.
func testLinesBy(t *testing.T, f *fixture) {
	pod, service := map[string]string{"pod": "cart-1"}, map[string]string{"job": "shop/mail"}
	f.push(t,
		line{body: "by label", labels: pod},
		line{body: "by metadata", metadata: map[string]string{"k8s_pod_name": "cart-1"}},
		line{body: "by service", labels: service},
		line{body: `{"trace_id":"","msg":"an empty ID"}`, labels: pod},
		line{body: "order 84961386-6d84-929d-98bd-c5aee93b5c88 taken", labels: pod},
		line{body: "another pod", labels: map[string]string{"pod": "cart-11"}},
		line{body: "another service", labels: map[string]string{"job": "shop/mailer"}},
		line{body: "an ID in metadata", labels: pod, metadata: map[string]string{"trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"}},
		line{body: "traceID=4bf92f3577b34da6", labels: pod},
		line{body: `{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736"}`, labels: pod},
		line{body: "request_id=84961386-6d84-929d-98bd-c5aee93b5c88", labels: pod},
		line{body: `[x] "GET / HTTP/1.1" 200 - "84961386-6d84-929d-98bd-c5aee93b5c88" "cart:80"`, labels: pod},
		line{body: "too late", labels: pod, offset: 2 * time.Minute})
	writers := journey.Writers{Pods: []string{"cart-1"}, Services: []string{"mail"},
		PodLabels: []string{"pod", "k8s_pod_name"}, ServiceLabels: []string{"app.kubernetes.io/name", "job"}}

	found, err := f.source.LinesBy(t.Context(), writers, f.in, 100)
	require.NoError(t, err)
	require.Equal(t, []string{"by label", "by metadata", "by service", "order 84961386-6d84-929d-98bd-c5aee93b5c88 taken", `{"trace_id":"","msg":"an empty ID"}`}, bodies(found.Lines))
	require.Equal(t, 1, found.Stats.Requests)
	require.False(t, found.Cut)

	cut, err := f.source.LinesBy(t.Context(), writers, f.in, 2)
	require.NoError(t, err)
	require.Len(t, cut.Lines, 2)
	require.True(t, cut.Cut)
	require.Equal(t, f.at.UTC(), cut.Since.UTC())
}

// testLinesByOfADay asks for the newest hour only, in one request.
func testLinesByOfADay(t *testing.T, f *fixture) {
	f.push(t, line{body: "new", labels: map[string]string{"pod": "cart-1"}})
	day := journey.TimeRange{From: f.in.To.Add(-24 * time.Hour), To: f.in.To}
	found, err := f.source.LinesBy(t.Context(), journey.Writers{Pods: []string{"cart-1"}, PodLabels: []string{"pod"}}, day, 100)
	require.NoError(t, err)
	require.Len(t, found.Lines, 1)
	require.Equal(t, 1, found.Stats.Requests)
	require.True(t, found.Cut)
	require.Equal(t, f.in.To.Add(-time.Hour), found.Since)
}
