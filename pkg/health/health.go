// Package health asks Loki and Tempo whether they answer, and says what answers in place
// of a server if its address is wrong.
package health

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/settings"
)

// Report is what the health check's details say of one server.
type Report struct {
	OK      bool   `json:"ok"`
	Version string `json:"version,omitempty"`
	Message string `json:"message"`
	// Tenants are those of a federated tenant, "a|b", each checked separately. If the server
	// refuses one, queries to all of them fail.
	Tenants map[string]Report `json:"tenants,omitempty"`
}

// OfLoki also reports a Loki that refuses the selector that most queries use.
func OfLoki(ctx context.Context, s Loki, tenants map[string]Server) Report {
	health := Of(ctx, "Loki", s, tenants)
	if !health.OK {
		return health
	}
	now := time.Now()
	if err := s.TryScope(ctx, journey.TimeRange{From: now.Add(-time.Minute), To: now}); err != nil {
		health.OK, health.Message = false, journey.Sentence(err.Error())
	}
	return health
}

// OfTempo also says if Tempo could be searched faster, and what an old Tempo cannot do.
func OfTempo(ctx context.Context, s Tempo, tenants map[string]Server) Report {
	health := Of(ctx, "Tempo", s, tenants)
	if !health.OK {
		return health
	}
	if note := s.Note(ctx); note != "" {
		health.Message = strings.TrimSuffix(health.Message, ".") + ", " + note + "."
	}
	if old := s.Unordered(ctx); old != "" {
		health.Message += " " + old + ": upgrade it to 2.8 or newer for these."
	}
	return health
}

// Result is healthy if both servers are and the settings have no warning.
func Result(loki, tempo Report, warning string) (*backend.CheckHealthResult, error) {
	details, err := json.Marshal(map[string]Report{"loki": loki, "tempo": tempo})
	if err != nil {
		return nil, err
	}
	status := backend.HealthStatusOk
	if !loki.OK || !tempo.OK || warning != "" {
		status = backend.HealthStatusError
	}
	message := strings.TrimSpace(loki.Message + " " + tempo.Message + " " + warning)
	return &backend.CheckHealthResult{Status: status, Message: message, JSONDetails: details}, nil
}

// Server is a Loki or Tempo that can say who it is.
type Server interface {
	// Status returns the server's version, or an error that is one sentence.
	Status(ctx context.Context) (version string, err error)
}

// Of asks a server, and each tenant of a federated one.
func Of(ctx context.Context, name string, s Server, tenants map[string]Server) Report {
	whole := statusOfServer(ctx, name, s)
	for _, tenant := range slices.Sorted(maps.Keys(tenants)) {
		alone := statusOfServer(ctx, name, tenants[tenant])
		if !alone.OK {
			whole.OK = false
			whole.Message += " Tenant " + tenant + ": " + alone.Message
		}
		if whole.Tenants == nil {
			whole.Tenants = make(map[string]Report, len(tenants))
		}
		whole.Tenants[tenant] = alone
	}
	return whole
}

func statusOfServer(ctx context.Context, name string, s Server) Report {
	version, err := s.Status(ctx)
	if err != nil {
		return Report{Message: journey.Sentence(err.Error())}
	}
	if version != "" { // a gateway may hide it
		name += " " + version
	}
	return Report{OK: true, Version: version, Message: "Connected to " + name + "."}
}

// maxTenants bounds how many tenants a health check queries one by one.
const maxTenants = 20

// Federated is a server for each tenant of a federated one.
func Federated(s settings.Server, serverOf func(settings.Server) (Server, error)) (map[string]Server, error) {
	names := strings.Split(s.Tenant, "|")
	if len(names) < 2 || len(names) > maxTenants {
		return nil, nil
	}
	tenants := make(map[string]Server, len(names))
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
