package settings

import (
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

func settingsOf(jsonData string, secrets map[string]string) backend.DataSourceInstanceSettings {
	return backend.DataSourceInstanceSettings{JSONData: []byte(jsonData), DecryptedSecureJSONData: secrets}
}

func TestSettingsDefaults(t *testing.T) {
	s, err := Parse(settingsOf(`{"loki":{"url":"http://loki:3100"},"tempo":{"url":"https://tempo/x"},"limits":{"journeys":7}}`, nil))
	if err != nil {
		t.Fatal(err)
	}
	if s.SlackTime() != time.Minute || s.Loki.timeout() != 30*time.Second {
		t.Errorf("slack %s and timeout %s, want 1m0s and 30s", s.SlackTime(), s.Loki.timeout())
	}
	if s.Limits.Journeys != 7 || s.Limits.Lines != 5000 {
		t.Errorf("limits %+v, want the one given and the defaults of the others", s.Limits)
	}
}

func TestSettingsThatAreWrong(t *testing.T) {
	const tempo = `"tempo":{"url":"http://tempo:3200"}`
	for name, tc := range map[string]struct{ json, want string }{
		"nothing":         {``, "Loki has no URL: enter one such as http://loki:3100"},
		"no Tempo":        {`{"loki":{"url":"http://loki:3100"}}`, "Tempo has no URL: enter one such as http://tempo:3200"},
		"not http":        {`{"loki":{"url":"file:///etc/passwd"},` + tempo + `}`, "Loki's URL is not an http or https address"},
		"no scheme":       {`{"loki":{"url":"loki:3100"},` + tempo + `}`, "Loki's URL is not an http or https address"},
		"credentials":     {`{"loki":{"url":"http://me:hunter2@loki"},` + tempo + `}`, "Loki's URL holds credentials: enter them as basic auth"},
		"negative slack":  {`{"loki":{"url":"http://loki"},` + tempo + `,"slack":-1}`, "slack is negative"},
		"limit of 0":      {`{"loki":{"url":"http://loki"},` + tempo + `,"limits":{"lines":0}}`, "limits.lines is 0"},
		"not readable":    {`{"loki":7}`, "jsonData is not readable"},
		"endless slack":   {`{"loki":{"url":"http://loki"},` + tempo + `,"slack":86401}`, "slack is more than a day: enter the seconds"},
		"endless timeout": {`{"loki":{"url":"http://loki","timeout":30000},` + tempo + `}`, "Loki's timeout is more than an hour: enter seconds, at most 3600"},
		"streaming":       {`{"loki":{"url":"http://loki"},"tempo":{"url":"http://tempo","streaming":"false"}}`, `Tempo's streaming is "false": enter auto or off`},
		"negative timout": {`{"loki":{"url":"http://loki","timeout":-1},` + tempo + `}`, "Loki's timeout is negative"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse(settingsOf(tc.json, nil))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Fatalf("got %v, want %q", err, tc.want)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Error("the error repeats the password")
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	s, err := Parse(settingsOf(
		`{"loki":{"url":"http://loki","tenant":"a|b","headers":["X-Team","X-None"]},"tempo":{"url":"http://tempo","basicAuth":true,"basicAuthUser":"me"}}`,
		map[string]string{"loki.bearerToken": "t0ken", "loki.header.X-Team": "checkout", "tempo.basicAuthPassword": "hunter2"}))
	if err != nil {
		t.Fatal(err)
	}
	loki := s.Loki.header()
	if loki.Get("X-Scope-OrgID") != "a|b" || loki.Get("Authorization") != "Bearer t0ken" || loki.Get("X-Team") != "checkout" {
		t.Errorf("Loki's headers are %v", loki)
	}
	if _, set := loki["X-None"]; set {
		t.Error("a header without a value is sent")
	}
	if got := s.Tempo.GRPCHeaders()["Authorization"]; got != "Basic bWU6aHVudGVyMg==" {
		t.Errorf("Tempo's gRPC authorization is %q", got)
	}
}

func TestIdentityIsForwardedOnlyWhenAsked(t *testing.T) {
	for json, want := range map[string]bool{``: false, `,"oauthPassThru":true`: true, `,"keepCookies":["sso"]`: true} {
		s, err := Parse(settingsOf(`{"loki":{"url":"http://loki"},"tempo":{"url":"http://tempo"}`+json+`}`, nil))
		if err != nil || s.Loki.ForwardsIdentity() != want || s.Tempo.ForwardsIdentity() != want {
			t.Errorf("forwarded with %q: %v, %v", json, s.Loki.forward, err)
		}
	}
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
		s, err := Parse(settingsOf(`{"loki":{"url":"http://loki"},"tempo":{"url":"http://tempo"},"traceIdRules":`+rules+`}`, nil))
		require.NoError(t, err)
		require.Equal(t, want, s.OverruleMetadata(), rules)
	}
}
