package foreign

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/hashicorp/go-hclog"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/tests/harness/ask"
	"github.com/requestjourney/requestjourney/tests/harness/host"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/project"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// settled is when the plugin no longer calls a request young.
const settled = 65 * time.Second

// answer is what the plugin says of one trace, and which spans Tempo has of it.
type answer struct {
	lines, findings []ask.Row
	stored          map[string]bool // IDs of spans
}

// measure asks the built plugin for every trace that a request has.
func measure(ctx context.Context, p *project.Project, servers *stack.Stack, t *truth, log io.Writer) (*Score, error) {
	folder, err := os.MkdirTemp("", "requestjourney-plugin-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	binary, err := p.BackendInto(ctx, folder)
	if err != nil {
		return nil, err
	}
	plugin, err := host.Start(ctx, binary, hclog.NewNullLogger())
	if err != nil {
		return nil, err
	}
	defer plugin.Stop()
	fmt.Fprintln(log, "Waiting until no request is young")
	if err := wait(ctx, time.Until(t.requests[len(t.requests)-1].ended.Add(settled))); err != nil {
		return nil, err
	}
	asker := &asker{plugin: plugin, servers: servers}
	return judge(t, func(traceID string) (*answer, error) { return asker.ask(ctx, traceID) })
}

type asker struct {
	plugin  *host.Plugin
	servers *stack.Stack
}

func (a *asker) ask(ctx context.Context, traceID string) (*answer, error) {
	frames, err := a.frames(ctx, traceID)
	if err != nil {
		return nil, fmt.Errorf("trace %s: %w", traceID, err)
	}
	id, err := journey.ParseTraceID(traceID)
	if err != nil {
		return nil, err
	}
	spans, err := mesh.FetchSpanIDs(ctx, mesh.Targets{TempoURL: a.servers.TempoURL}, id)
	if err != nil {
		return nil, err
	}
	got := &answer{lines: ask.Rows(frames["logs"]), findings: ask.Rows(frames["findings"]), stored: map[string]bool{}}
	for _, span := range spans {
		got.stored[span.String()] = true
	}
	return got, nil
}

func (a *asker) frames(ctx context.Context, traceID string) (map[string]*data.Frame, error) {
	source := host.Source{ID: 1, JSONData: a.servers.JSONData()}
	now := time.Now()
	in := backend.TimeRange{From: now.Add(-time.Hour), To: now.Add(time.Minute)}
	res, err := a.plugin.Query(ctx, source, host.Caller{}, in, map[string]any{"A": map[string]any{"queryType": "journey", "traceId": traceID}})
	if err != nil {
		return nil, err
	}
	named := map[string]*data.Frame{}
	for _, f := range res.Responses["A"].Frames {
		named[f.Name] = f
	}
	return named, res.Responses["A"].Error
}
