// Package plugin is the SDK's edge. It makes a finder from the settings, answers Grafana's
// queries with frames, and sends streams.
package plugin

import (
	"context"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
	"github.com/grafana/grafana-plugin-sdk-go/backend/resource/httpadapter"
	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/requestjourney/requestjourney/pkg/extract"
	"github.com/requestjourney/requestjourney/pkg/failure"
	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/pkg/health"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/loki"
	"github.com/requestjourney/requestjourney/pkg/resources"
	"github.com/requestjourney/requestjourney/pkg/settings"
	"github.com/requestjourney/requestjourney/pkg/telemetry"
	"github.com/requestjourney/requestjourney/pkg/tempo"
)

// Datasource is one configured data source.
type Datasource struct {
	resources   backend.CallResourceHandler
	settings    settings.Settings
	finder      find.Finder // without sources, see finderUntil
	logs        journey.LogSource
	traces      journey.TraceSource
	watch       *telemetry.Telemetry
	coreSources frames.CoreSources
	inFlight    inFlight
	streams     streams
	cache       *find.Cache // finished journeys
	loki        health.Loki
	tempo       health.Tempo

	lokiTenants, tempoTenants map[string]health.Server // one for each tenant of a federated one
}

var (
	_ backend.QueryDataHandler      = (*Datasource)(nil)
	_ backend.CheckHealthHandler    = (*Datasource)(nil)
	_ backend.CallResourceHandler   = (*Datasource)(nil)
	_ backend.StreamHandler         = (*Datasource)(nil)
	_ instancemgmt.InstanceDisposer = (*Datasource)(nil)
)

// NewDatasource makes a data source without metrics and traces, see newDatasource.
func NewDatasource(ctx context.Context, ds backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
	return newDatasource(ctx, ds, telemetry.New(prometheus.NewRegistry(), noop.NewTracerProvider().Tracer("")))
}

// newDatasource makes a data source from its settings. Grafana makes a new one when they
// change. Wrong settings are a downstream error, because the user can fix them.
func newDatasource(ctx context.Context, ds backend.DataSourceInstanceSettings, watch *telemetry.Telemetry) (instancemgmt.Instance, error) {
	s, err := settings.Parse(ds)
	if err != nil {
		return nil, failure.Downstream(err)
	}
	extractor, err := extract.New(s.TraceIDRules)
	if err != nil {
		return nil, failure.Downstream(err)
	}
	d := &Datasource{settings: s, watch: watch}
	if err := d.connect(ctx, ds, s); err != nil {
		return nil, err
	}
	d.finder = find.Finder{
		LogTail: d.loki, Extract: extractor.Extract,
		Identity: s.Identity(), Slack: s.SlackTime(), Limits: s.Limits, Warning: s.Warning(), Stage: watch.Stage,
	}
	d.cache = find.NewCache(int64(s.Limits.Cache) << 20)
	d.coreSources = frames.CoreSources{LokiUID: s.Loki.DatasourceUID, TempoUID: s.Tempo.DatasourceUID, LogScope: s.LogScope}
	return d, d.serveResources(ds, extractor)
}

// connect makes the sources.
func (d *Datasource) connect(ctx context.Context, ds backend.DataSourceInstanceSettings, s settings.Settings) (err error) {
	if d.loki, err = newLoki(ctx, ds, s); err != nil {
		return err
	}
	if d.tempo, err = newTempo(ctx, ds, s); err != nil {
		return err
	}
	d.logs, d.traces = d.loki, d.tempo
	return d.federate(ctx, ds, s)
}

// serveResources makes what CallResource answers from.
func (d *Datasource) serveResources(ds backend.DataSourceInstanceSettings, extractor *extract.Extractor) error {
	checker, err := resources.NewChecker(ds, d.settings, d.loki, d.tempo, d.finderUntil(time.Time{}), extractor)
	if err != nil {
		return err
	}
	all := &resources.Resources{Loki: d.loki.Source, Tempo: d.tempo.Source, Identity: d.finder.Identity, Checker: checker}
	d.resources = httpadapter.New(all.Handler())
	return nil
}

// CallResource answers below /api/datasources/uid/<uid>/resources.
func (d *Datasource) CallResource(ctx context.Context, req *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	return d.resources.CallResource(settings.WithCaller(ctx, req.PluginContext, req.GetHTTPHeaders()), req, sender)
}

// Dispose closes the connections; Grafana calls it when the settings change.
func (d *Datasource) Dispose() {
	if err := d.tempo.Close(); err != nil {
		backend.Logger.Warn("closing the connection to Tempo failed", "error", err)
	}
}

func newLoki(ctx context.Context, ds backend.DataSourceInstanceSettings, s settings.Settings) (health.Loki, error) {
	client, _, err := s.Loki.Client(ctx, ds, "Loki")
	if err != nil {
		return health.Loki{}, err
	}
	source, err := loki.New(loki.Options{
		URL: s.Loki.URL, Client: client, Scope: s.LogScope,
		Slice: time.Duration(s.Limits.Slice) * time.Second, OwnRules: s.OverruleMetadata(),
	})
	return health.Loki{Source: source, At: health.Address{Server: "Loki", URL: s.Loki.URL, Client: client}}, failure.Downstream(err)
}

func newTempo(ctx context.Context, ds backend.DataSourceInstanceSettings, s settings.Settings) (health.Tempo, error) {
	client, opts, err := s.Tempo.Client(ctx, ds, "Tempo")
	if err != nil {
		return health.Tempo{}, err
	}
	tls, err := httpclient.GetTLSConfig(opts)
	if err != nil {
		return health.Tempo{}, failure.Downstream(err)
	}
	source, err := tempo.New(tempo.Options{
		URL: s.Tempo.URL, Client: client, TLS: tls,
		GRPCHeaders: s.Tempo.GRPCHeaders(),
		NoStream:    s.SearchesOverHTTP(opts),
	})
	return health.Tempo{Source: source, At: health.Address{Server: "Tempo", URL: s.Tempo.URL, Client: client}}, failure.Downstream(err)
}

// federate makes a source for each tenant of a federated one, for the health check.
func (d *Datasource) federate(ctx context.Context, ds backend.DataSourceInstanceSettings, s settings.Settings) (err error) {
	d.lokiTenants, err = health.Federated(s.Loki, func(one settings.Server) (health.Server, error) {
		return newLoki(ctx, ds, settings.Settings{Loki: one, LogScope: s.LogScope})
	})
	if err != nil {
		return err
	}
	d.tempoTenants, err = health.Federated(s.Tempo, func(one settings.Server) (health.Server, error) {
		one.Streaming = settings.StreamingOff // one connection less
		return newTempo(ctx, ds, settings.Settings{Tempo: one})
	})
	return err
}
