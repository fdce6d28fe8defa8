package settings

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"pgregory.net/rapid"
)

// identities draws settings of the kinds that decide on identity.
var identities = rapid.Custom(func(t *rapid.T) Settings {
	forward := forwarding{
		oauth:   rapid.Bool().Draw(t, "oauthPassThru"),
		cookies: rapid.SampledFrom([][]string{nil, {"sso"}, {"sso", "team"}}).Draw(t, "keepCookies"),
	}
	userHeader := rapid.SampledFrom([]string{"", "X-Grafana-User"}).Draw(t, "userHeader")
	server := Server{URL: "http://loki", Tenant: "shop", forward: forward, UserHeader: userHeader}
	return Settings{Loki: server, Tempo: Server{URL: "http://tempo"}}
})

// callers draws few values, so that equal ones are met often.
var callers = rapid.Custom(func(t *rapid.T) caller {
	headers := http.Header{}
	for _, name := range slices.Concat(oauthHeaders, []string{"Cookie", tenantHeader, "X-Panel-Id", "X-Grafana-User"}) {
		value := rapid.SampledFrom([]string{"", "sso=1", "sso=2; theme=dark", "team=a; sso=1", "Bearer x"}).Draw(t, name)
		if value != "" {
			headers.Set(name, value)
		}
	}
	return caller{login: rapid.SampledFrom([]string{"", "ada", "bob"}).Draw(t, "login"), headers: headers}
})

// TestAnswersAreSharedAmongEquals holds that what two callers may share was
// asked of the servers in the very same way.
func TestAnswersAreSharedAmongEquals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, a, b := identities.Draw(t, "settings"), callers.Draw(t, "a"), callers.Draw(t, "b")
		if s.IdentityOf(as(a)) != s.IdentityOf(as(b)) {
			return
		}
		if a.login != b.login {
			t.Fatal("two users share an answer")
		}
		if diff := cmp.Diff(sentBy(t, s.Loki, a), sentBy(t, s.Loki, b)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// TestIdentityIsSentOnlyWhenSwitchedOn holds that nothing else of a caller goes
// along, and that the settings' own headers stay.
func TestIdentityIsSentOnlyWhenSwitchedOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, c := identities.Draw(t, "settings"), callers.Draw(t, "caller")
		sent, ownSettings := sentBy(t, s.Loki, c), sentBy(t, s.Loki, caller{})
		for name := range sent {
			on := slices.Contains(oauthHeaders, name) && s.Loki.forward.oauth ||
				name == "Cookie" && len(s.Loki.forward.cookies) > 0 ||
				name == s.Loki.UserHeader && s.Loki.UserHeader != ""
			if !on && !slices.Equal(sent[name], ownSettings[name]) {
				t.Fatalf("%s: %q was sent, and nobody switched that on", name, sent[name])
			}
		}
		if sent.Get(tenantHeader) != "shop" {
			t.Fatalf("the tenant is %q", sent.Get(tenantHeader))
		}
	})
}

// TestALoginIsOneTenant: a|b would be let in to both.
func TestALoginIsOneTenant(t *testing.T) {
	for header, want := range map[string]string{"X-Scope-OrgID": "", "x-scope-orgid": "", "X-Grafana-User": "bob|ada"} {
		s := Server{URL: "http://loki", UserHeader: header}
		if got := sentBy(t, s, caller{login: "bob|ada"}).Get(header); got != want {
			t.Errorf("%s: %q was sent, want %q", header, got, want)
		}
	}
}

func TestOnlyNamedCookiesAreSent(t *testing.T) {
	c := caller{headers: http.Header{"Cookie": {"grafana_session=secret; sso=1; theme=dark"}}}
	s := Server{URL: "http://loki", forward: forwarding{cookies: []string{"sso"}}}
	if got := sentBy(t, s, c).Get("Cookie"); got != "sso=1" {
		t.Errorf("got %q", got)
	}
}

func TestCredentialsOfTheSettingsGoFirst(t *testing.T) {
	c := caller{headers: http.Header{"Authorization": {"Bearer user"}}}
	for name, s := range map[string]Server{
		"token":      {secrets: map[string]string{secretToken: "settings"}},
		"basic auth": {BasicAuth: true, BasicAuthUser: "settings"},
	} {
		s.URL, s.forward = "http://loki", forwarding{oauth: true}
		if got := sentBy(t, s, c).Get("Authorization"); got == "Bearer user" || got == "" {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func TestUserHeaderIsChecked(t *testing.T) {
	for name, ok := range map[string]bool{"": true, "X-Grafana-User": true, "X-Scope-OrgID": true, "Authorization": false, "host": false, "a b": false, "x\r\ny": false} {
		if err := (Server{URL: "http://loki", UserHeader: name}).check("Loki"); (err == nil) != ok {
			t.Errorf("%q: %v", name, err)
		}
	}
	if err := (Server{URL: "http://loki", UserHeader: "x-scope-orgid", Tenant: "shop"}).check("Loki"); err == nil {
		t.Error("two tenants at once")
	}
}

func as(c caller) context.Context { return context.WithValue(context.Background(), callerKey{}, c) }

// sentBy is what the server gets when the caller asks.
func sentBy(t interface{ Fatal(args ...any) }, s Server, c caller) (got http.Header) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.Header.Clone() }))
	defer server.Close()
	client, _, err := s.Client(context.Background(), backend.DataSourceInstanceSettings{Type: "loki", JSONData: []byte(`{}`)}, "Loki")
	if err != nil {
		t.Fatal(err)
	}
	defer client.CloseIdleConnections()
	req, err := http.NewRequestWithContext(as(c), http.MethodGet, server.URL, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return got
}
