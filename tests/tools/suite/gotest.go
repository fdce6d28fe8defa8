package suite

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"

	"github.com/requestjourney/requestjourney/tests/harness/project"
)

// goTests runs the unit tests and those against the real Loki and Tempo, with
// the race detector where there is one.
func goTests(ctx context.Context, p *project.Project) (tally, error) {
	args := []string{"-timeout=30m", "./..."}
	if err := p.RaceDetector(ctx); err != nil {
		fmt.Fprintf(p.Log, "Without the race detector: %v\n", err)
	} else {
		args = append([]string{"-race"}, args...)
	}
	return goTest(ctx, p, p.Root, args...)
}

// moduleTests run in a module where a server's own packages are at home.
func moduleTests(server string) func(context.Context, *project.Project) (tally, error) {
	return func(ctx context.Context, p *project.Project) (tally, error) {
		return goTest(ctx, p, p.Path("tests", "harness", "stack", server), "-timeout=30m", "./...")
	}
}

func goTest(ctx context.Context, p *project.Project, dir string, args ...string) (tally, error) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json"}, args...)...)
	cmd.Dir, cmd.Stderr, cmd.Env = dir, p.Log, os.Environ()
	events, err := cmd.StdoutPipe()
	if err != nil {
		return tally{}, err
	}
	if err := cmd.Start(); err != nil {
		return tally{}, err
	}
	counted := countEvents(events, p.Log)
	return counted, cmd.Wait()
}

// event is a line of `go test -json` (`go doc test2json`).
type event struct {
	Action  string
	Package string
	Test    string
	Elapsed float64
	Output  string
}

// countEvents counts tests and subtests. It prints a line for each package, and
// all that a failed test or package said.
func countEvents(r io.Reader, log io.Writer) tally {
	c := counter{log: log, said: map[[2]string][]string{}, failedIn: map[string]bool{}}
	// Not a Scanner: it would stop at a long line, and go test block for ever.
	for lines := bufio.NewReader(r); ; {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			c.takeLine(line)
		}
		if err != nil {
			return c.tally
		}
	}
}

type counter struct {
	tally
	log      io.Writer
	said     map[[2]string][]string // by package and test, until it is known how that ended
	failedIn map[string]bool        // packages with a failed test
}

// takeLine passes on what is no event, such as the go command's own words.
func (c *counter) takeLine(line []byte) {
	var e event
	if err := json.Unmarshal(line, &e); err != nil {
		fmt.Fprintf(c.log, "%s\n", bytes.TrimSpace(line))
		return
	}
	c.take(e)
}

func (c *counter) take(e event) {
	key := [2]string{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		fmt.Fprint(c.log, e.Output)
	case "output":
		c.said[key] = append(c.said[key], e.Output)
	case "fail":
		for _, line := range c.said[key] {
			fmt.Fprint(c.log, line)
		}
		c.ended(e, key)
	case "pass", "skip":
		c.ended(e, key)
	}
}

func (c *counter) ended(e event, key [2]string) {
	delete(c.said, key)
	if e.Test != "" {
		c.countTest(e)
		return
	}
	fmt.Fprintf(c.log, "%-4s %s (%.1fs)\n", e.Action, e.Package, e.Elapsed)
	if e.Action == "fail" && !c.failedIn[e.Package] {
		c.failed++ // it did not build, or ended before its tests did
	}
}

func (c *counter) countTest(e event) {
	switch e.Action {
	case "pass":
		c.passed++
	case "fail":
		c.failed++
		c.failedIn[e.Package] = true
	}
}
