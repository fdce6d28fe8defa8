package bench

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/tempo/pkg/tempopb"
	"golang.org/x/sync/errgroup"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// browserAtOnce is how many requests a browser sends to one server at a time
// over HTTP/1.1.
const browserAtOnce = 6

// rival is the same work through Grafana's own data sources: a query to Loki,
// read from JSON into a frame, and then each trace by its ID, read from
// protobuf into a frame. Of a single journey, the trace says where to search for
// its lines. Left out, in the rival's favour: the way to the browser and back,
// the clicks, and joining anything.
func (b *bench) rival(ctx context.Context, q *Question) (content, error) {
	if q.Single {
		return b.rivalJourney(ctx, q)
	}
	lines, err := b.rivalLines(ctx, q)
	if err != nil {
		return content{}, err
	}
	traces, err := b.rivalTraces(ctx, q)
	return contentOf(lines, traces), err
}

func (b *bench) rivalJourney(ctx context.Context, q *Question) (content, error) {
	traces, err := b.rivalTraces(ctx, q)
	if err != nil {
		return content{}, err
	}
	lines, err := b.rivalLines(ctx, q)
	return contentOf(lines, traces), err
}

const (
	pathRange     = "/loki/api/v1/query_range"
	encodingFlags = "X-Loki-Response-Encoding-Flags"
)

// linesQuery returns the lines of the answer and no others. What is known of a
// single journey is its ID, and by its trace when it was.
func (b *bench) linesQuery(q *Question) url.Values {
	logql, from, to := q.search, b.data.from.Add(-time.Minute), b.data.to.Add(time.Minute)
	if q.Single {
		start := q.requests[0].start
		logql, from, to = q.logql, start.Add(-journey.DefaultSlack), start.Add(journey.DefaultSlack)
	}
	return url.Values{
		"query": {logql}, "direction": {"backward"}, "limit": {strconv.Itoa(journey.DefaultLimits().SearchLines)},
		"start": {strconv.FormatInt(from.UnixNano(), 10)}, "end": {strconv.FormatInt(to.UnixNano(), 10)},
	}
}

// rivalLines is Grafana's query to Loki and its frame.
func (b *bench) rivalLines(ctx context.Context, q *Question) (*data.Frame, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.servers.LokiURL+pathRange+"?"+b.linesQuery(q).Encode(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set(encodingFlags, "categorize-labels")
	body, err := do(b.client, req)
	if err != nil {
		return nil, err
	}
	return lokiFrame(body)
}

// rivalTraces are Grafana's queries to Tempo and their frames.
func (b *bench) rivalTraces(ctx context.Context, q *Question) ([]*data.Frame, error) {
	frames := make([]*data.Frame, len(q.requests))
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(browserAtOnce)
	for i, r := range q.requests {
		group.Go(func() error {
			body, err := do(b.client, b.traceRequest(groupCtx, r))
			if err != nil {
				return err
			}
			var answer tempopb.TraceByIDResponse
			if err := answer.Unmarshal(body); err != nil {
				return err
			}
			frames[i], err = traceFrame(answer.Trace)
			return err
		})
	}
	return frames, group.Wait()
}

func contentOf(lines *data.Frame, traces []*data.Frame) content {
	found := content{traces: map[journey.TraceID]bool{}, lines: lines.Rows()}
	for _, f := range traces {
		if f == nil || f.Rows() == 0 {
			continue
		}
		if id, err := journey.ParseTraceID(f.Fields[0].At(0).(string)); err == nil {
			found.traces[id] = true
		}
	}
	return found
}
