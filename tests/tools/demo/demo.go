// Package demo is the project's main job: the whole way of the data, from a
// mesh's spans and lines through Loki, Tempo and the plugin to a table in the
// terminal and a page in the browser.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/requestjourney/requestjourney/tests/harness/ask"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/project"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
	"github.com/requestjourney/requestjourney/tests/harness/workbench"
)

// datasourceUID is the provisioned data source's.
const datasourceUID = "requestjourney"

// past is how many requests are there from the start, over the last minutes.
const past = 60

// Run runs the demo until ctx, a signal or its parent's end ends it, or, with ONCE=1 in the
// environment, until the journeys are printed.
func Run(ctx context.Context, out io.Writer) error {
	ctx, stop := project.Lifetime(ctx)
	defer stop()
	p, err := project.Open(out)
	if err != nil {
		return err
	}
	home := os.Getenv("GRAFANA_HOME")
	if err := build(ctx, p, home == ""); err != nil {
		return err
	}
	servers, stopServers, err := start(ctx, p, home)
	if err != nil {
		return err
	}
	defer stopServers()
	err = show(ctx, p, home, servers, out)
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return nil // Ctrl-C is how the demo ends
	}
	return err
}

// start starts a Loki and a Tempo or, with CLUSTER=1, both as microservices.
func start(ctx context.Context, p *project.Project, home string) (servers *stack.Stack, stop func(), err error) {
	if os.Getenv("CLUSTER") == "" {
		servers, err = stack.Start(ctx, stack.Options{Log: p.Log, Profile: stack.Demo})
		return servers, servers.Stop, err
	}
	if home != "" {
		return nil, nil, errors.New("CLUSTER=1 works in the workbench only: unset GRAFANA_HOME")
	}
	nginx, err := p.Nginx(ctx)
	if err != nil {
		return nil, nil, err
	}
	cluster, err := stack.StartCluster(ctx, nginx, p.Log)
	if err != nil {
		return nil, nil, err
	}
	return &cluster.Stack, cluster.Stop, nil
}

func build(ctx context.Context, p *project.Project, page bool) error {
	fmt.Fprintln(p.Log, "Building the plugin")
	if err := p.Frontend(ctx); err != nil {
		return err
	}
	if err := p.Backend(ctx); err != nil || !page {
		return err
	}
	return p.Workbench(ctx)
}

// show sends requests of the last minutes, prints them, and goes on sending.
func show(ctx context.Context, p *project.Project, home string, servers *stack.Stack, out io.Writer) error {
	url, stop, err := host(ctx, p, home, servers)
	if err != nil {
		return err
	}
	defer stop()
	m := mesh.New(mesh.Options{Seed: uint64(time.Now().UnixNano()), Start: time.Now().Add(-5 * time.Minute), Every: 4 * time.Second})
	if _, err := m.SendPast(ctx, mesh.On(servers), past); err != nil {
		return err
	}
	if err := printJourneys(ctx, ask.OverHTTP(url, datasourceUID), out); err != nil {
		return err
	}
	if os.Getenv("ONCE") != "" {
		return nil
	}
	fmt.Fprintf(out, "\nBookinfo goes on at a request a second. Open %s and end it with Ctrl-C.\n", url)
	KeepSending(ctx, m, servers, time.Second, out)
	return nil
}

// KeepSending sends a request every so often until ctx ends. One that a busy
// server does not take is missing then; the demo goes on.
func KeepSending(ctx context.Context, m *mesh.Mesh, servers *stack.Stack, every time.Duration, out io.Writer) {
	for ctx.Err() == nil {
		if err := m.Run(ctx, mesh.On(servers), every, func(*mesh.Request) {}); err != nil {
			fmt.Fprintln(out, "A request is missing:", err)
		}
	}
}

// host runs the plugin in the workbench, or in the Grafana of GRAFANA_HOME.
func host(ctx context.Context, p *project.Project, home string, servers *stack.Stack) (url string, stop func(), err error) {
	if home != "" {
		g, err := startGrafana(ctx, p, home, servers)
		if err != nil {
			return "", nil, err
		}
		return g.url, g.Stop, nil
	}
	log, err := os.Create(filepath.Join(p.Page(), "plugin.log"))
	if err != nil {
		return "", nil, err
	}
	w, err := workbench.Start(ctx, workbench.Options{
		Dist: p.Dist(), PageDir: p.Page(), Addr: os.Getenv("WORKBENCH_ADDR"), Log: log,
		DataSources: []workbench.DataSource{DataSource(servers)},
	})
	if err != nil {
		return "", nil, errors.Join(err, log.Close())
	}
	return w.URL, func() {
		w.Stop()
		_ = log.Close()
	}, nil
}

// DataSource is Request Journey on the servers, as provisioning/datasources
// would have it.
func DataSource(servers *stack.Stack) workbench.DataSource {
	return workbench.DataSource{UID: datasourceUID, JSONData: servers.JSONData(), SecureJSONData: servers.Secrets()}
}
