package plugin

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"golang.org/x/sync/errgroup"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// serverHealth is what the health check's details say of one server.
type serverHealth struct {
	OK      bool   `json:"ok"`
	Version string `json:"version,omitempty"`
	Message string `json:"message"`
	// Tenants are those of a federated tenant, "a|b", each asked alone: one that
	// is refused fails what is asked of all.
	Tenants map[string]serverHealth `json:"tenants,omitempty"`
}

// CheckHealth asks Loki and Tempo each whether they are there, who they are and
// whether they let us in.
func (d *Datasource) CheckHealth(ctx context.Context, req *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	ctx = withCaller(ctx, req.PluginContext, req.GetHTTPHeaders())
	var loki, tempo serverHealth
	if err := atOnce(ctx,
		func() { loki = d.lokiHealth(ctx) },
		func() { tempo = d.tempoHealth(ctx) },
	); err != nil {
		return nil, err
	}
	return d.healthResult(loki, tempo)
}

// healthResult is fine when both servers are, and the settings.
func (d *Datasource) healthResult(loki, tempo serverHealth) (*backend.CheckHealthResult, error) {
	details, err := json.Marshal(map[string]serverHealth{"loki": loki, "tempo": tempo})
	if err != nil {
		return nil, err
	}
	warning := d.settings.warning()
	status := backend.HealthStatusOk
	if !loki.OK || !tempo.OK || warning != "" {
		status = backend.HealthStatusError
	}
	message := strings.TrimSpace(loki.Message + " " + tempo.Message + " " + warning)
	return &backend.CheckHealthResult{Status: status, Message: message, JSONDetails: details}, nil
}

// lokiHealth also says when Loki refuses the selector that is in most queries.
func (d *Datasource) lokiHealth(ctx context.Context) serverHealth {
	health := healthOf(ctx, "Loki", d.loki, d.lokiTenants)
	if !health.OK {
		return health
	}
	now := time.Now()
	if err := d.loki.TryScope(ctx, journey.TimeRange{From: now.Add(-time.Minute), To: now}); err != nil {
		health.OK, health.Message = false, journey.Sentence(err.Error())
	}
	return health
}

// tempoHealth also says when Tempo could be searched faster than it is, and what an
// old one does not do.
func (d *Datasource) tempoHealth(ctx context.Context) serverHealth {
	health := healthOf(ctx, "Tempo", d.tempo, d.tempoTenants)
	if !health.OK {
		return health
	}
	if note := d.tempo.Note(ctx); note != "" {
		health.Message = strings.TrimSuffix(health.Message, ".") + ", " + note + "."
	}
	if old := d.tempo.Unordered(ctx); old != "" {
		health.Message += " " + old + ": upgrade it to 2.8 or newer for these."
	}
	return health
}

// atOnce does all of works at the same time. Its error is a panic in one of them.
func atOnce(ctx context.Context, works ...func()) error {
	var group errgroup.Group
	for _, work := range works {
		group.Go(journey.Caught(func() error { work(); return nil }))
	}
	err := group.Wait()
	logPanic(ctx, err)
	return err
}

// server is a Loki or Tempo that can say who it is.
type server interface {
	// Status returns the server's version, or an error that is one sentence.
	Status(ctx context.Context) (version string, err error)
}

func healthOf(ctx context.Context, name string, s server, tenants map[string]server) serverHealth {
	whole := statusOfServer(ctx, name, s)
	for _, tenant := range slices.Sorted(maps.Keys(tenants)) {
		alone := statusOfServer(ctx, name, tenants[tenant])
		if !alone.OK {
			whole.OK = false
			whole.Message += " Tenant " + tenant + " alone: " + alone.Message
		}
		if whole.Tenants == nil {
			whole.Tenants = make(map[string]serverHealth, len(tenants))
		}
		whole.Tenants[tenant] = alone
	}
	return whole
}

func statusOfServer(ctx context.Context, name string, s server) serverHealth {
	version, err := s.Status(ctx)
	if err != nil {
		return serverHealth{Message: journey.Sentence(err.Error())}
	}
	if version != "" { // a gateway may hide it
		name += " " + version
	}
	return serverHealth{OK: true, Version: version, Message: name + " answers."}
}

// maxTenants bounds how many tenants a health check asks one by one.
const maxTenants = 20

// federated is a server for each tenant of a federated one.
func federated(s serverSettings, serverOf func(serverSettings) (server, error)) (map[string]server, error) {
	names := strings.Split(s.Tenant, "|")
	if len(names) < 2 || len(names) > maxTenants {
		return nil, nil
	}
	tenants := make(map[string]server, len(names))
	for _, name := range names {
		s.Tenant = name
		one, err := serverOf(s)
		if err != nil {
			return nil, err
		}
		tenants[name] = one
	}
	return tenants, nil
}
