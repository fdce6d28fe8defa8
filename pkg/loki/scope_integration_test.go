package loki_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/loki"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// strictLoki is a real Loki with other limits.
func strictLoki(t *testing.T, settings map[string]string) *fixture {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a real Loki, which -short leaves out")
	}
	servers, err := stack.Start(t.Context(), stack.Options{Log: t.Output(), Settings: settings})
	require.NoError(t, err)
	t.Cleanup(servers.Stop)
	return newFixture(t, servers.LokiURL)
}

// TestALokiThatRequiresLabels refuses the default scope, and takes the one that the
// error proposes.
func TestALokiThatRequiresLabels(t *testing.T) {
	f := strictLoki(t, map[string]string{"REQUIRED_LABELS": "[app]", "MINIMUM_LABELS": "2"})
	f.push(t, line{body: "trace_id=4bf92f3577b34da6a3ce929d0e0e4736", labels: map[string]string{"app": "cart", "namespace": "shop"}})
	wanted := []journey.FoundTrace{{TraceID: id(t, "4bf92f3577b34da6a3ce929d0e0e4736"), Range: f.in}}

	refused := f.scoped(t, "")
	const want = `Loki refuses the log scope {service_name=~".+"}, which lacks a label that it requires: app. Set the log scope in the data source's settings to {app=~".+"}`
	err := refused.TryScope(t.Context(), f.in)
	require.EqualError(t, err, want)
	_, inLines := refused.Lines(t.Context(), wanted, 10)
	require.EqualError(t, inLines, want)
	_, inMentions := refused.LinesContaining(t.Context(), []string{"x"}, f.in, 10)
	require.EqualError(t, inMentions, want)

	alone := f.scoped(t, `{app=~".+"}`)
	err = alone.TryScope(t.Context(), f.in)
	require.EqualError(t, err, `Loki refuses the log scope {app=~".+"}, which has fewer than the 2 labels that it requires. Set the log scope in the data source's settings to one with 2 labels`)

	streams, outside := all(t, alone, f.in)
	require.Len(t, streams, 1)
	require.Empty(t, outside)
	better := alone.BetterScope(err, streams)
	require.Equal(t, `{app=~".+", service_name=~".+"}`, better)
	taken := f.scoped(t, better)
	require.NoError(t, taken.TryScope(t.Context(), f.in))
	found, err := taken.Lines(t.Context(), wanted, 10)
	require.NoError(t, err)
	require.Len(t, found.Lines, 1)
}

// TestALokiWithoutServiceNames has streams that the default scope misses.
func TestALokiWithoutServiceNames(t *testing.T) {
	f := strictLoki(t, map[string]string{"DISCOVER_SERVICE_NAME": "[]"})
	f.push(t,
		line{body: "1", labels: map[string]string{"app": "cart"}},
		line{body: "2", labels: map[string]string{"app": "mailer"}},
		line{body: "3", labels: map[string]string{"app": "shop", "service_name": "shop"}},
		line{body: "4", labels: map[string]string{"job": "cron"}})
	streams, outside := all(t, f.scoped(t, ""), f.in)
	require.Equal(t, []string{"shop"}, appsOf(streams))
	require.Equal(t, []string{"", "cart", "mailer"}, appsOf(outside))

	streams, outside = all(t, f.scoped(t, `{app=~".+"}`), f.in)
	require.Equal(t, []string{"cart", "mailer", "shop"}, appsOf(streams))
	require.Equal(t, []string{""}, appsOf(outside))
	require.Equal(t, `{run=~".+"}`, f.scoped(t, "").BetterScope(nil, append(streams, outside...)))
}

func all(t *testing.T, source *loki.Source, in journey.TimeRange) (streams, outside []journey.Labels) {
	t.Helper()
	streams, err := source.Streams(t.Context(), in)
	require.NoError(t, err)
	outside, err = source.Outside(t.Context(), in)
	require.NoError(t, err)
	return streams, outside
}

func appsOf(streams []journey.Labels) (apps []string) {
	for _, stream := range streams {
		apps = append(apps, stream.Get("app"))
	}
	slices.Sort(apps)
	return apps
}

// TestTheScopeIsTriedWithinLimits: a Loki that allows short queries takes the scope.
func TestTheScopeIsTriedWithinLimits(t *testing.T) {
	f := strictLoki(t, map[string]string{"MAX_QUERY_LENGTH": "10m"})
	day := journey.TimeRange{From: f.at.Add(-24 * time.Hour), To: f.at.Add(time.Minute)}
	require.NoError(t, f.scoped(t, "").TryScope(t.Context(), day))
	_, err := f.scoped(t, "").Outside(t.Context(), day)
	require.NoError(t, err)
}
