package setup_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/extract"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/loki"
	"github.com/requestjourney/requestjourney/pkg/setup"
	"github.com/requestjourney/requestjourney/pkg/tempo"
	"github.com/requestjourney/requestjourney/tests/mesh"
	"github.com/requestjourney/requestjourney/tests/stack"
)

// TestRealServers checks the setup of a mesh in a real Loki and Tempo: Bookinfo,
// whose details service logs without trace IDs, and a third of whose requests
// begin with a 64-bit ID.
func TestRealServers(t *testing.T) {
	servers := stack.ForTest(t)
	targets := mesh.Targets{LokiURL: servers.LokiURL, TempoURL: servers.TempoURL, TempoOTLP: servers.TempoOTLP, TempoZipkin: servers.TempoZipkin}
	start := time.Now().Add(-5 * time.Minute)
	requests := mesh.New(mesh.Options{Seed: uint64(start.UnixNano()), Start: start, Every: time.Second}).Requests(60)
	require.NoError(t, mesh.Send(t.Context(), targets, requests))
	require.NoError(t, mesh.WaitSearchable(t.Context(), targets, requests))

	results := realCheck(t, servers, "")
	for id, r := range results {
		t.Logf("%-20s %-7s %s", id, r.Status, r.Message)
	}
	require.Equal(t, setup.OK, results[setup.CheckLoki].Status)
	require.Equal(t, setup.OK, results[setup.CheckTempo].Status)

	lines := results[setup.CheckLines]
	require.Equal(t, setup.Warn, lines.Status)
	require.Contains(t, lines.Message, "details")
	require.NotContains(t, lines.Message, "details (istio-proxy)")
	require.Contains(t, lines.Tools, setup.ToolFluentBit)
	require.True(t, slices.ContainsFunc(lines.Evidence.Rows, func(row []string) bool {
		return row[0] == "ratings" && row[3] == "100 %"
	}), lines.Evidence.Rows)

	require.Equal(t, setup.OK, results[setup.CheckKnown].Status)
	require.Regexp(t, `^Tempo knows (\d+) of (\d+) trace IDs from log lines \(100 %\)`, results[setup.CheckKnown].Message)
	require.Regexp(t, `have 64 bits, as B3 allows`, results[setup.CheckIDSize].Message)
	require.Equal(t, setup.OK, results[setup.CheckLogOnly].Status)
	require.Equal(t, setup.OK, results[setup.CheckTraceOnly].Status)
	require.Equal(t, setup.OK, results[setup.CheckClocks].Status)
	require.Contains(t, results[setup.CheckDerivedFields].Code[0].Text, "matcherRegex: ")
}

// TestWrongScopeInRealLoki tells a scope without streams from a Loki without lines.
func TestWrongScopeInRealLoki(t *testing.T) {
	servers := stack.ForTest(t)
	targets := mesh.Targets{LokiURL: servers.LokiURL, TempoURL: servers.TempoURL, TempoOTLP: servers.TempoOTLP, TempoZipkin: servers.TempoZipkin}
	require.Contains(t, realCheck(t, servers, `{namespace="nowhere"}`)[setup.CheckLines].Message, "Loki has no lines from")

	requests := mesh.New(mesh.Options{Seed: 5, Start: time.Now().Add(-time.Minute)}).Requests(2)
	require.NoError(t, mesh.Send(t.Context(), targets, requests))
	require.NoError(t, mesh.WaitSearchable(t.Context(), targets, requests))
	require.Contains(t, realCheck(t, servers, `{namespace="nowhere"}`)[setup.CheckLines].Message, "No stream is in the data source's log scope")
}

func realCheck(t *testing.T, servers *stack.Stack, scope string) map[setup.CheckID]setup.Result {
	t.Helper()
	client := &http.Client{Timeout: time.Minute}
	logs, err := loki.New(loki.Options{URL: servers.LokiURL, Client: client, Scope: scope})
	require.NoError(t, err)
	traces, err := tempo.New(tempo.Options{URL: servers.TempoURL, Client: client})
	require.NoError(t, err)
	defer func() { require.NoError(t, traces.Close()) }()
	rules, err := extract.New(nil)
	require.NoError(t, err)
	c := setup.Checker{
		Logs: logs, Traces: traces, Explain: explainer(rules), BuiltIn: explainer(rules), Limits: setup.DefaultLimits(),
		Finder: journey.Finder{Logs: logs, Traces: traces, Extract: rules.Extract, Slack: journey.DefaultSlack, Limits: journey.DefaultLimits()},
	}
	results := make(map[setup.CheckID]setup.Result)
	in := journey.TimeRange{From: time.Now().Add(-time.Hour), To: time.Now().Add(time.Minute)}
	require.NoError(t, c.Run(t.Context(), in, func(r setup.Result) {
		require.False(t, strings.Contains(r.Message, "%!"), r.Message)
		results[r.ID] = r
	}))
	return results
}
