package plugin

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/extract"
	"github.com/requestjourney/requestjourney/pkg/health"
	"github.com/requestjourney/requestjourney/pkg/loki"
	"github.com/requestjourney/requestjourney/pkg/tempo"
)

// buggy panics wherever a server is asked, deep within what runs at once.
type buggy struct{}

func (buggy) RoundTrip(*http.Request) (*http.Response, error) { panic("a bug, with a secret") }

// withABug is a data source whose every goroutine that asks a server panics.
func withABug(t *testing.T) *Datasource {
	t.Helper()
	d := unreachable(t)
	client := &http.Client{Transport: buggy{}}
	logs, err := loki.New(loki.Options{URL: "http://loki", Client: client})
	require.NoError(t, err)
	traces, err := tempo.New(tempo.Options{URL: "http://tempo", Client: client, NoStream: true})
	require.NoError(t, err)
	d.loki, d.tempo = health.Loki{Source: logs, At: health.Address{Server: "Loki", URL: "http://loki", Client: client}}, health.Tempo{Source: traces, At: health.Address{Server: "Tempo", URL: "http://tempo", Client: client}}
	d.logs, d.traces, d.finder.LogTail = d.loki, d.tempo, d.loki
	extractor, err := extract.New(nil)
	require.NoError(t, err)
	require.NoError(t, d.serveResources(backend.DataSourceInstanceSettings{}, extractor))
	return d
}

// TestABugEndsOneQuery holds that a panic in a goroutine of a query's own is
// that query's error: it would end the process, and everybody's queries.
func TestABugEndsOneQuery(t *testing.T) {
	d := withABug(t)
	for name, json := range map[string]string{
		"logs":    `{"queryType":"search","logql":"{a=\"b\"}"}`,
		"traces":  `{"queryType":"search","traceql":"{}"}`,
		"both":    `{"queryType":"search","logql":"{a=\"b\"}","traceql":"{}"}`,
		"journey": `{"queryType":"journey","traceId":"4bf92f3577b34da6a3ce929d0e0e4736"}`,
	} {
		t.Run(name, func(t *testing.T) {
			in := backend.TimeRange{From: time.Unix(0, 0), To: time.Unix(3600, 0)}
			res, err := d.QueryData(t.Context(), &backend.QueryDataRequest{Queries: []backend.DataQuery{{RefID: "A", TimeRange: in, JSON: []byte(json)}}})
			require.NoError(t, err)
			require.ErrorContains(t, res.Responses["A"].Error, "see Grafana's log")
			require.NotContains(t, res.Responses["A"].Error.Error(), "secret")
		})
	}
}

// TestABugEndsOneRequest holds the same of all that is no query.
func TestABugEndsOneRequest(t *testing.T) {
	d := withABug(t)
	_, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
	require.ErrorContains(t, err, "see Grafana's log")
	status, body := get(t, d, "services")
	require.Equal(t, http.StatusInternalServerError, status)
	require.Contains(t, body, "see Grafana's log")

	editor := backend.PluginContext{User: &backend.User{Role: "Editor"}}
	var checked strings.Builder
	err = d.CallResource(t.Context(), &backend.CallResourceRequest{PluginContext: editor, Method: http.MethodPost, Path: "setup", URL: "setup"},
		backend.CallResourceResponseSenderFunc(func(r *backend.CallResourceResponse) error { checked.Write(r.Body); return nil }))
	require.NoError(t, err)
	require.Contains(t, checked.String(), `"checks"`)
	require.NotContains(t, checked.String(), `"took"`, "a check that broke off looks whole")
	require.NotContains(t, checked.String(), "secret")
}
