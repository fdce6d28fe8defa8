package datasource

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/requestjourney/requestjourney/tests/harness/host"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
)

// TestForwardsTheUsersIdentity runs the plugin's process as Grafana does, before
// servers that let in only who brings the token of a user.
func TestForwardsTheUsersIdentity(t *testing.T) {
	f := newFixture(t, mesh.KindIstio)
	process := host.Build(t)
	source := func(id int64, forward bool) host.Source {
		return host.Source{ID: id, JSONData: map[string]any{
			"loki":          map[string]any{"url": onlyFor(t, f.servers.LokiURL, "Bearer ada's")},
			"tempo":         map[string]any{"url": onlyFor(t, f.servers.TempoURL, "Bearer ada's")},
			"oauthPassThru": forward,
		}}
	}
	forwarding, silent := source(1, true), source(2, false)
	ada := host.Caller{Login: "ada", Headers: map[string]string{backend.OAuthIdentityTokenHeaderName: "Bearer ada's"}}
	bob := host.Caller{Login: "bob", Headers: map[string]string{backend.OAuthIdentityTokenHeaderName: "Bearer bob's"}}
	alertRule := host.Caller{}
	for name, tc := range map[string]struct {
		source host.Source
		caller host.Caller
		isLet  bool
	}{
		"who may read":              {forwarding, ada, true},
		"who may not":               {forwarding, bob, false},
		"an alert rule has no user": {forwarding, alertRule, false},
		"not asked to forward":      {silent, ada, false},
	} {
		t.Run(name, func(t *testing.T) {
			res, err := process.Query(t.Context(), tc.source, tc.caller, f.in, map[string]any{
				"A": map[string]string{"queryType": "journey", "traceId": f.requests[0].TraceID.String()},
			})
			if err != nil {
				t.Fatal(err)
			}
			said := res.Responses["A"].Error
			if tc.isLet != (said == nil) || !tc.isLet && !strings.Contains(said.Error(), "Tempo refused the request (401") {
				t.Errorf("the answer is %v", said)
			}
			health, err := process.Health(t.Context(), tc.source, tc.caller)
			if err != nil || tc.isLet != strings.Contains(health.Message, "Loki 3") {
				t.Errorf("the health check says %q, %v", health.GetMessage(), err)
			}
			status, names, err := process.Resource(t.Context(), tc.source, tc.caller, http.MethodGet, "namespaces", nil)
			if err != nil || tc.isLet != (status == http.StatusOK) {
				t.Errorf("the names are %d %s, %v", status, names, err)
			}
		})
	}
}

// onlyFor is a gateway before a server that wants this Authorization.
func onlyFor(t *testing.T, server, authorization string) string {
	t.Helper()
	target, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	forward := httputil.NewSingleHostReverseProxy(target)
	gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != authorization {
			http.Error(w, "Unauthorized", http.StatusUnauthorized)
			return
		}
		forward.ServeHTTP(w, r)
	}))
	t.Cleanup(gateway.Close)
	return gateway.URL
}
