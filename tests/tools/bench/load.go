package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/loki/pkg/push"
	"github.com/grafana/tempo/pkg/tempopb"
	"github.com/klauspost/compress/snappy"
	"golang.org/x/sync/errgroup"

	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

const (
	// perBatch is how many requests are sent in one message to each server.
	perBatch = 100
	// sendersAtOnce keeps both cores and both servers busy.
	sendersAtOnce = 4
	loadTimeout   = time.Minute
)

// load sends everything and returns when all of it can be searched.
func (d *dataset) load(ctx context.Context, to *stack.Stack) error {
	ctx, cancel := context.WithTimeout(ctx, loadTimeout)
	defer cancel()
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() error { return d.sendTraces(groupCtx, to.TempoOTLP+"/v1/traces") })
	group.Go(func() error { return d.sendLines(groupCtx, to.LokiURL+"/loki/api/v1/push") })
	if err := group.Wait(); err != nil {
		return err
	}
	if err := until(ctx, func() error { return d.linesArrived(ctx, to.LokiURL) }); err != nil {
		return err
	}
	for _, campaign := range d.campaigns() {
		if err := until(ctx, func() error { return d.tracesArrived(ctx, to.TempoURL, campaign) }); err != nil {
			return err
		}
	}
	return nil
}

// sendTraces sends each trace whole, a large one in a message of its own.
func (d *dataset) sendTraces(ctx context.Context, address string) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(sendersAtOnce)
	for batch := range slices.Chunk(d.requests, perBatch) {
		group.Go(func() error {
			all := &tempopb.Trace{}
			for i := range batch {
				trace := batch[i].trace()
				if batch[i].shape.spans > 0 {
					if err := sendTrace(ctx, address, trace); err != nil {
						return err
					}
					continue
				}
				all.ResourceSpans = append(all.ResourceSpans, trace.ResourceSpans...)
			}
			return sendTrace(ctx, address, all)
		})
	}
	return group.Wait()
}

// sendTrace sends OTLP, of which Tempo's trace is the wire format.
func sendTrace(ctx context.Context, address string, trace *tempopb.Trace) error {
	body, err := trace.Marshal()
	if err != nil {
		return err
	}
	return post(ctx, address, body)
}

// sendLines sends in order of time, which Loki wants of each stream.
func (d *dataset) sendLines(ctx context.Context, address string) error {
	for batch := range slices.Chunk(d.requests, perBatch) {
		wire, err := pushOf(batch).Marshal()
		if err != nil {
			return err
		}
		if err := post(ctx, address, snappy.Encode(nil, wire)); err != nil {
			return err
		}
	}
	return nil
}

func pushOf(batch []request) *push.PushRequest {
	streams := map[string]*push.Stream{}
	add := func(f Flavour, r *record) {
		labels := f.labels(r.service)
		if streams[labels] == nil {
			streams[labels] = &push.Stream{Labels: labels}
		}
		streams[labels].Entries = append(streams[labels].Entries, f.write(r))
	}
	for i := range batch {
		own, noise := batch[i].records()
		for j := range own {
			add(batch[i].flavour, &own[j])
		}
		for j := range noise {
			add(Flavours()[j%len(Flavours())], &noise[j])
		}
	}
	request := &push.PushRequest{}
	for _, labels := range slices.Sorted(maps.Keys(streams)) {
		slices.SortFunc(streams[labels].Entries, func(a, b push.Entry) int { return a.Timestamp.Compare(b.Timestamp) })
		request.Streams = append(request.Streams, *streams[labels])
	}
	return request
}

func post(ctx context.Context, address string, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-protobuf")
	_, err = do(http.DefaultClient, req)
	return err
}

// do returns the body of a 2xx answer.
func do(client *http.Client, req *http.Request) ([]byte, error) {
	res, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	if res.StatusCode/100 != 2 {
		return nil, fmt.Errorf("%s %s answers %s: %s", req.Method, req.URL.Path, res.Status, strings.TrimSpace(string(body)))
	}
	return body, nil
}

// until calls check until it succeeds or ctx ends; then its last own error tells
// what is missing.
func until(ctx context.Context, check func() error) error {
	var last error
	for {
		err := check()
		if err == nil {
			return nil
		}
		if ctx.Err() == nil {
			last = err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", ctx.Err(), last)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func (d *dataset) linesArrived(ctx context.Context, lokiURL string) error {
	query := url.Values{
		"query": {fmt.Sprintf(`sum(count_over_time({service_name=~".+"}[%ds]))`, int((window + settled).Seconds()))},
		"time":  {strconv.FormatInt(d.to.Add(settled/2).UnixNano(), 10)},
	}
	var answer struct {
		Data struct{ Result []struct{ Value [2]any } } // time, count
	}
	if err := getJSON(ctx, lokiURL+"/loki/api/v1/query", query, &answer); err != nil {
		return err
	}
	if len(answer.Data.Result) == 0 || answer.Data.Result[0].Value[1] != strconv.Itoa(d.size.Lines) {
		return fmt.Errorf("Loki has %v of %d lines", answer.Data.Result, d.size.Lines)
	}
	return nil
}

func (d *dataset) campaigns() []string {
	found := map[string]bool{}
	for i := range d.requests {
		if d.requests[i].campaign != "" && !d.requests[i].shape.lean {
			found[d.requests[i].campaign] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func (d *dataset) tracesArrived(ctx context.Context, tempoURL, campaign string) error {
	want := len(d.of(campaign))
	query := url.Values{
		"q":     {fmt.Sprintf("{ span.campaign = %q }", campaign)},
		"limit": {strconv.Itoa(want)}, "spss": {"1"},
		"start": {strconv.FormatInt(d.from.Unix(), 10)}, "end": {strconv.FormatInt(d.to.Add(time.Minute).Unix(), 10)},
	}
	var answer struct {
		Traces []struct{ TraceID string }
	}
	if err := getJSON(ctx, tempoURL+"/api/search", query, &answer); err != nil {
		return err
	}
	if len(answer.Traces) < want {
		return fmt.Errorf("Tempo finds %d of %d traces of %s", len(answer.Traces), want, campaign)
	}
	return nil
}

func getJSON(ctx context.Context, address string, query url.Values, answer any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"?"+query.Encode(), nil)
	if err != nil {
		return err
	}
	body, err := do(http.DefaultClient, req)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, answer)
}
