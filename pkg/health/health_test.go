package health

import (
	"context"
	"errors"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/extract"
	"github.com/requestjourney/requestjourney/pkg/settings"
)

// saying is a server that says what a test wants.
type saying struct {
	version string
	err     error
}

func (s saying) Status(context.Context) (string, error) { return s.version, s.err }

func TestHealthOf(t *testing.T) {
	for _, tc := range []struct {
		server saying
		want   string
	}{
		{saying{version: "3.7.8"}, "Connected to Loki 3.7.8."},
		{saying{}, "Connected to Loki."},
		{saying{err: errors.New("it is down")}, "It is down."},
	} {
		if got := Of(t.Context(), "Loki", tc.server, nil); got.Message != tc.want || got.OK != (tc.server.err == nil) {
			t.Errorf("got %+v, want %q", got, tc.want)
		}
	}
}

// TestABadRuleFailsNothingElse saves settings of which one rule is wrong: the data
// source is there, and the health check names the rule.
func TestABadRuleFailsNothingElse(t *testing.T) {
	s, err := settings.Parse(backend.DataSourceInstanceSettings{JSONData: []byte(`{"loki":{"url":"http://loki"},"tempo":{"url":"http://tempo"},"traceIdRules":[
		{"name":"SpanID","source":"line","pattern":"span=(?=x)(\\w+)"},{"name":"gateway","source":"line","pattern":"req=(\\w+)"}]}`)})
	require.NoError(t, err)
	require.Equal(t, []extract.Rule{{Name: "gateway", Source: extract.SourceLine, Pattern: `req=(\w+)`}}, s.TraceIDRules)

	got, err := Result(Report{OK: true, Message: "Connected to Loki 3.7.8."}, Report{OK: true, Message: "Connected to Tempo 2.9.0."}, s.Warning())
	require.NoError(t, err)
	require.Equal(t, backend.HealthStatusError, got.Status)
	require.Equal(t, `Connected to Loki 3.7.8. Connected to Tempo 2.9.0. Trace ID rule "SpanID" is not used: its pattern is not a valid RE2 expression: invalid or unsupported Perl syntax in "(?=".`, got.Message)
}
