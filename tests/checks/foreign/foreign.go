// Package foreign measures how right the plugin is about software that others
// wrote: Jaeger's HotROD, Caddy, Traefik, and Node services with pino and
// OpenTelemetry's auto-instrumentation. It builds and runs them, plays requests
// with planted faults, and compares the plugin's answers with what happened.
package foreign

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/requestjourney/requestjourney/tests/harness/project"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// Run measures and returns the score. Log receives what takes long.
func Run(ctx context.Context, log io.Writer) (*Score, error) {
	ctx, stop := project.Lifetime(ctx)
	defer stop()
	p, err := project.Open(log)
	if err != nil {
		return nil, err
	}
	fmt.Fprintln(log, "Building HotROD, Caddy, Traefik and the Node services (a first build takes minutes)")
	built, err := build(ctx, p)
	if err != nil {
		return nil, err
	}
	servers, err := stack.Start(ctx, stack.Options{Log: log, Own: true})
	if err != nil {
		return nil, err
	}
	defer servers.Stop()
	truth, err := play(ctx, built, servers, log)
	if err != nil {
		return nil, err
	}
	return measure(ctx, p, servers, truth, log)
}

// truth is what happened.
type truth struct {
	requests []request
	lines    []line
}

// play starts the fleet, plays all scenarios, stops the fleet and ships its lines.
func play(ctx context.Context, built binaries, servers *stack.Stack, log io.Writer) (*truth, error) {
	folder, err := os.MkdirTemp("", "requestjourney-foreign-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	all, err := fleet(built, servers.TempoOTLP, folder)
	if err != nil {
		return nil, err
	}
	players := &player{fleet: all, ship: &shipper{now: time.Now}}
	if err := players.run(ctx, log); err != nil {
		return nil, err
	}
	return &truth{players.done, players.ship.written()}, players.ship.ship(ctx, servers.LokiURL)
}

// run returns when every program has ended.
func (p *player) run(ctx context.Context, log io.Writer) error {
	defer func() {
		var all errgroup.Group
		for _, program := range p.fleet {
			all.Go(func() error { program.stop(); return nil })
		}
		_ = all.Wait()
	}()
	for _, program := range p.fleet {
		if err := program.start(ctx, p.ship); err != nil {
			return err
		}
	}
	fmt.Fprintln(log, "Playing requests")
	if err := p.play(ctx, warmUp()); err != nil {
		return err
	}
	if err := wait(ctx, lastLines); err != nil {
		return err
	}
	p.done = nil
	p.ship.forget()
	if err := p.play(ctx, scenarios()); err != nil {
		return err
	}
	return wait(ctx, lastSpans)
}

// lastSpans is how long programs keep spans before they send them; HotROD loses
// what it has when it is stopped.
const lastSpans = 2 * time.Second

// lastLines is how long a program may take to write its last lines.
const lastLines = 2 * time.Second

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
