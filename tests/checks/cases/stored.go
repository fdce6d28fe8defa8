package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
)

func (r *runner) send(ctx context.Context, rows []*sent) error {
	lines := 0
	err := each(ctx, rows, func(ctx context.Context, _ int, s *sent) error {
		if s.young() {
			return nil
		}
		return s.send(ctx, r.servers)
	})
	if err != nil {
		return err
	}
	for _, s := range rows {
		if !s.young() {
			lines += len(s.Lines)
		}
	}
	return mesh.Poll(ctx, func() error { return r.stored(ctx, rows, lines) })
}

// stored holds that both servers have what was sent.
func (r *runner) stored(ctx context.Context, rows []*sent, lines int) error {
	if got, err := r.lineCount(ctx); err != nil || got < lines {
		return fmt.Errorf("Loki has %d of %d lines: %w", got, lines, err)
	}
	return each(ctx, rows, func(ctx context.Context, _ int, s *sent) error {
		if s.young() {
			return nil
		}
		return r.spansStored(ctx, s)
	})
}

func (r *runner) lineCount(ctx context.Context) (int, error) {
	query := url.Values{"query": {`sum(count_over_time({service_name=~".+"}[1h]))`}}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.servers.LokiURL+"/loki/api/v1/query?"+query.Encode(), nil)
	if err != nil {
		return 0, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	var answer struct {
		Data struct{ Result []struct{ Value [2]any } }
	}
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil || len(answer.Data.Result) == 0 {
		return 0, err
	}
	n := 0
	_, err = fmt.Sscan(fmt.Sprint(answer.Data.Result[0].Value[1]), &n)
	return n, err
}

// spansStored counts IDs: Tempo may unite spans that share one.
func (r *runner) spansStored(ctx context.Context, s *sent) error {
	want := map[string]map[string]bool{}
	for _, sp := range s.Spans {
		trace := s.trace(sp.Trace)
		if want[trace] == nil {
			want[trace] = map[string]bool{}
		}
		want[trace][sp.ID] = true
	}
	for trace, ids := range want {
		id, err := journey.ParseTraceID(trace)
		if err != nil {
			return err
		}
		got, err := mesh.FetchSpanIDs(ctx, mesh.Targets{TempoURL: r.servers.TempoURL}, id)
		if err != nil || len(got) < len(ids) {
			return fmt.Errorf("Tempo has %d of %d spans of %s: %w", len(got), len(ids), trace, err)
		}
	}
	return nil
}
