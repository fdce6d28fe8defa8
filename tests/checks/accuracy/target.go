package accuracy

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/tests/harness/ask"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// Target is where meshes are sent to, and how the plugin is asked about them.
type Target struct {
	Servers *stack.Stack
	Ask     func(ctx context.Context, tenant string, query map[string]any) (map[string]*data.Frame, error)
}

// askIn asks the plugin in this process, with nothing cached.
func askIn(servers *stack.Stack) func(context.Context, string, map[string]any) (map[string]*data.Frame, error) {
	return func(ctx context.Context, tenant string, query map[string]any) (map[string]*data.Frame, error) {
		asked, done, err := ask.Plugin(ctx, map[string]any{
			"loki":  map[string]string{"url": servers.LokiURL, "tenant": tenant},
			"tempo": map[string]string{"url": servers.TempoURL, "tenant": tenant},
		})
		if err != nil {
			return nil, err
		}
		defer done()
		return asked(ctx, query)
	}
}

// Send sends requests as a tenant, and returns when everything is searchable.
func (t Target) Send(ctx context.Context, tenant string, requests []*mesh.Request) error {
	return (&half{Target: t, tenant: tenant, requests: requests}).send(ctx)
}

// Score asks for all that a tenant has sent, and compares. The meshes of ambient mode
// are not for it, because their requests have to be opened.
func (t Target) Score(ctx context.Context, kind mesh.Kind, tenant string, requests []*mesh.Request) (Score, error) {
	score := Score{Kind: kind}
	frames, err := (&half{Target: t, tenant: tenant, requests: requests}).ask(ctx)
	if err != nil {
		return score, err
	}
	score.compare(requests, frames, nil)
	return score, nil
}
