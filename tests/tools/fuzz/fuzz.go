// Package fuzz runs every fuzz target of the project.
package fuzz

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/requestjourney/requestjourney/tests/harness/project"
)

// defaultTime is how long each target is run without FUZZTIME: enough to find
// that a target is broken, not what it searches for.
const defaultTime = "5s"

// minimizeTime is how long an input may be made smaller. Where coverage differs from
// run to run, as behind gRPC, go test would spend its own minute on every input.
const minimizeTime = "100ms"

// target is a fuzz function.
type target struct{ pkg, name string }

// outcome is what became of running one.
type outcome struct {
	target
	tried string // inputs
	took  time.Duration
	err   error
}

// Run runs each target for FUZZTIME, or for 5 s, and writes what they tried. A
// failing input is written below the package's testdata/fuzz, where every
// later `go test` tries it again: commit it with what fixes it. FUZZ, a regular
// expression, chooses among the targets.
func Run(ctx context.Context, out io.Writer) error {
	ctx, stop := project.Lifetime(ctx)
	defer stop()
	p, err := project.Open(out)
	if err != nil {
		return err
	}
	targets, err := list(ctx, p)
	if err != nil {
		return err
	}
	chosen, err := regexp.Compile(os.Getenv("FUZZ"))
	if err != nil {
		return fmt.Errorf("FUZZ is no regular expression: %w", err)
	}
	var outcomes []outcome
	for _, t := range targets {
		if chosen.MatchString(t.pkg+"."+t.name) && ctx.Err() == nil {
			outcomes = append(outcomes, run(ctx, p, t))
		}
	}
	return errors.Join(write(out, outcomes), ctx.Err())
}

// list asks the test binaries which targets they hold.
func list(ctx context.Context, p *project.Project) ([]target, error) {
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, "go", "test", "-list=^Fuzz", "./...")
	cmd.Dir, cmd.Stdout, cmd.Stderr = p.Root, &out, p.Log
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("list the fuzz targets: %w", err)
	}
	return parseList(&out), nil
}

// parseList reads names, which go test prints before the package that has them.
func parseList(r io.Reader) (targets []target) {
	var names []string
	for lines := bufio.NewScanner(r); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		switch {
		case len(fields) == 1 && strings.HasPrefix(fields[0], "Fuzz"):
			names = append(names, fields[0])
		case len(fields) >= 2 && fields[0] == "ok":
			for _, name := range names {
				targets = append(targets, target{fields[1], name})
			}
			names = nil
		}
	}
	return targets
}

func run(ctx context.Context, p *project.Project, t target) outcome {
	fuzzTime := os.Getenv("FUZZTIME")
	if fuzzTime == "" {
		fuzzTime = defaultTime
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, "go", "test", "-run=^$", "-fuzz=^"+t.name+"$", "-fuzztime="+fuzzTime, "-fuzzminimizetime="+minimizeTime, t.pkg)
	cmd.Dir, cmd.Stdout, cmd.Stderr = p.Root, io.MultiWriter(&said, p.Log), p.Log
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 3 * time.Second
	begin := time.Now()
	err := cmd.Run()
	return outcome{t, tried(said.String()), time.Since(begin), err}
}

var progress = regexp.MustCompile(`execs: (\d+)`)

// tried is the last count of inputs that go test told of.
func tried(said string) string {
	all := progress.FindAllStringSubmatch(said, -1)
	if len(all) == 0 {
		return "0"
	}
	return all[len(all)-1][1]
}

// write tells the outcomes as a table, and fails when a target did.
func write(out io.Writer, outcomes []outcome) error {
	var failed error
	w := tabwriter.NewWriter(out, 2, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nTARGET\tINPUTS\tTIME\tRESULT")
	for _, o := range outcomes {
		result := "ok"
		if o.err != nil {
			result = "FAILED"
			failed = errors.Join(failed, fmt.Errorf("%s in %s failed", o.name, o.pkg))
		}
		fmt.Fprintf(w, "%s %s\t%s\t%s\t%s\n", o.pkg[strings.LastIndex(o.pkg, "/")+1:], o.name, o.tried, o.took.Round(time.Second), result)
	}
	return errors.Join(w.Flush(), failed)
}
