package setup_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/extract"
	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/loki"
	"github.com/requestjourney/requestjourney/pkg/setup"
	"github.com/requestjourney/requestjourney/pkg/tempo"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// TestRealServers checks the setup of a mesh in a real Loki and Tempo: Bookinfo,
// whose details service logs without trace IDs, and a third of whose requests
// begin with a 64-bit ID.
func TestRealServers(t *testing.T) {
	servers := stack.ForTest(t)
	targets := mesh.On(servers)
	start := time.Now().Add(-5 * time.Minute)
	requests := mesh.New(mesh.Options{Seed: uint64(start.UnixNano()), Start: start, Every: time.Second}).Requests(60)
	require.NoError(t, mesh.Send(t.Context(), targets, requests))
	require.NoError(t, mesh.WaitSearchable(t.Context(), targets, requests))

	results := realCheck(t, servers, "")
	for id, r := range results {
		t.Logf("%-20s %-7s %s", id, r.Status, r.Message)
	}
	for _, id := range []setup.CheckID{setup.CheckLoki, setup.CheckTempo, setup.CheckKnown, setup.CheckLogOnly, setup.CheckTraceOnly, setup.CheckClocks} {
		require.Equal(t, setup.OK, results[id].Status, results[id].Message)
	}
	lines := results[setup.CheckLines]
	require.Equal(t, setup.Warn, lines.Status)
	require.Contains(t, lines.Message, "details")
	require.NotContains(t, lines.Message, "details (istio-proxy)")
	require.Contains(t, lines.Tools, setup.ToolFluentBit)
	require.True(t, slices.ContainsFunc(lines.Evidence.Rows, func(row []string) bool {
		return row[0] == "ratings" && row[3] == "100 %"
	}), lines.Evidence.Rows)

	require.Regexp(t, `^Tempo knows (\d+) of (\d+) trace IDs from log lines \(100 %\)`, results[setup.CheckKnown].Message)
	require.Regexp(t, `have 64 bits, as B3 allows`, results[setup.CheckIDSize].Message)
	require.Contains(t, results[setup.CheckDerivedFields].Code[0].Text, "matcherRegex: ")
}

// TestWrongScopeInRealLoki tells a scope without streams from a Loki without lines.
func TestWrongScopeInRealLoki(t *testing.T) {
	servers := stack.ForTest(t)
	targets := mesh.On(servers)
	require.Contains(t, realCheck(t, servers, `{namespace="nowhere"}`)[setup.CheckLines].Message, "Loki has no lines from")

	requests := mesh.New(mesh.Options{Seed: 5, Start: time.Now().Add(-time.Minute)}).Requests(2)
	require.NoError(t, mesh.Send(t.Context(), targets, requests))
	require.NoError(t, mesh.WaitSearchable(t.Context(), targets, requests))
	require.Contains(t, realCheck(t, servers, `{namespace="nowhere"}`)[setup.CheckLines].Message, "The data source's log scope has no streams")
}

func realCheck(t *testing.T, servers *stack.Stack, scope string) map[setup.CheckID]setup.Result {
	t.Helper()
	return checkAs(t, servers, scope, "", "")
}

func checkAs(t *testing.T, servers *stack.Stack, scope string, lokiTenant, tempoTenant asTenant) map[setup.CheckID]setup.Result {
	t.Helper()
	logs, err := loki.New(loki.Options{URL: servers.LokiURL, Client: lokiTenant.client(), Scope: scope})
	require.NoError(t, err)
	traces, err := tempo.New(tempo.Options{URL: servers.TempoURL, Client: tempoTenant.client(), NoStream: tempoTenant != ""})
	require.NoError(t, err)
	defer func() { require.NoError(t, traces.Close()) }()
	rules, err := extract.New(nil)
	require.NoError(t, err)
	c := setup.Checker{
		Logs: logs, Traces: traces, Explain: explainer(rules), BuiltIn: explainer(rules), Limits: setup.DefaultLimits(),
		LokiTenant: string(lokiTenant), TempoTenant: string(tempoTenant),
		Targets: []setup.Target{{Name: "Request Journey", UID: "journey"}},
		Finder:  find.Finder{Logs: logs, Traces: traces, Extract: rules.Extract, Slack: journey.DefaultSlack, Limits: journey.DefaultLimits()},
	}
	results := make(map[setup.CheckID]setup.Result)
	in := journey.TimeRange{From: time.Now().Add(-time.Hour), To: time.Now().Add(time.Minute)}
	require.NoError(t, c.Run(t.Context(), in, func(r setup.Result) {
		require.False(t, strings.Contains(r.Message, "%!"), r.Message)
		results[r.ID] = r
	}))
	return results
}

// TestFaultsInRealServers plants beside a healthy mesh what only a search in
// Tempo finds out: halves of its IDs, IDs that it was never sent, and services
// that it does not know.
func TestFaultsInRealServers(t *testing.T) {
	servers := stack.ForTest(t)
	targets := mesh.On(servers)
	requests := mesh.New(mesh.Options{Seed: 11, Start: time.Now().Add(-2 * time.Minute)}).Requests(20)
	require.NoError(t, mesh.Send(t.Context(), targets, requests))
	require.NoError(t, mesh.WaitSearchable(t.Context(), targets, requests))
	whole := requests[slices.IndexFunc(requests, func(q *mesh.Request) bool { return len(q.SentTraceID) == 32 })]

	push(t, http.DefaultClient, servers.LokiURL, "shortener", whole.Start, "level=info trace_id="+whole.TraceID.String()[16:])
	push(t, http.DefaultClient, servers.LokiURL, "mailer", whole.Start, "level=info traceparent=00-feedfacefeedfacefeedfacefeedface-00f067aa0ba902b7-00")

	results := realCheck(t, servers, "")
	size := results[setup.CheckIDSize]
	require.Equal(t, setup.Fail, size.Status, size.Message)
	require.Equal(t, [2]string{whole.TraceID.String()[16:], whole.TraceID.String()}, [2]string(size.Evidence.Rows[0][:2]))
	require.Equal(t, setup.Warn, results[setup.CheckSampled].Status, results[setup.CheckSampled].Message)
	require.Contains(t, results[setup.CheckKnown].Message, "1 of the others say that they were not sampled")
	logOnly := results[setup.CheckLogOnly]
	require.Equal(t, setup.Warn, logOnly.Status)
	require.Contains(t, logOnly.Message, "mailer and shortener write log lines, but sent no spans")
}

// push writes a line of a service into Loki.
func push(t *testing.T, client *http.Client, lokiURL, service string, at time.Time, body string) {
	t.Helper()
	row, err := json.Marshal([][2]string{{strconv.FormatInt(at.UnixNano(), 10), body}})
	require.NoError(t, err)
	request := fmt.Sprintf(`{"streams":[{"stream":{"app":%q},"values":%s}]}`, service, row)
	res, err := client.Post(lokiURL+"/loki/api/v1/push", "application/json", strings.NewReader(request))
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Equal(t, http.StatusNoContent, res.StatusCode)
}

// TestWrongTenantInRealServers: both answer for a tenant that they do not know
// as for one without data, and refuse requests that name none.
func TestWrongTenantInRealServers(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a real Loki and Tempo, which -short leaves out")
	}
	servers, err := stack.Start(t.Context(), stack.Options{Log: t.Output(), MultiTenant: true})
	require.NoError(t, err)
	t.Cleanup(servers.Stop)

	misspelt := checkAs(t, servers, "", "shpo", "shpo")
	require.Equal(t, setup.OK, misspelt[setup.CheckLoki].Status)
	require.Equal(t, setup.Fail, misspelt[setup.CheckLines].Status)
	require.Contains(t, misspelt[setup.CheckLines].Message, "no lines for tenant “shpo”")

	push(t, asTenant("shop").client(), servers.LokiURL, "checkout", time.Now().Add(-time.Minute), "level=info trace_id=feedfacefeedfacefeedfacefeedface")
	halfRight := checkAs(t, servers, "", "shop", "shpo")
	require.Equal(t, setup.OK, halfRight[setup.CheckLines].Status)
	require.Equal(t, setup.Fail, halfRight[setup.CheckKnown].Status)
	require.Contains(t, halfRight[setup.CheckKnown].Advice, "Loki is queried as tenant “shop” and Tempo as tenant “shpo”")
	require.Contains(t, halfRight[setup.CheckLogOnly].Message, "Tempo has no traces at all as tenant “shpo”")

	nobody := checkAs(t, servers, "", "", "")
	for _, id := range []setup.CheckID{setup.CheckLoki, setup.CheckTempo} {
		require.Equal(t, setup.Fail, nobody[id].Status)
		require.Contains(t, nobody[id].Message, "enter the tenant")
	}
}

// asTenant names the tenant in each request, unless it is "".
type asTenant string

func (tenant asTenant) client() *http.Client {
	return &http.Client{Timeout: time.Minute, Transport: tenant}
}

func (tenant asTenant) RoundTrip(r *http.Request) (*http.Response, error) {
	if tenant != "" {
		r = r.Clone(r.Context())
		r.Header.Set("X-Scope-OrgID", string(tenant))
	}
	return http.DefaultTransport.RoundTrip(r)
}

// strictLoki is a stack whose Loki has other limits.
func strictLoki(t *testing.T, settings map[string]string) *stack.Stack {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a real Loki and Tempo, which -short leaves out")
	}
	servers, err := stack.Start(t.Context(), stack.Options{Log: t.Output(), Settings: settings})
	require.NoError(t, err)
	t.Cleanup(servers.Stop)
	push(t, http.DefaultClient, servers.LokiURL, "checkout", time.Now().Add(-time.Minute), "level=info trace_id=feedfacefeedfacefeedfacefeedface")
	return servers
}

// TestALokiThatRequiresLabels refuses the default scope, of which nothing was red;
// the proposed scope is fine.
func TestALokiThatRequiresLabels(t *testing.T) {
	servers := strictLoki(t, map[string]string{"REQUIRED_LABELS": "[app]"})
	refused := realCheck(t, servers, "")[setup.CheckScope]
	require.Equal(t, setup.Fail, refused.Status)
	require.Equal(t, `Loki refuses the log scope {service_name=~".+"}, which lacks a label that it requires: app. Set the log scope in the data source's settings to {app=~".+"}.`, refused.Message)
	require.JSONEq(t, `{"logScope":"{app=~\".+\"}"}`, refused.Code[0].Text)

	taken := realCheck(t, servers, `{app=~".+"}`)[setup.CheckScope]
	require.Equal(t, setup.OK, taken.Status)
	require.Equal(t, `The log scope {app=~".+"} reaches 1 stream, the only one that Loki has.`, taken.Message)
}

func TestALokiThatRequiresTwoLabels(t *testing.T) {
	servers := strictLoki(t, map[string]string{"MINIMUM_LABELS": "2"})
	refused := realCheck(t, servers, "")[setup.CheckScope]
	require.Equal(t, setup.Fail, refused.Status)
	require.JSONEq(t, `{"logScope":"{service_name=~\".+\", app=~\".+\"}"}`, refused.Code[0].Text)
	require.Equal(t, setup.OK, realCheck(t, servers, `{service_name=~".+", app=~".+"}`)[setup.CheckScope].Status)
}

// TestALokiWithoutServiceNames has streams that the default scope misses, first all
// of them.
func TestALokiWithoutServiceNames(t *testing.T) {
	servers := strictLoki(t, map[string]string{"DISCOVER_SERVICE_NAME": "[]"})
	none := realCheck(t, servers, "")
	require.Equal(t, setup.Fail, none[setup.CheckScope].Status)
	require.Equal(t, `1 of 1 stream is outside the log scope {service_name=~".+"}, so no journey shows their lines.`, none[setup.CheckScope].Message)
	require.Equal(t, `Set logScope in the data source's settings to {app=~".+"}, which all streams match.`, none[setup.CheckScope].Advice)
	require.Equal(t, "The data source's log scope has no streams, but Loki has 1 stream outside of it.", none[setup.CheckLines].Message)
	require.Equal(t, setup.OK, realCheck(t, servers, `{app=~".+"}`)[setup.CheckLines].Status)
}
