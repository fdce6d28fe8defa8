package plugin

import (
	"context"
	"errors"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/extract"
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
		{saying{version: "3.7.8"}, "Loki 3.7.8 answers."},
		{saying{}, "Loki answers."},
		{saying{err: errors.New("it is down")}, "It is down."},
	} {
		if got := healthOf(t.Context(), "Loki", tc.server, nil); got.Message != tc.want || got.OK != (tc.server.err == nil) {
			t.Errorf("got %+v, want %q", got, tc.want)
		}
	}
}

// TestABadRuleFailsNothingElse saves settings of which one rule is wrong: the data
// source is there, and the health check names the rule.
func TestABadRuleFailsNothingElse(t *testing.T) {
	s, err := parseSettings(settingsOf(`{"loki":{"url":"http://loki"},"tempo":{"url":"http://tempo"},"traceIdRules":[
		{"name":"SpanID","source":"line","pattern":"span=(?=x)(\\w+)"},{"name":"gateway","source":"line","pattern":"req=(\\w+)"}]}`, nil))
	require.NoError(t, err)
	require.Equal(t, []extract.Rule{{Name: "gateway", Source: extract.SourceLine, Pattern: `req=(\w+)`}}, s.TraceIDRules)

	d := &Datasource{settings: s}
	got, err := d.healthResult(serverHealth{OK: true, Message: "Loki 3.7.8 answers."}, serverHealth{OK: true, Message: "Tempo 2.9.0 answers."})
	require.NoError(t, err)
	require.Equal(t, backend.HealthStatusError, got.Status)
	require.Equal(t, `Loki 3.7.8 answers. Tempo 2.9.0 answers. Trace ID rule "SpanID" is not used: its pattern is not a valid RE2 expression: invalid or unsupported Perl syntax in "(?=".`, got.Message)
}

// TestOnlyRulesThatFindOtherIDsCostMore: Loki is asked for IDs in the text of all
// lines only where a rule may find another ID there than the metadata names.
func TestOnlyRulesThatFindOtherIDsCostMore(t *testing.T) {
	for rules, want := range map[string]bool{
		`[]`:                                    false,
		`[{"source":"label","key":"trace_id"}]`: false,
		`[{"source":"line","pattern":"span=(?P<span>\\w+)"}]`:                 false,
		`[{"source":"line","pattern":"trace=(\\w+)"}]`:                        true,
		`[{"source":"label","key":"trace_id"},{"source":"json","key":"tid"}]`: true,
	} {
		s, err := parseSettings(settingsOf(`{"loki":{"url":"http://loki"},"tempo":{"url":"http://tempo"},"traceIdRules":`+rules+`}`, nil))
		require.NoError(t, err)
		require.Equal(t, want, s.overruleMetadata(), rules)
	}
}
