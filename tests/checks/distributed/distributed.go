// Package distributed measures the plugin on Loki and Tempo as microservices on
// S3, behind a gateway: how right it is, and what it says when processes die.
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
	log    io.Writer
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
	r = &rig{log: log}
	stop = func() {
		if r.plugin != nil {
			r.plugin.Stop()
		}
		r.Stop()
		_ = os.RemoveAll(folder)
	}
	binary, err := p.BackendInto(ctx, folder)
	if err == nil {
		r.plugin, err = host.Start(ctx, binary, hclog.New(&hclog.LoggerOptions{Output: io.Discard}))
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

// source is a data source that asks as a tenant. Nothing is cached between two
// questions.
func (r *rig) source(tenant string) host.Source {
	server := func(url string) map[string]any {
		return map[string]any{"url": url, "tenant": tenant, "basicAuth": true, "basicAuthUser": r.Gateway.User}
	}
	return host.Source{
		ID: 1, Updated: time.Now(),
		JSONData: map[string]any{"loki": server(r.Gateway.LokiURL), "tempo": server(r.Gateway.TempoURL)},
		Secrets:  map[string]string{"loki.basicAuthPassword": r.Gateway.Password, "tempo.basicAuthPassword": r.Gateway.Password},
	}
}

// ask answers a query over the last hour with its frames by name.
func (r *rig) ask(ctx context.Context, tenant string, query map[string]any) (map[string]*data.Frame, error) {
	now := time.Now()
	in := backend.TimeRange{From: now.Add(-time.Hour), To: now.Add(time.Minute)}
	res, err := r.plugin.Query(ctx, r.source(tenant), host.Caller{}, in, map[string]any{"A": query})
	if err != nil {
		return nil, err
	}
	named := make(map[string]*data.Frame)
	for _, f := range res.Responses["A"].Frames {
		named[f.Name] = f
		if f.Meta != nil {
			for _, n := range f.Meta.Notices {
				fmt.Fprintln(r.log, tenant, f.Name, f.Rows(), n.Text)
			}
		}
	}
	fmt.Fprintln(r.log, tenant, len(res.Responses["A"].Frames), res.Responses["A"].Error)
	return named, res.Responses["A"].Error
}

// Try prints.
func Try(ctx context.Context, log io.Writer) error {
	r, stop, err := newRig(ctx, log)
	if err != nil {
		return err
	}
	defer stop()
	start := time.Now()
	scores, err := accuracy.MeasureOn(ctx, accuracy.Target{Servers: &r.Stack, Settle: func(ctx context.Context) error { return r.Flush(ctx, "tempo") }, Ask: r.ask})
	fmt.Fprintln(log, time.Since(start), err)
	fmt.Fprintln(log, accuracy.Markdown(scores))
	for _, s := range scores {
		fmt.Fprintln(log, s.Kind, s.Faults)
	}
	return err
}
