package foreign

import (
	"context"
	"path/filepath"

	"github.com/requestjourney/requestjourney/tests/harness/project"
)

// binaries are where the programs are.
type binaries struct {
	hotrod, caddy, traefik string
	node                   string // the folder of the Node services
}

// commands are the Go programs, each pinned by a module of its own.
var commands = []struct{ module, command string }{
	{"hotrod", "github.com/jaegertracing/jaeger/examples/hotrod"},
	{"caddy", "github.com/caddyserver/caddy/v2/cmd/caddy"},
	{"traefik", "github.com/traefik/traefik/v3/cmd/traefik"},
}

// build makes what is missing or out of date; a first build takes minutes.
func build(ctx context.Context, p *project.Project) (binaries, error) {
	binary := func(name string) string { return p.Path(".cache", "bin", name) }
	for _, c := range commands {
		err := p.RunIn(ctx, p.Path("tests", "checks", "foreign", c.module), []string{"GOWORK=off"}, "go", "build", "-o", binary(c.module), c.command)
		if err != nil {
			return binaries{}, err
		}
	}
	node := filepath.Join("tests", "checks", "foreign", "node")
	if err := p.NodeModulesIn(ctx, node); err != nil {
		return binaries{}, err
	}
	return binaries{hotrod: binary("hotrod"), caddy: binary("caddy"), traefik: binary("traefik"), node: p.Path(node)}, nil
}
