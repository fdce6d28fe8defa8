package settings

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"

	"github.com/requestjourney/requestjourney/pkg/failure"
)

// The names of secrets in secureJsonData, after "loki." or "tempo.".
const (
	secretPassword   = "basicAuthPassword" // of basicAuthUser
	secretToken      = "bearerToken"       // sent as Authorization: Bearer
	secretCACert     = "tlsCACert"         // PEM: trusted in addition to the system's roots
	secretClientCert = "tlsClientCert"     // PEM: the plugin's own certificate
	secretClientKey  = "tlsClientKey"      // PEM: its key
	secretHeader     = "header."           // followed by the name of one of headers: its value
)

// tenantHeader names the tenant to Loki and Tempo
// (https://grafana.com/docs/loki/latest/operations/multi-tenancy/).
const tenantHeader = "X-Scope-OrgID"

// Client makes the HTTP client for one server, and returns its options.
func (s Server) Client(ctx context.Context, ds backend.DataSourceInstanceSettings, server string) (*http.Client, httpclient.Options, error) {
	opts, err := s.clientOptions(ctx, ds)
	if err != nil {
		return nil, opts, fmt.Errorf("options of the client for %s: %w", server, err)
	}
	client, err := httpclient.New(opts)
	if err != nil {
		return nil, opts, failure.Downstream(fmt.Errorf("the TLS settings for %s are not usable: %w", server, err))
	}
	return client, opts, nil
}

// clientOptions are the SDK's options for a client of one server, based on Grafana's
// options for the data source, which include its proxies.
func (s Server) clientOptions(ctx context.Context, ds backend.DataSourceInstanceSettings) (httpclient.Options, error) {
	opts, err := ds.HTTPClientOptions(ctx)
	if err != nil {
		return opts, err
	}
	timeouts := httpclient.DefaultTimeoutOptions
	timeouts.Timeout = s.timeout()
	opts.Timeouts = &timeouts
	opts.Header = s.header()
	opts.ForwardHTTPHeaders = false // all of them; see sendIdentity
	opts.Middlewares = append(httpclient.DefaultMiddlewares(), s.sendIdentity())
	opts.BasicAuth = nil
	if s.BasicAuth {
		opts.BasicAuth = &httpclient.BasicAuthOptions{User: s.BasicAuthUser, Password: s.secrets[secretPassword]}
	}
	opts.TLS = s.tls(opts.TLS)
	opts.ConfigureClient = func(_ httpclient.Options, c *http.Client) { c.CheckRedirect = sameHost }
	return opts, nil
}

// tls are the server's own TLS settings, with the versions that the SDK allows.
func (s Server) tls(grafana *httpclient.TLSOptions) *httpclient.TLSOptions {
	own := &httpclient.TLSOptions{
		CACertificate:      s.secrets[secretCACert],
		ClientCertificate:  s.secrets[secretClientCert],
		ClientKey:          s.secrets[secretClientKey],
		InsecureSkipVerify: s.TLSSkipVerify,
		ServerName:         s.ServerName,
	}
	if grafana != nil {
		own.MinVersion, own.MaxVersion = grafana.MinVersion, grafana.MaxVersion
	}
	return own
}

// header are the headers of every request: tenant, token and the user's own.
func (s Server) header() http.Header {
	h := http.Header{}
	if s.Tenant != "" {
		h.Set(tenantHeader, s.Tenant)
	}
	if token := s.secrets[secretToken]; token != "" {
		h.Set("Authorization", "Bearer "+token)
	}
	for _, name := range s.Headers {
		if value := s.secrets[secretHeader+name]; value != "" {
			h.Set(name, value)
		}
	}
	return h
}

// GRPCHeaders are the same headers for gRPC, which does not use the HTTP client.
func (s Server) GRPCHeaders() map[string]string {
	headers := make(map[string]string)
	for name := range s.header() {
		headers[name] = s.header().Get(name)
	}
	if s.BasicAuth {
		userinfo := s.BasicAuthUser + ":" + s.secrets[secretPassword]
		headers["Authorization"] = "Basic " + base64.StdEncoding.EncodeToString([]byte(userinfo))
	}
	return headers
}

// sameHost refuses redirects to another host or from https to http. The SDK sets the
// headers on every request, so another host would get them, or they would be sent in clear
// text.
func sameHost(next *http.Request, via []*http.Request) error {
	downgraded := via[len(via)-1].URL.Scheme == "https" && next.URL.Scheme != "https"
	if len(via) > 3 || downgraded || next.URL.Host != via[0].URL.Host {
		return http.ErrUseLastResponse
	}
	return nil
}

// SearchesOverHTTP reports whether Tempo is searched only over HTTP. Only HTTP sends the
// caller's identity, and only HTTP uses Grafana's secure SOCKS proxy.
func (s Settings) SearchesOverHTTP(opts httpclient.Options) bool {
	proxied := opts.ProxyOptions != nil && opts.ProxyOptions.Enabled
	return s.Tempo.Streaming == StreamingOff || s.Tempo.ForwardsIdentity() || s.Tempo.UserHeader != "" || proxied
}
