package cases

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/hashicorp/go-hclog"
	"golang.org/x/sync/errgroup"

	"github.com/requestjourney/requestjourney/tests/harness/host"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/project"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// Result is what came of one row; Faults say what is not as wanted.
type Result struct {
	Kind, Name string
	Faults     []string
}

// atOnce is how many rows are sent, or asked about, at a time.
const atOnce = 4

// runner asks the built plugin about servers.
type runner struct {
	servers *stack.Stack
	plugin  *host.Plugin
}

// Measure sends all rows, asks about each and compares. Log receives what takes
// long.
func Measure(ctx context.Context, log io.Writer) ([]Result, error) {
	p, err := project.Open(log)
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "requestjourney-plugin-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	binary, err := p.BackendInto(ctx, folder)
	if err != nil {
		return nil, err
	}
	plugin, err := host.Start(ctx, binary, hclog.NewNullLogger())
	if err != nil {
		return nil, err
	}
	defer plugin.Stop()
	servers, err := stack.Start(ctx, stack.Options{Log: log, Own: true})
	if err != nil {
		return nil, err
	}
	defer servers.Stop()
	return (&runner{servers, plugin}).all(ctx)
}

// all sends everything before it asks, so that the servers are waited for once;
// but what must be young is sent right before it is asked for.
func (r *runner) all(ctx context.Context) ([]Result, error) {
	kinds, err := load()
	if err != nil {
		return nil, err
	}
	kinds = append(kinds, answerKinds()...)
	var results []Result
	var rows []*sent
	for _, k := range kinds {
		for _, raw := range k.Rows {
			s, err := prepare(raw, time.Now())
			if err != nil {
				return nil, fmt.Errorf("%s: %w: %s", k.Kind, err, raw)
			}
			s.raw = raw
			rows, results = append(rows, s), append(results, Result{Kind: k.Kind, Name: s.Name})
		}
	}
	if err := r.send(ctx, rows); err != nil {
		return nil, err
	}
	return results, each(ctx, rows, func(ctx context.Context, i int, s *sent) (err error) {
		results[i].Faults, err = r.ask(ctx, s)
		return err
	})
}

func each(ctx context.Context, rows []*sent, do func(context.Context, int, *sent) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, s := range rows {
		group.Go(func() error {
			if err := do(ctx, i, s); err != nil {
				return fmt.Errorf("%s: %w", s.Name, err)
			}
			return nil
		})
	}
	return group.Wait()
}

// ask asks for the journey and what else the row asks, and says what is wrong.
func (r *runner) ask(ctx context.Context, s *sent) ([]string, error) {
	if s.young() {
		var err error
		if s, err = r.sendNow(ctx, s); err != nil {
			return nil, err
		}
	}
	var faults []string
	for _, together := range s.inquiries() {
		answers, err := r.query(ctx, s, together)
		if err != nil {
			return nil, err
		}
		for i, q := range together {
			for _, fault := range s.judge(q, answers[fmt.Sprint("Q", i)]) {
				faults = append(faults, fmt.Sprintf("%v: %s", q.Ask, fault))
			}
		}
	}
	return faults, nil
}

func (r *runner) sendNow(ctx context.Context, s *sent) (*sent, error) {
	s, err := prepare(s.raw, time.Now())
	if err != nil {
		return nil, err
	}
	if err := s.send(ctx, r.servers); err != nil {
		return nil, err
	}
	return s, mesh.Poll(ctx, func() error { return r.spansStored(ctx, s) })
}

// young is a request of which something may still be on its way.
func (s *sent) young() bool { return s.Age > 0 && s.Age < defaultAge }

func (r *runner) query(ctx context.Context, s *sent, all []inquiry) (backend.Responses, error) {
	source := host.Source{ID: 1, JSONData: r.servers.JSONData()}
	queries := map[string]any{}
	for i, q := range all {
		queries[fmt.Sprint("Q", i)] = q.Ask
	}
	in := backend.TimeRange{From: s.base.Add(-10 * time.Minute), To: time.Now().Add(time.Minute)}
	answer, err := r.plugin.Query(ctx, source, host.Caller{}, in, queries)
	if err != nil {
		return nil, err
	}
	return answer.Responses, nil
}

// inquiries are what to ask, in groups that are asked at once.
func (s *sent) inquiries() [][]inquiry {
	first := func(trace int, w *want) []inquiry {
		return []inquiry{{Ask: map[string]any{"queryType": "journey", "traceId": s.trace(trace)}, Want: w, trace: trace}}
	}
	all := [][]inquiry{}
	if s.Want != nil {
		all = append(all, first(1, s.Want))
	}
	if s.Want2 != nil {
		all = append(all, first(2, s.Want2))
	}
	if len(s.Queries) > 0 {
		all = append(all, s.Queries)
	}
	return all
}

// judge says what is wrong with an answer. Journeys of other rows do not matter.
func (s *sent) judge(q inquiry, answer backend.DataResponse) []string {
	if q.Error != nil {
		if answer.Error != nil && strings.Contains(strings.ToLower(answer.Error.Error()), *q.Error) {
			return nil
		}
		return []string{fmt.Sprintf("the error is %v, wanted is %q", answer.Error, *q.Error)}
	}
	if answer.Error != nil {
		return []string{answer.Error.Error()}
	}
	frames := map[string]*data.Frame{}
	for _, f := range answer.Frames {
		frames[f.Name] = f
	}
	if !q.None {
		return s.compare(frames, q.Want, q.trace)
	}
	if c := (&comparison{frames: frames}); c.matching("journeys", s.isJourney) > 0 {
		return []string{"the request was found"}
	}
	return nil
}
