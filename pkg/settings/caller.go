package settings

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
)

// caller is the user who asks, as far as Grafana names them to a plugin.
type caller struct {
	login   string
	headers http.Header
}

type callerKey struct{}

// WithCaller puts the caller into the context of requests to Loki and Tempo.
func WithCaller(ctx context.Context, p backend.PluginContext, headers http.Header) context.Context {
	c := caller{headers: headers}
	if p.User != nil {
		c.login = p.User.Login
	}
	return context.WithValue(ctx, callerKey{}, c)
}

// forwarding says what of the caller is sent to Loki and Tempo: nothing, unless the
// settings switch it on.
type forwarding struct {
	oauth   bool     // the OAuth token
	cookies []string // names
}

// ForwardsIdentity reports whether users' tokens or cookies are sent to the server.
func (s Server) ForwardsIdentity() bool { return s.forward.isOn() }

func (f forwarding) isOn() bool { return f.oauth || len(f.cookies) > 0 }

// oauthHeaders have the caller's own token.
var oauthHeaders = []string{backend.OAuthIdentityTokenHeaderName, backend.OAuthIdentityIDTokenHeaderName, backend.GrafanaUserSignInTokenHeaderName}

// identity is all that a server learns about the caller, so a server treats two callers
// with the same identity alike.
func (s Server) identity(c caller) http.Header {
	headers := http.Header{}
	for _, name := range oauthHeaders {
		if value := c.headers.Get(name); s.forward.oauth && value != "" {
			headers.Set(name, value)
		}
	}
	if cookies := keep(c.headers.Get(backend.CookiesHeaderName), s.forward.cookies); cookies != "" {
		headers.Set(backend.CookiesHeaderName, cookies)
	}
	if s.UserHeader != "" && c.login != "" && !s.namesSeveral(c.login) {
		headers.Set(s.UserHeader, c.login)
	}
	return headers
}

// namesSeveral reports whether a login would name several tenants. Users choose their own
// logins, so they could get access to other tenants.
func (s Server) namesSeveral(login string) bool {
	return strings.EqualFold(s.UserHeader, tenantHeader) && strings.Contains(login, "|")
}

// keep returns a Cookie header with only the named cookies.
func keep(header string, names []string) string {
	cookies, err := http.ParseCookie(header)
	if err != nil {
		return ""
	}
	kept := http.Request{Header: http.Header{}}
	for _, cookie := range cookies {
		if slices.Contains(names, cookie.Name) {
			kept.AddCookie(cookie)
		}
	}
	return kept.Header.Get(backend.CookiesHeaderName)
}

// sendIdentity sends the caller's identity with each request. Headers from the settings,
// such as credentials or a tenant, take precedence.
func (s Server) sendIdentity() httpclient.Middleware {
	return httpclient.NamedMiddlewareFunc("identity", func(_ httpclient.Options, next http.RoundTripper) http.RoundTripper {
		return httpclient.RoundTripperFunc(func(req *http.Request) (*http.Response, error) {
			c, _ := req.Context().Value(callerKey{}).(caller)
			for name, values := range s.identity(c) {
				if req.Header.Get(name) == "" {
					req.Header[name] = values
				}
			}
			return next.RoundTrip(req)
		})
	})
}

// IdentityOf is the same for callers who get the same answers from both servers. It is a
// digest, so that a cached answer does not keep a token.
func (s Settings) IdentityOf(ctx context.Context) string {
	c, _ := ctx.Value(callerKey{}).(caller)
	digest := sha256.New()
	// Maps are printed in the order of their keys.
	fmt.Fprintf(digest, "%q %q %q", c.login, s.Loki.identity(c), s.Tempo.identity(c))
	return string(digest.Sum(nil))
}
