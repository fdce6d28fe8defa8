package workbench

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

// TestMain is also the plugin: findPlugins finds this binary under its name.
func TestMain(m *testing.M) {
	switch name := filepath.Base(os.Args[0]); {
	case strings.HasPrefix(name, "gpx_works"):
		servePlugin()
	case strings.HasPrefix(name, "gpx_fails"):
		os.Exit(3)
	case strings.HasPrefix(name, "gpx_hangs"):
		time.Sleep(time.Hour) // and says nothing
	default:
		os.Exit(m.Run())
	}
}

func TestQueriesAreAnsweredAsByGrafana(t *testing.T) {
	w := startWith(t, DataSource{UID: "a", JSONData: map[string]int{"n": 1}, SecureJSONData: map[string]string{"token": "s3cret"}}, DataSource{UID: "b"})

	status, body := w.post(t, `{"from":"0","to":"3600000","queries":[
		{"refId":"A","queryType":"search","datasource":{"uid":"a"}},
		{"refId":"B","queryType":"journey","datasource":{"uid":"b"}}]}`)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, []string{"a", `{"n":1}`, "s3cret", "search", "1h0m0s"}, firstRow(t, body, "A"))
	require.Equal(t, []string{"b", "{}", "", "journey", "1h0m0s"}, firstRow(t, body, "B"))
}

func TestOneBadQueryFailsOnlyItself(t *testing.T) {
	w := startWith(t, DataSource{UID: "a"})

	status, body := w.post(t, `{"from":"0","to":"1","queries":[
		{"refId":"bad","datasource":{"uid":"a"}},{"refId":"good","datasource":{"uid":"a"}}]}`)
	require.Equal(t, http.StatusBadRequest, status)
	require.NotEmpty(t, firstRow(t, body, "good"))
	bad := decode(t, body).Responses["bad"]
	require.EqualError(t, bad.Error, "The query is bad; change it.")
	require.Equal(t, backend.StatusBadRequest, bad.Status)
}

func TestMistakesInARequest(t *testing.T) {
	w := startWith(t, DataSource{UID: "a"})
	for name, c := range map[string]struct {
		body   string
		status int
		says   string
	}{
		"no JSON":        {`{`, http.StatusBadRequest, "not JSON"},
		"relative time":  {`{"from":"now-1h","to":"now"}`, http.StatusBadRequest, `from is \"now-1h\": give milliseconds`},
		"unknown source": {`{"from":"0","to":"1","queries":[{"datasource":{"uid":"x"}}]}`, http.StatusNotFound, "Data source not found"},
	} {
		t.Run(name, func(t *testing.T) {
			status, body := w.post(t, c.body)
			require.Equal(t, c.status, status)
			require.Contains(t, string(body), c.says)
		})
	}
}

func TestHealthAndResources(t *testing.T) {
	w := startWith(t, DataSource{UID: "a"}, DataSource{UID: "broken"})

	status, body := w.get(t, "/api/datasources/uid/a/health")
	require.Equal(t, http.StatusOK, status)
	require.JSONEq(t, `{"status":"OK","message":"checked","details":{"loki":true}}`, string(body))

	status, body = w.get(t, "/api/datasources/uid/broken/health")
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, string(body), `"status":"ERROR"`)

	status, body = w.get(t, "/api/datasources/uid/a/resources/labels?match=1")
	require.Equal(t, http.StatusTeapot, status)
	require.Equal(t, "GET labels?match=1", string(body))
}

func TestFilesOfPluginAndPage(t *testing.T) {
	w := startWith(t, DataSource{UID: "a", SecureJSONData: map[string]string{"token": "s3cret"}})
	for path, want := range map[string]struct {
		status int
		has    string
	}{
		"/":                                  {http.StatusOK, "<page>"},
		"/a/some-app/journeys?trace=1":       {http.StatusOK, "<page>"},
		"/public/plugins/some-app/module.js": {http.StatusOK, "define"},
		"/public/plugins/some-source/plugin.json":    {http.StatusOK, "some-source"},
		"/public/plugins/some-app/" + binaryName(""): {http.StatusNotFound, ""},
		"/public/plugins/other/module.js":            {http.StatusNotFound, ""},
		"/public/build/img/icons/none.svg":           {http.StatusNotFound, ""},
		"/api/search":                                {http.StatusNotFound, "the workbench does not know"},
		"/api/frontend/settings":                     {http.StatusOK, `"uid":"a"`},
	} {
		status, body := w.get(t, path)
		require.Equal(t, want.status, status, path)
		require.Contains(t, string(body), want.has, path)
		require.NotContains(t, string(body), "s3cret", path)
	}
}

func TestPageOpensWithoutDataSources(t *testing.T) {
	_, body := startWith(t).get(t, "/api/frontend/settings")
	require.Contains(t, string(body), `"dataSources":[]`)
}

func TestStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	w, err := Start(ctx, options(t, "gpx_works", DataSource{}))
	require.NoError(t, err)
	cancel()
	<-w.Done()
	for _, proc := range w.plugins.processes {
		require.True(t, proc.Exited())
	}
	w.Stop() // once more does no harm
}

func TestStartSaysWhatIsMissing(t *testing.T) {
	whole := options(t, "gpx_works")
	for name, c := range map[string]struct {
		options Options
		says    string
	}{
		"no page":             {Options{Dist: whole.Dist, PageDir: t.TempDir()}, "build.mjs"},
		"no plugin":           {Options{Dist: t.TempDir(), PageDir: whole.PageDir}, "no built plugin"},
		"no backend":          {options(t, ""), "has no backend for this machine"},
		"a backend that ends": {options(t, "gpx_fails"), "did not start"},
		"an address of all":   {Options{Dist: whole.Dist, PageDir: whole.PageDir, Addr: ":0"}, "loopback"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Start(t.Context(), c.options)
			require.ErrorContains(t, err, c.says)
		})
	}
}

func TestStartIsCancelledBefore(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Start(ctx, options(t, "gpx_works"))
	require.ErrorIs(t, err, context.Canceled)
}

func TestStartIsCancelledWhileThePluginHangs(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel) // at whichever point of the start
	_, err := Start(ctx, options(t, "gpx_hangs"))
	require.ErrorIs(t, err, context.Canceled)
}

// options are of an app with a nested data source, whose binary is this test
// under another name; "" leaves it out.
func options(t *testing.T, executable string, sources ...DataSource) Options {
	t.Helper()
	dist, page := t.TempDir(), t.TempDir()
	writeFiles(t, dist, map[string]string{
		"plugin.json":            `{"id":"some-app","type":"app","backend":true,"executable":"gpx"}`,
		"module.js":              `define([], () => 1)`,
		"datasource/plugin.json": `{"id":"some-source","type":"datasource","backend":true,"executable":"../gpx"}`,
	})
	writeFiles(t, page, map[string]string{"index.html": "<page>"})
	if executable != "" {
		useAsBinary(t, dist, executable)
	}
	return Options{Dist: dist, PageDir: page, DataSources: sources, Log: io.Discard}
}

// useAsBinary makes the plugin.json files of dist name this test's binary.
func useAsBinary(t *testing.T, dist, executable string) {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	require.NoError(t, os.Symlink(self, filepath.Join(dist, binaryName(executable))))
	for _, path := range []string{"plugin.json", "datasource/plugin.json"} {
		raw, err := os.ReadFile(filepath.Join(dist, path))
		require.NoError(t, err)
		writeFiles(t, dist, map[string]string{path: strings.Replace(string(raw), `gpx"`, executable+`"`, 1)})
	}
}

func binaryName(executable string) string {
	if executable == "" {
		executable = "gpx_works"
	}
	return executable + "_" + runtime.GOOS + "_" + runtime.GOARCH
}

func writeFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
}

type running struct{ *Workbench }

func startWith(t *testing.T, sources ...DataSource) running {
	t.Helper()
	w, err := Start(t.Context(), options(t, "gpx_works", sources...))
	require.NoError(t, err)
	t.Cleanup(w.Stop)
	return running{w}
}

func (r running) get(t *testing.T, path string) (int, []byte) {
	t.Helper()
	answer, err := http.Get(r.URL + path)
	return read(t, answer, err)
}

func (r running) post(t *testing.T, body string) (int, []byte) {
	t.Helper()
	answer, err := http.Post(r.URL+"/api/ds/query", "application/json", strings.NewReader(body))
	return read(t, answer, err)
}

func read(t *testing.T, answer *http.Response, err error) (int, []byte) {
	t.Helper()
	require.NoError(t, err)
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, body
}

func decode(t *testing.T, body []byte) backend.QueryDataResponse {
	t.Helper()
	var answer backend.QueryDataResponse
	require.NoError(t, json.Unmarshal(body, &answer), string(body))
	return answer
}

func firstRow(t *testing.T, body []byte, refID string) []string {
	t.Helper()
	frames := decode(t, body).Responses[refID].Frames
	require.Len(t, frames, 1, string(body))
	row := make([]string, len(frames[0].Fields))
	for i, field := range frames[0].Fields {
		row[i], _ = field.At(0).(string)
	}
	return row
}
