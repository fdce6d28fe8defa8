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

	"github.com/grafana/loki/pkg/push"
	"github.com/grafana/tempo/pkg/tempopb"
	"golang.org/x/sync/errgroup"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/requestjourney/requestjourney/pkg/journey"
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

// record asks for the whole answer and notes what the plugin asks Loki for it:
// the floor fetches the same.
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
		q.recorded = append(q.recorded, recorded{r.Method, r.URL.RequestURI(), r.Header.Clone(), body})
		mu.Unlock()
		r.Body = io.NopCloser(bytes.NewReader(body))
		forward.ServeHTTP(w, r)
	}))
	defer proxy.Close()
	ours.changed()
	got, err := ours.read(ctx, q, Whole, proxy.URL)
	return got, errors.Join(err, ours.renew(ctx))
}

// floor fetches the bytes of the answer and reads none of them: the plugin's
// own requests to Loki, and each trace by its ID, all at once.
func (b *bench) floor(ctx context.Context, q *Question, into func() io.Writer) error {
	all, ctx := errgroup.WithContext(ctx)
	lines, traces := new(errgroup.Group), new(errgroup.Group)
	lines.SetLimit(linesAtOnce)
	traces.SetLimit(tracesAtOnce)
	all.Go(func() error {
		for i := range q.recorded {
			lines.Go(func() error { return b.fetch(ctx, q.recorded[i].request(ctx, b.servers.LokiURL), into()) })
		}
		return lines.Wait()
	})
	all.Go(func() error {
		for _, r := range q.requests {
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
	for _, name := range []string{"Accept", "Content-Type", "X-Loki-Response-Encoding-Flags"} {
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

// readFloor fetches the floor and reads it after all, to see what it holds.
func (b *bench) readFloor(ctx context.Context, q *Question) (content, error) {
	var mu sync.Mutex
	var bodies []*bytes.Buffer
	err := b.floor(ctx, q, func() io.Writer {
		mu.Lock()
		defer mu.Unlock()
		bodies = append(bodies, &bytes.Buffer{})
		return bodies[len(bodies)-1]
	})
	if err != nil {
		return content{}, err
	}
	found := content{traces: map[journey.TraceID]bool{}}
	lines := map[string]bool{}
	q.Wire = 0
	for _, body := range bodies {
		q.Wire += int64(body.Len())
		readLines(body.Bytes(), lines)
		readTrace(body.Bytes(), found.traces)
	}
	found.lines = len(lines)
	return found, nil
}

// readLines adds the lines of a queryrange.QueryResponse: streams (6) →
// LokiResponse.Data (2) → LokiData.Result (2) = push.Stream. Lines that
// several queries return count once.
func readLines(body []byte, lines map[string]bool) {
	for _, response := range messages(body, 6) {
		for _, data := range messages(response, 2) {
			for _, encoded := range messages(data, 2) {
				var stream push.Stream
				if stream.Unmarshal(encoded) != nil {
					continue
				}
				for _, e := range stream.Entries {
					lines[fmt.Sprint(stream.Labels, e.Timestamp.UnixNano(), e.Line)] = true
				}
			}
		}
	}
}

func readTrace(body []byte, traces map[journey.TraceID]bool) {
	var response tempopb.TraceByIDResponse
	if response.Unmarshal(body) != nil || response.Trace == nil {
		return
	}
	for _, group := range response.Trace.ResourceSpans {
		for _, scope := range group.ScopeSpans {
			for _, span := range scope.Spans {
				if id, err := journey.TraceIDFromBytes(span.TraceId); err == nil {
					traces[id] = true
				}
			}
		}
	}
}

// messages are the values of one field of a message; none when it is no message.
func messages(message []byte, field protowire.Number) (found [][]byte) {
	for len(message) > 0 {
		number, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return found
		}
		size := protowire.ConsumeFieldValue(number, kind, message[n:])
		if size < 0 {
			return found
		}
		if number == field && kind == protowire.BytesType {
			value, _ := protowire.ConsumeBytes(message[n:])
			found = append(found, value)
		}
		message = message[n+size:]
	}
	return found
}
