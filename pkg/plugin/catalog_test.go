package plugin

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// servers answer the paths given with JSON, and 404 to all others.
func servers(t *testing.T, loki, tempo map[string]string) *Datasource {
	t.Helper()
	serve := func(answers map[string]string) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, ok := answers[r.URL.Path]
			if !ok {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(body))
		}))
		t.Cleanup(server.Close)
		return server.URL
	}
	inst, err := NewDatasource(t.Context(), settingsOf(
		`{"loki":{"url":"`+serve(loki)+`"},"tempo":{"url":"`+serve(tempo)+`"}}`, nil))
	if err != nil {
		t.Fatal(err)
	}
	d := inst.(*Datasource)
	t.Cleanup(d.Dispose)
	return d
}

func get(t *testing.T, d *Datasource, path string) (int, string) {
	t.Helper()
	path, query, _ := strings.Cut(path, "?")
	var got *backend.CallResourceResponse
	err := d.CallResource(t.Context(), &backend.CallResourceRequest{Method: http.MethodGet, Path: path, URL: path + "?" + query},
		backend.CallResourceResponseSenderFunc(func(r *backend.CallResourceResponse) error { got = r; return nil }))
	if err != nil {
		t.Fatal(err)
	}
	return got.Status, string(got.Body)
}

func TestCatalog(t *testing.T) {
	d := servers(t,
		map[string]string{
			"/loki/api/v1/labels":               `{"status":"success","data":["pod","app","namespace"]}`,
			"/loki/api/v1/label/app/values":     `{"status":"success","data":["ratings","reviews"]}`,
			"/loki/api/v1/label/a%2Fb/values":   `{"status":"success","data":["x"]}`,
			"/loki/api/v1/label/pod/values":     `{"status":"success"}`,
			"/loki/api/v1/detected_fields":      `{"fields":[{"label":"trace_id"},{"label":"level"}]}`,
			"/loki/api/v1/label/broken/values":  `{"status":`,
			"/loki/api/v1/label/shorter/values": `{"data":["b","b","a"]}`,
		},
		map[string]string{
			"/api/v2/search/tags":                             `{"scopes":[{"name":"span","tags":["http.url","http.method"]}]}`,
			"/api/v2/search/tag/resource.service.name/values": `{"tagValues":[{"type":"string","value":"gateway"},{"type":"string","value":"ratings"}]}`,
			"/api/v2/search/tag/name/values":                  `{"tagValues":[{"type":"string","value":"GET /b"},{"type":"string","value":"GET /a"}]}`,
			"/api/v2/search/tag/status/values":                `{"tagValues":[]}`,
		})
	for _, tc := range []struct{ path, want string }{
		{"loki/labels", `{"values":["app","namespace","pod"],"more":false}`},
		{"loki/label-values?label=app", `{"values":["ratings","reviews"],"more":false}`},
		{"loki/label-values?label=shorter", `{"values":["a","b"],"more":false}`},
		{"loki/label-values?label=pod", `{"values":[],"more":false}`},
		{"loki/fields?logql=%7Bapp%3D%22x%22%7D", `{"values":["level","trace_id"],"more":false}`},
		{"tempo/tags", `{"scopes":[{"name":"span","tags":["http.method","http.url"]}]}`},
		{"tempo/tag-values?tag=resource.service.name", `{"more":false,"values":[{"type":"string","value":"gateway"},{"type":"string","value":"ratings"}]}`},
		{"tempo/tag-values?tag=status", `{"more":false,"values":[]}`},
		{"services", `{"values":["gateway","ratings","reviews"],"more":false}`},
		{"operations?service=a%22b", `{"values":["GET /a","GET /b"],"more":false}`},
	} {
		if status, body := get(t, d, tc.path); status != http.StatusOK || body != tc.want {
			t.Errorf("%s: %d %s, want %s", tc.path, status, body, tc.want)
		}
	}
}

func TestCatalogFaults(t *testing.T) {
	onlyTempo := servers(t, nil, map[string]string{
		"/api/v2/search/tag/resource.service.name/values": `{"tagValues":[{"type":"string","value":"gateway"}]}`,
	})
	for _, tc := range []struct {
		name, path string
		status     int
		want       string
	}{
		{"no label", "loki/label-values", 400, `{"message":"The parameter label is missing."}`},
		{"a step up the path", "tempo/tag-values?tag=..", 400, `The parameter tag is not a name.`},
		{"no time", "services?from=now", 400, `\"now\" is not a time: enter from and to in milliseconds.`},
		{"empty range", "services?from=5&to=5", 400, `The time range is empty`},
		{"server without the path", "loki/labels", 502, `Loki has nothing at`},
		{"one server of two", "services", 200, `{"values":["gateway"],"more":false,"notice":"Loki has nothing at`},
		{"both servers", "namespaces", 502, `Tempo has nothing at`},
		{"unknown resource", "nothing", 404, ``},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if status, body := get(t, onlyTempo, tc.path); status != tc.status || !strings.Contains(body, tc.want) {
				t.Errorf("got %d %s, want %d %s", status, body, tc.status, tc.want)
			}
		})
	}
}
