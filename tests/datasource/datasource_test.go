// Package datasource tests the data source's queries and resources on a real
// Loki and Tempo, by what the mesh that sent to them knows.
package datasource

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/plugin"
	"github.com/requestjourney/requestjourney/tests/demo"
	"github.com/requestjourney/requestjourney/tests/mesh"
	"github.com/requestjourney/requestjourney/tests/stack"
)

// scope is where the lines of the mesh are.
const scope = `{namespace=~"bookinfo|istio-system"}`

// fixture is the data source on servers that hold the mesh's requests.
type fixture struct {
	source   *plugin.Datasource
	requests []*mesh.Request
	in       backend.TimeRange
}

func newFixture(t *testing.T) fixture {
	t.Helper()
	servers := stack.ForTest(t)
	now := time.Now()
	m := mesh.New(mesh.Options{Seed: 1, Start: now.Add(-10 * time.Minute), Every: 5 * time.Second})
	requests, err := demo.SendPast(t.Context(), servers, m, 80)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(map[string]any{
		"loki":     map[string]string{"url": servers.LokiURL, "datasourceUid": "loki-1"},
		"tempo":    map[string]string{"url": servers.TempoURL},
		"logScope": scope,
	})
	if err != nil {
		t.Fatal(err)
	}
	instance, err := plugin.NewDatasource(t.Context(), backend.DataSourceInstanceSettings{JSONData: raw})
	if err != nil {
		t.Fatal(err)
	}
	source := instance.(*plugin.Datasource)
	t.Cleanup(source.Dispose)
	return fixture{source, requests, backend.TimeRange{From: now.Add(-20 * time.Minute), To: now.Add(time.Minute)}}
}

func (f fixture) query(t *testing.T, query map[string]any) data.Frames {
	t.Helper()
	raw, err := json.Marshal(query)
	if err != nil {
		t.Fatal(err)
	}
	res, err := f.source.QueryData(t.Context(), &backend.QueryDataRequest{Queries: []backend.DataQuery{{
		RefID: "A", JSON: raw, TimeRange: f.in, Interval: time.Minute,
	}}})
	if err != nil || res.Responses["A"].Error != nil {
		t.Fatal(err, res.Responses["A"].Error)
	}
	return res.Responses["A"].Frames
}

func (f fixture) get(t *testing.T, url string, into any) {
	t.Helper()
	path, _, _ := strings.Cut(url, "?")
	var got *backend.CallResourceResponse
	err := f.source.CallResource(t.Context(), &backend.CallResourceRequest{Method: http.MethodGet, Path: path, URL: url},
		backend.CallResourceResponseSenderFunc(func(r *backend.CallResourceResponse) error { got = r; return nil }))
	if err != nil || got.Status != http.StatusOK {
		t.Fatalf("%s: %v, %d %s", url, err, got.Status, got.Body)
	}
	if err := json.Unmarshal(got.Body, into); err != nil {
		t.Fatalf("%s: %v: %s", url, err, got.Body)
	}
}

func TestDataSource(t *testing.T) {
	f := newFixture(t)
	for name, test := range map[string]func(*testing.T, fixture){
		"metrics as time series": testTimeSeries,
		"metrics as numbers":     testNumbers,
		"names for choice":       testNames,
		"attributes for choice":  testAttributes,
		"leads to Grafana's own": testLeads,
	} {
		t.Run(name, func(t *testing.T) { test(t, f) })
	}
}

// testLeads reads of each frame where Grafana's own data sources are.
func testLeads(t *testing.T, f fixture) {
	frames := f.query(t, map[string]any{"queryType": "journey", "traceId": f.requests[0].TraceID.String()})
	for _, frame := range frames {
		raw, err := json.Marshal(frame.Meta.Custom)
		if err != nil {
			t.Fatal(err)
		}
		var custom struct {
			LogScope string
			Sources  map[string]struct{ DatasourceUID string }
		}
		if err := json.Unmarshal(raw, &custom); err != nil {
			t.Fatal(err)
		}
		if custom.LogScope != scope || custom.Sources["loki"].DatasourceUID != "loki-1" || custom.Sources["tempo"].DatasourceUID != "" {
			t.Errorf("frame %s leads to %s", frame.Name, raw)
		}
	}
}
