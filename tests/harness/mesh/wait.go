package mesh

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
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
		return Poll(groupCtx, func() error { return at.linesCounted(groupCtx, requests) })
	})
	for _, q := range requests {
		group.Go(func() error {
			return Poll(groupCtx, func() error { return at.traceWhole(groupCtx, q) })
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return Poll(ctx, func() error { return at.tracesFound(ctx, withSpans(requests)) })
}

// Poll calls check until it succeeds or ctx ends.
func Poll(ctx context.Context, check func() error) error {
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
func (at Targets) linesCounted(ctx context.Context, requests []*Request) error {
	sent := tally(requests)
	// A range leaves out its first instant and holds its last.
	over := sent.last.Sub(sent.first)/time.Millisecond + 2
	pods := strings.Join(slices.Sorted(maps.Keys(sent.pods)), "|")
	query := url.Values{
		"query": {fmt.Sprintf(`sum(count_over_time({service_name=~".+"} | pod=~%[1]q or k8s_pod_name=~%[1]q [%[2]dms]))`, pods, over)},
		"time":  {strconv.FormatInt(sent.last.Add(time.Millisecond).UnixNano(), 10)},
	}
	var answer struct {
		Data struct {
			Result []struct{ Value [2]any } // time, count; none for a count of 0
		}
	}
	if err := at.getJSON(ctx, at.LokiURL+"/loki/api/v1/query", query, &answer); err != nil {
		return err
	}
	got := 0
	for _, r := range answer.Data.Result {
		got, _ = strconv.Atoi(fmt.Sprint(r.Value[1]))
	}
	if got < sent.lines {
		return fmt.Errorf("Loki has %d of %d lines", got, sent.lines)
	}
	return nil
}

// tallied is how many lines were written, where and when.
type tallied struct {
	lines       int
	pods        map[string]bool
	first, last time.Time
}

func tally(requests []*Request) tallied {
	sent := tallied{pods: map[string]bool{}, first: requests[0].Start}
	for _, q := range requests {
		for _, l := range slices.Concat(q.Lines, q.Unrelated) {
			sent.lines++
			sent.pods[cmp.Or(l.Labels["pod"], l.Labels["k8s_pod_name"])] = true
			if l.Time.Before(sent.first) {
				sent.first = l.Time
			}
			if l.Time.After(sent.last) {
				sent.last = l.Time
			}
		}
	}
	return sent
}

// traceWhole asks for the trace by its ID.
func (at Targets) traceWhole(ctx context.Context, q *Request) error {
	spans, err := FetchSpanIDs(ctx, at, q.TraceID)
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
func FetchSpanIDs(ctx context.Context, at Targets, id journey.TraceID) ([]journey.SpanID, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.TempoURL+"/api/v2/traces/"+id.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/protobuf")
	body, err := at.do(req)
	if err != nil {
		return nil, err
	}
	var answer tempopb.TraceByIDResponse
	if err := answer.Unmarshal(body); err != nil || answer.Trace == nil {
		return nil, err
	}
	ids := spanIDs(answer.Trace)
	slices.SortFunc(ids, func(a, b journey.SpanID) int { return slices.Compare(a[:], b[:]) })
	return ids, nil
}

func spanIDs(t *tempopb.Trace) (ids []journey.SpanID) {
	for _, resource := range t.ResourceSpans {
		for _, scope := range resource.ScopeSpans {
			for _, span := range scope.Spans {
				ids = append(ids, journey.SpanID(span.SpanId))
			}
		}
	}
	return ids
}

// tracesFound searches over the time of the requests, as a user would.
func (at Targets) tracesFound(ctx context.Context, requests []*Request) error {
	if len(requests) == 0 {
		return nil
	}
	var answer struct {
		Traces []struct{ TraceID string }
	}
	if err := at.getJSON(ctx, at.TempoURL+"/api/search", searchFor(requests), &answer); err != nil {
		return err
	}
	found := map[string]bool{}
	for _, t := range answer.Traces {
		found[strings.TrimLeft(t.TraceID, "0")] = true
	}
	if len(found) < len(requests) {
		return fmt.Errorf("Tempo's search finds %d of %d traces", len(found), len(requests))
	}
	return nil
}

// withSpans are those that Tempo knows.
func withSpans(requests []*Request) []*Request {
	return slices.DeleteFunc(slices.Clone(requests), func(q *Request) bool { return len(q.Spans) == 0 })
}

// searchFor is a search that matches nothing but the requests.
func searchFor(requests []*Request) url.Values {
	names := make([]string, len(requests))
	first, last := requests[0].Start, requests[0].End
	for i, q := range requests {
		// Tempo trims leading zeros of the IDs it holds, and takes a pattern
		// that is nothing but an ID for one: hence Short, and the group.
		names[i] = "(?:" + q.TraceID.Short() + ")"
		if q.End.After(last) {
			last = q.End
		}
	}
	return url.Values{
		"q":     {fmt.Sprintf(`{ trace:id =~ %q }`, strings.Join(names, "|"))},
		"limit": {strconv.Itoa(len(requests))},
		"spss":  {"1"},
		"start": {strconv.FormatInt(first.Unix()-1, 10)},
		"end":   {strconv.FormatInt(last.Unix()+1, 10)},
	}
}

func (at Targets) getJSON(ctx context.Context, address string, query url.Values, answer any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"?"+query.Encode(), nil)
	if err != nil {
		return err
	}
	body, err := at.do(req)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, answer)
}
