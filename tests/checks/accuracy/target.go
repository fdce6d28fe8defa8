package accuracy

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/tests/harness/ask"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// Target is where meshes are sent to, and how the plugin is asked about them.
type Target struct {
	Servers *stack.Stack
	// Settle, when set, has the servers make whole what replicas hold in part.
	Settle func(context.Context) error
	Ask    func(ctx context.Context, tenant string, query map[string]any) (map[string]*data.Frame, error)
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
