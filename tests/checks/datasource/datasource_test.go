// Package datasource tests the data source's queries and resources on a real
// Loki and Tempo, by what the mesh that sent to them knows.
package datasource

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/plugin"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// scope is where the lines of the mesh are.
const scope = `{namespace=~"bookinfo|istio-system"}`

// fixture is the data source on servers that hold the mesh's requests.
type fixture struct {
	servers  *stack.Stack
	source   *plugin.Datasource
	requests []*mesh.Request
	in       backend.TimeRange
}

func newFixture(t *testing.T, kind mesh.Kind) fixture {
	t.Helper()
	f := fixture{servers: stack.ForTest(t)}
	now := time.Now()
	f.in = backend.TimeRange{From: now.Add(-20 * time.Minute), To: now.Add(time.Minute)}
	m := mesh.New(mesh.Options{Kind: kind, Seed: 1, Start: now.Add(-10 * time.Minute), Every: 5 * time.Second})
	var err error
	if f.requests, err = m.SendPast(t.Context(), mesh.On(f.servers), 80); err != nil {
		t.Fatal(err)
	}
	return f.with(t, map[string]any{"logScope": scope})
}

// with is the fixture with a data source of further settings.
func (f fixture) with(t *testing.T, settings map[string]any) fixture {
	t.Helper()
	all := map[string]any{
		"loki":  map[string]string{"url": f.servers.LokiURL, "datasourceUid": "loki-1"},
		"tempo": map[string]string{"url": f.servers.TempoURL},
	}
	maps.Copy(all, settings)
	raw, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	instance, err := plugin.NewDatasource(t.Context(), backend.DataSourceInstanceSettings{JSONData: raw})
	if err != nil {
		t.Fatal(err)
	}
	f.source = instance.(*plugin.Datasource)
	t.Cleanup(f.source.Dispose)
	return f
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
	body := f.call(t, http.MethodGet, url, nil)
	if err := json.Unmarshal(body, into); err != nil {
		t.Fatalf("%s: %v: %s", url, err, body)
	}
}

// call asks a resource as Grafana does: the answer may come in pieces.
func (f fixture) call(t *testing.T, method, url string, body []byte) (answer []byte) {
	t.Helper()
	path, _, _ := strings.Cut(url, "?")
	editor := backend.PluginContext{User: &backend.User{Login: "editor", Role: "Editor"}}
	err := f.source.CallResource(t.Context(), &backend.CallResourceRequest{PluginContext: editor, Method: method, Path: path, URL: url, Body: body},
		backend.CallResourceResponseSenderFunc(func(r *backend.CallResourceResponse) error {
			if r.Status != 0 && r.Status != http.StatusOK {
				t.Errorf("%s: %d %s", url, r.Status, r.Body)
			}
			answer = append(answer, r.Body...)
			return nil
		}))
	if err != nil {
		t.Fatal(url, err)
	}
	return answer
}

func TestDataSource(t *testing.T) {
	f := newFixture(t, mesh.KindIstio)
	for name, test := range map[string]func(*testing.T, fixture){
		"metrics as time series": testTimeSeries,
		"metrics as numbers":     testNumbers,
		"names for choice":       testNames,
		"attributes for choice":  testAttributes,
		"leads to Grafana's own": testLeads,
		"setup check":            testSetup,
		"queries from elsewhere": testElsewhere,
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
