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

// caller is who asks, with what Grafana lets a plugin know of that.
type caller struct {
	login   string
	headers http.Header
}

type callerKey struct{}

// WithCaller remembers who asks for the requests to Loki and Tempo.
func WithCaller(ctx context.Context, p backend.PluginContext, headers http.Header) context.Context {
	c := caller{headers: headers}
	if p.User != nil {
		c.login = p.User.Login
	}
	return context.WithValue(ctx, callerKey{}, c)
}

// forwarding says what of a caller goes along to Loki and Tempo: nothing, unless
// the settings switch it on.
type forwarding struct {
	oauth   bool     // the OAuth token
	cookies []string // names
}

// ForwardsIdentity reports whether users' tokens or cookies are sent to the server.
func (s Server) ForwardsIdentity() bool { return s.forward.isOn() }

func (f forwarding) isOn() bool { return f.oauth || len(f.cookies) > 0 }

// oauthHeaders bear the caller's own token.
var oauthHeaders = []string{backend.OAuthIdentityTokenHeaderName, backend.OAuthIdentityIDTokenHeaderName, backend.GrafanaUserSignInTokenHeaderName}

// identity is what a server learns about the caller. It is all that goes along,
// and so all in which two callers can differ before the server.
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

// namesSeveral says that a login would name several tenants. Users choose their
// logins, and could let themselves in to those of others.
func (s Server) namesSeveral(login string) bool {
	return strings.EqualFold(s.UserHeader, tenantHeader) && strings.Contains(login, "|")
}

// keep leaves the named cookies of a Cookie header.
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

// tellIdentity sends the caller's identity with each request. What the settings
// send, such as credentials or a tenant, goes before it.
func (s Server) tellIdentity() httpclient.Middleware {
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

// IdentityOf is equal for callers whom both servers answer alike. It is a digest,
// since it is kept for as long as an answer is.
func (s Settings) IdentityOf(ctx context.Context) string {
	c, _ := ctx.Value(callerKey{}).(caller)
	digest := sha256.New()
	// Maps are printed in the order of their keys.
	fmt.Fprintf(digest, "%q %q %q", c.login, s.Loki.identity(c), s.Tempo.identity(c))
	return string(digest.Sum(nil))
}
