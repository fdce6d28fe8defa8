package find

import (
	"context"
	"maps"
	"slices"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// maxClients is how many workloads one search for connections may contain.
const maxClients = 200

// connections are ztunnel's lines for a single journey.
type connections struct {
	found *journey.ConnectionLines // nil when nobody searched them, or the search failed
	stats journey.SourceStats
	err   error
}

// searchConnections finds ztunnel's lines about connections that the pods of a trace
// opened. It asks Loki nothing if no span shows that the request went through Istio's
// ambient mode.
func (f *Finder) searchConnections(ctx context.Context, spans []journey.Span) (c connections) {
	during := boundsOfSpans(spans)
	pointers := make([]*journey.Span, len(spans))
	for i := range spans {
		pointers[i] = &spans[i]
	}
	if during.IsZero() || !semconv.IsAmbient(pointers) {
		return c
	}
	during.To = during.To.Add(f.Slack)
	found, err := f.Logs.Connections(ctx, f.clients(spans), during, f.Limits.Connections)
	c.stats, c.err = found.Stats, err
	if err == nil {
		c.found = &journey.ConnectionLines{Lines: found.Lines, Cut: found.Cut}
	}
	return c
}

// clients are the pods of the spans. Services stand in for spans that name no pod: the
// names of their pods begin with the service's.
func (f *Finder) clients(spans []journey.Span) []string {
	names := make(map[string]bool)
	for i := range spans {
		pod := semconv.PodOfSpan(&spans[i])
		if service := f.Identity.SpanService(&spans[i]); pod == "" && service != "" {
			pod = service + "-"
		}
		if pod != "" {
			names[pod] = true
		}
	}
	sorted := slices.Sorted(maps.Keys(names))
	return sorted[:min(len(sorted), maxClients)]
}

// lacksConnections reports whether a cached journey is opened for the first time:
// searches do not find its connections.
func lacksConnections(j *journey.Journey, q journey.Query) bool {
	return q.Type == journey.QueryJourney && j.Connections == nil && semconv.IsAmbient(j.Spans)
}

// explainConnections says why connections of a request may be missing.
func (r *search) explainConnections() {
	switch c := r.connections; {
	case c.err != nil:
		r.notice(journey.SeverityInfo, "ztunnel's lines are missing: %s", c.err)
	case c.found != nil && c.found.Cut:
		r.notice(journey.SeverityInfo, "More than %d lines of ztunnel were found, so connections are only possible. Raise limits.connections in the data source's settings to compare all.", r.Limits.Connections)
	}
}
