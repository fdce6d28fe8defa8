package plugin_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/requestjourney/requestjourney/pkg/plugin"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// TestHealthNamesTheMistake saves wrong settings for a real Loki and Tempo, as
// people do, and wants the mistake and the way out in one sentence.
func TestHealthNamesTheMistake(t *testing.T) {
	servers := stack.ForTest(t)
	right := map[string]string{"url": servers.LokiURL}
	rightTempo := map[string]string{"url": servers.TempoURL}
	guarded := guard(t, servers.LokiURL, "secret")
	for name, tc := range map[string]struct {
		loki, tempo map[string]string
		password    string
		want        string // "" when all is well
	}{
		"nothing is wrong":          {right, rightTempo, "", ""},
		"nobody listens":            {at(deadURL(t)), rightTempo, "", "nothing listens there (connection refused); check the URL"},
		"unknown host":              {at("http://loki.invalid:3100"), rightTempo, "", "its host name is not known; check the URL"},
		"Tempo's URL for Loki":      {rightTempo, rightTempo, "", "The Loki URL " + servers.TempoURL + " is that of Tempo: enter Loki's own, such as http://loki:3100."},
		"Loki's URL for Tempo":      {right, right, "", "The Tempo URL " + servers.LokiURL + " is that of Loki: enter Tempo's own, such as http://tempo:3200."},
		"both swapped":              {rightTempo, right, "", "is that of Tempo: enter Loki's own, such as http://loki:3100. The Tempo URL "},
		"the address for pushing":   {at(servers.LokiURL + "/loki/api/v1/push"), rightTempo, "", "Loki answers at " + servers.LokiURL + ", not below the path of its URL: remove the path."},
		"Tempo's API":               {right, at(servers.TempoURL + "/api/"), "", "Tempo answers at " + servers.TempoURL + ", not below"},
		"https for http":            {at("https" + servers.LokiURL[len("http"):]), rightTempo, "", "begin the URL with http://"},
		"right password":            {withUser(guarded), rightTempo, "secret", ""},
		"wrong password":            {withUser(guarded), rightTempo, "guess", "Loki refused the request (401, “Unauthorized”): check the credentials and the tenant"},
		"no password":               {at(guarded), rightTempo, "", "Loki refused the request (401"},
		"no permission":             {at(answering(t, http.StatusForbidden, "text/plain", "RBAC: access denied")), rightTempo, "", "Loki refused the request (403, “RBAC: access denied”): let its administrator allow"},
		"a login page":              {at(answering(t, http.StatusOK, "text/html", "<html>Log in</html>")), rightTempo, "", "is a web page: is the Loki URL right, and not that of a login page"},
		"Grafana itself":            {at(answering(t, http.StatusOK, "application/json", `{"database":"ok","version":"12.3.0"}`, "/api/health")), rightTempo, "", "is that of Grafana: enter Loki's own"},
		"a Loki before protobuf":    {at(answering(t, http.StatusOK, "application/json", `{"version":"2.8.4"}`)), rightTempo, "", "Loki 2.8.4 is too old: Request Journey needs Loki 3.0 or newer. Connected to Tempo "},
		"an unknown server for all": {at(answering(t, http.StatusNotFound, "text/plain", "")), rightTempo, "", "(404): check the Loki URL and its path"},
	} {
		t.Run(name, func(t *testing.T) {
			secrets := map[string]string{"loki.basicAuthPassword": tc.password}
			checkHealth(t, tc.loki, tc.tempo, secrets, tc.want)
		})
	}
}

// TestHealthNamesTheMissingTenant asks servers that keep tenants apart.
func TestHealthNamesTheMissingTenant(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a real Loki and Tempo, which -short leaves out")
	}
	servers, err := stack.Start(t.Context(), stack.Options{Log: t.Output(), MultiTenant: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(servers.Stop)
	of := func(url, tenant string) map[string]string { return map[string]string{"url": url, "tenant": tenant} }
	checkHealth(t, of(servers.LokiURL, ""), of(servers.TempoURL, "shop"), nil, "Loki requires a tenant and none was sent (401, “no org id”): enter the tenant")
	checkHealth(t, of(servers.LokiURL, "shop"), of(servers.TempoURL, ""), nil, "Tempo requires a tenant and none was sent (401, “no org id”): enter the tenant")
	checkHealth(t, of(servers.LokiURL, "shop"), of(servers.TempoURL, "shop"), nil, "")
}

// TestHealthNamesAnOldLoki: the version decides, whatever answers in its place.
func TestHealthNamesAnOldLoki(t *testing.T) {
	servers := stack.ForTest(t)
	old := rewriting(t, servers.LokiURL, "/loki/api/v1/status/buildinfo", http.StatusOK, "application/json", `{"version":"2.9.17"}`)
	checkHealth(t, at(old), at(servers.TempoURL), nil, "Loki 2.9.17 is too old: Request Journey needs Loki 3.0 or newer. Connected to Tempo ")
}

// TestHealthSaysWhatAnOldTempoDoesNot: it is no failure.
func TestHealthSaysWhatAnOldTempoDoesNot(t *testing.T) {
	servers := stack.ForTest(t)
	old := at(rewriting(t, servers.TempoURL, "/api/status/buildinfo", http.StatusOK, "application/json", `{"version":"2.6.1"}`))
	old["streaming"] = "off"
	got := health(t, at(servers.LokiURL), old, nil)
	if got.Status != backend.HealthStatusOk {
		t.Errorf("the status is %s", got.Status)
	}
	checkSentence(t, "health", got.Message, ". Connected to Tempo 2.6.1. Tempo 2.6.1 returns any matching requests, not the newest: upgrade it to 2.8 or newer for these.")
}

// TestHealthNamesARefusedScope asks a Loki that wants a label in every query.
func TestHealthNamesARefusedScope(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a real Loki and Tempo, which -short leaves out")
	}
	servers, err := stack.Start(t.Context(), stack.Options{Log: t.Output(), Settings: map[string]string{"REQUIRED_LABELS": "[app]"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(servers.Stop)
	checkHealth(t, at(servers.LokiURL), at(servers.TempoURL), nil,
		`Loki refuses the log scope {service_name=~".+"}, which lacks a label that it requires: app. Set the log scope in the data source's settings to {app=~".+"}. Connected to Tempo `)
}

// TestHealthSaysHowTempoIsSearched asks a Tempo behind a gateway that lets no
// gRPC through.
func TestHealthSaysHowTempoIsSearched(t *testing.T) {
	servers := stack.ForTest(t)
	gateway := withUser(guard(t, servers.TempoURL, "secret"))
	got := health(t, at(servers.LokiURL), gateway, map[string]string{"tempo.basicAuthPassword": "secret"})
	if got.Status != backend.HealthStatusOk {
		t.Errorf("the status is %s", got.Status)
	}
	checkSentence(t, "health", got.Message, ", searched over HTTP: Tempo's gRPC streaming did not answer (stream_over_http_enabled turns it on).")
}

func checkHealth(t *testing.T, loki, tempo, secrets map[string]string, want string) {
	t.Helper()
	got := health(t, loki, tempo, secrets)
	if isOK := got.Status == backend.HealthStatusOk; isOK != (want == "") {
		t.Errorf("the status is %s: %s", got.Status, got.Message)
	}
	checkSentence(t, "health", got.Message, want)
}

func health(t *testing.T, loki, tempo, secrets map[string]string) *backend.CheckHealthResult {
	t.Helper()
	raw, err := json.Marshal(map[string]any{"loki": typed(loki), "tempo": typed(tempo)})
	if err != nil {
		t.Fatal(err)
	}
	instance, err := plugin.NewDatasource(t.Context(), backend.DataSourceInstanceSettings{JSONData: raw, DecryptedSecureJSONData: secrets})
	if err != nil {
		t.Fatal(err)
	}
	source := instance.(*plugin.Datasource)
	defer source.Dispose()
	got, err := source.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// typed gives the switch for basic auth its type.
func typed(server map[string]string) map[string]any {
	settings := map[string]any{"basicAuth": server["basicAuthUser"] != ""}
	for name, value := range server {
		settings[name] = value
	}
	return settings
}

func at(url string) map[string]string { return map[string]string{"url": url} }

func withUser(url string) map[string]string {
	return map[string]string{"url": url, "basicAuthUser": "reader"}
}

// guard is a gateway before a server that wants a password.
func guard(t *testing.T, server, password string) string {
	target, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	forward := httputil.NewSingleHostReverseProxy(target)
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		if user, got, ok := r.BasicAuth(); !ok || user != "reader" || got != password {
			http.Error(w, "Unauthorized", http.StatusUnauthorized)
			return
		}
		forward.ServeHTTP(w, r)
	})
}

// rewriting is a gateway before a server that answers one path itself.
func rewriting(t *testing.T, server, path string, status int, contentType, body string) string {
	target, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	forward := httputil.NewSingleHostReverseProxy(target)
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, path) {
			forward.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

// answering is something else than Loki: it answers the same everywhere, or,
// when paths are named, there alone, with a page elsewhere.
func answering(t *testing.T, status int, contentType, body string, paths ...string) string {
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		if len(paths) > 0 && !slices.Contains(paths, r.URL.Path) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, "<html></html>")
			return
		}
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

func serve(t *testing.T, handler http.HandlerFunc) string {
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}
