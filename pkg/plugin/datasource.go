// Package plugin is the SDK's edge: it turns settings into a finder, Grafana's
// requests into queries, journeys into frames, and errors into sentences.
package plugin

import (
	"context"
	"errors"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
	"github.com/grafana/grafana-plugin-sdk-go/backend/resource/httpadapter"
	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/requestjourney/requestjourney/pkg/extract"
	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/loki"
	"github.com/requestjourney/requestjourney/pkg/setup"
	"github.com/requestjourney/requestjourney/pkg/telemetry"
	"github.com/requestjourney/requestjourney/pkg/tempo"
)

// Datasource is one configured data source.
type Datasource struct {
	resources   backend.CallResourceHandler // of routes
	settings    settings
	finder      find.Finder // without sources, see finderUntil
	logs        journey.LogSource
	traces      journey.TraceSource
	watch       *telemetry.Telemetry
	coreSources frames.CoreSources
	inFlight    inFlight
	streams     streams
	cache       *find.Cache // finished journeys
	checker     setup.Checker
	loki        checkedLoki
	tempo       checkedTempo

	lokiTenants, tempoTenants map[string]server // of federated tenants, each alone
}

var (
	_ backend.QueryDataHandler      = (*Datasource)(nil)
	_ backend.CheckHealthHandler    = (*Datasource)(nil)
	_ backend.CallResourceHandler   = (*Datasource)(nil)
	_ backend.StreamHandler         = (*Datasource)(nil)
	_ instancemgmt.InstanceDisposer = (*Datasource)(nil)
)

// NewDatasource makes a data source that is watched by nobody, see newDatasource.
func NewDatasource(ctx context.Context, ds backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
	return newDatasource(ctx, ds, telemetry.New(prometheus.NewRegistry(), noop.NewTracerProvider().Tracer("")))
}

// newDatasource makes a data source of its settings; Grafana makes a new one
// when they change. Wrong settings are a downstream error: the user can fix them.
func newDatasource(ctx context.Context, ds backend.DataSourceInstanceSettings, watch *telemetry.Telemetry) (instancemgmt.Instance, error) {
	s, err := parseSettings(ds)
	if err != nil {
		return nil, asDownstream(err)
	}
	extractor, err := extract.New(s.TraceIDRules)
	if err != nil {
		return nil, asDownstream(err)
	}
	d := &Datasource{settings: s, watch: watch}
	if d.loki, err = newLoki(ctx, ds, s); err != nil {
		return nil, err
	}
	if d.tempo, err = newTempo(ctx, ds, s); err != nil {
		return nil, err
	}
	if err := d.federate(ctx, ds, s); err != nil {
		return nil, err
	}
	d.logs, d.traces = d.loki, d.tempo
	d.finder = find.Finder{
		LogTail: d.loki, Extract: extractor.Extract,
		Identity: s.identity(), Slack: s.slack(), Limits: s.Limits, Warning: s.warning(), Stage: watch.Stage,
	}
	d.cache = find.NewCache(int64(s.Limits.Cache) << 20)
	d.coreSources = frames.CoreSources{LokiUID: s.Loki.DatasourceUID, TempoUID: s.Tempo.DatasourceUID, LogScope: s.LogScope}
	if d.checker, err = newChecker(ds, s, d, extractor); err != nil {
		return nil, err
	}
	d.resources = httpadapter.New(d.routes())
	return d, nil
}

// CallResource answers below /api/datasources/uid/<uid>/resources.
func (d *Datasource) CallResource(ctx context.Context, req *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	return d.resources.CallResource(withCaller(ctx, req.PluginContext, req.GetHTTPHeaders()), req, sender)
}

// Dispose closes the connections; Grafana calls it when the settings change.
func (d *Datasource) Dispose() {
	if err := d.tempo.Close(); err != nil {
		backend.Logger.Warn("closing the connection to Tempo failed", "error", err)
	}
}

func newLoki(ctx context.Context, ds backend.DataSourceInstanceSettings, s settings) (checkedLoki, error) {
	client, _, err := s.Loki.client(ctx, ds, "Loki")
	if err != nil {
		return checkedLoki{}, err
	}
	source, err := loki.New(loki.Options{
		URL: s.Loki.URL, Client: client, Scope: s.LogScope,
		Slice: time.Duration(s.Limits.Slice) * time.Second, OwnRules: s.overruleMetadata(),
	})
	return checkedLoki{source, address{"Loki", s.Loki.URL, client}}, asDownstream(err)
}

func newTempo(ctx context.Context, ds backend.DataSourceInstanceSettings, s settings) (checkedTempo, error) {
	client, opts, err := s.Tempo.client(ctx, ds, "Tempo")
	if err != nil {
		return checkedTempo{}, err
	}
	tls, err := httpclient.GetTLSConfig(opts)
	if err != nil {
		return checkedTempo{}, asDownstream(err)
	}
	source, err := tempo.New(tempo.Options{
		URL: s.Tempo.URL, Client: client, TLS: tls,
		GRPCHeaders: s.Tempo.grpcHeaders(),
		NoStream:    noStream(s, opts),
	})
	return checkedTempo{source, address{"Tempo", s.Tempo.URL, client}}, asDownstream(err)
}

// federate makes a server of each tenant of a federated one, for the health check.
func (d *Datasource) federate(ctx context.Context, ds backend.DataSourceInstanceSettings, s settings) (err error) {
	d.lokiTenants, err = federated(s.Loki, func(one serverSettings) (server, error) {
		return newLoki(ctx, ds, settings{Loki: one, LogScope: s.LogScope})
	})
	if err != nil {
		return err
	}
	d.tempoTenants, err = federated(s.Tempo, func(one serverSettings) (server, error) {
		one.Streaming = streamingOff // one connection less
		return newTempo(ctx, ds, settings{Tempo: one})
	})
	return err
}

// noStream says that Tempo is searched over HTTP alone: the caller's identity
// goes along there only, and gRPC would go past Grafana's secure SOCKS proxy.
func noStream(s settings, opts httpclient.Options) bool {
	proxied := opts.ProxyOptions != nil && opts.ProxyOptions.Enabled
	return s.Tempo.Streaming == streamingOff || s.Tempo.forward.isOn() || s.Tempo.UserHeader != "" || proxied
}

// asDownstream marks an error about the settings, which the user can fix.
func asDownstream(err error) error {
	if err == nil {
		return nil
	}
	return backend.DownstreamError(errors.New(joined(err)))
}
