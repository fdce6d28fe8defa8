package resources

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTryRules(t *testing.T) {
	const id = "4bf92f3577b34da6a3ce929d0e0e4736"
	server := httptest.NewServer(asRole("Admin", (&Resources{}).Handler()))
	defer server.Close()
	for name, tc := range map[string]struct {
		body   string
		status int
		want   string
	}{
		"one's own rule":     {`{"rules":[{"name":"gw","source":"line","pattern":"req=(\\w+)"}],"line":"req=` + id + `"}`, 200, `{"traceId":"` + id + `","spanId":"","kind":"rule","name":"gw"}`},
		"the built-in rules": {`{"line":"traceparent=00-` + id + `-00f067aa0ba902b7-01"}`, 200, `{"traceId":"` + id + `","spanId":"00f067aa0ba902b7","kind":"line","name":"traceparent"}`},
		"a label":            {`{"rules":[{"name":"tid","source":"label","key":"tid"}],"line":"served","labels":{"app":"cart","tid":"` + id + `"}}`, 200, `{"traceId":"` + id + `","spanId":"","kind":"rule","name":"tid"}`},
		"no ID":              {`{"line":"served"}`, 200, `{"traceId":"","spanId":"","kind":"","name":""}`},
		"a broken pattern":   {`{"rules":[{"name":"gw","source":"line","pattern":"req=("}],"line":"x"}`, 400, `Trace ID rule \"gw\": `},
		"no JSON":            {`{`, 400, `The body is not valid JSON: `},
	} {
		t.Run(name, func(t *testing.T) {
			res, err := http.Post(server.URL+"/try-rules", "application/json", strings.NewReader(tc.body))
			require.NoError(t, err)
			var got strings.Builder
			require.NoError(t, res.Write(&got))
			require.Equal(t, tc.status, res.StatusCode, got.String())
			require.Contains(t, got.String(), tc.want)
		})
	}
}
