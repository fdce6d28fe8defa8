// Package stack starts a real Loki and a real Tempo for tests and the demo:
// built from their own Go modules, on free loopback ports, with storage in a
// temporary folder, and stopped whatever happens.
//
// LOKI_URL and TEMPO_URL, when set, are used instead of a server of our own.
package stack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"testing"

	"golang.org/x/sync/errgroup"
)

// Options of Start; the zero value is fine.
type Options struct {
	// Log receives a line for each thing worth waiting for, such as the first
	// build, which takes minutes. Nil discards them.
	Log io.Writer
	// MultiTenant makes both servers refuse requests without a tenant in the
	// header X-Scope-OrgID, and keep tenants apart.
	MultiTenant bool
	// Profile says what the servers are for; Tests when left out.
	Profile Profile
	// Own starts both servers here, whatever the environment names.
	Own bool
	// Settings replace defaults that the configuration files name, such as
	// MAX_RESULTS in tempo.yaml. They imply Own.
	Settings map[string]string
}

// Stack is a running Loki and Tempo.
type Stack struct {
	LokiURL     string // http://host:port
	TempoURL    string // http://host:port; also speaks gRPC (h2c) for streaming search
	TempoOTLP   string // http://host:port of the OTLP receiver; traces go to /v1/traces
	TempoZipkin string // http://host:port of the Zipkin receiver; spans go to /api/v2/spans

	// Gateway is what one has to pass to ask a Cluster; nil for a plain Stack.
	Gateway *Gateway

	multiTenant bool
	settings    map[string]string
	profile     Profile
	folder      string
	servers     []*server
	mu          sync.Mutex
	processes   []*process // of servers, in their order; guarded by mu
	stop        sync.Once
}

// Start builds what is missing or out of date, starts both servers and returns
// when both answer queries. It fails with the tail of a server's log when that
// server dies. The servers stop with ctx or Stop, whichever comes first;
// callers defer Stop, which returns when everything is gone.
func Start(ctx context.Context, opts Options) (*Stack, error) {
	if opts.Log == nil {
		opts.Log = io.Discard
	}
	s := &Stack{multiTenant: opts.MultiTenant, settings: opts.Settings, profile: opts.Profile}
	getenv := os.Getenv
	if opts.Own || len(opts.Settings) > 0 {
		getenv = func(string) string { return "" }
	}
	local, external := s.useEnvironment(getenv)
	for _, srv := range external {
		if err := waitUntilReady(ctx, srv.probes(s), nil); err != nil {
			return nil, fmt.Errorf("%s is set, but no %s is ready there (unset it to start one here): %w", srv.env, srv.name, err)
		}
	}
	if err := s.startLocal(ctx, local, opts.Log); err != nil {
		s.Stop()
		return nil, err
	}
	context.AfterFunc(ctx, s.Stop)
	return s, nil
}

// Build makes the commands of the servers that Start would start here, unless
// they are up to date. Do it before `go test`, which shows no progress and
// gives up after ten minutes; a first build may take longer.
func Build(ctx context.Context, log io.Writer) error {
	local, _ := new(Stack).useEnvironment(os.Getenv)
	_, err := buildAll(ctx, local, log)
	return err
}

// ForTest starts a stack that lives as long as the test. Such a test is left
// out by `go test -short`.
func ForTest(tb testing.TB) *Stack {
	tb.Helper()
	return ForTestWith(tb, nil)
}

// ForTestWith is ForTest with settings, see Options.
func ForTestWith(tb testing.TB, settings map[string]string) *Stack {
	tb.Helper()
	if testing.Short() {
		tb.Skip("needs a real Loki and Tempo, which -short leaves out")
	}
	s, err := Start(tb.Context(), Options{Log: tb.Output(), Settings: settings})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(s.Stop)
	return s
}

// JSONData are a data source's settings for these servers.
func (s *Stack) JSONData() map[string]any {
	if s.Gateway != nil {
		return s.Gateway.JSONData(gatewayTenant)
	}
	return map[string]any{"loki": map[string]string{"url": s.LokiURL}, "tempo": map[string]string{"url": s.TempoURL}}
}

// Stop ends the servers and removes their storage. It returns when both are
// gone, and may be called more than once and on a nil Stack.
func (s *Stack) Stop() {
	if s == nil {
		return
	}
	s.stop.Do(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		var all sync.WaitGroup
		for _, p := range s.processes {
			all.Go(p.stop)
		}
		all.Wait()
		if s.folder != "" {
			_ = os.RemoveAll(s.folder)
		}
	})
}

// buildAll builds one after the other, since each build uses all cores and much
// memory, and returns the paths of the binaries.
func buildAll(ctx context.Context, servers []*server, log io.Writer) ([]string, error) {
	binaries := make([]string, len(servers))
	for i, srv := range servers {
		var err error
		if binaries[i], err = build(ctx, srv, log); err != nil {
			return nil, err
		}
	}
	return binaries, nil
}

// startLocal starts the servers side by side.
func (s *Stack) startLocal(ctx context.Context, servers []*server, log io.Writer) error {
	binaries, err := buildAll(ctx, servers, log)
	if err != nil || len(servers) == 0 {
		return err
	}
	if s.folder, err = os.MkdirTemp("", "requestjourney-stack-"); err != nil {
		return err
	}
	started := make([]*process, len(servers))
	group, groupCtx := errgroup.WithContext(ctx)
	for i, srv := range servers {
		group.Go(func() (err error) {
			started[i], err = srv.start(groupCtx, s, binaries[i])
			return err
		})
	}
	err = group.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.servers, s.processes = servers, started
	return err
}

// startAttempts bounds how often a server is started again because something
// else took one of its ports between our finding it free and its listening.
const startAttempts = 5

// start runs the server on free ports until it is ready, and fills in the
// stack's addresses of it.
func (srv *server) start(ctx context.Context, s *Stack, binary string) (*process, error) {
	for attempt := 1; ; attempt++ {
		ports, err := freePorts(srv.ports)
		if err != nil {
			return nil, err
		}
		p, err := srv.launch(s, binary, ports)
		if err != nil {
			return nil, err
		}
		srv.publish(s, ports)
		err = waitUntilReady(ctx, srv.probes(s), p)
		if err == nil {
			return p, nil
		}
		p.stop()
		if attempt == startAttempts || !errors.Is(err, errPortTaken) {
			return nil, fmt.Errorf("%s did not start: %w", srv.name, err)
		}
	}
}
