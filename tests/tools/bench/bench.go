// Package bench measures how long the plugin takes, beside the least that the
// same bytes take and beside Grafana's own way to the same answer, on a real
// Loki and a real Tempo with a repeatable data set.
package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/tests/harness/project"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// Rounds are as many as a median needs on a machine that does other things too.
const Rounds = 7

// Options of Run.
type Options struct {
	Size     Size
	Rounds   int    // how often everything is measured, in turns
	Profiles string // a folder for the plugin's CPU and allocation profiles; "" for none
	Only     string // questions whose title holds it; "" for all
	Base     string // a commit that the Go benchmarks of each stage are compared with; "" for none
}

// Report is what was measured.
type Report struct {
	Size      Size
	Rounds    int
	Questions []*Question
	Took      time.Duration
}

// Run starts a Loki and a Tempo, loads the data set and measures. Log receives
// what takes long. It fails when the ways to an answer do not agree on it.
func Run(ctx context.Context, o Options, log io.Writer) (*Report, error) {
	ctx, stop := project.Lifetime(ctx)
	defer stop()
	begin := time.Now()
	binary, err := buildPlugin(ctx, log)
	if err != nil {
		return nil, err
	}
	servers, err := stack.Start(ctx, stack.Options{Log: log, Own: true})
	if err != nil {
		return nil, err
	}
	defer servers.Stop()
	data := newDataset(o.Size, begin)
	if err := data.load(ctx, servers); err != nil {
		return nil, fmt.Errorf("load the data set: %w", err)
	}
	fmt.Fprintf(log, "Loaded %d lines and %d traces in %s\n", o.Size.Lines, len(data.requests), time.Since(begin).Round(time.Second))
	b := &bench{Options: o, log: log, servers: servers, data: data, binary: binary, client: newClient()}
	questions, err := b.measure(ctx)
	return &Report{Size: o.Size, Rounds: o.Rounds, Questions: questions, Took: time.Since(begin)}, err
}

// bench is a run under way.
type bench struct {
	Options
	log     io.Writer
	servers *stack.Stack
	data    *dataset
	binary  string
	client  *http.Client // of the floor and of the rival
}

// newClient keeps as many connections as there are requests at once.
func newClient() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 64
	return &http.Client{Transport: transport}
}

// buildPlugin needs no front end.
func buildPlugin(ctx context.Context, log io.Writer) (string, error) {
	p, err := project.Open(log)
	if err != nil {
		return "", err
	}
	return p.BackendInto(ctx, p.Path(".cache", "bench"))
}

// measure asks every question in every way, once to see that the answers agree
// and then in turns, so that whatever else the machine does falls on all alike.
func (b *bench) measure(ctx context.Context) ([]*Question, error) {
	questions := slices.DeleteFunc(b.questions(), func(q *Question) bool { return !strings.Contains(q.title(), b.Only) })
	ours, err := b.startOurs(ctx)
	if err != nil {
		return nil, err
	}
	defer ours.stop()
	for _, q := range questions {
		begin := time.Now()
		if err := b.agree(ctx, ours, q); err != nil {
			return nil, fmt.Errorf("%s: %w", q.Name, err)
		}
		fmt.Fprintf(b.log, "All ways agree on %s (%s)\n", q.Name, time.Since(begin).Round(time.Millisecond))
	}
	for round := range b.Rounds {
		begin := time.Now()
		for _, q := range questions {
			if err := b.round(ctx, ours, q, round); err != nil {
				return nil, fmt.Errorf("%s: %w", q.Name, err)
			}
		}
		fmt.Fprintf(b.log, "Round %d of %d took %s\n", round+1, b.Rounds, time.Since(begin).Round(time.Second))
	}
	if b.Profiles != "" {
		if err := os.MkdirAll(b.Profiles, 0o755); err != nil {
			return nil, err
		}
		if err := b.profile(ctx, questions); err != nil {
			return nil, err
		}
	}
	return questions, b.memory(ctx, questions)
}
