package suite

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/project"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
	"github.com/requestjourney/requestjourney/tests/harness/workbench"
	"github.com/requestjourney/requestjourney/tests/tools/demo"
)

// browserTests run Playwright on the built plugin in the workbench, which asks
// a real Loki and Tempo that a mesh has sent to. GRAFANA_URL, when set, names a
// Grafana to use instead.
func browserTests(ctx context.Context, p *project.Project) (tally, error) {
	chromium, err := p.Chromium(ctx)
	if err != nil {
		return tally{}, err
	}
	servers, err := stack.Start(ctx, stack.Options{Log: p.Log})
	if err != nil {
		return tally{}, err
	}
	defer servers.Stop()
	w, err := workbench.Start(ctx, workbench.Options{
		Dist: p.Dist(), PageDir: p.Page(), Log: p.Log,
		DataSources: []workbench.DataSource{demo.DataSource(servers)},
	})
	if err != nil {
		return tally{}, err
	}
	defer w.Stop()
	truth, err := sendMesh(ctx, p, servers)
	if err != nil {
		return tally{}, err
	}
	return playwright(ctx, p, []string{"CHROMIUM=" + chromium, "WORKBENCH_URL=" + w.URL, "MESH_TRUTH=" + truth})
}

// sendMesh sends requests and writes which is which for the browser tests.
func sendMesh(ctx context.Context, p *project.Project, servers *stack.Stack) (truthFile string, err error) {
	m := mesh.New(mesh.Options{Seed: 1, Start: time.Now().Add(-10 * time.Minute), Every: 5 * time.Second})
	requests, err := m.SendPast(ctx, mesh.On(servers), 80)
	if err != nil {
		return "", err
	}
	named := make(map[string]string)
	for name, scenario := range map[string]mesh.Scenario{"ok": mesh.ScenarioNormal, "failing": mesh.ScenarioFailed, "slow": mesh.ScenarioSlowRatings} {
		for _, r := range requests {
			if r.Scenario == scenario {
				named[name] = r.TraceID.String()
			}
		}
		if named[name] == "" {
			return "", fmt.Errorf("no request of the scenario %s came up", scenario)
		}
	}
	raw, err := json.Marshal(named)
	if err != nil {
		return "", err
	}
	truthFile = filepath.Join(p.Page(), "truth.json")
	return truthFile, os.WriteFile(truthFile, raw, 0o644)
}

// playwright counts the tests by its JSON report.
func playwright(ctx context.Context, p *project.Project, env []string) (tally, error) {
	file := p.Path("test-results", "e2e.json")
	if err := clearFor(file); err != nil {
		return tally{}, err
	}
	err := p.RunIn(ctx, p.Root, env, "npm", "run", "--silent", "e2e")
	var report struct {
		Stats struct{ Expected, Unexpected, Flaky int }
	}
	if readErr := readJSON(file, &report); readErr != nil && err == nil {
		err = readErr
	}
	return tally{report.Stats.Expected, report.Stats.Unexpected + report.Stats.Flaky}, err
}
