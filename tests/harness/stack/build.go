package stack

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
)

// progressEvery is the time between two signs of life of a build.
const progressEvery = 5 * time.Second

// build makes the server's binary in the repository's .cache/bin, unless the
// one there was made from the same module files, and returns its path.
func build(ctx context.Context, srv *server, log io.Writer) (string, error) {
	root, err := repositoryRoot()
	if err != nil {
		return "", err
	}
	module := filepath.Join(root, "tests", "harness", "stack", srv.module)
	bin := filepath.Join(root, ".cache", "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		return "", err
	}
	// Test packages run side by side; one builds and the others wait for it.
	unlock, err := lock(ctx, filepath.Join(bin, srv.module+".lock"))
	if err != nil {
		return "", err
	}
	defer unlock()

	binary := filepath.Join(bin, srv.module)
	want, err := srv.buildKey(module)
	if err != nil {
		return "", err
	}
	if isBuilt(binary, want) {
		return binary, nil
	}
	if err := srv.compile(ctx, module, binary, log); err != nil {
		return "", err
	}
	return binary, os.WriteFile(keyFile(binary), []byte(want), 0o644)
}

// compile runs go build, which honours GOFLAGS, and moves the binary to its
// place only when it is whole.
func (srv *server) compile(ctx context.Context, module, binary string, log io.Writer) error {
	unfinished := binary + ".unfinished"
	defer os.Remove(unfinished)
	cmd := exec.CommandContext(ctx, "go", "build", "-C", module, "-v", "-o", unfinished, "-ldflags", srv.linkerFlags(), srv.command)
	cmd.Env = append(os.Environ(), "GOWORK=off")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = stopGrace
	start := time.Now()
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("%s cannot be built without the go command in PATH: %w", srv.name, err)
	}
	output := followBuild(stderr, srv.name+" "+srv.version, log)
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("%s %s could not be built: %w\n%s", srv.name, srv.version, errors.Join(err, ctx.Err()), output)
	}
	fmt.Fprintf(log, "Built %s %s in %s\n", srv.name, srv.version, time.Since(start).Round(time.Second))
	return os.Rename(unfinished, binary)
}

// followBuild writes a line to log every few seconds until the build's output
// ends, and returns the end of that output.
func followBuild(stderr io.Reader, what string, log io.Writer) string {
	start := time.Now()
	var packages atomic.Int64
	progress := func() {
		fmt.Fprintf(log, "Building %s: %s, %d packages (a first build takes minutes)\n",
			what, time.Since(start).Round(time.Second), packages.Load())
	}
	progress()
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		every(progressEvery, done, progress)
	}()
	var last []string
	for lines := bufio.NewScanner(stderr); lines.Scan(); packages.Add(1) {
		last = append(last[max(0, len(last)-20):], lines.Text())
	}
	_, _ = io.Copy(io.Discard, stderr) // after a line too long to scan
	close(done)
	<-stopped
	return strings.Join(last, "\n")
}

// every calls f in intervals until done is closed.
func every(interval time.Duration, done <-chan struct{}, f func()) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-done:
			return
		case <-ticker.C:
			f()
		}
	}
}

// linkerFlags leave out debug information (half of the binary) and give the
// version that the server reports.
func (srv *server) linkerFlags() string {
	return "-s -w -X " + srv.variable + "=" + srv.version
}

// buildKey changes with whatever makes another binary.
func (srv *server) buildKey(module string) (string, error) {
	hash := sha256.New()
	io.WriteString(hash, srv.command+srv.linkerFlags())
	for _, name := range []string{"go.mod", "go.sum"} {
		content, err := os.ReadFile(filepath.Join(module, name))
		if err != nil {
			return "", err
		}
		hash.Write(content)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

func keyFile(binary string) string { return binary + ".key" }

func isBuilt(binary, want string) bool {
	if _, err := os.Stat(binary); err != nil {
		return false
	}
	have, err := os.ReadFile(keyFile(binary))
	return err == nil && string(have) == want
}

// repositoryRoot is the nearest folder, from the working folder upwards, that
// holds the modules to build.
func repositoryRoot() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "tests", "harness", "stack", loki.module, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("no tests/harness/stack/%s/go.mod in %s or above: run this inside the repository", loki.module, start)
		}
	}
}
