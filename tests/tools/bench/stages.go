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

	"github.com/requestjourney/requestjourney/tests/harness/project"
)

// stages are the Go benchmarks of each stage on the way of the data, by the
// folder below pkg.
var stages = []struct{ folder, pattern string }{
	{"query", "."},
	{"extract", "."},
	{"loki", "^BenchmarkDecode$"},
	{"tempo", "^Benchmark(Decode|ReadSearch)$"},
	{"adjust", "^BenchmarkAdjust$/^1(0|)000$"},
	{"join", "^Benchmark(Place|Join|Graph|Findings)$"},
	{"find", "^BenchmarkGather$"},
	{"frames", "."},
}

const (
	stageRounds = 8 // benchstat wants six at least for its confidence interval
	stageTime   = "100ms"
	benchstat   = "golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da"
)

// stagesSince are the Go benchmarks of each stage as it is and as it was.
type stagesSince struct {
	folder      string // to be removed
	before, now state
}

// buildStages builds the benchmarks of now and of a commit.
func buildStages(ctx context.Context, base string, log io.Writer) (*stagesSince, error) {
	p, err := project.Open(log)
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "requestjourney-stages-")
	if err != nil {
		return nil, err
	}
	s := &stagesSince{
		folder: folder,
		before: state{filepath.Join(folder, "repository"), filepath.Join(folder, "before")},
		now:    state{p.Root, filepath.Join(folder, "now")},
	}
	if err := checkOut(ctx, p, base, s.before.repository); err != nil {
		return s, fmt.Errorf("the state at %s: %w", base, err)
	}
	return s, errors.Join(s.before.build(ctx), s.now.build(ctx))
}

// remove is for a nil s, too.
func (s *stagesSince) remove() {
	if s != nil {
		_ = os.RemoveAll(s.folder)
	}
}

// compare runs both in turns, and returns benchstat's comparison.
func (s *stagesSince) compare(ctx context.Context, log io.Writer) (string, error) {
	for round := range stageRounds {
		if err := errors.Join(s.before.run(ctx), s.now.run(ctx)); err != nil {
			return "", err
		}
		fmt.Fprintf(log, "Stages: round %d of %d\n", round+1, stageRounds)
	}
	text, err := output(inFolder(exec.CommandContext(ctx, "go", "run", benchstat, "before.txt", "now.txt"), s.folder))
	return strings.TrimSpace(string(text)), err
}

// state is the repository at one time, and the start of the names of what is
// made of it: a test binary for each package, and the results.
type state struct{ repository, prefix string }

func (s state) binary(folder string) string { return s.prefix + "-" + folder + ".test" }

func (s state) build(ctx context.Context) error {
	for _, stage := range stages {
		cmd := exec.CommandContext(ctx, "go", "test", "-c", "-o", s.binary(stage.folder), "./pkg/"+stage.folder)
		if _, err := output(inFolder(cmd, s.repository)); err != nil {
			return err
		}
	}
	return nil
}

func (s state) run(ctx context.Context) error {
	results, err := os.OpenFile(s.prefix+".txt", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer results.Close()
	for _, stage := range stages {
		cmd := exec.CommandContext(ctx, s.binary(stage.folder), "-test.run=^$", "-test.benchmem",
			"-test.benchtime="+stageTime, "-test.bench="+stage.pattern)
		text, err := output(inFolder(cmd, filepath.Join(s.repository, "pkg", stage.folder)))
		if err != nil {
			return err
		}
		if _, err := results.Write(text); err != nil {
			return err
		}
	}
	return nil
}

// checkOut writes the files of a commit into a folder, with the benchmarks of
// today where it has none of that name and they can be built there.
func checkOut(ctx context.Context, p *project.Project, commit, folder string) error {
	archive, err := output(exec.CommandContext(ctx, "git", "-C", p.Root, "archive", commit, "pkg", "tests", "go.mod", "go.sum"))
	if err != nil {
		return err
	}
	if err := unpack(bytes.NewReader(archive), folder); err != nil {
		return err
	}
	return addBenchmarks(ctx, p, folder)
}

func addBenchmarks(ctx context.Context, p *project.Project, folder string) error {
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
		if _, err := output(inFolder(exec.CommandContext(ctx, "go", "vet", "./"+filepath.Dir(path[len(p.Root)+1:])), folder)); err != nil {
			if err := os.Remove(to); err != nil {
				return err
			}
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

func inFolder(cmd *exec.Cmd, folder string) *exec.Cmd {
	cmd.Dir = folder
	return cmd
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
