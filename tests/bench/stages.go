package bench

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/requestjourney/requestjourney/tests/project"
)

// stages are the Go benchmarks of each stage on the way of the data, by the
// folder below pkg.
var stages = []struct{ folder, pattern string }{
	{"query", "."},
	{"extract", "."},
	{"loki", "^BenchmarkDecode$"},
	{"tempo", "^BenchmarkDecode$"},
	{"journey", "^Benchmark(Gather|Place|Join|Graph|Findings)$"},
	{"journey", "^BenchmarkNormalize$/^1(0|)000$"},
	{"frames", "."},
}

const (
	stageRounds = 8 // benchstat wants six at least for its confidence interval
	stageTime   = "100ms"
	benchstat   = "golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da"
)

// compareStages benchmarks each stage as it is and as it was at a commit, in
// turns, and returns benchstat's comparison.
func compareStages(ctx context.Context, base string, log io.Writer) (string, error) {
	p, err := project.Open(log)
	if err != nil {
		return "", err
	}
	folder, err := os.MkdirTemp("", "requestjourney-stages-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(folder)
	before := filepath.Join(folder, "repository")
	if err := checkOut(ctx, p, base, before); err != nil {
		return "", fmt.Errorf("the state at %s: %w", base, err)
	}
	var was, is bytes.Buffer
	for round := range stageRounds {
		if err := errors.Join(runStages(ctx, before, &was), runStages(ctx, p.Root, &is)); err != nil {
			return "", err
		}
		fmt.Fprintf(log, "Stages: round %d of %d\n", round+1, stageRounds)
	}
	return runBenchstat(ctx, folder, was.Bytes(), is.Bytes())
}

// checkOut writes the files of a commit into a folder, with the benchmarks of
// today where it has none of that name.
func checkOut(ctx context.Context, p *project.Project, commit, folder string) error {
	archive, err := output(exec.CommandContext(ctx, "git", "-C", p.Root, "archive", commit, "pkg", "tests", "go.mod", "go.sum"))
	if err != nil {
		return err
	}
	if err := unpack(bytes.NewReader(archive), folder); err != nil {
		return err
	}
	benchmarks, err := filepath.Glob(p.Path("pkg", "*", "*_bench_test.go"))
	if err != nil {
		return err
	}
	for _, path := range benchmarks {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		to := filepath.Join(folder, "pkg", filepath.Base(filepath.Dir(path)), filepath.Base(path))
		if _, err := os.Stat(to); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.WriteFile(to, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func unpack(archive io.Reader, folder string) error {
	for files := tar.NewReader(archive); ; {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if header.Typeflag != tar.TypeReg || !filepath.IsLocal(header.Name) {
			continue
		}
		path := filepath.Join(folder, header.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		text, err := io.ReadAll(files)
		if err != nil {
			return err
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
	}
}

func runStages(ctx context.Context, repository string, to io.Writer) error {
	for _, stage := range stages {
		cmd := exec.CommandContext(ctx, "go", "test", "-run=^$", "-benchmem", "-benchtime="+stageTime, "-bench="+stage.pattern, "./pkg/"+stage.folder)
		cmd.Dir = repository
		text, err := output(cmd)
		if err != nil {
			return err
		}
		if _, err := to.Write(text); err != nil {
			return err
		}
	}
	return nil
}

func runBenchstat(ctx context.Context, folder string, was, is []byte) (string, error) {
	for name, text := range map[string][]byte{"before": was, "now": is} {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
			return "", err
		}
	}
	cmd := exec.CommandContext(ctx, "go", "run", benchstat, "before", "now")
	cmd.Dir = folder
	text, err := output(cmd)
	return strings.TrimSpace(string(text)), err
}

// output runs a command; its error holds what the command said.
func output(cmd *exec.Cmd) ([]byte, error) {
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s%s", cmd, err, said.Bytes(), out.Bytes())
	}
	return out.Bytes(), nil
}
