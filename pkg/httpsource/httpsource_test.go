package httpsource_test

import (
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

func TestSettings(t *testing.T) {
	for _, test := range []struct{ url, want string }{
		{"", "the Loki URL is empty: enter one such as http://loki:3100"},
		{"  ", "is empty"},
		{"loki:3100", "enter http:// or https://"},
		{"ftp://loki", "enter http:// or https://"},
		{"http://", "enter http:// or https://"},
		{"http://[::1", "enter http:// or https://"},
		{"http://joe:hunter2@loki:3100", "enter them as basic authentication instead"},
		{"http://hunter2 @loki:3100/%zz", "enter http:// or https://"},
		{"http://loki:3100?orgId=1", "enter scheme, host and path only"},
		{"http://loki:3100/#x", "enter scheme, host and path only"},
	} {
		_, err := httpsource.New(httpsource.Options{Source: "Loki", URL: test.url})
		require.ErrorContains(t, err, test.want, test.url)
		require.NotContains(t, err.Error(), "hunter2")
	}
}

func endpoint(t *testing.T, handler http.HandlerFunc) *httpsource.Endpoint {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return at(t, server.URL, server.Client())
}

func at(t *testing.T, url string, client *http.Client) *httpsource.Endpoint {
	t.Helper()
	e, err := httpsource.New(httpsource.Options{Source: "Loki", Language: "LogQL", URL: url, Client: client, MaxBytes: 2 << 20})
	require.NoError(t, err)
	return e
}

func ask(t *testing.T, e *httpsource.Endpoint) *journey.SourceError {
	t.Helper()
	_, err := e.Ask(t.Context(), httpsource.Request{Path: "/api", Accept: "application/x"})
	return fault(t, err)
}

func fault(t *testing.T, err error) *journey.SourceError {
	t.Helper()
	var f *journey.SourceError
	require.ErrorAs(t, err, &f)
	require.Equal(t, "Loki", f.Source)
	require.NotContains(t, f.Error(), "\n")
	t.Log(f)
	return f
}

func TestFaultsByAnswer(t *testing.T) {
	const html = "<!DOCTYPE html><html>Bad gateway</html>"
	for _, test := range []struct {
		name   string
		status int
		text   string
		kind   journey.ErrorKind
		want   string
	}{
		{"parse error", 400, "parse error at line 1, col 5: x\n", journey.ErrBadQuery, "Loki did not understand the LogQL query: parse error at line 1, col 5: x. Check the query"},
		{"bad request", 400, "end before start", journey.ErrBadQuery, "Loki did not accept the LogQL query: end before start"},
		{"silent bad request", 400, "", journey.ErrBadQuery, "it gave no reason"},
		{"JSON of a gateway", 400, `{"status":"error","error":"parse error x"}`, journey.ErrBadQuery, "query: parse error x. Check"},
		{"TLS", 400, "Client sent an HTTP request to an HTTPS server.\n", journey.ErrBadAnswer, "https://"},
		{"series limit", 400, "maximum number of series (500) reached for a single query", journey.ErrTooMuch, "maximum number of series (500)"},
		{"bytes limit", 400, "the query would read too many bytes (query: 2GB)", journey.ErrTooMuch, "narrow the time range"},
		{"no tenant", 401, "no org id\n", journey.ErrUnauthorized, "Loki requires a tenant and none was sent (401, “no org id”): enter the tenant"},
		{"no tenant as bad request", 400, "no org id", journey.ErrUnauthorized, "tenant"},
		{"wrong password", 401, "", journey.ErrUnauthorized, "Loki refused the request (401): check the credentials and the tenant"},
		{"forbidden", 403, html, journey.ErrUnauthorized, "Loki refused the request (403): let its administrator allow"},
		{"not found", 404, "404 page not found\n", journey.ErrBadAnswer, "/api (404): check the Loki URL and its path"},
		{"entity too large", 413, "", journey.ErrTooMuch, "a limit of Loki stopped the request: narrow"},
		{"unprocessable", 422, "trace exceeds max size (max bytes: 5)", journey.ErrTooMuch, "max bytes: 5"},
		{"rate", 429, "too many outstanding requests", journey.ErrRateLimited, "too many outstanding requests"},
		{"gateway timeout", 504, "request timed out", journey.ErrTimeout, "(504, “request timed out”)"},
		{"proxy", 502, html, journey.ErrServer, "Loki failed (502): try again"},
		{"crash", 500, "rpc error: x\n\ty", journey.ErrServer, "Loki failed (500, “rpc error: x y”)"},
		{"teapot", 418, "short and stout", journey.ErrBadAnswer, "status 418"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := ask(t, endpoint(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", "3600") // longer than one waits
				w.WriteHeader(test.status)
				_, _ = io.WriteString(w, test.text)
			}))
			require.Equal(t, test.kind, f.Kind)
			require.Equal(t, test.status, f.Status)
			require.Contains(t, f.Error(), test.want)
			require.NotContains(t, f.Error(), "<")
		})
	}
}

func TestLongWordsAreClipped(t *testing.T) {
	f := ask(t, endpoint(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, strings.Repeat("wörd ", 100_000))
	}))
	require.Less(t, len(f.Error()), 500)
	require.Contains(t, f.Error(), "…")
}

func TestWrongContent(t *testing.T) {
	for contentType, want := range map[string]string{
		"text/html; charset=utf-8": "is a web page: is the Loki URL right",
		"application/json":         "answered application/json instead of application/x",
	} {
		f := ask(t, endpoint(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", contentType) }))
		require.Equal(t, journey.ErrBadAnswer, f.Kind)
		require.Contains(t, f.Error(), want)
	}
}

func TestTooLargeAnswer(t *testing.T) {
	f := ask(t, endpoint(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x")
		_, _ = io.Copy(w, io.LimitReader(zeros{}, 2<<20+1))
	}))
	require.Equal(t, journey.ErrTooMuch, f.Kind)
	require.Contains(t, f.Error(), "larger than 2 MiB")
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestLongParamsAreAForm(t *testing.T) {
	var method, got string
	e := endpoint(t, func(w http.ResponseWriter, r *http.Request) {
		method, got = r.Method, r.FormValue("q")
		w.Header().Set("Content-Type", "application/x; charset=utf-8")
	})
	for _, test := range []struct {
		length int
		form   bool
		want   string
	}{{10, true, "GET"}, {10_000, true, "POST"}, {10_000, false, "GET"}} {
		q := strings.Repeat("&", test.length)
		_, err := e.Ask(t.Context(), httpsource.Request{Path: "/api", Params: url.Values{"q": {q}}, Form: test.form, Accept: "application/x"})
		require.NoError(t, err)
		require.Equal(t, test.want, method)
		require.Equal(t, q, got)
	}
}

// transport fails as a network does.
type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

func TestFaultsWithoutAnswer(t *testing.T) {
	for _, test := range []struct {
		name string
		err  error
		kind journey.ErrorKind
		want string
	}{
		{"unknown host", &net.DNSError{Err: "no such host", Name: "loki"}, journey.ErrUnreachable, "its host name is not known"},
		{"route", &net.OpError{Op: "dial", Addr: &net.TCPAddr{IP: net.IPv4(10, 1, 2, 3)}, Err: errors.New("no route to host")}, journey.ErrUnreachable, "no route to host; check"},
		{"damage", flate.CorruptInputError(7), journey.ErrUnreachable, "its answer was damaged on the way"},
		{"half a header", textproto.ProtocolError("malformed MIME header"), journey.ErrUnreachable, "the connection broke off"},
		{"hang up", io.ErrUnexpectedEOF, journey.ErrUnreachable, "the connection broke off"},
		{"client's timeout", context.DeadlineExceeded, journey.ErrTimeout, "Loki did not answer in time"},
		{"client's limit", fmt.Errorf("http: response body too large"), journey.ErrTooMuch, "larger than Grafana allows"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := ask(t, at(t, "http://loki:3100", &http.Client{Transport: transport(func(*http.Request) (*http.Response, error) { return nil, test.err })}))
				require.Equal(t, test.kind, f.Kind)
				require.Contains(t, f.Error(), test.want)
				require.NotContains(t, f.Error(), "10.1.2.3")
				require.NotContains(t, f.Err.Error(), "http://loki:3100/api", "the query stays out of the cause")
				require.ErrorIs(t, f, test.err)
			})
		})
	}
}

func TestNothingListens(t *testing.T) {
	server := httptest.NewServer(nil)
	server.Close()
	f := ask(t, at(t, server.URL, nil))
	require.Equal(t, journey.ErrUnreachable, f.Kind)
	require.Contains(t, f.Error(), "Loki cannot be reached at "+server.URL+": nothing listens there")
}

// A gRPC server is one of the addresses that people find in Tempo's configuration.
func TestGRPCPort(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := grpc.NewServer()
	t.Cleanup(server.Stop)
	go func() { _ = server.Serve(listener) }()
	f := ask(t, at(t, "http://"+listener.Addr().String(), http.DefaultClient))
	require.Equal(t, journey.ErrUnreachable, f.Kind)
	const sentence = "does not speak HTTP; check that the port is not that of gRPC"
	require.Contains(t, f.Error(), sentence)
	// Whether the server's first words come before the request or after it is chance.
	f = ask(t, at(t, "http://grpc", &http.Client{Transport: failing("readLoopPeekFailLocked: %!w(<nil>)")}))
	require.Contains(t, f.Error(), sentence)
}

// failing is a transport that fails with words of net/http.
type failing string

func (f failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, errors.New(string(f)) }

func TestTLSFaults(t *testing.T) {
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	f := ask(t, at(t, secure.URL, http.DefaultClient))
	require.Equal(t, journey.ErrUnreachable, f.Kind)
	require.Contains(t, f.Error(), "certificate is not trusted")

	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	f = ask(t, at(t, "https"+strings.TrimPrefix(plain.URL, "http"), secure.Client()))
	require.Contains(t, f.Error(), "begin the URL with http://")
}

func TestEndedContext(t *testing.T) {
	e := at(t, "http://loki:3100", nil)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := e.Ask(cancelled, httpsource.Request{})
	require.ErrorIs(t, err, context.Canceled)
	require.Contains(t, fault(t, err).Error(), "was cancelled")

	late, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	_, err = e.Ask(late, httpsource.Request{})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Equal(t, journey.ErrTimeout, fault(t, err).Kind)
}

// TestTheBudgetIsShared: all answers to a query count together, an endless one
// ends with it, and the sentence names the limit.
func TestTheBudgetIsShared(t *testing.T) {
	endless := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		for chunk := make([]byte, 64<<10); ; {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	}))
	t.Cleanup(endless.Close)
	e, err := httpsource.New(httpsource.Options{Source: "Tempo", URL: endless.URL})
	require.NoError(t, err)
	within := e.Within(journey.NewMemoryBudget(3 << 20))
	for range 2 {
		_, err := within.Ask(t.Context(), httpsource.Request{Accept: "text/plain"})
		var fault *journey.SourceError
		require.ErrorAs(t, err, &fault)
		require.Equal(t, journey.ErrTooMuch, fault.Kind)
		require.Contains(t, fault.Message, "3 MB (limits.answers)")
	}
	_, err = e.Within(journey.NewMemoryBudget(1<<20)).Ask(t.Context(), httpsource.Request{Accept: "text/plain"})
	require.ErrorContains(t, err, "1 MB", "another query has a budget of its own")
}
