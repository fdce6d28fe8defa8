// Package summaries holds that a list, a graph and findings come out the same
// whether they are made of summaries or of whole traces.
package summaries

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/tests/harness/ask"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// many is how many requests each mesh sends: each scenario comes up several times.
const many = 60

// compared are the frames that summaries are for.
var compared = []string{frames.Journeys, frames.Nodes, frames.Edges, frames.Findings}

func TestSummariesTellTheSame(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a real Loki and Tempo, which -short leaves out")
	}
	servers, err := stack.Start(t.Context(), stack.Options{Log: t.Output(), MultiTenant: true})
	require.NoError(t, err)
	t.Cleanup(servers.Stop)
	for i, kind := range mesh.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			m := mesh.New(mesh.Options{Kind: kind, Seed: uint64(100 + i), Start: time.Now().Add(-20 * time.Minute), Every: 5 * time.Second})
			compare(t, servers, string(kind), m.Requests(many))
		})
	}
}

func compare(t *testing.T, servers *stack.Stack, tenant string, requests []*mesh.Request) {
	send(t, servers, tenant, requests)
	whole := search(t, servers, tenant, "auto", append(compared, frames.Trace), 1)[0]
	for _, streaming := range []string{"auto", "off"} {
		// What the first list finds out of Tempo makes the second one cheaper.
		for i, skeletal := range search(t, servers, tenant, streaming, compared, 2) {
			for _, name := range compared {
				require.Empty(t, cmp.Diff(rows(t, whole[name]), rows(t, skeletal[name])), "%s, streaming %s, list %d", name, streaming, i+1)
			}
			// Each request that Tempo knows costs a request of its own when fetched whole;
			// of summaries, a third at most begin with a span that a client kept.
			asks := requestsToTempo(t, skeletal[frames.Journeys])
			t.Logf("%d requests to Tempo, %d for whole traces", asks, requestsToTempo(t, whole[frames.Journeys]))
			require.Less(t, asks, many*2/3, "most requests are read as summaries, streaming %s, list %d", streaming, i+1)
		}
	}
}

// search asks a plugin that searches Tempo over gRPC, or with streaming off over
// HTTP, for frames, so many times.
func search(t *testing.T, servers *stack.Stack, tenant, streaming string, frames []string, times int) (answers []map[string]*data.Frame) {
	asked, done, err := ask.Plugin(t.Context(), map[string]any{
		"loki":  map[string]string{"url": servers.LokiURL, "tenant": tenant},
		"tempo": map[string]string{"url": servers.TempoURL, "tenant": tenant, "streaming": streaming},
		// A slow machine is no reason for an answer to lack something here.
		"queryTimeout": 3600,
		"limits":       map[string]int{"cache": 0}, // nothing is known the second time
	})
	require.NoError(t, err)
	defer done()
	for range times {
		answer, err := asked(t.Context(), map[string]any{
			"queryType": "search", "logql": `{service_name=~".+"}`, "limit": 2 * many, "frames": frames,
		})
		require.NoError(t, err)
		answers = append(answers, answer)
	}
	return answers
}

// send returns when all is searchable, and Tempo has united what came in parts.
func send(t *testing.T, servers *stack.Stack, tenant string, requests []*mesh.Request) {
	to := mesh.On(servers)
	to.Tenant = tenant
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	require.NoError(t, mesh.Send(ctx, to, requests))
	require.NoError(t, mesh.WaitSearchable(ctx, to, requests))
	res, err := http.Get(servers.TempoURL + "/flush")
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.NoError(t, mesh.WaitSearchable(ctx, to, requests))
}

// rows are a frame's rows as text, one each.
func rows(t *testing.T, f *data.Frame) (all []string) {
	t.Helper()
	require.NotNil(t, f)
	for i := range f.Rows() {
		var b strings.Builder
		for _, field := range f.Fields {
			value, _ := field.ConcreteAt(i)
			if raw, ok := value.(json.RawMessage); ok {
				value = string(raw)
			}
			fmt.Fprintf(&b, "%s=%v ", field.Name, value)
		}
		all = append(all, b.String())
	}
	return all
}

// requestsToTempo are what the answer says of itself.
func requestsToTempo(t *testing.T, f *data.Frame) int {
	t.Helper()
	encoded, err := json.Marshal(f.Meta.Custom)
	require.NoError(t, err)
	var custom struct {
		Sources struct{ Tempo struct{ Requests int } }
	}
	require.NoError(t, json.Unmarshal(encoded, &custom))
	return custom.Sources.Tempo.Requests
}
