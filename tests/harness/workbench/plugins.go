package workbench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/go-hclog"

	"github.com/requestjourney/requestjourney/tests/harness/host"
)

// manifest is a plugin.json as it was built, and where it lies.
type manifest struct {
	raw json.RawMessage
	dir string

	ID         string `json:"id"`
	Type       string `json:"type"` // "app", "datasource" or "panel"
	Name       string `json:"name"`
	Backend    bool   `json:"backend"`
	Executable string `json:"executable"`
	Info       struct {
		Version string `json:"version"`
	} `json:"info"`
}

// plugins are an app and those nested in it. Grafana starts one process for
// each that has a backend, also when they share a binary.
type plugins struct {
	all       []*manifest
	processes map[string]*host.Plugin // by plugin id
}

// findPlugins reads the plugin.json of the app and of each nested plugin.
func findPlugins(dist string) (*plugins, error) {
	nested, err := filepath.Glob(filepath.Join(dist, "*", "plugin.json"))
	if err != nil {
		return nil, fmt.Errorf("workbench: %w", err)
	}
	p := &plugins{processes: map[string]*host.Plugin{}}
	for _, path := range append([]string{filepath.Join(dist, "plugin.json")}, nested...) {
		m, err := readManifest(path)
		if errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("workbench: there is no built plugin in %q: run `go tool mage build`", dist)
		}
		if err != nil {
			return nil, err
		}
		p.all = append(p.all, m)
	}
	return p, nil
}

func readManifest(path string) (*manifest, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("workbench: %w", err)
	}
	m := &manifest{raw: raw, dir: filepath.Dir(path)}
	if err := json.Unmarshal(raw, m); err != nil {
		return nil, fmt.Errorf("workbench: %s: %w", path, err)
	}
	return m, nil
}

// binary is named as `mage build` names it; nested plugins point to the app's.
func (m *manifest) binary() string {
	name := fmt.Sprintf("%s_%s_%s", m.Executable, runtime.GOOS, runtime.GOARCH)
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(m.dir, name)
}

func (p *plugins) byType(kind string) *manifest {
	i := slices.IndexFunc(p.all, func(m *manifest) bool { return m.Type == kind })
	if i < 0 {
		return nil
	}
	return p.all[i]
}

func (p *plugins) byID(id string) *manifest {
	i := slices.IndexFunc(p.all, func(m *manifest) bool { return m.ID == id })
	if i < 0 {
		return nil
	}
	return p.all[i]
}

// start starts every backend; when one fails, or ctx ends first, none is left.
func (p *plugins) start(ctx context.Context, log io.Writer) error {
	err := p.startEach(ctx, log)
	if ctx.Err() != nil {
		err = fmt.Errorf("workbench: stopped while the plugin started: %w", ctx.Err())
	}
	if err != nil {
		p.kill()
	}
	return err
}

func (p *plugins) startEach(ctx context.Context, log io.Writer) error {
	for _, m := range p.all {
		if !m.Backend {
			continue
		}
		proc, err := host.Start(ctx, m.binary(), hclog.New(&hclog.LoggerOptions{Name: m.ID, Output: log, Level: hclog.Warn}))
		if err != nil {
			return fmt.Errorf("workbench: %w", err)
		}
		p.processes[m.ID] = proc
	}
	return nil
}

// kill ends all processes at once: each is given a moment to end by itself.
func (p *plugins) kill() {
	var all sync.WaitGroup
	for _, proc := range p.processes {
		all.Go(proc.Stop)
	}
	all.Wait()
}

// file resolves a path below a plugin's folder; "" when it leads out of it.
func (m *manifest) file(path string) string {
	if !filepath.IsLocal(path) || strings.HasPrefix(filepath.Base(path), "gpx_") {
		return ""
	}
	return filepath.Join(m.dir, path)
}
