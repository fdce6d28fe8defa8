package distributed

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/hashicorp/go-hclog"

	"github.com/requestjourney/requestjourney/tests/checks/accuracy"
	"github.com/requestjourney/requestjourney/tests/harness/host"
	"github.com/requestjourney/requestjourney/tests/harness/project"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// rig is a cluster and the plugin's process, which asks through the gateway.
type rig struct {
	*stack.Cluster
	plugin *host.Plugin
}

// newRig returns with everything started; callers call stop.
func newRig(ctx context.Context, log io.Writer) (r *rig, stop func(), err error) {
	p, err := project.Open(log)
	if err != nil {
		return nil, nil, err
	}
	nginx, err := p.Nginx(ctx)
	if err != nil {
		return nil, nil, err
	}
	folder, err := os.MkdirTemp("", "requestjourney-plugin-")
	if err != nil {
		return nil, nil, err
	}
	r = &rig{}
	stop = func() {
		if r.plugin != nil {
			r.plugin.Stop()
		}
		r.Stop()
		_ = os.RemoveAll(folder)
	}
	binary, err := p.BackendInto(ctx, folder)
	if err == nil {
		r.plugin, err = host.Start(ctx, binary, hclog.NewNullLogger())
	}
	if err == nil {
		r.Cluster, err = stack.StartCluster(ctx, nginx, log)
	}
	if err != nil {
		stop()
		return nil, nil, err
	}
	return r, stop, nil
}

// target sends to the cluster and asks the plugin's process.
func (r *rig) target() accuracy.Target {
	return accuracy.Target{
		Servers: &r.Stack,
		Ask: func(ctx context.Context, tenant string, query map[string]any) (map[string]*data.Frame, error) {
			frames, _, err := r.ask(ctx, tenant, query)
			return frames, err
		},
	}
}

// source is a data source that asks as a tenant. Nothing is cached between two questions.
func (r *rig) source(tenant string) host.Source {
	return host.Source{ID: 1, Updated: time.Now(), JSONData: r.Gateway.JSONData(tenant), Secrets: r.Secrets()}
}

// ask answers a query over the last hour with its frames by name, and its notices.
func (r *rig) ask(ctx context.Context, tenant string, query map[string]any) (frames map[string]*data.Frame, notices []string, err error) {
	now := time.Now()
	in := backend.TimeRange{From: now.Add(-time.Hour), To: now.Add(time.Minute)}
	res, err := r.plugin.Query(ctx, r.source(tenant), host.Caller{}, in, map[string]any{"A": query})
	if err != nil {
		return nil, nil, err
	}
	answer := res.Responses["A"]
	frames = make(map[string]*data.Frame)
	for _, f := range answer.Frames {
		frames[f.Name] = f
		if f.Meta != nil {
			for _, n := range f.Meta.Notices {
				notices = append(notices, n.Text)
			}
		}
	}
	if answer.Error != nil {
		return frames, notices, fmt.Errorf("the plugin answers: %w", answer.Error)
	}
	return frames, notices, nil
}
