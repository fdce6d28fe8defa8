package faults

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/grafana/tempo/pkg/tempopb"
)

// meddler stands between the plugin and a server at the level of HTTP, for the
// faults that TCP does not know. It may ask next, which is the server.
type meddler func(w http.ResponseWriter, r *http.Request, next http.Handler)

// newLayer serves the server at upstream with a meddler before it, over HTTP/1
// and, for Tempo's gRPC, over HTTP/2.
func newLayer(t *testing.T, upstream string, meddle meddler) string {
	t.Helper()
	u, err := url.Parse(upstream)
	if err != nil {
		t.Fatal(err)
	}
	next := &httputil.ReverseProxy{
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(u) },
		Transport:     sameProtocol(t),
		FlushInterval: -1,
		ErrorLog:      log.New(io.Discard, "", 0),
		ErrorHandler:  func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }, // no proxy that answers
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { meddle(w, r, next) }))
	server.Config.Protocols = protocols(true, true)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Start()
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return server.URL
}

func protocols(one, two bool) *http.Protocols {
	p := new(http.Protocols)
	p.SetHTTP1(one)
	p.SetUnencryptedHTTP2(two)
	return p
}

// sameProtocol goes on in the protocol in which a request came.
func sameProtocol(t *testing.T) http.RoundTripper {
	one, two := &http.Transport{Protocols: protocols(true, false), DisableCompression: true}, &http.Transport{Protocols: protocols(false, true)}
	t.Cleanup(one.CloseIdleConnections)
	t.Cleanup(two.CloseIdleConnections)
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		if r.ProtoMajor == 2 {
			return two.RoundTrip(r)
		}
		return one.RoundTrip(r)
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// pass changes nothing.
func pass(w http.ResponseWriter, r *http.Request, next http.Handler) { next.ServeHTTP(w, r) }

// status answers in the server's place.
func status(code int, text string, header ...string) meddler {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		_, _ = io.WriteString(w, text)
	}
}

// firstly meddles with the first request alone.
func firstly(meddle meddler) meddler {
	var requests atomic.Int64
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if requests.Add(1) == 1 {
			meddle(w, r, next)
			return
		}
		next.ServeHTTP(w, r)
	}
}

// reset ends the connection before any answer.
func reset(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_ = conn.(*net.TCPConn).SetLinger(0)
		_ = conn.Close()
		return
	}
	panic(http.ErrAbortHandler) // of HTTP/2: resets the stream
}

// answered changes the body of the server's answer.
func answered(change func(path string, body []byte) []byte) meddler {
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		body := record(w, r, next)
		body = change(r.URL.Path, body)
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(http.StatusOK)
		_, _ = w.Write(body)
	}
}

// record asks the server, copies its headers and returns its body. gRPC's
// answers, which end in trailers, are refused: the plugin then asks over HTTP.
func record(w http.ResponseWriter, r *http.Request, next http.Handler) []byte {
	if r.ProtoMajor == 2 {
		panic(http.ErrAbortHandler)
	}
	r.Header.Del("Accept-Encoding") // what is changed must not be compressed
	answer := httptest.NewRecorder()
	next.ServeHTTP(answer, r)
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	return answer.Body.Bytes()
}

// halfThen sends half of the answer and then does what else.
func halfThen(then func(r *http.Request)) meddler {
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		body := record(w, r, next)
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(http.StatusOK)
		_, _ = w.Write(body[:len(body)/2])
		_ = http.NewResponseController(w).Flush()
		then(r)
	}
}

func stall(r *http.Request) { <-r.Context().Done() }

func abort(*http.Request) { panic(http.ErrAbortHandler) }

// shorter is a whole answer of HTTP whose body lacks its end.
func shorter(_ string, body []byte) []byte { return body[:len(body)*2/3] }

// garbled has every bit of the body's second half turned.
func garbled(_ string, body []byte) []byte {
	body = bytes.Clone(body)
	for i := len(body) / 2; i < len(body); i++ {
		body[i] = ^body[i]
	}
	return body
}

// typed gives the answer another content type.
func typed(contentType, body string) meddler {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(w, body)
	}
}

// partialTrace is Tempo's answer with a part of the spans, and its word for it.
func partialTrace(path string, body []byte) []byte {
	if !strings.HasPrefix(path, "/api/v2/traces/") {
		return body
	}
	var trace tempopb.TraceByIDResponse
	if err := trace.Unmarshal(body); err != nil || trace.Trace == nil {
		return body
	}
	trace.Trace.ResourceSpans = trace.Trace.ResourceSpans[:len(trace.Trace.ResourceSpans)/2]
	trace.Status, trace.Message = tempopb.PartialStatus_PARTIAL, "trace exceeds max size (max bytes: 5000000)"
	partial, err := trace.Marshal()
	if err != nil {
		panic(fmt.Sprintf("a trace just decoded: %v", err))
	}
	return partial
}
