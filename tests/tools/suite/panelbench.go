package suite

import (
	"context"
	"io"

	"github.com/requestjourney/requestjourney/tests/harness/project"
	"github.com/requestjourney/requestjourney/tests/harness/workbench"
)

// PanelBench builds the plugin, measures its panel on the workbench's benchmark
// page, which needs no Loki and no Tempo, and writes docs/panel-performance.md.
func PanelBench(ctx context.Context, out io.Writer) error {
	ctx, stop := project.Lifetime(ctx)
	defer stop()
	p, err := project.Open(out)
	if err != nil {
		return err
	}
	if err := buildPlugin(ctx, p); err != nil {
		return err
	}
	chromium, err := p.Chromium(ctx)
	if err != nil {
		return err
	}
	w, err := workbench.Start(ctx, workbench.Options{Dist: p.Dist(), PageDir: p.Page(), Log: p.Log})
	if err != nil {
		return err
	}
	defer w.Stop()
	return p.RunIn(ctx, p.Root, []string{"CHROMIUM=" + chromium, "WORKBENCH_URL=" + w.URL}, "node", "tests/harness/workbench/bench.mjs")
}
