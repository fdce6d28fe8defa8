package plugin

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// serverHealth is what the health check's details say of one server.
type serverHealth struct {
	OK      bool   `json:"ok"`
	Version string `json:"version,omitempty"`
	Message string `json:"message"`
}

// CheckHealth asks Loki and Tempo each whether they are there, who they are and
// whether they let us in.
func (d *Datasource) CheckHealth(ctx context.Context, req *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	ctx = withCaller(ctx, req.PluginContext, req.GetHTTPHeaders())
	var loki, tempo serverHealth
	var wg sync.WaitGroup
	wg.Go(func() { loki = healthOf(ctx, "Loki", d.loki) })
	wg.Go(func() { tempo = healthOf(ctx, "Tempo", d.tempo) })
	wg.Wait()

	details, err := json.Marshal(map[string]serverHealth{"loki": loki, "tempo": tempo})
	if err != nil {
		return nil, err
	}
	status := backend.HealthStatusOk
	if !loki.OK || !tempo.OK {
		status = backend.HealthStatusError
	}
	return &backend.CheckHealthResult{Status: status, Message: loki.Message + " " + tempo.Message, JSONDetails: details}, nil
}

// server is a Loki or Tempo that can say who it is.
type server interface {
	// Status returns the server's version, or an error that is one sentence.
	Status(ctx context.Context) (version string, err error)
}

func healthOf(ctx context.Context, name string, s server) serverHealth {
	version, err := s.Status(ctx)
	if err != nil {
		return serverHealth{Message: sentence(err.Error())}
	}
	if version != "" { // a gateway may hide it
		name += " " + version
	}
	return serverHealth{OK: true, Version: version, Message: name + " answers."}
}
