package resources

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/extract"
	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/loki"
	"github.com/requestjourney/requestjourney/pkg/settings"
	"github.com/requestjourney/requestjourney/pkg/tempo"
)

// unreachable are the resources of a data source whose servers do not answer.
func unreachable(t testing.TB) *Resources {
	t.Helper()
	const nowhere = "http://127.0.0.1:1"
	logs, err := loki.New(loki.Options{URL: nowhere, Client: http.DefaultClient})
	require.NoError(t, err)
	traces, err := tempo.New(tempo.Options{URL: nowhere, Client: http.DefaultClient, NoStream: true})
	require.NoError(t, err)
	extractor, err := extract.New(nil)
	require.NoError(t, err)
	finder := &find.Finder{Logs: logs, Traces: traces, Extract: extractor.Extract, Slack: time.Minute}
	checker, err := NewChecker(backend.DataSourceInstanceSettings{}, settings.Settings{}, logs, traces, finder, extractor)
	require.NoError(t, err)
	return &Resources{Loki: logs, Tempo: traces, Checker: checker}
}

// FuzzResources holds that every request to a resource is answered by JSON, or
// by the way to ask for it, and none by a failure of the plugin's own.
func FuzzResources(f *testing.F) {
	for _, path := range []string{"loki/labels", "loki/label-values?label=..", "loki/fields?logql={", "tempo/tags?from=1&to=0", "tempo/tag-values?tag=%00", "operations?service=%22}", "setup?from=a"} {
		f.Add(http.MethodGet, path, []byte{})
	}
	f.Add(http.MethodPost, "setup?from=1&to=2", []byte(`{"derivedFields":[{"name":"a","matcherRegex":"(","matcherType":"label"}]}`))
	f.Add(http.MethodPost, "setup", []byte(`[`))
	d := unreachable(f)
	f.Fuzz(func(t *testing.T, method, path string, body []byte) {
		request, err := http.NewRequestWithContext(t.Context(), method, "http://plugin/"+path, strings.NewReader(string(body)))
		if err != nil {
			t.Skip("no request that HTTP knows")
		}
		answer := httptest.NewRecorder()
		asRole("Admin", d.Handler()).ServeHTTP(answer, request)
		known := []int{200, 301, 307, 308, 400, 404, 405, 502, 504}
		require.True(t, slices.Contains(known, answer.Code), "%d %s", answer.Code, answer.Body)
		if strings.HasPrefix(answer.Header().Get("Content-Type"), "application/json") {
			require.True(t, json.Valid(answer.Body.Bytes()), answer.Body)
		}
	})
}
