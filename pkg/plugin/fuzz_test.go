package plugin

import (
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

// FuzzSettings holds that settings are refused with a sentence that is the
// user's to act on and tells no secret, or make a data source.
func FuzzSettings(f *testing.F) {
	const secret = "hunter2-hunter2"
	for _, raw := range []string{
		``, `{}`, `[]`, `{"loki":{"url":"http://loki:3100"},"tempo":{"url":"https://tempo/x"}}`,
		`{"loki":{"url":"ftp://loki"},"tempo":{"url":"http://u:p@tempo"}}`,
		`{"loki":{"url":"http://l","headers":["X-A","loki"],"basicAuth":true},"tempo":{"url":"http://t","timeout":1e9},"slack":-1}`,
		`{"loki":{"url":"http://l"},"tempo":{"url":"http://t"},"logScope":"{a=\"b\"} |= 1","traceIdRules":[{"source":"line","pattern":"("}]}`,
		`{"loki":{"url":"http://l"},"tempo":{"url":"http://t"},"limits":{"lines":0},"oauthPassThru":true}`,
		// What the SDK reads of jsonData by itself.
		`{"loki":{"url":"http://l"},"tempo":{"url":"http://t"},"timeout":"x","dialTimeout":"y","tlsAuth":true,"sigV4Auth":true}`,
		`{"loki":{"url":"http://l"},"tempo":{"url":"http://t"},"enableSecureSocksProxy":1,"httpHeaderName1":2,"keepCookies":["a"]}`,
	} {
		f.Add([]byte(raw), "loki.header.X-A")
	}
	f.Fuzz(func(t *testing.T, raw []byte, secretName string) {
		instance, err := NewDatasource(t.Context(), backend.DataSourceInstanceSettings{
			JSONData: raw, DecryptedSecureJSONData: map[string]string{secretName: secret, "loki.tlsCACert": secret},
		})
		if err != nil {
			require.True(t, backend.IsDownstreamError(err), err)
			require.NotContains(t, err.Error(), secret)
			return
		}
		instance.(*Datasource).Dispose()
	})
}

// unreachable is a data source none of whose servers is there.
func unreachable(t testing.TB) *Datasource {
	t.Helper()
	instance, err := NewDatasource(t.Context(), settingsOf(
		`{"loki":{"url":"http://127.0.0.1:1"},"tempo":{"url":"http://127.0.0.1:1","streaming":"off"}}`, nil))
	require.NoError(t, err)
	d := instance.(*Datasource)
	t.Cleanup(d.Dispose)
	return d
}

func settingsOf(jsonData string, secrets map[string]string) backend.DataSourceInstanceSettings {
	return backend.DataSourceInstanceSettings{JSONData: []byte(jsonData), DecryptedSecureJSONData: secrets}
}
