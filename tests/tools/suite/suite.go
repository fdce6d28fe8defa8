// Package suite runs all that can fail, counts it, and says so in its last line:
// "N passed, N failed".
package suite

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/requestjourney/requestjourney/tests/harness/project"
)

// step is one part of the run. It returns what it counted; an error without a
// failure counted is one failure.
type step struct {
	name string
	run  func(ctx context.Context, p *project.Project) (tally, error)
}

// tally counts tests.
type tally struct{ passed, failed int }

func (t tally) add(o tally) tally { return tally{t.passed + o.passed, t.failed + o.failed} }

// Run runs every step, also after one has failed, and reports whether all passed.
// Whatever happens, the last line it writes is the count.
func Run(ctx context.Context, out io.Writer) (passed bool) {
	ctx, stop := project.Lifetime(ctx)
	defer stop()
	total := runAll(ctx, steps, out)
	fmt.Fprintf(out, "\n%d passed, %d failed\n", total.passed, total.failed)
	return total.failed == 0
}

// runAll counts a run that could not begin, or was ended early, as a failure.
func runAll(ctx context.Context, steps []step, out io.Writer) (total tally) {
	p, err := project.Open(out)
	if err != nil {
		fmt.Fprintln(out, err)
		return tally{failed: 1}
	}
	for _, s := range steps {
		if ctx.Err() != nil {
			fmt.Fprintf(out, "\nThe run was ended before: %s\n", s.name)
			return total.add(tally{failed: 1})
		}
		total = total.add(s.do(ctx, p))
	}
	return total
}

func (s step) do(ctx context.Context, p *project.Project) tally {
	fmt.Fprintf(p.Log, "\n=== %s\n", s.name)
	start := time.Now()
	counted, err := s.run(ctx, p)
	if err != nil && counted.failed == 0 {
		counted.failed = 1
	}
	verdict := "ok"
	if err != nil {
		verdict = "FAILED: " + err.Error()
	}
	fmt.Fprintf(p.Log, "--- %s: %d passed, %d failed in %s: %s\n", s.name, counted.passed, counted.failed, time.Since(start).Round(time.Second), verdict)
	return counted
}

// one makes a step of a task that passes or fails as a whole.
func one(task func(ctx context.Context, p *project.Project) error) func(context.Context, *project.Project) (tally, error) {
	return func(ctx context.Context, p *project.Project) (tally, error) {
		if err := task(ctx, p); err != nil {
			return tally{failed: 1}, err
		}
		return tally{passed: 1}, nil
	}
}
