package settings

import (
	"net/http"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
	"github.com/grafana/grafana-plugin-sdk-go/backend/proxy"
)

func TestRedirects(t *testing.T) {
	for name, tc := range map[string]struct {
		from, to string
		followed bool
	}{
		"another path":   {"http://loki/a", "http://loki/b", true},
		"to https":       {"http://loki/a", "https://loki/a", true},
		"back to http":   {"https://loki/a", "http://loki/a", false},
		"another host":   {"https://loki/a", "https://evil/a", false},
		"another port":   {"http://loki/a", "http://loki:81/a", false},
		"another domain": {"http://loki/a", "http://loki.evil/a", false},
	} {
		t.Run(name, func(t *testing.T) {
			err := sameHost(request(t, tc.to), []*http.Request{request(t, tc.from)})
			if (err == nil) != tc.followed {
				t.Errorf("got %v, want it followed: %t", err, tc.followed)
			}
		})
	}
}

func request(t *testing.T, url string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func TestTLSKeepsTheVersions(t *testing.T) {
	s := Server{ServerName: "loki.example", secrets: map[string]string{secretCACert: "ca"}}
	got := s.tls(&httpclient.TLSOptions{MinVersion: 2, MaxVersion: 3, InsecureSkipVerify: true, ServerName: "other"})
	want := httpclient.TLSOptions{MinVersion: 2, MaxVersion: 3, CACertificate: "ca", ServerName: "loki.example"}
	if *got != want {
		t.Errorf("got %+v, want %+v", *got, want)
	}
	if got := s.tls(nil); got.MinVersion != 0 {
		t.Errorf("without the SDK's: %+v", *got)
	}
}

func TestNoStream(t *testing.T) {
	proxied := httpclient.Options{ProxyOptions: &proxy.Options{Enabled: true}}
	for name, tc := range map[string]struct {
		settings Settings
		opts     httpclient.Options
		want     bool
	}{
		"default":        {want: false},
		"auto":           {settings: Settings{Tempo: Server{Streaming: "auto"}}, want: false},
		"off":            {settings: Settings{Tempo: Server{Streaming: "off"}}, want: true},
		"OAuth":          {settings: Settings{Tempo: Server{forward: forwarding{oauth: true}}}, want: true},
		"cookies":        {settings: Settings{Tempo: Server{forward: forwarding{cookies: []string{"sso"}}}}, want: true},
		"user header":    {settings: Settings{Tempo: Server{UserHeader: "X-Grafana-User"}}, want: true},
		"secure proxy":   {opts: proxied, want: true},
		"proxy disabled": {opts: httpclient.Options{ProxyOptions: &proxy.Options{}}, want: false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tc.settings.SearchesOverHTTP(tc.opts); got != tc.want {
				t.Errorf("got %t", got)
			}
		})
	}
}
