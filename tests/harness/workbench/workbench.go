// Package workbench hosts the built plugin without a Grafana server. It starts
// the plugin's binary the way Grafana does, speaks Grafana's HTTP API for it,
// and serves a page that loads the built front end.
//
// It is for trials and tests: it listens on the loopback interface and knows no
// users.
package workbench

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Options say what to host.
type Options struct {
	Dist        string       // folder of the built plugin
	PageDir     string       // folder of the bundled page, see build.mjs
	DataSources []DataSource // as a provisioning file would list them
	Addr        string       // on the loopback interface; "127.0.0.1:0" when empty
	Log         io.Writer    // what the plugin's processes log; os.Stderr when nil
}

// DataSource is a provisioned data source of the plugin.
type DataSource struct {
	UID            string // "journey" when empty
	Name           string // "Request Journey" when empty
	JSONData       any
	SecureJSONData map[string]string // never leaves the process
}

// Workbench is a running one; Stop it.
type Workbench struct {
	URL string

	server   *http.Server
	plugins  *plugins
	stopOnce sync.Once
	stopped  chan struct{}
}

// Start starts the plugin's processes and the server. They run until Stop is
// called or ctx ends; on an error nothing is left running.
func Start(ctx context.Context, o Options) (*Workbench, error) {
	if err := o.setDefaults(); err != nil {
		return nil, err
	}
	found, err := findPlugins(o.Dist)
	if err != nil {
		return nil, err
	}
	api, err := newAPI(found, o)
	if err != nil {
		return nil, err
	}
	routes := api.routes(o.PageDir)
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return nil, fmt.Errorf("workbench: %w", err)
	}
	if err := found.start(ctx, o.Log); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	w := &Workbench{
		URL:     "http://" + listener.Addr().String(),
		server:  &http.Server{Handler: routes, ReadHeaderTimeout: 10 * time.Second},
		plugins: found,
		stopped: make(chan struct{}),
	}
	go func() { _ = w.server.Serve(listener) }() // it ends with ErrServerClosed, by Stop
	context.AfterFunc(ctx, w.Stop)
	return w, nil
}

// Stop ends the server and the plugin's processes, and returns when they have
// ended. It may be called more than once.
func (w *Workbench) Stop() {
	w.stopOnce.Do(func() {
		defer close(w.stopped)
		_ = w.server.Close() // requests under way are of no use to anybody now
		w.plugins.kill()
	})
	<-w.stopped
}

// Done is closed when the workbench has stopped.
func (w *Workbench) Done() <-chan struct{} { return w.stopped }

func (o *Options) setDefaults() error {
	o.Addr = cmp.Or(o.Addr, "127.0.0.1:0")
	if o.Log == nil {
		o.Log = os.Stderr
	}
	if err := checkLoopback(o.Addr); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(o.PageDir, "index.html")); err != nil {
		return fmt.Errorf("workbench: there is no page in %q: run `node tests/harness/workbench/build.mjs`", o.PageDir)
	}
	sources := make([]DataSource, len(o.DataSources))
	for i, s := range o.DataSources {
		s.UID = cmp.Or(s.UID, "journey")
		s.Name = cmp.Or(s.Name, "Request Journey")
		sources[i] = s
	}
	o.DataSources = sources
	return nil
}

// checkLoopback refuses addresses that others could reach: there is no login.
func checkLoopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("workbench: %q is not an address such as 127.0.0.1:3000: %w", addr, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("workbench: it listens on the loopback interface only, not on %q", host)
	}
	return nil
}

// marshal is for values that are known to be JSON.
func marshal(v any) (json.RawMessage, error) {
	if v == nil {
		return json.RawMessage("{}"), nil
	}
	return json.Marshal(v)
}
