package workbench

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/useragent"
	"github.com/grafana/grafana-plugin-sdk-go/config"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"

	"github.com/requestjourney/requestjourney/tests/harness/host"
)

// grafanaVersion is what the plugin's backend gets; the oldest it supports.
const grafanaVersion = "12.3.0"

// api is the part of Grafana's HTTP API that data sources and plugins use.
type api struct {
	plugins *plugins
	sources map[string]*backend.DataSourceInstanceSettings // by uid
	listed  []sourceListing
}

// newAPI provisions the data sources.
func newAPI(p *plugins, o Options) (*api, error) {
	a := &api{plugins: p, sources: map[string]*backend.DataSourceInstanceSettings{}, listed: []sourceListing{}}
	kind := p.byType("datasource")
	if kind == nil {
		return nil, errors.New("workbench: the built plugin has no data source")
	}
	for i, s := range o.DataSources {
		jsonData, err := marshal(s.JSONData)
		if err != nil {
			return nil, err
		}
		a.sources[s.UID] = &backend.DataSourceInstanceSettings{
			ID: int64(i + 1), UID: s.UID, Name: s.Name, Type: kind.ID, APIVersion: "v0alpha1",
			JSONData: jsonData, DecryptedSecureJSONData: s.SecureJSONData, Updated: time.Now(),
		}
		a.listed = append(a.listed, listing(int64(i+1), s, kind, jsonData))
	}
	return a, nil
}

func (a *api) routes(pageDir string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/ds/query", a.query)
	mux.HandleFunc("GET /api/datasources/uid/{uid}/health", a.health)
	mux.HandleFunc("/api/datasources/uid/{uid}/resources/{path...}", a.resources)
	mux.HandleFunc("GET /api/frontend/settings", a.frontendSettings)
	mux.HandleFunc("POST /api/live/ds/{uid}/{path...}", a.subscribe)
	mux.HandleFunc("POST /api/live/publish", a.publish)
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		writeError(w, http.StatusNotFound, "the workbench does not know "+r.URL.Path)
	})
	mux.HandleFunc("GET /public/plugins/{id}/{path...}", a.pluginFile)
	mux.Handle("/public/", http.FileServer(http.Dir(pageDir))) // icons
	mux.Handle("/", page(pageDir))
	return mux
}

// page serves the page's own files, and the page itself for all other addresses:
// which view to show is decided in the browser.
func page(dir string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		name := strings.TrimPrefix(r.URL.Path, "/")
		info, err := os.Stat(filepath.Join(dir, name))
		if name == "" || !filepath.IsLocal(name) || err != nil || info.IsDir() {
			name = "index.html"
		}
		http.ServeFile(w, r, filepath.Join(dir, name))
	})
}

func (a *api) pluginFile(w http.ResponseWriter, r *http.Request) {
	m := a.plugins.byID(r.PathValue("id"))
	if m == nil {
		http.NotFound(w, r)
		return
	}
	path := m.file(r.PathValue("path"))
	if path == "" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeFile(w, r, path)
}

func (a *api) health(w http.ResponseWriter, r *http.Request) {
	source, proc, ok := a.source(w, r.PathValue("uid"))
	if !ok {
		return
	}
	answer, err := proc.Diagnostics.CheckHealth(r.Context(), &pluginv2.CheckHealthRequest{PluginContext: a.pluginContext(source)})
	if err != nil {
		writeError(w, http.StatusInternalServerError, err.Error())
		return
	}
	status := http.StatusOK
	if answer.Status != pluginv2.CheckHealthResponse_OK {
		status = http.StatusBadRequest
	}
	writeJSON(w, status, map[string]any{
		"status": answer.Status.String(), "message": answer.Message, "details": rawOrNil(answer.JsonDetails),
	})
}

func (a *api) resources(w http.ResponseWriter, r *http.Request) {
	source, proc, ok := a.source(w, r.PathValue("uid"))
	if !ok {
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, host.MaxMessage))
	if err != nil {
		writeError(w, http.StatusBadRequest, err.Error())
		return
	}
	path := r.PathValue("path")
	stream, err := proc.Resources.CallResource(r.Context(), &pluginv2.CallResourceRequest{
		PluginContext: a.pluginContext(source), Path: path, Url: path + "?" + r.URL.RawQuery, Method: r.Method, Body: body,
	})
	if err != nil {
		writeError(w, http.StatusInternalServerError, err.Error())
		return
	}
	copyResource(w, stream)
}

// copyResource passes on a streamed answer; headers come with its first message.
func copyResource(w http.ResponseWriter, stream pluginv2.Resource_CallResourceClient) {
	for first := true; ; first = false {
		message, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			if first {
				writeError(w, http.StatusInternalServerError, err.Error())
			}
			return
		}
		if first {
			for name, values := range message.Headers {
				w.Header()[name] = values.Values
			}
			w.WriteHeader(int(message.Code))
		}
		_, _ = w.Write(message.Body) // the browser went away; Recv will say so
		_ = http.NewResponseController(w).Flush()
	}
}

// source finds a data source and the process that serves it, or answers 404.
func (a *api) source(w http.ResponseWriter, uid string) (*backend.DataSourceInstanceSettings, *host.Plugin, bool) {
	source := a.sources[uid]
	if source == nil {
		writeError(w, http.StatusNotFound, "Data source not found")
		return nil, nil, false
	}
	return source, a.plugins.processes[source.Type], true
}

// pluginContext is what Grafana tells a backend about who asks.
func (a *api) pluginContext(source *backend.DataSourceInstanceSettings) *pluginv2.PluginContext {
	agent, _ := useragent.New(grafanaVersion, "linux", "amd64") // a constant that parses
	return backend.ToProto().PluginContext(backend.PluginContext{
		OrgID:    1, //nolint:staticcheck // Grafana sends it along with its Namespace
		PluginID: source.Type, PluginVersion: a.plugins.byID(source.Type).Info.Version,
		User:                       &backend.User{Login: "admin", Name: "Admin", Role: "Admin"},
		DataSourceInstanceSettings: source,
		UserAgent:                  agent,
		GrafanaConfig:              config.NewGrafanaCfg(map[string]string{}),
	})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the browser went away
}

func writeError(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, map[string]string{"message": message})
}

func rawOrNil(raw []byte) any {
	if len(raw) == 0 {
		return nil
	}
	return json.RawMessage(raw)
}
