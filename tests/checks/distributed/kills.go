package distributed

import (
	"context"
	"fmt"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/tests/checks/accuracy"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
)

// Kill is what searches returned while a process was killed, and after it.
type Kill struct {
	Process       string
	During, After Answer
}

// Answer is what a search returned.
type Answer struct {
	Score   accuracy.Score
	Notices []string
	Err     error
}

// victims are one querier and one ingester of each server.
var victims = []string{"loki-querier-1", "tempo-querier-1", "loki-ingester-1", "tempo-ingester-1"}

// kills kills each process in the middle of a search, asks again while it is gone, and
// starts it again.
func (r *rig) kills(ctx context.Context) (all []Kill, err error) {
	const tenant = "kills"
	requests, err := r.sample(ctx, tenant, 50)
	if err != nil {
		return nil, err
	}
	begin := time.Now()
	if _, _, err := r.search(ctx, tenant, requests); err != nil {
		return nil, err
	}
	whole := time.Since(begin)
	for _, name := range victims {
		k := Kill{Process: name}
		searching := make(chan Answer)
		go func() { searching <- r.answer(ctx, tenant, requests) }()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(whole / 3): // in the middle of it
		}
		if err := r.Kill(name); err != nil {
			return nil, err
		}
		k.During, k.After = <-searching, r.answer(ctx, tenant, requests)
		if err := r.Revive(ctx, name); err != nil {
			return nil, err
		}
		all = append(all, k)
	}
	return all, nil
}

func (r *rig) answer(ctx context.Context, tenant string, requests []*mesh.Request) (a Answer) {
	a.Score, a.Notices, a.Err = r.search(ctx, tenant, requests)
	return a
}

func (r *rig) search(ctx context.Context, tenant string, requests []*mesh.Request) (score accuracy.Score, notices []string, err error) {
	target := r.target()
	target.Ask = func(ctx context.Context, tenant string, query map[string]any) (frames map[string]*data.Frame, err error) {
		frames, notices, err = r.ask(ctx, tenant, query)
		return frames, err
	}
	score, err = target.Score(ctx, sampleKind, tenant, requests)
	return score, notices, err
}

// fault names what is missing or wrong without a word to the user; "" for nothing.
func (k Kill) fault() string {
	for _, a := range []Answer{k.During, k.After} {
		switch {
		case a.Err != nil, len(a.Notices) > 0: // the user knows
		case !a.Score.Good():
			return fmt.Sprintf("nothing says that the answer is not whole: %v", a.Score.Faults)
		}
	}
	if k.After.Err != nil {
		return fmt.Sprintf("the search after it failed: %v", k.After.Err)
	}
	return ""
}
