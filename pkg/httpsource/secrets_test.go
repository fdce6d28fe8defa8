package httpsource_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
)

func TestWithoutSecrets(t *testing.T) {
	for _, test := range []struct{ header, value, text, want string }{
		{"Authorization", "Bearer abcdef-1", "got Bearer abcdef-1", "got …"},
		{"Authorization", "Bearer abcdef-1", "got abcdef-1", "got …"},
		{"authorization", "Basic am9lOmh1bnRlcjIy", "joe, hunter22, am9lOmh1bnRlcjIy", "joe, …, …"},
		{"X-Key", "key-0815", "key-0815 is unknown", "… is unknown"},
		{"Cookie", "sso=cookie-1; csrf=cookie-22", "cookie-22 has expired, cookie-1 not", "… has expired, … not"},
		{"X-Short", "abc", "abc", "abc"},
		{"Accept", "text/plain", "text/plain is not to be had", "text/plain is not to be had"},
		{"X-Scope-OrgID", "tenant-1", "tenant-1 is unknown", "tenant-1 is unknown"},
	} {
		require.Equal(t, test.want, httpsource.WithoutSecrets(test.text, http.Header{test.header: {test.value}}))
	}
	long := http.Header{"A": {"secret"}, "B": {"secret-and-more"}, "C": {"secret"}}
	for range 10 { // in any order
		require.Equal(t, "…", httpsource.WithoutSecrets("secret-and-more", long))
	}
}

// TestNoAddressOfTheServersOwn: of the hosts behind the URL of the settings
// users see none. A query may name some, and is quoted as it is.
func TestNoAddressOfTheServersOwn(t *testing.T) {
	for _, test := range []struct {
		status     int
		text, want string
	}{
		{500, `rpc error: code = Unavailable desc = "dial tcp 10.42.3.17:9095: connect: no route"`, "dial tcp …: connect: no route"},
		{500, "lookup loki-backend.loki.svc on 10.96.0.10:53: no such host", "(500, “… on …: no such host”)"},
		{500, "no healthy upstream at ingester-3:9095 or [fd00::17]:9095", "at … or …”"},
		{502, "http://internal.corp/x failed", "“http:…/x failed”"},
		{503, "12:30:05 level=error x", "12:30:05 level=error"},
		{403, "denied by opa.auth:8181", "denied by …"},
		{400, `parse error at line 1, col 2 in {host="db:5432"} |= "10.0.0.1"`, `{host="db:5432"} |= "10.0.0.1"`},
	} {
		f := ask(t, endpoint(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(test.status)
			_, _ = io.WriteString(w, test.text)
		}))
		require.Contains(t, f.Error(), test.want)
	}
}

func TestProxysAddressIsNotTold(t *testing.T) {
	inner := &net.OpError{Op: "dial", Net: "tcp", Addr: &net.TCPAddr{IP: net.IPv4(10, 1, 2, 3), Port: 3128}, Err: io.ErrNoProgress}
	f := ask(t, at(t, "http://loki:3100", &http.Client{Transport: transport(func(*http.Request) (*http.Response, error) {
		return nil, &net.OpError{Op: "proxyconnect", Net: "tcp", Err: inner}
	})}))
	require.Contains(t, f.Error(), "http://loki:3100: dial tcp …: multiple Read calls")
}

// TestListeningTellsNoSecret: who ends a connection may say why by what it was sent.
func TestListeningTellsNoSecret(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := websocket.Accept(w, r, nil)
		if err == nil {
			_ = conn.Close(websocket.StatusPolicyViolation, "no "+r.Header.Get("X-Key")+" here")
		}
	}))
	t.Cleanup(server.Close)
	var last error
	for _, err := range at(t, server.URL, server.Client()).Listen(t.Context(), httpsource.Request{Path: "/tail", Header: http.Header{"X-Key": {"key-0815"}}}) {
		last = err
	}
	require.ErrorContains(t, last, "Loki ended the connection (“no … here”)")
}
