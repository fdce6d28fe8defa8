package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/requestjourney/requestjourney/pkg/failure"
	"github.com/requestjourney/requestjourney/pkg/health"
	"github.com/requestjourney/requestjourney/pkg/settings"
)

// CheckHealth asks Loki and Tempo whether they answer, which version they are and
// whether they accept the credentials.
func (d *Datasource) CheckHealth(ctx context.Context, req *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	ctx = settings.WithCaller(ctx, req.PluginContext, req.GetHTTPHeaders())
	var loki, tempo health.Report
	if err := failure.AtOnce(ctx,
		func() { loki = health.OfLoki(ctx, d.loki, d.lokiTenants) },
		func() { tempo = health.OfTempo(ctx, d.tempo, d.tempoTenants) },
	); err != nil {
		return nil, err
	}
	return health.Result(loki, tempo, d.settings.Warning())
}
