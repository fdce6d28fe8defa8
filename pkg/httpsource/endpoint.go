// Package httpsource asks Loki or Tempo over HTTP and puts every failure into
// one sentence for the user, as a *journey.SourceError.
package httpsource

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

const (
	// defaultMaxBytes bounds the memory that one answer may take.
	defaultMaxBytes = 256 << 20
	// maxFaultBytes is how much of an error's body is read: it ends up in a sentence.
	maxFaultBytes = 16 << 10
	// maxGetQuery keeps a GET below the 8 KiB that proxies commonly allow for
	// the request line; what is longer is sent as a form where the server reads one.
	maxGetQuery = 4 << 10
)

// Options say which server is asked, and how.
type Options struct {
	Source   string       // "Loki" or "Tempo", as sentences name it
	Language string       // its query language, as sentences name it
	URL      string       // base URL, with a path prefix if there is one
	Client   *http.Client // carries authentication, TLS, headers, tenant and timeout
	MaxBytes int64        // most bytes of one answer, decompressed; 0 for 256 MiB
}

// Endpoint is one Loki or Tempo. It is safe for concurrent use.
type Endpoint struct {
	source   string
	language string
	base     *url.URL
	client   *http.Client
	maxBytes int64
	budget   *journey.MemoryBudget // of the query; nil for none
}

// New checks the options. Its error is a sentence about the settings.
func New(o Options) (*Endpoint, error) {
	base, err := parseBase(o.Source, o.URL)
	if err != nil {
		return nil, err
	}
	e := &Endpoint{source: o.Source, language: o.Language, base: base, client: o.Client, maxBytes: o.MaxBytes}
	if e.client == nil {
		e.client = http.DefaultClient
	}
	if e.maxBytes <= 0 {
		e.maxBytes = defaultMaxBytes
	}
	return e, nil
}

// parseBase refuses what would leak into sentences, links or logs, and what
// could not be extended by a path. It never quotes the URL: it may hold a password.
func parseBase(source, raw string) (*url.URL, error) {
	base, err := url.Parse(strings.TrimSpace(raw))
	switch {
	case strings.TrimSpace(raw) == "":
		return nil, fmt.Errorf("the %s URL is empty: enter one such as http://%s:3100", source, strings.ToLower(source))
	case err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Host == "":
		return nil, fmt.Errorf("the %s URL is not one: enter http:// or https://, a host, and a path if there is one", source)
	case base.User != nil:
		return nil, fmt.Errorf("the %s URL holds a user name or password: enter them as basic authentication instead", source)
	case base.RawQuery != "" || base.Fragment != "":
		return nil, fmt.Errorf("the %s URL ends in a query or fragment: enter scheme, host and path only", source)
	}
	base.Path = strings.TrimRight(base.Path, "/")
	base.RawPath = ""
	return base, nil
}

// Within is the endpoint with a memory budget for all answers that it reads.
func (e *Endpoint) Within(b *journey.MemoryBudget) *Endpoint {
	own := *e
	own.budget = b
	return &own
}

// URL is a copy of the base URL; it holds no credentials.
func (e *Endpoint) URL() *url.URL {
	base := *e.base
	return &base
}

// Request is one question to the server.
type Request struct {
	Path   string // below the base URL
	Params url.Values
	Form   bool   // the server also reads Params from a form: send long ones so
	Accept string // the media type asked for, which the answer must have
	Header http.Header
}

// Ask returns the body of a 200 answer that has the media type asked for. All
// else is a *journey.SourceError; its cause is a *StatusError if there was an
// answer. Where it is safe and there is time, it asks again before it gives up.
func (e *Endpoint) Ask(ctx context.Context, r Request) ([]byte, error) {
	for tries := 1; ; tries++ {
		body, again, err := e.askOnce(ctx, r)
		if err == nil || !again.wait(ctx, tries) {
			return body, err
		}
	}
}

func (e *Endpoint) askOnce(ctx context.Context, r Request) ([]byte, retry, error) {
	req, err := e.newRequest(ctx, r)
	if err != nil {
		return nil, retry{}, e.Unreachable(ctx, err)
	}
	res, err := e.client.Do(req)
	if err != nil {
		return nil, broken(ctx, err), e.Unreachable(ctx, err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return nil, retryAfter(res, time.Now()), e.faultOf(res, r.Path)
	}
	if got := mediaType(res.Header); got != r.Accept {
		return nil, retry{}, e.wrongMediaType(got, r.Accept)
	}
	body, err := e.readAll(ctx, res)
	return body, retry{}, err
}

// newRequest prefers GET, which every proxy lets through.
func (e *Endpoint) newRequest(ctx context.Context, r Request) (*http.Request, error) {
	target, query := e.base.JoinPath(r.Path), r.Params.Encode()
	method, body := http.MethodGet, io.Reader(nil)
	if r.Form && len(query) > maxGetQuery {
		method, body = http.MethodPost, strings.NewReader(query)
	} else {
		target.RawQuery = query
	}
	req, err := http.NewRequestWithContext(ctx, method, target.String(), body)
	if err != nil {
		return nil, err
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	req.Header.Set("Accept", r.Accept)
	for name, values := range r.Header {
		req.Header[name] = values
	}
	return req, nil
}

// readAll reads at most one byte more than is allowed, to see that it is too much.
func (e *Endpoint) readAll(ctx context.Context, res *http.Response) ([]byte, error) {
	var body bytes.Buffer
	if n := res.ContentLength; n > 0 && n <= e.maxBytes {
		body.Grow(int(n) + bytes.MinRead)
	}
	n, err := body.ReadFrom(&budgetReader{io.LimitReader(res.Body, e.maxBytes+1), e.budget})
	if errors.Is(err, errBudget) {
		return nil, e.overBudget()
	}
	if err != nil {
		return nil, e.Unreachable(ctx, err)
	}
	if n > e.maxBytes {
		return nil, e.Errorf(journey.ErrTooMuch, res.StatusCode, nil,
			"%s's answer is larger than %d MiB: narrow the time range or the query", e.source, e.maxBytes>>20)
	}
	return body.Bytes(), nil
}

// Read deducts bytes, which did not come by Ask, from the query's memory budget. It
// fails when they exceed it.
func (e *Endpoint) Read(bytes int) error {
	if !e.budget.Take(bytes) {
		return e.overBudget()
	}
	return nil
}

func (e *Endpoint) overBudget() *journey.SourceError {
	return e.Errorf(journey.ErrTooMuch, http.StatusOK, errBudget,
		"the answers to this query are larger than %d MB (limits.answers), so some of %s's are left out: narrow the time range or lower the limit", e.budget.Megabytes(), e.source)
}

var errBudget = errors.New("the query's budget of bytes is used up")

// budgetReader reads on a budget.
type budgetReader struct {
	io.Reader
	budget *journey.MemoryBudget
}

func (s *budgetReader) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if !s.budget.Take(n) {
		return n, errBudget
	}
	return n, err
}

func mediaType(h http.Header) string {
	text, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(text))
}
