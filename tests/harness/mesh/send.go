package mesh

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

// Targets are where a mesh sends to and looks whether it arrived; each is
// http://host:port.
type Targets struct {
	LokiURL     string
	TempoURL    string // only asked, by WaitSearchable
	TempoOTLP   string
	TempoZipkin string
	Tenant      string // X-Scope-OrgID; "" when the servers have one tenant
	// Settle has the servers make whole what replicas hold in part; On sets it.
	Settle func(context.Context) error
}

// sendAtOnce is how many requests go out in one batch of each sender.
const sendAtOnce = 200

// Send sends the spans and lines of requests as batches of each proxy,
// application and log shipper. Requests go oldest first: Loki refuses lines
// that are an hour older than the newest of their stream, so what is sent later
// but happened earlier needs a mesh with another seed, hence other pods.
func Send(ctx context.Context, to Targets, requests []*Request) error {
	for batch := range slices.Chunk(requests, sendAtOnce) {
		if err := sendBatch(ctx, to, batch); err != nil {
			return err
		}
	}
	return nil
}

func sendBatch(ctx context.Context, to Targets, requests []*Request) error {
	zipkin, err := zipkinBatches(requests)
	if err != nil {
		return err
	}
	otlp, err := otlpBatches(requests)
	if err != nil {
		return err
	}
	otlpLogs, err := otlpLogBatches(requests)
	if err != nil {
		return err
	}
	lines, err := pushBody(requests)
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(4)
	for _, body := range zipkin {
		group.Go(func() error { return to.post(ctx, to.TempoZipkin+"/api/v2/spans", "application/json", body) })
	}
	for _, body := range otlp {
		group.Go(func() error { return to.post(ctx, to.TempoOTLP+"/v1/traces", "application/x-protobuf", body) })
	}
	for _, body := range otlpLogs {
		group.Go(func() error { return to.post(ctx, to.LokiURL+"/otlp/v1/logs", "application/x-protobuf", body) })
	}
	if lines != nil {
		group.Go(func() error { return to.post(ctx, to.LokiURL+"/loki/api/v1/push", "application/x-protobuf", lines) })
	}
	return group.Wait()
}

func (to Targets) post(ctx context.Context, address, contentType string, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", contentType)
	_, err = to.do(req)
	return err
}

// PostJSON sends a body as JSON, and fails when the answer is not a 2xx.
func PostJSON(ctx context.Context, address string, body any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return Targets{}.post(ctx, address, "application/json", raw)
}

// PushLine writes one line of now.
func (to Targets) PushLine(ctx context.Context, labels map[string]string, line string) error {
	stream := map[string]any{"stream": labels, "values": [][]string{{strconv.FormatInt(time.Now().UnixNano(), 10), line}}}
	raw, err := json.Marshal(map[string]any{"streams": []any{stream}})
	if err != nil {
		return err
	}
	return to.post(ctx, to.LokiURL+"/loki/api/v1/push", "application/json", raw)
}

// do returns the body of a 2xx answer.
func (to Targets) do(req *http.Request) ([]byte, error) {
	if to.Tenant != "" {
		req.Header.Set("X-Scope-OrgID", to.Tenant)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	if res.StatusCode/100 != 2 {
		return nil, fmt.Errorf("%s %s answers %s: %s", req.Method, req.URL, res.Status, strings.TrimSpace(string(body)))
	}
	return body, nil
}

// Run sends a new request about every so often, each when it has ended, and
// returns it, until ctx ends. It returns nil then, or the first failure to
// send.
func (m *Mesh) Run(ctx context.Context, to Targets, every time.Duration, sent func(*Request)) error {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	var running []*Request
	for {
		select {
		case <-ctx.Done():
			return nil
		case now := <-ticker.C:
			running = append(running, m.at(now.UTC().Truncate(time.Microsecond)))
			var ended []*Request
			ended, running = split(running, now)
			if err := Send(ctx, to, ended); err != nil && ctx.Err() == nil {
				return err
			}
			for _, q := range ended {
				sent(q)
			}
		}
	}
}

// split tells the requests that have ended by now from those still running.
func split(requests []*Request, now time.Time) (ended, running []*Request) {
	for _, q := range requests {
		if q.End.Before(now) {
			ended = append(ended, q)
		} else {
			running = append(running, q)
		}
	}
	return ended, running
}
