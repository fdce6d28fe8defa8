package suite

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/requestjourney/requestjourney/tests/harness/project"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
	"github.com/requestjourney/requestjourney/tests/tools/release"
)

// golangciLint reads .golangci.yml.
const golangciLint = "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0"

// steps in the order that finds the cheapest mistakes first.
var steps = []step{
	{"npm packages", one(npmPackages)},
	{"typecheck", one(npm("typecheck"))},
	{"lint", one(npm("lint"))},
	{"front-end unit tests", jest},
	{"golangci-lint, with go vet", one(command("go", "run", golangciLint, "run"))},
	{"build Loki and Tempo", one(buildServers)},
	{"Go tests, with Loki and Tempo", goTests},
	{"Loki's own types and parser", moduleTests("loki")},
	{"Tempo's own parser", moduleTests("tempo")},
	{"build the plugin", one(buildPlugin)},
	{"Grafana's rules for plugins", one(checkPlugin)},
	{"browser tests, in the workbench", browserTests},
}

func npmPackages(ctx context.Context, p *project.Project) error { return p.NodeModules(ctx) }

// buildServers shows the progress that the Go tests, which hold back what they
// say until they end, would hide: a first build takes minutes.
func buildServers(ctx context.Context, p *project.Project) error { return stack.Build(ctx, p.Log) }

func npm(script string) func(context.Context, *project.Project) error {
	return command("npm", "run", "--silent", script)
}

func command(name string, args ...string) func(context.Context, *project.Project) error {
	return func(ctx context.Context, p *project.Project) error { return p.Run(ctx, name, args...) }
}

func buildPlugin(ctx context.Context, p *project.Project) error {
	for _, build := range []func(context.Context) error{p.Frontend, p.Backend, p.Workbench} {
		if err := build(ctx); err != nil {
			return err
		}
	}
	return nil
}

func checkPlugin(_ context.Context, p *project.Project) error { return release.CheckBuild(p) }

// jest counts the tests by its JSON report.
func jest(ctx context.Context, p *project.Project) (tally, error) {
	report := p.Path("test-results", "jest.json")
	if err := clearFor(report); err != nil {
		return tally{}, err
	}
	err := p.Run(ctx, "npm", "run", "--silent", "test:ci", "--", "--json", "--outputFile="+report)
	var counts struct {
		Passed int `json:"numPassedTests"`
		Failed int `json:"numFailedTests"`
		Broken int `json:"numRuntimeErrorTestSuites"`
	}
	if readErr := readJSON(report, &counts); readErr != nil && err == nil {
		err = readErr
	}
	return tally{counts.Passed, counts.Failed + counts.Broken}, err
}

// clearFor makes room for a report: one of an earlier run would be counted when
// the runner dies before it writes its own.
func clearFor(report string) error {
	if err := os.Remove(report); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.MkdirAll(filepath.Dir(report), 0o755)
}

func readJSON(path string, into any) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, into)
}
