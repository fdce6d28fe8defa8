// Package project builds what the tests and the demo run: the plugin's front
// end and backend in dist, and the workbench's page. It skips what is up to
// date, so that a second start takes seconds.
package project

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/magefile/mage/target"
)

// Project is the repository at Root; commands write to Log.
type Project struct {
	Root string
	Log  io.Writer
}

// Open finds the repository around the working directory.
func Open(log io.Writer) (*Project, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "Magefile.go")); err == nil {
			return &Project{Root: dir, Log: log}, nil
		}
		if dir == filepath.Dir(dir) {
			return nil, errors.New("run this inside the repository: no Magefile.go here or above")
		}
	}
}

// Path joins names to the repository's root.
func (p *Project) Path(names ...string) string {
	return filepath.Join(append([]string{p.Root}, names...)...)
}

// Dist is the folder of the built plugin.
func (p *Project) Dist() string { return p.Path("dist") }

// Page is the folder of the built workbench page.
func (p *Project) Page() string { return p.Path(".cache", "workbench") }

// NodeModules installs the npm packages that package-lock.json names.
func (p *Project) NodeModules(ctx context.Context) error { return p.NodeModulesIn(ctx, ".") }

// NodeModulesIn installs those of another package-lock.json, in a folder named
// from the root.
func (p *Project) NodeModulesIn(ctx context.Context, folder string) error {
	if _, err := exec.LookPath("npm"); err != nil {
		return errors.New("npm is not on the PATH: install Node.js 20 or newer")
	}
	return p.unlessNewer(p.Path(folder, "node_modules", ".package-lock.json"), func() error {
		return p.RunIn(ctx, p.Path(folder), nil, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
	}, filepath.Join(folder, "package-lock.json"))
}

// Frontend builds dist by webpack; the backend's binaries in it stay.
func (p *Project) Frontend(ctx context.Context) error {
	if err := p.NodeModules(ctx); err != nil {
		return err
	}
	return p.unlessNewer(p.Path("dist", "module.js"), func() error {
		return p.Run(ctx, "npm", "run", "--silent", "build")
	}, "src", "package.json", "package-lock.json", "webpack.config.ts", ".config", "docs/screenshots", "LICENSE", "CHANGELOG.md")
}

// Workbench bundles the page that hosts the built plugin.
func (p *Project) Workbench(ctx context.Context) error {
	if err := p.NodeModules(ctx); err != nil {
		return err
	}
	return p.unlessNewer(filepath.Join(p.Page(), "index.html"), func() error {
		return p.Run(ctx, "node", "tests/harness/workbench/build.mjs")
	}, "tests/harness/workbench", "package-lock.json")
}

// Backend builds the plugin's binary for this machine into dist; Go's own
// cache knows what is up to date.
func (p *Project) Backend(ctx context.Context) error {
	_, err := p.BackendInto(ctx, p.Dist())
	return err
}

// BackendInto builds the plugin's binary into a folder, named as Grafana wants it.
func (p *Project) BackendInto(ctx context.Context, folder string) (binary string, err error) {
	name := fmt.Sprintf("gpx_journey_%s_%s", runtime.GOOS, runtime.GOARCH)
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	binary = filepath.Join(folder, name)
	return binary, p.Run(ctx, "go", "build", "-o", binary, "./pkg")
}

// Run runs a command at the repository's root.
func (p *Project) Run(ctx context.Context, name string, args ...string) error {
	return p.RunIn(ctx, p.Root, nil, name, args...)
}

// RunIn runs a command in a folder with additional environment variables. It is
// asked to stop when ctx ends and killed if it has not done so 3 s later: mage
// waits for 5 s in all.
func (p *Project) RunIn(ctx context.Context, dir string, env []string, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, p.Log, p.Log
	cmd.Env = append(os.Environ(), env...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 3 * time.Second
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", cmd.String(), err)
	}
	return nil
}

// unlessNewer runs build when out is missing or older than any source.
func (p *Project) unlessNewer(out string, build func() error, sources ...string) error {
	for i, s := range sources {
		sources[i] = p.Path(s)
	}
	stale, err := target.Dir(out, sources...)
	if err != nil || !stale {
		return err
	}
	if err := build(); err != nil {
		return err
	}
	now := time.Now()
	return os.Chtimes(out, now, now)
}

// WriteFile writes a file of the repository, named from its root. The file
// stays as it was when write fails.
func WriteFile(name string, write func(io.Writer) error) error {
	p, err := Open(io.Discard)
	if err != nil {
		return err
	}
	path := p.Path(filepath.FromSlash(name))
	f, err := os.Create(path + ".unfinished")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := errors.Join(write(f), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// WriteSection replaces a section of a file of the repository: what is between
// its markers.
func WriteSection(name, section, text string) error {
	p, err := Open(io.Discard)
	if err != nil {
		return err
	}
	old, err := os.ReadFile(p.Path(filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	begin, end := markers(section)
	before, rest, begun := strings.Cut(string(old), begin)
	_, after, ended := strings.Cut(rest, end)
	if !begun || !ended {
		return fmt.Errorf("%s has no section %s", name, section)
	}
	return WriteFile(name, func(w io.Writer) error {
		_, err := io.WriteString(w, before+begin+"\n"+strings.TrimSpace(text)+"\n"+end+after)
		return err
	})
}

func markers(section string) (begin, end string) {
	return "<!-- begin " + section + " -->", "<!-- end " + section + " -->"
}
