package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// As many requests at once as the plugin sends.
const (
	linesAtOnce  = 4
	tracesAtOnce = 16
)

// recorded is a request of the plugin to Loki.
type recorded struct {
	method, target string
	header         http.Header
	body           []byte
}

// record asks for the whole answer and notes what the plugin asks Loki for it.
func (b *bench) record(ctx context.Context, ours *ours, q *Question) (content, error) {
	target, err := url.Parse(b.servers.LokiURL)
	if err != nil {
		return content{}, err
	}
	var mu sync.Mutex
	forward := httputil.NewSingleHostReverseProxy(target)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		if r.URL.Path == pathRange { // others are about the server's limits, once in a while
			q.recorded = append(q.recorded, recorded{r.Method, r.URL.RequestURI(), r.Header.Clone(), body})
		}
		mu.Unlock()
		r.Body = io.NopCloser(bytes.NewReader(body))
		forward.ServeHTTP(w, r)
	}))
	defer proxy.Close()
	ours.changed()
	got, err := ours.read(ctx, q, Whole, proxy.URL)
	return got, errors.Join(err, ours.renew(ctx))
}

// floor fetches the bytes of the answer once and reads none of them: the lines
// by the one query that returns no others, and each trace by its ID.
func (b *bench) floor(ctx context.Context, q *Question, into func() io.Writer) error {
	lines := recorded{http.MethodGet, pathRange + "?" + b.linesQuery(q).Encode(), http.Header{
		"Accept": {"application/vnd.google.protobuf"}, encodingFlags: {"categorize-labels"},
	}, nil}
	return b.fetchAll(ctx, []recorded{lines}, q.requests, into)
}

// replay is the floor with the plugin's own requests to Loki instead, which
// search for lines of which nothing but the IDs is known.
func (b *bench) replay(ctx context.Context, q *Question, into func() io.Writer) error {
	return b.fetchAll(ctx, q.recorded, q.requests, into)
}

// fetchAll fetches from both servers at once.
func (b *bench) fetchAll(ctx context.Context, queries []recorded, requests []*request, into func() io.Writer) error {
	all, ctx := errgroup.WithContext(ctx)
	lines, traces := new(errgroup.Group), new(errgroup.Group)
	lines.SetLimit(linesAtOnce)
	traces.SetLimit(tracesAtOnce)
	all.Go(func() error {
		for _, query := range queries {
			lines.Go(func() error { return b.fetch(ctx, query.request(ctx, b.servers.LokiURL), into()) })
		}
		return lines.Wait()
	})
	all.Go(func() error {
		for _, r := range requests {
			traces.Go(func() error { return b.fetch(ctx, b.traceRequest(ctx, r), into()) })
		}
		return traces.Wait()
	})
	return all.Wait()
}

func (r recorded) request(ctx context.Context, lokiURL string) *http.Request {
	req, err := http.NewRequestWithContext(ctx, r.method, lokiURL+r.target, bytes.NewReader(r.body))
	if err != nil {
		panic(err) // it was one before
	}
	for _, name := range []string{"Accept", "Content-Type", encodingFlags} {
		if value := r.header.Get(name); value != "" {
			req.Header.Set(name, value)
		}
	}
	return req
}

// traceRequest tells Tempo the time, as the plugin does.
func (b *bench) traceRequest(ctx context.Context, r *request) *http.Request {
	within := url.Values{
		"start": {strconv.FormatInt(r.start.Add(-time.Hour).Unix(), 10)}, "end": {strconv.FormatInt(r.start.Add(time.Hour).Unix(), 10)},
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.servers.TempoURL+"/api/v2/traces/"+r.id.String()+"?"+within.Encode(), nil)
	if err != nil {
		panic(err) // the URL is our own
	}
	req.Header.Set("Accept", "application/protobuf")
	return req
}

func (b *bench) fetch(ctx context.Context, req *http.Request, into io.Writer) error {
	res, err := b.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(res.Body, 300))
		return fmt.Errorf("%s answers %s: %s", req.URL.Path, res.Status, strings.TrimSpace(string(text)))
	}
	_, err = io.Copy(into, res.Body)
	return err
}
