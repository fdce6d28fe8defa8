package mesh

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/tempo/pkg/tempopb"
	"golang.org/x/sync/errgroup"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// pollPause is the time between two looks at something that is not there yet.
const pollPause = 50 * time.Millisecond

// WaitSearchable returns when Loki counts all lines of the requests, and Tempo
// has each of their traces whole by its ID and finds it by a search. When ctx
// ends first, the error says what is missing.
func WaitSearchable(ctx context.Context, at Targets, requests []*Request) error {
	for batch := range slices.Chunk(requests, sendAtOnce) {
		if err := waitForBatch(ctx, at, batch); err != nil {
			return err
		}
	}
	return nil
}

func waitForBatch(ctx context.Context, at Targets, requests []*Request) error {
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(8)
	group.Go(func() error {
		return poll(groupCtx, func() error { return linesCounted(groupCtx, at.LokiURL, requests) })
	})
	for _, q := range requests {
		group.Go(func() error {
			return poll(groupCtx, func() error { return traceWhole(groupCtx, at.TempoURL, q) })
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return poll(ctx, func() error { return tracesFound(ctx, at.TempoURL, requests) })
}

// poll calls check until it succeeds or ctx ends.
func poll(ctx context.Context, check func() error) error {
	for {
		err := check()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", ctx.Err(), err)
		case <-time.After(pollPause):
		}
	}
}

// linesCounted asks for a count over exactly the pods and the time of the
// requests. Lines of other requests can only add to it.
func linesCounted(ctx context.Context, loki string, requests []*Request) error {
	pods, want := map[string]bool{}, 0
	var first, last time.Time
	for _, q := range requests {
		for _, l := range slices.Concat(q.Lines, q.Unrelated) {
			pods[l.Labels["pod"]] = true
			if first.IsZero() || l.Time.Before(first) {
				first = l.Time
			}
			if l.Time.After(last) {
				last = l.Time
			}
			want++
		}
	}
	names := make([]string, 0, len(pods))
	for pod := range pods {
		names = append(names, pod)
	}
	slices.Sort(names)
	// A range vector leaves out its first instant and holds its last.
	over := last.Sub(first)/time.Millisecond + 2
	query := fmt.Sprintf(`sum(count_over_time({pod=~%q}[%dms]))`, strings.Join(names, "|"), over)
	var answer struct {
		Data struct {
			Result []struct {
				Value [2]any
			}
		}
	}
	end := strconv.FormatInt(last.Add(time.Millisecond).UnixNano(), 10)
	if err := getJSON(ctx, loki+"/loki/api/v1/query", url.Values{"query": {query}, "time": {end}}, &answer); err != nil {
		return err
	}
	got := 0
	if len(answer.Data.Result) > 0 {
		got, _ = strconv.Atoi(fmt.Sprint(answer.Data.Result[0].Value[1]))
	}
	if got < want {
		return fmt.Errorf("Loki has %d of %d lines", got, want)
	}
	return nil
}

// traceWhole asks for the trace by its ID.
func traceWhole(ctx context.Context, tempo string, q *Request) error {
	spans, err := FetchSpanIDs(ctx, tempo, q.TraceID)
	if err != nil {
		return err
	}
	if len(spans) < len(q.Spans) {
		return fmt.Errorf("Tempo has %d of %d spans of trace %s", len(spans), len(q.Spans), q.TraceID)
	}
	return nil
}

// FetchSpanIDs asks Tempo for a trace by its ID; the IDs of its spans are
// sorted.
func FetchSpanIDs(ctx context.Context, tempo string, id journey.TraceID) ([]journey.SpanID, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, tempo+"/api/v2/traces/"+id.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/protobuf")
	body, err := do(req)
	if err != nil {
		return nil, err
	}
	var answer tempopb.TraceByIDResponse
	if err := answer.Unmarshal(body); err != nil || answer.Trace == nil {
		return nil, err
	}
	var ids []journey.SpanID
	for _, resource := range answer.Trace.ResourceSpans {
		for _, scope := range resource.ScopeSpans {
			for _, span := range scope.Spans {
				ids = append(ids, journey.SpanID(span.SpanId))
			}
		}
	}
	slices.SortFunc(ids, func(a, b journey.SpanID) int { return slices.Compare(a[:], b[:]) })
	return ids, nil
}

// tracesFound searches over the time of the requests, as a user would.
func tracesFound(ctx context.Context, tempo string, requests []*Request) error {
	missing := map[string]bool{}
	names := make([]string, len(requests))
	first, last := requests[0].Start, requests[0].End
	for i, q := range requests {
		// A regular expression, even for one ID: Tempo trims leading zeros of
		// what it holds, but not of what it is asked for.
		names[i] = "(?:" + q.TraceID.Short() + ")"
		missing[q.TraceID.Short()] = true
		if q.End.After(last) {
			last = q.End
		}
	}
	query := url.Values{
		"q":     {fmt.Sprintf(`{ trace:id =~ %q }`, strings.Join(names, "|"))},
		"limit": {strconv.Itoa(len(requests))},
		"spss":  {"1"},
		"start": {strconv.FormatInt(first.Unix()-1, 10)},
		"end":   {strconv.FormatInt(last.Unix()+1, 10)},
	}
	var answer struct {
		Traces []struct{ TraceID string }
	}
	if err := getJSON(ctx, tempo+"/api/search", query, &answer); err != nil {
		return err
	}
	for _, t := range answer.Traces {
		delete(missing, strings.TrimLeft(t.TraceID, "0"))
	}
	if len(missing) > 0 {
		return fmt.Errorf("Tempo's search finds %d of %d traces", len(requests)-len(missing), len(requests))
	}
	return nil
}

func getJSON(ctx context.Context, address string, query url.Values, answer any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"?"+query.Encode(), nil)
	if err != nil {
		return err
	}
	body, err := do(req)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, answer)
}
